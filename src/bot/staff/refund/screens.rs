//! The texts and buttons of a refund that is not made yet.

use super::{
    super::question::Question,
    form::{RefundForm, RefundStep},
    invoice_details::InvoiceDetails,
};
use crate::{
    bot::context::Context,
    domain::{Language, Money, Quantity, ReadyReason, ReturnedLine},
    messages::{
        ShopFormat,
        callback::StaffPress,
        outgoing::Buttons,
        person,
        refund::{self, returned_goods},
        reply::{Reply, button, pager},
    },
    service::{Result, customers, refunds::RefundQuote},
    texts::{Html, Points, common, format, refund as refund_texts, staff_find, staff_invoice, staff_refund as texts},
};

/// Lines of an invoice that are on one page of buttons.
const SIZE: usize = 8;
/// The longest name of goods on a button, in characters.
const NAME_ON_BUTTON: usize = 40;

/// The invoice, and the question what part of it is refunded.
pub(super) fn scope_question(language: Language, shop: ShopFormat, details: &InvoiceDetails) -> Html {
    let left = shop.money(language, details.invoice.left());
    Html::paragraphs([details.text(language, shop), texts::scope(language, &left)])
}

/// The buttons for all that is left, for goods, and for an amount.
pub(super) fn scope_buttons(language: Language, left: &str, question: &Question<RefundForm>) -> Buttons {
    vec![
        vec![question.button(texts::button_rest(language, left), RefundStep::Whole)],
        vec![
            question.button(texts::button_goods(language), RefundStep::ChooseLines),
            question.button(texts::button_amount(language), RefundStep::Amount),
        ],
    ]
}

/// The question which goods are returned.
pub(super) fn lines_question(
    language: Language,
    shop: ShopFormat,
    details: &InvoiceDetails,
    returned: &[ReturnedLine],
    so_far: Option<Money>,
) -> Html {
    let chosen = returned_goods(language, &details.lines, in_order(returned));
    let so_far = so_far.map(|total| texts::lines_so_far(language, &shop.money(language, total)));
    Html::paragraphs([texts::lines(language), Html::lines([chosen].into_iter().chain(so_far))])
}

/// A button for each line of a page of which something is left, and to other pages.
pub(super) fn lines_buttons(
    language: Language,
    details: &InvoiceDetails,
    returned: &[ReturnedLine],
    page: usize,
    question: &Question<RefundForm>,
) -> Buttons {
    let left = details.refunded.left_of(&details.lines);
    let pages = left.len().div_ceil(SIZE);
    let page = page.min(pages.saturating_sub(1));
    let row = |line: &ReturnedLine| {
        let name = format::shortened(details.name_of(line.position), NAME_ON_BUTTON);
        let left = format::quantity(language, line.quantity);
        let label = match returned.iter().find(|chosen| chosen.position == line.position) {
            Some(chosen) => {
                texts::button_line_chosen(language, &name, &format::quantity(language, chosen.quantity), &left)
            }
            None => texts::button_line(language, &name, &left),
        };
        vec![question.button(label, RefundStep::Line(line.position))]
    };
    let mut rows: Buttons = left.iter().skip(page * SIZE).take(SIZE).map(row).collect();
    rows.push(pager(language, page, pages, |page| question.data(RefundStep::Page(page))));
    let done = question.button(staff_invoice::button_done(language), RefundStep::Done);
    let back = question.button(common::button_back(language), RefundStep::ChangeScope);
    rows.push([back].into_iter().chain((!returned.is_empty()).then_some(done)).collect());
    rows
}

/// The question which quantity of a line is returned.
pub(super) fn quantity_question(language: Language, details: &InvoiceDetails, position: usize) -> Html {
    let left = format::quantity(language, details.left_of(position));
    texts::quantity(language, details.name_of(position).trim(), &left)
}

/// The buttons for all that is left of the line, and back to the lines.
pub(super) fn quantity_buttons(language: Language, left: Quantity, question: &Question<RefundForm>) -> Buttons {
    let all = texts::button_all_of_line(language, &format::quantity(language, left));
    vec![
        vec![question.button(all, RefundStep::Whole)],
        vec![question.button(common::button_back(language), RefundStep::ChangeScope)],
    ]
}

