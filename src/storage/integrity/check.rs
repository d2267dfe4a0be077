//! A check: a claim, and the statement that finds the rows that contradict it.

use crate::storage::statement::Statement;

/// The most offending rows that are returned of one check; all are counted.
pub const MOST_SHOWN: usize = 20;

/// Something that is always true.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// For machines.
    pub name: &'static str,
    /// For people.
    pub claim: &'static str,
    /// Counts the rows that are looked at.
    pub(super) rows: Statement,
    /// Finds those that contradict the claim.
    pub(super) offenders: Statement,
}

/// What became of a check.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many rows were looked at.
    pub rows: i64,
    /// How many of them contradict the claim.
    pub offending: i64,
    /// The first of those.
    pub offenders: Vec<Offender>,
}

impl Outcome {
    /// What the answer of [`offenders!`] says.
    pub(super) fn of(rows: i64, offenders: Vec<Offender>) -> Self {
        Self { rows, offending: offenders.first().map_or(0, |first| first.offending), offenders }
    }
}

/// A row that contradicts a claim.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Offender {
    /// The customer's code, where it belongs to one.
    pub customer: Option<String>,
    /// Which wallet, invoice or entry.
    pub place: String,
    /// What is stored, in hundredths, where it is an amount.
    pub stored_minor: Option<i64>,
    /// What it should be.
    pub expected_minor: Option<i64>,
    #[serde(skip)]
    pub(super) offending: i64,
}

/// Counts the rows that a question finds, and returns the first of them.
macro_rules! offenders {
    ($question:expr) => {
        concat!(
            "SELECT customer, place, stored_minor, expected_minor, COUNT(*) OVER () AS offending FROM (",
            $question,
            ") AS found ORDER BY customer, place LIMIT 20"
        )
    };
}
pub(super) use offenders;

/// Counts the rows of a table.
macro_rules! count {
    ($table:literal) => {
        concat!("SELECT COUNT(*) FROM ", $table, " WHERE shop_id = $1")
    };
}
pub(super) use count;
