//! What stands between programs: a line to a database that can be cut, and a balancer in front of several webhooks.

use std::{
    net::{SocketAddr, TcpListener as Reserved},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use kopilka::clock::{Chance, SystemChance};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// A line to a server on this machine.
pub(crate) struct Line {
    pub(crate) address: SocketAddr,
    is_whole: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Line {
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (is_whole, whole) = watch::channel(true);
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                if *whole.borrow() {
                    tokio::spawn(connect(near, server, whole.clone()));
                }
            }
        });
        Self { address, is_whole, task }
    }

    /// Breaks every connection, and lets no new one through.
    pub(crate) fn cut(&self) {
        self.is_whole.send_replace(false);
    }

    pub(crate) fn mend(&self) {
        self.is_whole.send_replace(true);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn connect(mut near: TcpStream, server: SocketAddr, mut whole: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(server).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = whole.wait_for(|whole| !whole) => {}
    }
}

/// Brings each request to the next of several webhooks, and to another one where that is down.
pub(crate) struct Balancer {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

struct Backs {
    urls: Vec<String>,
    turn: AtomicUsize,
    client: reqwest::Client,
}

impl Balancer {
    pub(crate) async fn before(ports: &[u16]) -> Self {
        let urls = ports.iter().map(|port| format!("http://127.0.0.1:{port}/telegram")).collect();
        // A new connection each time, so that a process that is gone is noticed at once.
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let backs = Arc::new(Backs { urls, turn: AtomicUsize::new(0), client });
        let routes = Router::new().route("/telegram", post(pass_on)).with_state(backs);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/telegram", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, task }
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(State(backs): State<Arc<Backs>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let turn = backs.turn.fetch_add(1, Ordering::SeqCst);
    for place in 0..backs.urls.len() {
        let url = &backs.urls[(turn + place) % backs.urls.len()];
        let mut request = backs.client.post(url).body(body.clone()).timeout(Duration::from_secs(25));
        if let Some(secret) = headers.get("x-telegram-bot-api-secret-token") {
            request = request.header("x-telegram-bot-api-secret-token", secret);
        }
        if let Ok(answer) = request.send().await {
            return answer.status();
        }
    }
    StatusCode::BAD_GATEWAY
}

/// A port that nobody listens on, outside the range from which outgoing connections take theirs.
pub(crate) fn free_port() -> u16 {
    loop {
        let port = 10_000 + u16::try_from(SystemChance.bits() % 10_000).unwrap();
        if Reserved::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
