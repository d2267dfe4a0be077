//! What a handler works with: the person, their role and language, the transaction, and the queue of answers.

use std::sync::Arc;

use teloxide::payloads::AnswerCallbackQuery;

use super::{
    dialogue::{Dialogue, Dialogues, StaffDialogue},
    incoming::{self, Incoming, Sent},
    menu,
    shop_context::ShopContext,
};
use crate::{
    clock::Timestamp,
    domain::{CardCode, Language, OperationId, Permission, Role, SaleReader, TelegramId},
    messages::{menu as keyboard, outgoing, reply::Reply},
    service::{
        Caller, Operation, Refusal, Result,
        customers::{self, Customer},
        dialogues::{self, DialogueState},
        inbox,
        outbox::Priority,
        staff,
        told_once::{self, Subject},
    },
    storage::Tx,
    telegram::exactly_once::UpdateTransaction,
    texts::sale_words,
};

/// The most parts of an album.
const LARGEST_ALBUM: i64 = 10;

/// One update being handled.
pub(crate) struct Context {
    /// What is the same for all updates.
    pub(crate) shop: Arc<ShopContext>,
    /// The transaction of the update: all effects are committed together, or none.
    pub(crate) tx: Tx,
    /// The present moment.
    pub(crate) now: Timestamp,
    /// The customer of the person; each person who writes has one, staff too.
    pub(crate) customer: Customer,
    /// The person wrote for the first time.
    pub(crate) is_new: bool,
    /// The Telegram account of the person.
    pub(crate) person: TelegramId,
    /// Their role at this moment; `None`: not a member of the staff.
    pub(crate) role: Option<Role>,
    /// The language to answer in.
    pub(crate) language: Language,
    incoming: Incoming,
    transaction: UpdateTransaction,
    dialogues: Dialogues,
    /// The conversation with the staff that was under way when the update came.
    at_first: Option<StaffDialogue>,
    /// That conversation took the update, or was cancelled.
    is_answered: bool,
    /// The conversation of the person has expired since their last update.
    pub(crate) timed_out: bool,
    dialogue_changed: bool,
    /// The texts of this update that customers were looked for by, with those who were found.
    pub(crate) searches: Vec<(String, Vec<Customer>)>,
    /// Six digits of this update that were looked up, and counted as a wrong guess.
    pub(crate) wrong_card_codes: Vec<CardCode>,
    answer: Option<AnswerCallbackQuery>,
}

impl Context {
    /// Reads the person, their role and their dialogue in the transaction of the update. A new person becomes a customer.
    pub(crate) async fn open(
        shop: Arc<ShopContext>,
        transaction: UpdateTransaction,
        incoming: Incoming,
    ) -> Result<Self> {
        let tx = transaction.take()?;
        Self::open_in(tx, shop, transaction, incoming).await
    }

