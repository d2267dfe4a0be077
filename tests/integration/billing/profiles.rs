//! Sales profiles: whose they are, what they are called, and what becomes of them.

use kopilka::{
    domain::{
        KamId, Role,
        billing::{Record, ServiceKind},
    },
    service::{
        Refusal,
        billing::{
            Page,
            bills::BillFilter,
            details::DetailFilter,
            entitlements::EntitlementFilter,
            payments::PaymentFilter,
            profiles::{self, ContentChanges, NewSalesProfile, ProfileFilter, ProfileOrder, SalesProfileChanges},
        },
    },
};

use super::{bandwidth, does, new_entitlement, new_profile, sees};
use crate::{
    on_both,
    shop::{Shop, finish, number, refusal},
};

async fn adds(shop: &Shop, new: &NewSalesProfile) -> kopilka::service::Result<profiles::SalesProfile> {
    let mut tx = shop.begin().await;
    let added = profiles::add(&mut tx, &shop.staff(Role::Manager), &shop.chance, new).await;
    finish(tx, added).await
}

on_both! {
    async fn a_profile_is_of_the_customer_with_the_phone_number(db: TestDb) {
        let shop = Shop::open(&db).await;
        let anna = shop.registers("+77010000001", "Анна Ким").await;
        let of_anna = shop.sells_to("+77010000001", ServiceKind::Bandwidth).await;
        assert_eq!(of_anna.customer_id, anna.customer_id);
        assert_eq!((of_anna.number.as_str(), of_anna.name.as_str()), ("CUST1001", "TechCorp Solutions Ltd"));
        assert_eq!(of_anna.phone, Some(number("+77010000001")));
        assert_eq!(shop.reloads(&anna).await.first_name.as_deref(), Some("Анна"), "their own name stays");
        // Nobody has the number: a customer is made.
        let other = shop.sells_to("+77010000002", ServiceKind::Soho).await;
        assert_eq!(shop.registered("+77010000002").await.customer_id, other.customer_id);
        // A second one with the same phone.
        let again = new_profile("+77010000002", ServiceKind::Soho);
        assert!(matches!(refusal(adds(&shop, &again).await), Refusal::PhoneTaken(_)));
        let nameless = NewSalesProfile { name: " ".to_owned(), ..new_profile("+77010000003", ServiceKind::Soho) };
        assert_eq!(refusal(adds(&shop, &nameless).await), Refusal::BadName);
        let no_kam = NewSalesProfile { kam_id: Some(KamId(404)), ..new_profile("+77010000003", ServiceKind::Soho) };
        assert_eq!(refusal(adds(&shop, &no_kam).await), Refusal::UnknownReference(Record::Kam));
        shop.assert_sound().await;
    }

    async fn numbers_never_stand_still(db: TestDb) {
        let shop = Shop::open(&db).await;
        let numbered = |phone: &str, number: &str| NewSalesProfile {
            number: Some(number.to_owned()),
            ..new_profile(phone, ServiceKind::Soho)
        };
        for (phone, number) in [("+77010000001", "CUST1002"), ("+77010000002", "CUST99999999999999999999"), ("+77010000003", "CUST1001")] {
            assert_eq!(adds(&shop, &numbered(phone, number)).await.unwrap().number, number);
        }
        assert_eq!(refusal(adds(&shop, &numbered("+77010000004", "CUST1001")).await), Refusal::NumberTaken);
        assert_eq!(shop.sells_to("+77010000004", ServiceKind::Soho).await.number, "CUST1003");
        let fifth = shop.sells_to("+77010000005", ServiceKind::Soho).await;
        assert_eq!(fifth.number, "CUST1004");
        let renamed = |number: &str| SalesProfileChanges {
            content: ContentChanges { number: Some(number.to_owned()), ..ContentChanges::default() },
            ..SalesProfileChanges::default()
        };
        assert_eq!(refusal(does!(shop, profiles::change(fifth.customer_id, &renamed("CUST1003")))), Refusal::NumberTaken);
        does!(shop, profiles::change(fifth.customer_id, &renamed("CUST1005"))).unwrap();
        does!(shop, profiles::change(fifth.customer_id, &renamed("CUST1005"))).unwrap();
        assert_eq!(shop.sells_to("+77010000006", ServiceKind::Soho).await.number, "CUST1006");
    }

    async fn a_phone_number_is_changed_with_its_customer(db: TestDb) {
        let shop = Shop::open(&db).await;
        let first = shop.sells_to("+77010000001", ServiceKind::Soho).await;
        shop.registers("+77010000002", "Борис").await;
        let phone = |text: &str| SalesProfileChanges { phone: Some(number(text)), ..SalesProfileChanges::default() };
        let taken = does!(shop, profiles::change(first.customer_id, &phone("+77010000002")));
        assert!(matches!(refusal(taken), Refusal::PhoneTaken(_)));
        does!(shop, profiles::change(first.customer_id, &phone("+77010000001"))).unwrap();
        let changed = does!(shop, profiles::change(first.customer_id, &phone("+77010000003"))).unwrap();
        assert_eq!(changed.phone, Some(number("+77010000003")));
        assert_eq!(shop.registered("+77010000003").await.customer_id, first.customer_id);
        shop.assert_sound().await;
    }

    async fn a_profile_with_bills_stays(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (billed, entitlement) = shop.connects("+77010000001", &[bandwidth(1, 1_00)]).await;
        let bill = shop.bills(entitlement).await.bill.bill_id;
        assert_eq!(refusal(does!(shop, profiles::delete(billed.customer_id))), Refusal::RecordInUse(Record::Customer));
        does!(shop, bills::delete(bill)).unwrap();
        // Its entitlements go with it, the customer stays.
        does!(shop, profiles::delete(billed.customer_id)).unwrap();
        assert_eq!(shop.registered("+77010000001").await.customer_id, billed.customer_id);
        let gone = sees!(shop, profiles::get(billed.customer_id));
        assert_eq!(refusal(gone), Refusal::UnknownRecord(Record::Customer));
        assert_eq!(refusal(sees!(shop, entitlements::get(entitlement))), Refusal::UnknownRecord(Record::Entitlement));
        let orphan = does!(shop, entitlements::add(&new_entitlement(billed.customer_id)));
        assert_eq!(refusal(orphan), Refusal::UnknownReference(Record::Customer));
        assert_eq!(refusal(does!(shop, profiles::delete(billed.customer_id))), Refusal::UnknownRecord(Record::Customer));
        // The same customer can be billed again.
        assert_eq!(shop.sells_to("+77010000001", ServiceKind::Soho).await.customer_id, billed.customer_id);
        shop.assert_sound().await;
    }

    async fn a_profile_goes_with_its_card(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (billed, entitlement) = shop.connects("+77010000001", &[bandwidth(1, 1_00)]).await;
        let bill = shop.bills(entitlement).await.bill;
        shop.pays(bill.bill_id, 10).await.unwrap();
        // The person has bought something on the card that the bot made, so that one is kept.
        let own = shop.welcomes(1, "Анна").await;
        shop.issues(&own, &crate::shop::sale(1_00)).await.unwrap();
        shop.receives_phone(1, "+77010000001").await.unwrap();
        let found = sees!(shop, profiles::get(billed.customer_id)).unwrap();
        assert_eq!(found.customer_id, own.customer_id);
        assert_eq!((found.total_billed_minor.minor(), found.total_paid_minor.minor(), found.active_entitlements), (1_00, 10, 1));
        shop.pays(bill.bill_id, 90).await.unwrap();
        let payments = sees!(shop, payments::of_customer(own.customer_id, Page::first(10))).unwrap();
        assert_eq!(payments.total, 2);
        // Lists by the id of the card that is gone have what is of the other one.
        let customer = Some(billed.customer_id);
        let of_bills = BillFilter { customer, ..BillFilter::default() };
        assert_eq!(sees!(shop, bills::list(&of_bills, Page::first(10))).unwrap().total, 1);
        let of_payments = PaymentFilter { customer, ..PaymentFilter::default() };
        assert_eq!(sees!(shop, payments::list(&of_payments, Page::first(10))).unwrap().total, 2);
        let of_entitlements = EntitlementFilter { customer, ..EntitlementFilter::default() };
        assert_eq!(sees!(shop, entitlements::list(&of_entitlements, Page::first(10))).unwrap().total, 1);
        let of_services = DetailFilter { customer, ..DetailFilter::default() };
        assert_eq!(sees!(shop, details::list(&of_services, Page::first(10))).unwrap().total, 1);
        shop.assert_sound().await;
        // Two profiles cannot become one.
        let other = shop.sells_to("+77010000002", ServiceKind::Soho).await;
        let refused = shop.receives_phone(1, "+77010000002").await;
        assert_eq!(refusal(refused), Refusal::BothCardsInUse);
        assert_eq!(shop.registered("+77010000002").await.customer_id, other.customer_id);
    }

    async fn totals_are_those_of_bills_without_drafts(db: TestDb) {
        let shop = Shop::open(&db).await;
        super::bill_everything(&shop).await;
        let all = sees!(shop, profiles::list(&ProfileFilter::default(), (ProfileOrder::Created, false), Page::first(10))).unwrap();
        let totals: Vec<_> = all
            .rows
            .iter()
            .map(|row| (row.total_billed_minor.minor(), row.total_paid_minor.minor(), row.total_due().minor(), row.active_entitlements))
            .collect();
        // 200.00 + 75.05 and 15 % VAT of each; 90.00 + 500.00; 2,500.00.
        assert_eq!(totals, [(316_31, 0, 316_31, 1), (678_50, 100_00, 578_50, 1), (2_875_00, 2_875_00, 0, 1)]);
        assert!(all.rows.iter().all(|row| row.last_billed_on == Some(super::day(super::TODAY))));
        shop.assert_sound().await;
    }
}
