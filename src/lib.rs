//! Kopilka: a loyalty program for small shops that lives in Telegram.

pub mod bot;
pub mod clock;
pub mod domain;
pub mod sandbox;
pub mod service;
pub mod storage;
