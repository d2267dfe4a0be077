//! The menu of staff.

use crate::{
    bot::context::Context,
    domain::{Language, Role},
    messages::{menu, reply::Reply},
    service::Result,
    texts::{common, menu as texts},
};

/// Shows the person's role, and the keyboard of the role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let Some(role) = cx.role else { return Ok(()) };
    cx.say(screen(cx.language, role)).await
}

/// The role, and its keyboard.
pub(super) fn screen(language: Language, role: Role) -> Reply {
    let text = texts::staff_menu(language, &common::role(language, role));
    Reply::text(text).keys(menu::keys(language, Some(role)), None)
}
