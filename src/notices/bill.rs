//! A bill was issued or paid, or is due soon: its customer is told. Nothing is told of drafts.

use super::{sale, to_customer};
use crate::{
    clock::Timestamp,
    domain::{Currency, Language, Money, billing::Date},
    messages::{bill as messages, reply::Reply},
    service::{
        Result,
        billing::{Booked, Earned, bills::Bill},
        customers, shop,
    },
    storage::Tx,
    texts::{Html, Points, bill as texts, format},
};

/// What happened to a bill.
#[derive(Clone, Copy)]
enum News {
    Made,
    /// So much was paid, and the bill earned so many points by it.
    Paid(Money, Money),
    /// It is paid since its lines changed, and earned so many points by that.
    Earned(Money),
    DueSoon,
}

/// Tells the customer of a bill that was issued.
///
/// # Errors
/// The database's.
pub async fn made(tx: &mut Tx, at: Timestamp, currency: Currency, bill: &Bill) -> Result<()> {
    tell(tx, at, currency, bill, News::Made).await
}

/// Tells the customer of a bill that so much more of it is paid, or that so much does not count any more, with the points that it earned
/// by this; and the referrer of the reward for it. Nothing where nothing changed.
///
/// # Errors
/// The database's.
pub async fn booked<T>(tx: &mut Tx, at: Timestamp, currency: Currency, booked: &Booked<T>) -> Result<()> {
    let Booked { bill, counted, earned, .. } = booked;
    if counted.is_zero() {
        return match earned {
            Some(earned) => self::earned(tx, at, currency, bill, earned).await,
            None => Ok(()),
        };
    }
    let points = earned.map_or(Money::ZERO, |earned| earned.points);
    tell(tx, at, currency, bill, News::Paid(*counted, points)).await?;
    tell_referrer(tx, at, bill, *earned).await
}

/// As [`booked`], of a bill that earned though nothing was paid just now: less is due of it since it was changed.
///
/// # Errors
/// The database's.
pub async fn earned(tx: &mut Tx, at: Timestamp, currency: Currency, bill: &Bill, earned: &Earned) -> Result<()> {
    if earned.points.is_positive() {
        tell(tx, at, currency, bill, News::Earned(earned.points)).await?;
    }
    tell_referrer(tx, at, bill, Some(*earned)).await
}

async fn tell_referrer(tx: &mut Tx, at: Timestamp, bill: &Bill, earned: Option<Earned>) -> Result<()> {
    let Some((referrer, points)) = earned.and_then(|earned| earned.reward) else { return Ok(()) };
    let customer = customers::get(tx, bill.customer_id).await?;
    sale::rewarded(tx, at, referrer, &customer, points).await
}

/// Tells the customer of a bill that it is due soon. Nothing where nothing is to be paid.
///
/// # Errors
/// The database's.
pub async fn due_soon(tx: &mut Tx, at: Timestamp, currency: Currency, bill: &Bill) -> Result<()> {
    if bill.due().is_positive() { tell(tx, at, currency, bill, News::DueSoon).await } else { Ok(()) }
}

async fn tell(tx: &mut Tx, at: Timestamp, currency: Currency, bill: &Bill, news: News) -> Result<()> {
    if bill.is_draft() {
        return Ok(());
    }
    let today = Date::at(shop::timezone(tx).await?, at);
    let customer = customers::get(tx, bill.customer_id).await?;
    let notice = |language| {
        Reply::text(text(language, currency, bill, today, news))
            .buttons(vec![vec![messages::button_open(language, bill.bill_id)]])
    };
    to_customer(tx, at, &customer, notice).await
}

fn text(language: Language, currency: Currency, bill: &Bill, today: Date, news: News) -> Html {
    let to_pay = messages::to_pay(language, currency, bill, today);
    let points = |points: Money| match points {
        Money::ZERO => Html::default(),
        points => texts::earned(language, Points(points)),
    };
    let mut last = Html::default();
    let (title, rest) = match news {
        News::Made => (texts::made(language), to_pay),
        News::Earned(earned) => (points(earned), texts::paid_in_full(language)),
        News::Paid(counted, earned) => {
            last = points(earned);
            let amount = format::money(language, currency, counted.size());
            let title = if counted.is_negative() {
                texts::taken_back(language, &amount)
            } else {
                texts::paid(language, &amount)
            };
            (title, if bill.due().is_positive() { to_pay } else { texts::paid_in_full(language) })
        }
        News::DueSoon => {
            let days = (bill.due_on.date() - today.date()).num_days();
            (if days > 0 { texts::due_in(language, days) } else { texts::due_today(language) }, to_pay)
        }
    };
    Html::paragraphs([title, Html::lines([messages::name(language, bill), rest]), last])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            BillId, CustomerId, EntitlementId,
            billing::{BillStatus, Month},
        },
        service::billing::Stamps,
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn bill(month: Option<&str>, paid: i64) -> Bill {
        let status = match paid {
            0 => BillStatus::Unpaid,
            1_500_50 => BillStatus::Paid,
            _ => BillStatus::Partial,
        };
        let stamps = Stamps {
            created_by: String::new(),
            updated_by: String::new(),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        };
        Bill {
            bill_id: BillId(1),
            customer_id: CustomerId(1),
            customer_name: "Anna".to_owned(),
            entitlement_id: EntitlementId(1),
            bill_number: "B1".to_owned(),
            utility_id: None,
            utility_name: None,
            number: "INV20261101".to_owned(),
            month: month.map(|month| month.parse::<Month>().unwrap()),
            issued_on: day("2026-11-01"),
            due_on: day("2026-11-16"),
            status,
            sub_total_minor: Money::from_minor(1_500_50),
            discount_minor: Money::ZERO,
            vat_minor: Money::ZERO,
            total_minor: Money::from_minor(1_500_50),
            paid_minor: Money::from_minor(paid),
            earned_at: None,
            earned_minor: Money::ZERO,
            remarks: String::new(),
            stamps,
        }
    }

    #[test]
    fn the_notices_in_every_language() {
        let earns = |minor, points| News::Paid(Money::from_minor(minor), Money::from_minor(points));
        let paid = |minor| earns(minor, 0);
        let of_month = Some("2026-11");
        let cases = [
            (bill(of_month, 0), "2026-11-01", News::Made),
            (bill(None, 0), "2026-11-01", News::Made),
            (bill(of_month, 500_00), "2026-11-10", paid(500_00)),
            (bill(of_month, 1_500_50), "2026-11-10", paid(1_000_50)),
            (bill(of_month, 1_500_50), "2026-11-10", earns(1_000_50, 30_01)),
            (bill(of_month, 1_500_50), "2026-11-10", News::Earned(Money::from_minor(30_01))),
            (bill(of_month, 0), "2026-11-17", paid(-500_00)),
            (bill(of_month, 500_00), "2026-11-13", News::DueSoon),
            (bill(of_month, 0), "2026-11-15", News::DueSoon),
            (bill(of_month, 0), "2026-11-16", News::DueSoon),
        ];
        let tenge: Currency = "KZT".parse().unwrap();
        let shown = Language::ALL.iter().flat_map(|language| {
            let one = move |(bill, today, news): &(Bill, &str, News)| text(*language, tenge, bill, day(today), *news);
            cases.iter().map(move |case| one(case).into_string())
        });
        insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n---\n").replace('\u{a0}', " "));
    }
}
