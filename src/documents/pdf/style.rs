//! Letters, colours and distances of a sheet; all distances are points.

use super::{
    canvas::{Colour, PAGE_HEIGHT, PAGE_WIDTH},
    faces::Weight,
};

/// How letters look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// The size of the letters beside, on whose lines they stand.
    pub(super) grid: f32,
    pub(super) colour: Colour,
}

impl Style {
    const fn new(weight: Weight, size: f32, colour: Colour) -> Self {
        Self { weight, size, grid: size, colour }
    }

    /// In another size, on the same lines.
    pub(super) fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// From one line to the next.
    pub(super) fn line_height(self) -> f32 {
        self.grid * 1.4
    }

    /// From the top of a line to the foot of its letters, with capitals in the middle of the line.
    pub(super) fn baseline(self) -> f32 {
        (self.line_height() + self.grid * 0.714) / 2.0
    }
}

const INK: Colour = Colour(0x1b, 0x1f, 0x24);
const MUTED: Colour = Colour(0x5b, 0x64, 0x70);

/// Fine rules.
pub(super) const RULE: Colour = Colour(0xd5, 0xda, 0xe0);
/// The area behind the titles of columns.
pub(super) const SHADE: Colour = Colour(0xf3, 0xf5, 0xf7);
/// Strong rules and QR codes.
pub(super) const DARK: Colour = INK;

pub(super) const TITLE: Style = Style::new(Weight::Bold, 19.0, INK);
/// A title of more than a line.
pub(super) const LONG_TITLE: Style = Style::new(Weight::Bold, 13.0, INK);
pub(super) const LABEL: Style = Style::new(Weight::Regular, 8.0, MUTED);
pub(super) const VALUE: Style = Style::new(Weight::Regular, 10.0, INK);
pub(super) const NAME: Style = Style::new(Weight::Bold, 10.0, INK);
pub(super) const DETAIL: Style = Style::new(Weight::Regular, 9.0, INK);
pub(super) const COLUMN: Style = Style::new(Weight::Bold, 8.0, MUTED);
pub(super) const CELL: Style = Style::new(Weight::Regular, 9.0, INK);
pub(super) const REMARK: Style = Style::new(Weight::Regular, 8.0, MUTED);
pub(super) const TOTAL_LABEL: Style = Style::new(Weight::Regular, 9.5, MUTED);
pub(super) const TOTAL: Style = Style::new(Weight::Regular, 9.5, INK);
pub(super) const STRONG: Style = Style::new(Weight::Bold, 12.0, INK);
pub(super) const SECTION: Style = Style::new(Weight::Bold, 10.5, INK);

/// Left and right of the text.
pub(super) const MARGIN: f32 = 51.0;
/// Above the first line of a page.
pub(super) const TOP: f32 = 50.0;
/// Where later pages begin, below the title.
pub(super) const LATER_TOP: f32 = TOP + 21.0;
/// The height of the text on them.
pub(super) const LATER_PAGE: f32 = BOTTOM - LATER_TOP;
/// From the top of a page to where its text ends.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 66.0;
/// The text on the last line of a page begins here.
pub(super) const FOOT: f32 = PAGE_HEIGHT - 46.0;
/// Width of the text.
pub(super) const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Thickness of a fine rule.
pub(super) const HAIRLINE: f32 = 0.6;
