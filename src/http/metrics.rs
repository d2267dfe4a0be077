//! `/metrics`: what the program does, as Prometheus reads it. Requests are counted here; the rest is measured when it is asked for,
//! by a function that the program's parts are not known to this one by.

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::AtomicU64},
};

use axum::{
    Router,
    extract::ConnectInfo,
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
    routing::get,
};
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

use super::{
    measured::{Measure, Measured, Values},
    metrics_readers::MetricsReaders,
    process,
};

/// The path of the metrics.
const PATH: &str = "/metrics";
/// The upper bounds of the times of requests, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN: &str = "text/plain; version=0.0.4; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// The counters of the server. Cheap to clone.
#[derive(Clone)]
pub(super) struct Requests {
    answered: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
}

impl Default for Requests {
    fn default() -> Self {
        Self { answered: Family::default(), seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)) }
    }
}

impl Requests {
    /// Counts an answered request; `route` is the template of its path.
    pub(super) fn note(&self, method: &'static str, route: &str, status: StatusCode, seconds: f64) {
        let of_route = vec![("method", method.to_owned()), ("route", route.to_owned())];
        self.seconds.get_or_create(&of_route).observe(seconds);
        let mut labels = of_route;
        labels.push(("status", status.as_str().to_owned()));
        self.answered.get_or_create(&labels).inc();
    }

    /// The route of the metrics.
    pub(super) fn routes(self, measure: Measure, readers: MetricsReaders) -> Router {
        let answer = move |ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap| {
            let (requests, measure) = (self.clone(), Arc::clone(&measure));
            let refused = readers.refuse(&headers, peer);
            async move {
                match refused {
                    Some(refused) => refused,
                    None => requests.answer(&headers, &measure().await),
                }
            }
        };
        Router::new().route(PATH, get(answer))
    }

    fn answer(&self, headers: &HeaderMap, measured: &[Measured]) -> Response {
        let mut registry = Registry::default();
        registry.register("http_requests", "Answered requests", self.answered.clone());
        registry.register_with_unit("http_request_duration", "Times of requests", Unit::Seconds, self.seconds.clone());
        for one in measured.iter().chain(&process::measured()) {
            register(&mut registry, one);
        }
        let mut text = String::new();
        if let Err(error) = encode(&mut text, &registry) {
            tracing::error!(%error, "the metrics cannot be written");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        let is_wanted = |value: &axum::http::HeaderValue| {
            value.to_str().is_ok_and(|value| value.contains("application/openmetrics-text"))
        };
        let media_type = if headers.get_all(ACCEPT).iter().any(is_wanted) { OPEN_METRICS } else { PLAIN };
        ([(CONTENT_TYPE, media_type)], text).into_response()
    }
}

fn register(registry: &mut Registry, Measured { name, help, values }: &Measured) {
    match values {
        Values::Gauge(value) => {
            let gauge = Gauge::<f64, AtomicU64>::default();
            gauge.set(*value);
            registry.register(*name, *help, gauge);
        }
        Values::Gauges(label, values) => {
            let family = Family::<Labels, Gauge<f64, AtomicU64>>::default();
            for (word, value) in values {
                family.get_or_create(&vec![(*label, (*word).to_owned())]).set(*value);
            }
            registry.register(*name, *help, family);
        }
        Values::Counter(value) => {
            let counter = Counter::<f64, AtomicU64>::default();
            counter.inc_by(*value);
            registry.register(*name, *help, counter);
        }
        Values::Counters(label, values) => {
            let family = Family::<Labels, Counter>::default();
            for (word, value) in values {
                family.get_or_create(&vec![(*label, (*word).to_owned())]).inc_by(*value);
            }
            registry.register(*name, *help, family);
        }
    }
}
