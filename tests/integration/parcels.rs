//! Parcels: numbers, statuses, costs, whose they are, how they are found.

use kopilka::{
    clock::Clock as _,
    domain::{ClientCode, Money, ParcelId, ParcelStatus, Quantity, Role},
    service::{
        Caller, Refusal, client_codes,
        customers::Customer,
        parcels::{self, Changed, NewParcel, NewStatus, News, ParcelChange, StatusOutcome, Totals},
    },
};

use crate::{
    on_both,
    shop::{STAFF, Shop, money, refusal},
};

pub(crate) fn parcel(number: &str, client: &str) -> NewParcel {
    NewParcel {
        number: number.parse().unwrap(),
        client_code: client.parse().unwrap(),
        status: ParcelStatus::Pending,
        quantity: None,
        weight: None,
        price_per_kg: None,
        cost: None,
        note: None,
    }
}

pub(crate) fn status(status: ParcelStatus) -> ParcelChange {
    ParcelChange { status: Some(status), ..ParcelChange::default() }
}

impl Shop {
    pub(crate) async fn adds(&self, new: &NewParcel) -> kopilka::service::Result<Changed> {
        let operation = self.staff(Role::Manager);
        let mut tx = self.begin().await;
        let added = parcels::add(&mut tx, &operation, new).await?;
        tx.commit().await.unwrap();
        Ok(added)
    }

    pub(crate) async fn changes(&self, parcel: ParcelId, change: &ParcelChange) -> kopilka::service::Result<Changed> {
        let operation = self.staff(Role::Manager);
        let mut tx = self.begin().await;
        let changed = parcels::change(&mut tx, &operation, parcel, change).await?;
        tx.commit().await.unwrap();
        Ok(changed)
    }

    pub(crate) async fn names(&self, customer: &Customer, code: &str) -> kopilka::service::Result<Customer> {
        let operation = self.staff(Role::Manager);
        let code: ClientCode = code.parse().unwrap();
        let mut tx = self.begin().await;
        let customer = client_codes::set_outside(&mut tx, &operation, customer.customer_id, Some(&code)).await?;
        tx.commit().await.unwrap();
        Ok(customer)
    }

    pub(crate) fn manager(&self) -> Caller {
        Caller::staff(STAFF, Role::Manager, self.clock.now())
    }

    /// The numbers of parcels of a client, with a status, with a text, and how many there are.
    async fn finds(&self, client: Option<&str>, status: Option<ParcelStatus>, search: Option<&str>) -> (String, i64) {
        let client: Option<ClientCode> = client.map(|code| code.parse().unwrap());
        let mut tx = self.read().await;
        let page = parcels::list(&mut tx, &self.manager(), client.as_ref(), status, search, 100, 0).await.unwrap();
        let numbers: Vec<&str> = page.parcels.iter().map(|parcel| parcel.number.as_str()).collect();
        (numbers.join(" "), page.total)
    }
}

