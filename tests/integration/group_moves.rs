//! Customers are put into groups by their turnover of the last days, and who was put into one by hand stays there.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{GroupId, GroupRule, GroupRules, RefundScope, Role},
    service::{self, Refusal, customers::Customer, group_moves, groups::GroupChanges},
};

use crate::{
    database::TestDb,
    groups::{terms, terms_from},
    on_both,
    shop::{Shop, finish, money, refusal, sale},
};

async fn set(shop: &Shop, role: Role, rules: Option<&GroupRules>) -> service::Result<()> {
    let mut tx = shop.begin().await;
    let result = group_moves::set_rules(&mut tx, &shop.staff(role), rules).await;
    finish(tx, result).await
}

/// Over 30 days: from 100 on into one group, from 500 on into another.
async fn with_rules(shop: &Shop) -> [GroupId; 2] {
    let silver = shop.adds_group("Серебро", &terms_from(5_00, 100_00)).await;
    let gold = shop.adds_group("Золото", &terms(0)).await;
    let rule = |group, from| GroupRule { group, from: money(from) };
    let rules = GroupRules::new(30, vec![rule(silver, 100_00), rule(gold, 500_00)]).unwrap();
    set(shop, Role::Owner, Some(&rules)).await.unwrap();
    [silver, gold]
}

async fn run(shop: &Shop) {
    crate::jobs::run_all(&shop.db, shop.id, shop.clock.now()).await.unwrap();
}

async fn group_of(shop: &Shop, customer: &Customer) -> Option<GroupId> {
    shop.reloads(customer).await.group_id
}

/// What a person was told of groups.
async fn told(db: &TestDb, person: i64) -> Vec<String> {
    let sql = format!(
        "SELECT body FROM outbox WHERE chat_id = {person} AND body LIKE '%групп%' AND body NOT LIKE '%Скидка группы%' ORDER BY number"
    );
    db.raw().await.texts(&sql).await
}

