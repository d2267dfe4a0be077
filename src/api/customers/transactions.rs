//! The entries of a customer's wallets.

use std::sync::Arc;

use axum::{Json, extract::Path};
use chrono::NaiveDate;

use super::{ids, refused};
use crate::{
    api::{
        admission::Call,
        drf::{
            Asked, By, Field, Filter, Kind, List, Page, Record, Resource, Viewer, filter, read_only, read_only_or_null,
        },
        fault::Fault,
    },
    domain::{ActorKind, CustomerId, TransactionKind, expiry},
    messages,
    service::{
        profiles::{self, ProfileOfShop},
        transactions::{self, Transaction as Entry, Wanted},
    },
    texts::customers_api as texts,
};

/// What entries can be.
const KINDS: &[&str] = &[
    TransactionKind::Payment.as_str(),
    TransactionKind::Charge.as_str(),
    TransactionKind::BonusAccrual.as_str(),
    TransactionKind::BonusRedemption.as_str(),
    TransactionKind::Correction.as_str(),
];

/// An entry of a customer's wallet.
#[derive(Debug)]
pub(super) struct Transaction;

/// What an answer shows of an entry.
pub(super) struct Row {
    entry: Entry,
    /// Its customer, on whichever of their cards it is.
    customer_id: CustomerId,
    /// The name of the customer.
    customer: Arc<str>,
}

impl Resource for Transaction {
    const NAME: &'static str = "Transaction";
    type Row = Row;
    type Change = ();
    const FIELDS: &'static [Field<Row, ()>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.entry.entry_id.0.into()),
        read_only("customer", Kind::Number, "The id of the customer.", |row, _| row.customer_id.0.into()),
        read_only("customer_name", Kind::Text, "The full name of the customer.", |row, _| (&*row.customer).into()),
        read_only("transaction_type", Kind::Word(KINDS), "What it is.", |row, _| row.entry.word().as_str().into()),
        read_only("transaction_type_display", Kind::Text, "The same for people.", |row, viewer| {
            kind_name(row.entry.word(), viewer).into()
        }),
        read_only("amount", Kind::MONEY, "How much; the type says which way.", |row, _| {
            row.entry.amount_minor.size().into()
        }),
        read_only("balance_before", Kind::MONEY, "What its wallet had before.", |row, _| {
            row.entry.balance_before().into()
        }),
        read_only("balance_after", Kind::MONEY, "What it had after.", |row, _| row.entry.balance_after_minor.into()),
        read_only_or_null("sale", Kind::Number, "The id of the invoice that it belongs to.", |row, _| {
            row.entry.invoice_id.map(|invoice| invoice.0).into()
        }),
        read_only("description", Kind::Text, "What staff noted.", |row, viewer| {
            messages::refund::reason(viewer.language, &row.entry.note).into()
        }),
        read_only_or_null("performed_by", Kind::Text, "The name of who did it.", |row, _| {
            let own = (row.entry.actor.kind == ActorKind::Person).then(|| row.customer.to_string());
            row.entry.actor_name.clone().or(own).into()
        }),
        read_only("created_at", Kind::Moment, "When.", |row, viewer| viewer.moment(row.entry.entered_at)),
    ];
    const EXAMPLE: &'static str = "{}";
}

/// Entries of a customer, with the name of the customer.
pub(super) fn rows_of(customer: &ProfileOfShop, entries: Vec<Entry>) -> Vec<Row> {
    let name: Arc<str> = customer.full_name().into();
    let customer_id = customer.profile.customer_id;
    entries.into_iter().map(|entry| Row { entry, customer_id, customer: Arc::clone(&name) }).collect()
}

/// What an entry is, for people.
fn kind_name(kind: TransactionKind, viewer: &Viewer) -> String {
    match kind {
        TransactionKind::Payment => texts::payment(viewer.language),
        TransactionKind::Charge => texts::charge(viewer.language),
        TransactionKind::BonusAccrual => texts::bonus_accrual(viewer.language),
        TransactionKind::BonusRedemption => texts::bonus_redemption(viewer.language),
        TransactionKind::Correction => texts::correction(viewer.language),
    }
}

/// The list of a customer's entries.
pub(super) struct History;

/// What is asked of the list. Both days are part of it.
#[derive(Default)]
pub(super) struct WantedDays {
    kind: Option<TransactionKind>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl List for History {
    type Wanted = WantedDays;
    const FILTERS: &'static [Filter<WantedDays>] = &[
        filter("type", By::Word(KINDS, |asked, word| asked.kind = word.parse().ok()), "Those that are this."),
        filter("date_from", By::Date(|asked, day| asked.from = Some(day)), "Those from this day of the shop on."),
        filter("date_to", By::Date(|asked, day| asked.to = Some(day)), "Those until the end of this day of the shop."),
    ];
}

/// A page of entries, for the description.
type TransactionPage = Page<Transaction>;
/// An entry, for the description.
pub(super) type TransactionRecord = Record<Transaction>;
type AskedHistory = Asked<History>;

/// The transactions of a customer, newest first.
#[utoipa::path(get, path = "/customers/{id}/transactions_history", tag = "customers", operation_id = "customers_transactions_history",
    params(("id" = i64, Path, description = "The id of the customer."), AskedHistory),
    responses((status = 200, description = "The transactions.", body = TransactionPage)))]
pub(super) async fn history(
    call: Call,
    path: Path<String>,
    asked: AskedHistory,
) -> Result<Json<TransactionPage>, Fault> {
    let id = ids::customer(&path)?;
    let zone = call.api.options.format.timezone;
    let WantedDays { kind, from, to } = asked.wanted;
    let after = |day: NaiveDate| day.succ_opt().map(|next| expiry::start_of(zone, next));
    let wanted = Wanted { kind, from: from.map(|day| expiry::start_of(zone, day)), until: to.and_then(after) };
    let (mut tx, caller) = (call.api.read().await?, call.client.caller(call.at));
    let customer = profiles::get(&mut tx, &caller, id).await.map_err(|error| refused::of_customer(&call, error))?;
    let found = transactions::list(&mut tx, &caller, id, &wanted, asked.paging.wanted).await?;
    asked.paging.page(found.total, &rows_of(&customer, found.transactions), &Viewer::of(&call)).map(Json)
}
