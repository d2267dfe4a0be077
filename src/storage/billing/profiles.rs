//! Sales profiles: customers whose services are billed. The phone number is the customer's; name and e-mail are the profile's own.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        CustomerId, KamId, Money, Phone,
        billing::{Date, ServiceKind, ServiceStatus},
        fold_name,
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// A sales profile.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SalesProfile {
    /// The customer whose profile it is.
    pub customer_id: CustomerId,
    /// Unique in the shop.
    pub number: String,
    /// As bills name them.
    pub name: String,
    /// May be empty.
    pub company_name: String,
    /// May be empty.
    pub email: String,
    /// The customer's; `None`: they have none any more.
    pub phone: Option<Phone>,
    /// May be empty.
    pub address: String,
    /// May be empty.
    pub contact_person: String,
    /// What they buy.
    pub kind: ServiceKind,
    /// Their key account manager.
    pub kam_id: Option<KamId>,
    /// The manager's name.
    pub kam_name: Option<String>,
    /// Are they served?
    pub status: ServiceStatus,
    /// They are not given up.
    pub is_active: bool,
    /// The latest day of issue of a bill, drafts too.
    pub last_billed_on: Option<Date>,
    /// What bills come to, without drafts.
    pub total_billed_minor: Money,
    /// What of them is paid.
    pub total_paid_minor: Money,
    /// How many entitlements are active today.
    pub active_entitlements: i64,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What a sales profile says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SalesProfileContent {
    /// Unique in the shop.
    pub number: String,
    /// As bills name them.
    pub name: String,
    /// May be empty.
    pub company_name: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub address: String,
    /// May be empty.
    pub contact_person: String,
    /// What they buy.
    pub kind: ServiceKind,
    /// Their key account manager.
    pub kam_id: Option<KamId>,
    /// Are they served?
    pub status: ServiceStatus,
    /// They are not given up.
    pub is_active: bool,
}

/// Which profiles are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileFilter {
    /// Those who buy this.
    pub kind: Option<ServiceKind>,
    /// Those in this status.
    pub status: Option<ServiceStatus>,
    /// Those of a key account manager.
    pub kam: Option<KamId>,
    /// Those who are found by each word of a text.
    pub search: Option<String>,
}

/// In which order they are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfileOrder {
    /// By name.
    Name,
    /// By the moment they were added.
    #[default]
    Created,
    /// By the latest day of issue of a bill; who has none is last.
    LastBilled,
}

