//! Customers join: by themselves, by a referral link, or with a card that was registered for them; and choose a language.

use chrono::Duration;
use kopilka::{
    domain::{Actor, Money, PointsWallet, Role, TelegramId},
    sandbox::{Fault, Person},
    service::{self, points::Direction},
};

use crate::{
    app::{Answers, Chat, OWNER, TestApp},
    database::Kind,
    on_both,
};

/// A card that a cashier made by phone, with 300 points on it; its code.
async fn registered(app: &TestApp, phone: &str) -> String {
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let manager = Actor::Staff(TelegramId(601), Role::Manager);
    let chance = kopilka::clock::SeededChance::new(99);
    let phone = phone.parse().unwrap();
    let card =
        service::customers::register(&mut tx, &app.operation("r", manager), &chance, &phone, "Гүлнұр").await.unwrap();
    let operation = app.operation("gift", manager);
    let gift = Money::from_minor(300_00);
    service::points::adjust_points(
        &mut tx,
        &operation,
        card.customer_id,
        PointsWallet::Main,
        Direction::Give,
        gift,
        "подарок",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    card.code.to_string()
}

async fn promo_of(app: &TestApp, chat: &Chat<'_>) -> String {
    format!("PROMO{}", app.customer(chat).await.code)
}

on_both! {
    async fn a_new_customer_is_welcomed_without_questions(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Айгүл").language("ru"));
        let answers = aigul.starts().await;
        let code = app.customer(&aigul).await.code.to_string();
        answers.say("Здравствуйте, Айгүл!").say(&code);
        assert_eq!(answers.buttons(), ["🌐 Язык / Language", "📱 Добавить телефон", "🎟 Ввести промокод"]);
        assert_eq!(aigul.actor().keyboard()[0], ["💰 Баланс", "💳 Карта"]);
        aigul.presses_key("💰 Баланс").await.say("Баллы: 0").do_not_say("Долг");
        aigul.starts().await.say("С возвращением, Айгүл!").do_not_say("код вашей карты");
    }

    async fn a_friend_joins_by_a_referral_link(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").last_name("Secret").language("en"));
        aigul.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = promo_of(&app, &aigul).await;
        let ben = app.person(Person::new(502, "Ben").last_name("Private").language("en"));
        let answers = ben.opens_link(&promo).await;
        answers.say("Hello, Ben").say("You got 50 points");
        assert!(!answers.buttons().contains(&"🎟 Enter a promo code".to_owned()), "the code is taken");
        assert_eq!(app.balances(&ben).await.main, Money::from_minor(50_00));
        aigul.reads().say("A friend came by your invitation: Ben.").say("5%").do_not_say("Private");

        ben.says("/history").await.say("+50 · for a friend’s promo code");
        ben.says("/profile").await.say("A friend invited you: Aigul").do_not_say("Secret");
        ben.says(&format!("/promo {promo}")).await.say("only once");
        ben.opens_link(&promo).await.say("Welcome back, Ben").say("only once");
        aigul.says("/invite").await.say("Friends who came: 1").say("Ben: no purchase yet");
        assert_eq!(app.balances(&ben).await.main, Money::from_minor(50_00));
    }

    async fn a_promo_code_is_taken_without_its_first_word(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en"));
        aigul.starts().await;
        app.clock.advance(Duration::minutes(1));
        let code = app.customer(&aigul).await.code;
        let ben = app.person(Person::new(502, "Ben").language("en"));
        ben.starts().await;
        // Without the command it may be anything.
        ben.says(code.as_str()).await.do_not_say("50");
        ben.says(&format!("/promo {code}")).await.say("50 points");
        let vera = app.person(Person::new(503, "Vera").language("en"));
        vera.starts().await;
        vera.says("/promo").await;
        vera.says(&format!(" {code} ")).await.say("50 points");
    }

    async fn every_wrong_promo_code_gets_the_same_answer(db: TestDb) {
        let app = TestApp::on(db).await;
        let first = app.person(Person::new(501, "First").language("en"));
        first.starts().await;
        app.clock.advance(Duration::minutes(1));
        let second = app.person(Person::new(502, "Second").language("en"));
        second.starts().await;
        let (own, of_a_later) = (promo_of(&app, &first).await, promo_of(&app, &second).await);
        let mut told = Vec::new();
        for wrong in [own.as_str(), of_a_later.as_str(), "PROMO00000", "nonsense", &"7".repeat(4000)] {
            told.push(first.says(&format!("/promo {wrong}")).await.text());
        }
        assert!(told.iter().all(|text| *text == told[0]), "{told:#?}");
        first.says("/promo PROMO00000").await.say("Too many tries in a row. Please try again in 5 minutes");
        app.clock.advance(Duration::minutes(5));
        assert_eq!(first.says("/promo PROMO00000").await.text(), told[0]);
    }

    async fn the_question_for_a_promo_code_can_be_cancelled(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en"));
        aigul.starts().await;
        app.clock.advance(Duration::minutes(1));
        let ben = app.person(Person::new(502, "Ben").language("en"));
        ben.starts().await;
        ben.says("/cancel").await.say("nothing to cancel");
        ben.clicks("🎟 Enter a promo code").await.say("Send me your friend’s promo code");
        ben.clicks("✖️ Cancel").await.say("cancelled");
        ben.says("hello").await.say("didn’t get that");

        ben.says("/promo").await.say("Send me your friend’s promo code");
        ben.says("12345").await.say("does not fit");
        ben.says(&promo_of(&app, &aigul).await.to_lowercase()).await.say("You got 50 points");
        ben.says("/promo").await.say("only once");
    }

    async fn a_contact_does_not_end_the_question_for_a_promo_code(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en").phone("+77010000001"));
        aigul.starts().await;
        app.clock.advance(Duration::minutes(1));
        let ben = app.person(Person::new(502, "Ben").language("en").phone("+77010000002"));
        ben.starts().await;
        ben.says("/promo").await;
        let answers = ben.after(|actor| actor.shares_contact_of(aigul.actor())).await;
        answers.say("somebody else’s number").say("Send me your friend’s promo code").do_not_say("send your own");
        assert_eq!(answers.buttons(), ["✖️ Cancel"]);
        ben.shares_contact("+77010000003", "Clara").await.say("somebody else’s").say("Send me your friend’s promo code");
        let answers = ben.shares_own_contact().await;
        answers.say("We noted your number +7 701 000 00 02").say("Send me your friend’s promo code");
        let code = app.customer(&aigul).await.code;
        ben.says(&format!("promo{code}")).await.say("You got 50 points");
        ben.shares_contact("+77010000003", "Clara").await.say("Please send your own");
    }

    async fn a_promo_code_is_understood_without_a_command(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en"));
        aigul.starts().await;
        app.clock.advance(Duration::minutes(1));
        let ben = app.person(Person::new(502, "Ben").language("en"));
        ben.starts().await;
        let link = format!("Come! https://t.me/bot?start={}", promo_of(&app, &aigul).await);
        ben.says(&link).await.say("You got 50 points");
    }

    async fn a_first_message_other_than_start_is_welcomed_too(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en"));
        aigul.says("hello").await.say("Hello, Aigul!");
        assert_eq!(aigul.actor().keyboard()[0], ["💰 Balance", "💳 Card"]);
        aigul.says("hello").await.say("didn’t get that");
    }

    async fn a_dismissed_member_gets_the_customer_keyboard(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.starts().await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let operation = app.operation("dismiss", Actor::Staff(TelegramId(OWNER), Role::Owner));
        assert!(service::staff::dismiss(&mut tx, &operation, TelegramId(601)).await.unwrap());
        tx.commit().await.unwrap();
        cashier.presses_key("🔎 Найти клиента").await.say("только сотрудникам");
        assert_eq!(cashier.actor().keyboard()[0], ["💰 Баланс", "💳 Карта"]);
    }

    async fn a_registered_card_is_claimed_by_phone(db: TestDb) {
        let app = TestApp::on(db).await;
        let gulnur = app.person(Person::new(501, "Гүлнұр").language("en").phone("+77010000001"));
        gulnur.starts().await;
        let code = registered(&app, "+77010000001").await;
        gulnur.clicks("📱 Add a phone number").await.say("Press the button below");
        gulnur.says("+77010000001").await.say("does not prove");
        gulnur.shares_contact("+77010000002", "Other").await.say("somebody else’s number");
        let answers = gulnur.presses_key("📱 Send my number").await;
        answers.say("We found your card").say(&code).say("300 points");
        assert_eq!(gulnur.actor().keyboard()[0], ["💰 Balance", "💳 Card"], "the menu is back");
        gulnur.says("/card").await.say(&code);
        gulnur.says("/history").await.say("+300 · given by the shop: подарок");
        gulnur.shares_own_contact().await.say("already on your card");

        let thief = app.person(Person::new(502, "Thief").language("en").phone("+77010000001"));
        thief.starts().await;
        thief.clicks("📱 Add a phone number").await;
        thief.presses_key("📱 Send my number").await.say("We have asked the shop").do_not_say(&code);
        assert_eq!(thief.actor().keyboard()[0], ["💰 Balance", "💳 Card"], "the menu is back");
        assert_eq!(app.balances(&thief).await.main, Money::ZERO);
    }

    async fn a_promo_code_that_does_not_count_after_a_claim_is_explained(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        app.clock.advance(Duration::minutes(1));
        let promo = promo_of(&app, &anna).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let boris = app.person(Person::new(502, "Boris").language("en").phone("+77001234567"));
        let galina = app.person(Person::new(503, "Galina").language("en").phone("+77001234568"));
        // He bought something before he entered the code; she entered it first.
        cashier.says("/new +77001234567 Борис").await;
        crate::staff_refund::sell(&app, &cashier, "/invoice +77001234567\nЧай 1000").await;
        cashier.says("/new +77001234568 Галина").await;
        app.clock.advance(Duration::minutes(1));
        boris.opens_link(&promo).await.say("You got 50 points");
        galina.opens_link(&promo).await.say("You got 50 points");
        app.clock.advance(Duration::minutes(1));
        crate::staff_refund::sell(&app, &cashier, "/invoice +77001234568\nЧай 1000").await;

        boris.shares_own_contact().await
            .say("It has 20 points")
            .say("the code that you entered does not count")
            .say("Taken back: 50 points");
        galina.shares_own_contact().await.say("It has 70 points").do_not_say("promo code");
        anna.reads().say("Your friend Галина has made a first purchase. You get 50 friend points").do_not_say("Your friend Борис");
    }

    async fn a_new_phone_number_is_stored(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en").phone("+77010000001"));
        aigul.starts().await;
        aigul.says("/profile").await.say("Phone: not given");
        aigul.clicks("📱 Add a phone number").await;
        aigul.presses_key("✖️ Cancel").await.say("cancelled");
        assert_eq!(aigul.actor().keyboard()[0], ["💰 Balance", "💳 Card"]);
        aigul.says("8 701 000 00 01").await.say("does not prove");
        aigul.presses_key("📱 Send my number").await.say("We noted your number +7 701 000 00 01");
        aigul.says("/profile").await.say("Phone: +7 701 000 00 01");
    }

    async fn a_chosen_language_applies_to_all_texts(db: TestDb) {
        let app = TestApp::on(db).await;
        let aigul = app.person(Person::new(501, "Aigul").language("en"));
        aigul.starts().await;
        assert!(aigul.actor().commands().iter().any(|command| command.description == "How many points I have"));
        aigul.presses_key("⚙️ Settings").await.say("Language: English");
        aigul.clicks("Қазақша").await.say("Тіл: Қазақша").say("қазақша сөйлесеміз");
        assert_eq!(aigul.actor().keyboard()[0], ["💰 Баланс", "💳 Карта"]);
        assert!(aigul.actor().commands().iter().any(|command| command.description == "Қанша баллым бар"));
        aigul.says("/balance").await.say("Балансыңыз");
        // The old keyboard may still be shown.
        aigul.says("💰 Balance").await.say("Балансыңыз");
    }

    async fn staff_see_their_menu_and_have_a_card_too(db: TestDb) {
        let app = TestApp::on(db).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.starts().await;
        assert_eq!(cashier.actor().keyboard()[0], ["🛒 Новая накладная", "🔎 Найти клиента"]);
        assert!(cashier.actor().commands().iter().any(|command| command.command == "invoice"));
        cashier.presses_key("👛 Мои баллы").await;
        assert_eq!(cashier.actor().keyboard()[..2], [vec!["💼 Меню сотрудника"], vec!["💰 Баланс", "💳 Карта"]]);
        cashier.presses_key("💰 Баланс").await.say("Баллы: 0");
        cashier.says("/help").await.say("/invoice");
    }
}

/// Answers are sent although the Bot API server does not know or refuses the method.
#[tokio::test]
async fn a_failure_to_set_commands_loses_no_answer() {
    let app = TestApp::start(Kind::Sqlite).await;
    let aigul = app.person(Person::new(501, "Aigul").language("en"));
    aigul.starts().await;
    app.sandbox.fail_next("setMyCommands", 1, Fault::UnknownMethod);
    aigul.presses_key("⚙️ Settings").await;
    aigul.clicks("Русский").await.say("говорим по-русски");
    aigul.says("/balance").await.say("Ваш баланс");
}

/// The screens of a customer in every language, to be read when they change.
#[tokio::test]
async fn screens_in_every_language() {
    for language in ["ru", "en", "kk", "ky", "uz"] {
        let app = TestApp::start(Kind::Sqlite).await;
        let referrer = app.person(Person::new(501, "Айгүл").language(language));
        let mut read = vec![referrer.starts().await];
        app.clock.advance(Duration::minutes(1));
        let promo = promo_of(&app, &referrer).await;
        let friend = app.person(Person::new(502, "Ben").language(language).phone("+77010000001"));
        read.push(friend.opens_link(&promo).await);
        read.push(referrer.after(|_| friend.actor().says("/promo")).await);
        read.push(Answers(vec![referrer.newest()]));
        for command in
            ["/balance", "/card", "/history", "/invoices", "/profile", "/settings", "/shop", "/help", "/menu"]
        {
            read.push(friend.says(command).await);
        }
        read.push(friend.clicks_on(friend.newest().id, "c:phone").await);
        read.push(friend.shares_own_contact().await);
        read.push(referrer.says("/invite").await);
        read.push(referrer.says("/promo").await);
        for _ in 0..6 {
            read.push(referrer.says("PROMO00000").await);
        }
        let messages = read.iter().flat_map(|answers| &answers.0);
        let shown: Vec<String> = messages
            .map(|seen| {
                let rows = seen.labels().into_iter().map(|row| format!("\n[{}]", row.join("] ["))).collect::<String>();
                format!("{}{}{rows}", if seen.photo.is_some() { "(picture)\n" } else { "" }, seen.html)
            })
            .collect();
        let menu = friend.actor().keyboard().iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n");
        let all = format!("{}\n\n=====\n{menu}", shown.join("\n\n-----\n\n"));
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("screens-{language}"), all);
        });
    }
}
