//! A shop moves to another database with all that Kopilka knows and the earlier bot did not: refunds, lots, points debt,
//! settings. Nothing can be refunded twice because it moved, and points live neither longer nor shorter.

use std::path::Path;

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{Draft, InvoiceId, Line, OperationId, PointsWallet, Quantity, RefundScope, ReturnedLine, Role, ShopId},
    import::{self, Finding, FindingKind, Options, Outcome, Report},
    service::{
        self, Operation, Refusal,
        ledger::Entry,
        refunds::{self, RefundQuote},
    },
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    database::TestDb,
    import_dump::{entry, plain, text},
    on_both,
    shop::{Shop, finish, money, on_credit, redeeming, refusal, sale},
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
    import::export(&db.db, shop.id, ZONE, path).await.unwrap();
    std::fs::read_to_string(path).unwrap()
}

async fn import_into(db: &TestDb, shop: &Shop, path: &Path) -> (Report, Vec<Finding>) {
    let mut report = import::run(&db.db, shop.id, path, &Options::default(), &shop.clock).await.unwrap();
    let findings = report.findings.read().unwrap().map(Result::unwrap);
    // What the earlier bot's history did not explain is told each time.
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
    Draft { lines: vec![cups, delivery], redemption, on_credit: false }
}

fn one_cup() -> RefundScope {
    RefundScope::Lines(vec![ReturnedLine { position: 1, quantity: Quantity::ONE }])
}

/// A shop with everything that an export must not forget.
async fn life(db: &TestDb, files: &TempDir) -> Shop {
    let shop = open(db, 7_001).await;
    let mut old = plain("10000");
    old["phone_number"] = json!("+77001234567");
    old["bonuses"] = json!(120);
    old["history"] = json!([entry("accrual", 100.0, "Начисление бонусов (админ)", "bonus")]);
    let dump = files.path().join("legacy.json");
    std::fs::write(&dump, text(&[("10000".into(), old), ("10001".into(), plain("10001"))])).unwrap();
    assert_eq!(import_into(db, &shop, &dump).await.0.outcome, Outcome::Imported);
    shop.sets_lifetime(Some(20)).await;
    wants_consent_from(&shop, 1000_00).await;
    shop.sets(&mut db.raw().await, "earn_rule = 'paid_part', min_redeem_minor = 100").await;

    let old = shop.by_code(&"10000".parse().unwrap()).await.unwrap();
    let anna = shop.arrives(600, "Анна").await;
    let boris = shop.arrives(601, "Борис 🐈").await;
    shop.enters(&boris, anna.code.promo().to_string().as_str()).await;
    // The first purchase rewards Anna; some of it comes back, by line and by amount.
    let first = shop.issues(&boris, &cups(Some(20_00))).await.unwrap();
    shop.refunds(&first, &one_cup()).await.unwrap();
    shop.refunds(&first, &RefundScope::Amount(money(33_33))).await.unwrap();
    // Another is left as a debt, of which some is paid and some comes back.
    let owed = shop.issues(&boris, &on_credit(80_00)).await.unwrap();
    shop.takes_payment(&shop.staff(Role::Cashier), &boris, 25_00).await.unwrap();
    shop.refunds(&owed, &RefundScope::Amount(money(10_00))).await.unwrap();
    // One is undone.
    let operation = shop.staff(Role::Cashier);
    let undone = shop.issues_under(&operation, &old, &redeeming(40_00, PointsWallet::Main, Some(7_77))).await.unwrap();
    shop.undoes_under(&shop.staff(Role::Cashier), &undone).await.unwrap();
    // Points are spent before what earned them comes back: they are owed.
    let clara = shop.arrives(602, "Клара").await;
    let earned = shop.issues(&clara, &sale(500_00)).await.unwrap();
    shop.issues(&clara, &redeeming(30_00, PointsWallet::Main, Some(9_00))).await.unwrap();
    shop.refunds(&earned, &RefundScope::Rest).await.unwrap();
    assert!(shop.has(&clara).await.0 < 0);
    // Days later some points have run out, some are younger, some were warned of.
    shop.clock.advance(Duration::days(12));
    shop.gives(&old, PointsWallet::Main, 5_00).await;
    shop.issues(&old, &redeeming(10_00, PointsWallet::Main, Some(3_00))).await.unwrap();
    db.raw().await.run("UPDATE lots SET warned_days = 14 WHERE remaining_minor > 0 AND warned_days IS NULL").await;
    shop.clock.advance(Duration::days(10));
    shop.settles(&boris, PointsWallet::Main).await;
    // She has been here for long, although she did nothing before the friend came.
    shop.arrives(600, "Анна").await;
    // Two cards become one.
    let card = shop.registers("+77007654321", "Лев").await;
    shop.gives(&card, PointsWallet::Main, 9_99).await;
    let own = shop.arrives(603, "Лев").await;
    shop.gives(&own, PointsWallet::Main, 1_01).await;
    shop.shares_phone(603, "+77007654321").await.unwrap();
    shop.is_sound().await;
    shop
}

