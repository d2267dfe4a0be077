//! Findings of an import: each names the customer, the path in the file, what is wrong and what was done about it.
//!
//! A file may have millions of them, so they are kept on disk, and only their counts in memory.

use std::{collections::BTreeMap, fmt, io};

use serde::{Deserialize, Serialize};

use super::{
    disk_list::DiskList,
    format::{BILLING, ORGANIZATION, SETTINGS, STAFF},
};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Could lose or invent value, or show it to the wrong person: the customer is not imported.
    Fault,
    /// Imported; the owner of the shop may want to check it.
    Warning,
    /// Imported; usual in dumps of the earlier bot.
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
        /// The kind of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FindingKind { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        impl FindingKind {
            /// The word in reports and files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// How bad findings of this kind are.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }
        }
    };
}

kinds! {
    /// A top-level key that is not a customer code.
    NotACode = "not_a_code", Fault;
    /// The file has the same code twice.
    DuplicateCustomer = "duplicate_customer", Fault;
    /// A customer who was not imported has this code.
    CodeTaken = "code_taken", Fault;
    /// The file has two groups of one name.
    DuplicateGroup = "duplicate_group", Fault;
    /// The customer's `id` is not the key.
    KeyDiffersFromId = "key_differs_from_id", Fault;
    /// Two customers with one Telegram account.
    DuplicateTelegramId = "duplicate_telegram_id", Fault;
    /// Two customers with one phone number.
    DuplicatePhone = "duplicate_phone", Fault;
    /// A field is of another type than it must be, or is missing.
    WrongType = "wrong_type", Fault;
    /// An object has the same field twice.
    FieldTwice = "field_twice", Fault;
    /// Not a number, or too large.
    BadAmount = "bad_amount", Fault;
    /// Below zero.
    NegativeAmount = "negative_amount", Fault;
    /// More decimal places than money (two) or quantities (three) have.
    TooManyDecimals = "too_many_decimals", Fault;
    /// Not a date with a time and an offset.
    BadDate = "bad_date", Fault;
    /// An entry whose `type` is unknown, so its sign is.
    UnknownEntryType = "unknown_entry_type", Fault;
    /// The same invoice twice within one customer.
    DuplicateInvoice = "duplicate_invoice", Fault;
    /// A points wallet below zero.
    BalanceBelowZero = "balance_below_zero", Fault;
    /// The refunds of an invoice exceed it, or contradict the entries.
    BadRefund = "bad_refund", Fault;
    /// A coupon that cannot be, or that contradicts the invoices which used it.
    BadCoupon = "bad_coupon", Fault;
    /// A parcel that cannot be.
    BadParcel = "bad_parcel", Fault;
    /// Something of billing that cannot be, or a bill that is not the sum of its lines and payments.
    BadBill = "bad_bill", Fault;
    /// Something refers to a key account manager, utility information or a package that is not there.
    UnknownReference = "unknown_reference", Fault;
    /// Another sales profile or another bill has this number.
    NumberTaken = "number_taken", Fault;
    /// Another customer has the code by which another system knows this one.
    OutsideCodeTaken = "outside_code_taken", Warning;
    /// Lots that do not add up to the points of their wallet.
    BadLots = "bad_lots", Fault;
    /// A merged card that still has a balance, an account, a phone number or a referrer.
    BadMerge = "bad_merge", Fault;
    /// A balance that its history does not add up to.
    BalanceMismatch = "balance_mismatch", Warning;
    /// `referred_by` is not the code of an imported customer.
    UnknownReferrer = "unknown_referrer", Warning;
    /// `referred_by` closes a circle: a customer would be their own referrer, directly or through others.
    ReferralCircle = "referral_circle", Warning;
    /// `merged_into` is not the code of a card that can replace this one.
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
    /// Another sale has this receipt number.
    ReceiptTaken = "receipt_taken", Warning;
    /// An invoice number that is not eight upper-case hex digits.
    BadInvoiceNumber = "bad_invoice_number", Warning;
    /// An entry of zero.
    ZeroAmount = "zero_amount", Warning;
    /// A description that the earlier bot is not known to write.
    UnknownDescription = "unknown_description", Warning;
    /// Not a valid phone number of any country.
    BadPhone = "bad_phone", Warning;
    /// A text with characters that a database cannot store.
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
    /// The settings were changed in Kopilka; the file's are not taken.
    SettingsChanged = "settings_changed", Warning;
    /// The shop was here before, so its staff stays and the file's is not taken.
    StaffKept = "staff_kept", Warning;
    /// A group of this name was here before and stays as it is.
    GroupKept = "group_kept", Warning;
    /// How the shop bills, or something that it sells, was here before and stays as it is.
    BillingKept = "billing_kept", Warning;
    /// There is no group of the name that a customer has.
    UnknownGroup = "unknown_group", Warning;
    /// The shop was here before, so customers get other ids than those that clients of the APIs know.
    IdsChanged = "ids_changed", Warning;
    /// The customer was imported before, from a different record.
    DiffersFromImported = "differs_from_imported", Warning;
    /// The customer exists and was not imported; the file's record differs.
    DiffersFromHere = "differs_from_here", Warning;
    /// The customer was imported before, and has new entries since.
    ChangedSinceImport = "changed_since_import", Warning;
    /// The person wrote to the bot before the import; their card, on which nothing had happened, becomes the imported one.
    CardTakenOver = "card_taken_over", Note;
    /// A person who wrote to the bot before the import had the code of another customer of the file, and has a new one.
    CodeChanged = "code_changed", Note;
    /// A customer who was imported before names one who comes only now; both are linked.
    LinkedLater = "linked_later", Note;
    /// A friend who is linked later has bought before, so that the referrer gets no reward.
    RewardMissed = "reward_missed", Warning;
    /// A moment that cannot be: before Telegram, or in the future.
    ImpossibleDate = "impossible_date", Warning;
    /// An amount with the noise of floating-point arithmetic, such as 0.30000000000000004.
    FloatNoise = "float_noise", Warning;
    /// A description whose kind of entry does not belong in its wallet: the entry counts as a manual one.
    ForeignDescription = "foreign_description", Note;
    /// `combined_history` lacks entries that the histories have.
    CombinedHistoryLags = "combined_history_lags", Note;
    /// The debt is negative: the customer has money with the shop.
    MoneyInCredit = "money_in_credit", Note;
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// The customer's key in the file; empty where it concerns the shop.
    pub customer: String,
    /// The path in the file, such as `82423.history[3].amount`.
    pub path: String,
    /// What is wrong and what was done about it, in plain words.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} ({})", self.kind.severity(), self.path, self.message, self.kind)
    }
}

