//! Accepts connections and serves each on a task of its own, within the limits.
//!
//! Where as many are open as may be, a new one takes the place of the one that has waited longest for its client, for a request or
//! for the body of one, so that connections which a stranger holds open keep no request waiting. Where each has a handler at work,
//! it waits. A connection on which an answer is not read is given up. What a client still sends when it has been answered is read
//! and thrown away for a while, because the system would take the answer back with a connection that is closed over unread bytes.

use std::{
    collections::BTreeMap, convert::Infallible, future::poll_fn, io, net::SocketAddr, sync::Arc, time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::{JoinError, JoinSet},
    time::timeout,
};

use super::{
    limits::Limits,
    path,
    rest::Unread,
    unread::ReadInTime,
    waiting::{AwaitedBody, Waiting},
};
use crate::shutdown::{self, CancellationToken};

/// The pause after a connection could not be accepted, for example because there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// How long an idle connection that is closed may take for what it has not written yet.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a client that has been answered may pause in what it still sends.
const REST_PAUSE: Duration = Duration::from_secs(5);
/// How much of that is read at once, in bytes.
const REST_PART: usize = 16 << 10;

/// Serves until `stop`. Then finishes the requests in progress, and aborts those that are not finished in time.
pub(super) async fn serve(listener: TcpListener, routes: Router, limits: Limits, stop: CancellationToken) {
    let mut connections = Connections::new(limits.connections);
    loop {
        let accepted = stop.run_until_cancelled(async {
            let accepted = listener.accept().await;
            if accepted.is_ok() {
                connections.make_room().await;
            }
            accepted
        });
        match accepted.await {
            None => break,
            Some(Ok((stream, peer))) => connections.serve(stream, peer, routes.clone(), limits, stop.clone()),
            Some(Err(error)) if is_of_client(&error) => {}
            Some(Err(error)) => {
                tracing::error!(%error, "HTTP connections cannot be accepted; trying again");
                shutdown::sleep(ACCEPT_PAUSE, &stop).await;
            }
        }
    }
    drop(listener);
    let tasks = &mut connections.tasks;
    let drained = async { while tasks.join_next().await.is_some() {} };
    if timeout(limits.drain_timeout, drained).await.is_err() {
        tracing::warn!(connections = tasks.len(), "HTTP requests were not finished in time and are aborted");
        tasks.shutdown().await;
    }
}

/// The connections, by number.
struct Connections {
    limit: usize,
    last: u64,
    open: BTreeMap<u64, Arc<Connection>>,
    /// Those that are open or being closed.
    tasks: JoinSet<u64>,
    /// One has begun to wait for its client.
    waits: Arc<Notify>,
}

/// An open connection.
struct Connection {
    /// Cancelled when it is to be closed.
    close: CancellationToken,
    /// What it waits for.
    waiting: Arc<Waiting>,
}

impl Connections {
    fn new(limit: usize) -> Self {
        Self { limit, last: 0, open: BTreeMap::new(), tasks: JoinSet::new(), waits: Arc::default() }
    }

    /// Waits until there is a place for another connection, where need be by closing the one that has waited longest for its client.
    async fn make_room(&mut self) {
        while let Some(ended) = self.tasks.try_join_next() {
            self.remove(ended);
        }
        while self.open.len() >= self.limit {
            let waiting = self.open.iter();
            let waiting = waiting.filter_map(|(number, connection)| Some((connection.waiting.since()?, *number)));
            if let Some(connection) = waiting.min().and_then(|(_, number)| self.open.remove(&number)) {
                connection.close.cancel();
                break;
            }
            tokio::select! {
                Some(ended) = self.tasks.join_next() => self.remove(ended),
                () = self.waits.notified() => {}
            }
        }
        // As many may be closing.
        while self.tasks.len() >= 2 * self.limit
            && let Some(ended) = self.tasks.join_next().await
        {
            self.remove(ended);
        }
    }

    fn remove(&mut self, ended: Result<u64, JoinError>) {
        match ended {
            Ok(number) => drop(self.open.remove(&number)),
            Err(error) => {
                tracing::error!(panic = error.is_panic(), "an HTTP connection ended by a fault of the server")
            }
        }
    }

    fn serve(&mut self, stream: TcpStream, peer: SocketAddr, routes: Router, limits: Limits, stop: CancellationToken) {
        self.last += 1;
        let number = self.last;
        let close = stop.child_token();
        let connection = Arc::new(Connection { close, waiting: Arc::new(Waiting::new(Arc::clone(&self.waits))) });
        self.open.insert(number, Arc::clone(&connection));
        self.tasks.spawn(async move {
            serve_connection(stream, peer, routes, limits, &connection, stop).await;
            number
        });
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Router,
    limits: Limits,
    connection: &Connection,
    stop: CancellationToken,
) {
    let routes = TowerToHyperService::new(routes);
    let waiting = &connection.waiting;
    let service = service_fn(|request: Request<Incoming>| {
        waiting.end();
        let (to_rest, rest) = oneshot::channel();
        let unread = Unread::new(&request, rest);
        let mut request = request.map(|body| Body::new(AwaitedBody::new(body, Arc::clone(waiting), to_rest)));
        request.extensions_mut().insert(ConnectInfo(peer));
        if let Some(uri) = path::normal(request.uri()) {
            *request.uri_mut() = uri;
        }
        let answering = routes.call(request);
        Box::pin(async {
            let mut answer = answering.await?;
            unread.settle(&mut answer, limits.body_timeout, &connection.close);
            waiting.begin();
            Ok::<_, Infallible>(answer)
        })
    });
    let mut serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        // Twice the limit is read, so that a request beyond the limit is refused with a request id.
        .max_buf_size(2 * limits.header_bytes)
        .serve_connection(TokioIo::new(ReadInTime::new(stream, limits.unread_timeout)), service);
    let ended = tokio::select! {
        ended = poll_fn(|cx| serving.poll_without_shutdown(cx)) => {
            let is_answered = ended.as_ref().map_or_else(hyper::Error::is_parse, |()| true);
            if is_answered {
                let rest = read_rest(serving.into_parts().io.into_inner());
                let _ = timeout(limits.body_timeout, connection.close.run_until_cancelled(rest)).await;
            }
            ended
        }
        () = connection.close.cancelled() => {
            std::pin::Pin::new(&mut serving).graceful_shutdown();
            if stop.is_cancelled() {
                serving.await
            } else if waiting.is_for_body() {
                // The handler runs in this task, so it waits still, and has done nothing.
                Ok(())
            } else {
                timeout(CLOSE_TIMEOUT, serving).await.unwrap_or(Ok(()))
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "an HTTP connection ended early");
    }
}

/// Says that nothing more is written, and reads what the client still sends, until it ends the connection or pauses.
async fn read_rest(mut stream: ReadInTime) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut part = vec![0; REST_PART];
    while let Ok(Ok(1..)) = timeout(REST_PAUSE, stream.read(&mut part)).await {}
}

/// Is it an error of one connection, which ended before it was accepted?
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
}
