//! Staff share the contact of a person: the Telegram account in it finds the card, and then the number.

use kopilka::{domain::Role, sandbox::Person};

use crate::{
    app::{Answers, Chat, TestApp},
    on_both,
};

/// Shares the contact of another person, with their Telegram account in it.
async fn shares(chat: &Chat<'_>, other: &Chat<'_>) -> Answers {
    chat.after(|actor| actor.shares_contact_of(other.actor())).await
}

on_both! {
    async fn a_contact_finds_the_card_of_its_account_without_a_number_on_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").phone("+77010000001"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        for (begins, answers) in [
            ("/cancel", "👤 Anna"),
            ("/find", "👤 Anna"),
            ("/new", "👤 Anna"),
            ("/invoice", "Что продаём?"),
            ("/bonus", "Какие баллы?"),
            ("/debt", "Anna"),
            ("/refund", "пока ничего нет"),
        ] {
            manager.says(begins).await;
            shares(&manager, &anna).await.say(answers).say("Anna").do_not_say("никого нет");
            manager.says("/cancel").await;
        }
        // The person shares the number themselves.
        assert_eq!(app.customer(&anna).await.phone, None);
        manager.says(code.as_str()).await.say("👤 Anna").do_not_say("+7 701 000 00 01");
    }

    async fn the_owner_appoints_by_a_contact(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let anna = app.person(Person::new(501, "Anna").phone("+77010000001"));
        let ben = app.person(Person::new(502, "Ben").phone("+77010000002"));
        anna.starts().await;
        owner.says("/staff").await;
        owner.clicks("➕ Добавить").await.say("Кого добавить?");
        shares(&owner, &ben).await.say("Ben: этот бот ещё не открыт").do_not_say("никого нет");
        shares(&owner, &anna).await.say("👤 Anna").say("Какую роль дать?");
        owner.clicks("Кассир").await.say("Anna: Кассир");
    }

    async fn a_contact_of_two_cards_asks_which(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").phone("+77010000001"));
        anna.starts().await;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        manager.says("/new +77010000001 Аня").await.say("зарегистрирован");
        let code = app.customer(&anna).await.code;
        for (begins, picked) in [
            ("/cancel", "👤 Anna"),
            ("/find", "👤 Anna"),
            ("/new", "👤 Anna"),
            ("/invoice", "Что продаём?"),
            ("/bonus", "Какие баллы?"),
            ("/debt", "Anna"),
            ("/refund", "пока ничего нет"),
        ] {
            manager.says(begins).await;
            let question = shares(&manager, &anna).await;
            question.say("несколько");
            let buttons = question.buttons();
            assert_eq!(buttons.len(), 3, "{begins}: {buttons:?}");
            assert_eq!(buttons[0], format!("Anna · {code}"), "{begins}: the card of the account comes first");
            assert!(buttons[1].starts_with("Аня · "), "{begins}: {buttons:?}");
            manager.clicks(&buttons[0]).await.say(picked).say("Anna");
        }
        // In the middle of an invoice, it goes on with the customer that is chosen.
        manager.says("/invoice Незнакомый\nЧай 100").await.say("Товары я запомнил");
        manager.clicks("➕ Зарегистрировать").await.say("Отправьте телефон");
        let buttons = shares(&manager, &anna).await.buttons();
        manager.clicks(&buttons[1]).await.say("Аня").say("К оплате: 100 ₸");

        let owner = app.owner().await;
        owner.says("/staff").await;
        owner.clicks("➕ Добавить").await;
        let buttons = shares(&owner, &anna).await.buttons();
        owner.clicks(&buttons[1]).await.say("Аня: этот бот ещё не открыт");
    }

    async fn a_contact_answers_no_other_question(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").phone("+77010000001"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let owner = app.owner().await;
        let refuses = async |question: &str| {
            for answers in [shares(&owner, &anna).await, owner.shares_contact("+77770001122", "Бек").await] {
                answers.say("Контакт здесь не подходит").say(question);
                answers.do_not_say("Строка 1").do_not_say("7777").do_not_say("7701").do_not_say("Нужно число");
            }
        };
        owner.says(&format!("/invoice {code}")).await.say("Что продаём?");
        refuses("Что продаём?").await;
        owner.says("Чай 2 x 350").await.say("Итого: 700 ₸");
        refuses("Итого: 700 ₸").await;
        owner.clicks("➡️ Дальше").await.say("Оплачено?");
        refuses("Оплачено?").await;
        owner.clicks("💵 Оплачено").await.say("Всё верно?");
        refuses("Всё верно?").await;
        owner.clicks("✅ Подтвердить").await.say("оформлена");

        owner.says(&format!("/bonus {code} +5")).await.say("За что?");
        refuses("За что?").await;
        owner.says("подарок").await.say("Причина: подарок");
        owner.clicks("✅ Подтвердить").await;
        owner.says(&format!("/invoice {code}\nЧай 2 x 350")).await.say("Всё верно?");
        owner.clicks("⭐ Баллы").await;
        owner.clicks("⭐ Другая сумма").await.say("сколько");
        refuses("сколько").await;
        owner.says("/bonus anna").await.say("Какие баллы?");
        refuses("Какие баллы?").await;
        owner.says(&format!("/debt {code} +5")).await.say("Станет долг: 5 ₸");
        owner.clicks("✏️ Добавить заметку").await.say("Напишите заметку");
        refuses("Напишите заметку").await;

        owner.says("/refund anna").await;
        owner.clicks("20.11.2026 · 700\u{a0}₸").await.say("Что возвращаем?");
        refuses("Что возвращаем?").await;
        owner.says("100").await.say("Почему");
        refuses("Почему").await;
    }

    async fn the_name_in_a_contact_is_offered_for_the_registration(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/invoice").await;
        cashier.shares_contact("+77770001122", "Бек Ли").await.say("никого нет");
        cashier.clicks("➕ Новый: +7 777 000 11 22").await.say("Зарегистрировать Бек Ли?");
        cashier.clicks("➕ Зарегистрировать").await.say("Бек Ли").say("Что продаём?");
        // Another customer is typed after a contact: the name is not theirs.
        cashier.says("/invoice").await;
        cashier.shares_contact("+77770001133", "Дана").await.say("никого нет");
        cashier.says("+77770001144").await.say("никого нет");
        cashier.clicks("➕ Новый: +7 777 000 11 44").await.say("Как зовут клиента").do_not_say("Дана");
    }

    async fn the_own_number_does_not_end_a_conversation_of_staff(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let cashier = app.person(Person::new(602, "Вера").language("ru").phone("+77010000002"));
        cashier.starts().await;
        app.appoint(&cashier, Role::Cashier).await;
        cashier.says(&format!("/invoice {code}")).await.say("Что продаём?");
        cashier.shares_own_contact().await.say("Записали номер +7 701 000 00 02").say("Что продаём?");
        cashier.says("Чай 2 x 350").await.say("Итого: 700 ₸");
    }
}
