//! Customers as the back office sees them: all that is known of each, in lists that are searched, filtered and ordered.

mod lists;

use super::{Result, Tx, ledger::WalletState, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{Birthday, Code, CustomerId, CustomerKind, Email, GroupId, Money, Phone, Rate, Wallet},
};

pub(super) use self::lists::assembled;
pub use self::lists::{Filter, Order, Scope, count, list};

/// A customer with all that the back office knows of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Profile {
    /// The row.
    pub customer_id: CustomerId,
    /// What staff type and friends enter.
    pub code: Code,
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
    /// In lower case.
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
    /// Its name.
    pub group_name: Option<String>,
    /// What its members are let off, where it is active.
    pub group_discount_bp: Option<Rate>,
    /// What they may owe at most; `None`: no limit was set.
    pub credit_limit_minor: Option<Money>,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// Of the staff; may be empty.
    pub notes: String,
    /// Not given up: they may earn and spend.
    pub is_active: bool,
    /// The shop lets them neither earn nor spend.
    pub is_blocked: bool,
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
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
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
    /// In lower case.
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
struct ProfileRow {
    #[sqlx(flatten)]
    profile: Profile,
    wallet: Option<Wallet>,
    balance_minor: Money,
    points_debt_minor: Money,
    held_minor: Money,
    expired_holds_minor: Money,
    expired_lots_minor: Money,
}

/// A statement that reads customers with their wallets at the moment `$2`, in three parts: between the first two stands a page, whose
/// column `page_id` has the ids of the customers; between the last two what they are ordered by.
const AROUND_PAGE: [&str; 3] = [
    "SELECT c.customer_id, c.code, c.first_name, c.middle_name, c.last_name, c.kind, c.company_name, c.tax_id, c.phone,
        c.other_phone, c.email, c.address, c.city, c.region, c.postal_code, c.group_id, g.name AS group_name,
        CASE WHEN g.is_active THEN g.discount_bp END AS group_discount_bp, c.credit_limit_minor, c.birthday, c.notes,
        c.is_active, c.is_blocked, COALESCE(t.purchases_minor, 0) AS purchases_minor,
        COALESCE(t.purchases_count, 0) AS purchases_count, t.last_purchase_at, c.joined_at,
        CASE WHEN c.updated_at < c.joined_at THEN c.joined_at ELSE c.updated_at END AS updated_at,
        w.wallet, COALESCE(w.balance_minor, 0) AS balance_minor, COALESCE(w.points_debt_minor, 0) AS points_debt_minor,
        COALESCE(w.held_minor, 0) AS held_minor,
        CAST(COALESCE((
            SELECT SUM(h.amount_minor) FROM holds h
            WHERE h.shop_id = $1 AND h.customer_id = w.customer_id AND h.wallet = w.wallet AND h.state = 'open'
                AND h.expires_at <= $2), 0) AS BIGINT) AS expired_holds_minor,
        CAST(COALESCE((
            SELECT SUM(l.remaining_minor) FROM lots l
            WHERE l.shop_id = $1 AND l.customer_id = w.customer_id AND l.wallet = w.wallet AND l.remaining_minor > 0
                AND l.expires_at <= $2), 0) AS BIGINT) AS expired_lots_minor
    FROM ",
    " page
    JOIN customers c ON c.shop_id = $1 AND c.customer_id = page.page_id
    LEFT JOIN customer_totals t ON t.shop_id = $1 AND t.customer_id = page.page_id
    LEFT JOIN customer_groups g ON g.shop_id = $1 AND g.group_id = c.group_id
    LEFT JOIN wallets w ON w.shop_id = $1 AND w.customer_id = page.page_id
    ORDER BY ",
    "w.wallet",
];

