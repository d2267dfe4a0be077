//! Why a row of an import of clients is not carried out, as clients of the APIs are told.

use super::messages;

messages! {
    /// It has more cells than there are columns.
    plain other_values() = "client-import-other-values";
    /// It has neither a code nor a phone number.
    plain nobody() = "client-import-nobody";
    /// The code is none.
    plain bad_code() = "client-import-bad-code";
    /// The phone number is none that the shop takes.
    plain bad_phone() = "client-import-bad-phone";
    /// It may be the number of several countries.
    plain unclear_phone() = "client-import-unclear-phone";
    /// The e-mail is none.
    plain bad_email() = "client-import-bad-email";
    /// A name of more characters than this.
    plain long_name(most: &str) = "client-import-long-name";
    /// A row before has the code.
    plain repeated_code() = "client-import-repeated-code";
    /// A row before has the phone number.
    plain repeated_phone() = "client-import-repeated-phone";
    /// A row before is about the same client.
    plain repeated_client() = "client-import-repeated-client";
    /// The code is one client's, the phone number another's.
    plain phone_of_another() = "client-import-phone-of-another";
    /// The client of the code is known by another phone number.
    plain other_phone() = "client-import-other-phone";
    /// The client of the code has a Telegram account.
    plain phone_from_chat() = "client-import-phone-from-chat";
    /// The client of the phone number has this code.
    plain other_code(code: &str) = "client-import-other-code";
}
