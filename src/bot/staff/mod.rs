//! The screens of staff, a file each.

pub(super) mod debt;
pub(super) mod find;
pub(super) mod invoice;
pub(super) mod menu;
pub(super) mod points;
pub(super) mod register;
pub(super) mod team;

use serde::{Deserialize, Serialize};

use super::context::Context;
use crate::service::Result;

/// A button of a screen for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StaffPress {}

impl StaffPress {
    /// Reads what follows `s:` in the callback data.
    pub(super) fn decode(_parts: &[&str]) -> Option<Self> {
        None
    }
}

/// What a conversation with a member of the staff waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StaffDialogue {
    /// Whom to look for.
    Find,
}

/// A button was pressed.
pub(super) async fn press(_cx: &mut Context<'_>, press: StaffPress) -> Result<()> {
    match press {}
}

/// An answer to what a conversation waits for.
pub(super) async fn answer(_cx: &mut Context<'_>, _dialogue: StaffDialogue, _text: &str) -> Result<()> {
    Ok(())
}

/// A text that nothing waits for.
pub(super) async fn free_text(_cx: &mut Context<'_>, _text: &str) -> Result<()> {
    Ok(())
}

/// A contact that a member of the staff shared, of somebody else.
pub(super) async fn contact(_cx: &mut Context<'_>, _phone: &str) -> Result<()> {
    Ok(())
}
