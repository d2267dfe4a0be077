//! Writes one customer.

use std::{cmp::Reverse, collections::HashMap};

use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::{
    coupons, invoice,
    json_writer::{ObjectWriter, json_decimal, json_text},
    lots, profile, sales,
    stored::{EntryNumbers, StoredCustomer, StoredInvoice},
};
use crate::{
    clock::Timestamp,
    domain::{EntryKind, InvoiceId, Language, Phone, PhoneCountries, Wallet},
    import::{
        descriptions::{contains_note, description, invoice_number, meaning},
        format,
        legacy::Legacy,
        values::{self, LEGACY_OFFSET_S, utc_offset_s},
        wallets::{WALLETS, WalletFormat},
    },
    storage::dump::{Customer, Entry},
};

/// An entry as JSON, with the moment by which it is sorted.
struct EntryJson {
    at: Timestamp,
    json: String,
}

/// The record of a customer as JSON, with their id where others may know it. Moments that were not imported are written at the UTC offset of `timezone`.
pub(crate) fn json(stored: &StoredCustomer, timezone: Tz, has_id: bool) -> String {
    let customer = &stored.customer;
    let mut legacy = Legacy::from_column(customer.legacy.as_deref());
    let idle = std::mem::take(&mut legacy.idle);
    drop_outdated(&mut legacy, stored);

    let numbers: HashMap<InvoiceId, String> = stored
        .invoices
        .iter()
        .map(|stored| (stored.invoice.invoice_id, invoice::exported_number(&stored.invoice)))
        .collect();
    let entry_numbers = stored.entry_numbers();
    let histories: Vec<Vec<EntryJson>> = WALLETS
        .iter()
        .map(|format| {
            let entries = stored.history().filter(|entry| entry.wallet == format.wallet);
            let entries = entries.map(|entry| entry_json(format, entry, &numbers, &entry_numbers, timezone));
            let mut history: Vec<EntryJson> = entries.collect();
            for (index, raw) in idle.get(format.history).into_iter().flatten() {
                history.insert((*index).min(history.len()), idle_entry(raw));
            }
            history
        })
        .collect();

    let mut object = ObjectWriter::new(legacy);
    object.text("id", Some(customer.code.as_str()));
    object.json("telegram_id", &customer.telegram_id.map_or_else(|| "null".to_owned(), |id| id.to_string()));
    object.text("first_name", customer.first_name.as_deref());
    object.text("last_name", customer.last_name.as_deref());
    object.text("username", customer.username.as_deref());
    object.text("photo_url", customer.photo_url.as_deref());
    object.flag("is_premium", customer.is_premium);
    object.text("phone_number", customer.phone.as_ref().map(Phone::as_str));
    object.decimal("visited_at", Decimal::new(customer.visited_at.0, 6));
    let is_imported = customer.import_digest.is_some();
    let offset_s = if is_imported { LEGACY_OFFSET_S } else { utc_offset_s(timezone, customer.visited_at) };
    object.text("visited_at_str", Some(&values::local_text(customer.visited_at, offset_s)));
    for (format, history) in WALLETS.iter().zip(&histories) {
        object.decimal(format.balance, format.convert(stored.balance(format.wallet).0).to_decimal());
        let history: Vec<String> = history.iter().map(|entry| entry.json.clone()).collect();
        object.list(format.history, &history);
    }
    let coupon_numbers = stored.coupon_numbers();
    let invoices = stored.invoices.iter().map(|stored| invoice::json(stored, &coupon_numbers, timezone));
    let invoices: Vec<String> = invoices.collect();
    object.list("invoices", &invoices);
    object.text("referral_code", Some(&customer.code.promo().to_string()));
    object.text("referred_by", customer.referred_by.as_deref());
    let friends: Vec<String> = stored.friends.iter().map(|friend| json_text(&friend.code)).collect();
    object.list("referrals", &friends);
    object.flag("has_been_welcomed", customer.was_welcomed);
    object.flag("has_made_first_purchase", customer.has_purchased);
    let mut combined: Vec<EntryJson> = histories.into_iter().flatten().collect();
    combined.sort_by_key(|entry| Reverse(entry.at));
    let combined: Vec<String> = combined.into_iter().map(|entry| entry.json).collect();
    object.list("combined_history", &combined);
    object.optional("email", customer.email.as_ref().map(|email| json_text(email.as_str())));
    object.optional("outside_code", customer.outside_code.as_ref().map(|code| json_text(code.as_str())));
    object.optional("mutes_parcels", customer.mutes_parcels.then(|| "true".to_owned()));
    object.optional("language", customer.language.map(|language| json_text(language.as_str())));
    object.optional("telegram_language", telegram_language(customer).map(json_text));
    profile::write(&mut object, &customer.profile, timezone);
    object.optional("joined_at", joined_at(stored, timezone).as_deref().map(json_text));
    object.optional("referred_at", referred_at(stored, timezone).as_deref().map(json_text));
    object.optional("merged_into", customer.merged_into.as_deref().map(json_text));
    // An import finds it by itself where no invoice stands.
    let purchased_elsewhere = customer.purchased_elsewhere && stored.invoices.iter().any(StoredInvoice::stands);
    object.optional("purchased_elsewhere", purchased_elsewhere.then(|| "true".to_owned()));
    for (field, wallet) in [("bonuses_owed", Wallet::Main), ("referral_bonuses_owed", Wallet::Referral)] {
        let points_debt = stored.balance(wallet).1;
        object.optional(field, points_debt.is_positive().then(|| json_decimal(points_debt.to_decimal())));
    }
    if let Some(lots) = lots::json(stored, &entry_numbers, timezone) {
        object.list("lots", &lots);
    }
    let coupons: Vec<String> = stored.coupons.iter().map(|coupon| coupons::json(coupon, timezone)).collect();
    object.optional("customer_id", has_id.then(|| customer.customer_id.to_string()));
    object.optional("coupons", (!coupons.is_empty()).then(|| format!("[{}]", coupons.join(", "))));
    object.optional("sales_profile", stored.sales.as_ref().map(|own| sales::json(own, timezone)));
    object.finish()
}

