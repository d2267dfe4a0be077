//! Invite.

use crate::{bot::context::Context, service::Result};

/// Shows it.
pub(crate) async fn show(_cx: &mut Context<'_>) -> Result<()> {
    Ok(())
}
