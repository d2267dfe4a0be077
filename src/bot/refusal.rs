//! Telling a person why the rules say no.

use super::context::Context;
use crate::{
    messages::{menu, refusal, reply::Reply},
    service::{Refusal, Result},
    texts::Html,
};

/// Tells the person why the rules say no. A pressed button is answered as well, so that it does not spin.
pub(super) async fn tell(cx: &mut Context, refusal: &Refusal) -> Result<()> {
    let reply = Reply::text(text(cx, refusal));
    cx.say(match refusal {
        // They may have the keyboard of a role that was taken away.
        Refusal::NotAllowed => reply.keys(menu::keys(cx.language, cx.role), None),
        _ => reply,
    })
    .await
}

/// Why the rules say no, in the person's language.
pub(super) fn text(cx: &Context, refusal: &Refusal) -> Html {
    refusal::text(cx.language, cx.shop.format, refusal)
}
