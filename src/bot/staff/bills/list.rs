//! The bills of a customer, page by page: those that are to be paid first.

use crate::{
    bot::{
        context::Context,
        paging::{offset, pages},
    },
    domain::{
        CustomerId,
        billing::{BillStatus, Date},
    },
    messages::{
        bill::{is_overdue, period},
        callback::StaffPress,
        outgoing::{Button, Buttons},
        person,
        reply::{Reply, button, pager},
    },
    service::{
        Result,
        billing::{
            Page,
            bills::{self, Bill},
        },
        customers,
    },
    texts::{Html, bills as words, staff_bills as texts, staff_find},
};

/// Bills of a page.
const SIZE: i64 = 8;

/// Shows a page of a customer's bills; the last one where there are fewer.
pub(in crate::bot) async fn show(cx: &mut Context, customer: CustomerId, page: usize) -> Result<()> {
    let (caller, customer) = (cx.caller(), customers::get(&mut cx.tx, customer).await?);
    let id = customer.customer_id;
    let part = |page| Page { limit: SIZE, offset: offset(page, SIZE) };
    let mut found = bills::open_first(&mut cx.tx, &caller, id, part(page)).await?;
    let (last, mut page) = (pages(found.bills.total, SIZE) - 1, page);
    if page > last {
        page = last;
        found = bills::open_first(&mut cx.tx, &caller, id, part(page)).await?;
    }
    let language = cx.language;
    let summary = if found.open > 0 {
        texts::open(language, found.open, &cx.shop.format.money(language, found.to_pay))
    } else if found.bills.total > 0 {
        texts::none_open(language)
    } else {
        texts::empty(language)
    };
    let title = staff_find::list_of(language, &person::name(&customer), customer.code.as_str());
    let today = Date::at(cx.shop.format.timezone, cx.now);
    let mut buttons: Buttons = found.bills.rows.iter().map(|bill| vec![to_one(cx, bill, page, today)]).collect();
    buttons.push(pager(language, page, last + 1, |page| StaffPress::Bills(id, page).encode()));
    buttons.push(vec![button(staff_find::button_card(language), StaffPress::Card(id).encode())]);
    cx.show(Reply::text(Html::paragraphs([title, summary])).buttons(buttons)).await
}

fn to_one(cx: &Context, bill: &Bill, page: usize, today: Date) -> Button {
    let language = cx.language;
    let (is_paid, what) = (bill.status == BillStatus::Paid, period(language, bill));
    let amount = cx.shop.format.money(language, if is_paid { bill.total_minor } else { bill.due() });
    let label = match is_paid {
        true => texts::button_paid(language, &what, &amount),
        false if is_overdue(bill, today) => words::button_overdue(language, &what, &amount),
        false => words::button(language, &what, &amount),
    };
    button(label, StaffPress::Bill(bill.bill_id, page).encode())
}
