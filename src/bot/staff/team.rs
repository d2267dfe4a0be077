//! Who works in the shop: owners take people on, change their role, and let them go.

use super::{StaffDialogue, find};
use crate::{
    bot::context::Context,
    domain::{CustomerId, Language, OperationId, Permission, Role, TelegramId},
    messages::{
        callback::{StaffPress, Step},
        outgoing::{Button, Buttons},
        person,
        reply::{Reply, button},
    },
    notices,
    service::{
        Refusal, Result, customers,
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
        lines.push(texts::team_configured(language, &known_name(cx, owner).await?));
    }
    let members = appointed(cx).await?;
    lines.extend(members.iter().map(|member| {
        texts::team_line(language, &shown_name(member, person::MAX_NAME), &common::role(language, member.role))
    }));
    let mut buttons: Buttons = members.iter().map(|member| vec![member_button(language, member)]).collect();
    buttons.push(vec![button(texts::button_appoint(language), StaffPress::Appoint.encode())]);
    cx.show(Reply::text(texts::team(language, &Html::lines(lines))).buttons(buttons)).await
}

/// Shows a member, and what can become of them.
pub(crate) async fn member(cx: &mut Context, person: TelegramId) -> Result<()> {
    cx.require(Permission::AppointStaff)?;
    let language = cx.language;
    let name = known_name(cx, person).await?;
    if cx.shop.owners.contains(&person) {
        return cx.say(Reply::text(texts::is_configured(language, &name))).await;
    }
    if person == cx.person {
        return Err(Refusal::OwnRole.into());
    }
    let current = staff::role(&mut cx.tx, &cx.shop.owners, person).await?;
    let text = match current {
        Some(role) => texts::member(language, &name, &common::role(language, role)),
        None => texts::newcomer(language, &name),
    };
    let nonce = cx.nonce();
    let other_roles = Role::ALL.iter().filter(|role| Some(**role) != current);
    let role = |role: &Role| button(common::role(language, *role), Step::Role(*role).encode(&nonce));
    let dismiss = current.map(|_| button(texts::button_dismiss(language), Step::Dismiss.encode(&nonce)));
    let buttons = vec![other_roles.map(role).collect(), dismiss.into_iter().collect(), vec![team_button(language)]];
    cx.enter(StaffDialogue::Member { nonce, person });
    cx.show(Reply::text(text).buttons(buttons)).await
}

/// Asks who is to join.
pub(crate) async fn appoint(cx: &mut Context) -> Result<()> {
    cx.require(Permission::AppointStaff)?;
    let nonce = cx.nonce();
    let buttons = vec![super::cancel_row(cx, &nonce)];
    cx.enter(StaffDialogue::Appoint { nonce });
    cx.show(Reply::text(texts::appoint_ask(cx.language)).buttons(buttons)).await
}

/// Whoever was named to join.
pub(crate) async fn answer(cx: &mut Context, text: &str) -> Result<()> {
    cx.require(Permission::AppointStaff)?;
    let found = find::customers_named(cx, text).await?;
    if let [customer] = found.as_slice() {
        return candidate(cx, customer.customer_id).await;
    }
    let nonce = cx.nonce();
    cx.enter(StaffDialogue::Appoint { nonce: nonce.clone() });
    find::ask_again(cx, &nonce, text, &found, find::nobody(cx.language, text), false).await
}

/// One of several who fit; false for any other button.
pub(super) async fn pick(cx: &mut Context, step: Step) -> Result<bool> {
    cx.require(Permission::AppointStaff)?;
    let Step::Pick(customer) = step else { return Ok(false) };
    candidate(cx, customer).await?;
    Ok(true)
}

/// Somebody who may join, if they have opened the bot.
async fn candidate(cx: &mut Context, customer: CustomerId) -> Result<()> {
    let customer = customers::get(&mut cx.tx, customer).await?;
    match customer.telegram_id {
        Some(person) => member(cx, person).await,
        None => cx.say(Reply::text(texts::no_telegram(cx.language, &person::name(&customer)))).await,
    }
}

/// A button below a member; false where it belongs to another step.
pub(super) async fn step(cx: &mut Context, person: TelegramId, step: Step) -> Result<bool> {
    cx.require(Permission::AppointStaff)?;
    match step {
        Step::Role(role) => give_role(cx, person, role).await?,
        Step::Dismiss => ask_to_dismiss(cx, person).await?,
        Step::Confirm => dismiss(cx, person).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

async fn give_role(cx: &mut Context, person: TelegramId, role: Role) -> Result<()> {
    let name = known_name(cx, person).await?;
    let operation = cx.operation(OperationId::chat(format_args!("appoint:{}", cx.nonce())));
    let member = Member { telegram_id: person, role, name: name.clone() };
    staff::appoint(&mut cx.tx, &operation, &member).await?;
    cx.leave();
    let language = cx.language;
    let text = texts::appointed(language, &name, &common::role(language, role));
    cx.show(Reply::text(text).buttons(vec![vec![team_button(language)]])).await?;
    let Some(customer) = customers::by_telegram_id(&mut cx.tx, person).await? else { return Ok(()) };
    notices::staff::appointed(&mut cx.tx, cx.now, &customer, role).await?;
    cx.set_commands(person, customer.speaks(), Some(role)).await
}

async fn ask_to_dismiss(cx: &mut Context, person: TelegramId) -> Result<()> {
    let language = cx.language;
    let name = known_name(cx, person).await?;
    let nonce = cx.nonce();
    let buttons = vec![
        vec![button(texts::button_dismiss_yes(language), Step::Confirm.encode(&nonce))],
        vec![team_button(language)],
    ];
    cx.enter(StaffDialogue::Member { nonce, person });
    cx.show(Reply::text(texts::dismiss_question(language, &name)).buttons(buttons)).await
}

async fn dismiss(cx: &mut Context, person: TelegramId) -> Result<()> {
    let language = cx.language;
    let name = known_name(cx, person).await?;
    let operation = cx.operation(OperationId::chat(format_args!("dismiss:{}", cx.nonce())));
    let is_dismissed = staff::dismiss(&mut cx.tx, &operation, person).await?;
    cx.leave();
    let buttons = vec![vec![team_button(language)]];
    cx.show(Reply::text(texts::dismissed(language, &name)).buttons(buttons)).await?;
    let customer = customers::by_telegram_id(&mut cx.tx, person).await?;
    let Some(customer) = customer.filter(|_| is_dismissed) else { return Ok(()) };
    notices::staff::dismissed(&mut cx.tx, cx.now, &customer).await?;
    cx.set_commands(person, customer.speaks(), None).await
}

/// Those who were appointed and are not owners by configuration anyway.
async fn appointed(cx: &mut Context) -> Result<Vec<Member>> {
    let mut members = staff::list(&mut cx.tx).await?;
    members.retain(|member| !cx.shop.owners.contains(&member.telegram_id));
    Ok(members)
}

/// The name of a person as they call themselves now; their number where they never wrote.
async fn known_name(cx: &mut Context, person: TelegramId) -> Result<String> {
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

fn team_button(language: Language) -> Button {
    button(texts::button_team(language), StaffPress::Team.encode())
}
