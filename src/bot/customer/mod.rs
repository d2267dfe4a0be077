//! The screens of customers, a file each.

pub(super) mod balance;
pub(super) mod card;
pub(super) mod help;
pub(super) mod history;
pub(super) mod invite;
pub(super) mod invoices;
pub(super) mod join;
pub(super) mod profile;
pub(super) mod promo;
pub(super) mod settings;
pub(super) mod shop;

use serde::{Deserialize, Serialize};

use super::context::Context;
use crate::service::Result;

/// A button of a customer's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CustomerPress {}

impl CustomerPress {
    /// Reads what follows `c:` in the callback data.
    pub(super) fn decode(_parts: &[&str]) -> Option<Self> {
        None
    }
}

/// What a conversation with a customer waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CustomerDialogue {
    /// A promo code.
    PromoCode,
}

/// A button was pressed.
pub(super) async fn press(_cx: &mut Context<'_>, press: CustomerPress) -> Result<()> {
    match press {}
}

/// An answer to what a conversation waits for.
pub(super) async fn answer(_cx: &mut Context<'_>, _dialogue: CustomerDialogue, _text: &str) -> Result<()> {
    Ok(())
}

/// A text that nothing waits for.
pub(super) async fn free_text(_cx: &mut Context<'_>, _text: &str) -> Result<()> {
    Ok(())
}

/// A shared contact, the person's own or another's.
pub(super) async fn contact(_cx: &mut Context<'_>, _phone: &str, _is_own: bool) -> Result<()> {
    Ok(())
}
