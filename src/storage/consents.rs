//! Spends that wait for the customer's tap.

use super::{Result, Tx, statement::statements};
use crate::{
    clock::Timestamp,
    domain::{ActorRef, ConsentId, ConsentState, CustomerId, Money, OperationId},
};

/// A spend that a customer was asked about.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Asked {
    /// The row.
    pub consent_id: ConsentId,
    /// Whose points.
    pub customer_id: CustomerId,
    /// How many.
    pub points_minor: Money,
    /// The spend, as JSON.
    pub spend: String,
    /// The operation that the spend will be.
    pub spend_operation: OperationId,
    /// Who asked.
    #[sqlx(flatten)]
    pub asked_by: ActorRef,
    /// What became of it.
    pub state: ConsentState,
    /// Until when it waits.
    pub expires_at: Timestamp,
}

/// Writes `SELECT` or `RETURNING` with the columns of [`Asked`].
macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " consent_id, customer_id, points_minor, spend, spend_operation, actor_kind, actor_id, state, expires_at ",
            $after
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO consents (
            shop_id, consent_id, customer_id, points_minor, spend, spend_operation, actor_kind, actor_id, state, asked_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10)";
    BY_ID = columns!("SELECT", "FROM consents WHERE shop_id = $1 AND consent_id = $2");
    /// Also one of a card that was merged into this one meanwhile.
    WAITING_FOR = columns!(
        "SELECT",
        "FROM consents
        WHERE shop_id = $1 AND state = 'waiting' AND expires_at > $3 AND (customer_id = $2 OR EXISTS (
            SELECT 1 FROM customers c
            WHERE c.shop_id = $1 AND c.customer_id = consents.customer_id AND c.merged_into_id = $2))
        ORDER BY asked_at DESC, consent_id DESC LIMIT 1"
    );
    WAITING_OF = columns!(
        "SELECT",
        "FROM consents
        WHERE shop_id = $1 AND state = 'waiting' AND expires_at > $4 AND actor_kind = $2 AND actor_id = $3
        ORDER BY asked_at DESC, consent_id DESC LIMIT 1"
    );
    END = "
        UPDATE consents SET state = $3, ended_at = $4
        WHERE shop_id = $1 AND consent_id = $2 AND state = 'waiting' AND expires_at > $5";
    EXPIRED = "SELECT COUNT(*) FROM consents WHERE shop_id = $1 AND state = 'waiting' AND expires_at <= $2";
    EXPIRE = columns!(
        "UPDATE consents SET state = 'expired', ended_at = $2
        WHERE shop_id = $1 AND state = 'waiting' AND expires_at <= $3 RETURNING",
        ""
    );
}

/// Notes a question, which waits until `asked.expires_at`.
pub async fn insert(tx: &mut Tx, asked: &Asked, at: Timestamp) -> Result<ConsentId> {
    let id = ConsentId(tx.draw_id().await?);
    let query = tx.q(INSERT).bind(id).bind(asked.customer_id).bind(asked.points_minor);
    let query = query.bind(asked.spend.as_str()).bind(&asked.spend_operation).bind_actor(asked.asked_by);
    query.bind(at).bind(asked.expires_at).run().await?;
    Ok(id)
}

/// A question, as it is written.
pub async fn by_id(tx: &mut Tx, consent: ConsentId) -> Result<Option<Asked>> {
    tx.q(BY_ID).bind(consent).opt().await
}

/// The question that a customer has not answered yet.
pub async fn waiting_for(tx: &mut Tx, customer: CustomerId, at: Timestamp) -> Result<Option<Asked>> {
    let expired_by = tx.expired_by(at);
    tx.q(WAITING_FOR).bind(customer).bind(expired_by).opt().await
}

/// The last question of an actor that is not answered yet.
pub async fn waiting_of(tx: &mut Tx, actor: ActorRef, at: Timestamp) -> Result<Option<Asked>> {
    let expired_by = tx.expired_by(at);
    tx.q(WAITING_OF).bind_actor(actor).bind(expired_by).opt().await
}

/// Notes the answer; false where there was one, or the question has expired.
pub async fn end(tx: &mut Tx, consent: ConsentId, state: ConsentState, at: Timestamp) -> Result<bool> {
    let expired_by = tx.expired_by(at);
    Ok(tx.q(END).bind(consent).bind(state).bind(at).bind(expired_by).run().await? > 0)
}

/// Has any question expired without an answer?
pub async fn has_expired(tx: &mut Tx, at: Timestamp) -> Result<bool> {
    let expired_by = tx.expired_by(at);
    Ok(tx.q(EXPIRED).bind(expired_by).one::<(i64,)>().await?.0 > 0)
}

/// Ends the questions that have expired without an answer.
pub async fn expire(tx: &mut Tx, at: Timestamp) -> Result<Vec<Asked>> {
    let expired_by = tx.expired_by(at);
    tx.q(EXPIRE).bind(at).bind(expired_by).all().await
}
