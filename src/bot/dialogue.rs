//! Where a person is in a conversation of several steps, as it is stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Raised when states of an earlier program can no longer be read: then the conversation starts over.
const VERSION: u32 = 2;

/// A conversation that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dialogue {
    /// With a customer about themselves.
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
    /// The own phone number, shared by the key of the keyboard.
    OwnPhone,
}

/// A conversation with a member of the staff. Its form is known to the conversation alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StaffDialogue {
    /// The name of the conversation, by which it is found again.
    pub(crate) conversation: String,
    /// Drawn for each question. It is also in the buttons of the question, so that those of earlier ones do nothing.
    pub(crate) nonce: String,
    /// What is known so far, as the conversation wrote it.
    pub(crate) form: Value,
}

/// What the bot waits for, for the branches of the tree.
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

#[derive(Serialize, Deserialize)]
struct Stored<D> {
    version: u32,
    state: D,
}

impl Dialogue {
    /// As it is kept.
    pub(crate) fn encode(&self) -> String {
        let stored = Stored { version: VERSION, state: self };
        // Only a map with keys that are no strings could fail, and there is none.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// As it was kept; `None` for a state that this program does not know.
    pub(crate) fn decode(state: &str) -> Option<Self> {
        let stored: Stored<Self> = serde_json::from_str(state).ok()?;
        (stored.version == VERSION).then_some(stored.state)
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
            assert_eq!(Dialogue::decode(state), None, "{state}");
        }
    }
}
