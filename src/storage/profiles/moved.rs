//! What an export and an import move of a customer beyond the earlier bot's fields.

use crate::{
    clock::Timestamp,
    domain::{Birthday, CustomerKind, Money},
};

/// What the back office knows of a customer beyond the earlier bot's fields.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ProfileFields {
    pub(crate) middle_name: String,
    pub(crate) kind: CustomerKind,
    pub(crate) company_name: String,
    pub(crate) tax_id: String,
    pub(crate) other_phone: String,
    pub(crate) address: String,
    pub(crate) city: String,
    pub(crate) region: String,
    pub(crate) postal_code: String,
    /// The name of their group.
    pub(crate) group_name: Option<String>,
    /// A rule put them into it.
    pub(crate) group_by_rule: bool,
    pub(crate) credit_limit_minor: Option<Money>,
    pub(crate) birthday: Option<Birthday>,
    pub(crate) notes: String,
    pub(crate) is_active: bool,
    pub(crate) is_blocked: bool,
    /// Zero where nothing changed since they joined.
    pub(crate) updated_at: Timestamp,
}

impl Default for ProfileFields {
    fn default() -> Self {
        Self {
            middle_name: String::new(),
            kind: CustomerKind::Individual,
            company_name: String::new(),
            tax_id: String::new(),
            other_phone: String::new(),
            address: String::new(),
            city: String::new(),
            region: String::new(),
            postal_code: String::new(),
            group_name: None,
            group_by_rule: false,
            credit_limit_minor: None,
            birthday: None,
            notes: String::new(),
            is_active: true,
            is_blocked: false,
            updated_at: Timestamp(0),
        }
    }
}

impl ProfileFields {
    /// The texts, each with its field in the file.
    pub(crate) fn texts(&self) -> [(&'static str, &str); 9] {
        [
            ("middle_name", &self.middle_name),
            ("company_name", &self.company_name),
            ("tax_id", &self.tax_id),
            ("other_phone", &self.other_phone),
            ("address", &self.address),
            ("city", &self.city),
            ("region", &self.region),
            ("postal_code", &self.postal_code),
            ("notes", &self.notes),
        ]
    }
}
