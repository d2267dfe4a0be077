//! Who made a row and who changed it last, by name: the name is that of the moment, whatever becomes of the person or the key.

use crate::{
    clock::Timestamp,
    domain::ActorRef,
    storage::{Result, Tx, statement::statements},
};

/// The name of who acts where no person and no key does.
const PROGRAM: &str = "kopilka";

/// When a row was made and changed, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stamps {
    /// The name of who made it; may be empty.
    pub created_by: String,
    /// The name of who changed it last; may be empty.
    pub updated_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Who writes, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name; may be empty.
    pub name: String,
    /// The moment.
    pub at: Timestamp,
}

statements! {
    NAME = "
        SELECT CASE CAST($2 AS TEXT)
                WHEN 'staff' THEN COALESCE(
                    (SELECT s.name FROM staff s WHERE s.shop_id = $1 AND s.telegram_id = $3),
                    (SELECT TRIM(COALESCE(o.first_name, '') || ' ' || COALESCE(o.last_name, '')) FROM customers o
                        WHERE o.shop_id = $1 AND o.telegram_id = $3))
                WHEN 'key' THEN (SELECT k.name FROM api_keys k WHERE k.shop_id = $1 AND k.key_id = $3)
                WHEN 'person' THEN (
                    SELECT TRIM(COALESCE(c.first_name, '') || ' ' || COALESCE(c.last_name, '')) FROM customers c
                    WHERE c.shop_id = $1 AND c.customer_id = $3)
            END AS name
        FROM shops WHERE shop_id = $1";
}

/// An actor who writes at a moment.
pub async fn author(tx: &mut Tx, actor: ActorRef, at: Timestamp) -> Result<Author> {
    let Some(id) = actor.id else { return Ok(Author { name: PROGRAM.to_owned(), at }) };
    let name: Option<(Option<String>,)> = tx.q(NAME).bind(actor.kind).bind(id).opt().await?;
    Ok(Author { name: name.and_then(|(name,)| name).unwrap_or_default(), at })
}