/// The language that Telegram reported; `None` where the person is written to alike without it.
fn telegram_language(customer: &Customer) -> Option<&str> {
    let reported = customer.telegram_language.as_deref().filter(|_| customer.language.is_none());
    reported.filter(|_| Language::from_telegram(reported) != Language::from_telegram(None))
}

/// An entry of zero, which only the column `legacy` has.
fn idle_entry(raw: &RawValue) -> EntryJson {
    let date = serde_json::from_str::<format::Entry<'_>>(raw.get()).ok().and_then(|entry| entry.date);
    let at = date.and_then(values::text).and_then(|text| values::moment(&text)).map(|moment| moment.at);
    EntryJson { at: at.unwrap_or(Timestamp(0)), json: raw.get().to_owned() }
}

/// When the customer joined; `None` where an import would find the same moment in the rest of the record.
fn joined_at(stored: &StoredCustomer, timezone: Tz) -> Option<String> {
    let entries = stored.history().map(|entry| entry.entered_at);
    let invoices = stored.invoices.iter().map(|stored| stored.invoice.issued_at);
    let moments = entries.chain(invoices).chain([stored.customer.visited_at]);
    let earliest = moments.filter(|at| *at >= values::EARLIEST).min();
    let joined_at = stored.customer.joined_at;
    (earliest != Some(joined_at)).then(|| values::rfc3339(joined_at, utc_offset_s(timezone, joined_at)))
}

/// When the customer entered the code of their referrer, which orders the referrer's friends; `None` where an import would find the
/// same moment in the rest of the record.
fn referred_at(stored: &StoredCustomer, timezone: Tz) -> Option<String> {
    let customer = &stored.customer;
    let referred_at = customer.referred_at.filter(|_| customer.referred_by.is_some())?;
    let mut promos =
        stored.history().filter(|entry| entry.kind == EntryKind::PromoBonus && entry.amount_minor.is_positive());
    let is_found = referred_at == customer.joined_at || promos.any(|entry| entry.entered_at == referred_at);
    (!is_found).then(|| values::rfc3339(referred_at, utc_offset_s(timezone, referred_at)))
}

