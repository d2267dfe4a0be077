//! Customers as the back office sees and changes them.

use std::collections::HashSet;

use super::{
    Caller, Operation, Refusal, Result, customers,
    ledger::Balances,
    operations::{self, Begun},
};
use crate::{
    clock::Chance,
    domain::{
        Birthday, CustomerId, CustomerKind, Email, GroupId, Money, PageWanted, Permission, Phone, Rate, Verb,
        available_credit, search_words, visible,
    },
    storage::{
        Tx,
        customers::{self as stored, NewCustomer},
        groups,
        ledger::WalletState,
        profiles::{self, Filter},
        shops,
    },
};

pub use crate::storage::profiles::{Order, Profile, ProfileContent, Scope};

/// From which discount on a customer is a VIP.
const VIP_FROM: Rate = Rate::from_bp(1_000);

/// A customer with what they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileOfShop {
    /// The customer.
    pub profile: Profile,
    /// What they have with the shop; below zero: what they owe.
    pub money: Money,
    /// The points of both wallets that can be spent.
    pub points: Money,
}

/// Which customers are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those of a group.
    pub group: Option<GroupId>,
    /// Those who are this.
    pub kind: Option<CustomerKind>,
    /// Those who are given up, or not.
    pub is_active: Option<bool>,
    /// Those whom the shop lets neither earn nor spend, or the others.
    pub is_blocked: Option<bool>,
    /// Those who are found by each word of a text.
    pub search: Option<String>,
}

/// From which customers a list is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum List {
    /// All of them.
    #[default]
    All,
    /// Those whose group's discount makes them VIPs.
    Vips,
    /// Those who owe money, the greatest debt first.
    Debtors,
}

/// A part of the customers that are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The customers, in the order that was asked for.
    pub profiles: Vec<ProfileOfShop>,
    /// How many there are in all.
    pub total: i64,
}

/// What of a customer changes; `None`: it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ProfileChanges {
    /// Given name.
    pub first_name: Option<String>,
    /// May be empty.
    pub middle_name: Option<String>,
    /// Family name; may be empty.
    pub last_name: Option<String>,
    /// What they are.
    pub kind: Option<CustomerKind>,
    /// Not empty for a company.
    pub company_name: Option<String>,
    /// May be empty.
    pub tax_id: Option<String>,
    /// E.164.
    pub phone: Option<Phone>,
    /// E.164; may be empty.
    pub other_phone: Option<String>,
    /// The e-mail; `Some(None)`: none.
    pub email: Option<Option<Email>>,
    /// May be empty.
    pub address: Option<String>,
    /// May be empty.
    pub city: Option<String>,
    /// May be empty.
    pub region: Option<String>,
    /// May be empty.
    pub postal_code: Option<String>,
    /// Their group; `Some(None)`: none.
    pub group: Option<Option<GroupId>>,
    /// What they may owe at most; `Some(None)`: no limit is set.
    pub credit_limit: Option<Option<Money>>,
    /// The day of birth; `Some(None)`: it is not known.
    pub birthday: Option<Option<Birthday>>,
    /// Of the staff; may be empty.
    pub notes: Option<String>,
    /// Not given up: they may earn and spend.
    pub is_active: Option<bool>,
    /// The shop lets them neither earn nor spend.
    pub is_blocked: Option<bool>,
}

impl ProfileOfShop {
    fn of((profile, states): (Profile, Vec<WalletState>)) -> Self {
        let balances = Balances::of(&states);
        Self { profile, money: balances.debt.negated(), points: balances.all_points() }
    }

    /// What the back office writes of them.
    pub const fn content(&self) -> &ProfileContent {
        &self.profile.content
    }

