//! The webhooks, for owners: where events are sent, and how that goes.

use super::keys;
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
        webhooks::{self, Listed},
    },
    texts::{Html, format, staff_webhooks as texts},
};

/// Webhooks on a page.
const PAGE: usize = 5;
/// The longest URL in a list, in characters.
const URL_IN_LIST: usize = 120;
/// The longest host on a button, in characters.
const HOST_ON_BUTTON: usize = 30;

/// Shows a page of the webhooks, the oldest first.
pub(crate) async fn show(cx: &mut Context, page: usize) -> Result<()> {
    let caller = cx.caller();
    let all = webhooks::list(&mut cx.tx, &caller).await?;
    let pages = all.len().div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let shown: Vec<&Listed> = all.iter().skip(page * PAGE).take(PAGE).collect();
    let language = cx.language;
    let text = match shown[..] {
        [] => texts::webhooks_none(language),
        _ => texts::webhooks(language, &Html::paragraphs(shown.iter().map(|listed| state(cx, listed)))),
    };
    let numbered = shown.iter().zip(page * PAGE + 1..);
    let mut buttons: Buttons =
        numbered.map(|(listed, number)| vec![webhook_button(language, listed, number)]).collect();
    buttons.push(pager(language, page, pages, |page| StaffPress::Webhooks(page).encode()));
    buttons.push(vec![button(texts::button_new(language), StaffPress::NewWebhook.encode())]);
    buttons.push(vec![keys::keys_button(language)]);
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// What is known of a webhook.
pub(super) fn state(cx: &Context, listed: &Listed) -> Html {
    let Listed { webhook, waiting, given_up } = listed;
    let language = cx.language;
    let moment = |at| format::date_time(language, cx.shop.format.timezone, at);
    let arrived = webhook.last_success_at;
    let failed = webhook.last_failure_at.zip(webhook.last_failure);
    let lines = [
        Some(texts::events(language, webhook.events)),
        Some(arrived.map_or_else(|| texts::nothing_arrived(language), |at| texts::arrived(language, &moment(at)))),
        failed.map(|(at, fault)| texts::failed(language, &moment(at), &texts::fault(language, fault))),
        (*waiting > 0).then(|| texts::waiting(language, *waiting)),
        (*given_up > 0).then(|| texts::given_up(language, *given_up)),
        webhook.gone_at.map(|at| texts::gone(language, &moment(at))),
    ];
    let url = texts::url_line(language, webhook.host(), &format::shortened(&webhook.url, URL_IN_LIST));
    Html::lines([url].into_iter().chain(lines.into_iter().flatten().map(|line| Html::escaped(&line))))
}

fn webhook_button(language: Language, listed: &Listed, number: usize) -> Button {
    let host = format::shortened(listed.webhook.host(), HOST_ON_BUTTON);
    button(texts::button_webhook(language, &host, number), StaffPress::Webhook(listed.webhook.webhook_id).encode())
}

/// The button to the webhooks.
pub(super) fn webhooks_button(language: Language) -> Button {
    button(texts::button_webhooks(language), StaffPress::Webhooks(0).encode())
}
