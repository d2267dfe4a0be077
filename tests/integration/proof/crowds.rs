//! Many at once, who all want the same: there is exactly as much of it as there was.

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

/// Somebody who spends 30 hundredths; whether they could. Whatever else goes wrong is no answer.
async fn spends(shop: &Shop, anna: &Customer, wallet: PointsWallet, how: usize) -> bool {
    let refused = match how % 4 {
        0 => shop.issues(anna, &redeeming(1_00, wallet, Some(30))).await.err(),
        1 => shop.adjusts(&shop.staff(Role::Manager), anna, wallet, Direction::Take, 30, "списание").await.err(),
        2 => shop.holds(anna, wallet, 30).await.err(),
        // Half a minute's hold, all of which is spent.
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
    async fn fifty_who_spend_one_balance_in_four_ways_spend_exactly_the_balance(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.sets(&mut db.raw().await, "invoice_bonus_bp = 0").await;
        for (person, wallet) in [(1, Main), (2, Referral)] {
            let anna = shop.arrives(person, "Анна").await;
            for lot in [300, 1, 699] {
                shop.gives(&anna, wallet, lot).await;
            }
            let spent = join_all((0..50).map(|how| spends(&shop, &anna, wallet, how))).await;
            assert_eq!(spent.into_iter().filter(|spent| *spent).count(), 33);
            assert_eq!(shop.balances(&anna).await.points(wallet), money(10));
            shop.is_sound().await;
        }
    }

    async fn fifty_invoices_that_each_want_all_of_it_redeem_it_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.sets(&mut db.raw().await, "invoice_bonus_bp = 0").await;
        let anna = shop.arrives(1, "Анна").await;
        shop.gives(&anna, Main, 10_00).await;
        let draft = redeeming(7_00, Main, None);
        let issued = join_all((0..50).map(|_| shop.issues(&anna, &draft))).await;
        let redeemed: i64 = issued.into_iter().map(|issued| issued.unwrap().quote.redeemed.minor()).sum();
        assert_eq!((redeemed, shop.has(&anna).await), (10_00, (0, 0, 0)));
        shop.is_sound().await;
    }

    async fn ten_thousand_wrong_promo_codes_learn_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut friends = Vec::new();
        for person in 1..=100 {
            friends.push(shop.arrives(person, "Друг").await);
        }
        // Among the codes are those of people, whom nobody here may name: they came later. The last is one to use.
        let mut codes: Vec<String> = (0..59).map(|number| format!("PROMO{number:05}")).collect();
        for person in 201..=240 {
            codes.push(shop.arrives(person, "Позже").await.code.promo().to_string());
        }
        let right = friends[0].code.promo().to_string();
        let tries = |(number, friend)| {
            let (shop, codes, right) = (&shop, &codes, &right);
            async move {
                // Everybody begins elsewhere, and tries ten at once.
                let tried: Vec<&String> = codes.iter().cycle().skip(number).take(codes.len()).chain([right]).collect();
                let mut told = Vec::new();
                for tried in tried.chunks(10) {
                    told.extend(join_all(tried.iter().map(|code| shop.enters(friend, code))).await);
                }
                told
            }
        };
        let told = join_all(friends.iter().enumerate().map(tries)).await;
        for told in &told {
            let wrong = told.iter().filter(|outcome| **outcome == PromoOutcome::Wrong).count();
            assert_eq!((wrong, told.len()), (5, 100));
        }
        let answers: BTreeSet<String> = told.iter().flatten().map(|outcome| format!("{outcome:?}")).collect();
        assert_eq!(answers.len(), 2, "{answers:?}");
        // Nobody got anything, and of everybody five are counted, whatever they tried.
        let mut raw = db.raw().await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM entries").await, 0);
        assert_eq!(raw.number("SELECT COUNT(*) FROM customers WHERE referrer_id IS NOT NULL").await, 0);
        let counted = raw.numbers("SELECT COUNT(*) FROM promo_attempts GROUP BY telegram_id").await;
        assert_eq!(counted, [5; 100]);
    }
}
