//! Staff: keys and one-time codes of the HTTP APIs.

use super::{Html, messages};
use crate::domain::{Language, Scope, Scopes};

messages! {
    /// A one-time code for a member of the staff.
    html login_code(code: &str) = "login-code";
    /// Above the keys.
    html keys(keys: &Html) = "keys";
    /// There are no keys yet.
    html keys_none() = "keys-none";
    /// Below the keys: what names the shop in requests of a back office.
    html tenant_key(key: &str) = "keys-tenant";
    /// A key.
    html key_line(name: &str, shown: &str, scopes: &str, used: &str, state: &str) = "key-line";
    /// In place of the name of a key without one.
    plain unnamed() = "key-unnamed";
    /// How often a key was used, and when last.
    plain used(uses: i64, when: &str) = "key-used";
    /// A key was not used yet.
    plain unused() = "key-unused";
    /// A key has no end.
    plain forever() = "key-forever";
    /// A key ends.
    plain until(when: &str) = "key-until";
    /// A key has ended.
    plain ended(when: &str) = "key-ended";
    /// A key was revoked.
    plain revoked(when: &str) = "key-revoked";
    /// A scope.
    button scope_till() = "key-scope-till";
    /// A scope.
    button scope_platform_read() = "key-scope-platform-read";
    /// A scope.
    button scope_platform_write() = "key-scope-platform-write";
    /// A scope.
    button scope_customers_read() = "key-scope-customers-read";
    /// A scope.
    button scope_customers_update() = "key-scope-customers-update";
    /// A scope.
    button scope_bills_read() = "key-scope-bills-read";
    /// A scope.
    button scope_bills_create() = "key-scope-bills-create";
    /// A scope.
    button scope_bills_update() = "key-scope-bills-update";
    /// Every scope.
    button scope_all() = "key-scope-all";
    /// Takes a chosen scope away.
    button button_chosen(scope: &str) = "button-scope-chosen";
    /// Opens a key.
    button button_key(name: &str, shown: &str) = "button-key";
    /// Leads back to the keys.
    button button_keys() = "button-keys";
    /// Begins a new key.
    button button_new() = "button-new-key";
    /// Makes the key.
    button button_make() = "button-make-key";
    /// Shows the last requests of a key.
    button button_uses() = "button-key-uses";
    /// The last requests of a key.
    html uses(name: &str, uses: &Html) = "key-uses";
    /// A request of a key.
    html use_line(when: &str, method: &str, path: &str, status: i64, address: &str) = "key-use-line";
    /// A new key asks customers; pressed, it does not.
    button button_asks() = "button-key-asks";
    /// A new key does not ask customers; pressed, it does.
    button button_asks_not() = "button-key-asks-not";
    /// The limit of a new key; pressed, another one.
    button button_rate(rate: i64) = "button-key-rate";
    /// A new key has no limit; pressed, it has.
    button button_no_rate() = "button-key-no-rate";
    /// How long a new key works; pressed, another time.
    button button_days(days: i64) = "button-key-days";
    /// A new key works for ever; pressed, it does not.
    button button_no_days() = "button-key-no-days";
    /// Makes a key in place of this one.
    button button_rotate() = "button-rotate-key";
    /// Yes, it is to be replaced.
    button button_rotate_yes() = "button-rotate-key-yes";
    /// Ends a key.
    button button_revoke() = "button-revoke-key";
    /// Yes, it is to end.
    button button_revoke_yes() = "button-revoke-key-yes";
    /// Asks for the name of a new key.
    html name_ask() = "key-name-ask";
    /// The name is too long.
    html name_bad(most: i64) = "key-name-bad";
    /// Asks what a new key may do.
    html scopes_ask(name: &str) = "key-scopes-ask";
    /// Nothing is chosen.
    html scopes_none() = "key-scopes-none";
    /// The new key, for the only time.
    html made(name: &str, key: &str) = "key-made";
    /// The key was made before; it is not shown again.
    html made_before(name: &str) = "key-made-before";
    /// How long the old key goes on working.
    html replaces(hours: i64) = "key-replaces";
    /// Asks whether a key is to be replaced.
    html rotate_question(name: &str, hours: i64) = "key-rotate-question";
    /// Asks whether a key is to end.
    html revoke_question(name: &str) = "key-revoke-question";
    /// The key is revoked.
    html is_revoked(name: &str) = "key-is-revoked";
    /// To owners: a key was tried from new addresses.
    html notice_address(name: &str, shown: &str, addresses: &Html) = "notice-key-address";
    /// An address.
    html address(address: &str) = "notice-key-address-line";
    /// Addresses that are not named.
    html more_addresses(count: usize) = "notice-key-addresses-more";
    /// To owners: a key fails often.
    html notice_failures(name: &str, shown: &str, count: i64) = "notice-key-failures";
}

/// The name of a key, or that it has none.
pub fn name(language: Language, name: &str) -> String {
    if name.is_empty() { unnamed(language) } else { name.to_owned() }
}

/// What a scope allows.
pub fn scope(language: Language, scope: Scope) -> String {
    match scope {
        Scope::Till => scope_till(language),
        Scope::PlatformRead => scope_platform_read(language),
        Scope::PlatformWrite => scope_platform_write(language),
        Scope::CustomersRead => scope_customers_read(language),
        Scope::CustomersUpdate => scope_customers_update(language),
        Scope::BillsRead => scope_bills_read(language),
        Scope::BillsCreate => scope_bills_create(language),
        Scope::BillsUpdate => scope_bills_update(language),
        Scope::All => scope_all(language),
    }
}

/// What scopes allow, in one line.
pub fn scopes(language: Language, scopes: Scopes) -> String {
    scopes.iter().map(|one| scope(language, one)).collect::<Vec<_>>().join(" · ")
}
