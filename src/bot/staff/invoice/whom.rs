//! Who buys: the customer whom a message names, and the question which one is meant.

use super::{
    super::named,
    form::{AsGoods, InvoiceForm, InvoiceStep, Waits, may_be_name},
    unclear,
};
use crate::{
    bot::context::Context,
    domain::{Line, Quantity, SaleText, fold_words},
    service::{Result, customers::Customer},
    texts::{format, staff_invoice as texts},
};

/// The longest part of a search text that is shown where no customer was found, in characters.
const SHOWN_TEXT: usize = 100;
/// The longest name of goods on a button, in characters.
const NAME_ON_BUTTON: usize = 30;

/// A text that names none or several, or may mean something else, with the customers whom it finds.
pub(super) type Hits = (String, Vec<Customer>);

/// Looks up whom the message names. A name beside the code that is another one than the customer's is asked about as a line is.
/// Returns what was found where that is not one customer.
pub(super) async fn settle(cx: &mut Context, form: &mut InvoiceForm) -> Result<Option<Hits>> {
    let named = form.named.take().filter(|_| form.customer.is_none());
    let Some(named) = named else { return Ok(None) };
    let found = named::customers_named(cx, &named.by).await?;
    let [one] = found.as_slice() else {
        form.as_goods = if form.sells_nothing() && found.is_empty() { as_sum(cx, &named.by) } else { None };
        return Ok(Some((named.by, found)));
    };
    if unclear::is_called(one, &named) == Some(false) {
        form.unclear.insert(0, unclear::customer_in_doubt(&named));
    } else {
        form.card_code = named::card_code(&named.by, one);
        form.customer = Some(one.customer_id);
    }
    Ok(None)
}

/// Asks which one is meant of those whom a text finds; where there are none, asks again.
pub(super) async fn ask(cx: &mut Context, mut form: InvoiceForm, (text, found): &Hits) -> Result<()> {
    let none_found = if form.sells_nothing() || named::is_too_long(text) {
        named::none_found(cx.language, text)
    } else {
        texts::sale_customer_unknown(cx.language, &format::shortened(text, SHOWN_TEXT))
    };
    form.waits = Waits::Customer(named::phone(cx, text));
    named::ask_again(cx, &form, text, found, none_found, Some(InvoiceStep::Register)).await
}

/// "Ольга 5000", where the shop has customers of this name: a sale for this sum to one of them, or goods of this name. The form
/// has the sum, until it is said to be goods.
pub(super) async fn as_person(cx: &mut Context, form: &mut InvoiceForm, message: &SaleText) -> Result<Option<Hits>> {
    let [line] = message.lines.as_slice() else { return Ok(None) };
    let sum_name = cx.reader().sum_name;
    let is_alone = message.customer.is_none() && message.unclear.is_empty() && form.customer.is_none();
    if !is_alone || !may_be_name(line) || line.name == sum_name {
        return Ok(None);
    }
    let found = named::customers_named(cx, &line.name).await?;
    let place = form.lines.iter().rposition(|kept| kept == line);
    let Some(place) = place.filter(|_| found.iter().any(|customer| has_words(customer, &line.name))) else {
        return Ok(None);
    };
    form.lines[place] = Line::new(sum_name, line.quantity, line.unit_price);
    form.as_goods = Some(AsGoods { line: line.clone(), in_place_of: Some(place) });
    Ok(Some((line.name.clone(), found)))
}

/// A number that is no customer's may be the sum of the sale.
pub(super) fn as_sum(cx: &Context, text: &str) -> Option<AsGoods> {
    let amount = named::sum(cx, text)?;
    let line = Line::new(cx.reader().sum_name, Quantity::ONE, amount);
    Some(AsGoods { line, in_place_of: None })
}

/// The label of the button for the other meaning of a text that was taken for a customer.
pub(super) fn as_goods_label(cx: &Context, AsGoods { line, in_place_of }: &AsGoods) -> String {
    let total = cx.shop.format.money(cx.language, line.total);
    match in_place_of {
        Some(_) => texts::reading_as_goods(cx.language, &format::shortened(&line.name, NAME_ON_BUTTON), &total),
        None => texts::reading_as_sum(cx.language, &total),
    }
}

/// Are the words of the text whole words of the customer's name?
fn has_words(customer: &Customer, text: &str) -> bool {
    let name = fold_words(&customer.name());
    let words: Vec<&str> = name.split(' ').collect();
    fold_words(text).split(' ').all(|word| words.contains(&word))
}
