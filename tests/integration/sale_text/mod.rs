//! The invoice in one message: tables of what people type, and what it is read as.

mod amounts;
mod counts;
mod customer;
mod goods;
mod preview;
mod prices;
mod small_shop;
mod statements;

use kopilka::domain::{Language, Line, Reading, Redeem, SaleReader, SaleText};
use kopilka::texts::sale_words;

/// A reader for a person of a language in a shop of a currency.
fn reader(language: Language, currency: &str) -> SaleReader<'static> {
    sale_words::reader(language, currency.parse().unwrap())
}

/// Reads each text below a customer, as Russian-speaking staff of a shop in Kazakhstan type it.
fn check(cases: &[(&str, &str)]) {
    check_with(&reader(Language::Russian, "KZT"), cases);
}

fn check_with(reader: &SaleReader<'_>, cases: &[(&str, &str)]) {
    compare(cases, |text| reader.lines(text));
}

/// Panics with every case that is read as something else.
fn compare(cases: &[(&str, &str)], read: impl Fn(&str) -> SaleText) {
    let mut differing = String::new();
    for (text, expected) in cases {
        let found = shown(&read(text));
        if found != *expected {
            differing += &format!("{text:?}\n    is read as {found}\n    instead of {expected}\n");
        }
    }
    assert!(differing.is_empty(), "{differing}");
}

/// What a message says: what is certain; `? reading / reading` for what is asked; `! fault`.
fn shown(text: &SaleText) -> String {
    let certain = Reading {
        customer: text.customer.clone(),
        lines: text.lines.clone(),
        redemption: text.redemption,
        on_credit: text.on_credit,
    };
    let mut parts: Vec<String> = Some(said(&certain)).filter(|said| !said.is_empty()).into_iter().collect();
    for unclear in &text.unclear {
        let readings: Vec<String> = unclear.readings.iter().map(said).collect();
        parts.push(format!("? {}", readings.join(" / ")));
    }
    parts.extend(text.faults.iter().map(|fault| format!("! {:?}", fault.why)));
    parts.join(" ")
}

fn said(reading: &Reading) -> String {
    let mut parts = Vec::new();
    if let Some(customer) = &reading.customer {
        let called = customer.called.as_ref().map(|called| format!("({called})"));
        parts.push(format!("@{}{}", customer.by, called.unwrap_or_default()));
    }
    parts.extend(reading.lines.iter().map(goods));
    parts.extend(reading.redemption.map(|redeem| match redeem {
        Redeem::Nothing => "no points".to_owned(),
        Redeem::Points(redemption) => {
            let points = redemption.points.map(|points| points.to_decimal().normalize().to_string());
            format!("{} -{}", redemption.wallet, points.unwrap_or_else(|| "all".to_owned()))
        }
    }));
    parts.extend(reading.on_credit.then(|| "debt".to_owned()));
    parts.join("; ")
}

fn goods(line: &Line) -> String {
    let price = line.unit_price.to_decimal().normalize();
    if line.quantity.milli() == 1000 {
        format!("{}: {price}", line.name)
    } else {
        format!("{}: {} x {price}", line.name, line.quantity)
    }
}
