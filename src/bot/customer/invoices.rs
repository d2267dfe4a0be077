//! The customer's invoices: the list page by page, and one with its lines.

use crate::{
    bot::{
        context::Context,
        paging::{offset, pages},
    },
    domain::{CustomerId, InvoiceId, Money},
    messages::{
        callback::CustomerPress,
        invoice,
        outgoing::Buttons,
        reply::{Reply, button, pager},
        sheet,
    },
    service::{
        Result,
        billing::own,
        coupons,
        invoices::{self as service, Invoice},
        refunds::refunded_before,
        sheets,
    },
    texts::{Html, invoices, menu},
};

/// Invoices of a page.
const SIZE: i64 = 8;

/// The first page, newest first.
pub(crate) async fn list_first(cx: &mut Context) -> Result<()> {
    list(cx, 0).await
}

/// A page; the last one where there are fewer.
pub(crate) async fn list(cx: &mut Context, page: usize) -> Result<()> {
    let customer = cx.customer.customer_id;
    let to_page = |page| CustomerPress::Invoices(page).encode();
    let to_invoice = |invoice, page| CustomerPress::Invoice(invoice, page).encode();
    let (count, mut buttons) = self::page(cx, customer, page, to_page, to_invoice).await?;
    let text = if count == 0 { invoices::empty(cx.language) } else { invoices::list(cx.language, count) };
    if own::is_billed(&mut cx.tx, customer).await? {
        buttons.push(vec![button(menu::button_bills(cx.language), CustomerPress::Bills(0).encode())]);
    }
    buttons.push(vec![
        button(menu::button_balance(cx.language), CustomerPress::Balance.encode()),
        button(menu::button_history(cx.language), CustomerPress::History(0).encode()),
    ]);
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// How many invoices a customer has, and the buttons of a page: they open one or lead to other pages. `to_page` and
/// `to_invoice` make their callback data.
pub(crate) async fn page(
    cx: &mut Context,
    customer: CustomerId,
    page: usize,
    to_page: impl Fn(usize) -> String,
    to_invoice: impl Fn(InvoiceId, usize) -> String,
) -> Result<(i64, Buttons)> {
    let (mut found, count) = service::page(&mut cx.tx, customer, SIZE, offset(page, SIZE)).await?;
    let (last, mut page) = (pages(count, SIZE) - 1, page);
    if page > last {
        page = last;
        (found, _) = service::page(&mut cx.tx, customer, SIZE, offset(page, SIZE)).await?;
    }
    let language = cx.language;
    let row = |invoice: &Invoice| {
        let date = cx.shop.format.date(language, invoice.issued_at);
        let total = cx.shop.format.money(language, invoice.total_minor);
        let label = match invoice.refunded_minor {
            Money::ZERO => invoices::button_invoice(language, &date, &total),
            _ => invoices::button_invoice_refunded(language, &date, &total),
        };
        vec![button(label, to_invoice(invoice.invoice_id, page))]
    };
    let mut buttons: Buttons = found.iter().map(row).collect();
    buttons.push(pager(language, page, last + 1, to_page));
    Ok((count, buttons))
}

/// Opens an invoice of the list. An invoice of another customer is refused as unknown.
pub(crate) async fn open(cx: &mut Context, invoice: InvoiceId, page: usize) -> Result<()> {
    let (found, lines) = service::get(&mut cx.tx, cx.customer.customer_id, invoice).await?;
    let back = button(invoices::button_list(cx.language), CustomerPress::Invoices(page).encode());
    let refunded = refunded_before(&mut cx.tx, found.invoice_id).await?;
    let coupons = coupons::of_invoice(&mut cx.tx, found.invoice_id).await?;
    let text = invoice::text(cx.language, cx.shop.format, &found, &lines, &coupons, &refunded);
    let pdf = button(invoices::button_pdf(cx.language), CustomerPress::InvoicePdf(invoice).encode());
    cx.show(Reply::text(text).buttons(vec![vec![pdf], vec![back]])).await
}

/// Sends an invoice as PDF. An invoice of another customer is refused as unknown.
pub(crate) async fn pdf(cx: &mut Context, invoice: InvoiceId) -> Result<()> {
    send_pdf(cx, cx.customer.customer_id, invoice).await
}

/// Sends an invoice of a customer as PDF, in the language of who is in the chat.
pub(crate) async fn send_pdf(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<()> {
    let found = sheets::of_invoice(&mut cx.tx, customer, invoice).await?;
    let sheet = sheet::invoice(cx.language, cx.shop.format, &found);
    let name = sheet::file_name(found.invoice.number.as_str());
    cx.say(Reply::text(Html::escaped(&sheet.title)).with_pdf(name, sheet)).await
}
