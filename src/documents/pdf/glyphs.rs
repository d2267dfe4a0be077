//! The glyphs of a file: their codes in its texts, and the fonts with only these glyphs.

use std::collections::HashMap;

use pdf_writer::{
    Filter, Finish, Name, Pdf, Rect, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use subsetter::GlyphRemapper;

use super::{deflate::deflated, faces::Face};

const SYSTEM: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Objects that a font is made of.
const OBJECTS_OF_A_FONT: i32 = 6;

/// The glyphs that were drawn so far, by font.
///
/// A code is of a glyph and of the text that it stands for, so that one glyph for two characters is copied as the one
/// that was written.
#[derive(Default)]
pub(super) struct UsedGlyphs {
    fonts: [UsedFont; Face::ALL.len()],
}

#[derive(Default)]
struct UsedFont {
    codes: HashMap<(u16, String), u16>,
    /// Glyph and text of each code, from 1 on; 0 is the box.
    glyphs: Vec<(u16, String)>,
}

impl UsedGlyphs {
    /// The code of a glyph in texts of this font.
    pub(super) fn code(&mut self, face: Face, glyph: u16, text: &str) -> u16 {
        let [sans, sans_bold, bengali, bengali_bold] = &mut self.fonts;
        let font = match face {
            Face::Sans => sans,
            Face::SansBold => sans_bold,
            Face::Bengali => bengali,
            Face::BengaliBold => bengali_bold,
        };
        if let Some(code) = font.codes.get(&(glyph, text.to_owned())) {
            return *code;
        }
        // A sheet with more than 65,535 different characters has boxes for the rest.
        let Ok(code) = u16::try_from(font.glyphs.len() + 1) else { return 0 };
        font.codes.insert((glyph, text.to_owned()), code);
        font.glyphs.push((glyph, text.to_owned()));
        code
    }

    /// Writes the fonts into the file, as objects from `first` on; returns their names and objects.
    pub(super) fn write(&self, pdf: &mut Pdf, first: Ref) -> Result<Vec<(Face, Ref)>, subsetter::Error> {
        let mut written = Vec::new();
        let mut id = first;
        for (face, used) in Face::ALL.into_iter().zip(&self.fonts).filter(|(_, used)| !used.glyphs.is_empty()) {
            write_font(pdf, id, face, &used.glyphs)?;
            written.push((face, id));
            id = Ref::new(id.get() + OBJECTS_OF_A_FONT);
        }
        Ok(written)
    }
}

/// The name of a font in the resources of a page.
pub(super) fn name(face: Face) -> Name<'static> {
    Name(match face {
        Face::Sans => b"R",
        Face::SansBold => b"B",
        Face::Bengali => b"BR",
        Face::BengaliBold => b"BB",
    })
}

fn write_font(pdf: &mut Pdf, id: Ref, face: Face, glyphs: &[(u16, String)]) -> Result<(), subsetter::Error> {
    let object = |offset: i32| Ref::new(id.get() + offset);
    let (descendant, descriptor, to_unicode, to_glyph, file) = (object(1), object(2), object(3), object(4), object(5));
    let name = format!("KOPILK+{}", face.name());
    let name = Name(name.as_bytes());

    let mut remapper = GlyphRemapper::new();
    // The box, as it is code 0.
    let mut of_code: Vec<u8> = vec![0, 0];
    for (glyph, _) in glyphs {
        of_code.extend(remapper.remap(*glyph).to_be_bytes());
    }
    let subset = subsetter::subset(face.file(), 0, &remapper)?;

    pdf.type0_font(id)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(to_unicode);

    let mut cid_font = pdf.cid_font(descendant);
    cid_font.subtype(CidFontType::Type2).base_font(name).system_info(SYSTEM).font_descriptor(descriptor);
    cid_font.default_width(0.0).cid_to_gid_map_stream(to_glyph);
    let widths = [0].into_iter().chain(glyphs.iter().map(|(glyph, _)| *glyph)).map(|glyph| face.advance(glyph) as f32);
    cid_font.widths().consecutive(0, widths);
    cid_font.finish();

    let metrics = face.font().metrics();
    let [left, bottom, right, top] =
        [metrics.bounds.x_min, metrics.bounds.y_min, metrics.bounds.x_max, metrics.bounds.y_max]
            .map(|edge| edge.to_f32());
    let line = metrics.hhea_line.unwrap_or_default();
    let is_bold = matches!(face, Face::SansBold | Face::BengaliBold);
    let mut description = pdf.font_descriptor(descriptor);
    description.name(name).flags(FontFlags::SYMBOLIC).bbox(Rect::new(left, bottom, right, top)).italic_angle(0.0);
    description.ascent(line.ascender.to_f32()).descent(line.descender.to_f32());
    description.cap_height(metrics.cap_height.unwrap_or_default().to_f32()).stem_v(if is_bold { 140.0 } else { 90.0 });
    description.font_file2(file);
    description.finish();

    let mut cmap = UnicodeCmap::new(Name(b"Kopilka-UCS"), SYSTEM);
    for (code, (_, text)) in (1_u16..).zip(glyphs) {
        // Viewers that do not know replacement texts copy something for every glyph: what is not seen, if nothing else.
        let text = if text.is_empty() { "\u{200b}" } else { text };
        cmap.pair_with_multiple(code, text.chars());
    }
    pdf.cmap(to_unicode, &deflated(&cmap.finish())).filter(Filter::FlateDecode);
    pdf.stream(to_glyph, &deflated(&of_code)).filter(Filter::FlateDecode);
    let length = i32::try_from(subset.len()).unwrap_or(i32::MAX);
    pdf.stream(file, &deflated(&subset)).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    Ok(())
}
