//! A shop moves to a database of the other kind, as `docs/operating.md` says: export, import before the first start, go on there.

use kopilka::{
    clock::Clock as _,
    domain::{OperationId, PointsWallet, Role, Scope, ShopId},
    import::{self, FindingKind, Options, Outcome},
    service::{
        Caller, api_keys,
        invoices::Agreement,
        write_offs::{self, WriteOff},
    },
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{busy_shop, export, import_into};
use crate::{
    api,
    database::{Kind, Raw, TestDb},
    import_dump::{plain, text},
    on_both,
    shop::{Shop, finish, money, sale},
};

const SHOP: ShopId = ShopId(7_001);
/// Whom a client of the APIs knows, and by which id.
const IDS: &str =
    "SELECT code || ' ' || CAST(customer_id AS TEXT) FROM customers WHERE shop_id = 7001 ORDER BY customer_id";
const STAFF: &str = "
    SELECT CAST(telegram_id AS TEXT) || ' ' || role || ' ' || name || ' ' || CAST(appointed_by AS TEXT) || ' ' || CAST(appointed_at AS TEXT)
    FROM staff WHERE shop_id = 7001 ORDER BY telegram_id";

/// An empty database of the other kind.
pub(super) async fn other_kind(db: &TestDb) -> TestDb {
    TestDb::new(if db.db.is_postgres() { Kind::Sqlite } else { Kind::Postgres }).await
}

async fn makes_key(shop: &Shop) {
    let operation = Caller::operator(shop.clock.now()).operation(OperationId::command("key"));
    let mut tx = shop.begin().await;
    api_keys::create(&mut tx, &operation, &shop.chance, &api::options(&[Scope::Till])).await.unwrap();
    tx.commit().await.unwrap();
}

/// Two members, one appointed by the other.
async fn appoints(raw: &mut Raw) {
    raw.run(
        "INSERT INTO staff (shop_id, telegram_id, role, name, appointed_by, appointed_at) VALUES
         (7001, 901, 'owner', 'Айгерим', 900, 1790000000123456), (7001, 902, 'cashier', 'Борис \"Б\"', 901, 1790000001000000)",
    )
    .await;
}

on_both! {
    async fn a_shop_moves_to_the_other_database_with_ids_and_staff(db: TestDb) {
        let (files, target) = (TempDir::new().unwrap(), other_kind(&db).await);
        let shop = busy_shop(&db, &files).await;
        appoints(&mut db.raw().await).await;
        makes_key(&shop).await;
        let file = files.path().join("export.json");
        let first = export(&db, &shop, &file).await;

        // It is tried first, as the README advises: nothing of that stays.
        for dry_run in [true, false] {
            let options = Options { dry_run, ..Options::default() };
            let mut report = import::run(&target.db, SHOP, &file, &options, &shop.clock).await.unwrap();
            assert_eq!(report.outcome, if dry_run { Outcome::DryRun } else { Outcome::Imported });
            let findings: Vec<_> = report.findings.read().unwrap().map(Result::unwrap).collect();
            assert!(findings.iter().all(|finding| finding.kind == FindingKind::BalanceMismatch), "{findings:#?}");
        }
        let (mut here, mut there) = (db.raw().await, target.raw().await);
        assert_eq!(here.texts(IDS).await, there.texts(IDS).await);
        assert_eq!(here.texts(STAFF).await, there.texts(STAFF).await);
        assert!(!there.texts(STAFF).await.is_empty());

        let moved = Shop::open_as(&target, SHOP).await;
        moved.clock.advance(shop.clock.now() - moved.clock.now());
        super::service::shop::set_timezone(&mut moved.begin().await, super::ZONE).await.unwrap();
        moved.assert_sound().await;
        // With a key of its own it says the same as the original, but for how many ids were given.
        makes_key(&moved).await;
        let without_last_id = |text: &str| {
            let mut dump: Value = serde_json::from_str(text).unwrap();
            assert!(dump["bonus_program_settings"].as_object_mut().unwrap().remove("last_id").is_some());
            dump
        };
        let again = export(&target, &moved, &files.path().join("again.json")).await;
        assert_eq!(without_last_id(&first), without_last_id(&again));

        // Who comes now is nobody whom a client knows, and the shop goes on.
        let known = here.number("SELECT MAX(last_id) FROM id_counters").await;
        let new = moved.welcomes(777, "Дана").await;
        assert!(new.customer_id.0 > known, "{} is an id of the old database", new.customer_id);
        moved.issues(&new, &sale(100_00)).await.unwrap();
        moved.assert_sound().await;

        // The same file again changes nothing, also where the staff has changed meanwhile.
        there.run("DELETE FROM staff WHERE telegram_id = 902").await;
        let (report, findings) = import_into(&target, &moved, &file).await;
        assert_eq!((report.outcome, report.unchanged), (Outcome::Unchanged, report.customers));
        assert_eq!(findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::StaffKept]);
        assert_eq!(there.number("SELECT COUNT(*) FROM staff").await, 1, "who was dismissed is back");
    }

    async fn ids_and_kinds_survive_a_chain_of_moves_without_a_key(db: TestDb) {
        let (files, second, third) = (TempDir::new().unwrap(), other_kind(&db).await, other_kind(&db).await);
        let shop = Shop::open_as(&db, SHOP).await;
        let anna = shop.welcomes(600, "Анна").await;
        shop.gives(&anna, PointsWallet::Main, 100_00).await;
        shop.gives(&anna, PointsWallet::Referral, 100_00).await;
        let held = shop.holds(&anna, PointsWallet::Referral, 30_00).await.unwrap();
        shop.captures(&held, None).await.unwrap();
        let mut tx = shop.begin().await;
        let write_off = WriteOff { points: money(20_00), ..Default::default() };
        let named = Agreement::Named;
        let operation = shop.staff(Role::Cashier);
        let done = write_offs::write_off(&mut tx, &operation, anna.customer_id, &write_off, &named).await;
        finish(tx, done).await.unwrap();
        let (first_file, second_file) = (files.path().join("1.json"), files.path().join("2.json"));
        let exported = export(&db, &shop, &first_file).await;
        // A file without keys moves to a database, and from there to the next one.
        for (target, from, into) in [(&second, &first_file, &second_file), (&third, &second_file, &first_file)] {
            let mut report = import::run(&target.db, SHOP, from, &Options::default(), &shop.clock).await.unwrap();
            assert_eq!(report.outcome, Outcome::Imported);
            let findings: Vec<_> = report.findings.read().unwrap().map(Result::unwrap).collect();
            assert!(findings.is_empty(), "{findings:#?}");
            import::export(&target.db, SHOP, super::ZONE, into, true).await.unwrap();
        }
        let (mut here, mut there) = (db.raw().await, third.raw().await);
        assert_eq!(here.texts(IDS).await, there.texts(IDS).await);
        let kinds = "SELECT wallet || ' ' || kind || ' ' || CAST(amount_minor AS TEXT) FROM entries ORDER BY wallet, amount_minor";
        let there = there.texts(kinds).await;
        assert_eq!(here.texts(kinds).await, there);
        assert!(there.contains(&"main redeem -2000".to_owned()) && there.contains(&"referral redeem -3000".to_owned()), "{there:?}");
        let customer = |text: &str| {
            let mut dump: Value = serde_json::from_str(text).unwrap();
            dump[anna.code.as_str()].take()
        };
        assert_eq!(customer(&exported), customer(&std::fs::read_to_string(&first_file).unwrap()));
        assert_eq!(customer(&exported)["history"][1]["kind"], "redeem");
    }

    async fn a_shop_that_was_there_keeps_its_staff_and_gives_other_ids(db: TestDb) {
        let (files, target) = (TempDir::new().unwrap(), other_kind(&db).await);
        let shop = Shop::open_as(&db, SHOP).await;
        let anna = shop.welcomes(600, "Анна").await;
        appoints(&mut db.raw().await).await;
        makes_key(&shop).await;
        let file = files.path().join("export.json");
        export(&db, &shop, &file).await;
        // The bot was started there before.
        let there = Shop::open_as(&target, SHOP).await;
        let boris = there.welcomes(601, "Борис").await;
        let (report, findings) = import_into(&target, &there, &file).await;
        assert_eq!((report.outcome, report.imported), (Outcome::Imported, 1));
        let kinds: Vec<_> = findings.iter().map(|finding| finding.kind).collect();
        // Both shops drew the same code.
        assert_eq!(kinds, [FindingKind::CodeChanged, FindingKind::StaffKept, FindingKind::IdsChanged]);
        let moved = there.finds_by_code(&anna.code).await.unwrap();
        assert!(moved.customer_id > boris.customer_id && moved.customer_id > anna.customer_id);
        assert_eq!(target.raw().await.number("SELECT COUNT(*) FROM staff").await, 0);
    }

    async fn ids_and_staff_that_cannot_be_are_not_taken(db: TestDb) {
        let files = TempDir::new().unwrap();
        let with_id = |code: &str, id: Value| {
            let mut customer = plain(code);
            customer["customer_id"] = id;
            (code.to_owned(), customer)
        };
        let dump = |customers: &[(String, Value)], staff: Value| {
            let mut dump: Value = serde_json::from_str(&text(customers)).unwrap();
            let mut ordered = serde_json::Map::new();
            ordered.insert("bonus_program_settings".to_owned(), dump["bonus_program_settings"].take());
            ordered["bonus_program_settings"]["last_id"] = json!(5000);
            ordered.insert("staff".to_owned(), staff);
            let settings = serde_json::to_string(&ordered).unwrap();
            let rest: Vec<_> = customers.iter().map(|(code, record)| format!("\"{code}\": {record}")).collect();
            format!("{}, {}}}", settings.strip_suffix('}').unwrap(), rest.join(", "))
        };
        let file = files.path().join("edited.json");
        let import = async |content: String| {
            std::fs::write(&file, content).unwrap();
            let mut report =
                import::run(&db.db, SHOP, &file, &Options::default(), &kopilka::clock::SystemClock).await.unwrap();
            let findings: Vec<_> = report.findings.read().unwrap().map(Result::unwrap).collect();
            (report, findings)
        };
        // What is no id, and what is no staff, refuses the file.
        let member = json!({ "telegram_id": 5, "role": "cashier", "name": "A", "appointed_by": 6, "appointed_at": "2026-01-01T00:00:00Z" });
        let changed = |field: &str, value: Value| {
            let mut changed = member.clone();
            changed[field] = value;
            json!([changed])
        };
        for (id, staff, path) in [
            (json!("7"), json!([]), "10001.customer_id"),
            (json!(0), json!([]), "10001.customer_id"),
            (json!(1.5), json!([]), "10001.customer_id"),
            (json!(7), json!({}), "staff"),
            (json!(7), json!([5]), "staff[0]"),
            (json!(7), changed("telegram_id", json!(-5)), "staff[0].telegram_id"),
            (json!(7), changed("role", json!("tsar")), "staff[0].role"),
            (json!(7), changed("appointed_at", json!("yesterday")), "staff[0].appointed_at"),
            (json!(7), changed("appointed_by", json!(null)), "staff[0].appointed_by"),
            (json!(7), json!([member, member]), "staff[1]"),
        ] {
            let (report, findings) = import(dump(&[with_id("10001", id)], staff)).await;
            assert_eq!(report.outcome, Outcome::Refused, "{path}: {findings:?}");
            assert!(findings.iter().any(|finding| finding.path == path), "{path}: {findings:?}");
        }
        // An id that is given twice, falls, or is beyond the last one is somebody's else: another one is drawn.
        let ids = [json!(40), json!(40), json!(39), json!(5001), json!(41), json!(null)];
        let customers: Vec<_> = ids.into_iter().zip(10_001..).map(|(id, code)| with_id(&code.to_string(), id)).collect();
        let (report, findings) = import(dump(&customers, json!([member]))).await;
        assert_eq!((report.outcome, report.imported), (Outcome::Imported, 6), "{findings:?}");
        assert_eq!(findings.iter().filter(|finding| finding.kind == FindingKind::IdsChanged).count(), 1, "{findings:?}");
        let mut raw = db.raw().await;
        let kept = "SELECT customer_id FROM customers WHERE customer_id <= 5000 ORDER BY code";
        assert_eq!(raw.numbers(kept).await, [40, 41]);
        assert_eq!(raw.number("SELECT COUNT(*) FROM customers WHERE customer_id > 5000").await, 4);
        assert_eq!(raw.number("SELECT telegram_id FROM staff").await, 5);
        Shop::open_as(&db, SHOP).await.assert_sound().await;
    }
}
