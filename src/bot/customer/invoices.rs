//! Invoices.

use crate::{bot::context::Context, service::Result};

/// Shows it.
pub(crate) async fn list(_cx: &mut Context<'_>, _page: usize) -> Result<()> {
    Ok(())
}
