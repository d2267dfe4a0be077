//! A server that receives webhooks, answers as the test wants, and checks signatures with an HMAC of its own.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, Uri},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::{net::TcpListener, task::JoinHandle};

/// A message that came.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) timestamp: i64,
    pub(crate) signatures: Vec<String>,
    pub(crate) body: String,
    /// The status that was answered.
    pub(crate) answered: u16,
}

impl Message {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The number of the parcel and its status.
    pub(crate) fn told(&self) -> (String, String) {
        let data = &self.json()["data"];
        (data["tracking_number"].as_str().unwrap().to_owned(), data["status"].as_str().unwrap().to_owned())
    }

    /// Has this secret signed it?
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let signed = format!("{}.{}.{}", self.id, self.timestamp, self.body);
        let expected = format!("v1,{}", BASE64_STANDARD.encode(hmac(&key, signed.as_bytes())));
        self.signatures.contains(&expected)
    }
}

/// HMAC-SHA256, as RFC 2104 describes it.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let padded = |pad: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ pad).collect() };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

/// What the receiver does with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Status(u16),
    /// A status, and a header.
    With(u16, &'static str, String),
    /// None at all.
    Never,
    /// 200, and a body without an end.
    Endless,
}

type Behaviour = Arc<dyn Fn(&Message) -> Answer + Send + Sync>;

#[derive(Clone)]
struct Shared {
    messages: Arc<Mutex<Vec<Message>>>,
    behaviour: Arc<Mutex<Behaviour>>,
}

/// The receiver. It listens until it is dropped.
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    shared: Shared,
    serving: JoinHandle<()>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap()).await
    }

    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        let shared = Shared {
            messages: Arc::default(),
            behaviour: Arc::new(Mutex::new(Arc::new(|_: &Message| Answer::Status(204)))),
        };
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(receive).with_state(shared.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, shared, serving }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook?of=shop", self.address)
    }

    /// Answers as `behaviour` says from now on.
    pub(crate) fn answers(&self, behaviour: impl Fn(&Message) -> Answer + Send + Sync + 'static) {
        *self.shared.behaviour.lock().unwrap() = Arc::new(behaviour);
    }

    pub(crate) fn messages(&self) -> Vec<Message> {
        self.shared.messages.lock().unwrap().clone()
    }

    /// Those that were answered with 2xx.
    pub(crate) fn taken(&self) -> Vec<Message> {
        self.messages().into_iter().filter(|message| (200..300).contains(&message.answered)).collect()
    }

    /// Waits until so many messages have come.
    pub(crate) async fn has(&self, count: usize) -> Vec<Message> {
        until(|| self.messages().len() >= count, || format!("{count} messages, of which came {:#?}", self.messages()))
            .await;
        self.messages()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Waits until it is so, at most some seconds.
pub(crate) async fn until(mut is_so: impl FnMut() -> bool, what: impl Fn() -> String) {
    for _ in 0..2_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("in vain waited for {}", what());
}

async fn receive(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let mut message = Message {
        path: uri.to_string(),
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().unwrap_or(0),
        signatures: header("webhook-signature").split(' ').map(str::to_owned).collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
        answered: 0,
    };
    let behaviour = Arc::clone(&shared.behaviour.lock().unwrap());
    let answer = behaviour(&message);
    message.answered = match &answer {
        Answer::Status(status) | Answer::With(status, ..) => *status,
        Answer::Endless => 200,
        Answer::Never => 0,
    };
    shared.messages.lock().unwrap().push(message);
    match answer {
        Answer::Status(status) => Response::builder().status(status).body(Body::from("as you like")).unwrap(),
        Answer::With(status, name, value) => {
            Response::builder().status(status).header(name, value).body(Body::empty()).unwrap()
        }
        Answer::Never => std::future::pending().await,
        Answer::Endless => {
            let parts = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 1 << 16])));
            Response::new(Body::from_stream(parts))
        }
    }
}
