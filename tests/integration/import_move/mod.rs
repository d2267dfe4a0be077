//! A shop moves to another database with everything that Kopilka stores beyond the earlier bot's fields: refunds, lots, points
//! debts, settings. The move changes neither what can be refunded nor when points expire.

mod bill_damages;
mod billing;
mod damages;
mod databases;
mod group_discounts;
mod later;
mod outside_codes;
mod profiles;
mod receipts;

use std::path::Path;

use chrono::Duration;
use kopilka::storage::customers;
use kopilka::{
    clock::Clock as _,
    domain::{
        CouponWorth, Draft, InvoiceId, Line, OperationId, ParcelStatus, PointsWallet, Quantity, Rate, RefundScope,
        ReturnedLine, Role, ShopId,
    },
    import::{self, Finding, FindingKind, Options, Outcome, Report},
    service::{
        self, Operation, Refusal,
        customers::Customer,
        ledger::Entry,
        parcels::{NewParcel, ParcelChange},
        refunds::{self, RefundQuote},
    },
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    database::TestDb,
    groups::terms,
    import::without_ids,
    import_dump::{entry, plain, text},
    on_both,
    parcels::{parcel, status},
    shop::{Shop, finish, money, on_credit, redeeming, refusal, sale, with_coupons},
};

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Almaty;

async fn open(db: &TestDb, id: i64) -> Shop {
    let shop = Shop::open_as(db, ShopId(id)).await;
    let mut tx = shop.begin().await;
    service::shop::set_timezone(&mut tx, ZONE).await.unwrap();
    tx.commit().await.unwrap();
    shop
}

async fn export(db: &TestDb, shop: &Shop, path: &Path) -> String {
    import::export(&db.db, shop.id, ZONE, path, true).await.unwrap();
    std::fs::read_to_string(path).unwrap()
}

async fn import_into(db: &TestDb, shop: &Shop, path: &Path) -> (Report, Vec<Finding>) {
    let mut report = import::run(&db.db, shop.id, path, &Options::default(), &shop.clock).await.unwrap();
    let findings = report.findings.read().unwrap().map(Result::unwrap);
    // Balances that the earlier bot's history does not explain are reported by each import.
    let findings = findings.filter(|finding| finding.kind != FindingKind::BalanceMismatch).collect();
    (report, findings)
}

async fn wants_consent_from(shop: &Shop, minor: i64) {
    let mut tx = shop.begin().await;
    let result = service::shop::set_consent_from(&mut tx, &shop.staff(Role::Owner), Some(money(minor))).await;
    finish(tx, result).await.unwrap();
}

/// Four cups at 50 and a delivery at 30, partly paid with points.
fn cups(points: Option<i64>) -> Draft {
    let cups = Line::new("Чашка", Quantity::from_milli(4000), money(50_00));
    let delivery = Line::new("Доставка", Quantity::ONE, money(30_00));
    let redemption = points.and_then(|points| redeeming(1, PointsWallet::Main, Some(points)).redemption);
    Draft { lines: vec![cups, delivery], redemption, coupons: Vec::new(), on_credit: false }
}

fn one_cup() -> RefundScope {
    RefundScope::Lines(vec![ReturnedLine { position: 1, quantity: Quantity::ONE }])
}

