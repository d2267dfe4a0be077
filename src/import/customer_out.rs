//! One customer as the dump has them.

use std::{cmp::Reverse, collections::HashMap};

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::{
    format,
    history::{self, BOOKS, Book},
    json_writer::{Object, json_decimal, json_text},
    legacy::Legacy,
    lots, refunds,
    values::{self, LEGACY_OFFSET_S, Shape},
};
use crate::{
    clock::Timestamp,
    domain::{EarnRule, EntryId, EntryKind, InvoiceId, LotId, Money, Phone, PointsWallet, Rate, Wallet},
    storage::dump::{Balance, Customer, Entry, Friend, Invoice, Line, Lot, LotUse, Refund, RefundLine},
};

/// A customer with everything of theirs.
pub(super) struct CustomerOut {
    pub(super) customer: Customer,
    pub(super) balances: Vec<Balance>,
    pub(super) entries: Vec<Entry>,
    pub(super) invoices: Vec<InvoiceOut>,
    pub(super) friends: Vec<Friend>,
    pub(super) lots: Vec<Lot>,
    pub(super) uses: HashMap<LotId, Vec<LotUse>>,
}

/// An invoice with everything of it.
pub(super) struct InvoiceOut {
    pub(super) invoice: Invoice,
    pub(super) lines: Vec<Line>,
    pub(super) refunds: Vec<(Refund, Vec<RefundLine>)>,
}

/// How far east of UTC the shop's clocks are at a moment.
pub(super) type OffsetAt<'a> = &'a dyn Fn(Timestamp) -> i32;

/// Which one of its wallet's history an entry is, from 1; 0 is what the history does not explain.
pub(super) type Places = HashMap<EntryId, usize>;

/// An entry in JSON, with what sorts it.
struct EntryOut {
    at: Timestamp,
    json: String,
}

impl CustomerOut {
    /// The customer's record.
    pub(super) fn json(&self, offset_at: OffsetAt<'_>) -> String {
        let customer = &self.customer;
        let mut legacy = Legacy::of_column(customer.legacy.as_deref());
        let idle = std::mem::take(&mut legacy.idle);
        self.drop_outdated(&mut legacy);

        let invoices = || self.invoices.iter().map(|out| &out.invoice);
        let numbers: HashMap<InvoiceId, String> =
            invoices().map(|invoice| (invoice.invoice_id, exported_number(invoice))).collect();
        let places = self.places();
        let lists: Vec<Vec<EntryOut>> = BOOKS
            .iter()
            .map(|book| {
                let entries =
                    self.entries.iter().filter(|entry| entry.wallet == book.wallet && entry.kind != EntryKind::Opening);
                let mut list: Vec<EntryOut> =
                    entries.map(|entry| entry_out(book, entry, &numbers, &places, offset_at)).collect();
                for (index, raw) in idle.get(book.field).into_iter().flatten() {
                    let date = serde_json::from_str::<format::Entry<'_>>(raw.get()).ok().and_then(|entry| entry.date);
                    let at = date.and_then(values::text).and_then(|text| values::moment(&text)).map(|moment| moment.at);
                    let idle = EntryOut { at: at.unwrap_or(Timestamp(0)), json: raw.get().to_owned() };
                    list.insert((*index).min(list.len()), idle);
                }
                list
            })
            .collect();

        let mut object = Object::new(legacy);
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
        let offset_s = if is_imported { LEGACY_OFFSET_S } else { offset_at(customer.visited_at) };
        object.text("visited_at_str", Some(&values::local_text(customer.visited_at, offset_s)));
        let invoices: Vec<String> = self.invoices.iter().map(|invoice| invoice.json(offset_at)).collect();
        for (book, list) in BOOKS.iter().zip(&lists) {
            object.decimal(book.balance, book.turned(self.standing(book.wallet).0).to_decimal());
            let list: Vec<String> = list.iter().map(|entry| entry.json.clone()).collect();
            object.list(book.field, &list);
        }
        object.list("invoices", &invoices);
        object.text("referral_code", Some(&customer.code.promo().to_string()));
        object.text("referred_by", customer.referred_by.as_deref());
        let friends: Vec<String> = self.friends.iter().map(|friend| json_text(&friend.code)).collect();
        object.list("referrals", &friends);
        object.flag("has_been_welcomed", customer.was_welcomed);
        object.flag("has_made_first_purchase", customer.has_purchased);
        let mut combined: Vec<EntryOut> = lists.into_iter().flatten().collect();
        combined.sort_by_key(|entry| Reverse(entry.at));
        let combined: Vec<String> = combined.into_iter().map(|entry| entry.json).collect();
        object.list("combined_history", &combined);
        object.own("language", customer.language.map(|language| json_text(language.as_str())));
        object.own("joined_at", self.joined_at(offset_at).as_deref().map(json_text));
        object.own("merged_into", customer.merged_into.as_deref().map(json_text));
        for (field, wallet) in [("bonuses_owed", Wallet::Main), ("referral_bonuses_owed", Wallet::Referral)] {
            let owed = self.standing(wallet).1;
            object.own(field, owed.is_positive().then(|| json_decimal(owed.to_decimal())));
        }
        if let Some(lots) = self.lots(&places, offset_at) {
            object.list("lots", &lots);
        }
        object.finish()
    }

