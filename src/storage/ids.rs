//! Ids of rows: drawn by the program from blocks, which a process takes of a counter of the shop. They are small, below 2^53,
//! and unique among processes.
//!
//! Ids that one process draws rise; ids of several processes are in no order, so nothing is sorted by them but what one
//! transaction wrote.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{PgPool, SqliteConnection};

use super::{Result, sessions::Sessions, statement::statements};
use crate::domain::ShopId;

/// Ids of the usual block. What is left of a block is lost when the process ends.
const BLOCK: i64 = 1_000;
/// A draw of more ids than that takes a block for so many draws of its size.
const LARGE_DRAWS: i64 = 8;

statements! {
    TAKE_BLOCK = "
        INSERT INTO id_counters (shop_id, last_id) VALUES ($1, $2)
        ON CONFLICT (shop_id) DO UPDATE SET last_id = id_counters.last_id + excluded.last_id
        RETURNING last_id";
    SKIP = "
        INSERT INTO id_counters (shop_id, last_id) VALUES ($1, $2)
        ON CONFLICT (shop_id) DO UPDATE SET last_id = excluded.last_id WHERE id_counters.last_id < excluded.last_id";
}

/// What is left of the blocks of a process, by shop.
#[derive(Debug, Default)]
pub(super) struct Blocks(HashMap<ShopId, Range<i64>>);

impl Blocks {
    /// The next `count` ids of a shop, in a row; `None` where fewer are left.
    fn draw(&mut self, shop: ShopId, count: i64) -> Option<Range<i64>> {
        let left = self.0.get_mut(&shop).filter(|left| left.end - left.start >= count)?;
        let drawn = left.start..left.start + count;
        left.start = drawn.end;
        Some(drawn)
    }

    /// Replaces what is left of a shop's block by a new one, whose first `count` ids are drawn.
    fn replace(&mut self, shop: ShopId, block: Range<i64>, count: i64) -> Range<i64> {
        let drawn = block.start..block.start + count;
        self.0.insert(shop, drawn.end..block.end);
        drawn
    }

    /// Forgets what is left of a shop's block.
    fn forget(&mut self, shop: ShopId) {
        self.0.remove(&shop);
    }

    /// Forgets all blocks.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The blocks of a process on PostgreSQL. They are taken on a connection of their own, and each block is committed at once:
/// the counter is not locked while a transaction runs, and ids of a transaction that is undone are not drawn again.
#[derive(Clone)]
pub(super) struct PostgresIds {
    connection: PgPool,
    sessions: Arc<Sessions>,
    /// Locked for moments only, so that a transaction which finds enough ids does not wait for one that takes a block.
    blocks: Arc<Mutex<Blocks>>,
    /// Locked while a block is taken.
    taking: Arc<tokio::sync::Mutex<()>>,
}

impl PostgresIds {
    /// `pool` gives the options of the connection. Transactions that hold all of its connections do not block a draw.
    pub(super) fn beside(pool: &PgPool, sessions: Arc<Sessions>) -> Self {
        let connection = sessions
            .pool(1)
            .acquire_timeout(pool.options().get_acquire_timeout())
            .connect_lazy_with((*pool.connect_options()).clone());
        Self { connection, sessions, blocks: Arc::default(), taking: Arc::default() }
    }

    pub(super) async fn close(&self) {
        self.connection.close().await;
    }

    /// The next `count` ids of a shop.
    pub(super) async fn draw(&self, shop: ShopId, count: i64) -> Result<Range<i64>> {
        if let Some(drawn) = self.blocks().draw(shop, count) {
            return Ok(drawn);
        }
        let _taking = self.taking.lock().await;
        // While this waited, another transaction may have taken a block.
        if let Some(drawn) = self.blocks().draw(shop, count) {
            return Ok(drawn);
        }
        let size = block_size(count);
        let last = self.sessions.heed(self.take_block(shop, size).await)?;
        Ok(self.blocks().replace(shop, block(last, size), count))
    }

    /// Draws ids of a shop that are higher than `last` from now on.
    pub(super) async fn skip(&self, shop: ShopId, last: i64) -> Result<()> {
        let _taking = self.taking.lock().await;
        let mut tx = self.connection.begin().await?;
        let query = sqlx::query(SKIP.postgres).bind(shop.0).bind(last).persistent(self.sessions.keep_statements());
        self.sessions.heed(query.execute(&mut *tx).await)?;
        tx.commit().await?;
        self.blocks().forget(shop);
        Ok(())
    }

    /// In a transaction, because a pooler may run what is prepared outside of one in two sessions.
    async fn take_block(&self, shop: ShopId, size: i64) -> sqlx::Result<i64> {
        let mut tx = self.connection.begin().await?;
        let query = sqlx::query_scalar(TAKE_BLOCK.postgres).bind(shop.0).bind(size);
        let last = query.persistent(self.sessions.keep_statements()).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        Ok(last)
    }

    fn blocks(&self) -> MutexGuard<'_, Blocks> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The next `count` ids of a shop on SQLite. The counter is changed in the transaction: there is one writer.
pub(super) async fn draw(
    connection: &mut SqliteConnection,
    blocks: &mut Blocks,
    shop: ShopId,
    count: i64,
) -> Result<Range<i64>> {
    if let Some(drawn) = blocks.draw(shop, count) {
        return Ok(drawn);
    }
    let size = block_size(count);
    let query = sqlx::query_scalar(TAKE_BLOCK.sqlite).bind(shop.0).bind(size);
    let last: i64 = query.fetch_one(connection).await?;
    Ok(blocks.replace(shop, block(last, size), count))
}

/// Draws ids of a shop on SQLite that are higher than `last` from now on.
pub(super) async fn skip(
    connection: &mut SqliteConnection,
    blocks: &mut Blocks,
    shop: ShopId,
    last: i64,
) -> Result<()> {
    sqlx::query(SKIP.sqlite).bind(shop.0).bind(last).execute(connection).await?;
    blocks.forget(shop);
    Ok(())
}

fn block_size(count: i64) -> i64 {
    if count <= BLOCK { BLOCK } else { count.saturating_mul(LARGE_DRAWS) }
}

fn block(last: i64, size: i64) -> Range<i64> {
    last + 1 - size..last + 1
}