/// The buttons for all that is left, and back to the choice of the scope.
pub(super) fn amount_buttons(language: Language, left: &str, question: &Question<RefundForm>) -> Buttons {
    vec![
        vec![question.button(texts::button_rest(language, left), RefundStep::Whole)],
        vec![question.button(common::button_back(language), RefundStep::ChangeScope)],
    ]
}

/// What confirming will do.
pub(super) fn effects(
    language: Language,
    shop: ShopFormat,
    details: &InvoiceDetails,
    quote: &RefundQuote,
    referrer: Option<&str>,
) -> Html {
    let money = |amount| shop.money(language, amount);
    let name = person::name(&details.customer);
    let goods = returned_goods(language, &details.lines, quote.lines.iter().map(|(line, _)| *line));
    let if_positive = |amount: Money, text: Html| if amount.is_positive() { text } else { Html::default() };
    Html::paragraphs([
        texts::preview_title(language, quote.number.as_str(), &name, details.customer.code.as_str()),
        goods,
        Html::lines([
            refund_texts::total(language, &money(quote.figures.total)),
            sums(language, shop, details.invoice.total_minor, quote),
            reward(language, quote, referrer),
            if quote.reward_unproven { texts::reward_unproven(language) } else { Html::default() },
            if_positive(quote.left, texts::left(language, &money(quote.left))),
        ]),
    ])
}

/// What is given back and taken back of an invoice of this total, and how much of it has been spent.
pub(super) fn sums(language: Language, shop: ShopFormat, invoice_total: Money, quote: &RefundQuote) -> Html {
    let owed = match quote.points_debt {
        Money::ZERO => Html::default(),
        points => texts::points_owed(language, Points(points)),
    };
    let coupons = refund::coupons_back(language, &quote.coupons);
    Html::lines([refund::sums(language, shop, &quote.figures, invoice_total, quote.points_to), owed, coupons])
}

/// The name of the referrer whose reward shrinks.
pub(super) async fn referrer_name(cx: &mut Context, quote: &RefundQuote) -> Result<Option<String>> {
    Ok(match quote.referrer {
        Some(referrer) => Some(person::name(&customers::get(&mut cx.tx, referrer).await?)),
        None => None,
    })
}

/// How the referrer's reward shrinks, and how much of it has been spent; empty where it does not.
pub(super) fn reward(language: Language, quote: &RefundQuote, referrer: Option<&str>) -> Html {
    let Some(referrer) = referrer else { return Html::default() };
    let owed = match quote.reward_debt {
        Money::ZERO => Html::default(),
        points => texts::reward_owed(language, Points(points)),
    };
    Html::lines([texts::reward(language, referrer, &format::points(language, quote.figures.reward)), owed])
}

/// The buttons for the offered reasons, and back to the choice of the scope.
pub(super) fn reason_buttons(language: Language, question: &Question<RefundForm>) -> Buttons {
    let reason = |(place, reason): (usize, &ReadyReason)| {
        vec![question.button(refund::ready_reason(language, *reason), RefundStep::Reason(place))]
    };
    let mut rows: Buttons = ReadyReason::OFFERED.iter().enumerate().map(reason).collect();
    rows.push(vec![question.button(common::button_back(language), RefundStep::ChangeScope)]);
    rows
}

/// The effects, the reason, and the question for a confirmation.
pub(super) fn preview(language: Language, effects: Html, reason: &str) -> Html {
    let reason = refund_texts::reason(language, &refund::reason(language, reason));
    Html::paragraphs([effects, reason, staff_invoice::preview_question(language)])
}

/// The buttons that confirm, or change the scope.
pub(super) fn preview_buttons(language: Language, question: &Question<RefundForm>) -> Buttons {
    vec![
        vec![question.button(common::button_confirm(language), RefundStep::Confirm)],
        vec![question.button(texts::button_change(language), RefundStep::ChangeScope)],
    ]
}

/// A note above an invoice that is refunded in full.
pub(super) fn nothing_left(cx: &Context, details: &InvoiceDetails, note: Html) -> Reply {
    let language = cx.language;
    let card = button(staff_find::button_card(language), StaffPress::Card(details.customer.customer_id).encode());
    Reply::text(Html::paragraphs([note, details.text(language, cx.shop.format)])).buttons(vec![vec![card]])
}

fn in_order(returned: &[ReturnedLine]) -> impl Iterator<Item = ReturnedLine> {
    let mut returned = returned.to_vec();
    returned.sort_unstable_by_key(|line| line.position);
    returned.into_iter()
}
