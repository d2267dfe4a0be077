//! Errors of the HTTP APIs.

use super::messages;

messages! {
    /// The request has no key and no token.
    plain no_credentials() = "api-no-credentials";
    /// The key or the token does not work.
    plain wrong_credentials() = "api-wrong-credentials";
    /// The one-time code does not work.
    plain wrong_code() = "api-wrong-code";
    /// More requests than a client or an address may send.
    plain too_many_requests(seconds: &str) = "api-too-many-requests";
    /// The key or the token may not do this.
    plain missing_scope(scope: &str) = "api-missing-scope";
    /// No route has this path.
    plain unknown_path() = "api-unknown-path";
    /// There is no such row in this shop.
    plain unknown_record() = "api-unknown-record";
    /// The path has no such method.
    plain method() = "api-method";
    /// The client takes none of the media types of the answer.
    plain not_acceptable(types: &str) = "api-not-acceptable";
    /// The body is too large.
    plain too_large() = "api-too-large";
    /// The body is of another media type.
    plain media_type(types: &str) = "api-media-type";
    /// The body is compressed.
    plain content_encoding() = "api-content-encoding";
    /// The body took too long.
    plain body_timeout() = "api-body-timeout";
    /// The body did not arrive whole.
    plain body_broken() = "api-body-broken";
    /// The body is not UTF-8.
    plain body_not_utf8() = "api-body-not-utf8";
    /// The body is no JSON.
    plain body_json(line: &str, column: &str) = "api-body-json";
    /// A field of the body is there twice.
    plain body_repeated_field(line: &str, column: &str) = "api-body-repeated-field";
    /// A text of the body has a character that texts cannot have.
    plain body_nul(line: &str, column: &str) = "api-body-nul";
    /// A file is no text.
    plain csv_not_text() = "api-csv-not-text";
    /// It has too many rows.
    plain csv_rows(most: &str) = "api-csv-rows";
    /// A row has too many cells.
    plain csv_cells(line: &str, most: &str) = "api-csv-cells";
    /// A cell is too long.
    plain csv_cell(line: &str, most: &str) = "api-csv-cell";
    /// A quotation mark is not closed.
    plain csv_open_quote(line: &str) = "api-csv-open-quote";
    /// The body is JSON, but no object.
    plain not_an_object() = "api-not-an-object";
    /// The tenant key is another shop's.
    plain wrong_tenant() = "api-wrong-tenant";
    /// Of these fields one must be there, and no second one.
    plain field_not_one(fields: &str) = "api-field-not-one";
    /// A required field is missing.
    plain field_missing(field: &str) = "api-field-missing";
    /// The value of a field is not valid.
    plain field_wrong(field: &str) = "api-field-wrong";
    /// A field is there twice.
    plain field_repeated(field: &str) = "api-field-repeated";
    /// An amount has a third decimal place.
    plain amount_precise(field: &str) = "api-amount-precise";
    /// A quantity has a fourth decimal place.
    plain quantity_precise(field: &str) = "api-quantity-precise";
    /// An amount is too large.
    plain amount_large(field: &str) = "api-amount-large";
    /// An amount is zero or below.
    plain amount_not_positive(field: &str) = "api-amount-not-positive";
    /// A whole number is out of its range.
    plain field_range(field: &str, least: &str, most: &str) = "api-field-range";
    /// A list has too few or too many entries.
    plain field_count(field: &str, least: &str, most: &str) = "api-field-count";
    /// A text is too long.
    plain field_long(field: &str, most: &str) = "api-field-long";
    /// The value of a field is no text.
    plain field_not_text(field: &str) = "api-field-not-text";
    /// It is no number.
    plain field_not_number(field: &str) = "api-field-not-number";
    /// It is no whole number.
    plain field_not_whole(field: &str) = "api-field-not-whole";
    /// It is neither true nor false.
    plain field_not_bool(field: &str) = "api-field-not-bool";
    /// It is none of these words.
    plain field_none_of(field: &str, words: &str) = "api-field-none-of";
    /// It is below this number.
    plain field_below(field: &str, least: &str) = "api-field-below";
    /// It is above this number.
    plain field_above(field: &str, most: &str) = "api-field-above";
    /// A write-off of nothing.
    plain nothing_asked() = "api-nothing-asked";
    /// A spreadsheet rounded a long number.
    plain rounded(field: &str) = "api-rounded";
    /// A filter by phone without a digit.
    plain phone_digits() = "api-phone-digits";
    /// The digits of the card are wrong, used up or too old.
    plain wrong_card_code() = "api-wrong-card-code";
    /// Too many of them were.
    plain too_many_guesses(seconds: &str) = "api-too-many-guesses";
    /// The idempotency key is too long, or has characters that cannot be seen.
    plain idempotency_key() = "api-idempotency-key";
    /// The idempotency key was used for another request.
    plain idempotency_other() = "api-idempotency-other";
    /// The same request is being worked on.
    plain idempotency_under_way() = "api-idempotency-under-way";
    /// The database is away.
    plain unavailable() = "api-unavailable";
    /// The server failed.
    plain internal() = "api-internal";
}
