//! The words that people type in place of pressing a button or giving a command, in all languages.

use std::{collections::BTreeMap, sync::LazyLock};

use super::messages;
use crate::domain::{Language, fold_words};

messages! {
    /// As the button that confirms a preview. These are lists of forms, with commas between.
    plain yes() = "typed-yes";
    /// As the button that cancels a preview.
    plain no() = "typed-no";
    /// Ends the conversation.
    plain cancel() = "typed-cancel";
    /// The list of goods is complete.
    plain done() = "typed-done";
    /// Before a sale.
    plain sale() = "typed-sale";

    /// Opens the balance.
    plain balance() = "typed-balance";
    /// Opens the card.
    plain card() = "typed-card";
    /// Opens the history of points.
    plain history() = "typed-history";
    /// Opens one's own invoices.
    plain invoices() = "typed-invoices";
    /// Opens one's own bills of services.
    plain bills() = "typed-bills";
    /// Opens one's own parcels.
    plain parcels() = "typed-parcels";
    /// Opens the invitation.
    plain invite() = "typed-invite";
    /// Opens the shop's address and phone.
    plain shop() = "typed-shop";
    /// Opens the profile.
    plain profile() = "typed-profile";
    /// Opens the settings.
    plain settings() = "typed-settings";
    /// Opens the help.
    plain help() = "typed-help";
    /// Shows the keyboard.
    plain menu() = "typed-menu";

    /// Before the name of a new customer.
    plain name() = "typed-name";
    /// Before the phone number of a new customer.
    plain phone() = "typed-phone";
}

/// What a typed word or phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// As the button that confirms a preview.
    Yes,
    /// As the button that cancels a preview.
    No,
    /// Ends the conversation.
    Cancel,
    /// The list of goods is complete.
    Done,
    /// Before a sale.
    Sale,
    /// Opens the balance.
    Balance,
    /// Opens the card.
    Card,
    /// Opens the history of points.
    History,
    /// Opens one's own invoices.
    Invoices,
    /// Opens one's own bills of services.
    Bills,
    /// Opens one's own parcels.
    Parcels,
    /// Opens the invitation.
    Invite,
    /// Opens the shop's address and phone.
    Shop,
    /// Opens the profile.
    Profile,
    /// Opens the settings.
    Settings,
    /// Opens the help.
    Help,
    /// Shows the keyboard.
    Menu,
    /// Before the name of a new customer.
    Name,
    /// Before the phone number of a new customer.
    Phone,
}

/// A list of words in a language.
type Words = fn(Language) -> String;

/// The words of each meaning.
const MEANINGS: [(Typed, Words); 19] = [
    (Typed::Yes, yes),
    (Typed::No, no),
    (Typed::Cancel, cancel),
    (Typed::Done, done),
    (Typed::Sale, sale),
    (Typed::Balance, balance),
    (Typed::Card, card),
    (Typed::History, history),
    (Typed::Invoices, invoices),
    (Typed::Bills, bills),
    (Typed::Parcels, parcels),
    (Typed::Invite, invite),
    (Typed::Shop, shop),
    (Typed::Profile, profile),
    (Typed::Settings, settings),
    (Typed::Help, help),
    (Typed::Menu, menu),
    (Typed::Name, name),
    (Typed::Phone, phone),
];

/// The longest word or phrase, in bytes as it is typed.
const LONGEST: usize = 80;

static WORDS: LazyLock<BTreeMap<String, Vec<Typed>>> = LazyLock::new(|| {
    let mut words: BTreeMap<String, Vec<Typed>> = BTreeMap::new();
    for (meaning, list) in MEANINGS {
        for word in Language::ALL.iter().flat_map(|language| folded(&list(*language))) {
            let meanings = words.entry(word).or_default();
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
    }
    words
});

impl Typed {
    /// Does a whole text, in any language and any case, stand for this?
    pub fn is(self, text: &str) -> bool {
        text.len() <= LONGEST && WORDS.get(&fold_words(text)).is_some_and(|meanings| meanings.contains(&self))
    }

    /// The meaning of a whole text among these; `None` where it has none of them.
    pub fn among(text: &str, of: &[Self]) -> Option<Self> {
        of.iter().copied().find(|meaning| meaning.is(text))
    }

    /// What follows such a word at the beginning of a text, with the line break before it where there is one.
    pub fn behind(self, text: &str) -> Option<&str> {
        let text = text.trim_start();
        let is_end = |c: char| c.is_whitespace() || matches!(c, ':' | ',' | '-' | '–' | '—');
        let ends = text.char_indices().filter(|(at, c)| *at <= LONGEST && is_end(*c)).map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([text.len()]).collect();
        let end = ends.into_iter().rev().find(|end| self.is(&text[..*end]) && !text[..*end].contains('\n'))?;
        Some(text[end..].trim_start_matches(|c: char| c != '\n' && is_end(c)))
    }
}

fn folded(list: &str) -> Vec<String> {
    list.split(',').map(fold_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_however_it_is_typed() {
        for (text, meaning) in [
            ("да", Typed::Yes),
            (" Да! ", Typed::Yes),
            ("OK", Typed::Yes),
            ("+", Typed::Yes),
            ("👍", Typed::Yes),
            ("to'g'ri", Typed::Yes),
            ("Yoʻq", Typed::No),
            ("-", Typed::No),
            ("Отмена", Typed::Cancel),
            ("ВСЁ", Typed::Done),
            ("все.", Typed::Done),
            ("bo'ldi", Typed::Done),
            ("сколько у меня баллов?", Typed::Balance),
            ("Көмек", Typed::Help),
        ] {
            assert!(meaning.is(text), "{text:?}");
        }
        for text in ["", "дама", "10001", "не", "да нет"] {
            assert!(!MEANINGS.iter().any(|(meaning, _)| meaning.is(text)), "{text:?}");
        }
        assert_eq!(Typed::among("карта", &[Typed::Balance, Typed::Card]), Some(Typed::Card));
        assert_eq!(Typed::among("карта", &[Typed::Balance]), None);
    }

    #[test]
    fn what_follows_a_word_is_told_apart() {
        for (text, rest) in [
            ("продажа 10001 5000", Some("10001 5000")),
            ("Продажа: Чай 350", Some("Чай 350")),
            ("продажа\n10001\nЧай 350", Some("\n10001\nЧай 350")),
            ("Новая продажа", Some("")),
            ("yuk xati 10001", Some("10001")),
            ("sale -5", Some("5")),
            ("продажа", Some("")),
            ("распродажа 5", None),
            ("10001 продажа", None),
            ("", None),
        ] {
            assert_eq!(Typed::Sale.behind(text), rest, "{text:?}");
        }
    }

    /// Two of these are never waited for at the same time: "всё" ends a list of goods, and takes all points.
    #[test]
    fn a_word_opens_one_screen() {
        let screens = &MEANINGS[5..17];
        for (word, meanings) in WORDS.iter() {
            let opens = screens.iter().filter(|(screen, _)| meanings.contains(screen)).count();
            assert!(opens < 2, "{word:?}: {meanings:?}");
            let ends = [Typed::Yes, Typed::No, Typed::Cancel].iter().filter(|end| meanings.contains(end)).count();
            assert!(ends < 2, "{word:?}: {meanings:?}");
        }
        assert!(!WORDS.contains_key(""), "an empty word");
    }
}
