//! The settings: the language, whether the person is told of their parcels, a button to the groups of
//! customers for managers, and for owners one to the rules of the program.

use crate::{
    bot::context::Context,
    domain::{Language, Permission},
    messages::{
        callback::{CustomerPress, StaffPress},
        outgoing::Buttons,
        reply::{Reply, button},
    },
    service::{Result, customers, parcels},
    texts::{Html, common, settings, staff_groups, staff_program},
};

/// The settings, with every language to choose from.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let reply = screen(cx).await?;
    cx.say(reply).await
}

/// Sets the language, and sends this screen, the keyboard and the commands in it.
pub(crate) async fn choose(cx: &mut Context, language: Language) -> Result<()> {
    customers::choose_language(&mut cx.tx, cx.customer.customer_id, language).await?;
    cx.customer.language = Some(language);
    cx.language = language;
    let reply = screen(cx).await?;
    cx.show(reply).await?;
    let keys = cx.menu_keys().await?;
    cx.say(Reply::text(settings::language_chosen(language)).keys(keys, None)).await?;
    cx.set_commands(cx.person, language, cx.role).await
}

/// Sets whether the person is told of their parcels.
pub(crate) async fn tell_of_parcels(cx: &mut Context, are_wanted: bool) -> Result<()> {
    parcels::set_notices(&mut cx.tx, cx.customer.customer_id, are_wanted).await?;
    cx.customer.mutes_parcels = !are_wanted;
    let reply = screen(cx).await?;
    cx.show(reply).await
}

async fn screen(cx: &mut Context) -> Result<Reply> {
    let language = cx.language;
    let mut text = settings::settings(language, &common::language_name(language));
    let mut buttons = buttons(language);
    // A shop that brings nothing for its customers does not ask about it.
    if parcels::are_there(&mut cx.tx).await? {
        let mutes = cx.customer.mutes_parcels;
        let (line, label) = if mutes {
            (settings::parcels_off(language), settings::button_unmute_parcels(language))
        } else {
            (settings::parcels_on(language), settings::button_mute_parcels(language))
        };
        text = Html::lines([text, line]);
        buttons.push(vec![button(label, CustomerPress::ParcelNotices(mutes).encode())]);
    }
    if cx.may(Permission::ChangeCustomers) {
        buttons.push(vec![button(staff_groups::button_groups(language), StaffPress::Groups(0).encode())]);
    }
    if cx.may(Permission::ChangeProgram) {
        buttons.push(vec![button(staff_program::button_program(language), StaffPress::Program.encode())]);
    }
    Ok(Reply::text(text).buttons(buttons))
}

fn buttons(current: Language) -> Buttons {
    let choice = |language: &Language| {
        let name = common::language_name(*language);
        let label = if *language == current { settings::current_language(current, &name) } else { name };
        button(label, CustomerPress::Language(*language).encode())
    };
    Language::ALL.chunks(2).map(|row| row.iter().map(choice).collect()).collect()
}
