//! Where a person is in a conversation of several steps, as it is stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Raised when stored states can no longer be read; a state of another version is ignored, so the conversation starts over.
const VERSION: u32 = 2;

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

#[derive(Serialize, Deserialize)]
struct Stored<D> {
    version: u32,
    state: D,
}

impl Dialogue {
    /// The stored form.
    pub(crate) fn encode(&self) -> String {
        let stored = Stored { version: VERSION, state: self };
        // JSON fails only for maps whose keys are not strings, and there are none.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Reads the stored form; `None` for a state that this version does not know.
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