/// The shop elsewhere, once it has moved.
async fn moved(db: &TestDb, shop: &Shop, files: &TempDir) -> Shop {
    let file = files.path().join("export.json");
    export(db, shop, &file).await;
    let there = open(db, shop.id.0 + 1).await;
    there.clock.advance(shop.clock.now() - there.clock.now());
    let (report, findings) = import_into(db, &there, &file).await;
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(report.outcome, Outcome::Imported);
    there
}

/// All invoices, in an order that does not depend on the database.
async fn invoices(db: &TestDb, shop: &Shop) -> Vec<InvoiceId> {
    let sql = format!("SELECT invoice_id FROM invoices WHERE shop_id = {} ORDER BY number", shop.id);
    db.raw().await.numbers(&sql).await.into_iter().map(InvoiceId).collect()
}

/// What a refund would come to, or why there is none.
async fn foreseen(shop: &Shop, invoice: InvoiceId, scope: &RefundScope) -> Result<Value, Refusal> {
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
    async fn a_history_that_several_processes_made_moves(db: TestDb) {
        let files = TempDir::new().unwrap();
        let one = open(&db, 7_001).await;
        let anna = one.arrives(600, "Анна").await;
        one.gives(&anna, PointsWallet::Main, 1_00).await;
        // What it draws from is a later block of ids.
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
        there.is_sound().await;
        let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
        assert_eq!(first, export(&db, &there, &files.path().join("again.json")).await);
        let moved_anna = there.by_code(&anna.code).await.unwrap();
        let balances = |entries: Vec<Entry>| -> Vec<_> {
            entries.into_iter().map(|entry| (entry.entry_number, entry.kind, entry.balance_after_minor)).collect()
        };
        assert_eq!(balances(one.history(&anna).await), balances(there.history(&moved_anna).await));
    }
}

