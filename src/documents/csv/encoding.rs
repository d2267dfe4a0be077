//! The text of a file. A byte order mark says how it is written; without one it is UTF-8 if that can be, else Windows-1251, as
//! spreadsheets write Cyrillic. Nothing is guessed by the letters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

use super::CsvError;

/// The text of a file, without its byte order mark.
pub(super) fn text(file: &[u8]) -> Result<Cow<'_, str>, CsvError> {
    let decoded = match Encoding::for_bom(file) {
        Some((encoding, length)) => encoding.decode_without_bom_handling_and_without_replacement(&file[length..]),
        None => UTF_8
            .decode_without_bom_handling_and_without_replacement(file)
            .or_else(|| WINDOWS_1251.decode_without_bom_handling_and_without_replacement(file)),
    };
    decoded.filter(|text| !text.contains('\0')).ok_or(CsvError::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_as_spreadsheets_write_them() {
        let windows = WINDOWS_1251.encode("Имя;ё №").0.into_owned();
        let utf16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| {
            [mark.to_vec(), "Имя\tӘ".encode_utf16().flat_map(bytes).collect()].concat()
        };
        for (file, expected) in [
            ("Имя;Әлия".as_bytes().to_vec(), "Имя;Әлия"),
            ("\u{feff}Имя".as_bytes().to_vec(), "Имя"),
            (windows, "Имя;ё №"),
            (utf16(u16::to_le_bytes, [0xff, 0xfe]), "Имя\tӘ"),
            (utf16(u16::to_be_bytes, [0xfe, 0xff]), "Имя\tӘ"),
            (Vec::new(), ""),
        ] {
            assert_eq!(text(&file).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for file in [
            b"a\0b".as_slice(),
            b"PK\x03\x04\x14\x00\x06\x00",
            b"\xef\xbb\xbf\xc8\xec\xff",
            b"\xff\xfea",
            b"\xff\xfe\x00\xd8a\x00",
            b"a\x00b\x00",
        ] {
            assert_eq!(text(file), Err(CsvError::NotText), "{file:?}");
        }
    }
}
