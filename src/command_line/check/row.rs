//! A row of the table, and the table.

use std::fmt::Write as _;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// In order.
    Ok,
    /// The bot works; a person should know of it.
    Note,
    /// Not in order.
    Fault,
    /// Could not be looked at, or not from here.
    Unchecked,
}

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What it is.
    pub(super) what: &'static str,
    /// How it stands.
    pub(super) state: State,
    /// What was found.
    pub(super) found: String,
    /// What to do; `None`: nothing.
    pub(super) to_do: Option<String>,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Fault => "FAULT",
            Self::Unchecked => "-",
        }
    }
}

impl Row {
    pub(super) fn ok(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, state: State::Ok, found: found.into(), to_do: None }
    }

    pub(super) fn note(what: &'static str, found: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { what, state: State::Note, found: found.into(), to_do: Some(to_do.into()) }
    }

    pub(super) fn fault(what: &'static str, found: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { what, state: State::Fault, found: found.into(), to_do: Some(to_do.into()) }
    }

    pub(super) fn unchecked(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, state: State::Unchecked, found: found.into(), to_do: None }
    }

    pub(super) fn is_fault(&self) -> bool {
        self.state == State::Fault
    }
}

/// The rows for a person: state, what, what was found; below it what to do.
pub(super) fn as_table(rows: &[Row]) -> String {
    let mut text = String::new();
    for Row { what, state, found, to_do } in rows {
        let _ = writeln!(text, "{:<5} {what:<8} {found}", state.word());
        if let Some(to_do) = to_do {
            let _ = writeln!(text, "{:<14} to do: {to_do}", "");
        }
    }
    let faults = rows.iter().filter(|row| row.is_fault()).count();
    let _ = match faults {
        0 => writeln!(text, "\nNo faults."),
        _ => writeln!(text, "\n{faults} of {} are not in order.", rows.len()),
    };
    text
}

/// The rows for a program.
pub(super) fn as_json(rows: &[Row]) -> String {
    let rows = rows.iter().map(|Row { what, state, found, to_do }| {
        let state = if *state == State::Unchecked { "unchecked" } else { state.word() };
        serde_json::json!({ "check": what, "state": state.to_ascii_lowercase(), "found": found, "to_do": to_do })
    });
    format!("{:#}\n", rows.collect::<serde_json::Value>())
}
