//! The parcels of the shop, for staff who see them: how many there are, lists of them, one of them, and what is done with them.

pub(in crate::bot) mod add;
pub(in crate::bot) mod card;
pub(in crate::bot) mod change;
mod client;
pub(in crate::bot) mod find;
pub(in crate::bot) mod list;
pub(in crate::bot) mod many;
mod read;
mod report;
mod rows;
pub(in crate::bot) mod status;
mod table;

use crate::{
    bot::{context::Context, customer},
    domain::{Language, ParcelStatus, Permission, Quantity},
    messages::{
        callback::StaffPress,
        outgoing::{Button, Buttons},
        reply::{Reply, button},
    },
    service::{
        Result,
        parcels::{self, Statistics},
    },
    texts::{Html, format, parcel, staff_parcels as texts},
};

/// `/parcels`, alone or with what is looked for: several lines are a list of numbers. Who does not see the parcels of the shop sees
/// their own.
pub(crate) async fn command(cx: &mut Context, text: &str) -> Result<()> {
    if !cx.may(Permission::SeeParcels) {
        return customer::parcels::command(cx, text).await;
    }
    match text {
        "" => show(cx).await,
        list if list.contains('\n') && cx.may(Permission::ChangeParcels) => many::begin_with(cx, list).await,
        text => find::search(cx, text, 0).await,
    }
}

/// Shows how many parcels there are by status, and what can be done with them.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let caller = cx.caller();
    let found = parcels::statistics(&mut cx.tx, &caller).await?;
    let text = overview(cx.language, &found, cx.may(Permission::ChangeParcels));
    let language = cx.language;
    let with_status = |status: &ParcelStatus| {
        let label = texts::button_with(
            language,
            texts::mark(*status),
            &parcel::status(language, *status),
            found.totals.of(*status),
        );
        button(label, StaffPress::ParcelsWith(*status, 0).encode())
    };
    let statuses: Vec<Button> =
        ParcelStatus::ALL.iter().filter(|status| found.totals.of(**status) > 0).map(with_status).collect();
    let mut buttons: Buttons = statuses.chunks(2).map(<[Button]>::to_vec).collect();
    let find = button(texts::button_find(language), StaffPress::FindParcels.encode());
    if found.totals.count() > 0 {
        buttons.push(vec![button(texts::button_latest(language), StaffPress::LatestParcels(0).encode()), find]);
    }
    if cx.may(Permission::ChangeParcels) {
        buttons.push(vec![
            button(texts::button_add(language), StaffPress::AddParcel(None).encode()),
            button(texts::button_many(language), StaffPress::ManyParcels.encode()),
        ]);
    }
    cx.show(Reply::text(text).buttons(buttons)).await
}

fn overview(language: Language, found: &Statistics, may_change: bool) -> Html {
    let totals = found.totals;
    if totals.count() == 0 {
        return Html::paragraphs([texts::none(language), texts::hint_add(language)]);
    }
    let weight = Quantity::from_milli(totals.weight_milli);
    let sums = (totals.weight_milli > 0).then(|| {
        let cost = texts::dollars(language, crate::domain::Money::from_minor(totals.cost_minor));
        texts::sums(language, &format::quantity(language, weight), &cost)
    });
    let added = texts::added(language, found.created_today, found.created_last_7_days, found.created_last_30_days);
    let head = Html::lines([texts::total(language, totals.count())].into_iter().chain(sums).chain([added]));
    Html::paragraphs([head].into_iter().chain(may_change.then(|| texts::hint(language))))
}

/// The button back to the parcels of the shop.
fn parcels_button(language: Language) -> Button {
    button(texts::button_parcels(language), StaffPress::Parcels.encode())
}
