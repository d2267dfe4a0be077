//! The ids of what is billed: those that clients of the APIs know, where the file names them and no other row can have them; else drawn
//! ones, in the order of the rows.

use std::collections::HashSet;

use crate::storage::{
    self, Tx,
    billing::moved::Known,
    bulk::{self, BulkRow},
};

/// How the rows of a file get their ids.
#[derive(Default)]
pub(super) struct RowIds {
    /// The ids of the file are kept up to this one. `None`: all are drawn.
    kept_to: Option<i64>,
    /// A row that clients know by an id got another one.
    pub(super) is_changed: bool,
}

impl RowIds {
    /// Keeps the ids of a file for a new shop, in which none has been drawn. Those that are drawn are higher than `last`.
    pub(super) const fn keep_to(&mut self, last: i64) {
        self.kept_to = Some(last);
    }

    /// Gives ids to rows of one table that are to be stored.
    pub(super) async fn give<R: Known + BulkRow>(&mut self, tx: &mut Tx, rows: Vec<&mut R>) -> storage::Result<()> {
        let named =
            rows.iter().map(|row| row.id()).filter(|id| *id > 0 && self.kept_to.is_some_and(|most| *id <= most));
        let named: Vec<i64> = named.collect();
        // One that is named twice, or was before in the file, is the first row's.
        let mut free: HashSet<i64> = named.iter().copied().collect();
        for taken in bulk::billing_ids(tx, R::TABLE, named).await? {
            free.remove(&taken);
        }
        let mut others = Vec::new();
        for row in rows {
            if !free.remove(&row.id()) {
                others.push(row);
            }
        }
        let drawn = tx.draw_ids(others.len()).await?;
        for (row, id) in others.into_iter().zip(drawn) {
            self.is_changed |= row.id() > 0;
            row.set_id(id);
        }
        Ok(())
    }
}
