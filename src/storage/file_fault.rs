//! Why a file cannot be used as the database, in words that say what to do.

use std::path::PathBuf;

use sqlx::sqlite::SqliteError;

/// Why a file cannot be used as the database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is a directory.
    #[error("is a directory: name a file in it, like sqlite:{}", .0.join("kopilka.db").display())]
    Directory(PathBuf),
    /// The bytes are no database.
    #[error(
        "is not a database of SQLite: name another file, or put a copy in its place that was made with kopilka backup"
    )]
    NotADatabase,
    /// The address asks for reading alone.
    #[error("is opened only for reading, and has to be written: take mode=ro and immutable out of the address")]
    OpenedToRead,
    /// The user of the program may not write it.
    #[error(
        "may not be written by the user of this program: give it to that user (chown, chmod u+w), unless its whole file system is \
         read-only"
    )]
    Unwritable,
    /// The user of the program may not make files in its directory.
    #[error(
        "cannot be used: its directory {} may not be written by the user of this program, and SQLite keeps its journals there: \
         give the directory to that user (chown, chmod u+w)",
        .0.display()
    )]
    UnwritableDirectory(PathBuf),
    /// SQLite cannot open or write the journals.
    #[error(
        "cannot be written: its journals (-wal and -shm beside it) belong to another user, or its file system has no shared \
         memory; {0}"
    )]
    Journals(String),
}

/// What SQLite says of a file or a disk, in our words; `None` where its own are as good.
pub(super) fn explained(error: &sqlx::Error) -> Option<&'static str> {
    Some(match primary_code(error)? {
        8 => "the database may not be written: see who owns its file, the journals beside it and their directory",
        13 => "the disk is full: make room on it",
        14 => "the file of the database or a journal beside it cannot be opened: see who owns them",
        26 => "the file is not a database of SQLite",
        _ => return None,
    })
}

/// SQLite's code of an error, without what extends it.
pub(super) fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let sqlx::Error::Database(error) = error else { return None };
    error.try_downcast_ref::<SqliteError>()?;
    error.code()?.parse::<u32>().ok().map(|code| code & 0xff)
}
