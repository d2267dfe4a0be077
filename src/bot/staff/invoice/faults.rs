//! What could not be read in an invoice: which lines, why, and how to write them.

use crate::{
    domain::{Fault, Language, Why},
    messages::reply::Reply,
    texts::{Html, format, staff_invoice as texts},
};

/// Lines that are told of; whoever has more corrects these first.
const MOST: usize = 10;
/// The longest line that is repeated, in characters.
const SHOWN_LINE: usize = 120;

/// The lines that could not be read, and the whole message to be copied.
pub(super) fn screen(language: Language, faults: &[Fault], typed: &str) -> Reply {
    let shown = faults.iter().take(MOST).map(|fault| {
        let text = format::shortened(&fault.text, SHOWN_LINE);
        texts::fault(language, fault.line, &text, &why(language, fault.why))
    });
    let parts = [texts::faults(language)].into_iter().chain(shown);
    Reply::text(Html::paragraphs(parts.chain([texts::faults_resend(language, typed.trim())])))
}

fn why(language: Language, why: Why) -> Html {
    match why {
        Why::NoName => texts::why_no_name(language),
        Why::NameTooLong => texts::why_name_too_long(language),
        Why::NoPrice => texts::why_no_price(language),
        Why::NoQuantity => texts::why_no_quantity(language),
        Why::TooPrecise => texts::why_too_precise(language),
        Why::Negative => texts::why_negative(language),
        Why::TooLarge => texts::why_too_large(language),
        Why::TwoReadings => texts::why_two_readings(language),
        Why::PointsMissing => texts::why_points_missing(language),
        Why::PointsTwice => texts::why_points_twice(language),
        Why::DebtWithAmount => texts::why_debt_with_amount(language),
    }
}
