//! Join.

use crate::{bot::context::Context, service::Result};

/// Shows it.
pub(crate) async fn start(_cx: &mut Context<'_>, _rest: &str) -> Result<()> {
    Ok(())
}
