//! The HTML parse mode: tags become entities, and an error has the text of the real server.

use super::rich::{Entity, Rich};

/// Parses a text in the HTML parse mode; the error is what follows "can't parse entities: ".
pub(crate) fn parse(html: &str) -> Result<Rich, String> {
    let mut parser = Parser::default();
    let mut position = 0;
    while let Some(letter) = html[position..].chars().next() {
        let rest = &html[position..];
        position += match letter {
            '&' => match character_reference(rest) {
                Some((decoded, length)) => {
                    parser.push(decoded);
                    length
                }
                None => {
                    parser.push('&');
                    1
                }
            },
            '<' if rest[1..].starts_with('/') => parser.close(rest, position)?,
            '<' => parser.open(rest, position)?,
            other => {
                parser.push(other);
                other.len_utf8()
            }
        };
    }
    parser.finish()
}

#[derive(Default)]
struct Parser {
    text: String,
    units: usize,
    open: Vec<Tag>,
    entities: Vec<Entity>,
}

struct Tag {
    name: String,
    kind: &'static str,
    argument: Option<String>,
    start_units: usize,
    start_byte: usize,
}

impl Parser {
    fn push(&mut self, letter: char) {
        self.text.push(letter);
        self.units += letter.len_utf16();
    }

    /// A start tag at the beginning of `rest`; returns its length in bytes.
    fn open(&mut self, rest: &str, position: usize) -> Result<usize, String> {
        let unclosed = || format!("Unclosed start tag at byte offset {position}");
        let name_end = rest.find(|letter: char| letter.is_whitespace() || letter == '>').ok_or_else(unclosed)?;
        let name = rest[1..name_end].to_ascii_lowercase();
        let kind =
            kind_of(&name).ok_or_else(|| format!("Unsupported start tag \"{name}\" at byte offset {position}"))?;
        let mut length = name_end;
        let mut argument = None;
        let mut kind = kind;
        loop {
            length += rest[length..].len() - rest[length..].trim_start().len();
            let tail = &rest[length..];
            if tail.starts_with('>') {
                break;
            }
            if tail.is_empty() {
                return Err(unclosed());
            }
            let (attribute, value, read) = attribute(tail, &name, position + length)?;
            length += read;
            match (name.as_str(), attribute.as_str()) {
                ("a", "href") => argument = Some(value),
                ("code", "class") => argument = value.strip_prefix("language-").map(str::to_owned),
                ("span", "class") if value == "tg-spoiler" => kind = "spoiler",
                ("tg-emoji", "emoji-id") => argument = Some(value),
                ("blockquote", "expandable") => kind = "expandable_blockquote",
                _ => {}
            }
        }
        if kind == "span" {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {position}"));
        }
        let start_byte = self.text.len();
        self.open.push(Tag { name, kind, argument, start_units: self.units, start_byte });
        Ok(length + 1)
    }

    /// An end tag at the beginning of `rest`; returns its length in bytes.
    fn close(&mut self, rest: &str, position: usize) -> Result<usize, String> {
        let tag = self.open.pop().ok_or_else(|| format!("Unexpected end tag at byte offset {position}"))?;
        let unclosed = || format!("Unclosed end tag at byte offset {position}");
        let end = rest.find('>').ok_or_else(unclosed)?;
        let name = rest[2..end].trim_end().to_ascii_lowercase();
        if !name.is_empty() && name != tag.name {
            let expected = &tag.name;
            return Err(format!(
                "Unmatched end tag at byte offset {position}, expected \"</{expected}>\", found \"</{name}>\""
            ));
        }
        self.entity_of(tag);
        Ok(end + 1)
    }

    fn entity_of(&mut self, tag: Tag) {
        let length = self.units - tag.start_units;
        if length == 0 {
            return;
        }
        let mut entity = Entity::new(tag.kind, tag.start_units, length);
        match tag.kind {
            "text_link" => {
                let url = tag.argument.unwrap_or_else(|| self.text[tag.start_byte..].to_owned());
                match complete_url(&url) {
                    Some(url) => entity.url = Some(url),
                    None => return,
                }
            }
            "code" => {
                let inside_pre =
                    self.open.last().filter(|outer| outer.kind == "pre" && outer.start_units == tag.start_units);
                if inside_pre.is_some() && tag.argument.is_some() {
                    let outer = self.open.len() - 1;
                    self.open[outer].argument = tag.argument;
                    return;
                }
            }
            "pre" => entity.language = tag.argument,
            "custom_emoji" => entity.custom_emoji_id = tag.argument,
            _ => {}
        }
        self.entities.push(entity);
    }

    fn finish(mut self) -> Result<Rich, String> {
        if let Some(tag) = self.open.last() {
            return Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name));
        }
        // Outer entities come before inner ones that start at the same offset.
        self.entities.reverse();
        self.entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
        Ok(Rich { text: self.text, entities: self.entities })
    }
}

