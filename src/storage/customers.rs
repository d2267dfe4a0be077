//! Customers: who they are, who invited them, how they are found.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{
        ClientCode, Code, CustomerId, Language, Phone, TelegramId, after_term, known_code, search_terms, visible,
    },
};

/// A customer of the shop.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Customer {
    /// The row.
    pub customer_id: CustomerId,
    /// What staff type and friends enter.
    pub code: Code,
    /// Their account; `None` until they claim a card that staff or the import registered.
    pub telegram_id: Option<TelegramId>,
    /// As Telegram, staff or the imported file has it; may be empty.
    pub first_name: Option<String>,
    /// May be empty.
    pub last_name: Option<String>,
    /// Without the `@`.
    pub username: Option<String>,
    /// E.164.
    pub phone: Option<Phone>,
    /// What another system calls them.
    pub outside_code: Option<ClientCode>,
    /// They are told nothing of their parcels.
    pub mutes_parcels: bool,
    /// The language that the person chose.
    pub language: Option<Language>,
    /// The language code that Telegram last reported.
    pub telegram_language: Option<String>,
    /// Who invited them.
    pub referrer_id: Option<CustomerId>,
    /// The code of the referrer whom the imported file names and who is not linked: they were not imported, or were invited by
    /// this customer.
    pub named_referrer: Option<String>,
    /// They bought something: promo codes and the referrer's reward are over.
    pub has_purchased: bool,
    /// The card that the person uses instead of this one.
    pub merged_into_id: Option<CustomerId>,
    /// When they became a customer.
    pub joined_at: Timestamp,
    /// When they last opened the bot.
    pub visited_at: Timestamp,
    /// When they blocked the bot, if they did.
    pub blocked_at: Option<Timestamp>,
    /// When Telegram said that their account was deleted, if it did.
    pub gone_at: Option<Timestamp>,
}

/// A customer to be.
#[derive(Clone, Debug, Default)]
pub struct NewCustomer {
    /// Their account, if they have come themselves.
    pub telegram_id: Option<TelegramId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Without the `@`.
    pub username: Option<String>,
    /// Pays Telegram.
    pub is_premium: bool,
    /// E.164.
    pub phone: Option<Phone>,
    /// As Telegram reported it.
    pub telegram_language: Option<String>,
}

/// A customer that bought something for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FirstPurchase {
    /// Who invited them.
    pub referrer_id: Option<CustomerId>,
}

/// Search terms of one customer that may begin alike; more only cost others a place in a long list.
const TERMS_OF_ONE: i64 = 4;

/// Writes `SELECT` with the columns of [`Customer`] before the rest of a statement.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT customer_id, code, telegram_id, first_name, last_name, username, phone, ",
            "outside_code, mutes_parcels, language, telegram_language, ",
            "referrer_id, named_referrer, has_purchased, merged_into_id, joined_at, visited_at, blocked_at, gone_at FROM customers ",
            $rest
        )
    };
}

