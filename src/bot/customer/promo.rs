//! Promo.

use crate::{bot::context::Context, service::Result};

/// Shows it.
pub(crate) async fn enter(_cx: &mut Context<'_>, _rest: &str) -> Result<()> {
    Ok(())
}
