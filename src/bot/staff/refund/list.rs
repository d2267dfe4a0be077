//! The list of a customer's invoices to choose the one to refund.

use crate::{
    bot::{context::Context, customer::invoices},
    domain::{CustomerId, Permission},
    messages::{
        callback::StaffPress,
        person,
        reply::{Reply, button},
    },
    service::{Result, customers},
    texts::{Html, staff_find, staff_refund as texts},
};

/// Shows a page of the list.
pub(crate) async fn show(cx: &mut Context, customer: CustomerId, page: usize) -> Result<()> {
    cx.require(Permission::RefundInvoice)?;
    let language = cx.language;
    let customer = customers::get(&mut cx.tx, customer).await?;
    let id = customer.customer_id;
    let to_page = |page| StaffPress::Refunds(id, page).encode();
    let to_invoice = |invoice, _| StaffPress::Refund(id, invoice).encode();
    let (count, mut buttons) = invoices::page(cx, id, page, to_page, to_invoice).await?;
    let title = staff_find::list_of(language, &person::name(&customer), customer.code.as_str());
    let text = if count == 0 { staff_find::nothing_yet(language) } else { texts::list(language) };
    buttons.push(vec![button(staff_find::button_card(language), StaffPress::Card(id).encode())]);
    cx.leave();
    cx.show(Reply::text(Html::paragraphs([title, text])).buttons(buttons)).await
}
