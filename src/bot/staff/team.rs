//! The list of the staff, for owners.

use crate::{
    bot::context::Context,
    domain::{Language, Permission, TelegramId},
    messages::{
        callback::StaffPress,
        outgoing::{Button, Buttons},
        person,
        reply::{Reply, button},
    },
    service::{
        Result, customers,
        staff::{self, Member},
    },
    texts::{Html, common, format, staff_team as texts},
};

/// The longest name on a button, in characters.
const NAME_ON_BUTTON: usize = 40;

/// Shows the team.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    cx.require(Permission::AppointStaff)?;
    let language = cx.language;
    let mut lines = Vec::new();
    for owner in cx.shop.owners.clone() {
        lines.push(texts::team_configured(language, &current_name(cx, owner).await?));
    }
    let members = appointed(cx).await?;
    lines.extend(members.iter().map(|member| {
        texts::team_line(language, &shown_name(member, person::MAX_NAME), &common::role(language, member.role))
    }));
    let mut buttons: Buttons = members.iter().map(|member| vec![member_button(language, member)]).collect();
    buttons.push(vec![button(texts::button_appoint(language), StaffPress::Appoint.encode())]);
    cx.show(Reply::text(texts::team(language, &Html::lines(lines))).buttons(buttons)).await
}

/// The appointed members of the staff, without the owners by configuration.
async fn appointed(cx: &mut Context) -> Result<Vec<Member>> {
    let mut members = staff::list(&mut cx.tx).await?;
    members.retain(|member| !cx.shop.owners.contains(&member.telegram_id));
    Ok(members)
}

/// The current name of a person; their Telegram id where they never wrote to the bot.
pub(super) async fn current_name(cx: &mut Context, person: TelegramId) -> Result<String> {
    let customer = customers::by_telegram_id(&mut cx.tx, person).await?;
    Ok(customer.map_or_else(|| person.to_string(), |customer| person::name(&customer)))
}

fn shown_name(member: &Member, most: usize) -> String {
    match member.name.trim() {
        "" => member.telegram_id.to_string(),
        name => format::shortened(name, most),
    }
}

fn member_button(language: Language, member: &Member) -> Button {
    let label =
        texts::button_member(language, &shown_name(member, NAME_ON_BUTTON), &common::role(language, member.role));
    button(label, StaffPress::Member(member.telegram_id).encode())
}

/// The button back to the team.
pub(super) fn team_button(language: Language) -> Button {
    button(texts::button_team(language), StaffPress::Team.encode())
}
