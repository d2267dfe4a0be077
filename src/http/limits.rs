//! Limits of the HTTP server.

use std::time::Duration;

/// The limits of the HTTP server. The program uses the default; tests use smaller ones.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at a time; further ones wait until one ends.
    pub connections: usize,
    /// The size of the request line and the headers together, in bytes.
    pub header_bytes: usize,
    /// How long the request line and the headers may take, including the wait for the next request on a connection.
    pub header_timeout: Duration,
    /// The size of a body, in bytes. A route may set another with [`axum::extract::DefaultBodyLimit`].
    pub body_bytes: usize,
    /// How long a body may take as a whole.
    pub body_timeout: Duration,
    /// How long a client may take to read the next part of an answer.
    pub unread_timeout: Duration,
    /// How long the check of the database for `/readyz` may take.
    pub ready_timeout: Duration,
    /// How long requests in progress may take after the signal to stop.
    pub drain_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            header_bytes: 16 << 10,
            header_timeout: Duration::from_secs(30),
            body_bytes: 1 << 20,
            body_timeout: Duration::from_secs(30),
            unread_timeout: Duration::from_secs(30),
            ready_timeout: Duration::from_secs(3),
            drain_timeout: Duration::from_secs(8),
        }
    }
}
