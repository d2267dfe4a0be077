//! A sale as staff see it: what was sold, for how much, and the receipt of the issued invoice.

use super::{
    ShopFormat, balances,
    callback::StaffPress,
    coupon,
    outgoing::{Button, Buttons},
    person,
    reply::{Reply, button},
};
use crate::{
    clock::Timestamp,
    domain::{CustomerId, Draft, InvoiceId, Language, Line, Money, PointsWallet, Quantity},
    service::{
        Result,
        customers::{self, Customer},
        invoices::{Issued, Quote},
        ledger::{self, Balances},
    },
    storage::Tx,
    texts::{Html, Points, format, staff_find, staff_invoice as texts, staff_refund},
};

/// An invoice that was issued, with what its receipt and its notices say.
pub struct Sale<'a> {
    /// The buyer.
    pub customer: Customer,
    /// The buyer's balances after it.
    pub balances: Balances,
    /// What was sold.
    pub draft: &'a Draft,
    /// The issued invoice.
    pub issued: &'a Issued,
}

impl<'a> Sale<'a> {
    /// The sale to a customer, in the transaction that issued its invoice.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(
        tx: &mut Tx,
        customer: CustomerId,
        draft: &'a Draft,
        issued: &'a Issued,
        at: Timestamp,
    ) -> Result<Self> {
        let customer = customers::get(tx, customer).await?;
        let balances = ledger::balances(tx, customer.customer_id, at).await?;
        Ok(Self { customer, balances, draft, issued })
    }
}

/// The receipt, with buttons to the card, to the next sale and to the undo.
pub(crate) fn receipt(language: Language, shop: ShopFormat, sale: &Sale<'_>) -> Reply {
    let Sale { customer, balances, draft, issued } = sale;
    let balance = balances::points(language, balances, texts::balance);
    let text = Html::paragraphs([
        texts::issued(language, issued.number.as_str(), &person::name(customer)),
        lines(language, shop, &draft.lines),
        Html::lines([sums(language, shop, &issued.quote, texts::paid, texts::earned), balance]),
    ]);
    let mut buttons = next_buttons(language, customer.customer_id);
    buttons.push(vec![undo_button(language, customer.customer_id, issued.invoice_id)]);
    Reply::text(text).buttons(buttons)
}

/// The lines of goods.
pub(crate) fn lines(language: Language, shop: ShopFormat, lines: &[Line]) -> Html {
    let money = |amount| shop.money(language, amount);
    Html::lines(lines.iter().map(|line| match line.quantity {
        Quantity::ONE => texts::line_single(language, &line.name, &money(line.total)),
        quantity => {
            let quantity = format::quantity(language, quantity);
            texts::line(language, &line.name, &quantity, &money(line.unit_price), &money(line.total))
        }
    }))
}

/// The sums of a sale; `paid` and `earned` make two of the lines.
pub(crate) fn sums(
    language: Language,
    shop: ShopFormat,
    quote: &Quote,
    paid: fn(Language, &str) -> Html,
    earned: fn(Language, Points) -> Html,
) -> Html {
    let money = |amount| shop.money(language, amount);
    let redeemed = format::points(language, quote.redeemed);
    let if_positive = |amount: Money, text: Html| if amount.is_positive() { text } else { Html::default() };
    Html::lines([
        texts::total(language, &money(quote.total)),
        coupon::on_invoice(language, shop, quote.discount, quote.group_discount, &quote.coupons),
        match quote.redeemed_from {
            Some(PointsWallet::Main) => texts::redeemed(language, &redeemed),
            Some(PointsWallet::Referral) => texts::redeemed_referral(language, &redeemed),
            None => Html::default(),
        },
        // A debt takes the place of the payment.
        match quote.debt {
            Money::ZERO => paid(language, &money(quote.to_pay)),
            debt => texts::debt(language, &money(debt)),
        },
        if_positive(quote.earned, earned(language, Points(quote.earned))),
    ])
}

/// The buttons below a finished sale or refund: the customer's card, and the next sale.
pub(crate) fn next_buttons(language: Language, customer: CustomerId) -> Buttons {
    vec![vec![
        button(staff_find::button_card(language), StaffPress::Card(customer).encode()),
        button(texts::button_new_sale(language), StaffPress::NewSale.encode()),
    ]]
}

/// The button that undoes an invoice.
pub(crate) fn undo_button(language: Language, customer: CustomerId, invoice: InvoiceId) -> Button {
    button(staff_refund::button_undo(language), StaffPress::Undo(customer, invoice).encode())
}
