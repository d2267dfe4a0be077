//! What people are told, as values: texts, buttons and keyboards. The outbox keeps them, [`crate::telegram`] sends them.

pub(crate) mod callback;
pub mod outgoing;
pub(crate) mod reply;
pub(crate) mod split;
