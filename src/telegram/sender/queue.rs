//! The order of messages: urgent chats first, within a chat in the order of the outbox, and within the rate limits.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque},
    time::{Duration, Instant},
};

use super::rate_limit::{Limits, Pace};
use crate::{
    backoff::{Pauses, after},
    domain::TelegramId,
    service::outbox::{Heading, Priority},
};

/// The most bodies of waiting messages that are held in memory. The others are read before they are sent.
const MAX_BODIES: usize = 2_000;
/// The pause of a chat after a failure: the first, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// A message that is to be sent.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) heading: Heading,
    /// The body; `None`: it is in the outbox.
    pub(super) body: Option<String>,
}

/// The messages that wait.
pub(super) struct Queue {
    limits: Limits,
    chats: HashMap<TelegramId, Chat>,
    /// Chats that may send now, by urgency. A chat that became more urgent is in two lists: the later entry counts.
    ready: [VecDeque<TelegramId>; Priority::ALL.len()],
    /// Chats that wait until a moment.
    paused: BinaryHeap<Reverse<(Instant, TelegramId)>>,
    all: Pace,
    /// Every message that was added, until its row is deleted and no read of the outbox can return it.
    known: HashSet<i64>,
    bodies: usize,
}

/// The order of the messages of a chat: by number, then by row.
type MessageOrder = (i64, i64);

struct Chat {
    messages: BTreeMap<MessageOrder, (Priority, Option<String>)>,
    state: State,
    pace: Pace,
    /// The pauses after failures in a row.
    pauses: Pauses,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// In no list: nothing waits, or it is to be listed again.
    Idle,
    /// In the list of this urgency.
    Ready(Priority),
    /// Among the paused chats.
    Paused(Instant),
    /// A message is being sent.
    Busy,
}

impl Queue {
    pub(super) fn new(limits: Limits, now: Instant) -> Self {
        Self {
            limits,
            chats: HashMap::new(),
            ready: Default::default(),
            paused: BinaryHeap::new(),
            all: Pace::new(now),
            known: HashSet::new(),
            bodies: 0,
        }
    }

    /// Adds a message, unless it was added before.
    pub(super) fn add(&mut self, message: Message, now: Instant) {
        let Message { heading: Heading { outbox_id, chat, number, priority }, body } = message;
        if !self.known.insert(outbox_id) {
            return;
        }
        let body = body.filter(|_| self.bodies < MAX_BODIES);
        self.insert(chat, (number, outbox_id), (priority, body), now);
        self.list(chat);
    }

    /// Marks messages that were sent already, so that they are not added.
    pub(super) fn mark_known(&mut self, outbox_ids: &[i64]) {
        self.known.extend(outbox_ids);
    }

    /// The message to send now, or when to ask again. Its chat then waits for [`Self::sent`] or [`Self::retry`].
    pub(super) fn next(&mut self, now: Instant) -> Result<Message, Option<Instant>> {
        self.wake(now);
        let free_at = self.all.free_at(self.limits.of_all());
        loop {
            let Some((level, chat)) = self.first_ready() else {
                return Err(self.paused.peek().map(|Reverse((at, _))| *at));
            };
            if free_at > now {
                return Err(Some(free_at));
            }
            self.ready[level].pop_front();
            let limit = self.limits.of_chat(chat);
            let Some(waiting) = self.chats.get_mut(&chat) else { continue };
            let chat_free_at = waiting.pace.free_at(limit);
            if chat_free_at > now {
                self.rest(chat, chat_free_at);
                continue;
            }
            let Some(((number, outbox_id), (priority, body))) = waiting.messages.pop_first() else {
                waiting.state = State::Idle;
                continue;
            };
            waiting.state = State::Busy;
            waiting.pace.take(limit, now);
            self.all.take(self.limits.of_all(), now);
            self.bodies = self.bodies.saturating_sub(usize::from(body.is_some()));
            return Ok(Message { heading: Heading { outbox_id, chat, number, priority }, body });
        }
    }

    /// The message of the chat was sent: its next one may follow.
    pub(super) fn sent(&mut self, chat: TelegramId) {
        if let Some(waiting) = self.chats.get_mut(&chat) {
            waiting.pauses.reset();
            waiting.state = State::Idle;
            self.list(chat);
        }
    }

    /// The message could not be sent: it is sent again after `pause`, or after a pause that grows with each failure in a row.
    pub(super) fn retry(&mut self, message: Message, pause: Option<Duration>, now: Instant) {
        let Message { heading: Heading { outbox_id, chat, number, priority }, body } = message;
        self.insert(chat, (number, outbox_id), (priority, body), now);
        if let Some(waiting) = self.chats.get_mut(&chat) {
            let pause = pause.unwrap_or_else(|| waiting.pauses.next());
            self.rest(chat, after(now, pause));
        }
    }

    /// Sends nothing before `until`.
    pub(super) fn hold_all(&mut self, until: Instant) {
        self.all.hold(self.limits.of_all(), until);
    }

