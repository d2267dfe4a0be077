//! Customers: who they are, who invited them, how they are found.

mod row;

pub use self::row::{Customer, NewCustomer};
use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{ClientCode, Code, CustomerId, Language, Phone, TelegramId, after_term},
};

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
            "SELECT customer_id, code, telegram_id, first_name, last_name, middle_name, company_name, username, phone, email, ",
            "group_id, credit_limit_minor, is_active, is_blocked, ",
            "outside_code, mutes_parcels, language, telegram_language, ",
            "referrer_id, named_referrer, has_purchased, merged_into_id, joined_at, visited_at, bot_blocked_at, gone_at FROM customers ",
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
            has_purchased, was_welcomed, joined_at, visited_at, email)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, $12, $11, $11, $13)
        ON CONFLICT DO NOTHING";
    INSERT_TERM = "INSERT INTO search_terms (shop_id, term, customer_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    DELETE_TERMS = "DELETE FROM search_terms WHERE shop_id = $1 AND term = $2 AND customer_id = $3";
    SET_SEARCH_TEXT = "UPDATE customers SET search_text = $3 WHERE shop_id = $1 AND customer_id = $2";
    VISIT = "
        UPDATE customers SET username = $3, is_premium = $4, telegram_language = $5, visited_at = $6, bot_blocked_at = NULL, gone_at = NULL,
            first_name = $7, last_name = $8, was_welcomed = TRUE
        WHERE shop_id = $1 AND customer_id = $2";
    SET_LANGUAGE = "UPDATE customers SET language = $3 WHERE shop_id = $1 AND customer_id = $2";
    SET_PHONE = "UPDATE customers SET phone = $3 WHERE shop_id = $1 AND customer_id = $2";
    TAKE_OVER = "
        UPDATE customers SET telegram_id = $3, username = $4, language = COALESCE($5, language), telegram_language = $6, visited_at = $7,
            was_welcomed = TRUE, bot_blocked_at = NULL, gone_at = NULL
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
        UPDATE customers SET bot_blocked_at = $3 WHERE shop_id = $1 AND telegram_id = $2 AND bot_blocked_at IS NULL";
    MARK_GONE = "
        UPDATE customers SET gone_at = $3, bot_blocked_at = COALESCE(bot_blocked_at, $3)
        WHERE shop_id = $1 AND telegram_id = $2 AND gone_at IS NULL";
    DETACH = "UPDATE customers SET telegram_id = NULL WHERE shop_id = $1 AND customer_id = $2";
    MARK_RETURNED = "UPDATE customers SET bot_blocked_at = NULL, gone_at = NULL WHERE shop_id = $1 AND telegram_id = $2";
    JOINED_BY = "UPDATE customers SET joined_at = $3 WHERE shop_id = $1 AND customer_id = $2 AND joined_at > $3";
    MOVE_FRIENDS = "UPDATE customers SET referrer_id = $3 WHERE shop_id = $1 AND referrer_id = $2";
    MARK_MERGED = "
        UPDATE customers SET merged_into_id = $3, telegram_id = NULL, phone = NULL, email = NULL, referrer_id = NULL,
            named_referrer = NULL, named_card = NULL, referred_at = NULL
        WHERE shop_id = $1 AND customer_id = $2";
    CARDS_OF = "
        WITH RECURSIVE cards (customer_id) AS (
            SELECT customer_id FROM customers WHERE shop_id = $1 AND customer_id = $2
            UNION
            SELECT c.customer_id FROM cards i CROSS JOIN customers c
            WHERE c.shop_id = $1 AND c.merged_into_id = i.customer_id)
        SELECT customer_id FROM cards";
    /// Is `$3` among those who invited `$2`, or invited one who did?
    IS_INVITED_BY = "
        WITH RECURSIVE inviters (customer_id) AS (
            SELECT referrer_id FROM customers WHERE shop_id = $1 AND customer_id = $2 AND referrer_id IS NOT NULL
            UNION
            SELECT c.referrer_id FROM inviters i CROSS JOIN customers c
            WHERE c.shop_id = $1 AND c.customer_id = i.customer_id AND c.referrer_id IS NOT NULL)
        SELECT COUNT(*) FROM inviters WHERE customer_id = $3";
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

/// A customer and all cards that became theirs.
pub async fn cards_of(tx: &mut Tx, customer: CustomerId) -> Result<Vec<CustomerId>> {
    let cards = tx.q(CARDS_OF).bind(customer).all::<(CustomerId,)>().await?;
    Ok(cards.into_iter().map(|(card,)| card).collect())
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
        .bind(new.email.clone())
        .run()
        .await?;
    if inserted == 0 {
        return Ok(None);
    }
    tx.totals().add_customer(id);
    Ok(Some(id))
}

/// Makes a customer found by what they are called now, where they were found by what they were called before; `None`: by nothing.
pub async fn index(tx: &mut Tx, customer: CustomerId, before: Option<&Customer>, now: Option<&Customer>) -> Result<()> {
    let [old, new] = [before, now].map(|customer| customer.map(Customer::terms).unwrap_or_default());
    if old == new {
        return Ok(());
    }
    let text = now.map(|now| now.searched().text()).unwrap_or_default();
    tx.q(SET_SEARCH_TEXT).bind(customer).bind(text).run().await?;
    set_terms(tx, customer, &old, &new).await
}

/// Replaces the search terms `old` of a customer by `terms`.
async fn set_terms(tx: &mut Tx, customer: CustomerId, old: &[String], terms: &[String]) -> Result<()> {
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
pub async fn mark_bot_blocked(tx: &mut Tx, person: TelegramId, at: Timestamp) -> Result<()> {
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
    tx.totals().remove_customer(card);
    tx.q(MARK_MERGED).bind(card).bind(into).run().await?;
    Ok(())
}

/// Did `inviter` invite `customer`, directly or by way of others?
pub async fn is_invited_by(tx: &mut Tx, customer: CustomerId, inviter: CustomerId) -> Result<bool> {
    Ok(tx.q(IS_INVITED_BY).bind(customer).bind(inviter).one::<(i64,)>().await?.0 > 0)
}
