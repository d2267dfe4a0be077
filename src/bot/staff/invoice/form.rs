//! The form of an invoice, and the steps of its buttons.

use serde::{Deserialize, Serialize};

use super::super::step::steps;
use crate::{
    domain::{
        CardCode, ConsentId, CustomerId, Draft, Line, Money, Named, OperationId, Phone, PointsWallet, Quantity,
        Reading, Redeem, Redemption, SaleText, Unclear,
    },
    service::invoices::Quote,
};

/// The most words of a name beside a phone number.
const MOST_NAMES: usize = 2;

/// The form of an invoice that is not issued yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::bot::staff) struct InvoiceForm {
    pub(super) customer: Option<CustomerId>,
    /// The card code that the customer showed.
    #[serde(default)]
    pub(super) card_code: Option<CardCode>,
    /// The name in a contact whose number no customer has.
    #[serde(default)]
    pub(super) contact_name: Option<String>,
    /// Whom the message names, until their card is looked up.
    #[serde(default)]
    pub(super) named: Option<Named>,
    /// What is sold if the text that was taken for a customer is goods, or their sum.
    #[serde(default)]
    pub(super) as_goods: Option<AsGoods>,
    pub(super) lines: Vec<Line>,
    /// The lines of the message that are not certain; the first one is asked about first.
    #[serde(default)]
    pub(super) unclear: Vec<Unclear>,
    pub(super) has_all_lines: bool,
    pub(super) redemption: Option<Redeem>,
    pub(super) on_credit: Option<bool>,
    pub(super) waits: Waits,
}

/// What is sold if a text that was taken for a customer is goods: "Роза 500", "99999".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AsGoods {
    pub(super) line: Line,
    /// The place of the line that stands for it as long as the text is a customer.
    pub(super) in_place_of: Option<usize>,
}

/// What the conversation waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(strum::EnumDiscriminants), strum_discriminants(name(WaitsKind), derive(strum::EnumIter)))]
#[serde(rename_all = "snake_case")]
pub(super) enum Waits {
    /// The customer; with the phone number that no customer has, where one was typed.
    Customer(Option<Phone>),
    /// Which reading of the first unclear line is meant.
    Reading,
    /// The goods.
    Lines,
    /// Whether points are redeemed.
    Points,
    /// How many points of this wallet.
    Amount(PointsWallet),
    /// Whether the rest is paid now or becomes a debt.
    Payment,
    /// The confirmation of a preview with this quote.
    Confirmation(Quote),
    /// What becomes of another sale to the customer, which waits for their consent.
    OtherSale(ConsentId),
}

impl Default for Waits {
    fn default() -> Self {
        Self::Customer(None)
    }
}

impl InvoiceForm {
    /// The draft of the invoice so far.
    pub(super) fn draft(&self) -> Draft {
        let redemption = match self.redemption {
            Some(Redeem::Points(redemption)) => Some(redemption),
            Some(Redeem::Nothing) | None => None,
        };
        let on_credit = self.on_credit.unwrap_or_default();
        Draft { lines: self.lines.clone(), redemption, coupons: Vec::new(), on_credit }
    }

    /// Was nothing typed that is sold?
    pub(super) fn sells_nothing(&self) -> bool {
        self.lines.is_empty() && self.unclear.is_empty()
    }

    /// Adds the contents of a message. One that lists goods is a whole invoice: without a line for points or debt, there are
    /// none.
    pub(super) fn apply(&mut self, text: &SaleText) {
        let redeems = |unclear: &Unclear| unclear.readings.iter().any(|reading| reading.redemption.is_some());
        let is_whole = !text.lines.is_empty() || text.unclear.iter().any(Unclear::may_sell);
        let is_redeemed = text.unclear.iter().any(redeems);
        self.add(text);
        self.has_all_lines |= is_whole;
        self.redemption = self.redemption.or((is_whole && !is_redeemed).then_some(Redeem::Nothing));
        self.on_credit = self.on_credit.or(is_whole.then_some(false));
    }

    /// Adds the lines of a message, and what it says of points and debt.
    pub(super) fn add(&mut self, text: &SaleText) {
        let before = self.lines.len();
        let moved = |unclear: &Unclear| Unclear { after: unclear.after + before, ..unclear.clone() };
        self.unclear.extend(text.unclear.iter().map(moved));
        self.lines.extend(text.lines.iter().cloned());
        self.redemption = text.redemption.or(self.redemption);
        self.on_credit = text.on_credit.then_some(true).or(self.on_credit);
    }

