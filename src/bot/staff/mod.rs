//! The screens of staff and the conversations with them, a file or a directory each.

mod adjustment;
pub(super) mod appoint;
pub(super) mod bills;
pub(super) mod card;
pub(super) mod card_move;
mod change_text;
mod conversation;
pub(super) mod coupon;
pub(super) mod debt;
pub(super) mod dispatch;
mod entry;
pub(super) mod find;
pub(super) mod group_edit;
pub(super) mod group_moves;
pub(super) mod groups;
pub(super) mod invoice;
pub(super) mod key_change;
pub(super) mod keys;
pub(super) mod login_code;
pub(super) mod member;
pub(super) mod menu;
mod named;
pub(super) mod new_key;
pub(super) mod new_webhook;
mod phone_and_name;
pub(super) mod parcels;
pub(super) mod points;
pub(super) mod profile;
pub(super) mod program;
mod question;
pub(super) mod refund;
pub(super) mod register;
mod step;
pub(super) mod team;
pub(super) mod webhook_change;
pub(super) mod webhooks;

use self::entry::Entry;

/// Every conversation with a member of the staff, a line each.
pub(super) const CONVERSATIONS: &[Entry] = &[
    Entry::of::<find::Find>(),
    Entry::of::<register::Registration>(),
    Entry::of::<invoice::InvoiceForm>(),
    Entry::of::<points::PointsForm>(),
    Entry::of::<debt::DebtForm>(),
    Entry::of::<refund::RefundForm>(),
    Entry::of::<coupon::CouponForm>(),
    Entry::of::<bills::pay::BillPayment>(),
    Entry::of::<profile::ProfileEdit>(),
    Entry::of::<group_edit::GroupEdit>(),
    Entry::of::<group_moves::MovesEdit>(),
    Entry::of::<program::RuleChange>(),
    Entry::of::<appoint::Appoint>(),
    Entry::of::<member::Member>(),
    Entry::of::<new_key::NewKey>(),
    Entry::of::<key_change::KeyChange>(),
    Entry::of::<new_webhook::NewWebhook>(),
    Entry::of::<webhook_change::WebhookChange>(),
    Entry::of::<parcels::find::FindParcels>(),
    Entry::of::<parcels::add::NewParcelForm>(),
    Entry::of::<parcels::change::ParcelEdit>(),
    Entry::of::<parcels::many::ManyParcels>(),
];

#[cfg(test)]
mod tests;
