//! The labels of the menu keyboards, the descriptions of the commands, and the help.

use super::{Html, messages};
use crate::domain::{Language, Permission, Role};

messages! {
    /// Opens the balance.
    button button_balance() = "menu-balance";
    /// Opens the card.
    button button_card() = "menu-card";
    /// Opens the history of points.
    button button_history() = "menu-history";
    /// Opens one's own invoices.
    button button_invoices() = "menu-invoices";
    /// Opens one's own bills of services.
    button button_bills() = "menu-bills";
    /// Opens one's own parcels; for staff who see them, those of the shop.
    button button_parcels() = "menu-parcels";
    /// Opens the invitation.
    button button_invite() = "menu-invite";
    /// Opens the shop's address and phone.
    button button_shop() = "menu-shop";
    /// Opens the profile.
    button button_profile() = "menu-profile";
    /// Opens the settings.
    button button_settings() = "menu-settings";
    /// Opens the help.
    button button_help() = "menu-help";

    /// Staff: looks for a customer.
    button button_find() = "menu-find";
    /// Staff: starts an invoice.
    button button_invoice() = "menu-invoice";
    /// Staff: registers a customer.
    button button_new() = "menu-new";
    /// Staff: gives or takes points.
    button button_bonus() = "menu-bonus";
    /// Staff: adds or repays a debt.
    button button_debt() = "menu-debt";
    /// Staff: refunds an invoice.
    button button_refund() = "menu-refund";
    /// Staff: the team and its roles.
    button button_staff() = "menu-staff";
    /// Staff: the keys of the HTTP APIs.
    button button_keys() = "menu-keys";
    /// Staff: leads to the menu that customers have.
    button button_customer_menu() = "menu-customer";
    /// Staff: leads from there back to their own menu.
    button button_staff_menu() = "menu-admin";

    /// Above the keyboard of customers.
    html customer_menu() = "menu-customer-title";
    /// Above the keyboard of staff.
    html staff_menu(role: &str) = "menu-staff-title";

    /// Describes `/start`.
    command command_start() = "command-start";
    /// Describes `/menu`.
    command command_menu() = "command-menu";
    /// Describes `/balance`.
    command command_balance() = "command-balance";
    /// Describes `/card`.
    command command_card() = "command-card";
    /// Describes `/history`.
    command command_history() = "command-history";
    /// Describes `/invoices`.
    command command_invoices() = "command-invoices";
    /// Describes `/bills`.
    command command_bills() = "command-bills";
    /// Describes `/parcels`.
    command command_parcels() = "command-parcels";
    /// Describes `/parcels` to staff who see the parcels of the shop.
    command command_parcels_staff() = "command-parcels-staff";
    /// Describes `/promo`.
    command command_promo() = "command-promo";
    /// Describes `/invite`.
    command command_invite() = "command-invite";
    /// Describes `/profile`.
    command command_profile() = "command-profile";
    /// Describes `/shop`.
    command command_shop() = "command-shop";
    /// Describes `/settings`.
    command command_settings() = "command-settings";
    /// Describes `/help`.
    command command_help() = "command-help";
    /// Describes `/cancel`.
    command command_cancel() = "command-cancel";
    /// Describes `/find`.
    command command_find() = "command-find";
    /// Describes `/new`.
    command command_new() = "command-new";
    /// Describes `/invoice`.
    command command_invoice() = "command-invoice";
    /// Describes `/bonus`.
    command command_bonus() = "command-bonus";
    /// Describes `/debt`.
    command command_debt() = "command-debt";
    /// Describes `/refund`.
    command command_refund() = "command-refund";
    /// Describes `/staff`.
    command command_staff() = "command-staff";
    /// Describes `/token`.
    command command_token() = "command-token";
    /// Describes `/keys`.
    command command_keys() = "command-keys";
    /// Describes `/admin`.
    command command_admin() = "command-admin";

    /// What customers can do.
    html help_customer() = "help-customer";
    /// What customers to whom services are billed can do beyond that.
    html help_bills() = "help-bills";
    /// What every member of the staff can do.
    html help_staff() = "help-staff";
    /// What managers can do beyond that.
    html help_manager() = "help-manager";
    /// What owners can do beyond that.
    html help_owner() = "help-owner";
}

/// The help for a customer, to whom services may be billed, or for a member of the staff in their role.
pub fn help(language: Language, role: Option<Role>, is_billed: bool) -> Html {
    let bills = if is_billed { help_bills(language) } else { Html::default() };
    let Some(role) = role else { return Html::paragraphs([help_customer(language), bills]) };
    let mut parts = vec![help_staff(language)];
    if role.allows(Permission::AdjustPoints) {
        parts.push(help_manager(language));
    }
    if role.allows(Permission::AppointStaff) {
        parts.push(help_owner(language));
    }
    parts.push(bills);
    Html::paragraphs(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_tells_each_role_what_it_may_do() {
        let tells = |role| {
            ["/promo", "/find", "/bonus", "/staff"]
                .map(|command| help(Language::English, role, false).as_str().contains(command))
        };
        assert_eq!(tells(None), [true, false, false, false]);
        assert_eq!(tells(Some(Role::Cashier)), [false, true, false, false]);
        assert_eq!(tells(Some(Role::Manager)), [false, true, true, false]);
        assert_eq!(tells(Some(Role::Owner)), [false, true, true, true]);
        for role in [None, Some(Role::Owner)] {
            let tells_of_bills = |is_billed| help(Language::English, role, is_billed).as_str().contains("/bills");
            assert_eq!([tells_of_bills(false), tells_of_bills(true)], [false, true]);
        }
    }

    #[test]
    fn the_help_shows_an_invoice_with_the_keywords_of_the_language() {
        let example = "<pre>/invoice 10012\nСмеситель 4 x 4800\nДоставка 500\nбонус 200</pre>";
        assert!(help(Language::Russian, Some(Role::Cashier), false).as_str().contains(example));
    }
}
