//! Links imported invoices to the rewards that they brought their customers' referrers, where date and amount prove it: a refund takes
//! the reward back then. The earlier bot did not write down which invoice an entry rewards.

use std::collections::HashMap;

use crate::{
    domain::{CustomerId, EntryId, InvoiceId, Rate},
    import::{
        error::ImportError,
        legacy::{Legacy, REWARD_FIELDS},
    },
    storage::{
        Tx, dump,
        imported_rewards::{self, Candidate},
    },
};

/// The number of referrers in one query.
const PAGE: i64 = 500;
/// By how much another way of rounding can have changed a reward, in minor units.
const ROUNDING: i64 = 1;

/// Links the invoices of customers from `first` on, and of their friends. `rate` is the referrer's share that the file says.
pub(super) async fn link(tx: &mut Tx, first: CustomerId, rate: Rate) -> Result<(), ImportError> {
    let mut last = CustomerId(0);
    loop {
        let page = dump::referrers_after(tx, last, PAGE).await?;
        let (Some(from), Some(to)) = (page.first(), page.last()) else { return Ok(()) };
        let range = (from.referrer_id, to.referrer_id);
        last = range.1;
        for found in proven(imported_rewards::candidates(tx, first, range).await?, rate) {
            let mut legacy = Legacy::from_column(found.legacy.as_deref());
            // The file that the link follows from does not name it.
            REWARD_FIELDS.iter().for_each(|field| legacy.keep(field, None));
            imported_rewards::link(tx, &found, rate, legacy.to_column()).await?;
        }
    }
}

/// Those whose amount is the referrer's share of the invoice, and where neither the invoice nor the reward fits another one.
fn proven(candidates: Vec<Candidate>, rate: Rate) -> Vec<Candidate> {
    let fits = |candidate: &Candidate| {
        let difference = candidate.amount_minor.saturating_sub(candidate.due_minor.share(rate)).minor();
        difference.unsigned_abs() <= ROUNDING.unsigned_abs()
    };
    let fitting: Vec<Candidate> = candidates.into_iter().filter(fits).collect();
    let mut of_invoice: HashMap<InvoiceId, usize> = HashMap::new();
    let mut of_entry: HashMap<EntryId, usize> = HashMap::new();
    for candidate in &fitting {
        *of_invoice.entry(candidate.invoice_id).or_default() += 1;
        *of_entry.entry(candidate.entry_id).or_default() += 1;
    }
    let is_only = |candidate: &Candidate| of_invoice[&candidate.invoice_id] == 1 && of_entry[&candidate.entry_id] == 1;
    fitting.into_iter().filter(is_only).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    #[test]
    fn a_reward_is_proven_by_its_amount_where_nothing_else_fits() {
        /// Invoice, what it came to, entry, its amount; the rate is 5 %.
        type Given = (i64, i64, i64, i64);
        let cases: [(&[Given], &[i64]); 6] = [
            (&[(1, 1000_00, 10, 50_00)], &[1]),
            (&[(1, 1000_10, 10, 50_00)], &[1]),
            (&[(1, 1000_00, 10, 50_02)], &[]),
            (&[(1, 1000_00, 10, 30_00), (1, 1000_00, 11, 50_00)], &[1]),
            (&[(1, 1000_00, 10, 50_00), (1, 1000_00, 11, 50_00)], &[]),
            (&[(1, 1000_00, 10, 50_00), (2, 1000_00, 10, 50_00), (3, 200_00, 12, 10_00)], &[3]),
        ];
        for (candidates, expected) in cases {
            let candidate = |&(invoice, total, entry, amount): &Given| Candidate {
                referrer_id: CustomerId(1),
                invoice_id: InvoiceId(invoice),
                due_minor: Money::from_minor(total),
                legacy: None,
                entry_id: EntryId(entry),
                amount_minor: Money::from_minor(amount),
            };
            let found = proven(candidates.iter().map(candidate).collect(), Rate::from_bp(500));
            let found: Vec<i64> = found.iter().map(|found| found.invoice_id.0).collect();
            assert_eq!(found, expected, "{candidates:?}");
        }
    }
}
