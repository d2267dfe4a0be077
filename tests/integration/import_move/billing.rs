//! What is billed moves with the shop, row by row: what it sells, what customers have, bills, payments, numbers and settings.

use chrono::Duration;
use kopilka::{
    clock::{Chance as _, Clock as _, SystemChance},
    domain::{
        Role, ShopId,
        billing::{ServiceKind, ServiceStatus},
    },
    import::{self, Finding, FindingKind, Options, Outcome, Report, SalesCounts, Severity},
    service::{
        Refusal,
        billing::{
            Page,
            bills::NewBill,
            entitlements::EntitlementChanges,
            kams::KamOrder,
            packages::PackageContent,
            profiles::{ContentChanges, SalesProfileChanges},
            settings::{self, BillingSettings},
        },
    },
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{ZONE, databases::other_kind, export, import_into, moved, open};
use crate::{
    billing::{bandwidth, bill_everything, by_hand, day, does, model, pricing, sees},
    database::{Kind, Raw, TestDb},
    import::without_ids,
    import_dump::{plain, text},
    on_both,
    settings::setting,
    shop::{Shop, finish, refusal},
};

const SHOP: ShopId = ShopId(7_001);

/// The tables of billing.
const TABLES: [&str; 15] = [
    "billing_settings",
    "billing_numbers",
    "bill_runs",
    "kams",
    "sales_profiles",
    "packages",
    "package_pricings",
    "entitlements",
    "entitlement_details",
    "utilities",
    "utility_details",
    "bills",
    "bill_details",
    "bill_payments",
    "bill_payment_details",
];

/// Reads every row of billing, as a text that is the same in both databases.
struct Rows(Vec<String>);

impl Rows {
    /// Entries have other ids where they move to, and bills do not name there what they earned.
    async fn of_all_columns() -> Self {
        let postgres = TestDb::new(Kind::Postgres).await;
        let mut raw = postgres.raw().await;
        let mut selects = Vec::new();
        for table in TABLES {
            let columns = raw
                .texts(&format!(
                    "SELECT column_name || ' ' || data_type FROM information_schema.columns
                     WHERE table_schema = 'public' AND table_name = '{table}' AND column_name NOT IN ('shop_id', 'entry_id', 'reward_id')
                     ORDER BY ordinal_position"
                ))
                .await;
            assert!(columns.len() > 1, "{table} has no columns");
            let column = |column: &String| match column.split_once(' ').unwrap() {
                (name, "boolean") => format!("'; {name}=' || CASE WHEN {name} THEN 'true' ELSE 'false' END"),
                (name, _) => format!("'; {name}=' || COALESCE(CAST({name} AS TEXT), '-')"),
            };
            let columns: Vec<String> = columns.iter().map(column).collect();
            selects.push(format!("SELECT '{table}' || {} FROM {table} WHERE shop_id = ", columns.join(" || ")));
        }
        Self(selects)
    }

    async fn read(&self, raw: &mut Raw, shop: ShopId) -> Vec<String> {
        let mut all = Vec::new();
        for select in &self.0 {
            all.extend(raw.texts(&format!("{select}{shop}")).await);
        }
        all.sort();
        all
    }
}

async fn sets(shop: &Shop, to: BillingSettings) {
    let mut tx = shop.begin().await;
    let set = settings::set(&mut tx, &shop.staff(Role::Owner), &to).await;
    finish(tx, set).await.unwrap();
}

/// A shop with rows of every kind in every state: what each column may hold is there.
pub(super) async fn billing_shop(db: &TestDb) -> Shop {
    let shop = Shop::open_as(db, SHOP).await;
    let mut tx = shop.begin().await;
    kopilka::service::shop::set_timezone(&mut tx, ZONE).await.unwrap();
    tx.commit().await.unwrap();
    bill_everything(&shop).await;
    let to = BillingSettings { bills_monthly: true, due_days: 21, bills_earn: true };
    sets(&shop, to).await;
    crate::jobs::run_all(&shop.db, shop.id, shop.clock.now()).await.unwrap();
    shop.clock.advance(Duration::microseconds(3_600_000_001));
    // A customer of a key account manager who was suspended, with every field.
    let (suspended, entitlement) = shop.connects("+77020000009", &[bandwidth(3, 9_99)]).await;
    let kam = sees!(shop, kams::list(None, (KamOrder::Name, false), Page::first(9))).unwrap().rows[0].kam_id;
    let text = |text: &str| Some(text.to_owned());
    let content = ContentChanges {
        name: text("Ө «Nur» \"Tel\" 🐈"),
        company_name: text("ТОО «Нур»"),
        email: text("nur@example.kz"),
        address: text("Абая, 1\nкв. 2"),
        contact_person: text("Айгүл"),
        kam_id: Some(Some(kam)),
        status: Some(ServiceStatus::Suspended),
        is_active: Some(false),
        ..ContentChanges::default()
    };
    let changes = SalesProfileChanges { content, phone: None };
    does!(shop, profiles::change(suspended.customer_id, &changes)).unwrap();
    let paper = EntitlementChanges {
        nttn_company: text("Summit"),
        nttn_capacity: text("100 Mbps"),
        total_bill: Some(Some(crate::shop::money(50_000_00))),
        bandwidth_medium: text("Fiber"),
        connection_type: text("Dedicated"),
        connected_pop: text("POP-Dhaka"),
        remarks: text("Ежемесячно"),
        ..Default::default()
    };
    does!(shop, entitlements::change(entitlement, &paper)).unwrap();
    // Two packages of one name, each with rates and a service; the other one is what the customer has.
    for rate in [1_000_00, 2_000_00] {
        let twin = PackageContent {
            name: "Twin".to_owned(),
            kind: ServiceKind::Soho,
            description: format!("{rate}"),
            is_active: true,
        };
        let package = does!(shop, packages::add(&twin)).unwrap().package.package_id;
        does!(shop, pricings::add(&pricing(package, rate, "2027-01-01", Some("2027-12-31")))).unwrap();
        does!(shop, pricings::add(&pricing(package, rate + 1, "2026-01-01", Some("2026-12-31")))).unwrap();
        let office = shop.sells_to(&format!("+7705{rate:07}"), ServiceKind::Soho).await;
        let home = shop.entitles(&office).await;
        shop.serves(home, &[kopilka::domain::billing::Service::Soho { package }]).await;
        shop.bills(home).await;
    }
    let partly =
        NewBill { remarks: "От руки".to_owned(), due_on: Some(day("2027-03-01")), ..by_hand(entitlement) };
    does!(shop, bills::add(&partly)).unwrap();
    let mut raw = db.raw().await;
    raw.run("UPDATE bills SET warned_at = 1800000000123456 WHERE status = 'partial'").await;
    raw.run("UPDATE bills SET earned_at = 1800000000654321 WHERE status = 'paid'").await;
    raw.run("UPDATE packages SET is_active = FALSE WHERE description = '200000'").await;
    raw.run("UPDATE kams SET updated_by = '' WHERE name LIKE 'Ahmed%'").await;
    let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits() >> 16);
    println!("KOPILKA_SEED={seed}");
    model::run(&shop, seed).await;
    // The history sets its own.
    sets(&shop, to).await;
    shop.assert_sound().await;
    shop
}

