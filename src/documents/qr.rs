//! QR codes: as pictures, black on white, every module a whole number of pixels, with the quiet zone that scanners ask
//! for; and as modules, for what draws them itself.

use image::{ExtendedColorType, ImageEncoder as _, Luma, codecs::png::PngEncoder};
use qrcode::{Color, EcLevel, QrCode};

/// At least this wide; large enough for a phone's screen at a till.
const PIXELS: u32 = 512;

/// Why a code cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More than a QR code can hold.
    #[error("the content does not fit into a QR code")]
    TooLong(#[from] qrcode::types::QrError),
    /// The PNG could not be written.
    #[error("the picture cannot be encoded")]
    Encode(#[from] image::ImageError),
}

/// Draws `content` as a PNG.
pub(crate) fn png(content: &str) -> Result<Vec<u8>, Error> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M)?;
    let picture = code.render::<Luma<u8>>().min_dimensions(PIXELS, PIXELS).quiet_zone(true).build();
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&picture, picture.width(), picture.height(), ExtendedColorType::L8)?;
    Ok(png)
}

/// The modules of a code, without the quiet zone around them.
pub(crate) struct Modules {
    width: usize,
    colours: Vec<Color>,
}

impl Modules {
    /// The modules of a code for `content`.
    pub(crate) fn new(content: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(content, EcLevel::M)?;
        Ok(Self { width: code.width(), colours: code.into_colors() })
    }

    /// How many there are in a row, and in a column.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Whether the module is dark.
    pub(crate) fn is_dark(&self, column: usize, row: usize) -> bool {
        self.colours.get(row * self.width + column) == Some(&Color::Dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_whole_modules_inside_a_quiet_zone() {
        let content = "https://t.me/kopilka_bot?start=PROMO82423";
        let picture = image::load_from_memory(&png(content).unwrap()).unwrap().to_luma8();
        let modules = QrCode::with_error_correction_level(content, EcLevel::M).unwrap().width() as u32 + 8;
        assert!(picture.width() >= PIXELS && picture.width() == picture.height());
        assert_eq!(picture.width() % modules, 0, "blurred modules");
        let module = picture.width() / modules;
        assert!((0..picture.width()).all(|x| picture.get_pixel(x, 4 * module - 1).0 == [255]), "no quiet zone");
        assert_eq!(picture.get_pixel(4 * module, 4 * module).0, [0], "the finder pattern begins right after it");
    }

    #[test]
    fn refuses_what_does_not_fit() {
        assert!(png(&"7".repeat(10_000)).is_err());
    }
}
