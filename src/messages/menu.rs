//! The menu keyboard, which replaces the person's system keyboard.

use super::outgoing::KeyboardButton;
use crate::{
    domain::{Language, Permission, Role},
    texts::menu,
};

/// The keyboard of a person: that of customers, or that of staff in their role.
pub(crate) fn keys(language: Language, role: Option<Role>) -> Vec<Vec<KeyboardButton>> {
    match role {
        None => customer_keys(language),
        Some(role) => staff_keys(language, role),
    }
}

/// The keyboard of customers. For staff, who have cards too, it has a key back to the keyboard of their role.
pub(crate) fn customer_menu_keys(language: Language, role: Option<Role>) -> Vec<Vec<KeyboardButton>> {
    let mut rows = customer_keys(language);
    if role.is_some() {
        rows.insert(0, vec![key(menu::button_staff_menu(language))]);
    }
    rows
}

fn customer_keys(language: Language) -> Vec<Vec<KeyboardButton>> {
    vec![
        vec![key(menu::button_balance(language)), key(menu::button_card(language))],
        vec![key(menu::button_history(language)), key(menu::button_invoices(language))],
        vec![key(menu::button_invite(language)), key(menu::button_shop(language))],
        vec![key(menu::button_profile(language)), key(menu::button_settings(language))],
        vec![key(menu::button_help(language))],
    ]
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
    labels.chunks(2).map(|row| row.iter().map(|label| key(label.as_str())).collect()).collect()
}

fn key(label: impl Into<String>) -> KeyboardButton {
    KeyboardButton { label: label.into(), contact: false }
}
