//! Managers see, add and change the groups of customers in the chat; owners set the rules of the moves by turnover.

use kopilka::{
    domain::{Actor, GroupRules, PageWanted, Role, TelegramId},
    sandbox::Person,
    service::{
        Caller, group_moves,
        groups::{self, Group},
        profiles::{self, ProfileChanges},
    },
};

use crate::{
    app::{OWNER, TestApp},
    on_both,
    staff_invoice::data,
};

async fn all(app: &TestApp) -> Vec<Group> {
    let caller = app.operation("groups", Actor::Staff(TelegramId(OWNER), Role::Owner)).caller;
    groups::list(&mut app.database.db.read(app.shop).await.unwrap(), &caller, PageWanted::first(100))
        .await
        .unwrap()
        .groups
}

async fn rules(app: &TestApp) -> Option<GroupRules> {
    let caller: Caller = app.operation("rules", Actor::Staff(TelegramId(OWNER), Role::Owner)).caller;
    group_moves::rules(&mut app.database.db.read(app.shop).await.unwrap(), &caller).await.unwrap()
}

/// The rules as `turnover in hundredths: name`, the highest first.
async fn rules_of(app: &TestApp) -> Option<(i64, Vec<String>)> {
    let (rules, groups) = (rules(app).await?, all(app).await);
    let name = |id| groups.iter().find(|group| group.group_id == id).unwrap().name.clone();
    let shown = rules.rules().iter().map(|rule| format!("{}: {}", rule.from.minor(), name(rule.group))).collect();
    Some((rules.days(), shown))
}