macro_rules! columns {
    ($today:literal) => {
        concat!(
            "p.customer_id, p.number, p.name, p.company_name, p.email, c.phone, p.address, p.contact_person, p.kind, p.kam_id,
            k.name AS kam_name, p.status, p.is_active, p.last_billed_on, p.created_by, p.updated_by, p.created_at, p.updated_at,
            CAST(COALESCE((SELECT SUM(b.total_minor) FROM bills b
                WHERE b.shop_id = $1 AND b.customer_id = p.customer_id AND b.status <> 'draft'), 0) AS BIGINT) AS total_billed_minor,
            CAST(COALESCE((SELECT SUM(b.paid_minor) FROM bills b
                WHERE b.shop_id = $1 AND b.customer_id = p.customer_id AND b.status <> 'draft'), 0) AS BIGINT) AS total_paid_minor,
            (SELECT COUNT(*) FROM entitlements e
                WHERE e.shop_id = $1 AND e.customer_id = p.customer_id AND e.activated_on <= ",
            $today,
            " AND EXISTS (
                    SELECT 1 FROM entitlement_details d
                    WHERE d.shop_id = $1 AND d.entitlement_id = e.entitlement_id AND d.is_active AND d.status = 'active'
                        AND d.starts_on <= ",
            $today,
            " AND (d.ends_on IS NULL OR d.ends_on >= ",
            $today,
            "))) AS active_entitlements"
        )
    };
}

macro_rules! from {
    () => {
        "FROM sales_profiles p JOIN customers c ON c.shop_id = $1 AND c.customer_id = p.customer_id
        LEFT JOIN kams k ON k.shop_id = $1 AND k.kam_id = p.kam_id
        WHERE p.shop_id = $1"
    };
}

const COLUMNS: &str = columns!("$today");

statements! {
    BY_ID = concat!("SELECT ", columns!("$3"), " ", from!(), " AND p.customer_id = $2");
    IS_THERE = "SELECT COUNT(*) FROM sales_profiles WHERE shop_id = $1 AND customer_id = $2";
    IS_NUMBER_TAKEN = "SELECT COUNT(*) FROM sales_profiles WHERE shop_id = $1 AND number = $2";
    INSERT = "
        INSERT INTO sales_profiles (shop_id, customer_id, number, name, company_name, email, address, contact_person, kind, kam_id, status,
            is_active, sort_name, search_text, created_by, updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $16)
        ON CONFLICT DO NOTHING";
    UPDATE = "
        UPDATE sales_profiles SET number = $3, name = $4, company_name = $5, email = $6, address = $7, contact_person = $8, kind = $9,
            kam_id = $10, status = $11, is_active = $12, sort_name = $13, search_text = $14, updated_by = $15, updated_at = $16
        WHERE shop_id = $1 AND customer_id = $2";
    DELETE = "DELETE FROM sales_profiles WHERE shop_id = $1 AND customer_id = $2";
    NOTE_BILLED = "
        UPDATE sales_profiles SET last_billed_on = (
            SELECT MAX(b.issued_on) FROM bills b WHERE b.shop_id = $1 AND b.customer_id = $2)
        WHERE shop_id = $1 AND customer_id = $2";
    MOVE = "UPDATE sales_profiles SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
    MOVE_ENTITLEMENTS = "UPDATE entitlements SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
    MOVE_BILLS = "UPDATE bills SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
    MOVE_PAYMENTS = "UPDATE bill_payments SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
}

impl SalesProfile {
    /// What it says.
    pub fn content(&self) -> SalesProfileContent {
        SalesProfileContent {
            number: self.number.clone(),
            name: self.name.clone(),
            company_name: self.company_name.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            contact_person: self.contact_person.clone(),
            kind: self.kind,
            kam_id: self.kam_id,
            status: self.status,
            is_active: self.is_active,
        }
    }

    /// What they still have to pay.
    pub const fn total_due(&self) -> Money {
        self.total_billed_minor.saturating_sub(self.total_paid_minor)
    }
}

/// By what one is found: name, company, e-mail, number and contact person.
pub(super) fn search_text(found_by: [&String; 5]) -> String {
    fold_name(&found_by.map(String::as_str).join(" "))
}

/// The profile of a customer, as it is today.
pub async fn by_id(tx: &mut Tx, customer: CustomerId, today: Date) -> Result<Option<SalesProfile>> {
    tx.q(BY_ID).bind(customer).bind(today).opt().await
}

/// Has a customer a profile?
pub async fn is_there(tx: &mut Tx, customer: CustomerId) -> Result<bool> {
    Ok(tx.q(IS_THERE).bind(customer).one::<(i64,)>().await?.0 > 0)
}

/// Has a profile this number?
pub async fn is_number_taken(tx: &mut Tx, number: &str) -> Result<bool> {
    Ok(tx.q(IS_NUMBER_TAKEN).bind(number).one::<(i64,)>().await?.0 > 0)
}

fn listing(filter: &ProfileFilter, (order, is_descending): (ProfileOrder, bool)) -> Listing {
    let all = Listing::of(COLUMNS, from!())
        .with("p.kind =", filter.kind)
        .with("p.status =", filter.status)
        .with("p.kam_id =", filter.kam)
        .matching(&["p.search_text", "c.phone"], filter.search.as_deref());
    match order {
        ProfileOrder::Name => all.by_column("p.sort_name", is_descending, "p.customer_id"),
        ProfileOrder::Created => all.by_column("p.created_at", is_descending, "p.customer_id"),
        ProfileOrder::LastBilled => {
            all.by_column("(p.last_billed_on IS NULL) ASC, p.last_billed_on", is_descending, "p.customer_id")
        }
    }
}

/// A part of the profiles.
pub async fn list(
    tx: &mut Tx,
    filter: &ProfileFilter,
    order: (ProfileOrder, bool),
    today: Date,
    page: Page,
) -> Result<Found<SalesProfile>> {
    listing(filter, order).found(tx, today, page).await
}

/// Gives a customer a profile; false where they have one, or where the number is taken.
pub async fn insert(tx: &mut Tx, customer: CustomerId, content: &SalesProfileContent, author: &Author) -> Result<bool> {
    Ok(write(tx, INSERT, customer, content, author).await? > 0)
}

/// Writes what a profile says.
pub async fn update(tx: &mut Tx, customer: CustomerId, content: &SalesProfileContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, customer, content, author).await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    customer: CustomerId,
    content: &SalesProfileContent,
    author: &Author,
) -> Result<u64> {
    let found_by = [&content.name, &content.company_name, &content.email, &content.number, &content.contact_person];
    let search = search_text(found_by);
    tx.q(statement)
        .bind(customer)
        .bind(content.number.as_str())
        .bind(content.name.as_str())
        .bind(content.company_name.as_str())
        .bind(content.email.as_str())
        .bind(content.address.as_str())
        .bind(content.contact_person.as_str())
        .bind(content.kind)
        .bind(content.kam_id)
        .bind(content.status)
        .bind(content.is_active)
        .bind(fold_name(&content.name))
        .bind(search)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await
}

/// Deletes a profile, of which no entitlements are left.
pub async fn delete(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.q(DELETE).bind(customer).run().await?;
    Ok(())
}

/// Notes the latest day of issue of a customer's bills, after one was written, changed or deleted.
pub async fn note_billed(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.q(NOTE_BILLED).bind(customer).run().await?;
    Ok(())
}

/// Moves the profile of a card, with all that is billed to it, to another card of the same person, which has none.
pub async fn move_all(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<()> {
    for statement in [MOVE, MOVE_ENTITLEMENTS, MOVE_BILLS, MOVE_PAYMENTS] {
        tx.q(statement).bind(from).bind(to).run().await?;
    }
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/profiles";
    let filter = ProfileFilter {
        kind: Some(ServiceKind::Soho),
        status: Some(ServiceStatus::Active),
        kam: Some(KamId(1)),
        search: Some("one two".to_owned()),
    };
    let all = ProfileFilter::default();
    [
        listing(&all, (ProfileOrder::Name, false)).listed(file, "all"),
        listing(&all, (ProfileOrder::LastBilled, true)).listed(file, "all by bill"),
        listing(&filter, (ProfileOrder::Created, true)).listed(file, "found"),
    ]
    .concat()
}
