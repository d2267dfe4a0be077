//! The query builder: `tx.q(SQL).bind(a).bind(b).opt::<Row>()`.

use sqlx::{
    Arguments as _, Database, Encode, FromRow, Postgres, SqlSafeStr, SqlStr, Sqlite, Type, postgres::PgRow,
    query_as_with, query_with, sqlite::SqliteRow,
};

use super::{Error, Result, Value, connection::Connection};
use crate::domain::{ActorRef, ShopId};

/// What a row of both databases can be read into; derive `sqlx::FromRow` or use a tuple.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement with its values, ready to run. `$1` is the shop.
#[must_use = "a query does nothing until it is run"]
pub struct Query<'t> {
    connection: Result<Connection<'t>>,
    sql: SqlStr,
    values: Vec<Value>,
}

impl<'t> Query<'t> {
    pub(super) fn new(connection: Result<Connection<'t>>, shop: ShopId, sql: impl SqlSafeStr) -> Self {
        Self { connection, sql: sql.into_sql_str(), values: vec![shop.into()] }
    }

    /// Binds the next value: `$2`, `$3` and so on.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Binds the columns of an actor.
    pub(super) fn bind_actor(self, actor: ActorRef) -> Self {
        self.bind(actor.kind).bind(actor.id)
    }

    /// Binds many values in a row.
    pub(super) fn bind_all(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.values.extend(values);
        self
    }

    /// Runs the statement; the number of rows it changed.
    ///
    /// # Errors
    /// The database's.
    pub async fn run(self) -> Result<u64> {
        Ok(match self.connection? {
            Connection::Sqlite(on) => {
                query_with(self.sql, arguments::<Sqlite>(self.values)?).execute(on).await?.rows_affected()
            }
            Connection::Postgres(on, sessions) => {
                let query = query_with(self.sql, arguments::<Postgres>(self.values)?);
                sessions.heed(query.persistent(sessions.keep_statements()).execute(on).await)?.rows_affected()
            }
        })
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The database's.
    pub async fn opt<R: Row>(self) -> Result<Option<R>> {
        Ok(match self.connection? {
            Connection::Sqlite(on) => {
                query_as_with(self.sql, arguments::<Sqlite>(self.values)?).fetch_optional(on).await?
            }
            Connection::Postgres(on, sessions) => {
                let query = query_as_with(self.sql, arguments::<Postgres>(self.values)?);
                sessions.heed(query.persistent(sessions.keep_statements()).fetch_optional(on).await)?
            }
        })
    }

    /// The one row that there always is.
    ///
    /// # Errors
    /// The database's; `RowNotFound` where there is none.
    pub async fn one<R: Row>(self) -> Result<R> {
        self.opt().await?.ok_or(Error::Sqlx(sqlx::Error::RowNotFound))
    }

    /// All rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn all<R: Row>(self) -> Result<Vec<R>> {
        Ok(match self.connection? {
            Connection::Sqlite(on) => query_as_with(self.sql, arguments::<Sqlite>(self.values)?).fetch_all(on).await?,
            Connection::Postgres(on, sessions) => {
                let query = query_as_with(self.sql, arguments::<Postgres>(self.values)?);
                sessions.heed(query.persistent(sessions.keep_statements()).fetch_all(on).await)?
            }
        })
    }
}

fn arguments<DB: Database>(values: Vec<Value>) -> Result<DB::Arguments>
where
    Option<i64>: for<'q> Encode<'q, DB> + Type<DB>,
    Option<String>: for<'q> Encode<'q, DB> + Type<DB>,
    Option<bool>: for<'q> Encode<'q, DB> + Type<DB>,
{
    let mut arguments = DB::Arguments::default();
    for value in values {
        match value {
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bool(value) => arguments.add(value),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
