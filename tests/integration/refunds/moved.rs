//! Refunds of invoices whose cards were merged or whose history was imported, and refunds that are exported.

use std::path::Path;

use kopilka::{
    domain::{
        Draft, EntryKind,
        PointsWallet::{Main, Referral},
        RefundScope::Rest,
        Role, Wallet,
    },
    import,
    service::invoices::Issued,
};

use super::{amount, refund};
use crate::{
    database::TestDb,
    on_both,
    shop::{Shop, redeeming, sale},
};

on_both! {
    async fn a_reward_on_a_merged_card_is_reduced_on_the_remaining_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let kept = shop.registers("+77001112233", "Анна").await;
        shop.receives_phone(1, "+77001112233").await.unwrap();
        assert_eq!(shop.amounts(&kept).await, (0, 50_00, 0));
        refund(&shop, &issued, &amount(500_00)).await;
        assert_eq!(shop.amounts(&kept).await, (0, 25_00, 0));
        refund(&shop, &issued, &Rest).await;
        assert_eq!((shop.amounts(&kept).await, shop.amounts(&anna).await), ((0, 0, 0), (0, 0, 0)));
    }

    async fn points_debt_moves_with_the_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let operation = shop.staff(Role::Manager);
        shop.adjusts(&operation, &anna, Referral, kopilka::service::points::Direction::Take, 50_00, "ошибка").await.unwrap();
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.amounts(&anna).await, (0, -50_00, 0));
        let kept = shop.registers("+77001112233", "Анна").await;
        shop.gives(&kept, Referral, 20_00).await;
        shop.receives_phone(1, "+77001112233").await.unwrap();
        assert_eq!((shop.amounts(&kept).await, shop.amounts(&anna).await), ((0, -30_00, 0), (0, 0, 0)));
        shop.assert_sound().await;
    }

    async fn refunds_are_entries_of_the_export_that_an_import_understands(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        shop.gives(&boris, Main, 10_00).await;
        let issued = shop.issues(&boris, &Draft { on_credit: true, ..redeeming(100_00, Main, Some(10_00)) }).await.unwrap();
        shop.issues(&boris, &sale(300_00)).await.unwrap();
        refund(&shop, &issued, &amount(50_00)).await;

        let directory = tempfile::TempDir::new().unwrap();
        let file = directory.path().join("export.json");
        import::export(&db.db, shop.id, chrono_tz::Asia::Almaty, &file, true).await.unwrap();
        let dump = std::fs::read_to_string(&file).unwrap();
        assert!(dump.contains(&format!("Возврат по накладной #{}", issued.number)), "{dump}");

        let there = Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await;
        let mut report =
            import::run(&db.db, there.id, &file, &import::Options::default(), &there.clock).await.unwrap();
        let findings: Vec<_> = report.findings.read().unwrap().map(Result::unwrap).collect();
        assert_eq!((report.outcome, findings.len()), (import::Outcome::Imported, 0), "{findings:?}");
        there.assert_sound().await;
        for person in [&anna, &boris] {
            let moved = there.finds_by_code(&person.code).await.unwrap();
            assert_eq!(there.amounts(&moved).await, shop.amounts(person).await);
            let refunds = |entries: Vec<kopilka::service::ledger::Entry>| {
                let refunds = entries.into_iter().filter(|entry| entry.kind == EntryKind::Refund);
                let mut refunds: Vec<_> = refunds.map(|entry| (entry.wallet, entry.amount_minor, entry.note)).collect();
                refunds.sort();
                refunds
            };
            let (here, moved) = (refunds(shop.history(person).await), refunds(there.history(&moved).await));
            assert!(!here.is_empty());
            assert_eq!(here, moved);
        }
    }

    async fn imported_invoices_are_refunded_in_proportion(db: TestDb) {
        use crate::import_dump::{entry, invoice, plain, text};
        let (mut earned, mut redeemed) = (invoice("0000000A", 200.0), invoice("0000000B", 100.0));
        earned["bonuses_deducted"] = 0.0.into();
        redeemed["bonuses_deducted"] = 30.0.into();
        redeemed["bonus_source_used"] = "main".into();
        let mut anna = plain("10001");
        anna["invoices"] = serde_json::json!([earned, redeemed]);
        anna["bonuses"] = 74.into();
        anna["history"] = serde_json::json!([
            entry("accrual", 100.0, "Начисление бонусов (админ)", "bonus"),
            entry("accrual", 4.0, "Бонус с накладной #0000000A", "bonus"),
            entry("deduction", 30.0, "Оплата по накладной #0000000B", "bonus"),
        ]);
        let directory = tempfile::TempDir::new().unwrap();
        let dump = directory.path().join("dump.json");
        std::fs::write(&dump, text(&[("10001".to_owned(), anna)])).unwrap();
        let shop = Shop::open(&db).await;
        import_file(&shop, &db, &dump).await;

        let mut raw = db.raw().await;
        let mut ids = raw.numbers("SELECT invoice_id FROM invoices ORDER BY number").await.into_iter();
        let model = shop.issues(&shop.welcomes(9, "Образец").await, &sale(1)).await.unwrap();
        let mut next = || Issued { invoice_id: kopilka::domain::InvoiceId(ids.next().unwrap()), ..model.clone() };
        let (earned, redeemed) = (next(), next());
        let anna = shop.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
        // In proportion to what was earned at the time of the sale; the current rate does not matter.
        assert_eq!(refund(&shop, &earned, &amount(50_00)).await, [50_00, 0, 0, 50_00, 1_00, 0]);
        assert_eq!(shop.amounts(&anna).await, (73_00, 0, 0));
        assert_eq!(refund(&shop, &redeemed, &amount(50_00)).await, [50_00, 15_00, 0, 35_00, 0, 0]);
        assert_eq!(refund(&shop, &redeemed, &Rest).await, [50_00, 15_00, 0, 35_00, 0, 0]);
        assert_eq!(shop.amounts(&anna).await, (103_00, 0, 0));
        let without_end = "SELECT COUNT(*) FROM lots WHERE amount_minor = 1500 AND expires_at IS NULL";
        assert_eq!(raw.number(without_end).await, 2);
        let corrected = raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'refund' AND corrects_id IS NOT NULL").await;
        assert_eq!(corrected, 3);
        let wallet = shop.history(&anna).await.iter().filter(|entry| entry.kind == EntryKind::Refund).all(|entry| entry.wallet == Wallet::Main);
        assert!(wallet);
    }
}

async fn import_file(shop: &Shop, db: &TestDb, file: &Path) {
    let report = import::run(&db.db, shop.id, file, &import::Options::default(), &shop.clock).await.unwrap();
    assert_eq!(report.outcome, import::Outcome::Imported);
}
