//! What people get as a picture or a file, and the files they send.

pub mod csv;
pub mod pdf;
pub mod qr;
