//! A customer as staff see them: the card, its history and its invoices.

use crate::{
    bot::{
        context::Context,
        customer::{history, invoices},
    },
    domain::{CardCode, CustomerId, Email, InvoiceId, Language, Permission, Role, available_credit, visible},
    messages::{
        self, ShopFormat, balances,
        callback::StaffPress,
        outgoing::Buttons,
        person,
        reply::{Reply, button},
    },
    service::{
        Result,
        billing::{Page, own},
        contacts, coupons,
        customers::{self, Customer},
        invoices as sales,
        ledger::{self, Balances},
        parcels,
        refunds::refunded_before,
    },
    texts::{Html, format, staff_bills, staff_coupon, staff_find, staff_parcels, staff_profile, staff_refund},
};

/// What is on the card beside the customer.
struct CardFigures {
    balances: Balances,
    /// Those that were not undone or refunded in full.
    invoices: i64,
    friends: i64,
    email: Option<Email>,
    /// May be empty.
    company: String,
    /// For those who see parcels.
    parcels: Option<i64>,
    /// How many bills are to be paid, for those who see them, where services are billed to the customer.
    open_bills: Option<i64>,
}

/// Shows the card.
pub(crate) async fn show(cx: &mut Context, customer: CustomerId) -> Result<()> {
    show_card(cx, customer, None, None).await
}

/// Shows the card below a title.
pub(super) async fn show_under(cx: &mut Context, customer: CustomerId, title: Option<Html>) -> Result<()> {
    show_card(cx, customer, title, None).await
}

/// Shows the card of a customer who was found, with the card code that a sale begun from here uses, where it was found by one.
pub(super) async fn show_found(cx: &mut Context, customer: CustomerId, card_code: Option<CardCode>) -> Result<()> {
    show_card(cx, customer, None, card_code).await
}

async fn show_card(
    cx: &mut Context,
    customer: CustomerId,
    title: Option<Html>,
    card_code: Option<CardCode>,
) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    let id = customer.customer_id;
    let contact = contacts::get(&mut cx.tx, id).await?;
    let figures = CardFigures {
        balances: ledger::balances(&mut cx.tx, id, cx.now).await?,
        invoices: sales::count_not_refunded(&mut cx.tx, id).await?,
        friends: customers::friends(&mut cx.tx, id, 0).await?.count,
        email: contact.email,
        company: contact.company_name,
        parcels: match cx.may(Permission::SeeParcels) {
            true => Some(parcels::of_customer(&mut cx.tx, id, 0, 0).await?.count.total),
            false => None,
        },
        open_bills: match cx.may(Permission::SeeBills) && own::is_billed(&mut cx.tx, id).await? {
            true => Some(own::list(&mut cx.tx, id, true, Page::first(0)).await?.total),
            false => None,
        },
    };
    let text = text(cx.language, cx.shop.format, &customer, &figures);
    let text = Html::paragraphs(title.into_iter().chain([text]));
    cx.show(Reply::text(text).buttons(buttons(cx.language, cx.role, id, card_code, &figures))).await
}

/// Shows a page of a customer's history.
pub(crate) async fn history(cx: &mut Context, customer: CustomerId, page: usize) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    let id = customer.customer_id;
    let (entries, buttons) = history::page(cx, id, page, |page| StaffPress::History(id, page).encode()).await?;
    let text = entries.unwrap_or_else(|| staff_find::nothing_yet(cx.language));
    list(cx, &customer, text, buttons).await
}

/// Shows a page of a customer's invoices.
pub(crate) async fn invoices(cx: &mut Context, customer: CustomerId, page: usize) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    let id = customer.customer_id;
    let to_page = |page| StaffPress::Invoices(id, page).encode();
    let to_invoice = |invoice, page| StaffPress::Invoice(id, invoice, page).encode();
    let (count, buttons) = invoices::page(cx, id, page, to_page, to_invoice).await?;
    let not_refunded = sales::count_not_refunded(&mut cx.tx, id).await?;
    let text = match count - not_refunded {
        _ if count == 0 => staff_find::nothing_yet(cx.language),
        0 => staff_find::invoices_count(cx.language, not_refunded),
        refunded => staff_find::invoices_count_refunded(cx.language, not_refunded, refunded),
    };
    list(cx, &customer, text, buttons).await
}

/// Opens an invoice of a customer.
pub(crate) async fn invoice(cx: &mut Context, customer: CustomerId, invoice: InvoiceId, page: usize) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    let (invoice, lines) = sales::get(&mut cx.tx, customer.customer_id, invoice).await?;
    let refunded = refunded_before(&mut cx.tx, invoice.invoice_id).await?;
    let coupons = coupons::of_invoice(&mut cx.tx, invoice.invoice_id).await?;
    let text = messages::invoice::text(cx.language, cx.shop.format, &invoice, &lines, &coupons, &refunded);
    let refund = StaffPress::Refund(customer.customer_id, invoice.invoice_id).encode();
    let can_refund = cx.may(Permission::RefundInvoice) && invoice.left().is_positive();
    let refund = can_refund.then(|| button(staff_refund::button_refund(cx.language), refund));
    let back = StaffPress::Invoices(customer.customer_id, page).encode();
    let back = button(crate::texts::invoices::button_list(cx.language), back);
    let pdf = StaffPress::InvoicePdf(customer.customer_id, invoice.invoice_id).encode();
    let pdf = button(crate::texts::invoices::button_pdf(cx.language), pdf);
    list(cx, &customer, text, vec![refund.into_iter().chain([pdf]).collect(), vec![back]]).await
}

