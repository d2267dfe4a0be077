//! Promo codes: accepted once, before the first purchase, not one's own, not in a circle; wrong attempts are limited.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{EntryKind, PointsWallet, ShopId},
    service::referrals::PromoOutcome,
};

use crate::{
    on_both,
    shop::{Shop, money, sale},
};

on_both! {
    async fn a_friend_who_enters_a_code_gets_the_bonus(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        for (friend, text) in
            [(2, format!("PROMO{}", anna.code)), (3, format!("promo{}", anna.code)), (4, format!("  PrOmO{}\n", anna.code))]
        {
            let boris = shop.welcomes(friend, "Борис").await;
            let PromoOutcome::Applied { bonus, referrer } = shop.receives_promo_code(&boris, &text).await else {
                panic!("{text:?} was not applied")
            };
            assert_eq!((bonus, referrer.customer_id), (money(50_00), anna.customer_id));
            assert_eq!(shop.reloads(&boris).await.referrer_id, Some(anna.customer_id));
            assert_eq!(shop.amounts(&boris).await, (50_00, 0, 0));
            assert_eq!(shop.history(&boris).await[0].kind, EntryKind::PromoBonus);
        }
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_code_is_accepted_once_and_before_the_first_purchase(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (anna, vera) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Вера").await);
        let boris = shop.welcomes(3, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        for code in [&anna, &vera].map(|customer| customer.code.promo().to_string()) {
            assert_eq!(shop.receives_promo_code(&boris, &code).await, PromoOutcome::AlreadyUsed);
        }
        let galina = shop.welcomes(4, "Галина").await;
        shop.issues(&galina, &sale(1_00)).await.unwrap();
        assert_eq!(shop.receives_promo_code(&galina, &anna.code.promo().to_string()).await, PromoOutcome::AlreadyPurchased);
        assert_eq!((shop.amounts(&boris).await, shop.amounts(&galina).await), ((50_00, 0, 0), (2, 0, 0)));
        assert_eq!(shop.reloads(&boris).await.referrer_id, Some(anna.customer_id));
        shop.assert_sound().await;
    }

    async fn every_invalid_code_is_refused_alike(db: TestDb) {
        let shop = Shop::open(&db).await;
        let elsewhere = Shop::open_as(&db, ShopId(7_002)).await;
        let foreign = elsewhere.welcomes(77, "Чужая").await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        let later = shop.welcomes(3, "Вера").await;
        shop.receives_promo_code(&later, &boris.code.promo().to_string()).await;
        let codes = [
            boris.code.promo().to_string(),   // one's own
            later.code.promo().to_string(),   // of a person who joined later; a circle
            foreign.code.promo().to_string(), // of another shop
            "PROMO00000".to_owned(),
            anna.code.to_string(), // without the prefix
            String::new(),
            "PROMO".to_owned(),
            "ПРОМО12345".to_owned(),
            "x".repeat(4096),
            "'; DROP TABLE customers; --".to_owned(),
        ];
        for code in codes {
            assert_eq!(shop.receives_promo_code(&boris, &code).await, PromoOutcome::Wrong, "{code:?}");
            assert_eq!(shop.reloads(&boris).await, boris, "{code:?}");
            assert_eq!(shop.history(&boris).await, [], "{code:?}");
            // Each of them counts.
            assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM promo_attempts").await, 1, "{code:?}");
            shop.clock.advance(Duration::minutes(6));
        }
        shop.assert_sound().await;
    }

    async fn wrong_codes_are_limited_to_five_in_five_minutes(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let (boris, vera) = (shop.welcomes(2, "Борис").await, shop.welcomes(3, "Вера").await);
        let right = anna.code.promo().to_string();
        let started = shop.clock.now();
        for minute in 0..5 {
            assert_eq!(shop.receives_promo_code(&boris, "PROMO00000").await, PromoOutcome::Wrong, "minute {minute}");
            shop.clock.advance(Duration::seconds(50));
        }
        // 4:10 after the first.
        let too_many = PromoOutcome::TooMany { retry_at: started + Duration::minutes(5) };
        assert_eq!(shop.receives_promo_code(&boris, "PROMO00000").await, too_many);
        assert_eq!(shop.receives_promo_code(&boris, &right).await, too_many, "a right one is no way to find out either");
        assert!(matches!(shop.receives_promo_code(&vera, &right).await, PromoOutcome::Applied { .. }), "it is counted for each person");
        shop.clock.advance(Duration::seconds(49));
        assert_eq!(shop.receives_promo_code(&boris, &right).await, too_many);
        shop.clock.advance(Duration::seconds(1));
        // The first is forgotten now, but only the first.
        assert_eq!(shop.receives_promo_code(&boris, "PROMO00000").await, PromoOutcome::Wrong);
        let later = PromoOutcome::TooMany { retry_at: started + Duration::seconds(50) + Duration::minutes(5) };
        assert_eq!(shop.receives_promo_code(&boris, &right).await, later);
        shop.clock.advance(Duration::minutes(5));
        assert!(matches!(shop.receives_promo_code(&boris, &right).await, PromoOutcome::Applied { .. }));
        shop.assert_sound().await;
    }

    async fn of_two_parallel_codes_one_is_accepted(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (anna, vera) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Вера").await);
        for friend in 10..20 {
            let boris = shop.welcomes(friend, "Борис").await;
            let (one, other) = (anna.code.promo().to_string(), vera.code.promo().to_string());
            let outcomes = futures_util::join!(shop.receives_promo_code(&boris, &one), shop.receives_promo_code(&boris, &other));
            let outcomes = [outcomes.0, outcomes.1];
            let applied = outcomes.iter().filter(|outcome| matches!(outcome, PromoOutcome::Applied { .. })).count();
            assert_eq!(applied, 1, "{outcomes:?}");
            assert!(outcomes.contains(&PromoOutcome::AlreadyUsed), "{outcomes:?}");
            assert_eq!(shop.amounts(&boris).await, (50_00, 0, 0));
        }
        shop.assert_sound().await;
    }

    async fn a_code_parallel_to_the_first_purchase_is_rewarded_or_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let code = anna.code.promo().to_string();
        let draft = sale(100_00);
        for friend in 10..30 {
            let boris = shop.welcomes(friend, "Борис").await;
            let (entered, issued) = futures_util::join!(shop.receives_promo_code(&boris, &code), shop.issues(&boris, &draft));
            match entered {
                PromoOutcome::Applied { .. } => assert!(issued.unwrap().reward.is_some()),
                PromoOutcome::AlreadyPurchased => assert_eq!(issued.unwrap().reward, None),
                other => panic!("{other:?}"),
            }
        }
        shop.assert_sound().await;
    }

    async fn a_bonus_of_zero_leaves_no_entry(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.changes_settings(&mut db.raw().await, "referral_promo_bonus_minor = 0").await;
        let (anna, boris) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Борис").await);
        let outcome = shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        assert!(matches!(outcome, PromoOutcome::Applied { bonus, .. } if bonus.is_zero()));
        assert_eq!(shop.history(&boris).await, []);
        assert_eq!(shop.balances(&boris).await.points(PointsWallet::Main), money(0));
        shop.assert_sound().await;
    }
}