on_both! {
    async fn a_number_is_taken_however_it_is_written(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.adds(&parcel("ABC-123", "X1")).await.unwrap();
        for same in ["ABC-123", "abc 123", "АВС123", "'abc123"] {
            let refused = refusal(shop.adds(&parcel(same, "X1")).await);
            assert!(matches!(refused, Refusal::ParcelNumberTaken(_)), "{same}");
        }
        let other = shop.adds(&parcel("ABC124", "X1")).await.unwrap().parcel;
        let number = ParcelChange { number: Some("abc123".parse().unwrap()), ..ParcelChange::default() };
        assert!(matches!(refusal(shop.changes(other.parcel_id, &number).await), Refusal::ParcelNumberTaken(_)));
    }

    async fn statuses_go_forward_unless_forced_and_history_keeps_them(db: TestDb) {
        use ParcelStatus::{Cancelled, Delivered, InTransit, Issued, Pending};
        let shop = Shop::open(&db).await;
        let id = shop.adds(&parcel("A1", "X1")).await.unwrap().parcel.parcel_id;
        assert_eq!(shop.changes(id, &status(Delivered)).await.unwrap().news, Some(News::Status));
        assert_eq!(shop.changes(id, &status(Delivered)).await.unwrap().news, None);
        let refused = refusal(shop.changes(id, &status(InTransit)).await);
        assert_eq!(refused, Refusal::BadParcelStatus { now: Delivered, wanted: InTransit });
        let forced = ParcelChange { is_forced: true, ..status(InTransit) };
        assert_eq!(shop.changes(id, &forced).await.unwrap().news, Some(News::Corrected));
        let forward = ParcelChange { is_forced: true, ..status(Issued) };
        assert_eq!(shop.changes(id, &forward).await.unwrap().news, Some(News::Status));
        assert!(matches!(refusal(shop.changes(id, &status(Cancelled)).await), Refusal::BadParcelStatus { .. }));
        let mut tx = shop.read().await;
        let history = parcels::history(&mut tx, id).await.unwrap();
        let history: Vec<(ParcelStatus, bool)> = history.iter().map(|past| (past.status, past.is_forced)).collect();
        assert_eq!(history, [(Pending, false), (Delivered, false), (InTransit, true), (Issued, false)]);
    }

    async fn what_a_parcel_costs_is_worked_out_or_near(db: TestDb) {
        let shop = Shop::open(&db).await;
        let weighed = |number, cost: Option<i64>| NewParcel {
            weight: Some(Quantity::from_milli(10_500)),
            price_per_kg: Some(money(14_29)),
            cost: cost.map(money),
            ..parcel(number, "X1")
        };
        let cost = |changed: Changed| changed.parcel.cost_minor.map(Money::minor);
        assert_eq!(cost(shop.adds(&weighed("A1", None)).await.unwrap()), Some(150_05));
        let given = shop.adds(&weighed("A2", Some(150_00))).await.unwrap();
        let id = given.parcel.parcel_id;
        assert_eq!(cost(given), Some(150_00));
        let refused = refusal(shop.adds(&weighed("A3", Some(140_00))).await);
        assert_eq!(refused, Refusal::BadParcelCost { worked_out: money(150_05) });
        assert_eq!(cost(shop.changes(id, &status(ParcelStatus::Issued)).await.unwrap()), Some(150_00));
        let lighter = ParcelChange { weight: Some(Some(Quantity::from_milli(1_000))), ..ParcelChange::default() };
        assert_eq!(cost(shop.changes(id, &lighter).await.unwrap()), Some(14_29));
        let mut tx = shop.read().await;
        let found = parcels::statistics(&mut tx, &shop.manager()).await.unwrap();
        let totals = Totals { pending: 1, issued: 1, weight_milli: 11_500, cost_minor: 164_34, ..Totals::default() };
        assert_eq!((found.totals, found.created_today, found.created_last_7_days), (totals, 2, 2));
    }

    async fn a_cost_that_was_given_stays_until_it_can_be_worked_out(db: TestDb) {
        let shop = Shop::open(&db).await;
        let cost = |changed: Changed| changed.parcel.cost_minor.map(Money::minor);
        let given = shop.adds(&NewParcel { cost: Some(money(150_00)), ..parcel("A1", "X1") }).await.unwrap();
        let id = given.parcel.parcel_id;
        let weight = |milli: Option<i64>| ParcelChange {
            weight: Some(milli.map(Quantity::from_milli)),
            ..ParcelChange::default()
        };
        assert_eq!(cost(shop.changes(id, &weight(Some(10_500))).await.unwrap()), Some(150_00));
        let price = ParcelChange { price_per_kg: Some(Some(money(2_00))), ..ParcelChange::default() };
        assert_eq!(cost(shop.changes(id, &price).await.unwrap()), Some(21_00));
        assert_eq!(cost(shop.changes(id, &weight(None)).await.unwrap()), None, "it was worked out");
    }

    async fn a_sum_of_costs_that_cannot_be_kept_is_refused(db: TestDb) {
        let shop = Shop::open(&db).await;
        let dear = |number| NewParcel { cost: Some(Money::MAX), ..parcel(number, "X1") };
        shop.adds(&dear("A1")).await.unwrap();
        db.raw().await.run("UPDATE parcel_totals SET cost_minor = 3999999999999999999").await;
        assert_eq!(refusal(shop.adds(&dear("A2")).await), Refusal::TooLarge);
        shop.adds(&parcel("A2", "X1")).await.unwrap();
    }

    async fn a_parcel_belongs_to_whoever_has_its_code(db: TestDb) {
        let shop = Shop::open(&db).await;
        let aliya = shop.welcomes(1, "Алия").await;
        shop.adds(&parcel("A1", aliya.code.as_str())).await.unwrap();
        shop.adds(&parcel("A2", "client-7")).await.unwrap();
        assert_eq!(shop.finds(Some(aliya.code.as_str()), None, None).await, ("A1".to_owned(), 1));
        assert_eq!(shop.finds(Some("CLIENT-7"), None, None).await, ("A2".to_owned(), 1));
        shop.names(&aliya, "Client-7").await.unwrap();
        for code in [aliya.code.as_str(), "CLIENT-7"] {
            assert_eq!(shop.finds(Some(code), None, None).await, ("A2 A1".to_owned(), 2), "{code}");
        }
        let shown = shop.changes(ParcelId(0), &status(ParcelStatus::Issued)).await;
        assert_eq!(refusal(shown), Refusal::UnknownParcel);
        let mut tx = shop.read().await;
        let page = parcels::of_customer(&mut tx, aliya.customer_id, 10, 0).await.unwrap();
        assert!(page.parcels.iter().all(|own| own.parcel.client() == "Client-7"));
        drop(tx);
        let other = shop.welcomes(2, "Борис").await;
        for taken in ["client-7", aliya.code.as_str()] {
            assert_eq!(refusal(shop.names(&other, taken).await), Refusal::ClientCodeTaken, "{taken}");
        }
    }

    async fn parcels_are_found_and_counted(db: TestDb) {
        let shop = Shop::open(&db).await;
        for number in ["RB1", "RB2", "RB3"] {
            shop.clock.advance(chrono::Duration::seconds(1));
            let note = Some("Хрупкое стекло".to_owned());
            shop.adds(&NewParcel { note, ..parcel(number, "X1") }).await.unwrap();
        }
        let id = shop.adds(&parcel("ZZ99", "Y1")).await.unwrap().parcel.parcel_id;
        shop.changes(id, &status(ParcelStatus::Issued)).await.unwrap();
        let all = |numbers: &str, count| (numbers.to_owned(), count);
        assert_eq!(shop.finds(None, Some(ParcelStatus::Issued), None).await, all("ZZ99", 1));
        assert_eq!(shop.finds(None, None, Some("rb")).await, all("RB3 RB2 RB1", 3));
        assert_eq!(shop.finds(None, None, Some("стекло")).await, all("RB3 RB2 RB1", 3));
        assert_eq!(shop.finds(None, None, Some("y1")).await, all("ZZ99", 1));
        assert_eq!(shop.finds(Some("X1"), None, Some("99")).await, all("", 0));
        assert_eq!(shop.finds(None, Some(ParcelStatus::Issued), Some("rb")).await, all("", 0));
        assert_eq!(shop.finds(None, None, Some("--")).await, all("", 0));
        assert_eq!(shop.finds(None, None, None).await.1, 4);
    }

    async fn many_statuses_are_changed_at_once_and_each_number_is_reported(db: TestDb) {
        let shop = Shop::open(&db).await;
        for number in ["A1", "A2", "A3"] {
            shop.adds(&parcel(number, "X1")).await.unwrap();
        }
        let new = |number: &str, status| NewStatus { number: number.parse().unwrap(), status };
        let wanted = [
            new("A1", ParcelStatus::Issued),
            new("a-2", ParcelStatus::InTransit),
            new("A3", ParcelStatus::Pending),
            new("A4", ParcelStatus::Issued),
            new("A2", ParcelStatus::InTransit),
            new("A1", ParcelStatus::Cancelled),
        ];
        let operation = shop.staff(Role::Manager);
        let mut tx = shop.begin().await;
        let done = parcels::change_statuses(&mut tx, &operation, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        use StatusOutcome::{Changed, Repeated, Unchanged, Unknown};
        let expected = [Changed, Changed, Unchanged, Unknown, Unchanged, Repeated];
        assert_eq!((done.outcomes.as_slice(), done.changed.len()), (expected.as_slice(), 2));
        let mut tx = shop.begin().await;
        let again = parcels::change_statuses(&mut tx, &operation, &wanted).await.unwrap();
        assert_eq!((again.outcomes.as_slice(), again.changed.len()), (expected.as_slice(), 0), "a repeated operation");
        let events = parcels::events_after(&mut tx, 3, 10).await.unwrap();
        let events: Vec<(i64, &str)> = events.iter().map(|event| (event.number, event.status.as_str())).collect();
        assert_eq!(events.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [4, 5]);
        let back = [new("A1", ParcelStatus::InTransit)];
        let refused = parcels::change_statuses(&mut tx, &shop.staff(Role::Manager), &back).await.unwrap();
        assert_eq!(refused.outcomes, [StatusOutcome::Backwards(ParcelStatus::Issued)]);
    }
}
