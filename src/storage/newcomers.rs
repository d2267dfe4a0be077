//! Cards that the bot made for people who wrote to it, and on which there is nothing but what they did alone: an import may put a
//! record of the file in their place.

use super::{Result, Tx, statement::statements};
use crate::domain::{Code, CustomerId, Phone};

statements! {
    /// Staff leave a phone number, an entry, an invoice, a coupon or a sales profile on a card; a promo code that the person entered leaves its bonus. Points of
    /// that may be reserved, not spent. Of merged cards only those that the bot made have a code that no member of the staff has written down.
    COUNT_UNUSED = "
        SELECT COUNT(*) FROM customers c
        WHERE c.shop_id = $1 AND c.customer_id = $2 AND c.import_digest IS NULL AND (c.merged_into_id IS NULL OR c.was_welcomed)
            AND (c.phone IS NULL OR c.phone = $3) AND NOT c.has_purchased
            AND NOT EXISTS (
                SELECT 1 FROM entries e WHERE e.shop_id = $1 AND e.customer_id = $2 AND e.kind <> 'promo_bonus')
            AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.shop_id = $1 AND i.customer_id = $2)
            AND NOT EXISTS (SELECT 1 FROM coupons u WHERE u.shop_id = $1 AND u.customer_id = $2)
            AND NOT EXISTS (SELECT 1 FROM sales_profiles p WHERE p.shop_id = $1 AND p.customer_id = $2)";
    RELEASE_IDENTITIES = "
        UPDATE customers SET telegram_id = NULL, phone = NULL WHERE shop_id = $1 AND customer_id = $2";
    SET_CODE = "
        UPDATE customers SET code = $3 WHERE shop_id = $1 AND customer_id = $2
            AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.shop_id = $1 AND c.code = $3)";
}

/// Is this a card that was not imported, and on which there is nothing but perhaps a promo code and this phone number? Lock it first.
pub(crate) async fn is_unused(tx: &mut Tx, card: CustomerId, phone: Option<&Phone>) -> Result<bool> {
    Ok(tx.q(COUNT_UNUSED).bind(card).bind(phone.cloned()).one::<(i64,)>().await?.0 > 0)
}

/// Frees the Telegram account and the phone number of a card for another one.
pub(crate) async fn release_identities(tx: &mut Tx, card: CustomerId) -> Result<()> {
    tx.q(RELEASE_IDENTITIES).bind(card).run().await?;
    Ok(())
}

/// Gives a card another code; false where that one is taken.
pub(crate) async fn set_code(tx: &mut Tx, card: CustomerId, code: &Code) -> Result<bool> {
    Ok(tx.q(SET_CODE).bind(card).bind(code.clone()).run().await? > 0)
}
