//! Conventions of this code base that the compiler does not check.

use std::{fs, path::Path};

use proc_macro2::{Delimiter, TokenTree};

use crate::sources::{self, Source};

/// A file holds one feature; a longer one holds two.
const LINES_AT_MOST: usize = 500;

/// Words without a meaning in names of files and modules.
const EMPTY_WORDS: &[&str] = &["util", "utils", "helper", "helpers", "manager", "managers", "data", "info", "misc"];

/// The languages Kopilka speaks.
const LANGUAGES: &[&str] = &["ru", "en", "kk", "ky", "uz"];

#[test]
fn files_have_at_most_500_lines() {
    let long = violations("src", |source| {
        let lines = source.text.lines().count();
        (lines > LINES_AT_MOST).then(|| format!("{lines} lines")).into_iter().collect()
    });
    assert!(long.is_empty(), "more than {LINES_AT_MOST} lines:\n{}", long.join("\n"));
}

#[test]
fn names_of_files_and_modules_have_no_empty_words() {
    let mut empty = violations("src", empty_names);
    empty.extend(violations("tests", empty_names));
    assert!(empty.is_empty(), "names that say nothing:\n{}", empty.join("\n"));
}

#[test]
fn empty_words_in_names_are_found() {
    for (path, text, expected) in [
        ("src/bot/reply.rs", "mod tests { use super::*; } let data = info(); // mod utils", ""),
        ("src/bot/utils.rs", "", "utils"),
        ("src/bot/date_helpers.rs", "", "helpers"),
        ("src/data/mod.rs", "", "data"),
        ("src/bot/reply.rs", "mod inner { pub(crate) mod shop_info {} }", "info"),
    ] {
        let found = empty_names(&Source { path: path.to_owned(), text: text.to_owned() });
        assert_eq!(found.join(" "), expected, "in {path}: {text}");
    }
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    let mut allowed = violations("src", allow_attributes);
    allowed.extend(violations("tests", allow_attributes));
    assert!(allowed.is_empty(), "use #[expect(…, reason = \"…\")]:\n{}", allowed.join("\n"));
}

#[test]
fn allow_attributes_are_found() {
    for (text, expected) in [
        ("#[allow(dead_code)] fn f() {}", 1),
        ("#![allow(dead_code)]", 1),
        ("mod m { #[cfg_attr(test, allow(dead_code, unused))] fn f() {} }", 1),
        ("#[expect(dead_code, reason = \"allow(it)\")] fn allow(x: u8) { allow(1) } // #[allow(dead_code)]", 0),
    ] {
        let found = allow_attributes(&Source { path: "src/a.rs".to_owned(), text: text.to_owned() });
        assert_eq!(found.len(), expected, "in {text}");
    }
}

/// What is in the files themselves is compared where texts are tested; here, that no language lacks one.
#[test]
fn every_language_has_the_same_files() {
    let locales = sources::top().join("locales");
    let files_of = |language: &str| -> Vec<String> {
        let directory = locales.join(language);
        let entries = fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("a directory can be read to its end").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let expected = files_of(LANGUAGES[0]);
    assert!(expected.iter().any(|name| name.ends_with(".ftl")), "no Fluent file in locales/{}", LANGUAGES[0]);
    for language in LANGUAGES {
        assert_eq!(files_of(language), expected, "locales/{language} beside locales/{}", LANGUAGES[0]);
    }
}

fn violations(directory: &str, find: impl Fn(&Source) -> Vec<String>) -> Vec<String> {
    let sources = sources::below(directory);
    sources.iter().flat_map(|source| find(source).into_iter().map(|what| format!("{}: {what}", source.path))).collect()
}

/// The words of [`EMPTY_WORDS`] in the file's path and in the names of the modules inside it.
fn empty_names(source: &Source) -> Vec<String> {
    let mut names: Vec<String> = source.path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    for pair in sources::flat(source.tokens()).windows(2) {
        if let [TokenTree::Ident(keyword), TokenTree::Ident(name)] = pair
            && keyword == "mod"
        {
            names.push(name.to_string());
        }
    }
    let words = names.iter().flat_map(|name| name.split(['_', '-']));
    words.filter(|word| EMPTY_WORDS.contains(word)).map(str::to_owned).collect()
}

/// The lines with `allow(…)` inside an attribute, outer, inner or conditional.
fn allow_attributes(source: &Source) -> Vec<String> {
    let tokens = sources::flat(source.tokens());
    let mut found = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        let TokenTree::Group(attribute) = token else { continue };
        let is_punct = |back: usize, mark: char| {
            let before = place.checked_sub(back).map(|before| &tokens[before]);
            matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
        };
        if attribute.delimiter() != Delimiter::Bracket || !(is_punct(1, '#') || is_punct(1, '!') && is_punct(2, '#')) {
            continue;
        }
        for pair in sources::flat(attribute.stream()).windows(2) {
            if let [TokenTree::Ident(word), TokenTree::Group(_)] = pair
                && word == "allow"
            {
                found.push(format!("line {}: #[allow(…)]", word.span().start().line));
            }
        }
    }
    found
}

/// The commands that show what is the reader's own.
const OWN: [&str; 9] = ["balance", "card", "history", "invoices", "bills", "parcels", "promo", "invite", "profile"];
/// The commands that not everyone may give.
const OF_STAFF: [&str; 11] =
    ["find", "new", "invoice", "bonus", "debt", "refund", "staff", "admin", "token", "keys", "parcels"];
/// The other ones.
const OF_ALL: [&str; 6] = ["start", "menu", "shop", "settings", "help", "cancel"];

/// The commands in a text, as Telegram makes links of them.
fn commands_in(text: &str) -> Vec<&str> {
    let begins = |at: &usize| {
        text[..*at].chars().next_back().is_none_or(|before| before.is_whitespace() || "(>“\"".contains(before))
    };
    let slashes = text.match_indices('/').map(|(at, _)| at).filter(begins);
    let word = |at: usize| text[at + 1..].split(|next: char| !next.is_ascii_lowercase()).next().unwrap_or_default();
    slashes.map(word).filter(|word| !word.is_empty()).collect()
}

/// A tap on a command in a text opens the reader's own screen, or nothing at all where their role does not have it. So texts about
/// another person name no command for one's own things, and texts for everyone none of staff.
#[test]
fn a_command_in_a_text_opens_what_the_text_says() {
    let mut found = Vec::new();
    for language in LANGUAGES {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
        for file in fs::read_dir(directory).unwrap() {
            let path = file.unwrap().path();
            let screen = path.file_stem().unwrap().to_string_lossy().into_owned();
            // Only staff get a token with a code, and a back office is theirs.
            let is_of_staff = screen.starts_with("staff_") || ["api", "drf"].contains(&screen.as_str());
            for line in fs::read_to_string(&path).unwrap().lines() {
                for command in commands_in(line) {
                    let is_right = match screen.as_str() {
                        "menu" => [&OWN[..], &OF_STAFF, &OF_ALL].concat().contains(&command),
                        "consent" | "refusal" | "common" => OF_ALL.contains(&command),
                        _ if is_of_staff => OF_STAFF.contains(&command) || OF_ALL.contains(&command),
                        _ => OWN.contains(&command) || OF_ALL.contains(&command),
                    };
                    if !is_right {
                        found.push(format!("{language}/{screen}: /{command} in {line}"));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(commands_in("A </b> и/или 1/2: /card (see /find), /help"), ["card", "find", "help"]);
}
