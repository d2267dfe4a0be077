//! The rules by which customers are put into groups by their turnover, for owners.

use serde::{Deserialize, Serialize};

use super::{
    conversation::{Conversation, Next},
    groups as screen,
    question::{Question, below},
    step::steps,
};
use crate::{
    bot::context::Context,
    domain::{GroupId, GroupRule, GroupRules, Money, OperationId, PageWanted},
    messages::{outgoing::Buttons, reply::Reply},
    service::{
        Result, group_moves,
        groups::{self, Group},
    },
    texts::{Html, common, staff_groups as texts, staff_points, staff_profile, staff_program},
};

/// Over how many days turnover is counted where no one said.
const DAYS: i64 = 90;
/// How many groups can be chosen.
const MOST_GROUPS: i64 = 30;

/// Waits for what is to be changed, or for its new value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MovesEdit {
    field: Option<MovesField>,
}

/// What is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MovesField {
    /// Over how many days turnover is counted.
    Days,
    /// From which turnover on customers come into a group.
    From(GroupId),
}

steps! {
    /// The steps of a change.
    MovesStep {
        /// Changes over how many days turnover is counted.
        Days = "days",
        /// Chooses the group whose turnover is changed.
        Into(group: GroupId) = "into",
        /// Removes the rule of the group.
        Clear = "clear",
        /// Moves no one any more.
        Never = "never",
        /// Leads back, and nothing changes.
        Back = "back",
    }
}

impl Conversation for MovesEdit {
    const NAME: &'static str = "group_moves";
    type Step = MovesStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        [None, Some(MovesField::Days), Some(MovesField::From(GroupId(1)))].map(|field| Self { field }).into()
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        let (caller, language) = (cx.caller(), cx.language);
        let rules = group_moves::rules(&mut cx.tx, &caller).await?;
        let groups = groups::list(&mut cx.tx, &caller, PageWanted::first(MOST_GROUPS)).await?.groups;
        let question = Question::new(cx);
        let (text, mut buttons) = match self.field {
            None => (overview(cx, rules.as_ref(), &groups), choices(cx, rules.as_ref(), &groups, &question)),
            Some(MovesField::Days) => (texts::days_ask(language, i64::from(GroupRules::MOST_DAYS)), Buttons::new()),
            Some(MovesField::From(group)) => {
                let name = groups::get(&mut cx.tx, &caller, group).await?.name;
                let has_rule = rules.iter().flat_map(GroupRules::rules).any(|rule| rule.group == group);
                let clear = || vec![question.button(staff_profile::button_clear(language), MovesStep::Clear)];
                (texts::from_ask(language, &name), has_rule.then(clear).into_iter().collect())
            }
        };
        buttons.push(vec![question.button(common::button_back(language), MovesStep::Back)]);
        question.show(cx, &self, Reply::text(below(note, text)).buttons(buttons)).await
    }

    /// The new value of what was chosen. Otherwise a text is taken as without the conversation.
    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let Some(field) = self.field else { return Ok(Next::Unexpected) };
        let (days, rules) = current(cx).await?;
        let changed = match field {
            MovesField::Days => match text.trim().parse() {
                Ok(days) => GroupRules::new(days, rules).map_err(|_| ()),
                Err(_) => Err(()),
            },
            MovesField::From(group) => match cx.reader().amount(text) {
                Some(from) => GroupRules::new(days, with(rules, group, Some(from))).map_err(|_| ()),
                None => Err(()),
            },
        };
        let Ok(changed) = changed else {
            let language = cx.language;
            let complaint = match field {
                MovesField::Days => staff_program::lifetime_bad(language, i64::from(GroupRules::MOST_DAYS)),
                MovesField::From(_) => Html::lines([staff_points::bad_amount(language), texts::from_once(language)]),
            };
            self.ask(cx, Some(complaint)).await?;
            return Ok(Next::Answered);
        };
        let operation = operation_id(&cx.name_of_update());
        save(cx, operation, Some(&changed)).await
    }

    async fn press(self, cx: &mut Context, step: MovesStep, nonce: &str) -> Result<Next> {
        let field = match (step, self.field) {
            (MovesStep::Days, _) => Some(MovesField::Days),
            (MovesStep::Into(group), _) => Some(MovesField::From(group)),
            (MovesStep::Back, Some(_)) => None,
            (MovesStep::Back, None) => {
                cx.leave();
                screen::show(cx, 0).await?;
                return Ok(Next::Answered);
            }
            (MovesStep::Clear, Some(MovesField::From(group))) => {
                let (days, rules) = current(cx).await?;
                let left = with(rules, group, None);
                // Without a rule all who were moved would leave their groups; they stay, as when the rules are switched off.
                let left = if left.is_empty() { None } else { GroupRules::new(days, left).ok() };
                return save(cx, operation_id(nonce), left.as_ref()).await;
            }
            (MovesStep::Never, None) => return save(cx, operation_id(nonce), None).await,
            (MovesStep::Clear | MovesStep::Never, _) => return Ok(Next::Unexpected),
        };
        Self { field }.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(name: &str) -> OperationId {
    OperationId::chat(format_args!("group_moves:{name}"))
}

/// Shows the rules.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    MovesEdit { field: None }.ask(cx, None).await
}