fn kind_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" => "span",
        "tg-emoji" => "custom_emoji",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

/// An attribute (`name`, `name=value` or `name="value"`): its name, its value and its length in bytes.
fn attribute(tail: &str, tag: &str, position: usize) -> Result<(String, String, usize), String> {
    let name_end =
        tail.find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '>')).unwrap_or(tail.len());
    if name_end == 0 {
        return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {position}"));
    }
    let name = tail[..name_end].to_ascii_lowercase();
    let Some(value) = tail[name_end..].trim_start().strip_prefix('=') else {
        // Only `expandable` of a blockquote has no value.
        return match tag {
            "blockquote" => Ok((name, String::new(), name_end)),
            _ => Err(format!(
                "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {position}"
            )),
        };
    };
    let value = value.trim_start();
    let before = tail.len() - value.len();
    let unclosed = || format!("Unclosed start tag at byte offset {position}");
    match value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) => {
            let end = value[1..].find(quote).ok_or_else(unclosed)?;
            Ok((name, decode(&value[1..=end]), before + end + 2))
        }
        None => {
            let end = value.find(|letter: char| letter.is_whitespace() || letter == '>').ok_or_else(unclosed)?;
            Ok((name, decode(&value[..end]), before + end))
        }
    }
}

fn decode(text: &str) -> String {
    let mut decoded = String::new();
    let mut position = 0;
    while let Some(letter) = text[position..].chars().next() {
        let (letter, length) = match character_reference(&text[position..]) {
            Some(reference) => reference,
            None => (letter, letter.len_utf8()),
        };
        decoded.push(letter);
        position += length;
    }
    decoded
}

/// `&lt;`, `&#60;`, `&#x3c;`: the character and the length. Telegram knows four names; others remain plain text.
fn character_reference(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix('&')?;
    let end = body.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '#').unwrap_or(body.len());
    let name = &body[..end];
    let letter = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|letter| *letter != '\0')?
        }
    };
    let semicolon = usize::from(body[end..].starts_with(';'));
    Some((letter, 1 + end + semicolon))
}

fn complete_url(url: &str) -> Option<String> {
    let url = url.trim();
    if url.starts_with("http://")
        || url.starts_with("https://")
        || url.starts_with("tg://")
        || url.starts_with("ton://")
    {
        return Some(url.to_owned());
    }
    let looks_like_a_host = url.contains('.') && !url.contains(char::is_whitespace) && !url.contains(':');
    looks_like_a_host.then(|| format!("http://{url}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities(html: &str) -> Vec<(String, usize, usize)> {
        parse(html).unwrap().entities.into_iter().map(|entity| (entity.kind, entity.offset, entity.length)).collect()
    }

    #[test]
    fn tags_become_entities_counted_in_utf16() {
        let rich = parse("🐷 <b>Баланс: <i>200</i></b> &lt;ok&gt; &amp; &nbsp; &#8381;").unwrap();
        assert_eq!(rich.text, "🐷 Баланс: 200 <ok> & &nbsp; ₽");
        let expected = [("bold".to_owned(), 3, 11), ("italic".to_owned(), 11, 3)];
        assert_eq!(entities("🐷 <b>Баланс: <i>200</i></b>"), expected);
    }

    #[test]
    fn links_code_and_quotes() {
        let link = parse("<a href=\"https://t.me/x?a=1&amp;b=2\">go</a>").unwrap();
        assert_eq!(link.entities[0].url.as_deref(), Some("https://t.me/x?a=1&b=2"));
        let code = parse("<pre><code class='language-rust'>fn</code></pre>").unwrap();
        assert_eq!(code.entities.len(), 1);
        assert_eq!(code.entities[0].language.as_deref(), Some("rust"));
        assert_eq!(entities("<blockquote expandable>x</blockquote>"), [("expandable_blockquote".to_owned(), 0, 1)]);
        assert_eq!(entities("<span class=\"tg-spoiler\">x</span>"), [("spoiler".to_owned(), 0, 1)]);
        assert_eq!(entities("<a href=\"nonsense\">x</a><b></b>"), []);
    }

    #[test]
    fn mistakes_are_refused_in_the_servers_words() {
        for (html, error) in [
            ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("ы<p>x</p>", "Unsupported start tag \"p\" at byte offset 2"),
            ("1 < 2 > 1", "Unsupported start tag \"\" at byte offset 2"),
            ("1 < 2", "Unsupported start tag \"\" at byte offset 2"),
            ("<b", "Unclosed start tag at byte offset 0"),
            ("<b>x</b", "Unclosed end tag at byte offset 4"),
            ("<span>x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
            ("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 3"),
        ] {
            assert_eq!(parse(html).unwrap_err(), error, "{html}");
        }
    }
}
