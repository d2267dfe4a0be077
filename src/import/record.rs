//! One customer of the file, read whole: what goes into the tables, and what is wrong with it.

use std::ops::Range;

use super::{
    combined,
    findings::{At, Finding, FindingKind, Severity},
    format::{Customer, Entry, List, Raw},
    history::{self, BOOKS, Book},
    invoices::{self, InvoiceRecord},
    legacy::Legacy,
    lots,
    reader::{Reader, shown},
    values::{self, LEGACY_OFFSET_S, Shape},
};
use crate::{
    clock::Timestamp,
    domain::{Code, EntryKind, Language, Money, Phone, PointsWallet, TelegramId, Wallet, search_terms},
    service::ledger::imported::{Account, HistoryError, ImportedLot, Step},
};

/// A customer as read, faulty or not.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The key in the file.
    pub(super) key: String,
    /// The bytes of the file.
    pub(super) place: Range<u64>,
    /// Read even from a faulty record, so that later ones are compared with it.
    pub(super) telegram_id: Option<TelegramId>,
    /// The same.
    pub(super) phone: Option<Phone>,
    pub(super) findings: Vec<Finding>,
    /// Nothing where there is a fault.
    pub(super) record: Option<Box<Record>>,
}

/// A sound customer.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) code: Code,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) username: Option<String>,
    pub(super) photo_url: Option<String>,
    pub(super) is_premium: bool,
    pub(super) language: Option<Language>,
    pub(super) has_purchased: bool,
    pub(super) was_welcomed: bool,
    /// The earliest moment that the record knows; nothing where it knows none.
    pub(super) joined_at: Option<Timestamp>,
    pub(super) visited_at: Option<Timestamp>,
    /// The referrer's code, as the file has it.
    pub(super) referred_by: Option<String>,
    pub(super) referred_at: Option<Timestamp>,
    /// The code of the card that is used instead of this one.
    pub(super) merged_into: Option<String>,
    /// The friends that the file lists.
    pub(super) referrals: Vec<String>,
    pub(super) terms: Vec<String>,
    pub(super) invoices: Vec<InvoiceRecord>,
    pub(super) accounts: Vec<Account>,
    pub(super) digest: String,
    pub(super) legacy: Legacy,
}

/// Reads a customer.
pub(super) fn read(key: String, place: Range<u64>, raw: &Customer<'_>) -> Parsed {
    let at = At::Key(&key);
    let mut reader = Reader::default();
    let mut legacy = Legacy::default();
    reader.shape(&at, raw.is_other, &raw.twice, &raw.extra, &mut legacy);
    let code: Option<Code> = key.parse().ok();
    if code.is_none() {
        let message = format!("{key:?} is not a code of five digits or more; the customer is not imported");
        reader.note(&at, FindingKind::NotACode, message);
    }
    if raw.is_other {
        return Parsed { place, telegram_id: None, phone: None, findings: reader.findings, record: None, key };
    }
    compare_id(&mut reader, &at, &key, raw.id, &mut legacy);
    let telegram_id = telegram_id(&mut reader, &at, raw.telegram_id, &mut legacy);
    let phone = phone(&mut reader, &at, raw.phone_number, &mut legacy);
    let record = code.and_then(|code| record(&mut reader, &at, code, raw, (telegram_id, phone.as_ref()), legacy));
    let record = if reader.has_fault() { None } else { record.map(Box::new) };
    Parsed { place, telegram_id, phone, findings: reader.findings, record, key }
}

impl Parsed {
    /// Is the key a code?
    pub(super) fn has_code(&self) -> bool {
        self.key.parse::<Code>().is_ok()
    }

    /// Notes something that only the database knows.
    pub(super) fn note(&mut self, field: Option<&str>, kind: FindingKind, message: String) {
        let key = At::Key(&self.key);
        let finding = match field {
            Some(field) => At::Field(&key, field).finding(kind, message),
            None => key.finding(kind, message),
        };
        if kind.severity() == Severity::Fault {
            self.record = None;
        }
        self.findings.push(finding);
    }
}

