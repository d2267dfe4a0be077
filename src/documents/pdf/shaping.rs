//! From text to glyphs: what cannot be drawn is left out, the rest is divided into pieces that stand on one line, and
//! each piece is shaped with the fonts of its letters.
//!
//! Everything is set from left to right. Letters that no font has are boxes, which are copied as the letters they stand
//! for.

use std::{mem, ops::Range};

use harfrust::{Buffer, BufferFlags, Direction, Script, ShapeOptions, ShaperFont};

use super::faces::{Face, Weight, Writing};

/// More characters without a break are shaped in parts, so that shaping takes time in proportion to the text.
const PIECE_AT_MOST: usize = 128;

/// No line ends after the hyphen of a shorter beginning: `Кол-во` stays together.
const SYLLABLE: usize = 4;

/// Combining marks of one letter.
const MARKS_AT_MOST: usize = 2;

/// Text that is drawn on one line.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) runs: Vec<Run>,
    /// In units of the em.
    pub(super) width: i32,
    pub(super) after: After,
}

/// What is between a piece and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum After {
    /// A space, or the end of a line.
    Space,
    /// The end of a line, if need be.
    #[default]
    Break,
    /// Nothing: they are one word, which was too long to be shaped at once.
    Nothing,
}

/// Glyphs of one font.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) face: Face,
    /// What a reader copies.
    pub(super) text: String,
    /// Whether in its word each glyph stands for letters of its own, so that glyphs alone say what the text is.
    pub(super) is_plain: bool,
    pub(super) glyphs: Vec<Glyph>,
}

/// A glyph with its place; distances are in units of the em.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) id: u16,
    /// How far the pen moves.
    pub(super) advance: i32,
    /// How far from the pen it is drawn.
    pub(super) x: i32,
    pub(super) y: i32,
    /// Its part of the run's text; empty where an earlier glyph stands for the same letters.
    pub(super) text: Range<usize>,
}

impl Run {
    /// In units of the em.
    pub(super) fn width(&self) -> i32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// Divides the run after each letter or syllable.
    pub(super) fn letters(&self) -> impl Iterator<Item = Self> {
        let mut at = 0;
        let glyphs = self.glyphs.chunk_by(|_, next| next.text.is_empty());
        glyphs.map(move |glyphs| {
            let start = at;
            at = glyphs.iter().map(|glyph| glyph.text.end).max().unwrap_or(start).max(start);
            let glyphs = glyphs.iter().map(|glyph| {
                let text = glyph.text.start.saturating_sub(start)..glyph.text.end.saturating_sub(start);
                Glyph { text, ..glyph.clone() }
            });
            let text = self.text.get(start..at).unwrap_or("").to_owned();
            Self { face: self.face, text, is_plain: self.is_plain, glyphs: glyphs.collect() }
        })
    }
}

/// Divides text where a line may end, and shapes each piece.
pub(super) fn pieces(text: &str, weight: Weight) -> Vec<Piece> {
    divided(text).into_iter().map(|(text, after)| piece(&text, weight, after)).collect()
}

/// A space between pieces.
pub(super) fn space(weight: Weight) -> Run {
    run(" ", Writing::Latin, weight)
}

/// The text between places where a line may end, each with what follows it.
fn divided(text: &str) -> Vec<(String, After)> {
    let mut divided: Vec<(String, After)> = Vec::new();
    let mut piece = String::new();
    let mut length = 0;
    let mut marks = 0;
    let mut chars = text.chars().filter_map(drawn).peekable();
    while let Some(char) = chars.next() {
        if char == ' ' {
            match divided.last_mut() {
                _ if !piece.is_empty() => divided.push((mem::take(&mut piece), After::Space)),
                Some((_, after)) => *after = After::Space,
                None => {}
            }
            length = 0;
            continue;
        }
        // Marks stand on top of each other; towers of them would reach into other lines.
        marks = if matches!(char, '\u{300}'..='\u{36f}') { marks + 1 } else { 0 };
        if marks > MARKS_AT_MOST {
            continue;
        }
        piece.push(char);
        length += 1;
        let breaks = length > SYLLABLE
            && matches!(char, '-' | '/' | '–' | '—' | '‐')
            && chars.peek().is_some_and(|next| next.is_alphabetic());
        if breaks || length >= PIECE_AT_MOST {
            divided.push((mem::take(&mut piece), if breaks { After::Break } else { After::Nothing }));
            length = 0;
        }
    }
    if !piece.is_empty() {
        divided.push((piece, After::Break));
    }
    divided
}

