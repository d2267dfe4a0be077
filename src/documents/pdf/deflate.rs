//! Streams of a file are compressed.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// `bytes`, compressed; the same for the same bytes.
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}
