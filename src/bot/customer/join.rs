//! `/start`: the welcome of a new person, and of one who is known.

use super::{link, promo, standing};
use crate::{
    bot::context::Context,
    domain::{CardCode, Language},
    messages::{
        callback::CustomerPress,
        outgoing::{Button, Buttons},
        person,
        reply::{Reply, button},
    },
    service::{Result, customers::Customer, ledger, referrals::PromoOutcome, shop, sources},
    texts::{Html, Points, common, format::shortened, join, phone, promo::button_promo, settings},
};

/// `/start`, alone or with what a link says: a promo code, or the source by which the person comes. The card exists already, so
/// nothing is asked first. The link of a card's QR code, which is for the till, is a plain start; that of a bill or an invoice opens it
/// where it is theirs.
pub(crate) async fn start(cx: &mut Context, rest: &str) -> Result<()> {
    let payload = rest.split_whitespace().next();
    let target = payload.and_then(link::target);
    if let Some(target) = &target
        && link::open(cx, target).await?
    {
        return Ok(());
    }
    let outcome = match payload.filter(|_| target.is_none()) {
        Some(digits) if digits.parse::<CardCode>().is_ok() => None,
        Some(code) if promo::is_attempt(code) => Some(promo::enter_code(cx, code).await?),
        Some(source) => {
            sources::note(&mut cx.tx, cx.customer.customer_id, source, cx.now, cx.is_new).await?;
            None
        }
        None => None,
    };
    let (language, is_new) = (cx.language, cx.is_new);
    let greeting = if is_new { welcome(cx).await? } else { welcome_back(cx).await? };
    let promo = outcome.as_ref().map(|outcome| promo::outcome_text(cx, outcome)).unwrap_or_default();
    let how = if is_new { join::how(language, cx.customer.code.as_str()) } else { Html::default() };
    let notice = standing::notice(cx).unwrap_or_default();
    let reply = Reply::text(Html::paragraphs([greeting, notice, promo, how]));
    let keys = cx.menu_keys().await?;
    cx.say(reply.keys(keys, None)).await?;
    if cx.role.is_some() {
        // At the start of the bot, an owner who had never written had no chat to show commands in.
        cx.set_commands(cx.person, language, cx.role).await?;
    }
    if is_new {
        let took_promo = matches!(outcome, Some(PromoOutcome::Applied { .. }));
        let reply = match cx.role {
            None => Reply::text(join::offer(language)).buttons(offers(language, &cx.customer, took_promo)),
            Some(role) => {
                Reply::text(join::staff(language, &common::role(language, role))).buttons(vec![language_row(language)])
            }
        };
        cx.say(reply).await?;
    }
    Ok(())
}

async fn welcome(cx: &mut Context) -> Result<Html> {
    let shop = shop::organization(&mut cx.tx).await?.name;
    let name = person::given_name(&cx.customer);
    Ok(match shortened(&shop, person::MAX_NAME).as_str() {
        "" => join::welcome_unnamed(cx.language, &name),
        shop => join::welcome(cx.language, &name, shop),
    })
}

async fn welcome_back(cx: &mut Context) -> Result<Html> {
    let points = ledger::balances(&mut cx.tx, cx.customer.customer_id, cx.now).await?.all_points();
    Ok(join::back(cx.language, &person::given_name(&cx.customer), Points(points)))
}

fn language_row(language: Language) -> Vec<Button> {
    vec![button(settings::button_language(language), CustomerPress::Settings.encode())]
}

fn offers(language: Language, customer: &Customer, took_promo: bool) -> Buttons {
    let mut rows = vec![language_row(language)];
    if customer.phone.is_none() {
        rows.push(vec![button(phone::button_add(language), CustomerPress::Phone.encode())]);
    }
    if !took_promo {
        rows.push(vec![button(button_promo(language), CustomerPress::Promo.encode())]);
    }
    rows
}
