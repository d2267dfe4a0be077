//! Staff: the statuses of many parcels, by a list or a file.

use super::messages;

messages! {
    /// Asks for a list or a file.
    html ask(most: usize) = "parcels-many-ask";
    /// Asks for the status of the numbers.
    html status_ask(count: usize) = "parcels-many-status-ask";
    /// More numbers came.
    html list_continued(count: usize) = "parcels-many-continued";
    /// Above what would be changed.
    html preview(count: usize) = "parcels-many-preview";
    /// The status that all numbers get.
    html new_status(mark: &str, status: &str) = "parcels-many-new-status";
    /// How many would change.
    html will_change(count: usize) = "parcels-many-will-change";
    /// How many of them get a status, where the numbers get several.
    html of_status(mark: &str, status: &str, count: usize) = "parcels-many-of-status";
    /// How many have changed.
    html changed(count: usize) = "parcels-many-changed";
    /// Nothing changes.
    html nothing_changed(count: usize) = "parcels-many-nothing-changed";
    /// How many have the status already.
    html unchanged(count: usize) = "parcels-many-unchanged";
    /// How many are there once more with the same status.
    html twice(count: usize) = "parcels-many-twice";
    /// How many numbers no parcel has.
    html unknown(count: usize) = "parcels-many-unknown";
    /// How many would go against the order.
    html backwards(count: usize) = "parcels-many-backwards";
    /// How many are there twice with another status.
    html repeated(count: usize) = "parcels-many-repeated";
    /// How many rows cannot be read.
    html faults(count: usize) = "parcels-many-faults";
    /// Below the counts: nothing has happened yet.
    html confirm_ask() = "parcels-many-confirm-ask";
    /// Changes them.
    button button_confirm(count: usize) = "button-parcels-many-confirm";
    /// The preview is shown again.
    html preview_changed() = "parcels-many-preview-changed";
    /// A row that changes nothing.
    html row(row: &str, number: &str, reason: &str) = "parcels-many-row";
    /// Such a row, which has no number.
    html row_empty(row: &str, reason: &str) = "parcels-many-row-empty";
    /// There are more of them.
    html more(count: usize) = "parcels-many-more";
    /// Below the file with them.
    html report() = "parcels-many-report";

    /// The column with the lines.
    plain column_row() = "parcels-many-column-row";
    /// The column with the numbers.
    plain column_number() = "parcels-many-column-number";
    /// The column with the reasons.
    plain column_reason() = "parcels-many-column-reason";
    /// The parcel has the status already.
    plain reason_unchanged() = "parcels-many-reason-unchanged";
    /// No parcel has the number.
    plain reason_unknown() = "parcels-many-reason-unknown";
    /// The status does not follow the one that the parcel has.
    plain reason_backwards(now: &str) = "parcels-many-reason-backwards";
    /// The number is there once more with the same status.
    plain reason_twice() = "parcels-many-reason-twice";
    /// The number is there twice, with different statuses.
    plain reason_repeated() = "parcels-many-reason-repeated";
    /// There is no number.
    plain reason_not_a_number() = "parcels-many-reason-not-a-number";
    /// It is too long.
    plain reason_too_long() = "parcels-many-reason-too-long";
    /// A spreadsheet rounded it.
    plain reason_rounded() = "parcels-many-reason-rounded";
    /// The status is no word for one.
    plain reason_unknown_status() = "parcels-many-reason-unknown-status";
    /// There is no status.
    plain reason_no_status() = "parcels-many-reason-no-status";

    /// The file is too large.
    html file_too_large(megabytes: usize) = "parcels-file-too-large";
    /// It is of a spreadsheet program.
    html file_of_spreadsheet() = "parcels-file-of-spreadsheet";
    /// Telegram did not give it.
    html file_unavailable() = "parcels-file-unavailable";
    /// It has no rows.
    html file_empty() = "parcels-file-empty";
    /// Which columns it has is not known.
    html file_columns() = "parcels-file-columns";
    /// It is no text.
    html file_not_text() = "parcels-file-not-text";
    /// A line of it cannot be read.
    html file_bad_line(line: usize) = "parcels-file-bad-line";
    /// There are too many numbers.
    html too_many(most: usize) = "parcels-many-too-many";
}
