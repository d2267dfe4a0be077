//! Which message goes next: urgent chats first, in each chat one after another in the order they were put, and no faster than
//! Telegram allows.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque},
    time::{Duration, Instant},
};

use super::rate_limit::{Limits, Pace};
use crate::{
    backoff::Pauses,
    domain::TelegramId,
    service::outbox::{Heading, Priority},
};

/// The most bodies of waiting messages that are held in memory; the others are read when it is their turn.
const BODIES: usize = 2_000;
/// The pause of a chat after a failure: the first, and the longest.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// A message that is to be sent.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) heading: Heading,
    /// What it says; `None`: it is in the outbox.
    pub(super) body: Option<String>,
}

/// The messages that wait.
pub(super) struct Queue {
    limits: Limits,
    chats: HashMap<TelegramId, Chat>,
    /// Chats that may go now, by urgency. A chat that became more urgent is in two of them: the later entry counts.
    ready: [VecDeque<TelegramId>; Priority::ALL.len()],
    /// Chats that have to wait until a moment.
    resting: BinaryHeap<Reverse<(Instant, TelegramId)>>,
    all: Pace,
    /// Every message that was taken over, until its row is gone for certain.
    known: HashSet<i64>,
    bodies: usize,
}

/// What orders the messages of a chat: the number, then the row.
type Place = (i64, i64);

struct Chat {
    messages: BTreeMap<Place, (Priority, Option<String>)>,
    state: State,
    pace: Pace,
    /// After failures in a row.
    pauses: Pauses,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing waits, or its place in a list is to be found anew.
    Idle,
    /// In one of the lists of those that may go.
    Ready(Priority),
    /// Among those that rest.
    Resting(Instant),
    /// A message is on its way.
    Busy,
}

impl Queue {
    pub(super) fn new(limits: Limits, now: Instant) -> Self {
        Self {
            limits,
            chats: HashMap::new(),
            ready: Default::default(),
            resting: BinaryHeap::new(),
            all: Pace::new(now),
            known: HashSet::new(),
            bodies: 0,
        }
    }

    /// Takes a message over, unless it was taken over before.
    pub(super) fn add(&mut self, message: Message, now: Instant) {
        let Message { heading: Heading { outbox_id, chat, number, priority }, body } = message;
        if !self.known.insert(outbox_id) {
            return;
        }
        let body = body.filter(|_| self.bodies < BODIES);
        self.insert(chat, (number, outbox_id), (priority, body), now);
        self.list(chat);
    }

    /// These have left already: they are not to be taken over.
    pub(super) fn know(&mut self, outbox_ids: &[i64]) {
        self.known.extend(outbox_ids);
    }

