//! The screens of customers, a file each.
//!
//! A screen that a button opens takes the place of the one with the button; what asks for something is a message of its own.

pub(super) mod balance;
pub(super) mod card;
mod consent;
pub(super) mod help;
pub(super) mod history;
pub(super) mod invite;
pub(super) mod invoices;
pub(super) mod join;
mod phone;
pub(super) mod profile;
pub(super) mod promo;
pub(super) mod refunds;
pub(super) mod settings;
pub(super) mod shop;

use serde::{Deserialize, Serialize};

use super::{context::Context, menu};
use crate::messages::reply::Reply;
use crate::{
    domain::{ConsentId, InvoiceId, Language, Phone},
    service::Result,
    texts::common,
};

/// The longest name of a person or a shop that is shown, in characters.
const MAX_NAME: usize = 64;

/// A button of a customer's screen. Pages count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CustomerPress {
    Balance,
    Card,
    History(usize),
    Invoices(usize),
    /// An invoice, and the page of the list that leads back from it.
    Invoice(InvoiceId, usize),
    Invite,
    Settings,
    Language(Language),
    /// Begins to enter a promo code.
    Promo,
    /// Begins to share the own phone number.
    Phone,
    /// Agrees to a spend, or not.
    Consent(ConsentId, bool),
    /// Ends what was begun.
    Cancel,
}

impl CustomerPress {
    /// What the button carries.
    pub(super) fn encode(&self) -> String {
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

/// What a conversation with a customer waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CustomerDialogue {
    /// A promo code.
    PromoCode,
    /// The own phone number, shared by the key of the keyboard.
    OwnPhone,
}

/// A button was pressed.
pub(super) async fn press(cx: &mut Context, press: CustomerPress) -> Result<()> {
    match press {
        CustomerPress::Balance => balance::show(cx).await,
        CustomerPress::Card => card::show(cx).await,
        CustomerPress::History(page) => history::show(cx, page).await,
        CustomerPress::Invoices(page) => invoices::list(cx, page).await,
        CustomerPress::Invoice(invoice, page) => invoices::open(cx, invoice, page).await,
        CustomerPress::Invite => invite::show(cx).await,
        CustomerPress::Settings => settings::show(cx).await,
        CustomerPress::Language(language) => settings::choose(cx, language).await,
        CustomerPress::Promo => promo::ask(cx).await,
        CustomerPress::Phone => phone::ask(cx).await,
        CustomerPress::Consent(consent, agrees) => consent::answer(cx, consent, agrees).await,
        CustomerPress::Cancel => help::cancel(cx).await,
    }
}

/// An answer to what a conversation waits for.
pub(super) async fn answer(cx: &mut Context, dialogue: CustomerDialogue, text: &str) -> Result<()> {
    match dialogue {
        CustomerDialogue::PromoCode => promo::answer(cx, text).await,
        CustomerDialogue::OwnPhone => phone::remind(cx, text).await,
    }
}

/// A text that nothing waits for.
pub(super) async fn free_text(cx: &mut Context, text: &str) -> Result<()> {
    if cx.is_new {
        // Whoever says hello instead of pressing Start is as welcome.
        return join::start(cx, if promo::looks_like_one(text) { text } else { "" }).await;
    }
    if promo::looks_like_one(text) {
        return promo::answer(cx, text).await;
    }
    if Phone::parse(text).is_ok() {
        return phone::remind(cx, text).await;
    }
    let reply = Reply::text(common::not_understood(cx.language));
    cx.say(reply.keys(menu::keys(cx.language, cx.role), None)).await
}

/// A shared contact, the person's own or another's.
pub(super) async fn contact(cx: &mut Context, phone: &str, is_own: bool) -> Result<()> {
    phone::shared(cx, phone, is_own).await
}

/// A page or a position, as a button carries it.
fn number(text: &str) -> Option<usize> {
    let number: u32 = text.parse().ok()?;
    usize::try_from(number).ok()
}

/// How many pages of `size` a list of `count` has; at least one.
fn pages(count: i64, size: i64) -> usize {
    usize::try_from((count.max(1) - 1) / size + 1).unwrap_or(usize::MAX)
}

/// How many rows come before a page, counted from 0, in pages of `size`.
fn offset(page: usize, size: i64) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX).saturating_mul(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::callback::{Callback, LIMIT};

    #[test]
    fn buttons_of_long_ago_are_understood() {
        let largest = u32::MAX as usize;
        let cases = [
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
        ];
        for (data, press) in cases {
            assert!(data.len() <= LIMIT, "{data}");
            assert_eq!(press.encode(), data);
            assert_eq!(Callback::decode(data), Some(Callback::Customer(press)), "{data}");
        }
    }

    #[test]
    fn what_no_button_carried_is_nothing() {
        for data in [
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
        ] {
            assert_eq!(Callback::decode(data), None, "{data}");
        }
    }

    #[test]
    fn a_list_has_as_many_pages_as_it_needs() {
        for (count, expected) in [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)] {
            assert_eq!(pages(count, 8), expected, "{count}");
        }
    }
}
