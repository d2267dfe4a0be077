//! A group of customers, for managers: adding it by its name, and changing it one thing at a time.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    groups as screen,
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{GroupId, Language, Money, OperationId, Permission, Rate, visible},
    messages::{outgoing::Buttons, reply::Reply},
    service::{
        Refusal, Result,
        groups::{self, Group, GroupChanges},
    },
    texts::{Html, common, staff_groups as texts, staff_profile},
};

/// The longest name of a group, in characters.
const LONGEST_NAME: usize = 100;

/// Waits for the name of a new group, for what of a group is to be changed, or for its new value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct GroupEdit {
    /// `None`: it is to be added.
    group: Option<GroupId>,
    field: Option<GroupField>,
}

/// What is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GroupField {
    Name,
    Discount,
    Minimum,
    Off,
    On,
}

steps! {
    /// The steps of a change.
    GroupStep {
        /// Changes the name.
        Name = "name",
        /// Changes what its members are let off.
        Discount = "discount",
        /// Changes what an invoice must come to.
        Minimum = "minimum",
        /// Asks whether the discount is to count no more.
        Off = "deactivate",
        /// Asks whether it is to count again.
        On = "activate",
        /// Does what was asked about.
        Confirm = "confirm",
        /// Leads back, and nothing changes.
        Back = "back",
    }
}

impl GroupField {
    const ALL: [Self; 5] = [Self::Name, Self::Discount, Self::Minimum, Self::Off, Self::On];

    fn of(step: GroupStep) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.step() == step)
    }

    const fn step(self) -> GroupStep {
        match self {
            Self::Name => GroupStep::Name,
            Self::Discount => GroupStep::Discount,
            Self::Minimum => GroupStep::Minimum,
            Self::Off => GroupStep::Off,
            Self::On => GroupStep::On,
        }
    }

    fn label(self, language: Language) -> String {
        match self {
            Self::Name => texts::button_name(language),
            Self::Discount => texts::button_discount(language),
            Self::Minimum => texts::button_minimum(language),
            Self::Off => texts::button_off(language),
            Self::On => texts::button_on(language),
        }
    }

    fn question(self, language: Language, name: &str) -> Html {
        match self {
            Self::Name => texts::name_ask(language),
            Self::Discount => texts::discount_ask(language),
            Self::Minimum => texts::minimum_ask(language),
            Self::Off => texts::off_ask(language, name),
            Self::On => texts::on_ask(language, name),
        }
    }

    /// The change that a confirmation makes.
    fn confirmed(self) -> Option<GroupChanges> {
        let is_active = matches!(self, Self::On);
        matches!(self, Self::Off | Self::On)
            .then(|| GroupChanges { is_active: Some(is_active), ..GroupChanges::default() })
    }

    /// Reads a new value that was typed; the complaint where it is none.
    fn read(self, cx: &Context, text: &str) -> std::result::Result<GroupChanges, Html> {
        let (language, nothing) = (cx.language, GroupChanges::default());
        match self {
            Self::Name => Ok(GroupChanges { name: Some(name(language, text)?), ..nothing }),
            Self::Discount => {
                let percent = Money::parse(text.trim().trim_end_matches('%')).ok();
                let rate = percent.and_then(|percent| Rate::from_percent(percent.to_decimal()).ok());
                Ok(GroupChanges { discount: Some(rate.ok_or_else(|| texts::bad_percent(language))?), ..nothing })
            }
            Self::Minimum => {
                let least = cx.reader().amount(text).ok_or_else(|| staff_profile::bad_limit(language))?;
                Ok(GroupChanges { min_purchase: Some(least), ..nothing })
            }
            Self::Off | Self::On => Err(staff_profile::press_a_button(language)),
        }
    }
}

/// A name that was typed.
fn name(language: Language, text: &str) -> std::result::Result<String, Html> {
    let name = visible(text);
    match name.chars().count() {
        0 => Err(texts::name_ask(language)),
        count if count > LONGEST_NAME => Err(common::text_too_long(language, LONGEST_NAME)),
        _ => Ok(name),
    }
}

