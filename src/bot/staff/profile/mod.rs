//! What the back office knows of a customer: all of it on one screen, from which it is changed one thing at a time.

mod form;
mod screen;

pub(super) use self::form::ProfileEdit;
use self::form::{Field, ProfileStep};
use super::{
    card,
    conversation::{Conversation, Next},
    question::{Question, below},
};
use crate::{
    bot::context::Context,
    domain::{CustomerId, GroupId, OperationId, PageWanted},
    messages::{outgoing::Buttons, reply::Reply},
    service::{
        Result,
        groups::{self, Group},
        profiles::{self, ProfileChanges},
    },
    texts::{Html, common, staff_profile as texts},
};

/// How many groups have a button. Another one is chosen by its name.
const MOST_GROUPS: i64 = 30;
/// How many groups are looked through for a name.
const GROUPS_READ: i64 = 1_000;

impl Conversation for ProfileEdit {
    const NAME: &'static str = "profile";
    type Step = ProfileStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let of = |field| Self { customer: CustomerId(1), field };
        [of(None)].into_iter().chain(Field::ALL.map(|field| of(Some(field)))).collect()
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        let caller = cx.caller();
        let found = profiles::get(&mut cx.tx, &caller, self.customer).await?;
        let question = Question::new(cx);
        let (text, mut buttons) = match self.field {
            None => (screen::text(cx, &found), screen::buttons(cx, found.content(), &question)),
            Some(field) => {
                cx.require(field.permission())?;
                let groups = self.groups(cx, MOST_GROUPS).await?;
                let answers: Buttons = screen::answers(cx.language, field, found.content(), &groups, &question);
                (screen::ask(cx, field, &found, &groups), answers)
            }
        };
        buttons.push(vec![question.button(common::button_back(cx.language), ProfileStep::Back)]);
        question.show(cx, &self, Reply::text(below(note, text)).buttons(buttons)).await
    }

    /// The new value of the field that was chosen. Without one, a text is taken as without the conversation.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let Some(field) = self.field else { return Ok(Next::Unexpected) };
        if field == Field::Group {
            let wanted = text.trim().to_lowercase();
            let groups = self.groups(cx, GROUPS_READ).await?;
            if let Some(group) = groups.iter().find(|group| group.name.trim().to_lowercase() == wanted) {
                return self.put_into(cx, group.group_id).await;
            }
        }
        match field.read(cx, text) {
            Ok(changes) => {
                let operation = operation_id(&cx.name_of_update());
                self.save(cx, operation, &changes).await
            }
            Err(complaint) => {
                self.ask(cx, Some(complaint)).await?;
                Ok(Next::Answered)
            }
        }
    }

    async fn press(self, cx: &mut Context, step: ProfileStep, nonce: &str) -> Result<Next> {
        if let Some(field) = step.field() {
            Self { field: Some(field), ..self }.ask(cx, None).await?;
            return Ok(Next::Answered);
        }
        let changes = match (step, self.field) {
            (ProfileStep::Back, None) => {
                cx.leave();
                card::show(cx, self.customer).await?;
                return Ok(Next::Answered);
            }
            (ProfileStep::Back, Some(_)) => {
                Self { field: None, ..self }.ask(cx, None).await?;
                return Ok(Next::Answered);
            }
            (ProfileStep::Into(group), Some(Field::Group)) => return self.put_into(cx, group).await,
            (ProfileStep::Clear, Some(field)) => field.cleared(),
            (ProfileStep::Confirm, Some(field)) => field.confirmed(),
            _ => None,
        };
        let Some(changes) = changes else { return Ok(Next::Unexpected) };
        self.save(cx, operation_id(nonce), &changes).await
    }

    fn is_preview(&self) -> bool {
        self.field.is_some_and(|field| field.confirmed().is_some())
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(name: &str) -> OperationId {
    OperationId::chat(format_args!("profile:{name}"))
}

/// Shows all that is known of a customer.
pub(crate) async fn show(cx: &mut Context, customer: CustomerId) -> Result<()> {
    ProfileEdit { customer, field: None }.ask(cx, None).await
}

impl ProfileEdit {
    /// The groups to choose from; none where another field is changed.
    async fn groups(&self, cx: &mut Context, limit: i64) -> Result<Vec<Group>> {
        if self.field != Some(Field::Group) {
            return Ok(Vec::new());
        }
        let caller = cx.caller();
        Ok(groups::list(&mut cx.tx, &caller, PageWanted::first(limit)).await?.groups)
    }

    async fn put_into(self, cx: &mut Context, group: GroupId) -> Result<Next> {
        let changes = ProfileChanges { group: Some(Some(group)), ..ProfileChanges::default() };
        let operation = operation_id(&cx.name_of_update());
        self.save(cx, operation, &changes).await
    }

    /// Changes the customer, and shows them as they are now.
    async fn save(self, cx: &mut Context, operation: OperationId, changes: &ProfileChanges) -> Result<Next> {
        let operation = cx.operation(operation);
        profiles::change(&mut cx.tx, &operation, self.customer, changes).await?;
        let saved = texts::saved(cx.language);
        Self { field: None, ..self }.ask(cx, Some(saved)).await?;
        Ok(Next::Answered)
    }
}
