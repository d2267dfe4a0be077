//! Messages that nobody asked for, with the buttons that fit them.

use super::{
    customer::CustomerPress,
    outgoing::Outgoing,
    reply::{Reply, button},
};
use crate::{
    domain::Language,
    texts::{Html, menu},
};

/// A message to a customer about their points: the card to spend them with is a tap away.
pub fn about_points(language: Language, text: Html) -> Outgoing {
    let buttons = vec![vec![
        button(menu::button_card(language), CustomerPress::Card.encode()),
        button(menu::button_balance(language), CustomerPress::Balance.encode()),
    ]];
    Reply::text(text).buttons(buttons).into_new()
}
