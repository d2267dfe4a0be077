//! A database and its transactions, whichever of the two it is.

use std::{ops::Range, path::PathBuf, str::FromStr, sync::Arc};

use sqlx::{AssertSqlSafe, Postgres, Transaction, sqlite::SqliteConnectOptions};
use tokio::sync::{Notify, mpsc::UnboundedReceiver};

use super::{
    Error, Query, Result, SchemaFault,
    committed::{Heading, Queued, Senders},
    connection::Connection,
    counts::{Counted, Counts},
    ids, private_file,
    server::Server,
    sqlite::{ReadTx, Sqlite, WriteTx},
    sqlite_file::{self, Access},
    statement::Statement,
    totals_changes::TotalsChanges,
};
use crate::{
    clock::{Clock, Timestamp},
    domain::ShopId,
};

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    senders: Senders,
    counts: Counts,
    /// Decides whether things expire; `None`: they do.
    clock: Option<Arc<dyn Clock>>,
}

#[derive(Clone)]
pub(super) enum Engine {
    /// A file of one's own.
    Sqlite(Sqlite),
    /// A server, which several shops may share.
    Postgres(Arc<Server>),
}

impl Db {
    /// Opens `url` (`sqlite:file.db`, `postgres://…`); a SQLite file is created where there is none.
    ///
    /// # Errors
    /// [`Error::UnknownDatabase`], [`Error::NoDirectory`], [`Error::Unusable`], or the driver's.
    pub async fn open(url: &str) -> Result<Self> {
        if !url.starts_with("sqlite:") {
            return Self::open_existing(url).await;
        }
        sqlite_file::expect_writable(url)?;
        let options = SqliteConnectOptions::from_str(url)?;
        private_file::create_database(options.get_filename()).map_err(sqlx::Error::Io)?;
        Ok(Self::new(Engine::Sqlite(Sqlite::open(options, Access::Write).await?)))
    }

    /// Opens `url`, which must be there.
    ///
    /// # Errors
    /// [`Error::UnknownDatabase`], [`Error::NoFile`], or the driver's.
    pub async fn open_existing(url: &str) -> Result<Self> {
        Self::open_for(url, Access::Write).await
    }

    /// Opens `url`, which must be there, only to read: nothing is written, neither into the file nor beside it.
    ///
    /// # Errors
    /// As [`Db::open_existing`]; [`Error::Unclosed`].
    pub async fn open_to_read(url: &str) -> Result<Self> {
        Self::open_for(url, Access::Read).await
    }

