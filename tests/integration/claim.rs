//! Sharing one's own phone number: the card registered for it and the person's card are merged, and nothing of either is lost
//! or counted twice.

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{EntryKind, Language, PointsWallet, RefundScope, Role},
    service::{
        Refusal,
        customers::{self, ClaimOutcome, CodeAfterClaim, Customer},
        referrals::PromoOutcome,
    },
};

use crate::{
    on_both,
    shop::{STAFF, Shop, finish, money, on_credit, redeeming, refusal, sale},
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

    async fn the_number_of_another_account_is_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.welcomes(1, "Анна").await;
        shop.receives_phone(1, PHONE).await.unwrap();
        let boris = shop.welcomes(2, "Борис").await;
        assert_eq!(refusal(shop.receives_phone(2, PHONE).await), Refusal::PhoneOfAnother);
        assert_eq!(shop.reloads(&boris).await, boris);
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
            let found = customers::find(&mut tx, text).await.unwrap();
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
        assert!(matches!(claim, ClaimOutcome::Claimed(_, CodeAfterClaim::TakenBack(taken)) if taken == money(50_00)));
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
        let rewarded = CodeAfterClaim::Rewarded(referrer.customer_id, money(5_00));
        assert!(matches!(claim, ClaimOutcome::Claimed(_, code) if code == rewarded), "{claim:?}");
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