statements! {
    BY_ID = select!("WHERE shop_id = $1 AND customer_id = $2");
    /// Conflicts with itself; rows that refer to the card may be written meanwhile. SQLite has one writer.
    LOCK_CARD: sqlite = select!("WHERE shop_id = $1 AND customer_id = $2"),
        postgres = select!("WHERE shop_id = $1 AND customer_id = $2 FOR NO KEY UPDATE");
    BY_CODE = select!("WHERE shop_id = $1 AND code = $2");
    BY_TELEGRAM_ID = select!("WHERE shop_id = $1 AND telegram_id = $2");
    BY_PHONE = select!("WHERE shop_id = $1 AND phone = $2");
    BY_OUTSIDE_KEY = select!("WHERE shop_id = $1 AND outside_key = $2");
    SET_OUTSIDE_CODE = "UPDATE customers SET outside_code = $3, outside_key = $4 WHERE shop_id = $1 AND customer_id = $2";
    SET_MUTES_PARCELS = "UPDATE customers SET mutes_parcels = $3 WHERE shop_id = $1 AND customer_id = $2";
    TELEGRAM_IDS = "
        SELECT telegram_id FROM customers WHERE shop_id = $1 AND telegram_id IS NOT NULL
        UNION SELECT telegram_id FROM staff WHERE shop_id = $1";
    /// A term that is the prefix itself comes first, then those where it ends a word.
    BY_TERM = select!("JOIN (
            SELECT found_id, MIN(found_term) AS first_term
            FROM (
                SELECT t.customer_id AS found_id, t.term AS found_term
                FROM search_terms t WHERE t.shop_id = $1 AND t.term >= $2 AND t.term < $3 ORDER BY t.term LIMIT $5) terms
            GROUP BY found_id) found ON found.found_id = customer_id
        WHERE shop_id = $1 AND merged_into_id IS NULL
        ORDER BY found.first_term, code LIMIT $4");
    FRIENDS = select!("WHERE shop_id = $1 AND referrer_id = $2 ORDER BY referred_at DESC, customer_id DESC LIMIT $3");
    COUNT_FRIENDS = "SELECT COUNT(*) FROM customers WHERE shop_id = $1 AND referrer_id = $2";
    INSERT = "
        INSERT INTO customers (
            shop_id, customer_id, code, telegram_id, first_name, last_name, username, is_premium, phone, telegram_language,
            has_purchased, was_welcomed, joined_at, visited_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, $12, $11, $11)
        ON CONFLICT DO NOTHING";
    INSERT_TERM = "INSERT INTO search_terms (shop_id, term, customer_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    DELETE_TERMS = "DELETE FROM search_terms WHERE shop_id = $1 AND term = $2 AND customer_id = $3";
    VISIT = "
        UPDATE customers SET username = $3, is_premium = $4, telegram_language = $5, visited_at = $6, blocked_at = NULL, gone_at = NULL,
            first_name = $7, last_name = $8, was_welcomed = TRUE
        WHERE shop_id = $1 AND customer_id = $2";
    SET_LANGUAGE = "UPDATE customers SET language = $3 WHERE shop_id = $1 AND customer_id = $2";
    SET_PHONE = "UPDATE customers SET phone = $3 WHERE shop_id = $1 AND customer_id = $2";
    TAKE_OVER = "
        UPDATE customers SET telegram_id = $3, username = $4, language = COALESCE($5, language), telegram_language = $6, visited_at = $7,
            was_welcomed = TRUE, blocked_at = NULL, gone_at = NULL
        WHERE shop_id = $1 AND customer_id = $2";
    SET_REFERRER = "
        UPDATE customers SET referrer_id = $3, referred_at = $4
        WHERE shop_id = $1 AND customer_id = $2 AND referrer_id IS NULL AND named_referrer IS NULL AND NOT has_purchased";
    SET_NAMED_REFERRER = "
        UPDATE customers SET named_referrer = $3, referred_at = $4
        WHERE shop_id = $1 AND customer_id = $2 AND referrer_id IS NULL AND named_referrer IS NULL AND NOT has_purchased";
    REFERRED_AT = "SELECT referred_at FROM customers WHERE shop_id = $1 AND customer_id = $2";
    ADOPT_REFERRER = "
        UPDATE customers SET referrer_id = $3, referred_at = $4
        WHERE shop_id = $1 AND customer_id = $2 AND referrer_id IS NULL AND named_referrer IS NULL";
    CLEAR_REFERRER = "
        UPDATE customers SET referrer_id = NULL, named_referrer = NULL, referred_at = NULL
        WHERE shop_id = $1 AND customer_id = $2";
    MARK_PURCHASED = "
        UPDATE customers SET has_purchased = TRUE WHERE shop_id = $1 AND customer_id = $2 AND NOT has_purchased
        RETURNING referrer_id";
    MARK_BLOCKED = "
        UPDATE customers SET blocked_at = $3 WHERE shop_id = $1 AND telegram_id = $2 AND blocked_at IS NULL";
    MARK_GONE = "
        UPDATE customers SET gone_at = $3, blocked_at = COALESCE(blocked_at, $3)
        WHERE shop_id = $1 AND telegram_id = $2 AND gone_at IS NULL";
    DETACH = "UPDATE customers SET telegram_id = NULL WHERE shop_id = $1 AND customer_id = $2";
    MARK_RETURNED = "UPDATE customers SET blocked_at = NULL, gone_at = NULL WHERE shop_id = $1 AND telegram_id = $2";
    JOINED_BY = "UPDATE customers SET joined_at = $3 WHERE shop_id = $1 AND customer_id = $2 AND joined_at > $3";
    MOVE_FRIENDS = "UPDATE customers SET referrer_id = $3 WHERE shop_id = $1 AND referrer_id = $2";
    MARK_MERGED = "
        UPDATE customers SET merged_into_id = $3, telegram_id = NULL, phone = NULL, email = NULL, referrer_id = NULL,
            named_referrer = NULL, named_card = NULL, referred_at = NULL
        WHERE shop_id = $1 AND customer_id = $2";
    /// Is `$3` among those who invited `$2`, or invited one who did?
    IS_INVITED_BY = "
        WITH RECURSIVE inviters (customer_id) AS (
            SELECT referrer_id FROM customers WHERE shop_id = $1 AND customer_id = $2 AND referrer_id IS NOT NULL
            UNION
            SELECT c.referrer_id FROM inviters i CROSS JOIN customers c
            WHERE c.shop_id = $1 AND c.customer_id = i.customer_id AND c.referrer_id IS NOT NULL)
        SELECT COUNT(*) FROM inviters WHERE customer_id = $3";
}

