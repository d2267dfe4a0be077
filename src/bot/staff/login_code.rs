//! A one-time code with which a member of the staff gets an access token of the HTTP APIs.

use crate::{
    bot::context::Context,
    messages::reply::Reply,
    service::{Result, api_tokens},
    texts::staff_keys as texts,
};

/// Gives a new code, in place of an earlier one.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let caller = cx.caller();
    let code = api_tokens::issue_code(&mut cx.tx, cx.shop.chance.as_ref(), &caller).await?;
    cx.say(Reply::text(texts::login_code(cx.language, code.as_str()))).await
}
