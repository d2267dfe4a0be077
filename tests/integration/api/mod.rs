//! The HTTP APIs over real sockets: a shop, its server, and a client that holds a key.

mod bad_requests;
mod bad_sales;
mod batch;
mod card_codes;
mod client_import;
mod clients;
mod consent;
mod cors;
mod coupons;
mod customers;
mod dashboard;
mod events;
mod guide;
mod holds;
mod group_discounts;
mod keys;
mod limits;
mod metrics;
mod pages;
mod platform;
mod platform_errors;
mod platform_writes;
mod routes;
mod sale_refunds;
mod sales;
mod schemathesis;
mod till;
mod tokens;
mod watch;
mod widget;
mod widget_page;
mod writes;

use std::{net::SocketAddr, sync::Arc};

use kopilka::{
    api::{self, Api},
    clock::{Clock as _, ManualClock, SeededChance},
    domain::{OperationId, PhoneCountries, Scope, TelegramId},
    http::{Limits, MetricsReaders, Server},
    messages::ShopFormat,
    serve,
    service::{
        Caller,
        api_keys::{self, KeyOptions, Made},
        api_tokens,
    },
    shutdown::CancellationToken,
};
use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::Value;

use crate::{database::TestDb, shop::Shop};

/// The owner by configuration of every shop here.
pub(crate) const OWNER: TelegramId = TelegramId(900);

/// The origin of web pages that may call the APIs of every shop here.
pub(crate) const PAGE: &str = "https://shop.example";

/// A shop whose APIs are served.
pub(crate) struct ApiServer {
    pub(crate) shop: Shop,
    pub(crate) clock: Arc<ManualClock>,
    address: SocketAddr,
    client: reqwest::Client,
    stop: CancellationToken,
    _server: Server,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A key with every scope, the default limit, and no consent.
pub(crate) fn options(scopes: &[Scope]) -> KeyOptions {
    KeyOptions {
        name: "test".to_owned(),
        scopes: scopes.iter().copied().collect(),
        rate_per_minute: 0,
        days: None,
        asks_consent: true,
    }
}

impl ApiServer {
    pub(crate) async fn start(db: &TestDb) -> Self {
        Self::serving(Shop::open(db).await).await
    }

    /// Serves the APIs of a shop.
    pub(crate) async fn serving(shop: Shop) -> Self {
        Self::limited(shop, Limits::default()).await
    }

    pub(crate) async fn limited(shop: Shop, limits: Limits) -> Self {
        Self::configured(shop, limits, PhoneCountries::default()).await
    }

    /// Serves the APIs of a shop that takes phone numbers of these countries alone.
    pub(crate) async fn taking(shop: Shop, phones: &str) -> Self {
        Self::configured(shop, Limits::default(), phones.parse().unwrap()).await
    }

    async fn configured(shop: Shop, limits: Limits, phones: PhoneCountries) -> Self {
        let clock = Arc::new(ManualClock::at(shop.clock.now()));
        let chance = Arc::new(SeededChance::new(shop.id.0.unsigned_abs() + 17));
        let stop = CancellationToken::new();
        let options = api::Options {
            db: shop.db.clone(),
            shop: shop.id,
            owners: vec![OWNER],
            format: ShopFormat { currency: "KZT".parse().unwrap(), timezone: chrono_tz::Asia::Almaty },
            phones,
            clock: clock.clone(),
            chance: chance.clone(),
            token_secret: None,
            trusted_proxies: Vec::new(),
            cors_origins: vec![PAGE.to_owned()],
            stop: stop.clone(),
        };
        let api = Api::new(options).await.unwrap();
        let server = Server::start("127.0.0.1:0".parse().unwrap(), limits, chance, &stop).await.unwrap();
        let opener = server.opener();
        let measure = serve::measure(shop.db.clone(), shop.id, clock.clone());
        let metrics = opener.metrics(measure, MetricsReaders::Neighbours);
        opener.open(shop.db.clone(), api::routes(&api).merge(metrics));
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { address: server.address(), shop, clock, client, stop, _server: server }
    }

    /// Makes a key.
    pub(crate) async fn makes_key(&self, options: &KeyOptions) -> Made {
        let mut tx = self.shop.begin().await;
        let name = format!("test key {}", self.shop.next_operation());
        let operation = Caller::operator(self.clock.now()).operation(OperationId::command(name));
        let made = api_keys::create(&mut tx, &operation, &self.shop.chance, options).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    /// The secret of a new key of the till.
    pub(crate) async fn till_key(&self) -> String {
        self.makes_key(&options(&[Scope::Till])).await.secret.unwrap().as_str().to_owned()
    }

    /// The key that names the shop in `X-Tenant-Key`.
    pub(crate) async fn tenant_key(&self) -> String {
        let mut tx = self.shop.begin().await;
        let secrets = api_tokens::secrets(&mut tx, &self.shop.chance, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        secrets.tenant_key
    }

    pub(crate) fn request(&self, method: Method, path: &str, key: &str) -> RequestBuilder {
        self.anonymous(method, path).header("X-API-Key", key)
    }

    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn get(&self, path: &str, key: &str) -> Answer {
        answer(self.request(Method::GET, path, key)).await
    }

    pub(crate) async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path, key).json(body)).await
    }
}

impl Drop for ApiServer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    // A stream of events has no end.
    let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let text = if is_stream { String::new() } else { response.text().await.unwrap() };
    Answer { status, headers, text }
}

impl Answer {
    /// The body; panics where it is no JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Asserts the status of an answer without a body.
    pub(crate) fn expect_empty(&self, status: u16) {
        assert_eq!((self.status.as_u16(), self.text.as_str()), (status, ""), "{self:?}");
    }

    /// Asserts a status, and returns the body.
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self.json()
    }

    /// Asserts an error of the till.
    pub(crate) fn expect_error(&self, status: u16, code: &str) {
        let body = self.expect(status);
        assert_eq!(body["code"], code, "{body}");
        assert!(body["error"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
        assert_eq!(self.header("content-type"), Some("application/json"));
    }
}
