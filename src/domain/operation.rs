//! Operations: what changes something, once, under an id.

use std::fmt;

use super::{KeyId, Receipt, TelegramId};

/// The namespace of imports.
const IMPORT: &str = "import:";

super::words! {
    /// What an operation does: its name among the operations that were done, and in the audit log.
    Verb {
        /// Registers a customer by phone.
        Register = "register",
        /// Issues an invoice.
        IssueInvoice = "issue_invoice",
        /// Asks a customer to agree to a sale or a write-off that spends their points.
        AskConsent = "ask_consent",
        /// Cancels a sale or a write-off that waits for the customer's consent.
        CancelSale = "cancel_sale",
        /// Refunds an invoice, in part or whole.
        RefundInvoice = "refund_invoice",
        /// Undoes an invoice.
        UndoInvoice = "undo_invoice",
        /// Gives or takes points.
        AdjustPoints = "adjust_points",
        /// Reserves points.
        Hold = "hold",
        /// Spends points that are reserved.
        Capture = "capture",
        /// Frees points that are reserved.
        Release = "release",
        /// Adds to what a customer owes.
        AddDebt = "add_debt",
        /// Takes the payment of a debt.
        RepayDebt = "repay_debt",
        /// Sets how long points live.
        SetPointsLifetime = "set_points_lifetime",
        /// Sets from how many points on staff need consent.
        SetConsentFrom = "set_consent_from",
        /// Sets what the QR code of a card holds.
        SetCardQr = "set_card_qr",
        /// Gives a person a role.
        Appoint = "appoint",
        /// Takes a person's role away.
        Dismiss = "dismiss",
        /// Moves a card to the account that shared its phone number.
        MoveCard = "move_card",
        /// Leaves a card where it is, though another account shared its phone number.
        KeepCard = "keep_card",
        /// Imports a file.
        Import = "import",
        /// Makes a key of the HTTP APIs.
        CreateKey = "create_key",
        /// Replaces a key by a new one.
        RotateKey = "rotate_key",
        /// Ends a key.
        RevokeKey = "revoke_key",
        /// Adds a webhook.
        AddWebhook = "add_webhook",
        /// Gives a webhook a new secret.
        RotateWebhook = "rotate_webhook",
        /// Removes a webhook.
        RemoveWebhook = "remove_webhook",
        /// Sends to a webhook again that wanted no more.
        ResumeWebhook = "resume_webhook",
        /// Gives a coupon.
        GiveCoupon = "give_coupon",
        /// Adds a parcel.
        AddParcel = "add_parcel",
        /// Changes a parcel.
        ChangeParcel = "change_parcel",
        /// Changes the statuses of several parcels.
        ChangeParcels = "change_parcels",
        /// Sets what another system calls a customer.
        SetOutsideCode = "set_outside_code",
        /// Makes or completes a customer of a list that another system sent.
        ImportClient = "import_client",
        /// Adds a customer with all that is known of them.
        AddCustomer = "add_customer",
        /// Changes what is known of a customer.
        ChangeCustomer = "change_customer",
        /// Adds a group of customers.
        AddGroup = "add_group",
        /// Changes a group of customers.
        ChangeGroup = "change_group",
        /// Sets by which turnover customers are put into groups.
        SetGroupRules = "set_group_rules",
        /// Moves a customer to another group by their turnover.
        MoveToGroup = "move_to_group",
        /// Takes money in for a customer.
        Deposit = "deposit",
        /// Charges a customer's money.
        Charge = "charge",
        /// Makes a customer one whose services are billed.
        AddSalesProfile = "add_sales_profile",
        /// Changes what is known of such a customer.
        ChangeSalesProfile = "change_sales_profile",
        /// Makes a customer one whose services are not billed any more.
        DeleteSalesProfile = "delete_sales_profile",
        /// Adds an entitlement.
        AddEntitlement = "add_entitlement",
        /// Changes an entitlement.
        ChangeEntitlement = "change_entitlement",
        /// Deletes an entitlement.
        DeleteEntitlement = "delete_entitlement",
        /// Adds services to an entitlement.
        AddEntitlementDetails = "add_entitlement_details",
        /// Changes a service.
        ChangeEntitlementDetail = "change_entitlement_detail",
        /// Deletes a service.
        DeleteEntitlementDetail = "delete_entitlement_detail",
        /// Adds a package.
        AddPackage = "add_package",
        /// Changes a package.
        ChangePackage = "change_package",
        /// Deletes a package.
        DeletePackage = "delete_package",
        /// Adds a rate of a package.
        AddPricing = "add_pricing",
        /// Changes a rate of a package.
        ChangePricing = "change_pricing",
        /// Deletes a rate of a package.
        DeletePricing = "delete_pricing",
        /// Writes a bill.
        AddBill = "add_bill",
        /// Makes the bill of a month for an entitlement.
        GenerateBill = "generate_bill",
        /// Changes a bill.
        ChangeBill = "change_bill",
        /// Deletes a bill.
        DeleteBill = "delete_bill",
        /// Adds a line to a bill.
        AddBillDetail = "add_bill_detail",
        /// Changes a line of a bill.
        ChangeBillDetail = "change_bill_detail",
        /// Deletes a line of a bill.
        DeleteBillDetail = "delete_bill_detail",
        /// Notes a payment of a bill.
        AddPayment = "add_payment",
        /// Changes a payment.
        ChangePayment = "change_payment",
        /// Deletes a payment.
        DeletePayment = "delete_payment",
        /// Takes a payment of a bill.
        TakePayment = "take_payment",
        /// Adds a part to a payment.
        AddPaymentDetail = "add_payment_detail",
        /// Changes a part of a payment.
        ChangePaymentDetail = "change_payment_detail",
        /// Deletes a part of a payment.
        DeletePaymentDetail = "delete_payment_detail",
        /// Loads key account managers and utility information from a file.
        LoadBilling = "load_billing",
        /// Sets how the shop bills.
        SetBilling = "set_billing",
        /// Writes points and money off, as a till of its own accord does.
        WriteOff = "write_off",
    }
}

