//! The audit finds faults: each of its checks fails on rows that contradict it.

use std::collections::BTreeSet;

use chrono::Duration;
use kopilka::{
    domain::{CouponWorth, Draft, ParcelStatus, PointsWallet, Quantity, Rate, RefundScope, ReturnedLine, Role, ShopId},
    service::{
        integrity::{self, Finding},
        parcels::NewParcel,
    },
};

use crate::{
    billing,
    database::{Raw, TestDb},
    groups::terms,
    on_both,
    parcels::{parcel, status},
    shop::{Shop, money, on_credit, redeeming, sale, with_coupons},
};

use PointsWallet::{Main, Referral};

/// A shop in which every kind of operation was done.
async fn busy(db: &TestDb) -> Shop {
    let shop = Shop::open(db).await;
    let anna = shop.welcomes(1, "Анна").await;
    let boris = shop.welcomes(2, "Борис").await;
    shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
    let first = shop.issues(&boris, &sale(1_000_00)).await.unwrap();
    shop.issues(&anna, &redeeming(100_00, Referral, Some(30_00))).await.unwrap();
    shop.issues(&boris, &on_credit(200_00)).await.unwrap();
    shop.gives(&anna, Main, 5_00).await;
    shop.takes_payment(&shop.staff(Role::Cashier), &boris, 50_00).await.unwrap();
    shop.registers("+77001112233", "Вера").await;
    shop.welcomes(3, "Вера Телефон").await;
    shop.gives(&shop.welcomes(3, "Вера Телефон").await, Main, 7_00).await;
    shop.receives_phone(3, "+77001112233").await.unwrap();
    let returned =
        shop.issues(&boris, &Draft { on_credit: true, ..redeeming(70_00, Main, Some(20_00)) }).await.unwrap();
    let one = ReturnedLine { position: 1, quantity: Quantity::from_milli(500) };
    shop.refunds(&returned, &RefundScope::Lines(vec![one])).await.unwrap();
    shop.refunds(&first, &RefundScope::Amount(money(400_00))).await.unwrap();
    let gulya = shop.welcomes(4, "Гуля").await;
    shop.gives(&gulya, Main, 20_00).await;
    let held = shop.holds(&gulya, Main, 6_00).await.unwrap();
    shop.captures(&held, Some(5_00)).await.unwrap();
    shop.holds(&gulya, Main, 2_00).await.unwrap();
    let percent = shop.gives_coupon(&gulya, "−10 %", CouponWorth::Percent(Rate::from_bp(10_00)), None).await;
    let points = shop.gives_coupon(&gulya, "50 баллов", CouponWorth::Points(money(50_00)), None).await;
    let sold = shop.issues(&gulya, &with_coupons(600_00, &[percent, points])).await.unwrap();
    shop.refunds(&sold, &RefundScope::Amount(money(100_00))).await.unwrap();
    let back = shop.gives_coupon(&gulya, "Чай", CouponWorth::Gift, None).await;
    let undone = shop.issues(&gulya, &with_coupons(300_00, &[back])).await.unwrap();
    shop.refunds(&undone, &RefundScope::Rest).await.unwrap();
    let dana = shop.welcomes(5, "Дана").await;
    let group = shop.adds_group("Опт", &terms(12_50)).await;
    shop.puts_into(&dana, Some(group)).await;
    shop.issues(&dana, &sale(99_99)).await.unwrap();
    shop.deposits_under(&shop.staff(Role::Manager), &dana, 40_00).await.unwrap();
    shop.charges_under(&shop.staff(Role::Manager), &dana, 15_00).await.unwrap();
    let heavy =
        NewParcel { weight: Some(Quantity::from_milli(2_500)), cost: Some(money(7_00)), ..parcel("RB1", "CRM-7") };
    let arrived = shop.adds(&heavy).await.unwrap().parcel.parcel_id;
    shop.names(&gulya, "CRM-7").await.unwrap();
    shop.changes(arrived, &status(ParcelStatus::Delivered)).await.unwrap();
    shop.adds(&parcel("RB2", "nobody")).await.unwrap();
    shop.sets_lifetime(Some(1)).await;
    shop.clock.advance(Duration::days(3));
    shop.settles(&gulya, Main).await;
    shop.gives(&gulya, Main, 9_00).await;
    shop.holds(&gulya, Main, 3_00).await.unwrap();
    shop
}

/// The same shop, which also bills services.
async fn busy_and_billing(db: &TestDb) -> Shop {
    let shop = busy(db).await;
    billing::bill_everything(&shop).await;
    billing::earn_on_a_bill(&shop).await;
    shop
}

