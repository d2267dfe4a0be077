//! Help, and the customer menu.

use crate::{
    bot::context::Context,
    messages::{
        menu::{self, Offered},
        reply::Reply,
    },
    service::{Result, billing::own},
    texts::menu::{customer_menu, help},
};

/// Shows the commands of the person's role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let keys = cx.menu_keys().await?;
    let is_billed = own::is_billed(&mut cx.tx, cx.customer.customer_id).await?;
    cx.say(Reply::text(help(cx.language, cx.role, is_billed)).keys(keys, None)).await
}

/// Shows the keyboard of customers, to staff too.
pub(crate) async fn menu(cx: &mut Context) -> Result<()> {
    let offered = Offered::to(&mut cx.tx, cx.customer.customer_id).await?;
    let keys = menu::customer_menu_keys(cx.language, cx.role, offered);
    cx.say(Reply::text(customer_menu(cx.language)).keys(keys, None)).await
}
