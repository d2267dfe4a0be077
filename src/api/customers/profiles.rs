//! Customers: lists of them, each of them, and how they are added and changed.

use axum::Json;

use super::{
    refused,
    transactions::{self, Transaction},
};
use crate::{
    api::{
        admission::Call,
        drf::{
            All, Asked, By, Changeable, Collection, Direction, Field, Filter, Input, Kind, List, Outcome, Page, Record,
            Resource, Shown, Sought, Viewer, Words, amount, blank, filter, optional, read_only, read_only_or_null,
            required, rows, text,
        },
        fault::{Fault, Problem},
    },
    domain::{Birthday, CustomerId, CustomerKind, Email, GroupId, Money, PageWanted, Phone, PhoneCountries, Scope},
    service::{
        Error, Operation, Refusal,
        profiles::{self, Order, ProfileChanges, ProfileOfShop, Wanted},
        transactions::Transaction as Entry,
    },
    storage::Tx,
    texts::customers_api as texts,
};

/// What customers can be.
const KINDS: &[&str] = &[CustomerKind::Individual.as_str(), CustomerKind::Company.as_str()];
/// How many entries a customer is shown with.
const ENTRIES: i64 = 100;
/// How many of them are the recent ones.
const RECENT: usize = 10;
/// The longest name, and the longest place, in characters.
const NAME: usize = 100;
/// The longest name of a company.
const COMPANY: usize = 255;
/// The longest number of a taxpayer.
const TAX_ID: usize = 50;
/// The longest address.
const ADDRESS: usize = 500;
/// The longest postal code.
const POSTAL_CODE: usize = 20;
/// The longest notes.
const NOTES: usize = 5_000;

/// A customer.
#[derive(Debug)]
pub(super) struct Customer;

/// What an answer shows of a customer.
pub(super) struct Seen {
    /// The customer.
    pub(super) profile: ProfileOfShop,
    /// The last entries, where one customer is looked at.
    pub(super) entries: Option<Vec<Entry>>,
}

