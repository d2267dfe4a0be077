//! Refunds in parallel with each other, with sales and with payments.

use kopilka::{
    domain::{
        Draft,
        PointsWallet::{Main, Referral},
        RefundScope::Rest,
        Role,
    },
    service::{Refusal, refunds},
};

use super::{amount, refund};
use crate::{
    on_both,
    shop::{Shop, finish, redeeming, refusal, sale},
};

on_both! {
    async fn ten_parallel_full_refunds_refund_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 50_00).await;
        let issued = shop.issues(&anna, &redeeming(100_00, Main, Some(50_00))).await.unwrap();
        let outcomes = futures_util::future::join_all((0..10).map(|_| shop.refunds(&issued, &Rest))).await;
        let (done, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        assert!(refused.into_iter().all(|outcome| refusal(outcome) == Refusal::NothingLeft));
        assert_eq!(shop.amounts(&anna).await, (50_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn parallel_partial_refunds_do_not_exceed_the_total(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        shop.gives(&boris, Main, 50_00).await;
        let issued = shop.issues(&boris, &Draft { on_credit: true, ..redeeming(100_00, Main, Some(33_33)) }).await.unwrap();
        let parts = (0..20).map(|_| amount(7_00)).collect::<Vec<_>>();
        let refunds = futures_util::future::join_all(parts.iter().map(|part| shop.refunds(&issued, part)));
        let pays = futures_util::future::join_all((0..10).map(|_| async {
            let operation = shop.staff(Role::Cashier);
            shop.takes_payment(&operation, &boris, 3_00).await
        }));
        let (outcomes, _) = futures_util::future::join(refunds, pays).await;
        let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(done, 14, "{outcomes:?}");
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.amounts(&boris).await, (100_00, 0, 0));
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
    }

    async fn a_quote_for_confirmation_stays_valid_until_its_refund(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for person in 2..12 {
            let boris = shop.welcomes(person, "Борис").await;
            shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
            let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
            let confirms = async {
                let operation = shop.staff(Role::Manager);
                let mut tx = shop.begin().await;
                let quote = refunds::quote_for_confirmation(&mut tx, &operation.caller, issued.invoice_id, &Rest).await.unwrap();
                // Time for the parallel sales to begin.
                for _ in 0..10 {
                    refunds::refunded_before(&mut tx, issued.invoice_id).await.unwrap();
                }
                let result = refunds::refund_invoice(&mut tx, &operation, issued.invoice_id, &Rest, "брак").await;
                assert_eq!(finish(tx, result).await.unwrap().quote, quote);
            };
            // The buyer and the referrer spend what is about to be taken back from them.
            let (own, reward) = (redeeming(100_00, Main, Some(60_00)), redeeming(100_00, Referral, Some(40_00)));
            let (_, own, reward) =
                futures_util::future::join3(confirms, shop.issues(&boris, &own), shop.issues(&anna, &reward)).await;
            for error in [own, reward].into_iter().filter_map(Result::err) {
                drop(refusal::<()>(Err(error)));
            }
            shop.assert_sound().await;
        }
    }

    async fn a_sale_parallel_to_the_refund_of_all_others_counts_as_a_purchase(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for person in 2..12 {
            let boris = shop.welcomes(person, "Борис").await;
            shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
            let issued = shop.issues(&boris, &sale(100_00)).await.unwrap();
            let draft = sale(100_00);
            let refund = shop.refunds(&issued, &Rest);
            let (refunded, sold) = futures_util::future::join(refund, shop.issues(&boris, &draft)).await;
            assert!(refunded.is_ok() && sold.is_ok(), "{refunded:?} {sold:?}");
            shop.assert_sound().await;
        }
    }
}