/// A path in the file. It borrows its parents and is formatted only for a finding.
#[derive(Clone, Copy)]
pub(crate) enum JsonPath<'a> {
    Key(&'a str),
    Field(&'a JsonPath<'a>, &'a str),
    Item(&'a JsonPath<'a>, usize),
}

impl JsonPath<'_> {
    fn root(&self) -> &str {
        match self {
            Self::Key(key) => key,
            Self::Field(parent, _) | Self::Item(parent, _) => parent.root(),
        }
    }

    /// A finding at this path.
    pub(crate) fn finding(&self, kind: FindingKind, message: impl Into<String>) -> Finding {
        let root = self.root();
        let is_customer = !matches!(root, ORGANIZATION | SETTINGS | STAFF | BILLING);
        let customer = if is_customer { root.to_owned() } else { String::new() };
        Finding { kind, customer, path: self.to_string(), message: message.into() }
    }
}

impl fmt::Display for JsonPath<'_> {
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
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { list: DiskList::new()?, counts: BTreeMap::new() })
    }

    pub(crate) fn add(&mut self, finding: &Finding) -> io::Result<()> {
        *self.counts.entry(finding.kind).or_default() += 1;
        self.list.push(finding)
    }

    /// The number of findings by kind.
    pub const fn counts(&self) -> &BTreeMap<FindingKind, u64> {
        &self.counts
    }

    /// The number of findings of a severity.
    pub fn count(&self, severity: Severity) -> u64 {
        self.counts.iter().filter(|(kind, _)| kind.severity() == severity).map(|(_, count)| count).sum()
    }

    /// Every finding, in the order in which they were added.
    ///
    /// # Errors
    /// The file system's.
    pub fn read(&mut self) -> io::Result<impl Iterator<Item = io::Result<Finding>> + use<>> {
        self.list.read()
    }
}
