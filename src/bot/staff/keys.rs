//! The keys of the HTTP APIs, for owners.

use crate::{
    bot::context::Context,
    domain::Language,
    messages::{
        callback::StaffPress,
        outgoing::{Button, Buttons},
        reply::{Reply, button, pager},
    },
    service::{
        Result,
        api_keys::{self, Key},
        api_tokens,
    },
    texts::{Html, format, staff_keys as texts, staff_webhooks as webhooks},
};

/// Keys on a page.
const PAGE: usize = 5;
/// The longest name on a button, in characters.
const NAME_ON_BUTTON: usize = 16;

/// Shows the first page of the keys.
pub(crate) async fn show_first(cx: &mut Context) -> Result<()> {
    show(cx, 0).await
}

/// Shows a page of the keys: those that work, then those that have ended, the newest first.
pub(crate) async fn show(cx: &mut Context, page: usize) -> Result<()> {
    let caller = cx.caller();
    let mut keys = api_keys::list(&mut cx.tx, &caller).await?;
    keys.reverse();
    keys.sort_by_key(|key| !key.is_valid(cx.now));
    let pages = keys.len().div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let shown: Vec<&Key> = keys.iter().skip(page * PAGE).take(PAGE).collect();
    let language = cx.language;
    let text = match shown[..] {
        [] => texts::keys_none(language),
        _ => texts::keys(language, &Html::paragraphs(shown.iter().map(|key| line(cx, key)))),
    };
    let secrets = api_tokens::secrets(&mut cx.tx, cx.shop.chance.as_ref(), cx.now).await?;
    let text = Html::paragraphs([text, texts::tenant_key(language, &secrets.tenant_key)]);
    let mut buttons: Buttons = shown.iter().map(|key| vec![key_button(language, key)]).collect();
    buttons.push(pager(language, page, pages, |page| StaffPress::Keys(page).encode()));
    buttons.push(vec![button(texts::button_new(language), StaffPress::NewKey.encode())]);
    buttons.push(vec![button(webhooks::button_webhooks(language), StaffPress::Webhooks(0).encode())]);
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// What is known of a key.
pub(super) fn line(cx: &Context, key: &Key) -> Html {
    let language = cx.language;
    let moment = |at| format::date_time(language, cx.shop.format.timezone, at);
    let used = match key.last_used_at {
        Some(last) => texts::used(language, key.uses, &moment(last)),
        None => texts::unused(language),
    };
    let state = match (key.revoked_at, key.expires_at) {
        (Some(revoked), _) => texts::revoked(language, &moment(revoked)),
        (None, Some(ends)) if ends <= cx.now => texts::ended(language, &moment(ends)),
        (None, Some(ends)) => texts::until(language, &moment(ends)),
        (None, None) => texts::forever(language),
    };
    let scopes = texts::scopes(language, key.scopes);
    texts::key_line(language, &texts::name(language, &key.name), &key.shown, &scopes, &used, &state)
}

fn key_button(language: Language, key: &Key) -> Button {
    let name = format::shortened(&texts::name(language, &key.name), NAME_ON_BUTTON);
    button(texts::button_key(language, &name, &key.shown), StaffPress::Key(key.key_id).encode())
}

/// The button back to the keys.
pub(super) fn keys_button(language: Language) -> Button {
    button(texts::button_keys(language), StaffPress::Keys(0).encode())
}
