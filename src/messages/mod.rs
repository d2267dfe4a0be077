//! What people are told, as values: texts, buttons and keyboards. The outbox keeps them, [`crate::telegram`] sends them.

pub mod outgoing;
pub(crate) mod reply;
pub(crate) mod split;
