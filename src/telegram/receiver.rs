//! Receives updates from polling and webhook: stores them in the inbox, then hands them to the listener. Only
//! afterwards may they be acknowledged to Telegram.

use std::{
    collections::{BTreeMap, HashSet},
    panic::catch_unwind,
    sync::Arc,
};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Number, value::RawValue};
use teloxide::types::Update;
use tokio::sync::mpsc;

use super::{
    client::{RawUpdate, Telegram},
    reduced,
};
use crate::{
    clock::{Clock, Timestamp},
    domain::ShopId,
    service::{
        self,
        inbox::{self, NewUpdate},
    },
    storage::Db,
};

/// An update that is in the inbox and waits for its turn.
#[derive(Debug)]
pub(crate) struct QueuedUpdate {
    /// Telegram's id of the update.
    pub(crate) update_id: i64,
    /// The chat, else the person.
    pub(crate) lane: i64,
    /// How often it failed.
    pub(crate) attempts: i64,
    /// Its text; `None`: in the inbox.
    pub(crate) raw: Option<String>,
}

/// Stores updates, and hands them to the listener.
pub(crate) struct Receiver {
    pub(crate) db: Db,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    /// Is told the time of each batch.
    pub(crate) telegram: Telegram,
    pub(crate) listener: mpsc::Sender<Vec<QueuedUpdate>>,
}

impl Receiver {
    /// Stores a batch. When this returns it is on disk and may be acknowledged, except from the returned id on: those
    /// updates must be received again.
    pub(crate) async fn accept(&self, batch: Vec<RawUpdate>) -> Result<Option<i64>, service::Error> {
        let summaries: Vec<Summary> = batch.iter().map(|update| Summary::of(&update.raw)).collect();
        self.telegram.note_arrived(summaries.iter().filter_map(Summary::sent_at).max());
        let lanes: Vec<i64> = summaries.into_iter().map(Summary::lane).collect();
        let rows: Vec<NewUpdate<'_>> = batch
            .iter()
            .zip(&lanes)
            .map(|(update, lane)| NewUpdate { update_id: update.update_id, lane: *lane, raw: &update.raw })
            .collect();
        let mut tx = self.db.begin(self.shop).await?;
        let accepted = inbox::accept(&mut tx, &rows, is_same, self.clock.now()).await?;
        tx.commit().await?;

        let mut fresh: HashSet<i64> = accepted.fresh.into_iter().collect();
        let arrived: Vec<QueuedUpdate> = batch
            .into_iter()
            .zip(lanes)
            .filter(|(update, _)| fresh.remove(&update.update_id))
            .map(|(update, lane)| QueuedUpdate {
                update_id: update.update_id,
                lane,
                attempts: 0,
                raw: Some(update.raw),
            })
            .collect();
        if !arrived.is_empty() && self.listener.send(arrived).await.is_err() {
            tracing::debug!("the listener has stopped: new updates wait in the inbox for the next start");
        }
        Ok(accepted.deferred)
    }
}

/// The update; `None` where its form is not known. It is read from text alone: by `from_value` and `from_reader` every update
/// becomes [`UpdateKind::Error`](teloxide::types::UpdateKind::Error).
///
/// A text whose entities, origin or other details teloxide does not know is read without them.
pub(crate) fn parse(raw: &str) -> Option<Update> {
    let whole = parse_as_it_is(raw);
    if whole.as_ref().is_some_and(|update| !reduced::lacks_content(update)) {
        return whole;
    }
    reduced::forms(raw)
        .iter()
        .filter_map(|form| parse_as_it_is(form))
        .find(|form| !reduced::lacks_content(form))
        .or(whole)
}

fn parse_as_it_is(raw: &str) -> Option<Update> {
    // teloxide panics while it parses some updates.
    let update: Update = catch_unwind(|| serde_json::from_str(raw)).ok()?.ok()?;
    (!matches!(update.kind, teloxide::types::UpdateKind::Error(_))).then_some(update)
}

/// The lane of an update.
pub(crate) fn lane(raw: &str) -> i64 {
    Summary::of(raw).lane()
}

/// Are two texts with one id the same update? Servers may write one update differently, so only its content is
/// compared: which message of which chat, and when.
fn is_same(one: &str, other: &str) -> bool {
    one == other || {
        let summary = Summary::of(one);
        summary.kind.is_some() && summary == Summary::of(other)
    }
}

/// The fields of an update that identify it, read without parsing all of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Summary {
    kind: Option<String>,
    content: Content,
}

