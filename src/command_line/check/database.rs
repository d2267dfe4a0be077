//! The database: can it be opened and written, are its tables this version's?

use std::{path::Path, time::Duration};

use super::{disk::shown, row::Row};
use crate::{
    clock::Timestamp,
    command_line::error::{Error, one_line},
    config::{Config, Token},
    domain::ShopId,
    service,
    storage::{self, Condition, Db, SchemaFault},
};

const WHAT: &str = "database";

/// What was found of the database.
pub(super) struct Looked {
    pub(super) row: Row,
    /// Its size in bytes, where it was opened.
    pub(super) size: Option<u64>,
    /// What the clock of the server shows, where there is one.
    pub(super) time: Option<Timestamp>,
}

impl From<Row> for Looked {
    fn from(row: Row) -> Self {
        Self { row, size: None, time: None }
    }
}

/// Opens the database to read, which works beside a running bot, and looks at it. That may take `patience`.
pub(super) async fn look(config: &Config, patience: Duration) -> Looked {
    let url = config.database.as_str();
    let looking = async {
        // `kopilka run` writes, so it is not enough that the file can be read.
        storage::expect_writable(url)?;
        let db = Db::open_to_read(url).await?;
        let looked = look_into(&db, config).await;
        db.close().await;
        looked
    };
    match tokio::time::timeout(patience, looking).await {
        Ok(Ok(looked)) => looked,
        Ok(Err(storage::Error::NoFile(file))) => no_file(&file).into(),
        Ok(Err(error)) => failed(error).into(),
        Err(_) => {
            let found = format!("does not answer within {} seconds", patience.as_secs());
            Row::fault(WHAT, found, "see that it runs, and that this machine reaches it").into()
        }
    }
}

async fn look_into(db: &Db, config: &Config) -> storage::Result<Looked> {
    let (size, time, found) = match db.condition().await? {
        Condition::File { size } => (size, None, format!("SQLite, {}", shown(size))),
        Condition::Server { size, name, time } => (size, Some(time), format!("PostgreSQL, {name}, {}", shown(size))),
    };
    let row = match db.schema_fault().await? {
        None => of_tables(db, config.token.as_ref().map(Token::shop), found).await?,
        Some(fault) => of_other_tables(&fault, &found),
    };
    Ok(Looked { row, size: Some(size), time })
}

/// The tables are this version's.
async fn of_tables(db: &Db, shop: Option<ShopId>, found: String) -> storage::Result<Row> {
    let Some(shop) = shop else { return Ok(Row::ok(WHAT, found)) };
    let mut tx = db.read(shop).await?;
    match service::shop::is_open(&mut tx).await {
        Ok(true) => Ok(Row::ok(WHAT, found)),
        Ok(false) => Ok(Row::note(
            WHAT,
            format!("{found}; it has no shop {shop} yet"),
            "kopilka run and kopilka import make it; where it should be there, correct DATABASE_URL or TELOXIDE_TOKEN",
        )),
        Err(error) => Ok(Row::fault(WHAT, one_line(&Error::Service(error)), TO_CORRECT)),
    }
}

fn of_other_tables(fault: &SchemaFault, found: &str) -> Row {
    let said = format!("{found}; {fault}");
    match fault {
        SchemaFault::Missing => Row::note(WHAT, said, "kopilka run, kopilka import and kopilka migrate make them"),
        SchemaFault::Older => Row::note(WHAT, said, "kopilka run brings them up to date by itself; copy them before"),
        _ => Row::fault(WHAT, said, TO_CORRECT),
    }
}

const TO_CORRECT: &str = "correct that, or name another database in DATABASE_URL";

fn no_file(file: &Path) -> Row {
    Row::note(
        WHAT,
        format!("there is no file {} yet", file.display()),
        "kopilka run and kopilka import make it; where you have one, correct DATABASE_URL",
    )
}

fn failed(error: storage::Error) -> Row {
    let is_outage = error.is_outage();
    let said = one_line(&Error::Open(error));
    let said = said.strip_prefix("DATABASE_URL: the database ").unwrap_or(&said);
    let to_do = if is_outage { "see that it runs, and that this machine reaches it" } else { TO_CORRECT };
    Row::fault(WHAT, said, to_do)
}
