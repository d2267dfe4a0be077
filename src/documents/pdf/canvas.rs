//! What is drawn on a page: text, areas and QR codes. Distances are points from the top left corner.

use pdf_writer::{Content, Name, Str, TextStr};

use super::{
    faces::EM,
    glyphs::{self, UsedGlyphs},
    shaping::Run,
    wrapping::TextLine,
};

/// Width of a sheet of A4.
pub(super) const PAGE_WIDTH: f32 = 595.28;

/// Its height.
pub(super) const PAGE_HEIGHT: f32 = 841.89;

/// Red, green, blue from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// The drawing of one page.
pub(super) struct Canvas {
    content: Content,
}

impl Canvas {
    pub(super) fn new() -> Self {
        Self { content: Content::new() }
    }

    /// The commands of the page.
    pub(super) fn finish(self) -> Vec<u8> {
        self.content.finish().into_vec()
    }

    /// Fills an area.
    pub(super) fn fill(&mut self, [x, y, width, height]: [f32; 4], colour: Colour) {
        self.colour(colour);
        self.content.rect(x, PAGE_HEIGHT - y - height, width, height).fill_nonzero();
    }

    /// Fills the areas that `is_dark` names in a square of `modules` by `modules`; one path, so that neighbours have no
    /// seam between them.
    pub(super) fn squares(
        &mut self,
        [x, y, side]: [f32; 3],
        modules: usize,
        is_dark: impl Fn(usize, usize) -> bool,
        colour: Colour,
    ) {
        self.colour(colour);
        let module = side / modules as f32;
        for row in 0..modules {
            let mut column = 0;
            while column < modules {
                let length = (column..modules).take_while(|column| is_dark(*column, row)).count();
                if length > 0 {
                    let bottom = PAGE_HEIGHT - y - (row + 1) as f32 * module;
                    self.content.rect(x + column as f32 * module, bottom, length as f32 * module, module);
                }
                column += length + 1;
            }
        }
        self.content.fill_nonzero();
    }

    /// Writes a line of text with its left end at `x` and its foot at `baseline`.
    pub(super) fn text(
        &mut self,
        used: &mut UsedGlyphs,
        line: &TextLine,
        [x, baseline]: [f32; 2],
        size: f32,
        colour: Colour,
    ) {
        self.colour(colour);
        self.content.begin_text();
        let mut pen = 0;
        // A word whose glyphs alone do not say what the text is has the text beside it; other words are one command.
        for words in line.runs.chunk_by(|run, next| run.is_plain == next.is_plain) {
            let is_plain = words.iter().all(|run| run.is_plain);
            if !is_plain {
                let text: String = words.iter().map(|run| run.text.as_str()).collect();
                let mut span = self.content.begin_marked_content_with_properties(Name(b"Span"));
                span.properties().actual_text(TextStr(&text));
            }
            for runs in words.chunk_by(|run, next| run.face == next.face) {
                let left = x + pen as f32 * size / EM as f32;
                self.content.set_text_matrix([1.0, 0.0, 0.0, 1.0, left, PAGE_HEIGHT - baseline]);
                self.show(used, runs, size);
                pen += runs.iter().map(Run::width).sum::<i32>();
            }
            if !is_plain {
                self.content.end_marked_content();
            }
        }
        self.content.end_text();
    }

    /// Shows runs of one font.
    fn show(&mut self, used: &mut UsedGlyphs, runs: &[Run], size: f32) {
        let Some(Run { face, .. }) = runs.first() else { return };
        self.content.set_font(glyphs::name(*face), size);
        let mut strip = Strip::default();
        // Where the shaper wants the pen, and where the viewer has it after the glyphs that were shown.
        let (mut pen, mut shown) = (0, 0);
        for (run, glyph) in runs.iter().flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph))) {
            if strip.rise != glyph.y {
                strip.write(&mut self.content, size);
                strip.rise = glyph.y;
            }
            strip.moves(shown - (pen + glyph.x));
            let code = used.code(*face, glyph.id, run.text.get(glyph.text.clone()).unwrap_or(""));
            strip.codes.extend(code.to_be_bytes());
            shown = pen + glyph.x + face.advance(glyph.id);
            pen += glyph.advance;
        }
        strip.write(&mut self.content, size);
        if strip.rise != 0 {
            self.content.set_rise(0.0);
        }
    }

    fn colour(&mut self, Colour(red, green, blue): Colour) {
        let [red, green, blue] = [red, green, blue].map(|part| f32::from(part) / 255.0);
        self.content.set_fill_rgb(red, green, blue);
    }
}

/// Glyphs of one height, with the moves between them.
#[derive(Default)]
struct Strip {
    /// How far back before which codes.
    parts: Vec<(i32, Vec<u8>)>,
    codes: Vec<u8>,
    back: i32,
    /// Height above the line that the strip is on, and the one that was written last.
    rise: i32,
    written: i32,
}

impl Strip {
    fn moves(&mut self, back: i32) {
        if back != 0 {
            self.end_part();
            self.back = back;
        }
    }

    fn end_part(&mut self) {
        if !self.codes.is_empty() || self.back != 0 {
            self.parts.push((std::mem::take(&mut self.back), std::mem::take(&mut self.codes)));
        }
    }

    fn write(&mut self, content: &mut Content, size: f32) {
        self.end_part();
        if self.parts.is_empty() {
            return;
        }
        if self.rise != self.written {
            content.set_rise(self.rise as f32 * size / EM as f32);
            self.written = self.rise;
        }
        let mut positioned = content.show_positioned();
        let mut items = positioned.items();
        for (back, codes) in self.parts.drain(..) {
            if back != 0 {
                items.adjust(back as f32);
            }
            if !codes.is_empty() {
                items.show(Str(&codes));
            }
        }
    }
}
