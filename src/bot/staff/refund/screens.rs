//! What a refund in the making looks like.

use crate::{
    bot::context::Context,
    domain::{CustomerId, InvoiceId, Language, Line, Money, Quantity, RefundedBefore, ReturnedLine},
    messages::{
        ShopFormat,
        callback::{StaffPress, Step},
        invoice,
        outgoing::Buttons,
        person,
        refund::{self, returned_goods},
        reply::{Reply, button, pager},
    },
    service::{
        Result,
        customers::{self, Customer},
        invoices::{self, Invoice},
        refunds::{self, RefundQuote},
    },
    texts::{Html, Points, common, format, refund as refund_texts, staff_find, staff_invoice, staff_refund as texts},
};

/// Lines of an invoice that are on one page of buttons.
const SIZE: usize = 8;
/// The longest name of goods on a button, in characters.
const NAME_ON_BUTTON: usize = 40;

/// An invoice that is worked on.
pub(super) struct Opened {
    pub(super) customer: Customer,
    pub(super) invoice: Invoice,
    pub(super) lines: Vec<Line>,
    pub(super) refunded: RefundedBefore,
}

impl Opened {
    /// An invoice of a customer as it is now.
    pub(super) async fn get(cx: &mut Context, customer: CustomerId, invoice: InvoiceId) -> Result<Self> {
        let customer = customers::get(&mut cx.tx, customer).await?;
        let (invoice, lines) = invoices::get(&mut cx.tx, customer.customer_id, invoice).await?;
        let refunded = refunds::refunded_before(&mut cx.tx, invoice.invoice_id).await?;
        Ok(Self { customer, invoice, lines, refunded })
    }

    /// What is left of a line, counted from 1.
    pub(super) fn left_of(&self, position: usize) -> Quantity {
        let left = self.refunded.left_of(&self.lines).into_iter().find(|line| line.position == position);
        left.map_or(Quantity::from_milli(0), |line| line.quantity)
    }

    fn name_of(&self, position: usize) -> &str {
        position.checked_sub(1).and_then(|index| self.lines.get(index)).map_or("", |line| line.name.as_str())
    }

    /// Whose it is, and all that it says.
    pub(super) fn text(&self, language: Language, shop: ShopFormat) -> Html {
        Html::paragraphs([
            staff_find::list_of(language, &person::name(&self.customer), self.customer.code.as_str()),
            invoice::text(language, shop, &self.invoice, &self.lines, &self.refunded),
        ])
    }
}

/// The invoice, and the question what of it is refunded.
pub(super) fn scope_question(language: Language, shop: ShopFormat, opened: &Opened) -> Html {
    let left = shop.money(language, opened.invoice.left());
    Html::paragraphs([opened.text(language, shop), texts::scope(language, &left)])
}

/// All that is left, goods, or an amount.
pub(super) fn scope_buttons(language: Language, left: &str, nonce: &str) -> Buttons {
    vec![
        vec![button(texts::button_rest(language, left), Step::Whole.encode(nonce))],
        vec![
            button(texts::button_goods(language), Step::ChangeLines.encode(nonce)),
            button(texts::button_amount(language), Step::Amount.encode(nonce)),
        ],
    ]
}

/// The question which goods came back.
pub(super) fn lines_question(
    language: Language,
    shop: ShopFormat,
    opened: &Opened,
    returned: &[ReturnedLine],
    so_far: Option<Money>,
) -> Html {
    let chosen = returned_goods(language, &opened.lines, in_order(returned));
    let so_far = so_far.map(|total| texts::lines_so_far(language, &shop.money(language, total)));
    Html::paragraphs([texts::lines(language), Html::lines([chosen].into_iter().chain(so_far))])
}

/// A button for each line of a page that something is left of.
pub(super) fn lines_buttons(
    language: Language,
    opened: &Opened,
    returned: &[ReturnedLine],
    page: usize,
    nonce: &str,
) -> Buttons {
    let left = opened.refunded.left_of(&opened.lines);
    let pages = left.len().div_ceil(SIZE);
    let page = page.min(pages.saturating_sub(1));
    let row = |line: &ReturnedLine| {
        let name = format::shortened(opened.name_of(line.position), NAME_ON_BUTTON);
        let left = format::quantity(language, line.quantity);
        let label = match returned.iter().find(|chosen| chosen.position == line.position) {
            Some(chosen) => {
                texts::button_line_chosen(language, &name, &format::quantity(language, chosen.quantity), &left)
            }
            None => texts::button_line(language, &name, &left),
        };
        vec![button(label, Step::Line(line.position).encode(nonce))]
    };
    let mut rows: Buttons = left.iter().skip(page * SIZE).take(SIZE).map(row).collect();
    rows.push(pager(language, page, pages, |page| Step::Page(page).encode(nonce)));
    let done = button(staff_invoice::button_done(language), Step::Done.encode(nonce));
    let back = button(common::button_back(language), Step::ChangeScope.encode(nonce));
    rows.push([back].into_iter().chain((!returned.is_empty()).then_some(done)).collect());
    rows
}