on_both! {
    async fn a_manager_keeps_the_groups(db: TestDb) {
        let app = TestApp::on(db).await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        manager.says("/settings").await;
        manager.clicks("👥 Группы клиентов").await.say("Групп пока нет").do_not_say("обороту");
        assert_eq!(manager.newest().labels(), [["➕ Новая группа"]], "the moves are the owner's");
        manager.clicks("➕ Новая группа").await.say("Как назвать группу?");
        manager.says(&"я".repeat(101)).await.say("в 100 символов");
        manager.says("Опт <1>").await.say("Сохранено").say("Опт <1>: скидка 0%, участников: 0");
        manager.clicks("🏷 Скидка").await.say("Какая скидка");
        for wrong in ["много", "-5", "101", "5,005"] {
            manager.says(wrong).await.say("процент от 0 до 100");
        }
        manager.says("7,5 %").await.say("Сохранено").say("скидка 7,5%");
        manager.clicks("💰 Минимум").await.say("От какой суммы");
        manager.says("много").await.say("Нужна сумма");
        manager.says("1 000").await.say("Скидка действует от 1 000 ₸");
        manager.clicks("💤 Отключить").await.say("Отключить группу Опт <1>?");
        assert!(all(&app).await[0].is_active, "nothing happens before the confirmation");
        let (message, confirm) = (manager.newest().id, data(&manager, "Отключить"));
        manager.clicks("💤 Отключить").await.say("Отключена: скидка не действует");
        manager.clicks_on(message, &confirm).await;
        assert!(!all(&app).await[0].is_active, "a second press changes nothing");
        manager.clicks("▶️ Включить").await;
        manager.clicks("▶️ Включить").await.do_not_say("Отключена");
        manager.clicks("✏️ Название").await;
        manager.says("Опт").await.say("Опт: скидка 7,5%");
        // Members are counted, and a name is used once.
        let anna = app.person(Person::new(501, "Anna"));
        anna.starts().await;
        let group = all(&app).await[0].group_id;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let operation = app.operation("into", Actor::Staff(TelegramId(690), Role::Manager));
        let into = ProfileChanges { group: Some(Some(group)), ..ProfileChanges::default() };
        profiles::change(&mut tx, &operation, app.customer(&anna).await.customer_id, &into).await.unwrap();
        tx.commit().await.unwrap();
        manager.clicks("↩️ Назад").await.say("Опт: скидка 7,5%, участников: 1").say("от 1 000 ₸");
        manager.clicks("➕ Новая группа").await;
        manager.says("Опт").await.say("уже есть").say("Как назвать группу?");
        manager.says("VIP").await.say("VIP: скидка 0%");
        manager.clicks("↩️ Назад").await.say("VIP").say("Опт");
        manager.clicks("Опт · 7,5%").await.say("участников: 1");
        let audited = "SELECT COUNT(*) FROM audit_log WHERE action IN ('add_group', 'change_group')";
        assert_eq!(app.database.raw().await.number(audited).await, 7);
        app.assert_calls_are_valid();
    }

    async fn a_role_that_was_lost_changes_no_group(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        let manager = app.staff(601, "Вера", Role::Manager).await;
        manager.says("/settings").await;
        manager.clicks("👥 Группы клиентов").await;
        let list = manager.newest();
        manager.clicks("➕ Новая группа").await;
        manager.says("Опт").await.say("Сохранено");
        manager.clicks("🏷 Скидка").await;
        app.database.raw().await.run("UPDATE staff SET role = 'cashier' WHERE telegram_id = 601").await;
        manager.says("50").await.say("ролью");
        assert_eq!(all(&app).await[0].discount_bp.bp(), 0);
        manager.clicks_on(list.id, "s:newgroup").await.say("ролью");
        manager.clicks_on(list.id, "s:groups:0").await.say("ролью");
        manager.clicks_on(list.id, "s:moves").await.say("ролью");
        manager.says("/settings").await;
        assert!(!manager.newest().labels().concat().iter().any(|label| label.contains("Группы")));
        // Managers do not set the rules of the moves.
        app.database.raw().await.run("UPDATE staff SET role = 'manager' WHERE telegram_id = 601").await;
        manager.clicks_on(list.id, "s:moves").await.say("ролью");
        owner.says("/settings").await;
        owner.clicks("👥 Группы клиентов").await.say("Опт");
        assert_eq!(rules(&app).await, None);
    }

    async fn an_owner_sets_the_rules_of_the_moves(db: TestDb) {
        let app = TestApp::on(db).await;
        let owner = app.owner().await;
        owner.says("/settings").await;
        owner.clicks("👥 Группы клиентов").await;
        for name in ["Опт", "VIP"] {
            owner.clicks("➕ Новая группа").await;
            owner.says(name).await.say("Сохранено");
            owner.clicks("↩️ Назад").await;
        }
        owner.clicks("📈 Переводы по обороту").await.say("Выключено: никого не переводим");
        owner.clicks("Опт · 0%").await.say("С какого оборота клиенты попадают в группу Опт?");
        for wrong in ["много", "0", "-1"] {
            owner.says(wrong).await.say("больше нуля");
        }
        owner.says("100").await.say("Сохранено").say("Оборот за последние 90 дней").say("от 100 ₸: Опт");
        owner.clicks("VIP · 0%").await;
        owner.says("100").await.say("одинакового оборота");
        owner.says("500").await.say("от 500 ₸: VIP");
        owner.clicks("📅 Дни").await.say("от 1 до 3 650");
        for wrong in ["0", "3651", "год"] {
            owner.says(wrong).await.say("целое число дней");
        }
        owner.says("30").await.say("за последние 30 дней");
        assert_eq!(rules_of(&app).await, Some((30, vec!["50000: VIP".to_owned(), "10000: Опт".to_owned()])));
        owner.clicks("VIP · 0%").await;
        owner.clicks("🗑 Убрать").await.say("от 100 ₸: Опт").do_not_say(": VIP");
        assert_eq!(rules_of(&app).await, Some((30, vec!["10000: Опт".to_owned()])));
        owner.clicks("⏹ Никого не переводить").await.say("Выключено");
        assert_eq!(rules(&app).await, None);
        let audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'set_group_rules'";
        assert_eq!(app.database.raw().await.number(audited).await, 5);
        app.assert_calls_are_valid();
    }
}
