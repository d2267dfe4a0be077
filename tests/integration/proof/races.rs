//! Two transactions that overlap. The first has done its work and not committed; the second begins and goes on until it waits
//! for a lock; then the first commits. (SQLite has one writer, so there the second waits from the start.)

use futures_util::join;
use kopilka::{
    clock::Clock,
    domain::{Actor, Lifetime, PointsWallet, RefundScope, Role},
    service::{
        self, Refusal,
        customers::{self, ClaimOutcome, Customer},
        debts, holds, invoices, points, refunds,
    },
    storage::Tx,
};

use crate::{
    database::{Raw, TestDb},
    on_both,
    shop::{Shop, finish, money, refusal, sale},
};

use PointsWallet::Main;

const PHONE: &str = "+77001112233";

/// Runs `second` until it is done or waits for a lock of `first`, commits `first`, and waits for the end of `second`.
async fn overlap<T>(db: &TestDb, first: Tx, second: impl Future<Output = T>) -> T {
    let mut raw = db.raw().await;
    let mut second = std::pin::pin!(second);
    tokio::select! {
        outcome = &mut second => {
            first.commit().await.unwrap();
            outcome
        }
        () = until_a_lock_is_waited_for(&mut raw) => {
            // Polled together, because on SQLite the commit may be done by the task of the other transaction.
            let (committed, outcome) = join!(first.commit(), second);
            committed.unwrap();
            outcome
        }
    }
}

