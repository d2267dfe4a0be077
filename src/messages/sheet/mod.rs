//! Bills and invoices as sheets, which are written as PDF.

mod bill;
mod invoice;
mod parts;
#[cfg(test)]
mod tests;

pub(crate) use self::{
    bill::{BILL_LINK, bill},
    invoice::{INVOICE_LINK, invoice},
    parts::file_name,
};