impl Resource for Customer {
    const NAME: &'static str = "Customer";
    type Row = Seen;
    type Change = ProfileChanges;
    const FIELDS: &'static [Field<Seen, ProfileChanges>] = &[
        read_only("id", Kind::Number, "The id.", |seen, _| seen.profile.profile.customer_id.0.into()),
        required("first_name", text(NAME, |new, name| new.first_name = Some(name)), "Given name.", |seen, _| {
            seen.profile.content().first_name.as_deref().unwrap_or_default().into()
        }),
        optional("last_name", blank(NAME, |new, name| new.last_name = Some(name)), "Family name.", |seen, _| {
            seen.profile.content().last_name.as_deref().unwrap_or_default().into()
        }),
        optional("middle_name", blank(NAME, |new, name| new.middle_name = Some(name)), "Middle name.", |seen, _| {
            seen.profile.content().middle_name.as_str().into()
        }),
        read_only("full_name", Kind::Text, "Family, given and middle name.", |seen, _| seen.profile.full_name().into()),
        optional(
            "customer_type",
            Input::Word(KINDS, |new, word| new.kind = word.parse().ok()),
            "A person, or a company.",
            |seen, _| seen.profile.content().kind.as_str().into(),
        ),
        read_only("customer_type_display", Kind::Text, "The same for people.", |seen, viewer| {
            kind_name(seen.profile.content().kind, viewer).into()
        }),
        optional(
            "company_name",
            blank(COMPANY, |new, name| new.company_name = Some(name)),
            "The name of the company, which a company needs.",
            |seen, _| seen.profile.content().company_name.as_str().into(),
        ),
        optional("tax_id", blank(TAX_ID, |new, id| new.tax_id = Some(id)), "The number of the taxpayer.", |seen, _| {
            seen.profile.content().tax_id.as_str().into()
        }),
        required(
            "phone",
            Input::Phone { is_blank: false, is_of_any_country: false, set: |new, phone| new.phone = phone },
            "The phone number, unique in the shop. It is empty for who came by the chat without one.",
            |seen, _| seen.profile.content().phone.as_ref().map(Phone::to_string).unwrap_or_default().into(),
        ),
        optional(
            "phone_2",
            Input::Phone {
                is_blank: true,
                is_of_any_country: false,
                set: |new, phone| new.other_phone = Some(phone.as_ref().map(Phone::to_string).unwrap_or_default()),
            },
            "Another phone number.",
            |seen, _| seen.profile.content().other_phone.as_str().into(),
        ),
        optional("email", Input::Email(|new, email| new.email = Some(email)), "The e-mail.", |seen, _| {
            seen.profile.content().email.as_ref().map(Email::to_string).unwrap_or_default().into()
        }),
        optional("address", blank(ADDRESS, |new, text| new.address = Some(text)), "The address.", |seen, _| {
            seen.profile.content().address.as_str().into()
        }),
        optional("city", blank(NAME, |new, text| new.city = Some(text)), "The city.", |seen, _| {
            seen.profile.content().city.as_str().into()
        }),
        optional("region", blank(NAME, |new, text| new.region = Some(text)), "The region.", |seen, _| {
            seen.profile.content().region.as_str().into()
        }),
        optional(
            "postal_code",
            blank(POSTAL_CODE, |new, text| new.postal_code = Some(text)),
            "The postal code.",
            |seen, _| seen.profile.content().postal_code.as_str().into(),
        ),
        optional(
            "group",
            Input::Row(|new, group| new.group = Some(group.map(GroupId))),
            "The id of the group.",
            |seen, _| seen.profile.content().group_id.map(|group| group.0).into(),
        ),
        read_only_or_null("group_name", Kind::Text, "The name of the group.", |seen, _| {
            seen.profile.profile.group_name.clone().into()
        }),
        read_only("balance", Kind::MONEY, "The money with the shop; below zero it is a debt.", |seen, _| {
            seen.profile.money.into()
        }),
        optional(
            "credit_limit",
            amount(|new, limit| new.credit_limit = Some(Some(limit))),
            "How much the customer may owe.",
            |seen, _| seen.profile.credit_limit().into(),
        ),
        read_only("available_credit", Kind::MONEY, "What of the limit is not used.", |seen, _| {
            seen.profile.available_credit().into()
        }),
        read_only("loyalty_points", Kind::Number, "The points of both wallets, rounded down.", |seen, _| {
            whole_points(seen.profile.points).into()
        }),
        read_only("total_purchases", Kind::MONEY, "What was bought, before points and less refunds.", |seen, _| {
            seen.profile.profile.purchases_minor.into()
        }),
        read_only("total_purchases_count", Kind::Number, "How many purchases there were.", |seen, _| {
            seen.profile.profile.purchases_count.into()
        }),
        read_only("default_discount", Kind::MONEY, "The percentage of the group, while that is active.", |seen, _| {
            Money::from_minor(seen.profile.discount().bp()).into()
        }),
        read_only("is_vip", Kind::Flag, "The discount is at least 10 %.", |seen, _| seen.profile.is_vip().into()),
        optional(
            "birthday",
            Input::Date(|new, date| new.birthday = Some(date.map(Birthday::from))),
            "The birthday.",
            |seen, _| seen.profile.content().birthday.map(Birthday::date).into(),
        ),
        optional("notes", blank(NOTES, |new, text| new.notes = Some(text)), "Notes of the staff.", |seen, _| {
            seen.profile.content().notes.as_str().into()
        }),
        optional(
            "is_active",
            Input::Flag(|new, flag| new.is_active = Some(flag)),
            "The customer was not given up. Otherwise there is no earning and no spending.",
            |seen, _| seen.profile.content().is_active.into(),
        ),
        optional(
            "is_blocked",
            Input::Flag(|new, flag| new.is_blocked = Some(flag)),
            "The shop allows no earning and no spending.",
            |seen, _| seen.profile.content().is_blocked.into(),
        ),
        read_only("created_at", Kind::Moment, "When they became a customer.", |seen, viewer| {
            viewer.moment(seen.profile.profile.joined_at)
        }),
        read_only("updated_at", Kind::Moment, "When this was last changed.", |seen, viewer| {
            viewer.moment(seen.profile.profile.updated_at)
        }),
        read_only_or_null("last_purchase_at", Kind::Moment, "When they last bought something.", |seen, viewer| {
            seen.profile.profile.last_purchase_at.map(|at| viewer.moment(at)).into()
        }),
        read_only("transactions", Kind::Rows(Transaction::NAME), "The last 100 transactions.", |seen, viewer| {
            shown_entries(seen, usize::MAX, viewer)
        }),
        read_only("recent_transactions", Kind::Rows(Transaction::NAME), "The last 10 of them.", |seen, viewer| {
            shown_entries(seen, RECENT, viewer)
        }),
    ];
    const EXAMPLE: &'static str = r#"{
        "first_name": "Иван", "last_name": "Петров", "middle_name": "Сергеевич", "customer_type": "individual",
        "phone": "+998901234567", "email": "ivan@example.com", "city": "Ташкент", "birthday": "1990-05-15",
        "credit_limit": 1000000, "notes": "Постоянный клиент"
    }"#;
}

