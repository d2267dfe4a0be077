//! The parcels of the sandbox: on their way to the customers who are seen there, as a shop has them after some days.

use chrono::Duration;

use crate::{
    clock::Timestamp,
    domain::{Money, OperationId, ParcelStatus, Quantity, TelegramId},
    service::{
        self, Caller, Result, client_codes, customers,
        parcels::{NewParcel, ParcelChange},
    },
    storage::Tx,
};

use ParcelStatus::{Cancelled, Delivered, InTransit, Issued, Pending};

/// The client of the examples in the documents of the APIs.
const CLIENT_OF_EXAMPLES: &str = "CLIENT123";

/// A parcel, and what became of it.
struct Sample {
    number: &'static str,
    /// In grams; 0: not weighed yet.
    grams: i64,
    pieces: i64,
    /// Its statuses, each with how many hours ago it began.
    statuses: &'static [(ParcelStatus, i64)],
}

/// The price of a kilogram.
const PRICE: Money = Money::from_minor(9_50);

/// Of one customer, so that a page of the list is full.
const OF_FIRST: &[Sample] = &[
    Sample { number: "RB745120938CN", grams: 0, pieces: 1, statuses: &[(Pending, 20)] },
    Sample { number: "LP00482613557", grams: 2_350, pieces: 3, statuses: &[(Pending, 150), (InTransit, 52)] },
    Sample {
        number: "YT2411800123456",
        grams: 840,
        pieces: 1,
        statuses: &[(Pending, 290), (InTransit, 170), (Delivered, 5)],
    },
    Sample {
        number: "SF1098237465012",
        grams: 4_120,
        pieces: 2,
        statuses: &[(Pending, 700), (InTransit, 560), (Delivered, 420), (Issued, 396)],
    },
    Sample { number: "UJ561203984CN", grams: 0, pieces: 1, statuses: &[(Pending, 900), (Cancelled, 800)] },
];

/// Of another one.
const OF_SECOND: &[Sample] =
    &[Sample { number: "RB745120941CN", grams: 1_200, pieces: 2, statuses: &[(Pending, 98), (InTransit, 26)] }];

/// For a person who is no customer yet.
const OF_NOBODY: &[Sample] = &[Sample { number: "LP00482613560", grams: 0, pieces: 1, statuses: &[(Pending, 30)] }];

/// Adds parcels for two customers and for a person who is none yet. The first customer has the code of the documents' examples, so that
/// a developer sees in their chat what the examples do. `staff` is who did it, at a moment.
///
/// # Errors
/// The database's.
pub(super) async fn add(
    tx: &mut Tx,
    at: Timestamp,
    staff: impl Fn(Timestamp) -> Caller,
    [first, second]: [TelegramId; 2],
) -> Result<()> {
    if let Some(customer) = customers::by_telegram_id(tx, first).await? {
        let operation = staff(at).operation(OperationId::command("sandbox outside code"));
        let code = CLIENT_OF_EXAMPLES.parse().ok();
        client_codes::set_outside(tx, &operation, customer.customer_id, code.as_ref()).await?;
        add_for(tx, at, &staff, CLIENT_OF_EXAMPLES, OF_FIRST).await?;
    }
    if let Some(customer) = customers::by_telegram_id(tx, second).await? {
        add_for(tx, at, &staff, customer.code.as_str(), OF_SECOND).await?;
    }
    add_for(tx, at, &staff, "KZ-0815", OF_NOBODY).await
}

async fn add_for(
    tx: &mut Tx,
    at: Timestamp,
    staff: &impl Fn(Timestamp) -> Caller,
    client: &str,
    samples: &[Sample],
) -> Result<()> {
    for sample in samples {
        let (Ok(number), Ok(client_code)) = (sample.number.parse(), client.parse()) else { continue };
        let weight = (sample.grams > 0).then(|| Quantity::from_milli(sample.grams));
        let Some(((first, since), later)) = sample.statuses.split_first() else { continue };
        let new = NewParcel {
            number,
            client_code,
            status: *first,
            quantity: Some(sample.pieces),
            weight,
            price_per_kg: weight.map(|_| PRICE),
            cost: None,
            note: None,
        };
        let operation = |status: ParcelStatus, hours_ago: i64| {
            let id = OperationId::command(format_args!("sandbox parcel {} {status}", sample.number));
            staff(at - Duration::hours(hours_ago)).operation(id)
        };
        let parcel = service::parcels::add(tx, &operation(*first, *since), &new).await?.parcel.parcel_id;
        for (status, since) in later {
            let change = ParcelChange { status: Some(*status), ..ParcelChange::default() };
            service::parcels::change(tx, &operation(*status, *since), parcel, &change).await?;
        }
    }
    Ok(())
}
