//! An invoice of goods.

use super::parts::{code, labelled, party, seller};
use crate::{
    documents::pdf::{Column, ColumnKind, Line, Sheet, Total},
    domain::{self, Language, Money, PointsWallet},
    messages::{ShopFormat, person},
    service::{invoices::Invoice, sheets::InvoiceSheet},
    texts::{format, sheet as texts},
};

/// What a link to the bot begins with that opens an invoice, before its id.
pub(crate) const INVOICE_LINK: &str = "invoice_";

/// An invoice.
pub(crate) fn invoice(language: Language, shop: ShopFormat, sheet: &InvoiceSheet) -> Sheet {
    let InvoiceSheet { issuer, customer, invoice, lines, refunded, .. } = sheet;
    let columns = [
        (texts::number(language), ColumnKind::Short),
        (texts::goods(language), ColumnKind::Name),
        (texts::quantity(language), ColumnKind::Figure),
        (texts::price(language), ColumnKind::Figure),
        (texts::amount(language), ColumnKind::Figure),
    ];
    let line = |(line, number): (&domain::Line, usize)| Line {
        cells: vec![
            format::count(language, i64::try_from(number).unwrap_or(i64::MAX)),
            line.name.trim().to_owned(),
            format::quantity(language, line.quantity),
            shop.money(language, line.unit_price),
            shop.money(language, line.total),
        ],
        remark: String::new(),
    };
    let about = [customer.company_name.clone(), customer.code.as_str().to_owned()];
    Sheet {
        language: language.as_str().to_owned(),
        title: texts::invoice(language, invoice.number.as_str()),
        facts: vec![labelled(texts::issued(language), shop.date_time(language, invoice.issued_at))],
        parties: vec![seller(language, issuer), party(texts::buyer(language), person::name(customer), about)],
        columns: columns.map(|(title, kind)| Column { title, kind }).into(),
        lines: lines.iter().zip(1..).map(line).collect(),
        totals: invoice_totals(language, shop, invoice, refunded.figures.total),
        payment: None,
        code: code(language, issuer, format_args!("{INVOICE_LINK}{}", invoice.invoice_id)),
    }
}

fn invoice_totals(language: Language, shop: ShopFormat, invoice: &Invoice, refunded: Money) -> Vec<Total> {
    let money = |amount| shop.money(language, amount);
    let total = |label: String, amount: Money, strong: bool| Total { label, amount: money(amount), strong };
    let taken = |amount: Money| Money::ZERO.saturating_sub(amount);
    let redeemed = match invoice.redeemed_from {
        Some(PointsWallet::Referral) => texts::redeemed_referral(language),
        Some(PointsWallet::Main) | None => texts::redeemed(language),
    };
    let is_reduced = invoice.discount_minor.is_positive() || invoice.redeemed_minor.is_positive();
    [
        is_reduced.then(|| total(texts::amount(language), invoice.total_minor, false)),
        some(invoice.discount_minor).map(|amount| total(texts::discount(language), taken(amount), false)),
        some(invoice.redeemed_minor).map(|amount| total(redeemed, taken(amount), false)),
        Some(total(texts::total(language), invoice.to_pay(), true)),
        some(invoice.debt_minor).map(|_| total(texts::paid(language), invoice.paid(), false)),
        some(invoice.debt_minor).map(|amount| total(texts::debt(language), amount, false)),
        some(refunded).map(|amount| total(texts::refunded(language), amount, false)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An amount, where there is one.
fn some(amount: Money) -> Option<Money> {
    amount.is_positive().then_some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Timestamp,
        domain::{CustomerId, InvoiceId, Line as Bought, Quantity, Rate, RefundFigures, RefundedBefore},
        messages::sheet::tests::{issuer, shop},
        service::customers::Customer,
    };

    fn sold(discount: i64, redeemed: i64, debt: i64, refunded: i64) -> InvoiceSheet {
        let bought = Bought::new("Смеситель", Quantity::from_milli(1_500), Money::from_minor(4_800_00));
        InvoiceSheet {
            issuer: issuer(),
            customer: Customer {
                first_name: Some("Анна".to_owned()),
                company_name: "ТОО «Тест»".to_owned(),
                ..Customer::unnamed(CustomerId(1), Timestamp(0))
            },
            invoice: Invoice {
                invoice_id: InvoiceId(77),
                customer_id: CustomerId(1),
                number: "1A2B3C4D".parse().unwrap(),
                receipt: None,
                total_minor: Money::from_minor(7_200_00),
                discount_minor: Money::from_minor(discount),
                group_discount_minor: Money::ZERO,
                group_discount_bp: Rate::from_bp(0),
                redeemed_minor: Money::from_minor(redeemed),
                redeemed_from: (redeemed > 0).then_some(PointsWallet::Main),
                debt_minor: Money::from_minor(debt),
                earned_minor: Money::ZERO,
                refunded_minor: Money::from_minor(refunded),
                issued_at: Timestamp(1_795_212_245_000_000),
            },
            lines: vec![bought],
            coupons: Vec::new(),
            refunded: RefundedBefore {
                figures: RefundFigures { total: Money::from_minor(refunded), ..RefundFigures::default() },
                lines: Vec::new(),
            },
        }
    }

    #[test]
    fn an_invoice_says_who_sold_what_to_whom() {
        let sheet = invoice(Language::Russian, shop(), &sold(0, 0, 0, 0));
        assert_eq!(sheet.title, "Накладная № 1A2B3C4D");
        assert_eq!(sheet.facts[0].value, "21.11.2026 03:04");
        assert_eq!(sheet.parties[1].name, "Анна");
        assert_eq!(sheet.parties[1].details, ["ТОО «Тест»", "10001"]);
        assert_eq!(sheet.lines[0].cells, ["1", "Смеситель", "1,5", "4\u{a0}800\u{a0}₸", "7\u{a0}200\u{a0}₸"]);
        assert_eq!(sheet.columns.len(), sheet.lines[0].cells.len());
        assert_eq!(sheet.code.unwrap().content, "https://t.me/kopilka_bot?start=invoice_77");
    }

    #[test]
    fn its_totals_say_what_was_taken_off_and_what_is_owed() {
        for ((discount, redeemed, debt, refunded), expected) in [
            ((0, 0, 0, 0), vec!["Total 7,200 ₸"]),
            ((200_00, 0, 0, 0), vec!["Amount 7,200 ₸", "Discount −200 ₸", "Total 7,000 ₸"]),
            (
                (200_00, 1_000_00, 2_000_00, 0),
                vec![
                    "Amount 7,200 ₸",
                    "Discount −200 ₸",
                    "Paid with points −1,000 ₸",
                    "Total 6,000 ₸",
                    "Paid 4,000 ₸",
                    "Left as a debt 2,000 ₸",
                ],
            ),
            ((0, 0, 0, 7_200_00), vec!["Total 7,200 ₸", "Refunded 7,200 ₸"]),
        ] {
            let sheet = invoice(Language::English, shop(), &sold(discount, redeemed, debt, refunded));
            let totals: Vec<String> = sheet
                .totals
                .iter()
                .map(|total| format!("{} {}", total.label, total.amount.replace('\u{a0}', " ")))
                .collect();
            assert_eq!(totals, expected);
            assert_eq!(sheet.totals.iter().filter(|total| total.strong).count(), 1);
        }
    }
}
