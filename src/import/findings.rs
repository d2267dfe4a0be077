//! What the import noticed: each finding names the customer, the place in the file, what is wrong and what was done.
//!
//! A file may have millions of them, so they wait in a temporary file and only their counts are held.

use std::{collections::BTreeMap, fmt, io};

use serde::{Deserialize, Serialize};

use super::disk_list::DiskList;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Could lose or invent value, or show it to the wrong person: the customer is not imported.
    Fault,
    /// Imported; somebody may want to look.
    Warning,
    /// Imported; the dump is known for it.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fault => "fault",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $severity:ident;)+) => {
        /// What kind of thing was noticed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FindingKind { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        impl FindingKind {
            /// The word for it in reports and files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// How bad it is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }
        }
    };
}

kinds! {
    /// A top-level key that is no customer's code.
    NotACode = "not_a_code", Fault;
    /// The same customer twice in the file.
    DuplicateCustomer = "duplicate_customer", Fault;
    /// A customer who was not imported has this code.
    CodeTaken = "code_taken", Fault;
    /// The customer's `id` is not the key.
    KeyDiffersFromId = "key_differs_from_id", Fault;
    /// Two customers with one Telegram account.
    DuplicateTelegramId = "duplicate_telegram_id", Fault;
    /// Two customers with one phone number.
    DuplicatePhone = "duplicate_phone", Fault;
    /// A field is of another type than it must be, or is missing.
    WrongType = "wrong_type", Fault;
    /// A field is there twice.
    FieldTwice = "field_twice", Fault;
    /// Not a number, or too large.
    BadAmount = "bad_amount", Fault;
    /// Below zero.
    NegativeAmount = "negative_amount", Fault;
    /// More decimal places than money (two) or quantities (three) have.
    TooManyDecimals = "too_many_decimals", Fault;
    /// Not a date with a time and an offset.
    BadDate = "bad_date", Fault;
    /// An entry that neither adds nor takes.
    UnknownEntryType = "unknown_entry_type", Fault;
    /// The same invoice twice within one customer.
    DuplicateInvoice = "duplicate_invoice", Fault;
    /// A points wallet below zero.
    BalanceBelowZero = "balance_below_zero", Fault;
    /// A refund that is more than its invoice, or that the entries contradict.
    BadRefund = "bad_refund", Fault;
    /// Lots that are not the points of their wallet.
    BadLots = "bad_lots", Fault;
    /// A card that another is used instead of, and that has something nevertheless.
    BadMerge = "bad_merge", Fault;
    /// A balance that its history does not add up to.
    BalanceMismatch = "balance_mismatch", Warning;
    /// `referred_by` names nobody who was imported.
    UnknownReferrer = "unknown_referrer", Warning;
    /// `referred_by` makes a customer invite themselves, at some remove.
    ReferralCircle = "referral_circle", Warning;
    /// `merged_into` names no card that could be used instead.
    UnknownCard = "unknown_card", Warning;
    /// An invoice's total is not the sum of its lines.
    InvoiceTotalMismatch = "invoice_total_mismatch", Warning;
    /// A line's total is not its quantity at its price.
    LineTotalMismatch = "line_total_mismatch", Warning;
    /// More points were redeemed on an invoice than it cost.
    RedeemedTooMuch = "redeemed_too_much", Warning;
    /// An invoice and the entries disagree on what was redeemed.
    RedeemedMismatch = "redeemed_mismatch", Warning;
    /// An entry names an invoice that the customer does not have.
    UnknownInvoice = "unknown_invoice", Warning;
    /// Another customer has an invoice of this number.
    InvoiceNumberTaken = "invoice_number_taken", Warning;
    /// An invoice number that is not eight upper-case hex digits.
    BadInvoiceNumber = "bad_invoice_number", Warning;
    /// An entry of nothing.
    ZeroAmount = "zero_amount", Warning;
    /// A description that the earlier bot is not known to write.
    UnknownDescription = "unknown_description", Warning;
    /// A phone number that no country has.
    BadPhone = "bad_phone", Warning;
    /// A text with characters that a database cannot hold.
    BadCharacter = "bad_character", Warning;
    /// The referral code is not `PROMO` and the code.
    OddReferralCode = "odd_referral_code", Warning;
    /// `combined_history` has an entry that the histories do not have.
    CombinedHistory = "combined_history", Warning;
    /// `referrals` and the friends' own `referred_by` disagree.
    Referrals = "referrals", Warning;
    /// A field that the format does not have.
    UnknownField = "unknown_field", Warning;
    /// The shop's details or settings are not in the file.
    NoSettings = "no_settings", Warning;
    /// The settings were changed here since; the file's are not taken.
    SettingsChanged = "settings_changed", Warning;
    /// The customer was imported before from a file that said something else.
    DiffersFromImported = "differs_from_imported", Warning;
    /// The customer is here, without an import, and the file says something else.
    DiffersFromHere = "differs_from_here", Warning;
    /// The customer was imported before and something has happened since.
    ChangedSinceImport = "changed_since_import", Warning;
    /// `combined_history` lacks entries that the histories have.
    CombinedHistoryLags = "combined_history_lags", Note;
    /// The customer has money with the shop instead of a debt.
    MoneyInCredit = "money_in_credit", Note;
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The customer's key in the file; empty where it concerns the shop.
    pub customer: String,
    /// Where: `82423.history[3].amount`.
    pub path: String,
    /// What is wrong and what was done, in plain words.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} ({})", self.kind.severity(), self.path, self.message, self.kind)
    }
}

/// A place in the file, told only when something is wrong there.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    Key(&'a str),
    Field(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl At<'_> {
    fn root(&self) -> &str {
        match self {
            Self::Key(key) => key,
            Self::Field(parent, _) | Self::Item(parent, _) => parent.root(),
        }
    }

    /// What was noticed here.
    pub(super) fn finding(&self, kind: FindingKind, message: impl Into<String>) -> Finding {
        let root = self.root();
        let is_customer = !matches!(root, super::ORGANIZATION | super::SETTINGS);
        let customer = if is_customer { root.to_owned() } else { String::new() };
        Finding { kind, customer, path: self.to_string(), message: message.into() }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Field(parent, field) => write!(f, "{parent}.{field}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// All findings of an import.
pub struct Findings {
    list: DiskList<Finding>,
    counts: BTreeMap<FindingKind, u64>,
}

impl Findings {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { list: DiskList::new()?, counts: BTreeMap::new() })
    }

    pub(super) fn add(&mut self, finding: &Finding) -> io::Result<()> {
        *self.counts.entry(finding.kind).or_default() += 1;
        self.list.push(finding)
    }

    /// How many there are of each kind.
    pub const fn counts(&self) -> &BTreeMap<FindingKind, u64> {
        &self.counts
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> u64 {
        self.counts.iter().filter(|(kind, _)| kind.severity() == severity).map(|(_, count)| count).sum()
    }

    /// Every finding, in the order of the file.
    ///
    /// # Errors
    /// The file system's.
    pub fn read(&mut self) -> io::Result<impl Iterator<Item = io::Result<Finding>> + use<>> {
        self.list.read()
    }
}
