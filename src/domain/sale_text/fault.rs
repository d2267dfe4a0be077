//! What is wrong with a line of a message.

use serde::{Deserialize, Serialize};

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its place in the message, counted from 1.
    pub line: usize,
    /// What was typed.
    pub text: String,
    /// How many of the sale's lines stand before it.
    pub after: usize,
    /// What is wrong with it.
    pub why: LineError,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LineError {
    /// It does not say what is sold.
    #[error("no name")]
    NoName,
    /// The name is too long.
    #[error("the name is too long")]
    NameTooLong,
    /// The name is a word that stands for points, a debt, a discount or a total.
    #[error("the name has another meaning")]
    NameReserved,
    /// It does not end with a price.
    #[error("no price")]
    NoPrice,
    /// What stands before the `x` is no quantity above zero.
    #[error("no quantity")]
    NoQuantity,
    /// A number has more decimals than are kept.
    #[error("too many decimals")]
    TooPrecise,
    /// A number is below zero.
    #[error("below zero")]
    Negative,
    /// A number is beyond what can be kept.
    #[error("too large")]
    TooLarge,
    /// Quantity at price is not the sum beside them.
    #[error("another sum")]
    AnotherSum,
    /// The price is in another currency than the shop's.
    #[error("another currency")]
    AnotherCurrency,
    /// It does not say how many points.
    #[error("how many points?")]
    PointsMissing,
    /// Points were to be redeemed before.
    #[error("points a second time")]
    PointsTwice,
    /// A debt is the whole rest, never an amount.
    #[error("a debt with an amount")]
    DebtWithAmount,
    /// A discount: prices are those after it.
    #[error("a discount")]
    Discount,
    /// A sum of other lines.
    #[error("a total")]
    Total,
    /// How the sale is paid, or a part of the payment.
    #[error("a payment")]
    Payment,
    /// Goods that come back.
    #[error("a return")]
    Return,
    /// A quantity without its item.
    #[error("a quantity without an item")]
    QuantityAlone,
    /// A phone number, a number of a document, a tax, a balance: what a receipt or a note holds beside goods.
    #[error("no item")]
    NotGoods,
    /// A customer below the first line.
    #[error("two customers")]
    TwoCustomers,
}
