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
        "кешбэк",
        "кэшбек",
        "кэшбэк",
        "cashback",
        "keshbek",
        "упайдан",
        "ұпайдан",
        // A letter of the other alphabet that looks the same.
        "бoнус",
        "bоnus",
        "pts",
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
        ("реф 100", "referral -100"),
        ("upay 200", "main -200"),
        ("бонус баары", "main -all"),
        ("бардык балл", "main -all"),
        ("баардык балл", "main -all"),
        ("баллдын баары", "main -all"),
        ("барлық балл", "main -all"),
        ("барлық ұпай", "main -all"),
        ("ұпайдың барлығы", "main -all"),
        ("hamma ball", "main -all"),
        ("barcha ball", "main -all"),
        ("ҳамма балл", "main -all"),
        ("ballning hammasi", "main -all"),
        ("всеми баллами", "main -all"),
        ("барлық достар үшін балл", "referral -all"),
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
        ("промокод 500", "! Discount"),
        ("вычесть 500", "! Discount"),
        ("минус сертификат 500", "! Discount"),
        ("вернуть 50", "! Return"),
        ("погашение долга 500", "! Payment"),
        ("оплата долга 500", "! Payment"),
        ("получено 500", "! Payment"),
        ("принято 500", "! Payment"),
        ("дал 500", "! Payment"),
        ("получил 500", "! Payment"),
        ("berildi 500", "! Payment"),
        ("скидка: 10%", "! Discount"),
        ("скидка 10%", "! Discount"),
        ("-10%", "! Discount"),
        ("−10%", "! Discount"),
        ("- 10 %", "! Discount"),
        ("10%", "! Discount"),
        ("10% off", "! Discount"),
        ("Чай 350 -10%", "! Discount"),
        ("Чай 350 − 10%", "! Discount"),
        ("Чай 350 10%", "! Discount"),
        ("Чай 350 (-10%)", "! Discount"),
        ("Чай 2 x 350 -10%", "! Discount"),
        ("Чай 350 скидка 10%", "! Discount"),
        ("Чай 350 10% скидка", "! Discount"),
        ("Tea 350 10% off", "! Discount"),
        ("Чай -10% 350", "! Discount"),
        ("Чай 350\n-10%", "Чай: 350 ! Discount"),
        ("Скидка -500", "! Discount"),
        ("discount 200", "! Discount"),
        ("жеңілдік 200", "! Discount"),
        ("арзандатуу 200", "! Discount"),
        ("chegirma 200", "! Discount"),
        ("минус 200", "! Discount"),
        ("уценка 200", "! Discount"),
        ("скидочка 200", "! Discount"),
        ("cкидка 200", "! Discount"),
        ("200 off", "! Discount"),
        ("coupon 200", "! Discount"),
        ("voucher 200", "! Discount"),
        ("Tea 1000 less 200", "! Discount"),
        ("Скидка 10% Чай 1000", "! Discount"),
        ("возврат 200", "! Return"),
        ("возврат Чай 350", "! Return"),
        ("сдача 500", "! Payment"),
        ("аванс 500", "! Payment"),
        ("предоплата 500", "! Payment"),
        ("Чай 1000 наличные 2000 сдача 1000", "! Payment"),
        ("credit 500", "! DebtWithAmount"),
        ("нал 500 долг 500", "! DebtWithAmount"),
        ("Tea 350\nqty 2", "Tea: 350 ! QuantityAlone"),
        ("Чай 350\nкол-во 2", "Чай: 350 ! QuantityAlone"),
        ("Чай 350 скидка 50", "! Discount"),
        ("Будет начислено: 394 балла", "! NotGoods"),
        ("бонус", "! PointsMissing"),
        ("бонус 200?", "! NoPrice"),
        ("бонус 10%", "! PointsMissing"),
        ("бонус 200 друзья 100", "! PointsTwice"),
        ("бонус 5\nдрузья все", "main -5 ! PointsTwice"),
        ("Чай 350 бонус 5\nдрузья все", "Чай: 350; main -5 ! PointsTwice"),
    ]);
}

