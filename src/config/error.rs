//! Why the settings cannot be used.

use std::fmt;

/// A line of `.env`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file, as the person who reads about it finds it.
    pub file: String,
    /// Its number, as editors count: from 1, with comments and empty lines.
    pub number: usize,
}

/// What is wrong with a line of `.env`. The line itself may be a secret, so it is not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// There is neither a comment nor a setting.
    #[error("is not NAME=value")]
    NotASetting,
    /// The name of a setting is not followed by `=`.
    #[error("is not NAME=value: {0} must be followed by = and its value")]
    NoEqualsSign(String),
    /// A quotation mark opens the value and none closes it.
    #[error("begins the value of {0} with a quotation mark, and does not end it with one")]
    OpenQuotation(String),
    /// An earlier line sets the same to something else.
    #[error("sets {name} to another value than line {first} does: take one of them away")]
    SetTwice {
        /// The setting.
        name: String,
        /// The number of the earlier line.
        first: usize,
    },
    /// The bytes are no text.
    #[error("is not text in UTF-8: save the file in that encoding")]
    NotText,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of {}", self.number, self.file)
    }
}

/// A wrong setting. The values of secret settings are not in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value is not valid.
    #[error("{name} is {found:?}; it must be {expected}{}", in_file(.line.as_ref()))]
    Wrong {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: String,
        /// What is expected.
        expected: &'static str,
        /// Where it stands in the file.
        line: Option<Line>,
    },
    /// A secret value is not valid.
    #[error("{name} must be {expected}{}", in_file(.line.as_ref()))]
    WrongSecret {
        /// The setting.
        name: &'static str,
        /// What is expected.
        expected: &'static str,
        /// Where it stands in the file.
        line: Option<Line>,
    },
    /// A setting that is needed is not set.
    #[error("{name} is not set; it must be {expected}")]
    Missing {
        /// The setting.
        name: &'static str,
        /// What is expected.
        expected: &'static str,
    },
    /// A name is that of a setting, but for a letter or two.
    #[error("{name} is no setting; {meant} is meant{}", in_file(.line.as_ref()))]
    Unknown {
        /// The name.
        name: String,
        /// The setting.
        meant: &'static str,
        /// Where it stands in the file; `None`: in the environment.
        line: Option<Line>,
    },
    /// A line of `.env` is wrong.
    #[error("{line} {fault}")]
    File {
        /// The line.
        line: Line,
        /// What is wrong with it.
        fault: LineFault,
    },
    /// `.env` cannot be read.
    #[error(".env cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
}

impl ConfigError {
    /// The same, with the line of the wrong setting, which `line_of` knows by its name.
    pub(super) fn found_in<'s>(mut self, line_of: impl Fn(&str) -> Option<&'s Line>) -> Self {
        if let Self::Wrong { name, line, .. } | Self::WrongSecret { name, line, .. } = &mut self {
            *line = line_of(name).cloned();
        }
        self
    }
}

/// Where a setting stands, as the end of a sentence.
pub(crate) fn in_file(line: Option<&Line>) -> String {
    line.map(|line| format!(" ({line})")).unwrap_or_default()
}
