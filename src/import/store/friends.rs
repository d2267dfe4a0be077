//! Links friends to their referrers. Most friends come after their referrer in the file and are linked at once; the
//! others when all customers are stored ([`super::links`]). `referrals` is compared with what the friends' records say.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
};

use serde::{Deserialize, Serialize};

use crate::{
    domain::CustomerId,
    import::{
        disk_list::DiskList,
        error::ImportError,
        findings::{FindingKind, Findings, JsonPath},
        read::record::CustomerRecord,
    },
    storage::{
        Tx,
        bulk::{self, CustomerRow, KnownCustomer},
        dump,
    },
};

/// The number of referrers in one query.
const PAGE: usize = 500;

/// The friends and referrers of a file.
pub(super) struct Friends {
    listed: DiskList<Listed>,
    /// The sum of the hashes of all pairs of referrer and friend, by `referred_by`. It does not depend on their order.
    by_friends: u64,
    /// The same by `referrals`. Where both are equal, both sides list the same pairs.
    by_referrers: u64,
}

/// The `referrals` of a customer.
#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    id: i64,
    code: String,
    friends: Vec<String>,
}

impl Friends {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { listed: DiskList::new()?, by_friends: 0, by_referrers: 0 })
    }

    /// Links the customers of a batch, which are inserted next and in this order, to referrers who are stored or in the
    /// batch before them. The others keep the code of theirs.
    pub(super) async fn link(
        &mut self,
        tx: &mut Tx,
        rows: &mut [CustomerRow],
        records: &[(CustomerId, Box<CustomerRecord>)],
    ) -> Result<(), ImportError> {
        let wanted = records.iter().filter_map(|(_, record)| record.referred_by.clone()).collect();
        let stored = bulk::customers_of_codes(tx, wanted).await?;
        let stored: HashMap<&str, &KnownCustomer> = stored.iter().map(|known| (known.code.as_str(), known)).collect();
        let mut in_batch: HashMap<&str, CustomerId> = HashMap::with_capacity(records.len());
        let mut rows = rows.iter_mut();
        for (id, record) in records {
            let code = record.code.as_str();
            let Some(row) = rows.find(|row| row.customer_id == *id) else { break };
            if let Some(referrer) = &record.referred_by {
                self.by_friends = self.by_friends.wrapping_add(pair(referrer, code));
                // A code of a customer who was not imported may belong to another person than the file means, unless they
                // were there before.
                let meant = |known: &&&KnownCustomer| known.import_digest.is_some() || known.joined_at <= row.joined_at;
                let stored = stored.get(referrer.as_str()).filter(meant).map(|known| known.customer_id);
                row.referrer_id = in_batch.get(referrer.as_str()).copied().or(stored);
                row.named_referrer = row.referrer_id.is_none().then(|| referrer.clone());
            }
            in_batch.insert(code, *id);
            if !record.referrals.is_empty() {
                for friend in &record.referrals {
                    self.by_referrers = self.by_referrers.wrapping_add(pair(code, friend));
                }
                self.listed.push(&Listed { id: id.0, code: code.to_owned(), friends: record.referrals.clone() })?;
            }
        }
        Ok(())
    }

    /// Adds a finding where both sides differ, once all friends are linked.
    pub(super) async fn finish(
        &mut self,
        tx: &mut Tx,
        first: CustomerId,
        findings: &mut Findings,
    ) -> Result<(), ImportError> {
        if self.by_friends != self.by_referrers {
            self.compare(tx, first, findings).await?;
        }
        Ok(())
    }

    /// Merges the customers who list friends with those who have friends, both in the order of their ids, and compares them.
    async fn compare(&mut self, tx: &mut Tx, first: CustomerId, findings: &mut Findings) -> Result<(), ImportError> {
        let mut listed = self.listed.read()?;
        let mut next_listed = listed.next().transpose()?;
        let mut last = CustomerId(first.0 - 1);
        loop {
            let page = dump::referrers_after(tx, last, PAGE as i64).await?;
            let is_last = page.len() < PAGE;
            for referrer in page {
                last = referrer.referrer_id;
                while let Some(before) = next_listed.take_if(|listed| listed.id < last.0) {
                    note_difference(findings, &before.code, before.friends, Vec::new())?;
                    next_listed = listed.next().transpose()?;
                }
                let friends = dump::friends(tx, last, last).await?.into_iter().map(|friend| friend.code).collect();
                match next_listed.take_if(|listed| listed.id == last.0) {
                    Some(same) => {
                        note_difference(findings, &same.code, same.friends, friends)?;
                        next_listed = listed.next().transpose()?;
                    }
                    None => note_difference(findings, &referrer.code, Vec::new(), friends)?,
                }
            }
            if is_last {
                break;
            }
        }
        while let Some(after) = next_listed {
            note_difference(findings, &after.code, after.friends, Vec::new())?;
            next_listed = listed.next().transpose()?;
        }
        Ok(())
    }
}

fn note_difference(
    findings: &mut Findings,
    code: &str,
    mut listed: Vec<String>,
    mut friends: Vec<String>,
) -> io::Result<()> {
    listed.sort_unstable();
    friends.sort_unstable();
    if listed == friends {
        return Ok(());
    }
    let named = |codes: &[String]| if codes.is_empty() { "nobody".to_owned() } else { codes.join(", ") };
    let message = format!(
        "the file lists {} here, and {} named this customer as referrer; what the friends say counts",
        named(&listed),
        named(&friends)
    );
    let key = JsonPath::Key(code);
    findings.add(&JsonPath::Field(&key, "referrals").finding(FindingKind::Referrals, message))
}

fn pair(referrer: &str, friend: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (referrer, friend).hash(&mut hasher);
    hasher.finish()
}
