//! Lists of customers: which, in which order, and a page of them.
//!
//! The ids of a page come first, from an index where there is one, and only then its rows. A page behind the middle of the list is read
//! from the end.

use super::row::{Profile, ProfileRow, around, grouped, of_one};
use crate::{
    clock::Timestamp,
    domain::{CustomerKind, GroupId, SearchWord},
    storage::{Listed, Query, Result, Tx, Value, ledger::WalletState, totals},
};

/// Of how many customers who are found by a word it is known that they are fewer than those of another one.
const COMPARED: i64 = 1_000;

/// From which customers a list is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    #[default]
    All,
    /// Those in an active group whose discount is at least so many basis points.
    DiscountFrom(i64),
    /// Those who owe money.
    Debtors,
}

/// Which customers a list has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From which.
    pub scope: Scope,
    /// Those of a group.
    pub group: Option<GroupId>,
    /// Those who are this.
    pub kind: Option<CustomerKind>,
    /// Those who are given up, or not.
    pub is_active: Option<bool>,
    /// Those whom the shop lets neither earn nor spend, or the others.
    pub is_blocked: Option<bool>,
    /// Those who are found by all of these words; empty: all.
    pub words: Vec<SearchWord>,
}

/// In which order a list is. Who has no value is last. Customers with the same value are in that of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By the moment they joined.
    Joined,
    /// By that of the last purchase.
    LastPurchase,
    /// By what they bought.
    Purchases,
    /// By their points.
    Points,
    /// By their money, of those who owe some.
    Money,
}

/// A statement, and what is bound to it after the shop.
struct Assembled {
    sql: String,
    values: Vec<Value>,
}

impl Filter {
    fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Are these few among many, for whom there is an index?
    fn is_of_few(&self) -> bool {
        self.group.is_some()
            || self.kind == Some(CustomerKind::Company)
            || self.is_active == Some(false)
            || self.is_blocked == Some(true)
            || matches!(self.scope, Scope::DiscountFrom(_))
    }

    /// The conditions of the few who do not fit, where all others do and there is an index of each.
    fn others(&self) -> Option<Vec<&'static str>> {
        let is_of_most = self.scope == Scope::All && self.words.is_empty() && !self.is_of_few();
        is_of_most.then(|| {
            let kind = (self.kind == Some(CustomerKind::Individual)).then_some("c.kind = 'company'");
            let activity = (self.is_active == Some(true)).then_some("NOT c.is_active");
            let standing = (self.is_blocked == Some(false)).then_some("c.is_blocked");
            [kind, activity, standing].into_iter().flatten().collect()
        })
    }

    /// Are those who fit found first and sorted then? Else the list is read in its order, until a page is full: where few fit, that
    /// would be a walk through all customers. The databases cannot know, and PostgreSQL guesses wrong for small pages.
    fn is_sorted(&self, order: Order) -> bool {
        let has_index = order == Order::Joined && !matches!(self.scope, Scope::DiscountFrom(_));
        !self.words.is_empty() || self.is_of_few() && !has_index
    }
}

impl Order {
    const ALL: [Self; 5] = [Self::Joined, Self::LastPurchase, Self::Purchases, Self::Points, Self::Money];

    /// What the rows of a page are ordered by: `page` has the ids, `c` the customers, `t` their totals. No index has the order of
    /// rows that are to be sorted: `+x` is `x`, but no column of an index.
    fn of_page(self, is_descending: bool, is_backwards: bool, is_sorted: bool) -> String {
        let way = if is_descending == is_backwards { "ASC" } else { "DESC" };
        let last = if is_backwards { "DESC" } else { "ASC" };
        let plus = if is_sorted { "+" } else { "" };
        match self {
            Self::Joined => format!("{plus}c.joined_at {way}, c.customer_id {way}"),
            Self::LastPurchase if is_sorted => format!(
                "CASE WHEN t.last_purchase_at IS NULL THEN 1 ELSE 0 END {last}, t.last_purchase_at {way}, t.customer_id {way}"
            ),
            Self::LastPurchase => {
                format!("(t.last_purchase_at IS NULL) {last}, t.last_purchase_at {way}, t.customer_id {way}")
            }
            Self::Purchases => format!("{plus}t.purchases_minor {way}, t.customer_id {way}"),
            Self::Points => format!("{plus}t.points_minor {way}, t.customer_id {way}"),
            Self::Money => format!("{plus}m.balance_minor {way}, m.customer_id {way}"),
        }
    }
}

