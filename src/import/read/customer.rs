//! Reads one customer: the fields of the card, the three wallets and the invoices.

use std::{borrow::Cow, ops::Range};

use rust_decimal::Decimal;

use super::{
    account, combined_history, coupons,
    field_reader::{FieldReader, shown},
    invoices, lots, profile,
    record::{CustomerRecord, ParsedCustomer},
    sales,
};
use crate::{
    clock::Timestamp,
    domain::{ClientCode, Code, CustomerId, Email, EntryKind, Language, Phone, PhoneCountries, Searched, TelegramId},
    import::{
        findings::{FindingKind, JsonPath},
        format::{Customer, List, Raw},
        legacy::Legacy,
        values::{self, JsonType, LEGACY_OFFSET_S},
        wallets::WALLETS,
    },
    service::ledger::imported::Account,
};

/// Reads a customer, at the moment `now`.
pub(crate) fn read(
    key: String,
    bytes: Range<u64>,
    raw: &Customer<'_>,
    now: Timestamp,
    phones: &PhoneCountries,
) -> ParsedCustomer {
    let path = JsonPath::Key(&key);
    let mut reader = FieldReader::of_customer(now);
    let mut legacy = Legacy::default();
    reader.check_object(&path, &raw.unexpected, &mut legacy);
    let code: Option<Code> = key.parse().ok();
    if code.is_none() {
        let message = format!("{key:?} is not a code of five digits or more; the customer is not imported");
        reader.note(&path, FindingKind::NotACode, message);
    }
    if raw.unexpected.is_no_object {
        return ParsedCustomer { bytes, telegram_id: None, phone: None, findings: reader.findings, record: None, key };
    }
    compare_id(&mut reader, &path, &key, raw.id, &mut legacy);
    let telegram_id = telegram_id(&mut reader, &path, raw.telegram_id, &mut legacy);
    let phone = phone(&mut reader, &path, raw.phone_number, &mut legacy, phones);
    let record = code.and_then(|code| record(&mut reader, &path, code, raw, (telegram_id, phone.as_ref()), legacy));
    let record = if reader.has_fault() { None } else { record.map(Box::new) };
    ParsedCustomer { bytes, telegram_id, phone, findings: reader.findings, record, key }
}

