//! Kopilka: a loyalty program for small shops that lives in Telegram. In reading order:

pub mod command_line;
pub mod config;
pub mod clock;
pub mod shutdown;
mod backoff;
mod new_file;
pub mod domain;
pub mod storage;
pub mod service;
pub mod import;
pub mod texts;
pub mod documents;
pub mod messages;
pub mod notices;
pub mod bot;
pub mod telegram;
pub mod webhooks;
pub mod http;
pub mod api;
pub mod serve;
pub mod jobs;
pub mod sandbox;
pub mod demo;
