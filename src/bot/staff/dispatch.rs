//! Delivers presses, texts and contacts of staff to the conversation that is under way, or else to the screen for them.

use super::{
    CONVERSATIONS, card,
    conversation::Next,
    entry::{Entry, Event},
    find, invoice, menu, named, parcels, question, register,
    step::{CANCEL, CONFIRM, page_of, page_step},
};
use crate::{
    bot::{
        context::Context,
        customer,
        dialogue::{Dialogue, StaffDialogue},
        incoming::Contact,
    },
    domain::Language,
    messages::{
        callback::{Rest, StaffPress},
        reply::{Reply, button},
    },
    service::{self, Result},
    texts::{common, staff_invoice, typed_words::Typed},
};

/// A button of a conversation. Only those of its last question are delivered.
pub(crate) async fn press(cx: &mut Context, nonce: String, Rest(step): Rest) -> Result<()> {
    let dialogue = match cx.dialogue() {
        Some(Dialogue::Staff(dialogue)) if dialogue.nonce == nonce => dialogue.clone(),
        _ => return outdated_press(cx, &nonce, &step).await,
    };
    if step == CANCEL {
        return question::cancel(cx).await;
    }
    let page = page_of(&step).zip(dialogue.search.clone());
    let event = page.as_ref().map_or(Event::Step(&step), |(page, search)| Event::Page(search, *page));
    if !deliver(cx, &dialogue, event).await? {
        cx.alert(common::button_outdated(cx.language));
    }
    Ok(())
}

/// Answers a button of an earlier question: a confirmed preview is done, every other button is out of date.
async fn outdated_press(cx: &mut Context, nonce: &str, step: &str) -> Result<()> {
    let mut is_done = false;
    if step == CONFIRM {
        for id in CONVERSATIONS.iter().filter_map(|entry| (entry.operation_id)(nonce)) {
            is_done = is_done || service::was_done(&mut cx.tx, &id).await?;
        }
    }
    cx.alert(if is_done { staff_invoice::already_done(cx.language) } else { common::button_outdated(cx.language) });
    Ok(())
}

/// A text while a conversation is under way.
pub(crate) async fn answer(cx: &mut Context, dialogue: StaffDialogue, text: &str) -> Result<()> {
    let is_preview = entry_of(&dialogue).is_some_and(|entry| (entry.is_preview)(&dialogue));
    if is_preview && Typed::among(text, &[Typed::No, Typed::Cancel]).is_some() {
        return question::cancel(cx).await;
    }
    // The word confirms what the newest preview shows, as its button does.
    let event = if is_preview && Typed::Yes.is(text) { Event::Step(CONFIRM) } else { Event::Text(text) };
    if !deliver(cx, &dialogue, event).await? {
        cx.leave();
        invoice_or_search(cx, text).await?;
    }
    Ok(())
}

/// A text without a conversation; where one has expired, a note says so first.
pub(crate) async fn free_text(cx: &mut Context, text: &str) -> Result<()> {
    if cx.timed_out {
        cx.say(Reply::text(common::timed_out(cx.language))).await?;
    }
    invoice_or_search(cx, text).await
}

/// An invoice, or else a search for a customer. What finds none may be the number of a parcel, a word for a screen, or goods whose customer is asked for.
async fn invoice_or_search(cx: &mut Context, text: &str) -> Result<()> {
    if invoice::from_free_text(cx, text).await? {
        return Ok(());
    }
    let found = named::customers_named(cx, text).await?;
    if found.is_empty()
        && (parcels::find::open_typed(cx, text).await?
            || open_screen(cx, text).await?
            || invoice::without_customer(cx, text).await?)
    {
        return Ok(());
    }
    find::show_found(cx, text, &found).await
}

/// Opens the screen that a word stands for; false where it stands for none.
async fn open_screen(cx: &mut Context, text: &str) -> Result<bool> {
    if Typed::Menu.is(text) {
        menu::show(cx).await?;
        return Ok(true);
    }
    customer::words::open(cx, text).await
}

