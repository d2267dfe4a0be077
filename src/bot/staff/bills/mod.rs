//! A customer's bills of services as staff see them, and the payments that they take.

pub(in crate::bot) mod card;
pub(in crate::bot) mod list;
pub(in crate::bot) mod pay;
