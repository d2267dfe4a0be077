//! Cards that the bot made for people who wrote to it, and on which nothing has happened: an import may put a record of the file in
//! their place.

use super::{Result, Tx, statement::statements};
use crate::domain::{Code, CustomerId};

statements! {
    /// Staff leave a phone number, an entry or an invoice on a card; there is no hold and no consent without points, which are
    /// entries. Of merged cards only those that the bot made have a code that no member of the staff has written down.
    COUNT_UNUSED = "
        SELECT COUNT(*) FROM customers c
        WHERE c.shop_id = $1 AND c.customer_id = $2 AND c.import_digest IS NULL AND (c.merged_into_id IS NULL OR c.was_welcomed)
            AND c.phone IS NULL AND NOT c.has_purchased
            AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.shop_id = $1 AND e.customer_id = $2)
            AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.shop_id = $1 AND i.customer_id = $2)";
    RELEASE_ACCOUNT = "UPDATE customers SET telegram_id = NULL WHERE shop_id = $1 AND customer_id = $2";
    SET_CODE = "
        UPDATE customers SET code = $3 WHERE shop_id = $1 AND customer_id = $2
            AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.shop_id = $1 AND c.code = $3)";
}

/// Is this a card that was not imported, and on which nothing has happened? Lock it first.
pub(crate) async fn is_unused(tx: &mut Tx, card: CustomerId) -> Result<bool> {
    Ok(tx.q(COUNT_UNUSED).bind(card).one::<(i64,)>().await?.0 > 0)
}

/// Frees the Telegram account of a card for another one.
pub(crate) async fn release_account(tx: &mut Tx, card: CustomerId) -> Result<()> {
    tx.q(RELEASE_ACCOUNT).bind(card).run().await?;
    Ok(())
}

/// Gives a card another code; false where that one is taken.
pub(crate) async fn set_code(tx: &mut Tx, card: CustomerId, code: &Code) -> Result<bool> {
    Ok(tx.q(SET_CODE).bind(card).bind(code.clone()).run().await? > 0)
}
