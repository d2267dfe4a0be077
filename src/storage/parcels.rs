//! Parcels: what they are, whose they are, how they are found.

use super::{
    Result, Tx,
    bulk::{self, ParcelTermRow},
    statement::statements,
};
use crate::{
    clock::Timestamp,
    domain::{
        ClientCode, Code, CustomerId, Money, ParcelId, ParcelNumber, ParcelStatus, Quantity, known_code, parcel_terms,
    },
};

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Parcel {
    /// The row.
    pub parcel_id: ParcelId,
    /// Its number, as it was sent.
    pub number: ParcelNumber,
    /// The code of the client, as it was sent.
    pub client_code: ClientCode,
    /// The customer who has this code.
    pub customer_id: Option<CustomerId>,
    /// The customer's own code.
    pub own_code: Option<Code>,
    /// What another system calls the customer.
    pub outside_code: Option<ClientCode>,
    /// Where it is.
    pub status: ParcelStatus,
    /// How many pieces it has.
    pub quantity: Option<i64>,
    /// In kilograms.
    pub weight_milli: Option<Quantity>,
    /// In US dollars.
    pub price_per_kg_minor: Option<Money>,
    /// In US dollars.
    pub cost_minor: Option<Money>,
    /// What staff noted.
    pub note: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What a parcel consists of, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its number.
    pub number: ParcelNumber,
    /// The code of the client.
    pub client_code: ClientCode,
    /// The customer who has this code.
    pub customer_id: Option<CustomerId>,
    /// Where it is.
    pub status: ParcelStatus,
    /// How many pieces it has.
    pub quantity: Option<i64>,
    /// In kilograms.
    pub weight: Option<Quantity>,
    /// In US dollars.
    pub price_per_kg: Option<Money>,
    /// In US dollars.
    pub cost: Option<Money>,
    /// What staff noted.
    pub note: Option<String>,
}

/// Whose parcels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A customer's.
    Customer(CustomerId),
    /// Those of a code that nobody has yet, as codes are compared.
    Code(String),
}

/// Which parcels are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whose; `None`: all.
    pub owner: Option<Owner>,
    /// Where they are; `None`: anywhere.
    pub status: Option<ParcelStatus>,
    /// With a term that begins with one of these; `None`: all.
    pub terms: Option<[String; 2]>,
}

/// Writes `SELECT` with the columns of [`Parcel`] before the rest of a statement; more columns where they are given.
macro_rules! select {
    (and $more:literal: $($rest:tt)+) => {
        concat!(
            "SELECT p.parcel_id, p.number, p.client_code, p.customer_id, c.code AS own_code, c.outside_code, p.status, ",
            "p.quantity, p.weight_milli, p.price_per_kg_minor, p.cost_minor, p.note, p.created_at, p.updated_at",
            $more,
            " FROM parcels p LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = p.customer_id ",
            "WHERE p.shop_id = $1 ",
            $($rest)+
        )
    };
    ($($rest:tt)+) => {
        select!(and "": $($rest)+)
    };
}
pub(super) use select;

macro_rules! found {
    () => {
        "AND p.parcel_id IN (
            SELECT t.parcel_id FROM parcel_terms t WHERE t.shop_id = $1 AND t.term >= $2 AND t.term < $3
            UNION SELECT t.parcel_id FROM parcel_terms t WHERE t.shop_id = $1 AND t.term >= $4 AND t.term < $5)
        AND (CAST($6 AS TEXT) IS NULL OR p.status = $6)
        AND (CAST($7 AS BIGINT) IS NULL OR p.customer_id = $7)
        AND (CAST($8 AS TEXT) IS NULL OR p.client_key = $8 AND p.customer_id IS NULL) "
    };
}

