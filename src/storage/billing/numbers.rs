//! Numbers that are counted, and months for which all bills were made.

use crate::{
    clock::Timestamp,
    domain::billing::{Month, NumberSeries},
    storage::{Result, Tx, statement::statements},
};

statements! {
    NEXT = "
        INSERT INTO billing_numbers (shop_id, series, last_number) VALUES ($1, $2, CAST($3 AS BIGINT) + 1)
        ON CONFLICT (shop_id, series) DO UPDATE SET last_number = billing_numbers.last_number + 1
        RETURNING last_number";
    LOCK = "
        INSERT INTO billing_numbers (shop_id, series, last_number) VALUES ($1, $2, $3)
        ON CONFLICT (shop_id, series) DO UPDATE SET last_number = billing_numbers.last_number";
    IS_RUN = "SELECT COUNT(*) FROM bill_runs WHERE shop_id = $1 AND month = $2";
    NOTE_RUN = "INSERT INTO bill_runs (shop_id, month, finished_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
}

/// The next number of a series. Other transactions that count it wait until this one ends.
pub async fn next(tx: &mut Tx, series: NumberSeries) -> Result<String> {
    let (count,): (i64,) = tx.q(NEXT).bind(series.prefix()).bind(series.before_first()).one().await?;
    Ok(series.number(count))
}

/// Lets other transactions that count a series wait until this one ends.
pub async fn lock(tx: &mut Tx, series: NumberSeries) -> Result<()> {
    tx.q(LOCK).bind(series.prefix()).bind(series.before_first()).run().await?;
    Ok(())
}

/// Were all bills of a month made?
pub async fn is_run(tx: &mut Tx, month: Month) -> Result<bool> {
    Ok(tx.q(IS_RUN).bind(month).one::<(i64,)>().await?.0 > 0)
}

/// Notes that all bills of a month were made.
pub async fn note_run(tx: &mut Tx, month: Month, at: Timestamp) -> Result<()> {
    tx.q(NOTE_RUN).bind(month).bind(at).run().await?;
    Ok(())
}
