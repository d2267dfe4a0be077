//! A friend's promo code: from a link, from `/promo CODE`, or asked for.

use chrono::Duration;

use crate::{
    bot::{context::Context, dialogue::CustomerDialogue},
    domain::{Code, OperationId, PromoCode},
    messages::{
        callback::CustomerPress,
        reply::{Reply, button},
    },
    notices,
    service::{
        Result,
        customers::{self, Customer},
        referrals::{self as service, PromoOutcome},
        shop,
    },
    texts::{Html, Points, common, promo},
};

/// What promo codes begin with, in either alphabet, and how long a text can be that is meant to be one.
const PREFIXES: [&str; 2] = ["promo", "промо"];
const MAX_LENGTH: usize = 32;

/// `/promo`, alone or with the code.
pub(crate) async fn enter(cx: &mut Context, rest: &str) -> Result<()> {
    if rest.is_empty() { ask(cx).await } else { answer(cx, rest).await }
}

/// Asks for the code; tells a person who cannot use one why not.
pub(crate) async fn ask(cx: &mut Context) -> Result<()> {
    customers::require_open(&cx.customer)?;
    if let Some(outcome) = service::unavailable(&cx.customer) {
        let text = outcome_text(cx, &outcome);
        cx.leave();
        return cx.say(Reply::text(text)).await;
    }
    let question = promo::ask(cx.language);
    ask_with(cx, question).await
}

/// Asks for the code again, below a note about the answer.
pub(super) async fn ask_again(cx: &mut Context, note: Html) -> Result<()> {
    let question = Html::paragraphs([note, promo::ask(cx.language)]);
    ask_with(cx, question).await
}

/// Sends a text and waits for the code.
async fn ask_with(cx: &mut Context, text: Html) -> Result<()> {
    cx.enter(CustomerDialogue::PromoCode);
    let cancel = button(common::button_cancel(cx.language), CustomerPress::Cancel.encode());
    cx.say(Reply::text(text).buttons(vec![vec![cancel]])).await
}

/// A text that should be a promo code. After a wrong one, the conversation waits for another.
pub(crate) async fn answer(cx: &mut Context, text: &str) -> Result<()> {
    let outcome = enter_code(cx, text).await?;
    let text = outcome_text(cx, &outcome);
    if outcome == PromoOutcome::Wrong {
        return ask_with(cx, text).await;
    }
    cx.leave();
    let keys = cx.menu_keys().await?;
    cx.say(Reply::text(text).keys(keys, None)).await
}

/// Enters a code, and notifies the referrer.
pub(super) async fn enter_code(cx: &mut Context, text: &str) -> Result<PromoOutcome> {
    let operation = cx.operation(OperationId::chat(cx.nonce()));
    let code = code_in(text).trim();
    // Some leave the word out, and type the digits alone.
    let code = code.parse::<Code>().map_or_else(|_| code.to_owned(), |code| code.promo().to_string());
    let outcome = service::enter(&mut cx.tx, &operation, cx.person, &cx.customer, &code).await?;
    if let PromoOutcome::Applied { referrer, .. } = &outcome {
        let share = shop::program(&mut cx.tx).await?.referrer_first_purchase;
        notices::referral::friend_came(&mut cx.tx, cx.now, referrer, &cx.customer, share).await?;
        cx.customer = customers::get(&mut cx.tx, cx.customer.customer_id).await?;
    }
    Ok(outcome)
}

/// The text for an outcome, in the person's language.
pub(super) fn outcome_text(cx: &Context, outcome: &PromoOutcome) -> Html {
    let language = cx.language;
    match outcome {
        PromoOutcome::Applied { bonus, .. } if bonus.is_positive() => promo::applied(language, Points(*bonus)),
        PromoOutcome::Applied { .. } => promo::applied_without_bonus(language),
        PromoOutcome::AlreadyUsed => promo::already_used(language),
        PromoOutcome::AlreadyPurchased => promo::already_purchased(language),
        PromoOutcome::Wrong => promo::wrong(language),
        PromoOutcome::NotValidNow => promo::not_valid_now(language),
        PromoOutcome::TooMany { retry_at } => promo::too_many(language, minutes(*retry_at - cx.now)),
    }
}

/// Does this text look like a promo code, or contain one?
pub(super) fn looks_like_code(text: &str) -> bool {
    let word = code_in(text).trim();
    behind_prefix(word).is_some() && word.len() <= MAX_LENGTH && !word.contains(char::is_whitespace)
}

/// Is what a link says meant as a promo code, right or wrong? Everything else tells where the person comes from.
pub(super) fn is_attempt(text: &str) -> bool {
    behind_prefix(code_in(text))
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What follows the beginning of a promo code, where there is one.
fn behind_prefix(word: &str) -> Option<&str> {
    PREFIXES.iter().find_map(|prefix| {
        let end = word.char_indices().nth(prefix.chars().count()).map_or(word.len(), |(end, _)| end);
        (word[..end].to_lowercase() == *prefix).then_some(&word[end..])
    })
}

/// Can this customer still enter a promo code?
pub(super) fn can_enter(customer: &Customer) -> bool {
    service::unavailable(customer).is_none()
}

/// The promo code in a text, which may be a whole link or a friend's message; the text itself where there is none.
fn code_in(text: &str) -> &str {
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    words.find(|word| word.parse::<PromoCode>().is_ok()).unwrap_or(text)
}

/// The wait in whole minutes, rounded up, at least one.
fn minutes(wait: Duration) -> i64 {
    (wait.num_milliseconds().max(1) + 59_999) / 60_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_promo_codes_from_other_texts() {
        for (text, expected) in [
            ("PROMO82423", true),
            (" promo82423 ", true),
            ("Promo1", true),
            ("promo code please", false),
            ("82423", false),
            ("про", false),
            ("Чай: https://t.me/kopilka_bot?start=PROMO82423 !", true),
            ("«promo82423» от Айгүл", true),
            ("промо82423", true),
        ] {
            assert_eq!(looks_like_code(text), expected, "{text:?}");
        }
        assert!(!looks_like_code(&"promo".repeat(800)));
    }

    #[test]
    fn tells_promo_codes_of_links_from_sources() {
        for (text, expected) in [
            ("PROMO82423", true),
            ("promo82423", true),
            ("PROMO1", true),
            ("ПРОМО82423", true),
            ("door", false),
            ("fb_ads", false),
            ("qr-table-5", false),
            ("promo", false),
            ("promo_summer", false),
            ("promotion2026", false),
            ("82423", false),
            ("скидка", false),
            ("про", false),
            ("", false),
        ] {
            assert_eq!(is_attempt(text), expected, "{text:?}");
        }
    }

    #[test]
    fn after_the_minutes_that_were_told_the_next_try_is_free() {
        for (seconds, expected) in [(0, 1), (1, 1), (60, 1), (61, 2), (300, 5)] {
            assert_eq!(minutes(Duration::seconds(seconds)), expected, "{seconds}");
        }
    }
}
