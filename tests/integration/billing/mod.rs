//! Billing by month: the use cases on both databases.

mod bills;
mod commands;
mod due_soon;
mod earning;
mod faults;
mod files;
mod lists;
pub(crate) mod model;
mod payments;
mod profiles;
mod runs;
mod services;

pub(crate) use self::faults::{FAULTS, TABLES};

use kopilka::{
    domain::{
        BillId, CustomerId, EntitlementId, Money, PackageId, PaymentId, Quantity, Rate, Role,
        billing::{BandwidthType, Date, InForce, PaymentStatus, Service, ServiceKind, ServiceStatus},
    },
    service::{
        self, Caller, Operation,
        billing::{
            bill_details::NewBillDetail,
            bills::{BillOfShop, NewBill},
            details::{EntitlementDetail, NewDetail},
            entitlements::EntitlementContent,
            load::{self, LoadReport},
            packages::PackageContent,
            payment_details::{self, PaymentDetailContent},
            payments::NewPayment,
            pricings::PricingContent,
            profiles::{NewSalesProfile, SalesProfile},
        },
    },
    storage::Tx,
};

use crate::shop::{Shop, finish, money};

/// The day of the shops of the tests, whose time zone is UTC.
pub(crate) const TODAY: &str = "2027-01-15";

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Runs one use case of a manager in a transaction of its own.
macro_rules! does {
    ($shop:expr, $($path:ident)::+ ( $($argument:expr),* $(,)? )) => {{
        let mut tx = $shop.begin().await;
        let operation = $shop.staff(kopilka::domain::Role::Manager);
        let done = kopilka::service::billing::$($path)::+(&mut tx, &operation, $($argument),*).await;
        $crate::shop::finish(tx, done).await
    }};
}
pub(crate) use does;

/// Looks something up as a manager.
macro_rules! sees {
    ($shop:expr, $($path:ident)::+ ( $($argument:expr),* $(,)? )) => {{
        let caller = $shop.staff(kopilka::domain::Role::Manager).caller;
        kopilka::service::billing::$($path)::+(&mut $shop.read().await, &caller, $($argument),*).await
    }};
}
pub(crate) use sees;

pub(crate) fn new_profile(phone: &str, kind: ServiceKind) -> NewSalesProfile {
    NewSalesProfile {
        phone: crate::shop::number(phone),
        number: None,
        name: "TechCorp Solutions Ltd".to_owned(),
        company_name: "TechCorp".to_owned(),
        email: "info@techcorp.com".to_owned(),
        address: String::new(),
        contact_person: "John Doe".to_owned(),
        kind,
        kam_id: None,
        status: ServiceStatus::Active,
        is_active: true,
    }
}

pub(crate) fn new_entitlement(customer_id: CustomerId) -> EntitlementContent {
    EntitlementContent {
        customer_id,
        bill_number: "BILL20241001".to_owned(),
        activated_on: day("2027-01-01"),
        nttn_company: String::new(),
        nttn_capacity: String::new(),
        total_bill: None,
        bandwidth_medium: String::new(),
        connection_type: String::new(),
        connected_pop: String::new(),
        remarks: String::new(),
    }
}

pub(crate) fn bandwidth(mbps: i64, unit_price_minor: i64) -> Service {
    Service::Bandwidth {
        bandwidth: BandwidthType::Ipt,
        mbps: Quantity::from_milli(mbps * 1000),
        unit_price: money(unit_price_minor),
    }
}

pub(crate) fn partner(mbps: i64, unit_price_minor: i64, share_bp: i64) -> Service {
    Service::ChannelPartner {
        mbps: Quantity::from_milli(mbps * 1000),
        unit_price: money(unit_price_minor),
        share: Some(Rate::from_bp(share_bp)),
    }
}

/// A service that is given from the first of January on, without end.
pub(crate) fn given(service: Service) -> NewDetail {
    NewDetail {
        service,
        in_force: InForce { starts_on: day("2027-01-01"), ends_on: None },
        is_active: true,
        status: ServiceStatus::Active,
    }
}

pub(crate) fn by_hand(entitlement_id: EntitlementId) -> NewBill {
    NewBill {
        entitlement_id,
        utility_id: None,
        number: None,
        issued_on: day(TODAY),
        due_on: None,
        remarks: String::new(),
        is_draft: false,
        auto_calculate: false,
    }
}

pub(crate) fn line(bill_id: BillId, sub_total: i64) -> NewBillDetail {
    NewBillDetail {
        bill_id,
        detail_id: None,
        sub_total: Some(money(sub_total)),
        discount: Rate::from_bp(0),
        vat: None,
        remarks: String::new(),
    }
}

pub(crate) fn payment(bill_id: BillId, status: PaymentStatus) -> NewPayment {
    NewPayment {
        bill_id,
        entitlement_id: None,
        paid_on: day("2027-01-20"),
        method: "Bank Transfer".to_owned(),
        remarks: String::new(),
        status,
    }
}

pub(crate) fn part(payment_id: PaymentId, amount: i64, status: PaymentStatus) -> PaymentDetailContent {
    PaymentDetailContent {
        payment_id,
        amount: money(amount),
        transaction_number: "TXN123456".to_owned(),
        remarks: String::new(),
        status,
    }
}

/// What a bill comes to, what of it is paid, and its status.
pub(crate) fn figures(bill: &BillOfShop) -> (i64, i64, &'static str) {
    (bill.bill.total_minor.minor(), bill.bill.paid_minor.minor(), bill.bill.status.as_str())
}

