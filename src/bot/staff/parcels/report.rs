//! What becomes of the rows of a list: counts, a line for each row that changes nothing, and the same as a file.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::rows::{Read, Row, RowFault};
use crate::{
    bot::context::Context,
    documents::csv::{Separator, Writer},
    domain::{Language, ParcelNumber, ParcelStatus},
    service::{
        Result,
        parcels::{NewStatus, StatusOutcome},
    },
    texts::{Html, parcel, staff_parcels_many as texts},
};

/// How many rows a message names.
pub(super) const NAMED: usize = 15;

/// A line with a count.
type CountLine = fn(Language, usize) -> Html;

/// How many rows there are of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) changed: usize,
    /// How many of them get each status that the rows ask for.
    #[serde(default)]
    statuses: Vec<(ParcelStatus, usize)>,
    unchanged: usize,
    unknown: usize,
    backwards: usize,
    repeated: usize,
    /// Those that are there once more, with the same status.
    #[serde(default)]
    twice: usize,
    faults: usize,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It has a number whose status is to change, with this outcome.
    Outcome(StatusOutcome),
    /// The same number with the same status is above it.
    Twice,
    /// It cannot be read.
    Fault(RowFault),
}

/// The rows of a list with what becomes of them.
pub(super) struct Report<'a> {
    pub(super) rows: Vec<(&'a Row, Fate)>,
    /// The statuses that the rows ask for, each with how many rows change to it.
    statuses: Vec<(ParcelStatus, usize)>,
}

/// The statuses that the rows ask for, with `chosen` where a row names none; each with the place of its row in the list.
pub(super) fn wanted(rows: &[Row], chosen: Option<ParcelStatus>) -> Vec<(usize, NewStatus)> {
    let new = |(place, row): (usize, &Row)| {
        let status = match row.read {
            Read::Status(status) => status,
            Read::Number => chosen?,
            Read::Fault(_) => return None,
        };
        let number: ParcelNumber = row.number.parse().ok()?;
        Some((place, NewStatus { number, status }))
    };
    rows.iter().enumerate().filter_map(new).collect()
}

impl<'a> Report<'a> {
    /// Of the rows, where `outcomes` are those of `wanted`.
    pub(super) fn of(rows: &'a [Row], wanted: &[(usize, NewStatus)], outcomes: &[StatusOutcome]) -> Self {
        let mut fates: Vec<Fate> = rows
            .iter()
            .map(|row| match row.read {
                Read::Fault(fault) => Fate::Fault(fault),
                Read::Number | Read::Status(_) => Fate::Fault(RowFault::NotANumber),
            })
            .collect();
        let mut above = HashSet::new();
        for ((place, new), outcome) in wanted.iter().zip(outcomes) {
            let is_first = above.insert((new.number.key(), new.status.as_str()));
            fates[*place] = if is_first { Fate::Outcome(*outcome) } else { Fate::Twice };
        }
        Self { rows: rows.iter().zip(fates).collect(), statuses: changes(wanted, outcomes) }
    }

    /// The status that all rows ask for, where it is one.
    pub(super) fn only_status(&self) -> Option<ParcelStatus> {
        if let [(status, _)] = *self.statuses { Some(status) } else { None }
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts { statuses: self.statuses.clone(), ..Counts::default() };
        for (_, fate) in &self.rows {
            let count = match fate {
                Fate::Outcome(StatusOutcome::Changed) => &mut counts.changed,
                Fate::Outcome(StatusOutcome::Unchanged) => &mut counts.unchanged,
                Fate::Outcome(StatusOutcome::Unknown) => &mut counts.unknown,
                Fate::Outcome(StatusOutcome::Backwards(_)) => &mut counts.backwards,
                Fate::Outcome(StatusOutcome::Repeated) => &mut counts.repeated,
                Fate::Twice => &mut counts.twice,
                Fate::Fault(_) => &mut counts.faults,
            };
            *count += 1;
        }
        counts
    }