#[test]
fn a_debt_of_all_that_is_left_is_a_debt() {
    check(&[
        ("Чай 350\nдолг 350", "Чай: 350; debt"),
        ("Чай 350\nв долг: 350 ₸", "Чай: 350; debt"),
        ("Чай 500\nбонус 200\nдолг 300", "Чай: 500; main -200; debt"),
        ("Чай 500\nбонус 200\nдолг 500", "Чай: 500; main -200 ! DebtWithAmount"),
        ("Чай 500\nдолг 400", "Чай: 500 ! DebtWithAmount"),
        ("Чай 500\nнал 100\nдолг 400", "Чай: 500 ?  / нал: 100 ! DebtWithAmount"),
        ("5000\nдолг 5000", "Покупка: 5000; debt"),
        ("5000 долг", "Покупка: 5000; debt"),
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
        ("Сметана 10% 350", "Сметана 10%: 350"),
        ("Сметана - 10% 350", "Сметана - 10%: 350"),
        ("Хлопок-80% 350", "Хлопок-80%: 350"),
        ("Сок 100%", "! NoPrice"),
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
        ("Карта бонус 200", "? Карта бонус: 200 / main -200"),
        ("көп упай 200", "? көп упай: 200 / main -200"),
        ("Товар 5000 (бонус 200)", "Товар: 5000; main -200"),
        ("Чай 350\n+ бонус 200", "Чай: 350; main -200"),
        ("Бонус 200 Чай 1000", "? Чай: 1000; main -200 / Бонус 200 Чай: 1000"),
        ("Долг Чай 1000", "? Чай: 1000; debt / Долг Чай: 1000"),
        ("Чай 1000 - 200", "? Чай: 800 / Чай 1000: 200"),
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

#[test]
fn a_total_is_what_is_sold_where_nothing_else_is() {
    for line in [
        "Итого 1000",
        "Итого: 1 000 ₸",
        "всего 1000",
        "К оплате: 1 000 ₸",
        "Total 1000",
        "барлығы 1000",
        "жалпы 1000",
        "Jami: 1000",
        "на сумму 1000",
        "наличные 1000",
        "1000 картой",
        "kaspi 1000",
        "нал 400 карта 600",
        "оплата 1000",
        "= 1000",
        "Бардыгы 1000",
        "Баары: 1000",
        "Hammasi 1000",
        "итг 1000",
        "расчёт 1000",
        "СБП 1000",
        "сбер 1000",
        "visa 1000",
        "кэш 1000",
        "безнал 1000",
        "элкарт 1000",
        "halyk 1000",
        "оплатил 1000",
        "заплатил 1000",
    ] {
        check(&[
            (line, "Покупка: 1000"),
            (&format!("Чай 1000\n{line}"), "Чай: 1000"),
            (&format!("Чай 600\nКофе 400\n{line}"), "Чай: 600; Кофе: 400"),
            (&format!("Чай 1200\nбонус 200\n{line}"), "Чай: 1200; main -200"),
        ]);
    }
    check(&[
        ("Чай 1000\nИтого 1100", "Чай: 1000 ! Total"),
        ("Чай 350 x 2\nИтого 700", "? Чай: 2 x 350 / Чай: 350 x 2"),
        ("Чай 2 x 350 итого 700", "Чай: 2 x 350"),
        ("Чай 2 x 350 итого 750", "! AnotherSum"),
        ("Чай 2 x 350 барлығы 700", "Чай: 2 x 350"),
        ("Choy 2 x 350 hammasi 700", "Choy: 2 x 350"),
        ("Итого 1000\nналичные 1000", "Покупка: 1000"),
        ("Чай 1000\nнал 500\nкарта 500", "Чай: 1000"),
    ]);
}

#[test]
fn a_total_of_lines_that_were_sold_before_is_not_sold_again() {
    let reader = reader(Language::Russian, "KZT");
    let before = reader.lines("Чай 1000").lines;
    for (line, expected) in [
        ("Итого 1000", ""),
        ("Кофе 500\nИтого 1500", "Кофе: 500"),
        ("Итого 1100", "! Total"),
        ("наличные 1000", ""),
        ("Кофе 1000", "Кофе: 1000"),
        ("Кофе 500\nСок 1500", "Кофе: 500 ?  / Сок: 1500"),
    ] {
        assert_eq!(super::shown(&reader.more_lines(line, &before)), expected, "{line:?}");
    }
}

#[test]
fn a_way_of_paying_is_asked_about_where_its_sum_differs() {
    check(&[
        ("Чай 500\nналичные 1000", "Чай: 500 ?  / наличные: 1000"),
        ("Чай 90000\nкарта 500", "Чай: 90000 ?  / карта: 500"),
        ("Чай 1000\ngift card 200", "Чай: 1000 ?  / gift card: 200"),
        ("Чай 350 карта 500", "? Чай: 350 / Чай: 350; карта: 500 / Чай 350 карта: 500"),
        ("Чай 1000 картой", "Чай: 1000"),
        ("Haircut 25 cash", "Haircut: 25"),
        ("Карта 2 x 500", "Карта: 2 x 500"),
        ("Бонус карта 500", "Бонус карта: 500"),
    ]);
}

#[test]
fn a_way_of_paying_alone_says_nothing_beside_goods() {
    for way in
        ["нал", "карта", "Наличные", "kaspi", "cash", "оплата картой", "💳 карта", "naqd", "накталай", "оплачено"]
    {
        check(&[
            (&format!("Чай 350\n{way}"), "Чай: 350"),
            (&format!("Чай 350\nКофе 400\nитого 750\n{way}"), "Чай: 350; Кофе: 400"),
            (&format!("5000\n{way}"), "Покупка: 5000"),
            (way, "! NoPrice"),
        ]);
    }
    check(&[("Чай\nнал", "! NoPrice ! NoPrice"), ("Чай 350\nаванс", "Чай: 350 ! Payment")]);
    let reader = reader(Language::Russian, "KZT");
    let before = reader.lines("Чай 1000").lines;
    assert_eq!(super::shown(&reader.more_lines("нал", &before)), "");
}

#[test]
fn a_line_that_costs_what_those_above_cost_is_asked_about_whatever_its_word() {
    check(&[
        ("Чай 350\nКофе 400\nнабор 750", "Чай: 350; Кофе: 400 ?  / набор: 750"),
        ("Чай 350\nКофе 400\nнабор 750\nкошелёк 750", "Чай: 350; Кофе: 400 ?  / набор: 750 ?  / кошелёк: 750"),
        ("Чай 1200\nбонус 200\nнабор 1000", "Чай: 1200; main -200 ?  / набор: 1000"),
        ("Чай 2 x 350\nнабор 700", "Чай: 2 x 350 ?  / набор: 700"),
        ("5000\nкошелёк 5000", "Покупка: 5000 ?  / кошелёк: 5000"),
        ("Чай 350\nКофе 350\nСок 350\nВода 350", "Чай: 350; Кофе: 350; Сок: 350; Вода: 350"),
        ("Чай 350\nКофе 2 x 175", "Чай: 350; Кофе: 2 x 175"),
        ("Чай 350\nКофе 350", "Чай: 350; Кофе: 350"),
        ("Чай 350\nКофе 350\nСок 350", "Чай: 350; Кофе: 350; Сок: 350"),
        ("Чай 350\nКофе 350\nСок 700", "Чай: 350; Кофе: 350 ?  / Сок: 700"),
        ("Чай 350\nКофе 350\nнал 700", "Чай: 350; Кофе: 350"),
        ("Чай 350\nвместе 350", "Чай: 350"),
        ("Чай 350\nс вас 350", "Чай: 350"),
        ("• Чай: 350 ₸\n• Кофе: 350 ₸", "Чай: 350; Кофе: 350"),
        ("Чай 350\nСок 350\nКофе 400", "Чай: 350; Сок: 350; Кофе: 400"),
    ]);
}

#[test]
fn lines_of_a_receipt_are_no_goods() {
    for line in [
        "тел 87015554433",
        "тел. 8 701 555 44 33",
        "звонить +7 701 555 44 33",
        "ИНН 123456789012",
        "НДС 38",
        "баланс 100",
        "остаток 100",
        "начислить 7",
        "/debt 10001",
    ] {
        check(&[(&format!("Чай 350\n{line}"), "Чай: 350 ! NotGoods")]);
    }
    check(&[
        ("Чай 350\nклиент 10012", "Чай: 350 ! TwoCustomers"),
        ("Чай 350\n/invoice 10002", "Чай: 350 ! TwoCustomers"),
        ("Дом 123456789 ₸", "Дом: 123456789"),
        ("Дом 123456789", "Дом: 123456789"),
        ("Дом: 123456789", "Дом: 123456789"),
        ("заказ №123456789", "! NotGoods"),
        ("Дом 8701555", "Дом: 8701555"),
        ("Дом 12345678901 ₸", "Дом: 12345678901"),
        ("Дом 1234567890", "? Дом: 1234567890 / "),
        ("звонить 87015554433", "?  / звонить: 87015554433"),
        ("Чай 350 тел 87015554433", "! NotGoods"),
        ("87015554433 Чай", "! NotGoods"),
        ("карта 4400430012345678", "! TooLarge"),
        ("Дом 123 456 789", "? Дом: 123456789 / Дом 123: 456789"),
        ("Плитка 300x300 1 200 000", "Плитка 300x300: 1200000"),
    ]);
}

#[test]
fn the_rest_is_paid_or_left_as_a_debt_behind_points() {
    for line in [
        "500 баллами остальное картой",
        "500 баллами, остальное картой",
        "500 баллами а остальное картой",
        "500 баллами, а остальное — картой",
        "500 баллами и остальное картой",
        "500 баллами картой остальное",
        "500 баллами остальное нал",
        "500 баллами остальное налом",
        "500 баллами, остаток наличными",
        "500 баллами доплата картой",
        "спишите 500 баллов, остальное картой",
        "500 баллами остальное",
        "бонус 500, остальное карта",
        "баллами 500 остальное каспи",
        "500 points rest by card",
        "500 points the rest cash",
        "500 points, the rest in cash",
        "points 500, rest card",
        "points 500 and the rest by card",
        "500 балл менен калганы карта",
        "500 балл менен, калганын накталай",
        "500 балл, қалғаны карта",
        "500 баллмен қалғанын картамен",
        "500 ұпай, қалған сомасы қолма-қол",
        "500 ball bilan qolgani naqd",
        "500 ball, qolganini karta bilan",
    ] {
        check(&[
            (line, "main -500"),
            (&format!("хлеб 2500\n{line}"), "хлеб: 2500; main -500"),
            (&format!("хлеб 2500, {line}"), "хлеб: 2500; main -500"),
            (&format!("хлеб 2500 {line}"), "хлеб: 2500; main -500"),
        ]);
    }
    for line in [
        "500 баллов остальное долг",
        "500 баллов, остальное в долг",
        "бонус 500 остаток запиши в долг",
        "500 points rest on debt",
        "500 points, the rest is a debt",
        "500 балл, калганы насыяга",
        "500 балл қалғаны қарызға",
        "500 ball bilan qolgani qarzga",
        "500 ball qolgani nasiya",
    ] {
        check(&[
            (line, "main -500; debt"),
            (&format!("хлеб 2500\n{line}"), "хлеб: 2500; main -500; debt"),
            (&format!("хлеб 2500 {line}"), "хлеб: 2500; main -500; debt"),
        ]);
    }
    check(&[
        ("хлеб 2500\nостальное долг", "хлеб: 2500; debt"),
        ("хлеб 2500\nостальное картой", "хлеб: 2500"),
        ("хлеб 2500, баллами все, остальное картой", "хлеб: 2500; main -all"),
        ("хлеб 2500\n500 баллами\nостальное картой 2000", "хлеб: 2500; main -500"),
        ("хлеб 2500\n500 нал остальное картой", "хлеб: 2500 ?  / нал остальное картой: 500"),
        ("хлеб 2500\n500 нал остальное долг", "хлеб: 2500 ! Payment"),
        ("хлеб 2500\n500 баллами остальное картой 2000", "хлеб: 2500 ? main -500"),
        ("хлеб 2500\nостальное 500", "хлеб: 2500; остальное: 500"),
        ("Crest 500", "Crest: 500"),
        ("Arm rest 500", "Arm rest: 500"),
    ]);
}

#[test]
fn points_behind_a_price_need_no_comma() {
    check(&[
        ("хлеб 250 100 бонусов", "хлеб: 250; main -100"),
        ("coffee 1200 500 points", "coffee: 1200; main -500"),
        ("хлеб 2 500 300 баллами", "? хлеб: 2 x 500; main -300 / хлеб: 2500; main -300"),
        ("хлеб 250 тг 100 бонусов", "хлеб: 250; main -100"),
        ("5000 500 баллами остальное картой", "Покупка: 5000; main -500"),
        ("Набор 100 баллов 500", "? Набор 100 баллов: 500 / Набор: 100; main -500"),
    ]);
}

#[test]
fn no_points_may_be_said_in_many_ways() {
    for words in [
        "баллы не трогать",
        "без бонуса",
        "бонус нет",
        "отмена бонуса",
        "бонусов не надо",
        "убери баллы",
        "балсыз",
        "балл колдонбо",
        "баллды чегербе",
        "баллды қолданба",
        "бонус жоқ",
        "ball ishlatma",
        "ballni yechma",
        "bonus yo'q",
        "no bonuses",
        "don't use points",
        "cancel bonus",
    ] {
        check(&[
            (words, "no points"),
            (&format!("хлеб 2500\n{words}"), "хлеб: 2500; no points"),
            (&format!("хлеб 2500 {words}"), "хлеб: 2500; no points"),
            (&format!("хлеб 2500, {words}, картой"), "хлеб: 2500; no points"),
        ]);
    }
    check(&[("хлеб 2500 без бонусов в долг", "хлеб: 2500; no points; debt")]);
}
