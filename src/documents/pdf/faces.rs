//! The fonts in the binary: which of them draws a character, and how text is shaped with it.

use std::sync::LazyLock;

use harfrust::{Direction, Font, GlyphId, Script, ShapePlan};

/// Units of an em in each of the fonts; advances and offsets of glyphs are in them.
pub(super) const EM: i32 = 1000;

/// Light or strong letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// One of the fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Face {
    Sans,
    SansBold,
    Bengali,
    BengaliBold,
}

/// How a run of letters is shaped; the rules in a font differ by script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Latin,
    Cyrillic,
    Bengali,
}

impl Face {
    /// All, in the order of their numbers.
    pub(super) const ALL: [Self; 4] = [Self::Sans, Self::SansBold, Self::Bengali, Self::BengaliBold];

    /// The font that draws this writing.
    pub(super) fn of(writing: Writing, weight: Weight) -> Self {
        match (writing, weight) {
            (Writing::Latin | Writing::Cyrillic, Weight::Regular) => Self::Sans,
            (Writing::Latin | Writing::Cyrillic, Weight::Bold) => Self::SansBold,
            (Writing::Bengali, Weight::Regular) => Self::Bengali,
            (Writing::Bengali, Weight::Bold) => Self::BengaliBold,
        }
    }

    /// The file of the font.
    pub(super) fn file(self) -> &'static [u8] {
        match self {
            Self::Sans => include_bytes!("fonts/NotoSans-Regular.ttf"),
            Self::SansBold => include_bytes!("fonts/NotoSans-Bold.ttf"),
            Self::Bengali => include_bytes!("fonts/NotoSansBengali-Regular.ttf"),
            Self::BengaliBold => include_bytes!("fonts/NotoSansBengali-Bold.ttf"),
        }
    }

    /// Its name in the file of the sheet, without the prefix of a subset.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sans => "NotoSans-Regular",
            Self::SansBold => "NotoSans-Bold",
            Self::Bengali => "NotoSansBengali-Regular",
            Self::BengaliBold => "NotoSansBengali-Bold",
        }
    }

    /// The font, read.
    pub(super) fn font(self) -> &'static Font {
        &self.read().font
    }

    /// The rules of the writing in this font.
    pub(super) fn plan(self, writing: Writing) -> &'static ShapePlan {
        let [first, second] = &self.read().plans;
        if writing == Writing::Cyrillic { second } else { first }
    }

    /// How far a glyph moves the pen, where no rule of the font says otherwise; in units of the em.
    pub(super) fn advance(self, glyph: u16) -> i32 {
        self.font().glyph_metrics().h_advance(GlyphId::from(glyph)).round() as i32
    }

    fn read(self) -> &'static Read {
        static READ: LazyLock<[Read; 4]> = LazyLock::new(|| Face::ALL.map(Read::new));
        let [sans, sans_bold, bengali, bengali_bold] = &*READ;
        match self {
            Self::Sans => sans,
            Self::SansBold => sans_bold,
            Self::Bengali => bengali,
            Self::BengaliBold => bengali_bold,
        }
    }
}

struct Read {
    font: Font,
    /// For Latin and Cyrillic, or for Bengali twice.
    plans: [ShapePlan; 2],
}

impl Read {
    fn new(face: Face) -> Self {
        #[expect(clippy::expect_used, reason = "the fonts are in the binary, and a test reads each of them")]
        let font = Font::new(face.file(), 0).expect("a font");
        let scripts = match face {
            Face::Sans | Face::SansBold => [Script::LATIN, Script::CYRILLIC],
            Face::Bengali | Face::BengaliBold => [Script::BENGALI; 2],
        };
        let plans = scripts.map(|script| ShapePlan::new(&font, Direction::LeftToRight, Some(script), None, &[]));
        Self { font, plans }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_can_be_read_and_has_a_thousand_units() {
        for face in Face::ALL {
            assert_eq!(i32::from(face.font().units_per_em()), EM, "{face:?}");
            assert!(face.advance(0) > 0, "{face:?} has no box for what it lacks");
        }
    }
}
