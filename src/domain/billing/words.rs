//! The words of billing, as its tables and its clients have them.

crate::domain::words! {
    /// The kind of a customer, and of a service.
    ServiceKind {
        /// Bandwidth.
        Bandwidth = "bw",
        /// Bandwidth that a partner sells on, for a share.
        ChannelPartner = "channel_partner",
        /// A package for a small office.
        Soho = "soho",
    }
}

crate::domain::words! {
    /// Where bandwidth leads.
    BandwidthType {
        /// Transit to the Internet.
        Ipt = "ipt",
        /// The cache of Google.
        Gcc = "gcc",
        /// A network of caches.
        Cdn = "cdn",
        /// A national exchange.
        Nix = "nix",
        /// The caches of Baishan.
        Baishan = "baishan",
        /// Elsewhere.
        Other = "other",
    }
}

crate::domain::words! {
    /// Is a customer served, or a service given?
    ServiceStatus {
        /// Yes.
        Active = "active",
        /// No.
        Inactive = "inactive",
        /// Not for the time being.
        Suspended = "suspended",
    }
}

crate::domain::words! {
    /// What became of a bill.
    BillStatus {
        /// It is being written: it counts in no total.
        Draft = "draft",
        /// Nothing of it is paid.
        Unpaid = "unpaid",
        /// Part of it is paid.
        Partial = "partial",
        /// All of it is paid.
        Paid = "paid",
    }
}

crate::domain::words! {
    /// What became of a payment, or of a part of it.
    PaymentStatus {
        /// It is not known to have arrived: it does not count.
        Pending = "pending",
        /// It has arrived.
        Completed = "completed",
        /// It did not arrive.
        Failed = "failed",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

crate::domain::words! {
    /// A way to pay.
    UtilityKind {
        /// An account of a bank.
        Bank = "bank",
        /// A wallet of bKash.
        Bkash = "bkash",
        /// A wallet of Nagad.
        Nagad = "nagad",
    }
}

impl PaymentStatus {
    /// Does it count as paid?
    pub const fn is_completed(self) -> bool {
        matches!(self, Self::Completed)
    }
}

crate::domain::words! {
    /// What a row of billing is.
    Record {
        /// A key account manager.
        Kam = "kam",
        /// A customer with a sales profile.
        Customer = "customer",
        /// An entitlement.
        Entitlement = "entitlement",
        /// A service of an entitlement.
        EntitlementDetail = "entitlement_detail",
        /// A package.
        Package = "package",
        /// A rate of a package.
        Pricing = "pricing",
        /// Utility information.
        Utility = "utility",
        /// An account or a wallet to pay to.
        UtilityDetail = "utility_detail",
        /// A bill.
        Bill = "bill",
        /// A line of a bill.
        BillDetail = "bill_detail",
        /// A payment.
        Payment = "payment",
        /// A part of a payment.
        PaymentDetail = "payment_detail",
    }
}
