//! The table of conversations: names and operation ids are distinct, and the words of steps are pinned.

use std::collections::BTreeSet;

use super::{CONVERSATIONS, dispatch::reencoded_step, step::CANCEL};
use crate::{
    bot::understand,
    messages::callback::{self, Callback, Rest, StaffPress},
};

/// The steps whose wire form is pinned.
fn pinned_steps() -> Vec<String> {
    let step = |callback| match callback {
        Callback::Staff(StaffPress::Step(_, Rest(step))) => Some(step),
        _ => None,
    };
    callback::examples().into_iter().filter_map(|(_, callback)| step(callback)).collect()
}

#[test]
fn every_conversation_has_a_name_and_an_operation_of_its_own() {
    let names: BTreeSet<&str> = CONVERSATIONS.iter().map(|entry| entry.name).collect();
    assert_eq!(names.len(), CONVERSATIONS.len());
    let ids: Vec<_> = CONVERSATIONS.iter().filter_map(|entry| (entry.operation_id)("1")).collect();
    for (place, id) in ids.iter().enumerate() {
        assert!(!ids[place + 1..].contains(id), "{id:?}");
    }
}

#[test]
fn every_pinned_step_belongs_to_a_conversation() {
    for step in pinned_steps() {
        assert_eq!(reencoded_step(&step).as_deref(), Some(&*step));
    }
}

#[test]
fn every_step_of_a_conversation_is_pinned() {
    let pinned = pinned_steps();
    for entry in CONVERSATIONS {
        for word in (entry.words)() {
            assert_ne!(word, CANCEL, "every question has it already");
            let is_pinned = pinned.iter().any(|step| step.split(':').next() == Some(word));
            assert!(is_pinned, "an example of {word:?} is missing in messages/callback/staff.rs");
        }
    }
}

#[test]
fn a_step_of_no_conversation_is_no_button() {
    for data in ["s:step:1:fly", "s:step:1:line:-1", "s:step:1:cancel:1", "s:step:1:pick", "s:step:1:role:king"] {
        assert_eq!(understand::button(data), None, "{data}");
    }
}
