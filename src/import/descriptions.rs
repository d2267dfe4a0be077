//! The descriptions of entries: fixed Russian phrases by which the earlier bot told kinds of entries apart.

use std::borrow::Cow;

use crate::domain::{EntryKind, Money, Wallet};

const EARNED: &str = "Бонус с накладной #";
const EARNED_ON_BILL: &str = "Бонус со счёта ";
const COUPON: &str = "Бонусы по купону с накладной #";
const REDEEMED: &str = "Оплата по накладной #";
const REFUNDED: &str = "Возврат по накладной #";
const REFUNDED_OF_FRIEND: &str = "Возврат по накладной друга";
const PROMO: &str = "Бонус за промокод";
const FRIEND: &str = "Бонус от друга ";
const GIVEN: &str = "Начисление бонусов (админ)";
const TAKEN: &str = "Списание бонусов (админ)";
const DEBT: &str = "Добавление долга";
const REPAID: &str = "Погашение долга";
const PAID: &str = "Оплата с баланса";
const DEPOSITED: &str = "Пополнение баланса";
const CHARGED: &str = "Списание с баланса";
const EXPIRED: &str = "Сгорание бонусов";
const FROM_CARD: &str = "Перенос с карты ";
const TO_CARD: &str = "Перенос на карту ";

/// The description of an entry in the words of the earlier bot. `amount` is the wallet's, `number` the invoice's.
pub(crate) fn description(kind: EntryKind, amount: Money, number: Option<&str>, note: &str) -> Cow<'static, str> {
    let is_credit = amount.is_positive();
    match (kind, number) {
        (EntryKind::Earn, Some(number)) => format!("{EARNED}{number}").into(),
        (EntryKind::Earn, None) if is_credit && !note.is_empty() => format!("{EARNED_ON_BILL}{note}").into(),
        (EntryKind::Coupon, Some(number)) => format!("{COUPON}{number}").into(),
        (EntryKind::Redeem, Some(number)) => format!("{REDEEMED}{number}").into(),
        (EntryKind::Refund, Some(number)) => format!("{REFUNDED}{number}").into(),
        (EntryKind::Refund, None) => REFUNDED_OF_FRIEND.into(),
        (EntryKind::PromoBonus, _) => PROMO.into(),
        (EntryKind::ReferralReward, _) => format!("{FRIEND}{note}").into(),
        (EntryKind::Debt, _) => DEBT.into(),
        (EntryKind::Repayment, _) => REPAID.into(),
        (EntryKind::Payment, _) => PAID.into(),
        (EntryKind::Deposit, _) => DEPOSITED.into(),
        (EntryKind::Charge, _) => CHARGED.into(),
        (EntryKind::Expire, _) => EXPIRED.into(),
        (EntryKind::Transfer, _) => format!("{}{note}", if is_credit { FROM_CARD } else { TO_CARD }).into(),
        (EntryKind::Earn | EntryKind::Coupon | EntryKind::Redeem | EntryKind::Manual | EntryKind::Opening, _) => {
            if is_credit { GIVEN } else { TAKEN }.into()
        }
    }
}

/// Whether the description of such an entry contains its note.
pub(crate) const fn contains_note(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::Earn | EntryKind::ReferralReward | EntryKind::Transfer)
}

/// What a description means.
pub(crate) struct Meaning<'d> {
    pub(crate) kind: EntryKind,
    pub(crate) note: &'d str,
    /// Whether the earlier bot is known to write such descriptions.
    pub(crate) is_known: bool,
    /// What it says, where entries of that kind do not belong in the wallet, so that the entry is a manual one.
    pub(crate) foreign: Option<EntryKind>,
}

/// Reads the description of an entry. Where its kind does not belong in the wallet, the entry is a manual one with the description
/// as its note.
pub(crate) fn meaning(description: &str, wallet: Wallet, amount: Money) -> Meaning<'_> {
    let meaning = meaning_of_words(description, wallet, amount.is_positive());
    if amount.is_zero() || meaning.kind.allows(wallet, amount) {
        return meaning;
    }
    Meaning { kind: EntryKind::Manual, note: description, is_known: meaning.is_known, foreign: Some(meaning.kind) }
}

/// The meaning of a description alone. An unknown one becomes the note of a manual entry, or of a debt or its repayment.
fn meaning_of_words(description: &str, wallet: Wallet, is_credit: bool) -> Meaning<'_> {
    let known = |kind, note| Meaning { kind, note, is_known: true, foreign: None };
    let transfer = description.strip_prefix(if is_credit { FROM_CARD } else { TO_CARD });
    if let Some(card) = transfer {
        return known(EntryKind::Transfer, card);
    }
    if description.starts_with(REFUNDED) || description == REFUNDED_OF_FRIEND {
        return known(EntryKind::Refund, "");
    }
    if wallet == Wallet::Money {
        match description {
            PAID if !is_credit => return known(EntryKind::Payment, ""),
            CHARGED if !is_credit => return known(EntryKind::Charge, ""),
            DEPOSITED if is_credit => return known(EntryKind::Deposit, ""),
            _ => {}
        }
        let (kind, usual) = if is_credit { (EntryKind::Repayment, REPAID) } else { (EntryKind::Debt, DEBT) };
        let is_known = description == usual;
        return Meaning { kind, note: if is_known { "" } else { description }, is_known, foreign: None };
    }
    match description {
        PROMO => return known(EntryKind::PromoBonus, ""),
        GIVEN if is_credit => return known(EntryKind::Manual, ""),
        TAKEN if !is_credit => return known(EntryKind::Manual, ""),
        EXPIRED if !is_credit => return known(EntryKind::Expire, ""),
        _ => {}
    }
    if let Some(friend) = description.strip_prefix(FRIEND) {
        return known(EntryKind::ReferralReward, friend);
    }
    if is_credit && let Some(bill) = description.strip_prefix(EARNED_ON_BILL) {
        return known(EntryKind::Earn, bill);
    }
    if is_credit && description.starts_with(EARNED) {
        return known(EntryKind::Earn, "");
    }
    if is_credit && description.starts_with(COUPON) {
        return known(EntryKind::Coupon, "");
    }
    if !is_credit && description.starts_with(REDEEMED) {
        return known(EntryKind::Redeem, "");
    }
    Meaning { kind: EntryKind::Manual, note: description, is_known: false, foreign: None }
}

/// The number of an invoice at the end of a description, after a `#`.
pub(crate) fn invoice_number(description: &str) -> Option<&str> {
    description.rsplit_once('#').map(|(_, number)| number.trim_end()).filter(|number| !number.is_empty())
}