    /// The message to send now, or else when to ask again. Its chat then waits for [`Self::sent`] or [`Self::put_back`].
    pub(super) fn next(&mut self, now: Instant) -> Result<Message, Option<Instant>> {
        self.wake(now);
        let free_at = self.all.free_at(self.limits.of_all());
        loop {
            let Some((level, chat)) = self.first_ready() else {
                return Err(self.resting.peek().map(|Reverse((at, _))| *at));
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
            self.bodies -= usize::from(body.is_some());
            return Ok(Message { heading: Heading { outbox_id, chat, number, priority }, body });
        }
    }

    /// The chat's message has left: on to its next one.
    pub(super) fn sent(&mut self, chat: TelegramId) {
        if let Some(waiting) = self.chats.get_mut(&chat) {
            waiting.pauses.reset();
            waiting.state = State::Idle;
            self.list(chat);
        }
    }

    /// The message could not be sent: it comes again after `pause`, or after one that grows with every failure in a row.
    pub(super) fn put_back(&mut self, message: Message, pause: Option<Duration>, now: Instant) {
        let Message { heading: Heading { outbox_id, chat, number, priority }, body } = message;
        self.insert(chat, (number, outbox_id), (priority, body), now);
        if let Some(waiting) = self.chats.get_mut(&chat) {
            let pause = pause.unwrap_or_else(|| waiting.pauses.next());
            self.rest(chat, now + pause);
        }
    }

    /// Sends nothing at all for a while.
    pub(super) fn hold_all(&mut self, until: Instant) {
        self.all.hold(self.limits.of_all(), until);
    }

    /// Leaves out what nobody in the chat asked for: those rows are gone.
    pub(super) fn drop_unasked(&mut self, chat: TelegramId) {
        if let Some(waiting) = self.chats.get_mut(&chat) {
            let before = bodies_in(&waiting.messages);
            waiting.messages.retain(|_, (priority, _)| *priority == Priority::Reply);
            self.bodies -= before - bodies_in(&waiting.messages);
        }
    }

    /// What waits for one chat waits for another.
    pub(super) fn redirect(&mut self, from: TelegramId, to: TelegramId, now: Instant) {
        if let Some(moved) = self.chats.remove(&from) {
            self.bodies -= bodies_in(&moved.messages);
            for (place, message) in moved.messages {
                self.insert(to, place, message, now);
            }
            self.list(to);
        }
    }

    /// These rows were deleted before the outbox is read the next time, so they cannot be met again.
    pub(super) fn forget(&mut self, outbox_ids: &[i64]) {
        for outbox_id in outbox_ids {
            self.known.remove(outbox_id);
        }
    }

    /// Forgets chats for which nothing waits and no limit runs.
    pub(super) fn tidy(&mut self, now: Instant) {
        self.chats
            .retain(|_, chat| chat.state != State::Idle || !chat.messages.is_empty() || !chat.pace.is_rested(now));
    }

    fn insert(&mut self, chat: TelegramId, place: Place, message: (Priority, Option<String>), now: Instant) {
        self.bodies += usize::from(message.1.is_some());
        let idle = || Chat {
            messages: BTreeMap::new(),
            state: State::Idle,
            pace: Pace::new(now),
            pauses: Pauses::new(PAUSE.0, PAUSE.1),
        };
        self.chats.entry(chat).or_insert_with(idle).messages.insert(place, message);
    }

    /// Puts the chat where it belongs: among those that may go, as urgent as its most urgent message.
    fn list(&mut self, chat: TelegramId) {
        let Some(waiting) = self.chats.get_mut(&chat) else { return };
        let Some(urgency) = waiting.messages.values().map(|(priority, _)| *priority).min() else { return };
        match waiting.state {
            State::Idle => {}
            State::Ready(listed) if urgency < listed => {}
            State::Ready(_) | State::Resting(_) | State::Busy => return,
        }
        waiting.state = State::Ready(urgency);
        self.ready[urgency as usize].push_back(chat);
    }

    fn rest(&mut self, chat: TelegramId, until: Instant) {
        if let Some(waiting) = self.chats.get_mut(&chat) {
            waiting.state = State::Resting(until);
            self.resting.push(Reverse((until, chat)));
        }
    }

    fn wake(&mut self, now: Instant) {
        while let Some(Reverse((until, chat))) = self.resting.peek().copied()
            && until <= now
        {
            self.resting.pop();
            if let Some(waiting) = self.chats.get_mut(&chat)
                && waiting.state == State::Resting(until)
            {
                waiting.state = State::Idle;
                self.list(chat);
            }
        }
    }

    /// The first chat that may go and the list it is in; entries that no longer count are dropped on the way.
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

fn bodies_in(messages: &BTreeMap<Place, (Priority, Option<String>)>) -> usize {
    messages.values().filter(|(_, body)| body.is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { per_second: 10, chat_interval: Duration::from_secs(1), chat_burst: 2 };

    struct Bench {
        queue: Queue,
        start: Instant,
        now: Instant,
    }

    impl Bench {
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

        /// Sends everything, waiting where it must: each message with its tenth of a second.
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
    fn a_chat_gets_its_messages_in_order_and_in_step() {
        let mut bench = Bench::new();
        for outbox_id in [1, 2, 4, 3] {
            bench.add(outbox_id, 7, Priority::Reply);
        }
        assert_eq!(bench.send_all(), [(1, 0), (2, 0), (3, 10), (4, 20)]);
    }

    #[test]
    fn the_number_orders_a_chat_and_not_the_row() {
        let mut bench = Bench::new();
        for (outbox_id, number) in [(1001, 1), (7, 2), (1002, 3), (6, 3)] {
            let heading = Heading { outbox_id, chat: TelegramId(7), number, priority: Priority::Reply };
            bench.queue.add(Message { heading, body: None }, bench.now);
        }
        let order: Vec<i64> = bench.send_all().into_iter().map(|(outbox_id, _)| outbox_id).collect();
        assert_eq!(order, [1001, 7, 6, 1002]);
    }

    #[test]
    fn one_message_of_a_chat_is_on_its_way_at_a_time() {
        let mut bench = Bench::new();
        bench.add(1, 7, Priority::Reply);
        bench.add(2, 7, Priority::Reply);
        bench.add(3, 8, Priority::Reply);
        assert_eq!([bench.next(), bench.next(), bench.next()], [Some(1), Some(3), None]);
        bench.queue.sent(TelegramId(7));
        assert_eq!(bench.next(), Some(2));
    }

    #[test]
    fn all_chats_together_keep_the_limit() {
        let mut bench = Bench::new();
        for chat in 1..=9 {
            bench.add(chat, chat, Priority::Reply);
        }
        let tenths: Vec<u128> = bench.send_all().into_iter().map(|(_, tenth)| tenth).collect();
        assert_eq!(tenths, [0, 0, 0, 0, 0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_reply_passes_notices_and_broadcasts_to_others_but_not_in_its_own_chat() {
        let mut bench = Bench::new();
        for chat in 1..=3 {
            bench.add(chat, chat, Priority::Broadcast);
        }
        bench.add(10, 4, Priority::Notice);
        bench.add(11, 5, Priority::Reply);
        bench.add(12, 2, Priority::Reply);
        let order: Vec<i64> = bench.send_all().into_iter().map(|(outbox_id, _)| outbox_id).collect();
        assert_eq!(order, [11, 2, 12, 10, 1, 3]);
    }

    #[test]
    fn a_failed_message_comes_again_before_those_behind_it_and_holds_up_no_other_chat() {
        let mut bench = Bench::new();
        bench.add(1, 7, Priority::Reply);
        bench.add(2, 7, Priority::Reply);
        bench.add(3, 8, Priority::Reply);
        let failed = bench.queue.next(bench.now).unwrap();
        bench.queue.put_back(failed, Some(Duration::from_secs(5)), bench.now);
        assert_eq!(bench.send_all(), [(3, 0), (1, 50), (2, 50)]);
    }

    #[test]
    fn pauses_of_a_chat_grow_and_stay_bounded() {
        let mut bench = Bench::new();
        bench.add(1, 7, Priority::Reply);
        for least in [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000].map(Duration::from_millis) {
            let failed = bench.queue.next(bench.now).unwrap();
            bench.queue.put_back(failed, None, bench.now);
            let at = bench.queue.next(bench.now).unwrap_err().unwrap();
            let wait = at - bench.now;
            assert!(least <= wait && wait <= least * 2, "{wait:?} where {least:?} is the least");
            bench.now = at.max(bench.now + Duration::from_secs(10));
        }
    }

    #[test]
    fn a_message_is_taken_over_once_until_its_row_is_gone() {
        let mut bench = Bench::new();
        bench.add(1, 7, Priority::Reply);
        bench.add(1, 7, Priority::Reply);
        assert_eq!(bench.send_all().len(), 1);
        bench.add(1, 7, Priority::Reply);
        assert_eq!(bench.send_all().len(), 0, "read again before it was deleted");
        bench.queue.forget(&[1]);
        assert!(bench.queue.known.is_empty());
    }

    #[test]
    fn nothing_is_left_behind() {
        let mut bench = Bench::new();
        for outbox_id in 1..=20 {
            bench.add(outbox_id, outbox_id % 3, Priority::Notice);
        }
        bench.queue.drop_unasked(TelegramId(1));
        bench.queue.redirect(TelegramId(2), TelegramId(0), bench.now);
        assert_eq!(bench.send_all().len(), 13);
        bench.queue.tidy(bench.now + Duration::from_secs(60));
        assert!(bench.queue.chats.is_empty() && bench.queue.bodies == 0);
    }

    #[test]
    fn everything_waits_when_telegram_says_so() {
        let mut bench = Bench::new();
        bench.add(1, 7, Priority::Reply);
        bench.add(2, 8, Priority::Reply);
        bench.queue.hold_all(bench.now + Duration::from_secs(3));
        assert_eq!(bench.send_all(), [(1, 30), (2, 31)]);
    }
}
