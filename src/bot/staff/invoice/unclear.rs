//! The question which reading of a line is meant.

use super::{
    super::{
        named,
        question::{Question, below},
    },
    faults,
    form::{InvoiceForm, InvoiceStep, Waits},
};
use crate::{
    bot::context::Context,
    domain::{Fault, Language, Line, Named, PointsWallet, Quantity, Reading, Redeem, Redemption, Unclear, fold_name},
    messages::{ShopFormat, person},
    service::{Result, customers::Customer},
    texts::{Html, format, staff_invoice as texts},
};

/// The longest part of an unclear line that is shown, in characters.
const SHOWN_LINE: usize = 200;
/// The longest name of goods on a button, in characters.
const NAME_ON_BUTTON: usize = 30;
/// The most customers of one name who are offered.
const MOST_CALLED: usize = 5;
/// The longest label, in characters.
const LABEL: usize = 100;

/// Settles what the cards of customers settle: a code with its customer's name beside it is certain, one that no customer has is
/// no customer. True where a line is still unclear.
pub(super) async fn settle(cx: &mut Context, form: &mut InvoiceForm) -> Result<bool> {
    while let Some(first) = form.unclear.first() {
        let mut possible: Vec<Reading> = Vec::new();
        let mut certain: Option<(Reading, Customer)> = None;
        let mut unknown: Vec<Named> = Vec::new();
        for reading in first.readings.clone() {
            let Some(customer) = &reading.customer else {
                possible.push(reading);
                continue;
            };
            match named::customers_named(cx, &customer.by).await?.as_slice() {
                [found] => {
                    if certain.is_none() && is_called(found, customer) == Some(true) {
                        certain = Some((reading.clone(), found.clone()));
                    }
                    possible.push(reading);
                }
                _ => unknown.push(customer.clone()),
            }
        }
        let was_customer = first.readings.iter().any(|reading| reading.customer.is_some());
        if let [Reading { customer: Some(customer), .. }] = possible.as_slice()
            && first.readings.len() > 1
            && certain.is_none()
            && customer.called.is_none()
        {
            let found = named::customers_named(cx, &customer.by).await?;
            certain = possible.first().cloned().zip(found.into_iter().next());
        }
        match certain {
            Some((reading, customer)) => {
                take_customer(form, &reading, &customer);
                form.resolve(&reading);
            }
            // No such customer: whom the line means is asked for.
            None if possible.is_empty() && was_customer => {
                let sold = match first.readings.as_slice() {
                    [only] => Reading { customer: None, ..only.clone() },
                    _ => Reading::default(),
                };
                form.resolve(&sold);
            }
            None => {
                if !unknown.is_empty() && possible.iter().all(|reading| reading.customer.is_none()) {
                    let is_alone = form.lines.is_empty() && form.unclear.len() == 1;
                    possible = with_misspelled(cx, &unknown, possible, is_alone).await?;
                }
                form.unclear[0].readings = possible;
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The readings of a line whose code no customer has: "Анна 99999" may be Anna with a misspelled code. Where there are customers
/// of the name, the code is no price of goods; in a line that is alone it may be the sum of a sale to one of them.
async fn with_misspelled(
    cx: &mut Context,
    unknown: &[Named],
    goods: Vec<Reading>,
    is_alone: bool,
) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    for called in unknown.iter().filter_map(|customer| customer.called.as_deref()) {
        for found in named::customers_named(cx, called).await?.into_iter().take(MOST_CALLED) {
            let by = found.code.as_str().to_owned();
            let customer = Reading { customer: Some(Named { by, called: None }), ..Reading::default() };
            if is_alone {
                readings.extend(goods.iter().filter_map(|goods| for_sum(cx, &customer, goods)));
            }
            readings.push(customer);
        }
    }
    if readings.is_empty() || is_alone {
        readings.extend(goods);
    }
    readings.push(Reading::default());
    Ok(readings)
}

/// A sale to the customer for the sum that goods of their name would cost.
fn for_sum(cx: &Context, customer: &Reading, goods: &Reading) -> Option<Reading> {
    let [line] = goods.lines.as_slice() else { return None };
    let sum = Line::new(cx.reader().sum_name, line.quantity, line.unit_price);
    Some(Reading { customer: customer.customer.clone(), lines: vec![sum], ..goods.clone() })
}

/// Asks which reading of the first unclear line is meant.
pub(super) async fn ask(cx: &mut Context, mut form: InvoiceForm, note: Option<Html>) -> Result<()> {
    form.waits = Waits::Reading;
    let language = cx.language;
    let Some(Unclear { line, text, readings, fault, .. }) = form.unclear.first().cloned() else { return Ok(()) };
    let shown = format::shortened(&text, SHOWN_LINE);
    let text = match (fault, readings.as_slice()) {
        (Some(why), _) => faults::question(language, line, &text, why),
        (None, [_]) => texts::sale_doubtful(language, line, &shown),
        (None, _) => texts::sale_unclear(language, line, &shown),
    };
    let question = Question::new(cx);
    let mut buttons = Vec::new();
    for (place, reading) in readings.iter().enumerate() {
        let label = label(cx, reading).await?;
        buttons.push(vec![question.button(label, InvoiceStep::Read(place))]);
    }
    question.ask(cx, &form, below(note, text), buttons).await
}

/// Shows the lines that could not be read; the rest of the message is kept, and waits for the first of them. `typed` is the
/// message, where it may be sent again as a whole.
pub(super) async fn ask_to_correct(
    cx: &mut Context,
    mut form: InvoiceForm,
    faults: &[Fault],
    typed: Option<&str>,
) -> Result<()> {
    form.waits = Waits::Reading;
    let question = Question::new(cx);
    let leave_out = || vec![question.button(texts::reading_nothing(cx.language), InvoiceStep::Read(0))];
    let buttons = (faults.len() == 1).then(leave_out).into_iter().collect();
    let text = faults::kept(cx.language, faults, typed);
    question.ask(cx, &form, text, buttons).await
}

/// Takes the reading of the first unclear line that was chosen; false where there is none of this place.
pub(super) async fn choose(cx: &mut Context, form: &mut InvoiceForm, place: usize) -> Result<bool> {
    let chosen = form.unclear.first().and_then(|unclear| unclear.readings.get(place)).cloned();
    let Some(reading) = chosen else { return Ok(false) };
    if let Some(customer) = &reading.customer
        && let [found] = named::customers_named(cx, &customer.by).await?.as_slice()
    {
        take_customer(form, &reading, found);
    }
    form.resolve(&reading);
    Ok(true)
}

/// A line that names a customer by a code beside another name.
pub(super) fn customer_in_doubt(customer: &Named) -> Unclear {
    let called = customer.called.iter().map(String::as_str);
    let text = [customer.by.as_str()].into_iter().chain(called).collect::<Vec<_>>().join(", ");
    let reading = Reading { customer: Some(customer.clone()), ..Reading::default() };
    Unclear { line: 1, text, after: 0, readings: vec![reading], fault: None }
}

/// Is this the customer's name? `None` where no name was typed.
pub(super) fn is_called(customer: &Customer, named: &Named) -> Option<bool> {
    let called = fold_name(named.called.as_deref()?);
    Some(customer.terms().iter().any(|term| term.starts_with(&called)))
}

fn take_customer(form: &mut InvoiceForm, reading: &Reading, customer: &Customer) {
    form.customer = Some(customer.customer_id);
    form.card_code = reading.customer.as_ref().and_then(|named| named::card_code(&named.by, customer));
}

/// What choosing a reading does.
async fn label(cx: &mut Context, reading: &Reading) -> Result<String> {
    let (language, shop) = (cx.language, cx.shop.format);
    let mut parts = Vec::new();
    if let Some(customer) = &reading.customer
        && let [found] = named::customers_named(cx, &customer.by).await?.as_slice()
    {
        parts.push(texts::reading_customer(language, &person::name(found), found.code.as_str()));
    }
    parts.extend(goods(language, shop, reading));
    parts.extend(reading.redemption.map(|redeem| points(language, redeem)));
    parts.extend(reading.on_credit.then(|| texts::reading_debt(language)));
    if parts.is_empty() {
        parts.push(texts::reading_nothing(language));
    }
    Ok(format::shortened(&parts.join("; "), LABEL))
}

fn goods(language: Language, shop: ShopFormat, reading: &Reading) -> Vec<String> {
    let money = |amount| shop.money(language, amount);
    let label = |line: &crate::domain::Line| {
        let name = format::shortened(&line.name, NAME_ON_BUTTON);
        match line.quantity {
            Quantity::ONE => texts::reading_single(language, &name, &money(line.total)),
            quantity => {
                let quantity = format::quantity(language, quantity);
                texts::reading_line(language, &name, &quantity, &money(line.unit_price), &money(line.total))
            }
        }
    };
    reading.lines.iter().map(label).collect()
}

fn points(language: Language, redeem: Redeem) -> String {
    match redeem {
        Redeem::Nothing => texts::reading_no_points(language),
        Redeem::Points(Redemption { wallet: PointsWallet::Main, points: None }) => texts::reading_all_points(language),
        Redeem::Points(Redemption { wallet: PointsWallet::Referral, points: None }) => {
            texts::reading_all_referral(language)
        }
        Redeem::Points(Redemption { wallet, points: Some(points) }) => {
            let points = format::points(language, points);
            match wallet {
                PointsWallet::Main => texts::reading_points(language, &points),
                PointsWallet::Referral => texts::reading_referral(language, &points),
            }
        }
    }
}
