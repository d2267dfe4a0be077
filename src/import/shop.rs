//! The shop's row, as far as the dump has it: its column `legacy`, and the digest by which a change is noticed.

use serde::{Deserialize, Serialize};

use super::{digest::Digest, legacy::Legacy};
use crate::storage::dump::ShopRow;

/// The column `shops.legacy`.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct ShopLegacy {
    pub(crate) organization: Legacy,
    pub(crate) settings: Legacy,
    /// The file named the ids of its customers, so others may know them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_ids: bool,
}

impl ShopLegacy {
    /// Reads the column; what cannot be read is taken as empty.
    pub(crate) fn of(row: &ShopRow) -> Self {
        row.legacy.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The value of the column: `None` where there is nothing to keep.
    pub(crate) fn to_column(&self) -> Option<String> {
        let is_empty = self.organization.is_empty() && self.settings.is_empty() && !self.has_ids;
        if is_empty { None } else { serde_json::to_string(self).ok() }
    }
}

/// The digest of the details and settings that the earlier bot had as well.
pub(crate) fn digest(row: &ShopRow) -> String {
    let mut digest = Digest::default();
    for text in [&row.name, &row.phone_numbers, &row.address, &row.whatsapp_link, &row.telegram_link] {
        digest.text(text);
    }
    digest
        .int(row.invoice_bonus_bp.bp())
        .int(row.referral_promo_bonus_minor.minor())
        .int(row.referrer_first_purchase_bp.bp());
    let legacy = ShopLegacy::of(row);
    digest.legacy(&legacy.organization).legacy(&legacy.settings);
    digest.finish()
}
