use super::*;
use crate::{
    clock::Timestamp,
    domain::{PhoneCountries, TelegramId},
    service::client_import::row::{NewRow, read_all},
};

/// A customer with these phone number, outside code and account, called Anna, with an e-mail.
fn known(id: i64, phone: &str, outside: &str, account: Option<i64>) -> Customer {
    Customer {
        telegram_id: account.map(TelegramId),
        first_name: Some("Anna\u{200b}".to_owned()),
        phone: Phone::parse(phone).ok(),
        email: "a@b.kz".parse().ok(),
        outside_code: outside.parse().ok(),
        ..Customer::unnamed(CustomerId(id), Timestamp::FIRST)
    }
}

/// What a row of code, phone number, given name and e-mail does.
fn check(row: [&str; 4], found: Found, expected: &str) {
    let [code, phone, name, email] = row.map(str::to_owned);
    let new = NewRow { client_code: code, phone, first_name: name, email, ..NewRow::default() };
    let read = read_all(std::slice::from_ref(&new), &PhoneCountries::default());
    let found = match decide(&read[0], &found) {
        Decision::Create => "create".to_owned(),
        Decision::Change(customer, change) => format!("{customer}: {}", change.fields().join(" ")),
        Decision::Keep(customer) => format!("{customer} stays"),
        Decision::Refuse(refusal) => format!("{refusal:?}"),
    };
    assert_eq!(found, expected, "{new:?}");
}

fn by_code(known: Customer) -> Found {
    Found { by_code: Some(known), by_phone: Vec::new() }
}

fn by_phone(known: Customer) -> Found {
    Found { by_code: None, by_phone: vec![known] }
}

const PHONE: &str = "+77011234567";
const OTHER: &str = "+77019999999";

#[test]
fn whom_nobody_knows_is_made() {
    for (row, expected) in [
        (["X-1", "", "", ""], "create"),
        (["", "8 701 123 45 67", "", ""], "create"),
        (["X-1", PHONE, "Анна", "a@b.kz"], "create"),
        (["", "", "Анна", "a@b.kz"], "Nobody"),
        (["---", PHONE, "", ""], "BadCode"),
        (["1,23E+11", PHONE, "", ""], "BadCode"),
        (["X-1", "7,7011E+10", "", ""], "BadPhone"),
        (["X-1", "8491234567", "", ""], "BadPhone"),
        (["X-1", "84912345678", "", ""], "UnclearPhone"),
        (["X-1", PHONE, "", "a@b"], "BadEmail"),
        (["X-1", PHONE, &"я".repeat(100), ""], "create"),
        (["X-1", PHONE, &"я".repeat(101), ""], "LongName(100)"),
    ] {
        check(row, Found::default(), expected);
    }
}

#[test]
fn a_known_customer_gets_what_is_new() {
    for (row, expected) in [
        (["X-1", "", "", ""], "7 stays"),
        (["X-1", PHONE, "Anna", "A@B.kz"], "7 stays"),
        (["X-1", "77011234567", "Анна", "new@b.kz"], "7: first_name email"),
        (["X-1", "", &"я".repeat(101), ""], "LongName(100)"),
        (["X-1", "", "", "a@b"], "BadEmail"),
    ] {
        check(row, by_code(known(7, PHONE, "X-1", None)), expected);
    }
    check(["", PHONE, "", ""], by_phone(known(7, PHONE, "", Some(1))), "7 stays");
    check(["X-1", PHONE, "", ""], by_phone(known(7, PHONE, "", Some(1))), "7: client_code");
    check(
        ["X-1", PHONE, "", ""],
        by_phone(known(7, PHONE, "X-2", None)),
        "OtherCode(ClientCode { shown: \"X-2\", key: \"X-2\" })",
    );
}

#[test]
fn a_phone_number_never_moves() {
    check(["X-1", PHONE, "", ""], by_code(known(7, "", "X-1", None)), "7: phone");
    check(["X-1", PHONE, "", ""], by_code(known(7, "", "X-1", Some(1))), "PhoneFromChat");
    check(["X-1", OTHER, "Анна", ""], by_code(known(7, PHONE, "X-1", None)), "OtherPhone");
    check(["X-1", OTHER, "", ""], by_code(known(7, PHONE, "X-1", Some(1))), "OtherPhone");
    let both = || Found { by_phone: vec![known(8, OTHER, "", None)], ..by_code(known(7, PHONE, "X-1", None)) };
    check(["X-1", OTHER, "", ""], both(), "PhoneOfAnother");
    let both = || Found { by_phone: vec![known(8, PHONE, "", None)], ..by_code(known(7, "", "X-1", None)) };
    check(["X-1", PHONE, "", ""], both(), "PhoneOfAnother");
}

#[test]
fn a_stored_number_is_taken_however_it_is_read() {
    let clear = || by_code(known(7, "+74912345678", "X-1", None));
    check(["X-1", "84912345678", "", ""], clear(), "7 stays");
    check(["X-1", "74912345678", "", ""], clear(), "7 stays");
    check(["X-1", "8 491 234 56 7", "", ""], clear(), "BadPhone");
}

#[test]
fn a_second_row_of_a_code_or_a_number_is_refused() {
    let row =
        |code: &str, phone: &str| NewRow { client_code: code.to_owned(), phone: phone.to_owned(), ..NewRow::default() };
    let rows = [
        row("x-1", ""),
        row("Х-1", PHONE),
        row("X-2", PHONE),
        row("X-3", "8 701 123-45-67"),
        row("", "84912345678"),
        row("", "+74912345678"),
        row("", ""),
        row("", ""),
    ];
    let read = read_all(&rows, &PhoneCountries::default());
    let repeated: Vec<_> = read.iter().map(|row| (row.repeats_code, row.repeats_phone)).collect();
    assert_eq!(
        repeated,
        [
            (false, false),
            (true, false),
            (false, true),
            (false, true),
            (false, false),
            (false, true),
            (false, false),
            (false, false),
        ]
    );
}
