//! Concurrent requests that compete for the same points spend exactly what there is.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use kopilka::{
    domain::{PointsWallet, Role},
    service::{Refusal, customers::Customer, points::Direction, referrals::PromoOutcome},
};

use crate::{
    on_both,
    shop::{Shop, money, redeeming, refusal},
};

use PointsWallet::{Main, Referral};

/// Spends 30 hundredths in one of four ways. Returns whether there were enough points; panics on any other refusal.
async fn try_to_spend(shop: &Shop, anna: &Customer, wallet: PointsWallet, how: usize) -> bool {
    let refused = match how % 4 {
        0 => shop.issues(anna, &redeeming(1_00, wallet, Some(30))).await.err(),
        1 => shop.adjusts(&shop.staff(Role::Manager), anna, wallet, Direction::Take, 30, "списание").await.err(),
        2 => shop.holds(anna, wallet, 30).await.err(),
        // A hold that is captured at once.
        _ => match shop.holds(anna, wallet, 30).await {
            Ok(held) => shop.captures(&held, None).await.err(),
            Err(error) => Some(error),
        },
    };
    match refused {
        None => true,
        Some(error) => match refusal::<()>(Err(error)) {
            Refusal::NotEnoughPoints { available } if available < money(30) => false,
            other => panic!("{how}: {other:?}"),
        },
    }
}

on_both! {
    async fn fifty_parallel_spends_of_four_kinds_spend_exactly_the_balance(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.changes_settings(&mut db.raw().await, "invoice_bonus_bp = 0").await;
        for (person, wallet) in [(1, Main), (2, Referral)] {
            let anna = shop.welcomes(person, "Анна").await;
            for lot in [300, 1, 699] {
                shop.gives(&anna, wallet, lot).await;
            }
            let spent = join_all((0..50).map(|how| try_to_spend(&shop, &anna, wallet, how))).await;
            assert_eq!(spent.into_iter().filter(|spent| *spent).count(), 33);
            assert_eq!(shop.balances(&anna).await.points(wallet), money(10));
            shop.assert_sound().await;
        }
    }

    async fn fifty_parallel_invoices_that_redeem_all_points_redeem_them_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.changes_settings(&mut db.raw().await, "invoice_bonus_bp = 0").await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 10_00).await;
        let draft = redeeming(7_00, Main, None);
        let issued = join_all((0..50).map(|_| shop.issues(&anna, &draft))).await;
        let redeemed: i64 = issued.into_iter().map(|issued| issued.unwrap().quote.redeemed.minor()).sum();
        assert_eq!((redeemed, shop.amounts(&anna).await), (10_00, (0, 0, 0)));
        shop.assert_sound().await;
    }

    async fn ten_thousand_promo_codes_reveal_nothing_beyond_the_limit_of_attempts(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut friends = Vec::new();
        for person in 1..=100 {
            friends.push(shop.welcomes(person, "Друг").await);
        }
        // Among the wrong codes are those of people who joined later and therefore cannot be referrers. The last code is right.
        let mut codes: Vec<String> = (0..59).map(|number| format!("PROMO{number:05}")).collect();
        for person in 201..=240 {
            codes.push(shop.welcomes(person, "Позже").await.code.promo().to_string());
        }
        let right = friends[0].code.promo().to_string();
        let attempts = |(number, friend)| {
            let (shop, codes, right) = (&shop, &codes, &right);
            async move {
                // Each begins with another code, and tries ten at once.
                let tried: Vec<&String> = codes.iter().cycle().skip(number).take(codes.len()).chain([right]).collect();
                let mut outcomes = Vec::new();
                for tried in tried.chunks(10) {
                    outcomes.extend(join_all(tried.iter().map(|code| shop.receives_promo_code(friend, code))).await);
                }
                outcomes
            }
        };
        let outcomes = join_all(friends.iter().enumerate().map(attempts)).await;
        for outcomes in &outcomes {
            let wrong = outcomes.iter().filter(|outcome| **outcome == PromoOutcome::Wrong).count();
            assert_eq!((wrong, outcomes.len()), (5, 100));
        }
        let answers: BTreeSet<String> = outcomes.iter().flatten().map(|outcome| format!("{outcome:?}")).collect();
        assert_eq!(answers.len(), 2, "{answers:?}");
        // No bonus, no referrer; and five attempts are counted for each person, whatever they tried.
        let mut raw = db.raw().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM entries").await, 0);
        assert_eq!(raw.number("SELECT COUNT(*) FROM customers WHERE referrer_id IS NOT NULL").await, 0);
        let counted = raw.numbers("SELECT COUNT(*) FROM promo_attempts GROUP BY telegram_id").await;
        assert_eq!(counted, [5; 100]);
    }
}
