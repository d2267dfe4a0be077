//! Who the shop is and how to reach it.

use super::messages;

messages! {
    /// Its name.
    html name(name: &str) = "shop-name";
    /// Stands there until it has a name.
    html unnamed() = "shop-unnamed";
    /// One of its phone numbers.
    html phone(phone: &str) = "shop-phone";
    /// Where it is.
    html address(address: &str) = "shop-address";
    /// An address on WhatsApp that is no link.
    html whatsapp(address: &str) = "shop-whatsapp";
    /// An address on Telegram that is no link.
    html telegram(address: &str) = "shop-telegram";
    /// It has not said how to reach it.
    html nothing_known() = "shop-nothing-known";
    /// Opens WhatsApp.
    button button_whatsapp() = "shop-button-whatsapp";
    /// Opens its account or channel on Telegram.
    button button_telegram() = "shop-button-telegram";
}