/// A shop with everything that an export has fields for.
async fn busy_shop(db: &TestDb, files: &TempDir) -> Shop {
    let shop = open(db, 7_001).await;
    let mut old = plain("10000");
    old["phone_number"] = json!("+77001234567");
    old["has_made_first_purchase"] = json!(true);
    old["bonuses"] = json!(120);
    old["history"] = json!([entry("accrual", 100.0, "Начисление бонусов (админ)", "bonus")]);
    let dump = files.path().join("legacy.json");
    std::fs::write(&dump, text(&[("10000".into(), old), ("10001".into(), plain("10001"))])).unwrap();
    assert_eq!(import_into(db, &shop, &dump).await.0.outcome, Outcome::Imported);
    shop.sets_lifetime(Some(20)).await;
    wants_consent_from(&shop, 1000_00).await;
    shop.changes_settings(&mut db.raw().await, "earn_rule = 'paid_part', min_redeem_minor = 100, card_qr = 'link'")
        .await;

    let old = shop.finds_by_code(&"10000".parse().unwrap()).await.unwrap();
    let anna = shop.welcomes(600, "Анна").await;
    let boris = shop.welcomes(601, "Борис 🐈").await;
    shop.receives_promo_code(&boris, anna.code.promo().to_string().as_str()).await;
    // The first purchase rewards Anna; some of it is refunded, by line and by amount.
    let first = shop.issues(&boris, &cups(Some(20_00))).await.unwrap();
    shop.refunds(&first, &one_cup()).await.unwrap();
    shop.refunds(&first, &RefundScope::Amount(money(33_33))).await.unwrap();
    // Another one is left as a debt, of which some is paid and some refunded.
    let owed = shop.issues(&boris, &on_credit(80_00)).await.unwrap();
    shop.takes_payment(&shop.staff(Role::Cashier), &boris, 25_00).await.unwrap();
    shop.refunds(&owed, &RefundScope::Amount(money(10_00))).await.unwrap();
    // One invoice is undone.
    let operation = shop.staff(Role::Cashier);
    let undone = shop.issues_under(&operation, &old, &redeeming(40_00, PointsWallet::Main, Some(7_77))).await.unwrap();
    shop.undoes_under(&shop.staff(Role::Cashier), &undone).await.unwrap();
    // Points are spent before the invoice that earned them is refunded: a points debt.
    let clara = shop.welcomes(602, "Клара").await;
    let earned = receipts::sells(&shop, &clara, &sale(500_00), "Чек № 1").await.unwrap();
    shop.issues(&clara, &redeeming(30_00, PointsWallet::Main, Some(9_00))).await.unwrap();
    shop.refunds(&earned, &RefundScope::Rest).await.unwrap();
    assert!(shop.amounts(&clara).await.0 < 0);
    // Days later some points have expired, some are newer, some were warned of.
    shop.clock.advance(Duration::days(12));
    shop.gives(&old, PointsWallet::Main, 5_00).await;
    shop.issues(&old, &redeeming(10_00, PointsWallet::Main, Some(3_00))).await.unwrap();
    db.raw().await.run("UPDATE lots SET warned_days = 14 WHERE remaining_minor > 0 AND warned_days IS NULL").await;
    shop.clock.advance(Duration::days(10));
    shop.settles(&boris, PointsWallet::Main).await;
    // Anna joined before her friend, although her first entry is later.
    shop.welcomes(600, "Анна").await;
    // Coupons: used on an invoice that was refunded in part, given back with another one, written off by a till, not used.
    let coupons = [CouponWorth::Percent(Rate::from_bp(12_50)), CouponWorth::Points(money(15_00)), CouponWorth::Gift];
    let mut used = Vec::new();
    for worth in coupons {
        used.push(shop.gives_coupon(&boris, "Осень «12»", worth, None).await);
    }
    let discounted = shop.issues(&boris, &with_coupons(120_00, &used)).await.unwrap();
    shop.refunds(&discounted, &RefundScope::Amount(money(33_33))).await.unwrap();
    let dana = shop.welcomes(604, "Дана").await;
    let ends = shop.clock.now() + Duration::days(20);
    let back = shop.gives_coupon(&dana, "Минус 5", CouponWorth::Amount(money(5_00)), Some(ends)).await;
    let points = shop.gives_coupon(&dana, "25 баллов", CouponWorth::Points(money(25_00)), None).await;
    let taken_back = shop.issues(&dana, &with_coupons(50_00, &[back, points])).await.unwrap();
    shop.refunds(&taken_back, &RefundScope::Amount(money(20_00))).await.unwrap();
    shop.refunds(&taken_back, &RefundScope::Rest).await.unwrap();
    shop.issues(&dana, &with_coupons(60_00, &[points])).await.unwrap();
    let written_off = shop.gives_coupon(&dana, "Кофе", CouponWorth::Gift, None).await;
    let mut tx = shop.begin().await;
    let write_off = service::write_offs::WriteOff { coupons: vec![written_off], ..Default::default() };
    let (operation, named) = (shop.staff(Role::Cashier), service::invoices::Agreement::Named);
    let done = service::write_offs::write_off(&mut tx, &operation, dana.customer_id, &write_off, &named).await;
    finish(tx, done).await.unwrap();
    // A member of a group, with a coupon; some of it is refunded.
    let eva = shop.welcomes(605, "Ева").await;
    let group = shop.adds_group("Опт", &terms(12_50)).await;
    shop.puts_into(&eva, Some(group)).await;
    let off = shop.gives_coupon(&eva, "Минус 1", CouponWorth::Amount(money(1_00)), None).await;
    let let_off = shop.issues(&eva, &with_coupons(99_99, &[off])).await.unwrap();
    shop.refunds(&let_off, &RefundScope::Amount(money(33_33))).await.unwrap();
    // Two cards become one.
    let card = shop.registers("+77007654321", "Лев").await;
    shop.gives(&card, PointsWallet::Main, 9_99).await;
    let own = shop.welcomes(603, "Лев").await;
    shop.gives(&own, PointsWallet::Main, 1_01).await;
    shop.receives_phone(603, "+77007654321").await.unwrap();
    db.raw().await.run("UPDATE customers SET email = 'lev@example.kz' WHERE phone = '+77007654321'").await;
    db.raw().await.run("UPDATE customers SET telegram_language = 'en-GB' WHERE telegram_id IN (602, 603)").await;
    db.raw().await.run("UPDATE customers SET language = 'ru' WHERE telegram_id = 603").await;
    add_parcels(&shop, &dana).await;
    profiles::are_known(&shop, &dana, &own).await;
    shop.assert_sound().await;
    shop
}