fn record(
    reader: &mut Reader,
    at: &At<'_>,
    code: Code,
    raw: &Customer<'_>,
    (telegram_id, phone): (Option<TelegramId>, Option<&Phone>),
    mut legacy: Legacy,
) -> Option<Record> {
    let owned = |text: Option<std::borrow::Cow<'_, str>>| text.map(std::borrow::Cow::into_owned);
    let first_name = owned(reader.text(at, "first_name", raw.first_name, &mut legacy));
    let last_name = owned(reader.text(at, "last_name", raw.last_name, &mut legacy));
    let username = owned(reader.text(at, "username", raw.username, &mut legacy));
    let photo_url = owned(reader.text(at, "photo_url", raw.photo_url, &mut legacy));
    let is_premium = reader.flag(at, "is_premium", raw.is_premium, &mut legacy);
    let was_welcomed = reader.flag(at, "has_been_welcomed", raw.has_been_welcomed, &mut legacy);
    let has_purchased = reader.flag(at, "has_made_first_purchase", raw.has_made_first_purchase, &mut legacy);
    let referred_by = owned(reader.text(at, "referred_by", raw.referred_by, &mut legacy));
    let language = language(reader, at, raw.language, &mut legacy);
    let joined_at = values::given(raw.joined_at).and_then(|raw| reader.date(at, "joined_at", raw));
    let joined_at = joined_at.map(|(_, moment)| moment.at);
    let merged_into =
        values::given(raw.merged_into).and_then(|raw| reader.text(at, "merged_into", Some(raw), &mut legacy));
    let merged_into = owned(merged_into);
    let visited_at = visited_at(reader, at, raw, &mut legacy);
    referral_code(reader, at, &code, raw.referral_code, &mut legacy);
    let referrals = referrals(reader, at, raw, &mut legacy);

    let digest =
        reader.digest.text(code.as_str()).opt_int(telegram_id.map(|id| id.0)).opt_text(phone.map(Phone::as_str));
    for text in [&first_name, &last_name, &username, &photo_url, &referred_by] {
        digest.opt_text(text.as_deref());
    }
    digest.int(is_premium.into()).int(was_welcomed.into()).int(has_purchased.into());
    digest.opt_int(visited_at.map(|visited| visited.0)).opt_text(language.map(Language::as_str));
    digest.opt_int(joined_at.map(|at| at.0)).opt_text(merged_into.as_deref());
    let lots = raw.lots.as_ref().map(|list| {
        let list = reader.list(at, "lots", Some(list), &mut legacy);
        lots::read(reader, at, list)
    });

    let list = reader.list(at, "invoices", raw.invoices.as_ref(), &mut legacy);
    let (drafts, places) = invoices::drafts(reader, at, list);
    let mut accounts = Vec::with_capacity(BOOKS.len());
    for book in &BOOKS {
        let (balance, list) = match book.wallet {
            Wallet::Main => (raw.bonuses, &raw.history),
            Wallet::Referral => (raw.referral_bonuses, &raw.referral_bonus_history),
            Wallet::Money => (raw.debts, &raw.debt_history),
        };
        let entries = reader.list(at, book.field, list.as_ref(), &mut legacy);
        let steps = history::steps(reader, at, book, entries, &places, &mut legacy);
        let owed = owed(reader, at, book, raw);
        let balance = balance_of(reader, at, book, (balance, owed), entries, &mut legacy);
        if let Some(account) = balance.and_then(|balance| account(reader, at, book, balance, steps)) {
            accounts.extend(with_lots(reader, at, book, account, owed, lots.as_deref()));
        }
    }
    let invoices = invoices::finish(reader, at, drafts, &accounts);
    combined::compare(reader, at, raw);
    if merged_into.is_some() {
        let is_empty = accounts.iter().all(|account| account.balance().is_zero() && account.owed().is_zero());
        if !is_empty || telegram_id.is_some() || phone.is_some() || referred_by.is_some() {
            let message = "another card is used instead of this one, so there must be no points, no debt, no Telegram account, no phone and no referrer on it; the customer is not imported";
            reader.note(&At::Field(at, "merged_into"), FindingKind::BadMerge, message);
        }
    }
    if reader.has_fault() {
        return None;
    }

    let steps = || accounts.iter().flat_map(Account::steps);
    let moments = steps().map(|step| step.at).chain(invoices.iter().map(|invoice| invoice.issued_at)).chain(visited_at);
    let joined_at = moments.chain(joined_at).min();
    let promo_at = steps().find(|step| step.kind == EntryKind::PromoBonus).map(|step| step.at);
    let referred_at = referred_by.as_ref().and(promo_at.or(joined_at));
    let mut digest = std::mem::take(&mut reader.digest);
    digest.legacy(&legacy);
    Some(Record {
        terms: search_terms(first_name.as_deref(), last_name.as_deref(), username.as_deref()),
        digest: digest.finish(),
        code,
        first_name,
        last_name,
        username,
        photo_url,
        is_premium,
        language,
        has_purchased,
        was_welcomed,
        joined_at,
        visited_at,
        referred_by: referred_by.filter(|code| !code.is_empty()),
        referred_at,
        merged_into,
        referrals,
        invoices,
        accounts,
        legacy,
    })
}

