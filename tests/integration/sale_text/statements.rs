//! Points, debts, discounts, totals.

use kopilka::{domain::Language, texts::common};

use super::{check, check_with, reader};

#[test]
fn points_are_spent_however_they_are_written() {
    let mut lines = Vec::new();
    for separator in
        [" ", ": ", ":", " : ", "=", " = ", " - ", "-", " -", " – ", "–", " — ", "—", " − ", " ‑ ", " ― ", " ‒ "]
    {
        lines.push(format!("бонус{separator}200"));
    }
    for word in [
        "баллы",
        "бонусы",
        "баллами",
        "points",
        "bonus",
        "Bonuses",
        "ballar",
        "ball",
        "баллдар",
        "баллмен",
        "ұпай",
        "упай",
        "списать",
        "списать баллы",
        "списать бонусы",
        "redeem",
        "шегеру",
        "чегерүү",
        "yechish",
        "Оплата баллами",
        "Paid with points",
        "⭐ Баллы",
        "ball bilan",
    ] {
        lines.push(format!("{word} 200"));
        lines.push(format!("{word}: 200"));
    }
    for line in
        ["200 баллов", "списать 200 баллов", "200 points", "• бонус: 200", "бонус 200 ₸", "Оплата баллами: −200"]
    {
        lines.push(line.to_owned());
    }
    let cases: Vec<(&str, &str)> = lines.iter().map(|line| (line.as_str(), "main -200")).collect();
    check(&cases);
}

#[test]
fn keywords_are_read_in_any_case_and_language() {
    check(&[
        ("БОНУС: 1 500,50", "main -1500.5"),
        ("Bonus ALL", "main -all"),
        ("бонус all", "main -all"),
        ("все баллы", "main -all"),
        ("Друзья все", "referral -all"),
        ("за друзей 100", "referral -100"),
        ("баллы за друзей: 100", "referral -100"),
        ("Оплата баллами за друзей: −50", "referral -50"),
        ("friend points 100", "referral -100"),
        ("достар үшін 100", "referral -100"),
        ("достор үчүн баллдар 100", "referral -100"),
        ("do'stlar 100", "referral -100"),
        ("doʻstlar uchun ballar 100", "referral -100"),
        ("referral 1\u{a0}000", "referral -1000"),
        ("bonus 0", "no points"),
        ("Долг", "debt"),
        ("в долг", "debt"),
        ("DEBT", "debt"),
        ("қарызға", "debt"),
        ("карызга", "debt"),
        ("qarzga", "debt"),
    ]);
}

#[test]
fn what_looks_like_goods_and_is_not_is_refused() {
    check(&[
        ("долг 500", "! DebtWithAmount"),
        ("В долг: 2 150 ₸", "! DebtWithAmount"),
        ("скидка 200", "! Discount"),
        ("скидка: 10%", "! Discount"),
        ("Скидка -500", "! Discount"),
        ("discount 200", "! Discount"),
        ("жеңілдік 200", "! Discount"),
        ("арзандатуу 200", "! Discount"),
        ("chegirma 200", "! Discount"),
        ("минус 200", "! Discount"),
        ("Чай 350 скидка 50", "! Discount"),
        ("Итого 1000", "! Total"),
        ("Итого: 19 700 ₸", "! Total"),
        ("всего 1000", "! Total"),
        ("К оплате: 19 500 ₸", "! Total"),
        ("Total 1000", "! Total"),
        ("барлығы 1000", "! Total"),
        ("жалпы 1000", "! Total"),
        ("Jami: 1000", "! Total"),
        ("Будет начислено: 394 балла", "! Total"),
        ("бонус", "! PointsMissing"),
        ("бонус 5\nдрузья все", "main -5 ! PointsTwice"),
        ("Чай 350 бонус 5\nдрузья все", "Чай: 350; main -5 ! PointsTwice"),
    ]);
}

#[test]
fn goods_may_begin_with_a_keyword() {
    check(&[
        ("Бонус карта 500", "Бонус карта: 500"),
        ("Bonus set 2 x 300", "Bonus set: 2 x 300"),
        ("Долговая книга 100", "Долговая книга: 100"),
        ("Масло Total 5000", "Масло Total: 5000"),
        ("Скидочная карта 500", "Скидочная карта: 500"),
        ("Балласт 500", "Балласт: 500"),
        ("все 100", "все: 100"),
    ]);
}

#[test]
fn points_and_debts_may_stand_behind_the_goods() {
    check(&[
        ("Товар 5000 бонус 200", "Товар: 5000; main -200"),
        ("Товар 5000, бонус: 200", "Товар: 5000; main -200"),
        ("Товар 5000 бонус все", "Товар: 5000; main -all"),
        ("Товар 5000, 200 баллов", "Товар: 5000; main -200"),
        ("Товар 2 x 5000 долг", "Товар: 2 x 5000; debt"),
        ("Товар 5000 бонус 200 долг", "Товар: 5000; main -200; debt"),
        ("Чай 350; Кофе 400; бонус 200", "Чай: 350; Кофе: 400; main -200"),
        ("Карта бонус 200", "? Карта бонус: 200"),
        ("Набор 100 баллов 500", "? Набор 100 баллов: 500 / Набор: 100; main -500"),
    ]);
}

#[test]
fn points_are_spent_in_every_language() {
    for (language, line) in [
        (Language::English, "bonus 1,200.50"),
        (Language::Russian, "бонус 1 200,50"),
        (Language::Kazakh, "ұпай 1 200,50"),
        (Language::Kyrgyz, "упай 1 200,50"),
        (Language::Uzbek, "ballar 1 200,50"),
    ] {
        check_with(&reader(language, "UZS"), &[(line, "main -1200.5")]);
    }
}

#[test]
fn the_words_that_the_help_shows_are_read_in_every_language() {
    for &language in Language::ALL {
        let [bonus, referral, all, debt] =
            [common::keyword_bonus, common::keyword_referral, common::keyword_all, common::keyword_debt]
                .map(|word| word(language));
        let cases = [
            (format!("{bonus} 200"), "main -200"),
            (format!("{bonus} {all}"), "main -all"),
            (format!("{referral} 100"), "referral -100"),
            (debt, "debt"),
        ];
        let cases: Vec<(&str, &str)> = cases.iter().map(|(line, expected)| (line.as_str(), *expected)).collect();
        check(&cases);
    }
}