/// Parcels of a customer whom another system knows, and of somebody who is no customer yet.
async fn add_parcels(shop: &Shop, dana: &Customer) {
    shop.names(dana, "CRM-7").await.unwrap();
    let heavy = NewParcel {
        quantity: Some(3),
        weight: Some(Quantity::from_milli(10_500)),
        price_per_kg: Some(money(14_29)),
        cost: Some(money(150_00)),
        note: Some("Хрупкое: «стекло»".to_owned()),
        ..parcel("rb-123 456", "crm-7")
    };
    let id = shop.adds(&heavy).await.unwrap().parcel.parcel_id;
    shop.clock.advance(Duration::hours(5));
    shop.changes(id, &status(ParcelStatus::Delivered)).await.unwrap();
    let forced = ParcelChange { is_forced: true, ..status(ParcelStatus::InTransit) };
    shop.changes(id, &forced).await.unwrap();
    shop.adds(&parcel("ZZ1", "nobody")).await.unwrap();
    let mut tx = shop.begin().await;
    customers::set_mutes_parcels(&mut tx, dana.customer_id, true).await.unwrap();
    tx.commit().await.unwrap();
}

/// Exports the shop and imports it into another one, which is returned.
async fn moved(db: &TestDb, shop: &Shop, files: &TempDir) -> Shop {
    let file = files.path().join("export.json");
    export(db, shop, &file).await;
    let there = open(db, shop.id.0 + 1).await;
    there.clock.advance(shop.clock.now() - there.clock.now());
    let (report, findings) = import_into(db, &there, &file).await;
    // The shop is open already, so clients of the APIs know its customers by other ids.
    let is_expected = |finding: &Finding| finding.kind == FindingKind::IdsChanged;
    assert!(findings.iter().all(is_expected), "{findings:#?}");
    assert_eq!(report.outcome, Outcome::Imported);
    there
}

/// All invoices, in an order that does not depend on the database.
async fn invoices(db: &TestDb, shop: &Shop) -> Vec<InvoiceId> {
    let sql = format!("SELECT invoice_id FROM invoices WHERE shop_id = {} ORDER BY number", shop.id);
    db.raw().await.numbers(&sql).await.into_iter().map(InvoiceId).collect()
}

