//! The routing tree: each update leads to one screen. The root that wraps it in a transaction is
//! [`crate::telegram::exactly_once`].

use std::sync::Arc;

use dptree::{case, endpoint, filter, filter_map, inspect, map};
use teloxide::{
    dispatching::UpdateFilterExt as _,
    types::{CallbackQuery, ChatMemberUpdated, Message, Update},
};

use super::{
    apology, cancel,
    command::Command,
    customer,
    dialogue::Waiting,
    general,
    incoming::{self, Content},
    presence,
    screen::{
        Handle, answer, leave_conversation, may, may_use_command, screen, screen_of, screen_of_four, screen_of_text,
        screen_of_three, screen_of_two, with_context,
    },
    sent_file::{self, SentFile},
    shop_context::ShopContext,
    staff::{self, dispatch},
};
use crate::{
    domain::Permission,
    messages::callback::{Callback, CustomerPress, Pressed, StaffPress},
    telegram::{attachment::Attachment, exactly_once::Handlers},
};

/// The tree. An update that no branch takes (other kinds, service messages, texts in groups) gets no answer.
pub fn schema() -> Handlers {
    branches()
        .branch(Update::filter_message().filter_map(private_content).chain(with_context()).chain(messages()))
        .branch(Update::filter_callback_query().filter(is_press_in_own_chat).chain(with_context()).chain(buttons()))
        .branch(Update::filter_message().filter(is_command_in_group).chain(endpoint(apology::only_in_private)))
        .branch(
            Update::filter_edited_message()
                .filter(is_private_text)
                .chain(with_context())
                .chain(screen(general::edited)),
        )
        .branch(Update::filter_my_chat_member().filter(is_own_chat).chain(endpoint(presence::note)))
}

/// The endpoint for updates that became dead letters.
pub fn on_dead_letter() -> Handlers {
    endpoint(apology::on_dead_letter)
}

fn messages() -> Handlers {
    branches()
        .branch(filter_map(file_of_staff).chain(screen_of(staff::parcels::many::received)))
        .branch(case![Content::Contact(contact)].chain(contacts()))
        .branch(case![Content::Command(command)].chain(may_use_command()).chain(commands()))
        .branch(case![Content::UnknownCommand].chain(screen(general::unknown_command)))
        .branch(case![Content::Text(text)].chain(texts()))
        .branch(case![Content::Other].chain(others()))
}

fn contacts() -> Handlers {
    branches()
        .branch(filter(is_staff).chain(screen_of(dispatch::contact)))
        .branch(filter(is_customer).chain(screen_of(customer::contact)))
}

#[rustfmt::skip]
fn commands() -> Handlers {
    branches()
        .branch(case![Command::Cancel].chain(screen(cancel::show)))
        .branch(leave_conversation()
            .branch(case![Command::Start(code)].chain(screen_of_text(customer::join::start)))
            .branch(case![Command::Menu].chain(screen(customer::help::menu)))
            .branch(case![Command::Help].chain(screen(customer::help::show)))
            .branch(case![Command::Balance].chain(screen(customer::balance::show)))
            .branch(case![Command::Card].chain(screen(customer::card::show)))
            .branch(case![Command::History].chain(screen(customer::history::show_first)))
            .branch(case![Command::Invoices].chain(screen(customer::invoices::list_first)))
            .branch(case![Command::Bills(text)].chain(screen_of_text(customer::bills::command)))
            .branch(case![Command::Parcels(text)].chain(screen_of_text(staff::parcels::menu::command)))
            .branch(case![Command::Promo(code)].chain(screen_of_text(customer::promo::enter)))
            .branch(case![Command::Invite].chain(screen(customer::invite::show)))
            .branch(case![Command::Profile].chain(screen(customer::profile::show)))
            .branch(case![Command::Shop].chain(screen(customer::shop::show)))
            .branch(case![Command::Settings].chain(screen(customer::settings::show)))
            .branch(case![Command::Admin].chain(screen(staff::menu::show)))
            .branch(case![Command::Invoice(lines)].chain(screen_of_text(staff::invoice::command)))
            .branch(case![Command::Find(text)].chain(screen_of_text(staff::find::command)))
            .branch(case![Command::New(text)].chain(screen_of_text(staff::register::command)))
            .branch(case![Command::Bonus(text)].chain(screen_of_text(staff::points::command)))
            .branch(case![Command::Debt(text)].chain(screen_of_text(staff::debt::command)))
            .branch(case![Command::Refund(text)].chain(screen_of_text(staff::refund::command)))
            .branch(case![Command::Staff].chain(screen(staff::team::show)))
            .branch(case![Command::Token].chain(screen(staff::login_code::show)))
            .branch(case![Command::Keys].chain(screen(staff::keys::show_first))))
}

