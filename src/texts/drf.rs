//! Errors of the APIs for clients of Django REST framework, in its own words where it has the language.

use super::messages;

messages! {
    /// A required field is missing.
    plain required() = "drf-required";
    /// A field is null that may not be.
    plain null() = "drf-null";
    /// A text is empty that may not be.
    plain blank() = "drf-blank";
    /// A text is too long.
    plain long(most: &str) = "drf-long";
    /// The value is no text.
    plain text() = "drf-text";
    /// It is no e-mail address.
    plain email() = "drf-email";
    /// It is not valid.
    plain value() = "drf-value";
    /// It is none of the words that it may be.
    plain choice(value: &str) = "drf-choice";
    /// It is no number.
    plain number() = "drf-number";
    /// It is no whole number.
    plain whole() = "drf-whole";
    /// It has too many decimal places.
    plain places(most: &str) = "drf-places";
    /// It has too many digits before the decimal point.
    plain digits(most: &str) = "drf-digits";
    /// It is above this number.
    plain above(most: &str) = "drf-above";
    /// It is below this number.
    plain below(least: &str) = "drf-below";
    /// It is neither true nor false.
    plain bool() = "drf-bool";
    /// It is no date.
    plain date(format: &str) = "drf-date";
    /// It can be no id.
    plain id(kind: &str) = "drf-id";
    /// It is the id of no row.
    plain no_row(id: &str) = "drf-no-row";
    /// It is no list.
    plain no_list(kind: &str) = "drf-no-list";
    /// It is an empty list.
    plain no_rows() = "drf-no-rows";
    /// A parameter of the query is there twice.
    plain repeated() = "drf-repeated";
    /// A filter is none of the words that it may be.
    plain filter_choice(value: &str) = "drf-filter-choice";
    /// A filter can be no id.
    plain filter_id() = "drf-filter-id";
    /// A filter is no date.
    plain filter_date() = "drf-filter-date";
    /// A list has no such page.
    plain page() = "drf-page";
    /// The body is JSON, but no object.
    plain object(kind: &str) = "drf-object";
    /// The body is null.
    plain nothing() = "drf-nothing";
    /// The request has no key and no token.
    plain no_credentials() = "drf-no-credentials";
    /// The key or the token does not work.
    plain wrong_credentials() = "drf-wrong-credentials";
    /// The key or the token may not do this.
    plain forbidden() = "drf-forbidden";
    /// There is no such row in this shop.
    plain not_found() = "drf-not-found";
    /// The path has no such method.
    plain method(method: &str) = "drf-method";
    /// The client takes no JSON.
    plain not_acceptable() = "drf-not-acceptable";
    /// The body is not JSON.
    plain media_type(media: &str) = "drf-media-type";
    /// More requests than a client or an address may send.
    plain throttled(seconds: &str) = "drf-throttled";
    /// The header that names the shop is missing.
    plain no_tenant() = "drf-no-tenant";
}
