//! A customer as the rows of a page have them: one for each of their wallets.

use crate::{
    clock::Timestamp,
    domain::{Birthday, Code, CustomerId, CustomerKind, Email, GroupId, Money, Phone, Rate},
    storage::{
        ledger::WalletState,
        wallet_rows::{self, WalletColumns, wallet_columns},
    },
};

/// A customer with all that the back office knows of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Profile {
    /// The row.
    pub customer_id: CustomerId,
    /// What staff type and friends enter.
    pub code: Code,
    /// What is written of it.
    #[sqlx(flatten)]
    pub content: ProfileContent,
    /// The name of their group.
    pub group_name: Option<String>,
    /// What its members are let off, where it is active.
    pub group_discount_bp: Option<Rate>,
    /// What invoices came to after discounts and before points, less refunds.
    pub purchases_minor: Money,
    /// How many invoices were not refunded in full.
    pub purchases_count: i64,
    /// When the last of these was issued.
    pub last_purchase_at: Option<Timestamp>,
    /// When they became a customer.
    pub joined_at: Timestamp,
    /// When this was last changed; never before they joined.
    pub updated_at: Timestamp,
}

/// What of a customer is written.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProfileContent {
    /// Given name.
    pub first_name: Option<String>,
    /// May be empty.
    pub middle_name: String,
    /// Family name.
    pub last_name: Option<String>,
    /// What they are.
    pub kind: CustomerKind,
    /// May be empty.
    pub company_name: String,
    /// May be empty.
    pub tax_id: String,
    /// E.164.
    pub phone: Option<Phone>,
    /// E.164; may be empty.
    pub other_phone: String,
    /// The e-mail.
    pub email: Option<Email>,
    /// May be empty.
    pub address: String,
    /// May be empty.
    pub city: String,
    /// May be empty.
    pub region: String,
    /// May be empty.
    pub postal_code: String,
    /// Their group.
    pub group_id: Option<GroupId>,
    /// What they may owe at most; `None`: no limit was set.
    #[sqlx(rename = "credit_limit_minor")]
    pub credit_limit: Option<Money>,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// Of the staff; may be empty.
    pub notes: String,
    /// Not given up: they may earn and spend.
    pub is_active: bool,
    /// The shop lets them neither earn nor spend.
    pub is_blocked: bool,
}

/// A row of a page: a customer with one of their wallets, or with none.
#[derive(sqlx::FromRow)]
pub(super) struct ProfileRow {
    #[sqlx(flatten)]
    profile: Profile,
    #[sqlx(flatten)]
    wallet: WalletColumns,
}

/// A statement that reads customers with their wallets at the moment `$2`, in three parts: between the first two stands a page, whose
/// column `page_id` has the ids of the customers; between the last two what they are ordered by.
const AROUND_PAGE: [&str; 3] = [
    concat!(
    "SELECT c.customer_id, c.code, c.first_name, c.middle_name, c.last_name, c.kind, c.company_name, c.tax_id, c.phone,
        c.other_phone, c.email, c.address, c.city, c.region, c.postal_code, c.group_id, g.name AS group_name,
        CASE WHEN g.is_active THEN g.discount_bp END AS group_discount_bp, c.credit_limit_minor, c.birthday, c.notes,
        c.is_active, c.is_blocked, COALESCE(t.purchases_minor, 0) AS purchases_minor,
        COALESCE(t.purchases_count, 0) AS purchases_count, t.last_purchase_at, c.joined_at,
        CASE WHEN c.updated_at < c.joined_at THEN c.joined_at ELSE c.updated_at END AS updated_at,
        ", wallet_columns!("$2"), "
    FROM "),
    " page
    JOIN customers c ON c.shop_id = $1 AND c.customer_id = page.page_id
    LEFT JOIN customer_totals t ON t.shop_id = $1 AND t.customer_id = page.page_id
    LEFT JOIN customer_groups g ON g.shop_id = $1 AND g.group_id = c.group_id
    LEFT JOIN wallets w ON w.shop_id = $1 AND w.customer_id = page.page_id
    ORDER BY ",
    "w.wallet",
];

/// One customer, whose id is `$3`.
pub(super) fn of_one() -> String {
    around("(SELECT CAST($3 AS BIGINT) AS page_id)", "")
}

pub(super) fn around(page: &str, order: &str) -> String {
    let [before, behind, end] = AROUND_PAGE;
    [before, page, behind, order, end].concat()
}

pub(super) fn grouped(rows: Vec<ProfileRow>) -> Vec<(Profile, Vec<WalletState>)> {
    wallet_rows::grouped(rows.into_iter().map(|row| (row.profile, row.wallet)), |profile| profile.customer_id)
}
