//! What one card has that two cards of one person become.

use super::{
    Customer,
    claim::{Kept, kept},
};
use crate::{
    clock::Timestamp,
    domain::Money,
    service::{Error, Refusal, Result},
    storage::{Tx, groups, profiles},
};

/// What one card of both would have, as far as the two differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergePreview {
    /// The name.
    pub name: Option<String>,
    /// The name of the group.
    pub group: Option<String>,
    /// What the customer may owe at most.
    pub credit_limit: Option<Money>,
    /// The notes of the staff.
    pub notes: Option<String>,
    /// It is blocked, as one of them is.
    pub is_blocked: bool,
    /// It is given up, as one of them is.
    pub is_inactive: bool,
}

/// What the card would have that the cards `own` and `waiting` of one person become; nothing where they cannot become one.
///
/// # Errors
/// The database's.
pub async fn merge_preview(tx: &mut Tx, own: &Customer, waiting: &Customer, at: Timestamp) -> Result<MergePreview> {
    let (kept, other) = match kept(tx, own, waiting, at).await {
        Ok(Kept::Own) => (own, waiting),
        Ok(Kept::Waiting) => (waiting, own),
        Err(Error::Refused(Refusal::BothCardsInUse)) => return Ok(MergePreview::default()),
        Err(error) => return Err(error),
    };
    let terms = profiles::terms(tx, kept.customer_id).await?;
    let of_other = profiles::terms(tx, other.customer_id).await?;
    let merged = terms.with(&of_other);
    let group = match merged.group.filter(|_| terms.group != of_other.group) {
        Some(group) => groups::name(tx, group).await?,
        None => None,
    };
    Ok(MergePreview {
        name: (kept.name() != other.name()).then(|| kept.name()),
        group,
        credit_limit: merged.credit_limit.filter(|_| terms.credit_limit != of_other.credit_limit),
        notes: (terms.notes != of_other.notes).then_some(merged.notes),
        is_blocked: terms.is_blocked != of_other.is_blocked,
        is_inactive: terms.is_active != of_other.is_active,
    })
}