statements! {
    INSERT = "
        INSERT INTO parcels (shop_id, parcel_id, number, number_key, client_code, client_key, customer_id, status, quantity,
            weight_milli, price_per_kg_minor, cost_minor, note, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
        ON CONFLICT DO NOTHING";
    UPDATE = "
        UPDATE parcels SET number = $3, number_key = $4, client_code = $5, client_key = $6, customer_id = $7, status = $8,
            quantity = $9, weight_milli = $10, price_per_kg_minor = $11, cost_minor = $12, note = $13, updated_at = $14
        WHERE shop_id = $1 AND parcel_id = $2";
    BY_ID = select!("AND p.parcel_id = $2");
    BY_NUMBER = select!("AND p.number_key = $2");
    LOCK: sqlite = "", postgres = "SELECT parcel_id FROM parcels WHERE shop_id = $1 AND parcel_id = $2 FOR UPDATE";
    LIST = select!("ORDER BY p.created_at DESC, p.parcel_id DESC LIMIT $2 OFFSET $3");
    LIST_BY_STATUS = select!("AND p.status = $4 ORDER BY p.created_at DESC, p.parcel_id DESC LIMIT $2 OFFSET $3");
    LIST_OF_CUSTOMER = select!("AND p.customer_id = $4 AND (CAST($5 AS TEXT) IS NULL OR p.status = $5)
        ORDER BY p.created_at DESC, p.parcel_id DESC LIMIT $2 OFFSET $3");
    COUNT_OF_CUSTOMER = "
        SELECT COUNT(*) FROM parcels WHERE shop_id = $1 AND customer_id = $2 AND (CAST($3 AS TEXT) IS NULL OR status = $3)";
    LIST_OF_CODE = select!("AND p.client_key = $4 AND p.customer_id IS NULL AND (CAST($5 AS TEXT) IS NULL OR p.status = $5)
        ORDER BY p.created_at DESC, p.parcel_id DESC LIMIT $2 OFFSET $3");
    COUNT_OF_CODE = "
        SELECT COUNT(*) FROM parcels
        WHERE shop_id = $1 AND client_key = $2 AND customer_id IS NULL AND (CAST($3 AS TEXT) IS NULL OR status = $3)";
    LIST_FOUND = select!(found!(), "ORDER BY p.created_at DESC, p.parcel_id DESC LIMIT $9 OFFSET $10");
    COUNT_FOUND = concat!("SELECT COUNT(*) FROM parcels p WHERE p.shop_id = $1 ", found!());
    AFTER = select!("AND p.parcel_id > $2 ORDER BY p.parcel_id LIMIT $3");
    WAITING_CODES = "
        SELECT DISTINCT p.client_key FROM parcels p
        WHERE p.shop_id = $1 AND p.customer_id IS NULL AND (
            EXISTS (SELECT 1 FROM customers c WHERE c.shop_id = $1 AND c.code = p.client_key)
            OR EXISTS (SELECT 1 FROM customers c WHERE c.shop_id = $1 AND c.outside_key = p.client_key))";
    ALL_OF_CUSTOMER = select!("AND p.customer_id = $2 ORDER BY p.parcel_id");
    MOVE = "UPDATE parcels SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2";
    ADOPT = "
        UPDATE parcels SET customer_id = $3 WHERE shop_id = $1 AND client_key = $2 AND customer_id IS NULL
        RETURNING parcel_id";
    IS_CODE_KNOWN = "
        SELECT COUNT(*) FROM shops WHERE shop_id = $1 AND (
            EXISTS (SELECT 1 FROM parcels p WHERE p.shop_id = $1 AND p.client_key = $2)
            OR EXISTS (SELECT 1 FROM customers c WHERE c.shop_id = $1 AND c.outside_key = $2))";
    DELETE_TERM = "DELETE FROM parcel_terms WHERE shop_id = $1 AND term = $2 AND parcel_id = $3";
    CREATED_SINCE = "SELECT COUNT(*) FROM parcels WHERE shop_id = $1 AND created_at >= $2";
}

impl Parcel {
    /// The code of the client as it is shown: what another system calls the customer, else their own code, else what was sent.
    pub fn client(&self) -> &str {
        let known = self.own_code.as_ref().map(|own| known_code(self.outside_code.as_ref(), own));
        known.unwrap_or_else(|| self.client_code.as_str())
    }

    /// What it is found by.
    pub fn terms(&self) -> Vec<String> {
        let own = self.own_code.as_ref().map(Code::as_str);
        let outside = self.outside_code.as_ref().map(ClientCode::as_str);
        let codes = [Some(self.client_code.as_str()), own, outside].into_iter().flatten();
        parcel_terms(&self.number, codes, self.note.as_deref())
    }

    /// What it consists of.
    pub fn content(&self) -> Content {
        Content {
            number: self.number.clone(),
            client_code: self.client_code.clone(),
            customer_id: self.customer_id,
            status: self.status,
            quantity: self.quantity,
            weight: self.weight_milli,
            price_per_kg: self.price_per_kg_minor,
            cost: self.cost_minor,
            note: self.note.clone(),
        }
    }
}

/// Adds a parcel; `None` where another one has the number.
pub async fn insert(tx: &mut Tx, content: &Content, at: Timestamp) -> Result<Option<ParcelId>> {
    let id = ParcelId(tx.draw_id().await?);
    let inserted = write(tx, INSERT, id, content, at).await?;
    Ok((inserted > 0).then_some(id))
}

/// Writes what a parcel consists of.
pub async fn update(tx: &mut Tx, parcel: ParcelId, content: &Content, at: Timestamp) -> Result<()> {
    write(tx, UPDATE, parcel, content, at).await?;
    Ok(())
}

async fn write(
    tx: &mut Tx,
    statement: super::statement::Statement,
    parcel: ParcelId,
    content: &Content,
    at: Timestamp,
) -> Result<u64> {
    tx.q(statement)
        .bind(parcel)
        .bind(content.number.as_str())
        .bind(content.number.key())
        .bind(content.client_code.as_str())
        .bind(content.client_code.key())
        .bind(content.customer_id)
        .bind(content.status)
        .bind(content.quantity)
        .bind(content.weight)
        .bind(content.price_per_kg)
        .bind(content.cost)
        .bind(content.note.clone())
        .bind(at)
        .run()
        .await
}

/// A parcel.
pub async fn by_id(tx: &mut Tx, parcel: ParcelId) -> Result<Option<Parcel>> {
    tx.q(BY_ID).bind(parcel).opt().await
}

/// A parcel, for this transaction alone until it ends.
pub async fn by_id_alone(tx: &mut Tx, parcel: ParcelId) -> Result<Option<Parcel>> {
    if tx.is_postgres() {
        tx.q(LOCK).bind(parcel).opt::<(i64,)>().await?;
    }
    by_id(tx, parcel).await
}

/// The parcel with a number, as numbers are compared.
pub async fn by_number(tx: &mut Tx, key: &str) -> Result<Option<Parcel>> {
    tx.q(BY_NUMBER).bind(key).opt().await
}

/// A part of the parcels that are wanted, newest first.
pub async fn list(tx: &mut Tx, wanted: &Wanted, limit: i64, offset: i64) -> Result<Vec<Parcel>> {
    match wanted {
        Wanted { terms: Some(terms), owner, status } => {
            let query = found(tx.q(LIST_FOUND), terms, owner.as_ref(), *status);
            query.bind(limit).bind(offset).all().await
        }
        Wanted { owner: Some(Owner::Customer(customer)), status, .. } => {
            tx.q(LIST_OF_CUSTOMER).bind(limit).bind(offset).bind(*customer).bind(*status).all().await
        }
        Wanted { owner: Some(Owner::Code(key)), status, .. } => {
            tx.q(LIST_OF_CODE).bind(limit).bind(offset).bind(key.as_str()).bind(*status).all().await
        }
        Wanted { status: Some(status), .. } => tx.q(LIST_BY_STATUS).bind(limit).bind(offset).bind(*status).all().await,
        Wanted { .. } => tx.q(LIST).bind(limit).bind(offset).all().await,
    }
}

/// How many parcels are wanted; `None` where neither an owner nor terms are, which the totals of the shop know.
pub async fn count(tx: &mut Tx, wanted: &Wanted) -> Result<Option<i64>> {
    let query = match wanted {
        Wanted { terms: Some(terms), owner, status } => found(tx.q(COUNT_FOUND), terms, owner.as_ref(), *status),
        Wanted { owner: Some(Owner::Customer(customer)), status, .. } => {
            tx.q(COUNT_OF_CUSTOMER).bind(*customer).bind(*status)
        }
        Wanted { owner: Some(Owner::Code(key)), status, .. } => tx.q(COUNT_OF_CODE).bind(key.as_str()).bind(*status),
        Wanted { .. } => return Ok(None),
    };
    Ok(Some(query.one::<(i64,)>().await?.0))
}

fn found<'t>(
    mut query: super::Query<'t>,
    terms: &[String; 2],
    owner: Option<&Owner>,
    status: Option<ParcelStatus>,
) -> super::Query<'t> {
    for term in terms {
        query = query.bind(term.as_str()).bind(format!("{term}\u{10ffff}"));
    }
    let (customer, key) = match owner {
        Some(Owner::Customer(customer)) => (Some(*customer), None),
        Some(Owner::Code(key)) => (None, Some(key.clone())),
        None => (None, None),
    };
    query.bind(status).bind(customer).bind(key)
}

/// At most `limit` parcels after the one with this id, by id.
pub async fn after(tx: &mut Tx, parcel: ParcelId, limit: i64) -> Result<Vec<Parcel>> {
    tx.q(AFTER).bind(parcel).bind(limit).all().await
}

/// The codes, as they are compared, of parcels that belong to nobody although a customer has the code.
pub async fn waiting_codes(tx: &mut Tx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.q(WAITING_CODES).all().await?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Replaces the terms `old` of a parcel by `terms`.
pub async fn set_terms(tx: &mut Tx, parcel: ParcelId, old: &[String], terms: &[String]) -> Result<()> {
    for term in old.iter().filter(|term| !terms.contains(term)) {
        tx.q(DELETE_TERM).bind(term.as_str()).bind(parcel).run().await?;
    }
    let new = terms.iter().filter(|term| !old.contains(term));
    let rows = new.map(|term| ParcelTermRow { term: term.clone(), parcel_id: parcel }).collect();
    bulk::insert(tx, rows).await?;
    Ok(())
}

/// All parcels of a customer, by id.
pub async fn all_of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Parcel>> {
    tx.q(ALL_OF_CUSTOMER).bind(customer).all().await
}

/// Moves the parcels of a card to another one.
pub async fn move_all(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<()> {
    tx.q(MOVE).bind(from).bind(to).run().await?;
    Ok(())
}

/// Gives a customer the parcels of a code that nobody had, as codes are compared.
pub async fn adopt(tx: &mut Tx, key: &str, customer: CustomerId) -> Result<Vec<ParcelId>> {
    let rows: Vec<(ParcelId,)> = tx.q(ADOPT).bind(key).bind(customer).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Does a parcel name this code, or another system a customer by it?
pub async fn is_code_known(tx: &mut Tx, key: &str) -> Result<bool> {
    Ok(tx.q(IS_CODE_KNOWN).bind(key).one::<(i64,)>().await?.0 > 0)
}

/// How many parcels were added since `at`.
pub async fn created_since(tx: &mut Tx, at: Timestamp) -> Result<i64> {
    Ok(tx.q(CREATED_SINCE).bind(at).one::<(i64,)>().await?.0)
}
