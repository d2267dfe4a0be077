//! Refunds: what is returned and what is taken back, independent of how a refund is divided or repeated.

mod moved;
mod points;
mod races;
mod undo;

use kopilka::{
    clock::{Chance, SeededChance},
    domain::{
        Draft, EntryKind, Line,
        PointsWallet::{Main, Referral},
        Quantity, RefundFigures,
        RefundScope::{self, Rest},
        ReturnedLine, Role,
    },
    service::{Refusal, invoices::Issued, referrals::PromoOutcome},
};

use crate::{
    on_both,
    shop::{Shop, money, on_credit, redeeming, refusal, sale},
};

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
    let RefundFigures { total, redeemed, debt, money, earned, reward, .. } = figures;
    [total, redeemed, debt, money, earned, reward].map(|figure| figure.minor())
}

/// Refunds, and asserts that the quote before was exact.
async fn refund(shop: &Shop, issued: &Issued, scope: &RefundScope) -> [i64; 6] {
    let foreseen = shop.quotes_refund(issued, scope).await.unwrap();
    let refunded = shop.refunds(issued, scope).await.unwrap();
    assert_eq!(refunded.quote, foreseen);
    shop.assert_sound().await;
    minor(&refunded.quote.figures)
}

on_both! {
    async fn a_full_refund_reverses_the_whole_sale(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &taps()).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (3_94, 0, 0));
        assert_eq!(refund(&shop, &issued, &Rest).await, [197_00, 0, 0, 197_00, 3_94, 0]);
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
        for scope in [Rest, lines(&[(1, 1000)]), amount(1)] {
            assert_eq!(refusal(shop.refunds(&issued, &scope).await), Refusal::NothingLeft, "{scope:?}");
            assert_eq!(refusal(shop.quotes_refund(&issued, &scope).await), Refusal::NothingLeft, "{scope:?}");
        }
        let history = shop.history(&anna).await;
        assert_eq!(history.len(), 2);
        assert_eq!((history[0].kind, history[0].note.as_str()), (EntryKind::Refund, "брак"));
        let corrected = db.raw().await.number("SELECT corrects_id FROM entries WHERE kind = 'refund'").await;
        assert_eq!(corrected, history[1].entry_id.0);
    }

    async fn goods_are_refunded_piece_by_piece(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
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
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));
    }

    async fn a_refund_uses_the_rates_of_the_sale(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(100_00)).await.unwrap();
        shop.changes_settings(&mut raw, "invoice_bonus_bp = 5000, earn_rule = 'whole'").await;
        assert_eq!(refund(&shop, &issued, &amount(50_00)).await, [50_00, 0, 0, 50_00, 1_00, 0]);
        assert_eq!(shop.amounts(&anna).await, (1_00, 0, 0));
    }

    async fn an_open_debt_is_lowered_before_money_is_given(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &on_credit(100_00)).await.unwrap();
        assert_eq!(refund(&shop, &issued, &amount(30_00)).await, [30_00, 0, 30_00, 0, 60, 0]);
        assert_eq!(shop.amounts(&anna).await, (1_40, 0, 70_00));
        shop.takes_payment(&shop.staff(Role::Cashier), &anna, 50_00).await.unwrap();
        // 20.00 are owed, 50.00 were paid.
        assert_eq!(refund(&shop, &issued, &Rest).await, [70_00, 0, 20_00, 50_00, 1_40, 0]);
        assert_eq!(shop.amounts(&anna).await, (0, 0, 0));

        // Debts of other invoices are not lowered.
        let paid = shop.issues(&anna, &sale(100_00)).await.unwrap();
        shop.adds_debt(&shop.staff(Role::Manager), &anna, 40_00).await.unwrap();
        assert_eq!(refund(&shop, &paid, &Rest).await, [100_00, 0, 0, 100_00, 2_00, 0]);
        assert_eq!(shop.amounts(&anna).await, (0, 0, 40_00));
    }

    async fn a_customer_whose_only_purchase_was_taken_back_whole_has_bought_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let promo = anna.code.promo().to_string();
        let mut rewards = 0;
        for (person, ways) in (10..).zip([None, Some(vec![Rest]), Some(vec![amount(10), amount(15), Rest])]) {
            let take_back = async |issued: &Issued| match &ways {
                None => drop(shop.undoes_under(&shop.staff(Role::Cashier), issued).await.unwrap()),
                Some(parts) => for part in parts {
                    refund(&shop, issued, part).await;
                },
            };
            // Without a referrer: the code can be entered again.
            let boris = shop.welcomes(person, "Борис").await;
            let mistake = shop.issues(&boris, &sale(1000_00)).await.unwrap();
            assert_eq!(shop.receives_promo_code(&boris, &promo).await, PromoOutcome::AlreadyPurchased);
            take_back(&mistake).await;
            assert!(matches!(shop.receives_promo_code(&boris, &promo).await, PromoOutcome::Applied { .. }), "{ways:?}");
            // The share of 0.30 is 0.015, so that the referrer gets 0.02; that of 0.05 is nothing at all.
            for (minor, reward) in [(30, Some(2)), (100_00, Some(5_00))] {
                let mistake = shop.issues(&boris, &sale(minor)).await.unwrap();
                assert_eq!(mistake.reward.map(|(_, reward)| reward.minor()), reward, "{ways:?}");
                take_back(&mistake).await;
            }
            let vera = shop.welcomes(person + 100, "Вера").await;
            shop.receives_promo_code(&vera, &promo).await;
            let mistake = shop.issues(&vera, &sale(9)).await.unwrap();
            assert_eq!(mistake.reward, None, "a share of 0.00");
            shop.undoes_under(&shop.staff(Role::Cashier), &mistake).await.unwrap();
            for friend in [&boris, &vera] {
                assert_eq!(shop.issues(friend, &sale(100_00)).await.unwrap().reward, Some((anna.customer_id, money(5_00))));
                assert_eq!(shop.issues(friend, &sale(100_00)).await.unwrap().reward, None, "once");
                rewards += 5_00;
            }
            assert_eq!(shop.amounts(&anna).await, (0, rewards, 0));
        }
        shop.assert_sound().await;
    }

    async fn a_reward_of_nothing_is_not_paid_later_while_the_purchase_stands(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        shop.issues(&boris, &sale(9)).await.unwrap();
        let second = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        assert_eq!(second.reward, None);
        refund(&shop, &second, &Rest).await;
        assert_eq!(shop.issues(&boris, &sale(1000_00)).await.unwrap().reward, None);
        shop.assert_sound().await;
    }

    async fn purchases_of_the_earlier_program_count_after_a_refund(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let promo = anna.code.promo().to_string();
        let mut raw = db.raw().await;
        // The file says that he bought something, and has no invoice of it.
        let boris = shop.welcomes(2, "Борис").await;
        let says = "UPDATE customers SET has_purchased = TRUE, purchased_elsewhere = TRUE WHERE customer_id =";
        raw.run(&format!("{says} {}", boris.customer_id)).await;
        let issued = shop.issues(&boris, &sale(100_00)).await.unwrap();
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.receives_promo_code(&boris, &promo).await, PromoOutcome::AlreadyPurchased);
        // The referrer was rewarded for an invoice that does not name the reward, so that no refund takes it back.
        let vera = shop.welcomes(3, "Вера").await;
        shop.receives_promo_code(&vera, &promo).await;
        let of_earlier = shop.issues(&vera, &sale(9)).await.unwrap();
        raw.run(&format!("UPDATE invoices SET earn_rule = NULL WHERE invoice_id = {}", of_earlier.invoice_id)).await;
        refund(&shop, &of_earlier, &Rest).await;
        assert_eq!(shop.issues(&vera, &sale(100_00)).await.unwrap().reward, None);
    }

    async fn the_reward_is_reduced_with_the_purchase(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let boris = shop.welcomes(2, "Борис").await;
        shop.receives_promo_code(&boris, &anna.code.promo().to_string()).await;
        let issued = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        assert_eq!(shop.amounts(&anna).await, (0, 50_00, 0));
        assert_eq!(refund(&shop, &issued, &amount(400_00)).await, [400_00, 0, 0, 400_00, 8_00, 20_00]);
        assert_eq!(shop.amounts(&anna).await, (0, 30_00, 0));
        assert!(shop.reloads(&boris).await.has_purchased);
        // She has spent it, so she owes it.
        shop.issues(&anna, &redeeming(40_00, Referral, Some(25_00))).await.unwrap();
        let foreseen = shop.quotes_refund(&issued, &Rest).await.unwrap();
        assert_eq!((foreseen.referrer, foreseen.reward_debt), (Some(anna.customer_id), money(25_00)));
        refund(&shop, &issued, &Rest).await;
        assert_eq!(shop.amounts(&anna).await, (0, -25_00, 0));

        // No purchase is left, so the next one counts as the first, and is rewarded once.
        assert!(!shop.reloads(&boris).await.has_purchased);
        let again = shop.issues(&boris, &sale(1000_00)).await.unwrap();
        assert_eq!(again.reward, Some((anna.customer_id, money(50_00))));
        assert_eq!(shop.amounts(&anna).await, (0, 25_00, 0));
        assert_eq!(shop.issues(&boris, &sale(1000_00)).await.unwrap().reward, None);
        // After another purchase, a refund of the first one does not make a later one the first.
        refund(&shop, &again, &Rest).await;
        assert_eq!(shop.amounts(&anna).await, (0, -25_00, 0));
        assert!(shop.reloads(&boris).await.has_purchased);
        assert_eq!(shop.issues(&boris, &sale(1000_00)).await.unwrap().reward, None);
        shop.assert_sound().await;
    }

    async fn a_repeated_operation_refunds_once(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(100_00)).await.unwrap();
        let operation = shop.staff(Role::Manager);
        let first = shop.refunds_under(&operation, &issued, &amount(10_00)).await.unwrap();
        let again = shop.refunds_under(&operation, &issued, &amount(10_00)).await.unwrap();
        assert!(again.repeated && !first.repeated);
        assert_eq!((again.refund_id, &again.quote), (first.refund_id, &first.quote));
        assert_eq!(refusal(shop.refunds_under(&operation, &issued, &amount(10_01)).await), Refusal::OperationReused);
        assert_eq!(refusal(shop.undoes_under(&operation, &issued).await), Refusal::OperationReused);
        assert_eq!(shop.amounts(&anna).await, (1_80, 0, 0));
        // The same again under another id is another refund.
        refund(&shop, &issued, &amount(10_00)).await;
        assert_eq!(shop.amounts(&anna).await, (1_60, 0, 0));
    }

    async fn a_refund_needs_a_reason(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.welcomes(1, "Анна").await;
        let issued = shop.issues(&anna, &sale(100_00)).await.unwrap();
        for reason in ["", " \n ", &"щ".repeat(201)] {
            let mut tx = shop.begin().await;
            let operation = shop.staff(Role::Manager);
            let result = kopilka::service::refunds::refund_invoice(&mut tx, &operation, issued.invoice_id, &Rest, reason).await;
            assert_eq!(refusal(result), Refusal::ReasonMissing, "{reason:?}");
        }
        let nothing = Issued { invoice_id: kopilka::domain::InvoiceId(999_999), ..issued };
        assert_eq!(refusal(shop.refunds(&nothing, &Rest).await), Refusal::UnknownInvoice);
        assert_eq!(refusal(shop.quotes_refund(&nothing, &Rest).await), Refusal::UnknownInvoice);
    }

    async fn the_invoice_of_another_shop_is_unknown(db: TestDb) {
        let here = Shop::open(&db).await;
        let there = Shop::open_as(&db, kopilka::domain::ShopId(7_002)).await;
        let anna = here.welcomes(1, "Анна").await;
        let issued = here.issues(&anna, &sale(100_00)).await.unwrap();
        assert_eq!(refusal(there.refunds(&issued, &Rest).await), Refusal::UnknownInvoice);
        assert_eq!(refusal(there.quotes_refund(&issued, &Rest).await), Refusal::UnknownInvoice);
    }

    async fn partial_refunds_sum_up_to_one_full_refund(db: TestDb) {
        let shop = Shop::open(&db).await;
        let mut raw = db.raw().await;
        let chance = SeededChance::new(3);
        let random = |bound: i64| 1 + i64::try_from(chance.bits() >> 8).unwrap() % bound;
        for round in 0..12 {
            let rule = ["unless_redeemed", "paid_part", "whole"][round % 3];
            shop.changes_settings(&mut raw, &format!("earn_rule = '{rule}', invoice_bonus_bp = {}", random(3000))).await;
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

            // The same sales twice, refunded in different ways.
            let mut ends = Vec::new();
            for split in [false, true] {
                let person = 100 + 10 * i64::try_from(round).unwrap() + 2 * i64::from(split);
                let referrer = shop.welcomes(person, "Друг").await;
                let buyer = shop.welcomes(person + 1, "Покупатель").await;
                shop.receives_promo_code(&buyer, &referrer.code.promo().to_string()).await;
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
                ends.push((shop.amounts(&buyer).await, shop.amounts(&referrer).await, figures, open));
            }
            assert_eq!(ends[0], ends[1], "round {round}: {draft:?}");
            shop.assert_sound().await;
        }
    }
}
