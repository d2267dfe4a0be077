//! What a person always has at hand: the keyboard of the menu, and the commands behind Telegram's menu button.

use std::collections::BTreeSet;

use teloxide_core::{
    payloads::SetMyCommands,
    types::{BotCommand, BotCommandScope, ChatId, Recipient},
};

use super::{
    command,
    context::Surroundings,
    outgoing::{Key, MenuCommand},
    telegram::{ApiError, Telegram},
};
use crate::{
    domain::{Language, Role, TelegramId},
    service::{Result, customers, staff},
    texts::menu,
};

/// The language of those who speak none of ours.
const FOR_OTHERS: Language = Language::English;

/// The keyboard of a person: of customers, or of staff in their role.
pub(crate) fn keys(language: Language, role: Option<Role>) -> Vec<Vec<Key>> {
    match role {
        None => customer_keys(language),
        Some(role) => staff_keys(language, role),
    }
}

/// The keyboard of customers, for staff too, who have a card of their own: a key leads them back to their work.
pub(crate) fn own_keys(language: Language, role: Option<Role>) -> Vec<Vec<Key>> {
    let mut rows = customer_keys(language);
    if role.is_some() {
        rows.insert(0, vec![key(menu::button_staff_menu(language))]);
    }
    rows
}

/// The commands of a person in their role, for [`Outgoing::Commands`](super::outgoing::Outgoing::Commands).
pub(crate) fn commands(language: Language, role: Option<Role>) -> Vec<MenuCommand> {
    let described = command::menu_of(role, language).into_iter();
    described.map(|(word, description)| MenuCommand { command: word.to_owned(), description }).collect()
}

/// Shows commands in one chat, instead of those that everybody sees.
pub(super) fn commands_of_chat(chat: TelegramId, commands: Vec<MenuCommand>) -> SetMyCommands {
    let mut call = set(commands);
    call.scope = Some(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat.0)) });
    call
}

/// Tells Telegram the commands that everybody sees, in each language and for those who speak another, and those of each
/// member of the staff. What cannot be told is logged: the chat works without.
pub(super) async fn register(telegram: &Telegram, around: &Surroundings) {
    let staff = match commands_of_staff(around).await {
        Ok(calls) => calls,
        Err(error) => {
            tracing::warn!(%error, "the staff cannot be read; their commands stay as they are");
            Vec::new()
        }
    };
    for call in commands_of_all().into_iter().chain(staff) {
        match telegram.order(&call).await {
            Ok(()) => {}
            Err(ApiError::NotFound) => return tracing::warn!("the Bot API server knows no commands"),
            Err(error) => tracing::warn!(%error, "Telegram does not take commands"),
        }
    }
}

fn commands_of_all() -> Vec<SetMyCommands> {
    let in_language = |language: &Language| {
        let mut call = set(commands(*language, None));
        call.language_code = Some(language.as_str().to_owned());
        call
    };
    Language::ALL.iter().map(in_language).chain([set(commands(FOR_OTHERS, None))]).collect()
}

/// Those who never wrote have no chat yet: they get their commands when they come.
async fn commands_of_staff(around: &Surroundings) -> Result<Vec<SetMyCommands>> {
    let mut tx = around.db.read(around.shop).await?;
    let appointed = staff::list(&mut tx).await?.into_iter().map(|member| member.telegram_id);
    let people: BTreeSet<TelegramId> = appointed.chain(around.owners.iter().copied()).collect();
    let mut calls = Vec::new();
    for person in people {
        let role = staff::role(&mut tx, &around.owners, person).await?;
        if let Some(customer) = customers::by_telegram_id(&mut tx, person).await? {
            calls.push(commands_of_chat(person, commands(customer.speaks(), role)));
        }
    }
    Ok(calls)
}

fn set(commands: Vec<MenuCommand>) -> SetMyCommands {
    SetMyCommands::new(commands.into_iter().map(|command| BotCommand::new(command.command, command.description)))
}

fn customer_keys(language: Language) -> Vec<Vec<Key>> {
    vec![
        vec![key(menu::button_balance(language)), key(menu::button_card(language))],
        vec![key(menu::button_history(language)), key(menu::button_invoices(language))],
        vec![key(menu::button_invite(language)), key(menu::button_shop(language))],
        vec![key(menu::button_profile(language)), key(menu::button_settings(language))],
        vec![key(menu::button_help(language))],
    ]
}

fn staff_keys(language: Language, role: Role) -> Vec<Vec<Key>> {
    let mut labels = vec![
        menu::button_invoice(language),
        menu::button_find(language),
        menu::button_new(language),
        menu::button_debt(language),
    ];
    if role >= Role::Manager {
        labels.push(menu::button_bonus(language));
        labels.push(menu::button_refund(language));
    }
    if role >= Role::Owner {
        labels.push(menu::button_staff(language));
    }
    labels.push(menu::button_customer_menu(language));
    labels.push(menu::button_help(language));
    labels.chunks(2).map(|row| row.iter().map(|label| key(label.as_str())).collect()).collect()
}

fn key(label: impl Into<String>) -> Key {
    Key { label: label.into(), contact: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::command::Command;

    #[test]
    fn every_key_stands_for_a_command_that_the_role_may_give() {
        for language in Language::ALL {
            for role in [None].into_iter().chain(Role::ALL.iter().copied().map(Some)) {
                for key in keys(*language, role).into_iter().chain(own_keys(*language, role)).flatten() {
                    let command = Command::of_key(&key.label);
                    let least = command.unwrap_or_else(|| panic!("{} does nothing", key.label)).role();
                    assert!(least.is_none_or(|least| role.is_some_and(|has| has >= least)), "{role:?} {}", key.label);
                }
            }
        }
    }

    #[test]
    fn the_commands_of_a_chat_are_those_of_the_role_in_its_language() {
        let call = commands_of_chat(TelegramId(7), commands(Language::Kazakh, Some(Role::Cashier)));
        assert_eq!(call.scope, Some(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(7)) }));
        assert!(call.commands.contains(&BotCommand::new("find", menu::command_find(Language::Kazakh))));
        assert!(!call.commands.iter().any(|command| command.command == "bonus"));
    }

    #[test]
    fn everybody_has_commands_whatever_they_speak() {
        let codes: Vec<Option<String>> = commands_of_all().into_iter().map(|call| call.language_code).collect();
        let expected = [Some("ru"), Some("en"), Some("kk"), Some("ky"), Some("uz"), None];
        assert_eq!(codes, expected.map(|code| code.map(str::to_owned)));
    }
}
