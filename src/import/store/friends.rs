//! Links friends to their referrers. Most friends come after their referrer in the file and are linked at once; the
//! others are linked when all customers are stored. `referrals` is compared with what the friends' records say.

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
        legacy::Legacy,
        read::record::CustomerRecord,
    },
    storage::{
        Tx,
        bulk::{self, CustomerRow},
        customers, dump,
    },
};

/// The number of links in one query.
const PAGE: usize = 500;

/// The links between the customers of a file.
pub(super) struct Friends {
    waiting: DiskList<Waiting>,
    listed: DiskList<Listed>,
    /// The sum of the hashes of all pairs of referrer and friend, by `referred_by`. It does not depend on their order.
    by_friends: u64,
    /// The same by `referrals`. Where both are equal, both sides list the same pairs.
    by_referrers: u64,
}

/// A friend whose referrer was not stored yet.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    id: i64,
    code: String,
    referrer: String,
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
        Ok(Self { waiting: DiskList::new()?, listed: DiskList::new()?, by_friends: 0, by_referrers: 0 })
    }

    /// Links the customers of a batch, which are inserted next and in this order, to referrers who are stored or in the
    /// batch before them.
    pub(super) async fn link(
        &mut self,
        tx: &mut Tx,
        rows: &mut [CustomerRow],
        records: &[(CustomerId, Box<CustomerRecord>)],
    ) -> Result<(), ImportError> {
        let wanted = records.iter().filter_map(|(_, record)| record.referred_by.clone()).collect();
        let mut stored: HashMap<String, CustomerId> = bulk::ids_of_codes(tx, wanted).await?.into_iter().collect();
        let mut rows = rows.iter_mut();
        for (id, record) in records {
            let code = record.code.as_str();
            let Some(row) = rows.find(|row| row.customer_id == *id) else { break };
            if let Some(referrer) = &record.referred_by {
                self.by_friends = self.by_friends.wrapping_add(pair(referrer, code));
                row.referrer_id = stored.get(referrer).copied();
                if row.referrer_id.is_none() {
                    let mut legacy = Legacy::from_column(row.legacy.as_deref());
                    let given = serde_json::value::to_raw_value(referrer).map_err(io::Error::from)?;
                    legacy.keep_value("referred_by", &given);
                    row.legacy = legacy.to_column();
                    self.waiting.push(&Waiting { id: id.0, code: code.to_owned(), referrer: referrer.clone() })?;
                }
            }
            stored.insert(code.to_owned(), *id);
            if !record.referrals.is_empty() {
                for friend in &record.referrals {
                    self.by_referrers = self.by_referrers.wrapping_add(pair(code, friend));
                }
                self.listed.push(&Listed { id: id.0, code: code.to_owned(), friends: record.referrals.clone() })?;
            }
        }
        Ok(())
    }

    /// Links the friends whose referrer came later. Adds a finding where the referrer is not stored, and where both
    /// sides differ.
    pub(super) async fn finish(
        &mut self,
        tx: &mut Tx,
        first: CustomerId,
        findings: &mut Findings,
    ) -> Result<(), ImportError> {
        if !self.waiting.is_empty() {
            let mut waiting = self.waiting.read()?;
            loop {
                let page = waiting.by_ref().take(PAGE).collect::<io::Result<Vec<Waiting>>>()?;
                if page.is_empty() {
                    break;
                }
                link_page(tx, page, findings).await?;
            }
        }
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

async fn link_page(tx: &mut Tx, page: Vec<Waiting>, findings: &mut Findings) -> Result<(), ImportError> {
    let wanted = page.iter().map(|friend| friend.referrer.clone()).collect();
    let stored: HashMap<String, CustomerId> = bulk::ids_of_codes(tx, wanted).await?.into_iter().collect();
    for friend in page {
        let key = JsonPath::Key(&friend.code);
        let path = JsonPath::Field(&key, "referred_by");
        let kept = "the customer is imported without a referrer, and exported with the original";
        let Some(referrer) = stored.get(&friend.referrer) else {
            let message = format!("{} is nobody who was imported; {kept}", friend.referrer);
            findings.add(&path.finding(FindingKind::UnknownReferrer, message))?;
            continue;
        };
        // Every circle has a link to a customer further down in the file, so circles are looked for only here.
        if referrer.0 == friend.id || customers::is_invited_by(tx, *referrer, CustomerId(friend.id)).await? {
            let message = format!("{} was invited by this customer, at some remove; {kept}", friend.referrer);
            findings.add(&path.finding(FindingKind::ReferralCircle, message))?;
            continue;
        }
        dump::set_referrer(tx, CustomerId(friend.id), *referrer).await?;
    }
    Ok(())
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
