//! The examples for nginx and Caddy, running in front of a server: what reaches it, and what comes back.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::DefaultBodyLimit,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use futures_util::{StreamExt as _, stream};
use kopilka::{
    clock::SystemChance,
    http::{Limits, Server},
    shutdown::CancellationToken,
};
use reqwest::{Client, StatusCode, redirect};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{file, program, succeeds};
use crate::{
    database::{Kind, TestDb},
    survival::network::free_port,
};

/// The name in both examples.
const HOST: &str = "bot.example.org";
/// The address of the program in both examples.
const UPSTREAM: &str = "127.0.0.1:8080";
/// The largest body that the program takes, in bytes.
const LARGEST: usize = 16 << 20;
/// What a page that others may show in a frame says.
const FRAMES: &str = "default-src 'self'; frame-ancestors *";

/// A web server with an example in front of a server that says what reached it. Dropped, it is killed.
struct Proxy {
    name: &'static str,
    server: Child,
    upstream: Upstream,
    http: u16,
    https: u16,
    _directory: TempDir,
}

/// The server behind it.
struct Upstream {
    address: SocketAddr,
    stop: CancellationToken,
    _db: TestDb,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.upstream.stop.cancel();
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Proxy {
    async fn nginx() -> Self {
        let (directory, upstream) = (TempDir::new().unwrap(), upstream().await);
        let (http, https) = (free_port(), free_port());
        let configuration = directory.path().join("nginx.conf");
        std::fs::write(&configuration, around_nginx(directory.path(), upstream.address, http, https)).unwrap();
        let nginx = || {
            let mut nginx = Command::new(program("KOPILKA_TEST_NGINX"));
            nginx.arg("-e").arg("stderr").arg("-c").arg(&configuration).arg("-p").arg(directory.path());
            nginx
        };
        let said = succeeds(nginx().arg("-t"));
        assert!(said.contains("syntax is ok") && !said.contains("[warn]"), "{said}");
        let server = nginx().stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        Self { name: "nginx", server, upstream, http, https, _directory: directory }.listening().await
    }

    async fn caddy() -> Self {
        let (directory, upstream) = (TempDir::new().unwrap(), upstream().await);
        let (http, https) = (free_port(), free_port());
        let caddy = || {
            let mut caddy = Command::new(program("KOPILKA_TEST_CADDY"));
            caddy.env("HOME", directory.path()).env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME");
            caddy
        };
        let example = crate::sources::top().join("deploy/Caddyfile");
        succeeds(caddy().args(["validate", "--adapter", "caddyfile", "--config"]).arg(&example));
        let configuration = directory.path().join("Caddyfile");
        let global =
            format!("{{\nadmin off\nhttp_port {http}\nhttps_port {https}\nlocal_certs\nskip_install_trust\n}}\n");
        std::fs::write(
            &configuration,
            global + &at(&file("deploy/Caddyfile"), UPSTREAM, &upstream.address.to_string()),
        )
        .unwrap();
        let mut run = caddy();
        run.args(["run", "--adapter", "caddyfile", "--config"]).arg(&configuration);
        let server = run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { name: "Caddy", server, upstream, http, https, _directory: directory }.listening().await
    }

    /// Waits until the server answers.
    async fn listening(self) -> Self {
        let begun = Instant::now();
        while self.client().get(self.url("/")).send().await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "{} does not listen", self.name);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self
    }

    /// A client to which this machine has the name of the examples.
    fn client(&self) -> Client {
        let here = |port| SocketAddr::from(([127, 0, 0, 1], port));
        let client = Client::builder().no_proxy().danger_accept_invalid_certs(true).redirect(redirect::Policy::none());
        client.resolve(HOST, here(self.https)).timeout(Duration::from_secs(60)).build().unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("https://{HOST}:{}{path}", self.https)
    }

    /// What reached the server of a request with these headers.
    async fn passes_on(&self, path: &str, headers: &[(&str, &str)]) -> Value {
        let request = headers
            .iter()
            .fold(self.client().get(self.url(path)), |request, (name, value)| request.header(*name, *value));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{} {path}", self.name);
        answer.json().await.unwrap()
    }
}

/// Replaces what must be there.
#[track_caller]
fn at(text: &str, what: &str, by: &str) -> String {
    assert!(text.contains(what), "{what} is not in:\n{text}");
    text.replace(what, by)
}

