//! Requests for a card that another Telegram account has.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Phone, TelegramId},
};

/// A request for a card.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CardMove {
    /// The card that is asked for.
    pub card_id: CustomerId,
    /// The card of the new account.
    pub customer_id: CustomerId,
    /// The number that was shared.
    pub phone: Phone,
    /// When it was asked for last.
    pub asked_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

statements! {
    GET = "
        SELECT card_id, customer_id, phone, asked_at, decided_at FROM card_moves
        WHERE shop_id = $1 AND card_id = $2 AND customer_id = $3";
    ASK = "
        INSERT INTO card_moves (shop_id, card_id, customer_id, phone, asked_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (shop_id, card_id, customer_id)
        DO UPDATE SET phone = excluded.phone, asked_at = excluded.asked_at, decided_at = NULL, is_moved = NULL, from_account = NULL";
    LOST = "SELECT card_id FROM card_moves WHERE shop_id = $1 AND from_account = $2 ORDER BY card_id";
    DECIDE = "
        UPDATE card_moves SET decided_at = $4, is_moved = $5, from_account = $6
        WHERE shop_id = $1 AND card_id = $2 AND customer_id = $3 AND decided_at IS NULL";
}

/// The request of a customer for a card.
pub async fn get(tx: &mut Tx, card: CustomerId, customer: CustomerId) -> Result<Option<CardMove>> {
    tx.q(GET).bind(card).bind(customer).opt().await
}

/// Notes a request, which is open until it is decided.
pub async fn ask(tx: &mut Tx, card: CustomerId, customer: CustomerId, phone: &Phone, at: Timestamp) -> Result<()> {
    tx.q(ASK).bind(card).bind(customer).bind(phone.clone()).bind(at).run().await?;
    Ok(())
}

/// Closes an open request: the card moves from the account that had it. False where there is none.
pub async fn moved(
    tx: &mut Tx,
    card: CustomerId,
    customer: CustomerId,
    from: Option<TelegramId>,
    at: Timestamp,
) -> Result<bool> {
    Ok(tx.q(DECIDE).bind(card).bind(customer).bind(at).bind(true).bind(from).run().await? > 0)
}

/// Closes an open request: the card stays where it is. False where there is none.
pub async fn kept(tx: &mut Tx, card: CustomerId, customer: CustomerId, at: Timestamp) -> Result<bool> {
    let query = tx.q(DECIDE).bind(card).bind(customer).bind(at).bind(false);
    Ok(query.bind(None::<TelegramId>).run().await? > 0)
}

/// The cards that moved away from an account, each as the row that it was.
pub async fn lost(tx: &mut Tx, account: TelegramId) -> Result<Vec<CustomerId>> {
    let rows: Vec<(CustomerId,)> = tx.q(LOST).bind(account).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
