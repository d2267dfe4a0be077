//! Refunds: what comes back, what is taken back, and that no way of dividing or doubling them changes it.

use std::path::Path;

use chrono::Duration;
use kopilka::{
    clock::{Chance, Clock, SeededChance},
    domain::{
        Draft, EntryKind, Line, PointsWallet, Quantity, RefundFigures, RefundScope, ReturnedLine, Role, TelegramId,
        Wallet,
    },
    import,
    service::{Actor, Refusal, invoices::Issued, refunds::UNDO_WINDOW},
};

use crate::{
    database::TestDb,
    on_both,
    shop::{STAFF, Shop, money, on_credit, redeeming, refusal, sale},
};

use PointsWallet::{Main, Referral};
use RefundScope::Rest;

/// Four taps at 48.00 and a delivery at 5.00: 197.00.
fn taps() -> Draft {
    let lines = vec![
        Line::new("Смеситель", Quantity::from_milli(4000), money(48_00)),
        Line::new("Доставка", Quantity::ONE, money(5_00)),
    ];
    Draft { lines, ..sale(1) }
}

fn amount(minor: i64) -> RefundScope {
    RefundScope::Amount(money(minor))
}

fn lines(returned: &[(usize, i64)]) -> RefundScope {
    let line =
        |(position, milli): &(usize, i64)| ReturnedLine { position: *position, quantity: Quantity::from_milli(*milli) };
    RefundScope::Lines(returned.iter().map(line).collect())
}

/// Total, points back, debt, money; points and reward taken.
fn minor(figures: &RefundFigures) -> [i64; 6] {
    let RefundFigures { total, redeemed, debt, money, earned, reward } = figures;
    [total, redeemed, debt, money, earned, reward].map(|figure| figure.minor())
}

/// Refunds, having foreseen exactly what comes.
async fn refund(shop: &Shop, issued: &Issued, scope: &RefundScope) -> [i64; 6] {
    let foreseen = shop.foresees(issued, scope).await.unwrap();
    let refunded = shop.refunds(issued, scope).await.unwrap();
    assert_eq!(refunded.quote, foreseen);
    shop.is_sound().await;
    minor(&refunded.quote.figures)
}

