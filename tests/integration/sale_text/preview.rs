//! The bot's own preview, sent back as a message.

use kopilka::{
    domain::{Currency, Language, Line, Money, PointsWallet, Quantity, Redeem, Redemption},
    texts::{Html, Points, format, staff_invoice as texts},
};
use proptest::prelude::*;

use super::{compare, reader};
use crate::corpus::sale_text::printed;

/// A sale that is previewed.
struct Previewed {
    lines: Vec<Line>,
    redemption: Option<(PointsWallet, i64)>,
    on_credit: bool,
}

fn line(name: &str, milli: i64, price_minor: i64) -> Line {
    Line::new(name, Quantity::from_milli(milli), Money::from_minor(price_minor))
}

/// The preview of a sale to Anna, as it is seen.
fn preview(language: Language, currency: Currency, sale: &Previewed) -> String {
    let money = |amount| format::money(language, currency, amount);
    let total = Money::saturating_sum(sale.lines.iter().map(|line| line.total));
    let points = Money::from_minor(sale.redemption.map_or(0, |(_, minor)| minor));
    let shown = format::points(language, points);
    let left = money(total.saturating_sub(points));
    let sums = [
        texts::total(language, &money(total)),
        match sale.redemption {
            Some((PointsWallet::Main, _)) => texts::redeemed(language, &shown),
            Some((PointsWallet::Referral, _)) => texts::redeemed_referral(language, &shown),
            None => Html::default(),
        },
        if sale.on_credit { texts::debt(language, &left) } else { texts::to_pay(language, &left) },
        texts::to_earn(language, Points(Money::from_minor(18_50))),
    ];
    let lines: Vec<String> = sale.lines.iter().map(|line| printed(line, language, currency)).collect();
    let title = texts::preview_title(language, "Анна Ли", "10001").to_plain();
    let question = texts::preview_question(language).to_plain();
    format!("{title}\n\n{}\n\n{}\n\n{question}", lines.join("\n"), Html::lines(sums).to_plain())
}

/// Is the preview read as its sale, with the spaces that it has and with plain ones?
fn reads_again(language: Language, currency: &str, sale: &Previewed) {
    let reader = reader(language, currency);
    let shown = preview(language, currency.parse().unwrap(), sale);
    for text in [shown.clone(), shown.replace('\u{a0}', " ")] {
        let read = reader.sale(&text);
        assert!(read.faults.is_empty() && read.unclear.is_empty(), "{text}\n{read:?}");
        let named = read.customer.as_ref().map(|named| (named.by.as_str(), named.called.as_deref()));
        assert_eq!(named, Some(("10001", Some("Анна Ли"))), "{text}");
        let points = |(wallet, minor)| Redeem::Points(Redemption { wallet, points: Some(Money::from_minor(minor)) });
        assert_eq!((read.lines, read.redemption), (sale.lines.clone(), sale.redemption.map(points)), "{text}");
        assert_eq!(read.on_credit, sale.on_credit, "{text}");
    }
}

#[test]
fn the_preview_is_read_as_its_sale_in_every_language() {
    for &language in Language::ALL {
        for currency in ["KZT", "KGS", "UZS", "RUB", "USD", "EUR"] {
            for redemption in [None, Some((PointsWallet::Main, 200_00)), Some((PointsWallet::Referral, 1_200_50))] {
                for on_credit in [false, true] {
                    let lines = vec![
                        line("Чай", 2_000, 1_350_00),
                        line("Кабель 3x2,5, чёрный", 1_000, 12_500_50),
                        line("Сахар, кг", 1_255, 500_00),
                        line("Подарок", 1_000, 0),
                    ];
                    reads_again(language, currency, &Previewed { lines, redemption, on_credit });
                }
            }
        }
    }
}