    fn places(&self) -> Places {
        let mut places = Places::with_capacity(self.entries.len());
        let mut last: HashMap<Wallet, usize> = HashMap::new();
        for entry in &self.entries {
            let last = last.entry(entry.wallet).or_default();
            // Only the first is what the history does not explain, and the import finds that out by itself.
            let is_opening = entry.kind == EntryKind::Opening;
            *last += usize::from(!is_opening);
            places.insert(entry.entry_id, if is_opening { 0 } else { *last });
        }
        places
    }

    /// When the customer joined; nothing where the rest of the record says so.
    fn joined_at(&self, offset_at: OffsetAt<'_>) -> Option<String> {
        let entries =
            self.entries.iter().filter(|entry| entry.kind != EntryKind::Opening).map(|entry| entry.entered_at);
        let invoices = self.invoices.iter().map(|out| out.invoice.issued_at);
        let known = entries.chain(invoices).chain([self.customer.visited_at]).min();
        let joined_at = self.customer.joined_at;
        (known != Some(joined_at)).then(|| values::rfc3339(joined_at, offset_at(joined_at)))
    }

    /// The lots of both wallets; nothing where an import would make the same ones without being told.
    fn lots(&self, places: &Places, offset_at: OffsetAt<'_>) -> Option<Vec<String>> {
        let mut json = Vec::with_capacity(self.lots.len());
        let mut usual = true;
        for &wallet in PointsWallet::ALL {
            let (balance, owed) = self.standing(wallet.into());
            let is_earned = |entry: &&Entry| entry.wallet == wallet.into() && entry.amount_minor.is_positive();
            let earned = self.entries.iter().rfind(is_earned).map(|entry| entry.entry_id);
            let lots: Vec<&Lot> = self.lots.iter().filter(|lot| lot.wallet == wallet).collect();
            usual &= owed.is_zero()
                && match lots.as_slice() {
                    [] => !balance.is_positive(),
                    [lot] => {
                        Some(lot.entry_id) == earned
                            && (lot.amount_minor, lot.remaining_minor) == (balance, balance)
                            && (lot.expires_at, lot.warned_days) == (None, None)
                            && !self.uses.contains_key(&lot.lot_id)
                    }
                    _ => false,
                };
            json.extend(lots::json(&lots, &self.uses, places, offset_at));
        }
        (!usual).then_some(json)
    }

    /// A wallet's balance, and what of it is owed in points.
    fn standing(&self, wallet: Wallet) -> (Money, Money) {
        let own = self.balances.iter().find(|balance| balance.wallet == wallet);
        own.map_or_else(Default::default, |balance| (balance.balance_minor, balance.points_debt_minor))
    }

    /// Forgets what the file said of fields that have changed here since.
    fn drop_outdated(&self, legacy: &mut Legacy) {
        if legacy.is_empty() {
            return;
        }
        let customer = &self.customer;
        for (field, now) in [
            ("first_name", &customer.first_name),
            ("last_name", &customer.last_name),
            ("username", &customer.username),
            ("photo_url", &customer.photo_url),
        ] {
            let reads_as_now = |raw: &RawValue| values::text(raw).map(|text| text.replace('\0', "")) == *now;
            drop_unless(legacy, field, reads_as_now, now.is_none());
        }
        let phone = |raw: &RawValue| values::text(raw).and_then(|text| Phone::parse(&text).ok());
        drop_unless(legacy, "phone_number", |raw| phone(raw) == customer.phone, customer.phone.is_none());
        // These are kept where they say nothing that we could use.
        for (field, is_empty) in [
            ("referred_by", customer.referred_by.is_none()),
            ("language", customer.language.is_none()),
            ("telegram_id", customer.telegram_id.is_none()),
            ("is_premium", !customer.is_premium),
            ("has_been_welcomed", !customer.was_welcomed),
            ("has_made_first_purchase", !customer.has_purchased),
            ("invoices", self.invoices.is_empty()),
            ("referrals", self.friends.is_empty()),
        ] {
            drop_unless(legacy, field, |_| is_empty, is_empty);
        }
        for book in &BOOKS {
            if self.entries.iter().any(|entry| entry.wallet == book.wallet && entry.kind != EntryKind::Opening) {
                legacy.forget(&[book.field, book.balance]);
            }
        }
        if legacy.visited_at != Some(customer.visited_at.0) {
            legacy.forget(&["visited_at", "visited_at_str"]);
        }
    }
}