impl Seen {
    /// A customer in a list, or one who was changed.
    pub(super) const fn alone(profile: ProfileOfShop) -> Self {
        Self { profile, entries: None }
    }
}

/// What a customer is, for people.
fn kind_name(kind: CustomerKind, viewer: &Viewer) -> String {
    match kind {
        CustomerKind::Individual => texts::individual(viewer.language),
        CustomerKind::Company => texts::company(viewer.language),
    }
}

/// Points without their fraction.
pub(super) const fn whole_points(points: Money) -> i64 {
    points.minor().div_euclid(100)
}

fn shown_entries(seen: &Seen, most: usize, viewer: &Viewer) -> Shown {
    let Some(entries) = &seen.entries else { return Shown::Absent };
    let latest = entries.iter().take(most).cloned().collect();
    rows::<Transaction>(&transactions::rows_of(&seen.profile, latest), viewer)
}

/// The list of customers.
pub(super) struct Customers;

/// What is asked of the list.
#[derive(Default)]
pub(super) struct WantedInOrder {
    wanted: Wanted,
    order: Option<(Order, bool)>,
}

impl List for Customers {
    type Wanted = WantedInOrder;
    const FILTERS: &'static [Filter<WantedInOrder>] = &[
        filter("group", By::Row(|asked, group| asked.wanted.group = Some(GroupId(group))), "Those of this group."),
        filter(
            "customer_type",
            By::Word(KINDS, |asked, word| asked.wanted.kind = word.parse().ok()),
            "Persons, or companies.",
        ),
        filter("is_active", By::Flag(|asked, flag| asked.wanted.is_active = Some(flag)), "Those who are, or are not."),
        filter(
            "is_blocked",
            By::Flag(|asked, flag| asked.wanted.is_blocked = Some(flag)),
            "Those who are, or are not.",
        ),
        filter(
            "search",
            By::Text(|asked, text| asked.wanted.search = Some(text)),
            "Beginnings of words of the names, the company or the e-mail, digits of the phone number. All must match.",
        ),
        filter(
            "ordering",
            By::Order(&["created_at", "last_purchase_at", "total_purchases", "loyalty_points"], |asked, field, way| {
                let order = match field {
                    "last_purchase_at" => Order::LastPurchase,
                    "total_purchases" => Order::Purchases,
                    "loyalty_points" => Order::Points,
                    _ => Order::Joined,
                };
                asked.order.get_or_insert((order, way == Direction::Descending));
            }),
            "A field, with `-` the other way round. Newest first where it is not said.",
        ),
    ];
}

/// A page of customers, for the description.
pub(super) type CustomerPage = Page<Customer>;
/// A customer, for the description.
pub(super) type CustomerRecord = Record<Customer>;
type AskedAll = Asked<All>;
type SoughtPhone = Sought<ByPhone>;

impl Collection for Customer {
    type List = Customers;
    const PATH: &'static str = "/customers";
    const WORDS: Words = Words { tag: "customers", one: "a customer", many: "customers" };
    const READ: Scope = Scope::CustomersRead;

    /// Newest first unless `ordering` says otherwise.
    async fn list(
        call: &Call,
        tx: &mut Tx,
        WantedInOrder { wanted, order }: &WantedInOrder,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<Seen>, i64)> {
        Ok(part(call, tx, profiles::List::All, wanted, *order, PageWanted::after(offset, limit)).await?)
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<Seen> {
        let (caller, id) = (call.client.caller(call.at), CustomerId(id));
        let profile = profiles::get(tx, &caller, id).await?;
        Ok(Seen { profile, entries: Some(crate::service::transactions::latest(tx, &caller, id, ENTRIES).await?) })
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::of_customer(call, error)
    }
}

impl Changeable for Customer {
    const CREATE: Scope = Scope::CustomersUpdate;
    const UPDATE: Scope = Scope::CustomersUpdate;

