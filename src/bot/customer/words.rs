//! Plain words in place of a command or a key of the menu: "баланс", "my card".

use super::{balance, bills, card, help, history, invite, invoices, profile, settings, shop};
use crate::{
    bot::{cancel, context::Context, staff::parcels},
    service::Result,
    texts::typed_words::Typed,
};

/// The words that open a screen, and that for the end of what is under way.
const SCREENS: [Typed; 13] = [
    Typed::Balance,
    Typed::Card,
    Typed::History,
    Typed::Invoices,
    Typed::Bills,
    Typed::Parcels,
    Typed::Invite,
    Typed::Shop,
    Typed::Profile,
    Typed::Settings,
    Typed::Help,
    Typed::Menu,
    Typed::Cancel,
];

/// Opens the screen that a text stands for, and ends the conversation that is under way. False where the text stands for none.
pub(in crate::bot) async fn open(cx: &mut Context, text: &str) -> Result<bool> {
    let Some(screen) = Typed::among(text, &SCREENS) else { return Ok(false) };
    if screen == Typed::Cancel {
        cancel::show(cx).await?;
        return Ok(true);
    }
    cx.leave();
    match screen {
        Typed::Balance => balance::show(cx).await?,
        Typed::Card => card::show(cx).await?,
        Typed::History => history::show_first(cx).await?,
        Typed::Invoices => invoices::list_first(cx).await?,
        Typed::Bills => bills::show(cx).await?,
        Typed::Parcels => parcels::menu::command(cx, "").await?,
        Typed::Invite => invite::show(cx).await?,
        Typed::Shop => shop::show(cx).await?,
        Typed::Profile => profile::show(cx).await?,
        Typed::Settings => settings::show(cx).await?,
        Typed::Menu => help::menu(cx).await?,
        _ => help::show(cx).await?,
    }
    Ok(true)
}
