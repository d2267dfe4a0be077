//! Two who meet in the middle of what they do. The first has done its work and not committed; the second begins, and goes as
//! far as it can; then the first commits. (SQLite has one writer, so there the second waits from the start.)

use futures_util::join;
use kopilka::{
    domain::{Actor, Lifetime, PointsWallet, RefundScope, Role},
    service::{
        self, Refusal,
        customers::{self, Customer},
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

/// Runs `second` until it is done or waits for `first`, commits that, and waits for the end of `second`.
async fn meet<T>(db: &TestDb, first: Tx, second: impl Future<Output = T>) -> T {
    let mut raw = db.raw().await;
    let mut second = std::pin::pin!(second);
    tokio::select! {
        outcome = &mut second => {
            first.commit().await.unwrap();
            outcome
        }
        () = somebody_waits(&mut raw) => {
            // Together: SQLite commits for both what one leaves to the other.
            let (committed, outcome) = join!(first.commit(), second);
            committed.unwrap();
            outcome
        }
    }
}

async fn somebody_waits(raw: &mut Raw) {
    let Raw::Postgres(_) = raw else {
        // Whoever begins waits; let it begin.
        return tokio::task::yield_now().await;
    };
    let waiting = "
        SELECT COUNT(*) FROM pg_locks
        WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
    while raw.number(waiting).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// A person's card, with a purchase, and the card that waits for their number, with points. The one becomes the other's.
async fn two_cards(shop: &Shop) -> (Customer, Customer) {
    let own = shop.arrives(1, "Анна").await;
    shop.issues(&own, &sale(100_00)).await.unwrap();
    let waiting = shop.registers(PHONE, "Анна Ли").await;
    shop.gives(&waiting, Main, 10_00).await;
    (own, waiting)
}

/// What staff do with a card.
const DEEDS: [&str; 4] = ["sells", "gives", "lends", "holds"];

async fn does(shop: &Shop, tx: &mut Tx, deed: &str, card: &Customer) -> service::Result<()> {
    let (operation, card) = (shop.staff(Role::Manager), card.customer_id);
    match deed {
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
    async fn what_is_done_with_a_card_while_it_is_claimed_is_done_with_the_one_that_stays(db: TestDb) {
        for (id, deed) in (7_001..).zip(DEEDS) {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(id)).await;
            let (own, waiting) = two_cards(&shop).await;
            let mut claiming = shop.begin().await;
            let operation = shop.operation(Actor::Person(own.customer_id));
            let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
            customers::claim_phone(&mut claiming, &operation, &own, &phone).await.unwrap();
            let second = async {
                let mut tx = shop.begin().await;
                let done = does(&shop, &mut tx, deed, &waiting).await;
                finish(tx, done).await
            };
            meet(&db, claiming, second).await.unwrap();
            shop.is_sound().await;
            let has = match deed {
                "sells" => (13_00, 0, 0),
                "gives" => (13_00, 0, 0),
                "lends" => (12_00, 0, 1_00),
                _ => (11_00, 0, 0),
            };
            assert_eq!(shop.has(&own).await, has, "{deed}");
            assert_eq!(shop.now(&waiting).await.customer_id, own.customer_id);
        }
    }

    async fn a_card_is_claimed_with_what_is_done_with_it_at_that_moment(db: TestDb) {
        for (id, deed) in (7_001..).zip(DEEDS) {
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(id)).await;
            let (own, waiting) = two_cards(&shop).await;
            let mut doing = shop.begin().await;
            does(&shop, &mut doing, deed, &waiting).await.unwrap();
            let claimed = meet(&db, doing, shop.shares_phone(1, PHONE)).await;
            shop.is_sound().await;
            if deed == "sells" {
                assert_eq!(refusal(claimed), Refusal::BothCardsInUse);
                assert_eq!((shop.has(&own).await, shop.has(&waiting).await), ((2_00, 0, 0), (11_00, 0, 0)));
                continue;
            }
            claimed.unwrap();
            // What was held for a sale is free, since the card of the sale is gone.
            let has = match deed {
                "gives" => (13_00, 0, 0),
                "lends" => (12_00, 0, 1_00),
                _ => (12_00, 0, 0),
            };
            assert_eq!(shop.has(&own).await, has, "{deed}");
        }
    }

    async fn two_people_claim_one_card_at_once_and_one_gets_it(db: TestDb) {
        let shop = Shop::open(&db).await;
        let waiting = shop.registers(PHONE, "Анна Ли").await;
        shop.gives(&waiting, Main, 10_00).await;
        let (anna, eve) = (shop.arrives(1, "Анна").await, shop.arrives(2, "Ева").await);
        let mut claiming = shop.begin().await;
        let operation = shop.operation(Actor::Person(anna.customer_id));
        let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
        customers::claim_phone(&mut claiming, &operation, &anna, &phone).await.unwrap();
        let late = meet(&db, claiming, shop.shares_phone(2, PHONE)).await;
        assert_eq!(refusal(late), Refusal::PhoneOfAnother);
        assert_eq!((shop.has(&anna).await, shop.has(&eve).await), ((0, 0, 0), (0, 0, 0)));
        assert_eq!(shop.has(&waiting).await, (10_00, 0, 0));
        shop.is_sound().await;
    }

    async fn a_reward_shrinks_on_the_card_that_the_referrer_is_claiming(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let kept = shop.registers(PHONE, "Анна Ли").await;
        let mut claiming = shop.begin().await;
        let operation = shop.operation(Actor::Person(anna.customer_id));
        let phone = kopilka::domain::Phone::parse(PHONE).unwrap();
        customers::claim_phone(&mut claiming, &operation, &anna, &phone).await.unwrap();
        let rest = RefundScope::Rest;
        meet(&db, claiming, shop.refunds(&issued, &rest)).await.unwrap();
        assert_eq!((shop.has(&kept).await, shop.has(&boris).await), ((0, 0, 0), (50_00, 0, 0)));
        shop.is_sound().await;

        // And the other way round.
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let third = shop.registers("+77001112244", "Анна Ли").await;
        let mut refunding = shop.begin().await;
        refunds::refund_invoice(&mut refunding, &shop.staff(Role::Manager), issued.invoice_id, &rest, "брак").await.unwrap();
        meet(&db, refunding, shop.shares_phone(1, "+77001112244")).await.unwrap();
        assert_eq!(shop.now(&kept).await.customer_id, third.customer_id);
        assert_eq!((shop.has(&third).await, shop.has(&boris).await), ((0, 0, 0), (50_00, 0, 0)));
        shop.is_sound().await;
    }

    async fn no_lot_slips_past_a_new_lifetime(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        let without_end = "SELECT COUNT(*) FROM lots WHERE expires_at IS NULL";
        let mut selling = shop.begin().await;
        does(&shop, &mut selling, "sells", &anna).await.unwrap();
        assert_eq!(meet(&db, selling, shop.sets_lifetime(Some(30))).await, 1);
        assert_eq!(raw.number(without_end).await, 0);

        shop.sets_lifetime(None).await;
        let mut setting = shop.begin().await;
        let lifetime = Some(Lifetime::from_days(10).unwrap());
        service::shop::set_points_lifetime(&mut setting, &shop.staff(Role::Owner), lifetime).await.unwrap();
        let code = anna.code.promo().to_string();
        meet(&db, setting, shop.enters(&boris, &code)).await;
        assert_eq!(shop.has(&boris).await, (50_00, 0, 0));
        assert_eq!(raw.number(without_end).await, 0);
        shop.is_sound().await;
    }
}
