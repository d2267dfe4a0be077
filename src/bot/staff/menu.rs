//! The menu of staff.

use crate::{
    bot::context::Context,
    domain::{Language, Role},
    messages::{menu, reply::Reply},
    service::Result,
    texts::{common, menu as texts},
};

/// Shows who one is here, and the keyboard of one's role.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let Some(role) = cx.role else { return Ok(()) };
    cx.say(screen(cx.language, role)).await
}

/// What a member of the staff is, and the keyboard for it.
pub(super) fn screen(language: Language, role: Role) -> Reply {
    let text = texts::staff_menu(language, &common::role(language, role));
    Reply::text(text).keys(menu::keys(language, Some(role)), None)
}
