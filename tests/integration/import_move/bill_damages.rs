//! What is billed, damaged in the file: it is refused, and the finding says what is wrong and where.

use kopilka::import::{FindingKind, Outcome, Severity};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    billing::{billing_shop, code_of, in_order},
    export, import_into, open,
};
use crate::on_both;

/// A change of the profile of the customer who has most, the finding that it causes, and its path.
type Damage = (&'static str, fn(&mut Value), FindingKind, &'static str);

/// A bill of the profile that is paid in part, with its place.
fn paid(sales: &mut Value) -> &mut Value {
    let bills = sales["bills"].as_array_mut().unwrap();
    bills.iter_mut().find(|bill| bill["status"] == "partial").unwrap()
}

const OF_CUSTOMERS: &[Damage] = &[
    ("no object", |sales| *sales = json!([]), FindingKind::WrongType, ""),
    ("no number", |sales| sales["number"] = Value::Null, FindingKind::WrongType, ".number"),
    ("an empty number", |sales| sales["number"] = json!(" "), FindingKind::WrongType, ".number"),
    ("an unknown kind", |sales| sales["kind"] = json!("home"), FindingKind::WrongType, ".kind"),
    ("an unknown status", |sales| sales["status"] = json!(1), FindingKind::WrongType, ".status"),
    ("a manager who is not there", |sales| sales["kam"] = json!("Nobody"), FindingKind::UnknownReference, ".kam"),
    (
        "no moment",
        |sales| drop(sales.as_object_mut().unwrap().remove("created_at")),
        FindingKind::WrongType,
        ".created_at",
    ),
    (
        "no day",
        |sales| sales["entitlements"][0]["activated_on"] = json!("2027-02-30"),
        FindingKind::WrongType,
        ".entitlements[0].activated_on",
    ),
    ("bills that are no list", |sales| sales["bills"] = json!({}), FindingKind::WrongType, ".bills"),
    ("an id that is none", |sales| sales["bills"][0]["id"] = json!("7"), FindingKind::BadAmount, ".bills[0].id"),
    (
        "a price below zero",
        |sales| sales["entitlements"][0]["details"][0]["unit_price"] = json!(-1),
        FindingKind::NegativeAmount,
        ".entitlements[0].details[0].unit_price",
    ),
    (
        "bandwidth without a price",
        |sales| sales["entitlements"][0]["details"][0]["unit_price"] = Value::Null,
        FindingKind::BadBill,
        ".entitlements[0].details[0]",
    ),
    (
        "bandwidth and a package",
        |sales| sales["entitlements"][0]["details"][0]["package"] = json!("Home Standard"),
        FindingKind::BadBill,
        ".entitlements[0].details[0]",
    ),
    (
        "a package that is not in the file",
        |sales| {
            let detail = &mut sales["entitlements"][0]["details"][0];
            *detail = json!({ "kind": "soho", "package": "Office", "starts_on": "2027-01-01", "status": "active",
                "created_at": "2027-01-01T00:00:00Z" });
        },
        FindingKind::UnknownReference,
        ".entitlements[0].details[0].package",
    ),
    (
        "one package too many of a name",
        |sales| {
            let detail = &mut sales["entitlements"][0]["details"][0];
            *detail = json!({ "kind": "soho", "package": "Twin", "package_place": 3, "starts_on": "2027-01-01", "status": "active",
                "created_at": "2027-01-01T00:00:00Z" });
        },
        FindingKind::UnknownReference,
        ".entitlements[0].details[0].package",
    ),
    (
        "a service that ends before it begins",
        |sales| sales["entitlements"][0]["details"][0]["ends_on"] = json!("2026-12-31"),
        FindingKind::BadBill,
        ".entitlements[0].details[0].ends_on",
    ),
    (
        "more bandwidth than can be kept",
        |sales| sales["entitlements"][0]["details"][0]["mbps"] = json!(9_999_999_999_999_i64),
        FindingKind::BadBill,
        ".entitlements[0].details[0]",
    ),
    (
        "an entitlement too many",
        |sales| sales["bills"][0]["entitlement"] = json!(9),
        FindingKind::BadBill,
        ".bills[0].entitlement",
    ),
    (
        "no entitlement",
        |sales| sales["bills"][0]["entitlement"] = json!(0),
        FindingKind::BadAmount,
        ".bills[0].entitlement",
    ),
    (
        "a detail too many",
        |sales| sales["bills"][0]["details"][0]["detail"] = json!(9),
        FindingKind::BadBill,
        ".bills[0].details[0].detail",
    ),
    (
        "utility information that is not there",
        |sales| sales["bills"][0]["utility"] = json!("Nowhere"),
        FindingKind::UnknownReference,
        ".bills[0].utility",
    ),
    (
        "a bill of no month",
        |sales| sales["bills"][0]["month"] = json!("2027-13"),
        FindingKind::WrongType,
        ".bills[0].month",
    ),
    ("another total", |sales| sales["bills"][0]["total"] = json!(1.01), FindingKind::BadBill, ".bills[0].total"),
    (
        "another sub total",
        |sales| sales["bills"][0]["sub_total"] = json!(1.01),
        FindingKind::BadBill,
        ".bills[0].sub_total",
    ),
    (
        "another discount",
        |sales| sales["bills"][0]["discount"] = json!(1.01),
        FindingKind::BadBill,
        ".bills[0].discount",
    ),
    ("another VAT", |sales| sales["bills"][0]["vat"] = json!(1.01), FindingKind::BadBill, ".bills[0].vat"),
    (
        "a line that costs more",
        |sales| sales["bills"][0]["details"][0]["sub_total"] = json!(9999),
        FindingKind::BadBill,
        ".bills[0].sub_total",
    ),
    (
        "more VAT than all",
        |sales| sales["bills"][0]["details"][0]["vat_percentage"] = json!(100.01),
        FindingKind::BadAmount,
        ".bills[0].details[0].vat_percentage",
    ),
    (
        "a line of too many decimals",
        |sales| sales["bills"][0]["details"][0]["sub_total"] = json!(1.001),
        FindingKind::TooManyDecimals,
        ".bills[0].details[0].sub_total",
    ),
    ("paid without payments", |sales| paid(sales)["payments"] = json!([]), FindingKind::BadBill, ".paid"),
    (
        "a payment of more",
        |sales| paid(sales)["payments"][0]["details"][0]["amount"] = json!(99_999),
        FindingKind::BadBill,
        ".paid",
    ),
    (
        "a payment of nothing",
        |sales| paid(sales)["payments"][0]["details"][0]["amount"] = json!(0),
        FindingKind::BadBill,
        ".amount",
    ),
    (
        "a payment that did not arrive",
        |sales| paid(sales)["payments"][0]["status"] = json!("failed"),
        FindingKind::BadBill,
        ".paid",
    ),
    (
        "a payment of no status",
        |sales| paid(sales)["payments"][0]["status"] = json!("maybe"),
        FindingKind::WrongType,
        ".status",
    ),
    ("a bill that says it is paid", |sales| paid(sales)["status"] = json!("paid"), FindingKind::BadBill, ".status"),
    (
        "a draft of which something is paid",
        |sales| paid(sales)["status"] = json!("draft"),
        FindingKind::BadBill,
        ".status",
    ),
    (
        "two bills of a month",
        |sales| {
            let mut second = sales["bills"][0].clone();
            second["month"] = json!("2027-01");
            second["number"] = json!("INV-2");
            sales["bills"][0]["month"] = json!("2027-01");
            sales["bills"].as_array_mut().unwrap().push(second);
        },
        FindingKind::BadBill,
        ".bills",
    ),
    (
        "two bills of a number",
        |sales| {
            let mut second = sales["bills"][0].clone();
            second["month"] = Value::Null;
            sales["bills"].as_array_mut().unwrap().push(second);
        },
        FindingKind::NumberTaken,
        ".number",
    ),
];

