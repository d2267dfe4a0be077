//! Rows say who acted: a customer, a member of the staff, an API key, a rule of the program, an import.

use chrono::Duration;
use kopilka::{
    domain::{Actor, ActorKind, ActorRef, KeyId, Permission, Permissions, PointsWallet, RefundScope, Role, TelegramId},
    import::{self, Options, Outcome},
    service::{Refusal, consents},
    storage::refunds,
};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    database::{Raw, TestDb},
    import_dump::{entry, plain, text},
    on_both,
    shop::{STAFF, Shop, finish, money, redeeming, refusal, sale},
};

use PointsWallet::Main;

const KEY: Actor = Actor::Key(
    KeyId(7),
    Permissions::of(&[Permission::IssueInvoice, Permission::UndoInvoice, Permission::RefundInvoice]),
);

/// The tables whose rows name an actor.
const TABLES: [&str; 5] = ["entries", "invoices", "refunds", "consents", "audit_log"];

/// What the rows of a table that fit say of their actors, each once.
async fn actors(raw: &mut Raw, table: &str, which: &str) -> Vec<String> {
    let actor = "actor_kind || COALESCE(' ' || actor_id, '')";
    raw.texts(&format!("SELECT DISTINCT {actor} FROM {table} WHERE {which} ORDER BY 1")).await
}

/// A row in each of the tables.
async fn busy(db: &TestDb) -> Shop {
    let shop = Shop::open(db).await;
    let anna = shop.welcomes(1, "Анна").await;
    shop.gives(&anna, Main, 50_00).await;
    let sold = shop.issues(&anna, &sale(100_00)).await.unwrap();
    shop.refunds(&sold, &RefundScope::Amount(money(1_00))).await.unwrap();
    let operation = shop.staff(Role::Cashier);
    let draft = redeeming(40_00, Main, Some(20_00));
    let mut tx = shop.begin().await;
    let asked = consents::ask(&mut tx, &operation, anna.customer_id, &draft, &operation.id).await;
    finish(tx, asked).await.unwrap();
    shop
}

