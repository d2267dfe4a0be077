//! Entitlements, their details, packages and rates.

use kopilka::{
    domain::{
        EntitlementId, PackageId, Quantity, Rate,
        billing::{InForce, Record, Service, ServiceKind, ServiceStatus},
    },
    service::{
        Refusal,
        billing::{
            Page,
            details::{DetailChanges, NewDetail},
            entitlements::EntitlementChanges,
            packages::PackageChanges,
        },
    },
};

use super::{bandwidth, day, does, given, partner, pricing, sees};
use crate::{
    on_both,
    shop::{Shop, money, refusal},
};

fn from(service: Service, starts_on: &str, ends_on: Option<&str>) -> NewDetail {
    NewDetail { in_force: InForce { starts_on: day(starts_on), ends_on: ends_on.map(day) }, ..given(service) }
}

on_both! {
    async fn details_are_added_all_or_none(db: TestDb) {
        let shop = Shop::open(&db).await;
        let customer = shop.sells_to("+77010000001", ServiceKind::Bandwidth).await;
        let entitlement = shop.entitles(&customer).await;
        let upside_down = from(bandwidth(1, 1), "2027-01-02", Some("2027-01-01"));
        let negative = given(Service::Bandwidth {
            bandwidth: kopilka::domain::billing::BandwidthType::Cdn,
            mbps: Quantity::from_milli(-1),
            unit_price: money(1),
        });
        for (wrong, expected) in [
            (upside_down, Refusal::BadPeriod),
            (negative, Refusal::BadService),
            (given(partner(1, 1, 50_00)), Refusal::BadService),
        ] {
            let refused = does!(shop, details::add_all(entitlement, &[given(bandwidth(10, 20_00)), wrong]));
            assert_eq!(refusal(refused), expected);
        }
        let all = sees!(shop, details::of_entitlement(entitlement, Page::first(10))).unwrap();
        assert_eq!(all.total, 0);
        let added = shop.serves(entitlement, &[bandwidth(10, 20_00), bandwidth(10, 30_00), bandwidth(5, 15_00)]).await;
        let costs: Vec<_> = added.iter().map(|detail| detail.cost().unwrap().minor()).collect();
        assert_eq!(costs, [200_00, 300_00, 75_00]);
        let unknown = does!(shop, details::add_all(EntitlementId(404), &[]));
        assert_eq!(refusal(unknown), Refusal::UnknownRecord(Record::Entitlement));
        let unknown = does!(shop, details::add(EntitlementId(404), &given(bandwidth(1, 1))));
        assert_eq!(refusal(unknown), Refusal::UnknownReference(Record::Entitlement));
    }

    async fn a_package_costs_what_it_costs_on_the_first_day(db: TestDb) {
        let shop = Shop::open(&db).await;
        let customer = shop.sells_to("+77010000001", ServiceKind::Soho).await;
        let entitlement = shop.entitles(&customer).await;
        let package = shop.sells_package(2_500_00).await;
        does!(shop, pricings::add(&pricing(package, 3_000_00, "2027-02-01", Some("2027-02-28")))).unwrap();
        let soho = Service::Soho { package };
        let cost = async |starts_on: &str| {
            let added = does!(shop, details::add(entitlement, &from(soho, starts_on, None)));
            added.map(|detail| detail.cost().unwrap().minor())
        };
        for (starts_on, expected) in
            [("2027-01-01", 2_500_00), ("2027-01-31", 2_500_00), ("2027-02-01", 3_000_00), ("2027-02-28", 3_000_00), ("2027-03-01", 2_500_00)]
        {
            assert_eq!(cost(starts_on).await.unwrap(), expected, "{starts_on}");
        }
        assert_eq!(refusal(cost("2026-12-31").await), Refusal::NoPrice);
        let unknown = Service::Soho { package: PackageId(404) };
        let refused = does!(shop, details::add(entitlement, &given(unknown)));
        assert_eq!(refusal(refused), Refusal::UnknownReference(Record::Package));
        assert_eq!(refusal(does!(shop, packages::delete(package))), Refusal::RecordInUse(Record::Package));
        let spare = shop.sells_package(1).await;
        does!(shop, packages::delete(spare)).unwrap();
        assert_eq!(refusal(sees!(shop, packages::get(spare))), Refusal::UnknownRecord(Record::Package));
    }

    async fn a_package_shows_the_rate_of_today(db: TestDb) {
        let shop = Shop::open(&db).await;
        let package = shop.sells_package(2_500_00).await;
        let rate = async || {
            let found = sees!(shop, packages::get(package)).unwrap();
            found.active_pricing().map(|pricing| pricing.rate_minor.minor())
        };
        assert_eq!(rate().await, Some(2_500_00));
        let later = does!(shop, pricings::add(&pricing(package, 3_000_00, "2027-01-15", None))).unwrap();
        assert_eq!(rate().await, Some(3_000_00));
        does!(shop, pricings::add(&pricing(package, 9_000_00, "2027-01-16", None))).unwrap();
        assert_eq!(rate().await, Some(3_000_00));
        does!(shop, pricings::delete(later.pricing_id)).unwrap();
        assert_eq!(rate().await, Some(2_500_00));
        let upside_down = pricing(package, 1, "2027-01-02", Some("2027-01-01"));
        assert_eq!(refusal(does!(shop, pricings::add(&upside_down))), Refusal::BadPeriod);
        assert_eq!(refusal(does!(shop, pricings::add(&pricing(package, -1, "2027-01-01", None)))), Refusal::TooLarge);
        let unknown = does!(shop, pricings::add(&pricing(PackageId(404), 1, "2027-01-01", None)));
        assert_eq!(refusal(unknown), Refusal::UnknownReference(Record::Package));
        let renamed = PackageChanges { name: Some(" ".to_owned()), ..PackageChanges::default() };
        assert_eq!(refusal(does!(shop, packages::change(package, &renamed))), Refusal::BadName);
    }

    async fn what_is_billed_stays_where_it_is(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (_, entitlement) = shop.connects("+77010000001", &[bandwidth(10, 20_00)]).await;
        let detail = shop.serves(entitlement, &[bandwidth(1, 1_00)]).await[0].detail_id;
        let (other, elsewhere) = shop.connects("+77010000002", &[]).await;
        let bill = shop.bills(entitlement).await;
        assert_eq!(bill.details.len(), 2);
        assert_eq!(refusal(does!(shop, details::delete(detail))), Refusal::RecordInUse(Record::EntitlementDetail));
        assert_eq!(refusal(does!(shop, entitlements::delete(entitlement))), Refusal::RecordInUse(Record::Entitlement));
        let moved = DetailChanges { entitlement_id: Some(elsewhere), ..DetailChanges::default() };
        let refused = does!(shop, details::change(detail, &moved));
        assert_eq!(refusal(refused), Refusal::RecordInUse(Record::EntitlementDetail));
        let given_away = EntitlementChanges { customer_id: Some(other.customer_id), ..EntitlementChanges::default() };
        let refused = does!(shop, entitlements::change(entitlement, &given_away));
        assert_eq!(refusal(refused), Refusal::RecordInUse(Record::Entitlement));
        // What a service costs later does not change the bill.
        let dearer = DetailChanges { service: Some(bandwidth(1, 9_00)), ..DetailChanges::default() };
        assert_eq!(does!(shop, details::change(detail, &dearer)).unwrap().cost(), Some(money(9_00)));
        assert_eq!(shop.bill(bill.bill.bill_id).await, bill);
        does!(shop, bills::delete(bill.bill.bill_id)).unwrap();
        does!(shop, details::delete(detail)).unwrap();
        does!(shop, entitlements::delete(entitlement)).unwrap();
        shop.assert_sound().await;
    }

    async fn an_entitlement_is_active_while_a_detail_is_in_force(db: TestDb) {
        let shop = Shop::open(&db).await;
        let customer = shop.sells_to("+77010000001", ServiceKind::ChannelPartner).await;
        let entitlement = shop.entitles(&customer).await;
        let is_active = async || {
            let found = sees!(shop, entitlements::get(entitlement)).unwrap().is_active;
            let profile = sees!(shop, profiles::get(customer.customer_id)).unwrap();
            assert_eq!(profile.active_entitlements, i64::from(found));
            found
        };
        assert!(!is_active().await);
        let detail = does!(shop, details::add(entitlement, &from(partner(1, 1_00, 50_00), "2027-01-15", Some("2027-01-15")))).unwrap().detail_id;
        assert!(is_active().await);
        for (change, expected) in [
            (DetailChanges { status: Some(ServiceStatus::Suspended), ..DetailChanges::default() }, false),
            (DetailChanges { status: Some(ServiceStatus::Active), ..DetailChanges::default() }, true),
            (DetailChanges { is_active: Some(false), ..DetailChanges::default() }, false),
            (DetailChanges { is_active: Some(true), ..DetailChanges::default() }, true),
            (DetailChanges { in_force: Some(InForce { starts_on: day("2027-01-16"), ends_on: None }), ..DetailChanges::default() }, false),
            (DetailChanges { in_force: Some(InForce { starts_on: day("2027-01-01"), ends_on: Some(day("2027-01-14")) }), ..DetailChanges::default() }, false),
            (DetailChanges { in_force: Some(InForce { starts_on: day("2027-01-01"), ends_on: None }), ..DetailChanges::default() }, true),
        ] {
            does!(shop, details::change(detail, &change)).unwrap();
            assert_eq!(is_active().await, expected, "{change:?}");
        }
        let later = EntitlementChanges { activated_on: Some(day("2027-01-16")), ..EntitlementChanges::default() };
        does!(shop, entitlements::change(entitlement, &later)).unwrap();
        assert!(!is_active().await);
        let share = Service::ChannelPartner { mbps: Quantity::from_milli(1), unit_price: money(1), share: Some(Rate::from_bp(100_01)) };
        let refused = does!(shop, details::change(detail, &DetailChanges { service: Some(share), ..DetailChanges::default() }));
        assert_eq!(refusal(refused), Refusal::BadService);
    }
}
