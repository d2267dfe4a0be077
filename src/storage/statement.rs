//! Statements and their declaration: every SQL text is in a list, which the tests prepare on both databases and explain on
//! PostgreSQL.

/// A statement: its text for each of the databases. `$1` is the shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Statement {
    pub(super) name: &'static str,
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
}

/// Declares the statements of a file: `NAME = "…";`, or `NAME: sqlite = "…", postgres = "…";` where a database needs another
/// text. An empty text says that the statement does not run there.
///
/// Declares also `STATEMENTS`, which lists them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $(: sqlite = $sqlite:expr, postgres)? = $postgres:expr;)+) => {
        $($(#[$doc])* const $name: $crate::storage::statement::Statement = $crate::storage::statement::Statement {
            name: stringify!($name),
            sqlite: $crate::storage::statement::first!($($sqlite,)? $postgres),
            postgres: $postgres,
        };)+

        /// Every statement of this file.
        pub(super) const STATEMENTS: &[$crate::storage::statement::Statement] = &[$($name),+];
    };
}
pub(super) use statements;

/// The first of one or two expressions.
macro_rules! first {
    ($first:expr $(, $second:expr)?) => {
        $first
    };
}
pub(super) use first;

/// A statement as the tests see it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The file that declares it.
    pub file: &'static str,
    /// Its name.
    pub name: String,
    /// Its text on SQLite.
    pub sqlite: String,
    /// Its text on PostgreSQL.
    pub postgres: String,
}
