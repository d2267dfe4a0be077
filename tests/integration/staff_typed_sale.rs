//! Staff type a sale that does not begin with its customer: who buys is asked for, and nothing that was typed is lost.

use kopilka::{domain::Role, sandbox::Person};

use crate::{
    app::{Chat, TestApp},
    on_both,
};

/// A shop with a customer and a cashier; the customer's code.
async fn shop<'a>(app: &'a TestApp, name: &str) -> (Chat<'a>, String) {
    let customer = app.person(Person::new(501, name));
    customer.starts().await;
    let code = app.customer(&customer).await.code.to_string();
    (app.staff(601, "Касса", Role::Cashier).await, code)
}

on_both! {
    async fn goods_alone_are_kept_until_it_is_said_who_buys(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Анна").await;
        cashier.says("Чай 350").await.say("• Чай: 350 ₸").say("Кто покупает?");
        cashier.says(&code).await.say("К оплате: 350 ₸").say("Всё верно?");
        cashier.clicks("✅ Подтвердить").await.say("оформлена: Анна");
        cashier.says("Чай 2 x 350\nКофе 400\nдолг").await.say("• Чай: 2 × 350 ₸ = 700 ₸\n• Кофе: 400 ₸").say("Кто покупает?");
        // More of them, a wrong customer, and then the right one.
        cashier.says("Сок 100").await.say("Итого: 1 200 ₸").say("Кто покупает?");
        cashier.says("Незнакомый").await.say("«Незнакомый» никого нет").say("Товары я запомнил");
        cashier.says("анна").await.say("• Сок: 100 ₸").say("В долг: 1 200 ₸");
        cashier.says("/cancel").await;
        cashier.says("5000 тг").await.say("• Покупка: 5 000 ₸").say("Кто покупает?");
        cashier.says(&code).await.say("К оплате: 5 000 ₸");
    }

    async fn a_customer_whom_the_shop_does_not_have_costs_no_goods(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Анна").await;
        cashier.says("Незнакомый\nЧай 100").await.say("«Незнакомый» никого нет").say("Товары я запомнил");
        cashier.says(&code).await.say("К оплате: 100 ₸");
        cashier.says("/cancel").await;
        // The same sale again, with another name that the shop does not have, is no second one.
        cashier.says("Незнакомый\nЧай 100").await.say("Товары я запомнил");
        cashier.says("Незнакомец\nЧай 100").await.say("«Незнакомец» никого нет");
        cashier.says(&code).await.say("К оплате: 100 ₸");
    }

    async fn a_name_before_a_sum_is_offered_as_the_customer(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Ольга").await;
        for text in ["Ольга 5000", "ольга 5000", "/invoice Ольга 5000"] {
            cashier.says(text).await.say("Это он?");
            assert_eq!(cashier.newest().labels()[0], [format!("Ольга · {code}")], "{text}");
            cashier.clicks(&format!("Ольга · {code}")).await.say("Ольга").say("• Покупка: 5 000 ₸").say("К оплате: 5 000 ₸");
            cashier.says("/cancel").await;
        }
        let kim = app.person(Person::new(502, "Ольга").last_name("Ким"));
        kim.starts().await;
        let other = app.customer(&kim).await.code;
        cashier.says("Ольга 5000 долг").await.say("Подходят несколько");
        cashier.clicks(&format!("Ольга Ким · {other}")).await.say("Ольга Ким").say("В долг: 5 000 ₸");
        cashier.says("/cancel").await;
        // It may be goods all the same.
        cashier.says("Ольга 5000").await;
        cashier.clicks("🛒 Товар «Ольга»: 5\u{a0}000\u{a0}₸").await.say("• Ольга: 5 000 ₸").say("Кто покупает?");
        cashier.says(&code).await.say("• Ольга: 5 000 ₸").say("Всё верно?");
        cashier.says("/cancel").await;
        // The beginning of a name is goods.
        cashier.says("Оль 5000").await.say("• Оль: 5 000 ₸").say("Кто покупает?");
        cashier.says("/cancel").await;
        // A sum that could be a code.
        cashier.says("Ольга 99999").await.say("Строку 1");
        cashier.clicks(&format!("👤 Ольга, {code}; Покупка: 99 999 ₸")).await.say("К оплате: 99 999 ₸");
    }

    async fn a_word_for_a_sale_may_stand_before_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Анна").await;
        for word in ["продажа", "Продажа:", "sale", "сату", "сатуу", "sotuv", "yuk xati"] {
            cashier.says(&format!("{word} {code} 5000")).await.say("К оплате: 5 000 ₸").say("Анна");
            cashier.says("/cancel").await;
        }
        cashier.says(&format!("продажа\n{code}\nЧай 350")).await.say("К оплате: 350 ₸");
        cashier.says("/cancel").await;
        cashier.says("продажа 5000").await.say("• Покупка: 5 000 ₸").say("Кто покупает?");
        cashier.says("Анна").await.say("К оплате: 5 000 ₸");
        cashier.says("/cancel").await;
        cashier.says("новая продажа").await.say("Кто покупает?");
        // Unreadable lines are shown with the word before them.
        cashier.says(&format!("продажа {code}\nЧай")).await.say("Строка 2: Чай");
    }

    async fn a_number_alone_is_a_customer_first_and_then_a_sum(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Анна").await;
        cashier.says("/new +7 701 555 50 00 Болат").await.say("зарегистрирован");
        cashier.says("5000").await.say("👤 Болат");
        cashier.says(&code).await.say("👤 Анна");
        for (number, sum) in [("7000", "7 000 ₸"), ("12 500", "12 500 ₸"), ("99999", "99 999 ₸")] {
            cashier.says(number).await.say("никого нет");
            let label = cashier.newest().buttons[0][0].label.clone();
            assert_eq!(label.replace('\u{a0}', " "), format!("🛒 Продать на {sum}"));
            cashier.clicks(&label).await.say(&format!("• Покупка: {sum}")).say("Кто покупает?");
            cashier.says(&code).await.say(&format!("К оплате: {sum}"));
            cashier.says("/cancel").await;
        }
        cashier.says("/invoice 99999").await.say("никого нет");
        cashier.clicks("🛒 Сумма покупки: 99\u{a0}999\u{a0}₸").await.say("• Покупка: 99 999 ₸").say("Кто покупает?");
        cashier.says(&code).await.say("К оплате: 99 999 ₸");
        cashier.says("/cancel").await;
        // A phone number is none.
        let unknown = cashier.says("87015559999").await;
        assert_eq!(unknown.say("никого нет").buttons(), ["➕ Новый: +7 701 555 99 99"]);
    }

    async fn good_lines_are_kept_whoever_buys(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Анна").await;
        for first in ["", "Незнакомый\n"] {
            cashier.says(&format!("/invoice {first}Чай 350\nКофе\nСок 100")).await.say("Кофе").say("Остальное я запомнил");
            let asked = cashier.says("Кофе 400").await;
            if first.is_empty() {
                asked.say("• Чай: 350 ₸\n• Кофе: 400 ₸\n• Сок: 100 ₸").say("Кто покупает?");
            } else {
                asked.say("«Незнакомый» никого нет").say("Товары я запомнил");
            }
            cashier.says(&code).await.say("• Чай: 350 ₸\n• Кофе: 400 ₸\n• Сок: 100 ₸").say("Всё верно?");
            cashier.says("/cancel").await;
        }
        let kim = app.person(Person::new(502, "Анна").last_name("Ким"));
        kim.starts().await;
        let other = app.customer(&kim).await.code;
        cashier.says("Анна\nЧай 350\nКофе\nСок").await.say("Строка 3: Кофе").say("Строка 4: Сок");
        // Sent again as a whole, also without the customer, no line counts twice.
        cashier.says("Чай 350\nКофе 400\nСок 100").await.say("Подходят несколько");
        cashier.clicks(&format!("Анна Ким · {other}")).await.say("Итого: 850 ₸").say("Анна Ким");
    }

    async fn good_lines_are_kept_step_by_step(db: TestDb) {
        let app = TestApp::on(db).await;
        let (cashier, code) = shop(&app, "Анна").await;
        cashier.says(&format!("/invoice {code}")).await.say("Что продаём?");
        cashier.says("Чай 350\nКофе\nСок 100").await.say("Строка 2: Кофе").say("Остальное я запомнил").do_not_say("Скопируйте");
        cashier.says("Кофе 400").await.say("• Чай: 350 ₸\n• Кофе: 400 ₸\n• Сок: 100 ₸").say("Итого: 850 ₸");
        cashier.says("Торт\nВода 50").await.say("Строка 1: Торт");
        cashier.clicks("не товар, убрать строку").await.say("• Вода: 50 ₸").say("Итого: 900 ₸");
        cashier.clicks("➡️ Дальше").await.say("Оплачено?");
    }
}
