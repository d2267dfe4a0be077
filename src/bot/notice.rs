//! Messages that nobody asked for, with the buttons that fit them.

use crate::messages::{
    callback::{CustomerPress, StaffPress},
    outgoing::Outgoing,
    reply::{Reply, button},
};
use crate::{
    domain::Language,
    texts::{Html, menu, staff_invoice},
};

/// A message to a customer about their points: the card to spend them with is a tap away.
pub fn about_points(language: Language, text: Html) -> Outgoing {
    let buttons = vec![vec![
        button(menu::button_card(language), CustomerPress::Card.encode()),
        button(menu::button_balance(language), CustomerPress::Balance.encode()),
    ]];
    Reply::text(text).buttons(buttons).into_new()
}

/// A message to a member of the staff about a sale.
pub fn about_sale(language: Language, text: Html) -> Outgoing {
    let again = button(staff_invoice::button_new_sale(language), StaffPress::NewSale.encode());
    Reply::text(text).buttons(vec![vec![again]]).into_new()
}
