//! From pieces to lines of a given width.

use std::mem;

use super::{
    faces::{EM, Weight},
    shaping::{self, After, Piece, Run},
};

/// A line of text, ready to be drawn in any size.
#[derive(Clone, Debug, Default)]
pub(super) struct TextLine {
    pub(super) runs: Vec<Run>,
    /// In units of the em.
    width: i32,
}

impl TextLine {
    /// Its width in points, in letters of `size` points.
    pub(super) fn width(&self, size: f32) -> f32 {
        points(self.width, size)
    }

    fn push(&mut self, run: Run) {
        self.width = self.width.saturating_add(run.width());
        self.runs.push(run);
    }
}

/// A text that was shaped once, to be measured and wrapped.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pieces: Vec<Piece>,
    weight: Weight,
}

impl Text {
    /// Shapes a text.
    pub(super) fn new(text: &str, weight: Weight) -> Self {
        Self { pieces: shaping::pieces(text, weight), weight }
    }

    /// Its width in points, on one line.
    pub(super) fn width(&self, size: f32) -> f32 {
        let mut width = 0_i32;
        let space = shaping::space(self.weight).width();
        for (at, piece) in self.pieces.iter().enumerate() {
            let between = if piece.after == After::Space && at + 1 < self.pieces.len() { space } else { 0 };
            width = width.saturating_add(piece.width).saturating_add(between);
        }
        points(width, size)
    }

    /// The width in points of what stays together.
    pub(super) fn widest_piece(&self, size: f32) -> f32 {
        points(self.pieces.iter().map(|piece| piece.width).max().unwrap_or(0), size)
    }

    /// Lines of at most `width` points; a piece that is wider is divided between letters. No line where there is no
    /// text.
    pub(super) fn wrapped(&self, size: f32, width: f32) -> Vec<TextLine> {
        let limit = ((width / size) * EM as f32).max(0.0) as i32;
        let space = shaping::space(self.weight);
        let mut lines = Vec::new();
        let mut line = TextLine::default();
        let mut before_piece = After::Break;
        for piece in &self.pieces {
            let before = if before_piece == After::Space && !line.runs.is_empty() { space.width() } else { 0 };
            let goes_on = before_piece == After::Nothing;
            let is_divided = piece.width > limit || goes_on;
            if !line.runs.is_empty()
                && !goes_on
                && line.width.saturating_add(before).saturating_add(piece.width) > limit
            {
                lines.push(mem::take(&mut line));
            } else if before > 0 {
                line.push(space.clone());
            }
            if !is_divided {
                piece.runs.iter().for_each(|run| line.push(run.clone()));
            } else {
                for letter in piece.runs.iter().flat_map(Run::letters) {
                    if !line.runs.is_empty() && line.width.saturating_add(letter.width()) > limit {
                        lines.push(mem::take(&mut line));
                    }
                    line.push(letter);
                }
            }
            before_piece = piece.after;
        }
        if !line.runs.is_empty() {
            lines.push(line);
        }
        lines
    }
}

fn points(units: i32, size: f32) -> f32 {
    units as f32 * size / EM as f32
}
