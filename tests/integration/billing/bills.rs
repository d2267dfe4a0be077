//! Bills: made of entitlements or by hand, changed, deleted.

use kopilka::{
    domain::{
        EntitlementDetailId, EntitlementId, Rate, Role, UtilityId,
        billing::{Period, Record},
    },
    service::{
        Refusal,
        billing::{
            Page,
            bill_details::{BillDetailChanges, NewBillDetail},
            bills::{self, BillChanges, BillContentChanges, NewBill},
        },
    },
};

use super::{SAMPLE, TODAY, bandwidth, by_hand, day, does, figures, line, sees};
use crate::{
    on_both,
    shop::{Shop, finish, money, refusal},
};

fn draft(is_draft: bool) -> BillChanges {
    BillChanges { is_draft: Some(is_draft), ..BillChanges::default() }
}

fn says(content: BillContentChanges) -> BillChanges {
    BillChanges { content, ..BillChanges::default() }
}

on_both! {
    async fn a_bill_is_made_of_an_entitlement_once_a_month(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.loads(SAMPLE).await;
        let (customer, entitlement) =
            shop.connects("+77010000001", &[bandwidth(10, 20_00), bandwidth(10, 30_00), bandwidth(5, 15_00)]).await;
        let made = does!(shop, bills::generate(entitlement)).unwrap();
        assert!(made.is_issued);
        let bill = &made.bill.bill;
        assert_eq!(bill.number, "INV20270101");
        assert_eq!((bill.issued_on, bill.due_on), (day(TODAY), day("2027-01-30")));
        assert_eq!((bill.sub_total_minor, bill.vat_minor, bill.discount_minor), (money(575_00), money(86_25), money(0)));
        assert_eq!(figures(&made.bill), (661_25, 0, "unpaid"));
        assert_eq!((bill.customer_id, bill.bill_number.as_str()), (customer.customer_id, "BILL20241001"));
        assert_eq!(bill.stamps.created_by, "");
        let lines: Vec<_> = made.bill.details.iter().map(|line| (line.sub_total_minor.minor(), line.vat_minor.minor())).collect();
        assert_eq!(lines, [(200_00, 30_00), (300_00, 45_00), (75_00, 11_25)]);
        assert_eq!(refusal(does!(shop, bills::generate(entitlement))), Refusal::AlreadyBilled);
        assert_eq!(refusal(does!(shop, bills::generate(EntitlementId(404)))), Refusal::UnknownReference(Record::Entitlement));
        // Deleted, it can be made again; its number is not used twice.
        does!(shop, bills::delete(bill.bill_id)).unwrap();
        assert_eq!(shop.bills(entitlement).await.bill.number, "INV20270102");
        shop.clock.advance(chrono::Duration::days(31));
        assert_eq!(shop.bills(entitlement).await.bill.number, "INV20270201");
        shop.assert_sound().await;
    }

    async fn nothing_is_billed_that_is_not_in_force(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (_, entitlement) = shop.connects("+77010000001", &[]).await;
        assert_eq!(refusal(does!(shop, bills::generate(entitlement))), Refusal::NothingToBill);
        let (customer, _) = shop.connects("+77010000002", &[]).await;
        let later = kopilka::service::billing::entitlements::EntitlementContent {
            activated_on: day("2027-01-16"),
            ..super::new_entitlement(customer.customer_id)
        };
        let later = does!(shop, entitlements::add(&later)).unwrap().entitlement_id;
        shop.serves(later, &[bandwidth(1, 1_00)]).await;
        assert_eq!(refusal(does!(shop, bills::generate(later))), Refusal::NothingToBill);
        shop.clock.advance(chrono::Duration::days(1));
        shop.bills(later).await;
    }

    async fn a_bill_written_by_hand_is_the_sum_of_its_lines(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.loads(SAMPLE).await;
        let (_, entitlement) = shop.connects("+77010000001", &[bandwidth(10, 20_00)]).await;
        let made = does!(shop, bills::add(&by_hand(entitlement))).unwrap();
        assert_eq!(figures(&made.bill), (0, 0, "unpaid"));
        let bill = made.bill.bill.bill_id;
        // The document's own: 10,000.00 less 5 %, and 15 % VAT.
        let documented = NewBillDetail { discount: Rate::from_bp(5_00), ..line(bill, 10_000_00) };
        let first = does!(shop, bill_details::add(&documented)).unwrap();
        assert_eq!((first.discount_minor, first.vat_minor, first.vat_bp), (money(500_00), money(1_425_00), Rate::from_bp(15_00)));
        assert_eq!(figures(&shop.bill(bill).await), (10_925_00, 0, "unpaid"));
        let free = NewBillDetail { vat: Some(Rate::from_bp(0)), ..line(bill, 1) };
        let second = does!(shop, bill_details::add(&free)).unwrap();
        assert_eq!(figures(&shop.bill(bill).await), (10_925_01, 0, "unpaid"));
        let cheaper = BillDetailChanges { sub_total: Some(money(100_00)), ..BillDetailChanges::default() };
        does!(shop, bill_details::change(first.bill_detail_id, &cheaper)).unwrap();
        assert_eq!(figures(&shop.bill(bill).await), (109_26, 0, "unpaid"));
        does!(shop, bill_details::delete(second.bill_detail_id)).unwrap();
        assert_eq!(figures(&shop.bill(bill).await), (109_25, 0, "unpaid"));
        // A service says what it costs.
        let service = sees!(shop, details::of_entitlement(entitlement, Page::first(1))).unwrap().rows[0].detail_id;
        let named = NewBillDetail { detail_id: Some(service), sub_total: None, vat: Some(Rate::from_bp(0)), ..line(bill, 0) };
        assert_eq!(does!(shop, bill_details::add(&named)).unwrap().sub_total_minor, money(200_00));
        for (wrong, expected) in [
            (NewBillDetail { sub_total: None, ..line(bill, 0) }, Refusal::BadService),
            (NewBillDetail { detail_id: Some(EntitlementDetailId(404)), ..line(bill, 1) }, Refusal::UnknownReference(Record::EntitlementDetail)),
            (line(kopilka::domain::BillId(404), 1), Refusal::UnknownReference(Record::Bill)),
            (line(bill, -1), Refusal::TooLarge),
            (line(bill, i64::MAX), Refusal::TooLarge),
        ] {
            assert_eq!(refusal(does!(shop, bill_details::add(&wrong))), expected, "{wrong:?}");
        }
        shop.assert_sound().await;
    }

    async fn a_draft_stays_a_draft_until_it_is_issued(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (customer, entitlement) = shop.connects("+77010000001", &[bandwidth(10, 20_00)]).await;
        let made = does!(shop, bills::add(&NewBill { is_draft: true, auto_calculate: true, ..by_hand(entitlement) })).unwrap();
        assert!(!made.is_issued);
        let bill = made.bill.bill.bill_id;
        assert_eq!(figures(&made.bill), (200_00, 0, "draft"));
        let profile = sees!(shop, profiles::get(customer.customer_id)).unwrap();
        assert_eq!((profile.total_billed_minor, profile.last_billed_on), (money(0), Some(day(TODAY))));
        assert_eq!(sees!(shop, bills::last(customer.customer_id, false)).unwrap(), None);
        let history = sees!(shop, bills::history(Some(customer.customer_id), Period::default(), Page::first(10))).unwrap();
        assert_eq!((history.bills.total, history.totals.billed_minor), (0, money(0)));
        // Lines change it, and it stays a draft.
        does!(shop, bill_details::add(&line(bill, 1_00))).unwrap();
        assert_eq!(figures(&shop.bill(bill).await), (201_00, 0, "draft"));
        let issued = does!(shop, bills::change(bill, &draft(false))).unwrap();
        assert!(issued.is_issued);
        assert_eq!(figures(&issued.bill), (201_00, 0, "unpaid"));
        assert!(!does!(shop, bills::change(bill, &draft(false))).unwrap().is_issued, "it was issued before");
        assert_eq!(figures(&does!(shop, bills::change(bill, &draft(true))).unwrap().bill), (201_00, 0, "draft"));
        // A payment issues it, and then its payments say what it is.
        shop.pays(bill, 1_00).await.unwrap();
        assert_eq!(figures(&does!(shop, bills::change(bill, &draft(true))).unwrap().bill), (201_00, 1_00, "partial"));
        assert_eq!(sees!(shop, bills::last(customer.customer_id, false)).unwrap().unwrap().bill.bill_id, bill);
        shop.assert_sound().await;
    }

    async fn a_bill_is_changed_as_long_as_that_makes_sense(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.loads(SAMPLE).await;
        let (customer, entitlement) = shop.connects("+77010000001", &[bandwidth(10, 20_00)]).await;
        let (_, other) = shop.connects("+77010000002", &[bandwidth(1, 1_00)]).await;
        let bill = does!(shop, bills::add(&by_hand(entitlement))).unwrap().bill.bill;
        let moved = says(BillContentChanges { issued_on: Some(day("2027-02-01")), ..BillContentChanges::default() });
        let changed = does!(shop, bills::change(bill.bill_id, &moved)).unwrap().bill.bill;
        assert_eq!((changed.due_on, changed.number.as_str()), (day("2027-02-16"), "INV20270101"));
        assert_eq!(sees!(shop, profiles::get(customer.customer_id)).unwrap().last_billed_on, Some(day("2027-02-01")));
        let second = does!(shop, bills::add(&NewBill { number: Some("X-1".to_owned()), ..by_hand(entitlement) })).unwrap().bill.bill;
        for (wrong, expected) in [
            (BillContentChanges { number: Some("X-1".to_owned()), ..BillContentChanges::default() }, Refusal::NumberTaken),
            (BillContentChanges { number: Some(" ".to_owned()), ..BillContentChanges::default() }, Refusal::NumberTaken),
            (BillContentChanges { due_on: Some(day("2027-01-31")), ..BillContentChanges::default() }, Refusal::BadPeriod),
            (BillContentChanges { utility_id: Some(Some(UtilityId(404))), ..BillContentChanges::default() }, Refusal::UnknownReference(Record::Utility)),
            (BillContentChanges { entitlement_id: Some(EntitlementId(404)), ..BillContentChanges::default() }, Refusal::UnknownReference(Record::Entitlement)),
        ] {
            assert_eq!(refusal(does!(shop, bills::change(bill.bill_id, &says(wrong.clone())))), expected, "{wrong:?}");
        }
        let given = says(BillContentChanges { entitlement_id: Some(other), ..BillContentChanges::default() });
        does!(shop, bills::change(bill.bill_id, &given)).unwrap();
        assert_eq!(sees!(shop, profiles::get(customer.customer_id)).unwrap().last_billed_on, Some(day(TODAY)));
        // It has no lines yet, and gets those of its services.
        let calculated = BillChanges { auto_calculate: true, ..BillChanges::default() };
        assert_eq!(figures(&does!(shop, bills::change(bill.bill_id, &calculated)).unwrap().bill), (1_15, 0, "unpaid"));
        assert_eq!(figures(&does!(shop, bills::change(bill.bill_id, &calculated)).unwrap().bill), (1_15, 0, "unpaid"));
        let back = says(BillContentChanges { entitlement_id: Some(entitlement), ..BillContentChanges::default() });
        assert_eq!(refusal(does!(shop, bills::change(bill.bill_id, &back))), Refusal::RecordInUse(Record::Bill));
        // What is as it was is not refused.
        does!(shop, bills::change(second.bill_id, &says(BillContentChanges { number: Some("X-1".to_owned()), ..BillContentChanges::default() }))).unwrap();
        does!(shop, bills::delete(second.bill_id)).unwrap();
        assert_eq!(sees!(shop, profiles::get(customer.customer_id)).unwrap().last_billed_on, None);
        shop.assert_sound().await;
    }

    async fn numbers_of_bills_are_counted_by_month_and_skip_what_is_taken(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (_, entitlement) = shop.connects("+77010000001", &[]).await;
        let adds = async |number: Option<&str>, issued_on: &str| {
            let new = NewBill { number: number.map(str::to_owned), issued_on: day(issued_on), ..by_hand(entitlement) };
            does!(shop, bills::add(&new)).map(|made| made.bill.bill.number)
        };
        adds(Some("INV20270102"), TODAY).await.unwrap();
        assert_eq!(adds(None, "2027-01-31").await.unwrap(), "INV20270101");
        assert_eq!(adds(None, "2027-01-01").await.unwrap(), "INV20270103");
        assert_eq!(adds(None, "2027-02-01").await.unwrap(), "INV20270201");
        assert_eq!(refusal(adds(Some("INV20270103"), TODAY).await), Refusal::NumberTaken);
        db.raw().await.run("UPDATE billing_numbers SET last_number = 98 WHERE series = 'INV202701'").await;
        assert_eq!(adds(None, TODAY).await.unwrap(), "INV20270199");
        assert_eq!(adds(None, TODAY).await.unwrap(), "INV202701100");
    }

    async fn the_same_operation_makes_one_bill(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (_, entitlement) = shop.connects("+77010000001", &[bandwidth(1, 1_00)]).await;
        let operation = shop.staff(Role::Manager);
        let mut made = Vec::new();
        for is_issued in [true, false] {
            let mut tx = shop.begin().await;
            let written = bills::add(&mut tx, &operation, &by_hand(entitlement)).await;
            let written = finish(tx, written).await.unwrap();
            assert_eq!(written.is_issued, is_issued);
            made.push(written.bill);
        }
        assert_eq!(made[0], made[1]);
        let mut tx = shop.begin().await;
        let other = bills::add(&mut tx, &operation, &NewBill { remarks: "x".to_owned(), ..by_hand(entitlement) }).await;
        assert_eq!(refusal(finish(tx, other).await), Refusal::OperationReused);
    }

    async fn who_may_not_is_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (_, entitlement) = shop.connects("+77010000001", &[bandwidth(1, 1_00)]).await;
        let bill = shop.bills(entitlement).await.bill.bill_id;
        let cashier = shop.staff(Role::Cashier);
        assert!(bills::get(&mut shop.read().await, &cashier.caller, bill).await.is_ok());
        let mut tx = shop.begin().await;
        assert_eq!(refusal(bills::add(&mut tx, &cashier, &by_hand(entitlement)).await), Refusal::NotAllowed);
        assert_eq!(refusal(bills::change(&mut tx, &cashier, bill, &draft(true)).await), Refusal::NotAllowed);
        assert_eq!(refusal(bills::delete(&mut tx, &cashier, bill).await), Refusal::NotAllowed);
        assert_eq!(refusal(bills::generate(&mut tx, &cashier, entitlement).await), Refusal::NotAllowed);
    }
}