/// The id of an operation, in the namespace of the door it came through. Only these constructors make one, so two doors
/// never make the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OperationId(String);

impl OperationId {
    /// From the chat: `chat:sale:0123456789abcdef`.
    pub fn chat(name: impl fmt::Display) -> Self {
        Self(format!("chat:{name}"))
    }

    /// From an API, under the id that the client of a key chose: `key:7:order-1`.
    pub fn key(key: KeyId, name: impl fmt::Display) -> Self {
        Self(format!("key:{key}:{name}"))
    }

    /// From an API, by a member of the staff who has an access token: `token:123456789:order-1`.
    pub fn token(person: TelegramId, name: impl fmt::Display) -> Self {
        Self(format!("token:{person}:{name}"))
    }

    /// A till's sale that has a receipt, under any key: `receipt:0001-000123`.
    pub fn receipt(receipt: &Receipt) -> Self {
        Self(format!("receipt:{receipt}"))
    }

    /// What an operation asked the customer for, once they agree: `agreed:key:7:order-1`.
    pub fn agreed(asked: &Self) -> Self {
        Self(format!("agreed:{asked}"))
    }

    /// A part of an operation, which is the same part whenever the operation is done: `key:7:request 1 part 12`.
    pub fn part(whole: &Self, part: impl fmt::Display) -> Self {
        Self(format!("{whole} part {part}"))
    }

    /// From a job: `job:expire 2026-01-31`.
    pub fn job(name: impl fmt::Display) -> Self {
        Self(format!("job:{name}"))
    }

    /// From an import, and of an operation that was done where an imported history was made.
    pub fn import(name: impl fmt::Display) -> Self {
        Self(format!("{IMPORT}{name}"))
    }

    /// The id that the operation had where it was done, without the namespace of the import that brought it here.
    pub fn before_import(&self) -> &str {
        self.0.strip_prefix(IMPORT).unwrap_or(&self.0)
    }

    /// From a command of the binary: `command:sandbox cashier`.
    pub fn command(name: impl fmt::Display) -> Self {
        Self(format!("command:{name}"))
    }

    /// The id, with its namespace.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An id that was stored.
    pub(crate) const fn stored(id: String) -> Self {
        Self(id)
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_doors_make_the_same_id() {
        // What a client chooses may look like the id of any other door.
        let chosen = ["1", "chat:1", "key:7:1", "7:1", ":1", "job:1", "import:1", "command:1", ""];
        let mut ids = Vec::new();
        for name in chosen {
            ids.extend([
                OperationId::chat(name),
                OperationId::key(KeyId(7), name),
                OperationId::key(KeyId(71), name),
                OperationId::token(TelegramId(7), name),
                OperationId::receipt(&format!("{name}1").parse().unwrap()),
                OperationId::agreed(&OperationId::key(KeyId(7), name)),
                OperationId::job(name),
                OperationId::import(name),
                OperationId::command(name),
            ]);
        }
        let distinct: std::collections::HashSet<&OperationId> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{ids:?}");
    }
}
