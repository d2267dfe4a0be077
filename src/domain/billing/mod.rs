//! Billing by month: what services cost, what bills come to, which number they get.

mod date;
mod figures;
mod number;
mod service;
mod words;

pub use self::{
    date::{Date, DateError, InForce, Month, MonthError, Period},
    figures::{BillFigures, LineFigures, bill_status},
    number::{BILL_DIGITS, FIRST_CUSTOMER, NumberSeries},
    service::{Service, ServiceError},
    words::{BandwidthType, BillStatus, PaymentStatus, Record, ServiceKind, ServiceStatus, UtilityKind},
};
