//! Sales: billing of services by month, at `/sales/api/`, and at the addresses below `/api/` that its document prints. For dashboards
//! that are clients of Django REST framework.

mod bill_details;
mod bills;
mod bulk;
mod customers;
mod days;
mod details;
mod entitlements;
mod face;
mod histories;
mod kams;
mod of_customer;
mod packages;
mod paid;
mod payment_details;
mod payments;
mod pdf;
mod pricings;
mod printed;
mod refused;
mod stamps;
mod utilities;

use axum::middleware::from_fn_with_state;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{
    bill_details::SalesInvoiceDetail,
    bills::SalesInvoice,
    customers::SalesCustomer,
    details::SalesEntitlementDetail,
    entitlements::SalesEntitlement,
    kams::SalesKam,
    packages::SalesPackage,
    payment_details::SalesPaymentDetail,
    payments::SalesPayment,
    pricings::SalesPricing,
    utilities::{SalesUtility, SalesUtilityDetail},
};
pub(super) use self::{
    face::PATH,
    printed::{by_tenant, limited, routes as printed},
};
use super::{
    admission::{admit, needs},
    drf::{self, changes, deletes, reads},
    fault::{Face, Fault},
    state::Api,
};
use crate::domain::{Language, Scope};

/// What is special to sales.
pub(super) static FACE: Face = drf::face(Language::English, false);

/// The routes of sales.
pub(super) fn routes(api: &Api) -> OpenApiRouter {
    let read = |scope: Scope| from_fn_with_state(scope, needs);
    let of_customers = OpenApiRouter::new()
        .routes(routes!(of_customer::entitlements))
        .routes(routes!(bulk::list))
        .routes(routes!(histories::bandwidth_types))
        .routes(routes!(histories::details))
        .route_layer(read(Scope::CustomersRead));
    let of_bills = OpenApiRouter::new()
        .routes(routes!(of_customer::invoices))
        .routes(routes!(of_customer::payments))
        .routes(routes!(of_customer::payment_history))
        .routes(routes!(of_customer::bill_history))
        .routes(routes!(of_customer::last_bill))
        .routes(routes!(of_customer::previous_bill))
        .route_layer(read(Scope::CustomersRead))
        .routes(routes!(pdf::invoice))
        .routes(routes!(histories::invoices))
        .routes(routes!(histories::payments))
        .routes(routes!(histories::by_customer))
        .routes(routes!(histories::pricings))
        .route_layer(read(Scope::BillsRead));
    let changing = OpenApiRouter::new()
        .routes(routes!(bulk::create))
        .route_layer(from_fn_with_state(Scope::CustomersUpdate, needs))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(bills::auto_generate))
                .route_layer(from_fn_with_state(Scope::BillsCreate, needs)),
        );
    let rows = [
        reads::<SalesKam>,
        reads::<SalesUtility>,
        reads::<SalesUtilityDetail>,
        reads::<SalesCustomer>,
        changes::<SalesCustomer>,
        deletes::<SalesCustomer>,
        reads::<SalesEntitlement>,
        changes::<SalesEntitlement>,
        deletes::<SalesEntitlement>,
        reads::<SalesEntitlementDetail>,
        changes::<SalesEntitlementDetail>,
        deletes::<SalesEntitlementDetail>,
        reads::<SalesPackage>,
        changes::<SalesPackage>,
        deletes::<SalesPackage>,
        reads::<SalesPricing>,
        changes::<SalesPricing>,
        deletes::<SalesPricing>,
        reads::<SalesInvoice>,
        changes::<SalesInvoice>,
        deletes::<SalesInvoice>,
        reads::<SalesInvoiceDetail>,
        changes::<SalesInvoiceDetail>,
        deletes::<SalesInvoiceDetail>,
        reads::<SalesPayment>,
        changes::<SalesPayment>,
        deletes::<SalesPayment>,
        reads::<SalesPaymentDetail>,
        changes::<SalesPaymentDetail>,
        deletes::<SalesPaymentDetail>,
    ];
    rows.into_iter()
        .fold(OpenApiRouter::new(), |router, add| add(router))
        .merge(of_customers)
        .merge(of_bills)
        .merge(changing)
        .fallback(async || Fault::UnknownPath)
        .layer(from_fn_with_state((api.clone(), &FACE), admit))
}