fn compare_id(reader: &mut Reader, at: &At<'_>, key: &str, id: Option<Raw<'_>>, legacy: &mut Legacy) {
    let Some(raw) = id else { return legacy.keep("id", None) };
    match values::text(raw) {
        Some(id) if id == key => {}
        Some(_) => {
            let message = format!("the key says {key} and `id` says {}; the customer is not imported", shown(raw));
            reader.note(&At::Field(at, "id"), FindingKind::KeyDiffersFromId, message);
        }
        None => reader.wrong_type(at, "id", raw, "a text"),
    }
}

fn telegram_id(reader: &mut Reader, at: &At<'_>, raw: Option<Raw<'_>>, legacy: &mut Legacy) -> Option<TelegramId> {
    let Some(raw) = raw else {
        legacy.keep("telegram_id", None);
        return None;
    };
    match raw.get().parse() {
        Ok(id) if id > 0 => return Some(TelegramId(id)),
        _ if values::shape(raw) == Shape::Null => {}
        _ => reader.wrong_type(at, "telegram_id", raw, "a whole number above zero or null"),
    }
    None
}

fn phone(reader: &mut Reader, at: &At<'_>, raw: Option<Raw<'_>>, legacy: &mut Legacy) -> Option<Phone> {
    let raw_text = reader.text(at, "phone_number", raw, legacy)?;
    let raw = raw?;
    let phone = Phone::parse(&raw_text).ok();
    if phone.is_none() && !raw_text.trim().is_empty() {
        let message = "no country has such a number; it is kept and exported back, and nobody is found by it";
        reader.note(&At::Field(at, "phone_number"), FindingKind::BadPhone, message);
    }
    if phone.as_ref().map(Phone::as_str) != Some(&*raw_text) {
        legacy.give("phone_number", raw);
    }
    phone
}

fn language(reader: &mut Reader, at: &At<'_>, raw: Option<Raw<'_>>, legacy: &mut Legacy) -> Option<Language> {
    let raw = raw?;
    let language = reader.text(at, "language", Some(raw), legacy).and_then(|word| word.parse().ok());
    if language.is_none() {
        legacy.give("language", raw);
    }
    language
}

fn visited_at(reader: &mut Reader, at: &At<'_>, raw: &Customer<'_>, legacy: &mut Legacy) -> Option<Timestamp> {
    let visited = match raw.visited_at {
        Some(field) if values::shape(field) != Shape::Null => match values::decimal(field) {
            Ok(seconds) => values::unix_seconds(seconds),
            Err(error) => {
                reader.amount::<()>(at, "visited_at", field, Err(error), 6);
                None
            }
        },
        _ => None,
    };
    let is_exact = visited.is_some_and(|(_, is_exact)| is_exact);
    let visited = visited.map(|(visited, _)| visited);
    let usual = visited.is_some_and(|visited| {
        raw.visited_at_str
            .and_then(values::text)
            .is_some_and(|text| text == values::local_text(visited, LEGACY_OFFSET_S))
    });
    if !is_exact {
        legacy.keep("visited_at", raw.visited_at);
    }
    if !usual {
        legacy.keep("visited_at_str", raw.visited_at_str);
    }
    if !is_exact || !usual {
        legacy.visited_at = visited.map(|visited| visited.0);
    }
    visited
}

fn referral_code(reader: &mut Reader, at: &At<'_>, code: &Code, raw: Option<Raw<'_>>, legacy: &mut Legacy) {
    let text = reader.text(at, "referral_code", raw, legacy);
    let usual = code.promo().to_string();
    if text.as_deref() == Some(&usual) {
        return;
    }
    if let Some(text) = text {
        let message = format!("{text:?} is not {usual}; friends enter {usual}, the original is exported back");
        reader.note(&At::Field(at, "referral_code"), FindingKind::OddReferralCode, message);
    }
    legacy.keep("referral_code", raw);
}

