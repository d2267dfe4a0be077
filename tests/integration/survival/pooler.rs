//! A pooler of transactions before PostgreSQL, such as PgBouncer or the "pooled" address of a host: it gives a client a session
//! of the server for each transaction, and none of what the client has prepared in another.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{self, AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::Mutex,
    task::JoinHandle,
};

/// The pooler.
pub(crate) struct Pooler {
    pub(crate) address: SocketAddr,
    /// How many transactions came to another session than the one before of the same client.
    moved: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

/// A session of the server that no client has.
struct Session {
    number: usize,
    reader: OwnedReadHalf,
    writer: OwnedWriteHalf,
}

/// Sessions wait in turn, so that a client gets a different one each time.
type Idle = Arc<Mutex<VecDeque<Session>>>;

impl Pooler {
    pub(crate) async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let moved = Arc::new(AtomicUsize::new(0));
        let (idle, counter) = (Idle::default(), Arc::clone(&moved));
        let task = tokio::spawn(async move {
            for number in 0.. {
                let Ok((client, _)) = listener.accept().await else { return };
                let (idle, moved) = (Arc::clone(&idle), Arc::clone(&counter));
                tokio::spawn(async move { serve(client, server, number, idle, moved).await });
            }
        });
        Self { address, moved, task }
    }

    pub(crate) fn moved(&self) -> usize {
        self.moved.load(Ordering::SeqCst)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A client logs in to a session of its own, which all clients share afterwards.
async fn serve(
    client: TcpStream,
    server: SocketAddr,
    number: usize,
    idle: Idle,
    moved: Arc<AtomicUsize>,
) -> io::Result<()> {
    let (mut from_client, mut to_client) = client.into_split();
    let (reader, writer) = TcpStream::connect(server).await?.into_split();
    let mut session = Session { number, reader, writer };
    let parameters = start_up(&mut from_client, &mut to_client).await?;
    // Such poolers refuse parameters that they do not know.
    assert!(!String::from_utf8_lossy(&parameters).contains("extra_float_digits"), "an unsupported startup parameter");
    session.writer.write_all(&parameters).await?;
    // Until the server is ready, one speaks after the other.
    loop {
        let message = message(&mut session.reader).await?;
        to_client.write_all(&message).await?;
        match message[0] {
            b'R' if message[5..9] != [0; 4] => {
                session.writer.write_all(&self::message(&mut from_client).await?).await?
            }
            b'Z' => break,
            b'E' => return Ok(()),
            _ => {}
        }
    }
    let mut last = session.number;
    idle.lock().await.push_back(session);
    loop {
        let first = message(&mut from_client).await?;
        if first[0] == b'X' {
            return Ok(());
        }
        let mut session = loop {
            if let Some(session) = idle.lock().await.pop_front() {
                break session;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
        if std::mem::replace(&mut last, session.number) != session.number {
            moved.fetch_add(1, Ordering::SeqCst);
        }
        if transact(first, &mut from_client, &mut to_client, &mut session).await.is_err() {
            // The server's session is in the middle of something: it ends with the client.
            return Ok(());
        }
        idle.lock().await.push_back(session);
    }
}

/// Passes on until the server is ready and in no transaction.
async fn transact(
    first: Vec<u8>,
    from_client: &mut OwnedReadHalf,
    to_client: &mut OwnedWriteHalf,
    session: &mut Session,
) -> io::Result<()> {
    let ends = |message: &[u8]| usize::from(matches!(message[0], b'S' | b'Q'));
    let mut unanswered = ends(&first);
    session.writer.write_all(&first).await?;
    let mut in_transaction = true;
    loop {
        // The client waits for the answer to what ends in Sync or Query; before that it speaks.
        while unanswered == 0 && in_transaction {
            let message = message(from_client).await?;
            if message[0] == b'X' {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            unanswered += ends(&message);
            session.writer.write_all(&message).await?;
        }
        let answer = message(&mut session.reader).await?;
        to_client.write_all(&answer).await?;
        if answer[0] == b'Z' {
            unanswered -= 1;
            in_transaction = answer[5] != b'I';
            if unanswered == 0 && !in_transaction {
                return Ok(());
            }
        }
    }
}

/// The message that a client begins with. A request for TLS is declined.
async fn start_up(from: &mut OwnedReadHalf, to: &mut OwnedWriteHalf) -> io::Result<Vec<u8>> {
    loop {
        let mut length = [0; 4];
        from.read_exact(&mut length).await?;
        let mut rest = vec![0; u32::from_be_bytes(length) as usize - 4];
        from.read_exact(&mut rest).await?;
        if rest[..4] == 80_877_103_u32.to_be_bytes() {
            to.write_all(b"N").await?;
        } else {
            return Ok([length.to_vec(), rest].concat());
        }
    }
}

async fn message(from: &mut OwnedReadHalf) -> io::Result<Vec<u8>> {
    let mut head = [0; 5];
    from.read_exact(&mut head).await?;
    let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
    let mut message = vec![0; length + 1];
    message[..5].copy_from_slice(&head);
    from.read_exact(&mut message[5..]).await?;
    Ok(message)
}