const OF_THE_SHOP: &[Damage] = &[
    ("no object", |billing| *billing = json!(5), FindingKind::WrongType, ""),
    (
        "days without end",
        |billing| billing["settings"]["due_days"] = json!(367),
        FindingKind::BadBill,
        ".settings.due_days",
    ),
    ("no days", |billing| billing["settings"]["due_days"] = json!(-1), FindingKind::BadAmount, ".settings.due_days"),
    (
        "a number below zero",
        |billing| billing["numbers"][0]["last_number"] = json!(-1),
        FindingKind::BadAmount,
        ".numbers[0].last_number",
    ),
    (
        "no month",
        |billing| billing["months"][0]["month"] = json!("january"),
        FindingKind::WrongType,
        ".months[0].month",
    ),
    (
        "a manager without a name",
        |billing| billing["kams"][0]["name"] = json!(""),
        FindingKind::WrongType,
        ".kams[0].name",
    ),
    (
        "two managers of a name",
        |billing| billing["kams"][1]["name"] = billing["kams"][0]["name"].clone(),
        FindingKind::BadBill,
        ".kams[1]",
    ),
    (
        "VAT beyond all",
        |billing| billing["utilities"][0]["vat_percentage"] = json!(101),
        FindingKind::BadAmount,
        ".utilities[0].vat_percentage",
    ),
    (
        "a wallet of another kind",
        |billing| billing["utilities"][0]["details"][0]["kind"] = json!("cash"),
        FindingKind::WrongType,
        ".utilities[0].details[0].kind",
    ),
    (
        "two accounts of a number",
        |billing| {
            let first = billing["utilities"][0]["details"][0].clone();
            billing["utilities"][0]["details"][1] = first;
        },
        FindingKind::BadBill,
        ".utilities[0].details[1]",
    ),
    (
        "a package of no kind",
        |billing| billing["packages"][0]["kind"] = Value::Null,
        FindingKind::WrongType,
        ".packages[0].kind",
    ),
    (
        "a rate below zero",
        |billing| billing["packages"][0]["pricings"][0]["rate"] = json!(-0.01),
        FindingKind::NegativeAmount,
        ".packages[0].pricings[0].rate",
    ),
    (
        "a rate that ends before it begins",
        |billing| billing["packages"][0]["pricings"][0]["ends_on"] = json!("2000-01-01"),
        FindingKind::BadBill,
        ".packages[0].pricings[0].ends_on",
    ),
    ("a field twice over", |billing| billing["kams"] = json!("none"), FindingKind::WrongType, ".kams"),
];

