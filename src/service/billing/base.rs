//! What the use cases of billing share.

use crate::{
    clock::Timestamp,
    domain::{
        CustomerId,
        billing::{Date, Record},
    },
    service::{Operation, Refusal, Result, customers},
    storage::{
        Tx,
        billing::{Author, authors, profiles},
        customers as stored, shops,
    },
};

/// Declares what changes of a row: a field that is `None` stays as it is.
macro_rules! changes {
    ($(#[$doc:meta])* $name:ident of $content:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: Option<$type>),+ }

        impl $name {
            /// A row with the changes.
            fn applied_to(&self, old: &$content) -> $content {
                let mut content = old.clone();
                $(if let Some(value) = &self.$field { content.$field.clone_from(value); })+
                content
            }
        }
    };
}
pub(super) use changes;

/// The day where the shop is.
pub(super) async fn today(tx: &mut Tx, at: Timestamp) -> Result<Date> {
    Ok(Date::at(shops::timezone(tx).await?, at))
}

/// Who carries an operation out, by name.
pub(super) async fn author(tx: &mut Tx, operation: &Operation) -> Result<Author> {
    Ok(authors::author(tx, operation.caller.actor.reference(), operation.at()).await?)
}

/// Locks the card of a customer who is named by another row; the card that is used instead, where it was merged into another.
///
/// # Errors
/// [`Refusal::UnknownReference`] where they have no sales profile.
pub(super) async fn lock_customer(tx: &mut Tx, customer: CustomerId) -> Result<CustomerId> {
    let unknown = || Refusal::UnknownReference(Record::Customer);
    let locked = match customers::get_for_update(tx, customer).await {
        Ok(card) => card.customer_id,
        Err(crate::service::Error::Refused(Refusal::UnknownCustomer)) => return Err(unknown().into()),
        Err(error) => return Err(error),
    };
    if profiles::is_there(tx, locked).await? { Ok(locked) } else { Err(unknown().into()) }
}

/// The card of a customer by whom rows are listed: the one that is used instead, where it was merged into another.
pub(super) async fn card(tx: &mut Tx, customer: Option<CustomerId>) -> Result<Option<CustomerId>> {
    let Some(customer) = customer else { return Ok(None) };
    let card = stored::by_id(tx, customer).await?;
    Ok(Some(card.map_or(customer, |card| card.customer_id)))
}

/// What was deleted or found nowhere.
pub(super) fn unknown(record: Record) -> Refusal {
    Refusal::UnknownRecord(record)
}