async fn broken(shop: &Shop) -> Vec<Finding> {
    let findings = integrity::check(&mut shop.read().await).await.unwrap();
    findings.into_iter().filter(|finding| !finding.holds()).collect()
}

/// Removes triggers, foreign keys and checks, so that faulty rows can be written.
async fn unguard(raw: &mut Raw) {
    match raw {
        Raw::Sqlite(_) => {
            raw.run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").await;
            raw.run("DROP TRIGGER entries_no_update; DROP TRIGGER entries_no_delete").await;
        }
        Raw::Postgres(_) => {
            raw.run("SET session_replication_role = replica").await;
            let checks = raw
                .texts(
                    "SELECT 'ALTER TABLE ' || CAST(conrelid AS regclass) || ' DROP CONSTRAINT ' || conname
                     FROM pg_constraint WHERE contype = 'c' AND connamespace = CAST('public' AS regnamespace)",
                )
                .await;
            assert!(!checks.is_empty());
            raw.run(&checks.join(";")).await;
        }
    }
}

const TABLES: [&str; 18] = [
    "customer_totals",
    "shop_totals",
    "holds",
    "customers",
    "wallets",
    "entries",
    "lots",
    "lot_uses",
    "invoices",
    "invoice_lines",
    "refunds",
    "refund_lines",
    "operations",
    "coupons",
    "invoice_coupons",
    "parcels",
    "parcel_events",
    "parcel_totals",
];

fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().chain(billing::TABLES.iter().copied())
}

/// All faults, those of bills too.
fn faults() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    FAULTS.iter().chain(billing::FAULTS)
}

