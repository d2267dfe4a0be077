//! The screens of staff, a file each.

pub(super) mod card;
mod change_text;
pub(super) mod debt;
pub(super) mod find;
pub(super) mod invoice;
pub(super) mod menu;
pub(super) mod points;
pub(super) mod program;
pub(super) mod refund;
pub(super) mod register;
pub(super) mod team;

use serde::{Deserialize, Serialize};

use super::{context::Context, dialogue::Dialogue, incoming::Contact};
use crate::{
    domain::TelegramId,
    messages::{
        callback::Step,
        outgoing::{Button, Buttons},
        reply::{Reply, button},
    },
    service::{self, Result},
    texts::{Html, common, staff_invoice},
};

/// What a conversation with a member of the staff waits for. The nonce is also in the buttons of its last message, so that
/// those of earlier messages do nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StaffDialogue {
    /// Whom to look for.
    Find {
        /// Of the buttons.
        nonce: String,
    },
    /// Who is to be registered.
    Register(register::Registration),
    /// An invoice in the making.
    InvoiceForm(invoice::InvoiceForm),
    /// Points to be given or taken.
    Points(points::PointsForm),
    /// A debt to be added or repaid.
    Debt(debt::DebtForm),
    /// An invoice to be refunded.
    Refund(refund::RefundForm),
    /// A rule of the program to be changed.
    Rule(program::RuleChange),
    /// Who is to join the staff.
    Appoint {
        /// Of the buttons.
        nonce: String,
    },
    /// What is to become of a member of the staff.
    Member {
        /// Of the buttons.
        nonce: String,
        /// Who it is.
        person: TelegramId,
    },
}

impl StaffDialogue {
    fn nonce(&self) -> &str {
        match self {
            Self::Find { nonce } | Self::Appoint { nonce } | Self::Member { nonce, .. } => nonce,
            Self::Register(registration) => &registration.nonce,
            Self::InvoiceForm(sale) => &sale.nonce,
            Self::Points(adjustment) => &adjustment.nonce,
            Self::Debt(change) => &change.nonce,
            Self::Refund(refunding) => &refunding.nonce,
            Self::Rule(change) => &change.nonce,
        }
    }
}

/// A step of the conversation that is under way, unless it was a button of an earlier one.
pub(super) async fn take_step(cx: &mut Context, nonce: String, step: Step) -> Result<()> {
    let dialogue = match cx.dialogue() {
        Some(Dialogue::Staff(dialogue)) if dialogue.nonce() == nonce => dialogue.clone(),
        _ => return out_of_date(cx, &nonce, step).await,
    };
    if step == Step::Cancel {
        cx.leave();
        return cx.show(Reply::text(common::cancelled(cx.language))).await;
    }
    let taken = match dialogue {
        StaffDialogue::Find { .. } => false,
        StaffDialogue::Appoint { .. } => team::pick(cx, step).await?,
        StaffDialogue::Register(registration) => register::step(cx, registration, step).await?,
        StaffDialogue::InvoiceForm(sale) => invoice::step(cx, sale, step).await?,
        StaffDialogue::Points(adjustment) => points::step(cx, adjustment, step).await?,
        StaffDialogue::Debt(change) => debt::step(cx, change, step).await?,
        StaffDialogue::Refund(refunding) => refund::step(cx, refunding, step).await?,
        StaffDialogue::Rule(change) => program::step(cx, change, step).await?,
        StaffDialogue::Member { person, .. } => team::step(cx, person, step).await?,
    };
    if !taken {
        cx.alert(common::button_outdated(cx.language));
    }
    Ok(())
}

/// The second press of a confirmation hears that it is done; every other old button, that it is old.
async fn out_of_date(cx: &mut Context, nonce: &str, step: Step) -> Result<()> {
    let ids =
        [invoice::operation_id, points::operation_id, debt::operation_id, refund::operation_id, program::operation_id];
    let mut is_done = false;
    for id in ids.into_iter().filter(|_| step == Step::Confirm) {
        is_done = is_done || service::was_done(&mut cx.tx, &id(nonce)).await?;
    }
    if is_done {
        cx.alert(staff_invoice::already_done(cx.language));
    } else {
        cx.alert(common::button_outdated(cx.language));
    }
    Ok(())
}