    /// Reads messages about sales, and amounts, as this person writes them.
    pub(crate) fn reader(&self) -> SaleReader<'static> {
        sale_words::reader(self.language, self.shop.format.currency)
    }

    async fn open_in(
        mut tx: Tx,
        shop: Arc<ShopContext>,
        transaction: UpdateTransaction,
        incoming: Incoming,
    ) -> Result<Self> {
        let now = shop.clock.now();
        let person = incoming.person;
        let (customer, is_new) = customers::arrive(&mut tx, shop.chance.as_ref(), &incoming.seen, now).await?;
        let role = staff::role(&mut tx, &shop.owners, person).await?;
        let state = dialogues::state(&mut tx, person, now).await?;
        let dialogues = match &state {
            DialogueState::Running(state) => Dialogues::decode(state),
            DialogueState::Nothing | DialogueState::TimedOut => Dialogues::default(),
        };
        let at_first = match &dialogues.running {
            Some(Dialogue::Staff(dialogue)) => Some(dialogue.clone()),
            Some(Dialogue::Customer(_)) | None => None,
        };
        // A caption is the text of its whole album: the other parts need no answer.
        if let Some(Sent { album: Some(album), has_words: true, .. }) = &incoming.sent {
            told_once::is_first(&mut tx, person, &Subject::Album(album.clone()), now).await?;
        }
        let timed_out = state == DialogueState::TimedOut;
        let answer = incoming.press.as_ref().map(|press| AnswerCallbackQuery::new(press.query.clone()));
        Ok(Self {
            shop,
            tx,
            now,
            language: customer.speaks(),
            customer,
            is_new,
            person,
            role,
            incoming,
            transaction,
            dialogues,
            at_first,
            is_answered: false,
            timed_out,
            dialogue_changed: timed_out,
            searches: Vec::new(),
            wrong_card_codes: Vec::new(),
            answer,
        })
    }

    /// Stores the dialogue and gives the transaction back to be committed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn close(mut self) -> Result<()> {
        if self.dialogue_changed {
            let state = self.dialogues.encode();
            dialogues::put(&mut self.tx, self.person, state.as_deref(), self.now).await?;
        }
        self.transaction.give(self.tx, self.answer);
        Ok(())
    }

    /// Rolls back all effects of the update so far, and opens the context again in a new transaction.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn restart(self) -> Result<Self> {
        self.tx.rollback().await?;
        let tx = self.shop.db.begin(self.shop.shop_id).await?;
        Self::open_in(tx, self.shop, self.transaction, self.incoming).await
    }

    /// Does this person have a permission? The role is read anew with every update, so a button that was drawn for a
    /// member of the staff who has left since does nothing.
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.role.is_some_and(|role| role.allows(permission))
    }

    /// As [`Self::may`], as a refusal.
    pub(crate) fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
    }

    /// This person, in the role they have now, as the caller of a use case.
    pub(crate) fn caller(&self) -> Caller {
        match self.role {
            Some(role) => Caller::staff(self.person, role, self.now),
            None => Caller::person(self.customer.customer_id, self.now),
        }
    }

    /// As [`Self::caller`], under an operation id.
    pub(crate) fn operation(&self, id: OperationId) -> Operation {
        self.caller().operation(id)
    }

    /// A random id of 64 bits in hex: for an operation, or for a question and its buttons.
    pub(crate) fn nonce(&self) -> String {
        format!("{:016x}", self.shop.chance.bits())
    }

    /// A new message in this chat.
    pub(crate) async fn say(&mut self, reply: Reply) -> Result<()> {
        self.put(self.person, Priority::Reply, reply.into_new()).await
    }

    /// Edits the message whose button was pressed; sends a new message where no button was pressed, or below a picture.
    pub(crate) async fn show(&mut self, reply: Reply) -> Result<()> {
        let pressed = self.incoming.press.as_ref().filter(|press| !press.below_picture);
        let message = match pressed.and_then(|press| press.message_id) {
            Some(message_id) => reply.into_edit(message_id),
            None => reply.into_new(),
        };
        self.put(self.person, Priority::Reply, message).await
    }

    /// Puts other buttons below the message whose button was pressed.
    pub(crate) async fn change_buttons(&mut self, buttons: outgoing::Buttons) -> Result<()> {
        match self.incoming.press.as_ref().and_then(|press| press.message_id) {
            Some(message_id) => {
                let message = outgoing::Outgoing::EditKeyboard { message_id, buttons };
                self.put(self.person, Priority::Reply, message).await
            }
            None => Ok(()),
        }
    }

    /// Takes the buttons off the message whose button was pressed.
    pub(crate) async fn drop_buttons(&mut self) -> Result<()> {
        match self.incoming.press.as_ref().and_then(|press| press.message_id) {
            Some(message_id) => {
                let message = outgoing::Outgoing::RemoveKeyboard { message_id };
                self.put(self.person, Priority::Reply, message).await
            }
            None => Ok(()),
        }
    }

    /// Sets the commands behind the menu button of a person's chat, by role and language.
    pub(crate) async fn set_commands(
        &mut self,
        person: TelegramId,
        language: Language,
        role: Option<Role>,
    ) -> Result<()> {
        let message = outgoing::Outgoing::Commands { commands: menu::commands(language, role) };
        self.put(person, Priority::Notice, message).await
    }

    /// The menu keyboard of the person's role.
    pub(crate) async fn menu_keys(&mut self) -> Result<Vec<Vec<outgoing::KeyboardButton>>> {
        let offered = keyboard::Offered::to(&mut self.tx, self.customer.customer_id).await?;
        Ok(keyboard::keys(self.language, self.role, offered))
    }

    /// A short text over the chat, in answer to the pressed button.
    pub(crate) fn toast(&mut self, text: impl Into<String>) {
        if let Some(answer) = &mut self.answer {
            answer.text = Some(text.into());
        }
    }

    /// A text in a dialog window, in answer to the pressed button.
    pub(crate) fn alert(&mut self, text: impl Into<String>) {
        self.toast(text);
        if let Some(answer) = &mut self.answer {
            answer.show_alert = Some(true);
        }
    }

    /// The name of an operation that this update asks for, where it can ask for one only: a message or the press of a button. The
    /// same update, delivered again, has the same name.
    pub(crate) fn name_of_update(&self) -> String {
        match (&self.incoming.press, &self.incoming.sent) {
            (Some(press), _) => format!("press:{}", press.query.0),
            (None, Some(sent)) => format!("message:{}:{}", self.incoming.chat.0, sent.message_id),
            (None, None) => self.nonce(),
        }
    }

    /// The message that the person sent or edited.
    pub(crate) const fn sent(&self) -> Option<&Sent> {
        self.incoming.sent.as_ref()
    }

    /// Is the person told about this subject for the first time? True where there is none.
    pub(crate) async fn is_first(&mut self, subject: Option<Subject>) -> Result<bool> {
        match subject {
            Some(subject) => told_once::is_first(&mut self.tx, self.person, &subject, self.now).await,
            None => Ok(true),
        }
    }

    /// As [`Self::is_first`], about the album that the message is a part of. False where the caption of the album has arrived with
    /// another part of it, and will be answered.
    pub(crate) async fn is_first_of_album(&mut self) -> Result<bool> {
        let Some(album) = self.sent().and_then(|sent| sent.album.clone()) else { return Ok(true) };
        let waiting = inbox::of_lane(&mut self.tx, self.incoming.chat.0, LARGEST_ALBUM).await?;
        if waiting.iter().any(|raw| incoming::is_caption_of(raw, &album)) {
            return Ok(false);
        }
        self.is_first(Some(Subject::Album(album))).await
    }

    /// The conversation that is under way.
    pub(crate) const fn dialogue(&self) -> Option<&Dialogue> {
        self.dialogues.running.as_ref()
    }

    /// Begins a conversation, or continues it with a new state.
    pub(crate) fn enter(&mut self, dialogue: impl Into<Dialogue>) {
        self.dialogues.running = Some(dialogue.into());
        self.dialogue_changed = true;
    }

    /// Ends the conversation; true where there was one.
    pub(crate) fn leave(&mut self) -> bool {
        let left = self.dialogues.running.take().is_some();
        self.dialogue_changed |= left;
        left
    }

    /// Notes that the conversation that was under way took the update, was cancelled, or is kept: what ends it is meant.
    pub(crate) const fn answered(&mut self) {
        self.is_answered = true;
    }

    /// The conversation with the staff that was under way and is no longer, though it did not take the update.
    pub(crate) fn interrupted(&self) -> Option<&StaffDialogue> {
        let is_running = |first: &StaffDialogue| matches!(self.dialogue(), Some(Dialogue::Staff(now)) if now == first);
        self.at_first.as_ref().filter(|first| !self.is_answered && !is_running(first))
    }

    /// Keeps an interrupted conversation.
    pub(crate) fn keep(&mut self, interrupted: StaffDialogue) {
        self.dialogues.keep(interrupted);
        self.dialogue_changed = true;
    }

    /// Takes the interrupted conversation whose last question had this nonce.
    pub(crate) fn take_interrupted(&mut self, nonce: &str) -> Option<StaffDialogue> {
        let interrupted = self.dialogues.take_interrupted(nonce);
        self.dialogue_changed |= interrupted.is_some();
        interrupted
    }

    async fn put(&mut self, chat: TelegramId, priority: Priority, message: outgoing::Outgoing) -> Result<()> {
        outgoing::put(&mut self.tx, chat, priority, message, self.now).await
    }
}