on_both! {
    async fn the_highest_rule_that_fits_the_net_turnover_decides(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.issues(&anna, &sale(99_99)).await.unwrap();
        run(&shop).await;
        let [silver, gold] = with_rules(&shop).await;
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, None, "too little");
        shop.issues(&anna, &sale(1)).await.unwrap();
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(silver));
        // The discount of 5 % is no turnover: 100 and 399.95.
        shop.clock.advance(Duration::hours(1));
        let big = shop.issues(&anna, &sale(421_00)).await.unwrap();
        assert_eq!(big.quote.due(), money(399_95));
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(silver));
        let small = shop.issues(&anna, &sale(6)).await.unwrap();
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(gold), "{:?}", small.quote);
        // A refund counts where its invoice does.
        shop.clock.advance(Duration::hours(1));
        shop.refunds(&big, &RefundScope::Amount(money(100_00))).await.unwrap();
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(silver));
        // Thirty days later nothing counts: who fits no rule leaves the group that a rule gave.
        shop.clock.advance(Duration::days(30));
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, None);
        let told = told(&db, 1).await;
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].contains("«Серебро»") && told[0].contains("Ваша скидка: <b>5%"), "{told:?}");
        assert!(told[0].contains("Скидка действует при покупке от 100\u{a0}₸"), "{told:?}");
        assert!(told[1].contains("«Золото»") && !told[1].contains("скидка"), "{told:?}");
        assert!(told[3].contains("больше не в группе «Серебро»"), "{told:?}");
        let moves = "SELECT COUNT(*) FROM audit_log WHERE action = 'move_to_group' AND actor_kind = 'rule' AND customer_id IS NOT NULL";
        assert_eq!(db.raw().await.number(moves).await, 4);
        run(&shop).await;
        assert_eq!(db.raw().await.number(moves).await, 4, "each move is made once");
        shop.assert_sound().await;
    }

    async fn rules_of_groups_that_are_not_active_are_passed_over(db: TestDb) {
        let shop = Shop::open(&db).await;
        let [silver, gold] = with_rules(&shop).await;
        let anna = shop.welcomes(1, "Анна").await;
        shop.issues(&anna, &sale(600_00)).await.unwrap();
        let active = |is_active| GroupChanges { is_active: Some(is_active), ..GroupChanges::default() };
        shop.changes_group(gold, &active(false)).await;
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(silver), "the next rule that fits");
        shop.clock.advance(Duration::hours(1));
        shop.changes_group(gold, &active(true)).await;
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(gold));
        // Who was put there by a rule leaves a group that is given up.
        shop.clock.advance(Duration::hours(1));
        for group in [silver, gold] {
            shop.changes_group(group, &active(false)).await;
        }
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, None);
        shop.assert_sound().await;
    }

    async fn who_was_put_into_a_group_by_hand_is_not_moved(db: TestDb) {
        let shop = Shop::open(&db).await;
        let [silver, gold] = with_rules(&shop).await;
        let own = shop.adds_group("Свои", &terms(10_00)).await;
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        shop.puts_into(&anna, Some(own)).await;
        shop.puts_into(&boris, Some(silver)).await;
        for customer in [&anna, &boris] {
            shop.issues(customer, &sale(1_000_00)).await.unwrap();
        }
        run(&shop).await;
        assert_eq!((group_of(&shop, &anna).await, group_of(&shop, &boris).await), (Some(own), Some(silver)));
        // Taken out of it, the rules decide; put into one, they do not any more.
        shop.puts_into(&anna, None).await;
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(gold));
        shop.puts_into(&anna, Some(silver)).await;
        run(&shop).await;
        shop.clock.advance(Duration::days(31));
        run(&shop).await;
        assert_eq!((group_of(&shop, &anna).await, group_of(&shop, &boris).await), (Some(silver), Some(silver)));
        // A change of something else leaves a group by rule what it is.
        let clara = shop.welcomes(3, "Клара").await;
        shop.issues(&clara, &sale(100_00)).await.unwrap();
        run(&shop).await;
        let changes = service::profiles::ProfileChanges {
            group: Some(Some(silver)), notes: Some("VIP".into()), ..Default::default()
        };
        shop.changes_profile_under(&shop.staff(Role::Manager), &clara, &changes).await.unwrap();
        shop.clock.advance(Duration::days(31));
        run(&shop).await;
        assert_eq!(group_of(&shop, &clara).await, None);
        // Who is blocked stays where they are.
        let dana = shop.welcomes(4, "Дана").await;
        shop.issues(&dana, &sale(100_00)).await.unwrap();
        let block = service::profiles::ProfileChanges { is_blocked: Some(true), ..Default::default() };
        shop.changes_profile_under(&shop.staff(Role::Manager), &dana, &block).await.unwrap();
        run(&shop).await;
        assert_eq!(group_of(&shop, &dana).await, None);
        assert_eq!(told(&db, 2).await, [""; 0]);
    }

    async fn a_group_by_rule_stays_one_on_the_card_that_is_kept(db: TestDb) {
        let shop = Shop::open(&db).await;
        let [silver, _] = with_rules(&shop).await;
        let card = shop.registers("+77007654321", "Лев").await;
        shop.issues(&card, &sale(100_00)).await.unwrap();
        run(&shop).await;
        let own = shop.welcomes(603, "Лев").await;
        shop.receives_phone(603, "+77007654321").await.unwrap();
        assert_eq!(group_of(&shop, &own).await, Some(silver));
        shop.clock.advance(Duration::days(31));
        run(&shop).await;
        assert_eq!(group_of(&shop, &own).await, None);
    }

    async fn owners_set_the_rules(db: TestDb) {
        let shop = Shop::open(&db).await;
        let [silver, _] = with_rules(&shop).await;
        let anna = shop.welcomes(1, "Анна").await;
        let unknown = GroupRules::new(30, vec![GroupRule { group: GroupId(999_999), from: money(1) }]).unwrap();
        assert_eq!(refusal(set(&shop, Role::Owner, Some(&unknown)).await), Refusal::UnknownGroup);
        assert_eq!(refusal(set(&shop, Role::Manager, None).await), Refusal::NotAllowed);
        let caller = shop.staff(Role::Owner).caller;
        let rules = group_moves::rules(&mut shop.read().await, &caller).await.unwrap().unwrap();
        assert_eq!((rules.days(), rules.rules().len()), (30, 2), "a refusal changes nothing");
        shop.issues(&anna, &sale(100_00)).await.unwrap();
        set(&shop, Role::Owner, None).await.unwrap();
        run(&shop).await;
        assert_eq!((group_of(&shop, &anna).await, group_moves::rules(&mut shop.read().await, &caller).await.unwrap()), (None, None));
        set(&shop, Role::Owner, Some(&rules)).await.unwrap();
        run(&shop).await;
        assert_eq!(group_of(&shop, &anna).await, Some(silver));
    }
}
