//! The customer's bills of services: those to be paid, those that are paid, and one with what it bills and how it can be paid. What is not
//! theirs, and what is still being written, is not there for them.

use crate::{
    bot::{
        context::Context,
        paging::{offset, pages},
    },
    domain::{
        BillId,
        billing::{BillStatus, Date, Record},
    },
    messages::{
        bill::{LINES, Shown, copies, how_to_pay, is_overdue, period},
        callback::CustomerPress,
        outgoing::{Button, Buttons},
        reply::{Reply, button, pager},
        sheet,
    },
    service::{
        Refusal, Result,
        billing::{
            Page,
            bills::{Bill, BillOfShop},
            own as service,
        },
        sheets,
    },
    texts::{Html, bills as texts, format::shortened, invoices},
};

/// Bills of a page.
const SIZE: i64 = 6;
/// The longest text that is repeated as a number, in characters.
const MAX_NUMBER: usize = 40;

/// `/bills`, alone or with the number of a bill.
pub(crate) async fn command(cx: &mut Context, text: &str) -> Result<()> {
    if text.is_empty() {
        return show(cx).await;
    }
    if open_typed(cx, text).await? {
        return Ok(());
    }
    cx.show(Reply::text(texts::not_yours(cx.language, &shortened(text, MAX_NUMBER)))).await
}

/// Opens the bill of the customer whose number a text is. False where there is none.
pub(crate) async fn open_typed(cx: &mut Context, text: &str) -> Result<bool> {
    match service::by_number(&mut cx.tx, cx.customer.customer_id, text).await? {
        Some(found) => show_one(cx, &found, 0).await.map(|()| true),
        None => Ok(false),
    }
}

/// The first page of those to be paid.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    list_open(cx, 0).await
}

/// A page of those to be paid; the last one where there are fewer.
pub(crate) async fn list_open(cx: &mut Context, page: usize) -> Result<()> {
    list(cx, true, page).await
}

/// A page of those that are paid; the last one where there are fewer.
pub(crate) async fn list_paid(cx: &mut Context, page: usize) -> Result<()> {
    list(cx, false, page).await
}

async fn list(cx: &mut Context, is_open: bool, page: usize) -> Result<()> {
    let customer = cx.customer.customer_id;
    let part = |page| Page { limit: SIZE, offset: offset(page, SIZE) };
    let mut found = service::list(&mut cx.tx, customer, is_open, part(page)).await?;
    let (last, mut page) = (pages(found.total, SIZE) - 1, page);
    if page > last {
        page = last;
        found = service::list(&mut cx.tx, customer, is_open, part(page)).await?;
    }
    let others = service::list(&mut cx.tx, customer, !is_open, Page::first(1)).await?.total;
    let text = head(cx, is_open, found.total, others).await?;
    let today = today(cx);
    let mut buttons: Buttons = found.rows.iter().map(|bill| vec![to_one(cx, bill, page, today)]).collect();
    buttons.push(pager(cx.language, page, last + 1, |page| to_list(is_open, page)));
    if others > 0 {
        let label = if is_open { texts::button_paid(cx.language) } else { texts::button_open(cx.language) };
        buttons.push(vec![button(label, to_list(!is_open, 0))]);
    }
    cx.show(Reply::text(text).buttons(buttons)).await
}

async fn head(cx: &mut Context, is_open: bool, count: i64, others: i64) -> Result<Html> {
    let language = cx.language;
    Ok(match (is_open, count) {
        (_, 0) if others == 0 => texts::empty(language),
        (true, 0) => texts::none_open(language),
        (true, _) => {
            let to_pay = service::to_pay(&mut cx.tx, cx.customer.customer_id).await?;
            texts::open(language, count, &cx.shop.format.money(language, to_pay))
        }
        (false, 0) => texts::none_paid(language),
        (false, _) => texts::paid(language, count),
    })
}

fn to_list(is_open: bool, page: usize) -> String {
    if is_open { CustomerPress::Bills(page).encode() } else { CustomerPress::PaidBills(page).encode() }
}

fn to_one(cx: &Context, bill: &Bill, page: usize, today: Date) -> Button {
    let language = cx.language;
    let amount = if is_open(bill) { bill.due() } else { bill.total_minor };
    let (what, amount) = (period(language, bill), cx.shop.format.money(language, amount));
    let label = if is_overdue(bill, today) { texts::button_overdue } else { texts::button };
    button(label(language, &what, &amount), CustomerPress::Bill(bill.bill_id, page).encode())
}

/// Opens a bill of the list. One of another customer, or one that is still being written, is refused as unknown.
pub(crate) async fn open(cx: &mut Context, bill: BillId, page: usize) -> Result<()> {
    let found = service::get(&mut cx.tx, cx.customer.customer_id, bill).await?;
    show_one(cx, &found.ok_or(Refusal::UnknownRecord(Record::Bill))?, page).await
}

/// Sends a bill as PDF. One of another customer, or one that is still being written, is refused as unknown.
pub(crate) async fn pdf(cx: &mut Context, bill: BillId) -> Result<()> {
    let found = service::get(&mut cx.tx, cx.customer.customer_id, bill).await?;
    send_pdf(cx, found.ok_or(Refusal::UnknownRecord(Record::Bill))?).await
}

/// Sends a bill as PDF, in the language of who is in the chat.
pub(crate) async fn send_pdf(cx: &mut Context, bill: BillOfShop) -> Result<()> {
    let name = sheet::file_name(&bill.bill.number);
    let found = sheets::of_bill(&mut cx.tx, bill, cx.now).await?;
    let sheet = sheet::bill(cx.language, cx.shop.format, &found);
    cx.say(Reply::text(Html::escaped(&sheet.title)).with_pdf(name, sheet)).await
}

async fn show_one(cx: &mut Context, found: &BillOfShop, page: usize) -> Result<()> {
    let BillOfShop { bill, details } = found;
    let services = service::services(&mut cx.tx, &details[..details.len().min(LINES)]).await?;
    let ways = if bill.due().is_positive() { service::ways_to_pay(&mut cx.tx, bill).await? } else { Vec::new() };
    let shown = Shown { bill: found, services: &services, currency: cx.shop.format.currency, today: today(cx) };
    let text = Html::paragraphs([shown.text(cx.language), how_to_pay(cx.language, bill, &ways)]);
    let mut buttons = copies(cx.language, &ways);
    buttons.push(vec![button(invoices::button_pdf(cx.language), CustomerPress::BillPdf(bill.bill_id).encode())]);
    buttons.push(vec![button(texts::button_list(cx.language), to_list(is_open(bill), page))]);
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// Is it in the list of those to be paid?
fn is_open(bill: &Bill) -> bool {
    bill.status != BillStatus::Paid
}

/// The present day where the shop is.
fn today(cx: &Context) -> Date {
    Date::at(cx.shop.format.timezone, cx.now)
}
