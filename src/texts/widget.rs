//! The page for the status of one parcel, which shops put into their sites.

use super::messages;

messages! {
    /// What the page is for.
    plain title() = "widget-title";
    /// Before the field for the number.
    plain label() = "widget-label";
    /// Looks the number up.
    plain find() = "widget-find";
    /// Above the statuses that the parcel had.
    plain history() = "widget-history";
    /// Below them.
    plain updates() = "widget-updates";
    /// No parcel has the number.
    plain unknown() = "widget-unknown";
    /// More look-ups than an address may make.
    plain too_many(seconds: &str) = "widget-too-many";
    /// The server does not answer.
    plain offline() = "widget-offline";
    /// The browser runs no scripts.
    plain no_script() = "widget-no-script";
    /// The address is of no shop here.
    plain no_shop() = "widget-no-shop";
}
