//! The customer's own details.

use crate::{
    bot::context::Context,
    domain::Language,
    messages::{
        callback::CustomerPress,
        outgoing::Buttons,
        person,
        reply::{Reply, button},
    },
    service::{
        Result,
        customers::{self, Customer},
    },
    texts::{Html, common, menu, phone, profile, settings},
};

/// Shows name, code, phone, language, the date of joining, and the referrer.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let language = cx.language;
    let referrer = match cx.customer.referrer_id {
        Some(referrer) => Some(customers::get(&mut cx.tx, referrer).await?),
        None => None,
    };
    let since = cx.shop.format.date(language, cx.customer.joined_at);
    let text = text(language, &cx.customer, &since, referrer.as_ref());
    cx.show(Reply::text(text).buttons(buttons(language, &cx.customer))).await
}

fn text(language: Language, customer: &Customer, since: &str, referrer: Option<&Customer>) -> Html {
    let name = person::name(customer);
    Html::lines([
        profile::profile(language, &name, customer.code.as_str(), since),
        match &customer.phone {
            Some(phone) => profile::phone(language, phone),
            None => profile::no_phone(language),
        },
        profile::language(language, &common::language_name(language)),
        match referrer {
            Some(referrer) => profile::referrer(language, &person::given_name(referrer)),
            None => Html::default(),
        },
    ])
}

fn buttons(language: Language, customer: &Customer) -> Buttons {
    let add_phone = match customer.phone {
        Some(_) => vec![],
        None => vec![button(phone::button_add(language), CustomerPress::Phone.encode())],
    };
    vec![
        add_phone,
        vec![button(settings::button_language(language), CustomerPress::Settings.encode())],
        vec![
            button(menu::button_card(language), CustomerPress::Card.encode()),
            button(menu::button_invite(language), CustomerPress::Invite.encode()),
        ],
    ]
}