fn record(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    code: Code,
    raw: &Customer<'_>,
    (telegram_id, phone): (Option<TelegramId>, Option<&Phone>),
    mut legacy: Legacy,
) -> Option<CustomerRecord> {
    let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
    let first_name = owned(reader.text(path, "first_name", raw.first_name, &mut legacy));
    let last_name = owned(reader.text(path, "last_name", raw.last_name, &mut legacy));
    let username = owned(reader.text(path, "username", raw.username, &mut legacy));
    let photo_url = owned(reader.text(path, "photo_url", raw.photo_url, &mut legacy));
    let is_premium = reader.flag(path, "is_premium", raw.is_premium, &mut legacy);
    let was_welcomed = reader.flag(path, "has_been_welcomed", raw.has_been_welcomed, &mut legacy);
    let has_purchased = reader.flag(path, "has_made_first_purchase", raw.has_made_first_purchase, &mut legacy);
    let purchased_elsewhere = values::non_null(raw.purchased_elsewhere);
    let purchased_elsewhere = purchased_elsewhere
        .is_some_and(|raw| reader.flag(path, "purchased_elsewhere", Some(raw), &mut Legacy::default()));
    let referred_by = owned(reader.text(path, "referred_by", raw.referred_by, &mut legacy));
    let email: Option<Email> = reader.parsed(path, "email", raw.email, &mut legacy);
    let outside_code: Option<ClientCode> = reader.parsed(path, "outside_code", raw.outside_code, &mut legacy);
    let mutes_parcels = values::non_null(raw.mutes_parcels)
        .is_some_and(|raw| reader.flag(path, "mutes_parcels", Some(raw), &mut Legacy::default()));
    let language: Option<Language> = reader.parsed(path, "language", raw.language, &mut legacy);
    let telegram_language = values::non_null(raw.telegram_language)
        .and_then(|raw| reader.text(path, "telegram_language", Some(raw), &mut legacy));
    let telegram_language = owned(telegram_language);
    let profile = profile::read(reader, path, raw, &mut legacy);
    let joined_at = reader.past_moment(path, "joined_at", raw.joined_at, &mut legacy);
    let entered_at = reader.past_moment(path, "referred_at", raw.referred_at, &mut legacy);
    let merged_into =
        values::non_null(raw.merged_into).and_then(|raw| reader.text(path, "merged_into", Some(raw), &mut legacy));
    let merged_into = owned(merged_into);
    // Not a part of the digest: the same customer has another id in another database.
    let customer_id =
        values::non_null(raw.customer_id).and_then(|raw| reader.whole(path, "customer_id", raw, 1)).map(CustomerId);
    let visited_at = visited_at(reader, path, raw, &mut legacy);
    referral_code(reader, path, &code, raw.referral_code, &mut legacy);
    let referrals = referrals(reader, path, raw, &mut legacy);

    let digest =
        reader.digest.text(code.as_str()).opt_int(telegram_id.map(|id| id.0)).opt_text(phone.map(Phone::as_str));
    for text in [&first_name, &last_name, &username, &photo_url, &referred_by] {
        digest.opt_text(text.as_deref());
    }
    digest.int(is_premium.into()).int(was_welcomed.into()).int(has_purchased.into());
    if purchased_elsewhere {
        digest.text("purchased_elsewhere");
    }
    digest.opt_int(visited_at.map(|visited| visited.0)).opt_text(language.map(Language::as_str));
    digest.opt_int(joined_at.map(|at| at.0)).opt_text(merged_into.as_deref());
    if let Some(at) = entered_at {
        digest.text("referred_at").int(at.0);
    }
    if let Some(language) = &telegram_language {
        digest.text("telegram_language").text(language);
    }
    if let Some(email) = &email {
        digest.text("email").text(email.as_str());
    }
    if let Some(code) = &outside_code {
        digest.text("outside_code").text(code.as_str());
    }
    if mutes_parcels {
        digest.text("mutes_parcels");
    }
    profile::digest(digest, &profile);
    let lots = raw.lots.as_ref().map(|list| {
        let list = reader.list(path, "lots", Some(list), &mut legacy);
        lots::read(reader, path, list)
    });

    let coupons = raw.coupons.as_ref().map_or_else(Vec::new, |list| {
        let list = reader.list(path, "coupons", Some(list), &mut legacy);
        coupons::read(reader, path, list)
    });

    let list = reader.list(path, "invoices", raw.invoices.as_ref(), &mut legacy);
    let (drafts, indexes) = invoices::parse(reader, path, list);
    let mut accounts = Vec::with_capacity(WALLETS.len());
    for format in &WALLETS {
        accounts.extend(account::read(reader, path, format, raw, &indexes, lots.as_deref(), &mut legacy));
    }
    let invoices = invoices::complete(reader, path, drafts, &accounts);
    coupons::check(reader, path, &coupons, &invoices);
    combined_history::compare(reader, path, raw);
    let sales = raw.sales_profile.as_ref().and_then(|raw| sales::read(reader, path, raw));
    if merged_into.is_some() {
        let is_empty = accounts.iter().all(|account| account.balance().is_zero() && account.owed().is_zero());
        if !is_empty || telegram_id.is_some() || phone.is_some() || referred_by.is_some() || sales.is_some() {
            let message = "another card is used instead of this one, so there must be no points, no debt, no Telegram account, no phone, no referrer and no sales profile on it; the customer is not imported";
            reader.note(&JsonPath::Field(path, "merged_into"), FindingKind::BadMerge, message);
        }
    }
    if reader.has_fault() {
        return None;
    }

    let entries = || accounts.iter().flat_map(Account::entries);
    let issued = invoices.iter().map(|invoice| invoice.issued_at);
    let moments = entries().map(|entry| entry.at).chain(issued).chain(visited_at);
    // Who may enter whose promo code depends on these: a moment that cannot be must not decide it.
    let joined_at = moments.chain(joined_at).filter(|at| reader.is_past(*at)).min();
    let promo = entries().find(|entry| entry.kind == EntryKind::PromoBonus && entry.amount.is_positive());
    let promo_at = promo.map(|entry| entry.at).filter(|at| reader.is_past(*at));
    let referred_at = referred_by.as_ref().and(entered_at.or(promo_at).or(joined_at));
    let mut digest = std::mem::take(&mut reader.digest);
    digest.legacy(&legacy);
    let searched = Searched {
        first_name: first_name.as_deref().unwrap_or_default(),
        middle_name: &profile.middle_name,
        last_name: last_name.as_deref().unwrap_or_default(),
        company_name: &profile.company_name,
        username: username.as_deref().unwrap_or_default(),
        email: email.as_ref(),
        phone,
    };
    Some(CustomerRecord {
        customer_id,
        terms: searched.terms(),
        search_text: searched.text(),
        digest: digest.finish(),
        code,
        first_name,
        last_name,
        username,
        photo_url,
        is_premium,
        email,
        outside_code,
        mutes_parcels,
        language,
        telegram_language,
        profile,
        has_purchased,
        purchased_elsewhere,
        was_welcomed,
        joined_at,
        visited_at,
        referred_by: referred_by.filter(|code| !code.is_empty()),
        referred_at,
        merged_into,
        referrals,
        coupons,
        invoices,
        accounts,
        sales,
        legacy,
    })
}

fn compare_id(reader: &mut FieldReader, path: &JsonPath<'_>, key: &str, id: Option<Raw<'_>>, legacy: &mut Legacy) {
    let Some(raw) = id else { return legacy.keep("id", None) };
    match values::text(raw) {
        Some(id) if id == key => {}
        Some(_) => {
            let message = format!("the key says {key} and `id` says {}; the customer is not imported", shown(raw));
            reader.note(&JsonPath::Field(path, "id"), FindingKind::KeyDiffersFromId, message);
        }
        None => reader.wrong_type(path, "id", raw, "a text"),
    }
}

