//! A bill of services.

use super::parts::{code, labelled, party, seller};
use crate::{
    documents::pdf::{Column, ColumnKind, Labelled, Line, Payment, Sheet, Total},
    domain::{
        Language, Money,
        billing::{Date, UtilityKind},
    },
    messages::{ShopFormat, bill::service_name, person},
    service::{
        billing::{
            bills::{Bill, BillDetail},
            details::EntitlementDetail,
            utilities::UtilityDetail,
        },
        sheets::BillSheet,
    },
    texts::{bill as bill_texts, format, sheet as texts},
};

/// How many accounts and wallets are shown, as in the chat.
const WAYS: usize = 10;

/// What a link to the bot begins with that opens a bill, before its id.
pub(crate) const BILL_LINK: &str = "bill_";

/// A bill. A draft says so, and neither how to pay nor where to open it.
pub(crate) fn bill(language: Language, shop: ShopFormat, sheet: &BillSheet) -> Sheet {
    let BillSheet { issuer, customer, profile, bill, services, ways } = sheet;
    let (bill, details) = (&bill.bill, &bill.details);
    let day = |day: Date| format::calendar_day(language, day);
    let period = bill.month.and_then(|month| {
        let days = month.days();
        Some(format!("{} – {}", day(days.from?), day(days.until?)))
    });
    let facts = [
        Some(labelled(texts::issued(language), day(bill.issued_on))),
        period.map(|period| labelled(texts::period(language), period)),
        Some(labelled(texts::due(language), day(bill.due_on))),
    ];
    let name = profile.as_ref().map_or_else(|| person::name(customer), |profile| profile.name.clone());
    let about = profile.iter().flat_map(|profile| {
        let phone = profile.phone.as_ref().map(ToString::to_string).unwrap_or_default();
        [profile.company_name.clone(), profile.number.clone(), profile.address.clone(), phone]
    });
    let title = texts::bill(language, &bill.number);
    let draft = format!("{title} · {}", bill_texts::status(language, bill.status));
    let is_to_be_paid = !bill.is_draft() && bill.due().is_positive();
    Sheet {
        language: language.as_str().to_owned(),
        title: if bill.is_draft() { draft } else { title },
        facts: facts.into_iter().flatten().collect(),
        parties: vec![seller(language, issuer), party(texts::buyer(language), name, about)],
        columns: bill_columns(language, bill),
        lines: details
            .iter()
            .zip(services)
            .zip(1..)
            .map(|((detail, service), number)| bill_line(language, shop, bill, (detail, service.as_ref()), number))
            .collect(),
        totals: bill_totals(language, shop, bill, details),
        payment: is_to_be_paid.then(|| how_to_pay(language, ways)).flatten(),
        code: if bill.is_draft() { None } else { code(language, issuer, format_args!("{BILL_LINK}{}", bill.bill_id)) },
    }
}

fn bill_columns(language: Language, bill: &Bill) -> Vec<Column> {
    let mut columns = vec![
        (texts::number(language), ColumnKind::Short),
        (texts::service(language), ColumnKind::Name),
        (texts::amount(language), ColumnKind::Figure),
    ];
    if !bill.discount_minor.is_zero() {
        columns.push((texts::discount(language), ColumnKind::Figure));
    }
    if !bill.vat_minor.is_zero() {
        columns.push((texts::vat(language), ColumnKind::Figure));
    }
    if columns.len() > 3 {
        columns.push((texts::total(language), ColumnKind::Figure));
    }
    columns.into_iter().map(|(title, kind)| Column { title, kind }).collect()
}

/// A line with a cell for each of [`bill_columns`].
fn bill_line(
    language: Language,
    shop: ShopFormat,
    bill: &Bill,
    (detail, service): (&BillDetail, Option<&EntitlementDetail>),
    number: i64,
) -> Line {
    let money = |amount| shop.money(language, amount);
    let mut cells =
        vec![format::count(language, number), service_name(language, service), money(detail.sub_total_minor)];
    if !bill.discount_minor.is_zero() {
        cells.push(money(Money::ZERO.saturating_sub(detail.discount_minor)));
    }
    if !bill.vat_minor.is_zero() {
        cells.push(money(detail.vat_minor));
    }
    if cells.len() > 3 {
        let net = detail.sub_total_minor.saturating_sub(detail.discount_minor);
        cells.push(money(net.saturating_add(detail.vat_minor)));
    }
    Line { cells, remark: detail.remarks.clone() }
}

