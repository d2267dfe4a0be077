//! Invoices: what they earn, what may be redeemed on them, what is left as a debt, and the reward of the first one.

use std::sync::atomic::{AtomicU64, Ordering};

use kopilka::{
    clock::Chance,
    clock::Clock,
    domain::{DraftError, EntryKind, Line, PointsWallet, Quantity, Role, Wallet},
    service::{Refusal, invoices},
};

use crate::{
    on_both,
    shop::{Shop, finish, money, on_credit, redeeming, refusal, sale},
};

use PointsWallet::{Main, Referral};

on_both! {
    async fn points_beyond_what_a_balance_can_be_are_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        for rates in [
            "invoice_bonus_bp = 1000000000000, referrer_first_purchase_bp = 0",
            "invoice_bonus_bp = 0, referrer_first_purchase_bp = 1000000000000",
        ] {
            shop.changes_settings(&mut raw, rates).await;
            let refused = refusal(shop.issues(&boris, &sale(9_999_999_999_00)).await);
            assert_eq!(refused, Refusal::TooLarge, "{rates}");
        }
        shop.issues(&boris, &sale(1_00)).await.unwrap();
        let operation = shop.staff(Role::Manager);
        let given = shop.adjusts(&operation, &anna, Main, kopilka::service::points::Direction::Give, i64::MAX, "много").await;
        assert_eq!(refusal(given), Refusal::TooLarge);
        shop.assert_sound().await;
    }

    async fn points_are_earned_by_the_rule_of_the_shop(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let cases = [
            // rule, rate in basis points, total, redeemed, earned
            ("unless_redeemed", 200, 197_00, 0, 3_94),
            ("unless_redeemed", 200, 197_00, 1, 0),
            ("unless_redeemed", 200, 197_00, 197_00, 0),
            ("paid_part", 200, 197_00, 100_00, 1_94),
            ("paid_part", 200, 197_00, 197_00, 0),
            ("whole", 200, 197_00, 197_00, 3_94),
            // Half up to a hundredth.
            ("unless_redeemed", 200, 25, 0, 1),
            ("unless_redeemed", 200, 24, 0, 0),
            ("unless_redeemed", 200, 75, 0, 2),
            ("unless_redeemed", 333, 50_00, 0, 1_67),
            ("paid_part", 200, 1_25, 1_00, 1),
            ("unless_redeemed", 0, 197_00, 0, 0),
            ("unless_redeemed", 10_000, 197_00, 0, 197_00),
        ];
        for (number, (rule, rate, total, redeemed, earned)) in (1..).zip(cases) {
            shop.changes_settings(&mut raw, &format!("earn_rule = '{rule}', invoice_bonus_bp = {rate}")).await;
            let customer = shop.welcomes(number, "Гость").await;
            if redeemed > 0 {
                shop.gives(&customer, Main, redeemed).await;
            }
            let draft = if redeemed > 0 { redeeming(total, Main, Some(redeemed)) } else { sale(total) };
            let quote = invoices::quote(&mut shop.read().await, customer.customer_id, &draft, shop.clock.now()).await.unwrap();
            let issued = shop.issues(&customer, &draft).await.unwrap();
            let case = format!("{rule} {rate} {total} {redeemed}");
            assert_eq!(issued.quote, quote, "{case}");
            assert_eq!(quote.earned, money(earned), "{case}");
            assert_eq!((quote.total, quote.redeemed), (money(total), money(redeemed)), "{case}");
            assert_eq!((quote.to_pay, quote.debt), (money(total - redeemed), money(0)), "{case}");
            assert_eq!(shop.amounts(&customer).await, (earned, 0, 0), "{case}");
        }
        // The rule and the rate that were used stay with the invoice.
        let stored = raw.texts("SELECT earn_rule || ' ' || earn_bp FROM invoices ORDER BY invoice_id").await;
        assert_eq!(stored, cases.map(|(rule, rate, ..)| format!("{rule} {rate}")));
        shop.assert_sound().await;
    }

    async fn points_are_redeemed_within_the_limits_of_the_shop(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let not_enough = |available| Err(Refusal::NotEnoughPoints { available: money(available) });
        let out_of_bounds =
            |least, most| Err(Refusal::RedemptionOutOfBounds { least: money(least), most: money(most) });
        let cases = [
            // the most in basis points, the fewest, total, points there, points asked for, points redeemed
            (10_000, 0, 100_00, 500_00, Some(100_00), Ok(100_00)),
            (10_000, 0, 100_00, 500_00, Some(1), Ok(1)),
            (10_000, 0, 100_00, 500_00, Some(100_01), out_of_bounds(0, 100_00)),
            (10_000, 0, 100_00, 500_00, Some(0), out_of_bounds(0, 100_00)),
            (10_000, 0, 100_00, 500_00, Some(-1), out_of_bounds(0, 100_00)),
            (10_000, 0, 100_00, 30_00, Some(30_01), not_enough(30_00)),
            (10_000, 0, 100_00, 30_00, None, Ok(30_00)),
            (10_000, 0, 100_00, 500_00, None, Ok(100_00)),
            (10_000, 0, 100_00, 0, None, Ok(0)),
            (10_000, 0, 100_00, 0, Some(1), not_enough(0)),
            (5_000, 0, 100_00, 500_00, None, Ok(50_00)),
            (5_000, 0, 100_00, 500_00, Some(50_01), out_of_bounds(0, 50_00)),
            (5_000, 10_00, 100_00, 500_00, Some(9_99), out_of_bounds(10_00, 50_00)),
            (5_000, 10_00, 100_00, 500_00, Some(10_00), Ok(10_00)),
            (5_000, 10_00, 19_98, 500_00, None, Ok(0)),
            (5_000, 10_00, 19_98, 500_00, Some(10_00), out_of_bounds(10_00, 0)),
            (0, 0, 100_00, 500_00, None, Ok(0)),
        ];
        for (number, (most, least, total, there, asked, expected)) in (1..).zip(cases) {
            shop.changes_settings(&mut raw, &format!("max_redeem_bp = {most}, min_redeem_minor = {least}")).await;
            let case = format!("{most} {least} {total} {there} {asked:?}");
            for (wallet, person) in [(Main, number), (Referral, 1000 + number)] {
                let customer = shop.welcomes(person, "Гость").await;
                if there > 0 {
                    shop.gives(&customer, wallet, there).await;
                }
                let draft = redeeming(total, wallet, asked);
                let quote = invoices::quote(&mut shop.read().await, customer.customer_id, &draft, shop.clock.now()).await;
                match (&expected, shop.issues(&customer, &draft).await) {
                    (Ok(redeemed), Ok(issued)) => {
                        assert_eq!(quote.unwrap(), issued.quote, "{case}");
                        assert_eq!(issued.quote.redeemed, money(*redeemed), "{case}");
                        assert_eq!(issued.quote.redeemed_from, (*redeemed > 0).then_some(wallet), "{case}");
                        let left = shop.balances(&customer).await.points(wallet).minor();
                        let earned = if wallet == Main { issued.quote.earned.minor() } else { 0 };
                        assert_eq!(left, there - redeemed + earned, "{case}");
                    }
                    (Err(expected), issued) => {
                        assert_eq!(refusal(issued), *expected, "{case}");
                        assert_eq!(refusal(quote), *expected, "{case}");
                        assert_eq!(shop.balances(&customer).await.points(wallet), money(there), "{case}");
                        assert!(!shop.reloads(&customer).await.has_purchased, "{case}");
                    }
                    (expected, issued) => panic!("{case}: {issued:?} instead of {expected:?}"),
                }
            }
        }
        shop.assert_sound().await;
    }

    async fn the_unpaid_part_can_become_a_debt(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 30_00).await;
        let draft = kopilka::domain::Draft { on_credit: true, ..redeeming(100_00, Main, Some(30_00)) };
        let issued = shop.issues(&anna, &draft).await.unwrap();
        assert_eq!((issued.quote.to_pay, issued.quote.debt), (money(70_00), money(70_00)));
        assert_eq!(shop.amounts(&anna).await, (0, 0, 70_00));
        // Points are earned although nothing was paid yet; where points pay for all, there is no debt.
        shop.issues(&anna, &on_credit(50_00)).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (1_00, 0, 120_00));
        let draft = kopilka::domain::Draft { on_credit: true, ..redeeming(1_00, Main, None) };
        let issued = shop.issues(&anna, &draft).await.unwrap();
        assert_eq!((issued.quote.to_pay, issued.quote.debt), (money(0), money(0)));
        shop.assert_sound().await;
    }

    async fn an_invoice_is_kept_with_its_lines_and_entries(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        let lines = vec![
            Line::new("Смеситель", Quantity::from_milli(4000), money(4800_00)),
            Line::new("Кабель <3 & \"медь\"", Quantity::from_milli(333), money(10_50)),
            Line::new("Доставка", Quantity::ONE, money(500_00)),
        ];
        let draft = kopilka::domain::Draft { lines: lines.clone(), redemption: None, coupons: Vec::new(), on_credit: false };
        let issued = shop.issues(&anna, &draft).await.unwrap();
        assert_eq!(issued.quote.total, money(19_703_50));
        let mut tx = shop.read().await;
        let (kept, kept_lines) = invoices::get(&mut tx, anna.customer_id, issued.invoice_id).await.unwrap();
        assert_eq!((kept.number, kept.total_minor, kept_lines), (issued.number.clone(), money(19_703_50), lines));
        // An invoice of another customer is answered like one that does not exist.
        let foreign = invoices::get(&mut tx, boris.customer_id, issued.invoice_id).await;
        assert_eq!(refusal(foreign), Refusal::UnknownInvoice);
        let entry = &shop.history(&anna).await[0];
        assert_eq!((entry.kind, entry.wallet, entry.number.as_ref()), (EntryKind::Earn, Wallet::Main, Some(&issued.number)));
        assert_eq!((entry.amount_minor, entry.balance_after_minor), (money(394_07), money(394_07)));
        shop.assert_sound().await;
    }

    async fn invoices_are_paged_newest_first(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.issues(&shop.welcomes(2, "Борис").await, &sale(1)).await.unwrap();
        let mut numbers = Vec::new();
        for total in 1..=5 {
            shop.clock.advance(chrono::Duration::minutes(1));
            numbers.insert(0, shop.issues(&anna, &sale(total * 100)).await.unwrap().number);
        }
        let mut tx = shop.read().await;
        for (limit, offset, expected) in [(2, 0, 0..2), (2, 2, 2..4), (2, 4, 4..5), (10, 5, 5..5), (10, 0, 0..5)] {
            let (page, count) = invoices::page(&mut tx, anna.customer_id, limit, offset).await.unwrap();
            assert_eq!(count, 5);
            let page: Vec<_> = page.into_iter().map(|invoice| invoice.number).collect();
            assert_eq!(page, numbers[expected], "{limit} from {offset}");
        }
    }

    async fn invalid_sales_are_refused_and_leave_no_rows(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let empty = kopilka::domain::Draft { lines: Vec::new(), redemption: None, coupons: Vec::new(), on_credit: false };
        for (draft, expected) in [(empty, DraftError::Empty), (sale(0), DraftError::NothingToPay)] {
            assert_eq!(refusal(shop.issues(&anna, &draft).await), Refusal::BadDraft(expected));
        }
        let mut raw = db.raw().await;
        for table in ["invoices", "invoice_lines", "entries", "operations", "audit_log"] {
            assert_eq!(raw.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        let mut unknown = anna;
        unknown.customer_id = kopilka::domain::CustomerId(99_999);
        assert_eq!(refusal(shop.issues(&unknown, &sale(1_00)).await), Refusal::UnknownCustomer);
    }

    async fn the_first_purchase_of_a_friend_rewards_the_referrer_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        let first = shop.issues(&boris, &redeeming(19_700_00, Main, Some(50_00))).await.unwrap();
        assert_eq!(first.reward, Some((anna.customer_id, money(985_00))), "of the total, before points");
        assert_eq!(shop.amounts(&anna).await, (0, 985_00, 0));
        let reward = &shop.history(&anna).await[0];
        assert_eq!((reward.kind, reward.wallet, reward.note.as_str()), (EntryKind::ReferralReward, Wallet::Referral, "Борис"));
        assert_eq!(reward.number, Some(first.number));

        let second = shop.issues(&boris, &sale(19_700_00)).await.unwrap();
        assert_eq!(second.reward, None);
        let own = shop.issues(&anna, &sale(100_00)).await.unwrap();
        assert_eq!(own.reward, None, "Anna has no referrer");
        assert_eq!(shop.balances(&anna).await.referral, money(985_00));
        shop.assert_sound().await;
    }

    async fn two_first_purchases_at_once_reward_the_referrer_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for friend in 2..12 {
            let friend = shop.welcomes(friend, "Борис").await;
            shop.receives_promo_code(&friend, &anna.code.promo().to_string()).await;
            let draft = sale(100_00);
            let issued = futures_util::future::join_all((0..4).map(|_| shop.issues(&friend, &draft))).await;
            let rewards: Vec<_> = issued.into_iter().filter_map(|issued| issued.unwrap().reward).collect();
            assert_eq!(rewards, [(anna.customer_id, money(5_00))]);
        }
        assert_eq!(shop.amounts(&anna).await, (0, 50_00, 0));
        shop.assert_sound().await;
    }

    async fn a_reward_of_zero_leaves_no_entry(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.changes_settings(&mut db.raw().await, "referrer_first_purchase_bp = 0").await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        assert_eq!(shop.issues(&boris, &sale(100_00)).await.unwrap().reward, None);
        assert_eq!(shop.history(&anna).await, []);
        shop.assert_sound().await;
    }

    async fn a_number_that_is_taken_is_not_used_again(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let chance = Stuttering(AtomicU64::new(0));
        let mut numbers = Vec::new();
        for _ in 0..4 {
            let mut tx = shop.begin().await;
            let operation = shop.staff(Role::Cashier);
            let issued = invoices::issue_invoice(&mut tx, &operation, &chance, anna.customer_id, &sale(1_00)).await;
            numbers.push(finish(tx, issued).await.unwrap().number.to_string());
        }
        assert_eq!(numbers, ["00000000", "00000001", "00000002", "00000003"]);
        shop.assert_sound().await;
    }
}

/// Says everything three times.
struct Stuttering(AtomicU64);

impl Chance for Stuttering {
    fn bits(&self) -> u64 {
        (self.0.fetch_add(1, Ordering::SeqCst) / 3) << 32
    }
}