    /// A line for each kind of row that there is; `changed` says how many change or were changed. Where the rows ask for several
    /// statuses, a line for each says how many get it.
    pub(super) fn sums(&self, language: Language, changed: CountLine) -> Html {
        let counts = self.counts();
        let others: [(usize, CountLine); 6] = [
            (counts.unchanged, texts::unchanged),
            (counts.twice, texts::twice),
            (counts.unknown, texts::unknown),
            (counts.backwards, texts::backwards),
            (counts.repeated, texts::repeated),
            (counts.faults, texts::faults),
        ];
        let others = others.into_iter().filter(|(count, _)| *count > 0).map(|(count, line)| line(language, count));
        let statuses = counts.statuses.iter().filter(|(_, count)| *count > 0 && self.only_status().is_none());
        let statuses = statuses.map(|(status, count)| {
            texts::of_status(language, parcel::icon(*status), &parcel::status(language, *status), *count)
        });
        Html::lines([changed(language, counts.changed)].into_iter().chain(statuses).chain(others))
    }

    /// The rows that change nothing, but for those that have the status already or are there once more.
    fn refused(&self) -> impl Iterator<Item = &(&'a Row, Fate)> {
        let is_done =
            |fate| matches!(fate, Fate::Twice | Fate::Outcome(StatusOutcome::Changed | StatusOutcome::Unchanged));
        self.rows.iter().filter(move |(_, fate)| !is_done(*fate))
    }

    /// Are there more refused rows than a message names?
    pub(super) fn is_long(&self) -> bool {
        self.refused().count() > NAMED
    }

    /// A line for each refused row, with its place as in the file, as many as a message names.
    pub(super) fn lines(&self, language: Language) -> Html {
        let line = |(row, fate): &(&Row, Fate)| {
            let (place, reason) = (row.place.to_string(), reason(language, *fate));
            if row.number.is_empty() {
                return texts::row_empty(language, &place, &reason);
            }
            texts::row(language, &place, &row.number, &reason)
        };
        let more = self.refused().count().saturating_sub(NAMED);
        let more = (more > 0).then(|| texts::more(language, more));
        Html::lines(self.refused().take(NAMED).map(line).chain(more))
    }

    /// The refused rows, and those that had the status before or are there once more, as a file for a spreadsheet.
    pub(super) fn file(&self, cx: &Context) -> Result<String> {
        let language = cx.language;
        let mut writer = Writer::marked(Separator::Semicolon);
        writer.row([texts::column_row(language), texts::column_number(language), texts::column_reason(language)]);
        let is_changed = |fate: &Fate| *fate == Fate::Outcome(StatusOutcome::Changed);
        for (row, fate) in self.rows.iter().filter(|(_, fate)| !is_changed(fate)) {
            writer.row([row.place.to_string(), row.number.clone(), reason(language, *fate)]);
        }
        String::from_utf8(writer.take()).map_err(|_| crate::service::Error::Corrupt("a report that is no text"))
    }
}

/// The statuses that are wanted, each with how many parcels change to it.
fn changes(wanted: &[(usize, NewStatus)], outcomes: &[StatusOutcome]) -> Vec<(ParcelStatus, usize)> {
    let changes = |status: &ParcelStatus| {
        let mut of_status = wanted.iter().zip(outcomes).filter(|((_, new), _)| new.status == *status).peekable();
        of_status.peek()?;
        Some((*status, of_status.filter(|(_, outcome)| **outcome == StatusOutcome::Changed).count()))
    };
    ParcelStatus::ALL.iter().filter_map(changes).collect()
}

/// Why a row changes nothing.
fn reason(language: Language, fate: Fate) -> String {
    match fate {
        Fate::Outcome(StatusOutcome::Changed) => String::new(),
        Fate::Outcome(StatusOutcome::Unchanged) => texts::reason_unchanged(language),
        Fate::Outcome(StatusOutcome::Unknown) => texts::reason_unknown(language),
        Fate::Outcome(StatusOutcome::Backwards(now)) => {
            texts::reason_backwards(language, &parcel::status(language, now))
        }
        Fate::Outcome(StatusOutcome::Repeated) => texts::reason_repeated(language),
        Fate::Twice => texts::reason_twice(language),
        Fate::Fault(RowFault::NotANumber) => texts::reason_not_a_number(language),
        Fate::Fault(RowFault::TooLong) => texts::reason_too_long(language),
        Fate::Fault(RowFault::Rounded) => texts::reason_rounded(language),
        Fate::Fault(RowFault::UnknownStatus) => texts::reason_unknown_status(language),
        Fate::Fault(RowFault::NoStatus) => texts::reason_no_status(language),
    }
}
