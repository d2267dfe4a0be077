//! The customer's parcels: the list page by page, and one with its history. What is not theirs is not there for them.

use crate::{
    bot::{
        context::Context,
        paging::{offset, pages},
    },
    domain::{ParcelId, ParcelNumber, ParcelStatus},
    messages::{
        callback::CustomerPress,
        outgoing::Buttons,
        parcel::{dollars, next, notice_buttons},
        reply::{Reply, button, pager},
    },
    service::{
        Refusal, Result,
        parcels::{self as service, OwnPage, OwnParcel, Parcel, PastStatus},
        shop,
    },
    texts::{
        Html,
        format::{self, shortened},
        parcel, parcels as texts,
    },
};

/// Parcels of a page.
const SIZE: i64 = 5;
/// The longest number on a button, and the longest text that is repeated as a number, in characters.
const MAX_NUMBER: usize = 40;
/// How many statuses of the history are shown: the latest ones.
const PAST: usize = 15;

/// `/parcels`, alone or with the number of a parcel.
pub(crate) async fn command(cx: &mut Context, text: &str) -> Result<()> {
    if text.is_empty() {
        return show(cx).await;
    }
    if open_typed(cx, text).await? {
        return Ok(());
    }
    cx.show(Reply::text(texts::not_yours(cx.language, &shortened(text, MAX_NUMBER)))).await
}

/// Opens the parcel of the customer whose number a text is. False where there is none.
pub(crate) async fn open_typed(cx: &mut Context, text: &str) -> Result<bool> {
    let Ok(number) = text.parse::<ParcelNumber>() else { return Ok(false) };
    let customer = cx.customer.customer_id;
    match service::of_customer_by_number(&mut cx.tx, customer, &number).await? {
        Some(found) => show_one(cx, &found, 0).await.map(|()| true),
        None => Ok(false),
    }
}

/// The first page.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    list(cx, 0).await
}

/// A page; the last one where there are fewer.
pub(crate) async fn list(cx: &mut Context, page: usize) -> Result<()> {
    let customer = cx.customer.customer_id;
    let mut found = service::of_customer(&mut cx.tx, customer, SIZE, offset(page, SIZE)).await?;
    let (last, mut page) = (pages(found.count.total, SIZE) - 1, page);
    if page > last {
        page = last;
        found = service::of_customer(&mut cx.tx, customer, SIZE, offset(page, SIZE)).await?;
    }
    let reply = match found.count.total {
        0 => Reply::text(texts::empty(cx.language, cx.customer.client_code())),
        _ => {
            let mut buttons: Buttons = found.parcels.iter().map(|own| vec![to_one(&own.parcel, page)]).collect();
            buttons.push(pager(cx.language, page, last + 1, |page| CustomerPress::Parcels(page).encode()));
            Reply::text(list_text(cx, &found)).buttons(buttons)
        }
    };
    cx.show(reply).await
}

fn to_one(parcel: &Parcel, page: usize) -> crate::messages::outgoing::Button {
    let number = shortened(parcel.number.as_str(), MAX_NUMBER);
    let label = format!("{} {number}", parcel::icon(parcel.status));
    button(label, CustomerPress::Parcel(parcel.parcel_id, page).encode())
}

fn list_text(cx: &Context, found: &OwnPage) -> Html {
    let language = cx.language;
    let entry = |own: &OwnParcel| {
        let Parcel { number, status, .. } = &own.parcel;
        let since = cx.shop.format.date(language, own.since);
        texts::entry(language, parcel::icon(*status), number.as_str(), &parcel::status(language, *status), &since)
    };
    let (open, finished): (Vec<_>, Vec<_>) = found.parcels.iter().partition(|own| !own.parcel.status.is_last());
    let title = (!finished.is_empty()).then(|| texts::finished(language));
    Html::paragraphs([
        texts::list(language, found.count.open, found.count.total),
        Html::lines(open.into_iter().map(entry)),
        Html::lines(title.into_iter().chain(finished.into_iter().map(entry))),
        texts::code(language, cx.customer.client_code()),
    ])
}

/// Opens a parcel of the list. One of another customer is refused as unknown.
pub(crate) async fn open(cx: &mut Context, parcel: ParcelId, page: usize) -> Result<()> {
    let customer = cx.customer.customer_id;
    let found = service::of_customer_by_id(&mut cx.tx, customer, parcel).await?.ok_or(Refusal::UnknownParcel)?;
    show_one(cx, &found, page).await
}

async fn show_one(cx: &mut Context, parcel: &Parcel, page: usize) -> Result<()> {
    let history = service::history(&mut cx.tx, parcel.parcel_id).await?;
    let address = shop::organization(&mut cx.tx).await?.address;
    let text = Html::paragraphs([head(cx, parcel), what_next(cx, parcel.status, &address), past(cx, &history)]);
    let back = button(texts::button_list(cx.language), CustomerPress::Parcels(page).encode());
    cx.show(Reply::text(text).buttons(vec![vec![back]])).await
}

/// Where the parcel is, its number, and what else is known of it.
fn head(cx: &Context, parcel: &Parcel) -> Html {
    let language = cx.language;
    let weight = parcel.weight_milli.map(|weight| texts::weight(language, &format::quantity(language, weight)));
    let price = parcel.price_per_kg_minor.map(|price| texts::price(language, &dollars(language, price)));
    let known = [
        weight,
        parcel.quantity.map(|pieces| texts::pieces(language, pieces)),
        price,
        parcel.cost_minor.map(|cost| parcel::cost(language, &dollars(language, cost))),
    ];
    Html::paragraphs([
        Html::lines([parcel::notice(language, parcel.status), texts::number(language, parcel.number.as_str())]),
        Html::lines(known.into_iter().flatten()),
    ])
}

/// Of a parcel that waits for the customer, where and how it is picked up.
fn what_next(cx: &Context, status: ParcelStatus, address: &str) -> Html {
    match status {
        ParcelStatus::Delivered => next(cx.language, status, &cx.customer, address),
        _ => Html::default(),
    }
}

fn past(cx: &Context, history: &[PastStatus]) -> Html {
    let language = cx.language;
    let earlier = history.len().saturating_sub(PAST);
    let more = (earlier > 0).then(|| texts::past_more(language, earlier));
    let line = |past: &PastStatus| {
        let at = cx.shop.format.date_time(language, past.changed_at);
        texts::past_status(language, &at, &parcel::status(language, past.status))
    };
    Html::lines([texts::past(language)].into_iter().chain(more).chain(history.iter().skip(earlier).map(line)))
}

/// Ends the notices of parcels, or begins them again; pressed below a notice, whose button then does the contrary.
pub(crate) async fn mute(cx: &mut Context, mutes: bool, parcel: Option<ParcelId>) -> Result<()> {
    service::set_notices(&mut cx.tx, cx.customer.customer_id, !mutes).await?;
    cx.change_buttons(notice_buttons(cx.language, parcel, mutes)).await?;
    if mutes {
        cx.alert(parcel::muted(cx.language));
    } else {
        cx.toast(parcel::unmuted(cx.language));
    }
    Ok(())
}
