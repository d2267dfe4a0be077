//! The queue of updates for the bot, with the offsets of long polling.

use std::collections::{HashSet, VecDeque};

use serde_json::{Value, json};

/// Kinds of updates a bot gets only when it asks for them.
const ON_REQUEST_ONLY: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];
/// The first update id. Real ids do not start at one either.
const FIRST_UPDATE_ID: i64 = 700_000_001;

/// Updates in order, until the bot confirms them.
pub(crate) struct UpdateQueue {
    waiting: VecDeque<Pending>,
    next_id: i64,
    allowed: Option<Vec<String>>,
    /// How many of the next updates are to be delivered twice.
    to_repeat: usize,
}

struct Pending {
    id: i64,
    /// The chat whose page shows whether the update is confirmed.
    chat: i64,
    update: Value,
    /// How many confirmations remove it: two for an update that is delivered twice.
    confirmations: u8,
}

impl UpdateQueue {
    pub(crate) fn new() -> Self {
        Self { waiting: VecDeque::new(), next_id: FIRST_UPDATE_ID, allowed: None, to_repeat: 0 }
    }

    /// Adds an update of one kind; returns its id. A kind that the bot did not ask for is not added.
    pub(crate) fn push(&mut self, kind: &str, chat: i64, content: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        if self.is_wanted(kind) {
            let confirmations = if self.to_repeat > 0 { 2 } else { 1 };
            self.to_repeat = self.to_repeat.saturating_sub(1);
            let update = json!({ "update_id": id, kind: content });
            self.waiting.push_back(Pending { id, chat, update, confirmations });
        }
        id
    }

    fn is_wanted(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) if !kinds.is_empty() => kinds.iter().any(|known| known == kind),
            _ => !ON_REQUEST_ONLY.contains(&kind),
        }
    }

    /// From now on only these kinds are added; an empty list means the default ones.
    pub(crate) fn allow(&mut self, kinds: Vec<String>) {
        self.allowed = Some(kinds);
    }

    pub(crate) fn allowed(&self) -> Option<&[String]> {
        self.allowed.as_deref().filter(|kinds| !kinds.is_empty())
    }

    /// The next `count` updates are delivered once more after they are confirmed.
    pub(crate) fn deliver_twice(&mut self, count: usize) {
        self.to_repeat += count;
    }

    /// From now on every update is delivered once.
    pub(crate) fn stop_repeating(&mut self) {
        self.to_repeat = 0;
    }

    /// Confirms what comes before `offset`; a negative offset keeps only that many of the newest. Returns the chats of
    /// what was confirmed.
    pub(crate) fn confirm(&mut self, offset: i64) -> Vec<i64> {
        let keep_from = match offset {
            0 => return Vec::new(),
            1.. => offset,
            _ => {
                let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
                let first_kept = self.waiting.len().saturating_sub(keep);
                self.waiting.get(first_kept).map_or(self.next_id, |pending| pending.id)
            }
        };
        let mut chats = Vec::new();
        let mut to_repeat = Vec::new();
        while let Some(mut pending) = self.waiting.pop_front_if(|pending| pending.id < keep_from) {
            chats.push(pending.chat);
            pending.confirmations -= 1;
            if pending.confirmations > 0 {
                to_repeat.push(pending);
            }
        }
        to_repeat.into_iter().rev().for_each(|pending| self.waiting.push_front(pending));
        chats
    }

    /// The oldest `limit` updates.
    pub(crate) fn peek(&self, limit: usize) -> Vec<Value> {
        self.waiting.iter().take(limit).map(|pending| pending.update.clone()).collect()
    }

    /// The oldest update that is not of one of these chats, with its chat.
    pub(crate) fn oldest_but_of(&self, chats: &HashSet<i64>) -> Option<(i64, Value)> {
        let pending = self.waiting.iter().find(|pending| !chats.contains(&pending.chat))?;
        Some((pending.chat, pending.update.clone()))
    }

    /// Confirms one update and not those before it; returns its chat.
    pub(crate) fn confirm_one(&mut self, id: i64) -> Option<i64> {
        let index = self.waiting.iter().position(|pending| pending.id == id)?;
        let pending = self.waiting.get_mut(index)?;
        pending.confirmations -= 1;
        let (chat, confirmations) = (pending.chat, pending.confirmations);
        if confirmations == 0 {
            self.waiting.remove(index);
        }
        Some(chat)
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Removes all updates.
    pub(crate) fn drop_all(&mut self) {
        self.waiting.clear();
    }

    /// Whether the bot has confirmed this update.
    pub(crate) fn is_confirmed(&self, id: i64) -> bool {
        self.waiting.binary_search_by_key(&id, |pending| pending.id).is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(queue: &UpdateQueue) -> Vec<i64> {
        queue.peek(100).iter().map(|update| update["update_id"].as_i64().unwrap() - FIRST_UPDATE_ID).collect()
    }

    fn with_three() -> UpdateQueue {
        let mut queue = UpdateQueue::new();
        (0..3).for_each(|_| _ = queue.push("message", 1, json!({})));
        queue
    }

    #[test]
    fn an_offset_confirms_what_is_before_it() {
        let mut queue = with_three();
        queue.confirm(0);
        assert_eq!(ids(&queue), [0, 1, 2]);
        queue.confirm(FIRST_UPDATE_ID + 2);
        assert_eq!(ids(&queue), [2]);
        assert!(queue.is_confirmed(FIRST_UPDATE_ID + 1) && !queue.is_confirmed(FIRST_UPDATE_ID + 2));
    }

    #[test]
    fn a_negative_offset_keeps_the_newest() {
        let mut queue = with_three();
        queue.confirm(-2);
        assert_eq!(ids(&queue), [1, 2]);
        queue.confirm(-10);
        assert_eq!(ids(&queue), [1, 2]);
    }

    #[test]
    fn a_webhook_confirms_one_by_one() {
        let mut queue = UpdateQueue::new();
        [7, 7, 8].into_iter().for_each(|chat| _ = queue.push("message", chat, json!({})));
        let (chat, update) = queue.oldest_but_of(&HashSet::from([7])).unwrap();
        assert_eq!((chat, &update["update_id"]), (8, &json!(FIRST_UPDATE_ID + 2)));
        assert_eq!(queue.confirm_one(FIRST_UPDATE_ID + 2), Some(8));
        assert_eq!(queue.oldest_but_of(&HashSet::from([7])), None);
        assert_eq!(ids(&queue), [0, 1]);
        assert_eq!(queue.confirm_one(FIRST_UPDATE_ID + 2), None, "it was confirmed before");
    }

    #[test]
    fn kinds_that_were_not_asked_for_do_not_come() {
        let mut queue = UpdateQueue::new();
        queue.push("chat_member", 1, json!({}));
        queue.allow(vec!["callback_query".into()]);
        queue.push("message", 1, json!({}));
        queue.push("callback_query", 1, json!({}));
        assert_eq!(ids(&queue), [2]);
    }

    #[test]
    fn an_update_can_come_twice() {
        let mut queue = UpdateQueue::new();
        queue.deliver_twice(1);
        queue.push("message", 1, json!({}));
        queue.push("message", 1, json!({}));
        queue.confirm(FIRST_UPDATE_ID + 2);
        assert_eq!(ids(&queue), [0]);
        queue.confirm(FIRST_UPDATE_ID + 2);
        assert!(ids(&queue).is_empty());
    }
}
