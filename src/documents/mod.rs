//! What people get as a picture or a file.

pub mod qr;
