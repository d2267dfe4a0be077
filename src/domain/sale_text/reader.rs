//! Who reads a message: what depends on the shop and the person.

use super::words::SaleWords;
use crate::domain::{Currency, Language};

/// Reads messages of a person about sales of a shop. Its methods are in the files of what they read.
#[derive(Clone, Copy, Debug)]
pub struct SaleReader<'a> {
    /// The words beside goods and amounts.
    pub words: &'a SaleWords,
    /// The currency of the shop.
    pub currency: Currency,
    /// The language in which the person writes amounts.
    pub language: Language,
    /// What a sale by sum is called.
    pub sum_name: &'a str,
}
