//! Why a body cannot be read, told in the client's language.

use crate::{documents::csv::CsvError, domain::Language, texts::api as texts};

/// What the strict reading of JSON says of a field that is there twice.
pub(super) const REPEATED_FIELD: &str = "a field is there twice";
/// What it says of a text or a name with this character.
pub(super) const WITH_NUL: &str = "U+0000";

/// Why a body cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BodyProblem {
    /// It did not arrive whole, or not as HTTP says.
    Broken,
    /// It is not UTF-8.
    NotUtf8,
    /// It is no JSON from this line and column on.
    Json(usize, usize),
    /// A field is there twice, the second time up to here.
    RepeatedField(usize, usize),
    /// A text before this place has the character U+0000.
    Nul(usize, usize),
    /// It is no table.
    Csv(CsvError),
}

impl BodyProblem {
    /// What `serde_json` found.
    pub(super) fn of_json(error: &serde_json::Error) -> Self {
        let (line, column, said) = (error.line(), error.column(), error.to_string());
        if said.starts_with(REPEATED_FIELD) {
            Self::RepeatedField(line, column)
        } else if said.starts_with(WITH_NUL) {
            Self::Nul(line, column)
        } else {
            Self::Json(line, column)
        }
    }

    /// The text for people.
    pub(super) fn text(&self, language: Language) -> String {
        match self {
            Self::Broken => texts::body_broken(language),
            Self::NotUtf8 => texts::body_not_utf8(language),
            Self::Json(line, column) => texts::body_json(language, &line.to_string(), &column.to_string()),
            Self::RepeatedField(line, column) => {
                texts::body_repeated_field(language, &line.to_string(), &column.to_string())
            }
            Self::Nul(line, column) => texts::body_nul(language, &line.to_string(), &column.to_string()),
            Self::Csv(error) => match error {
                CsvError::NotText => texts::csv_not_text(language),
                CsvError::TooManyRows(most) => texts::csv_rows(language, &most.to_string()),
                CsvError::TooManyCells { line, most } => {
                    texts::csv_cells(language, &line.to_string(), &most.to_string())
                }
                CsvError::CellTooLong { line, most } => texts::csv_cell(language, &line.to_string(), &most.to_string()),
                CsvError::OpenQuote { line } => texts::csv_open_quote(language, &line.to_string()),
            },
        }
    }

    /// The word for programs.
    pub(super) const fn word(&self) -> &'static str {
        if let Self::Csv(_) = self { "csv_invalid" } else { "json_invalid" }
    }
}