/// The quote of a refund, or its refusal.
async fn quote_of(shop: &Shop, invoice: InvoiceId, scope: &RefundScope) -> Result<Value, Refusal> {
    let operation = shop.staff(Role::Manager);
    match refunds::quote_refund(&mut shop.read().await, &operation.caller, invoice, scope).await {
        Ok(RefundQuote { number, figures, lines, points_to, points_debt, reward_debt, left, .. }) => {
            Ok(json!([number, figures, lines, points_to, points_debt, reward_debt, left]))
        }
        refused => Err(refusal(refused)),
    }
}

async fn refunds_under(shop: &Shop, operation: &str, invoice: InvoiceId, scope: &RefundScope) {
    let operation = Operation { id: OperationId::chat(operation), ..shop.staff(Role::Manager) };
    let mut tx = shop.begin().await;
    let result = refunds::refund_invoice(&mut tx, &operation, invoice, scope, "остальное").await;
    finish(tx, result).await.unwrap();
}

on_both! {
    async fn friends_move_in_the_order_in_which_they_came(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_001).await;
        let (mut referrer, mut friend, mut card) = (plain("10003"), plain("10004"), plain("10007"));
        referrer["telegram_id"] = json!(9_000_000_003_i64);
        referrer["referrals"] = json!(["10004"]);
        friend["referred_by"] = json!("10003");
        friend["bonuses"] = json!(50);
        friend["history"] = json!([entry("accrual", 50.0, "Бонус за промокод", "bonus")]);
        // The card of a later friend is older than the first one's promo code.
        card["phone_number"] = json!("+77001234568");
        card["visited_at"] = json!(1_700_000_000);
        card["visited_at_str"] = json!("2023-11-15 03:13:20");
        let dump = files.path().join("legacy.json");
        let records = [("10003", referrer), ("10004", friend), ("10007", card)];
        std::fs::write(&dump, text(&records.map(|(code, record)| (code.to_owned(), record)))).unwrap();
        assert_eq!(import_into(&db, &shop, &dump).await.0.outcome, Outcome::Imported);
        let imported: Value = serde_json::from_str(&export(&db, &shop, &files.path().join("same.json")).await).unwrap();
        assert_eq!(imported["10004"]["referred_at"], Value::Null, "the entry says it");
        let person = shop.welcomes(700, "Лев").await;
        shop.receives_promo_code(&person, "PROMO10003").await;
        shop.receives_phone(700, "+77001234568").await.unwrap();
        let there = moved(&db, &shop, &files).await;
        let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
        let exported: Value = serde_json::from_str(&first).unwrap();
        assert_eq!(exported["10003"]["referrals"], json!(["10004", "10007"]));
        assert_eq!(without_ids(&first), without_ids(&export(&db, &there, &files.path().join("again.json")).await));
    }

    async fn a_history_that_several_processes_made_moves(db: TestDb) {
        let files = TempDir::new().unwrap();
        let one = open(&db, 7_001).await;
        let anna = one.welcomes(600, "Анна").await;
        one.gives(&anna, PointsWallet::Main, 1_00).await;
        // It draws ids from a later block.
        let another = one.in_another_process(&db).await;
        let sold = another.issues(&anna, &sale(500_00)).await.unwrap();
        one.gives(&anna, PointsWallet::Main, 2_00).await;
        one.refunds(&sold, &RefundScope::Amount(money(100_00))).await.unwrap();
        another.gives(&anna, PointsWallet::Main, 3_00).await;
        one.gives(&anna, PointsWallet::Main, 4_00).await;
        one.issues(&anna, &redeeming(20_00, PointsWallet::Main, Some(9_00))).await.unwrap();
        let ids = "SELECT entry_id FROM entries WHERE shop_id = 7001 ORDER BY number";
        assert!(!db.raw().await.numbers(ids).await.is_sorted());
        let there = moved(&db, &one, &files).await;
        there.assert_sound().await;
        let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
        assert_eq!(without_ids(&first), without_ids(&export(&db, &there, &files.path().join("again.json")).await));
        let moved_anna = there.finds_by_code(&anna.code).await.unwrap();
        let balances = |entries: Vec<Entry>| -> Vec<_> {
            entries.into_iter().map(|entry| (entry.entry_number, entry.kind, entry.balance_after_minor)).collect()
        };
        assert_eq!(balances(one.history(&anna).await), balances(there.history(&moved_anna).await));
    }
}