    async fn open_for(url: &str, access: Access) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?;
            let file = options.get_filename();
            if access == Access::Write {
                sqlite_file::expect_writable(url)?;
            }
            sqlite_file::expect_no_directory(file)?;
            if !file.is_file() {
                return Err(Error::NoFile(file.to_owned()));
            }
            return Ok(Self::new(Engine::Sqlite(Sqlite::open(options, access).await?)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::new(Engine::Postgres(Arc::new(Server::open(url).await?))));
        }
        Err(Error::UnknownDatabase)
    }

    fn new(engine: Engine) -> Self {
        Self { engine, senders: Senders::default(), counts: Counts::default(), clock: None }
    }

    /// The same database, in whose transactions nothing expires while `clock` is not right.
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// Brings the tables up to date.
    ///
    /// # Errors
    /// [`Error::Schema`] where the database is of a newer version or of another build; the database's where a step fails.
    pub async fn migrate(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.migrate().await,
            Engine::Postgres(server) => server.migrate().await,
        }
    }

    /// Are the tables those of this version? `None`: they are. Also fails where the file of a SQLite database is not the one any
    /// more that was opened.
    ///
    /// # Errors
    /// The database's; [`Error::FileGone`].
    pub async fn schema_fault(&self) -> Result<Option<SchemaFault>> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.schema_fault().await,
            Engine::Postgres(server) => server.schema_fault().await,
        }
    }

    /// The files of a SQLite database, its journals and its lock, by every name that they have.
    pub fn own_files(&self) -> Vec<PathBuf> {
        self.sqlite().map(Sqlite::own_files).unwrap_or_default()
    }

    /// A transaction that may write, for `shop`. On SQLite there is one at a time: keep it short.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(&self, shop: ShopId) -> Result<Tx> {
        let inner = match &self.engine {
            Engine::Sqlite(sqlite) => Inner::SqliteWrite(sqlite.begin().await?),
            Engine::Postgres(server) => Inner::Postgres(server.begin("BEGIN").await?, Arc::clone(server)),
        };
        Ok(self.tx(shop, inner))
    }

    /// A transaction that only reads, for `shop`: it sees one committed state and waits for no other.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(&self, shop: ShopId) -> Result<Tx> {
        let inner = match &self.engine {
            Engine::Sqlite(sqlite) => Inner::SqliteRead(sqlite.read().await?),
            Engine::Postgres(server) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Inner::Postgres(server.begin(begin).await?, Arc::clone(server))
            }
        };
        Ok(self.tx(shop, inner))
    }

    fn tx(&self, shop: ShopId, inner: Inner) -> Tx {
        let may_expire = self.clock.as_ref().is_none_or(|clock| clock.is_right());
        let (senders, counts) = (self.senders.clone(), self.counts.clone());
        Tx {
            shop,
            inner,
            queued: Vec::new(),
            wakes_webhooks: false,
            totals: TotalsChanges::default(),
            senders,
            counted: Vec::new(),
            counts,
            may_expire,
        }
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(server) => server.close().await,
        }
    }

    /// Is this PostgreSQL?
    pub const fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(..))
    }

    /// The file, where this is SQLite.
    pub const fn sqlite(&self) -> Option<&Sqlite> {
        match &self.engine {
            Engine::Sqlite(sqlite) => Some(sqlite),
            Engine::Postgres(..) => None,
        }
    }

    pub(super) const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What was committed since the program started, by kind.
    pub fn counted(&self, what: Counted) -> Vec<(&'static str, u64)> {
        self.counts.of(what)
    }

    /// How many connections are open, and how many of them idle. The writer of a SQLite file is not among them.
    pub fn connections(&self) -> (u32, usize) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.connections(),
            Engine::Postgres(server) => (server.pool.size(), server.pool.num_idle()),
        }
    }

    /// What transactions of `shop` put into the outbox from now on, a batch for each transaction, after its commit and in the
    /// order of the commits. Ends the channel that was asked for before.
    pub fn committed_messages(&self, shop: ShopId) -> UnboundedReceiver<Vec<Queued>> {
        self.senders.channel(shop)
    }

    /// Is notified when a transaction was committed that put events for webhooks.
    pub fn committed_deliveries(&self) -> Arc<Notify> {
        self.senders.webhooks()
    }
}

/// A transaction of one shop. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    shop: ShopId,
    inner: Inner,
    /// What it has put into the outbox.
    queued: Vec<Queued>,
    /// It has put events for webhooks.
    wakes_webhooks: bool,
    /// What it has changed that is kept beside its rows, and not written so far.
    totals: TotalsChanges,
    senders: Senders,
    /// What it has done that is counted.
    counted: Vec<(Counted, &'static str, u64)>,
    counts: Counts,
    /// The clock is right, or was not asked.
    may_expire: bool,
}

enum Inner {
    SqliteWrite(WriteTx),
    SqliteRead(ReadTx),
    Postgres(Transaction<'static, Postgres>, Arc<Server>),
}

impl Tx {
    /// The shop it works for.
    pub const fn shop(&self) -> ShopId {
        self.shop
    }

    /// The moment up to which things have expired at `at`: while the clock is not right, nothing has.
    pub(crate) const fn expired_by(&self, at: Timestamp) -> Timestamp {
        if self.may_expire { at } else { Timestamp::FIRST }
    }

    /// A statement with the shop bound as `$1`.
    pub(super) fn q(&mut self, statement: Statement) -> Query<'_> {
        let sql = if self.is_postgres() { statement.postgres } else { statement.sqlite };
        let shop = self.shop;
        Query::new(self.connection(), shop, sql)
    }

