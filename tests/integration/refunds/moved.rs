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
    service::invoices::{Issued, Quote},
};
use serde_json::json;

use super::{amount, refund};
use crate::{
    database::TestDb,
    import::{Files, assert_same},
    import_dump::{entry, invoice, plain, text},
    on_both,
    shop::{Shop, money, redeeming, sale},
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
        // The shop is open already, so its customers get other ids.
        let kinds: Vec<_> = findings.iter().map(|finding| finding.kind).collect();
        assert_eq!((report.outcome, kinds), (import::Outcome::Imported, vec![import::FindingKind::IdsChanged]), "{findings:?}");
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

on_both! {
    async fn a_reward_of_the_imported_history_is_taken_back_with_its_invoice(db: TestDb) {
        let shop = Shop::open(&db).await;
        let files = Files::of_shop(&rewarded(50.0), shop.id);
        import_file(&shop, &db, &files.path("dump.json")).await;
        shop.assert_sound().await;
        assert_same(&rewarded(50.0), &files.export(&db).await);
        let (first, second) = (imported(&db, &shop, "0000000A").await, imported(&db, &shop, "0000000B").await);
        let anna = shop.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
        let foreseen = shop.quotes_refund(&first, &Rest).await.unwrap();
        assert_eq!((foreseen.referrer, foreseen.reward_unproven), (Some(anna.customer_id), false));
        assert_eq!(refund(&shop, &first, &amount(400_00)).await, [400_00, 0, 0, 400_00, 0, 20_00]);
        assert_eq!(shop.amounts(&anna).await, (0, 30_00, 0));

        // The link moves with the shop, also where the rate has changed since.
        shop.changes_settings(&mut db.raw().await, "referrer_first_purchase_bp = 700").await;
        let exported = files.export(&db).await;
        let there = Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await;
        let elsewhere = Files::of_shop(&exported, there.id);
        import_file(&there, &db, &elsewhere.path("dump.json")).await;
        assert_same(&exported, &elsewhere.export(&db).await);
        for shop in [&shop, &there] {
            let (first, second) = (imported(&db, shop, "0000000A").await, imported(&db, shop, "0000000B").await);
            assert_eq!(refund(shop, &first, &Rest).await, [600_00, 0, 0, 600_00, 0, 30_00]);
            assert_eq!(refund(shop, &second, &Rest).await, [2000_00, 0, 0, 2000_00, 0, 0]);
            let anna = shop.finds_by_code(&anna.code).await.unwrap();
            assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        }
        assert!(shop.quotes_refund(&second, &Rest).await.is_err());
    }

    async fn a_reward_that_nothing_proves_is_said_and_stays(db: TestDb) {
        let shop = Shop::open(&db).await;
        let files = Files::of_shop(&rewarded(30.0), shop.id);
        import_file(&shop, &db, &files.path("dump.json")).await;
        let (first, second) = (imported(&db, &shop, "0000000A").await, imported(&db, &shop, "0000000B").await);
        let foreseen = shop.quotes_refund(&first, &Rest).await.unwrap();
        assert_eq!((foreseen.referrer, foreseen.reward_unproven), (None, true));
        assert!(!shop.quotes_refund(&second, &Rest).await.unwrap().reward_unproven, "only the first purchase is rewarded");
        assert_eq!(refund(&shop, &first, &Rest).await, [1000_00, 0, 0, 1000_00, 0, 0]);
        let anna = shop.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (0, 30_00, 0));
        assert_same(&rewarded(30.0), &{
            let there = Files::of_shop(&rewarded(30.0), kopilka::domain::ShopId(7_003));
            there.import(&db, "dump.json", import::Options::default()).await.unwrap();
            there.export(&db).await
        });
    }

    async fn a_refund_of_an_imported_invoice_gives_back_what_its_entries_took(db: TestDb) {
        // What the invoice says; what the entries took, from where; what comes back of a refund of all.
        for (place, (says, took, wallet, expected)) in [
            (Some(100.0), 2.36, Main, (236, 19_764)),
            (Some(100.0), 0.0, Main, (0, 200_00)),
            (Some(1.0), 30.0, Main, (30_00, 170_00)),
            (Some(30.0), 30.0, Referral, (30_00, 170_00)),
            (None, 30.0, Main, (30_00, 170_00)),
        ].into_iter().enumerate() {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(7_020 + i64::try_from(place).unwrap())).await;
            let mut sold = invoice("0000000A", 200.0);
            sold["bonuses_deducted"] = says.into();
            sold["bonus_source_used"] = "main".into();
            let mut anna = plain("10001");
            anna["invoices"] = json!([sold]);
            let (balance, history, book) = match wallet {
                Main => ("bonuses", "history", "bonus"),
                Referral => ("referral_bonuses", "referral_bonus_history", "referral"),
            };
            anna[balance] = json!(80);
            if took > 0.0 {
                anna[history] = json!([entry("deduction", took, "Оплата по накладной #0000000A", book)]);
            }
            let original = text(&[("10001".to_owned(), anna)]);
            let files = Files::of_shop(&original, shop.id);
            import_file(&shop, &db, &files.path("dump.json")).await;
            assert_same(&original, &files.export(&db).await);
            let sold = imported(&db, &shop, "0000000A").await;
            let (points, paid) = expected;
            assert_eq!(refund(&shop, &sold, &Rest).await, [200_00, points, 0, paid, 0, 0], "{says:?} {took}");
            let anna = shop.finds_by_code(&"10001".parse().unwrap()).await.unwrap();
            let has = shop.amounts(&anna).await;
            assert_eq!(if wallet == Main { has.0 } else { has.1 }, 80_00 + points, "{says:?} {took}");
        }
    }
}

/// Boris bought for 1000.00, and Anna, who invited him, got `reward` at the same moment; later he bought again.
fn rewarded(reward: f64) -> String {
    let (mut anna, mut boris) = (plain("10001"), plain("10002"));
    anna["referrals"] = json!(["10002"]);
    anna["referral_bonuses"] = json!(reward);
    anna["referral_bonus_history"] = json!([entry("accrual", reward, "Бонус от друга Борис", "referral")]);
    boris["referred_by"] = json!("10001");
    let mut second = invoice("0000000B", 2000.0);
    second["date"] = json!("2025-11-14T14:25:29.148682+06:00");
    second["date_str"] = json!("2025-11-14 14:25:29");
    boris["invoices"] = json!([invoice("0000000A", 1000.0), second]);
    boris["has_made_first_purchase"] = json!(true);
    text(&[("10001".to_owned(), anna), ("10002".to_owned(), boris)])
}

/// An invoice of the file, as if it had just been issued.
async fn imported(db: &TestDb, shop: &Shop, number: &str) -> Issued {
    let sql = format!("SELECT invoice_id FROM invoices WHERE shop_id = {} AND number = '{number}'", shop.id);
    let zero = money(0);
    Issued {
        invoice_id: kopilka::domain::InvoiceId(db.raw().await.number(&sql).await),
        number: number.parse().unwrap(),
        quote: Quote {
            total: zero,
            discount: zero,
            group_discount: kopilka::domain::GroupDiscount::default(),
            coupons: Vec::new(),
            redeemed: zero,
            redeemed_from: None,
            to_pay: zero,
            debt: zero,
            earned: zero,
        },
        reward: None,
        balances: kopilka::service::ledger::Balances::default(),
        repeated: false,
    }
}

async fn import_file(shop: &Shop, db: &TestDb, file: &Path) {
    let report = import::run(&db.db, shop.id, file, &import::Options::default(), &shop.clock).await.unwrap();
    assert_eq!(report.outcome, import::Outcome::Imported);
}
