//! The answer to a refused use case.

use super::context::Context;
use crate::{
    messages::{refusal, reply::Reply},
    service::{Refusal, Result},
    texts::Html,
};

/// Tells the person why the use case was refused.
pub(super) async fn tell(cx: &mut Context, refusal: &Refusal) -> Result<()> {
    let reply = Reply::text(text(cx, refusal));
    let reply = match refusal {
        // The person may still have the keyboard of an earlier role.
        Refusal::NotAllowed => reply.keys(cx.menu_keys().await?, None),
        _ => reply,
    };
    cx.say(reply).await
}

/// The text of a refusal, in the person's language.
pub(super) fn text(cx: &Context, refusal: &Refusal) -> Html {
    match cx.role {
        Some(_) => refusal::staff_text(cx.language, cx.shop.format, refusal),
        None => refusal::text(cx.language, cx.shop.format, refusal),
    }
}
