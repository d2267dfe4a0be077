//! Who invited whom. Most friends come after their referrer in the file and are linked at once; the others wait until all
//! customers are there. What `referrals` lists is compared with what the friends say themselves.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
};

use serde::{Deserialize, Serialize};

use super::{
    ImportError,
    disk_list::DiskList,
    findings::{At, FindingKind, Findings},
    legacy::Legacy,
    record::Record,
};
use crate::{
    domain::CustomerId,
    storage::{
        Tx,
        bulk::{self, CustomerRow},
        customers, dump,
    },
};

/// How many wait for one query.
const PAGE: usize = 500;

/// The links between the customers of a file.
pub(super) struct Friends {
    waiting: DiskList<Waiting>,
    listed: DiskList<Listed>,
    /// Sums over all pairs of referrer and friend: the same where both sides say the same pairs, in whatever order.
    by_friends: u64,
    by_referrers: u64,
}

/// A friend whose referrer was not there yet.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    id: i64,
    code: String,
    referrer: String,
}

/// The friends whom a referrer lists.
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

    /// Links the customers of a batch, which are about to be inserted in this order, to referrers who are there.
    pub(super) async fn link(
        &mut self,
        tx: &mut Tx,
        rows: &mut [CustomerRow],
        sound: &[(CustomerId, Box<Record>)],
    ) -> Result<(), ImportError> {
        let wanted = sound.iter().filter_map(|(_, record)| record.referred_by.clone()).collect();
        let mut there: HashMap<String, CustomerId> = bulk::ids_of_codes(tx, wanted).await?.into_iter().collect();
        let mut rows = rows.iter_mut();
        for (id, record) in sound {
            let code = record.code.as_str();
            let Some(row) = rows.find(|row| row.customer_id == *id) else { break };
            if let Some(referrer) = &record.referred_by {
                self.by_friends = self.by_friends.wrapping_add(pair(referrer, code));
                row.referrer_id = there.get(referrer).copied();
                if row.referrer_id.is_none() {
                    let mut legacy = Legacy::of_column(row.legacy.as_deref());
                    let given = serde_json::value::to_raw_value(referrer).map_err(io::Error::from)?;
                    legacy.give("referred_by", &given);
                    row.legacy = legacy.column();
                    self.waiting.push(&Waiting { id: id.0, code: code.to_owned(), referrer: referrer.clone() })?;
                }
            }
            there.insert(code.to_owned(), *id);
            if !record.referrals.is_empty() {
                for friend in &record.referrals {
                    self.by_referrers = self.by_referrers.wrapping_add(pair(code, friend));
                }
                self.listed.push(&Listed { id: id.0, code: code.to_owned(), friends: record.referrals.clone() })?;
            }
        }
        Ok(())
    }

    /// Links those who waited; notes whose referrer is nobody, and where both sides disagree.
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

    /// Walks through those who list friends and those who have some, both in the order of their rows.
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
                    tell_difference(findings, &before.code, before.friends, Vec::new())?;
                    next_listed = listed.next().transpose()?;
                }
                let friends = dump::friends(tx, last, last).await?.into_iter().map(|friend| friend.code).collect();
                match next_listed.take_if(|listed| listed.id == last.0) {
                    Some(same) => {
                        tell_difference(findings, &same.code, same.friends, friends)?;
                        next_listed = listed.next().transpose()?;
                    }
                    None => tell_difference(findings, &referrer.code, Vec::new(), friends)?,
                }
            }
            if is_last {
                break;
            }
        }
        while let Some(after) = next_listed {
            tell_difference(findings, &after.code, after.friends, Vec::new())?;
            next_listed = listed.next().transpose()?;
        }
        Ok(())
    }
}

async fn link_page(tx: &mut Tx, page: Vec<Waiting>, findings: &mut Findings) -> Result<(), ImportError> {
    let wanted = page.iter().map(|friend| friend.referrer.clone()).collect();
    let there: HashMap<String, CustomerId> = bulk::ids_of_codes(tx, wanted).await?.into_iter().collect();
    for friend in page {
        let key = At::Key(&friend.code);
        let at = At::Field(&key, "referred_by");
        let kept = "the customer is imported without a referrer, and exported with the original";
        let Some(referrer) = there.get(&friend.referrer) else {
            let message = format!("{} is nobody who was imported; {kept}", friend.referrer);
            findings.add(&at.finding(FindingKind::UnknownReferrer, message))?;
            continue;
        };
        // Every circle has a link to somebody further down in the file, and those are made here.
        if referrer.0 == friend.id || customers::is_invited_by(tx, *referrer, CustomerId(friend.id)).await? {
            let message = format!("{} was invited by this customer, at some remove; {kept}", friend.referrer);
            findings.add(&at.finding(FindingKind::ReferralCircle, message))?;
            continue;
        }
        dump::set_referrer(tx, CustomerId(friend.id), *referrer).await?;
    }
    Ok(())
}

fn tell_difference(
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
    let key = At::Key(code);
    findings.add(&At::Field(&key, "referrals").finding(FindingKind::Referrals, message))
}

fn pair(referrer: &str, friend: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (referrer, friend).hash(&mut hasher);
    hasher.finish()
}