    /// Keeps what could be read of a whole message, and the lines that are to be corrected, which are asked about first.
    pub(super) fn keep(&mut self, text: &SaleText) {
        let before = self.lines.len();
        self.apply(text);
        self.has_all_lines = true;
        self.keep_faulty(text, before);
    }

    /// As [`keep`](Self::keep), of a message that adds to the goods.
    pub(super) fn keep_more(&mut self, text: &SaleText) {
        let before = self.lines.len();
        self.add(text);
        self.keep_faulty(text, before);
    }

    fn keep_faulty(&mut self, text: &SaleText, before: usize) {
        let faulty = text.faults.iter().map(|fault| {
            let unclear = Unclear::faulty(fault);
            Unclear { after: unclear.after + before, ..unclear }
        });
        self.unclear.splice(0..0, faulty);
    }

    /// "87015554433 Айгуль 5000", where no customer has the number: what stands beside it may be their name, which the
    /// registration offers. Whether it was the name is then known, or asked.
    pub(super) fn name_newcomer(&mut self, customer: &Named, text: &str, sum_name: &str) {
        self.contact_name.clone_from(&customer.called);
        let first = text.trim_start().lines().next().unwrap_or_default();
        let may_be_name =
            |line: &&Line| may_be_name(line) && line.name.starts_with(char::is_uppercase) && first.contains(&line.name);
        let is_first = self.unclear.first().is_none_or(|unclear| unclear.after > 0);
        let Some(line) = self.lines.first().filter(may_be_name).filter(|_| is_first && customer.called.is_none())
        else {
            return;
        };
        let named = Named { by: customer.by.clone(), called: Some(line.name.clone()) };
        let sum = Line::new(sum_name, line.quantity, line.unit_price);
        let as_name = Reading { customer: Some(named), lines: vec![sum], ..Reading::default() };
        let as_goods = Reading { lines: vec![line.clone()], ..Reading::default() };
        self.contact_name = Some(line.name.clone());
        let unclear =
            Unclear { line: 1, text: first.to_owned(), after: 0, readings: vec![as_name, as_goods], fault: None };
        self.lines.remove(0);
        for later in &mut self.unclear {
            later.after = later.after.saturating_sub(1);
        }
        self.unclear.insert(0, unclear);
    }

    /// Takes the text that was taken for a customer for goods; false where it can be none.
    pub(super) fn take_as_goods(&mut self) -> bool {
        let Some(AsGoods { line, in_place_of }) = self.as_goods.take() else { return false };
        match in_place_of.and_then(|place| self.lines.get_mut(place)) {
            Some(sum) => *sum = line,
            None => self.apply(&SaleText { lines: vec![line], ..SaleText::default() }),
        }
        true
    }

    /// A message with corrected lines that was sent again as a whole adds only what is not kept. Its other lines need no
    /// correction any more.
    pub(super) fn leave_out_kept(&mut self, again: &mut SaleText) {
        if again.lines.len() < 2 || !again.unclear.is_empty() || !self.is_faulty() {
            return;
        }
        let all = again.lines.len();
        again.lines.retain(|line| !self.lines.contains(line));
        if again.lines.len() < all {
            let first = self.unclear.iter().position(|unclear| unclear.fault.is_some()).unwrap_or_default();
            let mut place = 0..;
            self.unclear.retain(|unclear| place.next() == Some(first) || unclear.fault.is_none());
        }
    }

    /// Is it asked whether the only reading of a line is meant?
    pub(super) fn has_one_reading(&self) -> bool {
        self.unclear.first().is_some_and(|unclear| unclear.readings.len() == 1 && unclear.fault.is_none())
    }

    /// Is a line to be corrected?
    pub(super) fn is_faulty(&self) -> bool {
        self.unclear.iter().any(|unclear| unclear.fault.is_some())
    }

    /// Puts what is meant in the place of the first unclear line. Who the customer is, the caller takes from the reading.
    pub(super) fn resolve(&mut self, meant: &Reading) {
        let lines = meant.lines.clone();
        self.replace_unclear(&SaleText {
            lines,
            redemption: meant.redemption,
            on_credit: meant.on_credit,
            ..SaleText::default()
        });
    }

