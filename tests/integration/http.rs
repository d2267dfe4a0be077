//! The HTTP server over real sockets: its limits, ids, health and log.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::DefaultBodyLimit,
    http::StatusCode,
    routing::{any, get, post},
};
use futures_util::StreamExt as _;
use kopilka::{
    clock::SeededChance,
    http::{Limits, Server},
    sandbox::{Options, Sandbox},
    shutdown::CancellationToken,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    database::{Kind, TestDb},
    on_both,
    survival::{network::free_port, process::Program},
};

/// Longer than any of the limits of [`small`].
const LONG: Duration = Duration::from_secs(10);
const GET: &str = "GET /ok HTTP/1.1\r\nhost: x\r\n";

/// More than the buffers of a connection hold.
const HUGE: usize = 64 << 20;

/// Limits that a test reaches quickly.
fn small() -> Limits {
    Limits {
        connections: 4,
        header_bytes: 8 << 10,
        header_timeout: Duration::from_millis(500),
        body_bytes: 1_000,
        body_timeout: Duration::from_millis(500),
        unread_timeout: Duration::from_millis(500),
        ready_timeout: Duration::from_secs(2),
        drain_timeout: Duration::from_millis(1_500),
    }
}

/// A server that is open, on a database of its own.
struct TestServer {
    address: SocketAddr,
    server: Server,
    stop: CancellationToken,
    db: TestDb,
}

impl TestServer {
    async fn start() -> Self {
        let (db, stop) = (TestDb::new(Kind::Sqlite).await, CancellationToken::new());
        let server = start(&stop).await;
        server.opener().open(db.db.clone(), routes());
        Self { address: server.address(), server, stop, db }
    }
}

async fn start(stop: &CancellationToken) -> Server {
    Server::start("127.0.0.1:0".parse().unwrap(), small(), Arc::new(SeededChance::new(1)), stop).await.unwrap()
}

async fn slow() {
    sleep(Duration::from_millis(700)).await;
}

/// Reads the first part of the body.
async fn begun(body: Body) -> String {
    body.into_data_stream().next().await.unwrap().unwrap().len().to_string()
}

fn routes() -> Router {
    let length = async |body: Bytes| body.len().to_string();
    Router::new()
        .route("/ok", get(async || "ok"))
        .route("/refused", post(async || StatusCode::FORBIDDEN))
        .route("/begun", post(begun))
        .route("/huge", get(async || vec![b'x'; HUGE]))
        .route("/panic", any(async || -> &str { panic!("a handler that panics on purpose") }))
        .route("/slow", get(slow).post(async |_: Bytes| slow().await))
        .route("/stuck", get(async || sleep(LONG).await))
        .route("/length", post(length))
        .route("/long", post(length).layer(DefaultBodyLimit::max(2_000)))
}

/// Sends these bytes on a new connection. Returns what the server sends until it closes it.
async fn exchange(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    // The server may close before it has read all.
    let _ = connection.write_all(request.as_ref()).await;
    until_closed(&mut connection).await
}

async fn until_closed(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A server that closes with bytes unread resets the connection; what it said before counts.
    let _ = timeout(LONG, connection.read_to_end(&mut answer)).await.expect("the server does not close the connection");
    String::from_utf8(answer).unwrap()
}

fn ask(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
}

