//! Selling: an invoice in one message, or step by step with buttons.
//!
//! Both ways fill the same [`InvoiceForm`]; [`proceed`] asks for what is still missing and ends at the preview. Nothing happens before
//! the preview is confirmed, and then exactly what it said: its points are a number, and the sums are compared once more.

mod consent;
mod faults;
mod issue;
mod screens;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{StaffDialogue, find, register};
use crate::{
    bot::{context::Context, refusal},
    domain::{
        CardCode, CustomerId, Draft, Keywords, Language, Line, Money, OperationId, Phone, PointsWallet, Redeem,
        Redemption, SaleText, names_by_form,
    },
    messages::{
        callback::Step,
        outgoing::Buttons,
        person,
        reply::{Reply, button},
    },
    service::{
        Error, Refusal, Result,
        card_codes::{self, Lookup},
        customers::{self, Customer},
        invoices::{self, Quote, Redeemable},
    },
    texts::{Html, common, staff_invoice as texts},
};

/// The words of an invoice in every language.
static KEYWORDS: LazyLock<Keywords> = LazyLock::new(|| {
    let in_all = |word: fn(Language) -> String| Language::ALL.iter().map(|language| word(*language)).collect();
    Keywords {
        bonus: in_all(common::keyword_bonus),
        referral: in_all(common::keyword_referral),
        all: in_all(common::keyword_all),
        debt: in_all(common::keyword_debt),
    }
});

/// An invoice in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InvoiceForm {
    /// Of the buttons; the confirmed preview's makes the operation id.
    pub(super) nonce: String,
    customer: Option<CustomerId>,
    /// The digits of the card that the customer showed.
    #[serde(default)]
    card_code: Option<CardCode>,
    lines: Vec<Line>,
    has_all_lines: bool,
    redemption: Option<Redeem>,
    on_credit: Option<bool>,
    waits: Waits,
}

/// What the conversation waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Waits {
    /// Who buys; the number that nobody was found by.
    Customer(Option<Phone>),
    /// What is sold.
    Lines,
    /// Whether points pay for part of it.
    Points,
    /// How many.
    Amount(PointsWallet),
    /// Whether the rest is paid.
    Payment,
    /// That what the preview says is right.
    Confirmation(Quote),
}

impl Default for Waits {
    fn default() -> Self {
        Self::Customer(None)
    }
}

impl InvoiceForm {
    fn draft(&self) -> Draft {
        let redemption = match self.redemption {
            Some(Redeem::Points(redemption)) => Some(redemption),
            Some(Redeem::Nothing) | None => None,
        };
        Draft { lines: self.lines.clone(), redemption, on_credit: self.on_credit.unwrap_or_default() }
    }

    /// Adds what a message says. One that lists goods is a whole invoice: what it leaves out is not wanted.
    fn take(&mut self, text: &SaleText) {
        let is_whole = !text.lines.is_empty();
        self.lines.extend(text.lines.iter().cloned());
        self.has_all_lines |= is_whole;
        self.redemption = text.redemption.or(self.redemption).or(is_whole.then_some(Redeem::Nothing));
        self.on_credit = text.on_credit.then_some(true).or(self.on_credit).or(is_whole.then_some(false));
    }
}

/// The operation that confirming a preview is.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("sale:{nonce}"))
}

/// `/invoice`, with an invoice in the same message or alone.
pub(crate) async fn command(cx: &mut Context, rest: &str) -> Result<()> {
    // Lines are counted as they were typed, the one of the command too.
    let space = if rest.starts_with(char::is_whitespace) { "" } else { " " };
    read(cx, InvoiceForm::default(), rest, &format!("/invoice{space}{rest}")).await
}

/// An invoice for a customer who is not named yet.
pub(crate) async fn new(cx: &mut Context) -> Result<()> {
    command(cx, "").await
}

/// An invoice for a customer who is known, and who may have shown the digits of their card. A button is not believed: its
/// digits are looked up, and a wrong guess counts as one.
pub(crate) async fn begin(cx: &mut Context, customer: CustomerId, shown: Option<CardCode>) -> Result<()> {
    let mut card_code = None;
    if let Some(code) = shown {
        let caller = cx.caller();
        let found = card_codes::look_up(&mut cx.tx, &caller, &code).await?;
        let is_theirs = matches!(found, Lookup::Found(owner) if owner.customer_id == customer);
        card_code = is_theirs.then_some(code);
    }
    proceed(cx, InvoiceForm { customer: Some(customer), card_code, ..InvoiceForm::default() }, None).await
}

