//! What happened here after the import goes out in the form of the dump too, and can move to another database.

use std::path::Path;

use kopilka::{
    domain::{PointsWallet, ShopId},
    import::{self, FindingKind, Options, Outcome, Report},
    service::points::Direction,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    database::TestDb,
    import_dump::{entry, plain, text},
    on_both,
    shop::{Shop, on_credit, redeeming, sale},
};

const ELSEWHERE: ShopId = ShopId(7_002);

/// The customer of the file to whom things happen here.
fn file() -> String {
    let mut record = plain("10000");
    record["telegram_id"] = json!(9_000_000_000_u64);
    record["phone_number"] = json!("+77001234567");
    record["bonuses"] = json!(100);
    record["history"] = json!([entry("accrual", 100.0, "Начисление бонусов (админ)", "bonus")]);
    text(&[("10000".into(), record), ("10001".into(), plain("10001"))])
}

async fn import_file(test: &TestDb, shop: ShopId, path: &Path) -> Report {
    let clock = kopilka::clock::ManualClock::at(kopilka::clock::Timestamp(1_799_999_999_000_000));
    import::run(&test.db, shop, path, &Options::default(), &clock).await.unwrap()
}

async fn export(test: &TestDb, shop: ShopId, path: &Path) -> Value {
    import::export(&test.db, shop, chrono_tz::Asia::Almaty, path, true).await.unwrap();
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Everything that can happen to customers.
async fn life(shop: &Shop) {
    let old = shop.finds_by_code(&"10000".parse().unwrap()).await.unwrap();
    let friend = shop.welcomes(600, "Юки 🐈").await;
    shop.receives_promo_code(&friend, "PROMO10000").await;
    shop.issues(&friend, &sale(197_00)).await.unwrap();
    shop.issues(&old, &redeeming(50_00, PointsWallet::Main, Some(30_50))).await.unwrap();
    shop.issues(&old, &on_credit(80_00)).await.unwrap();
    shop.takes_payment(&shop.staff(kopilka::domain::Role::Cashier), &old, 25_00).await.unwrap();
    shop.gives(&old, PointsWallet::Referral, 7_00).await;
    let operation = shop.staff(kopilka::domain::Role::Manager);
    shop.adjusts(&operation, &old, PointsWallet::Main, Direction::Take, 1_00, "ошибка \"кассы\"").await.unwrap();
    // A card registered by phone, claimed by a person who has points already: two cards become one.
    let card = shop.registers("+77007654321", "Лев").await;
    shop.gives(&card, PointsWallet::Main, 9_99).await;
    let own = shop.welcomes(601, "Лев").await;
    shop.gives(&own, PointsWallet::Main, 1_01).await;
    shop.receives_phone(601, "+77007654321").await.unwrap();
    shop.assert_sound().await;
}

on_both! {
    async fn a_shop_that_sold_after_an_import_moves_to_another_database(db: TestDb) {
        let files = TempDir::new().unwrap();
        let (dump, first, second) = (files.path().join("a"), files.path().join("b"), files.path().join("c"));
        std::fs::write(&dump, file()).unwrap();
        let shop = Shop::open(&db).await;
        let report = import_file(&db, shop.id, &dump).await;
        assert_eq!(report.outcome, Outcome::Imported);
        life(&shop).await;

        let exported = export(&db, shop.id, &first).await;
        let history = exported["10000"]["history"].as_array().unwrap();
        let descriptions: Vec<&str> = history.iter().map(|entry| entry["description"].as_str().unwrap()).collect();
        let number = exported["10000"]["invoices"][0]["invoice_id"].as_str().unwrap();
        let paid = format!("Оплата по накладной #{number}");
        assert_eq!(descriptions[..2], ["Начисление бонусов (админ)", &paid]);
        assert_eq!(history[1]["amount"].as_f64(), Some(30.5));
        assert!(history[1]["date"].as_str().unwrap().ends_with("+05:00"), "{}", history[1]);
        assert!(descriptions.contains(&"Списание бонусов (админ)"));
        assert_eq!(history.last().unwrap()["note"], "ошибка \"кассы\"");
        assert_eq!(exported["10000"]["debts"].as_f64(), Some(55.0));
        let friends = exported["10000"]["referrals"].as_array().unwrap();
        assert_eq!(exported[friends[0].as_str().unwrap()]["referred_by"], "10000");
        assert_eq!(exported["10000"]["referral_bonus_history"][0]["description"], "Бонус от друга Юки 🐈");

        let mut report = import_file(&db, ELSEWHERE, &first).await;
        let findings: Vec<_> = report.findings.read().unwrap().map(Result::unwrap).collect();
        assert_eq!((report.outcome, report.rejected), (Outcome::Imported, 0), "{findings:?}");
        assert!(findings.is_empty(), "{findings:?}");
        let again = export(&db, ELSEWHERE, &second).await;
        // More ids were given there.
        let without_last_id = |mut dump: Value| {
            assert!(dump["bonus_program_settings"].as_object_mut().unwrap().remove("last_id").is_some());
            dump
        };
        assert_eq!(without_last_id(exported), without_last_id(again));
    }

    async fn an_imported_customer_with_new_entries_is_reported_and_unchanged(db: TestDb) {
        let files = TempDir::new().unwrap();
        let dump = files.path().join("a");
        std::fs::write(&dump, file()).unwrap();
        let shop = Shop::open(&db).await;
        import_file(&db, shop.id, &dump).await;
        let old = shop.finds_by_code(&"10000".parse().unwrap()).await.unwrap();
        shop.gives(&old, PointsWallet::Main, 5_00).await;
        let mut report = import_file(&db, shop.id, &dump).await;
        assert_eq!((report.outcome, report.unchanged, report.changed), (Outcome::Unchanged, 1, 1));
        let found: Vec<_> = report.findings.read().unwrap().map(|finding| finding.unwrap().kind).collect();
        assert_eq!(found, [FindingKind::ChangedSinceImport]);
        assert_eq!(shop.amounts(&old).await, (105_00, 0, 0));
    }

    async fn a_code_that_is_taken_here_is_refused(db: TestDb) {
        let files = TempDir::new().unwrap();
        let dump = files.path().join("a");
        let shop = Shop::open(&db).await;
        let own = shop.welcomes(600, "Юки").await;
        shop.gives(&own, PointsWallet::Main, 1_00).await;
        let code = own.code.as_str();
        std::fs::write(&dump, text(&[(code.to_owned(), plain(code))])).unwrap();
        let mut report = import_file(&db, shop.id, &dump).await;
        assert!(report.is_refused());
        let found: Vec<_> = report.findings.read().unwrap().map(|finding| finding.unwrap().kind).collect();
        assert_eq!(found, [FindingKind::CodeTaken]);
    }

    async fn settings_that_were_changed_here_are_kept(db: TestDb) {
        let files = TempDir::new().unwrap();
        let (dump, out) = (files.path().join("a"), files.path().join("b"));
        std::fs::write(&dump, file()).unwrap();
        let shop = Shop::open(&db).await;
        import_file(&db, shop.id, &dump).await;
        let mut raw = db.raw().await;
        shop.changes_settings(&mut raw, "invoice_bonus_bp = 300").await;
        let mut report = import_file(&db, shop.id, &dump).await;
        let found: Vec<_> = report.findings.read().unwrap().map(|finding| finding.unwrap().kind).collect();
        assert_eq!(found, [FindingKind::SettingsChanged]);
        let exported = export(&db, shop.id, &out).await;
        assert_eq!(exported["bonus_program_settings"]["invoice_bonus_percentage"].as_f64(), Some(3.0));
    }
}
