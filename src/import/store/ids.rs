//! The ids of customers: those that clients of the APIs know, where the file names them and no other customer can have them; else drawn
//! ones.

use crate::{
    domain::CustomerId,
    import::{error::ImportError, read::record::CustomerRecord},
    storage::Tx,
};

/// How the customers of a file get their ids.
#[derive(Default)]
pub(super) struct CustomerIds {
    /// The ids of the file are kept up to this one. `None`: all are drawn.
    kept_to: Option<CustomerId>,
    /// The last one that was kept. They rise, as in an export, so that none is given twice.
    last: Option<CustomerId>,
    /// A customer whom clients know by an id got another one.
    pub(super) is_changed: bool,
}

impl CustomerIds {
    /// Keeps the ids of a file for a new shop, in which none has been drawn. Those that are drawn are higher than `last`.
    pub(super) fn keep_to(&mut self, last: i64) {
        self.kept_to = Some(CustomerId(last));
    }

    /// No customer of this import has a lower id than this one, where `first` is that of the first customer.
    pub(super) fn lowest(&self, first: CustomerId) -> CustomerId {
        if self.kept_to.is_some() { CustomerId(1) } else { first }
    }

    /// The ids of customers, in their order.
    pub(super) async fn of<'r>(
        &mut self,
        tx: &mut Tx,
        records: impl Iterator<Item = &'r CustomerRecord>,
    ) -> Result<Vec<CustomerId>, ImportError> {
        let kept: Vec<Option<CustomerId>> = records.map(|record| self.kept(record.customer_id)).collect();
        let missing = kept.iter().filter(|kept| kept.is_none()).count();
        let mut drawn = tx.draw_ids(missing).await?.map(CustomerId);
        Ok(kept.into_iter().filter_map(|kept| kept.or_else(|| drawn.next())).collect())
    }

    fn kept(&mut self, known: Option<CustomerId>) -> Option<CustomerId> {
        let is_free = |id: &CustomerId| Some(*id) > self.last && self.kept_to.is_some_and(|most| *id <= most);
        let kept = known.filter(is_free);
        self.last = kept.or(self.last);
        self.is_changed |= known != kept;
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_kept_where_it_can_be_no_one_elses() {
        for (kept_to, known, expected, is_changed) in [
            (Some(9), &[Some(1), Some(2), Some(9)][..], &[Some(1), Some(2), Some(9)][..], false),
            (Some(9), &[Some(3), None, Some(4)], &[Some(3), None, Some(4)], false),
            (Some(9), &[Some(3), Some(3), Some(2), Some(4)], &[Some(3), None, None, Some(4)], true),
            (Some(9), &[Some(10), Some(1)], &[None, Some(1)], true),
            (None, &[Some(1), None], &[None, None], true),
            (None, &[None], &[None], false),
        ] {
            let mut ids = CustomerIds::default();
            kept_to.into_iter().for_each(|last| ids.keep_to(last));
            let kept: Vec<_> = known.iter().map(|id| ids.kept(id.map(CustomerId)).map(|id| id.0)).collect();
            assert_eq!((kept.as_slice(), ids.is_changed), (expected, is_changed), "{known:?}");
        }
    }
}