/// An invoice without the command: goods below a line that names a customer. False where the text is something else.
pub(super) async fn from_free_text(cx: &mut Context, text: &str) -> Result<bool> {
    let sale = SaleText::parse(text, &KEYWORDS);
    let lists_goods = !sale.lines.is_empty() || text.trim().lines().count() > 1;
    let Some(customer) = sale.customer.filter(|_| lists_goods) else { return Ok(false) };
    let is_sale = names_by_form(&customer) || !find::customers_named(cx, &customer).await?.is_empty();
    if is_sale {
        read(cx, InvoiceForm::default(), text, text).await?;
    }
    Ok(is_sale)
}

/// Goes on with an invoice whose customer was just registered.
pub(super) async fn go_on_for(
    cx: &mut Context,
    sale: InvoiceForm,
    customer: CustomerId,
    note: Option<Html>,
) -> Result<()> {
    proceed(cx, InvoiceForm { customer: Some(customer), ..sale }, note).await
}

/// Reads a message that may name the customer and list goods. `typed` is all of it, to be corrected and sent again.
async fn read(cx: &mut Context, mut sale: InvoiceForm, text: &str, typed: &str) -> Result<()> {
    let message = SaleText::parse(text, &KEYWORDS);
    if !message.faults.is_empty() {
        return cx.say(faults::screen(cx.language, &message.faults, typed)).await;
    }
    sale.take(&message);
    match message.customer {
        Some(customer) => choose_customer(cx, sale, &customer).await,
        None => proceed(cx, sale, None).await,
    }
}

/// The customer whom a text names, or a question which one.
async fn choose_customer(cx: &mut Context, mut sale: InvoiceForm, text: &str) -> Result<()> {
    let found = find::customers_named(cx, text).await?;
    if let [customer] = found.as_slice() {
        sale.customer = Some(customer.customer_id);
        sale.card_code = find::card_code(text, customer);
        return proceed(cx, sale, None).await;
    }
    let nobody = if sale.lines.is_empty() {
        find::nobody(cx.language, text)
    } else {
        texts::sale_customer_unknown(cx.language, &crate::texts::format::shortened(text, 100))
    };
    let nonce = cx.nonce();
    sale.nonce.clone_from(&nonce);
    sale.waits = Waits::Customer(Phone::parse(text).ok());
    cx.enter(StaffDialogue::InvoiceForm(sale));
    find::ask_again(cx, &nonce, text, &found, nobody, true).await
}

/// An answer in words.
pub(crate) async fn answer(cx: &mut Context, mut sale: InvoiceForm, text: &str) -> Result<()> {
    match sale.waits {
        Waits::Customer(_) => {
            let may_be_whole = sale.lines.is_empty() && find::customers_named(cx, text).await?.is_empty();
            return if may_be_whole { read(cx, sale, text, text).await } else { choose_customer(cx, sale, text).await };
        }
        Waits::Lines => return add_lines(cx, sale, text).await,
        Waits::Points => {
            let points = || Money::parse(text).ok().map(|points| redeem(PointsWallet::Main, Some(points)));
            sale.redemption = SaleText::parse_lines(text, &KEYWORDS).redemption.or_else(points);
            if sale.redemption.is_some() {
                return proceed(cx, sale, None).await;
            }
        }
        Waits::Amount(wallet) => {
            if let Ok(points) = Money::parse(text) {
                sale.redemption = Some(redeem(wallet, Some(points)));
                return proceed(cx, sale, None).await;
            }
            return ask_amount(cx, sale, wallet, true).await;
        }
        Waits::Payment => {
            if SaleText::parse_lines(text, &KEYWORDS).on_credit {
                sale.on_credit = Some(true);
                return proceed(cx, sale, None).await;
            }
        }
        // The next invoice, typed before this one was confirmed: its preview takes the place of this one's.
        Waits::Confirmation(_) => {
            if from_free_text(cx, text).await? {
                return Ok(());
            }
        }
    }
    cx.say(Reply::text(texts::press_a_button(cx.language))).await
}

