//! The order of updates: those of a lane one after another, lanes in parallel.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
    time::Instant,
};

use crate::telegram::receiver::QueuedUpdate;

/// The most texts of waiting updates that are held in memory. The others are read before they are handled.
const MAX_TEXTS: usize = 1_000;

/// The waiting updates. A backlog is held without its texts.
#[derive(Default)]
pub(super) struct Lanes {
    lanes: HashMap<i64, VecDeque<Waiting>>,
    /// Lanes whose first update may be started.
    ready: VecDeque<i64>,
    /// Lanes whose first update failed and waits for its pause.
    paused: BinaryHeap<Reverse<(Instant, i64)>>,
    texts: usize,
}

struct Waiting {
    update_id: i64,
    attempts: i64,
    raw: Option<String>,
}

impl Lanes {
    /// Adds an update at the end of its lane.
    pub(super) fn push(&mut self, queued: QueuedUpdate) {
        let QueuedUpdate { update_id, lane, attempts, raw } = queued;
        let raw = raw.filter(|_| self.texts < MAX_TEXTS);
        self.texts = self.texts.saturating_add(usize::from(raw.is_some()));
        let waiting = Waiting { update_id, attempts, raw };
        // A known lane is in progress, ready or paused, and comes to this update later.
        self.lanes
            .entry(lane)
            .or_insert_with(|| {
                self.ready.push_back(lane);
                VecDeque::new()
            })
            .push_back(waiting);
    }

    /// Adds overdue updates of other processes, except those of lanes that are known here: their turn comes anyway.
    pub(super) fn take_over(&mut self, mut found: Vec<QueuedUpdate>) {
        found.retain(|queued| !self.lanes.contains_key(&queued.lane));
        found.into_iter().for_each(|queued| self.push(queued));
    }

    /// The update to start now, if there is one. Its lane then waits for [`Self::finished`] or [`Self::pause`].
    pub(super) fn next(&mut self, now: Instant) -> Option<QueuedUpdate> {
        while let Some(Reverse((until, lane))) = self.paused.peek().copied()
            && until <= now
        {
            self.paused.pop();
            self.ready.push_back(lane);
        }
        let lane = self.ready.pop_front()?;
        let Waiting { update_id, attempts, raw } = self.lanes.get_mut(&lane)?.pop_front()?;
        self.texts = self.texts.saturating_sub(usize::from(raw.is_some()));
        Some(QueuedUpdate { update_id, lane, attempts, raw })
    }

    /// The update of the lane is finished: its next one may follow.
    pub(super) fn finished(&mut self, lane: i64) {
        if self.lanes.get(&lane).is_some_and(VecDeque::is_empty) {
            self.lanes.remove(&lane);
        } else {
            self.ready.push_back(lane);
        }
    }

    /// The update failed: it is tried again at `until`, and its lane waits.
    pub(super) fn pause(&mut self, queued: QueuedUpdate, until: Instant) {
        let QueuedUpdate { update_id, lane, attempts, raw } = queued;
        self.texts = self.texts.saturating_add(usize::from(raw.is_some()));
        self.lanes.entry(lane).or_default().push_front(Waiting { update_id, attempts, raw });
        self.paused.push(Reverse((until, lane)));
    }

    /// When the next paused lane may continue.
    pub(super) fn wakes_at(&self) -> Option<Instant> {
        self.paused.peek().map(|Reverse((until, _))| *until)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn queued(update_id: i64, lane: i64) -> QueuedUpdate {
        QueuedUpdate { update_id, lane, attempts: 0, raw: Some("{}".to_owned()) }
    }

    fn next(lanes: &mut Lanes, now: Instant) -> Option<i64> {
        lanes.next(now).map(|queued| queued.update_id)
    }

    #[test]
    fn a_lane_keeps_its_order_and_delays_no_other() {
        let now = Instant::now();
        let mut lanes = Lanes::default();
        for (update_id, lane) in [(1, 7), (2, 7), (3, 8), (4, 7)] {
            lanes.push(queued(update_id, lane));
        }
        assert_eq!(next(&mut lanes, now), Some(1));
        assert_eq!(next(&mut lanes, now), Some(3));
        assert_eq!(next(&mut lanes, now), None, "lane 7 is at work, lane 8 is empty");
        lanes.finished(8);
        lanes.finished(7);
        assert_eq!(next(&mut lanes, now), Some(2));
        lanes.push(queued(5, 8));
        assert_eq!(next(&mut lanes, now), Some(5));
        lanes.finished(7);
        assert_eq!(next(&mut lanes, now), Some(4));
        lanes.finished(7);
        lanes.finished(8);
        assert_eq!(next(&mut lanes, now), None);
        assert!(lanes.lanes.is_empty() && lanes.texts == 0, "nothing is left behind");
    }

    #[test]
    fn a_failed_update_is_retried_before_later_ones() {
        let now = Instant::now();
        let later = now + Duration::from_secs(2);
        let mut lanes = Lanes::default();
        lanes.push(queued(1, 7));
        lanes.push(queued(2, 7));
        let failed = lanes.next(now).unwrap();
        lanes.pause(failed, later);
        lanes.push(queued(3, 7));
        assert_eq!(next(&mut lanes, now), None);
        assert_eq!(lanes.wakes_at(), Some(later));
        for expected in [1, 2, 3] {
            assert_eq!(next(&mut lanes, later), Some(expected));
            lanes.finished(7);
        }
        assert!(lanes.lanes.is_empty());
    }

    #[test]
    fn overdue_updates_of_known_lanes_are_not_added() {
        let now = Instant::now();
        let mut lanes = Lanes::default();
        lanes.push(queued(1, 7));
        assert_eq!(next(&mut lanes, now), Some(1));
        lanes.take_over(vec![queued(1, 7), queued(2, 8), queued(3, 8)]);
        assert_eq!([next(&mut lanes, now), next(&mut lanes, now)], [Some(2), None]);
        lanes.finished(7);
        lanes.finished(8);
        assert_eq!([next(&mut lanes, now), next(&mut lanes, now)], [Some(3), None]);
    }

    #[test]
    fn a_backlog_is_held_without_its_texts() {
        let mut lanes = Lanes::default();
        for update_id in 0..100_000 {
            lanes.push(queued(update_id, update_id % 1_000));
        }
        assert_eq!(lanes.texts, MAX_TEXTS);
        assert_eq!(lanes.lanes.values().flatten().filter(|waiting| waiting.raw.is_some()).count(), MAX_TEXTS);
    }
}
