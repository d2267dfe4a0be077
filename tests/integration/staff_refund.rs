//! Staff refund invoices; the customer, the referrer and the staff are told.

use chrono::Duration;
use kopilka::{
    domain::{Actor, Money, Role, TelegramId},
    sandbox::Person,
    service::{self, staff::Member},
};

use crate::{
    app::{Chat, TestApp},
    on_both,
    staff_invoice::data,
};

/// Sells in one message. Returns the number of the invoice.
pub(crate) async fn sell(app: &TestApp, seller: &Chat<'_>, message: &str) -> String {
    seller.says(message).await.say("Всё верно?");
    seller.clicks("✅ Подтвердить").await.say("оформлена");
    app.database.raw().await.texts("SELECT number FROM invoices ORDER BY invoice_id").await.pop().unwrap()
}

async fn appoint(app: &TestApp, id: i64, role: Role) {
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let operation =
        app.operation(&format!("{id} becomes {role}"), Actor::Staff(TelegramId(8_000_000_001), Role::Owner));
    let member = Member { telegram_id: TelegramId(id), role, name: "Менеджер".to_owned() };
    service::staff::appoint(&mut tx, &operation, &member).await.unwrap();
    tx.commit().await.unwrap();
}

/// Main and referral points and debt, in hundredths.
pub(crate) async fn balances(app: &TestApp, chat: &Chat<'_>) -> (i64, i64, i64) {
    let balances = app.balances(chat).await;
    (balances.main.minor(), balances.referral.minor(), balances.debt.minor())
}

pub(crate) const TAPS: &str = "Смеситель 4 x 4800\nДоставка 500";