/// The identifying fields of the content. Of unknown kinds, those that are there.
#[derive(Debug, Default, PartialEq, Eq)]
struct Content {
    /// The id of a pressed button or another query.
    id: Option<String>,
    message_id: Option<Number>,
    date: Option<Number>,
    edit_date: Option<Number>,
    chat: Option<Identity>,
    from: Option<Identity>,
    user: Option<Identity>,
    /// The message with the button.
    message: Option<ButtonMessage>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Identity {
    id: i64,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct ButtonMessage {
    chat: Option<Identity>,
}

impl Content {
    /// Reads field by field, so that an unexpected field does not affect the others.
    fn of(raw: &RawValue) -> Self {
        fn read<T: DeserializeOwned>(fields: &BTreeMap<String, &RawValue>, field: &str) -> Option<T> {
            serde_json::from_str(fields.get(field)?.get()).ok()
        }
        let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
        Self {
            id: read(&fields, "id"),
            message_id: read(&fields, "message_id"),
            date: read(&fields, "date"),
            edit_date: read(&fields, "edit_date"),
            chat: read(&fields, "chat"),
            from: read(&fields, "from"),
            user: read(&fields, "user"),
            message: read(&fields, "message"),
        }
    }
}

impl Summary {
    fn of(raw: &str) -> Self {
        let mut fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw).unwrap_or_default();
        fields.remove("update_id");
        let Some((kind, content)) = fields.pop_first() else { return Self::default() };
        Self { kind: Some(kind), content: Content::of(content) }
    }

    /// When it was sent, by Telegram's clock; `None` where that is not known.
    fn sent_at(&self) -> Option<Timestamp> {
        let Content { date, edit_date, .. } = &self.content;
        let seconds = [date, edit_date].into_iter().flatten().filter_map(Number::as_i64).max()?;
        (seconds > 0).then(|| Timestamp::from_seconds(seconds))
    }

    /// The chat; or the person; or one lane for all updates that have neither.
    fn lane(self) -> i64 {
        let Content { chat, message, from, user, .. } = self.content;
        chat.or_else(|| message?.chat).or(from).or(user).map_or(0, |identity| identity.id)
    }
}

#[cfg(test)]
mod tests {
    use teloxide::types::UpdateKind;

    use super::*;