    /// Family, given and middle name, those that there are.
    pub fn full_name(&self) -> String {
        let ProfileContent { first_name, middle_name, last_name, .. } = self.content();
        let names = [last_name.as_deref(), first_name.as_deref(), Some(middle_name.as_str())];
        visible(&names.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// What they may owe at most; zero where no limit was set.
    pub fn credit_limit(&self) -> Money {
        self.content().credit_limit.unwrap_or(Money::ZERO)
    }

    /// What of the credit limit is not used; below zero where more is owed.
    pub fn available_credit(&self) -> Money {
        available_credit(self.credit_limit(), self.money)
    }

    /// What they are let off as a member of an active group.
    pub fn discount(&self) -> Rate {
        self.profile.group_discount_bp.unwrap_or(Rate::from_bp(0))
    }

    /// Does their discount make them a VIP?
    pub fn is_vip(&self) -> bool {
        self.discount() >= VIP_FROM
    }
}

impl ProfileChanges {
    /// Does it only complete what is known of a customer, as every cashier may?
    fn completes(&self) -> bool {
        let Self {
            phone,
            group,
            credit_limit,
            notes,
            is_active,
            is_blocked,
            first_name: _,
            middle_name: _,
            last_name: _,
            kind: _,
            company_name: _,
            tax_id: _,
            other_phone: _,
            email: _,
            address: _,
            city: _,
            region: _,
            postal_code: _,
            birthday: _,
        } = self;
        phone.is_none()
            && group.is_none()
            && credit_limit.is_none()
            && notes.is_none()
            && is_active.is_none()
            && is_blocked.is_none()
    }

    fn applied_to(&self, old: ProfileContent) -> ProfileContent {
        let name = |new: &Option<String>, old| match new {
            Some(name) => Some(name.clone()).filter(|name| !name.is_empty()),
            None => old,
        };
        let text = |new: &Option<String>, old| new.clone().unwrap_or(old);
        ProfileContent {
            first_name: name(&self.first_name, old.first_name),
            middle_name: text(&self.middle_name, old.middle_name),
            last_name: name(&self.last_name, old.last_name),
            kind: self.kind.unwrap_or(old.kind),
            company_name: text(&self.company_name, old.company_name),
            tax_id: text(&self.tax_id, old.tax_id),
            phone: self.phone.clone().or(old.phone),
            other_phone: text(&self.other_phone, old.other_phone),
            email: self.email.clone().unwrap_or(old.email),
            address: text(&self.address, old.address),
            city: text(&self.city, old.city),
            region: text(&self.region, old.region),
            postal_code: text(&self.postal_code, old.postal_code),
            group_id: self.group.unwrap_or(old.group_id),
            credit_limit: self.credit_limit.unwrap_or(old.credit_limit),
            birthday: self.birthday.unwrap_or(old.birthday),
            notes: text(&self.notes, old.notes),
            is_active: self.is_active.unwrap_or(old.is_active),
            is_blocked: self.is_blocked.unwrap_or(old.is_blocked),
        }
    }
}

/// A customer; of a card that was merged into another, the other.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownCustomer`]; the database's.
pub async fn get(tx: &mut Tx, caller: &Caller, customer: CustomerId) -> Result<ProfileOfShop> {
    caller.require(Permission::SeeCustomers)?;
    let used = customers::get(tx, customer).await?.customer_id;
    let found = profiles::by_id(tx, used, caller.at).await?;
    Ok(found.map(ProfileOfShop::of).ok_or(Refusal::UnknownCustomer)?)
}

/// The customer of a phone number.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn by_phone(tx: &mut Tx, caller: &Caller, phone: &Phone) -> Result<Option<ProfileOfShop>> {
    caller.require(Permission::SeeCustomers)?;
    match customers::by_phone(tx, phone).await? {
        Some(found) => Ok(Some(get(tx, caller, found.customer_id).await?)),
        None => Ok(None),
    }
}

/// A part of the customers that are wanted. Debtors are in the order of their debts, whatever order is asked for.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownGroup`]; the database's.
pub async fn list(
    tx: &mut Tx,
    caller: &Caller,
    which: List,
    wanted: &Wanted,
    order: (Order, bool),
    page: PageWanted,
) -> Result<Page> {
    caller.require(Permission::SeeCustomers)?;
    if let Some(group) = wanted.group {
        groups::name(tx, group).await?.ok_or(Refusal::UnknownGroup)?;
    }
    let words = wanted.search.as_deref().map(search_words);
    if words.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Page::default());
    }
    let (scope, order) = match which {
        List::All => (Scope::All, order),
        List::Vips => (Scope::DiscountFrom(VIP_FROM.bp()), order),
        List::Debtors => (Scope::Debtors, (Order::Money, false)),
    };
    let filter = Filter {
        scope,
        group: wanted.group,
        kind: wanted.kind,
        is_active: wanted.is_active,
        is_blocked: wanted.is_blocked,
        words: words.unwrap_or_default(),
    };
    let total = profiles::count(tx, &filter).await?;
    let (limit, offset) = (page.size, page.offset_in(total));
    let found = profiles::list(tx, &filter, order, caller.at, limit, offset, total).await?;
    Ok(Page { profiles: found.into_iter().map(ProfileOfShop::of).collect(), total })
}