/// An answer to what a conversation waits for.
pub(super) async fn answer(cx: &mut Context, dialogue: StaffDialogue, text: &str) -> Result<()> {
    match dialogue {
        StaffDialogue::Find { .. } => find::search(cx, text).await,
        StaffDialogue::Register(registration) => register::answer(cx, registration, text).await,
        StaffDialogue::InvoiceForm(sale) => invoice::answer(cx, sale, text).await,
        StaffDialogue::Points(adjustment) => points::answer(cx, adjustment, text).await,
        StaffDialogue::Debt(change) => debt::answer(cx, change, text).await,
        StaffDialogue::Refund(refunding) => refund::answer(cx, refunding, text).await,
        StaffDialogue::Rule(change) => program::answer(cx, change, text).await,
        StaffDialogue::Appoint { .. } => team::answer(cx, text).await,
        StaffDialogue::Member { .. } => {
            cx.leave();
            free_text(cx, text).await
        }
    }
}

/// A text that no conversation waits for; where one has run out, the person is told that first.
pub(super) async fn typed(cx: &mut Context, text: &str) -> Result<()> {
    if cx.timed_out {
        cx.say(Reply::text(common::timed_out(cx.language))).await?;
    }
    free_text(cx, text).await
}

/// A text that nothing waits for: an invoice of several lines, or else whom to look for.
async fn free_text(cx: &mut Context, text: &str) -> Result<()> {
    if invoice::from_free_text(cx, text).await? { Ok(()) } else { find::search(cx, text).await }
}

/// A contact that a member of the staff shared, of somebody else: the customer that a conversation asks for, or else whom
/// to look for.
pub(super) async fn contact(cx: &mut Context, contact: Contact) -> Result<()> {
    let Contact { phone, name, .. } = &contact;
    match cx.dialogue().cloned() {
        None | Some(Dialogue::Customer(_)) => register::from_contact(cx, phone, name).await,
        Some(Dialogue::Staff(StaffDialogue::Find { .. } | StaffDialogue::Member { .. })) => {
            register::from_contact(cx, phone, name).await
        }
        Some(Dialogue::Staff(StaffDialogue::Register(registration))) => {
            register::with_contact(cx, registration, phone, name).await
        }
        Some(Dialogue::Staff(dialogue)) => answer(cx, dialogue, phone).await,
    }
}

/// Something that is neither a text nor a button, while a conversation waits for an answer.
pub(super) async fn wrong_kind(cx: &mut Context, dialogue: StaffDialogue) -> Result<()> {
    let language = cx.language;
    cx.say(Reply::text(common::text_and_buttons_only(language))).await?;
    match dialogue {
        StaffDialogue::Find { .. } => find::ask(cx).await,
        StaffDialogue::Register(registration) => register::proceed(cx, registration).await,
        StaffDialogue::InvoiceForm(sale) => invoice::proceed(cx, sale, None).await,
        StaffDialogue::Points(adjustment) => points::proceed(cx, adjustment).await,
        StaffDialogue::Debt(change) => debt::proceed(cx, change).await,
        StaffDialogue::Refund(refunding) => refund::proceed(cx, refunding, None).await,
        StaffDialogue::Rule(change) => program::proceed(cx, change, None).await,
        StaffDialogue::Appoint { .. } => team::appoint(cx).await,
        StaffDialogue::Member { .. } => Ok(()),
    }
}

/// Shows a question with its buttons, and `waits` for the answer. Buttons of earlier questions are out of date from now on.
async fn ask(
    cx: &mut Context,
    question: Html,
    buttons: impl FnOnce(&str) -> Buttons,
    waits: impl FnOnce(String) -> StaffDialogue,
) -> Result<()> {
    let nonce = cx.nonce();
    let mut rows = buttons(&nonce);
    rows.push(cancel_row(cx, &nonce));
    cx.enter(waits(nonce));
    cx.show(Reply::text(question).buttons(rows)).await
}

/// The row that ends a conversation.
fn cancel_row(cx: &Context, nonce: &str) -> Vec<Button> {
    vec![button(common::button_cancel(cx.language), Step::Cancel.encode(nonce))]
}
