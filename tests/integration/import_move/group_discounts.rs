//! What a group took off an invoice moves with the invoice.

use kopilka::{
    domain::{CouponWorth, GroupDiscount, Rate},
    import::{FindingKind, Outcome},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{export, import_into, moved, open, receipts::sells};
use crate::{
    groups::terms,
    on_both,
    shop::{money, sale, with_coupons},
};

on_both! {
    async fn a_sale_of_a_member_is_known_after_a_move(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_001).await;
        let anna = shop.welcomes(600, "Анна").await;
        let group = shop.adds_group("Опт", &terms(12_50)).await;
        shop.puts_into(&anna, Some(group)).await;
        let coupon = shop.gives_coupon(&anna, "Минус 1", CouponWorth::Amount(money(1_00)), None).await;
        let sold = sells(&shop, &anna, &with_coupons(99_99, &[coupon]), "1").await.unwrap();
        let other = sells(&shop, &anna, &sale(50_00), "2").await.unwrap();
        assert_eq!(sold.quote.group_discount, GroupDiscount { amount: money(12_50), rate: Rate::from_bp(12_50) });
        assert_eq!(sold.quote.discount, money(13_50));
        let there = moved(&db, &shop, &files).await;
        let customer = there.finds_by_code(&anna.code).await.unwrap();
        // The receipt is recognised, whatever the group lets its members off by now.
        let known = sells(&there, &customer, &sale(50_00), "2").await.unwrap();
        assert!(known.repeated);
        assert_eq!((&known.number, &known.quote), (&other.number, &other.quote));
        there.assert_sound().await;

        // A change in the file is noticed.
        let file = files.path().join("export.json");
        let whole = export(&db, &shop, &file).await;
        let changed: [fn(&mut Value); 2] = [
            |anna| anna["invoices"][0]["group_discount_percentage"] = json!(12.51),
            |anna| anna["invoices"][1]["group_discount"] = json!(6.24),
        ];
        for change in changed {
            let mut dump: Value = serde_json::from_str(&whole).unwrap();
            change(&mut dump[anna.code.as_str()]);
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            let kinds: Vec<_> = findings.iter().map(|finding| finding.kind).collect();
            assert_eq!((kinds, report.outcome), (vec![FindingKind::DiffersFromImported], Outcome::Unchanged));
        }
    }
}
