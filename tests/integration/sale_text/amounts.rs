//! Amounts as the languages write them, and the currencies of shops.

use kopilka::domain::Language;

use super::{check, check_with, reader};

#[test]
fn amounts_are_read_as_the_language_writes_them() {
    let cases = [
        (Language::English, "Tea 1,200.50", "Tea: 1200.5"),
        (Language::English, "Tea 1,200", "Tea: 1200"),
        (Language::English, "Tea 1,200,300", "Tea: 1200300"),
        (Language::English, "Tea 2 x 1,200.50", "Tea: 2 x 1200.5"),
        (Language::English, "Tea 12,50", "Tea: 12.5"),
        (Language::English, "Tea 1.200", "? Tea: 1.2 / Tea: 1200"),
        (Language::English, "Cheese 1,200 x 3,500", "? Cheese: 1200 x 3500 / Cheese: 1.2 x 3500"),
        (Language::Russian, "Чай 1 200,50", "Чай: 1200.5"),
        (Language::Russian, "Чай 1,200.50", "Чай: 1200.5"),
        (Language::Russian, "Чай 1.200,50", "Чай: 1200.5"),
        (Language::Russian, "Чай 1.200.300", "Чай: 1200300"),
        (Language::Russian, "Чай 1,200", "? Чай: 1200 / Чай: 1.2"),
        (Language::Russian, "Чай 1.255", "? Чай: 1255"),
        (Language::Russian, "Чай 0,500", "Чай: 0.5"),
        (Language::Russian, "Сыр 1,255 x 3200", "Сыр: 1.255 x 3200"),
        (Language::Russian, "Сыр 1,500 x 3200", "? Сыр: 1.5 x 3200 / Сыр: 1500 x 3200"),
        (Language::Uzbek, "Choy 150 000", "Choy: 150000"),
        (Language::Kazakh, "бонус 1,200", "? main -1200 / main -1.2"),
    ];
    for (language, text, expected) in cases {
        check_with(&reader(language, "KZT"), &[(text, expected)]);
    }
}

#[test]
fn the_currency_of_the_shop_stands_before_or_after() {
    let cases: [(&str, &[&str]); 8] = [
        (
            "EUR",
            &[
                "Чай 5 €",
                "Чай 5€",
                "Чай €5",
                "Чай € 5",
                "Чай 5 EUR",
                "Чай 5eur",
                "Чай EUR 5",
                "Чай 5 евро",
                "Чай 5 euro",
            ],
        ),
        ("USD", &["Чай $5", "Чай 5$", "Чай 5 USD", "Чай 5 долларов"]),
        (
            "KZT",
            &[
                "Чай 5 ₸",
                "Чай 5₸",
                "Чай 5 KZT",
                "Чай 5 тнг",
                "Чай 5 тг.",
                "Чай 5тг",
                "Чай 5 тенге",
                "Чай 5 теңге",
                "Чай тг 5",
            ],
        ),
        ("RUB", &["Чай 5 ₽", "Чай 5 руб.", "Чай 5 РУБ", "Чай 5р", "Чай 5 р.", "Чай 5 рублей", "Чай 5 RUB"]),
        ("KGS", &["Чай 5 сом", "Чай 5 сомов", "Чай 5 som", "Чай 5 KGS", "Чай 5 сома"]),
        ("BYN", &["Чай 5 BYN", "Чай 5 руб", "Чай BYN 5"]),
        ("GBP", &["Чай £5", "Чай 5 GBP"]),
        ("XAF", &["Чай 5 XAF", "Чай XAF 5"]),
    ];
    for (currency, lines) in cases {
        let cases: Vec<(&str, &str)> = lines.iter().map(|line| (*line, "Чай: 5")).collect();
        check_with(&reader(Language::Russian, currency), &cases);
    }
}

#[test]
fn every_apostrophe_of_an_uzbek_sum_is_read() {
    let mut lines: Vec<String> =
        ['ʻ', 'ʼ', '’', '‘', '\'', '`', '´', '′'].iter().map(|mark| format!("Choy 350 so{mark}m")).collect();
    lines.extend(
        ["Choy 350 som", "Choy 350 sum", "Choy 350 soum", "Choy 350 сўм", "Choy 350 сум", "Choy 350 UZS"]
            .map(str::to_owned),
    );
    let cases: Vec<(&str, &str)> = lines.iter().map(|line| (line.as_str(), "Choy: 350")).collect();
    check_with(&reader(Language::Uzbek, "UZS"), &cases);
}

#[test]
fn another_currency_is_refused() {
    check(&[
        ("Tea 5 $", "! AnotherCurrency"),
        ("Tea $5", "! AnotherCurrency"),
        ("Чай 350 руб", "! AnotherCurrency"),
        ("Чай 2 x 5 EUR", "! AnotherCurrency"),
        ("Рыба сом 500", "Рыба сом: 500"),
    ]);
}
