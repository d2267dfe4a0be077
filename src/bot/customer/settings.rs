//! The language that a person is spoken to in.

use super::CustomerPress;
use crate::{
    bot::{
        context::Context,
        menu,
        outgoing::Buttons,
        reply::{Reply, button},
    },
    domain::Language,
    service::{Result, customers},
    texts::{common, settings},
};

/// The settings, with every language to choose from.
pub(crate) async fn show(cx: &mut Context<'_>) -> Result<()> {
    cx.say(screen(cx.language)).await
}

/// Speaks another language from now on: this screen, the keyboard and the commands change at once.
pub(super) async fn choose(cx: &mut Context<'_>, language: Language) -> Result<()> {
    customers::choose_language(&mut cx.tx, cx.customer.customer_id, language).await?;
    cx.customer.language = Some(language);
    cx.language = language;
    cx.show(screen(language)).await?;
    let reply = Reply::text(settings::language_chosen(language));
    cx.say(reply.keys(menu::keys(language, cx.role), None)).await?;
    cx.set_commands(cx.person, language, cx.role).await
}

fn screen(language: Language) -> Reply {
    let text = settings::settings(language, &common::language_name(language));
    Reply::text(text).buttons(buttons(language))
}

fn buttons(current: Language) -> Buttons {
    let choice = |language: &Language| {
        let name = common::language_name(*language);
        let label = if *language == current { settings::current_language(current, &name) } else { name };
        button(label, CustomerPress::Language(*language).encode())
    };
    Language::ALL.chunks(2).map(|row| row.iter().map(choice).collect()).collect()
}
