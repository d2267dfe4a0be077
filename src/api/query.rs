//! The query of a request. In a pattern a `%` that begins no percent-encoding means itself: tills search for `phone=%4567` as it
//! stands.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::fault::{Fault, Problem};

/// The parameters of a query.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(Vec<Parameter>);

#[derive(Clone, Debug)]
struct Parameter {
    name: String,
    /// By the rules of addresses, as programs encode it.
    value: String,
    /// As it was sent.
    raw: String,
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

impl Query {
    /// Reads a query as it was sent.
    ///
    /// # Errors
    /// [`Problem::Wrong`] where it has a NUL, [`Problem::Repeated`].
    pub(super) fn read(query: &str) -> Result<Self, Fault> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (strictly(name), strictly(raw));
            if decoded(raw, |_| true).text.contains('\0') || name.contains('\0') {
                return Err(Fault::parameter(name.replace('\0', ""), Problem::Wrong));
            }
            if parameters.iter().any(|known| known.name == name) {
                return Err(Fault::parameter(name, Problem::Repeated));
            }
            parameters.push(Parameter { name, value, raw: raw.to_owned() });
        }
        Ok(Self(parameters))
    }

    /// The names, and the values as they were sent.
    pub(super) fn sent(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|known| (known.name.as_str(), known.raw.as_str()))
    }

    /// A parameter; an empty one is none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.find(name).map(|found| found.value.as_str())
    }

    /// A parameter in which `%` may stand for itself, and which consists of the characters `is_meant` alone.
    ///
    /// # Errors
    /// [`Problem::Wrong`] where it is not UTF-8.
    pub(super) fn pattern(&self, name: &str, is_meant: fn(char) -> bool) -> Result<Option<String>, Fault> {
        let Some(found) = self.find(name) else { return Ok(None) };
        let Decoded { text, is_broken } = decoded(&found.raw, is_meant);
        if is_broken { Err(Fault::parameter(name, Problem::Wrong)) } else { Ok(Some(text)) }
    }

    /// A parameter by the rules of addresses, as programs encode it; an empty one is none.
    ///
    /// # Errors
    /// [`Problem::Wrong`] where it is not UTF-8.
    pub(super) fn encoded(&self, name: &str) -> Result<Option<String>, Fault> {
        let Some(found) = self.find(name) else { return Ok(None) };
        let spaced = found.raw.replace('+', " ");
        let text = percent_encoding::percent_decode_str(&spaced).decode_utf8();
        let text = text.ok().filter(|text| !text.contains('\0'));
        text.map(|text| Some(text.into_owned())).ok_or_else(|| Fault::parameter(name, Problem::Wrong))
    }

    fn find(&self, name: &str) -> Option<&Parameter> {
        self.0.iter().find(|known| known.name == name && !known.value.is_empty())
    }

    /// A parameter that is true or false.
    ///
    /// # Errors
    /// [`Problem::NotBool`].
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Fault> {
        match self.text(name) {
            None => Ok(None),
            Some("true" | "True" | "1") => Ok(Some(true)),
            Some("false" | "False" | "0") => Ok(Some(false)),
            Some(_) => Err(Fault::parameter(name, Problem::NotBool)),
        }
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
        number.map(Some).ok_or_else(|| Fault::parameter(name, Problem::OutOfRange(least, most)))
    }
}

/// A text by the rules of addresses; what is not UTF-8 in it is replaced.
fn strictly(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

struct Decoded {
    text: String,
    /// It has what a program encoded, and what is not UTF-8.
    is_broken: bool,
}

/// A value as it was meant. A `%` that begins no encoding of a character that can be meant stands for itself.
fn decoded(value: &str, is_meant: impl Fn(char) -> bool) -> Decoded {
    let (mut text, mut is_broken) = (String::with_capacity(value.len()), false);
    let spaced = value.replace('+', " ");
    let mut rest = spaced.as_str();
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        rest = match encoded(after).filter(|(char, _)| is_meant(*char)) {
            Some((char, length)) => {
                text.push(char);
                &after[length..]
            }
            None => {
                text.push('%');
                is_broken |= encoded(after).is_none() && is_byte_beyond_ascii(after);
                after
            }
        };
    }
    text.push_str(rest);
    Decoded { text, is_broken }
}

