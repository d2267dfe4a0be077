//! One parcel: what is known of it, its history, and a button for each status that may follow.

use super::parcels_button;
use crate::{
    bot::context::Context,
    domain::{Language, ParcelId, ParcelStatus, Permission},
    messages::{
        ShopFormat,
        callback::StaffPress,
        outgoing::{Button, Buttons},
        person,
        reply::{Reply, button},
    },
    service::{
        Result,
        customers::{self, Customer},
        parcels::{self, Parcel, PastStatus},
    },
    texts::{Html, format, parcel as words, staff_find, staff_parcels as texts},
};

/// How many statuses of the history are shown: the latest ones.
const PAST: usize = 15;

/// Shows a parcel.
pub(crate) async fn show(cx: &mut Context, parcel: ParcelId) -> Result<()> {
    show_under(cx, parcel, None).await
}

/// Shows a parcel below a note.
pub(super) async fn show_under(cx: &mut Context, parcel: ParcelId, note: Option<Html>) -> Result<()> {
    let caller = cx.caller();
    let parcel = parcels::get(&mut cx.tx, &caller, parcel).await?;
    let history = parcels::history(&mut cx.tx, parcel.parcel_id).await?;
    let client = match parcel.customer_id {
        Some(customer) => Some(customers::get(&mut cx.tx, customer).await?),
        None => None,
    };
    let text = text(cx.language, cx.shop.format, &parcel, client.as_ref(), &history);
    let text = Html::paragraphs(note.into_iter().chain([text]));
    let buttons = buttons(cx.language, &parcel, cx.may(Permission::ChangeParcels));
    cx.show(Reply::text(text).buttons(buttons)).await
}

fn text(
    language: Language,
    shop: ShopFormat,
    parcel: &Parcel,
    client: Option<&Customer>,
    history: &[PastStatus],
) -> Html {
    let status = words::status(language, parcel.status);
    let title = texts::card_title(language, parcel.number.as_str(), texts::mark(parcel.status), &status);
    let client = match client {
        Some(customer) => texts::card_client(language, &person::name(customer), parcel.client()),
        None => texts::card_nobody(language, parcel.client()),
    };
    let details = [
        parcel.quantity.map(|pieces| texts::card_pieces(language, pieces)),
        parcel.weight_milli.map(|weight| texts::card_weight(language, &format::quantity(language, weight))),
        parcel.price_per_kg_minor.map(|price| texts::card_price(language, &texts::dollars(language, price))),
        parcel.cost_minor.map(|cost| texts::card_cost(language, &texts::dollars(language, cost))),
        parcel.note.as_deref().filter(|note| !note.trim().is_empty()).map(|note| texts::card_note(language, note)),
    ];
    let skipped = history.len().saturating_sub(PAST);
    let past = history.iter().skip(skipped).map(|past| {
        let (at, status) = (shop.date_time(language, past.changed_at), words::status(language, past.status));
        let line = if past.is_forced { texts::past_forced } else { texts::past };
        line(language, &at, &status)
    });
    Html::paragraphs([title, Html::lines([client].into_iter().chain(details.into_iter().flatten())), Html::lines(past)])
}

fn buttons(language: Language, parcel: &Parcel, may_change: bool) -> Buttons {
    let id = parcel.parcel_id;
    let client = match parcel.customer_id {
        Some(customer) => button(staff_find::button_card(language), StaffPress::Card(customer).encode()),
        None => button(texts::button_beside(language), StaffPress::ParcelsBeside(id, 0).encode()),
    };
    if !may_change {
        return vec![vec![client], vec![parcels_button(language)]];
    }
    let following = ParcelStatus::ALL.iter().copied().filter(|wanted| wanted.follows(parcel.status));
    let following: Vec<Button> = following.map(|wanted| status_button(language, parcel, wanted)).collect();
    let mut buttons: Buttons = following.chunks(2).map(<[Button]>::to_vec).collect();
    buttons.push(vec![
        button(texts::button_change(language), StaffPress::ChangeParcel(id).encode()),
        button(texts::button_back(language), StaffPress::ParcelBack(id).encode()),
    ]);
    buttons.push(vec![client, parcels_button(language)]);
    buttons
}

fn status_button(language: Language, parcel: &Parcel, wanted: ParcelStatus) -> Button {
    let label = texts::button_status(language, texts::mark(wanted), &words::status(language, wanted));
    button(label, StaffPress::ParcelStatus(parcel.parcel_id, parcel.status, wanted).encode())
}
