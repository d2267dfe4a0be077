//! Help, and the customer menu.

use crate::{
    bot::context::Context,
    messages::{menu, reply::Reply},
    service::{Result, parcels},
    texts::menu::{customer_menu, help},
};

/// Shows the commands of the person's role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let keys = cx.menu_keys().await?;
    cx.say(Reply::text(help(cx.language, cx.role)).keys(keys, None)).await
}

/// Shows the keyboard of customers, to staff too.
pub(crate) async fn menu(cx: &mut Context) -> Result<()> {
    let has_parcels = parcels::are_there(&mut cx.tx).await?;
    let keys = menu::customer_menu_keys(cx.language, cx.role, has_parcels);
    cx.say(Reply::text(customer_menu(cx.language)).keys(keys, None)).await
}
