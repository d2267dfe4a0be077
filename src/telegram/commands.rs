//! The commands behind Telegram's menu button.

use teloxide::{
    payloads::SetMyCommands,
    types::{BotCommand, BotCommandScope, ChatId, Recipient},
};

use super::client::{ApiError, Telegram};
use crate::{
    domain::{Language, TelegramId},
    messages::outgoing::MenuCommand,
};

/// Registers the default commands, in each language (`None`: in all others), and those of single chats. A failure is logged:
/// the bot works without a menu.
pub(crate) async fn register(
    telegram: &Telegram,
    of_all: Vec<(Option<Language>, Vec<MenuCommand>)>,
    of_chats: Vec<(TelegramId, Vec<MenuCommand>)>,
) {
    let of_all = of_all.into_iter().map(|(language, commands)| {
        let mut call = set(commands);
        call.language_code = language.map(|language| language.as_str().to_owned());
        call
    });
    let of_chats = of_chats.into_iter().map(|(chat, commands)| of_chat(chat, commands));
    for call in of_all.chain(of_chats) {
        match telegram.execute(&call).await {
            Ok(()) => {}
            Err(ApiError::NotFound) => return tracing::warn!("the Bot API server does not know setMyCommands"),
            Err(error) => tracing::warn!(%error, "Telegram refuses the commands of the menu"),
        }
    }
}

/// The commands of one chat, which replace the default ones there.
pub(super) fn of_chat(chat: TelegramId, commands: Vec<MenuCommand>) -> SetMyCommands {
    let mut call = set(commands);
    call.scope = Some(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat.0)) });
    call
}

fn set(commands: Vec<MenuCommand>) -> SetMyCommands {
    SetMyCommands::new(commands.into_iter().map(|command| BotCommand::new(command.command, command.description)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_a_chat_have_the_scope_of_that_chat() {
        let command = MenuCommand { command: "find".to_owned(), description: "Find".to_owned() };
        let call = of_chat(TelegramId(7), vec![command]);
        assert_eq!(call.scope, Some(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(7)) }));
        assert_eq!(call.commands, [BotCommand::new("find", "Find")]);
    }
}
