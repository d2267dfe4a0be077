//! Splitting a text that is longer than Telegram accepts into several, without loss.

/// Splits `html` so that each part shows at most `limit` UTF-16 units, as Telegram counts: tags count nothing, `&lt;` counts
/// as one. Cuts at ends of lines where it can, else between words; a tag that is open at a cut is closed and opened again.
pub(crate) fn split(html: &str, limit: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = html.to_owned();
    while let Some(cut) = find_cut(&rest, limit) {
        let (head, tail) = rest.split_at(cut.at);
        let mut part = head.trim_end().to_owned();
        for tag in cut.open.iter().rev() {
            part.push_str(&format!("</{}>", name_of(tag)));
        }
        parts.push(part);
        rest = cut.open.concat() + tail.trim_start();
    }
    parts.push(rest);
    parts.retain(|part| !plain(part).trim().is_empty());
    parts
}

/// The visible text of `html`: without tags, with entities decoded.
pub(crate) fn plain(html: &str) -> String {
    Pieces(html)
        .map(|piece| match piece {
            Piece::Tag(_) => "",
            Piece::Visible("&lt;") => "<",
            Piece::Visible("&gt;") => ">",
            Piece::Visible("&amp;") => "&",
            Piece::Visible("&quot;") => "\"",
            Piece::Visible(text) => text,
        })
        .collect()
}

/// A place where the text may be cut.
struct Cut<'a> {
    at: usize,
    width: usize,
    open: Vec<&'a str>,
}

/// Where to cut off the first part; `None` where everything fits.
fn find_cut(html: &str, limit: usize) -> Option<Cut<'_>> {
    if html.len() <= limit {
        return None;
    }
    let (mut at, mut width, mut open) = (0, 0, Vec::new());
    let (mut line_end, mut word_end, mut last) = (None, None, None);
    for piece in Pieces(html) {
        match piece {
            Piece::Tag(tag) => {
                if !tag.starts_with("</") {
                    open.push(tag);
                } else if open.last().is_some_and(|opened| name_of(opened) == name_of(tag)) {
                    open.pop();
                }
            }
            Piece::Visible(text) => {
                let next = width + text.encode_utf16().count().min(if text.starts_with('&') { 1 } else { 2 });
                if next > limit && matches!(text, "\n" | " ") {
                    return last;
                }
                if next > limit {
                    // A part at least half full matters more than a cut between lines or words.
                    let is_half_full = |cut: &Cut<'_>| cut.width * 2 >= limit;
                    return line_end.filter(is_half_full).or(word_end.filter(is_half_full)).or(last);
                }
                width = next;
                let cut = || Some(Cut { at: at + text.len(), width, open: open.clone() });
                match text {
                    "\n" => line_end = cut(),
                    " " => word_end = cut(),
                    _ => {}
                }
                last = cut();
            }
        }
        at += piece.len();
    }
    None
}

/// `b` of `<b>`, `a` of `<a href="…">` and of `</a>`.
fn name_of(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['<', '/']);
    inside.split([' ', '\n', '>']).next().unwrap_or(inside)
}

#[derive(Clone, Copy)]
enum Piece<'a> {
    Tag(&'a str),
    /// One character or one entity.
    Visible(&'a str),
}

impl Piece<'_> {
    const fn len(&self) -> usize {
        match self {
            Piece::Tag(text) | Piece::Visible(text) => text.len(),
        }
    }
}

/// The tags, characters and entities of a text.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let first = self.0.chars().next()?;
        let end_at = |mark| self.0.find(mark).map(|place| place + 1);
        let tag_end = (first == '<').then(|| end_at('>')).flatten();
        // The longest entity that Telegram knows is `&quot;`.
        let is_entity = |end: &usize| {
            *end <= 8 && self.0[1..*end - 1].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        };
        let entity_end = (first == '&').then(|| end_at(';')).flatten().filter(is_entity);
        let (piece, rest) = self.0.split_at(tag_end.or(entity_end).unwrap_or(first.len_utf8()));
        self.0 = rest;
        Some(if tag_end.is_some() { Piece::Tag(piece) } else { Piece::Visible(piece) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cuts_where_a_reader_would() {
        let cases: &[(&str, usize, &[&str])] = &[
            ("short", 10, &["short"]),
            ("", 10, &[]),
            ("0123456789", 10, &["0123456789"]),
            ("one two\nthree four", 10, &["one two", "three four"]),
            ("one two three", 10, &["one two", "three"]),
            ("0123456789abc", 10, &["0123456789", "abc"]),
            ("<b>one two\nthree four</b>", 10, &["<b>one two</b>", "<b>three four</b>"]),
            (
                "<a href=\"https://example.org/?a=1&amp;b=2\">one <i>two\nthree</i></a> four",
                9,
                &[
                    "<a href=\"https://example.org/?a=1&amp;b=2\">one <i>two</i></a>",
                    "<a href=\"https://example.org/?a=1&amp;b=2\"><i>three</i></a>",
                    "four",
                ],
            ),
            ("&lt;&lt;&lt;&gt;&amp;", 3, &["&lt;&lt;&lt;", "&gt;&amp;"]),
            ("😀😀😀", 4, &["😀😀", "😀"]),
            ("a & b; c < d", 6, &["a & b;", "c < d"]),
        ];
        for (html, limit, expected) in cases {
            assert_eq!(&split(html, *limit), expected, "{html} at {limit}");
        }
    }

    #[test]
    fn tells_what_the_reader_sees() {
        assert_eq!(plain("<b>Ann &lt;3</b> &amp; <a href=\"x\">co</a> &c"), "Ann <3 & co &c");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_part_fits(
            pieces in proptest::collection::vec("[a-zа-я😀]{1,6}|\n| |&lt;|&amp;|<b>x y</b>|<i>много слов\nи строк</i>", 0..60),
            limit in 4_usize..40,
        ) {
            let html = pieces.concat();
            let parts = split(&html, limit);
            let squeezed = |text: &str| plain(text).split_whitespace().collect::<String>();
            prop_assert_eq!(parts.iter().map(|part| squeezed(part)).collect::<String>(), squeezed(&html));
            for part in parts {
                let width: usize = plain(&part).encode_utf16().count();
                prop_assert!(width <= limit, "{} in {:?}", width, part);
                prop_assert_eq!(part.matches("<b>").count(), part.matches("</b>").count());
                prop_assert_eq!(part.matches("<i>").count(), part.matches("</i>").count());
            }
        }
    }
}
