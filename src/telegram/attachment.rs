//! The file of a message. It is loaded before the transaction of its update begins, because there is no network inside a
//! transaction. The update waits in the inbox until that transaction is committed, so a crash in between only loads it again.

use std::{fmt, sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use teloxide::types::Update;

use super::client::{ApiError, Telegram};
use crate::service;

/// The pauses before a file is asked for again.
const PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(1_500)];
/// The longest pause that is made because Telegram asks for one: the chat waits meanwhile.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A file that the handlers of an update read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedFile {
    /// Telegram's id of it.
    pub file_id: String,
    /// The most bytes that are loaded.
    pub largest: usize,
}

/// Asks whether the person who sent an update may send files.
pub type IsAllowed = Arc<dyn Fn(&Update) -> BoxFuture<'static, service::Result<bool>> + Send + Sync>;

/// Which files of updates are loaded.
#[derive(Clone)]
pub struct FileGate {
    /// The file of an update, if it has one that the handlers can read.
    pub file: fn(&Update) -> Option<WantedFile>,
    /// May the person who sent the update send files?
    pub is_allowed: IsAllowed,
}

impl FileGate {
    /// No file is loaded.
    pub fn closed() -> Self {
        Self { file: |_| None, is_allowed: Arc::new(|_| Box::pin(async { Ok(false) })) }
    }
}

/// What became of the file of an update.
#[derive(Clone, Default)]
pub enum Attachment {
    /// No file was wanted.
    #[default]
    None,
    /// Its content.
    Loaded(Arc<[u8]>),
    /// It has more bytes than were wanted.
    TooLarge,
    /// Telegram did not give it, several times.
    Unavailable,
}

impl fmt::Debug for Attachment {
    /// Without the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Loaded(bytes) => write!(f, "Loaded({} bytes)", bytes.len()),
            Self::TooLarge => f.write_str("TooLarge"),
            Self::Unavailable => f.write_str("Unavailable"),
        }
    }
}

/// Loads the files of updates.
pub(crate) struct Attachments {
    telegram: Telegram,
    gate: FileGate,
}

impl Attachments {
    pub(crate) const fn new(telegram: Telegram, gate: FileGate) -> Self {
        Self { telegram, gate }
    }

    /// Does an update have a file that the handlers can read?
    pub(crate) fn has_file(&self, update: &Update) -> bool {
        (self.gate.file)(update).is_some()
    }

    /// Loads the file of an update. What cannot be loaded is no error: the person is told, and can send it again.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn load(&self, update: &Update) -> service::Result<Attachment> {
        let Some(file) = (self.gate.file)(update) else { return Ok(Attachment::None) };
        if !(self.gate.is_allowed)(update).await? {
            return Ok(Attachment::None);
        }
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.telegram.download(&file.file_id, file.largest).await {
                Ok(Some(bytes)) => return Ok(Attachment::Loaded(bytes.into())),
                Ok(None) => return Ok(Attachment::TooLarge),
                Err(error) => error,
            };
            let pause = pauses.next().and_then(|pause| again_after(&error, *pause));
            let Some(pause) = pause else {
                tracing::warn!(%error, "a file of a message cannot be loaded");
                return Ok(Attachment::Unavailable);
            };
            tokio::time::sleep(pause).await;
        }
    }
}

/// When a file is asked for again after an error; `None`: not at all.
fn again_after(error: &ApiError, pause: Duration) -> Option<Duration> {
    match error {
        ApiError::RetryAfter(asked) => (*asked <= LONGEST_PAUSE).then_some(*asked),
        error if error.is_passing() => Some(pause),
        _ => None,
    }
}
