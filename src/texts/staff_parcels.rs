//! Staff: the parcels of the shop.

use super::{Html, messages};
use crate::domain::{Language, ParcelNumberError};

messages! {
    /// How many parcels there are.
    html total(count: i64) = "parcels-total";
    /// What they weigh and cost.
    html sums(weight: &str, cost: &str) = "parcels-sums";
    /// How many were added lately.
    html added(today: i64, week: i64, month: i64) = "parcels-added";
    /// What can be done faster.
    html hint() = "parcels-hint";
    /// There are none.
    html none() = "parcels-none";
    /// How the first ones come here.
    html hint_add() = "parcels-hint-add";
    /// Leads to the parcels of the shop.
    button button_parcels() = "button-parcels";
    /// Leads to the parcels with a status.
    button button_with(mark: &str, status: &str, count: i64) = "button-parcels-with";
    /// Leads to all parcels.
    button button_latest() = "button-parcels-latest";
    /// Looks for parcels.
    button button_find() = "button-parcels-find";
    /// Adds a parcel.
    button button_add() = "button-parcels-add";
    /// Changes the statuses of many.
    button button_many() = "button-parcels-many";
    /// Leads to the person's own parcels.
    button button_own(count: i64) = "button-parcels-own";
    /// Leads to a customer's parcels.
    button button_of_customer(count: i64) = "button-parcels-of";

    /// Above all parcels.
    html latest_title(count: i64) = "parcels-latest";
    /// Above the parcels with a status.
    html with_title(mark: &str, status: &str, count: i64) = "parcels-with";
    /// Above a customer's parcels, below their name.
    html of_title(count: i64) = "parcels-of";
    /// Above the parcels of a code that no customer has.
    html of_code_title(code: &str, count: i64) = "parcels-of-code";
    /// Opens a parcel of a list.
    button button_parcel(mark: &str, number: &str, client: &str) = "button-parcel";

    /// Asks what is looked for.
    html find_ask() = "parcels-find-ask";
    /// Nothing fits.
    html found_none(text: &str) = "parcels-found-none";
    /// More than one thing fits.
    html found_many(parcels: i64, clients: usize) = "parcels-found-many";

    /// Above all that is known of a parcel.
    html card_title(number: &str, mark: &str, status: &str) = "parcel-card-title";
    /// Its customer.
    html card_client(name: &str, code: &str) = "parcel-card-client";
    /// The code that no customer has.
    html card_nobody(code: &str) = "parcel-card-nobody";
    /// How many pieces it has.
    html card_pieces(pieces: i64) = "parcel-card-pieces";
    /// What it weighs.
    html card_weight(weight: &str) = "parcel-card-weight";
    /// What a kilogram costs.
    html card_price(price: &str) = "parcel-card-price";
    /// What it costs.
    html card_cost(cost: &str) = "parcel-card-cost";
    /// What staff noted.
    html card_note(note: &str) = "parcel-card-note";
    /// A status of the history.
    html past(at: &str, status: &str) = "parcel-past";
    /// One that did not follow the one before.
    html past_forced(at: &str, status: &str) = "parcel-past-forced";
    /// Leads to the other parcels of a code that no customer has.
    button button_beside() = "button-parcels-beside";
    /// Gives it a status.
    button button_status(mark: &str, status: &str) = "button-parcel-status";
    /// Leads to the statuses that are against the order.
    button button_back() = "button-parcel-back";
    /// Changes something else.
    button button_change() = "button-parcel-change";

    /// It has the status now.
    answer status_set(mark: &str, status: &str) = "parcel-status-set";
    /// It had the status already.
    answer status_already(status: &str) = "parcel-status-already";
    /// It has another status than the button showed.
    answer status_moved(status: &str) = "parcel-status-moved";
    /// Asks for a status that is against the order.
    html back_ask(number: &str, now: &str) = "parcel-back-ask";
    /// No status is against the order.
    html back_none(number: &str, now: &str) = "parcel-back-none";
    /// Asks whether it is to get a status against the order.
    html force_ask(number: &str, now: &str, wanted: &str) = "parcel-force-ask";
    /// Gives it.
    button button_force(status: &str) = "button-parcel-force";

    /// Asks for a new parcel.
    html add_ask() = "parcel-add-ask";
    /// Asks for its number, where the client is known.
    html add_number_ask(code: &str) = "parcel-add-number-ask";
    /// Asks for its client.
    html add_client_ask(number: &str) = "parcel-add-client-ask";
    /// A message may be a number, or a number and a code.
    html unclear(text: &str, code: &str) = "parcel-unclear";
    /// A message may be a number, or a number with a weight and a note.
    html unclear_rest(text: &str) = "parcel-unclear-rest";
    /// It is a number, with a weight and a note.
    button button_rest(number: &str, rest: &str) = "button-parcel-rest";
    /// A message may be several parcels.
    html several() = "parcel-several";
    /// It is a number and a code.
    button button_split(number: &str, code: &str) = "button-parcel-split";
    /// It is a number.
    button button_join(number: &str) = "button-parcel-join";
    /// No customer is named by a text.
    html client_unknown(text: &str) = "parcel-client-unknown";
    /// The client is whoever has this code.
    button button_code(code: &str) = "button-parcel-code";
    /// Above the card of a new parcel.
    html is_added() = "parcel-is-added";
    /// Above the card of one whose number was typed for a new one.
    html is_known() = "parcel-is-known";
    /// A text is no number.
    html not_a_number() = "parcel-not-a-number";
    /// It is too long.
    html number_too_long() = "parcel-number-too-long";
    /// A spreadsheet rounded it.
    html number_rounded() = "parcel-number-rounded";

    /// Asks what of a parcel is to be changed.
    html change_ask(number: &str) = "parcel-change-ask";
    /// Asks for the new note.
    html note_ask() = "parcel-note-ask";
    /// Asks for the new weight.
    html weight_ask() = "parcel-weight-ask";
    /// Asks for the new price of a kilogram.
    html price_ask() = "parcel-price-ask";
    /// Asks for the new number of pieces.
    html pieces_ask() = "parcel-pieces-ask";
    /// Asks for the new client.
    html client_ask() = "parcel-client-ask";
    /// Asks for the new number.
    html number_ask() = "parcel-number-ask";
    /// It is no weight.
    html weight_bad() = "parcel-weight-bad";
    /// It is no price.
    html price_bad() = "parcel-price-bad";
    /// It is no number of pieces.
    html pieces_bad() = "parcel-pieces-bad";
    /// Above the card of a changed parcel.
    html saved() = "parcel-saved";
    /// Changes the note.
    button button_note() = "button-parcel-note";
    /// Changes the weight.
    button button_weight() = "button-parcel-weight";
    /// Changes the price of a kilogram.
    button button_price() = "button-parcel-price";
    /// Changes the number of pieces.
    button button_pieces() = "button-parcel-pieces";
    /// Changes the client.
    button button_client() = "button-parcel-client";
    /// Changes the number.
    button button_number() = "button-parcel-number";
    /// Removes what is there.
    button button_clear() = "button-parcel-clear";
}

/// Why a text is no number of a parcel.
pub fn number_fault(language: Language, fault: ParcelNumberError) -> Html {
    match fault {
        ParcelNumberError::NotANumber => not_a_number(language),
        ParcelNumberError::TooLong => number_too_long(language),
        ParcelNumberError::Rounded => number_rounded(language),
    }
}
