//! What is known of a customer, and the questions about it.

use super::form::{Field, ProfileEdit, ProfileStep};
use crate::{
    bot::{context::Context, staff::question::Question},
    domain::{Language, Permission},
    messages::outgoing::{Button, Buttons},
    service::{
        groups::Group,
        profiles::{ProfileContent, ProfileOfShop},
    },
    texts::{Html, format, staff_find, staff_profile as texts},
};

/// All that is known beyond the card.
pub(super) fn text(cx: &Context, found: &ProfileOfShop) -> Html {
    let (language, profile, content) = (cx.language, &found.profile, found.content());
    let money = |amount| cx.shop.format.money(language, amount);
    let some = |text: &str, line: fn(Language, &str) -> Html| match text {
        "" => Html::default(),
        text => line(language, text),
    };
    let place = [&content.postal_code, &content.region, &content.city, &content.address];
    let place: Vec<&str> = place.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let known = Html::lines([
        content.email.as_ref().map_or_else(Html::default, |email| staff_find::card_email(language, email.as_str())),
        content.birthday.map_or_else(Html::default, |day| texts::birthday(language, &format::birthday(language, day))),
        some(&content.company_name, texts::company),
        some(&content.tax_id, texts::tax_id),
        some(&content.other_phone, texts::other_phone),
        some(&place.join(", "), texts::address),
    ]);
    let group = match (&profile.group_name, profile.group_discount_bp) {
        (Some(name), Some(discount)) => {
            texts::group_with_discount(language, name, &format::percent(language, discount))
        }
        (Some(name), None) => texts::group(language, name),
        (None, _) => Html::default(),
    };
    let limit = match content.credit_limit {
        Some(limit) => texts::credit_limit(language, &money(limit), &money(found.available_credit())),
        None => texts::no_limit(language),
    };
    let title = staff_find::list_of(language, &name(found), profile.code.as_str());
    let state = state(language, content.is_blocked, content.is_active);
    Html::paragraphs([title, state, known, Html::lines([group, limit]), some(&content.notes, texts::notes)])
}

/// That the customer neither earns nor spends; empty where they do.
fn state(language: Language, is_blocked: bool, is_active: bool) -> Html {
    let blocked = if is_blocked { texts::is_blocked(language) } else { Html::default() };
    let inactive = if is_active { Html::default() } else { texts::is_inactive(language) };
    Html::lines([blocked, inactive])
}

/// The name, or the code of a customer without one.
pub(super) fn name(found: &ProfileOfShop) -> String {
    let name = found.full_name();
    if name.is_empty() { found.profile.code.to_string() } else { name }
}

/// A button for each field that the member of the staff may change.
pub(super) fn buttons(cx: &Context, content: &ProfileContent, question: &Question<ProfileEdit>) -> Buttons {
    let language = cx.language;
    let mut buttons = vec![
        vec![
            question.button(texts::button_email(language), ProfileStep::Email),
            question.button(texts::button_birthday(language), ProfileStep::Birthday),
        ],
        vec![question.button(texts::button_company(language), ProfileStep::Company)],
    ];
    if cx.may(Permission::ChangeCustomers) {
        buttons[1].push(question.button(texts::button_group(language), ProfileStep::Group));
        buttons.push(vec![
            question.button(texts::button_notes(language), ProfileStep::Notes),
            question.button(texts::button_limit(language), ProfileStep::CreditLimit),
        ]);
        let block = match content.is_blocked {
            false => question.button(texts::button_block(language), ProfileStep::Block),
            true => question.button(texts::button_unblock(language), ProfileStep::Unblock),
        };
        let active = match content.is_active {
            true => question.button(texts::button_deactivate(language), ProfileStep::Deactivate),
            false => question.button(texts::button_activate(language), ProfileStep::Activate),
        };
        buttons.push(vec![block, active]);
    }
    buttons
}

/// The question for the new value of a field.
pub(super) fn ask(cx: &Context, field: Field, found: &ProfileOfShop, groups: &[Group]) -> Html {
    let (language, name) = (cx.language, name(found));
    match field {
        Field::Email => texts::email_ask(language),
        Field::Birthday => texts::birthday_ask(language),
        Field::Company => texts::company_ask(language),
        Field::Group if groups.is_empty() => texts::no_groups(language),
        Field::Group => texts::group_ask(language),
        Field::Notes => texts::notes_ask(language),
        Field::CreditLimit => texts::limit_ask(language),
        Field::Block => texts::block_ask(language, &name),
        Field::Unblock => texts::unblock_ask(language, &name),
        Field::Deactivate => texts::deactivate_ask(language, &name),
        Field::Activate => texts::activate_ask(language, &name),
    }
}

/// The buttons of that question: groups, what removes the value, what confirms.
pub(super) fn answers(
    language: Language,
    field: Field,
    content: &ProfileContent,
    groups: &[Group],
    question: &Question<ProfileEdit>,
) -> Buttons {
    let mut buttons: Buttons = groups.iter().map(|group| vec![group_button(language, group, question)]).collect();
    if field.can_be_cleared(content) {
        let label = match field {
            Field::CreditLimit => texts::button_no_limit(language),
            Field::Group => texts::button_no_group(language),
            _ => texts::button_clear(language),
        };
        buttons.push(vec![question.button(label, ProfileStep::Clear)]);
    }
    let confirm = match field {
        Field::Block => texts::button_block(language),
        Field::Unblock => texts::button_unblock(language),
        Field::Deactivate => texts::button_deactivate(language),
        Field::Activate => texts::button_activate(language),
        _ => return buttons,
    };
    buttons.push(vec![question.button(confirm, ProfileStep::Confirm)]);
    buttons
}

fn group_button(language: Language, group: &Group, question: &Question<ProfileEdit>) -> Button {
    /// The longest name on a button, in characters.
    const LONGEST: usize = 40;
    let name = format::shortened(&group.name, LONGEST);
    let label = texts::button_of_group(language, &name, &format::percent(language, group.discount_bp));
    question.button(label, ProfileStep::Into(group.group_id))
}
