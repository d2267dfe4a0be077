//! The answer to an invoice with lines that could not be read.

use crate::{
    domain::{Fault, Language, LineError},
    messages::reply::Reply,
    texts::{Html, format, staff_invoice as texts},
};

/// The most faulty lines in one message.
const MOST: usize = 10;
/// The longest part of a faulty line that is shown, in characters.
const SHOWN_LINE: usize = 120;

/// The faulty lines with the reasons, and the whole message to copy and correct.
pub(super) fn screen(language: Language, faults: &[Fault], typed: &str) -> Reply {
    let parts = shown(language, faults);
    Reply::text(Html::paragraphs(parts.chain([texts::faults_resend(language, typed.trim())])))
}

/// As [`screen`], where the other lines are kept: the first faulty line alone may be sent too, and the whole message where it is
/// given.
pub(super) fn kept(language: Language, faults: &[Fault], typed: Option<&str>) -> Html {
    let line = faults.first().map(|fault| texts::faults_line(language, fault.line));
    let resend = typed.map(|typed| texts::faults_resend(language, typed.trim()));
    Html::paragraphs(shown(language, faults).chain(line).chain(resend))
}

/// One faulty line, which is to be typed anew.
pub(super) fn question(language: Language, line: usize, text: &str, why_not: LineError) -> Html {
    let fault = texts::fault(language, line, &format::shortened(text, SHOWN_LINE), &why(language, why_not));
    Html::paragraphs([texts::faults(language), fault, texts::faults_line(language, line)])
}

fn shown(language: Language, faults: &[Fault]) -> impl Iterator<Item = Html> {
    let shown = faults.iter().take(MOST).map(move |fault| {
        let text = format::shortened(&fault.text, SHOWN_LINE);
        texts::fault(language, fault.line, &text, &why(language, fault.why))
    });
    [texts::faults(language)].into_iter().chain(shown)
}

fn why(language: Language, why: LineError) -> Html {
    match why {
        LineError::NoName => texts::why_no_name(language),
        LineError::NameTooLong => texts::why_name_too_long(language),
        LineError::NameReserved => texts::why_name_reserved(language),
        LineError::NoPrice => texts::why_no_price(language),
        LineError::NoQuantity => texts::why_no_quantity(language),
        LineError::TooPrecise => texts::why_too_precise(language),
        LineError::Negative => texts::why_negative(language),
        LineError::TooLarge => texts::why_too_large(language),
        LineError::AnotherSum => texts::why_another_sum(language),
        LineError::AnotherCurrency => texts::why_another_currency(language),
        LineError::PointsMissing => texts::why_points_missing(language),
        LineError::PointsTwice => texts::why_points_twice(language),
        LineError::DebtWithAmount => texts::why_debt_with_amount(language),
        LineError::Discount => texts::why_discount(language),
        LineError::Total => texts::why_total(language),
        LineError::Payment => texts::why_payment(language),
        LineError::Return => texts::why_return(language),
        LineError::QuantityAlone => texts::why_quantity_alone(language),
        LineError::NotGoods => texts::why_not_goods(language),
        LineError::TwoCustomers => texts::why_two_customers(language),
    }
}
