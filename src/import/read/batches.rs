//! Reads the file on a thread of its own, in batches of customers, so that one batch is stored while the next is read.

use std::{ops::Range, path::Path};

use serde::de::IgnoredAny;
use tokio::sync::mpsc;

use super::{
    billing, customer,
    groups::{self, GroupRecord},
    parcels::{self, ParcelRecord},
    record::ParsedCustomer,
    scan::{Member, Members, ScanError},
    shop::ShopRecord,
};
use crate::{
    clock::Timestamp,
    domain::PhoneCountries,
    import::{
        billing::BillingRecord,
        findings::Finding,
        format::{
            BILLING, Billing, Customer, FINDINGS, GROUPS, Group, List, ORGANIZATION, Organization, PARCELS, Parcel,
            SETTINGS, STAFF, Settings, StaffMember,
        },
    },
};

/// A batch ends at so many customers, or when they took so many bytes of the file.
const MAX_CUSTOMERS: usize = 256;
const MAX_BYTES: usize = 2 << 20;
/// How many batches are read ahead.
const READ_AHEAD: usize = 2;

/// A part of the file, in its order.
pub(crate) enum DumpPart {
    /// The highest id of the shop that was exported, which an export writes before its customers.
    LastId(i64),
    Customers {
        customers: Vec<ParsedCustomer>,
        /// How many bytes of the file are read by now.
        bytes_read: u64,
    },
    /// The groups of customers, and the findings of those that are faulty.
    Groups(Vec<GroupRecord>, Vec<Finding>),
    /// What the shop sells and how it bills, the findings of what of it is faulty, and where the file has it.
    Billing(Box<BillingRecord>, Vec<Finding>, Range<u64>),
    /// Parcels, and the findings of those that are faulty.
    Parcels(Vec<ParcelRecord>, Vec<Finding>),
    /// The end of the file or of what can be read of it, with what it says about the shop.
    End(Box<Result<ShopRecord, ScanError>>),
}

/// Starts to read a file at the moment `now`; returns its parts and its length in bytes.
pub(crate) fn open(
    path: &Path,
    now: Timestamp,
    phones: PhoneCountries,
) -> Result<(mpsc::Receiver<DumpPart>, u64), ScanError> {
    let (members, length) = Members::open(path)?;
    let (sender, parts) = mpsc::channel(READ_AHEAD);
    tokio::task::spawn_blocking(move || {
        let end = read(members, now, &phones, |part| sender.blocking_send(part).is_ok());
        // The receiver is gone where the import has failed already.
        let _ = sender.blocking_send(DumpPart::End(Box::new(end)));
    });
    Ok((parts, length))
}

/// Reads to the end of the file, or until `send` returns false.
pub(super) fn read(
    mut members: Members,
    now: Timestamp,
    phones: &PhoneCountries,
    mut send: impl FnMut(DumpPart) -> bool,
) -> Result<ShopRecord, ScanError> {
    let mut shop = ShopRecord::default();
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut billing_read = BillingRead::No;
    while let Some(Member { key, value, bytes: range }) = members.next()? {
        bytes += value.len();
        let bytes_read = range.end;
        let is_settings = key == SETTINGS;
        let (mut read_groups, mut read_parcels, mut read_billing) = (None, None, None);
        let mut is_billed = false;
        let parsed = match key.as_str() {
            ORGANIZATION => {
                serde_json::from_str::<Organization<'_>>(value).map(|raw| shop.read_organization(&raw, now))
            }
            SETTINGS => serde_json::from_str::<Settings<'_>>(value).map(|raw| shop.read_settings(&raw, now)),
            STAFF => serde_json::from_str::<List<StaffMember<'_>>>(value).map(|raw| shop.read_staff(&raw, now)),
            GROUPS => {
                serde_json::from_str::<List<Group<'_>>>(value).map(|list| read_groups = Some(groups::read(&list, now)))
            }
            BILLING if billing_read == BillingRead::Ahead => {
                billing_read = BillingRead::Here;
                Ok(())
            }
            BILLING => {
                billing_read = BillingRead::Here;
                serde_json::from_str::<Billing<'_>>(value).map(|raw| read_billing = Some(billing::read(&raw, now)))
            }
            key if key.starts_with(PARCELS) => serde_json::from_str::<List<Parcel<'_>>>(value)
                .map(|page| read_parcels = Some(parcels::read(key, &page, now))),
            FINDINGS => serde_json::from_str::<IgnoredAny>(value).map(|_| ()),
            _ => serde_json::from_str::<Customer<'_>>(value).map(|raw| {
                is_billed = raw.sales_profile.is_some();
                batch.push(customer::read(key, range.clone(), &raw, now, phones));
            }),
        };
        if let Err(error) = parsed {
            let value = value.to_owned();
            return Err(members.broken_value(&range, &value, &error));
        }
        if let Some(last) = shop.last_id.filter(|_| is_settings)
            && !send(DumpPart::LastId(last))
        {
            break;
        }
        if let Some((records, findings)) = read_groups
            && !send(DumpPart::Groups(records, findings))
        {
            break;
        }
        if is_billed && billing_read == BillingRead::No {
            let ahead = billing_ahead(&members, now);
            billing_read = if ahead.is_some() { BillingRead::Ahead } else { BillingRead::Sought };
            if let Some(part) = ahead
                && !send(part)
            {
                break;
            }
        }
        if let Some((record, findings)) = read_billing
            && !send(DumpPart::Billing(Box::new(record), findings, range.clone()))
        {
            break;
        }
        if let Some((records, findings)) = read_parcels
            && !send(DumpPart::Parcels(records, findings))
        {
            break;
        }
        if batch.len() >= MAX_CUSTOMERS || bytes >= MAX_BYTES {
            bytes = 0;
            let customers = std::mem::replace(&mut batch, Vec::with_capacity(MAX_CUSTOMERS));
            if !send(DumpPart::Customers { customers, bytes_read }) {
                break;
            }
        }
    }
    // A receiver that is gone has returned its own error.
    send(DumpPart::Customers { customers: batch, bytes_read: 0 });
    Ok(shop)
}

/// Whether it was read what customers refer to who are billed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BillingRead {
    No,
    /// It was looked for and not found, or it is broken.
    Sought,
    /// Before its place in the file, which is behind customers: a tool has sorted the members.
    Ahead,
    Here,
}

/// What customers refer to who are billed, from further on in the file. What is broken on the way there is told when it is read in its
/// place.
fn billing_ahead(members: &Members, now: Timestamp) -> Option<DumpPart> {
    let mut ahead = members.again().ok()?;
    while let Some(Member { key, value, bytes }) = ahead.next().ok()? {
        if key == BILLING {
            let raw = serde_json::from_str::<Billing<'_>>(value).ok()?;
            let (record, findings) = billing::read(&raw, now);
            return Some(DumpPart::Billing(Box::new(record), findings, bytes));
        }
    }
    None
}
