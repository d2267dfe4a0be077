//! How a shop's amounts and dates are shown.

use chrono_tz::Tz;

use crate::{
    clock::Timestamp,
    domain::{Currency, Language, Money},
    texts::format,
};

/// The settings of a shop that decide how messages show amounts and dates.
#[derive(Clone, Copy, Debug)]
pub struct ShopFormat {
    /// The currency of all amounts of money.
    pub currency: Currency,
    /// The time zone of all dates and times.
    pub timezone: Tz,
}

impl ShopFormat {
    /// An amount of money, with the currency's sign.
    pub(crate) fn money(self, language: Language, amount: Money) -> String {
        format::money(language, self.currency, amount)
    }

    /// A moment as its date.
    pub(crate) fn date(self, language: Language, at: Timestamp) -> String {
        format::date(language, self.timezone, at)
    }

    /// A moment as its date and time.
    pub(crate) fn date_time(self, language: Language, at: Timestamp) -> String {
        format::date_time(language, self.timezone, at)
    }
}
