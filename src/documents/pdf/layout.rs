//! Where the parts of a sheet stand.

use super::{
    pages::{Block, Pages, Side},
    sheet::{Code, Labelled, Party, Payment, Sheet, Total},
    style::{
        DARK, DETAIL, LABEL, LONG_TITLE, MARGIN, NAME, REMARK, SECTION, STRONG, Style, TITLE, TOTAL, TOTAL_LABEL,
        VALUE, WIDTH,
    },
    table,
    wrapping::Text,
};
use crate::documents::qr;

/// Between blocks that stand side by side.
const GAP: f32 = 18.0;
/// Width of the totals.
const TOTALS: f32 = 290.0;
/// The side of a QR code, as large as a phone reads it from a screen or paper.
const CODE: f32 = 104.0;
/// Lines below it.
const CAPTION_LINES: usize = 4;

/// Draws the sheet.
pub(super) fn draw(sheet: &Sheet) -> Result<Pages, qr::Error> {
    let mut pages = Pages::new(&sheet.title);
    title(&mut pages, &sheet.title);
    facts(&mut pages, &sheet.facts);
    parties(&mut pages, &sheet.parties);
    table::draw(&mut pages, sheet, totals_height(&sheet.totals));
    totals(&mut pages, &sheet.totals);
    if sheet.payment.is_some() || sheet.code.is_some() {
        let code = sheet.code.as_ref().map(|code| qr::Modules::new(&code.content).map(|squares| (squares, code)));
        payment(&mut pages, &sheet.payment.clone().unwrap_or_default(), code.transpose()?);
    }
    Ok(pages)
}

fn title(pages: &mut Pages, title: &str) {
    let is_long = Text::new(title, TITLE.weight).width(TITLE.size) > WIDTH;
    let style = if is_long { LONG_TITLE } else { TITLE };
    pages.flow(vec![Block::new(MARGIN, WIDTH, Side::Left).with(title, style)], 0.0, 0.0, None);
    pages.y += 8.0;
}

fn facts(pages: &mut Pages, facts: &[Labelled]) {
    // Four stand above the two parties; others are divided so that none stands alone.
    let count = match facts.len() {
        5 => 5,
        6 | 9 => 3,
        _ => 4,
    };
    for row in facts.chunks(count) {
        let columns = columns(count).zip(row);
        let blocks = columns.map(|([x, width], Labelled { label, value })| {
            Block::new(x, width, Side::Left).with(label, LABEL).with(value, VALUE)
        });
        pages.flow(blocks.collect(), 3.0, 0.0, None);
    }
    pages.y += 9.0;
}

fn parties(pages: &mut Pages, parties: &[Party]) {
    if parties.is_empty() {
        return;
    }
    pages.rule();
    pages.y += 6.0;
    for row in parties.chunks(2) {
        let columns = columns(2).zip(row);
        let blocks = columns.map(|([x, width], Party { label, name, details })| {
            let block = Block::new(x, width, Side::Left).with(label, LABEL).with(name, NAME);
            details.iter().fold(block, |block, detail| block.with(detail, DETAIL))
        });
        pages.flow(blocks.collect(), 6.0, 0.0, None);
    }
    pages.y += 10.0;
}

fn totals_height(totals: &[Total]) -> f32 {
    totals.iter().map(|total| total_blocks(total).iter().map(Block::height).fold(0.0, f32::max) + 6.0).sum::<f32>()
        + 16.0
}

fn totals(pages: &mut Pages, totals: &[Total]) {
    pages.need(totals_height(totals));
    pages.y += 6.0;
    for total in totals {
        if total.strong {
            pages.need(STRONG.line_height() + 12.0);
            pages.y += 3.0;
            pages.fill([MARGIN + WIDTH - TOTALS, pages.y, TOTALS, 1.0], DARK);
            pages.y += 2.0;
        }
        pages.flow(total_blocks(total), 2.0, 0.0, None);
    }
}

fn total_blocks(total: &Total) -> Vec<Block> {
    let (label_style, amount_style) = if total.strong { (STRONG, STRONG) } else { (TOTAL_LABEL, TOTAL) };
    let amount = Text::new(&total.amount, amount_style.weight);
    let most = TOTALS * 0.66;
    let amount_style = amount_style.sized(fitting(&amount, amount_style, most));
    let width = amount.width(amount_style.size).min(most) + 0.5;
    let right = MARGIN + WIDTH - table::PADDING;
    let mut amount_block = Block::new(right - width, width, Side::Right);
    amount_block.push(&amount, amount_style);
    let left = MARGIN + WIDTH - TOTALS + table::PADDING;
    let label = Block::new(left, right - width - GAP / 2.0 - left, Side::Left).with(&total.label, label_style);
    vec![label, amount_block]
}

/// The size in which the text is at most `width` wide on one line, if it is legible then.
fn fitting(text: &Text, style: Style, width: f32) -> f32 {
    let natural = text.width(style.size);
    if natural <= width { style.size } else { (style.size * width / natural).max(table::SMALLEST) }
}

/// How to pay, and the code beside it.
fn payment(pages: &mut Pages, payment: &Payment, code: Option<(qr::Modules, &Code)>) {
    let caption = code.as_ref().map(|(_, code)| {
        let mut caption = Block::new(MARGIN + WIDTH - CODE, CODE, Side::Middle).with(&code.caption, REMARK);
        caption.limit(CAPTION_LINES);
        caption
    });
    let code_height = caption.as_ref().map_or(0.0, |caption| CODE + 6.0 + caption.height());

    let width = if code.is_some() { WIDTH - CODE - GAP } else { WIDTH };
    let widest =
        payment.ways.iter().map(|way| Text::new(&way.label, DETAIL.weight).width(DETAIL.size)).fold(0.0, f32::max);
    let labels = (widest + 1.0).min(width * 0.35);
    let ways: Vec<[Block; 2]> = payment
        .ways
        .iter()
        .map(|way| {
            let label =
                Block::new(MARGIN, labels, Side::Left).with(&way.label, Style { colour: LABEL.colour, ..DETAIL });
            let value = Block::new(MARGIN + labels + GAP / 2.0, width - labels - GAP / 2.0, Side::Left)
                .with(&way.value, DETAIL);
            [label, value]
        })
        .collect();
    let ways_height: f32 = ways.iter().map(|[label, value]| label.height().max(value.height()) + 3.0).sum();

    let title = Block::new(MARGIN, width, Side::Left).with(&payment.title, SECTION);
    let above = 26.0 + title.height() + 4.0;
    pages.need(above + ways_height.max(code_height - title.height() - 4.0));
    pages.need(above.max(code_height + 26.0));

    pages.y += 16.0;
    pages.rule();
    pages.y += 10.0;
    let top = pages.y;
    let page = pages.count();
    if let (Some((squares, _)), Some(caption)) = (&code, &caption) {
        pages.squares(
            [MARGIN + WIDTH - CODE, top + 2.0, CODE],
            squares.width(),
            |column, row| squares.is_dark(column, row),
            DARK,
        );
        pages.block(caption, top + CODE + 6.0);
    }
    pages.flow(vec![title], 0.0, 0.0, None);
    pages.y += 4.0;
    for way in ways {
        pages.flow(way.into(), 1.5, 0.0, None);
    }
    if pages.count() == page {
        pages.y = pages.y.max(top + code_height);
    }
}

/// The left ends and widths of blocks that stand side by side.
fn columns(count: usize) -> impl Iterator<Item = [f32; 2]> {
    let width = (WIDTH - GAP * (count - 1) as f32) / count as f32;
    (0..count).map(move |column| [MARGIN + column as f32 * (width + GAP), width])
}
