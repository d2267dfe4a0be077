//! Staff: what the back office knows of a customer, and its changes.

use super::messages;

messages! {
    /// Shows all that is known of a customer.
    button button_more() = "button-more";
    /// The day of birth.
    html birthday(day: &str) = "profile-birthday";
    /// The company.
    html company(name: &str) = "profile-company";
    /// The tax number.
    html tax_id(number: &str) = "profile-tax-id";
    /// Another phone number.
    html other_phone(phone: &str) = "profile-other-phone";
    /// The address.
    html address(address: &str) = "profile-address";
    /// The group.
    html group(name: &str) = "profile-group";
    /// The group and what its members are let off.
    html group_with_discount(name: &str, percent: &str) = "profile-group-discount";
    /// What the customer may owe at most, and what is left of it.
    html credit_limit(limit: &str, available: &str) = "profile-limit";
    /// No limit was set.
    html no_limit() = "profile-no-limit";
    /// What the staff noted.
    html notes(text: &str) = "profile-notes";
    /// The customer is blocked.
    html is_blocked() = "profile-is-blocked";
    /// The customer was given up.
    html is_inactive() = "profile-is-inactive";
    /// Changes the e-mail.
    button button_email() = "button-profile-email";
    /// Changes the birthday.
    button button_birthday() = "button-profile-birthday";
    /// Changes the company.
    button button_company() = "button-profile-company";
    /// Chooses another group.
    button button_group() = "button-profile-group";
    /// Changes the notes.
    button button_notes() = "button-profile-notes";
    /// Changes the credit limit.
    button button_limit() = "button-profile-limit";
    /// Blocks the customer.
    button button_block() = "button-profile-block";
    /// Unblocks the customer.
    button button_unblock() = "button-profile-unblock";
    /// Gives the customer up.
    button button_deactivate() = "button-profile-deactivate";
    /// Takes the customer back.
    button button_activate() = "button-profile-activate";
    /// Removes what the field holds.
    button button_clear() = "button-profile-clear";
    /// No limit is set.
    button button_no_limit() = "button-profile-no-limit";
    /// The customer is in no group.
    button button_no_group() = "button-profile-no-group";
    /// A group and its discount.
    button button_of_group(name: &str, percent: &str) = "button-profile-into";
    /// Asks for the e-mail.
    html email_ask() = "profile-email-ask";
    /// The text is no e-mail address.
    html bad_email() = "profile-bad-email";
    /// Asks for the birthday.
    html birthday_ask() = "profile-birthday-ask";
    /// The text is no day that has been.
    html bad_birthday() = "profile-bad-birthday";
    /// Asks for the company.
    html company_ask() = "profile-company-ask";
    /// Asks for the group.
    html group_ask() = "profile-group-ask";
    /// The shop has no groups.
    html no_groups() = "profile-no-groups";
    /// Asks for the notes.
    html notes_ask() = "profile-notes-ask";
    /// Asks for the credit limit.
    html limit_ask() = "profile-limit-ask";
    /// The text is no amount of zero or more.
    html bad_limit() = "profile-bad-limit";
    /// Asks whether the customer is to be blocked.
    html block_ask(name: &str) = "profile-block-ask";
    /// Asks whether the customer is to be unblocked.
    html unblock_ask(name: &str) = "profile-unblock-ask";
    /// Asks whether the customer is to be given up.
    html deactivate_ask(name: &str) = "profile-deactivate-ask";
    /// Asks whether the customer is to be taken back.
    html activate_ask(name: &str) = "profile-activate-ask";
    /// The question is answered with a button.
    html press_a_button() = "profile-press-a-button";
    /// The change is made.
    html saved() = "profile-saved";
    /// To staff: the customer is blocked.
    html refused_blocked() = "profile-refused-blocked";
    /// To staff: the customer was given up.
    html refused_inactive() = "profile-refused-inactive";
}