/// Sends an invoice of a customer as PDF, in the language of who sells.
pub(crate) async fn invoice_pdf(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    invoices::send_pdf(cx, customer.customer_id, invoice).await
}

/// Shows a text below the customer's name, with a button back to the card.
async fn list(cx: &mut Context, customer: &Customer, text: Html, mut buttons: Buttons) -> Result<()> {
    let language = cx.language;
    let title = staff_find::list_of(language, &person::name(customer), customer.code.as_str());
    buttons.push(vec![button(staff_find::button_card(language), StaffPress::Card(customer.customer_id).encode())]);
    cx.show(Reply::text(Html::paragraphs([title, text])).buttons(buttons)).await
}

fn text(language: Language, shop: ShopFormat, customer: &Customer, figures: &CardFigures) -> Html {
    let nothing = Html::default();
    let money = |amount| shop.money(language, amount);
    let title = staff_find::card_title(language, &person::name(customer), customer.code.as_str());
    let username = customer.username.as_deref().map(visible).filter(|username| !username.is_empty());
    let since = shop.date(language, customer.joined_at);
    let reach = match (customer.telegram_id, customer.bot_blocked_at) {
        (Some(_), _) if customer.gone_at.is_some() => staff_find::card_gone(language),
        (None, _) => staff_find::card_no_telegram(language),
        (Some(_), Some(_)) => staff_find::card_blocked(language),
        (Some(_), None) => nothing.clone(),
    };
    let who = Html::lines([
        title,
        customer.phone.as_ref().map_or_else(Html::default, |phone| staff_find::card_phone(language, phone)),
        figures.email.as_ref().map_or_else(Html::default, |email| staff_find::card_email(language, email.as_str())),
        if figures.company.is_empty() { nothing.clone() } else { staff_profile::company(language, &figures.company) },
        username.map_or_else(Html::default, |username| staff_find::card_username(language, &username)),
        staff_find::card_since(language, &since),
        reach,
        if customer.is_blocked { staff_profile::is_blocked(language) } else { nothing.clone() },
        if customer.is_active { nothing.clone() } else { staff_profile::is_inactive(language) },
    ]);
    let Balances { main, referral, debt } = figures.balances;
    let limit = customer.credit_limit_minor.map_or_else(Html::default, |limit| {
        let available = available_credit(limit, debt.negated());
        staff_profile::credit_limit(language, &money(limit), &money(available))
    });
    let money_line = if debt.is_positive() {
        staff_find::card_debt(language, &money(debt))
    } else if debt.is_negative() {
        staff_find::card_advance(language, &money(debt.negated()))
    } else {
        nothing
    };
    let points =
        staff_find::card_points(language, &format::points(language, main), &format::points(language, referral));
    let points_debt = balances::points_debt(language, &figures.balances);
    let counts = staff_find::card_counts(language, figures.invoices, figures.friends);
    Html::paragraphs([who, Html::lines([points, points_debt, money_line, limit, counts])])
}

fn buttons(
    language: Language,
    role: Option<Role>,
    customer: CustomerId,
    card_code: Option<CardCode>,
    figures: &CardFigures,
) -> Buttons {
    let mut second = vec![button(staff_find::button_debt(language), StaffPress::Debt(customer).encode())];
    let may = |permission| role.is_some_and(|role| role.allows(permission));
    if may(Permission::AdjustPoints) {
        second.insert(0, button(staff_find::button_points(language), StaffPress::Points(customer).encode()));
    }
    if may(Permission::RefundInvoice) {
        second.push(button(staff_refund::button_refund(language), StaffPress::Refunds(customer, 0).encode()));
    }
    let coupon = may(Permission::GiveCoupon)
        .then(|| button(staff_coupon::button_coupon(language), StaffPress::Coupon(customer).encode()));
    let parcels = figures.parcels.map(|count| {
        button(staff_parcels::button_of_customer(language, count), StaffPress::ParcelsOf(customer, 0).encode())
    });
    let bills = figures.open_bills.map(|count| {
        let label = match count {
            0 => staff_bills::button_of_customer(language),
            count => staff_bills::button_open_of_customer(language, count),
        };
        button(label, StaffPress::Bills(customer, 0).encode())
    });
    let more = button(staff_profile::button_more(language), StaffPress::Profile(customer).encode());
    let refresh = button(staff_find::button_refresh(language), StaffPress::Card(customer).encode());
    vec![
        vec![button(staff_find::button_sell(language), StaffPress::Sell(customer, card_code).encode())],
        second,
        vec![
            button(staff_find::button_history(language), StaffPress::History(customer, 0).encode()),
            button(staff_find::button_invoices(language), StaffPress::Invoices(customer, 0).encode()),
        ],
        coupon.into_iter().chain(parcels).collect(),
        bills.into_iter().collect(),
        vec![more, refresh],
    ]
}