fn telegram_id(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    raw: Option<Raw<'_>>,
    legacy: &mut Legacy,
) -> Option<TelegramId> {
    let Some(raw) = raw else {
        legacy.keep("telegram_id", None);
        return None;
    };
    match raw.get().parse() {
        Ok(id) if id > 0 => return Some(TelegramId(id)),
        _ if values::json_type(raw) == JsonType::Null => {}
        _ => reader.wrong_type(path, "telegram_id", raw, "a whole number above zero or null"),
    }
    None
}

fn phone(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    raw: Option<Raw<'_>>,
    legacy: &mut Legacy,
    phones: &PhoneCountries,
) -> Option<Phone> {
    let raw_text = reader.text(path, "phone_number", raw, legacy)?;
    let raw = raw?;
    let phone = phones.imported(&raw_text);
    if phone.is_none() && !raw_text.trim().is_empty() {
        let message = "this is no number of any country, or a digit may be missing; it is kept and exported back, and nobody is found by it";
        reader.note(&JsonPath::Field(path, "phone_number"), FindingKind::BadPhone, message);
    }
    if phone.as_ref().map(Phone::as_str) != Some(&*raw_text) {
        legacy.keep_value("phone_number", raw);
    }
    phone
}

/// The last visit. A moment that cannot be is a finding; what `visited_at_str` says is taken instead, or the number as
/// milliseconds.
fn visited_at(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    raw: &Customer<'_>,
    legacy: &mut Legacy,
) -> Option<Timestamp> {
    let given = values::non_null(raw.visited_at);
    let text = raw.visited_at_str.and_then(values::text);
    let seconds = given.and_then(|field| values::decimal(field).ok());
    let read = seconds.and_then(values::unix_seconds).filter(|(at, _)| reader.is_past(*at));
    let mut visited = read.map(|(at, _)| at);
    if let Some(field) = given.filter(|_| read.is_none()) {
        let local = text.as_deref().and_then(|text| values::local_moment(text, LEGACY_OFFSET_S));
        let milliseconds = seconds.and_then(|number| number.checked_div(Decimal::from(1000)));
        let milliseconds = milliseconds.and_then(values::unix_seconds).map(|(at, _)| at);
        visited = [local, milliseconds].into_iter().flatten().find(|at| reader.is_past(*at));
        let instead = match visited {
            Some(at) => format!("{} is taken instead", values::local_text(at, LEGACY_OFFSET_S)),
            None => "it is not taken".to_owned(),
        };
        let message = format!(
            "{} is no moment from 2013 on that has come; {instead}, the original is exported back",
            shown(field)
        );
        reader.note(&JsonPath::Field(path, "visited_at"), FindingKind::ImpossibleDate, message);
    }
    let is_exact = read.is_some_and(|(_, is_exact)| is_exact);
    let is_usual = visited.is_some_and(|at| text.as_deref() == Some(values::local_text(at, LEGACY_OFFSET_S).as_str()));
    if !is_exact {
        legacy.keep("visited_at", raw.visited_at);
    }
    if !is_usual {
        legacy.keep("visited_at_str", raw.visited_at_str);
    }
    if !is_exact || !is_usual {
        legacy.visited_at = visited.map(|visited| visited.0);
    }
    visited
}

fn referral_code(
    reader: &mut FieldReader,
    path: &JsonPath<'_>,
    code: &Code,
    raw: Option<Raw<'_>>,
    legacy: &mut Legacy,
) {
    let text = reader.text(path, "referral_code", raw, legacy);
    let usual = code.promo().to_string();
    if text.as_deref() == Some(&usual) {
        return;
    }
    if let Some(text) = text {
        let message = format!("{text:?} is not {usual}; friends enter {usual}, the original is exported back");
        reader.note(&JsonPath::Field(path, "referral_code"), FindingKind::OddReferralCode, message);
    }
    legacy.keep("referral_code", raw);
}

/// The codes in `referrals`. They are only compared: what counts is `referred_by` of the friends.
fn referrals(reader: &mut FieldReader, path: &JsonPath<'_>, raw: &Customer<'_>, legacy: &mut Legacy) -> Vec<String> {
    let path = JsonPath::Field(path, "referrals");
    match &raw.referrals {
        Some(List::Items(codes)) => {
            let read = codes.iter().filter_map(|code| values::text(code));
            let read: Vec<String> = read.map(Cow::into_owned).collect();
            if read.len() < codes.len() {
                reader.note(
                    &path,
                    FindingKind::Referrals,
                    "not all of these are codes; the friends' own `referred_by` counts",
                );
            }
            read
        }
        Some(List::Null | List::Other) => {
            reader.note(&path, FindingKind::Referrals, "this is no list; the friends' own `referred_by` counts");
            Vec::new()
        }
        None => {
            legacy.keep("referrals", None);
            Vec::new()
        }
    }
}