impl Conversation for GroupEdit {
    const NAME: &'static str = "group";
    type Step = GroupStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let of = |field| Self { group: Some(GroupId(1)), field };
        let fields = GroupField::ALL.map(|field| of(Some(field)));
        [Self { group: None, field: None }, of(None)].into_iter().chain(fields).collect()
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::ChangeCustomers)?;
        let (language, question) = (cx.language, Question::new(cx));
        let Some(group) = self.group else {
            return question.ask(cx, &self, below(note, texts::name_ask(language)), Buttons::new()).await;
        };
        let caller = cx.caller();
        let found = groups::get(&mut cx.tx, &caller, group).await?;
        let (text, mut buttons) = match self.field {
            None => (screen::line(cx, &found), buttons(language, &found, &question)),
            Some(field) => {
                let confirm = || vec![question.button(field.label(language), GroupStep::Confirm)];
                let buttons = field.confirmed().map(|_| confirm()).into_iter().collect();
                (Html::paragraphs([screen::line(cx, &found), field.question(language, &found.name)]), buttons)
            }
        };
        buttons.push(vec![question.button(common::button_back(language), GroupStep::Back)]);
        question.show(cx, &self, Reply::text(below(note, text)).buttons(buttons)).await
    }

    /// The name of a new group, or the new value of what was chosen. Otherwise a text is taken as without the conversation.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let read = match (self.group, self.field) {
            (None, _) => GroupField::Name.read(cx, text),
            (Some(_), Some(field)) => field.read(cx, text),
            (Some(_), None) => return Ok(Next::Unexpected),
        };
        match read {
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

    async fn press(self, cx: &mut Context, step: GroupStep, nonce: &str) -> Result<Next> {
        if let (Some(_), Some(field)) = (self.group, GroupField::of(step)) {
            Self { field: Some(field), ..self }.ask(cx, None).await?;
            return Ok(Next::Answered);
        }
        match (step, self.field) {
            (GroupStep::Back, None) => {
                cx.leave();
                screen::show(cx, 0).await?;
                Ok(Next::Answered)
            }
            (GroupStep::Back, Some(_)) => {
                Self { field: None, ..self }.ask(cx, None).await?;
                Ok(Next::Answered)
            }
            (GroupStep::Confirm, Some(field)) => match field.confirmed() {
                Some(changes) => self.save(cx, operation_id(nonce), &changes).await,
                None => Ok(Next::Unexpected),
            },
            _ => Ok(Next::Unexpected),
        }
    }

    fn is_preview(&self) -> bool {
        self.field.is_some_and(|field| field.confirmed().is_some())
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(name: &str) -> OperationId {
    OperationId::chat(format_args!("group:{name}"))
}

/// Shows a group.
pub(crate) async fn show(cx: &mut Context, group: GroupId) -> Result<()> {
    GroupEdit { group: Some(group), field: None }.ask(cx, None).await
}

/// Asks for the name of a new group.
pub(crate) async fn begin(cx: &mut Context) -> Result<()> {
    GroupEdit { group: None, field: None }.ask(cx, None).await
}

impl GroupEdit {
    /// Adds or changes the group, and shows it as it is now.
    async fn save(self, cx: &mut Context, operation: OperationId, changes: &GroupChanges) -> Result<Next> {
        if let Some(name) = &changes.name {
            let other = groups::by_name(&mut cx.tx, name).await?;
            if other.is_some_and(|other| Some(other) != self.group) {
                let note = crate::bot::refusal::text(cx, &Refusal::GroupNameTaken);
                self.ask(cx, Some(note)).await?;
                return Ok(Next::Answered);
            }
        }
        let operation = cx.operation(operation);
        let saved = match self.group {
            Some(group) => groups::change(&mut cx.tx, &operation, group, changes).await?,
            None => groups::add(&mut cx.tx, &operation, changes).await?,
        };
        let note = staff_profile::saved(cx.language);
        Self { group: Some(saved.group_id), field: None }.ask(cx, Some(note)).await?;
        Ok(Next::Answered)
    }
}

/// A button for each thing that can be changed.
fn buttons(language: Language, group: &Group, question: &Question<GroupEdit>) -> Buttons {
    let active = if group.is_active { GroupField::Off } else { GroupField::On };
    [vec![GroupField::Name, GroupField::Discount], vec![GroupField::Minimum, active]]
        .into_iter()
        .map(|row| row.into_iter().map(|field| question.button(field.label(language), field.step())).collect())
        .collect()
}
