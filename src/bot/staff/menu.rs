//! The menu of staff.

use crate::{
    bot::context::Context,
    messages::reply::Reply,
    service::Result,
    texts::{common, menu as texts},
};

/// Shows the person's role, and the keyboard of the role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let Some(role) = cx.role else { return Ok(()) };
    let text = texts::staff_menu(cx.language, &common::role(cx.language, role));
    let keys = cx.menu_keys().await?;
    cx.say(Reply::text(text).keys(keys, None)).await
}
