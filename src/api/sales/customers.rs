//! Customers whose services are billed: customers of the shop with a sales profile.

use crate::{
    api::{
        admission::Call,
        drf::{
            By, Changeable, Collection, Deletable, Direction, Field, Filter, Input, Kind, List, Outcome, Resource,
            Words, blank, filter, optional, read_only, read_only_or_null, required, text,
        },
        fault::{Fault, Problem},
        sales::{
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{
        CustomerId, Email, KamId, Money, Scope,
        billing::{ServiceKind, ServiceStatus},
    },
    service::{
        Error, Operation,
        billing::profiles::{
            self, ContentChanges, NewSalesProfile, ProfileFilter, ProfileOrder, SalesProfile, SalesProfileChanges,
        },
    },
    storage::Tx,
};

/// The longest names, numbers, addresses, in characters.
const NAME: usize = 200;
const NUMBER: usize = 50;
const ADDRESS: usize = 500;

/// What kinds of customers there are.
pub(super) const KINDS: &[&str] = ServiceKind::WORDS;
/// Are they served?
pub(super) const STATUSES: &[&str] = ServiceStatus::WORDS;

/// A customer whose services are billed.
#[derive(Debug)]
pub(super) struct SalesCustomer;

/// Which customers are asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    filter: ProfileFilter,
    order: (ProfileOrder, bool),
}

pub(super) struct Customers;

stamped!(SalesProfile: stamps);

impl Default for Wanted {
    /// The newest first.
    fn default() -> Self {
        Self { filter: ProfileFilter::default(), order: (ProfileOrder::Created, true) }
    }
}

impl List for Customers {
    type Wanted = Wanted;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Wanted>] = &[
        filter(
            "customer_type",
            By::Word(KINDS, |wanted, word| wanted.filter.kind = word.parse().ok()),
            "Those who buy this.",
        ),
        filter(
            "status",
            By::Word(STATUSES, |wanted, word| wanted.filter.status = word.parse().ok()),
            "Those in this status.",
        ),
        filter("kam_id", By::Row(|wanted, id| wanted.filter.kam = Some(KamId(id))), "Those of a key account manager."),
        filter(
            "search",
            By::Text(|wanted, text| wanted.filter.search = Some(text)),
            "Words that are all found in the name, the e-mail address, the phone number or the number.",
        ),
        filter(
            "ordering",
            By::Order(&["customer_name", "created_at", "last_bill_invoice_date"], |wanted, field, direction| {
                let order = match field {
                    "customer_name" => ProfileOrder::Name,
                    "created_at" => ProfileOrder::Created,
                    _ => ProfileOrder::LastBilled,
                };
                wanted.order = (order, direction == Direction::Descending);
            }),
            "By which field; with `-` in front the other way round. The newest first where it is not said.",
        ),
    ];
}

