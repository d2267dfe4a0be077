//! Customers as the back office sees them: what is kept, how they are found, in which order, and the totals that are kept beside
//! them.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{CustomerId, CustomerKind, Money, PageWanted, PointsWallet, Rate, RefundScope, Role},
    service::{
        self, Refusal, accounts,
        customers::Customer,
        groups::{self, GroupChanges},
        profiles::{self, List, Order, ProfileChanges, ProfileOfShop, Wanted},
        transactions,
    },
};

use crate::{
    groups::terms,
    on_both,
    shop::{Shop, finish, money, number, on_credit, redeeming, refusal, sale},
};

/// A customer to be.
fn named(first: &str, last: &str, phone: &str) -> ProfileChanges {
    ProfileChanges {
        first_name: Some(first.to_owned()),
        last_name: Some(last.to_owned()),
        phone: Some(number(phone)),
        ..ProfileChanges::default()
    }
}

fn blocked(is_blocked: bool) -> ProfileChanges {
    ProfileChanges { is_blocked: Some(is_blocked), ..ProfileChanges::default() }
}

fn limited(minor: i64) -> ProfileChanges {
    ProfileChanges { credit_limit: Some(Some(money(minor))), ..ProfileChanges::default() }
}

impl Shop {
    pub(crate) async fn adds_profile(&self, new: &ProfileChanges) -> service::Result<ProfileOfShop> {
        self.clock.advance(Duration::seconds(1));
        let operation = self.staff(Role::Manager);
        let mut tx = self.begin().await;
        let result = profiles::add(&mut tx, &operation, &self.chance, new).await;
        finish(tx, result).await
    }

    pub(crate) async fn changes_profile(
        &self,
        role: Role,
        customer: CustomerId,
        changes: &ProfileChanges,
    ) -> service::Result<ProfileOfShop> {
        let operation = self.staff(role);
        let mut tx = self.begin().await;
        let result = profiles::change(&mut tx, &operation, customer, changes).await;
        finish(tx, result).await
    }

    async fn profile(&self, customer: CustomerId) -> ProfileOfShop {
        profiles::get(&mut self.read().await, &self.manager(), customer).await.unwrap()
    }

    async fn deposits(&self, customer: CustomerId, minor: i64) -> service::Result<accounts::Moved> {
        let operation = self.staff(Role::Manager);
        let mut tx = self.begin().await;
        let result = accounts::deposit(&mut tx, &operation, customer, money(minor), "cash").await;
        finish(tx, result).await
    }

    async fn charges(&self, customer: CustomerId, minor: i64) -> service::Result<accounts::Moved> {
        let operation = self.staff(Role::Manager);
        let mut tx = self.begin().await;
        let result = accounts::charge(&mut tx, &operation, customer, money(minor), "goods").await;
        finish(tx, result).await
    }

    /// The given names on a page, and how many there are on all pages.
    async fn lists(&self, list: List, wanted: &Wanted, order: (Order, bool), limit: i64, offset: i64) -> (String, i64) {
        let mut tx = self.read().await;
        let page = profiles::list(
            &mut tx,
            &self.manager(),
            list,
            wanted,
            order,
            PageWanted { size: limit, number: Some(offset / limit + 1) },
        )
        .await
        .unwrap();
        let names = page.profiles.iter().map(|found| found.content().first_name.clone().unwrap_or_default());
        (names.collect::<Vec<_>>().join(" "), page.total)
    }

    async fn searches(&self, text: &str) -> String {
        let wanted = Wanted { search: Some(text.to_owned()), ..Wanted::default() };
        let (names, total) = self.lists(List::All, &wanted, (Order::Joined, true), 50, 0).await;
        assert_eq!(total, i64::try_from(names.split_whitespace().count()).unwrap(), "{text}");
        names
    }
}

