//! Inviting friends: the link, and the friends who used it.

use super::{promo, standing};
use crate::{
    bot::context::Context,
    domain::{Code, Language, Program},
    messages::{
        callback::CustomerPress,
        person,
        reply::{Reply, button, link},
    },
    service::{
        Result,
        customers::{self, Friend, Friends},
        shop,
    },
    texts::{
        Html, Points,
        format::{self, shortened},
        invite,
        promo::button_promo,
    },
};

/// Friends who are shown by name.
const LATEST: i64 = 5;

/// The link with its QR code, what both sides get, and the friends.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let language = cx.language;
    let program = shop::program(&mut cx.tx).await?;
    let shop = shop::organization(&mut cx.tx).await?.name;
    let friends = customers::friends(&mut cx.tx, cx.customer.customer_id, LATEST).await?;
    if let Some(notice) = standing::notice(cx) {
        // Neither side of an invitation would get what it promises.
        let came = if friends.count > 0 { came(language, &friends) } else { Html::default() };
        return cx.show(Reply::text(Html::paragraphs([notice, came]))).await;
    }
    let url = link_to(&cx.shop.bot_username, &cx.customer.code);
    let text = text(language, &url, &cx.customer.code, &program, &friends);
    let mut buttons =
        vec![vec![link(invite::button_share(language), share_url(&url, &share_text(language, &shop, &program)))]];
    if promo::can_enter(&cx.customer) {
        buttons.push(vec![button(button_promo(language), CustomerPress::Promo.encode())]);
    }
    cx.show(Reply::text(text).with_qr(url).buttons(buttons)).await
}

fn text(language: Language, url: &str, code: &Code, program: &Program, friends: &Friends) -> Html {
    let friend_gets = match program.referral_promo_bonus {
        bonus if bonus.is_positive() => invite::friend_gets(language, Points(bonus)),
        _ => Html::default(),
    };
    let referrer_gets = match program.referrer_first_purchase {
        share if share.bp() > 0 => invite::referrer_gets(language, &format::percent(language, share)),
        _ => Html::default(),
    };
    let head = invite::invite(language, url, &code.promo().to_string());
    Html::paragraphs([head, Html::lines([friend_gets, referrer_gets]), came(language, friends)])
}

/// The friends who came.
fn came(language: Language, friends: &Friends) -> Html {
    let came = match friends.count {
        0 => invite::no_friends(language),
        count => invite::friends(language, count),
    };
    let reward = match friends.reward {
        points if points.is_positive() => invite::brought(language, Points(points)),
        _ => Html::default(),
    };
    let latest = Html::lines(friends.latest.iter().map(|friend| line(language, friend)));
    Html::paragraphs([Html::lines([came, reward]), latest])
}

/// Shows the given name only: other customers do not see family names.
fn line(language: Language, friend: &Friend) -> Html {
    let name = person::given_name(&friend.customer);
    match friend.reward {
        points if points.is_positive() => invite::friend_brought(language, &name, Points(points)),
        _ if friend.customer.has_purchased => invite::friend_purchased(language, &name),
        _ => invite::friend_waiting(language, &name),
    }
}

fn link_to(bot_username: &str, code: &Code) -> String {
    format!("https://t.me/{bot_username}?start={}", code.promo())
}

fn share_text(language: Language, shop: &str, program: &Program) -> String {
    let shop = match shortened(shop, person::MAX_NAME) {
        name if name.is_empty() => invite::unnamed_shop(language),
        name => name,
    };
    match program.referral_promo_bonus {
        bonus if bonus.is_positive() => invite::share_text(language, &shop, Points(bonus)),
        _ => invite::share_text_without_bonus(language, &shop),
    }
}

/// Opens Telegram's choice of whom to send the link to.
fn share_url(url: &str, text: &str) -> String {
    format!("https://t.me/share/url?url={}&text={}", percent_encoded(url), percent_encoded(text))
}

/// Everything but letters and digits as `%XX`: Telegram's apps read a `+` as a plus, not as a space.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len() * 3), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_carries_the_promo_code_and_survives_sharing() {
        let url = link_to("kopilka_bot", &"82423".parse().unwrap());
        assert_eq!(url, "https://t.me/kopilka_bot?start=PROMO82423");
        assert_eq!(
            share_url(&url, "Чай & co, 50%"),
            "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fkopilka_bot%3Fstart%3DPROMO82423\
             &text=%D0%A7%D0%B0%D0%B9%20%26%20co%2C%2050%25"
        );
    }
}
