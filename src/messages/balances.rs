//! The balances of a customer, for the end of messages about a change.

use crate::{
    domain::Language,
    service::ledger::Balances,
    texts::{Html, format, refund},
};

/// Both wallets of points, in the words of `text`.
pub(crate) fn points(language: Language, balances: &Balances, text: fn(Language, &str, &str) -> Html) -> Html {
    text(language, &format::points(language, balances.main), &format::points(language, balances.referral))
}

/// As [`points`], with an explanation where a balance is below zero.
pub(crate) fn points_with_debt(
    language: Language,
    balances: &Balances,
    text: fn(Language, &str, &str) -> Html,
) -> Html {
    Html::lines([points(language, balances, text), points_debt(language, balances)])
}

/// The explanation of a balance below zero; empty where there is none.
pub(crate) fn points_debt(language: Language, balances: &Balances) -> Html {
    if balances.has_points_debt() { refund::points_debt(language) } else { Html::default() }
}