/// Does a text begin with a byte beyond ASCII, as programs encode it? They write its digits as capitals.
fn is_byte_beyond_ascii(text: &str) -> bool {
    let digits = text.as_bytes().get(..2).unwrap_or_default();
    let is_capital = digits.iter().any(u8::is_ascii_uppercase) && digits.iter().all(u8::is_ascii_hexdigit);
    is_capital && matches!(digits, [b'8'..=b'9' | b'A'..=b'F', _])
}

/// The character whose encoding a text begins with, behind the first `%`, and how long that is. No client encodes letters and
/// digits, and what looks like a control character before a digit is the beginning of a number.
fn encoded(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut place = 0;
    for count in 0..bytes.len() {
        if count > 0 {
            place = text.as_bytes().get(place).filter(|byte| **byte == b'%').map(|_| place + 1)?;
        }
        let digits = text.get(place..place + 2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        bytes[count] = u8::from_str_radix(digits, 16).ok()?;
        place += 2;
        if let Ok(char) = std::str::from_utf8(&bytes[..=count]).map(str::chars).map(|mut chars| chars.next()) {
            let char = char?;
            let begins_number = char.is_control() && text[place..].starts_with(|char: char| char.is_ascii_digit());
            return (!char.is_ascii_alphanumeric() && !begins_number).then_some((char, place));
        }
    }
    None
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
            ("%0000003", "%0000003"),
            ("%1234", "%1234"),
            ("7%99", "7%99"),
            ("%D0%90+%E2%80%91", "А \u{2011}"),
            ("%00", "\0"),
        ] {
            assert_eq!(decoded(sent, |_| true).text, meant, "{sent}");
        }
    }

    #[test]
    fn in_a_pattern_only_what_it_may_consist_of_is_decoded() {
        let is_of_phone = |char: char| char.is_ascii_digit() || " +()%".contains(char);
        for (sent, meant) in [
            ("%2234", "%2234"),
            ("%4012345", "%4012345"),
            ("%6034", "%6034"),
            ("77%8134", "77%8134"),
            ("%2B7%20701", "+7 701"),
            ("%251234", "%1234"),
        ] {
            let query = Query::read(&format!("phone={sent}")).unwrap();
            assert_eq!(query.pattern("phone", is_of_phone).unwrap().as_deref(), Some(meant), "{sent}");
        }
        for broken in ["7%FF", "7%C0%80", "%ED%A0%80"] {
            let query = Query::read(&format!("phone={broken}")).unwrap();
            assert!(query.pattern("phone", is_of_phone).is_err(), "{broken}");
        }
        assert_eq!(Query::read("email=%25FF").unwrap().pattern("email", |_| true).unwrap().as_deref(), Some("%FF"));
        assert_eq!(Query::read("email=%adam").unwrap().pattern("email", |_| true).unwrap().as_deref(), Some("%adam"));
    }

    #[test]
    fn parameters_are_read_and_refused() {
        let query = Query::read("l%69mit=%35&offset=&phone=%25&dry_run=%74%72ue").unwrap();
        assert_eq!(query.number("limit", 1, 10).unwrap(), Some(5));
        assert_eq!(query.number("offset", 0, 10).unwrap(), None);
        assert_eq!(query.text("phone"), Some("%"));
        assert_eq!(query.flag("dry_run").unwrap(), Some(true));
        assert!(Query::read("limit=5&%6Cimit=6").is_err());
        assert!(Query::read("limit=5&limit=6").is_err());
        for wrong in
            ["limit=0", "limit=11", "limit=x", "limit=1.5", "limit=99999999999999999999", "limit=%2B5", "limit=-"]
        {
            assert!(Query::read(wrong).unwrap().number("limit", 1, 10).is_err(), "{wrong}");
        }
    }
}