fn bill_totals(language: Language, shop: ShopFormat, bill: &Bill, details: &[BillDetail]) -> Vec<Total> {
    let money = |amount| shop.money(language, amount);
    let mut totals = Vec::new();
    let mut add = |is_shown: bool, label: String, amount: Money, strong: bool| {
        if is_shown {
            totals.push(Total { label, amount: money(amount), strong });
        }
    };
    let (has_discount, has_vat) = (!bill.discount_minor.is_zero(), !bill.vat_minor.is_zero());
    let is_paid_in_part = !bill.paid_minor.is_zero();
    add(has_discount || has_vat, texts::amount(language), bill.sub_total_minor, false);
    add(has_discount, texts::discount(language), Money::ZERO.saturating_sub(bill.discount_minor), false);
    let rate = details.first().map(|detail| detail.vat_bp);
    let vat = match rate.filter(|rate| details.iter().all(|detail| detail.vat_bp == *rate)) {
        Some(rate) => texts::vat_at(language, &format::percent(language, rate)),
        None => texts::vat(language),
    };
    add(has_vat, vat, bill.vat_minor, false);
    add(is_paid_in_part, texts::total(language), bill.total_minor, false);
    add(is_paid_in_part, texts::paid(language), bill.paid_minor, false);
    add(true, texts::to_pay(language), bill.due(), true);
    totals
}