    /// Drops all messages of a chat but replies: their rows were deleted.
    pub(super) fn drop_all_but_replies(&mut self, chat: TelegramId) {
        if let Some(waiting) = self.chats.get_mut(&chat) {
            let before = bodies_in(&waiting.messages);
            waiting.messages.retain(|_, (priority, _)| *priority == Priority::Reply);
            let dropped = before.saturating_sub(bodies_in(&waiting.messages));
            self.bodies = self.bodies.saturating_sub(dropped);
        }
    }

    /// Moves the waiting messages of one chat to another.
    pub(super) fn redirect(&mut self, from: TelegramId, to: TelegramId, now: Instant) {
        if let Some(moved) = self.chats.remove(&from) {
            self.bodies = self.bodies.saturating_sub(bodies_in(&moved.messages));
            for (place, message) in moved.messages {
                self.insert(to, place, message, now);
            }
            self.list(to);
        }
    }

    /// Forgets rows that were deleted before the next read of the outbox begins, so that no read can return them.
    pub(super) fn forget(&mut self, outbox_ids: &[i64]) {
        for outbox_id in outbox_ids {
            self.known.remove(outbox_id);
        }
    }

    /// Forgets chats without messages whose limits are unused.
    pub(super) fn tidy(&mut self, now: Instant) {
        self.chats
            .retain(|_, chat| chat.state != State::Idle || !chat.messages.is_empty() || !chat.pace.is_unused(now));
    }

    fn insert(&mut self, chat: TelegramId, place: MessageOrder, message: (Priority, Option<String>), now: Instant) {
        self.bodies = self.bodies.saturating_add(usize::from(message.1.is_some()));
        let idle = || Chat {
            messages: BTreeMap::new(),
            state: State::Idle,
            pace: Pace::new(now),
            pauses: Pauses::new(PAUSE.0, PAUSE.1),
        };
        self.chats.entry(chat).or_insert_with(idle).messages.insert(place, message);
    }

    /// Puts the chat into the list of its most urgent message.
    fn list(&mut self, chat: TelegramId) {
        let Some(waiting) = self.chats.get_mut(&chat) else { return };
        let Some(urgency) = waiting.messages.values().map(|(priority, _)| *priority).min() else { return };
        match waiting.state {
            State::Idle => {}
            State::Ready(listed) if urgency < listed => {}
            State::Ready(_) | State::Paused(_) | State::Busy => return,
        }
        waiting.state = State::Ready(urgency);
        self.ready[urgency as usize].push_back(chat);
    }

    fn rest(&mut self, chat: TelegramId, until: Instant) {
        if let Some(waiting) = self.chats.get_mut(&chat) {
            waiting.state = State::Paused(until);
            self.paused.push(Reverse((until, chat)));
        }
    }

    fn wake(&mut self, now: Instant) {
        while let Some(Reverse((until, chat))) = self.paused.peek().copied()
            && until <= now
        {
            self.paused.pop();
            if let Some(waiting) = self.chats.get_mut(&chat)
                && waiting.state == State::Paused(until)
            {
                waiting.state = State::Idle;
                self.list(chat);
            }
        }
    }

    /// The first chat that may send, and its list. Outdated entries are removed.
    fn first_ready(&mut self) -> Option<(usize, TelegramId)> {
        for (level, priority) in Priority::ALL.into_iter().enumerate() {
            while let Some(chat) = self.ready[level].front().copied() {
                if self.chats.get(&chat).is_some_and(|waiting| waiting.state == State::Ready(priority)) {
                    return Some((level, chat));
                }
                self.ready[level].pop_front();
            }
        }
        None
    }
}

