//! Bills: written by hand, or made of an entitlement for a month.

mod change;
mod look;
mod make;

pub use self::{
    change::{BillChanges, BillContentChanges, change, delete},
    look::{
        BillHistory, BillOfShop, BillWritten, BillsOfCustomer, get, history, last, list, of_customer, open_first,
        this_month, this_week,
    },
    make::{NewBill, add, generate, generate_for_month},
};
pub use crate::storage::billing::{
    bill_details::BillDetail,
    bills::{Bill, BillFilter, BillTotals},
};
