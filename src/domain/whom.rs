//! Whom a text means that answers the question for a customer: typed by staff, scanned, shared, or copied from one of the bot's
//! messages.

use super::{
    CardCode, Code, Phone, PhoneCountries, PromoCode, SaleWords, WordClass, fold_name, phone_label::number_in_link,
};

/// The fewest last digits of a phone number that find it.
const FEWEST_LAST_DIGITS: usize = 4;
/// The most, fewer than a number has.
const MOST_LAST_DIGITS: usize = 10;
/// Telegram's addresses of a person or a bot.
const LINKS: &[&str] = &["t.me/", "telegram.me/", "tg://"];

/// Whom a text may mean. The first of these that finds a customer decides, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whom {
    /// By code or promo code; of a text that names several, each.
    pub codes: Vec<Code>,
    /// By phone number; more than one where the text can be read so.
    pub phones: Vec<Phone>,
    /// By a username, whole, without the `@`, folded.
    pub username: Option<String>,
    /// By a name or its beginning, folded; not empty.
    pub name: Option<String>,
    /// By the last digits of a phone number.
    pub last_digits: Option<String>,
    /// By the six digits of the card, which are asked for where nothing above is found by its whole.
    pub card_code: Option<CardCode>,
    /// Beside the code or the number there are other words, such as the name.
    pub has_other_words: bool,
}

impl Whom {
    /// Reads a text; `words` has those that people write before a code.
    pub fn read(text: &str, phones: &PhoneCountries, words: &SaleWords) -> Self {
        let text = text.trim();
        if let Some(linked) = Self::in_link(text) {
            return linked;
        }
        if number_in_link(text).is_some() {
            return Self { phones: phones.labelled(text), ..Self::default() };
        }
        if let Some(username) = text.strip_prefix('@') {
            return Self::by_username(username);
        }
        let words = words_beside_code(text, words);
        let codes: Vec<Code> = words.iter().filter_map(|word| code(word)).collect();
        let has_digits =
            |word: &&&str| code(word).is_none() && word.chars().any(|character| character.is_ascii_digit());
        // "701 234 56 79" is no code with other numbers beside it.
        let codes = if codes.len() == 1 && words.iter().find(has_digits).is_none() { codes } else { Vec::new() };
        let core = match words.as_slice() {
            [word] if !codes.is_empty() => word,
            _ => text,
        };
        let name = Some(fold_name(text)).filter(|name| !name.is_empty());
        Self {
            has_other_words: words.len() > 1 && !codes.is_empty(),
            username: name.clone().filter(|name| !name.contains(' ')),
            name,
            phones: phones.labelled(core),
            last_digits: last_digits(core),
            card_code: core.parse().ok(),
            codes,
        }
    }

    /// Can the text be nothing but a customer: a code, a phone number, an `@username`, a promo code, a link?
    pub fn is_by_form(&self) -> bool {
        let is_username_or_link = self.name.is_none() && (self.username.is_some() || self.card_code.is_some());
        is_username_or_link || !self.phones.is_empty() || (!self.codes.is_empty() && !self.has_other_words)
    }

    fn by_username(username: &str) -> Self {
        let username = fold_name(username.trim_end_matches([',', '.', ';', ':']));
        let is_username = !username.is_empty() && !username.contains(' ');
        Self { username: is_username.then_some(username), ..Self::default() }
    }

    /// Is the text a link into Telegram, to a person or to a bot?
    pub fn is_link(text: &str) -> bool {
        !text.contains(char::is_whitespace) && Self::linked_path(text).is_some()
    }

    /// What follows the address of Telegram in a link, in lower case.
    fn linked_path(text: &str) -> Option<String> {
        let lower = text.to_ascii_lowercase();
        let lower = lower.trim_start_matches("https://").trim_start_matches("http://");
        LINKS.iter().find_map(|link| lower.strip_prefix(link)).map(str::to_owned)
    }

    /// A shared link or promo code, alone or within other words; a link to a person's own page.
    fn in_link(text: &str) -> Option<Self> {
        let words = text.split(|character: char| !character.is_alphanumeric());
        let mut codes: Vec<Code> = Vec::new();
        for promo in words.filter_map(|word| word.parse::<PromoCode>().ok()) {
            if !codes.contains(promo.code()) {
                codes.push(promo.code().clone());
            }
        }
        if !codes.is_empty() {
            return Some(Self { codes, ..Self::default() });
        }
        if text.contains(char::is_whitespace) {
            return None;
        }
        // The QR code of a card, and any other link to the bot.
        if let Some((_, payload)) = text.split_once("start=") {
            let payload = payload.split(['&', '#']).next().unwrap_or_default();
            let digits = payload.rsplit(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
            let codes = digits.parse().into_iter().collect();
            return Some(Self { card_code: digits.parse().ok(), codes, ..Self::default() });
        }
        let path = Self::linked_path(text)?;
        let page = path.strip_prefix("resolve?domain=").unwrap_or(&path);
        Some(Self::by_username(page.split(['?', '/', '#', '&']).next().unwrap_or_default()))
    }
}

/// The words of a text, without the signs between them and the words that people write before a code, also without a space.
fn words_beside_code<'a>(text: &'a str, words: &SaleWords) -> Vec<&'a str> {
    let is_mark = |character: char| {
        character.is_whitespace()
            || matches!(
                character,
                '#' | '№'
                    | ','
                    | ';'
                    | ':'
                    | '.'
                    | '·'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '—'
                    | '–'
                    | '='
                    | '|'
                    | '/'
                    | '"'
                    | '«'
                    | '»'
            )
    };
    let without_code_word = |word: &'a str| {
        let end = word.find(|character: char| !character.is_alphabetic()).unwrap_or(word.len());
        if words.is(WordClass::Code, &word[..end]) { &word[end..] } else { word }
    };
    text.split(is_mark).map(without_code_word).filter(|word| !word.is_empty()).collect()
}

