//! An empty database for a test, migrated, of either kind; and the macro that runs one test on both.

use kopilka::storage::Db;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// The kind of a test's database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A migrated, empty database of a test's own.
pub(crate) struct TestDb {
    pub(crate) db: Db,
    /// What `DATABASE_URL` would say.
    pub(crate) url: String,
    /// The SQLite file lives here; goes with the test. (PostgreSQL's goes with the test run's cluster.)
    _directory: TempDir,
}

impl TestDb {
    pub(crate) async fn new(kind: Kind) -> Self {
        let directory = TempDir::new().unwrap();
        let url = match kind {
            Kind::Sqlite => format!("sqlite:{}", directory.path().join("kopilka.db").display()),
            Kind::Postgres => new_postgres_database(&directory).await,
        };
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        Self { db, url, _directory: directory }
    }

    /// A connection that goes past Kopilka.
    pub(crate) async fn raw(&self) -> Raw {
        if self.db.is_postgres() {
            Raw::Postgres(PgConnection::connect(&self.url).await.unwrap())
        } else {
            Raw::Sqlite(SqliteConnection::connect(&self.url).await.unwrap())
        }
    }
}

/// A connection that goes past Kopilka, to see what is really stored and to break it. The statements must be understood
/// by both databases.
pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub(crate) async fn try_run(&mut self, sql: &str) -> Result<u64, sqlx::Error> {
        let query = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(on) => sqlx::raw_sql(query).execute(on).await?.rows_affected(),
            Self::Postgres(on) => sqlx::raw_sql(query).execute(on).await?.rows_affected(),
        })
    }

    pub(crate) async fn run(&mut self, sql: &str) -> u64 {
        self.try_run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The first column, which is a whole number.
    pub(crate) async fn numbers(&mut self, sql: &str) -> Vec<i64> {
        let query = AssertSqlSafe(sql.to_owned());
        let numbers = match self {
            Self::Sqlite(on) => sqlx::query_scalar(query).fetch_all(on).await,
            Self::Postgres(on) => sqlx::query_scalar(query).fetch_all(on).await,
        };
        numbers.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The first column of the one row, which is a whole number.
    pub(crate) async fn number(&mut self, sql: &str) -> i64 {
        let numbers = self.numbers(sql).await;
        assert_eq!(numbers.len(), 1, "rows of {sql}");
        numbers[0]
    }

    /// The first column, which is a text.
    pub(crate) async fn texts(&mut self, sql: &str) -> Vec<String> {
        let query = AssertSqlSafe(sql.to_owned());
        let texts = match self {
            Self::Sqlite(on) => sqlx::query_scalar(query).fetch_all(on).await,
            Self::Postgres(on) => sqlx::query_scalar(query).fetch_all(on).await,
        };
        texts.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }
}

async fn new_postgres_database(directory: &TempDir) -> String {
    let server =
        std::env::var("KOPILKA_TEST_POSTGRES").expect("no PostgreSQL for the tests: run them with ./tests/run");
    // The directory's random name is as good for a database: no two tests of a run share it.
    let random = directory.path().file_name().unwrap().to_str().unwrap().trim_start_matches('.').to_lowercase();
    let name = format!("kopilka_{random}");
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE \"{name}\""))).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let mut url = reqwest::Url::parse(&server).unwrap();
    url.set_path(&name);
    url.to_string()
}

/// Declares tests that run once on SQLite and once on PostgreSQL:
/// `on_both! { async fn a_name(db: TestDb) { … } }` makes `a_name::sqlite` and `a_name::postgres`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: TestDb) $body:block)+) => {$(
        $(#[$meta])*
        async fn $name($db: $crate::database::TestDb) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name($crate::database::TestDb::new($crate::database::Kind::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name($crate::database::TestDb::new($crate::database::Kind::Postgres).await).await;
            }
        }
    )+};
}
