//! The name and the contacts of the shop.

use reqwest::Url;

use crate::{
    bot::context::Context,
    domain::Language,
    messages::{
        outgoing::Buttons,
        reply::{Reply, link},
    },
    service::{
        Result,
        shop::{self, Organization},
    },
    texts::{Html, format::shortened, shop as texts},
};

/// The longest text of a line that is shown, in characters.
const MAX_LINE: usize = 200;

/// The name, phones, address and links of the shop.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let organization = shop::organization(&mut cx.tx).await?;
    cx.show(screen(cx.language, &organization)).await
}

fn screen(language: Language, shop: &Organization) -> Reply {
    let whatsapp = shortened(&shop.whatsapp_link, MAX_LINE);
    let telegram = shortened(&shop.telegram_link, MAX_LINE);
    let (whatsapp_url, telegram_url) = (url_of(&whatsapp), url_of(&telegram));
    let mut buttons: Buttons = Vec::new();
    let mut lines: Vec<Html> = Vec::new();
    let phones = shop.phone_numbers.iter().map(|phone| shortened(phone, MAX_LINE)).filter(|phone| !phone.is_empty());
    lines.extend(phones.map(|phone| texts::phone(language, &phone)));
    match shortened(&shop.address, MAX_LINE) {
        address if address.is_empty() => {}
        address => lines.push(texts::address(language, &address)),
    }
    match whatsapp_url {
        Some(url) => buttons.push(vec![link(texts::button_whatsapp(language), url)]),
        None if whatsapp.is_empty() => {}
        None => lines.push(texts::whatsapp(language, &whatsapp)),
    }
    match telegram_url {
        Some(url) => buttons.push(vec![link(texts::button_telegram(language), url)]),
        None if telegram.is_empty() => {}
        None => lines.push(texts::telegram(language, &telegram)),
    }
    let name = match shortened(&shop.name, MAX_LINE) {
        name if name.is_empty() => texts::unnamed(language),
        name => texts::name(language, &name),
    };
    if lines.is_empty() && buttons.is_empty() {
        lines.push(texts::nothing_known(language));
    }
    Reply::text(Html::paragraphs([name, Html::lines(lines)])).buttons(buttons)
}

/// The URL for a button, of a link as shops write it: `https://…`, `wa.me/+7700…`, `@name`. Telegram refuses a message with a
/// button whose URL is invalid, so a doubtful one is `None`.
fn url_of(written: &str) -> Option<String> {
    const WITHOUT_SCHEME: [&str; 5] = ["wa.me/", "t.me/", "telegram.me/", "api.whatsapp.com/", "www."];
    let full = match written.strip_prefix('@') {
        Some(name) if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            format!("https://t.me/{name}")
        }
        Some(_) => return None,
        None if WITHOUT_SCHEME.iter().any(|start| written.starts_with(start)) => format!("https://{written}"),
        None => written.to_owned(),
    };
    // `wa.me` takes numbers without the plus sign.
    let full = full.replacen("wa.me/+", "wa.me/", 1);
    let url = Url::parse(&full).ok()?;
    let is_public = url.domain().is_some_and(|domain| domain.contains('.'));
    (matches!(url.scheme(), "http" | "https") && is_public && !full.contains(char::is_whitespace)).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::outgoing::{self, Outgoing};

    fn organization(name: &str, phones: &[&str], address: &str, whatsapp: &str, telegram: &str) -> Organization {
        Organization {
            name: name.to_owned(),
            phone_numbers: phones.iter().map(|phone| (*phone).to_owned()).collect(),
            address: address.to_owned(),
            whatsapp_link: whatsapp.to_owned(),
            telegram_link: telegram.to_owned(),
        }
    }

    #[test]
    fn shows_how_to_reach_the_shop() {
        let shop = organization("Tea & Co", &["+77000000000", " "], "Abay 1", "wa.me/77000000000", "ask Aigul");
        let lines = ["🏪 <b>Tea &amp; Co</b>\n", "📞 +77000000000", "📍 Abay 1", "Telegram: ask Aigul"];
        let buttons = vec![vec![link("💬 WhatsApp", "https://wa.me/77000000000")]];
        let text = lines.join("\n");
        let keyboard = outgoing::inline(buttons);
        assert_eq!(screen(Language::English, &shop).into_new(), Outgoing::Send { text, keyboard });
    }

    #[test]
    fn a_link_becomes_a_button_only_where_it_leads_somewhere() {
        let cases = [
            ("https://t.me/shop", Some("https://t.me/shop")),
            ("wa.me/+77000000000", Some("https://wa.me/77000000000")),
            ("@my_shop", Some("https://t.me/my_shop")),
            ("t.me/my_shop", Some("https://t.me/my_shop")),
            ("www.example.org", Some("https://www.example.org/")),
            ("", None),
            ("+77000000000", None),
            ("@", None),
            ("@my shop", None),
            ("http://localhost/", None),
            ("https://127.0.0.1/", None),
            ("javascript:alert(1)", None),
            ("tg://resolve?domain=x", None),
            ("ask Aigul", None),
        ];
        for (written, url) in cases {
            assert_eq!(url_of(written).as_deref(), url, "{written:?}");
        }
    }
}
