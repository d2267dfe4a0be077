//! The root of the bot's tree: one update takes effect in one transaction, exactly once.
//!
//! [`exactly_once`] wraps the tree of handlers. Around them it begins the transaction, claims the update, marks it as
//! done in the same transaction and commits. An error or a panic of a handler rolls everything back; the update is
//! tried again after a pause, and after too many attempts it becomes a dead letter. No error and no panic leaves the
//! root: the dispatcher would end.
//!
//! Where the handlers read the file of a message, it is loaded before the transaction begins ([`attachment`]).
//!
//! [`attachment`]: super::attachment
//!
//! On SQLite, which one process owns, the lanes in memory keep the order. On PostgreSQL several processes share the
//! inbox: there the transaction first claims the oldest update of the lane, which may be another one than the update
//! that was yielded.

mod processor;
mod transaction;
mod trees;

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    ops::ControlFlow,
    panic::Location,
    sync::Arc,
};

use dptree::{HandlerSignature, Type, di::DependencyMap};
use teloxide::{dispatching::UpdateHandler, types::Update};

pub(crate) use self::processor::{Outcome, Processor};
use self::trees::Trees;
pub use self::{
    processor::RetryPolicy,
    transaction::{Handled, UpdateTransaction},
    trees::Handlers,
};
use super::attachment::Attachment;

/// Wraps `handlers` as the module says; `on_dead_letter` apologizes for an update that failed too often. Both get the
/// [`Update`], its [`Attachment`] and its [`UpdateTransaction`].
#[track_caller]
pub(crate) fn exactly_once(handlers: Handlers, on_dead_letter: Handlers) -> UpdateHandler<Infallible> {
    let signature = signature_around([handlers.sig(), on_dead_letter.sig()]);
    let trees = Arc::new(Trees { handlers, on_dead_letter });
    dptree::from_fn(
        move |dependencies: DependencyMap, _next| {
            let trees = Arc::clone(&trees);
            async move {
                let processor = dependencies.get::<Arc<Processor>>();
                processor.process(&trees, dependencies).await;
                ControlFlow::Break(Ok(()))
            }
        },
        signature,
    )
}

/// The dependencies of the root: its own, and those of the trees but for the transaction and the file.
#[track_caller]
fn signature_around<'a>(trees: impl IntoIterator<Item = &'a HandlerSignature>) -> HandlerSignature {
    let here = Location::caller();
    let mut obligations = BTreeMap::from([(Type::of::<Arc<Processor>>(), here), (Type::of::<Update>(), here)]);
    for tree in trees {
        if let HandlerSignature::Other { obligations: inner, .. } = tree {
            obligations.extend(inner.iter().map(|(name, place)| (*name, *place)));
        }
    }
    obligations.remove(&Type::of::<UpdateTransaction>());
    obligations.remove(&Type::of::<Attachment>());
    HandlerSignature::Other {
        obligations,
        guaranteed_outcomes: BTreeSet::new(),
        conditional_outcomes: BTreeSet::new(),
        continues: false,
    }
}