impl Customer {
    /// The name to show: given and family name, else the username, else the code. Without characters that cannot be seen.
    pub fn name(&self) -> String {
        let full = [self.first_name.as_deref(), self.last_name.as_deref()].into_iter().flatten();
        let full = visible(&full.collect::<Vec<_>>().join(" "));
        let username = visible(self.username.as_deref().unwrap_or_default());
        match (full.as_str(), username.as_str()) {
            ("", "") => self.code.to_string(),
            ("", username) => format!("@{username}"),
            _ => full,
        }
    }

    /// The name that friends use: the given name alone where there is one.
    pub fn given_name(&self) -> String {
        let given = visible(self.first_name.as_deref().unwrap_or_default());
        if given.is_empty() { self.name() } else { given }
    }

    /// The code that parcels name them by: the one that another system gave them, else their own.
    pub fn client_code(&self) -> &str {
        known_code(self.outside_code.as_ref(), &self.code)
    }

    /// What the customer is found by.
    pub fn terms(&self) -> Vec<String> {
        search_terms(
            self.first_name.as_deref(),
            self.last_name.as_deref(),
            self.username.as_deref(),
            self.phone.as_ref(),
        )
    }

    /// The language of what is sent to them without an update of theirs.
    pub fn speaks(&self) -> Language {
        self.language.unwrap_or_else(|| Language::from_telegram(self.telegram_language.as_deref()))
    }
}

/// The customer of a row; for a card that was merged into another, the other.
pub async fn by_id(tx: &mut Tx, customer: CustomerId) -> Result<Option<Customer>> {
    let found = tx.q(BY_ID).bind(customer).opt().await?;
    in_use(tx, found).await
}

/// As [`by_id`], with the card for this transaction alone until it ends: it stays the one that is used.
pub async fn by_id_alone(tx: &mut Tx, mut customer: CustomerId) -> Result<Option<Customer>> {
    loop {
        let found = lock_card(tx, customer).await?;
        match found.as_ref().and_then(|customer| customer.merged_into_id) {
            Some(other) => customer = other,
            None => return Ok(found),
        }
    }
}

/// A card as it is, merged or not, for this transaction alone until it ends.
pub async fn lock_card(tx: &mut Tx, customer: CustomerId) -> Result<Option<Customer>> {
    tx.q(LOCK_CARD).bind(customer).opt().await
}

/// The customer of a code; for a card that was merged into another, the other.
pub async fn by_code(tx: &mut Tx, code: &Code) -> Result<Option<Customer>> {
    let found = tx.q(BY_CODE).bind(code.clone()).opt().await?;
    in_use(tx, found).await
}

/// The card that is used instead of `found`, however often cards were merged. (A merged card stays merged, so the
/// search ends.)
async fn in_use(tx: &mut Tx, mut found: Option<Customer>) -> Result<Option<Customer>> {
    while let Some(other) = found.as_ref().and_then(|customer| customer.merged_into_id) {
        found = tx.q(BY_ID).bind(other).opt().await?;
    }
    Ok(found)
}

/// The customer of a Telegram account.
pub async fn by_telegram_id(tx: &mut Tx, person: TelegramId) -> Result<Option<Customer>> {
    tx.q(BY_TELEGRAM_ID).bind(person).opt().await
}

