//! A card is asked for from another Telegram account of the same phone number: staff who may decide are asked, and both accounts
//! are told how it was decided.

use std::collections::BTreeSet;

use super::{to_customer, to_person};
use crate::{
    clock::Timestamp,
    domain::{Language, Permission, Phone, Role, TelegramId},
    messages::{
        ShopFormat,
        callback::StaffPress,
        outgoing, person,
        reply::{Reply, button},
    },
    service::{
        Result,
        customers::{self, CodeAfterMerge, Customer, MergePreview, Merged, Moved},
        ledger,
        outbox::Priority,
        staff,
    },
    storage::Tx,
    texts::{Html, Points, format, phone as texts, staff_profile},
};

/// How much of the notes is shown, in characters.
const NOTES: usize = 500;

/// Asks all members of the staff who may decide, and the owners by configuration.
///
/// # Errors
/// The database's.
pub async fn ask(
    tx: &mut Tx,
    at: Timestamp,
    shop: ShopFormat,
    owners: &[TelegramId],
    (card, asker): (&Customer, &Customer),
    phone: &Phone,
) -> Result<()> {
    let may_decide = |role: Role| role.allows(Permission::MoveCard);
    let members = staff::list(tx).await?;
    let deciding = members.iter().filter(|member| may_decide(member.role)).map(|member| member.telegram_id);
    let deciding: BTreeSet<TelegramId> = deciding.chain(owners.iter().copied()).collect();
    let is_own_invitation = customers::invited_each_other(tx, card, asker).await?;
    let preview = customers::merge_preview(tx, asker, card, at).await?;
    for person in deciding {
        let question = |language| {
            let buttons = vec![
                vec![button(
                    texts::button_move(language),
                    StaffPress::MoveCard(card.customer_id, asker.customer_id).encode(),
                )],
                vec![button(
                    texts::button_keep(language),
                    StaffPress::KeepCard(card.customer_id, asker.customer_id).encode(),
                )],
            ];
            let warning = if is_own_invitation { texts::move_own_invitation(language) } else { Html::default() };
            let merged = merged(language, shop, &preview);
            let text = Html::paragraphs([question(language, shop, card, asker, phone), merged, warning]);
            Reply::text(text).buttons(buttons)
        };
        to_person(tx, at, person, question).await?;
    }
    Ok(())
}

fn question(language: Language, shop: ShopFormat, card: &Customer, asker: &Customer, phone: &Phone) -> Html {
    let joined = shop.date(language, asker.joined_at);
    let ask = texts::move_ask(language, phone, &person::name(asker), asker.code.as_str(), &joined);
    let visited = shop.date(language, card.visited_at);
    let of = texts::move_of(language, &person::name(card), card.code.as_str(), &visited);
    let advice = if card.gone_at.is_some() { texts::move_gone(language) } else { texts::move_alive(language) };
    Html::paragraphs([Html::lines([ask, of]), advice])
}

/// What one card of both will have, where the two differ.
fn merged(language: Language, shop: ShopFormat, preview: &MergePreview) -> Html {
    let MergePreview { name, group, credit_limit, notes, is_blocked, is_inactive } = preview;
    let lines = [
        name.as_deref().map(|name| texts::move_merged_name(language, name)),
        group.as_deref().map(|group| staff_profile::group(language, group)),
        credit_limit.map(|limit| texts::move_merged_limit(language, &shop.money(language, limit))),
        notes.as_deref().map(|notes| staff_profile::notes(language, &format::shortened(notes, NOTES))),
        is_blocked.then(|| staff_profile::is_blocked(language)),
        is_inactive.then(|| staff_profile::is_inactive(language)),
    ];
    let lines: Vec<Html> = lines.into_iter().flatten().collect();
    if lines.is_empty() {
        Html::default()
    } else {
        Html::lines([texts::move_merged(language)].into_iter().chain(lines))
    }
}

/// Tells the person that the card is theirs now, and the account that had it that it has it no more.
///
/// # Errors
/// The database's.
pub async fn moved(tx: &mut Tx, at: Timestamp, moved: &Moved) -> Result<()> {
    let card = &moved.card;
    let points = ledger::balances(tx, card.customer_id, at).await?.all_points();
    let merged = moved.merged;
    to_customer(tx, at, card, |language| {
        let claimed = texts::claimed(language, card.code.as_str(), Points(points));
        Reply::text(Html::paragraphs([claimed, after_merge(language, merged)]))
    })
    .await?;
    rewarded(tx, at, card, merged).await?;
    lost(tx, at, moved).await
}

/// What the merge of two cards changed beside their sums, for the person; empty where nothing did.
pub fn after_merge(language: Language, merged: Merged) -> Html {
    let own_invitation = match merged.own_invitation {
        None => Html::default(),
        Some(points) if points.is_positive() => texts::own_invitation(language, Points(points)),
        Some(_) => texts::own_invitation_void(language),
    };
    let code = match merged.code {
        CodeAfterMerge::Unchanged | CodeAfterMerge::Rewarded(..) => Html::default(),
        CodeAfterMerge::TakenBack(points) if points.is_positive() => texts::code_taken_back(language, Points(points)),
        CodeAfterMerge::TakenBack(_) => texts::code_void(language),
    };
    Html::paragraphs([own_invitation, code])
}

/// Tells the referrer whose code was entered on one of two cards that were merged, where they got a reward for the other.
///
/// # Errors
/// The database's.
pub async fn rewarded(tx: &mut Tx, at: Timestamp, card: &Customer, merged: Merged) -> Result<()> {
    match merged.code {
        CodeAfterMerge::Rewarded(referrer, points) => super::sale::rewarded(tx, at, referrer, card, points).await,
        CodeAfterMerge::Unchanged | CodeAfterMerge::TakenBack(_) => Ok(()),
    }
}

/// Tells the account that had a card that it has it no more.
///
/// # Errors
/// The database's.
pub async fn lost(tx: &mut Tx, at: Timestamp, moved: &Moved) -> Result<()> {
    let Some((card, before)) = moved.from.as_ref().and_then(|card| Some((card, card.telegram_id?))) else {
        return Ok(());
    };
    // No card is tied to the account any more, so its language is that of the card which it had.
    let text = texts::lost(card.speaks(), card.code.as_str());
    outgoing::put(tx, before, Priority::Notice, Reply::text(text).into_new(), at).await
}

/// Tells the person that the shop did not agree.
///
/// # Errors
/// The database's.
pub async fn refused(tx: &mut Tx, at: Timestamp, asker: &Customer) -> Result<()> {
    to_customer(tx, at, asker, |language| Reply::text(texts::move_refused(language))).await
}
