//! Sharing one's own phone number: the card registered for it and the person's card are merged, and nothing of either is lost
//! or counted twice.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{EntryKind, Language, PointsWallet, RefundScope, Role, ShopId, TelegramId},
    service::{
        Refusal,
        customers::{self, ClaimOutcome, CodeAfterMerge, Customer},
        referrals::PromoOutcome,
    },
};

use crate::{
    on_both,
    shop::{STAFF, Shop, finish, money, on_credit, redeeming, refusal, sale, whom},
};

use PointsWallet::{Main, Referral};

const PHONE: &str = "+77001112233";

/// The card that the person has after a claim.
fn claimed(claim: ClaimOutcome) -> Customer {
    match claim {
        ClaimOutcome::Claimed(card, _) => card,
        other => panic!("not claimed: {other:?}"),
    }
}

on_both! {
    async fn a_new_number_is_stored_and_the_same_number_again_changes_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let ClaimOutcome::Noted(card) = shop.receives_phone(1, PHONE).await.unwrap() else { panic!("not noted") };
        assert_eq!((card.customer_id, card.phone.as_ref().map(|phone| phone.as_str())), (anna.customer_id, Some(PHONE)));
        assert!(matches!(shop.receives_phone(1, "8 700 111-22-33").await.unwrap(), ClaimOutcome::Known(known) if known == card));
        // A new number replaces the old one, which is free again.
        shop.receives_phone(1, "+77005556677").await.unwrap();
        let boris = shop.welcomes(2, "Борис").await;
        let ClaimOutcome::Noted(card) = shop.receives_phone(2, PHONE).await.unwrap() else { panic!("not free") };
        assert_eq!(card.customer_id, boris.customer_id);
        shop.assert_sound().await;
    }

    async fn for_the_number_of_another_account_the_shop_is_asked(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.welcomes(1, "Анна").await;
        shop.receives_phone(1, PHONE).await.unwrap();
        let boris = shop.welcomes(2, "Борис").await;
        for is_asked in [true, false] {
            let ClaimOutcome::Asked { card, is_new } = shop.receives_phone(2, PHONE).await.unwrap() else {
                panic!("not asked")
            };
            assert_eq!((card.telegram_id, is_new), (Some(TelegramId(1)), is_asked));
        }
        assert_eq!(shop.reloads(&boris).await, boris);
        shop.assert_sound().await;
    }

    async fn a_claim_moves_points_and_debts_of_both_cards_to_one(db: TestDb) {
        let shop = Shop::open(&db).await;
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        shop.gives(&waiting, Main, 10_00).await;
        shop.issues(&waiting, &on_credit(100_00)).await.unwrap();
        let own = shop.welcomes(1, "annushka").await;
        let friend = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&friend, &own.code.promo().to_string()).await;
        shop.gives(&own, Main, 3_00).await;
        shop.gives(&own, Referral, 4_00).await;
        shop.adds_debt(&shop.staff(Role::Manager), &own, 5_00).await.unwrap();
        let mut tx = shop.begin().await;
        customers::choose_language(&mut tx, own.customer_id, Language::Kazakh).await.unwrap();
        tx.commit().await.unwrap();

        let card = claimed(shop.receives_phone(1, PHONE).await.unwrap());
        assert_eq!((card.customer_id, &card.code), (waiting.customer_id, &waiting.code));
        assert_eq!((card.telegram_id, card.phone.as_ref()), (own.telegram_id, waiting.phone.as_ref()));
        assert_eq!((card.name().as_str(), card.speaks()), ("Анна Ли", Language::Kazakh));
        assert_eq!(shop.amounts(&card).await, (15_00, 4_00, 105_00));
        assert_eq!(shop.reloads(&friend).await.referrer_id, Some(card.customer_id));

        // The old code, promo code and row lead to the card; nothing is on the old one.
        assert_eq!(shop.finds_by_code(&own.code).await, Some(card.clone()));
        assert_eq!(shop.reloads(&own).await, card);
        let vera = shop.welcomes(3, "Вера").await;
        let outcome = shop.receives_promo_code(&vera, &own.code.promo().to_string()).await;
        assert!(matches!(outcome, PromoOutcome::Applied { referrer, .. } if *referrer == card));
        assert_eq!(shop.amounts(&own).await, (0, 0, 0));
        let moved: Vec<_> = shop.history(&card).await.into_iter().filter(|entry| entry.kind == EntryKind::Transfer).collect();
        assert_eq!(moved.len(), 3);
        assert!(moved.iter().all(|entry| entry.note == own.code.as_str()));

        // A button of an old message about the old card leads to the remaining card.
        shop.issues(&own, &sale(50_00)).await.unwrap();
        shop.gives(&own, Main, 1_00).await;
        shop.adds_debt(&shop.staff(Role::Manager), &own, 1_00).await.unwrap();
        shop.takes_payment(&shop.staff(Role::Manager), &own, 106_00).await.unwrap();
        assert_eq!(shop.amounts(&card).await, (17_00, 4_00, 0));
        assert_eq!(shop.issues(&friend, &sale(100_00)).await.unwrap().reward, Some((card.customer_id, money(5_00))));
        shop.assert_sound().await;
    }

    async fn a_claimed_card_is_found_by_username_and_name(db: TestDb) {
        let shop = Shop::open(&db).await;
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        let mut tx = shop.begin().await;
        let seen = customers::NewCustomer {
            telegram_id: Some(STAFF),
            first_name: Some("Нюша".to_owned()),
            username: Some("nyusha_li".to_owned()),
            ..customers::NewCustomer::default()
        };
        let arrived = customers::arrive(&mut tx, &shop.chance, &seen, shop.clock.now()).await;
        finish(tx, arrived).await.unwrap();
        shop.receives_phone(STAFF.0, PHONE).await.unwrap();
        let mut tx = shop.read().await;
        for (text, count) in [("анна", 1), ("ли а", 1), ("@nyusha_li", 1), ("nyusha", 1), ("нюша", 0), (PHONE, 1)] {
            let found = customers::find(&mut tx, &whom(text)).await.unwrap();
            assert_eq!(found.len(), count, "{text}");
            assert!(found.iter().all(|customer| customer.customer_id == waiting.customer_id), "{text}");
        }
    }

    async fn a_registered_card_is_merged_into_the_card_of_a_buyer(db: TestDb) {
        let shop = Shop::open(&db).await;
        let own = shop.welcomes(1, "Анна").await;
        shop.issues(&own, &sale(100_00)).await.unwrap();
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        shop.gives(&waiting, Main, 10_00).await;
        let card = claimed(shop.receives_phone(1, PHONE).await.unwrap());
        assert_eq!((card.customer_id, card.phone.as_ref()), (own.customer_id, waiting.phone.as_ref()));
        assert_eq!(card.name(), "Анна");
        assert_eq!(shop.amounts(&card).await, (12_00, 0, 0));
        assert_eq!(shop.finds_by_code(&waiting.code).await, Some(card.clone()));
        assert!(matches!(shop.receives_phone(1, PHONE).await.unwrap(), ClaimOutcome::Known(_)));
        shop.assert_sound().await;
    }

    async fn holds_and_points_debts_are_settled_when_cards_are_merged(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.sets_lifetime(Some(1)).await;
        let vera = shop.welcomes(3, "Вера").await;
        let friend = shop.welcomes(4, "Галина").await;
        shop.receives_promo_code(&friend, &vera.code.promo().to_string()).await;
        let issued = shop.issues(&friend, &sale(1000_00)).await.unwrap();
        shop.holds(&vera, Referral, 50_00).await.unwrap();
        shop.refunds(&issued, &RefundScope::Rest).await.unwrap();
        assert_eq!(shop.amounts(&vera).await, (0, -50_00, 0));
        let card = shop.registers(PHONE, "Вера Ли").await;
        shop.receives_phone(3, PHONE).await.unwrap();
        assert_eq!((shop.reloads(&vera).await.customer_id, shop.amounts(&card).await), (card.customer_id, (0, 0, 0)));
        let mut raw = db.raw().await;
        assert_eq!(raw.numbers("SELECT remaining_minor FROM lots WHERE wallet = 'referral'").await, [0]);
        shop.assert_sound().await;
    }

    async fn the_card_that_is_kept_has_the_email_of_either(db: TestDb) {
        for (number, (of_own, of_waiting, kept)) in (7_101..).zip([
            ("NULL", "'waiting@example.kz'", "waiting@example.kz"),
            ("'own@example.kz'", "NULL", "own@example.kz"),
            ("'own@example.kz'", "'waiting@example.kz'", "waiting@example.kz"),
        ]) {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(number)).await;
            let own = shop.welcomes(1, "Анна").await;
            let waiting = shop.registers(PHONE, "Анна Ли").await;
            let mut raw = db.raw().await;
            for (card, email) in [(&own, of_own), (&waiting, of_waiting)] {
                raw.run(&format!("UPDATE customers SET email = {email} WHERE customer_id = {} AND shop_id = {number}", card.customer_id)).await;
            }
            let card = claimed(shop.receives_phone(1, PHONE).await.unwrap());
            assert_eq!(card.customer_id, waiting.customer_id);
            let all = format!("SELECT email FROM customers WHERE email IS NOT NULL AND shop_id = {number}");
            assert_eq!(raw.texts(&all).await, [kept], "the other card is nobody's");
        }
    }

    async fn two_cards_with_purchases_are_not_merged(db: TestDb) {
        let shop = Shop::open(&db).await;
        let own = shop.welcomes(1, "Анна").await;
        shop.issues(&own, &sale(100_00)).await.unwrap();
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        shop.issues(&waiting, &sale(100_00)).await.unwrap();
        assert_eq!(refusal(shop.receives_phone(1, PHONE).await), Refusal::BothCardsInUse);
        assert_eq!((shop.amounts(&own).await, shop.amounts(&waiting).await), ((2_00, 0, 0), (2_00, 0, 0)));
        assert_eq!(shop.reloads(&waiting).await.telegram_id, None);
        shop.assert_sound().await;
    }

    async fn the_referrer_moves_with_the_card_where_a_code_could_still_be_used(db: TestDb) {
        let shop = Shop::open(&db).await;
        let referrer = shop.welcomes(9, "Галина").await;
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        let own = shop.welcomes(1, "Анна").await;
        shop.receives_promo_code(&own, &referrer.code.promo().to_string()).await;
        let card = claimed(shop.receives_phone(1, PHONE).await.unwrap());
        assert_eq!((card.customer_id, card.referrer_id), (waiting.customer_id, Some(referrer.customer_id)));
        assert_eq!(shop.amounts(&card).await, (50_00, 0, 0));
        assert_eq!(shop.issues(&card, &sale(100_00)).await.unwrap().reward, Some((referrer.customer_id, money(5_00))));
        assert_eq!(shop.receives_promo_code(&card, &referrer.code.promo().to_string()).await, PromoOutcome::AlreadyPurchased);
        shop.assert_sound().await;
    }

    async fn a_promo_bonus_is_taken_back_where_the_card_cannot_have_a_referrer(db: TestDb) {
        let shop = Shop::open(&db).await;
        let referrer = shop.welcomes(9, "Галина").await;
        // The waiting card has bought before, so its owner was no newcomer when they entered the code.
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        shop.issues(&waiting, &sale(100_00)).await.unwrap();
        let own = shop.welcomes(1, "Анна").await;
        shop.receives_promo_code(&own, &referrer.code.promo().to_string()).await;
        shop.gives(&own, Main, 1_00).await;
        let claim = shop.receives_phone(1, PHONE).await.unwrap();
        assert!(matches!(claim, ClaimOutcome::Claimed(_, merged) if merged.code == CodeAfterMerge::TakenBack(money(50_00))));
        let card = claimed(claim);
        assert_eq!((card.referrer_id, shop.amounts(&card).await), (None, (3_00, 0, 0)));
        // The entry names the one that it corrects.
        let corrected = "SELECT o.amount_minor FROM entries c JOIN entries o ON o.entry_id = c.corrects_id
            WHERE c.kind = 'promo_bonus' AND c.amount_minor = -5000 AND o.kind = 'promo_bonus'";
        assert_eq!(db.raw().await.numbers(corrected).await, [50_00]);
        assert_eq!(shop.issues(&card, &sale(100_00)).await.unwrap().reward, None);

        // The part that was spent is not taken back.
        let waiting = shop.registers("+77001112244", "Вера Ли").await;
        shop.issues(&waiting, &sale(100_00)).await.unwrap();
        let own = shop.welcomes(2, "Вера").await;
        shop.receives_promo_code(&own, &referrer.code.promo().to_string()).await;
        let operation = shop.staff(Role::Manager);
        let take = kopilka::service::points::Direction::Take;
        shop.adjusts(&operation, &own, Main, take, 49_00, "подарок на кассе").await.unwrap();
        let card = claimed(shop.receives_phone(2, "+77001112244").await.unwrap());
        assert_eq!(shop.amounts(&card).await, (2_00, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_code_that_was_entered_before_the_first_purchase_stays_after_a_claim(db: TestDb) {
        let shop = Shop::open(&db).await;
        let referrer = shop.welcomes(9, "Галина").await;
        let promo = referrer.code.promo().to_string();
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        let own = shop.welcomes(1, "Анна").await;
        shop.receives_promo_code(&own, &promo).await;
        shop.clock.advance(Duration::seconds(1));
        // The till knows her by her phone. What was undone is no purchase.
        let mistake = shop.issues(&waiting, &sale(900_00)).await.unwrap();
        shop.undoes_under(&shop.staff(Role::Cashier), &mistake).await.unwrap();
        let first = shop.issues(&waiting, &sale(100_00)).await.unwrap();
        let second = shop.issues(&waiting, &sale(100_00)).await.unwrap();
        assert_eq!((first.reward, second.reward), (None, None));
        let claim = shop.receives_phone(1, PHONE).await.unwrap();
        let rewarded = CodeAfterMerge::Rewarded(referrer.customer_id, money(5_00));
        assert!(matches!(claim, ClaimOutcome::Claimed(_, merged) if merged.code == rewarded), "{claim:?}");
        let card = claimed(claim);
        assert_eq!((card.referrer_id, shop.amounts(&card).await), (Some(referrer.customer_id), (54_00, 0, 0)));
        assert_eq!(shop.amounts(&referrer).await, (0, 5_00, 0), "for the first purchase");
        assert_eq!(shop.issues(&card, &sale(100_00)).await.unwrap().reward, None, "once");
        shop.assert_sound().await;
        // It is taken back with that purchase.
        shop.refunds(&second, &RefundScope::Rest).await.unwrap();
        assert_eq!(shop.amounts(&referrer).await, (0, 5_00, 0));
        shop.refunds(&first, &RefundScope::Amount(money(50_00))).await.unwrap();
        assert_eq!(shop.amounts(&referrer).await, (0, 2_50, 0));
        shop.refunds(&first, &RefundScope::Rest).await.unwrap();
        assert_eq!(shop.amounts(&referrer).await, (0, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_merge_never_makes_a_person_their_own_referrer(db: TestDb) {
        let shop = Shop::open(&db).await;
        // The code of the waiting card, entered on the own one.
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        let own = shop.welcomes(1, "Анна").await;
        shop.receives_promo_code(&own, &waiting.code.promo().to_string()).await;
        assert_eq!(shop.amounts(&own).await, (50_00, 0, 0));
        let card = claimed(shop.receives_phone(1, PHONE).await.unwrap());
        assert_eq!((card.referrer_id, shop.amounts(&card).await), (None, (0, 0, 0)));
        shop.assert_sound().await;

        // The other way round, and with a person between: own card, invited friend, waiting card.
        let own = shop.welcomes(2, "Вера").await;
        let friend = shop.welcomes(3, "Борис").await;
        shop.receives_promo_code(&friend, &own.code.promo().to_string()).await;
        let waiting = shop.registers("+77001112244", "Вера Ли").await;
        let mut raw = db.raw().await;
        raw.run(&format!(
            "UPDATE customers SET referrer_id = {}, referred_at = 1 WHERE customer_id = {}",
            friend.customer_id, waiting.customer_id
        ))
        .await;
        let card = claimed(shop.receives_phone(2, "+77001112244").await.unwrap());
        assert_eq!((card.customer_id, card.referrer_id), (waiting.customer_id, None));
        assert_eq!(shop.reloads(&friend).await.referrer_id, Some(card.customer_id));
        shop.assert_sound().await;
    }

    async fn what_an_invitation_of_ones_own_card_brought_is_taken_back(db: TestDb) {
        // What was refunded before the merge; whether reward and bonus were spent by then; the main and referral points afterwards.
        // The card has 300 points, and the purchase of 2000 earns 40 and brings 100.
        let cases = [
            (None, false, (340_00, 0, 0)),
            (None, true, (340_00 - 50_00, -100_00, 0)),
            (Some(500_00), false, (330_00, 0, 0)),
            (Some(500_00), true, (330_00 - 50_00, -100_00, 0)),
            (Some(2000_00), false, (300_00, 0, 0)),
        ];
        for (number, (refunded, is_spent, expected)) in (0..).zip(cases) {
            let shop = Shop::open_as(&db, ShopId(7_001 + number)).await;
            let invited_by = shop.registers(PHONE, "Анна Ли").await;
            shop.gives(&invited_by, Main, 300_00).await;
            let own = shop.welcomes(1, "Анна").await;
            shop.receives_promo_code(&own, &invited_by.code.promo().to_string()).await;
            let issued = shop.issues(&own, &sale(2000_00)).await.unwrap();
            assert_eq!((shop.amounts(&own).await.0, shop.amounts(&invited_by).await), (90_00, (300_00, 100_00, 0)));
            let take = kopilka::service::points::Direction::Take;
            if is_spent {
                shop.adjusts(&shop.staff(Role::Manager), &own, Main, take, 50_00, "подарок").await.unwrap();
                shop.adjusts(&shop.staff(Role::Manager), &invited_by, Referral, take, 100_00, "подарок").await.unwrap();
            }
            if let Some(refunded) = refunded {
                shop.refunds(&issued, &RefundScope::Amount(money(refunded))).await.unwrap();
            }
            let claim = shop.receives_phone(1, PHONE).await.unwrap();
            let ClaimOutcome::Claimed(card, merged) = claim else { panic!("not claimed: {claim:?}") };
            let reward = 100_00 - refunded.unwrap_or(0) / 20;
            assert_eq!((merged.own_invitation, merged.code), (Some(money(reward + 50_00)), CodeAfterMerge::Unchanged));
            assert_eq!((card.customer_id, card.referrer_id), (own.customer_id, None), "{refunded:?} {is_spent}");
            assert_eq!(shop.amounts(&card).await, expected, "{refunded:?} {is_spent}");
            shop.assert_sound().await;
            // The purchase can be taken back afterwards, and costs no reward again.
            let referral = expected.1;
            if refunded != Some(2000_00) {
                let refund = shop.refunds(&issued, &RefundScope::Amount(money(700_00))).await.unwrap();
                assert_eq!((refund.quote.figures.reward, refund.quote.referrer), (money(0), None));
                shop.assert_sound().await;
                shop.refunds(&issued, &RefundScope::Rest).await.unwrap();
                assert_eq!(shop.amounts(&card).await, (300_00 - if is_spent { 50_00 } else { 0 }, referral, 0));
                shop.assert_sound().await;
            }
            // Later points repay what had been spent.
            shop.gives(&card, Referral, 120_00).await;
            shop.settles(&card, Referral).await;
            assert_eq!(shop.amounts(&card).await.1, referral + 120_00);
            shop.assert_sound().await;
        }
    }

    async fn what_an_invitation_brought_is_found_on_cards_that_were_merged_before(db: TestDb) {
        let shop = Shop::open(&db).await;
        // The bonus was given on the friend's first card of two, the reward on the referrer's.
        let rewarded = shop.registers("+77001112244", "Анна Ли").await;
        let newcomer = shop.welcomes(1, "Анна").await;
        shop.receives_promo_code(&newcomer, &rewarded.code.promo().to_string()).await;
        shop.registers("+77001112255", "Анна").await;
        let own = claimed(shop.receives_phone(1, "+77001112255").await.unwrap());
        let issued = shop.issues(&own, &sale(2000_00)).await.unwrap();
        shop.welcomes(2, "Анна").await;
        shop.receives_phone(2, "+77001112244").await.unwrap();
        let referrer = shop.registers(PHONE, "Анна").await;
        shop.receives_phone(2, PHONE).await.unwrap();
        assert_eq!((shop.amounts(&own).await, shop.amounts(&referrer).await), ((90_00, 0, 0), (0, 100_00, 0)));
        let friends = customers::friends(&mut shop.read().await, referrer.customer_id, 10).await.unwrap();
        assert_eq!((friends.count, friends.reward), (1, money(100_00)));
        // The account of the referrer's card is known to be deleted, so the number is enough.
        db.raw().await.run(&format!("UPDATE customers SET gone_at = {} WHERE telegram_id = 2", shop.clock.now().0)).await;
        let claim = shop.receives_phone(1, PHONE).await.unwrap();
        let ClaimOutcome::Claimed(card, merged) = claim else { panic!("not claimed: {claim:?}") };
        assert_eq!((card.customer_id, merged.own_invitation), (own.customer_id, Some(money(150_00))));
        assert_eq!(shop.amounts(&card).await, (40_00, 0, 0));
        let friends = customers::friends(&mut shop.read().await, card.customer_id, 10).await.unwrap();
        assert_eq!((friends.count, friends.reward), (0, money(0)));
        shop.assert_sound().await;
        shop.refunds(&issued, &RefundScope::Rest).await.unwrap();
        assert_eq!(shop.amounts(&card).await, (0, 0, 0));
        shop.assert_sound().await;
    }

    async fn a_person_with_two_cards_has_been_a_customer_since_the_first_of_both(db: TestDb) {
        let shop = Shop::open(&db).await;
        for (number, own_is_in_use) in [(1, false), (2, true)] {
            let phone = format!("+7700111223{number}");
            let own = shop.welcomes(number * 10, "Анна").await;
            let friend = shop.welcomes(number * 10 + 1, "Борис").await;
            let waiting = shop.registers(&phone, "Анна Ли").await;
            if own_is_in_use {
                shop.issues(&own, &sale(100_00)).await.unwrap();
            }
            let card = claimed(shop.receives_phone(number * 10, &phone).await.unwrap());
            assert_eq!(card.customer_id, if own_is_in_use { own.customer_id } else { waiting.customer_id });
            assert_eq!(card.joined_at, own.joined_at);
            // Her friend joined after her, and before the other card was made.
            let other_way = shop.receives_promo_code(&card, &friend.code.promo().to_string()).await;
            assert_eq!(other_way, if own_is_in_use { PromoOutcome::AlreadyPurchased } else { PromoOutcome::Wrong });
            let outcome = shop.receives_promo_code(&friend, &card.code.promo().to_string()).await;
            assert!(matches!(outcome, PromoOutcome::Applied { .. }), "{outcome:?}");
        }
        shop.assert_sound().await;
    }

    async fn a_card_of_staff_that_is_older_makes_the_person_a_customer_since_then(db: TestDb) {
        let shop = Shop::open(&db).await;
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        let friend = shop.welcomes(2, "Борис").await;
        let own = shop.welcomes(1, "Анна").await;
        shop.issues(&own, &sale(100_00)).await.unwrap();
        let card = claimed(shop.receives_phone(1, PHONE).await.unwrap());
        assert_eq!((card.customer_id, card.joined_at), (own.customer_id, waiting.joined_at));
        let outcome = shop.receives_promo_code(&friend, &own.code.promo().to_string()).await;
        assert!(matches!(outcome, PromoOutcome::Applied { .. }), "{outcome:?}");
    }

    async fn a_card_merged_twice_leads_to_the_last_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        let first = shop.welcomes(1, "Анна").await;
        shop.gives(&first, Main, 1_00).await;
        let second = shop.registers(PHONE, "Анна Ли").await;
        shop.receives_phone(1, PHONE).await.unwrap();
        let third = shop.registers("+77001112244", "Анна Ли").await;
        let card = claimed(shop.receives_phone(1, "+77001112244").await.unwrap());
        assert_eq!((card.customer_id, shop.amounts(&card).await), (third.customer_id, (1_00, 0, 0)));
        for code in [&first.code, &second.code, &third.code] {
            assert_eq!(shop.finds_by_code(code).await.as_ref(), Some(&card), "{code}");
        }
        shop.issues(&first, &redeeming(10_00, Main, None)).await.unwrap();
        assert_eq!(shop.amounts(&card).await, (0, 0, 0));
        shop.assert_sound().await;
    }
}
