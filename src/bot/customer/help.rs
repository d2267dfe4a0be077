//! Help, and the customer menu.

use crate::{
    bot::context::Context,
    messages::{menu, reply::Reply},
    service::Result,
    texts::menu::{customer_menu, help},
};

/// Shows the commands of the person's role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let reply = Reply::text(help(cx.language, cx.role));
    cx.say(reply.keys(menu::keys(cx.language, cx.role), None)).await
}

/// Shows the keyboard of customers, to staff too.
pub(crate) async fn menu(cx: &mut Context) -> Result<()> {
    let reply = Reply::text(customer_menu(cx.language));
    cx.say(reply.keys(menu::customer_menu_keys(cx.language, cx.role), None)).await
}
