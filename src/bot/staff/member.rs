//! Appointing a member of the staff, changing their role, dismissing them.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    question::Question,
    step::steps,
    team,
};
use crate::{
    bot::{context::Context, incoming::Contact},
    domain::{OperationId, Permission, Role, TelegramId},
    messages::reply::Reply,
    notices,
    service::{Refusal, Result, customers, staff},
    texts::{Html, common, staff_team as texts},
};

/// Waits for the choice of a role or of dismissal for this person.
#[derive(Serialize, Deserialize)]
pub(super) struct Member {
    person: TelegramId,
}

steps! {
    /// The steps of a change of role.
    MemberStep {
        /// Gives them this role.
        Role(role: Role) = "role",
        /// Asks for a confirmation of the dismissal.
        Dismiss = "dismiss",
        /// Dismisses them.
        Confirm = "confirm",
    }
}

impl Conversation for Member {
    const NAME: &'static str = "member";
    type Step = MemberStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        vec![Self { person: TelegramId(502) }]
    }

    /// Asks nothing: the buttons below the last message are still valid.
    async fn ask(self, _: &mut Context, _: Option<Html>) -> Result<()> {
        Ok(())
    }

    /// A contact is handled as without a conversation, like a text.
    async fn contact(self, _: &mut Context, _: &Contact) -> Result<Next> {
        Ok(Next::Unexpected)
    }

    async fn press(self, cx: &mut Context, step: MemberStep, _: &str) -> Result<Next> {
        cx.require(Permission::AppointStaff)?;
        match step {
            MemberStep::Role(role) => give_role(cx, self.person, role).await?,
            MemberStep::Dismiss => ask_to_dismiss(cx, self.person).await?,
            MemberStep::Confirm => dismiss(cx, self.person).await?,
        }
        Ok(Next::Answered)
    }
}

/// Shows a person with buttons for the other roles and for dismissal.
pub(crate) async fn show(cx: &mut Context, person: TelegramId) -> Result<()> {
    cx.require(Permission::AppointStaff)?;
    let language = cx.language;
    let name = team::current_name(cx, person).await?;
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
    let question = Question::new(cx);
    let other_roles = Role::ALL.iter().filter(|role| Some(**role) != current);
    let role = |role: &Role| question.button(common::role(language, *role), MemberStep::Role(*role));
    let dismiss = current.map(|_| question.button(texts::button_dismiss(language), MemberStep::Dismiss));
    let buttons =
        vec![other_roles.map(role).collect(), dismiss.into_iter().collect(), vec![team::team_button(language)]];
    question.show(cx, &Member { person }, Reply::text(text).buttons(buttons)).await
}

async fn give_role(cx: &mut Context, person: TelegramId, role: Role) -> Result<()> {
    let name = team::current_name(cx, person).await?;
    let operation = cx.operation(OperationId::chat(format_args!("appoint:{}", cx.nonce())));
    let member = staff::Member { telegram_id: person, role, name: name.clone() };
    staff::appoint(&mut cx.tx, &operation, &member).await?;
    cx.leave();
    let language = cx.language;
    let text = texts::appointed(language, &name, &common::role(language, role));
    cx.show(Reply::text(text).buttons(vec![vec![team::team_button(language)]])).await?;
    let Some(customer) = customers::by_telegram_id(&mut cx.tx, person).await? else { return Ok(()) };
    notices::staff::appointed(&mut cx.tx, cx.now, &customer, role).await?;
    cx.set_commands(person, customer.speaks(), Some(role)).await
}

async fn ask_to_dismiss(cx: &mut Context, person: TelegramId) -> Result<()> {
    let language = cx.language;
    let name = team::current_name(cx, person).await?;
    let question = Question::new(cx);
    let buttons = vec![
        vec![question.button(texts::button_dismiss_yes(language), MemberStep::Confirm)],
        vec![team::team_button(language)],
    ];
    let reply = Reply::text(texts::dismiss_question(language, &name)).buttons(buttons);
    question.show(cx, &Member { person }, reply).await
}

async fn dismiss(cx: &mut Context, person: TelegramId) -> Result<()> {
    let language = cx.language;
    let name = team::current_name(cx, person).await?;
    let operation = cx.operation(OperationId::chat(format_args!("dismiss:{}", cx.nonce())));
    let is_dismissed = staff::dismiss(&mut cx.tx, &operation, person).await?;
    cx.leave();
    let buttons = vec![vec![team::team_button(language)]];
    cx.show(Reply::text(texts::dismissed(language, &name)).buttons(buttons)).await?;
    let customer = customers::by_telegram_id(&mut cx.tx, person).await?;
    let Some(customer) = customer.filter(|_| is_dismissed) else { return Ok(()) };
    notices::staff::dismissed(&mut cx.tx, cx.now, &customer).await?;
    cx.set_commands(person, customer.speaks(), None).await
}
