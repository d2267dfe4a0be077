//! The form of a refund, and the steps of its buttons.

use serde::{Deserialize, Serialize};

use super::super::step::steps;
use crate::{
    domain::{CustomerId, InvoiceId, OperationId, RefundScope, ReturnedLine},
    service::refunds::RefundQuote,
};

/// The form of a refund that is not made yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::bot::staff) struct RefundForm {
    pub(super) invoice: Option<(CustomerId, InvoiceId)>,
    /// The returned goods that are chosen so far.
    pub(super) returned: Vec<ReturnedLine>,
    pub(super) scope: Option<RefundScope>,
    /// As it is kept.
    pub(super) reason: Option<String>,
    pub(super) waits: Waits,
}

/// What the conversation waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(strum::EnumDiscriminants), strum_discriminants(name(WaitsKind), derive(strum::EnumIter)))]
#[serde(rename_all = "snake_case")]
pub(super) enum Waits {
    /// The number of the invoice, or its customer.
    #[default]
    Invoice,
    /// What of it is refunded.
    Scope,
    /// The returned goods, on this page of the lines.
    Lines(usize),
    /// The returned quantity of a line (its position, and the page it was chosen from).
    Quantity(usize, usize),
    /// The amount.
    Amount,
    /// The reason.
    Reason,
    /// The confirmation of a preview with this quote.
    Confirmation(Box<RefundQuote>),
}

steps! {
    /// The steps of a refund.
    RefundStep {
        /// Lists the invoices of this customer.
        Pick(customer: CustomerId) = "pick",
        /// All that is left of the invoice, or of the line that was chosen.
        Whole = "whole",
        /// Asks which goods are returned.
        ChooseLines = "lines",
        /// Asks for an amount.
        Amount = "amount",
        /// Chooses this line of the invoice, counted from 1.
        Line(position: usize) = "line",
        /// Shows this page of the lines, counted from 0.
        Page(page: usize) = "page",
        /// The choice of goods is complete.
        Done = "done",
        /// Back to the choice of what is refunded.
        ChangeScope = "scope",
        /// Chooses an offered reason, counted from 0.
        Reason(place: usize) = "reason",
        /// Confirms the preview.
        Confirm = "confirm",
    }
}

/// The operation id of the confirmed preview with this nonce.
pub(super) fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("refund:{nonce}"))
}

#[cfg(test)]
pub(super) mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::domain::{InvoiceNumber, Money, RefundFigures};

    /// A form for each thing that is waited for.
    pub(in super::super) fn examples() -> Vec<RefundForm> {
        let (customer, invoice_id, zero) = (CustomerId(1), InvoiceId(1), Money::ZERO);
        let quote = RefundQuote {
            invoice_id,
            number: InvoiceNumber::parse("965EDA32").unwrap(),
            customer,
            figures: RefundFigures::default(),
            lines: Vec::new(),
            points_to: None,
            points_debt: zero,
            referrer: None,
            reward_debt: zero,
            reward_unproven: false,
            left: zero,
            coupons: Vec::new(),
        };
        let all = [
            Waits::Invoice,
            Waits::Scope,
            Waits::Lines(0),
            Waits::Quantity(1, 0),
            Waits::Amount,
            Waits::Reason,
            Waits::Confirmation(Box::new(quote)),
        ];
        let form = |waits| {
            let invoice = (waits != Waits::Invoice).then_some((customer, invoice_id));
            RefundForm { invoice, waits, ..RefundForm::default() }
        };
        all.map(form).into()
    }

    #[test]
    fn everything_that_is_waited_for_has_an_example() {
        for kind in WaitsKind::iter() {
            assert!(examples().iter().any(|form| WaitsKind::from(&form.waits) == kind), "{kind:?}");
        }
    }
}