/// A button of the conversation; false where it belongs to another step.
pub(super) async fn step(cx: &mut Context, mut sale: InvoiceForm, step: Step) -> Result<bool> {
    match (&sale.waits, step) {
        (Waits::Customer(_), Step::Pick(customer)) => sale.customer = Some(customer),
        (Waits::Customer(phone), Step::Register) => {
            let phone = phone.clone();
            register::begin(cx, phone, Some(Box::new(sale))).await?;
            return Ok(true);
        }
        (Waits::Lines, Step::Done) => sale.has_all_lines = true,
        (Waits::Lines, Step::Undo) => drop(sale.lines.pop()),
        (Waits::Points | Waits::Amount(_), Step::NoPoints) => sale.redemption = Some(Redeem::Nothing),
        (Waits::Points, Step::AllOf(wallet)) => sale.redemption = Some(redeem(wallet, None)),
        (Waits::Points, Step::SomeOf(wallet)) => {
            ask_amount(cx, sale, wallet, false).await?;
            return Ok(true);
        }
        (Waits::Payment | Waits::Confirmation(_), Step::Paid) => sale.on_credit = Some(false),
        (Waits::Payment | Waits::Confirmation(_), Step::OnCredit) => sale.on_credit = Some(true),
        (Waits::Confirmation(_), Step::ChangeLines) => sale.has_all_lines = false,
        (Waits::Confirmation(_), Step::ChangePoints) => sale.redemption = None,
        (Waits::Confirmation(quote), Step::Confirm) => {
            let quote = quote.clone();
            confirm(cx, sale, &quote).await?;
            return Ok(true);
        }
        _ => return Ok(false),
    }
    proceed(cx, sale, None).await?;
    Ok(true)
}

/// Asks for what is missing, below a note on what has just happened; where nothing is, shows the preview.
pub(super) async fn proceed(cx: &mut Context, mut sale: InvoiceForm, note: Option<Html>) -> Result<()> {
    let Some(customer) = sale.customer else { return ask_customer(cx, sale, note).await };
    let customer = customers::get(&mut cx.tx, customer).await?;
    if !sale.has_all_lines || sale.lines.is_empty() {
        return ask_lines(cx, sale, &customer, note).await;
    }
    let total = match sale.draft().total() {
        Ok(total) => total,
        Err(error) => {
            sale.has_all_lines = false;
            let note = refusal::text(cx, &Refusal::BadDraft(error));
            return ask_lines(cx, sale, &customer, Some(note)).await;
        }
    };
    let limits = invoices::redeemable(&mut cx.tx, customer.customer_id, total, cx.now).await?;
    let note = settle_points(cx, &mut sale, limits).await?.or(note);
    if sale.redemption.is_none() {
        return ask_points(cx, sale, total, limits, note).await;
    }
    let quote = invoices::quote(&mut cx.tx, customer.customer_id, &sale.draft(), cx.now).await?;
    if sale.on_credit.is_none() && quote.to_pay.is_positive() {
        return ask_payment(cx, sale, quote.to_pay, note).await;
    }
    preview(cx, sale, &customer, quote, limits, note).await
}

/// Makes "all" a number, and takes back a wish that cannot be fulfilled; then says why.
async fn settle_points(cx: &mut Context, sale: &mut InvoiceForm, limits: Redeemable) -> Result<Option<Html>> {
    let mut note = None;
    if let (Some(Redeem::Points(redemption)), Some(customer)) = (sale.redemption, sale.customer) {
        let most = limits.of(redemption.wallet);
        match redemption.points {
            Some(Money::ZERO) => sale.redemption = Some(Redeem::Nothing),
            _ if most.is_zero() => {
                note = Some(texts::nothing_to_redeem(cx.language));
                sale.redemption = None;
            }
            None => sale.redemption = Some(redeem(redemption.wallet, Some(most))),
            Some(_) => match invoices::quote(&mut cx.tx, customer, &sale.draft(), cx.now).await {
                Ok(_) => {}
                Err(Error::Refused(reason)) => {
                    note = Some(refusal::text(cx, &reason));
                    sale.redemption = None;
                }
                Err(error) => return Err(error),
            },
        }
    }
    if sale.redemption.is_none() && limits.is_nothing() {
        sale.redemption = Some(Redeem::Nothing);
    }
    Ok(note)
}

/// Does what the preview shows, unless the sums have changed since.
async fn confirm(cx: &mut Context, sale: InvoiceForm, shown: &Quote) -> Result<()> {
    let Some(customer) = sale.customer else { return ask_customer(cx, sale, None).await };
    let note = match invoices::quote(&mut cx.tx, customer, &sale.draft(), cx.now).await {
        Ok(quote) if quote == *shown => return consent::issue_or_ask(cx, sale, customer, &quote).await,
        Ok(_) => texts::changed(cx.language),
        Err(Error::Refused(reason)) => refusal::text(cx, &reason),
        Err(error) => return Err(error),
    };
    proceed(cx, sale, Some(note)).await
}

