//! All integration tests, in one binary: linking many would take longer than running them.

// Tells clippy that the functions beside the tests are tests too, and may unwrap.
#![cfg(test)]

mod actors;
mod app;
mod audit;
mod backup;
mod claim;
mod command;
mod committed;
mod config;
mod consents;
mod conversation;
mod corpus;
mod customer_join;
mod customer_wallets;
mod customers;
mod database;
mod delivery;
mod expiry;
mod file_modes;
mod holds;
mod http;
mod conventions;
mod import;
mod import_dump;
mod import_faults;
mod import_move;
mod import_native;
mod invoices;
mod jobs;
mod layers;
mod leader_lease;
mod ledger;
mod notices;
mod promo;
mod operations;
mod permissions;
mod proof;
mod refunds;
mod sale_text;
mod settings;
mod sharding;
mod shop;
mod sources;
mod staff;
mod staff_customers;
mod staff_consent;
mod staff_contacts;
mod staff_invoice;
mod staff_invoice_unclear;
mod staff_program;
mod staff_refund;
mod staff_undo;
mod storage;
mod survival;
