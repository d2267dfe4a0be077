//! The audit finds what is wrong with bills: a fault for each of its checks, the most specific check first.

/// Faults of a shop in which everything was billed.
pub(crate) const FAULTS: &[(&str, &[&str])] = &[
    (
        "UPDATE bill_details SET sub_total_minor = sub_total_minor + 10000 WHERE detail_id IS NOT NULL",
        &["bills", "bill_details"],
    ),
    ("UPDATE bills SET total_minor = total_minor + 1 WHERE status = 'unpaid'", &["bills"]),
    ("UPDATE bills SET vat_minor = vat_minor + 1 WHERE status = 'draft'", &["bills"]),
    (
        "UPDATE bill_details SET vat_minor = vat_minor + 1, discount_minor = discount_minor + 1",
        &["bill_details", "bills"],
    ),
    ("UPDATE bill_details SET vat_bp = vat_bp + 100", &["bill_details"]),
    ("UPDATE bills SET paid_minor = paid_minor - 1 WHERE status = 'partial'", &["bill_payments"]),
    ("UPDATE bill_payment_details SET amount_minor = amount_minor + 1", &["bill_payments"]),
    ("UPDATE bill_payments SET status = 'pending'", &["bill_payments"]),
    ("UPDATE bills SET paid_minor = total_minor + 1 WHERE status = 'paid'", &["bills_beyond_due", "bill_payments"]),
    ("UPDATE bills SET status = 'paid' WHERE status = 'partial'", &["bill_statuses"]),
    ("UPDATE bills SET status = 'draft' WHERE status = 'paid'", &["bill_statuses"]),
    ("UPDATE bills SET status = 'partial' WHERE status = 'unpaid'", &["bill_statuses"]),
    (
        "DROP INDEX bills_month;
         UPDATE bills SET month = '2027-01' WHERE status IN ('draft', 'unpaid')",
        &["bill_months"],
    ),
    (
        "UPDATE bill_payments SET customer_id = (SELECT MAX(customer_id) FROM customers WHERE merged_into_id IS NULL)
         WHERE bill_id = (SELECT bill_id FROM bills WHERE status = 'partial')",
        &["bill_owners"],
    ),
    ("DELETE FROM sales_profiles WHERE kind = 'soho'", &["bill_owners"]),
    ("UPDATE sales_profiles SET last_billed_on = '2027-01-14'", &["last_bills"]),
    ("UPDATE bills SET entry_id = NULL", &["bill_earnings"]),
    ("UPDATE bills SET earned_at = earned_at + 1", &["bill_earnings"]),
    ("UPDATE bills SET earned_at = NULL", &["bill_earnings"]),
    ("UPDATE bills SET reward_id = entry_id WHERE reward_id IS NOT NULL", &["bill_earnings"]),
    ("UPDATE bills SET entry_id = (SELECT MIN(entry_id) FROM entries) WHERE entry_id IS NOT NULL", &["bill_earnings"]),
    (
        "DROP INDEX bills_entry;
         UPDATE bills SET entry_id = (SELECT MAX(entry_id) FROM bills), earned_at = (SELECT MAX(earned_at) FROM bills)
         WHERE status = 'paid'",
        &["bill_earnings"],
    ),
    (
        "UPDATE customers SET has_purchased = FALSE
         WHERE customer_id IN (SELECT customer_id FROM bills WHERE entry_id IS NOT NULL)",
        &["bill_earnings"],
    ),
];

/// The tables of billing.
pub(crate) const TABLES: &[&str] = &[
    "sales_profiles",
    "entitlements",
    "entitlement_details",
    "bills",
    "bill_details",
    "bill_payments",
    "bill_payment_details",
];
