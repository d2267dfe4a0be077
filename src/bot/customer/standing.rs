//! Whether the customer's card can earn and spend.

use crate::{
    bot::context::Context,
    messages::refusal,
    service::{Error, customers},
    texts::Html,
};

/// What is said above every screen of a card that can neither earn nor spend; `None` where it can.
pub(super) fn notice(cx: &Context) -> Option<Html> {
    match customers::require_open(&cx.customer) {
        // To a member of the staff too: it is their own card.
        Err(Error::Refused(why)) => Some(refusal::text(cx.language, cx.shop.format, &why)),
        _ => None,
    }
}
