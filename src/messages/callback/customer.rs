//! The callback data of customers' buttons, after `c:`.

use super::wire::presses;
use crate::domain::{BillId, ConsentId, InvoiceId, Language, ParcelId};

presses! {
    /// A button of a customer's screen. Pages count from 0.
    CustomerPress(CustomerPressKind) = "c" {
        /// The balance.
        Balance = "balance",
        /// The card with its QR code.
        Card = "card",
        /// The card with new digits.
        NewDigits = "digits",
        /// A page of the history.
        History(page: usize) = "history",
        /// A page of the invoices.
        Invoices(page: usize) = "invoices",
        /// An invoice, and the page of the list that it was chosen from.
        Invoice(invoice: InvoiceId, page: usize) = "invoice",
        /// A page of the bills of which something is to be paid.
        Bills(page: usize) = "bills",
        /// A page of the bills that are paid.
        PaidBills(page: usize) = "paid",
        /// A bill, and the page of the list that it was chosen from.
        Bill(bill: BillId, page: usize) = "bill",
        /// A bill as PDF.
        BillPdf(bill: BillId) = "billpdf",
        /// An invoice as PDF.
        InvoicePdf(invoice: InvoiceId) = "invoicepdf",
        /// A page of one's own parcels.
        Parcels(page: usize) = "parcels",
        /// A parcel, and the page of the list that it was chosen from.
        Parcel(parcel: ParcelId, page: usize) = "parcel",
        /// In the settings: sets whether the person is told of their parcels.
        ParcelNotices(are_wanted: bool) = "notices",
        /// Below a notice of one parcel or several: true ends these notices, false begins them again.
        MuteParcels(mutes: bool, parcel: Option<ParcelId>) = "mute",
        /// The link that invites friends.
        Invite = "invite",
        /// The settings.
        Settings = "settings",
        /// Sets this language.
        Language(language: Language) = "language",
        /// Asks for a promo code.
        Promo = "promo",
        /// Asks for the person's own phone number.
        Phone = "phone",
        /// The answer to a request for consent: true where the customer agrees.
        Consent(consent: ConsentId, agrees: bool) = "consent",
        /// Ends the conversation.
        Cancel = "cancel",
    }
}

#[cfg(test)]
pub(super) mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    /// Callback data of every kind, with what it asks for.
    pub(in super::super) fn examples() -> Vec<(&'static str, CustomerPress)> {
        let largest = u32::MAX as usize;
        vec![
            ("c:balance", CustomerPress::Balance),
            ("c:card", CustomerPress::Card),
            ("c:digits", CustomerPress::NewDigits),
            ("c:history:0", CustomerPress::History(0)),
            ("c:history:4294967295", CustomerPress::History(largest)),
            ("c:invoices:3", CustomerPress::Invoices(3)),
            (
                "c:invoice:9223372036854775807:4294967295",
                CustomerPress::Invoice(InvoiceId(9_223_372_036_854_775_807), largest),
            ),
            ("c:bills:0", CustomerPress::Bills(0)),
            ("c:paid:2", CustomerPress::PaidBills(2)),
            ("c:bill:9223372036854775807:4294967295", CustomerPress::Bill(BillId(i64::MAX), largest)),
            ("c:billpdf:9223372036854775807", CustomerPress::BillPdf(BillId(i64::MAX))),
            ("c:invoicepdf:9223372036854775807", CustomerPress::InvoicePdf(InvoiceId(i64::MAX))),
            ("c:parcels:0", CustomerPress::Parcels(0)),
            ("c:parcel:9223372036854775807:4294967295", CustomerPress::Parcel(ParcelId(i64::MAX), largest)),
            ("c:notices:yes", CustomerPress::ParcelNotices(true)),
            ("c:notices:no", CustomerPress::ParcelNotices(false)),
            ("c:mute:yes:9223372036854775807", CustomerPress::MuteParcels(true, Some(ParcelId(i64::MAX)))),
            ("c:mute:no", CustomerPress::MuteParcels(false, None)),
            ("c:invite", CustomerPress::Invite),
            ("c:settings", CustomerPress::Settings),
            ("c:language:kk", CustomerPress::Language(Language::Kazakh)),
            ("c:promo", CustomerPress::Promo),
            ("c:phone", CustomerPress::Phone),
            ("c:consent:9223372036854775807:yes", CustomerPress::Consent(ConsentId(i64::MAX), true)),
            ("c:consent:1:no", CustomerPress::Consent(ConsentId(1), false)),
            ("c:cancel", CustomerPress::Cancel),
        ]
    }

    #[test]
    fn every_kind_of_button_has_an_example() {
        let examples = examples();
        for kind in CustomerPressKind::iter() {
            assert!(examples.iter().any(|(_, press)| CustomerPressKind::from(press) == kind), "{kind:?}");
        }
    }
}