/// A contact that a member of the staff shared. One of another person goes to the conversation that is under way, or else is
/// looked up. Their own is handled as a customer's, and a conversation that is under way asks its question again.
pub(crate) async fn contact(cx: &mut Context, contact: Contact) -> Result<()> {
    let dialogue = match cx.dialogue() {
        Some(Dialogue::Staff(dialogue)) => Some(dialogue.clone()),
        _ => None,
    };
    let is_own = contact.owner == Some(cx.person);
    match dialogue {
        Some(dialogue) if is_own => {
            customer::contact(cx, contact).await?;
            deliver(cx, &dialogue, Event::Repeat).await.map(drop)
        }
        Some(dialogue) if deliver(cx, &dialogue, Event::Contact(&contact)).await? => Ok(()),
        _ if is_own => customer::contact(cx, contact).await,
        _ => register::from_contact(cx, &contact).await,
    }
}

/// Neither a text nor a contact, while a conversation waits for an answer: the question is asked again,
/// once for each album.
pub(crate) async fn wrong_kind(cx: &mut Context, dialogue: StaffDialogue) -> Result<()> {
    if !cx.is_first_of_album().await? {
        return Ok(());
    }
    cx.say(Reply::text(common::text_and_buttons_only(cx.language))).await?;
    deliver(cx, &dialogue, Event::Repeat).await.map(drop)
}

/// Delivers an event to a conversation; false where it does not wait for that.
async fn deliver(cx: &mut Context, dialogue: &StaffDialogue, event: Event<'_>) -> Result<bool> {
    let Some(entry) = entry_of(dialogue) else { return Ok(false) };
    match (entry.handle)(cx, dialogue, event).await? {
        Next::Answered => {
            cx.answered();
            Ok(true)
        }
        Next::Interrupted => Ok(true),
        Next::Unexpected => Ok(false),
        Next::Resume { interrupted, customer, note } => {
            cx.answered();
            let resumed = match entry_of(&interrupted) {
                Some(entry) => (entry.handle)(cx, &interrupted, Event::Resume(customer, note.clone())).await?,
                None => Next::Unexpected,
            };
            if matches!(resumed, Next::Unexpected) {
                // The form was stored by an earlier version and cannot be read.
                card::show_under(cx, customer, note).await?;
            }
            Ok(true)
        }
    }
}

/// Keeps a conversation that the update has interrupted, where it holds what was typed, and offers to go on with it.
pub(in crate::bot) async fn keep_interrupted(cx: &mut Context) -> Result<()> {
    let Some(interrupted) = cx.interrupted().filter(|_| cx.role.is_some()).cloned() else { return Ok(()) };
    let Some(name) = unfinished_name(&interrupted, cx.language) else { return Ok(()) };
    let press =
        |label, is_wanted| button(label, StaffPress::Interrupted(interrupted.nonce.clone(), is_wanted).encode());
    let buttons =
        vec![vec![press(common::button_go_on(cx.language), true), press(common::button_drop(cx.language), false)]];
    cx.say(Reply::text(common::interrupted_kept(cx.language, &name)).buttons(buttons)).await?;
    cx.keep(interrupted);
    cx.answered();
    Ok(())
}

/// Continues an interrupted conversation with its last question, or drops it. Another one that is under way is interrupted in
/// turn.
pub(crate) async fn resume_or_drop(cx: &mut Context, nonce: String, is_wanted: bool) -> Result<()> {
    let interrupted = cx.take_interrupted(&nonce);
    let name = interrupted.as_ref().and_then(|dialogue| unfinished_name(dialogue, cx.language));
    let (Some(interrupted), Some(name)) = (interrupted, name) else {
        cx.alert(common::button_outdated(cx.language));
        return Ok(());
    };
    if !is_wanted {
        return cx.show(Reply::text(common::interrupted_dropped(cx.language, &name))).await;
    }
    if let Some(entry) = entry_of(&interrupted) {
        // A form that cannot be read has no name.
        let _: Next = (entry.handle)(cx, &interrupted, Event::Repeat).await?;
    }
    Ok(())
}

fn unfinished_name(dialogue: &StaffDialogue, language: Language) -> Option<String> {
    (entry_of(dialogue)?.unfinished_name)(dialogue, language)
}

fn entry_of(dialogue: &StaffDialogue) -> Option<&'static Entry> {
    CONVERSATIONS.iter().find(|entry| entry.name == dialogue.conversation)
}

/// Decodes a step and encodes it as this version does; `None` where no conversation has it.
pub(crate) fn reencoded_step(step: &str) -> Option<String> {
    if step == CANCEL {
        return Some(step.to_owned());
    }
    if let Some(page) = page_of(step) {
        return Some(page_step(page));
    }
    CONVERSATIONS.iter().find_map(|entry| (entry.step)(step))
}