on_both! {
    async fn staff_customers_and_rules_act_under_their_own_names(db: TestDb) {
        let shop = busy(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        shop.sets_lifetime(Some(1)).await;
        shop.gives(&boris, Main, 70_00).await;
        shop.clock.advance(Duration::days(3));
        shop.settles(&boris, Main).await;
        // The sale of a member of the staff finds that points have expired.
        shop.issues(&anna, &sale(10_00)).await.unwrap();
        assert_eq!(refusal(shop.issues(&anna, &redeeming(10_00, Main, Some(60_00))).await), Refusal::NotEnoughPoints { available: money(20) });
        shop.issues(&anna, &redeeming(10_00, Main, Some(20))).await.unwrap();
        let mut raw = db.raw().await;
        let staff = format!("staff {STAFF}");
        for (kind, actor) in [
            ("manual", &staff), ("earn", &staff), ("redeem", &staff), ("refund", &staff),
            ("promo_bonus", &format!("person {}", boris.customer_id)), ("expire", &"rule".to_owned()),
        ] {
            assert_eq!(actors(&mut raw, "entries", &format!("kind = '{kind}'")).await, [actor.as_str()], "{kind}");
        }
        assert_eq!(raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'expire'").await, 2);
        for table in ["invoices", "refunds", "consents", "audit_log"] {
            assert_eq!(actors(&mut raw, table, "TRUE").await, [staff.as_str()], "{table}");
        }
        shop.assert_sound().await;
    }

    async fn a_key_sells_and_refunds_as_itself(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.gives(&anna, Main, 50_00).await;
        let sold = shop.issues_under(&shop.operation(KEY), &anna, &redeeming(100_00, Main, Some(20_00))).await.unwrap();
        shop.refunds_under(&shop.operation(KEY), &sold, &RefundScope::Amount(money(10_00))).await.unwrap();
        let mut raw = db.raw().await;
        assert_eq!(actors(&mut raw, "entries", "kind IN ('earn', 'redeem', 'refund')").await, ["key 7"]);
        assert_eq!(actors(&mut raw, "invoices", "TRUE").await, ["key 7"]);
        assert_eq!(actors(&mut raw, "refunds", "TRUE").await, ["key 7"]);
        let logged = "SELECT actor_kind || ' ' || actor_id || ' ' || action || ' ' || COALESCE(role, 'no role') FROM audit_log WHERE actor_kind = 'key'";
        assert_eq!(raw.texts(&format!("{logged} ORDER BY action")).await, ["key 7 issue_invoice no role", "key 7 refund_invoice no role"]);
        let stored = refunds::sold(&mut shop.read().await, sold.invoice_id).await.unwrap().unwrap();
        assert_eq!(stored.issued_by, KEY.reference());
        // A member of the staff with the same number is another.
        let namesake = shop.operation(Actor::Staff(TelegramId(7), Role::Owner));
        assert_eq!(refusal(shop.undoes_under(&namesake, &sold).await), Refusal::NotYourInvoice);
        shop.undoes_under(&shop.operation(KEY), &sold).await.unwrap();
        shop.assert_sound().await;
    }

    async fn an_import_acts_where_the_file_names_no_one(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut record = plain("10000");
        let mut entered = entry("accrual", 20.0, "Начисление бонусов (админ)", "bonus");
        entered["entered_by"] = json!(501);
        record["bonuses"] = json!(130);
        record["history"] = json!([entry("accrual", 100.0, "Начисление бонусов (админ)", "bonus"), entered]);
        record["invoices"] = json!([crate::import_dump::invoice("0A1B2C3D", 40.0)]);
        let files = TempDir::new().unwrap();
        let file = files.path().join("dump.json");
        std::fs::write(&file, text(&[("10000".into(), record)])).unwrap();
        let report = import::run(&db.db, shop.id, &file, &Options::default(), &shop.clock).await.unwrap();
        assert_eq!(report.outcome, Outcome::Imported);
        let mut raw = db.raw().await;
        let made = raw.texts("SELECT kind || ' ' || amount_minor || ' ' || actor_kind || COALESCE(' ' || actor_id, '') FROM entries ORDER BY number").await;
        assert_eq!(made, ["opening 1000 import", "manual 10000 import", "manual 2000 staff 501"]);
        assert_eq!(actors(&mut raw, "invoices", "TRUE").await, ["import"]);
        let invoice = kopilka::domain::InvoiceId(raw.number("SELECT invoice_id FROM invoices").await);
        let stored = refunds::sold(&mut shop.read().await, invoice).await.unwrap().unwrap();
        assert_eq!(stored.issued_by, ActorRef::IMPORT);
        shop.assert_sound().await;
    }

    async fn an_actor_is_of_a_known_kind_and_has_an_id_unless_it_is_nobody_of_the_shop(db: TestDb) {
        busy(&db).await;
        let mut raw = db.raw().await;
        raw.run(match raw {
            Raw::Sqlite(_) => "DROP TRIGGER entries_no_update",
            Raw::Postgres(_) => "ALTER TABLE entries DISABLE TRIGGER USER",
        })
        .await;
        let kinds = ActorKind::ALL.iter().map(|kind| kind.as_str()).chain(["", "owner"]);
        for (kind, id) in kinds.flat_map(|kind| [(kind, "NULL"), (kind, "7")]) {
            let is_known = kind.parse::<ActorKind>().is_ok();
            let has_id = id != "NULL";
            let is_right = is_known && has_id != ["rule", "import", "operator"].contains(&kind);
            for table in TABLES {
                let role = match table {
                    "audit_log" if kind == "staff" => ", role = 'cashier'",
                    "audit_log" => ", role = NULL",
                    _ => "",
                };
                let set = raw.try_run(&format!("UPDATE {table} SET actor_kind = '{kind}', actor_id = {id}{role}")).await;
                assert_eq!(set.as_ref().is_ok_and(|rows| *rows > 0), is_right, "{table} {kind} {id}: {set:?}");
            }
        }
    }
}