/// The Telegram ids of all customers and of all members of the staff.
pub async fn telegram_ids(tx: &mut Tx) -> Result<Vec<TelegramId>> {
    let rows: Vec<(TelegramId,)> = tx.q(TELEGRAM_IDS).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The customer of a phone number.
pub async fn by_phone(tx: &mut Tx, phone: &Phone) -> Result<Option<Customer>> {
    tx.q(BY_PHONE).bind(phone.clone()).opt().await
}

/// The customer whom another system calls by this code, as codes are compared; for a card that was merged into another, the other.
pub async fn by_outside_key(tx: &mut Tx, key: &str) -> Result<Option<Customer>> {
    let found = tx.q(BY_OUTSIDE_KEY).bind(key).opt().await?;
    in_use(tx, found).await
}

/// Sets what another system calls a customer.
pub async fn set_outside_code(tx: &mut Tx, customer: CustomerId, code: Option<&ClientCode>) -> Result<()> {
    let query = tx.q(SET_OUTSIDE_CODE).bind(customer).bind(code.cloned());
    query.bind(code.map(|code| code.key().to_owned())).run().await?;
    Ok(())
}

/// Sets whether a customer is told nothing of their parcels.
pub async fn set_mutes_parcels(tx: &mut Tx, customer: CustomerId, mutes: bool) -> Result<()> {
    tx.q(SET_MUTES_PARCELS).bind(customer).bind(mutes).run().await?;
    Ok(())
}

/// At most `limit` customers who have a search term that begins with `prefix`, which is folded: first those who have the
/// prefix itself, then those of whose words it is one, then the others.
pub async fn by_term(tx: &mut Tx, prefix: &str, limit: i64) -> Result<Vec<Customer>> {
    by_terms_until(tx, prefix, format!("{prefix}\u{10ffff}"), limit).await
}

/// At most `limit` customers who have this search term.
pub async fn by_whole_term(tx: &mut Tx, term: &str, limit: i64) -> Result<Vec<Customer>> {
    by_terms_until(tx, term, after_term(term), limit).await
}

async fn by_terms_until(tx: &mut Tx, from: &str, end: String, limit: i64) -> Result<Vec<Customer>> {
    tx.q(BY_TERM).bind(from).bind(end).bind(limit).bind(limit * TERMS_OF_ONE).all().await
}

/// The latest friends of a referrer.
pub async fn friends(tx: &mut Tx, referrer: CustomerId, limit: i64) -> Result<Vec<Customer>> {
    tx.q(FRIENDS).bind(referrer).bind(limit).all().await
}

/// How many friends a referrer has.
pub async fn count_friends(tx: &mut Tx, referrer: CustomerId) -> Result<i64> {
    Ok(tx.q(COUNT_FRIENDS).bind(referrer).one::<(i64,)>().await?.0)
}

/// Adds a customer; `None` where the code, the account or the phone number is taken, also by a transaction that was waited for.
pub async fn insert(tx: &mut Tx, code: &Code, new: &NewCustomer, at: Timestamp) -> Result<Option<CustomerId>> {
    let id = CustomerId(tx.draw_id().await?);
    let inserted = tx
        .q(INSERT)
        .bind(id)
        .bind(code.clone())
        .bind(new.telegram_id)
        .bind(new.first_name.clone())
        .bind(new.last_name.clone())
        .bind(new.username.clone())
        .bind(new.is_premium)
        .bind(new.phone.clone())
        .bind(new.telegram_language.clone())
        .bind(at)
        .bind(new.telegram_id.is_some())
        .run()
        .await?;
    Ok((inserted > 0).then_some(id))
}

/// Replaces the search terms `old` of a customer by `terms`.
pub async fn set_terms(tx: &mut Tx, customer: CustomerId, old: &[String], terms: &[String]) -> Result<()> {
    for term in old.iter().filter(|term| !terms.contains(term)) {
        tx.q(DELETE_TERMS).bind(term.as_str()).bind(customer).run().await?;
    }
    for term in terms.iter().filter(|term| !old.contains(term)) {
        tx.q(INSERT_TERM).bind(term.as_str()).bind(customer).run().await?;
    }
    Ok(())
}

/// Notes that a person came, and how Telegram describes them now.
pub async fn visit(tx: &mut Tx, customer: CustomerId, seen: &NewCustomer, at: Timestamp) -> Result<()> {
    tx.q(VISIT)
        .bind(customer)
        .bind(seen.username.clone())
        .bind(seen.is_premium)
        .bind(seen.telegram_language.clone())
        .bind(at)
        .bind(seen.first_name.clone())
        .bind(seen.last_name.clone())
        .run()
        .await?;
    Ok(())
}

/// Sets the language that the person chose.
pub async fn set_language(tx: &mut Tx, customer: CustomerId, language: Language) -> Result<()> {
    tx.q(SET_LANGUAGE).bind(customer).bind(language).run().await?;
    Ok(())
}

/// Sets the phone number.
pub async fn set_phone(tx: &mut Tx, customer: CustomerId, phone: Option<&Phone>) -> Result<()> {
    tx.q(SET_PHONE).bind(customer).bind(phone.cloned()).run().await?;
    Ok(())
}

/// Ties a card to a Telegram account, with what is known of the person from the card they had.
pub async fn take_over(tx: &mut Tx, card: CustomerId, from: &Customer, person: TelegramId) -> Result<()> {
    tx.q(TAKE_OVER)
        .bind(card)
        .bind(person)
        .bind(from.username.clone())
        .bind(from.language)
        .bind(from.telegram_language.clone())
        .bind(from.visited_at)
        .run()
        .await?;
    Ok(())
}

/// Notes who invited a customer; false where they have a referrer already or have bought something.
pub async fn set_referrer(tx: &mut Tx, customer: CustomerId, referrer: CustomerId, at: Timestamp) -> Result<bool> {
    Ok(tx.q(SET_REFERRER).bind(customer).bind(referrer).bind(at).run().await? > 0)
}

/// When a customer entered the code of their referrer; `None` without one.
pub async fn referred_at(tx: &mut Tx, customer: CustomerId) -> Result<Option<Timestamp>> {
    Ok(tx.q(REFERRED_AT).bind(customer).opt::<(Option<Timestamp>,)>().await?.and_then(|(at,)| at))
}

/// As [`set_referrer`], of a customer who entered the code on another card, before the first purchase on this one.
pub async fn adopt_referrer(tx: &mut Tx, customer: CustomerId, referrer: CustomerId, at: Timestamp) -> Result<bool> {
    Ok(tx.q(ADOPT_REFERRER).bind(customer).bind(referrer).bind(at).run().await? > 0)
}

/// As [`set_referrer`], for a referrer who is only known by the code that an imported file names.
pub async fn set_named_referrer(tx: &mut Tx, customer: CustomerId, code: &str, at: Timestamp) -> Result<bool> {
    Ok(tx.q(SET_NAMED_REFERRER).bind(customer).bind(code).bind(at).run().await? > 0)
}

/// Forgets who invited a customer.
pub async fn clear_referrer(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    tx.q(CLEAR_REFERRER).bind(customer).run().await?;
    Ok(())
}

/// Notes that a customer has bought something; `Some` the first time only, whatever runs at the same time.
pub async fn mark_purchased(tx: &mut Tx, customer: CustomerId) -> Result<Option<FirstPurchase>> {
    tx.q(MARK_PURCHASED).bind(customer).opt().await
}

/// Notes that a person cannot be reached any more.
pub async fn mark_blocked(tx: &mut Tx, person: TelegramId, at: Timestamp) -> Result<()> {
    tx.q(MARK_BLOCKED).bind(person).bind(at).run().await?;
    Ok(())
}

/// Notes that an account was deleted.
pub async fn mark_gone(tx: &mut Tx, person: TelegramId, at: Timestamp) -> Result<()> {
    tx.q(MARK_GONE).bind(person).bind(at).run().await?;
    Ok(())
}

/// Unties a card from its account.
pub async fn detach(tx: &mut Tx, card: CustomerId) -> Result<()> {
    tx.q(DETACH).bind(card).run().await?;
    Ok(())
}

/// Notes that a person can be reached again.
pub async fn mark_returned(tx: &mut Tx, person: TelegramId) -> Result<()> {
    tx.q(MARK_RETURNED).bind(person).run().await?;
    Ok(())
}

/// Friends of one card become friends of another.
pub async fn move_friends(tx: &mut Tx, from: CustomerId, to: CustomerId) -> Result<()> {
    tx.q(MOVE_FRIENDS).bind(from).bind(to).run().await?;
    Ok(())
}

/// Notes that a customer joined at `at`, where the card says that it was later.
pub async fn joined_by(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<()> {
    tx.q(JOINED_BY).bind(customer).bind(at).run().await?;
    Ok(())
}

/// Merges a card into another: only its history and the reference to that card remain.
pub async fn mark_merged(tx: &mut Tx, card: CustomerId, into: CustomerId) -> Result<()> {
    tx.q(MARK_MERGED).bind(card).bind(into).run().await?;
    Ok(())
}

/// Did `inviter` invite `customer`, directly or by way of others?
pub async fn is_invited_by(tx: &mut Tx, customer: CustomerId, inviter: CustomerId) -> Result<bool> {
    Ok(tx.q(IS_INVITED_BY).bind(customer).bind(inviter).one::<(i64,)>().await?.0 > 0)
}
