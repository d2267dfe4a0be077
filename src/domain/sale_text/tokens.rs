//! The tokens of a line: numbers, words, and the signs between them, with their places in the text.

use super::words::is_apostrophe;
use crate::domain::Currency;

/// Spaces within a number that keep its groups together.
const GLUE: [char; 4] = ['\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];
/// Halves, quarters and eighths, with their thousandths.
const FRACTIONS: [(char, u16); 7] =
    [('½', 500), ('¼', 250), ('¾', 750), ('⅛', 125), ('⅜', 375), ('⅝', 625), ('⅞', 875)];

/// Asks for the picture of the character before it.
const PICTURE: char = '\u{fe0f}';

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, perhaps grouped by anything but a plain space, perhaps with decimals or a fraction.
    Number,
    /// A sign that multiplies, also the letters x and х alone.
    Times,
    /// `@`: at a price each.
    At,
    /// A dash or minus of any kind.
    Dash,
    /// `=` or `:`.
    Equals,
    /// The sign of a currency.
    Sign,
    /// Letters.
    Word,
    /// Any other character.
    Other,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// Nothing.
    None,
    /// One plain space, or the beginning of the line.
    One,
    /// A wider space: several, or a tab.
    Wide,
}

/// A token of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The whole line.
    line: &'a str,
    /// Where it begins in the line, in bytes.
    at: usize,
    pub(super) space: Space,
}

impl<'a> Token<'a> {
    /// Where it ends in the line.
    const fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// What was typed from here to the end of another token.
    pub(super) fn until(&self, last: &Self) -> &'a str {
        &self.line[self.at..last.end()]
    }

    /// What stands before it in the line.
    pub(super) fn before(&self) -> &'a str {
        &self.line[..self.at]
    }

    /// What stands behind it in the line.
    pub(super) fn after(&self) -> &'a str {
        &self.line[self.end()..]
    }

    /// Does it follow the token before it without a space?
    pub(super) fn is_tight(&self) -> bool {
        self.space == Space::None
    }
}

/// A line as it is divided: with one kind of the spaces that keep a number together, without marks that cannot be seen.
pub(super) fn normalized(line: &str) -> String {
    let invisible = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2060}');
    let glued = |c: char| if GLUE.contains(&c) { GLUE[0] } else { c };
    line.chars().filter(|c| !invisible(c)).map(glued).collect()
}

/// Divides a normalized line.
pub(super) fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = token(&line[at..]);
        let before = &line[tokens.last().map_or(0, |last| last.end())..at];
        let space = match before {
            "" if !tokens.is_empty() => Space::None,
            "" | " " | "\u{a0}" => Space::One,
            _ => Space::Wide,
        };
        tokens.push(Token { kind, text: &line[at..at + length], line, at, space });
        at += length;
    }
    tokens
}

/// The kind and the length of the token that a text begins with.
fn token(text: &str) -> (Kind, usize) {
    let first = text.chars().next().unwrap_or_default();
    let number = number_length(text);
    if number > 0 {
        return (Kind::Number, number);
    }
    if first.is_alphabetic() {
        let is_inner = |c: char| c.is_alphabetic() || is_apostrophe(c);
        let length = text.find(|c| !is_inner(c)).unwrap_or(text.len());
        let word = &text[..length];
        let kind = if matches!(word, "x" | "X" | "х" | "Х" | "ｘ" | "Ｘ") { Kind::Times } else { Kind::Word };
        return (kind, length);
    }
    let kind = match first {
        '×' | '*' | '✕' | '✖' | '✗' | '✘' | '⨉' | '⨯' | '╳' | '∗' | '＊' | '⋅' | '∙' | '·' => {
            Kind::Times
        }
        '@' => Kind::At,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => Kind::Dash,
        '=' | ':' | '：' | '＝' => Kind::Equals,
        sign if Currency::is_sign(sign) => Kind::Sign,
        _ => Kind::Other,
    };
    // An emoji of the sign is followed by a mark that asks for the picture.
    let picture = text[first.len_utf8()..].starts_with(PICTURE) && kind == Kind::Times;
    (kind, first.len_utf8() + if picture { PICTURE.len_utf8() } else { 0 })
}

/// The length of the number that a text begins with; 0 where there is none.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if length > 0 {
        let is_mark = |c: &char| matches!(c, '.' | ',' | '\u{a0}');
        while let Some(mark) = text[length..].chars().next().filter(is_mark) {
            let group = digits(length + mark.len_utf8());
            if group == 0 || (mark == '\u{a0}' && group != 3) {
                break;
            }
            length += mark.len_utf8() + group;
        }
    }
    let fraction = text[length..].chars().next().filter(|c| fraction_milli(*c).is_some());
    length + fraction.map_or(0, char::len_utf8)
}

/// The thousandths of a character like ½.
pub(super) fn fraction_milli(character: char) -> Option<u16> {
    FRACTIONS.iter().find(|(known, _)| *known == character).map(|(_, milli)| *milli)
}

/// The character for so many thousandths.
pub(super) fn fraction_of(milli: u32) -> Option<char> {
    FRACTIONS.iter().find(|(_, known)| u32::from(*known) == milli).map(|(character, _)| *character)
}
