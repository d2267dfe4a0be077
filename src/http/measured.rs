//! What the parts of the program measure for [`metrics`](super::metrics).

use std::sync::Arc;

use futures_util::future::BoxFuture;

/// What was measured: values of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The name, without the end that counters get.
    pub name: &'static str,
    /// What it is, in a sentence without the full stop.
    pub help: &'static str,
    /// The values.
    pub values: Values,
}

/// The values of one name.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// A value that goes up and down.
    Gauge(f64),
    /// A value that only grows while the program runs.
    Counter(f64),
    /// Values that go up and down, told apart by a label.
    Gauges(&'static str, Vec<(&'static str, f64)>),
    /// Numbers that only grow while the program runs, told apart by a label.
    Counters(&'static str, Vec<(&'static str, u64)>),
}

/// Measures the program.
pub type Measure = Arc<dyn Fn() -> BoxFuture<'static, Vec<Measured>> + Send + Sync>;
