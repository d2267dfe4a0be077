//! A bill of services, as its customer is told of it and sees it.

use super::{
    callback::CustomerPress,
    outgoing::{Action, Button},
    reply::button,
};
use crate::{
    domain::{
        BillId, Currency, Language, Money,
        billing::{BillStatus, Date, UtilityKind},
    },
    service::billing::{
        bills::{Bill, BillDetail, BillOfShop},
        details::EntitlementDetail,
        utilities::UtilityDetail,
    },
    texts::{
        Html, bill as texts, bills as own_texts,
        format::{self, shortened},
    },
};

/// How many services of a bill are shown.
pub(crate) const LINES: usize = 30;
/// How many accounts and wallets are shown.
const WAYS: usize = 10;
/// The longest name of an account or a wallet, in characters.
const MAX_NAME: usize = 60;
/// The longest name on a button, in characters.
const MAX_BUTTON_NAME: usize = 20;
/// The longest text that a button copies, in characters.
const MAX_COPIED: usize = 256;

/// A bill with the services that its details name, in their order.
pub(crate) struct Shown<'a> {
    /// The bill with its details.
    pub(crate) bill: &'a BillOfShop,
    /// The services of the first [`LINES`] details; `None`: a detail names none.
    pub(crate) services: &'a [Option<EntitlementDetail>],
    /// The currency of its amounts.
    pub(crate) currency: Currency,
    /// The present day where the shop is.
    pub(crate) today: Date,
}

impl Shown<'_> {
    /// The bill: which one, what it bills, what it comes to, what of that is to be paid.
    pub(crate) fn text(&self, language: Language) -> Html {
        Html::paragraphs([self.head(language), self.lines(language), self.sums(language)])
    }

    fn head(&self, language: Language) -> Html {
        let bill = &self.bill.bill;
        Html::lines([
            name(language, bill),
            texts::issued(language, &format::calendar_day(language, bill.issued_on)),
            due(language, bill, self.today),
            texts::in_status(language, &texts::status(language, bill.status)),
        ])
    }

    fn lines(&self, language: Language) -> Html {
        let details = &self.bill.details;
        let line = |(place, detail): (usize, &BillDetail)| {
            let service = self.services.get(place).and_then(Option::as_ref);
            texts::line(language, &service_name(language, service), &self.money(language, detail.sub_total_minor))
        };
        let more = details.len().saturating_sub(LINES);
        let more = (more > 0).then(|| texts::more_lines(language, more));
        Html::lines(details.iter().enumerate().take(LINES).map(line).chain(more))
    }

    fn sums(&self, language: Language) -> Html {
        let bill = &self.bill.bill;
        let if_positive = |amount: Money, text: fn(Language, &str) -> Html| {
            if amount.is_positive() { text(language, &self.money(language, amount)) } else { Html::default() }
        };
        let is_changed = bill.discount_minor.is_positive() || bill.vat_minor.is_positive();
        let sub_total = if is_changed { bill.sub_total_minor } else { Money::ZERO };
        let left = if bill.due().is_positive() { left(language, self.currency, bill) } else { Html::default() };
        Html::lines([
            if_positive(sub_total, texts::sub_total),
            if_positive(bill.discount_minor, texts::discount),
            if_positive(bill.vat_minor, texts::vat),
            texts::total(language, &self.money(language, bill.total_minor)),
            if_positive(bill.paid_minor, texts::paid_so_far),
            left,
        ])
    }

    fn money(&self, language: Language, amount: Money) -> String {
        format::money(language, self.currency, amount)
    }
}

/// Which bill: its number, and the month or the day that it is of.
pub(crate) fn name(language: Language, bill: &Bill) -> Html {
    match bill.month {
        Some(month) => texts::of_month(language, &bill.number, &texts::month(language, month)),
        None => texts::of_day(language, &bill.number, &format::calendar_day(language, bill.issued_on)),
    }
}

