//! An export with inconsistent fields: its customers or settings are refused.

use kopilka::import::{Finding, FindingKind, Outcome, Severity};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{busy_shop, export, import_into, open};
use crate::{
    import_dump::{plain, text},
    on_both,
};

/// A change of the record of Boris, the finding that it causes, and its path.
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
        "an amount that is a word",
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
        "an unknown rule",
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
    (
        "a rate above the whole",
        |boris| boris["invoices"][0]["reward_percentage"] = json!(100.01),
        FindingKind::BadAmount,
        ".reward_percentage",
    ),
    (
        "a coupon of nothing",
        |boris| boris["coupons"][0]["worth"] = json!(0),
        FindingKind::BadCoupon,
        ".coupons[0].worth",
    ),
    (
        "a coupon of more than all",
        |boris| boris["coupons"][0]["worth"] = json!(100.01),
        FindingKind::BadAmount,
        ".coupons[0].worth",
    ),
    (
        "a coupon of an unknown kind",
        |boris| boris["coupons"][0]["kind"] = json!("stamp"),
        FindingKind::WrongType,
        ".coupons[0].kind",
    ),
    (
        "a coupon that nobody gave",
        |boris| boris["coupons"][0]["given_by"] = json!(null),
        FindingKind::WrongType,
        ".coupons[0].given_by",
    ),
    (
        "a coupon that was used at no moment",
        |boris| boris["coupons"][0]["used_at"] = json!(null),
        FindingKind::BadCoupon,
        ".coupons[0]",
    ),
    (
        "a coupon that is still to be used, and an invoice used it",
        |boris| {
            boris["coupons"][0]["used_at"] = json!(null);
            boris["coupons"][0]["used_by"] = json!(null);
        },
        FindingKind::BadCoupon,
        ".coupons[0]",
    ),
    (
        "a coupon that is left out",
        |boris| drop(boris["coupons"].as_array_mut().unwrap().pop()),
        FindingKind::BadCoupon,
        ".invoices[2]",
    ),
    (
        "a coupon that an invoice used twice",
        |boris| boris["invoices"][2]["coupons"][2]["coupon"] = json!(1),
        FindingKind::BadCoupon,
        ".invoices[2]",
    ),
    (
        "coupons that took off more than the discount",
        |boris| boris["invoices"][2]["coupons"][2]["discount"] = json!(1),
        FindingKind::BadCoupon,
        ".invoices[2].coupons",
    ),
    (
        "points of a coupon without an entry",
        |boris| boris["invoices"][2]["coupons"][2]["points"] = json!(1),
        FindingKind::BadCoupon,
        ".invoices[2].coupons",
    ),
    (
        "a group's discount without its percentage",
        |boris| boris["invoices"][2]["group_discount"] = json!(0.01),
        FindingKind::BadCoupon,
        ".invoices[2].group_discount",
    ),
    (
        "a percentage of a group without its discount",
        |boris| boris["invoices"][2]["group_discount_percentage"] = json!(5),
        FindingKind::BadCoupon,
        ".invoices[2].group_discount",
    ),
    (
        "a discount of more than all",
        |boris| boris["invoices"][2]["discount"] = json!(1000),
        FindingKind::BadCoupon,
        ".invoices[2].discount",
    ),
    (
        "a refund with another part of the discount",
        |boris| boris["invoices"][2]["refunds"][0]["discount"] = json!(1),
        FindingKind::BadRefund,
        ".refunds[0].total",
    ),
    ("a balance that the lots do not have", |boris| boris["bonuses"] = json!(1000), FindingKind::BadLots, ".lots"),
    ("a lot that is too large", |boris| boris["lots"][0]["amount"] = json!(1000), FindingKind::BadLots, ".lots"),
    ("a lot of an unknown entry", |boris| boris["lots"][0]["entry"] = json!(99), FindingKind::BadLots, ".lots"),
    ("a lot of an entry that spent", |boris| boris["lots"][0]["entry"] = json!(2), FindingKind::BadLots, ".lots"),
    ("points without a lot", |boris| boris["lots"][0]["uses"] = json!([]), FindingKind::BadLots, ".lots"),
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
        "an entry of an unknown actor",
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
    async fn customers_with_inconsistent_fields_are_refused(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let file = files.path().join("export.json");
        let whole: Value = serde_json::from_str(&export(&db, &shop, &file).await).unwrap();
        let boris = shop.welcomes(601, "Борис 🐈").await.code.to_string();
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
            let faults = findings.iter().filter(|finding| finding.kind.severity() == Severity::Fault);
            assert!(faults.clone().count() > 0 && faults.clone().all(|finding| finding.customer == boris), "{name}");
        }
    }

    async fn invalid_settings_are_refused(db: TestDb) {
        let files = TempDir::new().unwrap();
        let file = files.path().join("dump.json");
        for (place, (field, value)) in [
            ("earn_rule", json!("always")), ("max_redeem_percentage", json!(100.01)), ("min_redeem", json!(-1)),
            ("points_lifetime_days", json!(0)), ("points_lifetime_days", json!(3651)), ("consent_from", json!("никогда")),
            ("card_qr", json!("link with digits")), ("invoice_bonus_percentage", json!(1e10)),
            ("referrer_first_purchase_percentage", json!(100.01)),
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