statements! {
    /// A group that staff choose is by no rule.
    UPDATE = "
        UPDATE customers SET first_name = $3, middle_name = $4, last_name = $5, kind = $6, company_name = $7, tax_id = $8, phone = $9,
            other_phone = $10, email = $11, address = $12, city = $13, region = $14, postal_code = $15, group_id = $16,
            group_by_rule = CASE WHEN group_id = $16 THEN group_by_rule ELSE FALSE END, credit_limit_minor = $17, birthday = $18, notes = $19, is_active = $20, is_blocked = $21, updated_at = $22
        WHERE shop_id = $1 AND customer_id = $2";
    /// What the card `$2` lacks, it gets from the card `$3`. Who is blocked stays so.
    ADOPT = "
        UPDATE customers SET (email, middle_name, kind, company_name, tax_id, other_phone, address, city, region, postal_code, group_id,
            group_by_rule, credit_limit_minor, birthday, notes, is_blocked) = (
            SELECT COALESCE(customers.email, f.email), COALESCE(NULLIF(customers.middle_name, ''), f.middle_name),
                CASE WHEN customers.company_name = '' THEN f.kind ELSE customers.kind END,
                COALESCE(NULLIF(customers.company_name, ''), f.company_name), COALESCE(NULLIF(customers.tax_id, ''), f.tax_id),
                COALESCE(NULLIF(customers.other_phone, ''), f.other_phone), COALESCE(NULLIF(customers.address, ''), f.address),
                COALESCE(NULLIF(customers.city, ''), f.city), COALESCE(NULLIF(customers.region, ''), f.region),
                COALESCE(NULLIF(customers.postal_code, ''), f.postal_code), COALESCE(customers.group_id, f.group_id),
                CASE WHEN customers.group_id IS NULL THEN f.group_by_rule ELSE customers.group_by_rule END,
                COALESCE(customers.credit_limit_minor, f.credit_limit_minor), COALESCE(customers.birthday, f.birthday),
                COALESCE(NULLIF(customers.notes, ''), f.notes), customers.is_blocked OR f.is_blocked
            FROM customers f WHERE f.shop_id = $1 AND f.customer_id = $3)
        WHERE shop_id = $1 AND customer_id = $2";
}

impl Profile {
    /// What of it is written.
    pub fn content(&self) -> ProfileContent {
        ProfileContent {
            first_name: self.first_name.clone(),
            middle_name: self.middle_name.clone(),
            last_name: self.last_name.clone(),
            kind: self.kind,
            company_name: self.company_name.clone(),
            tax_id: self.tax_id.clone(),
            phone: self.phone.clone(),
            other_phone: self.other_phone.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            city: self.city.clone(),
            region: self.region.clone(),
            postal_code: self.postal_code.clone(),
            group_id: self.group_id,
            credit_limit: self.credit_limit_minor,
            birthday: self.birthday,
            notes: self.notes.clone(),
            is_active: self.is_active,
            is_blocked: self.is_blocked,
        }
    }
}

/// A customer with their wallets.
pub async fn by_id(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<(Profile, Vec<WalletState>)>> {
    super::totals::write(tx).await?;
    let expired_by = tx.expired_by(at);
    let rows = tx.assembled(lists::of_one()).bind(expired_by).bind(customer).all().await?;
    Ok(grouped(rows).pop())
}

/// Writes what of a customer is written.
pub async fn update(tx: &mut Tx, customer: CustomerId, content: &ProfileContent, at: Timestamp) -> Result<()> {
    tx.q(UPDATE)
        .bind(customer)
        .bind(content.first_name.clone())
        .bind(content.middle_name.as_str())
        .bind(content.last_name.clone())
        .bind(content.kind)
        .bind(content.company_name.as_str())
        .bind(content.tax_id.as_str())
        .bind(content.phone.clone())
        .bind(content.other_phone.as_str())
        .bind(content.email.clone())
        .bind(content.address.as_str())
        .bind(content.city.as_str())
        .bind(content.region.as_str())
        .bind(content.postal_code.as_str())
        .bind(content.group_id)
        .bind(content.credit_limit)
        .bind(content.birthday)
        .bind(content.notes.as_str())
        .bind(content.is_active)
        .bind(content.is_blocked)
        .bind(at)
        .run()
        .await?;
    Ok(())
}

/// A card gets what it lacks from another one of the same person.
pub async fn adopt(tx: &mut Tx, card: CustomerId, from: CustomerId) -> Result<()> {
    tx.q(ADOPT).bind(card).bind(from).run().await?;
    Ok(())
}

/// The customers of rows that come one after the other for each of them.
fn grouped(rows: Vec<ProfileRow>) -> Vec<(Profile, Vec<WalletState>)> {
    let mut profiles: Vec<(Profile, Vec<WalletState>)> = Vec::new();
    for row in rows {
        let state = row.state();
        match profiles.last_mut().filter(|(profile, _)| profile.customer_id == row.profile.customer_id) {
            Some((_, states)) => states.extend(state),
            None => profiles.push((row.profile, state.into_iter().collect())),
        }
    }
    profiles
}

impl ProfileRow {
    fn state(&self) -> Option<WalletState> {
        Some(WalletState {
            wallet: self.wallet?,
            balance_minor: self.balance_minor,
            points_debt_minor: self.points_debt_minor,
            held_minor: self.held_minor,
            expired_holds_minor: self.expired_holds_minor,
            expired_lots_minor: self.expired_lots_minor,
        })
    }
}
