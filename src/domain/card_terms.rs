//! On which terms the shop has a customer, and the terms of one card that was made of two.

use super::{GroupId, Money, Rate};

/// What the shop decided about a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardTerms {
    /// The group of the customer.
    pub group: Option<GroupId>,
    /// What its members are let off; nothing where it is not active.
    pub discount: Rate,
    /// What the customer may owe at most; `None`: no limit was set.
    pub credit_limit: Option<Money>,
    /// Of the staff; may be empty.
    pub notes: String,
    /// Not given up: the customer may earn and spend.
    pub is_active: bool,
    /// The shop lets the customer neither earn nor spend.
    pub is_blocked: bool,
}

impl CardTerms {
    /// The terms of this card once the card `other` of the same person became part of it: the group that lets its members off more,
    /// the lower limit, the notes of both, and what closes either.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let is_other_group = other.group.is_some() && (self.group.is_none() || other.discount > self.discount);
        let of_group = if is_other_group { other } else { self };
        let limits = [self.credit_limit, other.credit_limit];
        Self {
            group: of_group.group,
            discount: of_group.discount,
            credit_limit: limits.into_iter().flatten().min(),
            notes: joined(&self.notes, &other.notes),
            is_active: self.is_active && other.is_active,
            is_blocked: self.is_blocked || other.is_blocked,
        }
    }
}

/// Both notes, a line each; the same ones once.
fn joined(kept: &str, other: &str) -> String {
    match (kept, other) {
        (kept, "") => kept.to_owned(),
        ("", other) => other.to_owned(),
        (kept, other) if kept == other => kept.to_owned(),
        (kept, other) => format!("{kept}\n{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Group and discount, limit, notes, active, blocked; 0 for none.
    type Short = (i64, i64, i64, &'static str, bool, bool);

    fn terms((group, discount, limit, notes, is_active, is_blocked): Short) -> CardTerms {
        CardTerms {
            group: (group > 0).then_some(GroupId(group)),
            discount: Rate::from_bp(discount),
            credit_limit: (limit >= 0).then(|| Money::from_minor(limit)),
            notes: notes.to_owned(),
            is_active,
            is_blocked,
        }
    }

    #[test]
    fn the_better_group_the_lower_limit_and_both_notes_remain() {
        let plain: Short = (0, 0, -1, "", true, false);
        for (kept, other, expected) in [
            (plain, plain, plain),
            // Groups: the higher discount; the own one where both let off the same.
            ((1, 500, -1, "", true, false), (2, 1_000, -1, "", true, false), (2, 1_000, -1, "", true, false)),
            ((1, 1_000, -1, "", true, false), (2, 500, -1, "", true, false), (1, 1_000, -1, "", true, false)),
            ((1, 500, -1, "", true, false), (2, 500, -1, "", true, false), (1, 500, -1, "", true, false)),
            (plain, (2, 0, -1, "", true, false), (2, 0, -1, "", true, false)),
            ((1, 0, -1, "", true, false), plain, (1, 0, -1, "", true, false)),
            // Limits: the lower one; one that is set before none.
            ((0, 0, 500, "", true, false), (0, 0, 300, "", true, false), (0, 0, 300, "", true, false)),
            ((0, 0, 0, "", true, false), (0, 0, 300, "", true, false), (0, 0, 0, "", true, false)),
            (plain, (0, 0, 300, "", true, false), (0, 0, 300, "", true, false)),
            ((0, 0, 300, "", true, false), plain, (0, 0, 300, "", true, false)),
            // Notes: both.
            ((0, 0, -1, "a", true, false), (0, 0, -1, "b", true, false), (0, 0, -1, "a\nb", true, false)),
            ((0, 0, -1, "a", true, false), (0, 0, -1, "a", true, false), (0, 0, -1, "a", true, false)),
            ((0, 0, -1, "", true, false), (0, 0, -1, "b", true, false), (0, 0, -1, "b", true, false)),
            // What closes one card closes both.
            ((0, 0, -1, "", false, false), (0, 0, -1, "", true, true), (0, 0, -1, "", false, true)),
            (plain, (0, 0, -1, "", false, true), (0, 0, -1, "", false, true)),
        ] {
            assert_eq!(terms(kept).with(&terms(other)), terms(expected), "{kept:?} with {other:?}");
        }
    }
}
