//! The query of a request. A `%` that begins no percent-encoding means itself: tills search for `phone=%4567` as it stands.

use axum::{extract::FromRequestParts, http::request::Parts};
use percent_encoding::percent_decode_str;

use super::fault::{Fault, Problem};

/// The parameters of a query.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

impl Query {
    fn read(query: &str) -> Result<Self, Fault> {
        let mut parameters: Vec<(String, String)> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            if value.contains('\0') || name.contains('\0') {
                return Err(Fault::field(name.replace('\0', ""), Problem::Wrong));
            }
            if parameters.iter().any(|(known, _)| *known == name) {
                return Err(Fault::field(name, Problem::Repeated));
            }
            parameters.push((name, value));
        }
        Ok(Self(parameters))
    }

    /// A parameter; an empty one is none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A whole number from `least` to `most`.
    ///
    /// # Errors
    /// [`Problem::OutOfRange`].
    pub(super) fn number(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Fault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| is_number && (least..=most).contains(number));
        number.map(Some).ok_or_else(|| Fault::field(name, Problem::OutOfRange(least, most)))
    }
}

/// A value as it was meant: decoded, unless that cannot be what was meant. No client encodes letters and digits, and what is
/// decoded must be UTF-8; otherwise every `%` stands for itself.
fn decoded(value: &str) -> String {
    let spaced = value.replace('+', " ");
    let mut rest = spaced.as_str();
    while let Some((_, after)) = rest.split_once('%') {
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let is_encoding = byte.is_some_and(|byte| !byte.is_ascii_alphanumeric())
            && after.as_bytes().iter().take(2).all(u8::is_ascii_hexdigit);
        if !is_encoding {
            return spaced;
        }
        rest = &after[2..];
    }
    percent_decode_str(&spaced).decode_utf8().map_or_else(|_| spaced.clone(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_that_encodes_nothing_means_itself() {
        for (sent, meant) in [
            ("7912345678", "7912345678"),
            ("%25912%25", "%912%"),
            ("%912%", "%912%"),
            ("%9123456", "%9123456"),
            ("7912%", "7912%"),
            ("%3456", "%3456"),
            ("%2B7912", "+7912"),
            ("+7912", " 7912"),
            ("test%40test.ru", "test@test.ru"),
            ("%test.ru", "%test.ru"),
            ("%D0%90%25", "А%"),
            ("%", "%"),
            ("%%", "%%"),
            ("%é", "%é"),
        ] {
            assert_eq!(decoded(sent), meant, "{sent}");
        }
    }

    #[test]
    fn parameters_are_read_and_refused() {
        let query = Query::read("limit=5&offset=&phone=%25").unwrap();
        assert_eq!(query.number("limit", 1, 10).unwrap(), Some(5));
        assert_eq!(query.number("offset", 0, 10).unwrap(), None);
        assert_eq!(query.text("phone"), Some("%"));
        assert!(Query::read("limit=5&limit=6").is_err());
        for wrong in
            ["limit=0", "limit=11", "limit=x", "limit=1.5", "limit=99999999999999999999", "limit=%2B5", "limit=-"]
        {
            assert!(Query::read(wrong).unwrap().number("limit", 1, 10).is_err(), "{wrong}");
        }
    }
}
