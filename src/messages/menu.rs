//! The menu keyboard, which replaces the person's system keyboard.

use super::outgoing::KeyboardButton;
use crate::{
    domain::{CustomerId, Language, Permission, Role},
    service::{Result, billing::own, parcels},
    storage::Tx,
    texts::menu,
};

/// What only some keyboards of customers have a key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    /// The shop has parcels.
    pub(crate) parcels: bool,
    /// Services are billed to the customer.
    pub(crate) bills: bool,
}

impl Offered {
    /// What is offered to a customer.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn to(tx: &mut Tx, customer: CustomerId) -> Result<Self> {
        Ok(Self { parcels: parcels::are_there(tx).await?, bills: own::is_billed(tx, customer).await? })
    }
}

/// The keyboard of a person: that of customers, or that of staff in their role.
pub(crate) fn keys(language: Language, role: Option<Role>, offered: Offered) -> Vec<Vec<KeyboardButton>> {
    match role {
        None => customer_keys(language, offered),
        Some(role) => staff_keys(language, role),
    }
}

/// The keyboard of customers. For staff, who have cards too, it has a key back to the keyboard of their role.
pub(crate) fn customer_menu_keys(language: Language, role: Option<Role>, offered: Offered) -> Vec<Vec<KeyboardButton>> {
    let mut rows = customer_keys(language, offered);
    if role.is_some() {
        rows.insert(0, vec![key(menu::button_staff_menu(language))]);
    }
    rows
}

fn customer_keys(language: Language, offered: Offered) -> Vec<Vec<KeyboardButton>> {
    let mut labels = vec![
        menu::button_balance(language),
        menu::button_card(language),
        menu::button_history(language),
        menu::button_invoices(language),
    ];
    if offered.bills {
        labels.push(menu::button_bills(language));
    }
    if offered.parcels {
        labels.push(menu::button_parcels(language));
    }
    labels.extend([
        menu::button_invite(language),
        menu::button_shop(language),
        menu::button_profile(language),
        menu::button_settings(language),
        menu::button_help(language),
    ]);
    in_rows(&labels)
}

fn staff_keys(language: Language, role: Role) -> Vec<Vec<KeyboardButton>> {
    let mut labels = vec![
        menu::button_invoice(language),
        menu::button_find(language),
        menu::button_new(language),
        menu::button_debt(language),
    ];
    if role.allows(Permission::AdjustPoints) {
        labels.push(menu::button_bonus(language));
    }
    if role.allows(Permission::RefundInvoice) {
        labels.push(menu::button_refund(language));
    }
    if role.allows(Permission::SeeParcels) {
        labels.push(menu::button_parcels(language));
    }
    if role.allows(Permission::AppointStaff) {
        labels.push(menu::button_staff(language));
    }
    if role.allows(Permission::ManageKeys) {
        labels.push(menu::button_keys(language));
    }
    labels.push(menu::button_customer_menu(language));
    labels.push(menu::button_help(language));
    in_rows(&labels)
}

/// Two keys to a row.
fn in_rows(labels: &[String]) -> Vec<Vec<KeyboardButton>> {
    labels.chunks(2).map(|row| row.iter().map(|label| key(label.as_str())).collect()).collect()
}

fn key(label: impl Into<String>) -> KeyboardButton {
    KeyboardButton { label: label.into(), contact: false }
}
