//! What is read from a dump: a customer with their invoices and refunds, ready to be stored.

use std::{fmt::Display, ops::Range};

use crate::{
    clock::Timestamp,
    domain::{
        ActorRef, ClientCode, Code, CouponWorth, CustomerId, EarnRule, Email, GroupDiscount, InvoiceNumber, Language,
        Line, Money, Phone, PointsWallet, Rate, Receipt, RefundFigures, ReturnedLine, TelegramId,
    },
    import::{
        billing::SalesRecord,
        digest::Digest,
        findings::{Finding, FindingKind, JsonPath, Severity},
        legacy::Legacy,
    },
    service::ledger::imported::Account,
    storage::profiles::ProfileFields,
};

/// A customer as read, faulty or not.
#[derive(Debug)]
pub(crate) struct ParsedCustomer {
    /// The key in the file.
    pub(crate) key: String,
    /// Where the file has the record.
    pub(crate) bytes: Range<u64>,
    /// Also of a faulty record, so that later duplicates of it are found.
    pub(crate) telegram_id: Option<TelegramId>,
    /// Also of a faulty record, so that later duplicates of it are found.
    pub(crate) phone: Option<Phone>,
    pub(crate) findings: Vec<Finding>,
    /// `None` where a finding is a fault.
    pub(crate) record: Option<Box<CustomerRecord>>,
}

/// A customer without faults.
#[derive(Debug)]
pub(crate) struct CustomerRecord {
    /// By which clients of the APIs know the customer.
    pub(crate) customer_id: Option<CustomerId>,
    pub(crate) code: Code,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) photo_url: Option<String>,
    pub(crate) is_premium: bool,
    pub(crate) email: Option<Email>,
    /// What another system calls the customer.
    pub(crate) outside_code: Option<ClientCode>,
    /// They are told nothing of their parcels.
    pub(crate) mutes_parcels: bool,
    pub(crate) language: Option<Language>,
    /// As Telegram reported it.
    pub(crate) telegram_language: Option<String>,
    /// What the back office knows of the customer.
    pub(crate) profile: ProfileFields,
    pub(crate) has_purchased: bool,
    /// Also where an invoice stands.
    pub(crate) purchased_elsewhere: bool,
    pub(crate) was_welcomed: bool,
    /// The earliest moment in the record; `None` where it has none.
    pub(crate) joined_at: Option<Timestamp>,
    pub(crate) visited_at: Option<Timestamp>,
    /// The referrer's code, as the file has it.
    pub(crate) referred_by: Option<String>,
    pub(crate) referred_at: Option<Timestamp>,
    /// The code of the card that replaces this one.
    pub(crate) merged_into: Option<String>,
    /// The codes in `referrals`.
    pub(crate) referrals: Vec<String>,
    /// The search terms by which the customer is found.
    pub(crate) terms: Vec<String>,
    /// The same as one text.
    pub(crate) search_text: String,
    /// In the order they were given.
    pub(crate) coupons: Vec<CouponRecord>,
    pub(crate) invoices: Vec<InvoiceRecord>,
    pub(crate) accounts: Vec<Account>,
    /// What is billed.
    pub(crate) sales: Option<SalesRecord>,
    pub(crate) digest: String,
    pub(crate) legacy: Legacy,
}

/// An invoice of the file.
#[derive(Clone, Debug)]
pub(crate) struct InvoiceRecord {
    /// The number in the file.
    pub(crate) given_number: String,
    /// The number here: another one where the file's is not valid.
    pub(crate) number: InvoiceNumber,
    /// What the till calls it.
    pub(crate) receipt: Option<Receipt>,
    pub(crate) total: Money,
    pub(crate) discount: Money,
    /// The part of it by the customer's group.
    pub(crate) group_discount: GroupDiscount,
    pub(crate) coupons: Vec<UsedCouponRecord>,
    pub(crate) redeemed: Money,
    pub(crate) redeemed_from: Option<PointsWallet>,
    pub(crate) earned: Money,
    /// Points that its coupons gave.
    pub(crate) coupon_points: Money,
    /// What it left unpaid.
    pub(crate) debt: Money,
    /// The rule by which it earned; `None` in files of the earlier bot, like the rates.
    pub(crate) earn_rule: Option<EarnRule>,
    pub(crate) earn_rate: Option<Rate>,
    /// The code of the referrer who was rewarded for it.
    pub(crate) referrer: Option<String>,
    pub(crate) reward: Money,
    pub(crate) reward_rate: Option<Rate>,
    pub(crate) refunds: Vec<RefundRecord>,
    pub(crate) issued_at: Timestamp,
    pub(crate) utc_offset_s: i32,
    pub(crate) lines: Vec<Line>,
    pub(crate) legacy: Legacy,
}

/// A coupon of the file.
#[derive(Clone, Debug)]
pub(crate) struct CouponRecord {
    pub(crate) title: String,
    pub(crate) worth: CouponWorth,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) given_by: String,
    pub(crate) given_at: Timestamp,
    /// The operation, and when; `None`: it was not used, or the invoice that used it was taken back.
    pub(crate) used: Option<(String, Timestamp)>,
}

/// What a coupon did on an invoice of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UsedCouponRecord {
    /// Which of the customer's coupons, from 1.
    pub(crate) number: usize,
    pub(crate) discount: Money,
    pub(crate) points: Money,
}

/// A refund of the file.
#[derive(Clone, Debug)]
pub(crate) struct RefundRecord {
    pub(crate) figures: RefundFigures,
    /// The returned lines, each with what it was worth.
    pub(crate) lines: Vec<(ReturnedLine, Money)>,
    pub(crate) operation: String,
    pub(crate) actor: ActorRef,
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
}

impl ParsedCustomer {
    /// Whether the key is a valid code.
    pub(crate) fn has_code(&self) -> bool {
        self.key.parse::<Code>().is_ok()
    }

    /// Adds a finding from the comparison with the database; a fault drops the record.
    pub(crate) fn note(&mut self, field: Option<&str>, kind: FindingKind, message: String) {
        let key = JsonPath::Key(&self.key);
        let finding = match field {
            Some(field) => JsonPath::Field(&key, field).finding(kind, message),
            None => key.finding(kind, message),
        };
        if kind.severity() == Severity::Fault {
            self.record = None;
        }
        self.findings.push(finding);
    }
}

/// The sum of refunds.
pub(crate) fn sum_of(refunds: &[RefundRecord]) -> RefundFigures {
    refunds.iter().fold(RefundFigures::default(), |sum, refund| sum.and(&refund.figures))
}

/// Is anything left of an invoice after its refunds?
pub(crate) fn is_standing(invoice: &InvoiceRecord) -> bool {
    invoice.refunds.is_empty() || sum_of(&invoice.refunds).total < invoice.total
}

/// A number for the invoice at `path` in place of one that cannot be used. The same path and attempt give the same number.
pub(crate) fn replacement_number(path: &impl Display, attempt: u32) -> InvoiceNumber {
    let mut digest = Digest::default();
    digest.text(&path.to_string()).int(attempt.into());
    let hex = digest.finish();
    InvoiceNumber::from_bits(u32::from_str_radix(&hex[..8], 16).unwrap_or(attempt))
}
