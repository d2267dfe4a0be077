//! QR pictures: black on white, every module a whole number of pixels, with the quiet zone that scanners ask for.

use image::{ExtendedColorType, ImageEncoder as _, Luma, codecs::png::PngEncoder};
use qrcode::{EcLevel, QrCode};

/// At least this wide; large enough for a phone's screen at a till.
const PIXELS: u32 = 512;

/// Why a picture cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
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
