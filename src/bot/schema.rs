//! Every way through the bot, in one list: what a person does leads to one function of one screen.

use std::sync::Arc;

use teloxide::types::Update;

use super::{
    apology,
    command::Command,
    context::{Context, ShopContext},
    customer,
    dialogue::Dialogue,
    incoming::{self, Action, Incoming},
    refusal, staff,
};
use crate::{
    domain::Permission,
    service::{self, Result, customers},
    storage::Tx,
    texts::common,
};
use crate::{
    messages::{callback::Callback, reply::Reply},
    telegram::{
        BoxFuture,
        listener::{Handled, Handler},
    },
};

/// What the bot makes of updates.
pub struct Schema {
    shop: Arc<ShopContext>,
}

impl Schema {
    /// The schema of a shop's bot.
    pub const fn new(shop: Arc<ShopContext>) -> Self {
        Self { shop }
    }

    async fn respond(&self, mut tx: Tx, update: &Update) -> Result<Handled> {
        let Some(incoming) = incoming::read(update, &self.shop.bot_username) else {
            return Ok(Handled::without_reply(tx));
        };
        match incoming.action {
            Action::InGroup => return apology::only_in_private(&self.shop, tx, &incoming).await,
            Action::Blocked => {
                customers::mark_blocked(&mut tx, incoming.person, self.shop.clock.now()).await?;
                return Ok(Handled::without_reply(tx));
            }
            Action::Returned => {
                customers::mark_returned(&mut tx, incoming.person).await?;
                return Ok(Handled::without_reply(tx));
            }
            // A button below a message in a group was never ours: say nothing about anybody.
            Action::Press(_) if incoming.chat != incoming.person => return Ok(Handled::without_reply(tx)),
            _ => {}
        }
        let mut cx = Context::open(Arc::clone(&self.shop), tx, &incoming).await?;
        match route(&mut cx, &incoming).await {
            Ok(()) => cx.close().await,
            Err(service::Error::Refused(refusal)) => {
                // What was begun is undone; the refusal is told in a transaction of its own.
                cx.tx.rollback().await?;
                let tx = self.shop.db.begin(self.shop.shop_id).await?;
                let mut cx = Context::open(Arc::clone(&self.shop), tx, &incoming).await?;
                refusal::tell(&mut cx, &refusal).await?;
                cx.close().await
            }
            Err(error) => Err(error),
        }
    }
}

impl Handler for Schema {
    fn handle(&self, tx: Tx, update: Arc<Update>) -> BoxFuture<'_, Result<Handled>> {
        Box::pin(async move { self.respond(tx, &update).await })
    }

    fn on_dead_letter(&self, tx: Tx, update: Arc<Update>) -> BoxFuture<'_, Result<Handled>> {
        Box::pin(async move { apology::on_dead_letter(&self.shop, tx, &update).await })
    }
}

async fn route(cx: &mut Context, incoming: &Incoming) -> Result<()> {
    match &incoming.action {
        Action::Command(command, rest) => {
            if let Some(permission) = command.permission() {
                cx.require(permission)?;
            }
            if *command != Command::Cancel {
                cx.leave();
            }
            obey(cx, *command, rest).await
        }
        Action::Press(press) => match Callback::decode(&press.data) {
            Some(Callback::Customer(press)) => customer::press(cx, press).await,
            Some(Callback::Staff(press)) => {
                cx.require(Permission::SeeCustomers)?;
                staff::press(cx, press).await
            }
            None => {
                cx.alert(common::button_outdated(cx.language));
                Ok(())
            }
        },
        Action::Text(text) => match cx.dialogue().cloned() {
            Some(Dialogue::Customer(dialogue)) => customer::answer(cx, dialogue, text).await,
            Some(Dialogue::Staff(dialogue)) => {
                cx.require(Permission::SeeCustomers)?;
                staff::answer(cx, dialogue, text).await
            }
            None if cx.role.is_some() => {
                if cx.timed_out {
                    cx.say(Reply::text(common::timed_out(cx.language))).await?;
                }
                staff::free_text(cx, text).await
            }
            None => customer::free_text(cx, text).await,
        },
        Action::Contact { phone, name, owner } => match (cx.role, *owner == Some(cx.person)) {
            (Some(_), false) => staff::contact(cx, phone, name).await,
            (_, own) => customer::contact(cx, phone, own).await,
        },
        Action::UnknownCommand => cx.say(Reply::text(common::unknown_command(cx.language))).await,
        Action::Edited => cx.say(Reply::text(common::edited(cx.language))).await,
        Action::Other => match cx.dialogue().cloned() {
            Some(Dialogue::Staff(dialogue)) if cx.role.is_some() => staff::wrong_kind(cx, dialogue).await,
            _ => cx.say(Reply::text(common::text_and_buttons_only(cx.language))).await,
        },
        Action::InGroup | Action::Blocked | Action::Returned => Ok(()),
    }
}

async fn obey(cx: &mut Context, command: Command, lines: &str) -> Result<()> {
    let rest = lines.trim_start();
    match command {
        Command::Start => customer::join::start(cx, rest).await,
        Command::Menu => customer::help::menu(cx).await,
        Command::Balance => customer::balance::show(cx).await,
        Command::Card => customer::card::show(cx).await,
        Command::History => customer::history::show(cx, 0).await,
        Command::Invoices => customer::invoices::list(cx, 0).await,
        Command::Promo => customer::promo::enter(cx, rest).await,
        Command::Invite => customer::invite::show(cx).await,
        Command::Profile => customer::profile::show(cx).await,
        Command::Shop => customer::shop::show(cx).await,
        Command::Settings => customer::settings::show(cx).await,
        Command::Help => customer::help::show(cx).await,
        Command::Cancel => customer::help::cancel(cx).await,
        Command::Admin => staff::menu::show(cx).await,
        Command::Find => staff::find::command(cx, rest).await,
        Command::New => staff::register::command(cx, rest).await,
        Command::Invoice => staff::invoice::command(cx, lines).await,
        Command::Bonus => staff::points::command(cx, rest).await,
        Command::Debt => staff::debt::command(cx, rest).await,
        Command::Refund => staff::refund::command(cx, rest).await,
        Command::Staff => staff::team::show(cx).await,
    }
}
