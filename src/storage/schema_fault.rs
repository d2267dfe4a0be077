//! Why the tables of a database are not those that this version works with.

/// Why a database cannot be used as it is, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaFault {
    /// There are no tables.
    #[error("it has no tables yet: kopilka run and kopilka import make them")]
    Missing,
    /// There are only tables that no version of this program made.
    #[error("its tables are another program's: name a file of Kopilka's own")]
    Foreign,
    /// Migrations of this program were not applied.
    #[error(
        "its tables are those of an older version: copy it with kopilka backup FILE, then bring it up to date with kopilka migrate"
    )]
    Older,
    /// A migration was applied that this program does not have.
    #[error("its tables are those of a newer version, which has migration {0}: use that version of kopilka")]
    Newer(i64),
    /// A migration was applied that is another one than this program's of the same number.
    #[error(
        "its tables were made by another build, whose migration {0} differs: write a file with kopilka export of that build, \
         and bring it into a new database with kopilka import of this one"
    )]
    Different(i64),
    /// A table is not there that a migration made.
    #[error("its table {0} is missing: put a copy in its place that was made with kopilka backup")]
    Incomplete(String),
}
