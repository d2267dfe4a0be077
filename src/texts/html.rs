//! Texts in Telegram's HTML.

use std::{borrow::Cow, fmt};

/// A text in Telegram's HTML that is safe to send: input of people is escaped in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Escapes input of people.
    pub fn escaped(text: &str) -> Self {
        Self(escape(text).into_owned())
    }

    /// The parts below each other, a line each.
    pub fn lines(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(parts, "\n")
    }

    /// The parts below each other, with a blank line between.
    pub fn paragraphs(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(parts, "\n\n")
    }

    /// The text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as it is sent.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The text without its tags, as people read it outside Telegram.
    pub fn to_plain(&self) -> String {
        let mut plain = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some((text, tag)) = rest.split_once('<') {
            plain.push_str(text);
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        }
        plain.push_str(rest);
        plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    /// A message whose arguments were escaped.
    pub(super) fn rendered(text: String) -> Self {
        Self(text)
    }

    /// Joins the parts; empty ones are left out, so that screens can pass optional parts.
    fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).filter(|part| !part.is_empty()).collect();
        Self(parts.join(between))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escapes a text, also for the value of an attribute.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tags_it_is_the_text() {
        let html = Html::rendered(format!("<b>5</b> of {}", Html::escaped("<i> & \"&amp;\"")));
        assert_eq!(html.to_plain(), "5 of <i> & \"&amp;\"");
    }

    #[test]
    fn input_is_shown_as_it_was_typed() {
        assert_eq!(Html::escaped("Tom & <b>\"Jerry\"</b>").as_str(), "Tom &amp; &lt;b&gt;&quot;Jerry&quot;&lt;/b&gt;");
        assert_eq!(Html::escaped("Айгүл 🌷").as_str(), "Айгүл 🌷");
    }

    #[test]
    fn empty_parts_are_left_out() {
        let parts = || ["one", "", "two"].map(Html::escaped);
        assert_eq!(Html::lines(parts()).as_str(), "one\ntwo");
        assert_eq!(Html::paragraphs(parts()).as_str(), "one\n\ntwo");
    }
}
