//! A new Telegram account shares the number of a card that another account has: the card moves where that account is known to be
//! deleted, else the shop decides.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{Actor, Money, PointsWallet, Rate, Role, TelegramId},
    sandbox::Person,
    service::{
        groups::{self, GroupChanges},
        points::{self, Direction},
        profiles::{self, ProfileChanges},
    },
};

use crate::{
    app::{Chat, TestApp},
    on_both,
};

const PHONE: &str = "+77015554433";

async fn give(app: &TestApp, chat: &Chat<'_>) {
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let operation = app.operation("give", Actor::Staff(TelegramId(690), Role::Manager));
    let points = Money::from_minor(300_00);
    points::adjust_points(&mut tx, &operation, customer, PointsWallet::Main, Direction::Give, points, "test")
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Anna has a card with the number and 300 points; a second account has the same number.
async fn anna_twice(app: &TestApp) -> (Chat<'_>, Chat<'_>) {
    let old = app.person(Person::new(501, "Anna").language("en").phone(PHONE));
    old.starts().await;
    old.shares_own_contact().await;
    give(app, &old).await;
    let new = app.person(Person::new(502, "Annie").language("en").phone(PHONE));
    new.starts().await;
    (old, new)
}

async fn moved(app: &TestApp) -> i64 {
    app.database
        .raw()
        .await
        .number("SELECT COUNT(*) FROM customers WHERE telegram_id = 502 AND phone IS NOT NULL")
        .await
}

on_both! {
    async fn the_card_of_a_deleted_account_moves(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let code = app.customer(&old).await.code;
        old.actor().deletes_account();
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        // The bot learns of it by the next message that it sends.
        manager.says(&format!("/bonus {code} +5 подарок")).await;
        manager.clicks("✅ Подтвердить").await;
        manager.says(code.as_str()).await.say("Аккаунт удалён");
        new.shares_own_contact().await.say("We found your card").say(code.as_str()).say("305 points");
        assert_eq!((moved(&app).await, app.balances(&new).await.main), (1, Money::from_minor(305_00)));
        manager.says("/cancel").await.do_not_say("Перенести");
    }

    async fn the_card_of_an_account_that_was_deleted_long_ago_is_asked_for(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let code = app.customer(&old).await.code;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        // By then the operator may have given the number to a stranger.
        app.clock.advance(Duration::days(90));
        old.actor().deletes_account();
        manager.says(&format!("/bonus {code} +5 подарок")).await;
        manager.clicks("✅ Подтвердить").await;
        new.shares_own_contact().await.say("We have asked the shop").do_not_say(code.as_str());
        manager.reads().say("Перенести карту?").say("Старый аккаунт удалён, но давно").say("+7 701 555 44 33");
        assert_eq!(moved(&app).await, 0);
    }

    async fn a_manager_moves_the_card_of_a_living_account(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let code = app.customer(&old).await.code;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        new.shares_own_contact().await.say("We have asked the shop");
        manager.reads().say("Перенести карту?").say("Anna").say("Annie").say("Старый аккаунт не удалён");
        cashier.reads().do_not_say("Перенести");
        // Asked again on the same day, the shop is not bothered.
        let before = manager.reads().0.len();
        new.shares_own_contact().await.say("has not answered");
        assert_eq!((manager.reads().0.len(), moved(&app).await), (before, 0));

        let question = manager.newest();
        let accept = question.buttons[0][0].data.clone().unwrap();
        cashier.clicks_on(cashier.newest().id, &accept).await.say("ролью");
        assert_eq!(moved(&app).await, 0);
        manager.clicks("✅ Перенести").await.say("перенесена");
        new.reads().say("We found your card").say("300 points");
        old.reads().say("was moved to another Telegram account");
        assert_eq!((moved(&app).await, app.balances(&new).await.main), (1, Money::from_minor(300_00)));
        let audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'move_card'";
        assert_eq!(app.database.raw().await.number(audited).await, 1);
        manager.clicks_on(question.id, &accept).await.say("уже решён");
        // The old account has a new, empty card.
        old.says("/balance").await.say("0");
        assert_ne!(app.customer(&old).await.code, code);
        assert_eq!(app.customer(&new).await.code, code);
    }

    async fn the_question_says_what_one_card_of_both_will_have(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        let terms = |name: &str, limit: i64, notes: &str| {
            let group = GroupChanges {
                name: Some(name.to_owned()),
                discount: Some(Rate::from_bp(limit / 100)),
                ..GroupChanges::default()
            };
            let limit = ProfileChanges {
                credit_limit: Some(Some(Money::from_minor(limit))),
                notes: Some(notes.to_owned()),
                ..ProfileChanges::default()
            };
            (group, limit)
        };
        for (chat, (group, profile)) in
            [(&old, terms("Свои", 500_00, "Звонить вечером")), (&new, terms("VIP", 1_000_00, "Любит чай"))]
        {
            let customer = app.customer(chat).await.customer_id;
            let name = group.name.clone().unwrap();
            let mut tx = app.database.db.begin(app.shop).await.unwrap();
            let operation = |what: &str| app.operation(&format!("{what} {name}"), Actor::Staff(TelegramId(690), Role::Manager));
            let group = groups::add(&mut tx, &operation("group"), &group).await.unwrap().group_id;
            let profile = ProfileChanges { group: Some(Some(group)), ..profile };
            profiles::change(&mut tx, &operation("profile"), customer, &profile).await.unwrap();
            tx.commit().await.unwrap();
        }
        new.shares_own_contact().await;
        manager
            .reads()
            .say("У объединённой карты будет:")
            .say("Имя: Anna")
            .say("Группа: VIP")
            .say("Кредитный лимит: 500 ₸")
            .say("Звонить вечером Любит чай")
            .do_not_say("Заблокирован");
        manager.clicks("✅ Перенести").await.say("перенесена");
        manager.says(app.customer(&new).await.code.as_str()).await.say("Anna").say("Кредитный лимит: 500 ₸");
        manager.clicks("ℹ️ Ещё").await.say("Группа: VIP").say("Звонить вечером\nЛюбит чай");
    }

    async fn a_card_that_moved_away_is_no_friend_of_its_old_account(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let code = app.customer(&old).await.code;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        new.shares_own_contact().await;
        manager.clicks("✅ Перенести").await.say("перенесена");
        app.clock.advance(Duration::days(1));
        old.says(&format!("/promo PROMO{code}")).await;
        let linked = "SELECT COUNT(*) FROM customers WHERE referrer_id IS NOT NULL";
        assert_eq!((app.database.raw().await.number(linked).await, app.balances(&old).await.main), (0, Money::ZERO));
        // Another person's code is taken.
        let boris = app.person(Person::new(503, "Boris").language("en"));
        boris.starts().await;
        boris.says(&format!("/promo PROMO{code}")).await;
        assert_eq!(app.database.raw().await.number(linked).await, 1);
    }

    async fn the_old_account_is_told_of_the_card_that_it_had(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let (lost, kept) = (app.customer(&old).await.code, app.customer(&new).await.code);
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        // The card with a purchase is the one that is kept.
        manager.says(&format!("/invoice {kept}\nЧай 2000")).await;
        manager.clicks("✅ Подтвердить").await;
        new.shares_own_contact().await;
        manager.clicks("✅ Перенести").await.say("перенесена");
        let told = old.reads().find("was moved to another Telegram account").text;
        assert!(told.contains(lost.as_str()), "{told}");
        assert_eq!(app.customer(&new).await.code, kept);
        // The old account's card is part of the one that is kept.
        app.clock.advance(Duration::days(1));
        old.says(&format!("/promo PROMO{lost}")).await;
        assert_eq!(app.balances(&old).await.main, Money::ZERO);
    }

    async fn a_card_that_invited_the_other_one_moves_without_what_that_brought(db: TestDb) {
        let app = TestApp::on(db).await;
        let old = app.person(Person::new(501, "Anna").language("en").phone(PHONE));
        old.starts().await;
        old.shares_own_contact().await;
        let code = app.customer(&old).await.code;
        let new = app.person(Person::new(502, "Annie").language("en").phone(PHONE));
        new.says(&format!("/start PROMO{code}")).await;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        manager.says(&format!("/invoice {}\nЧай 2000", app.customer(&new).await.code)).await;
        manager.clicks("✅ Подтвердить").await;
        assert_eq!(app.balances(&old).await.referral, Money::from_minor(100_00));
        old.says("/card").await;
        let shown = "SELECT COUNT(*) FROM card_codes WHERE used_at IS NULL AND expires_at > ";
        let shown = format!("{shown}{}", app.clock.now().0);
        assert_eq!(app.database.raw().await.number(&shown).await, 1);

        new.shares_own_contact().await.say("We have asked the shop");
        manager.reads().say("Перенести карту?").say("Одна из этих карт пригласила другую");
        manager.clicks("✅ Перенести").await.say("перенесена").say("Одна из этих карт пригласила другую").say("150 баллов");
        new.reads().say("One of your two cards had invited the other").say("150 points");
        let balances = app.balances(&new).await;
        assert_eq!((balances.main, balances.referral), (Money::from_minor(40_00), Money::ZERO));
        new.says("/history").await.say("points for a promo code cancelled");
        // What the old account showed at the till pays for nothing any more.
        assert_eq!(app.database.raw().await.number(&shown).await, 0);
        let mut tx = app.database.db.read(app.shop).await.unwrap();
        let findings = kopilka::service::integrity::check(&mut tx).await.unwrap();
        assert!(findings.iter().all(kopilka::service::integrity::Finding::holds));
    }

    async fn a_manager_leaves_the_card_where_it_is(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        let code = app.customer(&old).await.code;
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        new.shares_own_contact().await;
        let accept = manager.newest().buttons[0][0].data.clone().unwrap();
        let message = manager.newest().id;
        manager.clicks("✖️ Оставить").await.say("осталась");
        new.reads().say("did not confirm");
        manager.clicks_on(message, &accept).await.say("уже решён");
        assert_eq!((moved(&app).await, &app.customer(&old).await.code), (0, &code));
        // What nobody asked for moves nothing.
        let (card, other) = (app.customer(&old).await.customer_id, app.customer(&new).await.customer_id);
        for data in [format!("s:move:{other}:{card}"), format!("s:move:{card}:999999"), format!("s:keep:{other}:{card}")] {
            manager.clicks_on(message, &data).await;
            assert_eq!(app.customer(&old).await.code, code, "{data}");
        }
    }

    async fn who_blocked_the_bot_has_not_gone(db: TestDb) {
        let app = TestApp::on(db).await;
        let (old, new) = anna_twice(&app).await;
        old.after(|actor| actor.blocks_bot()).await;
        new.shares_own_contact().await.say("We have asked the shop");
        assert_eq!(moved(&app).await, 0);
        // A request is for the number that the card has: with another one it is void.
        let manager = app.staff(602, "Менеджер", Role::Manager).await;
        let (card, other) = (app.customer(&old).await.customer_id, app.customer(&new).await.customer_id);
        app.database.raw().await.number("SELECT COUNT(*) FROM card_moves").await;
        manager.clicks_on(manager.newest().id, &format!("s:move:{card}:{other}")).await.say("перенесена");
        assert_eq!(moved(&app).await, 1);
    }
}
