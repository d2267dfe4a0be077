//! What stands on a sheet: texts and amounts as they are read, without a place on paper. A sheet waits in the outbox as JSON, so
//! fields are only added, with a default.

use serde::{Deserialize, Serialize};

/// A bill, or an invoice of the staff. All texts are in the language of its reader, and amounts, dates and numbers are
/// written the way this language writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sheet {
    /// The code of the language, for programs that read aloud: `kk`.
    pub language: String,
    /// What it is, with its number: `Счёт № INV20261101`. Also the title of the file and the head of later pages.
    pub title: String,
    /// When it was issued, is due and what period it is for.
    pub facts: Vec<Labelled>,
    /// The shop, then the customer.
    pub parties: Vec<Party>,
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// The lines of the table.
    pub lines: Vec<Line>,
    /// What the lines come to: subtotal, discount, VAT, paid, due.
    pub totals: Vec<Total>,
    /// How to pay what is due.
    pub payment: Option<Payment>,
    /// A QR code to pay or to open the bill.
    pub code: Option<Code>,
}

/// A value with its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Labelled {
    /// What the value is: `Оплатить до`.
    pub label: String,
    /// The value: `10.12.2026`.
    pub value: String,
}

/// Who issues the sheet, or for whom it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// What the party is: `Поставщик`.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its address, numbers and phones, each on a line of its own.
    pub details: Vec<String>,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// What stands above it.
    pub title: String,
    /// How wide it is, and on which side its texts stand.
    pub kind: ColumnKind,
}

/// How wide a column is, and on which side its texts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Takes the room that the others leave; texts are wrapped. One column of a table is of this kind.
    Name,
    /// As wide as its widest text, on the left: the number of the line, a unit.
    Short,
    /// As wide as its widest text, on the right: quantities and amounts.
    Figure,
}

/// A line of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// A text for each column.
    pub cells: Vec<String>,
    /// A remark, in smaller letters below the name; empty where there is none.
    pub remark: String,
}

/// An amount below the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Total {
    /// What the amount is.
    pub label: String,
    /// The amount.
    pub amount: String,
    /// Whether it is what the reader looks for: larger, below a rule.
    pub strong: bool,
}

/// How to pay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Payment {
    /// What stands above it.
    pub title: String,
    /// Accounts and wallets.
    pub ways: Vec<Labelled>,
}

/// A QR code with what it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    /// What a scanner reads.
    pub content: String,
    /// What stands below it.
    pub caption: String,
}
