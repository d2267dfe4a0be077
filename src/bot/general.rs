//! Answers that belong to no screen of customers or staff.

use super::context::Context;
use crate::{
    messages::reply::Reply,
    service::{Result, told_once::Subject},
    texts::common,
};

/// An unknown command.
pub(super) async fn unknown_command(cx: &mut Context) -> Result<()> {
    cx.say(Reply::text(common::unknown_command(cx.language))).await
}

/// An edited message changes nothing. That is said once for each message, however often it is edited.
pub(super) async fn edited(cx: &mut Context) -> Result<()> {
    let subject = cx.sent().map(|sent| Subject::Edit(sent.message_id));
    if !cx.is_first(subject).await? {
        return Ok(());
    }
    cx.say(Reply::text(common::edited(cx.language))).await
}

/// A message that is neither a text nor a contact. That is said once for each album.
pub(super) async fn text_and_buttons_only(cx: &mut Context) -> Result<()> {
    if !cx.is_first_of_album().await? {
        return Ok(());
    }
    cx.say(Reply::text(common::text_and_buttons_only(cx.language))).await
}

/// A button that this version does not know.
pub(super) async fn outdated_button(cx: &mut Context) -> Result<()> {
    cx.alert(common::button_outdated(cx.language));
    Ok(())
}