/// The character as it is drawn: white space is a space; marks of direction, variants and the like are nothing.
fn drawn(char: char) -> Option<char> {
    match char {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Some('\u{a0}'),
        '\u{200c}' | '\u{200d}' => Some(char),
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => None,
        '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => None,
        '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => None,
        // The colour of a skin belongs to the picture before it.
        '\u{1f3fb}'..='\u{1f3ff}' => None,
        _ if char.is_whitespace() => Some(' '),
        _ if char.is_control() => None,
        _ => Some(char),
    }
}

fn piece(text: &str, weight: Weight, after: After) -> Piece {
    let mut parts: Vec<(Writing, String)> = Vec::new();
    for char in text.chars() {
        let last = parts.last().map(|(writing, _)| *writing);
        let writing = match char {
            '\u{200c}' | '\u{200d}' if last == Some(Writing::Bengali) => Writing::Bengali,
            '\u{200c}' | '\u{200d}' => continue,
            '\u{951}' | '\u{952}' | '\u{964}' | '\u{965}' | '\u{980}'..='\u{9ff}' => Writing::Bengali,
            '\u{400}'..='\u{52f}' => Writing::Cyrillic,
            _ if char.is_alphabetic() => Writing::Latin,
            _ => last.filter(|last| *last != Writing::Bengali).unwrap_or(Writing::Latin),
        };
        match parts.last_mut() {
            Some((last, part)) if *last == writing => part.push(char),
            _ => parts.push((writing, char.to_string())),
        }
    }
    let mut runs: Vec<Run> = parts.into_iter().map(|(writing, text)| run(&text, writing, weight)).collect();
    let is_plain = runs.iter().all(|run| run.is_plain);
    runs.iter_mut().for_each(|run| run.is_plain = is_plain);
    Piece { width: runs.iter().map(Run::width).sum(), runs, after }
}

fn run(text: &str, writing: Writing, weight: Weight) -> Run {
    let face = Face::of(writing, weight);
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(Some(match writing {
        Writing::Latin => Script::LATIN,
        Writing::Cyrillic => Script::CYRILLIC,
        Writing::Bengali => Script::BENGALI,
    }));
    buffer.set_flags(BufferFlags::BEGINNING_OF_TEXT | BufferFlags::END_OF_TEXT);
    let options = ShapeOptions::new().plan(Some(face.plan(writing)));
    // Fails where direction or script are not those of the plan, which they are here.
    if harfrust::shape(&ShaperFont::new(face.font()), &mut buffer, options).is_err() {
        return Run { face, text: text.to_owned(), is_plain: false, glyphs: Vec::new() };
    }
    let starts: Vec<usize> = buffer.glyph_infos().iter().map(|shaped| shaped.cluster as usize).collect();
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).enumerate();
    let glyphs = glyphs.map(|(at, (shaped, place))| {
        let start = starts.get(at).copied().unwrap_or(text.len());
        let is_first = at == 0 || starts.get(at - 1) != Some(&start);
        let next = starts.iter().skip(at).find(|next| **next > start).copied().unwrap_or(text.len());
        Glyph {
            id: u16::try_from(shaped.glyph_id).unwrap_or(0),
            advance: place.x_advance,
            x: place.x_offset,
            y: place.y_offset,
            text: if is_first { start..next } else { start..start },
        }
    });
    let glyphs: Vec<Glyph> = glyphs.collect();
    Run { face, text: text.to_owned(), is_plain: glyphs.iter().all(|glyph| !glyph.text.is_empty()), glyphs }
}