    #[test]
    fn the_lane_is_the_chat_or_else_the_person() {
        let cases = [
            (r#"{"update_id":1,"message":{"message_id":5,"from":{"id":7},"chat":{"id":-100,"type":"group"}}}"#, -100),
            (r#"{"update_id":1,"edited_message":{"message_id":5,"date":1,"chat":{"id":7}}}"#, 7),
            (r#"{"update_id":1,"edited_message":{"message_id":5,"date":1,"edit_date":1.5,"chat":{"id":7}}}"#, 7),
            (r#"{"update_id":1,"message":{"message_id":"a","message":1,"message":2,"chat":{"id":7}}}"#, 7),
            (
                r#"{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"message":{"chat":{"id":-5},"date":0}}}"#,
                -5,
            ),
            (r#"{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"inline_message_id":"x"}}"#, 7),
            (r#"{"update_id":1,"my_chat_member":{"chat":{"id":8},"from":{"id":7},"date":1}}"#, 8),
            (r#"{"inline_query":{"id":"1","from":{"id":7},"query":""},"update_id":1}"#, 7),
            (r#"{"update_id":1,"message_reaction":{"chat":{"id":3},"user":{"id":7}}}"#, 3),
            (r#"{"update_id":1,"poll":{"id":"5"}}"#, 0),
            (r#"{"update_id":1,"message":"a surprise"}"#, 0),
            (r#"{"update_id":1}"#, 0),
            ("no update at all", 0),
        ];
        for (raw, lane) in cases {
            assert_eq!(super::lane(raw), lane, "{raw}");
        }
    }

    #[test]
    fn a_text_is_read_whatever_stands_beside_it() {
        let person = r#""id":7,"first_name":"Anna""#;
        let head = format!(
            r#""message_id":5,"date":100,"from":{{{person},"is_bot":false}},"chat":{{{person},"type":"private"}}"#
        );
        let file = r#""file_id":"a","file_unique_id":"b""#;
        let photo = format!(r#""photo":[{{{file},"width":1,"height":1}}]"#);
        let unknown = r#"[{"type":"hologram","offset":0,"length":2}]"#;
        for content in [
            format!(r#""text":"/balance","entities":{unknown}"#),
            r#""text":"/balance","forward_origin":{"type":"dream","date":1}"#.to_owned(),
            r#""text":"/balance","forward_origin":7,"reply_to_message":{"x":1},"quote":false"#.to_owned(),
            r#""text":"/balance","via_bot":{"id":"?"},"link_preview_options":[],"reply_markup":1"#.to_owned(),
            format!(r#""caption":"/balance","caption_entities":{unknown},{photo}"#),
            format!(r#""caption":"/balance","caption_entities":{unknown},{photo},"media_group_id":"9""#),
            r#""caption":"/balance","photo":"of a later version""#.to_owned(),
            r#""caption":"/balance","hologram":{"x":1}"#.to_owned(),
        ] {
            for kind in ["message", "edited_message"] {
                let raw = format!(r#"{{"update_id":1,"{kind}":{{{head},{content}}}}}"#);
                let update = parse(&raw).unwrap_or_else(|| panic!("not read: {raw}"));
                let message = match &update.kind {
                    UpdateKind::Message(message) if kind == "message" => message,
                    UpdateKind::EditedMessage(message) if kind == "edited_message" => message,
                    other => panic!("{other:?} of {raw}"),
                };
                assert_eq!(message.text().or(message.caption()), Some("/balance"), "{raw}");
                assert_eq!(message.from.as_ref().unwrap().id.0, 7);
            }
            let pressed = format!(
                r#"{{"update_id":1,"callback_query":{{"id":"9","from":{{{person},"is_bot":false}},"chat_instance":"1","data":"x","message":{{{head},{content}}}}}}}"#
            );
            let UpdateKind::CallbackQuery(query) = parse(&pressed).unwrap().kind else { panic!("{pressed}") };
            let message = query.regular_message().unwrap();
            assert_eq!(message.text().or(message.caption()), Some("/balance"), "{pressed}");
        }
        let nothing = format!(r#"{{"update_id":1,"message":{{{head},"hologram":{{"x":1}}}}}}"#);
        assert!(parse(&nothing).is_some(), "it is answered");
        let part = format!(r#"{{"update_id":1,"message":{{{head},"hologram":{{"x":1}},"media_group_id":"9"}}}}"#);
        let UpdateKind::Message(message) = parse(&part).unwrap().kind else { panic!("{part}") };
        assert_eq!(message.media_group_id().map(|album| album.0.as_str()), Some("9"));
        assert!(parse(r#"{"update_id":1,"message":{"chat":{"id":7},"text":"x"}}"#).is_none(), "it has no sender");
    }

    #[test]
    fn the_date_of_an_update_is_that_of_its_last_change() {
        for (raw, seconds) in [
            (r#"{"update_id":1,"message":{"message_id":5,"date":100,"chat":{"id":7}}}"#, Some(100)),
            (
                r#"{"update_id":1,"edited_message":{"message_id":5,"date":100,"edit_date":160,"chat":{"id":7}}}"#,
                Some(160),
            ),
            (r#"{"update_id":1,"callback_query":{"id":"9","from":{"id":7},"message":{"date":100}}}"#, None),
            (r#"{"update_id":1,"message":{"message_id":5,"date":-1,"chat":{"id":7}}}"#, None),
            (r#"{"update_id":1,"message":{"message_id":5,"date":"today","chat":{"id":7}}}"#, None),
        ] {
            assert_eq!(Summary::of(raw).sent_at(), seconds.map(Timestamp::from_seconds), "{raw}");
        }
    }

    #[test]
    fn two_updates_may_have_the_same_id() {
        let message = r#"{"update_id":1,"message":{"message_id":5,"date":100,"chat":{"id":7},"text":"a"}}"#;
        let rewritten = r#"{"message":{"chat":{"id":7},"text":"a","date":100,"message_id":5,"new":1},"update_id":1}"#;
        let later = r#"{"update_id":1,"message":{"message_id":5,"date":101,"chat":{"id":7},"text":"a"}}"#;
        let elsewhere = r#"{"update_id":1,"message":{"message_id":5,"date":100,"chat":{"id":8},"text":"a"}}"#;
        let button = r#"{"update_id":1,"callback_query":{"id":"9","from":{"id":7}}}"#;
        let another = r#"{"update_id":1,"callback_query":{"id":"10","from":{"id":7}}}"#;
        for (one, other, same) in [
            (message, message, true),
            (message, rewritten, true),
            (message, later, false),
            (message, elsewhere, false),
            (message, button, false),
            (button, another, false),
            ("junk", "junk", true),
            ("junk", "other junk", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
        }
    }
}
