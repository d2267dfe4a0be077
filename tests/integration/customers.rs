//! Customers: joining, registration and search; two shops in one database are separate.

use std::collections::BTreeSet;

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    clock::SeededChance,
    domain::{Code, EntryKind, Language, Phone, PointsWallet, Role, ShopId, TelegramId},
    service::{
        Refusal,
        customers::{self, NewCustomer},
        invoices, ledger,
        referrals::PromoOutcome,
        staff,
    },
};

use crate::{
    on_both,
    shop::{Shop, finish, redeeming, refusal, sale, whom},
};

/// A person as Telegram describes them.
fn person(id: i64, first: &str, last: &str, username: &str) -> NewCustomer {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    NewCustomer {
        telegram_id: Some(TelegramId(id)),
        first_name: given(first),
        last_name: given(last),
        username: given(username),
        telegram_language: Some("ru".to_owned()),
        ..NewCustomer::default()
    }
}

async fn arrive(shop: &Shop, seen: &NewCustomer) -> (customers::Customer, bool) {
    let mut tx = shop.begin().await;
    let result = customers::arrive(&mut tx, &shop.chance, seen, shop.clock.now()).await;
    finish(tx, result).await.unwrap()
}

on_both! {
    async fn a_customer_is_found_by_code_phone_username_or_name(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (anna, _) = arrive(&shop, &person(1, "Алёна", "Ким", "Alyona_Kim")).await;
        let (gulnur, _) = arrive(&shop, &person(2, "ГҮЛНҰР", "Әлиева", "")).await;
        let (emoji, _) = arrive(&shop, &person(3, "⚜️Самал⚜️ <b>", "", "samal")).await;
        let (twin, _) = arrive(&shop, &person(4, "Алена", "Королёва", "")).await;
        let (zoe, _) = arrive(&shop, &person(5, "ZOË", "O'Neill & Co", "zoe")).await;
        let boris = shop.registers("8 (700) 111-22-33", "Борис").await;
        let (one, promo) = (anna.code.to_string(), anna.code.promo().to_string());
        let cases: [(&str, &[&customers::Customer]); 30] = [
            (&one, &[&anna]),
            (&format!(" {one} "), &[&anna]),
            (&promo, &[&anna]),
            (&promo.to_lowercase(), &[&anna]),
            ("+77001112233", &[&boris]),
            ("8 700 111 22 33", &[&boris]),
            ("77001112233", &[&boris]),
            ("@alyona_kim", &[&anna]),
            ("ALYONA", &[&anna]),
            ("алена", &[&anna, &twin]),
            ("АЛЁНА", &[&anna, &twin]),
            ("алёна к", &[&anna, &twin]),
            ("алена ки", &[&anna]),
            ("ким ал", &[&anna]),
            ("  Ким   Алёна ", &[&anna]),
            ("корол", &[&twin]),
            ("гүл", &[&gulnur]),
            ("әли", &[&gulnur]),
            ("ӘЛИЕВА ГҮЛ", &[&gulnur]),
            ("⚜️сам", &[&emoji]),
            ("samal", &[&emoji]),
            ("zoë o'n", &[&zoe]),
            ("лена", &[]),
            ("", &[]),
            ("@", &[]),
            ("%", &[]),
            ("_", &[]),
            ("00000", &[]),
            ("PROMO00000", &[]),
            ("+77009998877", &[]),
        ];
        let mut tx = shop.read().await;
        for (text, expected) in cases {
            let found: BTreeSet<_> =
                customers::find(&mut tx, &whom(text)).await.unwrap().into_iter().map(|customer| customer.code).collect();
            assert_eq!(found, expected.iter().map(|customer| customer.code.clone()).collect(), "{text:?}");
        }
        assert!(customers::find(&mut tx, &whom(&"щ".repeat(4096))).await.unwrap().is_empty());
    }

    async fn a_search_returns_at_most_sixty_four_different_customers(db: TestDb) {
        let shop = Shop::open(&db).await;
        // Each has several terms that begin alike.
        for id in 1..=70 {
            arrive(&shop, &person(id, "Ли", "Ли Ли", "")).await;
        }
        let found = customers::find(&mut shop.read().await, &whom("ли")).await.unwrap();
        let codes: BTreeSet<_> = found.iter().map(|customer| customer.code.clone()).collect();
        assert_eq!((found.len(), codes.len()), (64, 64));
    }

    async fn who_has_exactly_the_name_comes_first(db: TestDb) {
        let shop = Shop::open(&db).await;
        for id in 1..=10 {
            arrive(&shop, &person(id, "Лилия", "Омарова", &format!("anna_{id:02}"))).await;
            arrive(&shop, &person(id + 100, "Anna", "Kim", "")).await;
        }
        let (kim, _) = arrive(&shop, &person(50, "Ким", "Ли", "kim")).await;
        let (anna, _) = arrive(&shop, &person(51, "Гость", "", "anna")).await;
        let (oktam, _) = arrive(&shop, &person(52, "Oʻktam", "Yoʻldoshev", "")).await;
        let (renee, _) = arrive(&shop, &person(53, "Renée", "Ｌｅｅ", "")).await;
        let (hidden, _) = arrive(&shop, &person(54, "\u{202e}Бо\u{200b}рис\u{202c}", "", "")).await;
        let by_phone = shop.registers("+7 701 555 44 33", "Вера").await;
        let twin = shop.registers("+7 702 666 44 33", "Вера").await;
        let mut tx = shop.read().await;
        // The first, and how many there are.
        for (text, first, count) in [
            ("Ли", Some(&kim), 11),
            ("ли", Some(&kim), 11),
            ("@anna", Some(&anna), 1),
            ("@ANNA", Some(&anna), 1),
            ("anna", Some(&anna), 21),
            ("@ann", None, 0),
            ("@гость", None, 0),
            ("@Лилия", None, 0),
            ("o'ktam", Some(&oktam), 1),
            ("O‘KTAM", Some(&oktam), 1),
            ("oktam yoldo", Some(&oktam), 1),
            ("yo`ldoshev", Some(&oktam), 1),
            ("renee", Some(&renee), 1),
            ("RENÉE LEE", Some(&renee), 1),
            ("борис", Some(&hidden), 1),
            ("4433", None, 2),
            ("54433", Some(&by_phone), 1),
            ("664433", Some(&twin), 1),
            ("66-44-33", Some(&twin), 1),
            ("555 44 33", Some(&by_phone), 1),
            ("4434", None, 0),
            ("433", None, 0),
        ] {
            let found = customers::find(&mut tx, &whom(text)).await.unwrap();
            assert_eq!(found.len(), count, "{text}");
            if let Some(first) = first {
                assert_eq!(found[0].code, first.code, "{text}");
            }
        }
        let codes = [anna.code.as_str(), kim.code.as_str()];
        for text in [
            format!("https://t.me/kopilka_bot?start=PROMO{}", codes[0]),
            format!("#{}", codes[0]),
            format!("{},", codes[0]),
            format!("№ {}", codes[0]),
            format!("код {}", codes[0]),
            format!("Гость · {}", codes[0]),
        ] {
            let found = customers::find(&mut tx, &whom(&text)).await.unwrap();
            assert_eq!(found.iter().map(|customer| customer.code.as_str()).collect::<Vec<_>>(), codes[..1], "{text}");
        }
        let both = customers::find(&mut tx, &whom(&format!("PROMO{} PROMO{}", codes[0], codes[1]))).await.unwrap();
        assert_eq!(both.len(), 2);
    }

    async fn a_phone_is_found_by_its_end_while_it_is_on_the_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.welcomes(1, "Анна").await;
        let found = async |text: &str| customers::find(&mut shop.read().await, &whom(text)).await.unwrap().len();
        shop.receives_phone(1, "+77015554433").await.unwrap();
        assert_eq!((found("4433").await, found("9876").await), (1, 0));
        shop.receives_phone(1, "+77015559876").await.unwrap();
        assert_eq!((found("4433").await, found("9876").await), (0, 1));
        // A card that is merged is found no more, the one that is used instead is.
        shop.registers("+77015551234", "Аня").await;
        shop.receives_phone(1, "+77015551234").await.unwrap();
        assert_eq!((found("9876").await, found("1234").await), (0, 1));
    }

    async fn a_name_shows_what_can_be_seen(db: TestDb) {
        let shop = Shop::open(&db).await;
        for (id, (first, last, username, shown)) in [
            ("\u{3164}", "", "hangul", Some("@hangul")),
            ("\u{2800}\u{200b}", "\u{200f}", "", None),
            ("\u{202e}аннА", "", "", Some("аннА")),
            (" \u{2066}Ли\u{2069} ", "\u{feff}Ким", "", Some("Ли Ким")),
            ("⚜️САМАЛ⚜️", "", "", Some("⚜️САМАЛ⚜️")),
        ]
        .into_iter()
        .enumerate()
        {
            let (customer, _) = arrive(&shop, &person(i64::try_from(id).unwrap() + 1, first, last, username)).await;
            let shown = shown.map_or_else(|| customer.code.to_string(), str::to_owned);
            assert_eq!((customer.name(), customer.first_name.as_deref()), (shown, Some(first)), "what came is kept");
        }
    }

    async fn a_person_becomes_a_customer_whose_profile_is_updated(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (first, is_new) = arrive(&shop, &person(1, "Anna", "", "anna")).await;
        assert!(is_new);
        assert_eq!((first.name().as_str(), first.speaks(), first.code.as_str().len()), ("Anna", Language::Russian, 5));
        let (same, is_new) = arrive(&shop, &person(1, "Anna", "", "anna")).await;
        assert!(!is_new && same == first);

        // A new username replaces the old one; an existing name is kept.
        let mut renamed = person(1, "Someone", "Else", "anna_new");
        renamed.telegram_language = Some("en".to_owned());
        let (now, _) = arrive(&shop, &renamed).await;
        assert_eq!((now.name().as_str(), now.username.as_deref(), now.speaks()), ("Anna", Some("anna_new"), Language::English));
        for (text, count) in [("anna_new", 1), ("anna", 1), ("someone", 0)] {
            assert_eq!(customers::find(&mut shop.read().await, &whom(text)).await.unwrap().len(), count, "{text}");
        }
        let mut tx = shop.begin().await;
        customers::choose_language(&mut tx, now.customer_id, Language::Uzbek).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop.reloads(&now).await.speaks(), Language::Uzbek);

        // A customer without a name gets one.
        let (nameless, _) = arrive(&shop, &person(2, "", "", "")).await;
        assert_eq!(nameless.name(), nameless.code.to_string());
        let (named, _) = arrive(&shop, &person(2, "Вера", "Ли", "")).await;
        assert_eq!(named.name(), "Вера Ли");
        assert_eq!(customers::find(&mut shop.read().await, &whom("вера")).await.unwrap().len(), 1);
    }

    async fn a_customer_who_blocked_the_bot_is_marked_until_they_return(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        assert_eq!(customers::reachable(&anna), Some(TelegramId(1)));
        let mut tx = shop.begin().await;
        customers::mark_bot_blocked(&mut tx, TelegramId(1), anna.joined_at).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(customers::reachable(&shop.reloads(&anna).await), None);
        assert_eq!(customers::reachable(&shop.welcomes(1, "Анна").await), Some(TelegramId(1)));
    }

    async fn staff_registers_by_phone(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.registers("+77001112233", "  Анна   Мария Ли ").await;
        assert_eq!((anna.first_name.as_deref(), anna.last_name.as_deref()), (Some("Анна"), Some("Мария Ли")));
        assert_eq!((anna.telegram_id, customers::reachable(&anna)), (None, None));
        let phone = Phone::parse("+77001112233").unwrap();
        let other = Phone::parse("+77001112244").unwrap();
        let long = "щ".repeat(101);
        let cases = [
            (Role::Cashier, &phone, "Борис", Refusal::PhoneTaken(anna.code.clone())),
            (Role::Cashier, &other, " \n ", Refusal::BadName),
            (Role::Cashier, &other, long.as_str(), Refusal::BadName),
        ];
        for (role, phone, name, expected) in cases {
            let mut tx = shop.begin().await;
            let result = customers::register(&mut tx, &shop.staff(role), &shop.chance, phone, name).await;
            assert_eq!(refusal(finish(tx, result).await), expected);
        }
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM customers").await, 1);
    }

    async fn codes_are_longer_where_the_short_ones_are_taken(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let take = |shop: &Shop, from: i64, to: i64| {
            format!(
                "INSERT INTO customers (shop_id, customer_id, code, is_premium, has_purchased, was_welcomed, joined_at, visited_at)
                 WITH RECURSIVE numbers (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM numbers WHERE n < {to})
                 SELECT {}, 1000000 + n, CAST(n AS TEXT), FALSE, FALSE, FALSE, 0, 0 FROM numbers",
                shop.id
            )
        };
        // Half of the codes are taken: the first attempts fail now and then, and a free code is found.
        assert_eq!(raw.run(&take(&shop, 10_000, 54_999)).await, 45_000);
        let mut lengths = BTreeSet::new();
        for id in 1..=40 {
            let code = arrive(&shop, &person(id, "Гость", "", "")).await.0.code;
            lengths.insert(code.as_str().len());
            assert!(code.as_str().len() > 5 || code.as_str() > "54999", "{code}");
        }
        assert!(lengths.contains(&5), "{lengths:?}");
        // All codes are taken.
        let crowded = Shop::open_as(&db, ShopId(7_002)).await;
        assert_eq!(raw.run(&take(&crowded, 10_000, 99_999)).await, 90_000);
        for id in 1..=5 {
            assert_eq!(arrive(&crowded, &person(id, "Гость", "", "")).await.0.code.as_str().len(), 6);
        }
    }

    async fn equal_random_numbers_make_different_codes(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut codes = Vec::new();
        for id in 1..=2 {
            let mut tx = shop.begin().await;
            let guest = person(id, "Гость", "", "");
            let made = customers::arrive(&mut tx, &SeededChance::new(5), &guest, shop.clock.now()).await;
            codes.push(finish(tx, made).await.unwrap().0.code);
        }
        assert_ne!(codes[0], codes[1]);
    }

    async fn a_referrer_sees_their_friends_and_rewards(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(100, "Анна").await;
        for id in 1..=4 {
            let friend = shop.welcomes(id, "Друг").await;
            shop.receives_promo_code(&friend, &anna.code.promo().to_string()).await;
            shop.issues(&friend, &sale(100_00)).await.unwrap();
        }
        shop.issues(&anna, &redeeming(100_00, PointsWallet::Referral, Some(7_00))).await.unwrap();
        let friends = customers::friends(&mut shop.read().await, anna.customer_id, 3).await.unwrap();
        assert_eq!((friends.count, friends.reward.minor()), (4, 20_00));
        let latest: Vec<_> = friends
            .latest
            .iter()
            .map(|friend| (friend.customer.telegram_id.unwrap().0, friend.reward.minor()))
            .collect();
        assert_eq!(latest, [(4, 5_00), (3, 5_00), (2, 5_00)]);
    }

    async fn two_shops_in_one_database_are_separate(db: TestDb) {
        let here = Shop::open_as(&db, ShopId(7_001)).await;
        // The shops have different ids, so an id of one shop finds nothing in the other.
        db.raw().await.run("INSERT INTO id_counters (shop_id, last_id) VALUES (7002, 5000000)").await;
        let there = Shop::open_as(&db, ShopId(7_002)).await;
        // The same person, phone, name and operation ids in both.
        let (ours, theirs) = (here.welcomes(1, "Анна").await, there.welcomes(1, "Анна").await);
        let (boris, stranger) = (here.registers("+77001112233", "Борис").await, there.registers("+77001112233", "Борис").await);
        assert_ne!(ours.customer_id, theirs.customer_id);
        let invoice = here.issues(&ours, &sale(100_00)).await.unwrap();
        assert!(!there.issues(&theirs, &sale(100_00)).await.unwrap().repeated, "operation ids are a shop's own");
        here.gives(&ours, PointsWallet::Main, 5_00).await;
        let shopwide = here.staff(Role::Owner);
        let member = staff::Member { telegram_id: TelegramId(9), role: Role::Manager, name: "Вера".to_owned() };
        let mut tx = here.begin().await;
        staff::appoint(&mut tx, &shopwide, &member).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!((here.amounts(&ours).await, there.amounts(&theirs).await), ((7_00, 0, 0), (2_00, 0, 0)));
        let mut tx = there.read().await;
        assert_eq!(ledger::balances(&mut tx, ours.customer_id, there.clock.now()).await.unwrap(), ledger::Balances::default());
        assert_eq!(ledger::history(&mut tx, ours.customer_id, 10, 0).await.unwrap(), (Vec::new(), 0));
        assert_eq!(invoices::page(&mut tx, ours.customer_id, 10, 0).await.unwrap(), (Vec::new(), 0));
        assert_eq!(refusal(invoices::get(&mut tx, ours.customer_id, invoice.invoice_id).await), Refusal::UnknownInvoice);
        assert_eq!(refusal(customers::get(&mut tx, ours.customer_id).await), Refusal::UnknownCustomer);
        assert_eq!(customers::by_code(&mut tx, &ours.code).await.unwrap(), None);
        assert_eq!(customers::friends(&mut tx, ours.customer_id, 10).await.unwrap().count, 0);
        assert_eq!(staff::role(&mut tx, &[], TelegramId(9)).await.unwrap(), None);
        assert_eq!(staff::list(&mut tx).await.unwrap(), []);
        for (text, expected) in
            [("анна", &theirs), ("борис", &stranger), ("+77001112233", &stranger), (theirs.code.as_str(), &theirs)]
        {
            let found = customers::find(&mut tx, &whom(text)).await.unwrap();
            assert_eq!(found.iter().map(|customer| customer.customer_id).collect::<Vec<_>>(), [expected.customer_id], "{text}");
        }
        drop(tx);
        assert_eq!(refusal(there.issues(&ours, &sale(1_00)).await), Refusal::UnknownCustomer);
        assert_eq!(refusal(there.adds_debt(&there.staff(Role::Owner), &ours, 1_00).await), Refusal::UnknownCustomer);
        let give = kopilka::service::points::Direction::Give;
        let given = there.adjusts(&there.staff(Role::Owner), &ours, PointsWallet::Main, give, 1_00, "так").await;
        assert_eq!(refusal(given), Refusal::UnknownCustomer);
        let newcomer = there.welcomes(2, "Вера").await;
        assert_eq!(there.receives_promo_code(&newcomer, &ours.code.promo().to_string()).await, PromoOutcome::Wrong);
        let claimed = there.receives_phone(1, "+77001112233").await.unwrap();
        assert!(matches!(claimed, customers::ClaimOutcome::Claimed(..)));
        assert_eq!(here.reloads(&boris).await, boris, "the other shop's claim");
        assert_eq!(here.amounts(&ours).await, (7_00, 0, 0));
        here.assert_sound().await;
        there.assert_sound().await;
    }

    async fn the_same_code_may_exist_in_two_shops(db: TestDb) {
        let (here, there) = (Shop::open_as(&db, ShopId(7_001)).await, Shop::open_as(&db, ShopId(7_002)).await);
        let code = Code::from_number(82_423);
        let mut raw = db.raw().await;
        let (ours, theirs) = (here.welcomes(1, "Анна").await, there.welcomes(2, "Борис").await);
        raw.run(&format!("UPDATE customers SET code = '{code}'")).await;
        assert_eq!(here.finds_by_code(&code).await.map(|customer| customer.customer_id), Some(ours.customer_id));
        assert_eq!(there.finds_by_code(&code).await.map(|customer| customer.customer_id), Some(theirs.customer_id));
        here.clock.advance(Duration::seconds(10));
        let vera = here.welcomes(3, "Вера").await;
        let outcome = here.receives_promo_code(&vera, &code.promo().to_string()).await;
        assert!(matches!(outcome, PromoOutcome::Applied { referrer, .. } if referrer.customer_id == ours.customer_id));
        assert_eq!(here.history(&vera).await[0].kind, EntryKind::PromoBonus);
        here.assert_sound().await;
    }
}
