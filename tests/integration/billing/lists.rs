//! Lists: filters, search, order and pages.

use kopilka::{
    domain::billing::{BillStatus, Period, ServiceKind},
    service::billing::{
        Page,
        bills::BillFilter,
        details::DetailFilter,
        entitlements::EntitlementFilter,
        kams::KamOrder,
        own,
        packages::PackageFilter,
        profiles::{ContentChanges, ProfileFilter, ProfileOrder, SalesProfileChanges},
    },
};

use super::{SAMPLE, bandwidth, bill_everything, day, does, sees};
use crate::{on_both, shop::Shop};

const ALL: Page = Page::first(100);

on_both! {
    async fn profiles_are_found_ordered_and_paged(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.loads(SAMPLE).await;
        let names = ["Beta", "alpha", "Ёлка_%"];
        for (name, phone) in names.iter().zip(["+77010000001", "+77010000002", "+77010000003"]) {
            shop.clock.advance(chrono::Duration::seconds(1));
            let profile = shop.sells_to(phone, ServiceKind::Soho).await;
            let renamed = SalesProfileChanges {
                content: ContentChanges { name: Some((*name).to_owned()), company_name: Some(String::new()), ..ContentChanges::default() },
                ..SalesProfileChanges::default()
            };
            does!(shop, profiles::change(profile.customer_id, &renamed)).unwrap();
        }
        let list = async |filter: ProfileFilter, order: (ProfileOrder, bool), page: Page| -> Vec<String> {
            let found = sees!(shop, profiles::list(&filter, order, page)).unwrap();
            found.rows.into_iter().map(|row| row.name).collect()
        };
        let all = ProfileFilter::default;
        assert_eq!(list(all(), (ProfileOrder::Name, false), ALL).await, ["alpha", "Beta", "Ёлка_%"]);
        assert_eq!(list(all(), (ProfileOrder::Name, true), ALL).await, ["Ёлка_%", "Beta", "alpha"]);
        assert_eq!(list(all(), (ProfileOrder::Created, false), ALL).await, names);
        assert_eq!(list(all(), (ProfileOrder::Created, true), Page { limit: 1, offset: 1 }).await, ["alpha"]);
        for (search, expected) in [
            ("ALPH", vec!["alpha"]),
            ("елк", vec!["Ёлка_%"]),
            ("_%", vec!["Ёлка_%"]),
            ("cust1001", vec!["Beta"]),
            ("70100000", vec!["Beta", "alpha", "Ёлка_%"]),
            ("+77010000002", vec!["alpha"]),
            ("techcorp.com beta", vec!["Beta"]),
            ("beta alpha", vec![]),
        ] {
            let filter = ProfileFilter { search: Some(search.to_owned()), ..all() };
            assert_eq!(list(filter, (ProfileOrder::Created, false), ALL).await, expected, "{search}");
        }
        let none = ProfileFilter { kind: Some(ServiceKind::Bandwidth), ..all() };
        assert!(list(none, (ProfileOrder::Created, false), ALL).await.is_empty());
        let kams = sees!(shop, kams::list(Some("ahmed isp.com"), (KamOrder::Created, true), ALL)).unwrap();
        assert_eq!((kams.total, kams.rows[0].name.as_str(), kams.rows[0].customers), (1, "Ahmed Rahman", 0));
        // A manager's customers are counted.
        let first = sees!(shop, profiles::list(&all(), (ProfileOrder::Created, false), ALL)).unwrap().rows[0].customer_id;
        let kam = kams.rows[0].kam_id;
        let given = SalesProfileChanges {
            content: ContentChanges { kam_id: Some(Some(kam)), ..ContentChanges::default() },
            ..SalesProfileChanges::default()
        };
        does!(shop, profiles::change(first, &given)).unwrap();
        assert_eq!(sees!(shop, kams::get(kam)).unwrap().customers, 1);
        assert_eq!(list(ProfileFilter { kam: Some(kam), ..all() }, (ProfileOrder::Created, false), ALL).await, ["Beta"]);
    }

    async fn bills_are_found_by_what_they_say(db: TestDb) {
        let shop = Shop::open(&db).await;
        bill_everything(&shop).await;
        let count = async |filter: BillFilter| sees!(shop, bills::list(&filter, Page::first(1))).unwrap().total;
        let all = BillFilter::default;
        assert_eq!(count(all()).await, 4);
        for (status, expected) in [(BillStatus::Draft, 1), (BillStatus::Unpaid, 1), (BillStatus::Partial, 1), (BillStatus::Paid, 1)] {
            assert_eq!(count(BillFilter { status: Some(status), ..all() }).await, expected, "{status}");
        }
        assert_eq!(count(BillFilter { is_open: true, ..all() }).await, 2);
        for (search, expected) in [("inv202701", 4), ("20270102", 1), ("bill2024", 4), ("nothing", 0), ("'", 0), (" ", 4)] {
            assert_eq!(count(BillFilter { search: Some(search.to_owned()), ..all() }).await, expected, "{search}");
        }
        for (from, until, expected) in [
            (Some("2027-01-15"), Some("2027-01-15"), 4),
            (Some("2027-01-16"), None, 0),
            (None, Some("2027-01-14"), 0),
            (None, None, 4),
        ] {
            let issued = Period { from: from.map(day), until: until.map(day) };
            assert_eq!(count(BillFilter { issued, ..all() }).await, expected, "{issued:?}");
        }
        let history = sees!(shop, bills::history(None, Period::default(), ALL)).unwrap();
        assert_eq!((history.bills.total, history.totals.due()), (3, crate::shop::money(316_31 + 578_50)));
        let caller = shop.staff(kopilka::domain::Role::Manager).caller;
        let month = kopilka::service::billing::bills::this_month(&mut shop.read().await, &caller).await.unwrap();
        assert_eq!(month, Period { from: Some(day("2027-01-01")), until: Some(day("2027-01-31")) });
        let week = kopilka::service::billing::bills::this_week(&mut shop.read().await, &caller).await.unwrap();
        assert_eq!(week, Period { from: Some(day("2027-01-11")), until: Some(day("2027-01-17")) });
    }

    async fn last_and_previous_bills_are_by_the_day_of_issue(db: TestDb) {
        let shop = Shop::open(&db).await;
        let (customer, entitlement) = shop.connects("+77010000001", &[bandwidth(1, 1_00)]).await;
        let last = async |is_previous| {
            let found = sees!(shop, bills::last(customer.customer_id, is_previous)).unwrap();
            found.map(|bill| bill.bill.issued_on.to_string())
        };
        assert_eq!((last(false).await, last(true).await), (None, None));
        for issued_on in ["2027-01-10", "2027-01-05", "2027-01-20"] {
            let new = kopilka::service::billing::bills::NewBill { issued_on: day(issued_on), ..super::by_hand(entitlement) };
            does!(shop, bills::add(&new)).unwrap();
        }
        assert_eq!((last(false).await.as_deref(), last(true).await.as_deref()), (Some("2027-01-20"), Some("2027-01-10")));
    }

    async fn entitlements_and_details_are_filtered(db: TestDb) {
        let shop = Shop::open(&db).await;
        bill_everything(&shop).await;
        let all = sees!(shop, entitlements::list(&EntitlementFilter::default(), ALL)).unwrap();
        assert_eq!(all.total, 3);
        let customer = all.rows[0].customer_id;
        for (filter, expected) in [
            (EntitlementFilter { customer: Some(customer), ..EntitlementFilter::default() }, 1),
            (EntitlementFilter { activated_on: Some(day("2027-01-01")), ..EntitlementFilter::default() }, 3),
            (EntitlementFilter { activated_on: Some(day("2027-01-02")), ..EntitlementFilter::default() }, 0),
            (EntitlementFilter { search: Some("bill2024 techcorp".to_owned()), ..EntitlementFilter::default() }, 3),
            (EntitlementFilter { search: Some("bill2025".to_owned()), ..EntitlementFilter::default() }, 0),
        ] {
            assert_eq!(sees!(shop, entitlements::list(&filter, ALL)).unwrap().total, expected, "{filter:?}");
        }
        let period = |from: Option<&str>, until: Option<&str>| Period { from: from.map(day), until: until.map(day) };
        for (filter, expected) in [
            (DetailFilter::default(), 5),
            (DetailFilter { kind: Some(ServiceKind::Bandwidth), ..DetailFilter::default() }, 2),
            (DetailFilter { customer: Some(customer), ..DetailFilter::default() }, 1),
            (DetailFilter { is_active: Some(false), ..DetailFilter::default() }, 0),
            (DetailFilter { period: period(Some("2030-01-01"), None), ..DetailFilter::default() }, 5),
            (DetailFilter { period: period(None, Some("2026-12-31")), ..DetailFilter::default() }, 0),
            (DetailFilter { period: period(None, Some("2027-01-01")), ..DetailFilter::default() }, 5),
        ] {
            assert_eq!(sees!(shop, details::list(&filter, ALL)).unwrap().total, expected, "{filter:?}");
        }
        let history = sees!(shop, details::history(Some(customer), Period::default(), ALL)).unwrap();
        assert_eq!(history.total, 1);
        assert_eq!(sees!(shop, details::bandwidth_of(None, ALL)).unwrap().total, 2);
        let packages = PackageFilter { search: Some("standard".to_owned()), is_active: Some(true), ..PackageFilter::default() };
        assert_eq!(sees!(shop, packages::list(&packages, ALL)).unwrap().rows[0].pricings.len(), 1);
    }

    async fn customers_see_their_own_bills(db: TestDb) {
        let shop = Shop::open(&db).await;
        bill_everything(&shop).await;
        let open = shop.registered("+77020000001").await.customer_id;
        let paid = shop.registered("+77020000003").await.customer_id;
        let mut tx = shop.read().await;
        let bills = own::list(&mut tx, open, true, ALL).await.unwrap();
        assert_eq!((bills.total, bills.rows[0].due().minor()), (1, 316_31), "no drafts");
        assert_eq!(own::list(&mut tx, open, false, ALL).await.unwrap().total, 0);
        assert_eq!(own::list(&mut tx, paid, false, ALL).await.unwrap().total, 1);
        let bill = bills.rows[0].bill_id;
        assert_eq!(own::get(&mut tx, open, bill).await.unwrap().unwrap().details.len(), 2);
        assert_eq!(own::get(&mut tx, paid, bill).await.unwrap(), None);
        assert_eq!(own::ways_to_pay(&mut tx, &bills.rows[0]).await.unwrap().len(), 2);
        drop(tx);
        // Due on the 30th: told three days before, by day, once, and only who has to pay.
        shop.clock.advance(chrono::Duration::hours(8));
        for (days, expected) in [(11, 0), (1, 2), (3, 2), (1, 0)] {
            shop.clock.advance(chrono::Duration::days(days));
            let now = kopilka::clock::Clock::now(&shop.clock);
            let due = own::due_soon(&mut shop.read().await, now, 10).await.unwrap();
            assert_eq!(due.len(), expected, "{now:?}");
        }
        shop.clock.advance(-chrono::Duration::days(2));
        let now = kopilka::clock::Clock::now(&shop.clock);
        let mut tx = shop.begin().await;
        assert!(own::warn(&mut tx, bill, now).await.unwrap().is_some());
        assert!(own::warn(&mut tx, bill, now).await.unwrap().is_none());
        tx.commit().await.unwrap();
        assert_eq!(own::due_soon(&mut shop.read().await, now, 10).await.unwrap().len(), 1);
    }
}