/// The friends that the file lists. The friends' own `referred_by` counts; this is compared with it.
fn referrals(reader: &mut Reader, at: &At<'_>, raw: &Customer<'_>, legacy: &mut Legacy) -> Vec<String> {
    let at = At::Field(at, "referrals");
    match &raw.referrals {
        Some(List::Items(codes)) => {
            let read = codes.iter().filter_map(|code| values::text(code));
            let read: Vec<String> = read.map(std::borrow::Cow::into_owned).collect();
            if read.len() < codes.len() {
                reader.note(
                    &at,
                    FindingKind::Referrals,
                    "not all of these are codes; the friends' own `referred_by` counts",
                );
            }
            read
        }
        Some(List::Null | List::Other) => {
            reader.note(&at, FindingKind::Referrals, "this is no list; the friends' own `referred_by` counts");
            Vec::new()
        }
        None => {
            legacy.keep("referrals", None);
            Vec::new()
        }
    }
}

/// The file's balance of a wallet. A missing one is nothing where nothing ever happened.
fn balance_of(
    reader: &mut Reader,
    at: &At<'_>,
    book: &Book,
    (raw, owed): (Option<Raw<'_>>, Money),
    entries: &[Entry<'_>],
    legacy: &mut Legacy,
) -> Option<Money> {
    if raw.is_none() && entries.is_empty() {
        legacy.keep(book.balance, None);
        return Some(Money::ZERO);
    }
    let balance = reader.money(at, book.balance, raw)?;
    if balance < owed.negated() && book.wallet != Wallet::Money {
        let message = format!("{balance} points: nobody can have fewer than none; the customer is not imported");
        reader.note(&At::Field(at, book.balance), FindingKind::BalanceBelowZero, message);
        return None;
    }
    if balance.is_negative() && book.wallet == Wallet::Money {
        let message = format!("the debt is {balance}: the customer has {} with the shop", balance.negated());
        reader.note(&At::Field(at, book.balance), FindingKind::MoneyInCredit, message);
    }
    Some(balance)
}

fn account(reader: &mut Reader, at: &At<'_>, book: &Book, balance: Money, steps: Vec<Step>) -> Option<Account> {
    let at = At::Field(at, book.balance);
    reader.digest.int(balance.minor());
    let account = match Account::new(book.wallet, book.turned(balance), steps) {
        Ok(account) => account,
        Err(HistoryError::TooLarge) => {
            let message = "the history adds up to more than can be kept; the customer is not imported";
            reader.note(&at, FindingKind::BadAmount, message);
            return None;
        }
        Err(error @ HistoryError::ForeignEntry { .. }) => {
            reader.note(&at, FindingKind::BadAmount, format!("{error}; the customer is not imported"));
            return None;
        }
    };
    let opening = account.opening();
    if !opening.is_zero() && !reader.has_fault() {
        let explained = balance.checked_sub(book.turned(opening)).unwrap_or(balance);
        let message = format!(
            "the balance is {balance} and its history makes {explained}; the balance counts, an opening entry of {opening} says the difference"
        );
        reader.note(&at, FindingKind::BalanceMismatch, message);
    }
    Some(account)
}

/// Points that were taken back after they had been spent: the next ones that are earned repay them.
fn owed(reader: &mut Reader, at: &At<'_>, book: &Book, raw: &Customer<'_>) -> Money {
    let (field, raw) = match book.wallet {
        Wallet::Main => ("bonuses_owed", raw.bonuses_owed),
        Wallet::Referral => ("referral_bonuses_owed", raw.referral_bonuses_owed),
        Wallet::Money => return Money::ZERO,
    };
    let owed = raw.and_then(|raw| reader.unsigned_money(at, field, Some(raw))).unwrap_or_default();
    reader.digest.int(owed.minor());
    owed
}

/// The account with the lots of the file, where it has them or must have them.
fn with_lots(
    reader: &mut Reader,
    at: &At<'_>,
    book: &Book,
    account: Account,
    owed: Money,
    lots: Option<&[(PointsWallet, ImportedLot)]>,
) -> Option<Account> {
    if book.wallet == Wallet::Money || (lots.is_none() && owed.is_zero()) {
        return Some(account);
    }
    let lots = lots.unwrap_or_default().iter().filter(|(wallet, _)| Wallet::from(*wallet) == book.wallet);
    match account.with_lots(owed, lots.map(|(_, lot)| lot.clone()).collect()) {
        Ok(account) => Some(account),
        Err(error) => {
            // Where something else is wrong with the lots, their sum is wrong too.
            if !reader.has_fault() {
                let message = format!("{} wallet: {error}; the customer is not imported", book.wallet);
                reader.note(&At::Field(at, "lots"), FindingKind::BadLots, message);
            }
            None
        }
    }
}
