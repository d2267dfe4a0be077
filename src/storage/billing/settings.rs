//! How the shop bills.

use crate::storage::{Result, Tx, statement::statements};

/// The days after its issue on which a bill is due, until the shop says otherwise.
const DUE_DAYS: i64 = 15;

/// How the shop bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct BillingSettings {
    /// A job makes the bills of each month.
    pub bills_monthly: bool,
    /// The days after its issue on which a bill is due.
    pub due_days: i64,
    /// A paid bill earns points, once.
    pub bills_earn: bool,
}

impl Default for BillingSettings {
    fn default() -> Self {
        Self { bills_monthly: false, due_days: DUE_DAYS, bills_earn: false }
    }
}

statements! {
    GET = "SELECT bills_monthly, due_days, bills_earn FROM billing_settings WHERE shop_id = $1";
    SET = "
        INSERT INTO billing_settings (shop_id, bills_monthly, due_days, bills_earn) VALUES ($1, $2, $3, $4)
        ON CONFLICT (shop_id) DO UPDATE SET bills_monthly = excluded.bills_monthly, due_days = excluded.due_days,
            bills_earn = excluded.bills_earn";
}

/// The settings.
pub async fn get(tx: &mut Tx) -> Result<BillingSettings> {
    Ok(tx.q(GET).opt().await?.unwrap_or_default())
}

/// Sets them.
pub async fn set(tx: &mut Tx, settings: &BillingSettings) -> Result<()> {
    tx.q(SET).bind(settings.bills_monthly).bind(settings.due_days).bind(settings.bills_earn).run().await?;
    Ok(())
}
