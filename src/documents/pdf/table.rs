//! The table: widths of its columns, its rows, and its head on each page.

use super::{
    pages::{Block, Head, Pages, Side},
    sheet::{Column, ColumnKind, Line, Sheet},
    style::{CELL, COLUMN, MARGIN, REMARK, WIDTH},
    wrapping::Text,
};

/// Left and right of the text of a cell.
pub(super) const PADDING: f32 = 6.0;
/// Letters that are smaller are not legible.
pub(super) const SMALLEST: f32 = 5.5;

/// Above and below the text of a row.
const ROW: f32 = 4.0;
/// What the column of names has at least, before the letters of the others become smaller.
const NAMES: f32 = 130.0;
/// And what it has at least, when they are as small as they may be.
const NAMES_AT_LEAST: f32 = 90.0;
/// What other texts take at most.
const SHORT: f32 = 80.0;
/// Titles of columns have no more lines than these.
const TITLE_LINES: usize = 4;

/// A column on paper.
struct Place {
    x: f32,
    width: f32,
    side: Side,
    /// Size of letters in its cells.
    size: f32,
    is_names: bool,
}

impl Place {
    fn block(&self) -> Block {
        Block::new(self.x + PADDING, self.width - 2.0 * PADDING, self.side)
    }
}

/// Draws the table; the last line stays on a page with what is `below` it, so that no page begins with totals alone.
pub(super) fn draw(pages: &mut Pages, sheet: &Sheet, below: f32) {
    if sheet.columns.is_empty() {
        return;
    }
    let rows: Vec<Vec<Text>> = sheet.lines.iter().map(|line| shaped(line, &sheet.columns)).collect();
    let places = places(&sheet.columns, &rows);
    let head = head(&sheet.columns, &places);

    let first = sheet.lines.first().zip(rows.first()).map(|(line, row)| height(&blocks(line, row, &places)));
    pages.need(head.height() + first.unwrap_or(0.0) + 2.0 * ROW);
    pages.head(&head);
    for (at, (line, row)) in sheet.lines.iter().zip(&rows).enumerate() {
        let after = if at + 1 == rows.len() && at > 0 { below } else { 0.0 };
        pages.flow(blocks(line, row, &places), ROW, after, Some(&head));
        pages.rule();
    }
}

fn shaped(line: &Line, columns: &[Column]) -> Vec<Text> {
    line.cells.iter().take(columns.len()).map(|cell| Text::new(cell, CELL.weight)).collect()
}

fn blocks(line: &Line, row: &[Text], places: &[Place]) -> Vec<Block> {
    let cells = row.iter().zip(places);
    cells
        .map(|(text, place)| {
            let mut block = place.block();
            block.push(text, CELL.sized(place.size));
            if place.is_names { block.with(&line.remark, REMARK) } else { block }
        })
        .collect()
}

fn head(columns: &[Column], places: &[Place]) -> Head {
    let titles = columns.iter().zip(places).map(|(column, place)| {
        let mut block = place.block().with(&column.title, COLUMN);
        block.limit(TITLE_LINES);
        block
    });
    Head { titles: titles.collect(), padding: ROW }
}

fn height(blocks: &[Block]) -> f32 {
    blocks.iter().map(Block::height).fold(0.0, f32::max)
}

/// Figures have the room they need, on one line; names have the rest. Where that is too little, figures are written
/// smaller, and at last wrapped.
fn places(columns: &[Column], rows: &[Vec<Text>]) -> Vec<Place> {
    let natural: Vec<[f32; 2]> = columns.iter().enumerate().map(|(at, column)| wants(at, column, rows)).collect();
    let wanted = |size: f32| -> Vec<f32> {
        natural.iter().map(|[title, cells]| title.max(cells * size / CELL.size)).map(with_padding).collect()
    };
    let mut size = CELL.size;
    while wanted(size).iter().sum::<f32>() > WIDTH - NAMES && size > SMALLEST {
        size = (size - 0.25).max(SMALLEST);
    }
    let mut widths = wanted(size);
    let sum: f32 = widths.iter().sum();
    if sum > WIDTH - NAMES_AT_LEAST {
        widths.iter_mut().for_each(|width| *width *= (WIDTH - NAMES_AT_LEAST) / sum);
    }
    let rest = WIDTH - widths.iter().sum::<f32>();
    let names = columns.iter().position(|column| column.kind == ColumnKind::Name).unwrap_or(0);

    let mut x = MARGIN;
    let places = columns.iter().zip(widths).enumerate();
    places
        .map(|(at, (column, width))| {
            let is_names = at == names;
            let width = if is_names { width + rest } else { width };
            let side = if column.kind == ColumnKind::Figure { Side::Right } else { Side::Left };
            let size = if column.kind == ColumnKind::Figure { size } else { CELL.size };
            let place = Place { x, width, side, size, is_names };
            x += width;
            place
        })
        .collect()
}

/// What a column takes at least for its title, and for its cells.
fn wants(at: usize, column: &Column, rows: &[Vec<Text>]) -> [f32; 2] {
    let title = Text::new(&column.title, COLUMN.weight).widest_piece(COLUMN.size).min(SHORT);
    let cells = rows.iter().filter_map(|row| row.get(at)).map(|text| text.width(CELL.size)).fold(0.0, f32::max);
    match column.kind {
        ColumnKind::Name => [0.0, 0.0],
        ColumnKind::Short => [title, cells.min(SHORT)],
        ColumnKind::Figure => [title, cells],
    }
}

fn with_padding(width: f32) -> f32 {
    if width > 0.0 { width + 2.0 * PADDING + 0.5 } else { 0.0 }
}