    /// A statement that is assembled at run time, of constants only, with the shop bound as `$1`. The file that assembles it
    /// lists it for [`every_statement`](super::every_statement()).
    pub(super) fn assembled(&mut self, sql: String) -> Query<'_> {
        let shop = self.shop;
        Query::new(self.connection(), shop, AssertSqlSafe(sql))
    }

    /// Runs a setting of the session, which takes no values.
    pub(super) async fn unbound(&mut self, sql: &'static str) -> Result<()> {
        match self.connection()? {
            Connection::Sqlite(on) => {
                sqlx::raw_sql(sql).execute(on).await?;
            }
            Connection::Postgres(on, _) => {
                sqlx::raw_sql(sql).execute(on).await?;
            }
        }
        Ok(())
    }

    /// Whether the statements of this transaction run on PostgreSQL.
    pub(super) const fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Postgres(..))
    }

    /// Makes everything durable. When this returns, it is, and the sender has what was put into the outbox.
    ///
    /// # Errors
    /// The database's: then nothing of the transaction happened.
    pub async fn commit(mut self) -> Result<()> {
        self.write_totals().await?;
        let handover = self.senders.handover(self.shop, self.queued, self.wakes_webhooks);
        match self.inner {
            Inner::SqliteWrite(tx) => tx.commit(handover).await?,
            Inner::SqliteRead(tx) => tx.commit().await?,
            Inner::Postgres(tx, _) => {
                tx.commit().await?;
                handover.send();
            }
        }
        self.counts.add(&self.counted);
        Ok(())
    }

    /// What it has changed that is kept beside its rows.
    pub(super) const fn totals(&mut self) -> &mut TotalsChanges {
        &mut self.totals
    }

    /// Writes what it has changed so far of what is kept beside its rows.
    pub(super) async fn write_totals(&mut self) -> Result<()> {
        for (statement, values) in self.totals.take() {
            self.q(statement).bind_all(values).run().await?;
        }
        Ok(())
    }

    /// Notes what is to be counted after the commit.
    pub(super) fn count(&mut self, what: Counted, kind: &'static str, count: u64) {
        self.counted.push((what, kind, count));
    }

    /// Notes a message that was put into the outbox, to be handed to the sender after the commit.
    pub(super) fn queue(&mut self, heading: Heading, body: String) {
        self.queued.push(Queued { heading, body });
    }

    /// Notes that events for webhooks were put, whose sender is woken after the commit.
    pub(super) const fn wake_webhooks(&mut self) {
        self.wakes_webhooks = true;
    }

    /// Undoes everything now, rather than at the next use of the connection.
    ///
    /// # Errors
    /// The database's.
    pub async fn rollback(self) -> Result<()> {
        match self.inner {
            Inner::SqliteWrite(tx) => tx.rollback().await,
            Inner::SqliteRead(tx) => Ok(tx.rollback().await?),
            Inner::Postgres(tx, _) => Ok(tx.rollback().await?),
        }
    }

    fn connection(&mut self) -> Result<Connection<'_>> {
        Ok(match &mut self.inner {
            Inner::SqliteWrite(tx) => Connection::Sqlite(tx.connection()?),
            Inner::SqliteRead(tx) => Connection::Sqlite(&mut *tx),
            Inner::Postgres(tx, server) => Connection::Postgres(&mut *tx, &server.sessions),
        })
    }

    /// An id for a new row.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn draw_id(&mut self) -> Result<i64> {
        Ok(self.draw_ids(1).await?.start)
    }

    /// Passes over ids: those that are drawn from now on are higher than `last`.
    ///
    /// # Errors
    /// The database's; [`Error::ReadOnly`].
    pub(crate) async fn skip_ids(&mut self, last: i64) -> Result<()> {
        let shop = self.shop;
        match &mut self.inner {
            Inner::Postgres(_, server) => server.ids.skip(shop, last).await,
            Inner::SqliteWrite(tx) => {
                let (connection, blocks) = tx.ids()?;
                ids::skip(connection, blocks, shop, last).await
            }
            Inner::SqliteRead(_) => Err(Error::ReadOnly),
        }
    }

    /// Ids for `count` new rows, in a row.
    ///
    /// # Errors
    /// The database's; [`Error::ReadOnly`].
    pub(crate) async fn draw_ids(&mut self, count: usize) -> Result<Range<i64>> {
        let (shop, count) = (self.shop, i64::try_from(count).unwrap_or(i64::MAX));
        match &mut self.inner {
            Inner::Postgres(_, server) => server.ids.draw(shop, count).await,
            Inner::SqliteWrite(tx) => {
                let (connection, blocks) = tx.ids()?;
                ids::draw(connection, blocks, shop, count).await
            }
            Inner::SqliteRead(_) => Err(Error::ReadOnly),
        }
    }
}
