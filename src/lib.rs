//! Kopilka: a loyalty program for small shops that lives in Telegram.

pub mod clock;
pub mod domain;
pub mod storage;
pub mod sandbox;