async fn until_a_lock_is_waited_for(raw: &mut Raw) {
    let Raw::Postgres(_) = raw else {
        // The second transaction waits as soon as it begins; let it begin.
        return tokio::task::yield_now().await;
    };
    let waiting = "
        SELECT COUNT(*) FROM pg_locks
        WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
    while raw.number(waiting).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// A person's card, with a purchase, and a card with points that was registered for their phone number.
async fn two_cards(shop: &Shop) -> (Customer, Customer) {
    let own = shop.welcomes(1, "Анна").await;
    shop.issues(&own, &sale(100_00)).await.unwrap();
    let waiting = shop.registers(PHONE, "Анна Ли").await;
    shop.gives(&waiting, Main, 10_00).await;
    (own, waiting)
}

/// What staff do with a card.
const ACTIONS: [&str; 4] = ["sells", "gives", "lends", "holds"];

async fn perform(shop: &Shop, tx: &mut Tx, action: &str, card: &Customer) -> service::Result<()> {
    let (operation, card) = (shop.staff(Role::Manager), card.customer_id);
    match action {
        "sells" => invoices::issue_invoice(tx, &operation, &shop.chance, card, &sale(50_00)).await.map(drop),
        "gives" => {
            let give = points::Direction::Give;
            points::adjust_points(tx, &operation, card, Main, give, money(1_00), "подарок").await.map(drop)
        }
        "lends" => debts::add_debt(tx, &operation, card, money(1_00), "").await.map(drop),
        _ => holds::hold(tx, &operation, card, Main, money(1_00), None).await.map(drop),
    }
}

on_both! {
    async fn actions_on_a_card_during_its_claim_apply_to_the_remaining_card(db: TestDb) {
        for (id, action) in (7_001..).zip(ACTIONS) {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(id)).await;
            let (own, waiting) = two_cards(&shop).await;
            let mut claiming = shop.begin().await;
            let operation = shop.operation(Actor::Person(own.customer_id));
            let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
            customers::claim_phone(&mut claiming, &operation, &own, &phone).await.unwrap();
            let second = async {
                let mut tx = shop.begin().await;
                let done = perform(&shop, &mut tx, action, &waiting).await;
                finish(tx, done).await
            };
            overlap(&db, claiming, second).await.unwrap();
            shop.assert_sound().await;
            let expected = match action {
                "sells" => (13_00, 0, 0),
                "gives" => (13_00, 0, 0),
                "lends" => (12_00, 0, 1_00),
                _ => (11_00, 0, 0),
            };
            assert_eq!(shop.amounts(&own).await, expected, "{action}");
            assert_eq!(shop.reloads(&waiting).await.customer_id, own.customer_id);
        }
    }

    async fn a_claim_includes_actions_that_were_not_committed_when_it_began(db: TestDb) {
        for (id, action) in (7_001..).zip(ACTIONS) {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(id)).await;
            let (own, waiting) = two_cards(&shop).await;
            let mut acting = shop.begin().await;
            perform(&shop, &mut acting, action, &waiting).await.unwrap();
            let claimed = overlap(&db, acting, shop.receives_phone(1, PHONE)).await;
            shop.assert_sound().await;
            if action == "sells" {
                assert_eq!(refusal(claimed), Refusal::BothCardsInUse);
                assert_eq!((shop.amounts(&own).await, shop.amounts(&waiting).await), ((2_00, 0, 0), (11_00, 0, 0)));
                continue;
            }
            claimed.unwrap();
            // The hold goes on.
            let expected = match action {
                "gives" => (13_00, 0, 0),
                "lends" => (12_00, 0, 1_00),
                _ => (11_00, 0, 0),
            };
            assert_eq!(shop.amounts(&own).await, expected, "{action}");
        }
        db.assert_server_saw_no_error().await;
    }

    async fn of_two_parallel_claims_of_one_card_one_succeeds(db: TestDb) {
        let shop = Shop::open(&db).await;
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        shop.gives(&waiting, Main, 10_00).await;
        let (anna, eve) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Ева").await);
        let mut claiming = shop.begin().await;
        let operation = shop.operation(Actor::Person(anna.customer_id));
        let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
        customers::claim_phone(&mut claiming, &operation, &anna, &phone).await.unwrap();
        let late = overlap(&db, claiming, shop.receives_phone(2, PHONE)).await;
        assert!(matches!(late.unwrap(), ClaimOutcome::Asked { .. }));
        assert_eq!((shop.amounts(&anna).await, shop.amounts(&eve).await), ((0, 0, 0), (0, 0, 0)));
        assert_eq!(shop.amounts(&waiting).await, (10_00, 0, 0));
        shop.assert_sound().await;
        db.assert_server_saw_no_error().await;
    }

    async fn of_two_who_note_one_phone_number_one_has_it(db: TestDb) {
        let shop = Shop::open(&db).await;
        let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
        let (anna, eve) = (shop.welcomes(1, "Анна").await, shop.welcomes(2, "Ева").await);
        let shares = async |tx: &mut Tx, person: &Customer, phone| {
            let operation = shop.operation(Actor::Person(person.customer_id));
            customers::claim_phone(tx, &operation, person, phone).await
        };
        let registers = async |phone| {
            let mut tx = shop.begin().await;
            let registered = customers::register(&mut tx, &shop.staff(Role::Cashier), &shop.chance, phone, "Анна Ли").await;
            finish(tx, registered).await
        };
        // Both share it, on cards that exist; then a member of the staff registers it.
        let mut first = shop.begin().await;
        shares(&mut first, &anna, &phone).await.unwrap();
        let claim = overlap(&db, first, shop.receives_phone(2, PHONE)).await.unwrap();
        assert!(matches!(claim, customers::ClaimOutcome::Asked { .. }), "{claim:?}");
        let other = kopilka::domain::Phone::parse("+77001112244").unwrap();
        let mut first = shop.begin().await;
        shares(&mut first, &anna, &other).await.unwrap();
        assert_eq!(refusal(overlap(&db, first, registers(&other)).await), Refusal::PhoneTaken(anna.code.clone()));
        // Two members of the staff register it; a person shares it while it is registered.
        let mut first = shop.begin().await;
        let card = customers::register(&mut first, &shop.staff(Role::Cashier), &shop.chance, &phone, "Анна Ли").await.unwrap();
        assert_eq!(refusal(overlap(&db, first, registers(&phone)).await), Refusal::PhoneTaken(card.code.clone()));
        let third = kopilka::domain::Phone::parse("+77001112255").unwrap();
        let mut first = shop.begin().await;
        let card = customers::register(&mut first, &shop.staff(Role::Cashier), &shop.chance, &third, "Ева Ли").await.unwrap();
        overlap(&db, first, shop.receives_phone(2, "+77001112255")).await.unwrap();
        assert_eq!(shop.reloads(&eve).await.customer_id, card.customer_id);
        // One account writes twice in the same moment.
        let seen = customers::NewCustomer { telegram_id: Some(kopilka::domain::TelegramId(3)), ..Default::default() };
        let mut first = shop.begin().await;
        let (vera, _) = customers::arrive(&mut first, &shop.chance, &seen, shop.clock.now()).await.unwrap();
        let again = async {
            let mut tx = shop.begin().await;
            let arrived = customers::arrive(&mut tx, &shop.chance, &seen, shop.clock.now()).await;
            finish(tx, arrived).await.unwrap()
        };
        assert_eq!(overlap(&db, first, again).await, (vera, false));
        shop.assert_sound().await;
        db.assert_server_saw_no_error().await;
    }

    async fn a_reward_is_reduced_on_the_card_that_the_referrer_is_claiming(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let kept = shop.registers(PHONE, "Анна Ли").await;
        let mut claiming = shop.begin().await;
        let operation = shop.operation(Actor::Person(anna.customer_id));
        let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
        customers::claim_phone(&mut claiming, &operation, &anna, &phone).await.unwrap();
        let rest = RefundScope::Rest;
        overlap(&db, claiming, shop.refunds(&issued, &rest)).await.unwrap();
        assert_eq!((shop.amounts(&kept).await, shop.amounts(&boris).await), ((0, 0, 0), (50_00, 0, 0)));
        shop.assert_sound().await;

        // And the other way round.
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let third = shop.registers("+77001112244", "Анна Ли").await;
        let mut refunding = shop.begin().await;
        refunds::refund_invoice(&mut refunding, &shop.staff(Role::Manager), issued.invoice_id, &rest, "брак").await.unwrap();
        overlap(&db, refunding, shop.receives_phone(1, "+77001112244")).await.unwrap();
        assert_eq!(shop.reloads(&kept).await.customer_id, third.customer_id);
        assert_eq!((shop.amounts(&third).await, shop.amounts(&boris).await), ((0, 0, 0), (50_00, 0, 0)));
        shop.assert_sound().await;
        db.assert_server_saw_no_error().await;
    }

    async fn a_new_lifetime_applies_to_lots_of_parallel_transactions(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        let without_end = "SELECT COUNT(*) FROM lots WHERE expires_at IS NULL";
        let mut selling = shop.begin().await;
        perform(&shop, &mut selling, "sells", &anna).await.unwrap();
        assert_eq!(overlap(&db, selling, shop.sets_lifetime(Some(30))).await, 1);
        assert_eq!(raw.number(without_end).await, 0);

        shop.sets_lifetime(None).await;
        let mut setting = shop.begin().await;
        let lifetime = Some(Lifetime::from_days(10).unwrap());
        service::shop::set_points_lifetime(&mut setting, &shop.staff(Role::Owner), lifetime).await.unwrap();
        let code = anna.code.promo().to_string();
        overlap(&db, setting, shop.receives_promo_code(&boris, &code)).await;
        assert_eq!(shop.amounts(&boris).await, (50_00, 0, 0));
        assert_eq!(raw.number(without_end).await, 0);
        shop.assert_sound().await;
        db.assert_server_saw_no_error().await;
    }
}
