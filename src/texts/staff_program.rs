//! Owners: the rules of the program.

use super::{Html, Points, messages};

messages! {
    /// The rules as they are, a line each.
    html program(rules: &Html) = "program";
    /// Opens them.
    button button_program() = "button-program";
    /// So many days.
    button days(days: i64) = "program-days";
    /// The change is made.
    html saved() = "program-saved";
    /// What was chosen is so already.
    html unchanged() = "program-unchanged";

    /// How long points live.
    html lifetime(days: &str) = "lifetime";
    /// They live for ever.
    html lifetime_none() = "lifetime-none";
    /// Opens the choice.
    button button_lifetime() = "button-lifetime";
    /// Lets points live for ever.
    button button_forever() = "button-forever";
    /// Asks how long they are to live.
    html lifetime_ask(most: i64) = "lifetime-ask";
    /// The text is no number of days.
    html lifetime_bad(most: i64) = "lifetime-bad";
    /// What it means for points that are earned from now on.
    html lifetime_of_new(days: &str) = "lifetime-of-new";
    /// What it means for points that customers have, where none had a last day.
    html lifetime_of_present(days: &str, date: &str) = "lifetime-of-present";
    /// What it means for points that customers have, where they have one.
    html lifetime_of_present_stays() = "lifetime-of-present-stays";
    /// That customers are warned.
    html lifetime_warnings() = "lifetime-warnings";
    /// The same where they do not live long enough for all warnings.
    html lifetime_warnings_short() = "lifetime-warnings-short";
    /// What it means that points live for ever from now on.
    html lifetime_off() = "lifetime-off";

    /// From how many points on consent is needed.
    html consent_from(points: &str) = "consent-from";
    /// For any points.
    html consent_always() = "consent-always";
    /// For none.
    html consent_never() = "consent-never";
    /// Opens the choice.
    button button_consent() = "button-consent";
    /// For any points.
    button button_always_ask() = "button-always-ask";
    /// For none.
    button button_never_ask() = "button-never-ask";
    /// From so many on.
    button button_from(points: &str) = "button-consent-from";
    /// Asks from how many points on.
    html consent_ask() = "consent-ask";
    /// What that means.
    html consent_means(points: Points) = "consent-means";
    /// What it means for any points.
    html consent_always_means() = "consent-always-means";
    /// What it means for none.
    html consent_never_means() = "consent-never-means";

    /// The QR code of a card holds the digits.
    html card_qr_digits() = "card-qr-digits";
    /// It holds a link.
    html card_qr_link() = "card-qr-link";
    /// Opens the choice.
    button button_card_qr() = "button-card-qr";
    /// The digits.
    button button_qr_digits() = "button-qr-digits";
    /// A link.
    button button_qr_link() = "button-qr-link";
    /// Asks what it is to hold.
    html card_qr_ask() = "card-qr-ask";
    /// What the digits mean.
    html card_qr_digits_means() = "card-qr-digits-means";
    /// What a link means.
    html card_qr_link_means() = "card-qr-link-means";
}
