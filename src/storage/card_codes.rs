//! The rotating codes that customers show at the till, and wrong guesses at them.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CardCode, CustomerId},
};

/// A code that was shown to a customer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Shown {
    /// The digits.
    pub code: CardCode,
    /// Whose they are.
    pub customer_id: CustomerId,
    /// Until when they find the customer.
    pub expires_at: Timestamp,
    /// A sale was completed with them.
    pub used_at: Option<Timestamp>,
}

statements! {
    PURGE = "DELETE FROM card_codes WHERE shop_id = $1 AND expires_at <= $2";
    INSERT = "
        INSERT INTO card_codes (shop_id, code, customer_id, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id, code) DO NOTHING";
    BY_CODE = "SELECT code, customer_id, expires_at, used_at FROM card_codes WHERE shop_id = $1 AND code = $2";
    NEWEST = "
        SELECT code, customer_id, expires_at, used_at FROM card_codes
        WHERE shop_id = $1 AND customer_id = $2 AND used_at IS NULL ORDER BY expires_at DESC LIMIT 1";
    END = "UPDATE card_codes SET expires_at = $3 WHERE shop_id = $1 AND customer_id = $2 AND expires_at > $3";
    USE = "
        UPDATE card_codes SET used_at = $4
        WHERE shop_id = $1 AND code = $2 AND customer_id = $3 AND used_at IS NULL AND expires_at > $5";
    GUESSES = "
        SELECT guessed_at FROM card_code_guesses WHERE shop_id = $1 AND counted_for = $2 AND guessed_at > $3
        ORDER BY guessed_at";
    NOTE_GUESS = "INSERT INTO card_code_guesses (shop_id, guess_id, counted_for, guessed_at) VALUES ($1, $2, $3, $4)";
    PURGE_GUESSES = "DELETE FROM card_code_guesses WHERE shop_id = $1 AND counted_for = $2 AND guessed_at <= $3";
}

/// Forgets codes that expired by `before`: they may be drawn again.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<()> {
    let expired_by = tx.expired_by(before);
    tx.q(PURGE).bind(expired_by).run().await?;
    Ok(())
}

/// Notes a code; false where it is another's, or was until lately.
pub async fn insert(tx: &mut Tx, code: &CardCode, customer: CustomerId, expires_at: Timestamp) -> Result<bool> {
    Ok(tx.q(INSERT).bind(code.clone()).bind(customer).bind(expires_at).run().await? > 0)
}

/// Whose code it is, or was until lately.
pub async fn by_code(tx: &mut Tx, code: &CardCode) -> Result<Option<Shown>> {
    tx.q(BY_CODE).bind(code.clone()).opt().await
}

/// The newest code of a customer that is not used up.
pub async fn newest(tx: &mut Tx, customer: CustomerId) -> Result<Option<Shown>> {
    tx.q(NEWEST).bind(customer).opt().await
}

/// Lets the codes of a customer expire now.
pub async fn end(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<()> {
    tx.q(END).bind(customer).bind(at).run().await?;
    Ok(())
}

/// Uses a code up that expired after `since`; false where that cannot be, or was done.
pub async fn use_up(
    tx: &mut Tx,
    code: &CardCode,
    customer: CustomerId,
    at: Timestamp,
    since: Timestamp,
) -> Result<bool> {
    Ok(tx.q(USE).bind(code.clone()).bind(customer).bind(at).bind(since).run().await? > 0)
}

/// The moments after `since` of the wrong guesses of a guesser or at a customer, the earliest first.
pub async fn guesses(tx: &mut Tx, counted_for: &str, since: Timestamp) -> Result<Vec<Timestamp>> {
    let rows: Vec<(Timestamp,)> = tx.q(GUESSES).bind(counted_for).bind(since).all().await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Notes a wrong guess of a guesser or at a customer, and forgets those before `forget_before`.
pub async fn note_guess(tx: &mut Tx, counted_for: &str, at: Timestamp, forget_before: Timestamp) -> Result<()> {
    let expired_by = tx.expired_by(forget_before);
    tx.q(PURGE_GUESSES).bind(counted_for).bind(expired_by).run().await?;
    let id = tx.draw_id().await?;
    tx.q(NOTE_GUESS).bind(id).bind(counted_for).bind(at).run().await?;
    Ok(())
}
