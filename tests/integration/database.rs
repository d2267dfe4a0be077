//! An empty database for a test, migrated, of either kind; and the macro that runs one test on both.

use std::time::Duration;

use kopilka::storage::Db;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// How long dropping a database may take. It usually takes 20 ms.
const DROP_TIMEOUT: Duration = Duration::from_secs(20);

/// The log of the server that `tests/run` starts, beside its directory of data.
const SERVER_LOG: &str = "
    SELECT pg_read_file(regexp_replace(setting, '/[^/]*$', '/server.log')) FROM pg_settings WHERE name = 'data_directory'";

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
    postgres: Option<PostgresDatabase>,
    /// The SQLite file is in here.
    _directory: TempDir,
}

impl TestDb {
    pub(crate) async fn new(kind: Kind) -> Self {
        let directory = TempDir::new().unwrap();
        let postgres = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(PostgresDatabase::create(&directory).await),
        };
        let url = match &postgres {
            None => format!("sqlite:{}", directory.path().join("kopilka.db").display()),
            Some(database) => database.url(),
        };
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        Self { db, url, postgres, _directory: directory }
    }

    /// Asserts that PostgreSQL's log has no error that this database caused. A statement that fails as foreseen is an error
    /// there too, so the program has none.
    pub(crate) async fn assert_server_saw_no_error(&self) {
        let Some(database) = &self.postgres else { return };
        let log = self.raw().await.texts(SERVER_LOG).await.concat();
        let of_this = log.lines().filter(|line| line.contains(&format!(" {} ", database.name)));
        // A program that is killed does not read its answers.
        let is_expected = |line: &str| line.contains("connection to client lost");
        let errors: Vec<_> = of_this
            .filter(|line| ["ERROR: ", "FATAL: ", "PANIC: "].iter().any(|level| line.contains(level)))
            .filter(|line| !is_expected(line))
            .collect();
        assert!(errors.is_empty(), "PostgreSQL's log:\n{}", errors.join("\n"));
    }

    /// A connection beside those of the program.
    pub(crate) async fn raw(&self) -> Raw {
        if self.db.is_postgres() {
            Raw::Postgres(PgConnection::connect(&self.url).await.unwrap())
        } else {
            Raw::Sqlite(SqliteConnection::connect(&self.url).await.unwrap())
        }
    }
}

/// A connection beside those of the program, to read and to damage what is stored. The statements must be understood
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

/// A database on the test run's server. It is dropped when its test ends, also when the test fails, so that hundreds of
/// them need not be removed at the end of the run.
struct PostgresDatabase {
    /// A connection string to the server's own database.
    server: String,
    name: String,
}

impl PostgresDatabase {
    async fn create(directory: &TempDir) -> Self {
        let server =
            std::env::var("KOPILKA_TEST_POSTGRES").expect("no PostgreSQL for the tests: run them with ./tests/run");
        // The directory's random name is as good for a database: no two tests of a run share it.
        let random = directory.path().file_name().unwrap().to_str().unwrap().trim_start_matches('.').to_lowercase();
        let name = format!("kopilka_{random}");
        run_on(&server, format!("CREATE DATABASE \"{name}\"")).await.unwrap();
        Self { server, name }
    }

    fn url(&self) -> String {
        let mut url = reqwest::Url::parse(&self.server).unwrap();
        url.set_path(&self.name);
        url.to_string()
    }
}

impl Drop for PostgresDatabase {
    /// Runs on a thread and a runtime of its own, because `drop` cannot wait on the test's runtime. Never panics: the test
    /// may be unwinding.
    fn drop(&mut self) {
        // A test ends with connections of its pool and its processes still open.
        let (server, sql) = (self.server.clone(), format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name));
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let dropped = async { tokio::time::timeout(DROP_TIMEOUT, run_on(&server, sql)).await };
            runtime.block_on(dropped).map_err(std::io::Error::other)?.map_err(std::io::Error::other)
        });
        match dropping.join() {
            Ok(Ok(())) => {}
            Ok(Err(error)) => eprintln!("database {} is still there: {error}", self.name),
            Err(_) => eprintln!("database {} is still there: the thread that drops it panicked", self.name),
        }
    }
}

async fn run_on(server: &str, sql: String) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_dropped_when_its_test_fails() {
    let test = TestDb::new(Kind::Postgres).await;
    let database = test.postgres.as_ref().unwrap();
    let (server, name) = (database.server.clone(), database.name.clone());
    let mut open_connection = test.raw().await;
    let failed = tokio::spawn(async move {
        assert!(test.db.is_postgres());
        let _in_scope = test;
        panic!("this test fails on purpose")
    });
    assert!(failed.await.unwrap_err().is_panic());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    let same_name = sqlx::query("SELECT datname FROM pg_database WHERE datname = $1").bind(name);
    assert!(same_name.fetch_all(&mut connection).await.unwrap().is_empty());
    assert!(open_connection.try_run("SELECT 1").await.is_err());
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
