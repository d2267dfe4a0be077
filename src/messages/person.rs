//! Names of people as messages show them.

use crate::{service::customers::Customer, texts::format::shortened};

/// The longest name of a person, a shop or goods that is shown, in characters.
pub(crate) const MAX_NAME: usize = 64;

/// A customer's name.
pub(crate) fn name(customer: &Customer) -> String {
    shortened(&customer.name(), MAX_NAME)
}

/// The name by which a customer is addressed, and which other customers may see.
pub(crate) fn given_name(customer: &Customer) -> String {
    shortened(&customer.given_name(), MAX_NAME)
}