on_both! {
    async fn a_shop_that_moved_is_the_same_shop(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = life(&db, &files).await;
        let there = moved(&db, &shop, &files).await;
        there.is_sound().await;
        let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
        let again = export(&db, &there, &files.path().join("again.json")).await;
        assert_eq!(first, again);

        for field in [
            "refunds", "lots", "bonuses_owed", "merged_into", "entered_by", "corrects", "points_lifetime_days", "consent_from",
            "min_redeem",
        ] {
            assert!(first.contains(&format!("\"{field}\": ")), "{field}");
        }
        let exported: Value = serde_json::from_str(&first).unwrap();
        let settings = &exported["bonus_program_settings"];
        assert_eq!((&settings["earn_rule"], &settings["points_lifetime_days"]), (&json!("paid_part"), &json!(20)));
        assert_eq!(exported["10001"]["lots"], Value::Null, "nothing is said of somebody who never had points");

        for code in db.raw().await.texts("SELECT DISTINCT code FROM customers").await {
            let code = code.parse().unwrap();
            let (here, elsewhere) = (shop.by_code(&code).await.unwrap(), there.by_code(&code).await.unwrap());
            assert_eq!((here.code, here.joined_at), (elsewhere.code, elsewhere.joined_at));
        }

        // The same can be refunded, and no more.
        let (here, elsewhere) = (invoices(&db, &shop).await, invoices(&db, &there).await);
        assert!(here.len() == elsewhere.len() && here.len() >= 6);
        let scopes = [RefundScope::Rest, one_cup(), RefundScope::Amount(money(1)), RefundScope::Amount(money(100_00))];
        let mut refused = 0;
        for (one, other) in here.iter().zip(&elsewhere) {
            for scope in &scopes {
                let foreseen_here = foreseen(&shop, *one, scope).await;
                refused += usize::from(foreseen_here == Err(Refusal::NothingLeft));
                assert_eq!(foreseen_here, foreseen(&there, *other, scope).await, "{scope:?}");
            }
        }
        assert_eq!(refused, 2 * scopes.len(), "the one that was undone, and the one that came back whole");

        // The rest comes back in both, to the same lots, and both stay the same shop; days later, too.
        for (place, (one, other)) in here.iter().zip(&elsewhere).enumerate() {
            if foreseen(&shop, *one, &RefundScope::Rest).await.is_ok() {
                refunds_under(&shop, &format!("rest {place}"), *one, &RefundScope::Rest).await;
                refunds_under(&there, &format!("rest {place}"), *other, &RefundScope::Rest).await;
            }
        }
        for days in [0, 3, 30] {
            for shop in [&shop, &there] {
                shop.clock.advance(Duration::days(days));
                for code in db.raw().await.texts("SELECT DISTINCT code FROM customers ORDER BY code").await {
                    let customer = shop.by_code(&code.parse().unwrap()).await.unwrap();
                    shop.settles(&customer, PointsWallet::Main).await;
                    shop.settles(&customer, PointsWallet::Referral).await;
                }
                shop.is_sound().await;
            }
            let one = export(&db, &shop, &files.path().join("one.json")).await;
            let other = export(&db, &there, &files.path().join("other.json")).await;
            assert_eq!(one, other, "after {days} days");
        }
    }

    async fn what_was_exported_is_known_where_it_comes_from(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = life(&db, &files).await;
        let file = files.path().join("export.json");
        export(&db, &shop, &file).await;
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert!(findings.is_empty(), "{findings:#?}");
        assert_eq!((report.outcome, report.unchanged), (Outcome::Unchanged, report.customers));
        assert!(report.to_string().contains("already imported, unchanged"), "{report}");

        // Who has bought something since is left as they are.
        let clara = shop.arrives(602, "Клара").await;
        shop.gives(&clara, PointsWallet::Main, 1_00).await;
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert_eq!((report.outcome, report.changed, report.rejected), (Outcome::Unchanged, 1, 0));
        let found: Vec<_> = findings.iter().map(|finding| (finding.customer.as_str(), finding.kind)).collect();
        assert_eq!(found, [(clara.code.as_str(), FindingKind::DiffersFromHere)]);
    }

    async fn points_of_the_earlier_bot_live_one_lifetime_from_the_day_it_is_switched_on(db: TestDb) {
        let files = TempDir::new().unwrap();
        let mut old = plain("10000");
        old["bonuses"] = json!(100);
        let dump = files.path().join("legacy.json");
        std::fs::write(&dump, text(&[("10000".into(), old)])).unwrap();
        let ends = |shop: &Shop| format!("SELECT COALESCE(expires_at, 0) FROM lots WHERE shop_id = {}", shop.id);
        let in_30_days = |shop: &Shop| {
            kopilka::domain::Lifetime::from_days(30).unwrap().expiry(ZONE, shop.clock.now()).0
        };

        // Switched on before the import, or after it.
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

        // What was promised moves along, whatever the new shop's setting.
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

/// What somebody could have done to the fields of Boris, and where that is found.
type Damage = (&'static str, fn(&mut Value), FindingKind, &'static str);

const DAMAGES: &[Damage] = &[
    (
        "more is refunded than was sold",
        |boris| boris["invoices"][0]["total_amount"] = json!(60),
        FindingKind::BadRefund,
        ".invoices[0].refunds",
    ),
    (
        "a refund that does not add up",
        |boris| boris["invoices"][0]["refunds"][0]["money"] = json!(1),
        FindingKind::BadRefund,
        ".refunds[0].total",
    ),
    (
        "a refund of nothing",
        |boris| {
            for part in ["total", "redeemed", "debt", "money"] {
                boris["invoices"][0]["refunds"][0][part] = json!(0);
            }
        },
        FindingKind::BadRefund,
        ".refunds[0].total",
    ),
    (
        "a refund that is left out",
        |boris| drop(boris["invoices"][0]["refunds"].as_array_mut().unwrap().pop()),
        FindingKind::BadRefund,
        ".invoices[0].refunds",
    ),
    (
        "an entry of a refund that is left out",
        |boris| {
            boris["history"]
                .as_array_mut()
                .unwrap()
                .retain(|entry| !entry["description"].as_str().unwrap().starts_with("Возврат"));
        },
        FindingKind::BadRefund,
        ".invoices[0].refunds",
    ),
    (
        "more of the reward than there was",
        |boris| boris["invoices"][0]["refunds"][0]["reward"] = json!(1000),
        FindingKind::BadRefund,
        ".invoices[0].refunds",
    ),
    (
        "more cups than were sold",
        |boris| boris["invoices"][0]["refunds"][0]["lines"][0]["quantity"] = json!(5),
        FindingKind::BadRefund,
        ".refunds[0]",
    ),
    (
        "a line that was not sold",
        |boris| boris["invoices"][0]["refunds"][0]["lines"][0]["line"] = json!(3),
        FindingKind::BadRefund,
        ".refunds[0]",
    ),
    (
        "no cups",
        |boris| boris["invoices"][0]["refunds"][0]["lines"][0]["quantity"] = json!(0),
        FindingKind::BadRefund,
        ".refunds[0]",
    ),
    (
        "an amount in words",
        |boris| boris["invoices"][0]["refunds"][0]["earned"] = json!("все"),
        FindingKind::BadAmount,
        ".refunds[0].earned",
    ),
    (
        "an amount below zero",
        |boris| boris["invoices"][0]["refunds"][0]["debt"] = json!(-1),
        FindingKind::NegativeAmount,
        ".refunds[0].debt",
    ),
    (
        "no date",
        |boris| boris["invoices"][0]["refunds"][0]["date"] = json!("вчера"),
        FindingKind::BadDate,
        ".refunds[0].date",
    ),
    (
        "no operation",
        |boris| drop(boris["invoices"][0]["refunds"][0].as_object_mut().unwrap().remove("operation_id")),
        FindingKind::WrongType,
        ".refunds[0].operation_id",
    ),
    (
        "a refund that is no object",
        |boris| boris["invoices"][0]["refunds"][0] = json!(5),
        FindingKind::WrongType,
        ".refunds[0]",
    ),
    (
        "refunds that are no list",
        |boris| boris["invoices"][0]["refunds"] = json!("да"),
        FindingKind::WrongType,
        ".invoices[0].refunds",
    ),
    (
        "a rule that nobody knows",
        |boris| boris["invoices"][0]["earn_rule"] = json!("always"),
        FindingKind::WrongType,
        ".earn_rule",
    ),
    (
        "a rate below zero",
        |boris| boris["invoices"][0]["earn_percentage"] = json!(-2),
        FindingKind::NegativeAmount,
        ".earn_percentage",
    ),
    ("a balance that the lots do not have", |boris| boris["bonuses"] = json!(1000), FindingKind::BadLots, ".lots"),
    ("a lot that is too large", |boris| boris["lots"][0]["amount"] = json!(1000), FindingKind::BadLots, ".lots"),
    ("a lot that nobody earned", |boris| boris["lots"][0]["entry"] = json!(99), FindingKind::BadLots, ".lots"),
    ("a lot of an entry that spent", |boris| boris["lots"][0]["entry"] = json!(2), FindingKind::BadLots, ".lots"),
    ("points that came from nowhere", |boris| boris["lots"][0]["uses"] = json!([]), FindingKind::BadLots, ".lots"),
    (
        "one use that is two",
        |boris| {
            let used = boris["lots"][0]["uses"][0].clone();
            boris["lots"][0]["uses"].as_array_mut().unwrap().push(used);
        },
        FindingKind::BadLots,
        ".lots",
    ),
    (
        "a use that gives where the entry takes",
        |boris| boris["lots"][0]["uses"][0]["amount"] = json!(-20),
        FindingKind::BadLots,
        ".lots",
    ),
    (
        "a use beyond the entry",
        |boris| boris["lots"][0]["uses"][0]["amount"] = json!(20.01),
        FindingKind::BadLots,
        ".lots",
    ),
    ("a lot of money", |boris| boris["lots"][0]["wallet"] = json!("money"), FindingKind::WrongType, ".lots[0].wallet"),
    (
        "a lot without an end that is a date",
        |boris| boris["lots"][0]["expires_at"] = json!("скоро"),
        FindingKind::BadDate,
        ".lots[0].expires_at",
    ),
    (
        "half a warning",
        |boris| boris["lots"][0]["warned_days"] = json!(0.5),
        FindingKind::BadAmount,
        ".lots[0].warned_days",
    ),
    ("lots that are no list", |boris| boris["lots"] = json!({}), FindingKind::WrongType, ".lots"),
    (
        "points debt without lots",
        |boris| {
            boris["bonuses_owed"] = json!(5);
            boris.as_object_mut().unwrap().remove("lots");
        },
        FindingKind::BadLots,
        ".lots",
    ),
    ("more points debt than there is", |boris| boris["bonuses_owed"] = json!(5), FindingKind::BadLots, ".lots"),
    (
        "an entry that corrects a later one",
        |boris| boris["history"][0]["corrects"] = json!(1),
        FindingKind::BadAmount,
        ".history[0].corrects",
    ),
    (
        "an entry of nobody",
        |boris| boris["history"][0]["entered_by"] = json!("Лев"),
        FindingKind::BadAmount,
        ".history[0].entered_by",
    ),
    ("fewer points than are owed", |boris| boris["bonuses"] = json!(-1), FindingKind::BalanceBelowZero, ".bonuses"),
    (
        "a card in use that another is used instead of",
        |boris| boris["merged_into"] = json!("10000"),
        FindingKind::BadMerge,
        ".merged_into",
    ),
];

on_both! {
    async fn fields_that_were_tampered_with_keep_a_customer_out(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = life(&db, &files).await;
        let file = files.path().join("export.json");
        let whole: Value = serde_json::from_str(&export(&db, &shop, &file).await).unwrap();
        let boris = shop.arrives(601, "Борис 🐈").await.code.to_string();
        let there = open(&db, 7_002).await;
        for (name, damage, kind, place) in DAMAGES {
            let mut dump = whole.clone();
            damage(&mut dump[&boris]);
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            assert_eq!(report.outcome, Outcome::Refused, "{name}: {findings:#?}");
            let is_found = |finding: &Finding| {
                let is_there = finding.path == format!("{boris}{place}") || finding.path.ends_with(place);
                finding.kind == *kind && is_there
            };
            assert!(findings.iter().any(is_found), "{name}: {findings:#?}");
            let faults = findings.iter().filter(|finding| finding.kind.severity() == import::Severity::Fault);
            assert!(faults.clone().count() > 0 && faults.clone().all(|finding| finding.customer == boris), "{name}");
        }
    }

    async fn settings_that_cannot_be_are_not_taken(db: TestDb) {
        let files = TempDir::new().unwrap();
        let file = files.path().join("dump.json");
        for (place, (field, value)) in [
            ("earn_rule", json!("always")), ("max_redeem_percentage", json!(100.01)), ("min_redeem", json!(-1)),
            ("points_lifetime_days", json!(0)), ("points_lifetime_days", json!(3651)), ("consent_from", json!("никогда")),
        ].into_iter().enumerate() {
            let mut dump: Value = serde_json::from_str(&text(&[("10000".into(), plain("10000"))])).unwrap();
            dump["bonus_program_settings"][field] = value.clone();
            std::fs::write(&file, dump.to_string()).unwrap();
            let there = open(&db, 7_200 + place as i64).await;
            let (report, findings) = import_into(&db, &there, &file).await;
            assert_eq!(report.outcome, Outcome::Refused, "{field}: {value}");
            assert_eq!(findings[0].path, format!("bonus_program_settings.{field}"));
        }
    }
}
