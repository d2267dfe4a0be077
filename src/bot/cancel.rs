//! `/cancel`: ends the conversation that is under way, else the sale that waits for a customer's consent.

use super::{context::Context, staff::invoice::waiting};
use crate::{messages::reply::Reply, service::Result, texts::common};

/// Ends what is under way, and shows the keyboard of the menu again.
pub(super) async fn show(cx: &mut Context) -> Result<()> {
    cx.answered();
    let text = if cx.leave() {
        common::cancelled(cx.language)
    } else if let Some(cancelled) = waiting::cancel_own(cx).await? {
        cancelled
    } else {
        common::nothing_to_cancel(cx.language)
    };
    cx.drop_buttons().await?;
    let keys = cx.menu_keys().await?;
    cx.say(Reply::text(text).keys(keys, None)).await
}
