//! What buttons carry: one enum each for customers and staff, at most 64 bytes, words that stay as they are because old
//! buttons live for years.

use super::{customer::CustomerPress, staff::StaffPress};

/// The most bytes that Telegram takes.
#[cfg(test)]
pub(crate) const LIMIT: usize = 64;

/// What a pressed button asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Callback {
    /// Of a customer's screen.
    Customer(CustomerPress),
    /// Of a screen for staff.
    Staff(StaffPress),
}

impl Callback {
    /// Reads what a button carries; `None` where no button of ours ever carried it.
    pub(crate) fn decode(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split(':').collect();
        match parts.split_first()? {
            (&"c", rest) => CustomerPress::decode(rest).map(Self::Customer),
            (&"s", rest) => StaffPress::decode(rest).map(Self::Staff),
            _ => None,
        }
    }

    /// What a button carries for it.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Customer(press) => press.encode(),
            Self::Staff(press) => press.encode(),
        }
    }
}