/// Drops what `legacy` keeps of fields that have changed since the import.
fn drop_outdated(legacy: &mut Legacy, stored: &StoredCustomer) {
    if legacy.is_empty() {
        return;
    }
    let customer = &stored.customer;
    for (field, now) in [
        ("first_name", &customer.first_name),
        ("last_name", &customer.last_name),
        ("username", &customer.username),
        ("photo_url", &customer.photo_url),
    ] {
        let reads_as_now = |raw: &RawValue| values::text(raw).map(|text| text.replace('\0', "")) == *now;
        legacy.drop_unless(field, reads_as_now, now.is_none());
    }
    let is_spelled = |raw: &RawValue| match (&customer.phone, values::text(raw)) {
        (Some(phone), Some(text)) => PhoneCountries::is_spelled(phone, &text),
        // The import took no number from it, and none came since. A card that was merged has given its number away.
        (None, _) => customer.merged_into.is_none(),
        (Some(_), None) => false,
    };
    profile::drop_outdated(legacy, &customer.profile);
    legacy.drop_unless("phone_number", is_spelled, customer.phone.is_none());
    // What `legacy` keeps of these has no meaning for us, so it is outdated once there is a value.
    for (field, is_empty) in [
        ("referred_by", customer.referred_by.is_none()),
        ("email", customer.email.is_none()),
        ("outside_code", customer.outside_code.is_none()),
        ("language", customer.language.is_none()),
        ("telegram_language", telegram_language(customer).is_none()),
        ("telegram_id", customer.telegram_id.is_none()),
        ("is_premium", !customer.is_premium),
        ("has_been_welcomed", !customer.was_welcomed),
        ("has_made_first_purchase", !customer.has_purchased),
        ("invoices", stored.invoices.is_empty()),
        ("referrals", stored.friends.is_empty()),
    ] {
        legacy.drop_unless(field, |_| is_empty, is_empty);
    }
    for format in &WALLETS {
        if stored.history().any(|entry| entry.wallet == format.wallet) {
            legacy.forget(&[format.history]);
            legacy.absent.remove(format.balance);
        }
        let balance = format.convert(stored.balance(format.wallet).0);
        legacy.drop_unless(format.balance, |raw| values::money(raw) == Some(balance), balance.is_zero());
    }
    if legacy.visited_at != Some(customer.visited_at.0) {
        legacy.forget(&["visited_at", "visited_at_str"]);
    }
}

fn entry_json(
    format: &WalletFormat,
    entry: &Entry,
    invoice_numbers: &HashMap<InvoiceId, String>,
    entry_numbers: &EntryNumbers,
    timezone: Tz,
) -> EntryJson {
    let legacy = Legacy::from_column(entry.legacy.as_deref());
    let has_own_description = legacy.given.contains_key("description");
    let number = entry.invoice_id.and_then(|id| invoice_numbers.get(&id)).map(String::as_str);
    let description = description(entry.kind, entry.amount_minor, number, &entry.note);
    let shown = legacy.given.get("description").and_then(|raw| values::text(raw));
    // The earlier bot has no words for points that a till took without an invoice, for example.
    let said = meaning(shown.as_deref().unwrap_or(&description), entry.wallet, entry.amount_minor).kind;
    let names_invoice = invoice_number(shown.as_deref().unwrap_or(&description)) == number;
    let amount = format.convert(entry.amount_minor);
    let offset_s = invoice::offset_s(entry.utc_offset_s, entry.entered_at, timezone);

    let mut object = ObjectWriter::new(legacy);
    object.text("type", Some(if amount.is_positive() { format.adds } else { format.takes }));
    object.decimal("amount", amount.to_decimal().abs());
    object.text("description", Some(&description));
    object.text("date", Some(&values::rfc3339(entry.entered_at, offset_s)));
    object.text("date_str", Some(&values::local_text(entry.entered_at, offset_s)));
    object.text("transaction_type", Some(format.transaction_type));
    if !contains_note(entry.kind) && !entry.note.is_empty() && !has_own_description {
        object.text("note", Some(&entry.note));
    }
    if let Some(number) = number.filter(|_| !names_invoice) {
        object.text("invoice_id", Some(number));
    }
    object.optional("entered_by", entry.actor.staff_id().map(|person| person.to_string()));
    let corrected = entry.corrects_id.and_then(|corrected| entry_numbers.get(&corrected));
    object.optional("corrects", corrected.map(usize::to_string));
    object.optional("kind", (said != entry.kind).then(|| json_text(entry.kind.as_str())));
    EntryJson { at: entry.entered_at, json: object.finish() }
}
