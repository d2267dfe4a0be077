//! What of a customer is changed in the chat, and how a typed value is read.

use serde::{Deserialize, Serialize};

use crate::{
    bot::{context::Context, staff::step::steps},
    clock::Timestamp,
    domain::{Birthday, CustomerId, CustomerKind, GroupId, Permission},
    service::profiles::{ProfileChanges, ProfileContent},
    texts::{Html, common, staff_profile as texts},
};

/// The longest name of a company, in characters.
const LONGEST_COMPANY: usize = 200;
/// The longest tax number, in characters.
const LONGEST_TAX_ID: usize = 20;
/// The longest notes, in characters.
const LONGEST_NOTES: usize = 1_000;

/// Waits for what is to be changed, or for its new value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::bot::staff) struct ProfileEdit {
    pub(super) customer: CustomerId,
    pub(super) field: Option<Field>,
}

/// What is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Field {
    Email,
    Birthday,
    Company,
    Group,
    Notes,
    CreditLimit,
    Block,
    Unblock,
    Deactivate,
    Activate,
}

steps! {
    /// The steps of a change.
    ProfileStep {
        /// Changes the e-mail.
        Email = "email",
        /// Changes the birthday.
        Birthday = "birthday",
        /// Changes the company.
        Company = "company",
        /// Chooses another group.
        Group = "group",
        /// Changes the notes.
        Notes = "notes",
        /// Changes the credit limit.
        CreditLimit = "limit",
        /// Asks whether the customer is to be blocked.
        Block = "block",
        /// Asks whether they are to be unblocked.
        Unblock = "unblock",
        /// Asks whether they are to be given up.
        Deactivate = "deactivate",
        /// Asks whether they are to be a customer again.
        Activate = "activate",
        /// Puts them into a group.
        Into(group: GroupId) = "into",
        /// Removes what the field holds.
        Clear = "clear",
        /// Leads back, and nothing changes.
        Back = "back",
        /// Does what was asked about.
        Confirm = "confirm",
    }
}

impl ProfileStep {
    /// What the step asks to change.
    pub(super) const fn field(self) -> Option<Field> {
        Some(match self {
            Self::Email => Field::Email,
            Self::Birthday => Field::Birthday,
            Self::Company => Field::Company,
            Self::Group => Field::Group,
            Self::Notes => Field::Notes,
            Self::CreditLimit => Field::CreditLimit,
            Self::Block => Field::Block,
            Self::Unblock => Field::Unblock,
            Self::Deactivate => Field::Deactivate,
            Self::Activate => Field::Activate,
            Self::Into(_) | Self::Clear | Self::Back | Self::Confirm => return None,
        })
    }
}

impl Field {
    #[cfg(test)]
    pub(super) const ALL: [Self; 10] = [
        Self::Email,
        Self::Birthday,
        Self::Company,
        Self::Group,
        Self::Notes,
        Self::CreditLimit,
        Self::Block,
        Self::Unblock,
        Self::Deactivate,
        Self::Activate,
    ];

    /// What a member of the staff needs to change it.
    pub(super) const fn permission(self) -> Permission {
        match self {
            Self::Email | Self::Birthday | Self::Company => Permission::CompleteCustomer,
            _ => Permission::ChangeCustomers,
        }
    }

    /// Does it hold a value that can be removed?
    pub(super) fn can_be_cleared(self, content: &ProfileContent) -> bool {
        match self {
            Self::Email => content.email.is_some(),
            Self::Birthday => content.birthday.is_some(),
            Self::Company => content.kind == CustomerKind::Company || !content.company_name.is_empty(),
            Self::Group => content.group_id.is_some(),
            Self::Notes => !content.notes.is_empty(),
            Self::CreditLimit => content.credit_limit.is_some(),
            Self::Block | Self::Unblock | Self::Deactivate | Self::Activate => false,
        }
    }

    /// The change that removes what it holds.
    pub(super) fn cleared(self) -> Option<ProfileChanges> {
        let nothing = ProfileChanges::default();
        Some(match self {
            Self::Email => ProfileChanges { email: Some(None), ..nothing },
            Self::Birthday => ProfileChanges { birthday: Some(None), ..nothing },
            Self::Company => ProfileChanges {
                kind: Some(CustomerKind::Individual),
                company_name: Some(String::new()),
                tax_id: Some(String::new()),
                ..nothing
            },
            Self::Group => ProfileChanges { group: Some(None), ..nothing },
            Self::Notes => ProfileChanges { notes: Some(String::new()), ..nothing },
            Self::CreditLimit => ProfileChanges { credit_limit: Some(None), ..nothing },
            Self::Block | Self::Unblock | Self::Deactivate | Self::Activate => return None,
        })
    }

    /// The change that a confirmation makes.
    pub(super) fn confirmed(self) -> Option<ProfileChanges> {
        let nothing = ProfileChanges::default();
        Some(match self {
            Self::Block | Self::Unblock => ProfileChanges { is_blocked: Some(self == Self::Block), ..nothing },
            Self::Deactivate | Self::Activate => ProfileChanges { is_active: Some(self == Self::Activate), ..nothing },
            _ => return None,
        })
    }

    /// Reads a new value that was typed; the complaint where it is none.
    pub(super) fn read(self, cx: &Context, text: &str) -> Result<ProfileChanges, Html> {
        let (language, text) = (cx.language, text.trim());
        let nothing = ProfileChanges::default();
        let within = |text: &str, most: usize| match text.chars().count() {
            count if count > most => Err(common::text_too_long(language, most)),
            _ => Ok(text.to_owned()),
        };
        match self {
            Self::Email => match text.parse() {
                Ok(email) => Ok(ProfileChanges { email: Some(Some(email)), ..nothing }),
                Err(_) => Err(texts::bad_email(language)),
            },
            Self::Birthday => match Birthday::typed(text).filter(|day| is_past(cx, *day)) {
                Some(day) => Ok(ProfileChanges { birthday: Some(Some(day)), ..nothing }),
                None => Err(texts::bad_birthday(language)),
            },
            Self::Company => {
                let (name, tax_id) = text.split_once('\n').unwrap_or((text, ""));
                let tax_id = tax_id.trim();
                Ok(ProfileChanges {
                    kind: Some(CustomerKind::Company),
                    company_name: Some(within(name.trim(), LONGEST_COMPANY)?),
                    tax_id: (!tax_id.is_empty()).then(|| within(tax_id, LONGEST_TAX_ID)).transpose()?,
                    ..nothing
                })
            }
            Self::Notes => Ok(ProfileChanges { notes: Some(within(text, LONGEST_NOTES)?), ..nothing }),
            Self::CreditLimit => match cx.reader().amount(text) {
                Some(limit) if !limit.is_negative() => {
                    Ok(ProfileChanges { credit_limit: Some(Some(limit)), ..nothing })
                }
                _ => Err(texts::bad_limit(language)),
            },
            Self::Group | Self::Block | Self::Unblock | Self::Deactivate | Self::Activate => {
                Err(texts::press_a_button(language))
            }
        }
    }
}

/// Is a day not after today in the shop?
fn is_past(cx: &Context, day: Birthday) -> bool {
    let now: Timestamp = cx.now;
    day.date() <= now.to_utc().with_timezone(&cx.shop.format.timezone).date_naive()
}
