//! The steps of a conversation, one word each in callback data. Old buttons stay in chats for years, so the words never change,
//! and the tests of [`crate::messages::callback`] pin them.

/// The word of the button that ends a conversation; every question has it.
pub(super) const CANCEL: &str = "cancel";

/// The word of the button below a preview, in the conversations that have one.
pub(super) const CONFIRM: &str = "confirm";

/// The word of the buttons that turn the pages of customers, in every question for a customer; the page follows it, from 0.
const PAGE: &str = "page:";

/// The step that shows a page of customers.
pub(super) fn page_step(page: usize) -> String {
    format!("{PAGE}{page}")
}

/// The page that a step asks for; `None` where it asks for something else.
pub(super) fn page_of(step: &str) -> Option<usize> {
    step.strip_prefix(PAGE)?.parse().ok()
}

/// The steps of one conversation; [`steps!`] implements it.
pub(super) trait Step: Sized + Send + Sync + 'static {
    /// The word of each step.
    #[cfg(test)]
    fn words() -> Vec<&'static str>;

    /// The callback data after the nonce.
    fn encode(&self) -> String;

    /// Reads callback data, which can be forged; `None` where it is no step of this conversation.
    fn decode(text: &str) -> Option<Self>;
}

/// An enum of steps, each with a word and optionally a value after it: `Pick(customer: CustomerId) = "pick"`.
macro_rules! steps {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$step_doc:meta])* $step:ident $(($field:ident: $of:ty))? = $word:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::bot::staff) enum $name {
            $($(#[$step_doc])* $step $(($of))?,)*
        }

        impl $crate::bot::staff::step::Step for $name {
            #[cfg(test)]
            fn words() -> Vec<&'static str> {
                vec![$($word),*]
            }

            fn encode(&self) -> String {
                match *self {
                    $(Self::$step $(($field))? => [$word.to_owned() $(, $field.to_string())?].join(":"),)*
                }
            }

            fn decode(text: &str) -> Option<Self> {
                let (word, value) = text.split_once(':').map_or((text, None), |(word, value)| (word, Some(value)));
                match (word, value) {
                    $(($word, $crate::bot::staff::step::value!($($field)?)) => {
                        Some(Self::$step $(($field.parse().ok()?))?)
                    })*
                    _ => None,
                }
            }
        }
    };
}
pub(super) use steps;

/// The pattern of what follows a word.
macro_rules! value {
    () => {
        None
    };
    ($field:ident) => {
        Some($field)
    };
}
pub(super) use value;

steps! {
    /// The steps of a conversation without buttons of its own.
    NoStep {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CustomerId, PointsWallet};

    steps! {
        /// Some of each kind.
        Sample {
            /// Without a value.
            Done = "done",
            /// With an id.
            Pick(customer: CustomerId) = "pick",
            /// With a word.
            All(wallet: PointsWallet) = "all",
        }
    }

    #[test]
    fn a_step_is_read_as_it_was_written() {
        for (text, step) in [
            ("done", Sample::Done),
            ("pick:7", Sample::Pick(CustomerId(7))),
            ("all:main", Sample::All(PointsWallet::Main)),
        ] {
            assert_eq!(step.encode(), text);
            assert_eq!(Sample::decode(text), Some(step), "{text}");
        }
        for text in ["", "done:", "done:1", "pick", "pick:", "pick:x", "pick:1:2", "all:money", "fly", "DONE"] {
            assert_eq!(Sample::decode(text), None, "{text}");
        }
        assert_eq!(Sample::words(), ["done", "pick", "all"]);
    }
}