/// The back office adds a customer, who needs a given name and a phone number.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::BadName`], [`Refusal::CompanyNameMissing`], [`Refusal::PhoneTaken`], [`Refusal::UnknownGroup`],
/// [`Refusal::OperationReused`]; the database's.
pub async fn add(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    new: &ProfileChanges,
) -> Result<ProfileOfShop> {
    operation.require(Permission::ChangeCustomers)?;
    let under_way = match operations::begin(tx, operation, Verb::AddCustomer, new).await? {
        Begun::Before(customer) => return get(tx, &operation.caller, customer).await,
        Begun::Now(under_way) => under_way,
    };
    let (Some(phone), Some(_)) = (&new.phone, &new.first_name) else { return Err(Refusal::BadName.into()) };
    shops::lock_phones(tx).await?;
    if let Some(other) = customers::by_phone(tx, phone).await? {
        return Err(Refusal::PhoneTaken(other.code).into());
    }
    let known = NewCustomer { phone: Some(phone.clone()), ..NewCustomer::default() };
    let customer = customers::create_listed(tx, operation.at(), chance, &known, &HashSet::new()).await?.customer_id;
    write(tx, operation, customer, new).await?;
    let details = serde_json::json!({ "content": new });
    under_way.finish(tx, Some(customer), &details, customer).await?;
    get(tx, &operation.caller, customer).await
}

/// Staff complete what is known of a customer; the back office and managers change all of it.
///
/// # Errors
/// As [`add`], and [`Refusal::UnknownCustomer`].
pub async fn change(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    changes: &ProfileChanges,
) -> Result<ProfileOfShop> {
    let needed = if changes.completes() { Permission::CompleteCustomer } else { Permission::ChangeCustomers };
    operation.require(needed)?;
    let under_way = match operations::begin::<()>(tx, operation, Verb::ChangeCustomer, &(customer, changes)).await? {
        Begun::Before(()) => return get(tx, &operation.caller, customer).await,
        Begun::Now(under_way) => under_way,
    };
    if changes.phone.is_some() {
        shops::lock_phones(tx).await?;
    }
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    if let Some(phone) = &changes.phone
        && let Some(other) = customers::by_phone(tx, phone).await?.filter(|other| other.customer_id != customer)
    {
        return Err(Refusal::PhoneTaken(other.code).into());
    }
    write(tx, operation, customer, changes).await?;
    let details = serde_json::json!({ "changed": changes });
    under_way.finish(tx, Some(customer), &details, ()).await?;
    get(tx, &operation.caller, customer).await
}

/// Writes changes of a customer whose card is locked, and keeps what they are found by in step.
async fn write(tx: &mut Tx, operation: &Operation, customer: CustomerId, changes: &ProfileChanges) -> Result<()> {
    let before = customers::get(tx, customer).await?;
    let old = profiles::by_id(tx, customer, operation.at()).await?.ok_or(Refusal::UnknownCustomer)?.0.content;
    let content = changes.applied_to(old.clone());
    if changes.first_name.is_some() && content.first_name.as_deref().is_none_or(|name| visible(name).is_empty()) {
        return Err(Refusal::BadName.into());
    }
    let is_company_changed = content.kind != old.kind || content.company_name != old.company_name;
    if is_company_changed && content.kind == CustomerKind::Company && content.company_name.trim().is_empty() {
        return Err(Refusal::CompanyNameMissing.into());
    }
    if let Some(group) = content.group_id.filter(|group| Some(*group) != old.group_id)
        && groups::by_id(tx, group).await?.is_none()
    {
        return Err(Refusal::UnknownGroup.into());
    }
    profiles::update(tx, customer, &content, operation.at()).await?;
    let now = customers::get(tx, customer).await?;
    Ok(stored::index(tx, customer, Some(&before), Some(&now)).await?)
}