/// The month that a bill is of, or the day of its issue.
pub(crate) fn period(language: Language, bill: &Bill) -> String {
    match bill.month {
        Some(month) => texts::month(language, month),
        None => format::calendar_day(language, bill.issued_on),
    }
}

/// What a detail bills, in words.
pub(crate) fn service_name(language: Language, service: Option<&EntitlementDetail>) -> String {
    let package = service.and_then(|service| service.package_name.as_deref());
    texts::service(language, service.and_then(EntitlementDetail::service), package)
}

/// What is still to be paid of a bill, and until when; empty where nothing is.
pub(crate) fn to_pay(language: Language, currency: Currency, bill: &Bill, today: Date) -> Html {
    if !bill.due().is_positive() {
        return Html::default();
    }
    Html::lines([left(language, currency, bill), due(language, bill, today)])
}

fn left(language: Language, currency: Currency, bill: &Bill) -> Html {
    let amount = format::money(language, currency, bill.due());
    if bill.paid_minor.is_positive() { texts::left(language, &amount) } else { texts::to_pay(language, &amount) }
}

/// Until when a bill is to be paid, or that this day has passed.
fn due(language: Language, bill: &Bill, today: Date) -> Html {
    let day = format::calendar_day(language, bill.due_on);
    if is_overdue(bill, today) { texts::overdue(language, &day) } else { texts::due(language, &day) }
}

/// Should the bill have been paid before today?
pub(crate) fn is_overdue(bill: &Bill, today: Date) -> bool {
    matches!(bill.status, BillStatus::Unpaid | BillStatus::Partial) && bill.due().is_positive() && bill.due_on < today
}

/// The accounts and wallets to which a bill can be paid; empty where there are none.
pub(crate) fn how_to_pay(language: Language, bill: &Bill, ways: &[UtilityDetail]) -> Html {
    if ways.is_empty() {
        return Html::default();
    }
    let way = |way: &UtilityDetail| texts::way(language, &way_name(way), &way.number);
    let all = ways.iter().take(WAYS).map(way);
    Html::lines([texts::how_to_pay(language)].into_iter().chain(all).chain([texts::reference(language, &bill.number)]))
}

/// Buttons that copy the numbers of accounts and wallets.
pub(crate) fn copies(language: Language, ways: &[UtilityDetail]) -> Vec<Vec<Button>> {
    let can_be_copied = |way: &&UtilityDetail| (1..=MAX_COPIED).contains(&way.number.chars().count());
    let copy = |way: &UtilityDetail| {
        let name = shortened(wallet(way.kind).unwrap_or(way.name.as_str()), MAX_BUTTON_NAME);
        let label = own_texts::button_copy(language, &name, &shortened(&way.number, MAX_BUTTON_NAME));
        vec![Button { label, action: Action::CopyText(way.number.clone()) }]
    };
    ways.iter().take(WAYS).filter(can_be_copied).map(copy).collect()
}

/// Opens a bill of the customer.
pub(crate) fn button_open(language: Language, bill: BillId) -> Button {
    button(texts::button_open(language), CustomerPress::Bill(bill, 0).encode())
}

/// Of the bank with its branch, or of the wallet with its owner.
fn way_name(way: &UtilityDetail) -> String {
    let (icon, wallet) = match wallet(way.kind) {
        Some(wallet) => ("📱", wallet),
        None => ("🏦", ""),
    };
    let name = if way.name.trim().eq_ignore_ascii_case(wallet) { "" } else { way.name.as_str() };
    let parts = [wallet, name, way.branch.as_str()].map(|part| shortened(part, MAX_NAME));
    let known: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("{icon} {}", known.join(", "))
}

/// The name of a wallet, the same in every language; `None`: it is an account of a bank.
const fn wallet(kind: UtilityKind) -> Option<&'static str> {
    match kind {
        UtilityKind::Bank => None,
        UtilityKind::Bkash => Some("bKash"),
        UtilityKind::Nagad => Some("Nagad"),
    }
}
