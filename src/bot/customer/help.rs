//! Help.

use crate::{bot::context::Context, service::Result};

/// Shows it.
pub(crate) async fn show(_cx: &mut Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows it.
pub(crate) async fn cancel(_cx: &mut Context<'_>) -> Result<()> {
    Ok(())
}