/// Copies all rows, to restore them after a fault.
async fn keep(raw: &mut Raw) {
    for table in tables() {
        raw.run(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
}

async fn mend(raw: &mut Raw) {
    for table in tables() {
        raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}")).await;
    }
}

/// A fault, and the checks that must find it, the most specific one first.
const FAULTS: &[(&str, &[&str])] = &[
    ("UPDATE wallets SET balance_minor = balance_minor + 1 WHERE wallet = 'main'", &["wallet_balances", "open_lots", "merged_cards", "customer_totals"]),
    ("UPDATE entries SET balance_after_minor = balance_after_minor + 1", &["balances_after"]),
    ("UPDATE entries SET balance_after_minor = 1000000000000001", &["balance_limit", "balances_after"]),
    ("UPDATE entries SET balance_after_minor = -1000000000000001", &["balance_limit", "balances_after"]),
    ("UPDATE entries SET amount_minor = amount_minor + 1 WHERE kind = 'manual'", &["wallet_balances", "balances_after"]),
    ("UPDATE entries SET kind = 'debt' WHERE kind = 'manual'", &["kinds_of_entries"]),
    ("UPDATE entries SET kind = 'redeem' WHERE kind = 'repayment'", &["kinds_of_entries"]),
    ("UPDATE entries SET kind = 'gift' WHERE kind = 'manual'", &["kinds_of_entries"]),
    ("DELETE FROM entries WHERE kind = 'repayment'", &["wallet_balances", "balances_after", "entry_numbers"]),
    ("UPDATE wallets SET last_number = last_number + 1 WHERE wallet = 'main'", &["entry_numbers"]),
    ("UPDATE entries SET number = number + 1 WHERE number = (SELECT MAX(number) FROM entries)", &["entry_numbers"]),
    ("UPDATE lots SET remaining_minor = remaining_minor - 1 WHERE remaining_minor > 1", &["open_lots", "lot_uses"]),
    ("UPDATE lot_uses SET amount_minor = amount_minor + 1", &["lot_uses", "expired_lots"]),
    ("UPDATE wallets SET held_minor = held_minor + 1 WHERE held_minor > 0", &["held_points"]),
    ("UPDATE wallets SET held_minor = 0 WHERE held_minor > 0", &["held_points"]),
    ("UPDATE holds SET state = 'released' WHERE state = 'open'", &["held_points"]),
    ("UPDATE holds SET captured_minor = captured_minor + 1 WHERE captured_minor > 0", &["captured_holds"]),
    ("UPDATE holds SET entry_id = (SELECT MIN(entry_id) FROM entries) WHERE captured_minor > 0", &["captured_holds"]),
    ("UPDATE lots SET expires_at = expires_at + 864000000000", &["expired_lots"]),
    ("DELETE FROM lots WHERE remaining_minor > 0", &["open_lots", "shop_of_entries"]),
    ("UPDATE wallets SET points_debt_minor = 1 WHERE wallet = 'referral'", &["owed_points", "open_lots"]),
    (
        "UPDATE wallets SET balance_minor = -5 WHERE wallet = 'main'",
        &["below_zero", "wallet_balances", "open_lots", "merged_cards", "held_points", "customer_totals"],
    ),
    ("DELETE FROM wallets WHERE wallet = 'referral'", &["wallets_of_entries", "customer_totals"]),
    ("UPDATE customers SET referrer_id = 99999 WHERE referrer_id IS NOT NULL", &["shop_of_customers", "referral_circles"]),
    ("UPDATE wallets SET customer_id = 99999 WHERE wallet = 'money' AND balance_minor < 0", &["shop_of_customers", "wallets_of_entries"]),
    (
        "UPDATE customers SET shop_id = 7002 WHERE first_name = 'Борис'",
        &["shop_of_customers", "shop_of_entries", "shop_totals"],
    ),
    ("UPDATE entries SET corrects_id = 99999 WHERE kind = 'manual'", &["shop_of_entries"]),
    ("UPDATE invoice_lines SET invoice_id = 99999 WHERE total_minor = 10000", &["shop_of_entries", "invoice_lines"]),
    ("UPDATE lots SET entry_id = 99999", &["shop_of_entries"]),
    (
        "UPDATE lots SET entry_id = (SELECT MIN(entry_id) FROM entries WHERE kind = 'debt') WHERE wallet = 'referral'",
        &["owners_of_lots"],
    ),
    (
        "UPDATE lot_uses SET entry_id = (SELECT MIN(entry_id) FROM entries WHERE kind = 'debt')
         WHERE entry_id = (SELECT MIN(entry_id) FROM entries WHERE kind = 'redeem')",
        &["owners_of_lots"],
    ),
    ("UPDATE invoice_lines SET total_minor = total_minor + 1 WHERE total_minor = 10000", &["invoice_lines"]),
    ("DELETE FROM invoice_lines WHERE total_minor = 10000", &["invoice_lines"]),
    ("UPDATE invoices SET earned_minor = earned_minor + 1 WHERE total_minor = 100000", &["invoice_entries"]),
    ("UPDATE invoices SET redeemed_minor = redeemed_minor - 1 WHERE redeemed_minor > 0", &["invoice_entries"]),
    ("UPDATE invoices SET redeemed_from = 'main' WHERE redeemed_minor > 0", &["invoice_entries"]),
    ("UPDATE invoices SET debt_minor = debt_minor + 1 WHERE debt_minor > 0", &["invoice_entries"]),
    ("UPDATE invoices SET reward_minor = reward_minor + 1 WHERE reward_minor > 0", &["invoice_entries"]),
    (
        "UPDATE invoices SET customer_id = (SELECT customer_id FROM customers WHERE first_name = 'Анна') WHERE debt_minor > 0",
        &["owners_of_invoices", "invoice_entries", "refund_entries", "customer_totals"],
    ),
    ("UPDATE invoices SET refunded_minor = refunded_minor - 1 WHERE refunded_minor > 0", &["refunds", "coupons", "customer_totals"]),
    ("UPDATE invoices SET refunded_minor = total_minor WHERE refunded_minor > 0", &["refunds", "customer_totals"]),
    (
        "UPDATE refunds SET earned_minor = earned_minor + 100000 WHERE earned_minor > 0",
        &["refunds", "refund_entries"],
    ),
    ("UPDATE refunds SET redeemed_minor = redeemed_minor + 1", &["refund_entries", "refunds"]),
    ("UPDATE refunds SET debt_minor = debt_minor - 1 WHERE debt_minor > 0", &["refund_entries"]),
    ("UPDATE refunds SET reward_minor = reward_minor - 1 WHERE reward_minor > 0", &["refund_entries"]),
    ("UPDATE refunds SET operation_id = 'another' WHERE debt_minor > 0", &["entries_of_refunds", "refund_entries"]),
    ("UPDATE refund_lines SET quantity_milli = 1001", &["refund_lines"]),
    ("UPDATE refunds SET invoice_id = 99999", &["shop_of_entries", "refunds", "entries_of_refunds", "customer_totals"]),
    ("UPDATE customers SET has_purchased = FALSE", &["first_purchases", "bill_earnings"]),
    ("UPDATE invoices SET reward_minor = 1 WHERE debt_minor > 0", &["first_purchases", "invoice_entries"]),
    ("UPDATE customers SET referrer_id = customer_id WHERE first_name = 'Анна'", &["referral_circles"]),
    (
        "UPDATE customers SET referrer_id = (SELECT MAX(f.customer_id) FROM customers f
            WHERE f.referrer_id = (SELECT a.customer_id FROM customers a WHERE a.first_name = 'Анна'))
         WHERE first_name = 'Анна'",
        &["referral_circles"],
    ),
    (
        "UPDATE entries SET corrects_id = (SELECT MIN(entry_id) FROM entries WHERE kind = 'promo_bonus') WHERE kind = 'repayment'",
        &["corrections"],
    ),
    ("UPDATE coupons SET used_at = NULL, used_by = NULL WHERE kind = 'percent'", &["coupons"]),
    (
        "INSERT INTO invoice_coupons SELECT i.shop_id, i.invoice_id, c.coupon_id, 0, 0 FROM invoices i, coupons c
         WHERE i.total_minor = 7000 AND c.kind = 'percent'",
        &["owners_of_coupons", "coupons"],
    ),
    ("UPDATE invoices SET discount_minor = discount_minor - 1 WHERE discount_minor > 0", &["discounts", "customer_totals"]),
    ("UPDATE invoices SET group_discount_minor = group_discount_minor - 1 WHERE group_discount_minor > 0", &["group_discounts", "discounts"]),
    ("UPDATE invoices SET group_discount_bp = 1260 WHERE group_discount_minor > 0", &["group_discounts"]),
    ("UPDATE customer_totals SET points_minor = points_minor + 1", &["customer_totals"]),
    ("UPDATE customer_totals SET purchases_minor = purchases_minor - 1", &["customer_totals"]),
    ("UPDATE customer_totals SET purchases_count = purchases_count + 1", &["customer_totals"]),
    ("UPDATE customer_totals SET last_purchase_at = 1 WHERE last_purchase_at IS NOT NULL", &["customer_totals"]),
    ("DELETE FROM customer_totals WHERE purchases_count = 0", &["customer_totals"]),
    (
        "UPDATE customer_totals SET customer_id = (SELECT MIN(customer_id) FROM customers WHERE merged_into_id IS NOT NULL)
         WHERE customer_id = (SELECT MAX(customer_id) FROM customers WHERE merged_into_id IS NULL)",
        &["customer_totals"],
    ),
    ("UPDATE shop_totals SET customers = customers + 1", &["shop_totals"]),
    ("UPDATE operations SET verb = 'repay_debt' WHERE verb = 'charge'", &["deposits_and_charges"]),
    ("UPDATE entries SET operation_id = 'another' WHERE kind = 'deposit'", &["deposits_and_charges"]),
    ("UPDATE invoices SET discount_minor = total_minor + 1 WHERE total_minor = 7000", &["discounts", "customer_totals"]),
    ("UPDATE invoice_coupons SET points_minor = 1 WHERE points_minor = 0", &["discounts"]),
    ("UPDATE invoices SET coupon_points_minor = 1 WHERE total_minor = 7000", &["discounts", "invoice_entries"]),
    ("UPDATE entries SET amount_minor = amount_minor + 1 WHERE kind = 'coupon'", &["invoice_entries", "wallet_balances", "balances_after"]),
    ("UPDATE refunds SET discount_minor = discount_minor + 100000", &["refunds", "customer_totals"]),
    ("UPDATE refunds SET coupon_points_minor = 1", &["refund_entries", "refunds"]),
    ("UPDATE invoice_coupons SET coupon_id = 99999 WHERE points_minor > 0", &["shop_of_entries"]),
    ("UPDATE coupons SET customer_id = 99999 WHERE kind = 'points'", &["shop_of_customers", "owners_of_coupons"]),
    ("UPDATE operations SET result = '' WHERE verb = 'repay_debt'", &["operations"]),
    ("UPDATE customers SET phone = '+77009999999' WHERE merged_into_id IS NOT NULL", &["merged_cards"]),
    ("UPDATE parcels SET status = 'issued' WHERE number = 'RB1'", &["statuses_of_parcels", "totals_of_parcels"]),
    ("DELETE FROM parcel_events WHERE number = 2", &["statuses_of_parcels"]),
    ("DELETE FROM parcel_events WHERE number = 3", &["statuses_of_parcels", "totals_of_parcels"]),
    (
        "UPDATE customers SET outside_code = 'x', outside_key = (SELECT a.code FROM customers a WHERE a.first_name = 'Анна')
         WHERE first_name = 'Борис'",
        &["client_codes"],
    ),
    ("UPDATE parcel_totals SET pending = pending + 1", &["totals_of_parcels"]),
    ("UPDATE parcel_totals SET weight_milli = 0", &["totals_of_parcels"]),
    ("UPDATE parcels SET cost_minor = 8 WHERE number = 'RB1'", &["totals_of_parcels"]),
    ("UPDATE parcels SET customer_id = NULL WHERE number = 'RB1'", &["owners_of_parcels"]),
    (
        "UPDATE parcels SET customer_id = (SELECT MIN(customer_id) FROM customers WHERE merged_into_id IS NOT NULL)
         WHERE number = 'RB2'",
        &["owners_of_parcels"],
    ),
];

