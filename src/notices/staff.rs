//! A person joined the staff, has another role or left: they are told, and get the keyboard of their role.

use super::to_customer;
use crate::{
    clock::Timestamp,
    domain::Role,
    messages::{
        menu::{self, Offered},
        reply::Reply,
    },
    service::{Result, customers::Customer},
    storage::Tx,
    texts::{common, staff_team as texts},
};

/// Tells a person the role that they have now.
///
/// # Errors
/// The database's.
pub async fn appointed(tx: &mut Tx, at: Timestamp, person: &Customer, role: Role) -> Result<()> {
    let offered = Offered::to(tx, person.customer_id).await?;
    let notice = |language| {
        let text = texts::notice_appointed(language, &common::role(language, role));
        Reply::text(text).keys(menu::keys(language, Some(role), offered), None)
    };
    to_customer(tx, at, person, notice).await
}

/// Tells a person that they no longer belong to the staff.
///
/// # Errors
/// The database's.
pub async fn dismissed(tx: &mut Tx, at: Timestamp, person: &Customer) -> Result<()> {
    let offered = Offered::to(tx, person.customer_id).await?;
    let notice =
        |language| Reply::text(texts::notice_dismissed(language)).keys(menu::keys(language, None, offered), None);
    to_customer(tx, at, person, notice).await
}
