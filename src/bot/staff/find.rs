//! Find.

use crate::{bot::context::Context, service::Result};

/// Shows it.
pub(crate) async fn command(_cx: &mut Context<'_>, _rest: &str) -> Result<()> {
    Ok(())
}