on_both! {
    async fn a_company_needs_its_name_and_a_phone_number_is_one_customers(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.adds_profile(&named("Анна", "Ли", "+998901234567")).await.unwrap();
        assert_eq!(anna.full_name(), "Ли Анна");
        assert_eq!(refusal(shop.adds_profile(&named("Вера", "", "+998901234567")).await), Refusal::PhoneTaken(anna.profile.code.clone()));
        assert_eq!(refusal(shop.adds_profile(&named(" ", "Ли", "+998901234568")).await), Refusal::BadName);
        let company = ProfileChanges { kind: Some(CustomerKind::Company), ..named("Олег", "", "+998901234569") };
        assert_eq!(refusal(shop.adds_profile(&company).await), Refusal::CompanyNameMissing);
        let company = ProfileChanges { company_name: Some("ООО \"Рога\"".to_owned()), ..company };
        let oleg = shop.adds_profile(&company).await.unwrap();
        assert_eq!(oleg.content().kind, CustomerKind::Company);
        let nameless = ProfileChanges { company_name: Some(String::new()), ..ProfileChanges::default() };
        let refused = shop.changes_profile(Role::Manager, oleg.profile.customer_id, &nameless).await;
        assert_eq!(refusal(refused), Refusal::CompanyNameMissing);
        let moved = ProfileChanges { phone: Some(number("+998901234567")), ..ProfileChanges::default() };
        let refused = shop.changes_profile(Role::Manager, oleg.profile.customer_id, &moved).await;
        assert_eq!(refusal(refused), Refusal::PhoneTaken(anna.profile.code));
        shop.assert_sound().await;
    }

    async fn cashiers_complete_customers_and_managers_change_all_of_it(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.registers("+77011234567", "Анна").await.customer_id;
        let completes = ProfileChanges {
            email: Some("anna@example.com".parse().ok()),
            birthday: Some("1990-05-15".parse().ok()),
            company_name: Some("Ромашка".to_owned()),
            ..ProfileChanges::default()
        };
        shop.changes_profile(Role::Cashier, anna, &completes).await.unwrap();
        let group = shop.adds_group("VIP", &terms(15_00)).await;
        for changes in [
            ProfileChanges { group: Some(Some(group)), ..ProfileChanges::default() },
            ProfileChanges { notes: Some("x".to_owned()), ..ProfileChanges::default() },
            ProfileChanges { phone: Some(number("+77010000000")), ..ProfileChanges::default() },
            ProfileChanges { is_active: Some(false), ..ProfileChanges::default() },
            limited(1),
            blocked(true),
        ] {
            assert_eq!(refusal(shop.changes_profile(Role::Cashier, anna, &changes).await), Refusal::NotAllowed, "{changes:?}");
            shop.changes_profile(Role::Manager, anna, &changes).await.unwrap();
        }
        let changed = shop.profile(anna).await;
        assert_eq!((changed.discount(), changed.is_vip()), (Rate::from_bp(1_500), true));
        assert_eq!(changed.content().birthday.unwrap().to_string(), "1990-05-15");
    }

    async fn customers_are_found_by_words_and_digits(db: TestDb) {
        let shop = Shop::open(&db).await;
        let ivan = ProfileChanges {
            middle_name: Some("Сергеевич".to_owned()),
            email: Some("ivan.p@example.com".parse().ok()),
            ..named("Иван", "Петров", "+998901234567")
        };
        let ivan = shop.adds_profile(&ivan).await.unwrap().profile.customer_id;
        shop.adds_profile(&named("Алёна", "Петрова", "+998935550102")).await.unwrap();
        let company = ProfileChanges {
            kind: Some(CustomerKind::Company),
            company_name: Some("ООО \"Рога и Копыта\"".to_owned()),
            ..named("Олег", "100%_Ким", "+998977770103")
        };
        shop.adds_profile(&company).await.unwrap();
        for (text, found) in [
            ("Иван", "Иван"),
            ("ПЕТР", "Алёна Иван"),
            ("петров иван", "Иван"),
            ("иван серг", "Иван"),
            ("иван алена", ""),
            ("алена", "Алёна"),
            ("копыт", "Олег"),
            ("ким рога", "Олег"),
            ("100%", "Олег"),
            ("%", ""),
            ("_", ""),
            ("опыт", ""),
            ("Рога & копыта", "Олег"),
            ("example", "Иван"),
            ("ivan.p@ex", "Иван"),
            ("ivan.p@no", ""),
            ("+998901234567", "Иван"),
            ("998 90 123-45-67", "Иван"),
            ("2345", "Иван"),
            ("петр 5550", "Алёна"),
            ("9989", "Олег Алёна Иван"),
        ] {
            assert_eq!(shop.searches(text).await, found, "{text}");
        }
        let renamed = ProfileChanges { last_name: Some("Иванов".to_owned()), ..ProfileChanges::default() };
        shop.changes_profile(Role::Cashier, ivan, &renamed).await.unwrap();
        assert_eq!(shop.searches("петров").await, "Алёна");
        assert_eq!(shop.searches("иванов иван").await, "Иван");
    }

    async fn lists_are_filtered_ordered_and_cut_into_pages(db: TestDb) {
        let shop = Shop::open(&db).await;
        let group = shop.adds_group("VIP", &terms(10_00)).await;
        let mut ids = Vec::new();
        for (place, name) in ["A", "B", "C", "D", "E"].into_iter().enumerate() {
            let new = ProfileChanges {
                group: (place % 2 == 0).then_some(Some(group)),
                ..named(name, "", &format!("+7701000000{place}"))
            };
            ids.push(shop.adds_profile(&new).await.unwrap().profile.customer_id);
        }
        for (place, total) in [(1, 500_00), (3, 900_00), (0, 100_00)] {
            shop.clock.advance(Duration::seconds(1));
            let customer = shop.customer(ids[place]).await;
            shop.issues(&customer, &sale(total)).await.unwrap();
        }
        shop.changes_profile(Role::Manager, ids[4], &blocked(true)).await.unwrap();
        let all = Wanted::default();
        for (order, names) in [
            ((Order::Joined, true), "E D C B A"),
            ((Order::Joined, false), "A B C D E"),
            ((Order::Purchases, true), "D B A"),
            ((Order::LastPurchase, true), "A D B"),
            ((Order::LastPurchase, false), "B D A"),
            ((Order::Points, true), "D B A"),
        ] {
            // Each page alone says the same as the whole list: a page behind the middle is read from the end.
            let (whole, total) = shop.lists(List::All, &all, order, 50, 0).await;
            assert!(whole.starts_with(names), "{order:?}: {whole}");
            assert_eq!(total, 5);
            let mut pages = Vec::new();
            for offset in 0..5 {
                pages.push(shop.lists(List::All, &all, order, 1, offset).await.0);
            }
            assert_eq!(pages.join(" "), whole, "{order:?}");
            assert_eq!(shop.lists(List::All, &all, order, 2, 4).await.0, pages[4]);
            assert_eq!(shop.lists(List::All, &all, order, 2, 6).await.0, "");
        }
        let of_group = Wanted { group: Some(group), ..Wanted::default() };
        assert_eq!(shop.lists(List::All, &of_group, (Order::Joined, true), 50, 0).await, ("E C A".to_owned(), 3));
        assert_eq!(shop.lists(List::All, &of_group, (Order::Purchases, true), 1, 0).await, ("A".to_owned(), 3));
        assert_eq!(shop.lists(List::Vips, &all, (Order::Joined, false), 50, 0).await, ("A C E".to_owned(), 3));
        let of_blocked = Wanted { is_blocked: Some(true), ..Wanted::default() };
        assert_eq!(shop.lists(List::All, &of_blocked, (Order::Joined, true), 50, 0).await, ("E".to_owned(), 1));
        let found = Wanted { search: Some("7701".to_owned()), is_blocked: Some(false), ..Wanted::default() };
        assert_eq!(shop.lists(List::All, &found, (Order::Purchases, true), 2, 0).await, ("D B".to_owned(), 4));
    }

    async fn debtors_are_listed_by_what_they_owe(db: TestDb) {
        let shop = Shop::open(&db).await;
        for (place, debt) in [(0, 10_00), (1, 0), (2, 30_00), (3, 20_00)] {
            let customer = shop.registers(&format!("+7701000000{place}"), &format!("N{place}")).await;
            if debt > 0 {
                shop.issues(&customer, &on_credit(debt)).await.unwrap();
            }
        }
        let (names, total) = shop.lists(List::Debtors, &Wanted::default(), (Order::Joined, true), 2, 0).await;
        assert_eq!((names.as_str(), total), ("N2 N3", 3));
        assert_eq!(shop.lists(List::Debtors, &Wanted::default(), (Order::Joined, true), 2, 2).await.0, "N0");
    }

    async fn totals_follow_sales_and_refunds(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.registers("+77011234567", "Анна").await;
        let id = anna.customer_id;
        let at = |profile: &ProfileOfShop| profile.profile.last_purchase_at;
        assert_eq!(at(&shop.profile(id).await), None);
        shop.gives(&anna, PointsWallet::Main, 50_00).await;
        let first = shop.issues(&anna, &redeeming(200_00, PointsWallet::Main, Some(50_00))).await.unwrap();
        let first_at = shop.clock.now();
        shop.clock.advance(Duration::days(1));
        let second = shop.issues(&anna, &sale(100_00)).await.unwrap();
        let now = shop.profile(id).await;
        assert_eq!((now.profile.purchases_minor, now.profile.purchases_count), (money(300_00), 2), "before points");
        assert_eq!(at(&now), Some(shop.clock.now()));
        shop.refunds(&second, &RefundScope::Amount(money(40_00))).await.unwrap();
        assert_eq!(shop.profile(id).await.profile.purchases_minor, money(260_00));
        shop.refunds(&second, &RefundScope::Rest).await.unwrap();
        let now = shop.profile(id).await;
        assert_eq!((now.profile.purchases_minor, now.profile.purchases_count), (money(200_00), 1));
        assert_eq!(at(&now), Some(first_at), "the last one that stands");
        shop.refunds(&first, &RefundScope::Rest).await.unwrap();
        let now = shop.profile(id).await;
        assert_eq!((now.profile.purchases_minor, now.profile.purchases_count, at(&now)), (Money::ZERO, 0, None));
        assert_eq!(now.points, money(50_00));
        shop.assert_sound().await;
    }

    async fn money_goes_down_to_the_credit_limit_through_every_door(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.registers("+77011234567", "Анна").await;
        let id = anna.customer_id;
        // Where no limit was set, the back office charges what there is, and staff sell on credit as before.
        assert_eq!(refusal(shop.charges(id, 1).await), Refusal::BeyondCredit { available: Money::ZERO });
        shop.issues(&anna, &on_credit(10_00)).await.unwrap();
        let paid = shop.deposits(id, 60_00).await.unwrap();
        assert_eq!((paid.transaction.balance_before(), paid.transaction.balance_after_minor), (money(-10_00), money(50_00)));
        shop.changes_profile(Role::Manager, id, &limited(100_00)).await.unwrap();
        let anna = shop.reloads(&anna).await;
        let charged = shop.charges(id, 149_99).await.unwrap();
        assert_eq!((charged.transaction.amount_minor, charged.transaction.balance_after_minor), (money(-149_99), money(-99_99)));
        for refused in [
            refusal(shop.charges(id, 2).await),
            refusal(shop.issues(&anna, &on_credit(2)).await),
            refusal(shop.adds_debt(&shop.staff(Role::Manager), &anna, 2).await),
        ] {
            assert_eq!(refused, Refusal::BeyondCredit { available: money(1) });
        }
        shop.issues(&anna, &on_credit(1)).await.unwrap();
        let owing = shop.profile(id).await;
        assert_eq!((owing.money, owing.available_credit()), (money(-100_00), Money::ZERO));
        let mut tx = shop.read().await;
        let sums = transactions::sums(&mut tx, &shop.manager(), id).await.unwrap();
        assert_eq!((sums.paid_minor, sums.charged_minor), (money(60_00), money(160_00)));
        drop(tx);
        shop.assert_sound().await;
    }

    async fn who_is_blocked_or_given_up_neither_earns_nor_spends(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let id = anna.customer_id;
        shop.gives(&anna, PointsWallet::Main, 100_00).await;
        let held = shop.holds(&anna, PointsWallet::Main, 10_00).await.unwrap();
        let given_up = ProfileChanges { is_active: Some(false), ..ProfileChanges::default() };
        for (changes, expected) in [(blocked(true), Refusal::CustomerBlocked), (given_up, Refusal::CustomerInactive)] {
            shop.changes_profile(Role::Manager, id, &changes).await.unwrap();
            assert_eq!(refusal(shop.issues(&anna, &sale(100_00)).await), expected);
            assert_eq!(refusal(shop.holds(&anna, PointsWallet::Main, 1).await), expected);
            assert_eq!(refusal(shop.captures(&held, None).await), expected);
            assert_eq!(refusal(shop.deposits(id, 1).await), expected);
            assert_eq!(refusal(shop.charges(id, 1).await), expected);
            shop.changes_profile(Role::Manager, id, &blocked(false)).await.unwrap();
        }
        // Friends of a customer who was given up bring no reward, and a code of theirs is not valid now.
        let vera = shop.welcomes(2, "Вера").await;
        let wrong = shop.receives_promo_code(&vera, &format!("PROMO{}", anna.code)).await;
        assert_eq!(wrong, service::referrals::PromoOutcome::NotValidNow);
        let back = ProfileChanges { is_active: Some(true), ..ProfileChanges::default() };
        shop.changes_profile(Role::Manager, id, &back).await.unwrap();
        shop.captures(&held, None).await.unwrap();
        shop.issues(&shop.reloads(&anna).await, &sale(100_00)).await.unwrap();
    }

    async fn a_card_that_becomes_another_brings_its_standing_and_its_history(db: TestDb) {
        let shop = Shop::open(&db).await;
        let limit = ProfileChanges { credit_limit: Some(Some(money(500_00))), ..named("Анна", "Ли", "+77011234567") };
        let office = shop.adds_profile(&limit).await.unwrap().profile.customer_id;
        shop.deposits(office, 50_00).await.unwrap();
        shop.charges(office, 50_00).await.unwrap();
        shop.charges(office, 100_00).await.unwrap();
        let given_up = ProfileChanges { is_active: Some(false), ..ProfileChanges::default() };
        shop.changes_profile(Role::Manager, office, &given_up).await.unwrap();
        let own = shop.welcomes(7, "Анна").await;
        shop.issues(&own, &sale(10_00)).await.unwrap();
        shop.receives_phone(7, "+77011234567").await.unwrap();
        let card = shop.profile(office).await;
        assert_eq!(card.profile.customer_id, own.customer_id);
        assert_eq!((card.content().is_active, card.money, card.credit_limit()), (false, money(-100_00), money(500_00)));
        let mut tx = shop.read().await;
        let page = transactions::list(&mut tx, &shop.manager(), office, &transactions::Wanted::default(), PageWanted::first(50)).await.unwrap();
        let words: Vec<&str> = page.transactions.iter().map(|entry| entry.word().as_str()).collect();
        assert_eq!((words, page.total), (vec!["bonus_accrual", "charge", "charge", "payment"], 4));
        let sums = transactions::sums(&mut tx, &shop.manager(), office).await.unwrap();
        assert_eq!((sums.count, sums.paid_minor, sums.charged_minor), (4, money(50_00), money(150_00)));
        drop(tx);
        shop.assert_sound().await;
    }

    async fn two_cards_become_one_with_the_terms_of_both(db: TestDb) {
        let shop = Shop::open(&db).await;
        let [small, great] = [shop.adds_group("Опт", &terms(5_00)).await, shop.adds_group("VIP", &terms(15_00)).await];
        let with = |group, limit: i64, notes: &str| ProfileChanges {
            group: Some(Some(group)),
            credit_limit: Some(Some(money(limit))),
            notes: Some(notes.to_owned()),
            ..ProfileChanges::default()
        };
        let waiting = ProfileChanges { first_name: Some("Анна".to_owned()), ..with(great, 500_00, "Звонить вечером") };
        let waiting = ProfileChanges { phone: "+77011234567".parse().ok(), ..waiting };
        shop.adds_profile(&waiting).await.unwrap();
        // The card with purchases is the one that is kept.
        let own = shop.welcomes(7, "Аня").await;
        shop.issues(&own, &sale(10_00)).await.unwrap();
        shop.changes_profile(Role::Manager, own.customer_id, &with(small, 300_00, "Любит чай")).await.unwrap();
        shop.receives_phone(7, "+77011234567").await.unwrap();
        let card = shop.profile(own.customer_id).await;
        assert_eq!(card.profile.customer_id, own.customer_id);
        assert_eq!((card.content().group_id, card.credit_limit()), (Some(great), money(300_00)));
        assert_eq!(card.content().notes, "Любит чай\nЗвонить вечером");
        shop.assert_sound().await;
    }

    async fn names_of_groups_are_unique_and_members_are_counted(db: TestDb) {
        let shop = Shop::open(&db).await;
        let vip = shop.adds_group("VIP", &terms(15_00)).await;
        let other = shop.adds_group("Опт", &terms(5_00)).await;
        let renamed = GroupChanges { name: Some("VIP".to_owned()), ..GroupChanges::default() };
        let operation = shop.staff(Role::Manager);
        let mut tx = shop.begin().await;
        let result = groups::change(&mut tx, &operation, other, &renamed).await;
        assert_eq!(refusal(finish(tx, result).await), Refusal::GroupNameTaken);
        let member = ProfileChanges { group: Some(Some(vip)), ..named("Анна", "", "+77011234567") };
        let anna = shop.adds_profile(&member).await.unwrap();
        assert_eq!((anna.discount(), anna.is_vip()), (Rate::from_bp(1_500), true));
        let off = GroupChanges { is_active: Some(false), ..GroupChanges::default() };
        let operation = shop.staff(Role::Manager);
        let mut tx = shop.begin().await;
        let result = groups::change(&mut tx, &operation, vip, &off).await;
        assert_eq!(finish(tx, result).await.unwrap().members, 1);
        let anna = shop.profile(anna.profile.customer_id).await;
        assert_eq!((anna.content().group_id, anna.discount(), anna.is_vip()), (Some(vip), Rate::from_bp(0), false));
    }
}

impl Shop {
    async fn customer(&self, customer: CustomerId) -> Customer {
        service::customers::get(&mut self.read().await, customer).await.unwrap()
    }
}
