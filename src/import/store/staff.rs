//! Stores who works in the shop.

use crate::{
    import::findings::{Finding, FindingKind, JsonPath},
    import::format::STAFF,
    storage::{
        self, Tx,
        dump::{self, StaffRow},
        staff,
    },
};

/// Appoints the staff of a file in a new shop. One that was here before keeps its own: who was dismissed must not come back by an old
/// file. Returns the finding of that.
pub(super) async fn store(tx: &mut Tx, rows: &[StaffRow], is_new_shop: bool) -> storage::Result<Option<Finding>> {
    if !is_new_shop {
        let is_another = !rows.is_empty() && dump::staff(tx).await? != rows;
        let message = "the shop was here before the import: its staff stays as it is, and the file's is not taken";
        return Ok(is_another.then(|| JsonPath::Key(STAFF).finding(FindingKind::StaffKept, message)));
    }
    for StaffRow { member, appointed_by, appointed_at } in rows {
        staff::appoint(tx, member, *appointed_by, *appointed_at).await?;
    }
    Ok(None)
}
