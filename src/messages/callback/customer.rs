//! What the buttons of customers carry, after `c:`.

use crate::domain::{ConsentId, InvoiceId, Language};

/// A button of a customer's screen. Pages count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    test,
    derive(strum::EnumDiscriminants),
    strum_discriminants(name(CustomerPressKind), derive(strum::EnumIter))
)]
pub(crate) enum CustomerPress {
    /// The balance.
    Balance,
    /// The card with its QR code.
    Card,
    /// A page of the history.
    History(usize),
    /// A page of the invoices.
    Invoices(usize),
    /// An invoice, and the page of the list that it was chosen from.
    Invoice(InvoiceId, usize),
    /// The link for friends.
    Invite,
    /// The settings.
    Settings,
    /// This language from now on.
    Language(Language),
    /// Asks for a promo code.
    Promo,
    /// Asks for the person's own phone number.
    Phone,
    /// The answer to a request for consent: true where the customer agrees.
    Consent(ConsentId, bool),
    /// Ends the conversation.
    Cancel,
}

impl CustomerPress {
    /// The callback data of a button that asks for this.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Balance => "c:balance".to_owned(),
            Self::Card => "c:card".to_owned(),
            Self::History(page) => format!("c:history:{page}"),
            Self::Invoices(page) => format!("c:invoices:{page}"),
            Self::Invoice(invoice, page) => format!("c:invoice:{invoice}:{page}"),
            Self::Invite => "c:invite".to_owned(),
            Self::Settings => "c:settings".to_owned(),
            Self::Language(language) => format!("c:language:{language}"),
            Self::Promo => "c:promo".to_owned(),
            Self::Phone => "c:phone".to_owned(),
            Self::Consent(consent, true) => format!("c:consent:{consent}:yes"),
            Self::Consent(consent, false) => format!("c:consent:{consent}:no"),
            Self::Cancel => "c:cancel".to_owned(),
        }
    }

    /// Reads what follows `c:` in the callback data.
    pub(super) fn decode(parts: &[&str]) -> Option<Self> {
        Some(match *parts {
            ["balance"] => Self::Balance,
            ["card"] => Self::Card,
            ["history", page] => Self::History(number(page)?),
            ["invoices", page] => Self::Invoices(number(page)?),
            ["invoice", invoice, page] => Self::Invoice(InvoiceId(invoice.parse().ok()?), number(page)?),
            ["invite"] => Self::Invite,
            ["settings"] => Self::Settings,
            ["language", language] => Self::Language(language.parse().ok()?),
            ["promo"] => Self::Promo,
            ["phone"] => Self::Phone,
            ["consent", consent, "yes"] => Self::Consent(ConsentId(consent.parse().ok()?), true),
            ["consent", consent, "no"] => Self::Consent(ConsentId(consent.parse().ok()?), false),
            ["cancel"] => Self::Cancel,
            _ => return None,
        })
    }
}

/// A page or a position in callback data.
fn number(text: &str) -> Option<usize> {
    let number: u32 = text.parse().ok()?;
    usize::try_from(number).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    /// Callback data of every kind, with what it asks for.
    pub(in super::super) fn examples() -> Vec<(&'static str, CustomerPress)> {
        let largest = u32::MAX as usize;
        vec![
            ("c:balance", CustomerPress::Balance),
            ("c:card", CustomerPress::Card),
            ("c:history:0", CustomerPress::History(0)),
            ("c:history:4294967295", CustomerPress::History(largest)),
            ("c:invoices:3", CustomerPress::Invoices(3)),
            (
                "c:invoice:9223372036854775807:4294967295",
                CustomerPress::Invoice(InvoiceId(9_223_372_036_854_775_807), largest),
            ),
            ("c:invite", CustomerPress::Invite),
            ("c:settings", CustomerPress::Settings),
            ("c:language:kk", CustomerPress::Language(Language::Kazakh)),
            ("c:promo", CustomerPress::Promo),
            ("c:phone", CustomerPress::Phone),
            ("c:consent:9223372036854775807:yes", CustomerPress::Consent(ConsentId(i64::MAX), true)),
            ("c:consent:1:no", CustomerPress::Consent(ConsentId(1), false)),
            ("c:cancel", CustomerPress::Cancel),
        ]
    }

    #[test]
    fn every_kind_of_button_has_an_example() {
        let examples = examples();
        for kind in CustomerPressKind::iter() {
            assert!(examples.iter().any(|(_, press)| CustomerPressKind::from(press) == kind), "{kind:?}");
        }
    }
}
