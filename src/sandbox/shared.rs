//! The state that the server, the page and the actors share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::world::World;

/// The world behind a lock.
pub(crate) struct Shared(Mutex<World>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Mutex::new(world))
    }

    /// Locks the world. The guard must not be held across an `await`.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A panic of another holder does not break the state: every change is a plain assignment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