async fn import_fresh(target: &TestDb, shop: &Shop, file: &std::path::Path, dry_run: bool) -> (Report, Vec<Finding>) {
    let options = Options { dry_run, ..Options::default() };
    let mut report = import::run(&target.db, SHOP, file, &options, &shop.clock).await.unwrap();
    let findings = report.findings.read().unwrap().map(Result::unwrap).collect();
    (report, findings)
}

/// The export without how many ids were given, which rises with each move.
fn without_last_id(text: &str) -> Value {
    let mut dump: Value = serde_json::from_str(text).unwrap();
    assert!(dump["bonus_program_settings"].as_object_mut().unwrap().remove("last_id").is_some());
    dump
}

/// The text of a dump whose members are in the order of an export: what the shop says first, with the ids that were given.
pub(super) fn in_order(dump: &Value) -> String {
    let members = dump.as_object().unwrap().iter();
    let (shop, rest): (Vec<_>, Vec<_>) =
        members.partition(|(key, _)| key.parse::<u64>().is_err() && !key.starts_with("parcels"));
    let members: Vec<String> =
        shop.into_iter().rev().chain(rest).map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(",\n"))
}

/// The code of a customer, by the name in their sales profile.
pub(super) fn code_of(dump: &Value, name: &str) -> String {
    let customers = dump.as_object().unwrap().iter();
    let mut named = customers.filter(|(_, record)| record["sales_profile"]["name"] == name);
    named.next().unwrap_or_else(|| panic!("no profile of {name}")).0.clone()
}

