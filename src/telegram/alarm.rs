//! Reports for the shop's owners: another program uses this bot's token.

use std::sync::Arc;

use super::BoxFuture;
pub use crate::service::alarms::Alarm;

/// What there is to tell of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// It is raised. Repeated until it is over.
    Raised(Alarm),
    /// It has been over for a while.
    Over(Alarm),
}

/// Takes the reports; tells the owners of each alarm once until it is over.
pub type AlarmHandler = Arc<dyn Fn(Report) -> BoxFuture<'static, ()> + Send + Sync>;
