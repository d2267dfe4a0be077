//! Files that the bot uploaded or a person sent.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use image::ImageReader;
use serde_json::{Value, json};

/// A stored file.
pub(crate) struct StoredFile {
    pub(crate) id: String,
    pub(crate) unique_id: String,
    /// The path at which `/file/bot<token>/…` serves it.
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) bytes: Bytes,
}

/// All files by their id.
#[derive(Default)]
pub(crate) struct Files(HashMap<String, Arc<StoredFile>>);

impl Files {
    /// Stores a file in a folder such as `photos`.
    pub(crate) fn keep(&mut self, folder: &str, name: &str, mime: &str, bytes: Bytes) -> Arc<StoredFile> {
        let number = self.0.len() + 1;
        let prefix = if folder == "photos" { "AgACAgIAAxk" } else { "BQACAgIAAxk" };
        let extension = name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
        let file = Arc::new(StoredFile {
            id: format!("{prefix}BAAIB{number:06}"),
            unique_id: format!("AQAD{number:06}"),
            path: format!("{folder}/file_{number}.{extension}"),
            name: name.to_owned(),
            mime: mime.to_owned(),
            bytes,
        });
        self.0.insert(file.id.clone(), Arc::clone(&file));
        file
    }

    pub(crate) fn get(&self, id: &str) -> Option<Arc<StoredFile>> {
        self.0.get(id).cloned()
    }

    pub(crate) fn at_path(&self, path: &str) -> Option<Arc<StoredFile>> {
        self.0.values().find(|file| file.path == path).cloned()
    }
}

impl StoredFile {
    /// The `File` object of `getFile`.
    pub(crate) fn json(&self) -> Value {
        json!({
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.bytes.len(),
            "file_path": self.path,
        })
    }
}

/// The width and height of a PNG or JPEG picture; `None` for other files.
pub(crate) fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes {
        [0xFF, 0xD8, rest @ ..] => jpeg_size(rest),
        _ => ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok(),
    }
}

/// Reads the segments of a JPEG up to the frame header, which has the size.
fn jpeg_size(mut rest: &[u8]) -> Option<(u32, u32)> {
    while let [0xFF, marker, high, low, body @ ..] = rest {
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame && let [_, h1, h2, w1, w2, ..] = body {
            let side = |high: &u8, low: &u8| u32::from(u16::from_be_bytes([*high, *low]));
            return Some((side(w1, w2), side(h1, h2)));
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = rest.get(2 + length..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_pictures() {
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 9, 9, 0xFF, 0xC0, 0, 17, 8, 0, 32, 0, 64];
        assert_eq!(picture_size(&jpeg), Some((64, 32)));
        let mut png = std::io::Cursor::new(Vec::new());
        image::GrayImage::new(3, 5).write_to(&mut png, image::ImageFormat::Png).unwrap();
        assert_eq!(picture_size(png.get_ref()), Some((3, 5)));
        assert_eq!(picture_size(b"hello"), None);
    }
}
