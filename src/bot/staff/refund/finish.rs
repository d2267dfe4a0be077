//! The end of a refund or an undo.

use crate::{
    bot::context::Context,
    messages::refund::{Cause, Refund, receipt},
    notices,
    service::{Result, refunds::RefundQuote},
};

/// Shows the receipt of a refund, and tells the customer and the referrer.
pub(super) async fn finish(cx: &mut Context, quote: &RefundQuote, cause: Cause<'_>) -> Result<()> {
    let refund = Refund::read(&mut cx.tx, quote, cause, cx.now).await?;
    cx.show(receipt(cx.language, cx.shop.format, &refund)).await?;
    notices::refund::refunded(&mut cx.tx, cx.now, cx.shop.format, &refund).await
}
