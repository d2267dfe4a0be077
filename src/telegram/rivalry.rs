//! Another program that takes this bot's updates again and again: each of the two would undo what the other does, so this one
//! holds back for longer each time.

use std::time::{Duration, Instant};

use super::alarm::{Alarm, AlarmHandler, Report};
use crate::backoff::Pauses;

/// How long the other program is left alone: the second time, and at the most.
const PAUSE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(600));
/// After so long without interference it is over.
const CALM: Duration = Duration::from_secs(1200);

/// The interference of another program.
pub(super) struct Rivalry {
    alarms: AlarmHandler,
    pauses: Pauses,
    /// Which alarm was raised, and when it last was.
    raised: Option<(Alarm, Instant)>,
}

impl Rivalry {
    pub(super) fn new(alarms: AlarmHandler) -> Self {
        Self { alarms, pauses: Pauses::new(PAUSE.0, PAUSE.1), raised: None }
    }

    /// It interfered. Returns how long it is to be left alone, which is not at all where it is the first time. The alarm says what
    /// was done about it, so it is raised by [`raise`](Self::raise) when that is done.
    pub(super) fn interfered(&mut self, alarm: Alarm) -> Duration {
        let is_first = self.raised.is_none_or(|(raised, _)| raised != alarm);
        self.raised = Some((alarm, Instant::now()));
        if is_first {
            self.pauses.reset();
            return Duration::ZERO;
        }
        self.pauses.next()
    }

    /// Raises the alarm of the last interference.
    pub(super) async fn raise(&self) {
        if let Some((alarm, _)) = self.raised {
            (self.alarms)(Report::Raised(alarm)).await;
        }
    }

    /// It did not interfere.
    pub(super) async fn is_calm(&mut self) {
        if let Some((alarm, last)) = self.raised
            && last.elapsed() >= CALM
        {
            self.raised = None;
            (self.alarms)(Report::Over(alarm)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[tokio::test]
    async fn it_is_left_alone_for_longer_each_time() {
        let reports = Arc::new(Mutex::new(Vec::new()));
        let handler: AlarmHandler = Arc::new({
            let reports = Arc::clone(&reports);
            move |report| {
                reports.lock().unwrap().push(report);
                Box::pin(async {})
            }
        });
        let mut rivalry = Rivalry::new(handler);
        rivalry.raise().await;
        assert_eq!(rivalry.interfered(Alarm::WebhookTaken), Duration::ZERO);
        assert!(reports.lock().unwrap().is_empty(), "nothing was done about it yet");
        rivalry.raise().await;
        for least in [30, 60, 120, 240, 480, 600, 600].map(Duration::from_secs) {
            let pause = rivalry.interfered(Alarm::WebhookTaken);
            assert!(least <= pause && pause <= least * 2, "{pause:?} where {least:?} is the least");
        }
        rivalry.is_calm().await;
        assert_eq!(*reports.lock().unwrap(), [Report::Raised(Alarm::WebhookTaken)]);
    }
}