impl Assembled {
    fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    /// Appends the place of a value. `$1` is the shop.
    fn bind(&mut self, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = self.values.len() + 1;
        self.sql.push('$');
        self.sql.push_str(&place.to_string());
    }

    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    fn query<'t>(self, tx: &'t mut Tx) -> Query<'t> {
        tx.assembled(self.sql).bind_all(self.values)
    }

    /// Appends the tables from which the customers `c` are taken, and which of them.
    fn push_from(&mut self, filter: &Filter, order: Option<Order>) {
        self.push("FROM ");
        let mut words = filter.words.iter();
        let first = words.next();
        if let Some(first) = first {
            self.push("(");
            for (place, beginning) in first.beginnings.iter().enumerate() {
                self.push(if place == 0 { "" } else { " UNION " });
                self.push("SELECT s.customer_id FROM search_terms s WHERE s.shop_id = $1 AND s.term >= ");
                self.bind(beginning.as_str());
                self.push(" AND s.term < ");
                self.bind(format!("{beginning}\u{10ffff}"));
            }
            // CROSS JOIN, because SQLite takes the tables in that order then.
            self.push(") f CROSS JOIN ");
        }
        let is_of_debtors = filter.scope == Scope::Debtors;
        if is_of_debtors {
            self.push("wallets m CROSS JOIN ");
        }
        self.push("customers c");
        let is_of_totals = matches!(order, Some(Order::LastPurchase | Order::Purchases | Order::Points));
        if is_of_totals {
            self.push(if filter.is_of_few() { " CROSS JOIN customer_totals t" } else { ", customer_totals t" });
        }
        self.push(" WHERE c.shop_id = $1 AND c.merged_into_id IS NULL");
        if is_of_totals {
            self.push(" AND t.shop_id = $1 AND t.customer_id = c.customer_id");
        }
        if first.is_some() {
            self.push(" AND c.customer_id = f.customer_id");
        }
        if is_of_debtors {
            self.push(
                " AND m.shop_id = $1 AND m.wallet = 'money' AND m.balance_minor < 0 AND c.customer_id = m.customer_id",
            );
        }
        if let Scope::DiscountFrom(bp) = filter.scope {
            self.push(" AND c.group_id IN (SELECT v.group_id FROM customer_groups v WHERE v.shop_id = $1 AND v.is_active AND v.discount_bp >= ");
            self.bind(bp);
            self.push(")");
        }
        for word in words {
            self.push(" AND (");
            for (place, pattern) in word.patterns.iter().enumerate() {
                self.push(if place == 0 { "" } else { " OR " });
                self.push("c.search_text LIKE ");
                self.bind(pattern.as_str());
                self.push(" ESCAPE '\\'");
            }
            self.push(")");
        }
        if let Some(group) = filter.group {
            self.push(" AND c.group_id = ");
            self.bind(group);
        }
        // Constants, for which there are indexes of the few.
        self.push(match filter.kind {
            Some(CustomerKind::Company) => " AND c.kind = 'company'",
            Some(CustomerKind::Individual) => " AND c.kind = 'individual'",
            None => "",
        });
        self.push(match filter.is_active {
            Some(true) => " AND c.is_active",
            Some(false) => " AND NOT c.is_active",
            None => "",
        });
        self.push(match filter.is_blocked {
            Some(true) => " AND c.is_blocked",
            Some(false) => " AND NOT c.is_blocked",
            None => "",
        });
    }
}

/// The page of a list, with what is bound after the moment at which things have expired.
fn page(filter: &Filter, order: Order, is_descending: bool, is_backwards: bool, limit: i64, offset: i64) -> Assembled {
    let by = order.of_page(is_descending, is_backwards, filter.is_sorted(order));
    let mut page = Assembled::new("");
    // `$2` is the moment.
    page.values.push(Value::Int(None));
    let is_of_totals = matches!(order, Order::LastPurchase | Order::Purchases | Order::Points);
    if filter.is_all() && is_of_totals {
        page.push("(SELECT t.customer_id AS page_id FROM customer_totals t WHERE t.shop_id = $1");
    } else if order == Order::Money {
        page.push("(SELECT c.customer_id AS page_id, m.balance_minor ");
        page.push_from(filter, Some(order));
    } else {
        page.push("(SELECT c.customer_id AS page_id ");
        page.push_from(filter, Some(order));
    }
    page.push(&format!(" ORDER BY {by} LIMIT "));
    page.bind(limit);
    page.push(" OFFSET ");
    page.bind(offset);
    page.push(")");
    let of_rows = by.replace("m.customer_id", "page.page_id").replace("m.balance_minor", "page.balance_minor");
    page.sql = around(&page.sql, &format!("{of_rows}, "));
    page
}

/// A page of a list.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    (order, is_descending): (Order, bool),
    at: Timestamp,
    limit: i64,
    offset: i64,
    count: i64,
) -> Result<Vec<(Profile, Vec<WalletState>)>> {
    let left = count.saturating_sub(offset).min(limit);
    if left <= 0 {
        return Ok(Vec::new());
    }
    tx.write_totals().await?;
    let filter = rarest_first(tx, filter).await?;
    let is_backwards = offset > count / 2;
    let (limit, offset) = if is_backwards { (left, count - offset - left) } else { (left, offset) };
    let mut page = page(&filter, order, is_descending, is_backwards, limit, offset);
    page.values[0] = tx.expired_by(at).into();
    let rows: Vec<ProfileRow> = page.query(tx).all().await?;
    let mut profiles = grouped(rows);
    if is_backwards {
        profiles.reverse();
    }
    Ok(profiles)
}