async fn add_lines(cx: &mut Context, mut sale: InvoiceForm, text: &str) -> Result<()> {
    let message = SaleText::parse_lines(text, &KEYWORDS);
    if !message.faults.is_empty() {
        return cx.say(faults::screen(cx.language, &message.faults, text)).await;
    }
    sale.lines.extend(message.lines);
    sale.redemption = message.redemption.or(sale.redemption);
    sale.on_credit = message.on_credit.then_some(true).or(sale.on_credit);
    match sale.draft().total() {
        // A gift may come first.
        Ok(_) | Err(crate::domain::DraftError::Empty | crate::domain::DraftError::NothingToPay) => {}
        Err(error) => return Err(Refusal::BadDraft(error).into()),
    }
    proceed(cx, sale, None).await
}

async fn ask_customer(cx: &mut Context, mut sale: InvoiceForm, note: Option<Html>) -> Result<()> {
    sale.waits = Waits::Customer(None);
    let question = texts::sale_whom(cx.language);
    ask(cx, sale, note, question, |_| Vec::new()).await
}

async fn ask_lines(cx: &mut Context, mut sale: InvoiceForm, customer: &Customer, note: Option<Html>) -> Result<()> {
    sale.waits = Waits::Lines;
    let language = cx.language;
    let name = person::name(customer);
    if sale.lines.is_empty() {
        return ask(cx, sale, note, texts::sale_lines(language, &name), |_| Vec::new()).await;
    }
    let question = screens::lines_so_far(language, cx.shop.format, &name, &sale.lines);
    let buttons = |nonce: &str| {
        vec![vec![
            button(texts::button_undo(language), Step::Undo.encode(nonce)),
            button(texts::button_done(language), Step::Done.encode(nonce)),
        ]]
    };
    ask(cx, sale, note, question, buttons).await
}

async fn ask_points(
    cx: &mut Context,
    mut sale: InvoiceForm,
    total: Money,
    limits: Redeemable,
    note: Option<Html>,
) -> Result<()> {
    sale.waits = Waits::Points;
    let language = cx.language;
    let question = screens::points_question(language, cx.shop.format, total);
    ask(cx, sale, note, question, |nonce| screens::points_buttons(language, limits, nonce)).await
}

async fn ask_amount(cx: &mut Context, mut sale: InvoiceForm, wallet: PointsWallet, again: bool) -> Result<()> {
    let (Some(customer), Ok(total)) = (sale.customer, sale.draft().total()) else {
        return proceed(cx, sale, None).await;
    };
    let most = invoices::redeemable(&mut cx.tx, customer, total, cx.now).await?.of(wallet);
    sale.waits = Waits::Amount(wallet);
    let language = cx.language;
    let most = crate::texts::format::points(language, most);
    let question = if again {
        texts::sale_bad_amount(language, &most)
    } else {
        texts::sale_amount(language, &common::wallet(language, wallet), &most)
    };
    let buttons = |nonce: &str| vec![vec![button(texts::button_no_points(language), Step::NoPoints.encode(nonce))]];
    ask(cx, sale, None, question, buttons).await
}

async fn ask_payment(cx: &mut Context, mut sale: InvoiceForm, to_pay: Money, note: Option<Html>) -> Result<()> {
    sale.waits = Waits::Payment;
    let language = cx.language;
    let question = screens::payment_question(language, cx.shop.format, to_pay);
    let buttons = |nonce: &str| {
        vec![vec![
            button(texts::button_paid(language), Step::Paid.encode(nonce)),
            button(texts::button_on_credit(language), Step::OnCredit.encode(nonce)),
        ]]
    };
    ask(cx, sale, note, question, buttons).await
}

async fn preview(
    cx: &mut Context,
    mut sale: InvoiceForm,
    customer: &Customer,
    quote: Quote,
    limits: Redeemable,
    note: Option<Html>,
) -> Result<()> {
    let language = cx.language;
    let text = screens::preview(language, cx.shop.format, customer, &sale.lines, &quote);
    let has_points = !limits.is_nothing() || quote.redeemed.is_positive();
    let choices = screens::Choices { has_points, on_credit: sale.on_credit.unwrap_or_default(), to_pay: quote.to_pay };
    sale.waits = Waits::Confirmation(quote);
    ask(cx, sale, note, text, |nonce| screens::preview_buttons(language, &choices, nonce)).await
}

/// Asks a question, below the note.
async fn ask(
    cx: &mut Context,
    sale: InvoiceForm,
    note: Option<Html>,
    question: Html,
    buttons: impl FnOnce(&str) -> Buttons,
) -> Result<()> {
    let question = Html::paragraphs(note.into_iter().chain([question]));
    super::ask(cx, question, buttons, |nonce| StaffDialogue::InvoiceForm(InvoiceForm { nonce, ..sale })).await
}

const fn redeem(wallet: PointsWallet, points: Option<Money>) -> Redeem {
    Redeem::Points(Redemption { wallet, points })
}
