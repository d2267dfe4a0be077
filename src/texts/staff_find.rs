//! Staff: finding and registering customers.

use super::messages;
use crate::domain::Phone;

messages! {
    /// Asks whom to look for.
    html find_ask() = "find-ask";
    /// No customer matches the text.
    html found_none(text: &str) = "found-none";
    /// One fits, whose button it is; the text may mean something else.
    html found_one() = "found-one";
    /// Several fit; they are the buttons.
    html found_several() = "found-several";
    /// Several fit, on more pages than this one.
    html found_pages(count: usize) = "found-pages";
    /// As many fit as can be shown, so there may be more.
    html found_many(count: usize) = "found-many";
    /// One of the customers who match.
    button button_found(name: &str, code: &str) = "button-found";
    /// The same with the last digits of their phone number.
    button button_found_phone(name: &str, code: &str, digits: &str) = "button-found-phone";
    /// Registers a new customer.
    button button_register() = "button-register";
    /// Registers a new customer with the number that was searched for.
    button button_register_phone(phone: &Phone) = "button-register-phone";
    /// A number that no customer has is the sum of a sale.
    button button_sell_sum(amount: &str) = "button-sell-sum";

    /// Above all that is known of a customer.
    html card_title(name: &str, code: &str) = "card-title";
    /// The customer's username.
    html card_username(username: &str) = "card-username";
    /// The customer's phone number.
    html card_phone(phone: &Phone) = "card-phone";
    /// When they became a customer.
    html card_since(date: &str) = "card-since";
    /// What is in both wallets of points.
    html card_points(main: &str, referral: &str) = "card-points";
    /// What the customer owes.
    html card_debt(debt: &str) = "card-debt";
    /// What the customer paid beyond what they owed.
    html card_advance(amount: &str) = "card-advance";
    /// How many invoices stand, and how many friends there are.
    html card_counts(invoices: i64, friends: i64) = "card-counts";
    /// Registered by phone; has not opened the bot yet.
    html card_no_telegram() = "card-no-telegram";
    /// Their account was deleted.
    html card_gone() = "card-gone";
    /// Blocked the bot.
    html card_blocked() = "card-blocked";
    /// Starts an invoice for this customer.
    button button_sell() = "button-sell";
    /// Gives or takes points.
    button button_points() = "button-points";
    /// Adds or repays a debt.
    button button_debt() = "button-debt";
    /// The customer's history of points.
    button button_history() = "button-history";
    /// The customer's invoices.
    button button_invoices() = "button-invoices";
    /// Reads the card anew.
    button button_refresh() = "button-refresh";
    /// Leads to the customer's card.
    button button_card() = "button-customer-card";
    /// Above a list that belongs to a customer.
    html list_of(name: &str, code: &str) = "list-of-customer";

    /// The list is empty.
    html nothing_yet() = "list-nothing-yet";
    /// Above a customer's invoices, all of which stand.
    html invoices_count(count: i64) = "list-invoices";
    /// The same where some of them were refunded in full.
    html invoices_count_refunded(count: i64, refunded: i64) = "list-invoices-refunded";

    /// Asks for the phone number of a new customer.
    html register_phone(phone: &str) = "register-phone";
    /// Asks for the phone number of a customer whose name was typed.
    html register_phone_of(name: &str) = "register-phone-of";
    /// The text is no phone number.
    html register_bad_phone(phone: &str) = "register-bad-phone";
    /// The number is of a country whose numbers the shop does not take.
    html register_foreign_phone(countries: &str) = "register-foreign-phone";
    /// The digits are the numbers of more than one country, which are the buttons.
    html register_which_phone() = "register-which-phone";
    /// Asks for their name.
    html register_name(phone: &Phone) = "register-name";
    /// Asks whether what a contact says is right.
    html register_contact(phone: &Phone, name: &str) = "register-contact";
    /// Above the card of a new customer.
    html registered() = "registered";
}
