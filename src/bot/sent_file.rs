//! A file with rows that a member of the staff sends: which messages have one, and what became of its content.

use std::sync::Arc;

use teloxide::types::{Document, Message, Update, UpdateKind};

use super::{incoming, shop_context::ShopContext};
use crate::{
    domain::Permission,
    service::staff,
    telegram::attachment::{Attachment, FileGate, WantedFile},
};

/// The most bytes of a file that is read.
pub(crate) const LARGEST: usize = 1 << 20;
/// What it takes to send one.
pub(super) const NEEDED: Permission = Permission::ChangeParcels;

/// The ends of the names of files with rows of text.
const TEXTS: [&str; 3] = [".csv", ".txt", ".tsv"];
/// The ends of the names of files of spreadsheet programs, which are not read.
const SPREADSHEETS: [&str; 5] = [".xlsx", ".xls", ".xlsm", ".ods", ".numbers"];

/// A file that was sent.
#[derive(Clone, Debug)]
pub(crate) struct SentFile {
    /// The words below it.
    pub(super) caption: Option<String>,
    /// What became of its content.
    pub(super) content: SentContent,
}

/// What became of the content of a file.
#[derive(Clone, Debug)]
pub(crate) enum SentContent {
    /// Its bytes.
    Bytes(Arc<[u8]>),
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// It was written by a spreadsheet program, in a form that is not read.
    Spreadsheet,
    /// Telegram did not give it.
    Unavailable,
}

/// Loads files with rows of text from members of the staff who may send them.
pub(crate) fn gate(shop: Arc<ShopContext>) -> FileGate {
    let is_allowed = move |update: &Update| {
        let (shop, person) = (Arc::clone(&shop), incoming::read(update).map(|incoming| incoming.person));
        let asked: futures_util::future::BoxFuture<'static, _> = Box::pin(async move {
            let Some(person) = person else { return Ok(false) };
            let mut tx = shop.db.read(shop.shop_id).await?;
            let role = staff::role(&mut tx, &shop.owners, person).await?;
            Ok(role.is_some_and(|role| role.allows(NEEDED)))
        });
        asked
    };
    FileGate { file: wanted, is_allowed: Arc::new(is_allowed) }
}

fn wanted(update: &Update) -> Option<WantedFile> {
    let UpdateKind::Message(message) = &update.kind else { return None };
    let document = document(message)?;
    let is_text = is_of(document, &TEXTS) && !is_too_large(document);
    is_text.then(|| WantedFile { file_id: document.file.id.0.clone(), largest: LARGEST })
}

/// The file of a message, with its content as it was loaded; `None` where the message has no file with rows.
pub(super) fn read(message: &Message, attachment: &Attachment) -> Option<SentFile> {
    let document = document(message)?;
    let content = match attachment {
        _ if is_of(document, &SPREADSHEETS) => SentContent::Spreadsheet,
        _ if is_too_large(document) => SentContent::TooLarge,
        Attachment::Loaded(bytes) => SentContent::Bytes(Arc::clone(bytes)),
        Attachment::TooLarge => SentContent::TooLarge,
        Attachment::None | Attachment::Unavailable => SentContent::Unavailable,
    };
    Some(SentFile { caption: incoming::words(message).map(str::to_owned), content })
}

/// The file of a message in a private chat, by its name. A command below it is a command.
fn document(message: &Message) -> Option<&Document> {
    let is_command = incoming::words(message).is_some_and(|words| words.trim_start().starts_with('/'));
    let document = message.document().filter(|_| message.chat.is_private() && !is_command)?;
    (is_of(document, &TEXTS) || is_of(document, &SPREADSHEETS)).then_some(document)
}

fn is_of(document: &Document, ends: &[&str]) -> bool {
    let name = document.file_name.as_deref().unwrap_or_default().to_lowercase();
    ends.iter().any(|end| name.ends_with(end))
}

/// False where the server does not say.
fn is_too_large(document: &Document) -> bool {
    let size = document.file.size;
    size != u32::MAX && usize::try_from(size).unwrap_or(usize::MAX) > LARGEST
}