on_both! {
    async fn damaged_bills_are_refused_with_their_place(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = billing_shop(&db).await;
        let file = files.path().join("export.json");
        let whole: Value = serde_json::from_str(&export(&db, &shop, &file).await).unwrap();
        let there = open(&db, 7_002).await;
        // The model's customer has bills that are paid in part, and so has the channel partner: one with every list.
        let of_customer = |record: &Value| {
            let sales = &record["sales_profile"];
            let is_partial = |bill: &Value| bill["status"] == "partial" && bill["payments"][0]["details"][0]["status"] == "completed";
            sales["bills"].as_array().is_some_and(|bills| bills.iter().any(is_partial)) && sales["entitlements"][0]["details"][0]["kind"] == "channel_partner"
        };
        let partner = whole.as_object().unwrap().iter().find(|(_, record)| of_customer(record)).unwrap().0.clone();
        let bandwidth = code_of(&whole, "Ө «Nur» \"Tel\" 🐈");
        for (name, damage, kind, place) in OF_CUSTOMERS {
            // Only the channel partner has a bill with lines and a payment.
            let is_of_bill = place.starts_with(".bills[0]") || name.contains("paid") || name.contains("payment");
            let code = if is_of_bill { &partner } else { &bandwidth };
            let mut dump = whole.clone();
            damage(&mut dump[code]["sales_profile"]);
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            assert_eq!(report.outcome, Outcome::Refused, "{name}: {findings:#?}");
            let is_here = |path: &str| path.starts_with(&format!("{code}.sales_profile")) && path.ends_with(place);
            assert!(findings.iter().any(|finding| finding.kind == *kind && is_here(&finding.path)), "{name}: {findings:#?}");
            let faults = findings.iter().filter(|finding| finding.kind.severity() == Severity::Fault);
            assert!(faults.clone().all(|finding| finding.customer == *code), "{name}: {findings:#?}");
            assert!(faults.clone().all(|finding| finding.message.contains("the customer is not imported")), "{name}: {findings:#?}");
        }
        for (name, damage, kind, place) in OF_THE_SHOP {
            let mut dump = whole.clone();
            damage(&mut dump["billing"]);
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            assert_eq!(report.outcome, Outcome::Refused, "{name}: {findings:#?}");
            let found = findings.iter().find(|finding| finding.kind == *kind && finding.path == format!("billing{place}"));
            let found = found.unwrap_or_else(|| panic!("{name}: {findings:#?}"));
            assert!(found.message.contains("the shop keeps what it has") && found.customer.is_empty(), "{name}: {found:?}");
        }
        // A profile on a card that another is used instead of.
        let mut dump = whole.clone();
        let other = dump.as_object().unwrap().keys().find(|key| key.parse::<u64>().is_ok() && **key != bandwidth).unwrap().clone();
        dump[&bandwidth]["merged_into"] = json!(other);
        dump[&bandwidth]["phone_number"] = Value::Null;
        std::fs::write(&file, dump.to_string()).unwrap();
        let (_, findings) = import_into(&db, &there, &file).await;
        assert!(findings.iter().any(|finding| finding.kind == FindingKind::BadMerge), "{findings:#?}");
        let rows = "SELECT COUNT(*) FROM sales_profiles WHERE shop_id = 7002";
        assert_eq!(db.raw().await.number(rows).await, 0);

        // Ids that cannot be are not taken: other ones are drawn, and the report says so.
        let mut dump = whole;
        let bills = dump[&partner]["sales_profile"]["bills"][0].clone();
        dump[&bandwidth]["sales_profile"]["bills"][0]["id"] = bills["id"].clone();
        dump[&bandwidth]["sales_profile"]["entitlements"][0]["id"] = json!(1_i64 << 49);
        std::fs::write(&file, in_order(&dump)).unwrap();
        let fresh = super::databases::other_kind(&db).await;
        let report = kopilka::import::run(&fresh.db, shop.id, &file, &Default::default(), &shop.clock).await;
        let mut report = report.unwrap();
        assert_eq!(report.outcome, Outcome::Imported);
        let kinds: Vec<_> = report.findings.read().unwrap().map(|finding| finding.unwrap().kind).collect();
        assert_eq!(kinds, [FindingKind::IdsChanged]);
        crate::shop::Shop::open_as(&fresh, shop.id).await.assert_sound().await;
    }
}
