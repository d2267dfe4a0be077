//! The commands behind Telegram's menu button.

use std::time::Duration;

use teloxide::{
    payloads::SetMyCommands,
    types::{BotCommand, BotCommandScope, ChatId, Recipient},
};

use super::client::{ApiError, Telegram};
use crate::{
    backoff::Pauses,
    domain::{Language, TelegramId},
    messages::outgoing::MenuCommand,
};

/// The pause after a failure: the first, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

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
        match set_until_answered(telegram, &call).await {
            Ok(()) => {}
            Err(ApiError::NotFound) => return tracing::warn!("the Bot API server does not know setMyCommands"),
            Err(error) => tracing::warn!(%error, "Telegram refuses the commands of the menu"),
        }
    }
}

/// Sets commands; a fault that passes is logged once, and the call is repeated until it has passed.
async fn set_until_answered(telegram: &Telegram, call: &SetMyCommands) -> Result<(), ApiError> {
    let mut pauses = Pauses::new(PAUSE.0, PAUSE.1);
    let mut is_logged = false;
    loop {
        match telegram.execute(call).await {
            Err(error) if error.is_passing() => {
                if !is_logged {
                    tracing::warn!(%error, "the commands of the menu cannot be set; trying again");
                    is_logged = true;
                }
                tokio::time::sleep(pauses.next().max(error.asked_pause())).await;
            }
            outcome => return outcome,
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
