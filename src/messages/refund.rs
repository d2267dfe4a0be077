//! What was refunded of an invoice, as customers and staff see it, and the receipt of a refund.

use super::{ShopFormat, balances, person, receipt::next_buttons, reply::Reply};
use crate::{
    clock::Timestamp,
    domain::{
        Language, Line, Money, PointsWallet, ReadyReason, RefundFigures, RefundedBefore, ReturnedLine, UsedCoupon,
    },
    service::{
        Result,
        customers::{self, Customer},
        invoices::{self, Invoice},
        ledger::{self, Balances},
        refunds::RefundQuote,
    },
    storage::Tx,
    texts::{
        Html,
        format::{self, shortened},
        refund as texts, staff_invoice, staff_refund,
    },
};

/// Why an invoice was refunded.
#[derive(Clone, Copy, Debug)]
pub enum Cause<'a> {
    /// For this reason.
    Reason(&'a str),
    /// The seller undid it soon after it was issued.
    Undone,
}

/// A refund that was made, with what its receipt and its notices say.
pub struct Refund<'a> {
    /// The buyer.
    pub customer: Customer,
    /// The buyer's balances after it.
    pub balances: Balances,
    /// What the invoice came to before the discount and points.
    pub invoice_total: Money,
    /// The lines of the invoice.
    pub lines: Vec<Line>,
    /// What it did.
    pub quote: &'a RefundQuote,
    /// Why it was made.
    pub cause: Cause<'a>,
    /// The referrer whose reward it lowers.
    pub referrer: Option<Customer>,
}

impl<'a> Refund<'a> {
    /// A refund, in the transaction that made it.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(tx: &mut Tx, quote: &'a RefundQuote, cause: Cause<'a>, at: Timestamp) -> Result<Self> {
        let customer = customers::get(tx, quote.customer).await?;
        let (invoice, lines) = invoices::get(tx, customer.customer_id, quote.invoice_id).await?;
        let balances = ledger::balances(tx, customer.customer_id, at).await?;
        let referrer = match quote.referrer {
            Some(referrer) => Some(customers::get(tx, referrer).await?),
            None => None,
        };
        Ok(Self { customer, balances, invoice_total: invoice.total_minor, lines, quote, cause, referrer })
    }

    /// The returned goods, what is given back and taken back, and the reason.
    pub(crate) fn text(&self, language: Language, shop: ShopFormat) -> Html {
        let quote = self.quote;
        let total = texts::total(language, &shop.money(language, quote.figures.total));
        let sums = sums(language, shop, &quote.figures, self.invoice_total, quote.points_to);
        let reason = match self.cause {
            Cause::Reason(kept) => texts::reason(language, &reason(language, kept)),
            Cause::Undone => Html::default(),
        };
        let goods = returned_goods(language, &self.lines, quote.lines.iter().map(|(line, _)| *line));
        let coupons = coupons_back(language, &quote.coupons);
        Html::paragraphs([goods, Html::lines([total, sums, coupons]), reason])
    }
}

/// The receipt for the member of the staff who made the refund, with buttons to the card and to the next sale.
pub(crate) fn receipt(language: Language, shop: ShopFormat, refund: &Refund<'_>) -> Reply {
    let (name, number) = (person::name(&refund.customer), refund.quote.number.as_str());
    let title = match refund.cause {
        Cause::Reason(_) => staff_refund::done(language, number, &name),
        Cause::Undone => staff_refund::undone(language, number, &name),
    };
    let balance = balances::points_with_debt(language, &refund.balances, staff_invoice::balance);
    let reward = refund.referrer.as_ref().map_or_else(Html::default, |referrer| {
        let points = format::points(language, refund.quote.figures.reward);
        staff_refund::reward(language, &person::name(referrer), &points)
    });
    let text = Html::paragraphs([title, refund.text(language, shop), reward, balance]);
    Reply::text(text).buttons(next_buttons(language, refund.customer.customer_id))
}

/// The total of all refunds of an invoice; empty where there were none.
pub(super) fn below_invoice(
    language: Language,
    shop: ShopFormat,
    invoice: &Invoice,
    lines: &[Line],
    refunded: &RefundedBefore,
) -> Html {
    let figures = &refunded.figures;
    if !figures.total.is_positive() {
        return Html::default();
    }
    let head = if figures.total >= invoice.total_minor {
        texts::whole(language)
    } else {
        texts::part(language, &shop.money(language, figures.total))
    };
    let goods = returned_goods(language, lines, refunded.lines.iter().copied());
    Html::lines([head, goods, sums(language, shop, figures, invoice.total_minor, invoice.redeemed_from)])
}

/// A reason as it is kept, in the language of the reader.
pub(crate) fn reason(language: Language, kept: &str) -> String {
    ReadyReason::of_kept(kept).map_or_else(|| kept.to_owned(), |ready| ready_reason(language, ready))
}

/// A reason that is known beforehand.
pub(crate) fn ready_reason(language: Language, reason: ReadyReason) -> String {
    match reason {
        ReadyReason::Faulty => staff_refund::button_faulty(language),
        ReadyReason::Unsuitable => staff_refund::button_unsuitable(language),
        ReadyReason::Mistake => staff_refund::button_mistake(language),
        ReadyReason::Till => staff_refund::reason_till(language),
    }
}

/// The returned goods.
pub(crate) fn returned_goods(language: Language, lines: &[Line], returned: impl Iterator<Item = ReturnedLine>) -> Html {
    Html::lines(returned.filter_map(|returned| {
        let line = lines.get(returned.position.checked_sub(1)?)?;
        let quantity = format::quantity(language, returned.quantity);
        Some(texts::returned_line(language, &shortened(&line.name, person::MAX_NAME), &quantity))
    }))
}

/// What is given back and taken back of an invoice of this total; points go to the wallet they were spent from.
pub(crate) fn sums(
    language: Language,
    shop: ShopFormat,
    figures: &RefundFigures,
    invoice_total: Money,
    points_to: Option<PointsWallet>,
) -> Html {
    let if_positive = |amount: Money, text: Html| if amount.is_positive() { text } else { Html::default() };
    let money = |amount| shop.money(language, amount);
    let redeemed = match points_to {
        Some(PointsWallet::Referral) => texts::redeemed_referral,
        Some(PointsWallet::Main) | None => texts::redeemed,
    };
    let discount_text = if figures.total >= invoice_total { texts::discount } else { texts::discount_part };
    let RefundFigures { discount, redeemed: points, debt, money: cash, earned, coupon_points, .. } = *figures;
    Html::lines([
        if_positive(discount, discount_text(language, &money(discount))),
        if_positive(cash, texts::money(language, &money(cash))),
        if_positive(debt, texts::debt(language, &money(debt))),
        if_positive(points, redeemed(language, &format::points(language, points))),
        if_positive(earned, texts::earned(language, &format::points(language, earned))),
        if_positive(coupon_points, texts::coupon_points(language, &format::points(language, coupon_points))),
    ])
}

/// The coupons that can be used again.
pub(crate) fn coupons_back(language: Language, coupons: &[UsedCoupon]) -> Html {
    Html::lines(coupons.iter().map(|used| texts::coupon(language, &used.title)))
}
