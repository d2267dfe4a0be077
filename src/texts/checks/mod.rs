//! Tests that every language has the same messages, arguments, plural forms and tags, and that every text is within
//! Telegram's limits.

mod markup;
mod reading;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use fluent_bundle::FluentArgs;
use reading::Texts;

use super::{
    Html, Points,
    bundle::{self, DECLARED},
    message::{ArgumentKind, Call, Declared},
};
use crate::domain::{Language, Money, fold};

/// Every message that a screen declares.
fn declared() -> impl Iterator<Item = &'static Declared> {
    DECLARED.iter().flat_map(|(_, messages)| messages.iter())
}

/// Panics with all faults, not only the first one.
fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Every fault that `find` has with a message in a language.
fn assert_sound(find: impl Fn(&Declared, Language, &Texts) -> Vec<String>) {
    let mut faults = Vec::new();
    for &language in Language::ALL {
        let texts = Texts::of(language);
        for message in declared().filter(|message| texts.contains(message.id)) {
            let found = find(message, language, &texts);
            faults.extend(found.iter().map(|fault| format!("{language}, {}: {fault}", message.id)));
        }
    }
    assert_none(faults);
}

#[test]
fn every_file_is_a_screen() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/ru");
    let files: BTreeSet<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().trim_end_matches(".ftl").to_owned())
        .collect();
    let screens: BTreeSet<String> = DECLARED.iter().map(|(screen, _)| (*screen).to_owned()).collect();
    assert_eq!(files, screens);
}

#[test]
fn every_message_has_a_function_and_every_function_a_message() {
    let mut faults = Vec::new();
    for &language in Language::ALL {
        for ((screen, text), (_, messages)) in bundle::files(language).iter().zip(DECLARED) {
            let written: Vec<String> = reading::ids(text);
            let declared: Vec<String> = messages.iter().map(|message| message.id.to_owned()).collect();
            let missing = declared.iter().filter(|id| !written.contains(id));
            faults.extend(missing.map(|id| format!("locales/{language}/{screen}.ftl lacks {id}")));
            let unknown = written.iter().filter(|id| !declared.contains(id));
            faults.extend(unknown.map(|id| format!("locales/{language}/{screen}.ftl: no function for {id}")));
        }
    }
    assert_none(faults);
}

#[test]
fn no_id_is_used_twice() {
    let mut seen = BTreeSet::new();
    assert_none(declared().filter(|message| !seen.insert(message.id)).map(|message| message.id.to_owned()).collect());
}

#[test]
fn every_text_uses_exactly_its_arguments() {
    assert_sound(|message, _, texts| {
        let used = texts.variables(message.id);
        let given: BTreeSet<String> = message.arguments.iter().map(|(name, _)| (*name).to_owned()).collect();
        let counts: BTreeSet<String> = message
            .arguments
            .iter()
            .filter(|(_, kind)| *kind == ArgumentKind::Points)
            .map(|(name, _)| format!("{name}-count"))
            .collect();
        let unused = given.difference(&used).map(|name| format!("${name} is not used"));
        let unknown = used.iter().filter(|name| !given.contains(*name) && !counts.contains(*name));
        unused.chain(unknown.map(|name| format!("${name} is not given"))).collect()
    });
}

#[test]
fn every_choice_is_by_number_and_has_the_forms_of_its_language() {
    assert_sound(|message, language, texts| {
        let mut faults = Vec::new();
        for choice in texts.choices(message.id) {
            let Some(variable) = choice.variable else {
                faults.push("chooses by something else than an argument".to_owned());
                continue;
            };
            let kind = message.arguments.iter().find_map(|(name, kind)| match kind {
                ArgumentKind::Number if *name == variable => Some(*kind),
                ArgumentKind::Points if format!("{name}-count") == variable => Some(*kind),
                _ => None,
            });
            // A choice by a text would be an enum that the compiler cannot check: use a message for each variant.
            let Some(kind) = kind else {
                faults.push(format!("chooses by ${variable}, which is not a number"));
                continue;
            };
            let needed: &[&str] = match (language, kind) {
                // Only a number with decimals takes the form `other`.
                (Language::Russian, ArgumentKind::Points) => &["one", "few", "many", "other"],
                (Language::Russian, _) => &["one", "few", "many"],
                _ => &["one", "other"],
            };
            let has: BTreeSet<&str> = choice.forms.iter().map(String::as_str).collect();
            if has != needed.iter().copied().collect() {
                faults.push(format!("${variable} has the forms {has:?} and needs {needed:?}"));
            }
        }
        faults
    });
}