fn texts() -> Handlers {
    branches()
        .branch(case![Waiting::Customer(dialogue)].chain(answer(customer::answer)))
        .branch(case![Waiting::Staff(dialogue)].chain(may(Permission::SeeCustomers)).chain(answer(dispatch::answer)))
        .branch(case![Waiting::Nothing].filter(is_staff).chain(screen_of_text(dispatch::free_text)))
        .branch(case![Waiting::Nothing].filter(is_customer).chain(screen_of_text(customer::free_text)))
}

fn others() -> Handlers {
    branches()
        .branch(case![Waiting::Staff(dialogue)].filter(is_staff).chain(screen_of(dispatch::wrong_kind)))
        .branch(screen(general::text_and_buttons_only))
}

fn buttons() -> Handlers {
    map(|query: CallbackQuery| Pressed::read(query.data.as_deref().unwrap_or_default()))
        .branch(case![Pressed::Unknown].chain(screen(general::outdated_button)))
        .branch(case![Pressed::Known(callback)].chain(known_buttons()))
}

fn known_buttons() -> Handlers {
    branches()
        .branch(case![Callback::Customer(press)].chain(customer_buttons()))
        .branch(case![Callback::Staff(press)].chain(may(Permission::SeeCustomers)).chain(staff_buttons()))
}

#[rustfmt::skip]
fn customer_buttons() -> Handlers {
    branches()
        .branch(case![CustomerPress::Balance].chain(screen(customer::balance::show)))
        .branch(case![CustomerPress::Card].chain(screen(customer::card::show)))
        .branch(case![CustomerPress::NewDigits].chain(screen(customer::card::renew)))
        .branch(case![CustomerPress::History(page)].chain(screen_of(customer::history::show)))
        .branch(case![CustomerPress::Invoices(page)].chain(screen_of(customer::invoices::list)))
        .branch(case![CustomerPress::Invoice(invoice, page)].chain(screen_of_two(customer::invoices::open)))
        .branch(case![CustomerPress::Bills(page)].chain(screen_of(customer::bills::list_open)))
        .branch(case![CustomerPress::PaidBills(page)].chain(screen_of(customer::bills::list_paid)))
        .branch(case![CustomerPress::Bill(bill, page)].chain(screen_of_two(customer::bills::open)))
        .branch(case![CustomerPress::BillPdf(bill)].chain(screen_of(customer::bills::pdf)))
        .branch(case![CustomerPress::InvoicePdf(invoice)].chain(screen_of(customer::invoices::pdf)))
        .branch(case![CustomerPress::Parcels(page)].chain(screen_of(customer::parcels::list)))
        .branch(case![CustomerPress::Parcel(parcel, page)].chain(screen_of_two(customer::parcels::open)))
        .branch(case![CustomerPress::ParcelNotices(are_wanted)].chain(screen_of(customer::settings::tell_of_parcels)))
        .branch(case![CustomerPress::MuteParcels(mutes, parcel)].chain(screen_of_two(customer::parcels::mute)))
        .branch(case![CustomerPress::Invite].chain(screen(customer::invite::show)))
        .branch(case![CustomerPress::Settings].chain(screen(customer::settings::show)))
        .branch(case![CustomerPress::Language(language)].chain(screen_of(customer::settings::choose)))
        .branch(case![CustomerPress::Promo].chain(screen(customer::promo::ask)))
        .branch(case![CustomerPress::Phone].chain(screen(customer::phone::ask)))
        .branch(case![CustomerPress::Consent(consent, agrees)].chain(screen_of_two(customer::consent::answer)))
        .branch(case![CustomerPress::Cancel].chain(screen(cancel::show)))
}

