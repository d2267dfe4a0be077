//! Lists: which rows, in which order, a page of them, and how many there are. Only the conditions that are asked for are in the
//! statement, so that each database can choose its index.

use crate::{
    domain::{billing::Date, fold_name},
    storage::{Listed, Result, Row, Tx, Value},
};

/// The most words that are looked for.
const WORDS: usize = 16;
/// How much of a word is looked for, in characters.
const LONGEST: usize = 100;
/// Where the present day stands in the columns of a list.
const TODAY: &str = "$today";

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The most rows.
    pub limit: i64,
    /// How many rows come before them.
    pub offset: i64,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many there are in all.
    pub total: i64,
}

/// A list.
#[derive(Clone)]
pub(super) struct Listing {
    columns: &'static str,
    from: String,
    group: &'static str,
    order: String,
    values: Vec<Value>,
}

impl Page {
    /// So many rows at most, from the first on.
    pub const fn first(limit: i64) -> Self {
        Self { limit, offset: 0 }
    }
}

impl<T> Found<T> {
    /// The same list of something else.
    pub fn map<U>(self, to: impl FnMut(T) -> U) -> Found<U> {
        Found { rows: self.rows.into_iter().map(to).collect(), total: self.total }
    }
}

impl Listing {
    /// All rows of a shop: `columns` behind `SELECT`, and the tables with `WHERE` and the shop.
    pub(super) fn of(columns: &'static str, from: &str) -> Self {
        Self { columns, from: from.to_owned(), group: "", order: String::new(), values: Vec::new() }
    }

    /// In this order.
    pub(super) fn by(mut self, order: impl Into<String>) -> Self {
        self.order = order.into();
        self
    }

    /// In the order of a column, and of rows that are equal in it in that of `last`.
    pub(super) fn by_column(self, column: &str, is_descending: bool, last: &str) -> Self {
        let way = if is_descending { "DESC" } else { "ASC" };
        self.by(format!("{column} {way}, {last} {way}"))
    }

    /// A row for all that are equal in these columns.
    pub(super) const fn grouped(mut self, columns: &'static str) -> Self {
        self.group = columns;
        self
    }

    /// Only those of which a condition holds, that ends before its value; all where there is no value.
    pub(super) fn with(mut self, condition: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.from.push_str(" AND ");
            self.from.push_str(condition);
            self.from.push(' ');
            self.bind(value);
        }
        self
    }

    /// Only those of which a condition without a value holds.
    pub(super) fn only(mut self, condition: &str) -> Self {
        self.from.push_str(" AND ");
        self.from.push_str(condition);
        self
    }

    /// Only those whose column has one of these values.
    pub(super) fn among<V: Into<Value>>(mut self, column: &str, values: impl IntoIterator<Item = V>) -> Self {
        self.from.push_str(" AND ");
        self.from.push_str(column);
        self.from.push_str(" IN (");
        for (place, value) in values.into_iter().enumerate() {
            self.from.push_str(if place == 0 { "" } else { ", " });
            self.bind(value);
        }
        self.from.push(')');
        self
    }

    /// Only those in which each word of a text is found, in one of the folded columns.
    pub(super) fn matching(mut self, columns: &[&str], search: Option<&str>) -> Self {
        let sought = search.unwrap_or_default();
        let folded = fold_name(sought);
        if folded.trim().is_empty() && !sought.trim().is_empty() {
            // Nothing has a text of which no letter and no digit is left.
            self.from.push_str(" AND 1 = 0");
        }
        for word in folded.split_whitespace().take(WORDS) {
            let word: String = word.chars().take(LONGEST).collect();
            let pattern = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            for (place, column) in columns.iter().enumerate() {
                self.from.push_str(if place == 0 { " AND (" } else { " OR " });
                self.from.push_str(column);
                self.from.push_str(" LIKE ");
                self.bind(format!("%{pattern}%"));
                self.from.push_str(" ESCAPE '\\'");
            }
            self.from.push(')');
        }
        self
    }

    fn bind(&mut self, value: impl Into<Value>) {
        self.values.push(value.into());
        // `$1` is the shop.
        let place = self.values.len() + 1;
        self.from.push('$');
        self.from.push_str(&place.to_string());
    }

    /// The statement of a page, with its values.
    fn page(&self, today: Date, page: Page) -> (String, Vec<Value>) {
        let mut values = self.values.clone();
        let mut place = values.len() + 1;
        let mut next = |value: Value| {
            values.push(value);
            place += 1;
            format!("${place}")
        };
        let columns = if self.columns.contains(TODAY) {
            self.columns.replace(TODAY, &next(today.into()))
        } else {
            self.columns.to_owned()
        };
        let (limit, offset) = (next(page.limit.into()), next(page.offset.into()));
        let Self { from, order, group, .. } = self;
        let group = if group.is_empty() { String::new() } else { format!("GROUP BY {group} ") };
        (format!("SELECT {columns} {from} {group}ORDER BY {order} LIMIT {limit} OFFSET {offset}"), values)
    }

    fn counted(&self) -> String {
        format!("SELECT COUNT(*) {}", self.from)
    }

    /// A page of the list, with the present day where its columns have it.
    pub(super) async fn found<R: Row>(self, tx: &mut Tx, today: Date, page: Page) -> Result<Found<R>> {
        let total = tx.assembled(self.counted()).bind_all(self.values.clone()).one::<(i64,)>().await?.0;
        Ok(Found { rows: self.rows(tx, today, page).await?, total })
    }

    /// As [`found`](Self::found), without counting.
    pub(super) async fn rows<R: Row>(self, tx: &mut Tx, today: Date, page: Page) -> Result<Vec<R>> {
        let (sql, values) = self.page(today, page);
        tx.assembled(sql).bind_all(values).all().await
    }

    /// Sums of all that the list has.
    pub(super) async fn summed<R: Row>(self, tx: &mut Tx, sums: &str) -> Result<R> {
        tx.assembled(format!("SELECT {sums} {}", self.from)).bind_all(self.values).one().await
    }

    /// The statement of sums, for the tests.
    pub(super) fn listed_sum(self, file: &'static str, name: &str, sums: &str) -> Listed {
        let sql = format!("SELECT {sums} {}", self.from);
        Listed { file, name: format!("sum of {name}"), sqlite: sql.clone(), postgres: sql }
    }

    /// Both statements, for the tests.
    pub(super) fn listed(self, file: &'static str, name: &str) -> Vec<Listed> {
        let (sql, _) = self.page(Date::EXAMPLE, Page::first(1));
        let listed = |name: String, sql: String| Listed { file, name, sqlite: sql.clone(), postgres: sql };
        vec![listed(format!("list of {name}"), sql), listed(format!("count of {name}"), self.counted())]
    }
}