on_both! {
    async fn a_moved_shop_equals_the_original(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let there = moved(&db, &shop, &files).await;
        there.assert_sound().await;
        let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
        let again = export(&db, &there, &files.path().join("again.json")).await;
        assert_eq!(without_ids(&first), without_ids(&again));

        for field in [
            "refunds", "lots", "bonuses_owed", "merged_into", "entered_by", "corrects", "points_lifetime_days", "consent_from",
            "min_redeem", "card_qr", "purchased_elsewhere", "receipt", "email", "telegram_language", "discount", "group_discount",
            "group_discount_percentage", "coupons", "coupon_points", "used_at",
        ] {
            assert!(first.contains(&format!("\"{field}\": ")), "{field}");
        }
        let exported: Value = serde_json::from_str(&first).unwrap();
        let settings = &exported["bonus_program_settings"];
        assert_eq!((&settings["earn_rule"], &settings["points_lifetime_days"]), (&json!("paid_part"), &json!(20)));
        assert_eq!(exported["10001"]["lots"], Value::Null, "a customer who never had points has no lots");

        for code in db.raw().await.texts("SELECT DISTINCT code FROM customers").await {
            let code = code.parse().unwrap();
            let (here, elsewhere) = (shop.finds_by_code(&code).await.unwrap(), there.finds_by_code(&code).await.unwrap());
            assert_eq!((here.code, here.joined_at), (elsewhere.code, elsewhere.joined_at));
        }

        // The language of their Telegram counts only for those who chose none, and only where it is not the one without it.
        let languages = "SELECT COALESCE(language, '-') || ' ' || telegram_language FROM customers WHERE telegram_language IS NOT NULL AND shop_id = ";
        assert_eq!(db.raw().await.texts(&format!("{languages}{}", there.id)).await, ["- en-GB"]);

        let emails = "SELECT COUNT(*) FROM customers WHERE email = 'lev@example.kz' AND shop_id = ";
        for shop in [&shop, &there] {
            assert_eq!(db.raw().await.number(&format!("{emails}{}", shop.id)).await, 1);
        }

        // A first purchase that no invoice shows is still one when all invoices are refunded.
        let elsewhere = "SELECT COUNT(*) FROM customers WHERE purchased_elsewhere AND shop_id = ";
        for shop in [&shop, &there] {
            assert_eq!(db.raw().await.number(&format!("{elsewhere}{}", shop.id)).await, 1);
        }

        // The same refunds are possible.
        let (here, elsewhere) = (invoices(&db, &shop).await, invoices(&db, &there).await);
        assert!(here.len() == elsewhere.len() && here.len() >= 6);
        let scopes = [RefundScope::Rest, one_cup(), RefundScope::Amount(money(1)), RefundScope::Amount(money(100_00))];
        let mut refused = 0;
        for (one, other) in here.iter().zip(&elsewhere) {
            for scope in &scopes {
                let quote_here = quote_of(&shop, *one, scope).await;
                refused += usize::from(quote_here == Err(Refusal::NothingLeft));
                assert_eq!(quote_here, quote_of(&there, *other, scope).await, "{scope:?}");
            }
        }
        assert_eq!(refused, 3 * scopes.len(), "the invoice that was undone, and those that were refunded in full");

        // Refunding the rest in both, and waiting, keeps both shops equal.
        for (place, (one, other)) in here.iter().zip(&elsewhere).enumerate() {
            if quote_of(&shop, *one, &RefundScope::Rest).await.is_ok() {
                refunds_under(&shop, &format!("rest {place}"), *one, &RefundScope::Rest).await;
                refunds_under(&there, &format!("rest {place}"), *other, &RefundScope::Rest).await;
            }
        }
        for days in [0, 3, 30] {
            for shop in [&shop, &there] {
                shop.clock.advance(Duration::days(days));
                for code in db.raw().await.texts("SELECT DISTINCT code FROM customers ORDER BY code").await {
                    let customer = shop.finds_by_code(&code.parse().unwrap()).await.unwrap();
                    shop.settles(&customer, PointsWallet::Main).await;
                    shop.settles(&customer, PointsWallet::Referral).await;
                }
                shop.assert_sound().await;
            }
            let one = export(&db, &shop, &files.path().join("one.json")).await;
            let other = export(&db, &there, &files.path().join("other.json")).await;
            assert_eq!(without_ids(&one), without_ids(&other), "after {days} days");
        }
    }

    async fn an_invitation_of_ones_own_card_moves_as_what_it_is(db: TestDb) {
        // What was refunded before the cards were merged, and whether reward and bonus were spent by then.
        for (place, (refunded, is_spent)) in (7_400..).step_by(10).zip([(0, false), (0, true), (500_00, true)]) {
            let files = TempDir::new().unwrap();
            let shop = open(&db, place).await;
            let card = shop.registers("+77007654321", "Лев").await;
            let own = shop.welcomes(603, "Лев").await;
            shop.receives_promo_code(&own, &card.code.promo().to_string()).await;
            let issued = shop.issues(&own, &sale(2000_00)).await.unwrap();
            if is_spent {
                for (customer, wallet) in [(&own, PointsWallet::Main), (&card, PointsWallet::Referral)] {
                    let take = service::points::Direction::Take;
                    shop.adjusts(&shop.staff(Role::Manager), customer, wallet, take, 40_00, "подарок").await.unwrap();
                }
            }
            if refunded > 0 {
                shop.refunds(&issued, &RefundScope::Amount(money(refunded))).await.unwrap();
            }
            shop.receives_phone(603, "+77007654321").await.unwrap();
            // A bonus that was left, of a code that came too late.
            let late = shop.registers("+77007654322", "Яна").await;
            shop.issues(&late, &sale(10_00)).await.unwrap();
            let yana = shop.welcomes(604, "Яна").await;
            shop.receives_promo_code(&yana, &own.code.promo().to_string()).await;
            shop.receives_phone(604, "+77007654322").await.unwrap();
            shop.assert_sound().await;

            let there = moved(&db, &shop, &files).await;
            there.assert_sound().await;
            let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
            assert_eq!(without_ids(&first), without_ids(&export(&db, &there, &files.path().join("again.json")).await));
            let taken = format!(
                "SELECT amount_minor FROM entries WHERE shop_id = {} AND kind IN ('promo_bonus', 'referral_reward')
                 AND amount_minor < 0 ORDER BY amount_minor",
                there.id
            );
            let reward = 100_00 - refunded / 20;
            assert_eq!(db.raw().await.numbers(&taken).await, [-reward, -50_00, -50_00]);
            let (here, elsewhere) = (invoices(&db, &shop).await, invoices(&db, &there).await);
            for (one, other) in here.iter().zip(&elsewhere) {
                for scope in [RefundScope::Amount(money(3_00)), RefundScope::Rest] {
                    refunds_under(&shop, &format!("{scope:?} {one}"), *one, &scope).await;
                    refunds_under(&there, &format!("{scope:?} {one}"), *other, &scope).await;
                    shop.assert_sound().await;
                    there.assert_sound().await;
                }
            }
            let one = export(&db, &shop, &files.path().join("one.json")).await;
            assert_eq!(without_ids(&one), without_ids(&export(&db, &there, &files.path().join("other.json")).await));
        }
    }

    async fn a_change_of_coupons_in_the_file_is_noticed(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let there = moved(&db, &shop, &files).await;
        let file = files.path().join("export.json");
        let whole: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let boris = shop.welcomes(601, "Борис 🐈").await.code.to_string();
        /// A change of a value that nothing else in the record contradicts.
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 7] = [
            ("title", |boris| boris["coupons"][2]["title"] = json!("Зима")),
            ("worth", |boris| boris["coupons"][0]["worth"] = json!(12.51)),
            ("end", |boris| boris["coupons"][0]["expires_at"] = json!("2030-01-01T00:00:00+05:00")),
            ("giver", |boris| boris["coupons"][0]["given_by"] = json!("chat:another")),
            ("use", |boris| boris["coupons"][0]["used_by"] = json!("chat:another")),
            ("discount", |boris| boris["invoices"][2]["discount"] = json!(15.01)),
            ("what a coupon took off", |boris| boris["invoices"][2]["coupons"][0]["discount"] = json!(14.99)),
        ];
        for (name, change) in changes {
            let mut dump = whole.clone();
            change(&mut dump[&boris]);
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            let kinds: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.customer.as_str())).collect();
            assert_eq!(kinds, [(FindingKind::DiffersFromImported, boris.as_str())], "{name}");
            assert_eq!((report.outcome, report.changed), (Outcome::Unchanged, 1), "{name}");
        }
    }

    async fn importing_an_own_export_changes_nothing(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let file = files.path().join("export.json");
        export(&db, &shop, &file).await;
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert!(findings.is_empty(), "{findings:#?}");
        assert_eq!((report.outcome, report.unchanged), (Outcome::Unchanged, report.customers));
        assert!(report.to_string().contains("already imported, unchanged"), "{report}");

        // A customer with a newer entry is not changed.
        let clara = shop.welcomes(602, "Клара").await;
        shop.gives(&clara, PointsWallet::Main, 1_00).await;
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert_eq!((report.outcome, report.changed, report.rejected), (Outcome::Unchanged, 1, 0));
        let found: Vec<_> = findings.iter().map(|finding| (finding.customer.as_str(), finding.kind)).collect();
        assert_eq!(found, [(clara.code.as_str(), FindingKind::DiffersFromHere)]);
    }

    async fn imported_points_expire_one_lifetime_after_it_is_first_set(db: TestDb) {
        let files = TempDir::new().unwrap();
        let mut old = plain("10000");
        old["bonuses"] = json!(100);
        let dump = files.path().join("legacy.json");
        std::fs::write(&dump, text(&[("10000".into(), old)])).unwrap();
        let ends = |shop: &Shop| format!("SELECT COALESCE(expires_at, 0) FROM lots WHERE shop_id = {}", shop.id);
        let in_30_days = |shop: &Shop| {
            kopilka::domain::Lifetime::from_days(30).unwrap().expiry(ZONE, shop.clock.now()).0
        };

        // The lifetime is set before the import, or after it.
        let before = open(&db, 7_101).await;
        before.sets_lifetime(Some(30)).await;
        before.clock.advance(Duration::days(1));
        import_into(&db, &before, &dump).await;
        assert_eq!(db.raw().await.number(&ends(&before)).await, in_30_days(&before));
        let after = open(&db, 7_102).await;
        import_into(&db, &after, &dump).await;
        assert_eq!(db.raw().await.number(&ends(&after)).await, 0);
        after.clock.advance(Duration::days(5));
        after.sets_lifetime(Some(30)).await;
        let promised = in_30_days(&after);
        assert_eq!(db.raw().await.number(&ends(&after)).await, promised);

        // The expiry moves along, independent of the new shop's lifetime.
        let file = files.path().join("export.json");
        export(&db, &after, &file).await;
        let there = open(&db, 7_103).await;
        there.sets_lifetime(Some(3650)).await;
        there.clock.advance(after.clock.now() + Duration::days(2) - there.clock.now());
        let (_, findings) = import_into(&db, &there, &file).await;
        assert_eq!(findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::SettingsChanged]);
        assert_eq!(db.raw().await.number(&ends(&there)).await, promised);
    }
}
