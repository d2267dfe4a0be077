//! What a customer has, below a message about something that changed it.

use crate::{
    domain::Language,
    service::ledger::Balances,
    texts::{Html, format, refund},
};

/// Both wallets of points, in the words of `text`.
pub(crate) fn points(language: Language, balances: &Balances, text: fn(Language, &str, &str) -> Html) -> Html {
    text(language, &format::points(language, balances.main), &format::points(language, balances.referral))
}

/// As [`points`], and what points below zero mean where there are any.
pub(crate) fn points_with_debt(
    language: Language,
    balances: &Balances,
    text: fn(Language, &str, &str) -> Html,
) -> Html {
    Html::lines([points(language, balances, text), points_debt(language, balances)])
}

/// What points below zero mean; empty where there are none.
pub(crate) fn points_debt(language: Language, balances: &Balances) -> Html {
    if balances.has_points_debt() { refund::points_debt(language) } else { Html::default() }
}
