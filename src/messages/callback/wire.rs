//! Callback data as words with colons between them: a letter, the word of a button, and its values, as in `s:card:82423`.

use crate::domain::{
    BillId, CardCode, ConsentId, CustomerId, GroupId, InvoiceId, KeyId, Language, Money, ParcelId, ParcelStatus, Phone,
    TelegramId, WebhookId,
};

/// The enum of the buttons of one letter: for each a variant, its word, and the values that follow. Of variants with the same
/// word, the first one whose values can be read is meant.
macro_rules! presses {
    (
        $(#[$doc:meta])*
        $name:ident($kind:ident) = $letter:literal {
            $($(#[$press_doc:meta])* $press:ident $(($($value:ident: $of:ty),+))? = $word:literal,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(test, derive(strum::EnumDiscriminants), strum_discriminants(name($kind), derive(strum::EnumIter)))]
        pub(crate) enum $name {
            $($(#[$press_doc])* $press $(($($of),+))?,)+
        }

        impl $name {
            /// The callback data of a button that asks for this.
            pub(crate) fn encode(&self) -> String {
                let parts: Vec<Option<String>> = match self {
                    $(Self::$press $(($($value),+))? => {
                        vec![Some($word.to_owned()) $($(, $crate::messages::callback::wire::Value::write($value))+)?]
                    })+
                };
                parts.into_iter().flatten().fold($letter.to_owned(), |data, part| format!("{data}:{part}"))
            }

            /// Reads what follows the letter in the callback data.
            pub(super) fn decode(parts: &[&str]) -> Option<Self> {
                let (word, values) = parts.split_first()?;
                $(
                    if *word == $word
                        && let Some(press) = $crate::messages::callback::wire::presses!(@read values, $press $($($value: $of),+)?)
                    {
                        return Some(press);
                    }
                )+
                None
            }
        }
    };
    (@read $values:ident, $press:ident) => {
        $values.is_empty().then_some(Self::$press)
    };
    (@read $values:ident, $press:ident $($value:ident: $of:ty),+) => {
        (|| {
            let mut values: &[&str] = $values;
            $(let $value = <$of as $crate::messages::callback::wire::Value>::read(&mut values)?;)+
            values.is_empty().then_some(Self::$press($($value),+))
        })()
    };
}
pub(super) use presses;

/// A value in callback data.
pub(super) trait Value: Sized {
    /// The text in callback data; `None` where nothing is written.
    fn write(&self) -> Option<String>;

    /// Removes the value from the front and reads it; `None` where it is not valid.
    fn read(values: &mut &[&str]) -> Option<Self>;
}

/// Values of one word that are written with `Display` and read with `FromStr`.
macro_rules! plain {
    ($($of:ty),+) => {$(
        impl Value for $of {
            fn write(&self) -> Option<String> {
                Some(self.to_string())
            }

            fn read(values: &mut &[&str]) -> Option<Self> {
                next(values)?.parse().ok()
            }
        }
    )+};
}

plain!(
    BillId,
    CustomerId,
    GroupId,
    InvoiceId,
    ParcelId,
    ParcelStatus,
    ConsentId,
    KeyId,
    TelegramId,
    WebhookId,
    Language,
    Phone
);

/// A page, at most `u32::MAX`.
impl Value for usize {
    fn write(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        let number: u32 = next(values)?.parse().ok()?;
        Self::try_from(number).ok()
    }
}

/// An amount above zero, in minor units.
impl Value for Money {
    fn write(&self) -> Option<String> {
        Some(self.minor().to_string())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        next(values)?.parse().ok().map(Self::from_minor).filter(|amount| amount.is_positive())
    }
}

impl Value for CardCode {
    fn write(&self) -> Option<String> {
        Some(self.as_str().to_owned())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        next(values)?.parse().ok()
    }
}

impl Value for bool {
    fn write(&self) -> Option<String> {
        Some(if *self { "yes" } else { "no" }.to_owned())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        match next(values)? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

/// One word.
impl Value for String {
    fn write(&self) -> Option<String> {
        Some(self.clone())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        next(values).map(str::to_owned)
    }
}

/// The rest of the callback data, with its colons; not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rest(pub(crate) String);

impl Value for Rest {
    fn write(&self) -> Option<String> {
        Some(self.0.clone())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        let rest = std::mem::take(values).join(":");
        (!rest.is_empty()).then_some(Self(rest))
    }
}

/// The last value may be missing.
impl<V: Value> Value for Option<V> {
    fn write(&self) -> Option<String> {
        self.as_ref().and_then(Value::write)
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        if values.is_empty() { Some(None) } else { V::read(values).map(Some) }
    }
}

/// The next word.
pub(super) fn next<'a>(values: &mut &[&'a str]) -> Option<&'a str> {
    let (first, rest) = values.split_first()?;
    *values = rest;
    Some(first)
}
