//! What a person always has at hand: the keyboard of the menu, and the commands behind Telegram's menu button.

use teloxide_core::{
    payloads::SetMyCommands,
    types::{BotCommand, BotCommandScope, ChatId, Recipient},
};

use super::{command, outgoing::Key};
use crate::{
    domain::{Language, Role, TelegramId},
    service::{Result, customers, staff},
    storage::Tx,
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

/// What Telegram's menu button offers before anybody chose anything: one call for each language and one for all others.
/// Then one for each member of the staff, with the commands of their role in the language they chose.
///
/// # Errors
/// The database's.
pub async fn commands_at_start(tx: &mut Tx, owners: &[TelegramId]) -> Result<Vec<SetMyCommands>> {
    let mut calls: Vec<SetMyCommands> =
        Language::ALL.iter().map(|language| commands_of_all(*language, Some(*language))).collect();
    calls.push(commands_of_all(FOR_OTHERS, None));
    let mut people: Vec<TelegramId> = staff::list(tx).await?.into_iter().map(|member| member.telegram_id).collect();
    people.extend(owners);
    people.sort();
    people.dedup();
    for person in people {
        let role = staff::role(tx, owners, person).await?;
        // Somebody who never wrote has no chat yet; they get their commands when they come.
        if let Some(customer) = customers::by_telegram_id(tx, person).await? {
            calls.push(commands_of_chat(person, role, customer.speaks()));
        }
    }
    Ok(calls)
}

/// The commands of one chat: for a role, and in a language, that differ from what Telegram would show by itself.
pub fn commands_of_chat(person: TelegramId, role: Option<Role>, language: Language) -> SetMyCommands {
    let mut call = SetMyCommands::new(commands(role, language));
    call.scope = Some(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(person.0)) });
    call
}

fn commands_of_all(language: Language, code: Option<Language>) -> SetMyCommands {
    let mut call = SetMyCommands::new(commands(None, language));
    call.language_code = code.map(|code| code.as_str().to_owned());
    call
}

fn commands(role: Option<Role>, language: Language) -> Vec<BotCommand> {
    command::menu_of(role, language).into_iter().map(|(word, description)| BotCommand::new(word, description)).collect()
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
        let call = commands_of_chat(TelegramId(7), Some(Role::Cashier), Language::Kazakh);
        assert_eq!(call.scope, Some(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(7)) }));
        assert!(call.commands.contains(&BotCommand::new("find", menu::command_find(Language::Kazakh))));
        assert!(!call.commands.iter().any(|command| command.command == "bonus"));
    }
}