fn bodies_in(messages: &BTreeMap<MessageOrder, (Priority, Option<String>)>) -> usize {
    messages.values().filter(|(_, body)| body.is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { per_second: 10, chat_interval: Duration::from_secs(1), chat_burst: 2 };

    struct TestQueue {
        queue: Queue,
        start: Instant,
        now: Instant,
    }

    impl TestQueue {
        fn new() -> Self {
            let start = Instant::now() + Duration::from_secs(600);
            Self { queue: Queue::new(LIMITS, start), start, now: start }
        }

        fn add(&mut self, outbox_id: i64, chat: i64, priority: Priority) {
            let heading = Heading { outbox_id, chat: TelegramId(chat), number: outbox_id, priority };
            self.queue.add(Message { heading, body: Some(String::new()) }, self.now);
        }

        fn next(&mut self) -> Option<i64> {
            self.queue.next(self.now).ok().map(|message| message.heading.outbox_id)
        }

        /// Sends everything, and waits where it must. Returns each message with its time in tenths of a second.
        fn send_all(&mut self) -> Vec<(i64, u128)> {
            let mut sent = Vec::new();
            loop {
                match self.queue.next(self.now) {
                    Ok(message) => {
                        sent.push((message.heading.outbox_id, (self.now - self.start).as_millis() / 100));
                        self.queue.sent(message.heading.chat);
                    }
                    Err(Some(at)) => self.now = at,
                    Err(None) => return sent,
                }
            }
        }
    }

    #[test]
    fn messages_of_a_chat_are_sent_in_order_and_at_the_interval() {
        let mut test = TestQueue::new();
        for outbox_id in [1, 2, 4, 3] {
            test.add(outbox_id, 7, Priority::Reply);
        }
        assert_eq!(test.send_all(), [(1, 0), (2, 0), (3, 10), (4, 20)]);
    }

    #[test]
    fn messages_of_a_chat_are_ordered_by_number_before_row() {
        let mut test = TestQueue::new();
        for (outbox_id, number) in [(1001, 1), (7, 2), (1002, 3), (6, 3)] {
            let heading = Heading { outbox_id, chat: TelegramId(7), number, priority: Priority::Reply };
            test.queue.add(Message { heading, body: None }, test.now);
        }
        let order: Vec<i64> = test.send_all().into_iter().map(|(outbox_id, _)| outbox_id).collect();
        assert_eq!(order, [1001, 7, 6, 1002]);
    }

    #[test]
    fn one_message_of_a_chat_is_sent_at_a_time() {
        let mut test = TestQueue::new();
        test.add(1, 7, Priority::Reply);
        test.add(2, 7, Priority::Reply);
        test.add(3, 8, Priority::Reply);
        assert_eq!([test.next(), test.next(), test.next()], [Some(1), Some(3), None]);
        test.queue.sent(TelegramId(7));
        assert_eq!(test.next(), Some(2));
    }

    #[test]
    fn all_chats_together_keep_the_limit() {
        let mut test = TestQueue::new();
        for chat in 1..=9 {
            test.add(chat, chat, Priority::Reply);
        }
        let tenths: Vec<u128> = test.send_all().into_iter().map(|(_, tenth)| tenth).collect();
        assert_eq!(tenths, [0, 0, 0, 0, 0, 1, 2, 3, 4]);
    }

    #[test]
    fn replies_precede_notices_and_broadcasts_of_other_chats_but_not_of_their_own() {
        let mut test = TestQueue::new();
        for chat in 1..=3 {
            test.add(chat, chat, Priority::Broadcast);
        }
        test.add(10, 4, Priority::Notice);
        test.add(11, 5, Priority::Reply);
        test.add(12, 2, Priority::Reply);
        let order: Vec<i64> = test.send_all().into_iter().map(|(outbox_id, _)| outbox_id).collect();
        assert_eq!(order, [11, 2, 12, 10, 1, 3]);
    }

    #[test]
    fn a_failed_message_is_sent_again_before_later_ones_and_delays_no_other_chat() {
        let mut test = TestQueue::new();
        test.add(1, 7, Priority::Reply);
        test.add(2, 7, Priority::Reply);
        test.add(3, 8, Priority::Reply);
        let failed = test.queue.next(test.now).unwrap();
        test.queue.retry(failed, Some(Duration::from_secs(5)), test.now);
        assert_eq!(test.send_all(), [(3, 0), (1, 50), (2, 50)]);
    }

    #[test]
    fn pauses_of_a_chat_grow_and_stay_bounded() {
        let mut test = TestQueue::new();
        test.add(1, 7, Priority::Reply);
        for least in [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000].map(Duration::from_millis) {
            let failed = test.queue.next(test.now).unwrap();
            test.queue.retry(failed, None, test.now);
            let at = test.queue.next(test.now).unwrap_err().unwrap();
            let wait = at - test.now;
            assert!(least <= wait && wait <= least * 2, "{wait:?} where {least:?} is the least");
            test.now = at.max(test.now + Duration::from_secs(10));
        }
    }

    #[test]
    fn a_message_is_added_once_until_its_row_is_deleted() {
        let mut test = TestQueue::new();
        test.add(1, 7, Priority::Reply);
        test.add(1, 7, Priority::Reply);
        assert_eq!(test.send_all().len(), 1);
        test.add(1, 7, Priority::Reply);
        assert_eq!(test.send_all().len(), 0, "read again before it was deleted");
        test.queue.forget(&[1]);
        assert!(test.queue.known.is_empty());
    }

    #[test]
    fn the_queue_is_empty_at_the_end() {
        let mut test = TestQueue::new();
        for outbox_id in 1..=20 {
            test.add(outbox_id, outbox_id % 3, Priority::Notice);
        }
        test.queue.drop_all_but_replies(TelegramId(1));
        test.queue.redirect(TelegramId(2), TelegramId(0), test.now);
        assert_eq!(test.send_all().len(), 13);
        test.queue.tidy(test.now + Duration::from_secs(60));
        assert!(test.queue.chats.is_empty() && test.queue.bodies == 0);
    }

    #[test]
    fn hold_all_delays_every_chat() {
        let mut test = TestQueue::new();
        test.add(1, 7, Priority::Reply);
        test.add(2, 8, Priority::Reply);
        test.queue.hold_all(test.now + Duration::from_secs(3));
        assert_eq!(test.send_all(), [(1, 30), (2, 31)]);
    }
}
