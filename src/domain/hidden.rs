//! Characters that cannot be seen, or that change the order in which others are shown.

/// A character that takes no place: zero width, direction marks, fillers of scripts that join.
pub(super) const fn has_no_width(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A character that looks like a space: spaces, controls, fillers, the blank of Braille.
pub(super) fn is_blank(character: char) -> bool {
    let is_filler = matches!(character, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}');
    is_filler || character.is_whitespace() || character.is_control()
}

/// The joiner and the selector of emoji, which are kept within one, and the letters of a flag.
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_SELECTOR: char = '\u{fe0f}';
const BLACK_FLAG: char = '\u{1f3f4}';

/// A name as it is shown: without characters that cannot be seen or that turn the direction, one space between words. Empty
/// where nothing is left to see.
pub fn visible(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    let mut in_flag = false;
    while let Some(character) = characters.next() {
        let before = shown.chars().next_back();
        let follows_picture = before.is_some_and(is_picture);
        in_flag = character == BLACK_FLAG || (in_flag && matches!(character, '\u{e0020}'..='\u{e007f}'));
        let is_kept = match character {
            EMOJI_SELECTOR => before.is_some_and(|before| before != ' '),
            ZERO_WIDTH_JOINER => follows_picture && characters.peek().is_some_and(|next| is_picture(*next)),
            _ => in_flag || !has_no_width(character),
        };
        match character {
            _ if !is_kept => {}
            _ if !is_blank(character) => shown.push(character),
            _ if before.is_some_and(|before| before != ' ') => shown.push(' '),
            _ => {}
        }
    }
    shown.truncate(shown.trim_end_matches(' ').len());
    shown
}

/// A character that emoji are joined of.
fn is_picture(character: char) -> bool {
    character == EMOJI_SELECTOR || matches!(character, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_without_what_cannot_be_seen() {
        for (name, shown) in [
            ("Анна", "Анна"),
            ("  Анна \u{3164} Ли\n", "Анна Ли"),
            ("\u{202e}аннА\u{202c}", "аннА"),
            ("\u{2066}Анна\u{2069}", "Анна"),
            ("Ан\u{200b}на\u{ad}", "Анна"),
            ("\u{3164}", ""),
            ("\u{2800}\u{200d}\u{fe0f}", ""),
            ("\u{200e}\u{200f}\u{feff}", ""),
            (" \u{e0041}", ""),
            ("⚜️САМАЛ⚜️", "⚜️САМАЛ⚜️"),
            ("👨‍👩‍👧 Ли", "👨‍👩‍👧 Ли"),
            (
                "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}Tom",
                "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}Tom",
            ),
            ("O\u{200d}k", "Ok"),
            ("Гүлнұр", "Гүлнұр"),
            ("<b>&", "<b>&"),
        ] {
            assert_eq!(visible(name), shown, "{name:?}");
            assert_eq!(visible(&visible(name)), visible(name), "{name:?}");
        }
    }
}