#[test]
fn a_preview_is_read_as_it_is_seen() {
    let check = |language, cases: &[(&str, &str)]| compare(cases, |text| reader(language, "KZT").sale(text));
    let sale = "@10001(Анна Ли); Чай: 2 x 1350; Кофе: 400; main -200; debt";
    check(
        Language::Russian,
        &[(
            "🧾 Анна Ли, 10001\n\n• Чай: 2 × 1 350 ₸ = 2 700 ₸\n• Кофе: 400 ₸\n\nИтого: 3 100 ₸\n\
             Оплата баллами: −200\n📒 В долг: 2 900 ₸\n⭐ Будет начислено: 18 баллов\n\nВсё верно?",
            sale,
        )],
    );
    check(
        Language::English,
        &[(
            "🧾 Анна Ли, 10001\n\n• Чай: 2 × 1,350 ₸ = 2,700 ₸\n• Кофе: 400 ₸\n\nTotal: 3,100 ₸\n\
             Paid with points: −200\n📒 Left as a debt: 2,900 ₸\n⭐ Will earn: 18 points\n\nAll correct?",
            sale,
        )],
    );
    check(
        Language::Kazakh,
        &[(
            "🧾 Анна Ли, 10001\n\n• Чай: 2 × 1 350 ₸ = 2 700 ₸\n• Кофе: 400 ₸\n\nБарлығы: 3 100 ₸\n\
             Баллмен төлем: −200\n📒 Қарызға: 2 900 ₸\n⭐ Қосылады: 18 балл\n\nБәрі дұрыс па?",
            sale,
        )],
    );
    check(
        Language::Kyrgyz,
        &[(
            "🧾 Анна Ли, 10001\n\n• Чай: 2 × 1 350 ₸ = 2 700 ₸\n• Кофе: 400 ₸\n\nБаары: 3 100 ₸\n\
             Балл менен төлөм: −200\n📒 Карызга: 2 900 ₸\n⭐ Кошулат: 18 балл\n\nБаары туурабы?",
            sale,
        )],
    );
    check(
        Language::Uzbek,
        &[(
            "🧾 Анна Ли, 10001\n\n• Чай: 2 × 1 350 ₸ = 2 700 ₸\n• Кофе: 400 ₸\n\nJami: 3 100 ₸\n\
             Ball bilan to‘lov: −200\n📒 Qarzga: 2 900 ₸\n⭐ Qo‘shiladi: 18 ball\n\nHammasi to‘g‘rimi?",
            sale,
        )],
    );
}

#[test]
fn a_changed_preview_is_a_fault() {
    let check = |cases: &[(&str, &str)]| compare(cases, |text| reader(Language::Russian, "KZT").sale(text));
    check(&[
        ("🧾 Анна Ли, 10001\n\n• Чай: 3 × 350 ₸ = 1 050 ₸\n\nИтого: 700 ₸", "@10001(Анна Ли); Чай: 3 x 350 ! Total"),
        ("🧾 Анна Ли, 10001\n\n• Чай: 350 ₸\n📒 В долг: 300 ₸", "@10001(Анна Ли); Чай: 350 ! DebtWithAmount"),
        ("🧾 Анна Ли, 10001\n\n• Чай: 3 × 350 ₸ = 700 ₸", "@10001(Анна Ли) ! AnotherSum"),
        // Of another customer, below the first line.
        ("10002\nЧай 350\n🧾 Анна Ли, 10001", "@10002; Чай: 350 ! TwoCustomers"),
        // A name that may not be compared, and lines that are added.
        ("🧾 Анна 2, 10001\n• Чай: 350 ₸\nКофе 400\nВсё верно?", "@10001; Чай: 350; Кофе: 400"),
    ]);
}

proptest! {
    #[test]
    fn a_preview_of_any_lines_is_read_as_its_sale(
        names in proptest::collection::vec("[А-Яа-яA-Za-z0-9 ,.;:\"'«»()x×*/+|—%-]{1,30}", 1..5),
        milli in 1_i64..1_000_000, minor in 1_i64..100_000_000, on_credit in any::<bool>(),
    ) {
        for (language, currency) in [(Language::Russian, "KZT"), (Language::English, "USD"), (Language::Kazakh, "KZT")] {
            let reader = reader(language, currency);
            let typed = names.iter().flat_map(|name| reader.lines(&format!("{name}: 1")).lines);
            let lines: Vec<Line> = typed.enumerate().map(|(place, typed)| {
                let quantity = if place % 2 == 0 { 1000 } else { milli };
                line(&typed.name, quantity, minor)
            }).collect();
            if !lines.is_empty() {
                reads_again(language, currency, &Previewed { lines, redemption: None, on_credit });
            }
        }
    }
}