/// Days and rules as they are.
async fn current(cx: &mut Context) -> Result<(i64, Vec<GroupRule>)> {
    let caller = cx.caller();
    let rules = group_moves::rules(&mut cx.tx, &caller).await?;
    Ok(rules.map_or_else(|| (DAYS, Vec::new()), |rules| (rules.days(), rules.rules().to_vec())))
}

/// The rules with another one for a group, or with none for it.
fn with(mut rules: Vec<GroupRule>, group: GroupId, from: Option<Money>) -> Vec<GroupRule> {
    rules.retain(|rule| rule.group != group);
    rules.extend(from.map(|from| GroupRule { group, from }));
    rules
}

/// Sets the rules, and shows them as they are now.
async fn save(cx: &mut Context, operation: OperationId, rules: Option<&GroupRules>) -> Result<Next> {
    let operation = cx.operation(operation);
    group_moves::set_rules(&mut cx.tx, &operation, rules).await?;
    let saved = staff_profile::saved(cx.language);
    MovesEdit { field: None }.ask(cx, Some(saved)).await?;
    Ok(Next::Answered)
}

fn overview(cx: &Context, rules: Option<&GroupRules>, groups: &[Group]) -> Html {
    let language = cx.language;
    let Some(rules) = rules else {
        return Html::paragraphs([texts::moves(language), texts::moves_off(language)]);
    };
    let name = |wanted: GroupId| groups.iter().find(|group| group.group_id == wanted).map(|group| group.name.as_str());
    let line = |rule: &GroupRule| {
        let from = cx.shop.format.money(language, rule.from);
        name(rule.group).map(|name| texts::rule(language, &from, name))
    };
    let days = texts::moves_days(language, &staff_program::days(language, rules.days()));
    let lines = rules.rules().iter().filter_map(line);
    Html::paragraphs([texts::moves(language), Html::lines([days].into_iter().chain(lines))])
}

fn choices(cx: &Context, rules: Option<&GroupRules>, groups: &[Group], question: &Question<MovesEdit>) -> Buttons {
    let language = cx.language;
    let of_group =
        |group: &Group| vec![screen::group_button(language, group, question.data(MovesStep::Into(group.group_id)))];
    let mut buttons: Buttons = groups.iter().map(of_group).collect();
    if rules.is_some() {
        buttons.push(vec![
            question.button(texts::button_days(language), MovesStep::Days),
            question.button(texts::button_moves_off(language), MovesStep::Never),
        ]);
    }
    buttons
}
