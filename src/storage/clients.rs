//! Customers as the platform's clients list them: newest first, each with points and parcels.

use super::{
    Query, Result, Tx,
    ledger::WalletState,
    statement::statements,
    totals,
    wallet_rows::{self, WalletColumns, wallet_columns},
};
use crate::{
    clock::Timestamp,
    domain::{ClientCode, Code, CustomerId, Email, Phone, known_code},
};

/// A customer with what reaches them, and how many parcels they have.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Client {
    /// The row.
    pub customer_id: CustomerId,
    /// What staff type and friends enter.
    pub code: Code,
    /// What another system calls them.
    pub outside_code: Option<ClientCode>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Without the `@`.
    pub username: Option<String>,
    /// E.164.
    pub phone: Option<Phone>,
    /// In lower case.
    pub email: Option<Email>,
    /// How many parcels they have.
    pub parcels: i64,
    /// When they became a customer.
    pub joined_at: Timestamp,
}

/// What clients are found by, each folded as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The beginning of a name, of its words or of a username.
    pub name: String,
    /// The beginning of a phone number's term; `None`: not by phone.
    pub phone: Option<String>,
    /// A code, as codes are compared.
    pub code: String,
    /// An e-mail in lower case.
    pub email: String,
}

/// Which clients are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// This one alone.
    pub only: Option<CustomerId>,
    /// Those who are found by one of these.
    pub terms: Option<Terms>,
}

/// A row of a page: a client with one of their points wallets, or with none.
#[derive(sqlx::FromRow)]
struct ClientRow {
    #[sqlx(flatten)]
    client: Client,
    #[sqlx(flatten)]
    wallet: WalletColumns,
}

/// Clients, in an order, each with what their points wallets have at the moment of a parameter.
macro_rules! clients {
    ($at:literal, $order:literal, $($which:tt)+) => {
        concat!(
            "SELECT c.customer_id, c.code, c.outside_code, c.first_name, c.last_name, c.username, c.phone, c.email, c.joined_at,
                (SELECT COUNT(*) FROM parcels p WHERE p.shop_id = $1 AND p.customer_id = c.customer_id) AS parcels,
                ", wallet_columns!($at), "
            FROM (
                SELECT customer_id, code, outside_code, first_name, last_name, username, phone, email, joined_at
                FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL ",
            $($which)+,
            ") c LEFT JOIN wallets w ON w.shop_id = $1 AND w.customer_id = c.customer_id AND w.wallet IN ('main', 'referral')
            ORDER BY ", $order, ", w.wallet"
        )
    };
}

macro_rules! found {
    () => {
        "AND customer_id IN (
            SELECT t.customer_id FROM search_terms t WHERE t.shop_id = $1 AND t.term >= $2 AND t.term < $3
            UNION SELECT t.customer_id FROM search_terms t WHERE t.shop_id = $1 AND t.term >= $4 AND t.term < $5
            UNION SELECT k.customer_id FROM customers k WHERE k.shop_id = $1 AND k.code = $6
            UNION SELECT k.customer_id FROM customers k WHERE k.shop_id = $1 AND k.outside_key = $6
            UNION SELECT k.customer_id FROM customers k WHERE k.shop_id = $1 AND k.email IS NOT NULL AND LOWER(k.email) = $7)
        AND (CAST($8 AS BIGINT) IS NULL OR customer_id = $8) "
    };
}

statements! {
    BY_ID = clients!("$2", "c.customer_id", "AND customer_id = $3");
    LIST = clients!("$2", "c.joined_at DESC, c.customer_id DESC",
        "ORDER BY joined_at DESC, customer_id DESC LIMIT $3 OFFSET $4");
    LIST_FOUND = clients!("$9", "c.joined_at DESC, c.customer_id DESC",
        found!(), "ORDER BY joined_at DESC, customer_id DESC LIMIT $10 OFFSET $11");
    COUNT_FOUND = concat!("SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND merged_into_id IS NULL ", found!());
    AFTER = clients!("$2", "c.customer_id", "AND customer_id > $3 ORDER BY customer_id LIMIT $4");
    SET_NAMES = "UPDATE customers SET first_name = $3, last_name = $4 WHERE shop_id = $1 AND customer_id = $2";
}

impl Client {
    /// The code by which other systems know the customer: their own for them, else the shop's.
    pub fn client_code(&self) -> &str {
        known_code(self.outside_code.as_ref(), &self.code)
    }
}

/// A client with the points wallets; of a card that was merged into another, none.
pub async fn by_id(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<(Client, Vec<WalletState>)>> {
    let expired_by = tx.expired_by(at);
    Ok(grouped(tx.q(BY_ID).bind(expired_by).bind(customer).all().await?).pop())
}

/// A part of the clients who are wanted, newest first.
pub async fn list(
    tx: &mut Tx,
    wanted: &Wanted,
    at: Timestamp,
    limit: i64,
    offset: i64,
) -> Result<Vec<(Client, Vec<WalletState>)>> {
    let expired_by = tx.expired_by(at);
    let query = match wanted {
        Wanted { terms: Some(terms), only } => found(tx.q(LIST_FOUND), terms, *only),
        Wanted { only: Some(only), .. } if offset == 0 && limit > 0 => {
            return Ok(by_id(tx, *only, at).await?.into_iter().collect());
        }
        Wanted { only: Some(_), .. } => return Ok(Vec::new()),
        Wanted { .. } => tx.q(LIST),
    };
    Ok(grouped(query.bind(expired_by).bind(limit).bind(offset).all().await?))
}

/// How many clients are wanted.
pub async fn count(tx: &mut Tx, wanted: &Wanted) -> Result<i64> {
    let query = match wanted {
        Wanted { terms: Some(terms), only } => found(tx.q(COUNT_FOUND), terms, *only),
        Wanted { only: Some(_), .. } => return Ok(1),
        Wanted { .. } => return totals::count_customers(tx).await,
    };
    Ok(query.one::<(i64,)>().await?.0)
}

fn found<'t>(query: Query<'t>, terms: &Terms, only: Option<CustomerId>) -> Query<'t> {
    let range = |from: &str| (from.to_owned(), format!("{from}\u{10ffff}"));
    let (name, name_end) = range(&terms.name);
    // Between two empty texts there is nothing.
    let (phone, phone_end) = terms.phone.as_deref().map(range).unwrap_or_default();
    let query = query.bind(name).bind(name_end).bind(phone).bind(phone_end);
    query.bind(terms.code.clone()).bind(terms.email.clone()).bind(only)
}

/// The next clients after one, by id.
pub async fn after(
    tx: &mut Tx,
    customer: CustomerId,
    at: Timestamp,
    limit: i64,
) -> Result<Vec<(Client, Vec<WalletState>)>> {
    let expired_by = tx.expired_by(at);
    Ok(grouped(tx.q(AFTER).bind(expired_by).bind(customer).bind(limit).all().await?))
}

/// Sets the names of a customer.
pub async fn set_names(tx: &mut Tx, customer: CustomerId, first: Option<&str>, last: Option<&str>) -> Result<()> {
    let query = tx.q(SET_NAMES).bind(customer).bind(first.map(str::to_owned)).bind(last.map(str::to_owned));
    query.run().await?;
    Ok(())
}

fn grouped(rows: Vec<ClientRow>) -> Vec<(Client, Vec<WalletState>)> {
    wallet_rows::grouped(rows.into_iter().map(|row| (row.client, row.wallet)), |client| client.customer_id)
}
