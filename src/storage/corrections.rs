//! What entries need that correct earlier ones: which lots those used, and points that may be owed.

use super::{
    Result, Tx,
    ledger::{Moved, OpenLot},
    statement::statements,
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, EntryId, EntryKind, InvoiceId, LotId, Money, Wallet},
};

/// What an entry took from a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LotUse {
    /// The lot.
    pub lot_id: LotId,
    /// How much.
    pub amount_minor: Money,
    /// When the lot expires.
    pub expires_at: Option<Timestamp>,
}

statements! {
    /// An imported reward does not name the friend's invoice, and was entered at the moment that one was issued.
    ENTRY_OF_INVOICE = "
        SELECT entry_id FROM entries
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $4 AND kind = $5 AND (invoice_id = $3
            OR invoice_id IS NULL
                AND entered_at = (SELECT i.issued_at FROM invoices i WHERE i.shop_id = $1 AND i.invoice_id = $3))
        ORDER BY number LIMIT 1";
    LAST_GIVEN = "
        SELECT entry_id FROM entries
        WHERE shop_id = $1 AND customer_id = $2 AND wallet = $3 AND kind = $4 AND amount_minor > 0
        ORDER BY number DESC LIMIT 1";
    SHORTFALLS = "
        SELECT e.entry_id, CAST(-e.amount_minor - COALESCE(SUM(u.amount_minor), 0) AS BIGINT) AS missing
        FROM entries e LEFT JOIN lot_uses u ON u.shop_id = $1 AND u.entry_id = e.entry_id
        WHERE e.shop_id = $1 AND e.customer_id = $2 AND e.wallet = $3 AND e.amount_minor < 0 AND e.kind IN ($4, $5, $6, $7)
        GROUP BY e.entry_id, e.number, e.amount_minor
        HAVING -e.amount_minor > COALESCE(SUM(u.amount_minor), 0)
        ORDER BY e.number DESC";
    USES = "
        SELECT u.lot_id, u.amount_minor, l.expires_at
        FROM lot_uses u JOIN lots l ON l.shop_id = $1 AND l.lot_id = u.lot_id
            JOIN entries e ON e.shop_id = $1 AND e.entry_id = l.entry_id
        WHERE u.shop_id = $1 AND u.entry_id = $2 AND u.amount_minor > 0
        ORDER BY e.number DESC, u.lot_id DESC";
    /// What the lots do not have, or what is reserved of it, becomes points debt.
    TAKE_BACK = "
        INSERT INTO wallets (shop_id, customer_id, wallet, balance_minor, points_debt_minor, last_number)
        VALUES ($1, $2, $3, $4, $5, 1)
        ON CONFLICT (shop_id, customer_id, wallet) DO UPDATE SET
            balance_minor = wallets.balance_minor + excluded.balance_minor,
            last_number = wallets.last_number + 1,
            points_debt_minor = CASE
                WHEN wallets.balance_minor + wallets.points_debt_minor - wallets.held_minor < excluded.points_debt_minor
                THEN excluded.points_debt_minor - wallets.balance_minor + wallets.held_minor
                ELSE wallets.points_debt_minor END
        RETURNING balance_minor, points_debt_minor, last_number";
    OPEN_LOTS = "
        SELECT l.lot_id, l.remaining_minor, l.expires_at, l.warned_days
        FROM lots l JOIN entries e ON e.shop_id = $1 AND e.entry_id = l.entry_id
        WHERE l.shop_id = $1 AND l.customer_id = $2 AND l.wallet = $3 AND l.remaining_minor > 0
        ORDER BY CASE WHEN l.entry_id = $4 THEN 0 ELSE 1 END, CASE WHEN l.expires_at IS NULL THEN 1 ELSE 0 END, l.expires_at,
            e.number, l.lot_id";
}

/// The entry of a kind that an invoice made in a wallet.
pub async fn entry_of_invoice(
    tx: &mut Tx,
    customer: CustomerId,
    invoice: InvoiceId,
    wallet: Wallet,
    kind: EntryKind,
) -> Result<Option<EntryId>> {
    let query = tx.q(ENTRY_OF_INVOICE).bind(customer).bind(invoice).bind(wallet).bind(kind);
    Ok(query.opt::<(EntryId,)>().await?.map(|(entry,)| entry))
}

/// The last entry of a kind that added to a wallet.
pub async fn last_given(tx: &mut Tx, customer: CustomerId, wallet: Wallet, kind: EntryKind) -> Result<Option<EntryId>> {
    let query = tx.q(LAST_GIVEN).bind(customer).bind(wallet).bind(kind);
    Ok(query.opt::<(EntryId,)>().await?.map(|(entry,)| entry))
}

/// The entries that took back more points than they found in lots, the newest first, and how many were missing.
pub async fn shortfalls(tx: &mut Tx, customer: CustomerId, wallet: Wallet) -> Result<Vec<(EntryId, Money)>> {
    let query = tx.q(SHORTFALLS).bind(customer).bind(wallet);
    let query = query.bind(EntryKind::Refund).bind(EntryKind::Transfer).bind(EntryKind::PromoBonus);
    query.bind(EntryKind::ReferralReward).all().await
}

/// The lots that an entry took from, the newest first.
pub async fn uses(tx: &mut Tx, entry: EntryId) -> Result<Vec<LotUse>> {
    tx.q(USES).bind(entry).all().await
}

/// Takes from a wallet, whatever it has; what its lots do not have free becomes points debt.
pub async fn take_back(tx: &mut Tx, customer: CustomerId, wallet: Wallet, amount: Money) -> Result<Moved> {
    tx.q(TAKE_BACK).bind(customer).bind(wallet).bind(amount.negated()).bind(amount).one().await
}

/// The lots that still have points: the one that `entry` opened, then the others in the order they are spent.
pub async fn open_lots(
    tx: &mut Tx,
    customer: CustomerId,
    wallet: Wallet,
    entry: Option<EntryId>,
) -> Result<Vec<OpenLot>> {
    tx.q(OPEN_LOTS).bind(customer).bind(wallet).bind(entry).all().await
}