on_both! {
    async fn a_whole_invoice_is_refunded(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna <3").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        manager.says(&format!("/bonus {code} +200 подарок")).await;
        manager.clicks("✅ Подтвердить").await;
        let number = sell(&app, &manager, &format!("/invoice {code}\n{TAPS}\nbonus 200")).await;

        manager.says(&format!("/refund {}", number.to_lowercase())).await
            .say(&format!("Anna <3, {code}"))
            .say(&format!("Накладная {number}"))
            .say("Можно вернуть: 19 700 ₸\nЧто возвращаем?");
        manager.clicks("Всё: 19\u{a0}700\u{a0}₸").await
            .say(&format!("Возврат по накладной {number}"))
            .say("• Смеситель × 4\n• Доставка × 1")
            .say("Возврат: 19 700 ₸\n💵 Возврат деньгами: 19 500 ₸\n⭐ Возврат баллов: +200")
            .say("Почему?")
            .do_not_say("Отмена начисления")
            .do_not_say("Останется");
        manager.says(&"я".repeat(201)).await.say("до 200 символов");
        manager.says("сломался <кран>").await.say("Возврат деньгами: 19 500 ₸").say("Причина: сломался <кран>").say("Всё верно?");
        assert_eq!(balances(&app, &anna).await, (0, 0, 0), "nothing happens before the confirmation");
        let (preview, confirm) = (manager.newest().id, data(&manager, "Подтвердить"));
        manager.clicks("✅ Подтвердить").await
            .say(&format!("Возврат по накладной {number} оформлен: Anna <3"))
            .say("Возврат деньгами: 19 500 ₸")
            .say("Баланс клиента: 200");
        assert_eq!(manager.newest().id, preview, "the preview becomes the receipt");
        let told = anna.newest();
        assert_eq!(
            told.text.replace('\u{a0}', " "),
            format!(
                "↩️ Refund on invoice {number}\n\n• Смеситель × 4\n• Доставка × 1\n\n\
                 Refund: 19,700 ₸\n💵 Money back: 19,500 ₸\n⭐ Points back: +200\n\n\
                 Reason: сломался <кран>\n\nYour balance: 200, friend points: 0"
            ),
        );
        assert_eq!(balances(&app, &anna).await, (200_00, 0, 0));

        manager.clicks_on(preview, &confirm).await;
        assert!(manager.last_toast().contains("уже сделано"), "{}", manager.last_toast());
        assert_eq!(balances(&app, &anna).await, (200_00, 0, 0), "a second press refunds nothing");
        assert_eq!(anna.newest().id, told.id, "and sends no notice");
        manager.says(&format!("/refund {number}")).await.say("возвращать больше нечего").say("Возвращена целиком");
        manager.says("/cancel").await.say("нечего");

        anna.says("/invoices").await;
        anna.clicks("↩️ 20 Nov 2026 · 19,700\u{a0}₸").await
            .say("↩️ Refunded in full\n• Смеситель × 4\n• Доставка × 1\n💵 Money back: 19,500 ₸\n⭐ Points back: +200");
        anna.says("/history").await.say(&format!("+200 · refund of invoice {number}"));
    }

    async fn goods_are_chosen_with_buttons(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        let many = ('A'..='I').map(|name| format!("Товар {name} 100")).collect::<Vec<_>>().join("\n");
        let number = sell(&app, &manager, &format!("/invoice {code}\n{TAPS}\n{many}")).await;

        manager.says(&format!("/refund №{number}")).await;
        let lines = manager.clicks("📦 Товары").await;
        lines.say("Что вернули?");
        let labels = lines.buttons();
        assert_eq!(labels[..2], ["Смеситель × 4", "Доставка × 1"]);
        assert!(!labels.concat().contains("Дальше"), "nothing is chosen yet: {labels:?}");
        let early = data(&manager, "Доставка");
        manager.clicks("Смеситель × 4").await.say("Смеситель: сколько вернули? Можно до 4");
        for junk in ["много", "-1", "0", "1.2345", "9999999999999999999"] {
            manager.says(junk).await.say("Нужно число больше нуля");
        }
        manager.says("5").await.say("Строка 1: столько не осталось. Можно вернуть: 4").say("сколько вернули?");
        manager.says("1,5").await.say("• Смеситель × 1,5\nВыбрано: 7 200 ₸");
        manager.clicks_on(manager.newest().id, &early).await;
        assert!(manager.last_toast().contains("устарела"), "a button of an earlier step");
        // A single piece needs no quantity; a second press removes it.
        manager.clicks("Доставка × 1").await.say("• Смеситель × 1,5\n• Доставка × 1\nВыбрано: 7 700 ₸");
        manager.clicks("✓ Доставка: 1 из 1").await.do_not_say("Доставка × 1\n");
        manager.clicks("Следующие →").await;
        manager.clicks("Товар I × 1").await.say("Выбрано: 7 300 ₸");
        manager.says("готово").await.say("кнопку");
        manager.clicks("➡️ Дальше").await.say("Возврат: 7 300 ₸").say("Останется по накладной: 13 300 ₸");
        manager.clicks("↩️ Назад").await.say("Что возвращаем?");
        manager.clicks("📦 Товары").await.say("Выбрано: 7 300 ₸");
        manager.clicks("➡️ Дальше").await;
        manager.clicks("Не подошло").await.say("Причина: Не подошло");
        manager.clicks("✏️ Изменить").await.say("Что возвращаем?");
        manager.clicks("📦 Товары").await;
        manager.clicks("➡️ Дальше").await.say("Причина: Не подошло").say("Отмена начисления: −146");
        manager.clicks("✅ Подтвердить").await.say("оформлен").say("• Смеситель × 1,5\n• Товар I × 1");
        anna.reads().say("• Смеситель × 1.5\n• Товар I × 1").say("Points taken back: −146").say("Reason: Did not suit");
        let kept = app.database.raw().await.texts("SELECT reason FROM refunds").await;
        assert!(kept.contains(&"ready:unsuitable".to_owned()), "{kept:?}");

        // Refunded goods are no longer offered, neither by button nor by number.
        manager.says(&format!("/refund {number}")).await.say("Возвращено: 7 300 ₸").say("Можно вернуть: 13 300 ₸");
        let left = manager.clicks("📦 Товары").await.buttons();
        assert_eq!(left[0], "Смеситель × 2,5");
        manager.clicks("Смеситель × 2,5").await;
        manager.clicks("↩️ Назад").await.say("Что вернули?");
        manager.clicks("Смеситель × 2,5").await;
        manager.says("3").await.say("Можно вернуть: 2,5");
        manager.clicks("Всё: 2,5").await.say("• Смеситель × 2,5").say("Выбрано: 12 000 ₸");
        let gone = data(&manager, "Товар A").replace("line:3", "line:11");
        manager.clicks_on(manager.newest().id, &gone).await;
        assert!(manager.last_toast().contains("устарела"), "nothing is left of that line");
        manager.clicks("✖️ Отмена").await.say("Ничего не изменилось");
        anna.says("/invoices").await;
        anna.clicks("↩️ 20 Nov 2026 · 20,600\u{a0}₸").await.say("↩️ Refunded: 7,300 ₸\n• Смеситель × 1.5\n• Товар I × 1");
    }

    async fn spent_points_and_the_reward_are_in_the_preview_and_the_notices(db: TestDb) {
        let app = TestApp::on(db).await;
        let bella = app.person(Person::new(502, "Bella").language("kk"));
        bella.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = app.customer(&bella).await.code.promo();
        let anna = app.person(Person::new(501, "Anna").last_name("Lee").phone("+77001234567").language("en"));
        anna.opens_link(&promo.to_string()).await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        let number = sell(&app, &manager, &format!("/invoice {code}\nЧайник 10000")).await;
        assert_eq!((balances(&app, &anna).await, balances(&app, &bella).await), ((250_00, 0, 0), (0, 500_00, 0)));
        sell(&app, &manager, &format!("/invoice {code}\nЧай 500\nbonus 200")).await;

        manager.says("/refund").await.say("По какой накладной?");
        manager.says(&number).await.say("Что возвращаем?");
        manager.clicks("✏️ Сумму").await.say("На какую сумму покупки возврат? Можно до 10 000 ₸");
        for junk in ["всё", "-5", "0"] {
            manager.says(junk).await.say("Нужно число больше нуля");
        }
        manager.says("10000,01").await.say("Осталось: 10 000 ₸").say("На какую сумму");
        manager.says("8 000").await
            .say("Возврат: 8 000 ₸\n💵 Возврат деньгами: 8 000 ₸\n⭐ Отмена начисления: −160")
            .say("Уже использовано: 110 баллов")
            .say("Награда пригласившего друга, Bella: −400")
            .do_not_say("Из неё уже использовано")
            .say("Останется по накладной: 2 000 ₸");
        manager.clicks("Брак").await.say("Уже использовано: 110 баллов").say("Всё верно?");
        manager.clicks("✅ Подтвердить").await
            .say("Награда пригласившего друга, Bella: −400")
            .say("Баланс клиента: −110")
            .say("Баллов меньше нуля");
        anna.reads().say("Points taken back: −160").say("Your balance: −110, friend points: 0\n⚠️ Points are below zero").do_not_say("Bella");
        assert_eq!((balances(&app, &anna).await, balances(&app, &bella).await), ((-110_00, 0, 0), (0, 100_00, 0)));

        // The referrer reads no more than the notice of the reward said.
        assert_eq!(
            bella.newest().text,
            "↩️ Досыңыз Anna Lee сатып алғанын қайтарды. Сыйақыңыздан шегерілді: 400 балл\n\n\
             Балансыңыз: 0, достар үшін: 100",
        );
        bella.says("/history").await.say("−400 · досыңыз сатып алғанын қайтарды").do_not_say(&number).do_not_say("Брак");
        let kept = app.database.raw().await.texts("SELECT note FROM entries WHERE kind = 'refund' AND wallet = 'referral'").await;
        assert_eq!(kept, [""], "why, is not kept with the referrer either");

        anna.says("/balance").await.say("Points: −110\nFriend points: 0\n⚠️ Points are below zero");
        anna.says("/history").await.say("⚠️ Points are below zero").say("−160");
        anna.says("/card").await.say("It has 0 points");
        manager.says(code.as_str()).await.say("⭐ Баллы: −110\n🎁 Баллы за друзей: 0\n⚠️ Баллов меньше нуля");
        // Later earnings repay it first.
        sell(&app, &manager, &format!("/invoice {code}\nЧайник 10000")).await;
        anna.says("/balance").await.say("Points: 90").do_not_say("below zero");
    }

    async fn an_open_debt_is_lowered_and_the_notices_say_so(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        let number = sell(&app, &manager, &format!("/invoice {code}\nЧайник 10000\nдолг")).await;
        manager.says(&format!("/debt {code} -4000")).await;
        manager.clicks("✅ Подтвердить").await;
        manager.says(&format!("/refund {number}")).await;
        // An amount may be typed at once.
        manager.says("7000").await.say("💵 Возврат деньгами: 1 000 ₸\n📒 Уменьшение долга: 6 000 ₸");
        manager.clicks("Ошибка в накладной").await;
        manager.clicks("✅ Подтвердить").await;
        anna.reads().say("Money back: 1,000 ₸\n📒 Off the debt: 6,000 ₸");
        assert_eq!(balances(&app, &anna).await, (60_00, 0, 0));
    }

    async fn an_outdated_preview_is_shown_again(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let first = app.staff(601, "Первый", Role::Manager).await;
        let second = app.staff(602, "Второй", Role::Manager).await;
        let number = sell(&app, &first, &format!("/invoice {code}\n{TAPS}")).await;

        // The points are spent between the preview and its confirmation.
        first.says(&format!("/refund {number}")).await;
        first.clicks("Всё: 19\u{a0}700\u{a0}₸").await;
        first.clicks("Брак").await.do_not_say("Уже использовано");
        sell(&app, &second, &format!("/invoice {code}\nЧай 400\nbonus 394")).await;
        let (message, old) = (first.newest().id, data(&first, "Подтвердить"));
        first.clicks("✅ Подтвердить").await
            .say("расчёт возврата изменился")
            .say("Уже использовано: 394 балла")
            .say("Причина: Брак")
            .say("Всё верно?");
        assert_eq!(balances(&app, &anna).await, (0, 0, 0), "nothing is refunded by a preview that was wrong");
        first.clicks_on(message, &old).await;
        assert!(first.last_toast().contains("устарела"), "the button of the preview that was wrong");

        // Another member refunds some of the goods meanwhile.
        first.clicks("✏️ Изменить").await;
        first.clicks("📦 Товары").await;
        first.clicks("Смеситель × 4").await;
        first.says("3").await;
        first.clicks("➡️ Дальше").await.say("Причина: Брак");
        second.says(&format!("/refund {number}")).await;
        second.clicks("📦 Товары").await;
        second.clicks("Смеситель × 4").await;
        second.says("2").await;
        second.clicks("➡️ Дальше").await;
        second.clicks("Брак").await;
        second.clicks("✅ Подтвердить").await.say("оформлен");
        first.clicks("✅ Подтвердить").await
            .say("Строка 1: столько не осталось. Можно вернуть: 2")
            .say("Что вернули?")
            .do_not_say("Выбрано");
        first.clicks("↩️ Назад").await.say("Можно вернуть: 10 100 ₸");

        // Then the rest is refunded.
        first.clicks("✏️ Сумму").await;
        first.says("10 100").await.say("Всё верно?");
        second.says(&format!("/refund {number}")).await;
        second.clicks("Всё: 10\u{a0}100\u{a0}₸").await;
        second.clicks("Брак").await;
        second.clicks("✅ Подтвердить").await;
        first.clicks("✅ Подтвердить").await.say("возвращать больше нечего").say("Возвращена целиком");
        first.says("/cancel").await.say("нечего");
        assert_eq!(balances(&app, &anna).await, (-394_00, 0, 0));
    }

    async fn an_invoice_is_found_by_number_by_customer_and_on_the_card(db: TestDb) {
        let app = TestApp::on(db).await;
        for (id, name) in [(501, "Lee"), (502, "Moe")] {
            app.person(Person::new(id, "Anna").last_name(name)).starts().await;
        }
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        let number = sell(&app, &manager, "anna lee\nЧай 700").await;
        manager.says("/refund 00000000").await.say("«00000000» нет ни накладной, ни клиента");
        manager.says("никто <такой>").await.say("«никто <такой>» нет ни накладной, ни клиента");
        manager.says("anna").await.say("несколько");
        let (message, lee) = (manager.newest().id, data(&manager, "Lee"));
        manager.clicks_on(message, &lee).await.say("Anna Lee").say("По какой накладной возврат?");
        manager.clicks("20.11.2026 · 700\u{a0}₸").await.say(&format!("Накладная {number}")).say("Что возвращаем?");
        manager.clicks_on(message, &lee).await;
        assert!(manager.last_toast().contains("устарела"));
        manager.says("/refund anna moe").await.say("пока ничего нет");

        // From the card, and from the invoice on it.
        manager.says("anna lee").await;
        manager.clicks("↩️ Возврат").await.say("По какой накладной возврат?");
        manager.clicks("👤 Клиент").await;
        manager.clicks("🧾 Накладные").await;
        manager.clicks("20.11.2026 · 700\u{a0}₸").await;
        manager.clicks("↩️ Возврат").await.say("Что возвращаем?");
        manager.after(|actor| actor.sends_sticker()).await.say("только текст").say("Что возвращаем?");
        app.clock.advance(Duration::hours(2));
        manager.clicks("Всё: 700\u{a0}₸").await;
        assert!(manager.last_toast().contains("устарела"), "a conversation of two hours ago");
        manager.says("/admin").await;
        manager.presses_key("↩️ Возврат покупки").await.say("По какой накладной?");
    }

    async fn only_managers_refund(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let customer = app.customer(&anna).await.customer_id;
        let cashier = app.staff(602, "Касса", Role::Cashier).await;
        let manager = app.staff(601, "Менеджер", Role::Manager).await;
        let number = sell(&app, &cashier, &format!("/invoice {code}\nЧай 700")).await;
        let invoice = app.database.raw().await.number("SELECT invoice_id FROM invoices").await;

        cashier.says(&format!("/refund {number}")).await.say("ролью");
        cashier.says(code.as_str()).await;
        assert!(!cashier.newest().labels().concat().contains(&"↩️ Возврат"));
        cashier.clicks("🧾 Накладные").await;
        cashier.clicks("20.11.2026 · 700\u{a0}₸").await;
        assert!(!cashier.newest().labels().concat().contains(&"↩️ Возврат"));
        for data in [format!("s:refunds:{customer}:0"), format!("s:refund:{customer}:{invoice}")] {
            cashier.clicks_on(cashier.newest().id, &data).await.say("ролью");
            anna.clicks_on(anna.newest().id, &data).await.say("right role");
        }
        anna.says("/refund").await.say("right role");
        for data in [format!("s:refund:{customer}:999999"), "s:refund:999999:1".to_owned(), "s:refunds:999999:0".to_owned()] {
            manager.clicks_on(manager.newest().id, &data).await.say("нет");
        }

        // The manager is dismissed between the preview and its confirmation.
        manager.says(&format!("/refund {number}")).await;
        manager.clicks("Всё: 700\u{a0}₸").await;
        manager.clicks("Брак").await.say("Всё верно?");
        appoint(&app, 601, Role::Cashier).await;
        manager.clicks("✅ Подтвердить").await.say("ролью");
        assert_eq!(balances(&app, &anna).await, (14_00, 0, 0));
    }

    async fn refused_previews_of_points_and_debts_are_shown_again(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code;
        let first = app.staff(601, "Первый", Role::Manager).await;
        let second = app.staff(602, "Второй", Role::Manager).await;
        for message in [format!("/bonus {code} +100 подарок"), format!("/debt {code} +100")] {
            second.says(&message).await;
            second.clicks("✅ Подтвердить").await.say("Anna");
        }

        first.says(&format!("/bonus {code} -80 ошибка")).await.say("Всё верно?");
        let preview = first.newest().id;
        second.says(&format!("/bonus {code} -50 ошибка")).await;
        second.clicks("✅ Подтвердить").await;
        first.clicks("✅ Подтвердить").await.say("Доступно: 50").say("Сколько баллов?");
        assert_eq!(first.newest().id, preview, "in place of the preview");
        first.says("50").await.say("Списать: 50 баллов").say("Причина: ошибка");
        first.clicks("✅ Подтвердить").await.say("Anna: −50");

        first.says(&format!("/debt {code} -80 наличными")).await.say("Останется долг: 20 ₸");
        let preview = first.newest().id;
        second.says(&format!("/debt {code} -50")).await;
        second.clicks("✅ Подтвердить").await;
        first.clicks("✅ Подтвердить").await.say("Сейчас долг: 50 ₸").say("Сколько оплачено?");
        assert_eq!(first.newest().id, preview, "in place of the preview");
        first.clicks("Всё: 50\u{a0}₸").await.say("Останется долг: 0 ₸").say("Заметка: наличными");
        first.clicks("✅ Подтвердить").await;
        let balances = app.balances(&anna).await;
        assert_eq!((balances.main, balances.debt), (Money::ZERO, Money::ZERO));
    }
}
