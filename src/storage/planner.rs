//! What SQLite's planner assumes: one shop with very many rows.
//!
//! Every index begins with the shop. Without statistics SQLite takes `shop_id = ?` to find ten rows, and may prefer the primary
//! key by the shop alone to an index by the shop and the customer. Statistics of a real shop would depend on when they were
//! taken; these are the same for every file, so that the plans that the tests see are the plans of every shop.

use sqlx::SqliteConnection;

use super::Result;

/// Gives every index the statistics of a table whose rows all belong to one shop; each further column divides them to a
/// handful. The primary key counts half as many, because its rows need no second look-up; an index of some of the rows, which is
/// named where these are wanted, still less. The numbers are so large that
/// no Bloom filter over a whole table seems worth it.
///
/// `ANALYZE` of one small table creates the table of statistics; `ANALYZE sqlite_schema` reads it anew.
const STATISTICS: [&str; 4] = [
    "ANALYZE id_counters",
    "DELETE FROM sqlite_stat1",
    "INSERT INTO sqlite_stat1 (tbl, idx, stat)
     SELECT t.name, CASE i.origin WHEN 'pk' THEN t.name ELSE i.name END, CASE WHEN i.partial THEN '400000000 ' ELSE '1000000000 ' END || (
         SELECT GROUP_CONCAT(
             CASE
                 WHEN i.\"unique\" AND c.seqno = (SELECT MAX(l.seqno) FROM pragma_index_info(i.name) l) THEN 1
                 WHEN c.seqno > 0 THEN 11 - c.seqno
                 WHEN i.partial THEN 400000000
                 WHEN i.origin = 'pk' THEN 500000000
                 ELSE 1000000000
             END,
             ' ')
         FROM pragma_index_info(i.name) c)
     FROM sqlite_schema t, pragma_index_list(t.name) i
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> '_sqlx_migrations'",
    "ANALYZE sqlite_schema",
];

/// Writes the statistics of all indexes that there are.
pub(super) async fn tell(connection: &mut SqliteConnection) -> Result<()> {
    for sql in STATISTICS {
        sqlx::query(sql).execute(&mut *connection).await?;
    }
    Ok(())
}
