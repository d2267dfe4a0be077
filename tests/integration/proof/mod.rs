//! Proof that points cannot be lost and cannot be doubled: histories at random beside a model of what PRODUCT promises, and
//! crowds that all want the same at once.

mod act;
mod crowds;
mod histories;
mod model;
mod wallet_model;
mod races;
mod rows;
mod harness;
