//! Reads the file on a thread of its own, so that one batch is stored while the next is read.

use std::path::Path;

use serde::de::IgnoredAny;
use tokio::sync::mpsc;

use super::{
    FINDINGS, ORGANIZATION, SETTINGS,
    format::{Customer, Organization, Settings},
    record::{self, Parsed},
    scan::{Member, Members, ScanError},
    settings::ShopRecord,
};

/// The most customers of a batch, and the most bytes of the file they may come from.
const CUSTOMERS: usize = 256;
const BYTES: usize = 2 << 20;
/// How many batches may wait.
const WAITING: usize = 2;

/// What comes from the file.
pub(super) enum Piece {
    Batch {
        customers: Vec<Parsed>,
        /// How many bytes of the file are read.
        read: u64,
    },
    /// The last one.
    End(Box<Result<ShopRecord, ScanError>>),
}

/// Begins to read; also says how long the file is.
pub(super) fn open(path: &Path) -> Result<(mpsc::Receiver<Piece>, u64), ScanError> {
    let (members, length) = Members::open(path)?;
    let (pieces, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let end = read(members, |piece| pieces.blocking_send(piece).is_ok());
        // Nobody waits for it where the import has failed already.
        let _ = pieces.blocking_send(Piece::End(Box::new(end)));
    });
    Ok((receiver, length))
}

/// Reads to the end, or until a batch is not taken any more.
pub(super) fn read(mut members: Members, mut hand_on: impl FnMut(Piece) -> bool) -> Result<ShopRecord, ScanError> {
    let mut shop = ShopRecord::default();
    let mut batch = Vec::new();
    let mut bytes = 0;
    while let Some(Member { key, value, place }) = members.next()? {
        bytes += value.len();
        let read = place.end;
        let parsed = match key.as_str() {
            ORGANIZATION => serde_json::from_str::<Organization<'_>>(value).map(|raw| shop.read_organization(&raw)),
            SETTINGS => serde_json::from_str::<Settings<'_>>(value).map(|raw| shop.read_settings(&raw)),
            FINDINGS => serde_json::from_str::<IgnoredAny>(value).map(|_| ()),
            _ => serde_json::from_str::<Customer<'_>>(value)
                .map(|raw| batch.push(record::read(key, place.clone(), &raw))),
        };
        if let Err(error) = parsed {
            let value = value.to_owned();
            return Err(members.broken_value(&place, &value, &error));
        }
        if batch.len() >= CUSTOMERS || bytes >= BYTES {
            bytes = 0;
            let full = Piece::Batch { customers: std::mem::replace(&mut batch, Vec::with_capacity(CUSTOMERS)), read };
            if !hand_on(full) {
                break;
            }
        }
    }
    // Whoever does not take it has an error of their own.
    hand_on(Piece::Batch { customers: batch, read: 0 });
    Ok(shop)
}
