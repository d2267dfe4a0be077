//! What the APIs for clients of Django REST framework share. A resource is a table of fields ([`Resource`]), a list a table of
//! filters and orderings ([`List`]): bodies and queries are read by them, answers are shown by them, and the description is made
//! from them. Errors ([`DrfError`]) and pages ([`Page`]) have the framework's form, errors its words.

mod collection;
mod error;
mod field;
mod list;
mod paging;
mod read;
mod resource;
mod schema;
mod shown;
#[cfg(test)]
mod tests;

pub(super) use self::{
    collection::{Changeable, Collection, Deletable, Outcome, Words, changes, deletes, reads},
    error::{DrfError, face},
    field::{
        Field, GivenRows, Input, Kind, amount, blank, optional, optional_or_null, percent, positive, read_only,
        read_only_or_null, required, said, text, written,
    },
    list::{All, Asked, By, Direction, Filter, List, Sought, filter},
    paging::{Listing, Page, Paging},
    resource::{Body, Record, Resource, Whole, rows},
    shown::{Shown, Viewer},
};
