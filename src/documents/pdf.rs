//! Sheets of A4 as PDF: bills, and invoices of the staff.
//!
//! [`write()`] takes a [`Sheet`] of texts as they are read, sets them with the fonts in the binary, and divides them into
//! pages. The same sheet gives the same bytes. Nothing that people type stops it: letters that the fonts lack are boxes,
//! and what does not fit is wrapped, written smaller, or goes on on the next page.

mod canvas;
mod deflate;
mod faces;
mod file;
mod glyphs;
mod layout;
mod pages;
mod shaping;
mod sheet;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod wrapping;

pub use sheet::{Code, Column, ColumnKind, Labelled, Line, Party, Payment, Sheet, Total};

use super::qr;

/// Why a sheet cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The QR code holds less than its content.
    #[error(transparent)]
    Code(#[from] qr::Error),
    /// A font could not be reduced to the letters of the sheet.
    #[error("the letters of a font cannot be written")]
    Font(#[from] subsetter::Error),
}

/// Writes a sheet as a PDF. Each page ends with its number and their count.
///
/// # Errors
/// [`Error`].
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let (pages, used) = layout::draw(sheet)?.finish();
    Ok(file::write(sheet, &pages, &used)?)
}
