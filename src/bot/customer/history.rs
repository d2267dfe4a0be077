//! The history of all wallets, page by page.

use crate::{
    bot::{
        context::Context,
        customer::standing,
        paging::{offset, pages},
    },
    domain::{CustomerId, EntryKind, Language, Wallet},
    messages::{
        ShopFormat, balances,
        callback::CustomerPress,
        outgoing::Buttons,
        reply::{Reply, button, pager},
    },
    service::{
        Result,
        ledger::{self, Entry},
    },
    texts::{
        Html, common,
        format::{self, shortened},
        history, menu,
    },
};

/// Entries of a page.
const SIZE: i64 = 8;
/// The longest reason that is shown, in characters.
const MAX_NOTE: usize = 100;

/// The first page, newest first.
pub(crate) async fn show_first(cx: &mut Context) -> Result<()> {
    show(cx, 0).await
}

/// A page; the last one where there are fewer.
pub(crate) async fn show(cx: &mut Context, page: usize) -> Result<()> {
    let customer = cx.customer.customer_id;
    let (entries, mut buttons) = self::page(cx, customer, page, |page| CustomerPress::History(page).encode()).await?;
    let text = entries.unwrap_or_else(|| history::empty(cx.language));
    let text = Html::paragraphs([standing::notice(cx).unwrap_or_default(), text]);
    buttons.push(vec![
        button(menu::button_balance(cx.language), CustomerPress::Balance.encode()),
        button(menu::button_invoices(cx.language), CustomerPress::Invoices(0).encode()),
    ]);
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// A page of a customer's history, `None` where it is empty, and the buttons to other pages. `to_page` makes their callback
/// data.
pub(crate) async fn page(
    cx: &mut Context,
    customer: CustomerId,
    page: usize,
    to_page: impl Fn(usize) -> String,
) -> Result<(Option<Html>, Buttons)> {
    let (mut entries, count) = ledger::history(&mut cx.tx, customer, SIZE, offset(page, SIZE)).await?;
    let (last, mut page) = (pages(count, SIZE) - 1, page);
    if page > last {
        page = last;
        (entries, _) = ledger::history(&mut cx.tx, customer, SIZE, offset(page, SIZE)).await?;
    }
    let pager = pager(cx.language, page, last + 1, to_page);
    let points_debt = balances::points_debt(cx.language, &ledger::balances(&mut cx.tx, customer, cx.now).await?);
    Ok(((count > 0).then(|| text(cx.language, cx.shop.format, &entries, points_debt)), vec![pager]))
}

fn text(language: Language, shop: ShopFormat, entries: &[Entry], points_debt: Html) -> Html {
    let shown = entries.iter().map(|entry| line(language, shop, entry));
    Html::paragraphs([history::title(language), points_debt].into_iter().chain(shown))
}

fn line(language: Language, shop: ShopFormat, entry: &Entry) -> Html {
    let date = shop.date_time(language, entry.entered_at);
    let what = what_for(language, entry);
    let amount = match entry.wallet {
        Wallet::Main | Wallet::Referral => format::signed_points(language, entry.amount_minor),
        Wallet::Money => format::signed_money(language, shop.currency, entry.amount_minor),
    };
    let wallet = match entry.wallet {
        Wallet::Main => return history::entry(language, &amount, &what, &date),
        Wallet::Referral => common::wallet_referral(language),
        Wallet::Money => history::wallet_money(language),
    };
    history::entry_of_wallet(language, &amount, &what, &wallet, &date)
}

fn what_for(language: Language, entry: &Entry) -> Html {
    let number = entry.number.as_ref().map(|number| number.as_str());
    let note = shortened(&entry.note, MAX_NOTE);
    let note = Some(note.as_str()).filter(|note| !note.is_empty());
    let adds = entry.amount_minor.is_positive();
    match (entry.kind, adds) {
        // Without an invoice, the note is the number of a bill.
        (EntryKind::Earn, _) => match (number, note) {
            (Some(number), _) => history::earned(language, number),
            (None, Some(bill)) => history::earned_on_bill(language, bill),
            (None, None) => history::earned_without_number(language),
        },
        (EntryKind::Coupon, _) => history::coupon(language, note.unwrap_or_default()),
        (EntryKind::Redeem, _) => match number {
            Some(number) => history::redeemed(language, number),
            None => history::redeemed_without_number(language),
        },
        (EntryKind::Refund, false) if entry.wallet == Wallet::Referral => history::refunded_of_friend(language),
        (EntryKind::Refund, _) => match number {
            Some(number) => history::refunded(language, number),
            None => history::refunded_without_number(language),
        },
        (EntryKind::PromoBonus, true) => history::promo_bonus(language),
        (EntryKind::PromoBonus, false) => history::promo_bonus_taken(language),
        (EntryKind::ReferralReward, false) => history::reward_taken(language),
        (EntryKind::ReferralReward, true) => match note {
            Some(name) => history::reward(language, name),
            None => history::reward_without_name(language),
        },
        (EntryKind::Manual, true) => match note {
            Some(reason) => history::given_for(language, reason),
            None => history::given(language),
        },
        (EntryKind::Manual, false) => match note {
            Some(reason) => history::taken_for(language, reason),
            None => history::taken(language),
        },
        (EntryKind::Debt, _) => match (number, note) {
            (Some(number), _) => history::owed_on(language, number),
            (None, Some(reason)) => history::owed_for(language, reason),
            (None, None) => history::owed(language),
        },
        (EntryKind::Repayment, _) => match note {
            Some(reason) => history::repaid_for(language, reason),
            None => history::repaid(language),
        },
        (EntryKind::Payment, _) => history::paid(language),
        (EntryKind::Deposit, _) => match note {
            Some(reason) => history::deposited_for(language, reason),
            None => history::deposited(language),
        },
        (EntryKind::Charge, _) => match note {
            Some(reason) => history::charged_for(language, reason),
            None => history::charged(language),
        },
        (EntryKind::Opening, _) => history::opening(language),
        (EntryKind::Expire, _) => history::expired(language),
        (EntryKind::Transfer, true) => history::transferred_from(language, note.unwrap_or_default()),
        (EntryKind::Transfer, false) => history::transferred_to(language, note.unwrap_or_default()),
    }
}