fn send(path: &str, body: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The status of an answer; 0 where there was none.
fn status(answer: &str) -> u16 {
    answer.strip_prefix("HTTP/1.1 ").map_or(0, |rest| rest[..3].parse().unwrap())
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next().unwrap();
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

on_both! {
    async fn health_and_readiness_differ(db: TestDb) {
        let stop = CancellationToken::new();
        let server = start(&stop).await;
        let address = server.address();
        for (path, expected) in [("/healthz", 200), ("/readyz", 503), ("/ok", 503)] {
            let answer = exchange(address, ask(path)).await;
            assert_eq!(status(&answer), expected, "{path} before the database is open");
            assert_eq!(header(&answer, "retry-after").is_some(), expected == 503, "{answer}");
        }
        server.opener().open(db.db.clone(), routes());
        for path in ["/healthz", "/healthz/", "/readyz", "/readyz/?x", "/ok", "/ok/", "/%6Fk"] {
            assert_eq!(status(&exchange(address, ask(path)).await), 200, "{path}");
        }
        let changes = [
            ("UPDATE _sqlx_migrations SET success = FALSE", "UPDATE _sqlx_migrations SET success = TRUE"),
            ("ALTER TABLE promo_attempts RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO promo_attempts"),
        ];
        for (damage, repair) in changes {
            db.raw().await.run(damage).await;
            let answer = exchange(address, ask("/readyz")).await;
            let is_said = answer.ends_with("tables or migrations are missing\n");
            assert_eq!((status(&answer), is_said), (503, true), "{damage}: {answer}");
            db.raw().await.run(repair).await;
            assert_eq!(status(&exchange(address, ask("/readyz")).await), 200, "{repair}");
        }
        db.db.close().await;
        let answer = exchange(address, ask("/readyz")).await;
        assert_eq!((status(&answer), answer.ends_with("the database does not answer\n")), (503, true), "{answer}");
        assert_eq!(status(&exchange(address, ask("/healthz")).await), 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_is_not_read_is_given_up() {
    let test = TestServer::start().await;
    let mut idle = TcpStream::connect(test.address).await.unwrap();
    idle.write_all(ask("/huge").as_bytes()).await.unwrap();
    let mut slow = TcpStream::connect(test.address).await.unwrap();
    slow.write_all(ask("/huge").as_bytes()).await.unwrap();
    // One reads a part now and then, the other nothing, for twice as long as a client may take.
    const PARTS: usize = 20;
    let mut part = vec![0; 1 << 20];
    for _ in 0..PARTS {
        sleep(Duration::from_millis(50)).await;
        slow.read_exact(&mut part).await.unwrap();
    }
    assert!(until_closed(&mut idle).await.len() < HUGE, "the answer waited for its reader");
    assert!(until_closed(&mut slow).await.len() + PARTS * part.len() > HUGE, "a slow reader was given up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_response_has_a_request_id() {
    let test = TestServer::start().await;
    let mut ids = Vec::new();
    for (request, expected) in [
        (ask("/ok"), 200),
        (ask("/ok"), 200),
        (ask("/healthz"), 200),
        (ask("/nowhere"), 404),
        (send("/ok", ""), 405),
        ("GET /ok HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned(), 400),
        (send("/length", &"x".repeat(1_001)), 413),
        (ask("/panic"), 500),
        (format!("{GET}x: {}\r\nconnection: close\r\n\r\n", "x".repeat(8_200)), 431),
        ("POST /length HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nx".to_owned(), 408),
    ] {
        let answer = exchange(test.address, &request).await;
        assert_eq!(status(&answer), expected, "{answer}");
        ids.push(header(&answer, "x-request-id").unwrap_or_else(|| panic!("no id in {answer}")).to_owned());
    }
    assert!(ids.iter().all(|id| id.len() == 16), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 10, "ids differ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_id_of_a_proxy_is_kept_where_it_is_valid() {
    let test = TestServer::start().await;
    for (id, is_kept) in [
        ("a1-B2_c.3", true),
        (&"x".repeat(64), true),
        (&"x".repeat(65), false),
        ("", false),
        ("two words", false),
        ("кот", false),
        ("\"; DROP", false),
    ] {
        let answer = exchange(test.address, format!("{GET}x-request-id: {id}\r\nconnection: close\r\n\r\n")).await;
        assert_eq!(header(&answer, "x-request-id") == Some(id), is_kept, "{id:?}: {answer}");
        assert_eq!(answer.matches("x-request-id").count(), 1, "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_is_limited_in_size_and_a_route_may_allow_more() {
    let test = TestServer::start().await;
    for (path, length, expected) in
        [("/length", 1_000, 200), ("/length", 1_001, 413), ("/long", 2_000, 200), ("/long", 2_001, 413)]
    {
        let answer = exchange(test.address, send(path, &"x".repeat(length))).await;
        assert_eq!(status(&answer), expected, "{path} {length}");
    }
    // Chunks say no length beforehand.
    let chunk = format!("1f4\r\n{}\r\n", "x".repeat(500));
    for (chunks, expected) in [(2, 200), (3, 413)] {
        let head = "POST /length HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        let answer = exchange(test.address, format!("{head}{}0\r\n\r\n", chunk.repeat(chunks))).await;
        assert_eq!(status(&answer), expected, "{chunks} chunks");
    }
}

/// As clients do that read nothing before they have sent everything: their system must not throw the answer away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_refusal_of_a_large_body_reaches_a_client_that_still_sends() {
    let test = TestServer::start().await;
    let head = "POST /length HTTP/1.1\r\nhost: x\r\n";
    for size in [3 << 20, 20 << 20] {
        let whole = format!("{head}content-length: {size}\r\n\r\n{}", "x".repeat(size));
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk.repeat(size >> 16));
        for request in [whole, chunked] {
            let mut connection = TcpStream::connect(test.address).await.unwrap();
            connection.write_all(request.as_bytes()).await.expect("all of it is taken");
            sleep(Duration::from_millis(50)).await;
            let mut answer = Vec::new();
            connection.read_to_end(&mut answer).await.expect("the answer is there");
            let answer = String::from_utf8(answer).unwrap();
            assert_eq!((status(&answer), header(&answer, "connection")), (413, Some("close")), "{answer}");
        }
    }
}

/// Reads one answer from a connection that may stay open.
async fn answer_on(connection: &mut TcpStream) -> String {
    let mut answer = String::new();
    let mut part = [0; 1 << 10];
    let length = |answer: &str| header(answer, "content-length").map_or(0, |length| length.parse::<usize>().unwrap());
    while answer.split_once("\r\n\r\n").is_none_or(|(_, body)| body.len() < length(&answer)) {
        let read = timeout(LONG, connection.read(&mut part)).await.expect("the server does not answer").unwrap();
        assert!(read > 0, "the server closed the connection after {answer:?}");
        answer.push_str(std::str::from_utf8(&part[..read]).unwrap());
    }
    answer
}

/// As clients do that send the head and the body apart, and use a connection again unless they are told not to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_refused_before_its_body_came_can_go_on() {
    let test = TestServer::start().await;
    let length = |length: usize| format!("content-length: {length}");
    let chunked = "transfer-encoding: chunked".to_owned();
    for (request, framing, body, expected, is_kept) in [
        ("POST /nowhere", length(100), "x".repeat(100), 404, true),
        ("POST /ok", length(100), "x".repeat(100), 405, true),
        ("POST /refused", length(100), "x".repeat(100), 403, true),
        ("POST /begun", length(400), "x".repeat(400), 200, true),
        ("POST /panic", length(2), "{}".to_owned(), 500, true),
        ("POST /refused", length(64 << 10), "x".repeat(64 << 10), 403, true),
        ("POST /refused", length((64 << 10) + 1), String::new(), 403, false),
        ("POST /refused", chunked, "1\r\nx\r\n0\r\n\r\n".to_owned(), 403, false),
        // Whether such a client sends its body when it was refused is its own choice.
        ("POST /refused", format!("{}\r\nexpect: 100-continue", length(100)), String::new(), 403, false),
    ] {
        let mut connection = TcpStream::connect(test.address).await.unwrap();
        let head = format!("{request} HTTP/1.1\r\nhost: x\r\n{framing}\r\n\r\n");
        let (first, second) = body.split_at(body.len() / 2);
        connection.write_all(format!("{head}{first}").as_bytes()).await.unwrap();
        sleep(Duration::from_millis(100)).await;
        let answer = answer_on(&mut connection).await;
        assert_eq!(
            (status(&answer), header(&answer, "connection") == Some("close")),
            (expected, !is_kept),
            "{head}{answer}"
        );
        if !is_kept {
            let rest = until_closed(&mut connection).await;
            assert_eq!(rest, "", "{head}");
            continue;
        }
        connection.write_all(second.as_bytes()).await.unwrap();
        for _ in 0..2 {
            connection.write_all(format!("{GET}\r\n").as_bytes()).await.unwrap();
            assert_eq!(status(&answer_on(&mut connection).await), 200, "{head}");
        }
    }
    // Who wants the connection closed waits for nothing.
    for head in ["POST /refused HTTP/1.1\r\nhost: x\r\nconnection: close", "POST /refused HTTP/1.0"] {
        let begun = Instant::now();
        let answer = exchange(test.address, format!("{head}\r\ncontent-length: 100\r\n\r\n")).await;
        assert!(
            answer.contains(" 403 ") && begun.elapsed() < small().body_timeout,
            "{head}: {:?}: {answer}",
            begun.elapsed()
        );
    }
    // A body that does not come is not waited for longer than others.
    let mut connection = TcpStream::connect(test.address).await.unwrap();
    let begun = Instant::now();
    connection.write_all(b"POST /refused HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n").await.unwrap();
    assert_eq!(status(&until_closed(&mut connection).await), 403);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

/// Sends a piece repeatedly. Returns how long the server accepted it, and what it answered.
async fn trickle(address: SocketAddr, begin: &str, piece: &str) -> (Duration, String) {
    let begun = Instant::now();
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(begin.as_bytes()).await.unwrap();
    let (mut from_server, mut to_server) = connection.split();
    let mut answer = Vec::new();
    let reading = async {
        // What is written after the server has closed may reset the connection.
        let _ = from_server.read_to_end(&mut answer).await;
    };
    let writing = async {
        while to_server.write_all(piece.as_bytes()).await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
        std::future::pending().await
    };
    tokio::select! {
        () = reading => {}
        () = writing => {}
        () = sleep(LONG) => panic!("the server goes on reading"),
    }
    (begun.elapsed(), String::from_utf8(answer).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_time_out() {
    let test = TestServer::start().await;
    let at_most = Duration::from_secs(4);

    let head = "POST /length HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n";
    let (took, answer) = trickle(test.address, head, "x").await;
    assert_eq!(status(&answer), 408, "{answer}");
    assert!(took >= small().body_timeout && took < at_most, "{took:?}");

    let (took, answer) = trickle(test.address, GET, "x: y\r\n").await;
    assert_eq!(answer, "", "a request that never ended");
    assert!(took < at_most, "{took:?}");

    let (took, _) = trickle(test.address, "", "").await;
    assert!(took < at_most, "a connection on which nothing is said: {took:?}");

    let (took, answer) = trickle(test.address, &format!("{GET}\r\n"), "").await;
    assert_eq!(status(&answer), 200, "{answer}");
    assert!(took < at_most, "a connection on which nothing more is said: {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_beyond_the_limit_wait() {
    let test = TestServer::start().await;
    let mut busy = Vec::new();
    for number in 0..small().connections {
        let mut connection = TcpStream::connect(test.address).await.unwrap();
        // A handler that has received its body is at work like one that needed none.
        let request = if number % 2 == 0 { ask("/slow") } else { send("/slow", "x") };
        connection.write_all(request.as_bytes()).await.unwrap();
        busy.push(connection);
    }
    sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    assert_eq!(status(&exchange(test.address, ask("/ok")).await), 200);
    assert!(begun.elapsed() > Duration::from_millis(300), "it was served at once: {:?}", begun.elapsed());
    for mut connection in busy {
        assert_eq!(status(&until_closed(&mut connection).await), 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_are_held_open_keep_no_request_waiting() {
    let limits = Limits { header_timeout: LONG, body_timeout: LONG, ..small() };
    let (db, stop) = (TestDb::new(Kind::Sqlite).await, CancellationToken::new());
    let server =
        Server::start("127.0.0.1:0".parse().unwrap(), limits, Arc::new(SeededChance::new(1)), &stop).await.unwrap();
    server.opener().open(db.db.clone(), routes());
    let address = server.address();
    let answered = format!("{GET}\r\n");
    let body = "POST /length HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{";
    let chunked = "POST /length HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n";
    // Silent; in the middle of a head; of a body; with a request answered; with answers that are never read.
    for held in ["", GET, body, chunked, &answered, &answered.repeat(20_000)] {
        let mut connections = Vec::new();
        for _ in 0..3 * limits.connections {
            let mut connection = TcpStream::connect(address).await.unwrap();
            let _ = timeout(Duration::from_millis(50), connection.write_all(held.as_bytes())).await;
            connections.push(connection);
        }
        sleep(Duration::from_millis(100)).await;
        let begun = Instant::now();
        for path in ["/ok", "/healthz"] {
            assert_eq!(status(&exchange(address, ask(path)).await), 200, "{path}");
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?} beside {} bytes", begun.elapsed(), held.len());
    }
    stop.cancel();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_requests_are_refused_and_the_server_goes_on() {
    let test = TestServer::start().await;
    let long = "x".repeat(100_000);
    for (request, expected) in [
        (&b"\x00\x01\x02\xff\xfe\r\n\r\n"[..], &[400][..]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", &[400]),
        (b"hello\r\n\r\n", &[400]),
        (b"GET\r\n\r\n", &[400]),
        (b"GET /ok HTTP/9.9\r\n\r\n", &[400, 505]),
        (b"GET /ok\xff HTTP/1.1\r\nconnection: close\r\n\r\n", &[400, 404]),
        (b"GET /ok HTTP/1.1\r\nno colon\r\n\r\n", &[400]),
        (b"GET /ok HTTP/1.1\r\nhost: x\r\nhost: y\r\nconnection: close\r\n\r\n", &[400]),
        (b"GET /ok HTTP/1.1\r\nx: \x00\r\n\r\n", &[400]),
        (b"GET /ok HTTP/1.1\r\nx y: z\r\n\r\n", &[400]),
        (b"POST /length HTTP/1.1\r\ncontent-length: -1\r\n\r\n", &[400]),
        (b"POST /length HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx", &[400]),
        (b"POST /length HTTP/1.1\r\ncontent-length: 99999999999999999999999\r\n\r\n", &[400]),
        (b"POST /length HTTP/1.1\r\ntransfer-encoding: what\r\n\r\n", &[400]),
        (b"POST /length HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", &[400]),
        (b"POST /length HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 1001\r\n\r\n", &[408, 413]),
        (format!("GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes(), &[414, 431]),
        (format!("{GET}x: {long}\r\n\r\n").as_bytes(), &[431]),
        (format!("{GET}{}\r\n", "x: y\r\n".repeat(1_000)).as_bytes(), &[431]),
    ] {
        let answer = exchange(test.address, request).await;
        let shown = String::from_utf8_lossy(&request[..request.len().min(60)]).into_owned();
        assert!(expected.contains(&status(&answer)), "{shown:?}: {answer}");
    }
    assert_eq!(status(&exchange(test.address, ask("/ok")).await), 200);
    let answer = exchange(test.address, "GET /ok HTTP/1.0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.0 200 "), "without a host, as it may be there: {answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_waits_a_limited_time_for_requests() {
    let TestServer { address, server, stop, db: _db } = TestServer::start().await;
    let mut connections = Vec::new();
    for path in ["/slow", "/stuck"] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(ask(path).as_bytes()).await.unwrap();
        connections.push(connection);
    }
    // A connection on which a request may come, but does not.
    let _idle = TcpStream::connect(address).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    stop.cancel();
    sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(address).await.is_err(), "it still listens");
    let begun = Instant::now();
    server.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    let [slow, stuck] = &mut connections[..] else { unreachable!() };
    assert_eq!(status(&until_closed(slow).await), 200);
    assert_eq!(until_closed(stuck).await, "", "it took too long");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_addr_alone_starts_the_server_and_secrets_are_not_logged() {
    let (sandbox, db) = (Sandbox::start(Options::default()).await.unwrap(), TestDb::new(Kind::Sqlite).await);
    db.db.close().await;
    let request = "POST /%2B77001234567?key=hunter2 HTTP/1.1\r\nhost: x\r\nx-api-key: hunter2\r\nx-request-id: id-7\r\n\
                   connection: close\r\ncontent-length: 7\r\n\r\nhunter2";
    // What strangers ask for does not fill the log, unless debugging is switched on.
    for (level, lines) in [("info", 0), ("info,kopilka::http=debug", 2)] {
        let address: SocketAddr = format!("127.0.0.1:{}", free_port()).parse().unwrap();
        let program = Program::new(&sandbox, &db.url).with("HTTP_ADDR", &address.to_string()).with("RUST_LOG", level);
        let mut bot = program.start("run");
        bot.wait_for_log("is at work").await;
        assert_eq!(status(&exchange(address, ask("/readyz")).await), 200);
        assert_eq!(status(&exchange(address, request).await), 404);
        assert_eq!(bot.terminate().await.0.code(), Some(0));
        let log = bot.log().concat();
        assert!(!log.contains("hunter2") && !log.contains("7001234567"), "{log}");
        assert_eq!(bot.count("HTTP request"), lines, "{log}");
        if lines > 0 {
            let line = bot.wait_for_log("id-7").await;
            for expected in ["method=\"POST\"", "route=\"no route\"", "status=404", "milliseconds="] {
                assert!(line.contains(expected), "{expected} in {line}");
            }
        }
    }
}
