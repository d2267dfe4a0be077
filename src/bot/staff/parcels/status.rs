//! The status of a parcel is changed by a button. One that may follow takes one tap; one against the order is asked about first. A
//! button changes what it showed: where the parcel has another status by then, the person is told.

use super::card;
use crate::{
    bot::context::Context,
    domain::{OperationId, ParcelId, ParcelStatus},
    messages::{
        callback::StaffPress,
        outgoing::{Button, Buttons},
        reply::{Reply, button},
    },
    notices,
    service::{
        Error, Refusal, Result,
        parcels::{self, ParcelChange},
    },
    texts::{common, parcel as words, staff_parcels as texts},
};

/// Gives a parcel a status that may follow the one that it had when the button was drawn.
pub(crate) async fn set(cx: &mut Context, parcel: ParcelId, shown: ParcelStatus, wanted: ParcelStatus) -> Result<()> {
    change(cx, parcel, shown, wanted, false).await
}

/// Shows the statuses that are against the order.
pub(crate) async fn show_backwards(cx: &mut Context, parcel: ParcelId) -> Result<()> {
    let (caller, language) = (cx.caller(), cx.language);
    caller.require(crate::domain::Permission::ChangeParcels)?;
    let found = parcels::get(&mut cx.tx, &caller, parcel).await?;
    let against = ParcelStatus::ALL.iter().copied();
    let against = against.filter(|wanted| *wanted != found.status && !wanted.follows(found.status));
    let to_question = |wanted| {
        let label = texts::button_status(language, texts::mark(wanted), &words::status(language, wanted));
        button(label, StaffPress::ParcelForce(parcel, found.status, wanted, false).encode())
    };
    let against: Vec<Button> = against.map(to_question).collect();
    let mut buttons: Buttons = against.chunks(2).map(<[Button]>::to_vec).collect();
    buttons.push(vec![button(common::button_back(language), StaffPress::Parcel(parcel).encode())]);
    let number = found.number.as_str();
    let text = match against.is_empty() {
        true => texts::back_none(language, number, &words::status(language, found.status)),
        false => texts::back_ask(language, number, &words::status(language, found.status)),
    };
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// Asks whether a parcel is to get a status against the order; gives it where `is_meant`.
pub(crate) async fn force(
    cx: &mut Context,
    parcel: ParcelId,
    shown: ParcelStatus,
    wanted: ParcelStatus,
    is_meant: bool,
) -> Result<()> {
    if is_meant {
        return change(cx, parcel, shown, wanted, true).await;
    }
    let (caller, language) = (cx.caller(), cx.language);
    caller.require(crate::domain::Permission::ChangeParcels)?;
    let found = parcels::get(&mut cx.tx, &caller, parcel).await?;
    if found.status != shown {
        return moved(cx, parcel, found.status, wanted).await;
    }
    let name = words::status(language, wanted);
    let yes =
        button(texts::button_force(language, &name), StaffPress::ParcelForce(parcel, shown, wanted, true).encode());
    let no = button(common::button_no(language), StaffPress::Parcel(parcel).encode());
    let text = texts::force_ask(language, found.number.as_str(), &words::status(language, shown), &name);
    cx.show(Reply::text(text).buttons(vec![vec![yes], vec![no]])).await
}

async fn change(
    cx: &mut Context,
    parcel: ParcelId,
    shown: ParcelStatus,
    wanted: ParcelStatus,
    is_forced: bool,
) -> Result<()> {
    let id = OperationId::chat(format_args!("parcel:{}", cx.name_of_update()));
    let operation = cx.operation(id);
    let change =
        ParcelChange { status: Some(wanted), status_until_now: Some(shown), is_forced, ..ParcelChange::default() };
    match parcels::change(&mut cx.tx, &operation, parcel, &change).await {
        Ok(changed) => {
            notices::parcel::changed(&mut cx.tx, cx.now, &changed).await?;
            cx.toast(texts::status_set(cx.language, texts::mark(wanted), &words::status(cx.language, wanted)));
            card::show(cx, parcel).await
        }
        Err(Error::Refused(Refusal::ParcelMoved { now })) => moved(cx, parcel, now, wanted).await,
        // A button for a status that does not follow is forged.
        Err(error) => Err(error),
    }
}

/// Says that the parcel has another status than the button showed, and shows it as it is.
async fn moved(cx: &mut Context, parcel: ParcelId, now: ParcelStatus, wanted: ParcelStatus) -> Result<()> {
    let name = words::status(cx.language, now);
    cx.alert(match now == wanted {
        true => texts::status_already(cx.language, &name),
        false => texts::status_moved(cx.language, &name),
    });
    card::show(cx, parcel).await
}
