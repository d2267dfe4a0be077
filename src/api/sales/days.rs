//! Days of the calendar, as billing has them, and spans of them in queries.

use chrono::NaiveDate;

use crate::{
    api::{
        admission::Call,
        drf::{By, Filter, filter},
    },
    domain::{
        CustomerId,
        billing::{Date, Period},
    },
    service::{self, billing::bills},
    storage::Tx,
};

/// A day that was read, which is of the years that there are.
pub(super) fn day(date: NaiveDate) -> Option<Date> {
    Date::of(date).ok()
}

/// Of whom and of which days a history is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    /// Of a customer.
    pub(super) customer: Option<CustomerId>,
    /// Its days.
    pub(super) period: Period,
    /// Of now.
    pub(super) current: Option<Current>,
}

/// A span that is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Current {
    Month,
    Week,
}

/// A history of a customer.
pub(super) const CUSTOMER: Filter<Span> =
    filter("customer_id", By::Row(|span, id| span.customer = Some(CustomerId(id))), "Of a customer.");
/// A history from a day on.
pub(super) const START: Filter<Span> =
    filter("start_date", By::Date(|span, date| span.period.from = day(date)), "From this day on.");
/// A history up to a day.
pub(super) const END: Filter<Span> =
    filter("end_date", By::Date(|span, date| span.period.until = day(date)), "Up to this day.");
/// A history of now.
pub(super) const PERIOD: Filter<Span> = filter(
    "period",
    By::Word(&["monthly", "weekly"], |span, word| {
        span.current = Some(if word == "monthly" { Current::Month } else { Current::Week });
    }),
    "Of the current month or ISO week where the shop is.",
);

impl Span {
    /// Its days: those that are both within the dates and in the current month or week, where both are asked for.
    pub(super) async fn days(&self, call: &Call, tx: &mut Tx) -> service::Result<Period> {
        let caller = call.client.caller(call.at);
        let now = match self.current {
            None => return Ok(self.period),
            Some(Current::Month) => bills::this_month(tx, &caller).await?,
            Some(Current::Week) => bills::this_week(tx, &caller).await?,
        };
        let Period { from, until } = self.period;
        let first = from.into_iter().chain(now.from).max();
        let last = until.into_iter().chain(now.until).min();
        Ok(Period { from: first, until: last })
    }
}