#[test]
fn every_html_text_is_well_formed_and_no_other_has_tags() {
    assert_sound(|message, _, texts| {
        let readings = texts.readings(message.id);
        if message.kind == "html" {
            return readings.iter().filter_map(|reading| markup::tags(reading).err()).collect();
        }
        let mut faults: Vec<String> =
            readings.into_iter().filter(|reading| reading.contains(['<', '>', '&'])).collect();
        faults.extend(
            message
                .arguments
                .iter()
                .filter(|(_, kind)| *kind == ArgumentKind::Html)
                .map(|(name, _)| format!("${name} has tags, and the text is not HTML")),
        );
        faults
    });
}

#[test]
fn every_language_has_the_same_tags_and_commands() {
    let marks = |texts: &Texts, message: &Declared| -> BTreeSet<Vec<String>> {
        let readings = texts.readings(message.id);
        let mut marks: BTreeSet<Vec<String>> = readings.iter().map(|reading| markup::commands(reading)).collect();
        if message.kind == "html" {
            marks.extend(readings.iter().filter_map(|reading| markup::tags(reading).ok()));
        }
        marks
    };
    let russian = Texts::of(Language::Russian);
    assert_sound(|message, _, texts| {
        let (expected, found) = (marks(&russian, message), marks(texts, message));
        if expected == found { vec![] } else { vec![format!("{found:?}, in Russian {expected:?}")] }
    });
}

#[test]
fn every_text_is_within_the_limits_of_telegram() {
    assert_sound(|message, _, texts| {
        let (least, most) = match message.kind {
            "button" => (1, 30),
            "answer" => (1, 200),
            "command" => (3, 256),
            _ => (1, 4096),
        };
        let lengths = texts.readings(message.id).into_iter().map(|reading| reading.chars().count());
        lengths.filter(|length| !(least..=most).contains(length)).map(|length| format!("{length} characters")).collect()
    });
}

#[test]
fn quotes_and_dashes_are_typographic() {
    assert_sound(|message, _, texts| {
        // The words of Django REST framework stay as its clients know them.
        let is_own = !message.id.starts_with("drf-");
        let straight = |reading: &String| is_own && markup::without_tags(reading).contains(['\'', '"', '`', 'ʻ', 'ʼ']);
        texts.readings(message.id).into_iter().filter(straight).collect()
    });
}

/// A key of the menu keyboard is received as its label, in the language in which the keyboard was sent.
#[test]
fn a_label_of_the_menu_has_one_meaning_in_all_languages() {
    let mut meanings: BTreeMap<String, &str> = BTreeMap::new();
    let (_, menu) = DECLARED.iter().find(|(screen, _)| *screen == "menu").unwrap();
    for &language in Language::ALL {
        let texts = Texts::of(language);
        for message in menu.iter().filter(|message| message.kind == "button") {
            for label in texts.readings(message.id) {
                let meaning = *meanings.entry(label.clone()).or_insert(message.id);
                assert_eq!(meaning, message.id, "{label:?} in {language}");
            }
        }
    }
}

#[test]
fn every_text_can_be_rendered() {
    assert_sound(|message, language, _| {
        let mut faults = Vec::new();
        for minor in [0, 1_00, 2_00, 5_00, 1_50] {
            let mut call = Call::html(language, message.id);
            for (name, kind) in message.arguments {
                call = match kind {
                    ArgumentKind::Text => call.with(name, "<"),
                    ArgumentKind::Html => call.with(name, &Html::escaped("<")),
                    ArgumentKind::Number => call.with(name, minor / 100),
                    ArgumentKind::Points => call.with(name, Points(Money::from_minor(minor))),
                };
            }
            if bundle::attempt(language, message.id, call.arguments()).is_none_or(|text| text.is_empty()) {
                faults.push(format!("with {minor}"));
            }
        }
        faults
    });
    assert_eq!(bundle::attempt(Language::Russian, "no-such-message", &FluentArgs::new()), None);
}

/// Words that the parser of an invoice compares with what staff typed, folded.
#[test]
fn a_keyword_is_one_folded_word_with_one_meaning_in_all_languages() {
    let mut meanings: BTreeMap<String, &str> = BTreeMap::new();
    for &language in Language::ALL {
        let texts = Texts::of(language);
        for message in declared().filter(|message| message.id.starts_with("keyword-")) {
            for word in texts.readings(message.id) {
                assert!(!word.is_empty() && word.chars().all(char::is_alphabetic), "{word:?} in {language}");
                assert_eq!(word, fold(&word), "{language}");
                let meaning = *meanings.entry(word.clone()).or_insert(message.id);
                assert_eq!(meaning, message.id, "{word:?} in {language}");
            }
        }
    }
    assert!(meanings.len() >= 4, "{meanings:?}");
}