/// The question how much of a line came back.
pub(super) fn quantity_question(language: Language, opened: &Opened, position: usize) -> Html {
    let left = format::quantity(language, opened.left_of(position));
    texts::quantity(language, opened.name_of(position).trim(), &left)
}

/// All of it, or back to the lines.
pub(super) fn quantity_buttons(language: Language, left: Quantity, nonce: &str) -> Buttons {
    let all = texts::button_all_of_line(language, &format::quantity(language, left));
    vec![
        vec![button(all, Step::Whole.encode(nonce))],
        vec![button(common::button_back(language), Step::ChangeScope.encode(nonce))],
    ]
}

/// All that is left, or back to the choice.
pub(super) fn amount_buttons(language: Language, left: &str, nonce: &str) -> Buttons {
    vec![
        vec![button(texts::button_rest(language, left), Step::Whole.encode(nonce))],
        vec![button(common::button_back(language), Step::ChangeScope.encode(nonce))],
    ]
}

/// All that confirming will do.
pub(super) fn will_do(
    language: Language,
    shop: ShopFormat,
    opened: &Opened,
    quote: &RefundQuote,
    referrer: Option<&str>,
) -> Html {
    let money = |amount| shop.money(language, amount);
    let name = person::name(&opened.customer);
    let goods = returned_goods(language, &opened.lines, quote.lines.iter().map(|(line, _)| *line));
    let where_any = |amount: Money, text: Html| if amount.is_positive() { text } else { Html::default() };
    let reward = referrer.map_or_else(Html::default, |referrer| {
        texts::reward(language, referrer, &format::points(language, quote.figures.reward))
    });
    Html::paragraphs([
        texts::preview_title(language, quote.number.as_str(), &name, opened.customer.code.as_str()),
        goods,
        Html::lines([
            refund_texts::total(language, &money(quote.figures.total)),
            sums(language, shop, quote),
            reward,
            where_any(quote.reward_debt, texts::reward_owed(language, Points(quote.reward_debt))),
            where_any(quote.left, texts::left(language, &money(quote.left))),
        ]),
    ])
}

/// What is given back and taken back, and how much of it has been spent.
pub(super) fn sums(language: Language, shop: ShopFormat, quote: &RefundQuote) -> Html {
    let owed = match quote.points_debt {
        Money::ZERO => Html::default(),
        points => texts::points_owed(language, Points(points)),
    };
    Html::lines([refund::sums(language, shop, &quote.figures, quote.points_to), owed])
}

/// Reasons to choose from, or back to what is refunded.
pub(super) fn reason_buttons(language: Language, reasons: &[fn(Language) -> String], nonce: &str) -> Buttons {
    let reason = |(place, reason): (usize, &fn(Language) -> String)| {
        vec![button(reason(language), Step::Reason(place).encode(nonce))]
    };
    let mut rows: Buttons = reasons.iter().enumerate().map(reason).collect();
    rows.push(vec![button(common::button_back(language), Step::ChangeScope.encode(nonce))]);
    rows
}

/// What confirming will do, why, and whether that is right.
pub(super) fn preview(language: Language, will_do: Html, reason: &str) -> Html {
    Html::paragraphs([will_do, refund_texts::reason(language, reason), staff_invoice::preview_question(language)])
}

/// Confirming, and changing one's mind.
pub(super) fn preview_buttons(language: Language, nonce: &str) -> Buttons {
    vec![
        vec![button(common::button_confirm(language), Step::Confirm.encode(nonce))],
        vec![button(texts::button_change(language), Step::ChangeScope.encode(nonce))],
    ]
}

/// The invoice, of which nothing can be refunded any more.
pub(super) fn nothing_left(cx: &Context, opened: &Opened, note: Html) -> Reply {
    let language = cx.language;
    let card = button(staff_find::button_card(language), StaffPress::Card(opened.customer.customer_id).encode());
    Reply::text(Html::paragraphs([note, opened.text(language, cx.shop.format)])).buttons(vec![vec![card]])
}

fn in_order(returned: &[ReturnedLine]) -> impl Iterator<Item = ReturnedLine> {
    let mut returned = returned.to_vec();
    returned.sort_unstable_by_key(|line| line.position);
    returned.into_iter()
}
