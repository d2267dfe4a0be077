//! What customers are shown of their parcels, in notices and in the chat.

use super::{callback::CustomerPress, outgoing::Buttons, reply::button};
use crate::{
    domain::{Currency, Language, Money, ParcelId, ParcelStatus},
    service::customers::Customer,
    texts::{
        Html,
        format::{self, shortened},
        parcel as texts, shop,
    },
};

/// The longest address of a shop that is shown, in characters.
const MAX_ADDRESS: usize = 200;

/// What comes next for a customer whose parcel has this status. Where it can be picked up, the shop's address is told, which may be
/// empty.
pub(crate) fn next(language: Language, status: ParcelStatus, customer: &Customer, address: &str) -> Html {
    let next = texts::next(language, status, customer.client_code());
    match status {
        ParcelStatus::Delivered => Html::lines([next, place(language, address)]),
        _ => next,
    }
}

/// As [`next`], of several parcels of which some can be picked up.
pub(crate) fn next_of_arrived(language: Language, customer: &Customer, address: &str) -> Html {
    Html::lines([texts::next_arrived(language, customer.client_code()), place(language, address)])
}

fn place(language: Language, address: &str) -> Html {
    match shortened(address, MAX_ADDRESS) {
        address if address.is_empty() => texts::where_unknown(language),
        address => shop::address(language, &address),
    }
}

/// An amount of US dollars.
pub(crate) fn dollars(language: Language, amount: Money) -> String {
    format::money(language, Currency::USD, amount)
}

/// The buttons below a notice: one opens the parcel, or the list where there are several; one ends these notices, or begins them
/// again.
pub(crate) fn notice_buttons(language: Language, parcel: Option<ParcelId>, is_muted: bool) -> Buttons {
    let open = match parcel {
        Some(parcel) => button(texts::button_details(language), CustomerPress::Parcel(parcel, 0).encode()),
        None => button(texts::button_own(language), CustomerPress::Parcels(0).encode()),
    };
    let label = if is_muted { texts::button_unmute(language) } else { texts::button_mute(language) };
    let mute = button(label, CustomerPress::MuteParcels(!is_muted, parcel).encode());
    vec![vec![open, mute]]
}
