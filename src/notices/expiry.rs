//! Points are about to expire: the customer is warned, with a button that opens the card.

use super::to_customer;
use crate::{
    domain::{Language, PointsWallet, expiry},
    messages::{
        callback::CustomerPress,
        reply::{Reply, button},
    },
    service::{
        Result,
        warnings::{Expiring, Warning},
    },
    storage::Tx,
    texts::{Html, Points, expiry as texts, format, menu},
};

/// Warns a customer of all points that are about to expire.
///
/// # Errors
/// The database's.
pub async fn warned(tx: &mut Tx, warning: &Warning) -> Result<()> {
    let notice = |language| {
        Reply::text(text(language, warning)).buttons(vec![vec![
            button(menu::button_card(language), CustomerPress::Card.encode()),
            button(menu::button_balance(language), CustomerPress::Balance.encode()),
        ]])
    };
    to_customer(tx, warning.at, &warning.customer, notice).await
}

/// How many points expire, and when.
fn text(language: Language, warning: &Warning) -> Html {
    let lines = warning.expiring.iter().map(|expiring| line(language, warning, expiring));
    Html::paragraphs([texts::title(language), Html::lines(lines), texts::hint(language)])
}

fn line(language: Language, warning: &Warning, expiring: &Expiring) -> Html {
    let points = Points(expiring.remaining_minor);
    let last_day = expiry::last_moment(expiring.expires_at);
    let is_today = expiry::days_left(warning.zone, warning.at, expiring.expires_at) <= 0;
    let date = format::date(language, warning.zone, last_day);
    match (expiring.wallet, is_today) {
        (PointsWallet::Main, true) => texts::today(language, points),
        (PointsWallet::Main, false) => texts::until(language, points, &date),
        (PointsWallet::Referral, true) => texts::friends_today(language, points),
        (PointsWallet::Referral, false) => texts::friends_until(language, points, &date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Timestamp,
        domain::{CustomerId, Money},
        service::warnings::Customer,
    };

    const NOON: Timestamp = Timestamp(1_795_168_800_000_000);

    fn warning(expiring: &[(i64, PointsWallet, i64)]) -> Warning {
        let zone = chrono_tz::Asia::Almaty;
        let customer = Customer::unnamed(CustomerId(1), NOON);
        let expiring = expiring.iter().map(|(days, wallet, minor)| Expiring {
            expires_at: expiry::end_of_day(zone, NOON, *days),
            wallet: *wallet,
            remaining_minor: Money::from_minor(*minor),
        });
        Warning { customer, expiring: expiring.collect(), zone, at: NOON }
    }

    #[test]
    fn the_warning_in_every_language() {
        let warning = warning(&[
            (0, PointsWallet::Main, 1_50),
            (0, PointsWallet::Referral, 2_00),
            (7, PointsWallet::Main, 1_500_00),
            (14, PointsWallet::Referral, 21_00),
        ]);
        let shown: Vec<String> = Language::ALL.iter().map(|language| text(*language, &warning).into_string()).collect();
        insta::assert_snapshot!(shown.join("\n---\n").replace('\u{a0}', " "));
    }
}