#[rustfmt::skip]
fn staff_buttons() -> Handlers {
    branches()
        .branch(case![StaffPress::Step(nonce, step)].chain(screen_of_two(dispatch::press)))
        .branch(case![StaffPress::Card(customer)].chain(screen_of(staff::card::show)))
        .branch(case![StaffPress::Profile(customer)].chain(screen_of(staff::profile::show)))
        .branch(case![StaffPress::History(customer, page)].chain(screen_of_two(staff::card::history)))
        .branch(case![StaffPress::Invoices(customer, page)].chain(screen_of_two(staff::card::invoices)))
        .branch(case![StaffPress::Invoice(customer, invoice, page)].chain(screen_of_three(staff::card::invoice)))
        .branch(case![StaffPress::InvoicePdf(customer, invoice)].chain(screen_of_two(staff::card::invoice_pdf)))
        .branch(case![StaffPress::NewSale].chain(screen(staff::invoice::new)))
        .branch(case![StaffPress::Sell(customer, code)].chain(screen_of_two(staff::invoice::begin)))
        .branch(case![StaffPress::SellSum(sum)].chain(screen_of(staff::invoice::sell_sum)))
        .branch(case![StaffPress::CancelSale(consent)].chain(screen_of(staff::invoice::waiting::cancel)))
        .branch(case![StaffPress::Interrupted(nonce, is_wanted)].chain(screen_of_two(dispatch::resume_or_drop)))
        .branch(case![StaffPress::Points(customer)].chain(screen_of(staff::points::begin)))
        .branch(case![StaffPress::Debt(customer)].chain(screen_of(staff::debt::begin)))
        .branch(case![StaffPress::Coupon(customer)].chain(screen_of(staff::coupon::begin)))
        .branch(case![StaffPress::Bills(customer, page)].chain(screen_of_two(staff::bills::list::show)))
        .branch(case![StaffPress::Bill(bill, page)].chain(screen_of_two(staff::bills::card::show)))
        .branch(case![StaffPress::BillPdf(bill)].chain(screen_of(staff::bills::card::pdf)))
        .branch(case![StaffPress::PayBill(bill)].chain(screen_of(staff::bills::pay::begin)))
        .branch(case![StaffPress::Refunds(customer, page)].chain(screen_of_two(staff::refund::list::show)))
        .branch(case![StaffPress::Refund(customer, invoice)].chain(screen_of_two(staff::refund::begin)))
        .branch(case![StaffPress::Undo(customer, invoice)].chain(screen_of_two(staff::refund::undo::ask)))
        .branch(case![StaffPress::UndoAnswer(customer, invoice, is_meant, shown)]
            .chain(screen_of_four(staff::refund::undo::answer)))
        .branch(case![StaffPress::Parcels].chain(may(Permission::SeeParcels)).chain(screen(staff::parcels::menu::show)))
        .branch(case![StaffPress::LatestParcels(page)].chain(screen_of(staff::parcels::list::latest)))
        .branch(case![StaffPress::ParcelsWith(status, page)].chain(screen_of_two(staff::parcels::list::with_status)))
        .branch(case![StaffPress::ParcelsOf(customer, page)].chain(screen_of_two(staff::parcels::list::of_customer)))
        .branch(case![StaffPress::ParcelsBeside(parcel, page)].chain(screen_of_two(staff::parcels::list::beside)))
        .branch(case![StaffPress::Parcel(parcel)].chain(screen_of(staff::parcels::card::show)))
        .branch(case![StaffPress::ParcelStatus(parcel, shown, wanted)]
            .chain(screen_of_three(staff::parcels::status::set)))
        .branch(case![StaffPress::ParcelBack(parcel)].chain(screen_of(staff::parcels::status::show_backwards)))
        .branch(case![StaffPress::ParcelForce(parcel, shown, wanted, is_meant)]
            .chain(screen_of_four(staff::parcels::status::force)))
        .branch(case![StaffPress::FindParcels].chain(screen(staff::parcels::find::begin)))
        .branch(case![StaffPress::AddParcel(customer)].chain(screen_of(staff::parcels::add::begin)))
        .branch(case![StaffPress::ChangeParcel(parcel)].chain(screen_of(staff::parcels::change::begin)))
        .branch(case![StaffPress::ManyParcels].chain(screen(staff::parcels::many::begin)))
        .branch(case![StaffPress::Register(phone)].chain(screen_of(staff::register::new)))
        .branch(case![StaffPress::MoveCard(card, to)].chain(screen_of_two(staff::card_move::accept)))
        .branch(case![StaffPress::KeepCard(card, to)].chain(screen_of_two(staff::card_move::refuse)))
        .branch(case![StaffPress::Team].chain(screen(staff::team::show)))
        .branch(case![StaffPress::Member(person)].chain(screen_of(staff::member::show)))
        .branch(case![StaffPress::Appoint].chain(screen(staff::appoint::begin)))
        .branch(case![StaffPress::Keys(page)].chain(screen_of(staff::keys::show)))
        .branch(case![StaffPress::Key(key)].chain(screen_of(staff::key_change::show)))
        .branch(case![StaffPress::NewKey].chain(screen(staff::new_key::begin)))
        .branch(case![StaffPress::Webhooks(page)].chain(screen_of(staff::webhooks::show)))
        .branch(case![StaffPress::Webhook(webhook)].chain(screen_of(staff::webhook_change::show)))
        .branch(case![StaffPress::NewWebhook].chain(screen(staff::new_webhook::begin)))
        .branch(case![StaffPress::Groups(page)].chain(screen_of(staff::groups::show)))
        .branch(case![StaffPress::Group(group)].chain(screen_of(staff::group_edit::show)))
        .branch(case![StaffPress::NewGroup].chain(screen(staff::group_edit::begin)))
        .branch(case![StaffPress::GroupMoves].chain(screen(staff::group_moves::show)))
        .branch(case![StaffPress::Program].chain(screen(staff::program::show)))
        .branch(case![StaffPress::Rule(rule)].chain(screen_of(staff::program::begin)))
}

