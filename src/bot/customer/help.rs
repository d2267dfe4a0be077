//! What the bot can do, the menu, and the way out of whatever was begun.

use crate::{
    bot::context::Context,
    messages::{menu, reply::Reply},
    service::Result,
    texts::{
        common,
        menu::{customer_menu, help},
    },
};

/// What this person can do, in their role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let reply = Reply::text(help(cx.language, cx.role));
    cx.say(reply.keys(menu::keys(cx.language, cx.role), None)).await
}

/// The keyboard that customers have, for staff too.
pub(crate) async fn menu(cx: &mut Context) -> Result<()> {
    let reply = Reply::text(customer_menu(cx.language));
    cx.say(reply.keys(menu::customer_menu_keys(cx.language, cx.role), None)).await
}

/// Ends what was begun, and puts the keyboard of the menu back.
pub(crate) async fn cancel(cx: &mut Context) -> Result<()> {
    let text = if cx.leave() { common::cancelled(cx.language) } else { common::nothing_to_cancel(cx.language) };
    cx.drop_buttons().await?;
    cx.say(Reply::text(text).keys(menu::keys(cx.language, cx.role), None)).await
}
