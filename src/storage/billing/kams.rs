//! Key account managers.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{KamId, billing::Date, fold_name},
    storage::{Listed, Result, Tx, statement::statements},
};

/// A key account manager.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kam {
    /// The row.
    pub kam_id: KamId,
    /// Unique in the shop.
    pub name: String,
    /// As it was written; may be empty.
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub address: String,
    /// They work here.
    pub is_active: bool,
    /// How many sales profiles they have.
    pub customers: i64,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What is known of a key account manager.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct KamContent {
    /// Unique in the shop.
    pub name: String,
    /// May be empty.
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub address: String,
    /// They work here.
    pub is_active: bool,
}

/// In which order they are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KamOrder {
    /// By name.
    #[default]
    Name,
    /// By the moment they were added.
    Created,
}

macro_rules! columns {
    () => {
        "k.kam_id, k.name, k.phone, k.email, k.address, k.is_active, k.created_by, k.updated_by, k.created_at, k.updated_at,
            (SELECT COUNT(*) FROM sales_profiles p WHERE p.shop_id = $1 AND p.kam_id = k.kam_id AND p.kam_id IS NOT NULL) AS customers"
    };
}

const COLUMNS: &str = columns!();

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM kams k WHERE k.shop_id = $1 ", $rest)
    };
}

statements! {
    BY_ID = select!("AND k.kam_id = $2");
    BY_NAME = select!("AND k.name = $2");
    INSERT = "
        INSERT INTO kams (shop_id, kam_id, name, phone, email, address, is_active, search_text, created_by, updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $10)";
    UPDATE = "
        UPDATE kams SET name = $3, phone = $4, email = $5, address = $6, is_active = $7, search_text = $8, updated_by = $9, updated_at = $10
        WHERE shop_id = $1 AND kam_id = $2";
}

impl Kam {
    /// What is known of them.
    pub fn content(&self) -> KamContent {
        KamContent {
            name: self.name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            is_active: self.is_active,
        }
    }
}

/// By what one is found.
pub(super) fn search_text(name: &str, email: &str, phone: &str) -> String {
    fold_name(&format!("{name} {email} {phone}"))
}

/// A key account manager.
pub async fn by_id(tx: &mut Tx, kam: KamId) -> Result<Option<Kam>> {
    tx.q(BY_ID).bind(kam).opt().await
}

/// The one of a name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Kam>> {
    tx.q(BY_NAME).bind(name).opt().await
}

fn listing(search: Option<&str>, (order, is_descending): (KamOrder, bool)) -> Listing {
    let column = match order {
        KamOrder::Name => "k.name",
        KamOrder::Created => "k.created_at",
    };
    let all = Listing::of(COLUMNS, "FROM kams k WHERE k.shop_id = $1");
    all.matching(&["k.search_text"], search).by_column(column, is_descending, "k.kam_id")
}

/// A part of them: those who are found by a text.
pub async fn list(
    tx: &mut Tx,
    search: Option<&str>,
    order: (KamOrder, bool),
    today: Date,
    page: Page,
) -> Result<Found<Kam>> {
    listing(search, order).found(tx, today, page).await
}

/// Adds one.
pub async fn insert(tx: &mut Tx, content: &KamContent, author: &Author) -> Result<KamId> {
    let id = KamId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Writes what is known of one.
pub async fn update(tx: &mut Tx, kam: KamId, content: &KamContent, author: &Author) -> Result<()> {
    write(tx, UPDATE, kam, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: crate::storage::statement::Statement,
    kam: KamId,
    content: &KamContent,
    author: &Author,
) -> Result<()> {
    let search = search_text(&content.name, &content.email, &content.phone);
    tx.q(statement)
        .bind(kam)
        .bind(content.name.as_str())
        .bind(content.phone.as_str())
        .bind(content.email.as_str())
        .bind(content.address.as_str())
        .bind(content.is_active)
        .bind(search)
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    [
        listing(None, (KamOrder::Name, false)).listed("billing/kams", "all"),
        listing(Some("one two"), (KamOrder::Created, true)).listed("billing/kams", "found"),
    ]
    .concat()
}
