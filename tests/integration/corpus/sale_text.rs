//! An invoice in one message.

use kopilka::{
    domain::{Currency, Draft, Language, Line, Quantity, SaleReader},
    texts::{format, sale_words, staff_invoice},
};

/// Each line is read, asked about, or named as a fault; and what the preview prints is read again as the same line.
pub(crate) fn check(input: &[u8]) {
    let Ok(message) = std::str::from_utf8(input) else { return };
    for (language, currency) in [(Language::Russian, "KZT"), (Language::English, "USD"), (Language::Uzbek, "UZS")] {
        let currency: Currency = currency.parse().expect("a code of three letters");
        let reader = sale_words::reader(language, currency);
        check_with(message, &reader);
    }
}

fn check_with(message: &str, reader: &SaleReader<'_>) {
    let sale = reader.sale(message);
    for fault in &sale.faults {
        assert!(message.lines().nth(fault.line - 1).is_some_and(|line| line.contains(&fault.text)), "{fault:?}");
    }
    for unclear in &sale.unclear {
        assert!(!unclear.readings.is_empty() && unclear.after <= sale.lines.len(), "{unclear:?}");
        assert!(message.lines().nth(unclear.line - 1).is_some_and(|line| line.contains(&unclear.text)), "{unclear:?}");
    }
    let offered = sale.unclear.iter().flat_map(|unclear| &unclear.readings).flat_map(|reading| &reading.lines);
    for line in sale.lines.iter().chain(offered) {
        reads_again(line, reader);
    }
    let draft = Draft { lines: sale.lines, redemption: None, coupons: Vec::new(), on_credit: sale.on_credit };
    if let Ok(total) = draft.total() {
        assert!(total.is_positive(), "{draft:?}");
    }
}

/// A line as the preview prints it is read as that line, and as nothing else.
pub(crate) fn reads_again(line: &Line, reader: &SaleReader<'_>) {
    let typed = printed(line, reader.language, reader.currency);
    let again = reader.lines(&typed);
    assert_eq!(again.lines, std::slice::from_ref(line), "{typed:?}: {again:?}");
    assert!(again.redemption.is_none() && !again.on_credit && again.unclear.is_empty(), "{typed:?}: {again:?}");
    assert!(again.faults.is_empty(), "{typed:?}: {again:?}");
}

/// A line of the preview, as it is seen.
pub(crate) fn printed(line: &Line, language: Language, currency: Currency) -> String {
    let money = |amount| format::money(language, currency, amount);
    let html = match line.quantity {
        Quantity::ONE => staff_invoice::line_single(language, &line.name, &money(line.total)),
        quantity => {
            let quantity = format::quantity(language, quantity);
            staff_invoice::line(language, &line.name, &quantity, &money(line.unit_price), &money(line.total))
        }
    };
    html.as_str().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
