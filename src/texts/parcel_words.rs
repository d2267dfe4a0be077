//! The words that staff type for the statuses of parcels, and that name the columns of their files, in all languages.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{messages, parcel};
use crate::domain::{Language, ParcelStatus, fold_words};

messages! {
    /// The goods are expected. These are lists of forms, with commas between; the words on the screens are known besides.
    plain pending() = "parcel-words-pending";
    /// They are on their way.
    plain in_transit() = "parcel-words-in-transit";
    /// They are with the shop.
    plain delivered() = "parcel-words-delivered";
    /// The customer has them.
    plain issued() = "parcel-words-issued";
    /// They will not come.
    plain cancelled() = "parcel-words-cancelled";
    /// The column with the numbers.
    plain column_number() = "parcel-words-column-number";
    /// The column with the statuses.
    plain column_status() = "parcel-words-column-status";
    /// Behind a weight.
    plain kilogram() = "parcel-words-kilogram";
    /// Behind a weight that is small.
    plain gram() = "parcel-words-gram";
    /// Behind a number of pieces.
    plain piece() = "parcel-words-piece";
}

/// The longest word or phrase, in bytes as it is typed.
const LONGEST: usize = 80;

/// A list of words in a language.
type Words = fn(Language) -> String;

const STATUSES: [(ParcelStatus, Words); 5] = [
    (ParcelStatus::Pending, pending),
    (ParcelStatus::InTransit, in_transit),
    (ParcelStatus::Delivered, delivered),
    (ParcelStatus::Issued, issued),
    (ParcelStatus::Cancelled, cancelled),
];

static WORDS: LazyLock<BTreeMap<String, ParcelStatus>> = LazyLock::new(|| {
    let of_status = |(status, words): (ParcelStatus, Words)| {
        let typed = Language::ALL.iter().flat_map(move |language| folded(&words(*language)));
        let shown = Language::ALL.iter().map(move |language| fold_words(&parcel::status(*language, status)));
        typed.chain(shown).chain([fold_words(status.as_str())]).map(move |word| (word, status))
    };
    STATUSES.into_iter().flat_map(of_status).collect()
});
static COLUMNS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| [of_all(column_number), of_all(column_status)]);
static KILOGRAMS: LazyLock<Vec<String>> = LazyLock::new(|| of_all(kilogram));
static GRAMS: LazyLock<Vec<String>> = LazyLock::new(|| of_all(gram));
static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| of_all(piece));

/// The status that a whole text stands for: a word of the published API, or of the screens in any language, in any case.
pub fn status(text: &str) -> Option<ParcelStatus> {
    if text.len() > LONGEST { None } else { WORDS.get(&fold_words(text)).copied() }
}

/// Does a text name the column with the numbers?
pub fn names_number(text: &str) -> bool {
    text.len() <= LONGEST && COLUMNS[0].contains(&fold_words(text))
}

/// Does a text name the column with the statuses?
pub fn names_status(text: &str) -> bool {
    text.len() <= LONGEST && COLUMNS[1].contains(&fold_words(text))
}

/// Is a text the unit of a weight in kilograms?
pub fn is_kilogram(text: &str) -> bool {
    text.len() <= LONGEST && KILOGRAMS.contains(&fold_words(text))
}

/// Is a text the unit of a weight in grams?
pub fn is_gram(text: &str) -> bool {
    text.len() <= LONGEST && GRAMS.contains(&fold_words(text))
}

/// Does a text stand behind a number of pieces?
pub fn is_piece(text: &str) -> bool {
    text.len() <= LONGEST && PIECES.contains(&fold_words(text))
}

fn of_all(words: Words) -> Vec<String> {
    Language::ALL.iter().flat_map(|language| folded(&words(*language))).collect()
}

fn folded(list: &str) -> Vec<String> {
    list.split(',').map(fold_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_by_its_words_in_every_language() {
        for status in ParcelStatus::ALL {
            assert_eq!(super::status(status.as_str()), Some(*status));
            assert_eq!(super::status(&status.as_str().to_uppercase().replace('_', " ")), Some(*status));
            for language in Language::ALL {
                assert_eq!(super::status(&format!(" {} ", parcel::status(*language, *status))), Some(*status));
            }
        }
        for (text, expected) in [
            ("Прибыл", ParcelStatus::Delivered),
            ("доставлено", ParcelStatus::Delivered),
            ("ОТМЕНЁН", ParcelStatus::Cancelled),
            ("canceled", ParcelStatus::Cancelled),
            ("in-transit", ParcelStatus::InTransit),
            ("yo'lda", ParcelStatus::InTransit),
        ] {
            assert_eq!(super::status(text), Some(expected), "{text}");
        }
        for text in ["", "потеряна", "RB1", "delivered A1"] {
            assert_eq!(super::status(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_has_one_meaning() {
        let mut meanings: BTreeMap<String, ParcelStatus> = BTreeMap::new();
        for (status, words) in STATUSES {
            for word in of_all(words)
                .into_iter()
                .chain(Language::ALL.iter().map(|language| fold_words(&parcel::status(*language, status))))
            {
                assert!(!word.is_empty());
                assert_eq!(*meanings.entry(word.clone()).or_insert(status), status, "{word}");
            }
        }
        for [one, other] in
            [["номер", "статус"], ["tracking_number", "Status"], ["нөмірі", "күйі"], ["raqami", "holati"]]
        {
            assert!(names_number(one) && !names_status(one), "{one}");
            assert!(names_status(other) && !names_number(other), "{other}");
        }
        assert!(is_kilogram("КГ") && is_kilogram("kg") && !is_kilogram("г"));
    }
}
