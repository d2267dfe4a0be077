//! Bills and invoices as PDF.

use super::messages;

messages! {
    /// A bill's title.
    plain bill(number: &str) = "sheet-bill";
    /// An invoice's title.
    plain invoice(number: &str) = "sheet-invoice";
    /// When it was issued.
    plain issued() = "sheet-issued";
    /// Until when it is to be paid.
    plain due() = "sheet-due";
    /// The month that a bill is for.
    plain period() = "sheet-period";
    /// The shop.
    plain seller() = "sheet-seller";
    /// The customer.
    plain buyer() = "sheet-buyer";
    /// Above the numbers of lines.
    plain number() = "sheet-number";
    /// Above the services of a bill.
    plain service() = "sheet-service";
    /// Above the goods of an invoice.
    plain goods() = "sheet-goods";
    /// Above quantities.
    plain quantity() = "sheet-quantity";
    /// Above prices.
    plain price() = "sheet-price";
    /// Amounts before discount and VAT.
    plain amount() = "sheet-amount";
    /// What is taken off.
    plain discount() = "sheet-discount";
    /// The tax on value added.
    plain vat() = "sheet-vat";
    /// What a line, or all of them, come to.
    plain total() = "sheet-total";
    /// The tax, where all lines have one rate.
    plain vat_at(rate: &str) = "sheet-vat-at";
    /// What was paid with points.
    plain redeemed() = "sheet-redeemed";
    /// What was paid with points that friends brought.
    plain redeemed_referral() = "sheet-redeemed-referral";
    /// What was paid with money.
    plain paid() = "sheet-paid";
    /// What was left as a debt.
    plain debt() = "sheet-debt";
    /// What was given back.
    plain refunded() = "sheet-refunded";
    /// What is still to be paid.
    plain to_pay() = "sheet-to-pay";
    /// Above accounts and wallets.
    plain how_to_pay() = "sheet-how-to-pay";
    /// An account with a bank.
    plain bank() = "sheet-bank";
    /// Below the code that opens the bill.
    plain open() = "sheet-open";
}
