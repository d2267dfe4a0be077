//! Lists of parcels, page by page, a button for each parcel.

use super::parcels_button;
use crate::{
    bot::{
        context::Context,
        paging::{offset, pages},
    },
    domain::{ClientCode, CustomerId, Language, ParcelId, ParcelStatus, Permission},
    messages::{
        callback::StaffPress,
        outgoing::{Button, Buttons},
        person,
        reply::{Reply, button, pager},
    },
    service::{
        Result, customers,
        parcels::{self, Page, Parcel},
    },
    texts::{Html, format::shortened, parcel as words, staff_find, staff_parcels as texts},
};

/// Parcels of a page.
pub(super) const SIZE: i64 = 8;
/// The longest number on a button, in characters.
const NUMBER_ON_BUTTON: usize = 24;

/// A page of all parcels, the latest first.
pub(crate) async fn latest(cx: &mut Context, page: usize) -> Result<()> {
    let (found, page) = read(cx, None, None, page).await?;
    let title = texts::latest_title(cx.language, found.total);
    let buttons = buttons(cx.language, &found, page, |page| StaffPress::LatestParcels(page).encode());
    show(cx, title, buttons, Vec::new()).await
}

/// A page of the parcels that have a status.
pub(crate) async fn with_status(cx: &mut Context, status: ParcelStatus, page: usize) -> Result<()> {
    let (found, page) = read(cx, None, Some(status), page).await?;
    let language = cx.language;
    let title = texts::with_title(language, texts::mark(status), &words::status(language, status), found.total);
    let buttons = buttons(language, &found, page, |page| StaffPress::ParcelsWith(status, page).encode());
    show(cx, title, buttons, Vec::new()).await
}

/// A page of the parcels of a customer.
pub(crate) async fn of_customer(cx: &mut Context, customer: CustomerId, page: usize) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    // The code names this customer, whichever other codes there are.
    let code: Option<ClientCode> = customer.code.as_str().parse().ok();
    let (found, page) = read(cx, code.as_ref(), None, page).await?;
    let (language, id) = (cx.language, customer.customer_id);
    let title = staff_find::list_of(language, &person::name(&customer), customer.code.as_str());
    let title = Html::paragraphs([title, texts::of_title(language, found.total)]);
    let buttons = buttons(language, &found, page, |page| StaffPress::ParcelsOf(id, page).encode());
    let mut below = vec![button(staff_find::button_card(language), StaffPress::Card(id).encode())];
    if cx.may(Permission::ChangeParcels) {
        below.insert(0, button(texts::button_add(language), StaffPress::AddParcel(Some(id)).encode()));
    }
    show(cx, title, buttons, below).await
}

/// A page of the parcels with the client code of a parcel. Where a customer has the code by now, theirs.
pub(crate) async fn beside(cx: &mut Context, parcel: ParcelId, page: usize) -> Result<()> {
    let caller = cx.caller();
    let parcel = parcels::get(&mut cx.tx, &caller, parcel).await?;
    if let Some(customer) = parcel.customer_id {
        return of_customer(cx, customer, page).await;
    }
    let (found, page) = read(cx, Some(&parcel.client_code), None, page).await?;
    let title = texts::of_code_title(cx.language, parcel.client_code.as_str(), found.total);
    let to_page = |page| StaffPress::ParcelsBeside(parcel.parcel_id, page).encode();
    let buttons = buttons(cx.language, &found, page, to_page);
    show(cx, title, buttons, Vec::new()).await
}

/// A page of parcels and its number; the last one where there are fewer.
async fn read(
    cx: &mut Context,
    client: Option<&ClientCode>,
    status: Option<ParcelStatus>,
    page: usize,
) -> Result<(Page, usize)> {
    let caller = cx.caller();
    let mut page = page;
    let mut found = parcels::list(&mut cx.tx, &caller, client, status, None, SIZE, offset(page, SIZE)).await?;
    let last = pages(found.total, SIZE) - 1;
    if page > last {
        page = last;
        found = parcels::list(&mut cx.tx, &caller, client, status, None, SIZE, offset(page, SIZE)).await?;
    }
    Ok((found, page))
}

/// A button for each parcel of a page, and those that turn the pages.
fn buttons(language: Language, found: &Page, page: usize, to_page: impl Fn(usize) -> String) -> Buttons {
    let mut buttons: Buttons = found.parcels.iter().map(|parcel| vec![parcel_button(language, parcel)]).collect();
    buttons.push(pager(language, page, pages(found.total, SIZE), to_page));
    buttons
}

/// The button that opens a parcel.
pub(super) fn parcel_button(language: Language, parcel: &Parcel) -> Button {
    let number = shortened(parcel.number.as_str(), NUMBER_ON_BUTTON);
    let client = shortened(parcel.client(), NUMBER_ON_BUTTON / 2);
    let label = texts::button_parcel(language, texts::mark(parcel.status), &number, &client);
    button(label, StaffPress::Parcel(parcel.parcel_id).encode())
}

async fn show(cx: &mut Context, title: Html, mut buttons: Buttons, below: Vec<Button>) -> Result<()> {
    buttons.push(below);
    buttons.push(vec![parcels_button(cx.language)]);
    cx.show(Reply::text(title).buttons(buttons)).await
}