on_both! {
    async fn an_audit_of_a_busy_shop_finds_nothing(db: TestDb) {
        let shop = busy_and_billing(&db).await;
        assert_eq!(broken(&shop).await.len(), 0, "{:#?}", broken(&shop).await);
        // Every check has rows to read.
        let findings = integrity::check(&mut shop.read().await).await.unwrap();
        let idle: Vec<_> = findings.iter().filter(|finding| finding.rows == 0).map(|finding| finding.check).collect();
        assert_eq!(idle, [""; 0]);
    }

    async fn each_kind_of_fault_is_found(db: TestDb) {
        let shop = busy_and_billing(&db).await;
        let mut raw = db.raw().await;
        unguard(&mut raw).await;
        keep(&mut raw).await;
        let mut wrong = Vec::new();
        for (fault, expected) in faults() {
            assert!(raw.run(fault).await > 0, "{fault} changed nothing");
            let mut found = broken(&shop).await;
            // On SQLite the triggers were dropped.
            found.retain(|finding| finding.check != "append_only");
            let names: BTreeSet<_> = found.iter().map(|finding| finding.check).collect();
            if names != expected.iter().copied().collect() {
                wrong.push(format!("{fault}: {names:?} instead of {expected:?}"));
            }
            for finding in &found {
                let shown = usize::try_from(finding.offending).unwrap().min(integrity::MOST_SHOWN);
                assert_eq!(finding.offenders.len(), shown, "{finding:?}");
            }
            mend(&mut raw).await;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let checks = integrity::check(&mut shop.read().await).await.unwrap().into_iter().map(|finding| finding.check);
        let untested: Vec<_> =
            checks.filter(|check| *check != "append_only" && !faults().any(|(_, first)| first[0] == *check)).collect();
        assert!(untested.is_empty(), "no fault is about {untested:?}");
    }

    async fn a_missing_trigger_is_found(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let faults: &[&str] = match raw {
            Raw::Sqlite(_) => &["DROP TRIGGER entries_no_update", "DROP TRIGGER entries_no_delete"],
            Raw::Postgres(_) => &["ALTER TABLE entries DISABLE TRIGGER USER", "DROP TRIGGER entries_append_only ON entries"],
        };
        for fault in faults {
            raw.run(fault).await;
            let found = broken(&shop).await;
            assert_eq!(found.iter().map(|finding| finding.check).collect::<Vec<_>>(), ["append_only"], "{fault}");
        }
    }

    async fn faulty_rows_are_named_and_counted(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut first = None;
        for person in 1..=25 {
            let customer = shop.welcomes(person, "Гость").await;
            shop.gives(&customer, Main, 10_00).await;
            first = first.min(Some(customer.code.clone())).or(Some(customer.code));
        }
        db.raw().await.run("UPDATE lots SET amount_minor = 1100, remaining_minor = 1100").await;
        let found = broken(&shop).await;
        assert_eq!(found.iter().map(|finding| finding.check).collect::<Vec<_>>(), ["open_lots"]);
        assert_eq!((found[0].rows, found[0].offending, found[0].offenders.len()), (25, 25, integrity::MOST_SHOWN));
        let offender = &found[0].offenders[0];
        assert_eq!(offender.customer, first.map(String::from));
        assert_eq!((offender.place.as_str(), offender.stored_minor, offender.expected_minor), ("main", Some(10_00), Some(11_00)));
    }

    async fn an_audit_reads_only_its_own_shop(db: TestDb) {
        let here = busy(&db).await;
        let there = Shop::open_as(&db, ShopId(7_002)).await;
        let anna = there.welcomes(1, "Анна").await;
        there.gives(&anna, Main, 10_00).await;
        db.raw().await.run("UPDATE lots SET amount_minor = 5, remaining_minor = 5 WHERE shop_id = 7002").await;
        here.assert_sound().await;
        assert_eq!(broken(&there).await.len(), 1);
    }
}
