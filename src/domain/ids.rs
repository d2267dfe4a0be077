//! Identities as types, so that a customer's id is never passed for a Telegram id.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A shop: the Telegram id of its bot, the number before the colon of the token.
    ShopId;
    /// A customer's row. What people type is the [`Code`](super::Code).
    CustomerId;
    /// An invoice's row. What people see is the [`InvoiceNumber`](super::InvoiceNumber).
    InvoiceId;
    /// Part or all of an invoice taken back.
    RefundId;
    /// A line of a wallet.
    EntryId;
    /// Points that were earned together.
    LotId;
    /// Points reserved for a sale that is not finished.
    HoldId;
    /// A customer's agreement to a spend that was asked for.
    ConsentId;
    /// A group of customers.
    GroupId;
    /// An API key.
    KeyId;
    /// A coupon.
    CouponId;
    /// A parcel's row. What people type is the [`ParcelNumber`](super::ParcelNumber).
    ParcelId;
    /// A place to which events are sent over HTTP.
    WebhookId;
    /// A key account manager.
    KamId;
    /// What a customer has, under one number for its bills.
    EntitlementId;
    /// A service of an entitlement.
    EntitlementDetailId;
    /// A package for small offices.
    PackageId;
    /// A rate of a package.
    PricingId;
    /// Utility information: how customers can pay, with the VAT of their bills.
    UtilityId;
    /// An account or a wallet to pay to.
    UtilityDetailId;
    /// A bill for a month's services.
    BillId;
    /// A line of a bill.
    BillDetailId;
    /// A payment of a bill.
    PaymentId;
    /// A part of a payment.
    PaymentDetailId;
    /// A person in Telegram; also the id of their private chat with the bot.
    TelegramId;
}

impl TelegramId {
    /// Is it the id of a group, and not of a person?
    pub const fn is_group(self) -> bool {
        self.0 < 0
    }
}
