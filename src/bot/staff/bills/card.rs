//! A bill: what it bills, what it comes to, and its payments.

use crate::{
    bot::{context::Context, customer::bills as own_bills},
    domain::{BillId, Money, Permission, billing::Date},
    messages::{
        bill::{LINES, Shown},
        callback::StaffPress,
        person,
        reply::{Reply, button},
    },
    service::{
        Result,
        billing::{
            Found, Page, bills, own,
            payments::{self, PaymentFilter, PaymentOfShop},
        },
        customers,
    },
    texts::{Html, Points, format, invoices, staff_bills as texts, staff_find},
};

/// How many payments are shown: the latest ones.
const PAYMENTS: i64 = 10;
/// The longest name of who took a payment, in characters.
const MAX_NAME: usize = 30;

/// Shows a bill, which was chosen from a page of the list.
pub(in crate::bot) async fn show(cx: &mut Context, bill: BillId, page: usize) -> Result<()> {
    show_under(cx, bill, page, None).await
}

/// Shows a bill below a note.
pub(super) async fn show_under(cx: &mut Context, bill: BillId, page: usize, note: Option<Html>) -> Result<()> {
    let (caller, language) = (cx.caller(), cx.language);
    let found = bills::get(&mut cx.tx, &caller, bill).await?;
    let customer = customers::get(&mut cx.tx, found.bill.customer_id).await?;
    let services = own::services(&mut cx.tx, &found.details[..found.details.len().min(LINES)]).await?;
    let filter = PaymentFilter { bill: Some(bill), ..PaymentFilter::default() };
    let paid = payments::list(&mut cx.tx, &caller, &filter, Page::first(PAYMENTS)).await?;
    let today = Date::at(cx.shop.format.timezone, cx.now);
    let shown = Shown { bill: &found, services: &services, currency: cx.shop.format.currency, today };
    let title = staff_find::list_of(language, &person::name(&customer), customer.code.as_str());
    let earned = match found.bill.earned_minor {
        Money::ZERO => Html::default(),
        points => texts::earned(language, Points(points)),
    };
    let parts = [title, shown.text(language), payment_lines(cx, &paid), earned];
    let text = Html::paragraphs(note.into_iter().chain(parts));
    let can_pay = cx.may(Permission::MakeBills) && !found.bill.is_draft() && found.bill.due().is_positive();
    let pay = can_pay.then(|| button(texts::button_pay(language), StaffPress::PayBill(bill).encode()));
    let list = button(texts::button_list(language), StaffPress::Bills(customer.customer_id, page).encode());
    let card = button(staff_find::button_card(language), StaffPress::Card(customer.customer_id).encode());
    let pdf = button(invoices::button_pdf(language), StaffPress::BillPdf(bill).encode());
    cx.show(Reply::text(text).buttons(vec![pay.into_iter().chain([pdf]).collect(), vec![list, card]])).await
}

/// Sends a bill as PDF, in the language of who looks at it.
pub(in crate::bot) async fn pdf(cx: &mut Context, bill: BillId) -> Result<()> {
    let caller = cx.caller();
    let found = bills::get(&mut cx.tx, &caller, bill).await?;
    own_bills::send_pdf(cx, found).await
}

fn payment_lines(cx: &Context, found: &Found<PaymentOfShop>) -> Html {
    if found.rows.is_empty() {
        return Html::default();
    }
    let language = cx.language;
    let more = found.total.saturating_sub(PAYMENTS);
    let more = (more > 0).then(|| texts::more_payments(language, more));
    let lines = found.rows.iter().map(|payment| payment_line(cx, payment));
    Html::lines([texts::payments(language)].into_iter().chain(lines).chain(more))
}

/// What of a payment counts; where nothing does, what it comes to and why.
fn payment_line(cx: &Context, found: &PaymentOfShop) -> Html {
    let (language, payment) = (cx.language, &found.payment);
    let counts = payment.completed_minor.is_positive();
    let amount = if counts { payment.completed_minor } else { payment.amount_minor };
    let status = match found.details.first() {
        _ if counts => None,
        Some(part) if payment.status.is_completed() => texts::not_counted(language, part.status),
        _ => texts::not_counted(language, payment.status),
    };
    let method = texts::method_shown(language, &payment.method);
    let who = format::shortened(&payment.stamps.created_by, MAX_NAME);
    let known: Vec<String> =
        [status.unwrap_or_default(), method, who].into_iter().filter(|part| !part.is_empty()).collect();
    let (day, amount) = (format::calendar_day(language, payment.paid_on), cx.shop.format.money(language, amount));
    if known.is_empty() {
        texts::payment(language, &day, &amount)
    } else {
        texts::payment_known(language, &day, &amount, &known.join(" · "))
    }
}