    async fn add(call: &Call, tx: &mut Tx, operation: &Operation, new: &ProfileChanges) -> Outcome<Seen> {
        Ok(Seen::alone(profiles::add(tx, operation, call.api.options.chance.as_ref(), new).await?))
    }

    async fn change(
        _: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        _: &Seen,
        change: &ProfileChanges,
    ) -> Outcome<Seen> {
        Ok(Seen::alone(profiles::change(tx, operation, CustomerId(id), change).await?))
    }
}

/// Customers whose discount is at least 10 %, newest first.
#[utoipa::path(get, path = "/customers/vip_customers", tag = "customers", operation_id = "customers_vip_customers", params(AskedAll),
    responses((status = 200, description = "The customers.", body = CustomerPage)))]
pub(super) async fn vips(call: Call, asked: AskedAll) -> Result<Json<CustomerPage>, Fault> {
    page(&call, profiles::List::Vips, &Wanted::default(), &asked).await
}

/// Customers who owe money, the lowest balance first.
#[utoipa::path(get, path = "/customers/debtors", tag = "customers", operation_id = "customers_debtors", params(AskedAll),
    responses((status = 200, description = "The customers.", body = CustomerPage)))]
pub(super) async fn debtors(call: Call, asked: AskedAll) -> Result<Json<CustomerPage>, Fault> {
    page(&call, profiles::List::Debtors, &Wanted::default(), &asked).await
}

/// A page of the customers that are wanted, newest first.
pub(super) async fn page(
    call: &Call,
    which: profiles::List,
    wanted: &Wanted,
    asked: &AskedAll,
) -> Result<Json<CustomerPage>, Fault> {
    let mut tx = call.api.read().await?;
    let (seen, total) = part(call, &mut tx, which, wanted, None, asked.paging.wanted).await?;
    asked.paging.page(total, &seen, &Viewer::of(call)).map(Json)
}

/// A part of the customers that are wanted, newest first where no order is said, and how many there are in all.
async fn part(
    call: &Call,
    tx: &mut Tx,
    which: profiles::List,
    wanted: &Wanted,
    order: Option<(Order, bool)>,
    page: PageWanted,
) -> Result<(Vec<Seen>, i64), Fault> {
    let order = order.unwrap_or((Order::Joined, true));
    let found = profiles::list(tx, &call.client.caller(call.at), which, wanted, order, page).await;
    let found = found.map_err(|error| match error {
        Error::Refused(Refusal::UnknownGroup) => Fault::parameter("group", Problem::UnknownRow),
        error => error.into(),
    })?;
    Ok((found.profiles.into_iter().map(Seen::alone).collect(), found.total))
}

/// What is asked of the search by phone.
pub(super) struct ByPhone;

impl List for ByPhone {
    type Wanted = Option<String>;
    const FILTERS: &'static [Filter<Option<String>>] =
        &[filter("phone", By::Phone(|asked, phone| *asked = Some(phone)), "The phone number.")];
}

/// The customer of a phone number.
#[utoipa::path(get, path = "/customers/search_by_phone", tag = "customers", operation_id = "customers_search_by_phone",
    params(SoughtPhone),
    responses((status = 200, description = "The customer.", body = CustomerRecord)))]
pub(super) async fn search_by_phone(call: Call, Sought(phone): SoughtPhone) -> Result<Json<CustomerRecord>, Fault> {
    let phone = phone.ok_or_else(|| Fault::parameter("phone", Problem::Missing))?;
    let mut tx = call.api.read().await?;
    // A customer may have come with a number of another country than those that the shop takes.
    for phone in call.api.options.phones.typed(&phone).into_iter().chain(PhoneCountries::default().typed(&phone)) {
        if let Some(found) = profiles::by_phone(&mut tx, &call.client.caller(call.at), &phone).await? {
            return Ok(Json(Record::of(&Seen::alone(found), &Viewer::of(&call))));
        }
    }
    Err(refused::unknown_phone(&call))
}
