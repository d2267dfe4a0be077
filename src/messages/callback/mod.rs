//! The callback data of buttons, at most 64 bytes. Old buttons stay in chats for years, so the words never change, and tests
//! pin them.

mod customer;
mod staff;
mod wire;

pub(crate) use self::{
    customer::CustomerPress,
    staff::{Rule, StaffPress},
    wire::Rest,
};

/// The most bytes of callback data that Telegram accepts.
#[cfg(test)]
pub(crate) const LIMIT: usize = 64;

/// What a pressed button asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Callback {
    /// A button of a customer's screen.
    Customer(CustomerPress),
    /// A button of a screen for staff.
    Staff(StaffPress),
}

/// A pressed button.
#[derive(Clone, Debug)]
pub(crate) enum Pressed {
    /// Callback data that this version reads.
    Known(Callback),
    /// Callback data that no version wrote.
    Unknown,
}

impl Pressed {
    /// Reads callback data, which can be forged.
    pub(crate) fn read(data: &str) -> Self {
        Callback::decode(data).map_or(Self::Unknown, Self::Known)
    }
}

impl Callback {
    /// Reads callback data, which can be forged; `None` where no version wrote it.
    pub(crate) fn decode(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split(':').collect();
        match parts.split_first()? {
            (&"c", rest) => CustomerPress::decode(rest).map(Self::Customer),
            (&"s", rest) => StaffPress::decode(rest).map(Self::Staff),
            _ => None,
        }
    }

    /// The callback data of a button that asks for this.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Customer(press) => press.encode(),
            Self::Staff(press) => press.encode(),
        }
    }
}

/// Callback data of every kind of button, each kind at least once, with what it asks for.
#[cfg(test)]
pub(crate) fn examples() -> Vec<(&'static str, Callback)> {
    let customers = customer::tests::examples().into_iter().map(|(data, press)| (data, Callback::Customer(press)));
    customers.chain(staff::tests::examples().into_iter().map(|(data, press)| (data, Callback::Staff(press)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_of_every_version_are_understood() {
        for (data, callback) in examples() {
            assert!(data.len() <= LIMIT, "{data}");
            assert_eq!(callback.encode(), data);
            assert_eq!(Callback::decode(data), Some(callback), "{data}");
        }
    }

    #[test]
    fn data_that_no_button_carries_is_refused() {
        for data in [
            "",
            "c",
            "c:",
            "c:history",
            "c:history:-1",
            "c:history:4294967296",
            "c:invoice:1",
            "c:language:de",
            "c:consent:1",
            "c:consent:1:maybe",
            "c:balance:1",
            "s:",
            "s:card",
            "s:card:x",
            "s:card:1:2",
            "s:card:99999999999999999999",
            "s:undo:1:2:perhaps",
            "s:step:1",
            "s:step:1:",
        ] {
            assert_eq!(Callback::decode(data), None, "{data}");
        }
    }
}
