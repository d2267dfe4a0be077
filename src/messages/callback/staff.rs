//! The callback data of staff's buttons, after `s:`.

use serde::{Deserialize, Serialize};

use super::wire::{Rest, Value, next, presses};
use crate::domain::{
    BillId, CardCode, ConsentId, CustomerId, GroupId, InvoiceId, KeyId, Money, ParcelId, ParcelStatus, Phone,
    TelegramId, WebhookId,
};

presses! {
    /// A button of a screen for staff. Ids can be forged, so each screen looks them up. Pages count from 0.
    StaffPress(StaffPressKind) = "s" {
        /// A customer's card.
        Card(customer: CustomerId) = "card",
        /// All that is known of a customer.
        Profile(customer: CustomerId) = "more",
        /// A page of a customer's history.
        History(customer: CustomerId, page: usize) = "history",
        /// A page of a customer's invoices.
        Invoices(customer: CustomerId, page: usize) = "invoices",
        /// An invoice of a customer, and the page it was chosen from.
        Invoice(customer: CustomerId, invoice: InvoiceId, page: usize) = "invoice",
        /// An invoice of a customer as PDF.
        InvoicePdf(customer: CustomerId, invoice: InvoiceId) = "invoicepdf",
        /// A new invoice; the customer is asked for.
        NewSale = "sell",
        /// A new invoice for a customer, who may have shown the digits of their card.
        Sell(customer: CustomerId, code: Option<CardCode>) = "sell",
        /// A new invoice for a sum without the names of goods; the customer is asked for.
        SellSum(sum: Money) = "sum",
        /// Cancels a sale that waits for the customer's consent.
        CancelSale(consent: ConsentId) = "unsell",
        /// Continues the interrupted conversation whose last question had this nonce, or drops it.
        Interrupted(nonce: String, is_wanted: bool) = "kept",
        /// Gives or takes points.
        Points(customer: CustomerId) = "points",
        /// Adds or repays a debt.
        Debt(customer: CustomerId) = "debt",
        /// Gives a coupon.
        Coupon(customer: CustomerId) = "coupon",
        /// A page of a customer's bills of services.
        Bills(customer: CustomerId, page: usize) = "bills",
        /// A bill, and the page it was chosen from.
        Bill(bill: BillId, page: usize) = "bill",
        /// A bill as PDF.
        BillPdf(bill: BillId) = "billpdf",
        /// Takes a payment of a bill.
        PayBill(bill: BillId) = "billpay",
        /// A page of a customer's invoices, to choose the one to refund.
        Refunds(customer: CustomerId, page: usize) = "refunds",
        /// Refunds an invoice of a customer.
        Refund(customer: CustomerId, invoice: InvoiceId) = "refund",
        /// Asks for a confirmation that an invoice of a customer is to be undone.
        Undo(customer: CustomerId, invoice: InvoiceId) = "undo",
        /// The answer to that: true undoes it, if what was shown is still so. Its digest is missing in old buttons, and in those
        /// that keep the invoice.
        UndoAnswer(customer: CustomerId, invoice: InvoiceId, is_meant: bool, shown: Option<String>) = "undo",
        /// The parcels of the shop, by status.
        Parcels = "parcels",
        /// A page of all parcels, the latest first.
        LatestParcels(page: usize) = "plist",
        /// A page of the parcels that have a status.
        ParcelsWith(status: ParcelStatus, page: usize) = "pwith",
        /// A page of the parcels of a customer.
        ParcelsOf(customer: CustomerId, page: usize) = "pof",
        /// A page of the parcels of the client of a parcel, whose code no customer has.
        ParcelsBeside(parcel: ParcelId, page: usize) = "pbeside",
        /// A parcel.
        Parcel(parcel: ParcelId) = "parcel",
        /// Gives a parcel, which had the first status when the button was drawn, the second one.
        ParcelStatus(parcel: ParcelId, shown: ParcelStatus, wanted: ParcelStatus) = "pstatus",
        /// The statuses of a parcel that are against the order.
        ParcelBack(parcel: ParcelId) = "pback",
        /// Asks whether a parcel is to get a status against the order; yes gives it.
        ParcelForce(parcel: ParcelId, shown: ParcelStatus, wanted: ParcelStatus, is_meant: bool) = "pforce",
        /// Looks for parcels.
        FindParcels = "pfind",
        /// Adds a parcel, of a customer where one is named.
        AddParcel(customer: Option<CustomerId>) = "padd",
        /// Changes the number, the client, the note and the like of a parcel.
        ChangeParcel(parcel: ParcelId) = "pchange",
        /// Changes the statuses of many parcels.
        ManyParcels = "pmany",
        /// Registers a customer, with the phone number that no customer has.
        Register(phone: Option<Phone>) = "new",
        /// Moves a card to the account of another one, whose person shared its phone number.
        MoveCard(card: CustomerId, to: CustomerId) = "move",
        /// Leaves it where it is.
        KeepCard(card: CustomerId, to: CustomerId) = "keep",
        /// The list of the staff.
        Team = "team",
        /// A member of the staff.
        Member(person: TelegramId) = "member",
        /// Appoints a member of the staff.
        Appoint = "appoint",
        /// A page of the keys of the HTTP APIs.
        Keys(page: usize) = "keys",
        /// A key.
        Key(key: KeyId) = "key",
        /// Makes a key.
        NewKey = "newkey",
        /// A page of the webhooks.
        Webhooks(page: usize) = "webhooks",
        /// A webhook.
        Webhook(webhook: WebhookId) = "webhook",
        /// Adds a webhook.
        NewWebhook = "newwebhook",
        /// A page of the groups of customers.
        Groups(page: usize) = "groups",
        /// A group.
        Group(group: GroupId) = "group",
        /// Adds a group.
        NewGroup = "newgroup",
        /// The rules by which customers come into groups.
        GroupMoves = "moves",
        /// The rules of the program.
        Program = "program",
        /// Changes a rule.
        Rule(rule: Rule) = "program",
        /// A step of the conversation that is under way, if its last question has this nonce.
        Step(nonce: String, step: Rest) = "step",
    }
}