    /// Puts what was typed in the place of the first unclear line.
    pub(super) fn replace_unclear(&mut self, typed: &SaleText) {
        if self.unclear.is_empty() {
            return;
        }
        let replaced = self.unclear.remove(0);
        let at = replaced.after.min(self.lines.len());
        let stands_below = |unclear: &&mut Unclear| (unclear.after, unclear.line) >= (replaced.after, replaced.line);
        for unclear in self.unclear.iter_mut().filter(stands_below) {
            unclear.after += typed.lines.len();
        }
        let asked_first = typed.unclear.iter().map(|unclear| Unclear { after: unclear.after + at, ..unclear.clone() });
        self.unclear.splice(0..0, asked_first);
        self.lines.splice(at..at, typed.lines.iter().cloned());
        self.redemption = typed.redemption.or(self.redemption);
        self.on_credit = typed.on_credit.then_some(true).or(self.on_credit);
    }
}

steps! {
    /// The steps of an invoice.
    InvoiceStep {
        /// Chooses this customer.
        Pick(customer: CustomerId) = "pick",
        /// The customer is registered first.
        Register = "new",
        /// The text that was taken for a customer is goods, or their sum.
        Goods = "goods",
        /// The reading of a line that is meant, by its place.
        Read(place: usize) = "read",
        /// The list is complete.
        Done = "done",
        /// Removes the last line.
        Undo = "undo",
        /// Changes the goods.
        ChangeLines = "lines",
        /// Changes the points to redeem.
        ChangePoints = "points",
        /// As many points of a wallet as the limits allow.
        AllOf(wallet: PointsWallet) = "all",
        /// An amount of points of a wallet, which is asked for.
        SomeOf(wallet: PointsWallet) = "some",
        /// No points.
        NoPoints = "none",
        /// The rest is paid.
        Paid = "paid",
        /// The rest becomes a debt.
        OnCredit = "credit",
        /// Confirms the preview.
        Confirm = "confirm",
        /// Completes the sale that waits with the digits of the card.
        Finish = "finish",
        /// Cancels the sale that waits.
        Replace = "replace",
        /// Drops this sale; the other one waits on.
        Keep = "keep",
    }
}

/// Can the name of goods be a person's?
pub(super) fn may_be_name(line: &Line) -> bool {
    let is_letters = line.name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'));
    line.quantity == Quantity::ONE && is_letters && line.name.split(' ').count() <= MOST_NAMES
}

/// The operation id of the confirmed preview with this nonce.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("sale:{nonce}"))
}

/// A redemption of points of a wallet; without a number, as many as the limits allow.
pub(super) const fn redeem(wallet: PointsWallet, points: Option<Money>) -> Redeem {
    Redeem::Points(Redemption { wallet, points })
}

#[cfg(test)]
pub(super) mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::domain::GroupDiscount;

    fn unclear() -> Unclear {
        let line = Line::new("Tea", Quantity::from_milli(2000), Money::from_minor(350_00));
        let reading = Reading { lines: vec![line], ..Reading::default() };
        Unclear {
            line: 1,
            text: "Tea 350 x 2".to_owned(),
            after: 0,
            readings: vec![reading.clone(), reading],
            fault: None,
        }
    }

    /// A form for each thing that is waited for.
    pub(in super::super) fn examples() -> Vec<InvoiceForm> {
        let quote = Quote {
            total: Money::from_minor(100_00),
            discount: Money::ZERO,
            group_discount: GroupDiscount::default(),
            coupons: Vec::new(),
            redeemed: Money::ZERO,
            redeemed_from: None,
            to_pay: Money::from_minor(100_00),
            debt: Money::ZERO,
            earned: Money::ZERO,
        };
        let all = [
            Waits::Customer(None),
            Waits::Customer(Phone::parse("+77001234567").ok()),
            Waits::Reading,
            Waits::Lines,
            Waits::Points,
            Waits::Amount(PointsWallet::Main),
            Waits::Payment,
            Waits::Confirmation(quote),
            Waits::OtherSale(ConsentId(1)),
        ];
        let form = |waits| {
            let customer = (!matches!(waits, Waits::Customer(_))).then_some(CustomerId(1));
            let unclear = if waits == Waits::Reading { vec![unclear()] } else { Vec::new() };
            InvoiceForm { customer, unclear, waits, ..InvoiceForm::default() }
        };
        all.map(form).into()
    }

    #[test]
    fn everything_that_is_waited_for_has_an_example() {
        for kind in WaitsKind::iter() {
            assert!(examples().iter().any(|form| WaitsKind::from(&form.waits) == kind), "{kind:?}");
        }
    }
}