on_both! {
    async fn bills_move_there_and_back_with_every_row(db: TestDb) {
        let (files, there) = (TempDir::new().unwrap(), other_kind(&db).await);
        let back = other_kind(&there).await;
        let shop = billing_shop(&db).await;
        let rows = Rows::of_all_columns().await;
        let expected = rows.read(&mut db.raw().await, SHOP).await;
        for table in TABLES {
            assert!(expected.iter().any(|row| row.starts_with(&format!("{table}; "))), "{table} is empty");
        }
        let (first_file, second_file) = (files.path().join("1.json"), files.path().join("2.json"));
        let first = export(&db, &shop, &first_file).await;
        let counted = async |table: &str| u64::try_from(db.raw().await.number(&format!("SELECT COUNT(*) FROM {table}")).await).unwrap();
        let counts = SalesCounts {
            profiles: counted("sales_profiles").await,
            entitlements: counted("entitlements").await,
            bills: counted("bills").await,
            payments: counted("bill_payments").await,
        };

        let (tried, findings) = import_fresh(&there, &shop, &first_file, true).await;
        assert_eq!((tried.outcome, tried.sales, findings), (Outcome::DryRun, counts, Vec::new()));
        assert!(rows.read(&mut there.raw().await, SHOP).await.is_empty(), "a dry run keeps nothing");
        for (target, from, into) in [(&there, &first_file, &second_file), (&back, &second_file, &first_file)] {
            let (report, findings) = import_fresh(target, &shop, from, false).await;
            assert_eq!((report.outcome, report.sales, findings), (Outcome::Imported, counts, Vec::new()));
            assert!(report.to_string().contains("payments of bills"), "{report}");
            assert_eq!(rows.read(&mut target.raw().await, SHOP).await, expected);
            let again = import::export(&target.db, SHOP, ZONE, into, true).await.unwrap();
            assert_eq!(again.bills, counts.bills);
            assert_eq!(without_last_id(&std::fs::read_to_string(into).unwrap()), without_last_id(&first));
            let moved = Shop::open_as(target, SHOP).await;
            moved.clock.advance(shop.clock.now() - moved.clock.now());
            moved.assert_sound().await;
            // The same file again changes nothing.
            let (report, findings) = import_into(target, &moved, from).await;
            assert_eq!((report.outcome, findings), (Outcome::Unchanged, Vec::new()));
        }

        // The shop goes on: with numbers and ids that nobody has had.
        let moved = Shop::open_as(&back, SHOP).await;
        moved.clock.advance(shop.clock.now() - moved.clock.now());
        let known = db.raw().await.number("SELECT MAX(last_id) FROM id_counters").await;
        for (shop, is_moved) in [(&shop, false), (&moved, true)] {
            let (profile, entitlement) = shop.connects("+77029999999", &[bandwidth(1, 1_00)]).await;
            let bill = shop.bills(entitlement).await.bill;
            assert!(!is_moved || bill.bill_id.0 > known, "{} is an id of the old database", bill.bill_id);
            assert!(!is_moved || profile.customer_id.0 > known, "{} too", profile.customer_id);
        }
        let numbers = "SELECT number FROM bills UNION ALL SELECT number FROM sales_profiles ORDER BY number";
        assert_eq!(db.raw().await.texts(numbers).await, back.raw().await.texts(numbers).await);
        // A month that was done is not billed again, a new one is.
        crate::jobs::run_all(&moved.db, moved.id, moved.clock.now()).await.unwrap();
        assert_eq!(db.raw().await.texts(numbers).await, back.raw().await.texts(numbers).await);
        for shop in [&shop, &moved] {
            shop.clock.advance(Duration::days(40));
            crate::jobs::run_all(&shop.db, shop.id, shop.clock.now()).await.unwrap();
            shop.assert_sound().await;
        }
        assert_eq!(db.raw().await.texts(numbers).await, back.raw().await.texts(numbers).await);
    }

    async fn a_shop_that_was_there_gives_other_ids_to_what_is_billed(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = billing_shop(&db).await;
        let there = moved(&db, &shop, &files).await;
        there.assert_sound().await;
        let first = std::fs::read_to_string(files.path().join("export.json")).unwrap();
        let again = export(&db, &there, &files.path().join("again.json")).await;
        assert_eq!(without_ids(&first), without_ids(&again));
        let known = "SELECT COUNT(*) FROM bills b JOIN bills o ON o.bill_id = b.bill_id AND o.shop_id <> b.shop_id";
        assert_eq!(db.raw().await.number(known).await, 0, "an id of the other shop was given");
        // The order of rows that were made at one moment is that of their ids.
        let lines = |shop: &Shop| format!(
            "SELECT b.number || ' ' || l.sub_total_minor FROM bill_details l JOIN bills b ON b.bill_id = l.bill_id
             WHERE l.shop_id = {} ORDER BY l.created_at, b.number, l.bill_detail_id", shop.id
        );
        assert_eq!(db.raw().await.texts(&lines(&shop)).await, db.raw().await.texts(&lines(&there)).await);
        let (report, findings) = import_into(&db, &there, &files.path().join("export.json")).await;
        assert_eq!((report.outcome, findings), (Outcome::Unchanged, Vec::new()), "the same file again");
    }

    async fn a_shop_that_bills_keeps_what_it_has(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = billing_shop(&db).await;
        let file = files.path().join("export.json");
        let mut dump: Value = serde_json::from_str(&export(&db, &shop, &file).await).unwrap();
        let there = open(&db, 7_002).await;
        there.clock.advance(Duration::seconds(5));
        there.loads(r#"{"kams": [{"kam_name": "Ahmed Rahman", "phone": "+1"}], "utility_information": [{"name": "Head office", "vat_rate": 5}]}"#)
            .await;
        // A package of a known name is another one, unless it was made at the same moment.
        there.sells_package(7_00).await;
        sets(&there, BillingSettings::default()).await;
        // Both shops counted from CUST1001 on, and have a bill of a number.
        let (own, entitlement) = there.connects("+77021111111", &[bandwidth(1, 1_00)]).await;
        let billed = there.bills(entitlement).await.bill;
        let taken = [own.number.as_str(), billed.number.as_str()];
        let (report, findings) = import_into(&db, &there, &file).await;
        assert_eq!(report.outcome, Outcome::Refused);
        let faults: Vec<&Finding> = findings.iter().filter(|finding| finding.kind.severity() == Severity::Fault).collect();
        assert_eq!(faults.len(), 2, "{faults:#?}");
        for (fault, number) in faults.iter().zip(taken) {
            assert_eq!(fault.kind, FindingKind::NumberTaken);
            assert!(fault.message.contains(number), "{}", fault.message);
        }
        // They are changed in the file.
        for record in dump.as_object_mut().unwrap().values_mut() {
            let profile = &mut record["sales_profile"];
            if profile["number"] == taken[0] {
                profile["number"] = json!("CUST-OLD");
            }
            for bill in profile.get_mut("bills").and_then(Value::as_array_mut).into_iter().flatten() {
                if bill["number"] == taken[1] {
                    bill["number"] = json!("INV-OLD");
                }
            }
        }
        std::fs::write(&file, dump.to_string()).unwrap();
        let (report, findings) = import_into(&db, &there, &file).await;
        assert_eq!(report.outcome, Outcome::Imported, "{findings:#?}");
        let mut kept: Vec<&str> =
            findings.iter().filter(|finding| finding.kind == FindingKind::BillingKept).map(|finding| finding.path.as_str()).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["billing.kams[0]", "billing.months", "billing.settings", "billing.utilities[0]"]);
        there.assert_sound().await;
        let mut raw = db.raw().await;
        let of = |what: &str| format!("SELECT {what} AND shop_id = 7002");
        assert_eq!(raw.texts(&of("phone FROM kams WHERE name = 'Ahmed Rahman'")).await, ["+1"]);
        assert_eq!(raw.numbers(&of("vat_bp FROM utilities WHERE name = 'Head office'")).await, [5_00]);
        assert_eq!(raw.numbers(&of("COUNT(*) FROM packages WHERE name = 'Home Standard'")).await, [2]);
        assert_eq!(raw.number(&of("due_days FROM billing_settings WHERE TRUE")).await, 15);
        // What is imported costs what it did: it did not become a service of this shop's package of the same name.
        let rates = "SELECT r.rate_minor FROM entitlement_details d
            JOIN package_pricings r ON r.shop_id = d.shop_id AND r.package_id = d.package_id
            JOIN packages g ON g.shop_id = d.shop_id AND g.package_id = d.package_id
            WHERE g.name = 'Home Standard' AND d.shop_id = 7002";
        assert_eq!(raw.numbers(rates).await, [2_500_00]);
        // The series go on after both shops' numbers.
        let (new, entitlement) = there.connects("+77022222222", &[bandwidth(1, 1_00)]).await;
        let content = ContentChanges { number: Some("CUST-OLD".to_owned()), ..ContentChanges::default() };
        let changes = SalesProfileChanges { content, phone: None };
        assert_eq!(refusal(does!(there, profiles::change(new.customer_id, &changes))), Refusal::NumberTaken);
        there.bills(entitlement).await;
        there.assert_sound().await;
    }

    async fn a_change_of_what_is_billed_is_noticed(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = billing_shop(&db).await;
        let there = moved(&db, &shop, &files).await;
        let file = files.path().join("export.json");
        let whole: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let code = code_of(&whole, "Ө «Nur» \"Tel\" 🐈");
        type Change = fn(&mut Value);
        let changes: [(&str, Change); 12] = [
            ("name", |sales| sales["name"] = json!("Nur")),
            ("manager", |sales| sales["kam"] = Value::Null),
            ("status", |sales| sales["status"] = json!("active")),
            ("change", |sales| sales["updated_by"] = json!("Another")),
            ("day", |sales| sales["entitlements"][0]["activated_on"] = json!("2027-01-02")),
            ("agreed", |sales| sales["entitlements"][0]["total_bill"] = json!(1)),
            ("price", |sales| sales["entitlements"][0]["details"][0]["unit_price"] = json!(10)),
            ("end", |sales| sales["entitlements"][0]["details"][0]["ends_on"] = json!("2027-12-31")),
            ("due day", |sales| sales["bills"][0]["due_on"] = json!("2027-03-02")),
            ("remarks", |sales| sales["bills"][0]["remarks"] = json!("Другое")),
            ("warning", |sales| sales["bills"][0]["warned_at"] = json!("2027-01-16T00:00:00Z")),
            ("bills", |sales| drop(sales["bills"].as_array_mut().unwrap().remove(0))),
        ];
        for (name, change) in changes {
            let mut dump = whole.clone();
            change(&mut dump[&code]["sales_profile"]);
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            let kinds: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.customer.as_str())).collect();
            assert_eq!(kinds, [(FindingKind::DiffersFromImported, code.as_str())], "{name}");
            assert_eq!((report.outcome, report.changed), (Outcome::Unchanged, 1), "{name}");
        }
    }

    async fn who_is_left_out_comes_later_with_what_they_have(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = billing_shop(&db).await;
        let file = files.path().join("export.json");
        let mut dump: Value = serde_json::from_str(&export(&db, &shop, &file).await).unwrap();
        let office = dump.as_object().unwrap().iter().find(|(_, record)| {
            record["sales_profile"]["entitlements"][0]["details"][0]["package_place"] == 2
        });
        let code = office.expect("nobody has the second package of a name").0.clone();
        let right = dump[&code]["sales_profile"]["bills"][0]["total"].take();
        dump[&code]["sales_profile"]["bills"][0]["total"] = json!(1);
        std::fs::write(&file, dump.to_string()).unwrap();
        let there = open(&db, 7_002).await;
        let options = Options { accept_faulty: true, ..Options::default() };
        let report = import::run(&db.db, there.id, &file, &options, &there.clock).await.unwrap();
        assert_eq!((report.outcome, report.rejected), (Outcome::Imported, 1));
        let left_out = report.left_out_file.unwrap();
        let mut corrected: Value = serde_json::from_str(&std::fs::read_to_string(&left_out).unwrap()).unwrap();
        corrected[&code]["sales_profile"]["bills"][0]["total"] = right;
        std::fs::write(&left_out, corrected.to_string()).unwrap();
        let (report, findings) = import_into(&db, &there, &left_out).await;
        assert_eq!((report.outcome, report.imported, report.sales.bills), (Outcome::Imported, 1, 1), "{findings:#?}");
        there.assert_sound().await;
        dump[&code]["sales_profile"]["bills"][0]["total"] = corrected[&code]["sales_profile"]["bills"][0]["total"].take();
        let again: Value = serde_json::from_str(&export(&db, &there, &files.path().join("again.json")).await).unwrap();
        for place in ["package", "package_place"] {
            let of = |dump: &Value| dump[&code]["sales_profile"]["entitlements"][0]["details"][0][place].clone();
            assert_eq!(of(&again), of(&dump));
        }
    }

    async fn a_file_without_billing_says_nothing_of_it(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_001).await;
        let file = files.path().join("legacy.json");
        std::fs::write(&file, text(&[("10001".to_owned(), plain("10001"))])).unwrap();
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert_eq!((report.outcome, report.sales, findings), (Outcome::Imported, SalesCounts::default(), Vec::new()));
        assert!(!report.to_string().contains("bills"), "{report}");
        let exported = export(&db, &shop, &files.path().join("same.json")).await;
        assert!(!exported.contains("billing") && !exported.contains("sales_profile"), "{exported}");
        // Whom staff bill is nobody whose card makes way for a record of the file.
        let anna = shop.welcomes(600, "Анна").await;
        shop.receives_phone(600, "+77020000001").await.unwrap();
        shop.sells_to("+77020000001", ServiceKind::Bandwidth).await;
        let mut record = plain("10002");
        record["telegram_id"] = json!(600);
        record["phone_number"] = json!("+77020000001");
        std::fs::write(&file, text(&[("10002".to_owned(), record)])).unwrap();
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert_eq!(report.outcome, Outcome::Refused, "{findings:#?}");
        assert_eq!(shop.finds_by_code(&anna.code).await.map(|found| found.customer_id), Some(anna.customer_id));
    }
}
