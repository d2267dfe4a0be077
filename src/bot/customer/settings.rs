//! The settings: the language, and for owners a button to the rules of the program.

use crate::{
    bot::context::Context,
    domain::{Language, Permission},
    messages::{
        callback::{CustomerPress, StaffPress},
        menu,
        outgoing::Buttons,
        reply::{Reply, button},
    },
    service::{Result, customers},
    texts::{common, settings, staff_program},
};

/// The settings, with every language to choose from.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let reply = screen(cx);
    cx.say(reply).await
}

/// Sets the language, and sends this screen, the keyboard and the commands in it.
pub(crate) async fn choose(cx: &mut Context, language: Language) -> Result<()> {
    customers::choose_language(&mut cx.tx, cx.customer.customer_id, language).await?;
    cx.customer.language = Some(language);
    cx.language = language;
    let reply = screen(cx);
    cx.show(reply).await?;
    let reply = Reply::text(settings::language_chosen(language));
    cx.say(reply.keys(menu::keys(language, cx.role), None)).await?;
    cx.set_commands(cx.person, language, cx.role).await
}

fn screen(cx: &Context) -> Reply {
    let language = cx.language;
    let text = settings::settings(language, &common::language_name(language));
    let mut buttons = buttons(language);
    if cx.may(Permission::ChangeProgram) {
        buttons.push(vec![button(staff_program::button_program(language), StaffPress::Program.encode())]);
    }
    Reply::text(text).buttons(buttons)
}

fn buttons(current: Language) -> Buttons {
    let choice = |language: &Language| {
        let name = common::language_name(*language);
        let label = if *language == current { settings::current_language(current, &name) } else { name };
        button(label, CustomerPress::Language(*language).encode())
    };
    Language::ALL.chunks(2).map(|row| row.iter().map(choice).collect()).collect()
}
