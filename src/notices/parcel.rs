//! Parcels were added, have a new status or another customer: their customers are told, each in one message, unless they do not want to be.

use std::collections::BTreeMap;

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Language, ParcelStatus},
    messages::{
        parcel::{dollars, next, next_of_arrived, notice_buttons},
        reply::Reply,
    },
    service::{
        Result,
        customers::{self, Customer},
        parcels::{Changed, News, Parcel},
        shop,
    },
    storage::Tx,
    texts::{Html, format, parcel as texts},
};

/// How many parcels a message names.
const NAMED: usize = 20;

/// Tells the customer of a parcel what is new to them.
///
/// # Errors
/// The database's.
pub async fn changed(tx: &mut Tx, at: Timestamp, changed: &Changed) -> Result<()> {
    match changed.news {
        Some(news) => tell(tx, at, std::slice::from_ref(&changed.parcel), news).await,
        None => Ok(()),
    }
}

/// Tells the customers of parcels of their new statuses.
///
/// # Errors
/// The database's.
pub async fn statuses(tx: &mut Tx, at: Timestamp, parcels: &[Parcel]) -> Result<()> {
    tell(tx, at, parcels, News::Status).await
}

async fn tell(tx: &mut Tx, at: Timestamp, parcels: &[Parcel], news: News) -> Result<()> {
    let mut of_customers: BTreeMap<CustomerId, Vec<&Parcel>> = BTreeMap::new();
    for parcel in parcels {
        if let Some(customer) = parcel.customer_id {
            of_customers.entry(customer).or_default().push(parcel);
        }
    }
    if of_customers.is_empty() {
        return Ok(());
    }
    let zone = shop::timezone(tx).await?;
    let address = shop::organization(tx).await?.address;
    for (customer, parcels) in of_customers {
        let customer = customers::get(tx, customer).await?;
        if customer.mutes_parcels {
            continue;
        }
        let notice = |language| {
            let at = format::date_time(language, zone, at);
            match parcels.as_slice() {
                [parcel] => of_one(language, &customer, parcel, news, &at, &address),
                parcels => of_many(language, &customer, parcels, &at, &address),
            }
        };
        to_customer(tx, at, &customer, notice).await?;
    }
    Ok(())
}

fn of_one(language: Language, customer: &Customer, parcel: &Parcel, news: News, at: &str, address: &str) -> Reply {
    let first = match news {
        News::Status => texts::notice(language, parcel.status),
        News::Corrected => {
            texts::notice_corrected(language, texts::icon(parcel.status), &texts::status(language, parcel.status))
        }
    };
    let cost = match (parcel.status, parcel.cost_minor) {
        (ParcelStatus::Delivered, Some(cost)) => texts::cost(language, &dollars(language, cost)),
        _ => Html::default(),
    };
    let head = Html::lines([first, texts::notice_number(language, parcel.number.as_str(), at), cost]);
    Reply::text(Html::paragraphs([head, next(language, parcel.status, customer, address)])).buttons(notice_buttons(
        language,
        Some(parcel.parcel_id),
        false,
    ))
}

fn of_many(language: Language, customer: &Customer, parcels: &[&Parcel], at: &str, address: &str) -> Reply {
    let line = |parcel: &&Parcel| {
        let status = texts::status(language, parcel.status);
        texts::notice_line(language, texts::icon(parcel.status), parcel.number.as_str(), &status)
    };
    let more = parcels.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| texts::notice_more(language, more));
    let are_there = parcels.iter().any(|parcel| parcel.status == ParcelStatus::Delivered);
    let next = are_there.then(|| next_of_arrived(language, customer, address));
    let text = Html::paragraphs([
        texts::notice_many(language, parcels.len(), at),
        Html::lines(parcels.iter().take(NAMED).map(line).chain(more)),
        next.unwrap_or_default(),
    ]);
    Reply::text(text).buttons(notice_buttons(language, None, false))
}
