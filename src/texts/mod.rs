//! The texts that people read: Fluent files in `locales`, one per screen and language, behind typed functions.
//!
//! A screen's file here has the same name as its file there and declares a function for each message; callers never see
//! an id. [`mod@format`] writes amounts, quantities and dates the way each language does. The tests of this module
//! prove that no language lacks a message, an argument, a plural form or a tag.

pub mod format;

pub mod alarm;
pub mod api;
pub mod balance;
pub mod bill;
pub mod bills;
pub mod card;
pub mod client_import;
pub mod common;
pub mod consent;
pub mod coupon;
pub mod customers_api;
pub mod drf;
pub mod expiry;
pub mod group;
pub mod history;
pub mod invite;
pub mod invoices;
pub mod join;
pub mod menu;
pub mod parcel;
pub mod parcels;
pub mod parcel_words;
pub mod phone;
pub mod profile;
pub mod promo;
pub mod refund;
pub mod refusal;
pub mod sale_words;
pub mod sales_api;
pub mod settings;
pub mod sheet;
pub mod shop;
pub mod staff_bills;
pub mod staff_coupon;
pub mod staff_find;
pub mod staff_groups;
pub mod staff_invoice;
pub mod staff_keys;
pub mod staff_parcels;
pub mod staff_parcels_many;
pub mod staff_points;
pub mod staff_profile;
pub mod staff_program;
pub mod staff_refund;
pub mod staff_team;
pub mod staff_webhooks;
pub mod typed_words;
pub mod widget;

mod bundle;
#[cfg(test)]
mod checks;
mod html;
mod message;

pub use html::Html;
pub use message::Points;

use message::messages;
