//! What was committed since the program started, for the metrics.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Updates that were handled, by outcome.
    Updates,
    /// Messages that were promised, by priority.
    Promised,
    /// Messages that left, or never will.
    Messages,
    /// Entries of wallets, by kind.
    Entries,
    /// Attempts to send events to webhooks, and events that were given up, by outcome.
    Deliveries,
}

/// The counts of this process, by what and by kind. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Counts(Arc<Mutex<BTreeMap<(Counted, &'static str), u64>>>);

impl Counts {
    /// Adds what a transaction counted; to be called after its commit.
    pub(super) fn add(&self, counted: &[(Counted, &'static str, u64)]) {
        if counted.is_empty() {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (what, kind, count) in counted {
            let all = counts.entry((*what, kind)).or_default();
            *all = all.saturating_add(*count);
        }
    }

    /// Everything of a sort, by kind.
    pub(super) fn of(&self, what: Counted) -> Vec<(&'static str, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().filter(|((one, _), _)| *one == what).map(|((_, kind), count)| (*kind, *count)).collect()
    }
}
