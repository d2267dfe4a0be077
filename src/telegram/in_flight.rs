//! The updates that were yielded to the dispatcher and have no outcome yet, each on a worker of its own.
//!
//! teloxide's dispatcher has a worker for each key of an update, by default for each chat. It ends idle workers once there are
//! more than were ever busy at the same time: with many chats, one is started and ended for nearly every update. Here the key
//! is the number of a free worker, so there are no more workers than updates in flight.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::receiver::QueuedUpdate;

/// The number of a worker of the dispatcher. The smallest free one is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Worker(usize);

/// The updates in flight, and which workers are free.
#[derive(Default)]
pub(crate) struct InFlight(Mutex<State>);

#[derive(Default)]
struct State {
    /// Yielded, and not taken by a worker yet, by update id.
    yielded: HashMap<i64, (QueuedUpdate, Worker)>,
    /// Is this worker taken? By number.
    is_taken: Vec<bool>,
}

impl InFlight {
    /// Registers an update that is yielded now.
    pub(crate) fn yielded(&self, queued: QueuedUpdate) {
        let mut state = self.lock();
        let free = state.is_taken.iter().position(|is_taken| !is_taken);
        let number = free.unwrap_or_else(|| {
            state.is_taken.push(false);
            state.is_taken.len().saturating_sub(1)
        });
        state.is_taken[number] = true;
        state.yielded.insert(queued.update_id, (queued, Worker(number)));
    }

    /// The worker of an update that was yielded.
    pub(crate) fn worker_of(&self, update_id: i64) -> Option<Worker> {
        self.lock().yielded.get(&update_id).map(|(_, worker)| *worker)
    }

    /// Takes an update that was yielded. Its worker stays taken.
    pub(crate) fn take(&self, update_id: i64) -> Option<(QueuedUpdate, Worker)> {
        self.lock().yielded.remove(&update_id)
    }

    /// Frees the worker of an update that has an outcome.
    pub(crate) fn release(&self, worker: Worker) {
        self.lock().is_taken[worker.0] = false;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_in_flight_have_different_workers_and_free_ones_are_used_again() {
        let in_flight = InFlight::default();
        let begin = |update_id| {
            in_flight.yielded(QueuedUpdate { update_id, lane: update_id, attempts: 0, raw: None });
            in_flight.worker_of(update_id).unwrap()
        };
        assert_eq!([begin(1), begin(2), begin(3)], [Worker(0), Worker(1), Worker(2)]);
        let (queued, worker) = in_flight.take(2).unwrap();
        assert_eq!((queued.update_id, worker), (2, Worker(1)));
        assert_eq!(begin(4), Worker(3), "update 2 is still handled");
        in_flight.release(worker);
        assert_eq!([begin(5), begin(6)], [Worker(1), Worker(4)]);
        assert!(in_flight.take(2).is_none());
    }
}
