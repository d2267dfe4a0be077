//! What stands between programs: a TCP proxy that can be disconnected, and a load balancer in front of several webhooks.

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

/// A TCP proxy to a server on this machine.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    is_connected: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(crate) async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (is_connected, connected) = watch::channel(true);
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                if *connected.borrow() {
                    tokio::spawn(connect(near, server, connected.clone()));
                }
            }
        });
        Self { address, is_connected, task }
    }

    /// Closes every connection, and refuses new ones.
    pub(crate) fn disconnect(&self) {
        self.is_connected.send_replace(false);
    }

    pub(crate) fn reconnect(&self) {
        self.is_connected.send_replace(true);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn connect(mut near: TcpStream, server: SocketAddr, mut connected: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(server).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = connected.wait_for(|connected| !connected) => {}
    }
}

/// Passes each request on to the next of several webhooks, or to another one where that is down.
pub(crate) struct Balancer {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

struct Backends {
    urls: Vec<String>,
    turn: AtomicUsize,
    client: reqwest::Client,
}

impl Balancer {
    pub(crate) async fn start(ports: &[u16]) -> Self {
        let urls = ports.iter().map(|port| format!("http://127.0.0.1:{port}/telegram")).collect();
        // A new connection for each request, so that a process that has ended is noticed at once.
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let backends = Arc::new(Backends { urls, turn: AtomicUsize::new(0), client });
        let routes = Router::new().route("/telegram", post(pass_on)).with_state(backends);
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

async fn pass_on(State(backends): State<Arc<Backends>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let turn = backends.turn.fetch_add(1, Ordering::SeqCst);
    for offset in 0..backends.urls.len() {
        let url = &backends.urls[(turn + offset) % backends.urls.len()];
        let mut request = backends.client.post(url).body(body.clone()).timeout(Duration::from_secs(25));
        if let Some(secret) = headers.get("x-telegram-bot-api-secret-token") {
            request = request.header("x-telegram-bot-api-secret-token", secret);
        }
        if let Ok(answer) = request.send().await {
            return answer.status();
        }
    }
    StatusCode::BAD_GATEWAY
}

/// A free port, outside the range of the ports of outgoing connections.
pub(crate) fn free_port() -> u16 {
    loop {
        let port = 10_000 + u16::try_from(SystemChance.bits() % 10_000).unwrap();
        if Reserved::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
