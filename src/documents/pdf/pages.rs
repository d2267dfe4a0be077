//! Pages that are filled from top to bottom, and begun as they are needed.

use super::{
    canvas::{Canvas, Colour},
    glyphs::UsedGlyphs,
    style::{BOTTOM, FOOT, HAIRLINE, LABEL, LATER_PAGE, LATER_TOP, MARGIN, RULE, SHADE, Style, TOP, WIDTH},
    wrapping::{Text, TextLine},
};

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Middle,
}

/// Lines of text below each other, in a place between `x` and `x + width`.
pub(super) struct Block {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) side: Side,
    lines: Vec<(TextLine, Style)>,
}

impl Block {
    /// An empty one.
    pub(super) fn new(x: f32, width: f32, side: Side) -> Self {
        Self { x, width, side, lines: Vec::new() }
    }

    /// With a text below the others, wrapped to its width.
    pub(super) fn with(mut self, text: &str, style: Style) -> Self {
        self.push(&Text::new(text, style.weight), style);
        self
    }

    /// Adds a text below the others, wrapped to its width.
    pub(super) fn push(&mut self, text: &Text, style: Style) {
        self.lines.extend(text.wrapped(style.size, self.width).into_iter().map(|line| (line, style)));
    }

    /// Leaves out the lines after the first `count`.
    pub(super) fn limit(&mut self, count: usize) {
        self.lines.truncate(count);
    }

    /// Height of its lines.
    pub(super) fn height(&self) -> f32 {
        self.lines.iter().map(|(_, style)| style.line_height()).sum()
    }

    /// Takes the lines that fit into `room`, at least one where `forced`.
    fn take(&mut self, room: f32, forced: bool) -> Self {
        let mut height = 0.0;
        let fitting = self.lines.iter().take_while(|(_, style)| {
            height += style.line_height();
            height <= room + 0.01
        });
        let count = fitting.count().max(usize::from(forced)).min(self.lines.len());
        Self { lines: self.lines.drain(..count).collect(), ..*self }
    }
}

/// The titles of columns, which later pages of a table repeat.
pub(super) struct Head {
    pub(super) titles: Vec<Block>,
    /// Above and below them.
    pub(super) padding: f32,
}

impl Head {
    /// Its height on a page.
    pub(super) fn height(&self) -> f32 {
        self.titles.iter().map(Block::height).fold(0.0, f32::max) + 2.0 * self.padding
    }
}

/// The pages so far.
pub(super) struct Pages {
    done: Vec<Canvas>,
    current: Canvas,
    used: UsedGlyphs,
    /// Where the next text of the page begins.
    pub(super) y: f32,
    /// What is on the first line of later pages.
    title: Option<TextLine>,
}

impl Pages {
    /// One page, with nothing on it. Later pages begin with `title`.
    pub(super) fn new(title: &str) -> Self {
        let title = Text::new(title, LABEL.weight).wrapped(LABEL.size, WIDTH).into_iter().next();
        Self { done: Vec::new(), current: Canvas::new(), used: UsedGlyphs::default(), y: TOP, title }
    }

    /// How many pages there are.
    pub(super) fn count(&self) -> usize {
        self.done.len() + 1
    }

    /// The height that is left on the page.
    pub(super) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Begins a page.
    pub(super) fn next(&mut self) {
        self.done.push(std::mem::replace(&mut self.current, Canvas::new()));
        self.y = LATER_TOP;
        if let Some(title) = self.title.clone() {
            self.line(&title, MARGIN, TOP, LABEL);
        }
    }

    /// Begins a page where `height` does not fit on this one, and does on another.
    pub(super) fn need(&mut self, height: f32) {
        if height > self.room() && height <= LATER_PAGE {
            self.next();
        }
    }

    /// Draws blocks side by side and moves below them, by `padding` above and below. They stay on one page, with `after`
    /// below them, where one page has room for it; otherwise they go on on the next page below `head`.
    pub(super) fn flow(&mut self, mut blocks: Vec<Block>, padding: f32, after: f32, head: Option<&Head>) {
        let height = blocks.iter().map(Block::height).fold(0.0, f32::max) + 2.0 * padding;
        let head_height = head.map_or(0.0, Head::height);
        if height + after > self.room() && head_height + height + after <= LATER_PAGE {
            self.next();
            head.inspect(|head| self.head(head));
        }
        let mut is_fresh = false;
        loop {
            let top = self.y + padding;
            let room = BOTTOM - top - padding;
            let mut drawn = 0.0_f32;
            for block in &mut blocks {
                let part = block.take(room, is_fresh);
                drawn = drawn.max(part.height());
                self.block(&part, top);
            }
            self.y = top + drawn + padding;
            if blocks.iter().all(|block| block.lines.is_empty()) {
                return;
            }
            self.next();
            head.inspect(|head| self.head(head));
            is_fresh = true;
        }
    }

    /// Draws the titles of columns.
    pub(super) fn head(&mut self, head: &Head) {
        let height = head.height();
        self.fill([MARGIN, self.y, WIDTH, height], SHADE);
        for block in &head.titles {
            self.block(block, self.y + head.padding);
        }
        self.y += height;
        self.rule();
    }

    /// Draws the lines of a block below `top`.
    pub(super) fn block(&mut self, block: &Block, top: f32) {
        let mut y = top;
        for (line, style) in &block.lines {
            let free = block.width - line.width(style.size);
            let x = match block.side {
                Side::Left => block.x,
                Side::Right => block.x + free,
                Side::Middle => block.x + free / 2.0,
            };
            self.line(line, x, y, *style);
            y += style.line_height();
        }
    }

    /// Fills an area of the page.
    pub(super) fn fill(&mut self, area: [f32; 4], colour: Colour) {
        self.current.fill(area, colour);
    }

    /// Draws a fine rule over the width of the text.
    pub(super) fn rule(&mut self) {
        self.fill([MARGIN, self.y, WIDTH, HAIRLINE], RULE);
    }

    /// Draws a QR code.
    pub(super) fn squares(
        &mut self,
        place: [f32; 3],
        modules: usize,
        is_dark: impl Fn(usize, usize) -> bool,
        colour: Colour,
    ) {
        self.current.squares(place, modules, is_dark, colour);
    }

    /// Ends each page with its number and their count, and returns the commands of the pages.
    pub(super) fn finish(mut self) -> (Vec<Vec<u8>>, UsedGlyphs) {
        let mut pages = std::mem::take(&mut self.done);
        pages.push(std::mem::replace(&mut self.current, Canvas::new()));
        let count = pages.len();
        let mut finished = Vec::new();
        for (number, page) in (1..).zip(pages) {
            self.current = page;
            let foot = Block::new(MARGIN, WIDTH, Side::Right).with(&format!("{number} / {count}"), LABEL);
            self.block(&foot, FOOT);
            finished.push(std::mem::replace(&mut self.current, Canvas::new()).finish());
        }
        (finished, self.used)
    }

    fn line(&mut self, line: &TextLine, x: f32, top: f32, style: Style) {
        self.current.text(&mut self.used, line, [x, top + style.baseline()], style.size, style.colour);
    }
}
