//! Where a person is in a conversation of several steps, as it is stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Raised when stored states can no longer be read; a state of another version is ignored, so the conversation starts over.
const VERSION: u32 = 2;

/// The most interrupted conversations that are kept.
const MOST_INTERRUPTED: usize = 10;

/// A conversation that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dialogue {
    /// With a person about their own card.
    Customer(CustomerDialogue),
    /// With a member of the staff about a customer.
    Staff(StaffDialogue),
}

/// What a conversation with a customer waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub(crate) enum CustomerDialogue {
    /// A promo code.
    PromoCode,
    /// The person's own phone number, shared with a key of the keyboard.
    OwnPhone,
}

/// A conversation with a member of the staff. Only the conversation reads its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StaffDialogue {
    /// The name of the conversation in the table `CONVERSATIONS`.
    pub(crate) conversation: String,
    /// Drawn for each question and carried by its buttons, so that buttons of earlier questions do nothing.
    pub(crate) nonce: String,
    /// The form, as JSON.
    pub(crate) form: Value,
    /// The text that found more customers than the question has buttons for, so that it can be paged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) search: Option<String>,
}

/// The kind of answer that a conversation waits for, for the branches of the tree.
#[derive(Clone, Debug)]
pub(crate) enum Waiting {
    /// Nothing: no conversation is under way.
    Nothing,
    /// An answer of a customer.
    Customer(CustomerDialogue),
    /// An answer of a member of the staff.
    Staff(StaffDialogue),
}

impl Waiting {
    pub(crate) fn of(dialogue: Option<&Dialogue>) -> Self {
        match dialogue.cloned() {
            None => Self::Nothing,
            Some(Dialogue::Customer(dialogue)) => Self::Customer(dialogue),
            Some(Dialogue::Staff(dialogue)) => Self::Staff(dialogue),
        }
    }
}

/// What is stored of a person: the conversation that is under way, and those that were interrupted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dialogues {
    /// The conversation that is under way.
    pub(crate) running: Option<Dialogue>,
    /// Conversations with staff that were interrupted and hold what was typed, the latest last.
    pub(crate) interrupted: Vec<StaffDialogue>,
}

#[derive(Serialize, Deserialize)]
struct Stored<D> {
    version: u32,
    state: Option<D>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    interrupted: Vec<StaffDialogue>,
}

impl Dialogues {
    /// The stored form; `None` where there is nothing to store.
    pub(crate) fn encode(&self) -> Option<String> {
        if *self == Self::default() {
            return None;
        }
        let stored = Stored { version: VERSION, state: self.running.as_ref(), interrupted: self.interrupted.clone() };
        // JSON fails only for maps whose keys are not strings, and there are none.
        serde_json::to_string(&stored).ok()
    }

    /// Reads the stored form; nothing of a state that this version does not know.
    pub(crate) fn decode(state: &str) -> Self {
        match serde_json::from_str::<Stored<Dialogue>>(state) {
            Ok(Stored { version: VERSION, state, interrupted }) => Self { running: state, interrupted },
            _ => Self::default(),
        }
    }

    /// Keeps an interrupted conversation; of too many the oldest is dropped.
    pub(crate) fn keep(&mut self, dialogue: StaffDialogue) {
        self.interrupted.push(dialogue);
        let surplus = self.interrupted.len().saturating_sub(MOST_INTERRUPTED);
        self.interrupted.drain(..surplus);
    }

    /// Takes the interrupted conversation whose last question had this nonce.
    pub(crate) fn take_interrupted(&mut self, nonce: &str) -> Option<StaffDialogue> {
        let place = self.interrupted.iter().position(|dialogue| dialogue.nonce == nonce)?;
        Some(self.interrupted.remove(place))
    }
}

impl From<CustomerDialogue> for Dialogue {
    fn from(dialogue: CustomerDialogue) -> Self {
        Self::Customer(dialogue)
    }
}

impl From<StaffDialogue> for Dialogue {
    fn from(dialogue: StaffDialogue) -> Self {
        Self::Staff(dialogue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_state_starts_over() {
        for state in [
            "",
            "{}",
            r#"{"version":0,"state":"x"}"#,
            r#"{"version":1,"state":{"customer":"promo_code"}}"#,
            r#"{"version":2,"state":{"customer":"no such step"}}"#,
        ] {
            assert_eq!(Dialogues::decode(state), Dialogues::default(), "{state}");
        }
    }

    #[test]
    fn a_state_without_interrupted_conversations_is_read() {
        let stored = r#"{"version":2,"state":{"customer":"promo_code"}}"#;
        let running = Some(CustomerDialogue::PromoCode.into());
        assert_eq!(Dialogues::decode(stored), Dialogues { running, interrupted: Vec::new() });
    }

    #[test]
    fn conversations_are_kept_and_taken_by_their_nonce() {
        let dialogue = |nonce: usize| StaffDialogue {
            conversation: "invoice".to_owned(),
            nonce: nonce.to_string(),
            form: Value::Null,
            search: None,
        };
        let mut dialogues = Dialogues::default();
        assert_eq!(dialogues.encode(), None);
        (0..MOST_INTERRUPTED + 2).for_each(|nonce| dialogues.keep(dialogue(nonce)));
        let mut dialogues = Dialogues::decode(&dialogues.encode().unwrap());
        assert_eq!(dialogues.interrupted.len(), MOST_INTERRUPTED);
        assert_eq!(dialogues.take_interrupted("1"), None);
        assert_eq!(dialogues.take_interrupted("2"), Some(dialogue(2)));
        assert_eq!(dialogues.take_interrupted("2"), None);
    }
}
