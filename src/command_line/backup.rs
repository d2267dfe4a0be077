//! `kopilka backup FILE`: a consistent copy of the database, also while the bot runs.
//!
//! The copy is written under a temporary name, and renamed when it is complete and on disk. No migrations are applied
//! first: a backup is made before them.

use std::{io, path::Path, process::Stdio};

use percent_encoding::percent_decode_str;
use reqwest::Url;
use tokio::process::Command;

use crate::{
    config::DatabaseUrl,
    new_file::{InUse, NewFile, WriteError},
    storage::{self, Db, SchemaFault},
};

/// Why a backup failed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The copy cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// There is nothing of a shop in the database.
    #[error("DATABASE_URL: the database is no shop's: {0}")]
    NoShop(SchemaFault),
    /// The database cannot be read.
    #[error("DATABASE_URL: the database cannot be copied")]
    Database(#[source] storage::Error),
    /// The standard output was named.
    #[error("a backup is a file, and does not go to the standard output: name one, like kopilka-backup.db")]
    StandardOutput,
    /// `pg_dump` is not installed.
    #[error(
        "pg_dump is not in PATH; it comes with PostgreSQL's client programs (Debian and Ubuntu: apt-get install postgresql-client)"
    )]
    NoPgDump,
    /// `pg_dump` cannot be run.
    #[error("pg_dump cannot be run")]
    PgDump(#[source] io::Error),
    /// `pg_dump` failed.
    #[error("pg_dump failed: {0}")]
    PgDumpFailed(String),
}

/// Copies the database into `file`.
pub(super) async fn run(database: &DatabaseUrl, file: &Path, force: bool) -> Result<(), BackupError> {
    if file.as_os_str() == "-" {
        return Err(BackupError::StandardOutput);
    }
    if database.as_str().starts_with("sqlite:") {
        let db = Db::open_to_read(database.as_str()).await.map_err(BackupError::Database)?;
        let copied = copy_sqlite(&db, file, force).await;
        db.close().await;
        return copied;
    }
    let copy = NewFile::create(file, force, InUse::default())?;
    dump_postgres(database, copy.path(), file).await?;
    Ok(copy.finish()?)
}

async fn copy_sqlite(db: &Db, file: &Path, force: bool) -> Result<(), BackupError> {
    let copy = NewFile::create(file, force, InUse::new(db.own_files()))?;
    // A copy of another version's tables is what a backup is for; a copy of none restores nothing.
    let fault = db.schema_fault().await.map_err(BackupError::Database)?;
    if let Some(fault @ (SchemaFault::Missing | SchemaFault::Foreign)) = fault {
        return Err(BackupError::NoShop(fault));
    }
    if let Some(sqlite) = db.sqlite() {
        sqlite.copy_to(copy.path()).await.map_err(BackupError::Database)?;
    }
    Ok(copy.finish()?)
}

/// Logs the command that it runs. The address of the server is passed in the environment, where other users of the
/// machine do not see the password.
async fn dump_postgres(database: &DatabaseUrl, copy: &Path, file: &Path) -> Result<(), BackupError> {
    let mut command = Command::new("pg_dump");
    command.arg("--format=custom").arg("--no-password").arg(format!("--file={}", copy.display()));
    let address = environment(database);
    let shown =
        address.iter().filter(|(name, _)| *name != "PGPASSWORD").map(|(name, value)| format!("{name}={value} "));
    tracing::info!("{}pg_dump --format=custom --no-password --file={}", shown.collect::<String>(), copy.display());
    // Where this program is told to stop, pg_dump stops, too.
    command.kill_on_drop(true);
    let output = command.envs(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output().await;
    let output = output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => BackupError::NoPgDump,
        _ => BackupError::PgDump(error),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().replace(&copy.display().to_string(), &file.display().to_string());
    Err(BackupError::PgDumpFailed(if said.is_empty() { output.status.to_string() } else { said }))
}

/// The parts of the address as environment variables of libpq.
fn environment(database: &DatabaseUrl) -> Vec<(&'static str, String)> {
    let Ok(url) = Url::parse(database.as_str()) else { return Vec::new() };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut parts = vec![
        ("PGHOST", url.host_str().map(|host| decoded(host.trim_matches(['[', ']']))).unwrap_or_default()),
        ("PGPORT", url.port().map(|port| port.to_string()).unwrap_or_default()),
        ("PGUSER", decoded(url.username())),
        ("PGPASSWORD", decoded(url.password().unwrap_or_default())),
        ("PGDATABASE", decoded(url.path().trim_start_matches('/'))),
    ];
    for (key, value) in url.query_pairs() {
        let name = match &*key {
            "host" | "hostaddr" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            "options" => "PGOPTIONS",
            _ => continue,
        };
        parts.retain(|(there, _)| *there != name);
        parts.push((name, value.into_owned()));
    }
    parts.retain(|(_, value)| !value.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Settings};

    #[test]
    fn pg_dump_gets_the_address_in_its_environment() {
        let cases = [
            (
                "postgres://anna:p%40ss%20word@db.example:5433/shop",
                "PGHOST=db.example PGPORT=5433 PGUSER=anna PGPASSWORD=p@ss word PGDATABASE=shop",
            ),
            (
                "postgresql:///shop?host=/run/postgresql&sslmode=require",
                "PGDATABASE=shop PGHOST=/run/postgresql PGSSLMODE=require",
            ),
            ("postgres://[::1]/", "PGHOST=::1"),
        ];
        for (url, expected) in cases {
            let settings = Settings::from_iter([("DATABASE_URL".to_owned(), url.to_owned())]);
            let database = Config::from_settings(&settings).unwrap().database;
            let parts: Vec<_> =
                environment(&database).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(parts.join(" "), expected, "{url}");
        }
    }
}
