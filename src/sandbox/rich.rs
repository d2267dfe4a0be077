//! Text with entities. Offsets and lengths are in UTF-16 units, as in Telegram.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A part of a text with a format or a meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entity {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) offset: usize,
    pub(crate) length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) custom_emoji_id: Option<String>,
}

impl Entity {
    pub(crate) fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self { kind: kind.to_owned(), offset, length, url: None, user: None, language: None, custom_emoji_id: None }
    }

    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// A text and its entities.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rich {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

/// The length of a text in UTF-16 units.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

impl Rich {
    /// A typed text: trimmed, with the entities that clients find in it.
    pub(crate) fn typed(text: &str) -> Self {
        Self { text: text.trim().to_owned(), entities: Vec::new() }.with_found_entities()
    }

    /// Without the white space at both ends, which Telegram removes.
    pub(crate) fn trimmed(mut self) -> Self {
        let start = utf16_len(&self.text) - utf16_len(self.text.trim_start());
        let text = self.text.trim().to_owned();
        let length = utf16_len(&text);
        self.entities.retain_mut(|entity| {
            let end = entity.end().saturating_sub(start).min(length);
            entity.offset = entity.offset.saturating_sub(start).min(end);
            entity.length = end - entity.offset;
            entity.length > 0
        });
        self.text = text;
        self
    }

    /// With the entities that Telegram finds in every text: commands, links, mentions, hashtags and phone numbers.
    pub(crate) fn with_found_entities(mut self) -> Self {
        for found in find(&self.text) {
            let taken = |known: &Entity| {
                let opaque = matches!(known.kind.as_str(), "code" | "pre" | "text_link" | "text_mention");
                opaque && known.offset < found.end() && found.offset < known.end()
            };
            if !self.entities.iter().any(taken) {
                self.entities.push(found);
            }
        }
        self.entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
        self
    }

    /// The text in the HTML parse mode, which shows the entities.
    pub(crate) fn html(&self) -> String {
        let mut html = String::with_capacity(self.text.len());
        let mut open: Vec<(usize, &str)> = Vec::new();
        let mut next = self.entities.iter().filter(|entity| !tag(entity).0.is_empty()).peekable();
        let mut position = 0;
        for letter in self.text.chars() {
            close_until(position, &mut open, &mut html);
            while let Some(entity) = next.next_if(|entity| entity.offset <= position) {
                let (name, attributes) = tag(entity);
                html.push_str(&format!("<{name}{attributes}>"));
                open.push((entity.end(), name));
            }
            push_escaped(&mut html, letter);
            position += letter.len_utf16();
        }
        close_until(usize::MAX, &mut open, &mut html);
        html
    }
}

fn close_until(position: usize, open: &mut Vec<(usize, &str)>, html: &mut String) {
    while let Some((_, name)) = open.pop_if(|(end, _)| *end <= position) {
        html.push_str(&format!("</{name}>"));
    }
}

fn push_escaped(html: &mut String, letter: char) {
    match letter {
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '&' => html.push_str("&amp;"),
        '"' => html.push_str("&quot;"),
        other => html.push(other),
    }
}

fn tag(entity: &Entity) -> (&'static str, String) {
    let name = match entity.kind.as_str() {
        "bold" => "b",
        "italic" => "i",
        "underline" => "u",
        "strikethrough" => "s",
        "spoiler" => "tg-spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" | "expandable_blockquote" => "blockquote",
        "text_link" => "a",
        _ => "",
    };
    let attributes = match &entity.url {
        Some(url) => {
            let mut escaped = String::new();
            url.chars().for_each(|letter| push_escaped(&mut escaped, letter));
            format!(" href=\"{escaped}\"")
        }
        None => String::new(),
    };
    (name, attributes)
}

fn find(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0;
    let mut skip_until = 0;
    let mut before = ' ';
    for (index, letter) in text.char_indices() {
        let rest = &text[index..];
        if index >= skip_until
            && !is_word(before)
            && let Some((kind, length)) = recognise(rest, before)
        {
            found.push(Entity::new(kind, offset, utf16_len(&rest[..length])));
            skip_until = index + length;
        }
        offset += letter.len_utf16();
        before = letter;
    }
    found
}

/// The entity that starts here, and its length in bytes.
fn recognise(rest: &str, before: char) -> Option<(&'static str, usize)> {
    if let Some(after) = rest.strip_prefix('/').filter(|_| !matches!(before, '/' | '<' | '>')) {
        let name = leading(after, |letter| letter.is_ascii_alphanumeric() || letter == '_');
        if !(1..=64).contains(&name) || after[name..].starts_with('/') {
            return None;
        }
        let to = after[name..].strip_prefix('@').map_or(0, |bot| 1 + leading(bot, is_username));
        return Some(("bot_command", 1 + name + to));
    }
    if let Some(after) = rest.strip_prefix('@') {
        let name = leading(after, is_username);
        return (3..=32).contains(&name).then_some(("mention", 1 + name));
    }
    if let Some(after) = rest.strip_prefix('#') {
        let name = leading(after, is_word);
        let named = after[..name].chars().any(|letter| !letter.is_ascii_digit());
        return named.then_some(("hashtag", 1 + name));
    }
    if let Some(after) = rest.strip_prefix('+') {
        let digits = leading(after, |letter| letter.is_ascii_digit());
        return (7..=15).contains(&digits).then_some(("phone_number", 1 + digits));
    }
    let link = ["https://", "http://", "t.me/", "wa.me/"].iter().find(|start| rest.starts_with(**start))?;
    let end = leading(rest, |letter| !letter.is_whitespace() && !matches!(letter, '<' | '>' | '"'));
    let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
    (url.len() > link.len()).then_some(("url", url.len()))
}

fn leading(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

fn is_username(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_clients_find() {
        let found = |text| {
            let typed = Rich::typed(text);
            typed.entities.into_iter().map(|entity| (entity.kind, entity.offset, entity.length)).collect::<Vec<_>>()
        };
        let one = |kind: &str, offset, length| vec![(kind.to_owned(), offset, length)];
        assert_eq!(found("/start PROMO82423"), one("bot_command", 0, 6));
        assert_eq!(found("🐷 /balance@kopilka_bot!"), one("bot_command", 3, 20));
        assert_eq!(found("see https://t.me/kopilka_bot?start=PROMO1."), one("url", 4, 37));
        assert_eq!(found("ask @anna_k"), one("mention", 4, 7));
        assert_eq!(found("call +77000000000"), one("phone_number", 5, 12));
        assert_eq!(found("1/2 and a/b, mail a@b"), vec![]);
    }

    #[test]
    fn html_gives_back_the_look() {
        let text = "🐷 fat & thin";
        let rich = Rich { text: text.into(), entities: vec![Entity::new("bold", 3, 10), Entity::new("italic", 9, 4)] };
        assert_eq!(rich.html(), "🐷 <b>fat &amp; <i>thin</i></b>");
    }

    #[test]
    fn trimming_moves_entities() {
        let rich = Rich { text: "  ab \n".into(), entities: vec![Entity::new("bold", 0, 6)] }.trimmed();
        assert_eq!(rich, Rich { text: "ab".into(), entities: vec![Entity::new("bold", 0, 2)] });
    }
}