impl Resource for SalesCustomer {
    const NAME: &'static str = "SalesCustomer";
    type Row = SalesProfile;
    type Change = SalesProfileChanges;
    const FIELDS: &'static [Field<SalesProfile, SalesProfileChanges>] = &[
        read_only("id", Kind::Number, "The id of the customer, on every face.", |row, _| row.customer_id.0.into()),
        optional(
            "customer_number",
            text(NUMBER, |new, number| new.content.number = Some(number)),
            "Unique; the next `CUST…` where it is left out.",
            |row, _| row.number.as_str().into(),
        ),
        required(
            "customer_name",
            text(NAME, |new, name| new.content.name = Some(name)),
            "The name on bills.",
            |row, _| row.name.as_str().into(),
        ),
        optional(
            "company_name",
            blank(NAME, |new, name| new.content.company_name = Some(name)),
            "The company.",
            |row, _| row.company_name.as_str().into(),
        ),
        optional(
            "email",
            Input::Email(|new, email| {
                new.content.email = Some(email.as_ref().map(Email::as_str).unwrap_or_default().to_owned());
            }),
            "The e-mail address.",
            |row, _| row.email.as_str().into(),
        ),
        required(
            "phone",
            Input::Phone { is_blank: false, is_of_any_country: true, set: |new, phone| new.phone = phone },
            "The phone number, of any country. Who has that of a known customer becomes that customer's profile.",
            |row, _| row.phone.as_ref().map_or("", |phone| phone.as_str()).into(),
        ),
        optional(
            "address",
            blank(ADDRESS, |new, address| new.content.address = Some(address)),
            "The address.",
            |row, _| row.address.as_str().into(),
        ),
        required(
            "customer_type",
            Input::Word(KINDS, |new, word| new.content.kind = word.parse().ok()),
            "What they buy: bandwidth, bandwidth to sell on, packages.",
            |row, _| row.kind.as_str().into(),
        ),
        optional(
            "kam_id",
            Input::Row(|new, id| new.content.kam_id = Some(id.map(KamId))),
            "The key account manager.",
            |row, _| row.kam_id.map(|kam| kam.0).into(),
        ),
        read_only_or_null("kam_name", Kind::Text, "The name of the key account manager.", |row, _| {
            row.kam_name.clone().into()
        }),
        optional(
            "contact_person",
            blank(NAME, |new, name| new.content.contact_person = Some(name)),
            "Whom to talk to.",
            |row, _| row.contact_person.as_str().into(),
        ),
        optional(
            "status",
            Input::Word(STATUSES, |new, word| new.content.status = word.parse().ok()),
            "Are they served?",
            |row, _| row.status.as_str().into(),
        ),
        optional(
            "is_active",
            Input::Flag(|new, flag| new.content.is_active = Some(flag)),
            "They are not given up.",
            |row, _| row.is_active.into(),
        ),
        read_only_or_null("last_bill_invoice_date", Kind::Date, "The latest day of issue of an invoice.", |row, _| {
            row.last_billed_on.map(|day| day.date()).into()
        }),
        read_only("total_billed", Kind::MONEY, "What their invoices come to, without drafts.", |row, _| {
            row.total_billed_minor.into()
        }),
        read_only("total_paid", Kind::MONEY, "What of that is paid.", |row, _| row.total_paid_minor.into()),
        read_only("total_due", Kind::MONEY, "What of that is to be paid.", |row, _| {
            row.total_billed_minor.checked_sub(row.total_paid_minor).unwrap_or(Money::ZERO).into()
        }),
        read_only("active_entitlements_count", Kind::Number, "How many entitlements are active today.", |row, _| {
            row.active_entitlements.into()
        }),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = r#"{
        "customer_name": "TechCorp Solutions Ltd", "company_name": "TechCorp Solutions", "email": "info@techcorp.com",
        "phone": "+8801711111111", "address": "House 123, Road 45, Gulshan-2, Dhaka", "customer_type": "bw", "kam_id": 1,
        "customer_number": "CUST1001", "contact_person": "John Doe", "status": "active", "is_active": true
    }"#;
}

impl Collection for SalesCustomer {
    type List = Customers;
    const PATH: &'static str = "/customers/customers";
    const WORDS: Words = Words { tag: TAG, one: "a customer whose services are billed", many: "customers" };
    const READ: Scope = Scope::CustomersRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &Wanted,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<SalesProfile>, i64)> {
        let caller = call.client.caller(call.at);
        let found = profiles::list(tx, &caller, &wanted.filter, wanted.order, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<SalesProfile> {
        Ok(profiles::get(tx, &call.client.caller(call.at), CustomerId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::fault(call, error)
    }
}

impl Changeable for SalesCustomer {
    const CREATE: Scope = Scope::CustomersUpdate;
    const UPDATE: Scope = Scope::CustomersUpdate;

    async fn add(call: &Call, tx: &mut Tx, operation: &Operation, new: &SalesProfileChanges) -> Outcome<SalesProfile> {
        let SalesProfileChanges { phone, content } = new;
        let missing = |field| Fault::field(field, Problem::Missing);
        let ContentChanges {
            number,
            name,
            company_name,
            email,
            address,
            contact_person,
            kind,
            kam_id,
            status,
            is_active,
        } = content.clone();
        let new = NewSalesProfile {
            phone: phone.clone().ok_or_else(|| missing("phone"))?,
            number,
            name: name.ok_or_else(|| missing("customer_name"))?,
            company_name: company_name.unwrap_or_default(),
            email: email.unwrap_or_default(),
            address: address.unwrap_or_default(),
            contact_person: contact_person.unwrap_or_default(),
            kind: kind.ok_or_else(|| missing("customer_type"))?,
            kam_id: kam_id.flatten(),
            status: status.unwrap_or(ServiceStatus::Active),
            is_active: is_active.unwrap_or(true),
        };
        Ok(profiles::add(tx, operation, call.api.options.chance.as_ref(), &new).await?)
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &SalesProfile,
        change: &SalesProfileChanges,
    ) -> Outcome<SalesProfile> {
        Ok(profiles::change(tx, operation, CustomerId(id), change).await?)
    }
}

impl Deletable for SalesCustomer {
    async fn delete(_: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> Outcome<()> {
        Ok(profiles::delete(tx, operation, CustomerId(id)).await?)
    }
}
