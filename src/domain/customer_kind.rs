//! What a customer is.

super::words! {
    /// What a customer is.
    CustomerKind {
        /// A person for themselves.
        Individual = "individual",
        /// A person for a company.
        Company = "company",
    }
}
