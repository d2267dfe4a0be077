//! What the back office knows of customers moves with the shop, and so do the groups.

use kopilka::{
    clock::Clock as _,
    domain::{CustomerKind, GroupId, GroupRule, GroupRules, Money, PageWanted, Rate, Role},
    import::{FindingKind, Outcome},
    service::{
        customers::Customer,
        group_moves,
        groups::{self, GroupChanges},
        profiles::{self, ProfileChanges, ProfileOfShop},
    },
    storage::customers,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{busy_shop, export, import_into, moved, open};
use crate::{
    import::without_ids,
    import_dump::{plain, text},
    on_both,
    shop::{Shop, finish, money, sale},
};

/// A customer of whom everything is known, one who was given up, and groups with and without members.
pub(super) async fn are_known(shop: &Shop, dana: &Customer, own: &Customer) {
    let vips = add_group(shop, "Постоянные «12»", 12_50).await;
    add_group(shop, "Никто", 0).await;
    let word = |text: &str| Some(text.to_owned());
    let known = ProfileChanges {
        middle_name: word("Сергеевна"),
        kind: Some(CustomerKind::Company),
        company_name: word("ТОО «Ромашка»"),
        tax_id: word("123456789012"),
        other_phone: word("+77770000001"),
        email: Some("dana@example.kz".parse().ok()),
        address: word("Абая, 1"),
        city: word("Алматы"),
        region: word("Алматинская"),
        postal_code: word("050000"),
        group: Some(Some(vips)),
        credit_limit: Some(Some(money(1_000_50))),
        birthday: Some("1990-05-15".parse().ok()),
        notes: word("Звонить\nпосле обеда"),
        is_blocked: Some(true),
        ..ProfileChanges::default()
    };
    change(shop, dana, &known).await;
    let given_up =
        ProfileChanges { is_active: Some(false), credit_limit: Some(Some(Money::ZERO)), ..Default::default() };
    change(shop, own, &given_up).await;
}

async fn add_group(shop: &Shop, name: &str, discount_bp: i64) -> GroupId {
    let new = GroupChanges {
        name: Some(name.to_owned()),
        description: Some("За верность".to_owned()),
        discount: Some(Rate::from_bp(discount_bp)),
        min_purchase: Some(money(99_90)),
        is_active: Some(discount_bp > 0),
    };
    let mut tx = shop.begin().await;
    let added = groups::add(&mut tx, &shop.staff(Role::Manager), &new).await;
    finish(tx, added).await.unwrap().group_id
}

async fn change(shop: &Shop, customer: &Customer, changes: &ProfileChanges) {
    let mut tx = shop.begin().await;
    let changed = profiles::change(&mut tx, &shop.staff(Role::Manager), customer.customer_id, changes).await;
    finish(tx, changed).await.unwrap();
}

async fn known(shop: &Shop, customer: &Customer) -> ProfileOfShop {
    let caller = shop.staff(Role::Manager).caller;
    profiles::get(&mut shop.read().await, &caller, customer.customer_id).await.unwrap()
}

on_both! {
    async fn what_is_known_of_customers_moves(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let there = moved(&db, &shop, &files).await;
        let exported: Value =
            serde_json::from_str(&std::fs::read_to_string(files.path().join("export.json")).unwrap()).unwrap();
        let names: Vec<_> = exported["customer_groups"].as_array().unwrap().iter().map(|group| &group["name"]).collect();
        assert_eq!(names, ["Никто", "Опт", "Постоянные «12»"]);

        for code in db.raw().await.texts("SELECT DISTINCT code FROM customers").await {
            let code = code.parse().unwrap();
            let (here, elsewhere) = (shop.finds_by_code(&code).await.unwrap(), there.finds_by_code(&code).await.unwrap());
            let (mut here, elsewhere) = (known(&shop, &here).await, known(&there, &elsewhere).await);
            here.profile.customer_id = elsewhere.profile.customer_id;
            assert_eq!(here.content().group_id.is_some(), elsewhere.content().group_id.is_some());
            here.profile.content.group_id = elsewhere.profile.content.group_id;
            assert_eq!(here, elsewhere, "{code}");
        }
        let dana = there.welcomes(604, "Дана").await;
        let found = known(&there, &dana).await;
        assert_eq!(found.profile.group_name.as_deref(), Some("Постоянные «12»"));
        assert!(found.content().is_blocked && found.content().kind == CustomerKind::Company);
        for prefix in ["сергеевна", "ромашка"] {
            let found = customers::by_term(&mut there.read().await, prefix, 2).await.unwrap();
            assert_eq!(found.len(), 1, "{prefix}");
        }

        let manager = shop.staff(Role::Manager).caller;
        let groups_of = async |shop: &Shop| {
            let page = groups::list(&mut shop.read().await, &manager, PageWanted::first(10)).await.unwrap();
            let moments = page.groups.iter().map(|group| (group.created_at, group.updated_at, group.members));
            let moments: Vec<_> = moments.collect();
            (page.groups.iter().map(groups::Group::content).collect::<Vec<_>>(), moments)
        };
        assert_eq!(groups_of(&shop).await, groups_of(&there).await);
    }

    async fn rules_of_groups_move_with_who_is_in_one_by_them(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_301).await;
        let [silver, gold] = [add_group(&shop, "Серебро", 5_00).await, add_group(&shop, "Золото", 10_00).await];
        let rule = |group, from| GroupRule { group, from: money(from) };
        let rules = GroupRules::new(45, vec![rule(silver, 100_50), rule(gold, 500_00)]).unwrap();
        let mut tx = shop.begin().await;
        let set = group_moves::set_rules(&mut tx, &shop.staff(Role::Owner), Some(&rules)).await;
        finish(tx, set).await.unwrap();
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        shop.issues(&anna, &sale(200_00)).await.unwrap();
        crate::jobs::run_all(&shop.db, shop.id, shop.clock.now()).await.unwrap();
        change(&shop, &boris, &ProfileChanges { group: Some(Some(silver)), ..ProfileChanges::default() }).await;
        let there = moved(&db, &shop, &files).await;
        let of = async |shop: &Shop| {
            let rules = format!(
                "SELECT g.name || ' from ' || r.from_minor || ' over ' || s.group_rules_days FROM group_rules r
                JOIN customer_groups g ON g.shop_id = r.shop_id AND g.group_id = r.group_id
                JOIN shops s ON s.shop_id = r.shop_id WHERE r.shop_id = {} ORDER BY r.from_minor", shop.id
            );
            let members = format!("SELECT first_name FROM customers WHERE group_by_rule AND shop_id = {}", shop.id);
            (db.raw().await.texts(&rules).await, db.raw().await.texts(&members).await)
        };
        let expected = ["Серебро from 10050 over 45", "Золото from 50000 over 45"].map(str::to_owned).to_vec();
        for shop in [&shop, &there] {
            assert_eq!(of(shop).await, (expected.clone(), vec!["Анна".to_owned()]));
        }
        // By hand there: no rule moves him. The same file again changes nothing.
        crate::jobs::run_all(&there.db, there.id, there.clock.now()).await.unwrap();
        assert_eq!(of(&there).await.1, ["Анна"]);
        let file = files.path().join("export.json");
        let (report, findings) = import_into(&db, &there, &file).await;
        assert_eq!((report.outcome, findings.len()), (Outcome::Unchanged, 0));
        let first = std::fs::read_to_string(&file).unwrap();
        assert_eq!(without_ids(&first), without_ids(&export(&db, &there, &files.path().join("again.json")).await));
        // Rules that are there stay; who came into a group by a rule is part of what is compared.
        let mut dump: Value = serde_json::from_str(&first).unwrap();
        dump["customer_groups"][0]["turnover_from"] = json!(700);
        dump[anna.code.as_str()]["group_by_rule"] = json!(false);
        std::fs::write(&file, dump.to_string()).unwrap();
        let (_, findings) = import_into(&db, &there, &file).await;
        let mut kinds: Vec<_> = findings.iter().map(|finding| finding.kind.as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [FindingKind::DiffersFromImported.as_str(), FindingKind::GroupKept.as_str()]);
        assert_eq!(of(&there).await.0, expected);
        for (from, other) in [(json!(0), json!(500)), (json!(500), json!(500)), (json!("много"), json!(500))] {
            dump["customer_groups"][0]["turnover_from"] = from;
            dump["customer_groups"][1]["turnover_from"] = other;
            std::fs::write(&file, dump.to_string()).unwrap();
            assert_eq!(import_into(&db, &there, &file).await.0.outcome, Outcome::Refused);
        }
    }

    async fn a_change_of_what_is_known_is_noticed(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let there = moved(&db, &shop, &files).await;
        let file = files.path().join("export.json");
        let whole: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let dana = shop.welcomes(604, "Дана").await.code.to_string();
        for (field, other) in [
            ("middle_name", json!("Петровна")),
            ("kind", json!("individual")),
            ("company_name", json!("ИП")),
            ("tax_id", json!("1")),
            ("other_phone", json!("+77770000002")),
            ("address", json!("Абая, 2")),
            ("city", json!("Тараз")),
            ("region", json!("Жамбыл")),
            ("postal_code", json!("080000")),
            ("group", json!("Никто")),
            ("credit_limit", json!(1000.51)),
            ("birthday", json!("1990-05-16")),
            ("notes", json!("Не звонить")),
            ("is_active", json!(false)),
            ("is_blocked", json!(false)),
            ("updated_at", json!("2026-11-20T10:00:00+05:00")),
        ] {
            let mut dump = whole.clone();
            assert!(field == "is_active" || !dump[&dana][field].is_null(), "{field} is exported");
            dump[&dana][field] = other;
            std::fs::write(&file, dump.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            let kinds: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.customer.as_str())).collect();
            assert_eq!(kinds, [(FindingKind::DiffersFromImported, dana.as_str())], "{field}");
            assert_eq!((report.outcome, report.changed), (Outcome::Unchanged, 1), "{field}");
        }

        // A group that is there stays as it is.
        let mut dump = whole.clone();
        dump["customer_groups"][0]["discount_percentage"] = json!(3);
        std::fs::write(&file, dump.to_string()).unwrap();
        let (report, findings) = import_into(&db, &there, &file).await;
        assert_eq!(findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::GroupKept]);
        assert_eq!(report.outcome, Outcome::Unchanged);
    }

    async fn groups_may_follow_their_members_and_odd_values_are_written_back(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = open(&db, 7_201).await;
        let (mut odd, mut member, mut stranger) = (plain("10003"), plain("10004"), plain("10007"));
        for (field, value) in [
            ("notes", json!(null)),
            ("city", json!("")),
            ("birthday", json!("15.05.1990")),
            ("credit_limit", json!(null)),
            ("is_blocked", json!(false)),
            ("is_active", json!(true)),
            ("kind", json!("individual")),
        ] {
            odd[field] = value;
        }
        odd["combined_history"] = json!([]);
        member["group"] = json!("Свои");
        stranger["group"] = json!("Чужие");
        let dump: Value = serde_json::from_str(&text(&[
            ("10003".to_owned(), odd.clone()),
            ("10004".to_owned(), member),
            ("10007".to_owned(), stranger),
        ]))
        .unwrap();
        let moment = json!("2026-01-01T10:00:00+05:00");
        let groups = json!([{ "name": "Свои", "discount_percentage": 5, "created_at": moment, "updated_at": moment }]);
        let body = dump.to_string();
        let body = format!("{}, \"customer_groups\": {groups}}}", body.strip_suffix('}').unwrap());
        let file = files.path().join("legacy.json");
        std::fs::write(&file, body).unwrap();
        let (report, findings) = import_into(&db, &shop, &file).await;
        assert_eq!(report.outcome, Outcome::Imported);
        let kinds: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.customer.as_str())).collect();
        assert_eq!(kinds, [(FindingKind::UnknownGroup, "10007")]);
        let exported: Value = serde_json::from_str(&export(&db, &shop, &files.path().join("same.json")).await).unwrap();
        assert_eq!(exported["10003"], odd, "as the file had it");
        assert_eq!(exported["10004"]["group"], json!("Свои"));
        assert_eq!(exported["10007"]["group"], Value::Null);

        // What changes here replaces what the file said.
        let customer = shop.finds_by_code(&"10003".parse().unwrap()).await.unwrap();
        let changes = ProfileChanges {
            notes: Some("Наш".to_owned()),
            city: Some("Тараз".to_owned()),
            birthday: Some("1990-05-15".parse().ok()),
            credit_limit: Some(Some(money(5_00))),
            is_blocked: Some(true),
            is_active: Some(false),
            kind: Some(CustomerKind::Company),
            company_name: Some("ИП".to_owned()),
            ..ProfileChanges::default()
        };
        change(&shop, &customer, &changes).await;
        let exported: Value = serde_json::from_str(&export(&db, &shop, &files.path().join("same.json")).await).unwrap();
        let now = &exported["10003"];
        assert_eq!((&now["notes"], &now["city"], &now["birthday"]), (&json!("Наш"), &json!("Тараз"), &json!("1990-05-15")));
        assert_eq!((&now["credit_limit"], &now["is_blocked"], &now["is_active"]), (&json!(5), &json!(true), &json!(false)));
        assert_eq!(now["kind"], json!("company"));
    }
}
