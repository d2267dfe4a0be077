//! What is wrong with values of requests.

use crate::{domain::Language, texts::api as texts};

/// What a JSON value is that is no object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonKind {
    /// Nothing.
    Null,
    /// True or false.
    Bool,
    /// A whole number.
    Whole,
    /// Another number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object, where none can be.
    Object,
}

/// A value of a request that is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldFault {
    /// The part of the request.
    pub(super) part: Part,
    /// Where it is in that: `phone`, `balance[0].amount`.
    pub(super) field: String,
    /// What is wrong with it.
    pub(super) problem: Problem,
    /// The value, where its text repeats it.
    pub(super) value: String,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The body.
    Body,
    /// The query.
    Query,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is required.
    Missing,
    /// It cannot be read.
    Wrong,
    /// It is there twice.
    Repeated,
    /// An amount with a third decimal place.
    TooPrecise,
    /// A quantity with a fourth decimal place.
    QuantityTooPrecise,
    /// An amount that is too large.
    TooLarge,
    /// An amount of zero or below.
    NotPositive,
    /// A whole number out of its range.
    OutOfRange(i64, i64),
    /// A text of more characters than this.
    TooLong(usize),
    /// A list with fewer or more entries than it may have.
    Count(i64, i64),
    /// Nothing is asked for.
    Nothing,
    /// Of these fields one must be there, and no second one.
    NotOne,
    /// A phone number without a digit.
    NoDigits,
    /// A long number whose digits a spreadsheet rounded away.
    Rounded,
    /// It is no text.
    NotText,
    /// It is no number.
    NotNumber,
    /// It is no whole number.
    NotWhole,
    /// It is neither true nor false.
    NotBool,
    /// It is none of these words.
    NoneOf(&'static str),
    /// A number below this one.
    Below(i64),
    /// A number above this one.
    Above(i64),
    /// It is null, which it may not be.
    Null,
    /// It is a text of white space alone, or of nothing.
    Blank,
    /// It is no e-mail address.
    NotAnEmail,
    /// It is no date.
    NotADate,
    /// It is none of a few words.
    NotAChoice,
    /// It can be no id.
    NotAnId(JsonKind),
    /// It is the id of no row.
    UnknownRow,
    /// It is no list.
    NotAList(JsonKind),
    /// It is an empty list.
    NoRows,
    /// It is no object.
    NotAnObject(JsonKind),
}

impl FieldFault {
    /// The text for people.
    pub(super) fn text(&self, language: Language) -> String {
        let field = self.field.as_str();
        match self.problem {
            Problem::Missing | Problem::Blank => texts::field_missing(language, field),
            Problem::Wrong
            | Problem::Null
            | Problem::NotAnEmail
            | Problem::NotADate
            | Problem::NotAChoice
            | Problem::NotAnId(_)
            | Problem::UnknownRow
            | Problem::NotAList(_)
            | Problem::NoRows
            | Problem::NotAnObject(_) => texts::field_wrong(language, field),
            Problem::Repeated => texts::field_repeated(language, field),
            Problem::TooPrecise => texts::amount_precise(language, field),
            Problem::QuantityTooPrecise => texts::quantity_precise(language, field),
            Problem::TooLarge => texts::amount_large(language, field),
            Problem::NotPositive => texts::amount_not_positive(language, field),
            Problem::OutOfRange(least, most) => {
                texts::field_range(language, field, &least.to_string(), &most.to_string())
            }
            Problem::Count(least, most) => texts::field_count(language, field, &least.to_string(), &most.to_string()),
            Problem::TooLong(most) => texts::field_long(language, field, &most.to_string()),
            Problem::NotOne => texts::field_not_one(language, field),
            Problem::Nothing => texts::nothing_asked(language),
            Problem::NoDigits => texts::phone_digits(language),
            Problem::Rounded => texts::rounded(language, &self.field),
            Problem::NotText => texts::field_not_text(language, field),
            Problem::NotNumber => texts::field_not_number(language, field),
            Problem::NotWhole => texts::field_not_whole(language, field),
            Problem::NotBool => texts::field_not_bool(language, field),
            Problem::NoneOf(words) => texts::field_none_of(language, field, words),
            Problem::Below(least) => texts::field_below(language, field, &least.to_string()),
            Problem::Above(most) => texts::field_above(language, field, &most.to_string()),
        }
    }
}