/// A node with branches. `dptree::entry` would take what its first branch provides as provided to all branches.
#[track_caller]
fn branches() -> Handlers {
    inspect(|| ())
}

/// Other changes are not a person's words: a location that is shared live, a reaction to a picture.
fn is_private_text(message: Message) -> bool {
    message.chat.is_private() && incoming::words(&message).is_some()
}

fn private_content(message: Message, shop: Arc<ShopContext>) -> Option<Content> {
    message.from.as_ref().filter(|from| message.chat.is_private() && !from.is_bot)?;
    incoming::content(&message, &shop.bot_username)
}

fn is_command_in_group(message: Message, shop: Arc<ShopContext>) -> bool {
    let is_from_person = message.from.as_ref().is_some_and(|from| !from.is_bot);
    !message.chat.is_private() && is_from_person && incoming::is_command(&message, &shop.bot_username)
}

/// The bot puts buttons only below messages in private chats, where only the person of the chat can press them.
fn is_press_in_own_chat(query: CallbackQuery) -> bool {
    incoming::is_press_in_own_chat(&query)
}

fn is_own_chat(change: ChatMemberUpdated) -> bool {
    change.chat.is_private()
}

/// A file with rows, of a person who may send one.
fn file_of_staff(message: Message, attachment: Attachment, handle: Handle) -> Option<SentFile> {
    handle.role.filter(|role| role.allows(sent_file::NEEDED))?;
    sent_file::read(&message, &attachment)
}

fn is_staff(handle: Handle) -> bool {
    handle.role.is_some()
}

fn is_customer(handle: Handle) -> bool {
    handle.role.is_none()
}

#[cfg(test)]
mod tests;