/// The example with the ports and the certificate of this test, in a whole configuration that writes into `directory` alone.
fn around_nginx(directory: &Path, upstream: SocketAddr, http: u16, https: u16) -> String {
    let path = |name: &str| directory.join(name).display().to_string();
    let (certificate, key) = (path("certificate.pem"), path("key.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]);
    openssl.args(["-subj", "/CN=bot.example.org", "-keyout", &key, "-out", &certificate]);
    succeeds(&mut openssl);
    let mut example = at(&file("deploy/nginx.conf"), UPSTREAM, &upstream.to_string());
    for (what, by) in [
        ("listen 80;", format!("listen 127.0.0.1:{http};")),
        ("listen [::]:80;", String::new()),
        ("listen 443 ssl;", format!("listen 127.0.0.1:{https} ssl;")),
        ("listen [::]:443 ssl;", String::new()),
        ("/etc/letsencrypt/live/bot.example.org/fullchain.pem", certificate),
        ("/etc/letsencrypt/live/bot.example.org/privkey.pem", key),
    ] {
        example = at(&example, what, &by);
    }
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary: String = temporary.iter().map(|of| format!("{of}_temp_path {};\n", path(of))).collect();
    // One process, which keeps its user.
    format!(
        "daemon off;\nmaster_process off;\npid {};\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{example}}}\n",
        path("pid")
    )
}

/// The server of the program, with routes that say what reached it.
async fn upstream() -> Upstream {
    let (db, stop) = (TestDb::new(Kind::Sqlite).await, CancellationToken::new());
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::start(anywhere, Limits::default(), Arc::new(SystemChance), &stop).await.unwrap();
    let routes = Router::new()
        .route("/api/v1/tracking/7000000001/events", get(async || events()))
        .route("/widget/7000000001", get(async || ([("content-security-policy", FRAMES)], "a page")))
        .fallback(any(seen))
        .layer(DefaultBodyLimit::max(LARGEST));
    server.opener().open(db.db.clone(), routes);
    Upstream { address: server.address(), stop, _db: db }
}

/// One event at once, and no other for long.
fn events() -> Response {
    let one = stream::once(async { Ok::<_, std::io::Error>("id: 1\nevent: parcel.created\ndata: {}\n\n") });
    let body = Body::from_stream(one.chain(stream::pending()));
    ([("content-type", "text/event-stream")], body).into_response()
}

async fn seen(uri: Uri, headers: HeaderMap, body: Bytes) -> Json<Value> {
    let header = |name: &str| {
        let values: Vec<_> = headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        values.join(", ")
    };
    Json(json!({
        "path": uri.path(), "for": header("x-forwarded-for"), "proto": header("x-forwarded-proto"), "host": header("host"),
        "key": header("x-api-key"), "secret": header("x-telegram-bot-api-secret-token"), "bytes": body.len(),
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nginx_passes_on_what_it_should() {
    assert_serves(&Proxy::nginx().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caddy_passes_on_what_it_should() {
    assert_serves(&Proxy::caddy().await).await;
}

async fn assert_serves(proxy: &Proxy) {
    let name = proxy.name;
    // Where the request comes from, whatever the client says of itself.
    let seen = proxy.passes_on("/ext/api/v1/clients", &[("X-Forwarded-For", "9.9.9.9"), ("X-API-Key", "tb_1")]).await;
    assert_eq!((&seen["for"], &seen["proto"]), (&json!("127.0.0.1"), &json!("https")), "{name}");
    assert_eq!((&seen["path"], &seen["key"]), (&json!("/ext/api/v1/clients"), &json!("tb_1")), "{name}");
    assert!(seen["host"].as_str().unwrap().starts_with(HOST), "{name}: {seen}");
    let telegrams = [("X-Telegram-Bot-Api-Secret-Token", "s3cret")];
    assert_eq!(proxy.passes_on("/telegram", &telegrams).await["secret"], "s3cret", "{name}");

    // An import may be large, and what is larger than the program takes is refused.
    for (bytes, status) in [(LARGEST, 200), (LARGEST + (2 << 20), 413)] {
        let import = proxy.client().post(proxy.url("/api/v1/clients/7000000001/import")).body(vec![b' '; bytes]);
        // A refusal may come while the body is still sent.
        match import.send().await {
            Ok(answer) => assert_eq!(answer.status(), status, "{name}: {bytes} bytes"),
            Err(error) => assert!(status == 413 && error.is_request(), "{name}: {bytes} bytes: {error:?}"),
        }
    }

    // Events come at once.
    let events = proxy.client().get(proxy.url("/api/v1/tracking/7000000001/events")).send();
    let mut events = tokio::time::timeout(Duration::from_secs(5), events).await.expect("no answer").unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream", "{name}");
    let event = tokio::time::timeout(Duration::from_secs(5), events.chunk()).await.expect("the event is held back");
    assert!(event.unwrap().unwrap().starts_with(b"id: 1\n"), "{name}");

    // Other sites may show the widget.
    let widget = proxy.client().get(proxy.url("/widget/7000000001")).send().await.unwrap();
    assert_eq!(widget.headers()["content-security-policy"], FRAMES, "{name}");
    assert!(!widget.headers().contains_key("x-frame-options"), "{name}");

    // The metrics are nobody's outside.
    for path in ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/x/../metrics"] {
        let answer = proxy.client().get(proxy.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}: {path}");
    }

    // Without TLS there is nothing but the way to it.
    let client = Client::builder().no_proxy().redirect(redirect::Policy::none());
    let client = client.resolve(HOST, SocketAddr::from(([127, 0, 0, 1], proxy.http))).build().unwrap();
    let answer = client.get(format!("http://{HOST}:{}/widget/7", proxy.http)).send().await.unwrap();
    assert!(answer.status().is_redirection(), "{name}: {}", answer.status());
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with(&format!("https://{HOST}")) && location.ends_with("/widget/7"), "{name}: {location}");
}