/// A rule of the program that owners change in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    /// The lifetime of points.
    Lifetime,
    /// The number of points from which a spend needs the customer's consent.
    Consent,
    /// What the QR code of a card holds.
    CardQr,
}

impl Rule {
    /// Every rule, in the order of the screen.
    pub(crate) const ALL: [Self; 3] = [Self::Lifetime, Self::Consent, Self::CardQr];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Lifetime => "lifetime",
            Self::Consent => "consent",
            Self::CardQr => "card_qr",
        }
    }
}

impl Value for Rule {
    fn write(&self) -> Option<String> {
        Some(self.as_str().to_owned())
    }

    fn read(values: &mut &[&str]) -> Option<Self> {
        let word = next(values)?;
        Self::ALL.into_iter().find(|rule| rule.as_str() == word)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    /// Callback data of every kind, with what it asks for.
    pub(in super::super) fn examples() -> Vec<(&'static str, StaffPress)> {
        let last = i64::MAX;
        let (customer, invoice, parcel) = (CustomerId(last), InvoiceId(last), ParcelId(last));
        let step = |step: &str| StaffPress::Step("0123456789abcdef".to_owned(), Rest(step.to_owned()));
        vec![
            ("s:card:9223372036854775807", StaffPress::Card(customer)),
            ("s:history:9223372036854775807:12", StaffPress::History(customer, 12)),
            ("s:invoices:9223372036854775807:0", StaffPress::Invoices(customer, 0)),
            ("s:invoicepdf:9223372036854775807:9223372036854775807", StaffPress::InvoicePdf(customer, invoice)),
            (
                "s:invoice:9223372036854775807:9223372036854775807:999999",
                StaffPress::Invoice(customer, invoice, 999_999),
            ),
            ("s:sell", StaffPress::NewSale),
            ("s:sell:9223372036854775807", StaffPress::Sell(customer, None)),
            ("s:sell:9223372036854775807:042000", StaffPress::Sell(customer, "042000".parse().ok())),
            ("s:sum:9223372036854775807", StaffPress::SellSum(Money::from_minor(last))),
            ("s:unsell:9223372036854775807", StaffPress::CancelSale(ConsentId(last))),
            ("s:kept:0123456789abcdef:yes", StaffPress::Interrupted("0123456789abcdef".to_owned(), true)),
            ("s:kept:0123456789abcdef:no", StaffPress::Interrupted("0123456789abcdef".to_owned(), false)),
            ("s:points:9223372036854775807", StaffPress::Points(customer)),
            ("s:debt:9223372036854775807", StaffPress::Debt(customer)),
            ("s:coupon:9223372036854775807", StaffPress::Coupon(customer)),
            ("s:bills:9223372036854775807:12", StaffPress::Bills(customer, 12)),
            ("s:bill:9223372036854775807:12", StaffPress::Bill(BillId(last), 12)),
            ("s:billpdf:9223372036854775807", StaffPress::BillPdf(BillId(last))),
            ("s:billpay:9223372036854775807", StaffPress::PayBill(BillId(last))),
            ("s:refunds:9223372036854775807:12", StaffPress::Refunds(customer, 12)),
            ("s:refund:9223372036854775807:9223372036854775807", StaffPress::Refund(customer, invoice)),
            ("s:undo:9223372036854775807:9223372036854775807", StaffPress::Undo(customer, invoice)),
            (
                "s:undo:9223372036854775807:9223372036854775807:yes",
                StaffPress::UndoAnswer(customer, invoice, true, None),
            ),
            (
                "s:undo:9223372036854775807:9223372036854775807:yes:0123456789ab",
                StaffPress::UndoAnswer(customer, invoice, true, Some("0123456789ab".to_owned())),
            ),
            (
                "s:undo:9223372036854775807:9223372036854775807:no",
                StaffPress::UndoAnswer(customer, invoice, false, None),
            ),
            ("s:parcels", StaffPress::Parcels),
            ("s:more:9223372036854775807", StaffPress::Profile(customer)),
            ("s:plist:12", StaffPress::LatestParcels(12)),
            ("s:pwith:in_transit:12", StaffPress::ParcelsWith(ParcelStatus::InTransit, 12)),
            ("s:pof:9223372036854775807:12", StaffPress::ParcelsOf(customer, 12)),
            ("s:pbeside:9223372036854775807:12", StaffPress::ParcelsBeside(parcel, 12)),
            ("s:parcel:9223372036854775807", StaffPress::Parcel(parcel)),
            (
                "s:pstatus:9223372036854775807:in_transit:delivered",
                StaffPress::ParcelStatus(parcel, ParcelStatus::InTransit, ParcelStatus::Delivered),
            ),
            ("s:pback:9223372036854775807", StaffPress::ParcelBack(parcel)),
            (
                "s:pforce:9223372036854775807:cancelled:in_transit:yes",
                StaffPress::ParcelForce(parcel, ParcelStatus::Cancelled, ParcelStatus::InTransit, true),
            ),
            (
                "s:pforce:9223372036854775807:issued:pending:no",
                StaffPress::ParcelForce(parcel, ParcelStatus::Issued, ParcelStatus::Pending, false),
            ),
            ("s:pfind", StaffPress::FindParcels),
            ("s:padd", StaffPress::AddParcel(None)),
            ("s:padd:9223372036854775807", StaffPress::AddParcel(Some(customer))),
            ("s:pchange:9223372036854775807", StaffPress::ChangeParcel(parcel)),
            ("s:pmany", StaffPress::ManyParcels),
            ("s:new", StaffPress::Register(None)),
            ("s:new:+77001234567", StaffPress::Register(Phone::parse("+77001234567").ok())),
            ("s:move:9223372036854775807:9223372036854775807", StaffPress::MoveCard(customer, customer)),
            ("s:keep:9223372036854775807:9223372036854775807", StaffPress::KeepCard(customer, customer)),
            ("s:team", StaffPress::Team),
            ("s:member:9223372036854775807", StaffPress::Member(TelegramId(last))),
            ("s:appoint", StaffPress::Appoint),
            ("s:keys:0", StaffPress::Keys(0)),
            ("s:key:9223372036854775807", StaffPress::Key(KeyId(last))),
            ("s:newkey", StaffPress::NewKey),
            ("s:webhooks:0", StaffPress::Webhooks(0)),
            ("s:webhook:9223372036854775807", StaffPress::Webhook(WebhookId(last))),
            ("s:newwebhook", StaffPress::NewWebhook),
            ("s:groups:12", StaffPress::Groups(12)),
            ("s:group:9223372036854775807", StaffPress::Group(GroupId(last))),
            ("s:newgroup", StaffPress::NewGroup),
            ("s:moves", StaffPress::GroupMoves),
            ("s:program", StaffPress::Program),
            ("s:program:lifetime", StaffPress::Rule(Rule::Lifetime)),
            ("s:program:consent", StaffPress::Rule(Rule::Consent)),
            ("s:program:card_qr", StaffPress::Rule(Rule::CardQr)),
            ("s:step:0123456789abcdef:cancel", step("cancel")),
            ("s:step:0123456789abcdef:confirm", step("confirm")),
            ("s:step:0123456789abcdef:pick:9223372036854775807", step("pick:9223372036854775807")),
            ("s:step:0123456789abcdef:new", step("new")),
            ("s:step:0123456789abcdef:goods", step("goods")),
            ("s:step:0123456789abcdef:read:1", step("read:1")),
            ("s:step:0123456789abcdef:done", step("done")),
            ("s:step:0123456789abcdef:undo", step("undo")),
            ("s:step:0123456789abcdef:lines", step("lines")),
            ("s:step:0123456789abcdef:points", step("points")),
            ("s:step:0123456789abcdef:all:main", step("all:main")),
            ("s:step:0123456789abcdef:some:referral", step("some:referral")),
            ("s:step:0123456789abcdef:none", step("none")),
            ("s:step:0123456789abcdef:paid", step("paid")),
            ("s:step:0123456789abcdef:credit", step("credit")),
            ("s:step:0123456789abcdef:wallet:referral", step("wallet:referral")),
            ("s:step:0123456789abcdef:plus", step("plus")),
            ("s:step:0123456789abcdef:minus", step("minus")),
            ("s:step:0123456789abcdef:whole", step("whole")),
            ("s:step:0123456789abcdef:amount", step("amount")),
            ("s:step:0123456789abcdef:line:100", step("line:100")),
            ("s:step:0123456789abcdef:page:12", step("page:12")),
            ("s:step:0123456789abcdef:scope", step("scope")),
            ("s:step:0123456789abcdef:reason:2", step("reason:2")),
            ("s:step:0123456789abcdef:finish", step("finish")),
            ("s:step:0123456789abcdef:replace", step("replace")),
            ("s:step:0123456789abcdef:keep", step("keep")),
            ("s:step:0123456789abcdef:note", step("note")),
            ("s:step:0123456789abcdef:role:manager", step("role:manager")),
            ("s:step:0123456789abcdef:dismiss", step("dismiss")),
            ("s:step:0123456789abcdef:number:365", step("number:365")),
            ("s:step:0123456789abcdef:never", step("never")),
            ("s:step:0123456789abcdef:link", step("link")),
            ("s:step:0123456789abcdef:may:platform:read", step("may:platform:read")),
            ("s:step:0123456789abcdef:consent", step("consent")),
            ("s:step:0123456789abcdef:rate", step("rate")),
            ("s:step:0123456789abcdef:days", step("days")),
            ("s:step:0123456789abcdef:uses", step("uses")),
            ("s:step:0123456789abcdef:rotate", step("rotate")),
            ("s:step:0123456789abcdef:rotate_yes", step("rotate_yes")),
            ("s:step:0123456789abcdef:revoke", step("revoke")),
            ("s:step:0123456789abcdef:revoke_yes", step("revoke_yes")),
            ("s:step:0123456789abcdef:event:parcel.status", step("event:parcel.status")),
            ("s:step:0123456789abcdef:remove", step("remove")),
            ("s:step:0123456789abcdef:remove_yes", step("remove_yes")),
            ("s:step:0123456789abcdef:resume", step("resume")),
            ("s:step:0123456789abcdef:kind:percent", step("kind:percent")),
            ("s:step:0123456789abcdef:weight", step("weight")),
            ("s:step:0123456789abcdef:price", step("price")),
            ("s:step:0123456789abcdef:pieces", step("pieces")),
            ("s:step:0123456789abcdef:client", step("client")),
            ("s:step:0123456789abcdef:code", step("code")),
            ("s:step:0123456789abcdef:back", step("back")),
            ("s:step:0123456789abcdef:clear", step("clear")),
            ("s:step:0123456789abcdef:split", step("split")),
            ("s:step:0123456789abcdef:join", step("join")),
            ("s:step:0123456789abcdef:email", step("email")),
            ("s:step:0123456789abcdef:birthday", step("birthday")),
            ("s:step:0123456789abcdef:company", step("company")),
            ("s:step:0123456789abcdef:group", step("group")),
            ("s:step:0123456789abcdef:notes", step("notes")),
            ("s:step:0123456789abcdef:limit", step("limit")),
            ("s:step:0123456789abcdef:block", step("block")),
            ("s:step:0123456789abcdef:unblock", step("unblock")),
            ("s:step:0123456789abcdef:deactivate", step("deactivate")),
            ("s:step:0123456789abcdef:activate", step("activate")),
            ("s:step:0123456789abcdef:into:9223372036854775807", step("into:9223372036854775807")),
            ("s:step:0123456789abcdef:name", step("name")),
            ("s:step:0123456789abcdef:discount", step("discount")),
            ("s:step:0123456789abcdef:minimum", step("minimum")),
            ("s:step:0123456789abcdef:cash", step("cash")),
            ("s:step:0123456789abcdef:transfer", step("transfer")),
            ("s:step:0123456789abcdef:skip", step("skip")),
            ("s:step:0123456789abcdef:status:in_transit", step("status:in_transit")),
        ]
    }

    #[test]
    fn every_kind_of_button_has_an_example() {
        let examples = examples();
        for kind in StaffPressKind::iter() {
            assert!(examples.iter().any(|(_, press)| StaffPressKind::from(press) == kind), "{kind:?}");
        }
    }
}
