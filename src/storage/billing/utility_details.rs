//! The accounts and wallets to which customers pay.

use super::{
    authors::{Author, Stamps},
    listing::{Found, Listing, Page},
};
use crate::{
    domain::{
        UtilityDetailId, UtilityId,
        billing::{Date, UtilityKind},
        fold_name,
    },
    storage::{
        Listed, Result, Tx,
        statement::{Statement, statements},
    },
};

/// An account or a wallet.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct UtilityDetail {
    /// The row.
    pub utility_detail_id: UtilityDetailId,
    /// What it is a part of.
    pub utility_id: UtilityId,
    /// The name of that.
    pub utility_name: String,
    /// What it is.
    pub kind: UtilityKind,
    /// Of the bank, or of who has the wallet.
    pub name: String,
    /// Unique among those of a kind.
    pub number: String,
    /// May be empty.
    pub branch: String,
    /// Customers may pay to it.
    pub is_active: bool,
    /// Who and when.
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

/// What an account or a wallet says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct UtilityDetailContent {
    /// What it is a part of.
    pub utility_id: UtilityId,
    /// What it is.
    pub kind: UtilityKind,
    /// Of the bank, or of who has the wallet.
    pub name: String,
    /// Unique among those of a kind.
    pub number: String,
    /// May be empty.
    pub branch: String,
    /// Customers may pay to it.
    pub is_active: bool,
}

/// Which of them are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UtilityDetailFilter {
    /// Those of one utility information.
    pub utility: Option<UtilityId>,
    /// Those that are this.
    pub kind: Option<UtilityKind>,
    /// Those that customers may pay to, or not.
    pub is_active: Option<bool>,
    /// Those whose name or number has each word of a text.
    pub search: Option<String>,
}

macro_rules! columns {
    () => {
        "d.utility_detail_id, d.utility_id, u.name AS utility_name, d.kind, d.name, d.number, d.branch, d.is_active, d.created_by,
        d.updated_by, d.created_at, d.updated_at"
    };
}

macro_rules! from {
    () => {
        "FROM utility_details d JOIN utilities u ON u.shop_id = $1 AND u.utility_id = d.utility_id WHERE d.shop_id = $1"
    };
}

const COLUMNS: &str = columns!();

statements! {
    BY_ID = concat!("SELECT ", columns!(), " ", from!(), " AND d.utility_detail_id = $2");
    BY_NUMBER = concat!("SELECT ", columns!(), " ", from!(), " AND d.utility_id = $2 AND d.kind = $3 AND d.number = $4");
    INSERT = "
        INSERT INTO utility_details (shop_id, utility_detail_id, utility_id, kind, name, number, branch, is_active, search_text, created_by,
            updated_by, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $11)";
    UPDATE = "
        UPDATE utility_details SET utility_id = $3, kind = $4, name = $5, number = $6, branch = $7, is_active = $8, search_text = $9,
            updated_by = $10, updated_at = $11
        WHERE shop_id = $1 AND utility_detail_id = $2";
}

impl UtilityDetail {
    /// What it says.
    pub fn content(&self) -> UtilityDetailContent {
        UtilityDetailContent {
            utility_id: self.utility_id,
            kind: self.kind,
            name: self.name.clone(),
            number: self.number.clone(),
            branch: self.branch.clone(),
            is_active: self.is_active,
        }
    }
}

/// By what one is found.
pub(super) fn search_text(name: &str, number: &str) -> String {
    fold_name(&format!("{name} {number}"))
}

/// One of them.
pub async fn by_id(tx: &mut Tx, detail: UtilityDetailId) -> Result<Option<UtilityDetail>> {
    tx.q(BY_ID).bind(detail).opt().await
}

/// The one of a number.
pub async fn by_number(
    tx: &mut Tx,
    utility: UtilityId,
    kind: UtilityKind,
    number: &str,
) -> Result<Option<UtilityDetail>> {
    tx.q(BY_NUMBER).bind(utility).bind(kind).bind(number).opt().await
}

fn listing(filter: &UtilityDetailFilter) -> Listing {
    Listing::of(COLUMNS, from!())
        .with("d.utility_id =", filter.utility)
        .with("d.kind =", filter.kind)
        .with("d.is_active =", filter.is_active)
        .matching(&["d.search_text"], filter.search.as_deref())
        .by("d.created_at, d.utility_detail_id")
}

/// A part of them, in the order in which they were made.
pub async fn list(tx: &mut Tx, filter: &UtilityDetailFilter, page: Page) -> Result<Found<UtilityDetail>> {
    listing(filter).found(tx, Date::EXAMPLE, page).await
}

/// All of several utility informations.
pub async fn of_utilities(tx: &mut Tx, utilities: &[UtilityId]) -> Result<Vec<UtilityDetail>> {
    if utilities.is_empty() {
        return Ok(Vec::new());
    }
    let listing = listing(&UtilityDetailFilter::default()).among("d.utility_id", utilities.iter().copied());
    listing.rows(tx, Date::EXAMPLE, Page::first(i64::MAX)).await
}

/// Adds one.
pub async fn insert(tx: &mut Tx, content: &UtilityDetailContent, author: &Author) -> Result<UtilityDetailId> {
    let id = UtilityDetailId(tx.draw_id().await?);
    write(tx, INSERT, id, content, author).await?;
    Ok(id)
}

/// Changes one.
pub async fn update(
    tx: &mut Tx,
    detail: UtilityDetailId,
    content: &UtilityDetailContent,
    author: &Author,
) -> Result<()> {
    write(tx, UPDATE, detail, content, author).await
}

async fn write(
    tx: &mut Tx,
    statement: Statement,
    detail: UtilityDetailId,
    content: &UtilityDetailContent,
    author: &Author,
) -> Result<()> {
    tx.q(statement)
        .bind(detail)
        .bind(content.utility_id)
        .bind(content.kind)
        .bind(content.name.as_str())
        .bind(content.number.as_str())
        .bind(content.branch.as_str())
        .bind(content.is_active)
        .bind(search_text(&content.name, &content.number))
        .bind(author.name.as_str())
        .bind(author.at)
        .run()
        .await?;
    Ok(())
}

pub(super) fn assembled() -> Vec<Listed> {
    let file = "billing/utility_details";
    let found = UtilityDetailFilter {
        utility: None,
        kind: Some(UtilityKind::Bank),
        is_active: Some(true),
        search: Some("one".to_owned()),
    };
    let of_one = UtilityDetailFilter { utility: Some(UtilityId(1)), ..UtilityDetailFilter::default() };
    [
        listing(&UtilityDetailFilter::default()).listed(file, "all"),
        listing(&found).listed(file, "found"),
        listing(&of_one).listed(file, "one utility"),
        listing(&UtilityDetailFilter::default())
            .among("d.utility_id", [UtilityId(1), UtilityId(2)])
            .listed(file, "utilities"),
    ]
    .concat()
}