on_both! {
    async fn a_whole_refund_leaves_nothing_of_the_sale(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &taps()).await.unwrap();
        assert_eq!(shop.has(&anna).await, (3_94, 0, 0));
        assert_eq!(refund(&shop, &issued, &Rest).await, [197_00, 0, 0, 197_00, 3_94, 0]);
        assert_eq!(shop.has(&anna).await, (0, 0, 0));
        for scope in [Rest, lines(&[(1, 1000)]), amount(1)] {
            assert_eq!(refusal(shop.refunds(&issued, &scope).await), Refusal::NothingLeft, "{scope:?}");
            assert_eq!(refusal(shop.foresees(&issued, &scope).await), Refusal::NothingLeft, "{scope:?}");
        }
        let history = shop.history(&anna).await;
        assert_eq!(history.len(), 2);
        assert_eq!((history[0].kind, history[0].note.as_str()), (EntryKind::Refund, "брак"));
        let corrected = db.raw().await.number("SELECT corrects_id FROM entries WHERE kind = 'refund'").await;
        assert_eq!(corrected, history[1].entry_id.0);
    }

    async fn goods_come_back_piece_by_piece(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &taps()).await.unwrap();
        assert_eq!(refund(&shop, &issued, &lines(&[(1, 1500)])).await, [72_00, 0, 0, 72_00, 1_44, 0]);
        let too_much = refusal(shop.refunds(&issued, &lines(&[(1, 3000)])).await);
        assert_eq!(too_much, Refusal::MoreThanLeftOfLine { line: 1, left: Quantity::from_milli(2500) });
        assert_eq!(refusal(shop.refunds(&issued, &amount(125_01)).await), Refusal::MoreThanLeft { left: money(125_00) });
        assert_eq!(refusal(shop.refunds(&issued, &amount(0)).await), Refusal::NothingToDo);
        assert_eq!(refusal(shop.refunds(&issued, &lines(&[])).await), Refusal::NothingToDo);
        // The rest of the taps and the delivery, made cheaper first.
        refund(&shop, &issued, &amount(25_00)).await;
        assert_eq!(refund(&shop, &issued, &lines(&[(2, 1000), (1, 2500)])).await, [100_00, 0, 0, 100_00, 2_00, 0]);
        assert_eq!(refusal(shop.refunds(&issued, &lines(&[(1, 1)])).await), Refusal::NothingLeft);
        assert_eq!(shop.has(&anna).await, (0, 0, 0));
    }

    async fn the_rate_of_that_day_counts(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(100_00)).await.unwrap();
        shop.sets(&mut raw, "invoice_bonus_bp = 5000, earn_rule = 'whole'").await;
        assert_eq!(refund(&shop, &issued, &amount(50_00)).await, [50_00, 0, 0, 50_00, 1_00, 0]);
        assert_eq!(shop.has(&anna).await, (1_00, 0, 0));
    }

    async fn points_go_back_to_their_lots_and_money_is_never_given_for_them(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.arrives(1, "Анна").await;
        for lot in [10_00, 20_00, 30_00] {
            shop.gives(&anna, Referral, lot).await;
        }
        let issued = shop.issues(&anna, &redeeming(100_00, Referral, Some(45_00))).await.unwrap();
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        assert_eq!(raw.numbers(left).await, [0, 0, 15_00]);
        // 40 % of it: 18.00 of the 45.00 points, the newest lot first.
        assert_eq!(refund(&shop, &issued, &amount(40_00)).await, [40_00, 18_00, 0, 22_00, 0, 0]);
        assert_eq!(raw.numbers(left).await, [0, 3_00, 30_00]);
        assert_eq!(refund(&shop, &issued, &Rest).await, [60_00, 27_00, 0, 33_00, 0, 0]);
        assert_eq!(raw.numbers(left).await, [10_00, 20_00, 30_00]);
        assert_eq!(shop.has(&anna).await, (0, 60_00, 0));
    }

    async fn a_lot_that_ran_out_comes_back_for_fourteen_days(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.arrives(1, "Анна").await;
        shop.gives(&anna, Main, 10_00).await;
        shop.gives(&anna, Main, 20_00).await;
        let issued = shop.issues(&anna, &redeeming(100_00, Main, Some(30_00))).await.unwrap();
        let soon = shop.clock.now() + Duration::hours(1);
        let later = shop.clock.now() + Duration::days(90);
        raw.run(&format!("UPDATE lots SET expires_at = {} WHERE amount_minor = 1000", soon.0)).await;
        raw.run(&format!("UPDATE lots SET expires_at = {} WHERE amount_minor = 2000", later.0)).await;
        shop.clock.advance(Duration::days(1));
        // In two parts, to see that neither lot gets a point twice.
        refund(&shop, &issued, &amount(80_00)).await;
        refund(&shop, &issued, &Rest).await;
        let now = shop.clock.now();
        let open = "SELECT remaining_minor FROM lots WHERE remaining_minor > 0 ORDER BY lot_id";
        assert_eq!(raw.numbers(open).await, [20_00, 4_00, 6_00]);
        let expires = raw.numbers("SELECT expires_at FROM lots WHERE remaining_minor > 0 ORDER BY lot_id").await;
        assert_eq!(expires[0], later.0, "a lot that has not run out keeps its day");
        for expires_at in &expires[1..] {
            let days = (kopilka::clock::Timestamp(*expires_at) - now).num_hours();
            assert!((13 * 24..=15 * 24).contains(&days), "{days} hours");
        }
        assert_eq!(shop.has(&anna).await, (30_00, 0, 0));
    }

    async fn points_that_are_spent_become_debt_and_later_earnings_repay_it(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(1000_00)).await.unwrap();
        let spent = shop.issues(&anna, &redeeming(50_00, Main, Some(15_00))).await.unwrap();
        let foreseen = shop.foresees(&issued, &Rest).await.unwrap();
        assert_eq!((foreseen.figures.earned, foreseen.points_debt), (money(20_00), money(15_00)));
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.has(&anna).await, (-15_00, 0, 0));
        let redeems = shop.issues(&anna, &redeeming(50_00, Main, Some(1))).await;
        assert_eq!(refusal(redeems), Refusal::NotEnoughPoints { available: money(0) });
        // Points that come back repay it, as earnings do.
        refund(&shop, &spent, &amount(30_00)).await;
        assert_eq!(shop.has(&anna).await, (-6_00, 0, 0));
        shop.issues(&anna, &sale(500_00)).await.unwrap();
        assert_eq!(shop.has(&anna).await, (4_00, 0, 0));
        refund(&shop, &spent, &Rest).await;
        assert_eq!(shop.has(&anna).await, (10_00, 0, 0));
        shop.issues(&anna, &redeeming(50_00, Main, None)).await.unwrap();
        shop.is_sound().await;
    }

    async fn points_that_are_reserved_are_not_taken_back(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(1000_00)).await.unwrap();
        let held = shop.holds(&anna, Main, 15_00).await.unwrap();
        assert_eq!(shop.foresees(&issued, &Rest).await.unwrap().points_debt, money(15_00));
        refund(&shop, &issued, &Rest).await;
        shop.captures(&held, Some(12_00)).await.unwrap();
        shop.is_sound().await;
        // What was reserved and not needed counts against what is owed.
        assert_eq!(shop.has(&anna).await, (-12_00, 0, 0));
    }

    async fn points_that_have_run_out_are_not_taken_back_again(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        shop.sets_lifetime(Some(1)).await;
        let issued = shop.issues(&anna, &sale(1000_00)).await.unwrap();
        shop.clock.advance(Duration::days(3));
        assert_eq!(shop.foresees(&issued, &Rest).await.unwrap().points_debt, money(20_00));
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.has(&anna).await, (-20_00, 0, 0));
    }

    async fn points_are_taken_from_the_lot_they_made_first(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.arrives(1, "Анна").await;
        shop.gives(&anna, Main, 5_00).await;
        let issued = shop.issues(&anna, &sale(500_00)).await.unwrap();
        shop.gives(&anna, Main, 7_00).await;
        refund(&shop, &issued, &amount(250_00)).await;
        let left = "SELECT remaining_minor FROM lots ORDER BY lot_id";
        assert_eq!(raw.numbers(left).await, [5_00, 5_00, 7_00]);
        let call = shop.staff(Role::Manager);
        shop.adjusts(&call, &anna, Main, kopilka::service::points::Direction::Take, 7_00, "ошибка").await.unwrap();
        assert_eq!(raw.numbers(left).await, [0, 3_00, 7_00]);
        refund(&shop, &issued, &Rest).await;
        assert_eq!(raw.numbers(left).await, [0, 0, 5_00]);
    }

    async fn an_open_debt_is_lowered_before_money_is_given(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &on_credit(100_00)).await.unwrap();
        assert_eq!(refund(&shop, &issued, &amount(30_00)).await, [30_00, 0, 30_00, 0, 60, 0]);
        assert_eq!(shop.has(&anna).await, (1_40, 0, 70_00));
        shop.takes_payment(&shop.staff(Role::Cashier), &anna, 50_00).await.unwrap();
        // 20.00 are owed, 50.00 were paid.
        assert_eq!(refund(&shop, &issued, &Rest).await, [70_00, 0, 20_00, 50_00, 1_40, 0]);
        assert_eq!(shop.has(&anna).await, (0, 0, 0));

        // What is owed for something else is not this invoice's.
        let paid = shop.issues(&anna, &sale(100_00)).await.unwrap();
        shop.adds_debt(&shop.staff(Role::Manager), &anna, 40_00).await.unwrap();
        assert_eq!(refund(&shop, &paid, &Rest).await, [100_00, 0, 0, 100_00, 2_00, 0]);
        assert_eq!(shop.has(&anna).await, (0, 0, 40_00));
    }

    async fn the_reward_shrinks_with_the_purchase(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        assert_eq!(shop.has(&anna).await, (0, 50_00, 0));
        assert_eq!(refund(&shop, &issued, &amount(400_00)).await, [400_00, 0, 0, 400_00, 8_00, 20_00]);
        assert_eq!(shop.has(&anna).await, (0, 30_00, 0));
        assert!(shop.now(&boris).await.has_purchased);
        // She has spent it, so she owes it.
        shop.issues(&anna, &redeeming(40_00, Referral, Some(25_00))).await.unwrap();
        let foreseen = shop.foresees(&issued, &Rest).await.unwrap();
        assert_eq!((foreseen.referrer, foreseen.reward_debt), (Some(anna.customer_id), money(25_00)));
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.has(&anna).await, (0, -25_00, 0));

        // Nothing was bought, so the next purchase is the first, and rewards: once.
        assert!(!shop.now(&boris).await.has_purchased);
        let again = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        assert_eq!(again.reward, Some((anna.customer_id, money(50_00))));
        assert_eq!(shop.has(&anna).await, (0, 25_00, 0));
        assert_eq!(shop.issues(&boris, &sale(1000_00)).await.unwrap().reward, None);
        // Something else was bought meanwhile: what was first is gone, and no other takes its place.
        refund(&shop, &again, &Rest).await;
        assert_eq!(shop.has(&anna).await, (0, -25_00, 0));
        assert!(shop.now(&boris).await.has_purchased);
        assert_eq!(shop.issues(&boris, &sale(1000_00)).await.unwrap().reward, None);
        shop.is_sound().await;
    }

    async fn the_reward_of_a_card_that_was_merged_shrinks_on_the_card_that_stays(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let kept = shop.registers("+77001112233", "Анна").await;
        shop.shares_phone(1, "+77001112233").await.unwrap();
        assert_eq!(shop.has(&kept).await, (0, 50_00, 0));
        refund(&shop, &issued, &amount(500_00)).await;
        assert_eq!(shop.has(&kept).await, (0, 25_00, 0));
        refund(&shop, &issued, &Rest).await;
        assert_eq!((shop.has(&kept).await, shop.has(&anna).await), ((0, 0, 0), (0, 0, 0)));
    }

    async fn points_debt_moves_with_the_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let call = shop.staff(Role::Manager);
        shop.adjusts(&call, &anna, Referral, kopilka::service::points::Direction::Take, 50_00, "ошибка").await.unwrap();
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.has(&anna).await, (0, -50_00, 0));
        let kept = shop.registers("+77001112233", "Анна").await;
        shop.gives(&kept, Referral, 20_00).await;
        shop.shares_phone(1, "+77001112233").await.unwrap();
        assert_eq!((shop.has(&kept).await, shop.has(&anna).await), ((0, -30_00, 0), (0, 0, 0)));
        shop.is_sound().await;
    }

    async fn ten_parallel_refunds_of_the_whole_refund_it_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        shop.gives(&anna, Main, 50_00).await;
        let issued = shop.issues(&anna, &redeeming(100_00, Main, Some(50_00))).await.unwrap();
        let outcomes = futures_util::future::join_all((0..10).map(|_| shop.refunds(&issued, &Rest))).await;
        let (done, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        assert!(refused.into_iter().all(|outcome| refusal(outcome) == Refusal::NothingLeft));
        assert_eq!(shop.has(&anna).await, (50_00, 0, 0));
        shop.is_sound().await;
    }

    async fn parallel_parts_come_to_no_more_than_the_whole(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        shop.gives(&boris, Main, 50_00).await;
        let issued = shop.issues(&boris, &Draft { on_credit: true, ..redeeming(100_00, Main, Some(33_33)) }).await.unwrap();
        let parts = (0..20).map(|_| amount(7_00)).collect::<Vec<_>>();
        let refunds = futures_util::future::join_all(parts.iter().map(|part| shop.refunds(&issued, part)));
        let pays = futures_util::future::join_all((0..10).map(|_| async {
            let call = shop.staff(Role::Cashier);
            shop.takes_payment(&call, &boris, 3_00).await
        }));
        let (outcomes, _) = futures_util::future::join(refunds, pays).await;
        let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(done, 14, "{outcomes:?}");
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.has(&boris).await, (100_00, 0, 0));
        assert_eq!(shop.has(&anna).await, (0, 0, 0));
    }

    async fn a_sale_beside_the_refund_of_all_others_is_not_lost_from_sight(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        for person in 2..12 {
            let boris = shop.arrives(person, "Борис").await;
            shop.enters(&boris, &anna.code.promo().to_string()).await;
            let issued = shop.issues(&boris, &sale(100_00)).await.unwrap();
            let draft = sale(100_00);
            let (_, _) = futures_util::future::join(shop.refunds(&issued, &Rest), shop.issues(&boris, &draft)).await;
            shop.is_sound().await;
        }
    }

    async fn an_operation_that_comes_again_refunds_nothing_more(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(100_00)).await.unwrap();
        let call = shop.staff(Role::Manager);
        let first = shop.refunds_under(&call, &issued, &amount(10_00)).await.unwrap();
        let again = shop.refunds_under(&call, &issued, &amount(10_00)).await.unwrap();
        assert!(again.repeated && !first.repeated);
        assert_eq!((again.refund_id, &again.quote), (first.refund_id, &first.quote));
        assert_eq!(refusal(shop.refunds_under(&call, &issued, &amount(10_01)).await), Refusal::OperationReused);
        assert_eq!(refusal(shop.undoes_under(&call, &issued).await), Refusal::OperationReused);
        assert_eq!(shop.has(&anna).await, (1_80, 0, 0));
        // The same again under another id is another refund.
        refund(&shop, &issued, &amount(10_00)).await;
        assert_eq!(shop.has(&anna).await, (1_60, 0, 0));
    }

    async fn who_issued_an_invoice_may_undo_it_for_five_minutes(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        let cashier = || shop.staff(Role::Cashier);
        let mistake = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        let other = shop.call(Actor::Staff(TelegramId(STAFF.0 + 1), Role::Owner));
        assert_eq!(refusal(shop.undoes_under(&other, &mistake).await), Refusal::NotAllowed);
        let person = shop.call(Actor::Person(STAFF));
        assert_eq!(refusal(shop.undoes_under(&person, &mistake).await), Refusal::NotAllowed);
        assert_eq!(refusal(shop.refunds_under(&cashier(), &mistake, &Rest).await), Refusal::NotAllowed);

        shop.clock.advance(UNDO_WINDOW);
        shop.undoes_under(&cashier(), &mistake).await.unwrap();
        assert_eq!((shop.has(&anna).await, shop.has(&boris).await), ((0, 0, 0), (50_00, 0, 0)));
        assert_eq!(refusal(shop.undoes_under(&cashier(), &mistake).await), Refusal::NothingLeft);
        // The right one costs the referrer nothing.
        let right = shop.issues(&boris, &sale(100_00)).await.unwrap();
        assert_eq!(shop.has(&anna).await, (0, 5_00, 0));
        shop.clock.advance(UNDO_WINDOW + Duration::microseconds(1));
        assert_eq!(refusal(shop.undoes_under(&cashier(), &right).await), Refusal::TooLateToUndo);
        let log = db.raw().await.texts("SELECT action FROM audit_log ORDER BY audit_id").await;
        assert_eq!(log, ["issue_invoice", "undo_invoice", "issue_invoice"]);
        shop.is_sound().await;
    }

    async fn a_refund_needs_a_reason(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(100_00)).await.unwrap();
        for reason in ["", " \n ", &"щ".repeat(201)] {
            let mut tx = shop.begin().await;
            let call = shop.staff(Role::Manager);
            let result = kopilka::service::refunds::refund_invoice(&mut tx, &call, issued.invoice_id, &Rest, reason).await;
            assert_eq!(refusal(result), Refusal::ReasonMissing, "{reason:?}");
        }
        let nothing = Issued { invoice_id: kopilka::domain::InvoiceId(999_999), ..issued };
        assert_eq!(refusal(shop.refunds(&nothing, &Rest).await), Refusal::UnknownInvoice);
        assert_eq!(refusal(shop.foresees(&nothing, &Rest).await), Refusal::UnknownInvoice);
    }

    async fn the_invoice_of_another_shop_is_unknown(db: TestDb) {
        let here = Shop::open(&db).await;
        let there = Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await;
        let anna = here.arrives(1, "Анна").await;
        let issued = here.issues(&anna, &sale(100_00)).await.unwrap();
        assert_eq!(refusal(there.refunds(&issued, &Rest).await), Refusal::UnknownInvoice);
        assert_eq!(refusal(there.foresees(&issued, &Rest).await), Refusal::UnknownInvoice);
    }

    async fn any_split_ends_where_one_full_refund_does(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let chance = SeededChance::new(3);
        let random = |bound: i64| 1 + i64::try_from(chance.bits() >> 8).unwrap() % bound;
        for round in 0..12 {
            let rule = ["unless_redeemed", "paid_part", "whole"][round % 3];
            shop.sets(&mut raw, &format!("earn_rule = '{rule}', invoice_bonus_bp = {}", random(3000))).await;
            let price = || money(17_77);
            let lines_of_sale: Vec<Line> =
                (0..3).map(|_| Line::new("Товар", Quantity::from_milli(random(9000)), price())).collect();
            let total = lines_of_sale.iter().map(|line| line.total.minor()).sum::<i64>();
            let redeemed = random(total);
            let draft = Draft {
                lines: lines_of_sale,
                on_credit: round % 2 == 0,
                ..redeeming(1, if round % 4 == 0 { Referral } else { Main }, Some(redeemed))
            };

            // The same story twice, but for how it is refunded.
            let mut ends = Vec::new();
            for split in [false, true] {
                let person = 100 + 10 * i64::try_from(round).unwrap() + 2 * i64::from(split);
                let referrer = shop.arrives(person, "Друг").await;
                let buyer = shop.arrives(person + 1, "Покупатель").await;
                shop.enters(&buyer, &referrer.code.promo().to_string()).await;
                shop.gives(&buyer, draft.redemption.unwrap().wallet, redeemed).await;
                let issued = shop.issues(&buyer, &draft).await.unwrap();
                if split {
                    for _ in 0..7 {
                        let scope = if random(2) == 1 {
                            lines(&[(usize::try_from(random(3)).unwrap(), random(2000))])
                        } else {
                            amount(random(total / 5))
                        };
                        if let Err(error) = shop.refunds(&issued, &scope).await {
                            drop(refusal::<()>(Err(error)));
                        }
                    }
                }
                if let Err(error) = shop.refunds(&issued, &Rest).await {
                    assert_eq!(refusal::<()>(Err(error)), Refusal::NothingLeft);
                }
                let sums = ["redeemed", "debt", "money", "earned", "reward"]
                    .map(|figure| format!("SELECT CAST(SUM({figure}_minor) AS BIGINT) FROM refunds WHERE invoice_id = {}", issued.invoice_id));
                let mut figures = Vec::new();
                for sum in sums {
                    figures.push(raw.number(&sum).await);
                }
                let open = raw.numbers(&format!(
                    "SELECT remaining_minor FROM lots WHERE customer_id = {} ORDER BY lot_id", buyer.customer_id)).await;
                ends.push((shop.has(&buyer).await, shop.has(&referrer).await, figures, open));
            }
            assert_eq!(ends[0], ends[1], "round {round}: {draft:?}");
            shop.is_sound().await;
        }
    }

    async fn refunds_are_entries_of_the_export_that_an_import_understands(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.arrives(1, "Анна").await;
        let boris = shop.arrives(2, "Борис").await;
        shop.enters(&boris, &anna.code.promo().to_string()).await;
        shop.gives(&boris, Main, 10_00).await;
        let issued = shop.issues(&boris, &Draft { on_credit: true, ..redeeming(100_00, Main, Some(10_00)) }).await.unwrap();
        shop.issues(&boris, &sale(300_00)).await.unwrap();
        refund(&shop, &issued, &amount(50_00)).await;

        let directory = tempfile::TempDir::new().unwrap();
        let file = directory.path().join("export.json");
        import::export(&db.db, shop.id, chrono_tz::Asia::Almaty, &file).await.unwrap();
        let dump = std::fs::read_to_string(&file).unwrap();
        assert!(dump.contains(&format!("Возврат по накладной #{}", issued.number)), "{dump}");

        let there = Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await;
        let mut report =
            import::run(&db.db, there.id, &file, &import::Options::default(), &there.clock).await.unwrap();
        let findings: Vec<_> = report.findings.read().unwrap().map(Result::unwrap).collect();
        assert_eq!((report.outcome, findings.len()), (import::Outcome::Imported, 0), "{findings:?}");
        there.is_sound().await;
        for person in [&anna, &boris] {
            let moved = there.by_code(&person.code).await.unwrap();
            assert_eq!(there.has(&moved).await, shop.has(person).await);
            let refunds = |entries: Vec<kopilka::service::ledger::Entry>| {
                let refunds = entries.into_iter().filter(|entry| entry.kind == EntryKind::Refund);
                let mut refunds: Vec<_> = refunds.map(|entry| (entry.wallet, entry.amount_minor, entry.note)).collect();
                refunds.sort();
                refunds
            };
            let (here, moved) = (refunds(shop.history(person).await), refunds(there.history(&moved).await));
            assert!(!here.is_empty());
            assert_eq!(here, moved);
        }
    }

    async fn imported_invoices_are_refunded_by_what_they_say(db: TestDb) {
        use crate::import_dump::{entry, invoice, plain, text};
        let (mut earned, mut redeemed) = (invoice("0000000A", 200.0), invoice("0000000B", 100.0));
        earned["bonuses_deducted"] = 0.0.into();
        redeemed["bonuses_deducted"] = 30.0.into();
        redeemed["bonus_source_used"] = "main".into();
        let mut anna = plain("10001");
        anna["invoices"] = serde_json::json!([earned, redeemed]);
        anna["bonuses"] = 74.into();
        anna["history"] = serde_json::json!([
            entry("accrual", 100.0, "Начисление бонусов (админ)", "bonus"),
            entry("accrual", 4.0, "Бонус с накладной #0000000A", "bonus"),
            entry("deduction", 30.0, "Оплата по накладной #0000000B", "bonus"),
        ]);
        let directory = tempfile::TempDir::new().unwrap();
        let dump = directory.path().join("dump.json");
        std::fs::write(&dump, text(&[("10001".to_owned(), anna)])).unwrap();
        let shop = Shop::open(&db).await;
        import_file(&shop, &db, &dump).await;

        let mut raw = db.raw().await;
        let mut ids = raw.numbers("SELECT invoice_id FROM invoices ORDER BY number").await.into_iter();
        let model = shop.issues(&shop.arrives(9, "Образец").await, &sale(1)).await.unwrap();
        let mut next = || Issued { invoice_id: kopilka::domain::InvoiceId(ids.next().unwrap()), ..model.clone() };
        let (earned, redeemed) = (next(), next());
        let anna = shop.by_code(&"10001".parse().unwrap()).await.unwrap();
        // By the share of what was earned then, whatever the setting is now.
        assert_eq!(refund(&shop, &earned, &amount(50_00)).await, [50_00, 0, 0, 50_00, 1_00, 0]);
        assert_eq!(shop.has(&anna).await, (73_00, 0, 0));
        assert_eq!(refund(&shop, &redeemed, &amount(50_00)).await, [50_00, 15_00, 0, 35_00, 0, 0]);
        assert_eq!(refund(&shop, &redeemed, &Rest).await, [50_00, 15_00, 0, 35_00, 0, 0]);
        assert_eq!(shop.has(&anna).await, (103_00, 0, 0));
        let without_end = "SELECT COUNT(*) FROM lots WHERE amount_minor = 1500 AND expires_at IS NULL";
        assert_eq!(raw.number(without_end).await, 2);
        let corrected = raw.number("SELECT COUNT(*) FROM entries WHERE kind = 'refund' AND corrects_id IS NOT NULL").await;
        assert_eq!(corrected, 3);
        let wallet = shop.history(&anna).await.iter().filter(|entry| entry.kind == EntryKind::Refund).all(|entry| entry.wallet == Wallet::Main);
        assert!(wallet);
    }
}

async fn import_file(shop: &Shop, db: &TestDb, file: &Path) {
    let report = import::run(&db.db, shop.id, file, &import::Options::default(), &shop.clock).await.unwrap();
    assert_eq!(report.outcome, import::Outcome::Imported);
}