fn code(word: &str) -> Option<Code> {
    word.parse().ok()
}

fn last_digits(text: &str) -> Option<String> {
    let is_between = |character: char| matches!(character, ' ' | '-' | '\u{a0}' | '.' | '…' | '*');
    let digits: String = text.chars().filter(|character| !is_between(*character)).collect();
    let is_end = (FEWEST_LAST_DIGITS..=MOST_LAST_DIGITS).contains(&digits.len());
    (is_end && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Whom {
        let words = ["код", "code", "kod", "id", "n", "клиент"].map(|word| (WordClass::Code, word.to_owned()));
        Whom::read(text, &PhoneCountries::default(), &SaleWords::new(words))
    }

    fn codes(text: &str) -> String {
        read(text).codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_code_is_read_however_it_is_shared() {
        for text in [
            "10001",
            " 10001 ",
            "#10001",
            "# 10001",
            "№10001",
            "№ 10001",
            "10001,",
            "10001.",
            "10001;",
            "код 10001",
            "Код: 10001",
            "КОД №10001",
            "code 10001",
            "kod: 10001",
            "id 10001",
            "N10001",
            "n 10001",
            "код10001",
            "ID10001",
            "клиент №10001",
            "(10001)",
            "ПРОМО10001",
            "промо10001",
            "/start ПРОМО10001",
            "/start PROMO10001",
            "PROMO10001",
            "promo10001",
            "#PROMO10001",
            "PROMO10001,",
            "t.me/kopilka_bot?start=PROMO10001",
            "https://t.me/kopilka_bot?start=PROMO10001",
            "http://telegram.me/kopilka_bot?start=promo10001",
            "tg://resolve?domain=kopilka_bot&start=PROMO10001",
            "t.me/kopilka_bot?start=10001",
            "https://t.me/kopilka_bot?start=10001&x=2",
            "Чай: https://t.me/kopilka_bot?start=PROMO10001 !",
            "«promo10001» от Айгүл",
        ] {
            assert_eq!(codes(text), "10001", "{text:?}");
            assert!(read(text).is_by_form(), "{text:?}");
        }
        for text in ["Анна 10001", "Анна, 10001", "Анна · 10001", "10001, Анна", "10001 Анна Ли", "Анна (10001)"]
        {
            assert_eq!((codes(text).as_str(), read(text).is_by_form()), ("10001", false), "{text:?}");
        }
        assert_eq!(codes("PROMO10001 PROMO10002"), "10001 10002");
        for text in [
            "",
            "1234",
            "10001 10002",
            "Анна",
            "10001а",
            "К10001",
            "n1000",
            "код",
            "@10001",
            "10001 x 2",
            "701 234 56 79",
            "iPhone 15 10001",
        ] {
            assert_eq!(codes(text), "", "{text:?}");
        }
    }

    #[test]
    fn a_username_is_no_name() {
        for (text, username) in [
            ("@anna", Some("anna")),
            ("@Anna_Li,", Some("anna_li")),
            ("https://t.me/Anna_Li", Some("anna_li")),
            ("t.me/anna?text=1", Some("anna")),
            ("@", None),
            ("@анна ли", None),
        ] {
            let whom = read(text);
            assert_eq!((whom.username.as_deref(), whom.name.as_deref()), (username, None), "{text:?}");
            assert_eq!(whom.is_by_form(), username.is_some(), "{text:?}");
        }
        let whom = read("Anna");
        assert_eq!((whom.username.as_deref(), whom.name.as_deref()), (Some("anna"), Some("anna")));
        assert!(!whom.is_by_form());
    }

    #[test]
    fn digits_are_what_they_can_be() {
        for (text, phones, last_digits, card_code) in [
            ("4433", "", Some("4433"), None),
            ("55 44 33", "", Some("554433"), None),
            ("…44-33", "", Some("4433"), None),
            ("554433", "", Some("554433"), Some("554433")),
            ("554 433", "", Some("554433"), Some("554433")),
            ("https://t.me/kopilka_bot?start=554433", "", None, Some("554433")),
            ("https://t.me/kopilka_bot?start=door", "", None, None),
            ("код 554433", "", Some("554433"), Some("554433")),
            ("7015554433", "+77015554433", Some("7015554433"), None),
            ("+7 701 555 44 33", "+77015554433", None, None),
            ("433", "", None, None),
            ("Анна", "", None, None),
            ("тел. 8 701 555 44 33", "+77015554433", None, None),
            ("tel:+77015554433", "+77015554433", None, None),
            ("wa.me/77015554433", "+77015554433", None, None),
            ("https://wa.me/77015554433?text=hi", "+77015554433", None, None),
        ] {
            let whom = read(text);
            let found = whom.phones.iter().map(Phone::as_str).collect::<Vec<_>>().join(" ");
            assert_eq!((found.as_str(), whom.last_digits.as_deref()), (phones, last_digits), "{text:?}");
            assert_eq!(whom.card_code.as_ref().map(CardCode::as_str), card_code, "{text:?}");
        }
        assert_eq!([read(""), read(" \u{3164} ")], [Whom::default(), Whom::default()]);
    }
}
