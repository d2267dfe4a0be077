//! The requests with an `Idempotency-Key` that this process works on.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

/// The requests with a key that this process works on.
#[derive(Clone, Default)]
pub(super) struct UnderWay(Arc<Mutex<HashSet<(String, String)>>>);

/// A place in [`UnderWay`], given back when this is dropped.
pub(super) struct Place {
    under_way: UnderWay,
    name: (String, String),
}

impl UnderWay {
    /// Takes the place of a client's key; `None` where it is taken.
    pub(super) fn take(&self, client: &str, key: &str) -> Option<Place> {
        let name = (client.to_owned(), key.to_owned());
        let is_free = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        is_free.then(|| Place { under_way: self.clone(), name })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.under_way.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}