/// How many customers a list has.
pub async fn count(tx: &mut Tx, filter: &Filter) -> Result<i64> {
    if let Some(conditions) = filter.others() {
        let all = totals::count_customers(tx).await?;
        if conditions.is_empty() {
            return Ok(all);
        }
        return Ok(all - others(&conditions).query(tx).one::<(i64,)>().await?.0);
    }
    let filter = rarest_first(tx, filter).await?;
    Ok(counted(&filter).query(tx).one::<(i64,)>().await?.0)
}

fn counted(filter: &Filter) -> Assembled {
    let mut count = Assembled::new("SELECT COUNT(*) ");
    count.push_from(filter, None);
    count
}

/// How many customers fit one of these conditions.
fn others(conditions: &[&str]) -> Assembled {
    let mut count = Assembled::new("SELECT COUNT(*) FROM (");
    for (place, condition) in conditions.iter().enumerate() {
        count.push(if place == 0 { "" } else { " UNION " });
        count.push("SELECT c.customer_id FROM customers c WHERE c.shop_id = $1 AND c.merged_into_id IS NULL AND ");
        count.push(condition);
    }
    count.push(") o");
    count
}

/// The same filter, with the word first by which the fewest customers are found: the others are compared with these.
async fn rarest_first(tx: &mut Tx, filter: &Filter) -> Result<Filter> {
    let mut filter = filter.clone();
    if filter.words.len() > 1 {
        let mut counts = Vec::with_capacity(filter.words.len());
        for word in &filter.words {
            counts.push(found_by(word).query(tx).one::<(i64,)>().await?.0);
        }
        if let Some((rarest, _)) = counts.iter().enumerate().min_by_key(|(_, count)| **count) {
            filter.words.swap(0, rarest);
        }
    }
    Ok(filter)
}

fn found_by(word: &SearchWord) -> Assembled {
    let mut found = Assembled::new("SELECT ");
    for (place, beginning) in word.beginnings.iter().enumerate() {
        found.push(if place == 0 { "" } else { " + " });
        found.push("(SELECT COUNT(*) FROM (SELECT 1 AS one FROM search_terms s WHERE s.shop_id = $1 AND s.term >= ");
        found.bind(beginning.as_str());
        found.push(" AND s.term < ");
        found.bind(format!("{beginning}\u{10ffff}"));
        found.push(" LIMIT ");
        found.bind(COMPARED);
        found.push(") w)");
    }
    found
}

/// Statements of every kind that is assembled here.
pub(in crate::storage) fn assembled() -> Vec<Listed> {
    let word = |text: &str| crate::domain::search_words(text);
    let filters = [
        ("all", Filter::default()),
        ("group", Filter { group: Some(GroupId(1)), ..Filter::default() }),
        ("companies", Filter { kind: Some(CustomerKind::Company), ..Filter::default() }),
        ("inactive", Filter { is_active: Some(false), ..Filter::default() }),
        ("blocked", Filter { is_blocked: Some(true), ..Filter::default() }),
        ("discount", Filter { scope: Scope::DiscountFrom(1), ..Filter::default() }),
        ("word", Filter { words: word("one"), ..Filter::default() }),
        ("words", Filter { words: word("one two"), group: Some(GroupId(1)), ..Filter::default() }),
        ("debtors", Filter { scope: Scope::Debtors, ..Filter::default() }),
        ("active", Filter { is_active: Some(true), ..Filter::default() }),
        (
            "those of most",
            Filter {
                kind: Some(CustomerKind::Individual),
                is_active: Some(true),
                is_blocked: Some(false),
                ..Filter::default()
            },
        ),
        (
            "all at once",
            Filter {
                scope: Scope::Debtors,
                group: Some(GroupId(1)),
                kind: Some(CustomerKind::Company),
                is_active: Some(true),
                is_blocked: Some(false),
                words: word("one two three"),
            },
        ),
    ];
    let listed = |name: String, Assembled { sql, .. }: Assembled| Listed {
        file: "profiles",
        name,
        sqlite: sql.clone(),
        postgres: sql,
    };
    let one = Assembled { sql: of_one(), values: Vec::new() };
    let mut statements = vec![listed("one".to_owned(), one)];
    statements.extend(word("one").iter().map(|word| listed("found by".to_owned(), found_by(word))));
    for (name, filter) in &filters {
        match filter.others() {
            None => statements.push(listed(format!("count of {name}"), counted(filter))),
            Some(conditions) if conditions.is_empty() => {}
            Some(conditions) => statements.push(listed(format!("count of others than {name}"), others(&conditions))),
        }
        for order in Order::ALL.into_iter().filter(|order| (*order == Order::Money) == (filter.scope == Scope::Debtors))
        {
            for (is_descending, is_backwards) in [(false, false), (true, false), (true, true)] {
                let name = format!("list of {name} by {order:?} {is_descending} {is_backwards}");
                statements.push(listed(name, page(filter, order, is_descending, is_backwards, 1, 1)));
            }
        }
    }
    statements
}