fn how_to_pay(language: Language, ways: &[UtilityDetail]) -> Option<Payment> {
    let way = |way: &UtilityDetail| {
        let label = match way.kind {
            UtilityKind::Bank => texts::bank(language),
            UtilityKind::Bkash => "bKash".to_owned(),
            UtilityKind::Nagad => "Nagad".to_owned(),
        };
        let value: Vec<&str> =
            [&*way.name, &*way.branch, &*way.number].into_iter().filter(|text| !text.is_empty()).collect();
        labelled(label, value.join(", "))
    };
    let ways: Vec<Labelled> = ways.iter().take(WAYS).map(way).collect();
    (!ways.is_empty()).then(|| Payment { title: texts::how_to_pay(language), ways })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Timestamp,
        domain::{
            BillDetailId, BillId, CustomerId, EntitlementId, Rate, UtilityDetailId, UtilityId, billing::BillStatus,
        },
        messages::sheet::tests::{issuer, shop},
        service::{
            billing::{Stamps, bills::BillOfShop},
            customers::Customer,
        },
    };

    fn stamps() -> Stamps {
        let (at, name) = (Timestamp(0), String::new());
        Stamps { created_by: name.clone(), updated_by: name, created_at: at, updated_at: at }
    }

    fn detail(discount: i64, vat: i64) -> BillDetail {
        BillDetail {
            bill_detail_id: BillDetailId(1),
            bill_id: BillId(55),
            number: String::new(),
            detail_id: None,
            kind: None,
            sub_total_minor: Money::from_minor(10_000_00),
            discount_bp: Rate::from_bp(if discount > 0 { 5_00 } else { 0 }),
            vat_bp: Rate::from_bp(if vat > 0 { 15_00 } else { 0 }),
            discount_minor: Money::from_minor(discount),
            vat_minor: Money::from_minor(vat),
            remarks: String::new(),
            stamps: stamps(),
        }
    }

    fn billed(discount: i64, vat: i64, paid: i64) -> BillSheet {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let total = 10_000_00 - discount + vat;
        BillSheet {
            issuer: issuer(),
            customer: Customer {
                first_name: Some("Анна".to_owned()),
                ..Customer::unnamed(CustomerId(1), Timestamp(0))
            },
            profile: None,
            bill: BillOfShop {
                bill: Bill {
                    bill_id: BillId(55),
                    customer_id: CustomerId(1),
                    customer_name: "Анна".to_owned(),
                    entitlement_id: EntitlementId(1),
                    bill_number: "BILL1".to_owned(),
                    utility_id: None,
                    utility_name: None,
                    number: "INV20261101".to_owned(),
                    month: Some("2026-11".parse().unwrap()),
                    issued_on: day("2026-11-01"),
                    due_on: day("2026-11-15"),
                    status: BillStatus::Unpaid,
                    sub_total_minor: Money::from_minor(10_000_00),
                    discount_minor: Money::from_minor(discount),
                    vat_minor: Money::from_minor(vat),
                    total_minor: Money::from_minor(total),
                    paid_minor: Money::from_minor(paid),
                    remarks: String::new(),
                    earned_at: None,
                    earned_minor: Money::ZERO,
                    stamps: stamps(),
                },
                details: vec![detail(discount, vat)],
            },
            services: vec![None],
            ways: vec![UtilityDetail {
                utility_detail_id: UtilityDetailId(1),
                utility_id: UtilityId(1),
                utility_name: String::new(),
                kind: UtilityKind::Bkash,
                name: "Kopilka".to_owned(),
                number: "+8801712345678".to_owned(),
                branch: String::new(),
                is_active: true,
                stamps: stamps(),
            }],
        }
    }

    #[test]
    fn a_bill_says_for_what_and_until_when_it_is_to_be_paid() {
        let sheet = bill(Language::Russian, shop(), &billed(500_00, 1_425_00, 0));
        assert_eq!(sheet.title, "Счёт № INV20261101");
        let facts: Vec<&str> = sheet.facts.iter().map(|fact| &*fact.value).collect();
        assert_eq!(facts, ["01.11.2026", "01.11.2026 – 30.11.2026", "15.11.2026"]);
        assert_eq!(sheet.parties[0].name, "ТОО «Қазақ Байланыс»");
        assert_eq!(sheet.parties[1].name, "Анна");
        let cells: Vec<String> = sheet.lines[0].cells.iter().map(|cell| cell.replace('\u{a0}', " ")).collect();
        assert_eq!(cells, ["1", "Услуга", "10 000 ₸", "−500 ₸", "1 425 ₸", "10 925 ₸"]);
        assert_eq!(sheet.code.unwrap().content, "https://t.me/kopilka_bot?start=bill_55");
        assert_eq!(sheet.payment.unwrap().ways, [labelled("bKash".to_owned(), "Kopilka, +8801712345678".to_owned())]);
    }

    #[test]
    fn its_columns_and_totals_are_those_that_say_something() {
        for ((discount, vat, paid), columns, expected) in [
            ((0, 0, 0), 3, vec!["To pay 10,000 ₸"]),
            ((0, 1_500_00, 0), 5, vec!["Amount 10,000 ₸", "VAT 15% 1,500 ₸", "To pay 11,500 ₸"]),
            ((500_00, 0, 0), 5, vec!["Amount 10,000 ₸", "Discount −500 ₸", "To pay 9,500 ₸"]),
            (
                (500_00, 1_425_00, 1_000_00),
                6,
                vec![
                    "Amount 10,000 ₸",
                    "Discount −500 ₸",
                    "VAT 15% 1,425 ₸",
                    "Total 10,925 ₸",
                    "Paid 1,000 ₸",
                    "To pay 9,925 ₸",
                ],
            ),
        ] {
            let sheet = bill(Language::English, shop(), &billed(discount, vat, paid));
            let totals: Vec<String> = sheet
                .totals
                .iter()
                .map(|total| format!("{} {}", total.label, total.amount.replace('\u{a0}', " ")))
                .collect();
            assert_eq!(totals, expected);
            assert_eq!(sheet.columns.len(), columns);
            assert_eq!(sheet.lines[0].cells.len(), columns);
        }
    }

    #[test]
    fn a_draft_says_that_it_is_one_and_cannot_be_paid() {
        let mut draft = billed(0, 0, 0);
        draft.bill.bill.status = BillStatus::Draft;
        let sheet = bill(Language::English, shop(), &draft);
        assert_eq!(sheet.title, "Bill INV20261101 · draft");
        assert_eq!((sheet.payment, sheet.code), (None, None));
    }

    #[test]
    fn a_paid_bill_says_no_ways_to_pay() {
        let sheet = bill(Language::English, shop(), &billed(0, 0, 10_000_00));
        assert_eq!(sheet.payment, None);
        assert_eq!(sheet.totals.last().unwrap().amount, "0\u{a0}₸");
    }
}
