//! The commands behind Telegram's menu button.

use std::collections::BTreeSet;

use super::{command, shop_context::ShopContext};
use crate::{
    domain::{Language, Role, TelegramId},
    messages::outgoing::MenuCommand,
    service::{Result, customers, staff},
};

/// The language of the commands for people whose language the bot does not have.
const FOR_OTHERS: Language = Language::English;

/// The commands of a person in their role, for [`Outgoing::Commands`](crate::messages::outgoing::Outgoing::Commands).
pub(crate) fn commands(language: Language, role: Option<Role>) -> Vec<MenuCommand> {
    let described = command::menu_of(role, language).into_iter();
    described.map(|(word, description)| MenuCommand { command: word.to_owned(), description }).collect()
}

/// The commands that every person sees: in each language, and last (`None`) for all other languages.
pub(crate) fn commands_of_all() -> Vec<(Option<Language>, Vec<MenuCommand>)> {
    let in_language = |language: &Language| (Some(*language), commands(*language, None));
    Language::ALL.iter().map(in_language).chain([(None, commands(FOR_OTHERS, None))]).collect()
}

/// The commands of each member of the staff who has a chat with the bot. The others get them with their first `/start`.
///
/// # Errors
/// The database's.
pub(crate) async fn commands_of_staff(shop: &ShopContext) -> Result<Vec<(TelegramId, Vec<MenuCommand>)>> {
    let mut tx = shop.db.read(shop.shop_id).await?;
    let appointed = staff::list(&mut tx).await?.into_iter().map(|member| member.telegram_id);
    let people: BTreeSet<TelegramId> = appointed.chain(shop.owners.iter().copied()).collect();
    let mut menus = Vec::new();
    for person in people {
        let role = staff::role(&mut tx, &shop.owners, person).await?;
        if let Some(customer) = customers::by_telegram_id(&mut tx, person).await? {
            menus.push((person, commands(customer.speaks(), role)));
        }
    }
    Ok(menus)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bot::command::Command,
        messages::menu::{Offered, customer_menu_keys, keys},
    };

    #[test]
    fn every_key_stands_for_a_command_that_the_role_may_give() {
        let offered = Offered { parcels: true, bills: true };
        for language in Language::ALL {
            for role in [None].into_iter().chain(Role::ALL.iter().copied().map(Some)) {
                let of_role = keys(*language, role, offered);
                for key in of_role.into_iter().chain(customer_menu_keys(*language, role, offered)).flatten() {
                    let command = Command::of_button(&key.label);
                    let permission = command.unwrap_or_else(|| panic!("{} does nothing", key.label)).permission();
                    let is_allowed = |permission| role.is_some_and(|role| role.allows(permission));
                    assert!(permission.is_none_or(is_allowed), "{role:?} {}", key.label);
                }
            }
        }
    }

    #[test]
    fn there_are_commands_for_every_language() {
        let languages: Vec<Option<&str>> =
            commands_of_all().into_iter().map(|(language, _)| language.map(Language::as_str)).collect();
        assert_eq!(languages, [Some("ru"), Some("en"), Some("kk"), Some("ky"), Some("uz"), None]);
    }
}
