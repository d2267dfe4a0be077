//! Looking for parcels: by number, by the code, phone or name of the client, by words of the note.

use serde::{Deserialize, Serialize};

use super::{card, list, parcels_button};
use crate::{
    bot::{
        context::Context,
        incoming::Contact,
        paging::{offset, pages},
        staff::{
            conversation::{Conversation, Next},
            named,
            question::{Question, below},
            step::NoStep,
        },
    },
    domain::{ClientCode, ParcelId, ParcelNumber, Permission},
    messages::{
        callback::StaffPress,
        outgoing::Buttons,
        reply::{Reply, button},
    },
    service::{
        Result, client_codes,
        customers::Customer,
        parcels::{self, Page},
    },
    texts::{Html, common, format, staff_parcels as texts},
};

/// The longest text that is looked for, in characters.
const MAX_SEARCH: usize = 100;

/// Waits for the text to look for; the form is empty.
#[derive(Serialize, Deserialize)]
pub(in crate::bot::staff) struct FindParcels {}

impl Conversation for FindParcels {
    const NAME: &'static str = "find_parcels";
    type Step = NoStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        vec![Self {}]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::SeeParcels)?;
        let text = below(note, texts::find_ask(cx.language));
        Question::new(cx).ask(cx, &self, text, Vec::new()).await
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        search(cx, text, 0).await?;
        Ok(Next::Answered)
    }

    async fn press(self, _: &mut Context, step: NoStep, _: &str) -> Result<Next> {
        match step {}
    }

    /// Shows the parcels of the customer whose contact it is.
    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        let clients = named::customers_of_contact(cx, contact).await?;
        let hits = Hits { clients, ..Hits::default() };
        show(cx, &contact.phone, hits, 0).await?;
        Ok(Next::Answered)
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        search(cx, text, page).await?;
        Ok(Next::Answered)
    }
}

/// Asks what is looked for.
pub(crate) async fn begin(cx: &mut Context) -> Result<()> {
    FindParcels {}.ask(cx, None).await
}

/// What a text fits.
#[derive(Default)]
struct Hits {
    /// The parcel with this number.
    parcel: Option<ParcelId>,
    /// A parcel whose client code this is, where no customer has it.
    beside: Option<ParcelId>,
    /// Those whom it may mean.
    clients: Vec<Customer>,
    /// A page of the parcels that it is a part of.
    page: Page,
}

/// Shows the parcel or the parcels of the client that a text names, or else a list of what it fits.
pub(super) async fn search(cx: &mut Context, text: &str, page: usize) -> Result<()> {
    cx.require(Permission::SeeParcels)?;
    if text.chars().count() > MAX_SEARCH {
        cx.leave();
        return cx.show(Reply::text(common::text_too_long(cx.language, MAX_SEARCH))).await;
    }
    let hits = look(cx, text, page).await?;
    show(cx, text, hits, page).await
}

async fn look(cx: &mut Context, text: &str, page: usize) -> Result<Hits> {
    let caller = cx.caller();
    let mut hits = Hits::default();
    if let Ok(number) = text.parse::<ParcelNumber>() {
        hits.parcel = parcels::get_by_number(&mut cx.tx, &caller, &number).await?.map(|parcel| parcel.parcel_id);
    }
    if let Ok(code) = text.parse::<ClientCode>() {
        match client_codes::customer(&mut cx.tx, &code).await? {
            Some(client) => hits.clients.push(client),
            None => {
                let of_code = parcels::list(&mut cx.tx, &caller, Some(&code), None, None, 1, 0).await?;
                hits.beside = of_code.parcels.first().map(|parcel| parcel.parcel_id);
            }
        }
    }
    // A number or a code that fits whole is what is meant, unless it is both.
    let whole = usize::from(hits.parcel.is_some()) + hits.clients.len() + usize::from(hits.beside.is_some());
    if whole == 1 {
        return Ok(hits);
    }
    if hits.clients.is_empty() {
        hits.clients = named::customers_named(cx, text).await?;
    }
    hits.page =
        parcels::list(&mut cx.tx, &caller, None, None, Some(text), list::SIZE, offset(page, list::SIZE)).await?;
    Ok(hits)
}

async fn show(cx: &mut Context, text: &str, hits: Hits, page: usize) -> Result<()> {
    cx.leave();
    match (hits.page.total, &hits.clients[..], hits.parcel, hits.beside) {
        (0, [], Some(parcel), None) => return card::show(cx, parcel).await,
        (0, [], None, Some(parcel)) => return list::beside(cx, parcel, 0).await,
        (0, [client], None, None) => return list::of_customer(cx, client.customer_id, 0).await,
        (1, [], _, None) if hits.page.parcels.len() == 1 => {
            return card::show(cx, hits.page.parcels[0].parcel_id).await;
        }
        (0, [], None, None) => return none_found(cx, text).await,
        _ => {}
    }
    let language = cx.language;
    let clients = named::Page::of(&hits.clients, 0);
    let to_parcels = |label, client| Some(button(label, StaffPress::ParcelsOf(client, 0).encode()));
    let mut buttons: Buttons = if page == 0 { clients.options(language, to_parcels) } else { Vec::new() };
    buttons.extend(hits.page.parcels.iter().map(|parcel| vec![list::parcel_button(language, parcel)]));
    if let Some(parcel) = hits.beside.filter(|_| page == 0) {
        buttons.push(vec![button(texts::button_beside(language), StaffPress::ParcelsBeside(parcel, 0).encode())]);
    }
    let title = texts::found_many(language, hits.page.total, hits.clients.len());
    let count = pages(hits.page.total, list::SIZE);
    if count < 2 {
        buttons.push(vec![parcels_button(language)]);
        return cx.show(Reply::text(title).buttons(buttons)).await;
    }
    Question::new(cx).ask_page(cx, &FindParcels {}, title, buttons, text, (page.min(count - 1), count)).await
}

async fn none_found(cx: &mut Context, text: &str) -> Result<()> {
    let language = cx.language;
    let again = button(texts::button_find(language), StaffPress::FindParcels.encode());
    let add = button(texts::button_add(language), StaffPress::AddParcel(None).encode());
    let add = cx.may(Permission::ChangeParcels).then_some(add);
    let text = texts::found_none(language, &format::shortened(text, MAX_SEARCH));
    let buttons = vec![[again].into_iter().chain(add).collect(), vec![parcels_button(language)]];
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// Opens the parcel whose number a text is. False where there is none, or where the person does not see parcels.
pub(in crate::bot::staff) async fn open_typed(cx: &mut Context, text: &str) -> Result<bool> {
    let Ok(number) = text.parse::<ParcelNumber>() else { return Ok(false) };
    if !cx.may(Permission::SeeParcels) {
        return Ok(false);
    }
    let caller = cx.caller();
    match parcels::get_by_number(&mut cx.tx, &caller, &number).await? {
        Some(parcel) => card::show(cx, parcel.parcel_id).await.map(|()| true),
        None => Ok(false),
    }
}