impl Shop {
    pub(crate) async fn sells_to(&self, phone: &str, kind: ServiceKind) -> SalesProfile {
        let mut tx = self.begin().await;
        let added = service::billing::profiles::add(
            &mut tx,
            &self.staff(Role::Manager),
            &self.chance,
            &new_profile(phone, kind),
        )
        .await;
        finish(tx, added).await.unwrap()
    }

    pub(crate) async fn entitles(&self, customer: &SalesProfile) -> EntitlementId {
        does!(self, entitlements::add(&new_entitlement(customer.customer_id))).unwrap().entitlement_id
    }

    pub(crate) async fn serves(&self, entitlement: EntitlementId, services: &[Service]) -> Vec<EntitlementDetail> {
        let new: Vec<NewDetail> = services.iter().map(|service| given(*service)).collect();
        does!(self, details::add_all(entitlement, &new)).unwrap()
    }

    /// A customer of bandwidth with an entitlement of these services.
    pub(crate) async fn connects(&self, phone: &str, services: &[Service]) -> (SalesProfile, EntitlementId) {
        let customer = self.sells_to(phone, ServiceKind::Bandwidth).await;
        let entitlement = self.entitles(&customer).await;
        self.serves(entitlement, services).await;
        (customer, entitlement)
    }

    pub(crate) async fn bills(&self, entitlement: EntitlementId) -> BillOfShop {
        does!(self, bills::generate(entitlement)).unwrap().bill
    }

    pub(crate) async fn bill(&self, bill: BillId) -> BillOfShop {
        sees!(self, bills::get(bill)).unwrap()
    }

    /// Notes a completed payment of so much.
    pub(crate) async fn pays(&self, bill: BillId, amount: i64) -> service::Result<Money> {
        self.pays_under(&self.staff(Role::Manager), bill, amount).await
    }

    pub(crate) async fn pays_under(&self, operation: &Operation, bill: BillId, amount: i64) -> service::Result<Money> {
        let mut tx = self.begin().await;
        let result = pay(&mut tx, &operation.caller, bill, amount, &operation.id.to_string()).await;
        finish(tx, result).await
    }

    pub(crate) async fn sells_package(&self, rate: i64) -> PackageId {
        let new = PackageContent {
            name: "Home Standard".to_owned(),
            kind: ServiceKind::Soho,
            description: String::new(),
            is_active: true,
        };
        let package = does!(self, packages::add(&new)).unwrap().package.package_id;
        does!(self, pricings::add(&pricing(package, rate, "2027-01-01", None))).unwrap();
        package
    }

    /// The owner loads the sample file.
    pub(crate) async fn loads(&self, text: &str) -> LoadReport {
        let file = load::read(text).unwrap();
        let mut tx = self.begin().await;
        let loaded = load::load(&mut tx, &self.staff(Role::Owner), &file).await;
        finish(tx, loaded).await.unwrap()
    }
}

/// A friend of a customer pays a bill that earns.
pub(crate) async fn earn_on_a_bill(shop: &Shop) {
    shop.lets_bills_earn(true).await;
    let referrer = shop.welcomes(901, "Жанна").await;
    shop.invites(&referrer, 902, "+77020000009").await;
    let bill = shop.bills_sum("+77020000009", 500_00).await;
    let due = shop.bill(bill).await.bill.due().minor();
    shop.pays(bill, due).await.unwrap();
}

pub(crate) const SAMPLE: &str = include_str!("../../../import/billing.json");

pub(crate) fn pricing(package_id: PackageId, rate: i64, from: &str, until: Option<&str>) -> PricingContent {
    PricingContent {
        package_id,
        rate: money(rate),
        description: String::new(),
        is_active: true,
        in_force: InForce { starts_on: day(from), ends_on: until.map(day) },
    }
}

async fn pay(tx: &mut Tx, caller: &Caller, bill: BillId, amount: i64, name: &str) -> service::Result<Money> {
    let operation = |part: &str| caller.operation(kopilka::domain::OperationId::chat(format!("{name} {part}")));
    let noted =
        service::billing::payments::add(tx, &operation("payment"), &payment(bill, PaymentStatus::Completed)).await?;
    let part = part(noted.row.payment.payment_id, amount, PaymentStatus::Completed);
    Ok(payment_details::add(tx, &operation("detail"), &part).await?.counted)
}

/// A shop that bills: bills that are open, paid in part, paid and drafts, of every kind of service.
pub(crate) async fn bill_everything(shop: &Shop) {
    shop.loads(SAMPLE).await;
    let (_, open) = shop.connects("+77020000001", &[bandwidth(10, 20_00), bandwidth(5, 15_01)]).await;
    shop.bills(open).await;
    let partner_of = shop.sells_to("+77020000002", ServiceKind::ChannelPartner).await;
    let shared = shop.entitles(&partner_of).await;
    shop.serves(shared, &[partner(10, 20_00, 45_00), partner(20, 50_00, 50_00)]).await;
    let partial = shop.bills(shared).await.bill.bill_id;
    shop.pays(partial, 100_00).await.unwrap();
    let office = shop.sells_to("+77020000003", ServiceKind::Soho).await;
    let home = shop.entitles(&office).await;
    let package = shop.sells_package(2_500_00).await;
    shop.serves(home, &[Service::Soho { package }]).await;
    let paid = shop.bills(home).await.bill;
    shop.pays(paid.bill_id, paid.due().minor()).await.unwrap();
    let draft = NewBill { is_draft: true, auto_calculate: true, ..by_hand(open) };
    does!(shop, bills::add(&draft)).unwrap();
}
