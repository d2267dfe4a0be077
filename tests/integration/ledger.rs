//! Balances: the operations that change them, repeated operations, and parallel ones.

use crate::{
    import::Files,
    on_both,
    shop::{Shop, money, on_credit, redeeming, refusal, sale},
};
use kopilka::{
    domain::{EntryKind, Money, PointsWallet, RefundScope, Role, Wallet},
    service::{Refusal, points::Direction},
};

use PointsWallet::{Main, Referral};

on_both! {
    async fn a_repeated_operation_changes_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 100_00).await;

        let sold = shop.staff(Role::Manager);
        let first = shop.issues_under(&sold, &anna, &on_credit(50_00)).await.unwrap();
        let given = shop.staff(Role::Manager);
        let after_gift = shop.adjusts(&given, &anna, Main, Direction::Give, 7_00, "за отзыв").await.unwrap();
        let taken = shop.staff(Role::Manager);
        let after_taking = shop.adjusts(&taken, &anna, Main, Direction::Take, 2_00, "ошибка").await.unwrap();
        let lent = shop.staff(Role::Manager);
        let owed = shop.adds_debt(&lent, &anna, 10_00).await.unwrap();
        let paid = shop.staff(Role::Manager);
        let still_owed = shop.takes_payment(&paid, &anna, 20_00).await.unwrap();
        let (has, history) = (shop.amounts(&anna).await, shop.history(&anna).await);
        assert_eq!(has, (106_00, 0, 40_00));

        let again = shop.issues_under(&sold, &anna, &on_credit(50_00)).await.unwrap();
        assert!(again.repeated && !first.repeated);
        assert_eq!((again.number, again.quote, again.reward), (first.number, first.quote, first.reward));
        assert_eq!(shop.adjusts(&given, &anna, Main, Direction::Give, 7_00, "за отзыв").await.unwrap(), after_gift);
        assert_eq!(shop.adjusts(&taken, &anna, Main, Direction::Take, 2_00, "ошибка").await.unwrap(), after_taking);
        assert_eq!(shop.adds_debt(&lent, &anna, 10_00).await.unwrap(), owed);
        assert_eq!(shop.takes_payment(&paid, &anna, 20_00).await.unwrap(), still_owed);

        // The same id with other content: another amount, another customer, another verb.
        let boris = shop.welcomes(2, "Борис").await;
        let reused = [
            refusal(shop.issues_under(&sold, &anna, &on_credit(50_01)).await),
            refusal(shop.issues_under(&sold, &anna, &sale(50_00)).await),
            refusal(shop.issues_under(&sold, &boris, &on_credit(50_00)).await),
            refusal(shop.adjusts(&given, &anna, Main, Direction::Give, 7_01, "за отзыв").await),
            refusal(shop.adjusts(&given, &anna, Main, Direction::Take, 7_00, "за отзыв").await),
            refusal(shop.adjusts(&given, &anna, Referral, Direction::Give, 7_00, "за отзыв").await),
            refusal(shop.adds_debt(&paid, &anna, 20_00).await),
            refusal(shop.takes_payment(&lent, &anna, 10_00).await),
        ];
        assert!(reused.iter().all(|refusal| *refusal == Refusal::OperationReused), "{reused:?}");

        assert_eq!((shop.amounts(&anna).await, shop.history(&anna).await), (has, history));
        assert_eq!(shop.amounts(&boris).await, (0, 0, 0));
        shop.assert_sound().await;
    }

    async fn no_balance_goes_beyond_the_limit_of_amounts(db: TestDb) {
        const NEARLY: i64 = 999_999_999_999_900;
        let shop = Shop::open(&db).await;
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        for wallet in [Main, Referral] {
            shop.gives(&anna, wallet, NEARLY).await;
            for minor in [NEARLY, 101] {
                let given = shop.adjusts(&shop.staff(Role::Manager), &anna, wallet, Direction::Give, minor, "ещё").await;
                assert_eq!(refusal(given), Refusal::TooLarge, "{wallet} {minor}");
            }
            shop.gives(&anna, wallet, 100).await;
        }
        shop.adds_debt(&shop.staff(Role::Manager), &anna, NEARLY).await.unwrap();
        assert_eq!(refusal(shop.adds_debt(&shop.staff(Role::Manager), &anna, 101).await), Refusal::TooLarge);
        shop.adds_debt(&shop.staff(Role::Manager), &anna, 100).await.unwrap();
        let full = Money::MAX.minor();
        assert_eq!(shop.amounts(&anna).await, (full, full, full));
        // A sale that would earn more, or leave more debt, is refused whole.
        for draft in [sale(100_00), on_credit(1)] {
            assert_eq!(refusal(shop.issues(&anna, &draft).await), Refusal::TooLarge);
        }
        // So is the sale whose reward its referrer could not get.
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        assert_eq!(refusal(shop.issues(&boris, &sale(100_00)).await), Refusal::TooLarge);
        assert_eq!(shop.amounts(&boris).await, (50_00, 0, 0));
        shop.assert_sound().await;

        // What a shop accepts, another one imports.
        let files = Files::of_shop("", kopilka::domain::ShopId(7_002));
        kopilka::import::export(&db.db, shop.id, chrono_tz::Asia::Almaty, &files.path("dump.json"), true).await.unwrap();
        let report = files.import(&db, "dump.json", kopilka::import::Options::default()).await.unwrap();
        assert_eq!((report.outcome, report.rejected), (kopilka::import::Outcome::Imported, 0));
    }

    async fn ten_parallel_requests_of_one_operation_are_done_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let operation = shop.staff(Role::Cashier);
        let draft = sale(100_00);
        let issued = futures_util::future::join_all((0..10).map(|_| shop.issues_under(&operation, &anna, &draft))).await;
        let issued: Vec<_> = issued.into_iter().map(Result::unwrap).collect();
        assert_eq!(issued.iter().filter(|issued| !issued.repeated).count(), 1);
        assert!(issued.iter().all(|one| one.number == issued[0].number));
        assert_eq!(shop.amounts(&anna).await, (2_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_refused_operation_may_be_repeated(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let operation = shop.staff(Role::Manager);
        let take = || shop.adjusts(&operation, &anna, Main, Direction::Take, 5_00, "списание");
        assert_eq!(refusal(take().await), Refusal::NotEnoughPoints { available: money(0) });
        shop.gives(&anna, Main, 5_00).await;
        assert_eq!(take().await.unwrap(), money(0));
        shop.assert_sound().await;
    }

    async fn the_oldest_points_are_spent_first(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        for lot in [10_00, 20_00, 30_00] {
            shop.gives(&anna, Main, lot).await;
        }
        shop.issues(&anna, &redeeming(100_00, Main, Some(25_00))).await.unwrap();
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        assert_eq!(raw.numbers(left).await, [0, 5_00, 30_00]);
        assert_eq!(raw.numbers("SELECT amount_minor FROM lot_uses ORDER BY lot_id").await, [10_00, 15_00]);
        // What expires goes before what does not, and the sooner the earlier.
        raw.run("UPDATE lots SET expires_at = 9000000000000000 WHERE amount_minor = 3000").await;
        shop.issues(&anna, &redeeming(100_00, Main, Some(31_00))).await.unwrap();
        assert_eq!(raw.numbers(left).await, [0, 4_00, 0]);
        assert_eq!(shop.amounts(&anna).await, (4_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn points_debt_is_repaid_by_later_earnings(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 30_00).await;
        let operation = shop.staff(Role::Manager);
        shop.adjusts(&operation, &anna, Main, Direction::Take, 30_00, "списание").await.unwrap();
        raw.run("UPDATE wallets SET balance_minor = -3000, points_debt_minor = 3000, last_number = last_number + 1").await;
        raw.run("UPDATE customer_totals SET points_minor = -3000").await;
        raw.run(&format!(
            "INSERT INTO entries (
                 shop_id, entry_id, customer_id, wallet, number, kind, amount_minor, balance_after_minor, operation_id, actor_kind,
                 note, entered_at)
             VALUES ({}, (SELECT MAX(entry_id) + 1 FROM entries), {}, 'main', (SELECT last_number FROM wallets), 'manual', -3000, -3000, 'taken back', 'rule', '', 0)",
            shop.id, anna.customer_id
        ))
        .await;
        shop.assert_sound().await;

        for (earned, balance, lots) in [(10_00, -20_00, 0), (50_00, 30_00, 30_00), (1_00, 31_00, 31_00)] {
            assert_eq!(shop.gives(&anna, Main, earned).await, money(balance), "after {earned}");
            let open = raw.number("SELECT CAST(SUM(remaining_minor) AS BIGINT) FROM lots").await;
            assert_eq!(open, lots, "open lots after {earned}");
            shop.assert_sound().await;
        }
        shop.issues(&anna, &redeeming(100_00, Main, Some(31_00))).await.unwrap();
        shop.assert_sound().await;
    }

    async fn entries_of_several_processes_are_in_the_order_of_their_wallet(db: TestDb) {
        let one = Shop::open(&db).await;
        let anna = one.welcomes(1, "Анна").await;
        let another = one.in_another_process(&db).await;
        // The blocks of ids that the processes draw from.
        for process in [&one, &another] {
            process.gives(&anna, Referral, 1).await;
        }
        let processes = [&another, &one, &another, &one, &one, &another];
        for (minor, process) in (1..).zip(processes) {
            process.gives(&anna, Main, minor * 100).await;
            process.adds_debt(&process.staff(Role::Manager), &anna, minor).await.unwrap();
        }
        let mut raw = db.raw().await;
        let ids = raw.numbers("SELECT entry_id FROM entries WHERE wallet = 'main' ORDER BY number").await;
        assert!(!ids.is_sorted(), "the ids must be in another order: {ids:?}");
        for wallet in [Wallet::Main, Wallet::Money] {
            let history = one.history(&anna).await;
            let shown: Vec<_> = history.iter().rev().filter(|entry| entry.wallet == wallet).collect();
            let numbers: Vec<_> = shown.iter().map(|entry| entry.entry_number).collect();
            assert_eq!(numbers, [1, 2, 3, 4, 5, 6], "{wallet}");
            let mut balance = money(0);
            for entry in shown {
                balance = balance.checked_add(entry.amount_minor).unwrap();
                assert_eq!(entry.balance_after_minor, balance, "{wallet} {}", entry.entry_number);
            }
        }
        // The oldest points are spent first, and come back last.
        let left = "SELECT l.remaining_minor FROM lots l JOIN entries e ON e.entry_id = l.entry_id
            WHERE e.wallet = 'main' AND e.kind = 'manual' ORDER BY e.number";
        let sold = another.issues(&anna, &redeeming(50_00, Main, Some(7_00))).await.unwrap();
        assert_eq!(raw.numbers(left).await, [0, 0, 0, 3_00, 5_00, 6_00]);
        one.refunds(&sold, &RefundScope::Amount(money(20_00))).await.unwrap();
        another.refunds(&sold, &RefundScope::Rest).await.unwrap();
        assert_eq!(raw.numbers(left).await, [1_00, 2_00, 3_00, 4_00, 5_00, 6_00]);
        one.assert_sound().await;
    }

    async fn amounts_of_zero_or_less_are_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 5_00).await;
        let operation = || shop.staff(Role::Manager);
        for minor in [0, -1, i64::MIN] {
            let refused = [
                refusal(shop.adjusts(&operation(), &anna, Main, Direction::Give, minor, "так").await),
                refusal(shop.adjusts(&operation(), &anna, Main, Direction::Take, minor, "так").await),
                refusal(shop.adds_debt(&operation(), &anna, minor).await),
                refusal(shop.takes_payment(&operation(), &anna, minor).await),
            ];
            assert!(refused.iter().all(|refusal| *refusal == Refusal::NothingToDo), "{minor}: {refused:?}");
        }
        assert_eq!(shop.amounts(&anna).await, (5_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn points_need_a_reason(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for reason in ["", "  \n ", &"щ".repeat(201)] {
            let result = shop.adjusts(&shop.staff(Role::Manager), &anna, Main, Direction::Give, 5, reason).await;
            assert_eq!(refusal(result), Refusal::ReasonMissing, "{reason:?}");
        }
        let longest = "щ".repeat(200);
        let operation = shop.staff(Role::Manager);
        shop.adjusts(&operation, &anna, Main, Direction::Give, 5, &longest).await.unwrap();
        assert_eq!(shop.history(&anna).await[0].note, longest);
    }

    async fn debts_are_added_and_repaid(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let operation = || shop.staff(Role::Manager);
        assert_eq!(refusal(shop.takes_payment(&operation(), &anna, 1).await), Refusal::MoreThanOwed { owed: money(0) });
        assert_eq!(shop.adds_debt(&operation(), &anna, 30_00).await.unwrap(), money(30_00));
        shop.issues(&anna, &on_credit(70_00)).await.unwrap();
        assert_eq!(refusal(shop.takes_payment(&operation(), &anna, 100_01).await), Refusal::MoreThanOwed { owed: money(100_00) });
        assert_eq!(shop.takes_payment(&operation(), &anna, 99_99).await.unwrap(), money(1));
        assert_eq!(shop.takes_payment(&operation(), &anna, 1).await.unwrap(), money(0));
        assert_eq!(shop.amounts(&anna).await, (1_40, 0, 0));
        let kinds: Vec<_> = shop.history(&anna).await.iter().rev().map(|entry| (entry.kind, entry.wallet)).collect();
        let expected = [
            (EntryKind::Debt, Wallet::Money),
            (EntryKind::Earn, Wallet::Main),
            (EntryKind::Debt, Wallet::Money),
            (EntryKind::Repayment, Wallet::Money),
            (EntryKind::Repayment, Wallet::Money),
        ];
        assert_eq!(kinds, expected);
        shop.assert_sound().await;
    }

    async fn twenty_parallel_payments_pay_no_more_than_is_owed(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.adds_debt(&shop.staff(Role::Manager), &anna, 70_00).await.unwrap();
        let pay = |_| {
            let (shop, anna, operation) = (&shop, &anna, shop.staff(Role::Cashier));
            async move { shop.takes_payment(&operation, anna, 10_00).await }
        };
        let outcomes = futures_util::future::join_all((0..20).map(pay)).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 7);
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        shop.assert_sound().await;
    }
}