/// Drops what the file said of a field unless it still reads as the field's value; a missing field is an empty one.
fn drop_unless(legacy: &mut Legacy, field: &str, reads_as_now: impl Fn(&RawValue) -> bool, is_empty: bool) {
    if legacy.given.get(field).is_some_and(|raw| !reads_as_now(raw)) {
        legacy.given.remove(field);
    }
    if !is_empty {
        legacy.absent.remove(field);
    }
}

fn entry_out(
    book: &Book,
    entry: &Entry,
    numbers: &HashMap<InvoiceId, String>,
    places: &Places,
    offset_at: OffsetAt<'_>,
) -> EntryOut {
    let legacy = Legacy::of_column(entry.legacy.as_deref());
    let has_own_description = legacy.given.contains_key("description");
    let number = entry.invoice_id.and_then(|id| numbers.get(&id)).map(String::as_str);
    let description = history::description(entry.kind, entry.amount_minor, number, &entry.note);
    let shown = legacy.given.get("description").and_then(|raw| values::text(raw));
    let names_invoice = history::number_in(shown.as_deref().unwrap_or(&description)) == number;
    let amount = book.turned(entry.amount_minor);
    let offset_s = own_offset(entry.utc_offset_s).unwrap_or_else(|| offset_at(entry.entered_at));

    let mut object = Object::new(legacy);
    object.text("type", Some(if amount.is_positive() { book.adds } else { book.takes }));
    object.decimal("amount", amount.to_decimal().abs());
    object.text("description", Some(&description));
    object.text("date", Some(&values::rfc3339(entry.entered_at, offset_s)));
    object.text("date_str", Some(&values::local_text(entry.entered_at, offset_s)));
    object.text("transaction_type", Some(book.transaction_type));
    if !history::says_note(entry.kind) && !entry.note.is_empty() && !has_own_description {
        object.text("note", Some(&entry.note));
    }
    if let Some(number) = number.filter(|_| !names_invoice) {
        object.text("invoice_id", Some(number));
    }
    object.own("entered_by", entry.actor_id.map(|person| person.to_string()));
    let corrected = entry.corrects_id.and_then(|corrected| places.get(&corrected));
    object.own("corrects", corrected.map(|place| place.to_string()));
    EntryOut { at: entry.entered_at, json: object.finish() }
}

impl InvoiceOut {
    fn json(&self, offset_at: OffsetAt<'_>) -> String {
        let invoice = &self.invoice;
        let mut legacy = Legacy::of_column(invoice.legacy.as_deref());
        let mut own = std::mem::take(&mut legacy.lines);
        let items: Vec<String> = self
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let mut item = Object::new(own.remove(&index).unwrap_or_default());
                item.text("product_name", Some(&line.name));
                item.decimal("quantity", line.quantity_milli.to_decimal());
                item.decimal("unit_price", line.unit_price_minor.to_decimal());
                item.decimal("item_total", line.total_minor.to_decimal());
                item.finish()
            })
            .collect();
        let offset_s = own_offset(invoice.utc_offset_s).unwrap_or_else(|| offset_at(invoice.issued_at));
        let mut object = Object::new(legacy);
        object.text("invoice_id", Some(invoice.number.as_str()));
        object.text("date", Some(&values::rfc3339(invoice.issued_at, offset_s)));
        object.text("date_str", Some(&values::local_text(invoice.issued_at, offset_s)));
        object.decimal("total_amount", invoice.total_minor.to_decimal());
        object.list("items", &items);
        object.decimal("bonuses_deducted", invoice.redeemed_minor.to_decimal());
        object.text("bonus_source_used", invoice.redeemed_from.map(PointsWallet::as_str));
        let percentage = |rate: Rate| json_decimal(rate.to_percent());
        object.own("issued_by", invoice.issued_by.map(|person| person.to_string()));
        object.own("earn_rule", invoice.earn_rule.map(EarnRule::as_str).map(json_text));
        object.own("earn_percentage", invoice.earn_bp.map(percentage));
        object.own("referrer", invoice.referrer.as_deref().map(json_text));
        object
            .own("reward", invoice.reward_minor.is_positive().then(|| json_decimal(invoice.reward_minor.to_decimal())));
        object.own("reward_percentage", invoice.reward_bp.map(percentage));
        let refunds: Vec<String> =
            self.refunds.iter().map(|(refund, lines)| refunds::json(refund, lines, offset_at)).collect();
        object.own("refunds", (!refunds.is_empty()).then(|| format!("[{}]", refunds.join(", "))));
        object.finish()
    }
}

/// The number that the file had, where it could not be kept.
fn exported_number(invoice: &Invoice) -> String {
    let legacy = Legacy::of_column(invoice.legacy.as_deref());
    let given = legacy.given.get("invoice_id").filter(|raw| values::shape(raw) == Shape::Text);
    given.and_then(|raw| values::text(raw)).map_or_else(|| invoice.number.to_string(), std::borrow::Cow::into_owned)
}

fn own_offset(utc_offset_s: Option<i64>) -> Option<i32> {
    utc_offset_s.and_then(|offset| i32::try_from(offset).ok())
}
