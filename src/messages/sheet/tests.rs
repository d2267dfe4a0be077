//! The shop that the tests of sheets are in.

use crate::{
    messages::ShopFormat,
    service::{
        sheets::Issuer,
        shop::{BotAccount, Organization},
    },
};

pub(super) fn issuer() -> Issuer {
    Issuer {
        shop: Organization {
            name: "ТОО «Қазақ Байланыс»".to_owned(),
            phone_numbers: vec!["+7 727 000 00 00".to_owned()],
            address: "Алматы, Абай, 52".to_owned(),
            whatsapp_link: String::new(),
            telegram_link: String::new(),
        },
        bot: BotAccount { username: Some("kopilka_bot".to_owned()), name: Some("Копилка".to_owned()) },
    }
}

pub(super) fn shop() -> ShopFormat {
    ShopFormat { currency: "KZT".parse().unwrap(), timezone: chrono_tz::Asia::Almaty }
}
