//! Customers: first contact, registration, claim of a card, search, friends.

mod claim;
mod find;
mod merge_preview;
mod moves;
mod own_invitation;

use std::collections::HashSet;

use chrono::Duration;

pub(crate) use self::claim::merge_into_imported;
pub use self::{
    claim::{ClaimOutcome, CodeAfterMerge, Merged, claim_phone},
    find::{MOST_FOUND, find, find_contact},
    merge_preview::{MergePreview, merge_preview},
    moves::{Moved, keep_card, move_card},
    own_invitation::invited_each_other,
};
use super::{
    Error, Operation, Refusal, Result, ledger,
    operations::{self, Begun},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{
        Code, CustomerId, Email, EntryKind, Language, Money, Permission, Phone, TelegramId, Verb, Wallet, visible,
    },
    storage::{Tx, customers, parcels, shops},
};

pub use crate::storage::customers::{Customer, NewCustomer};

/// A visit sooner than this after the last recorded one is not recorded.
const VISIT: Duration = Duration::hours(1);
/// The length of the shortest codes, in digits.
const CODE_DIGITS: u32 = 5;
/// The length of the longest codes that are drawn, in digits.
const MOST_CODE_DIGITS: u32 = 12;
/// How many codes of one length are tried before the length grows.
const TRIES: usize = 4;
/// The longest name, in characters.
const MAX_NAME: usize = 100;

/// The friends of a referrer.
#[derive(Clone, Debug)]
pub struct Friends {
    /// How many there are.
    pub count: i64,
    /// The latest ones.
    pub latest: Vec<Friend>,
    /// The sum of all rewards for them, in points.
    pub reward: Money,
}

/// A customer who entered the referrer's promo code.
#[derive(Clone, Debug)]
pub struct Friend {
    /// The customer.
    pub customer: Customer,
    /// The reward for their purchases, in points; also zero where an imported file does not name the purchase.
    pub reward: Money,
}

/// A customer by id.
///
/// # Errors
/// [`Refusal::UnknownCustomer`]; the database's.
pub async fn get(tx: &mut Tx, customer: CustomerId) -> Result<Customer> {
    Ok(customers::by_id(tx, customer).await?.ok_or(Refusal::UnknownCustomer)?)
}

/// As [`get`], with a lock on the card: until this transaction ends, no other one merges it or moves its value. Taken before all
/// other locks.
///
/// # Errors
/// [`Refusal::UnknownCustomer`]; the database's.
pub(super) async fn get_for_update(tx: &mut Tx, customer: CustomerId) -> Result<Customer> {
    Ok(customers::by_id_alone(tx, customer).await?.ok_or(Refusal::UnknownCustomer)?)
}

/// Refuses a customer who may neither earn nor spend.
///
/// # Errors
/// [`Refusal::CustomerBlocked`], [`Refusal::CustomerInactive`].
pub fn require_open(customer: &Customer) -> Result<()> {
    match customer {
        Customer { is_blocked: true, .. } => Err(Refusal::CustomerBlocked.into()),
        Customer { is_active: false, .. } => Err(Refusal::CustomerInactive.into()),
        _ => Ok(()),
    }
}

/// A customer by code.
///
/// # Errors
/// The database's.
pub async fn by_code(tx: &mut Tx, code: &Code) -> Result<Option<Customer>> {
    Ok(customers::by_code(tx, code).await?)
}

/// A customer by Telegram account.
///
/// # Errors
/// The database's.
pub async fn by_telegram_id(tx: &mut Tx, person: TelegramId) -> Result<Option<Customer>> {
    Ok(customers::by_telegram_id(tx, person).await?)
}

/// A customer by phone number.
///
/// # Errors
/// The database's.
pub async fn by_phone(tx: &mut Tx, phone: &Phone) -> Result<Option<Customer>> {
    Ok(customers::by_phone(tx, phone).await?)
}

/// The Telegram ids of all customers and of all members of the staff.
///
/// # Errors
/// The database's.
pub async fn telegram_ids(tx: &mut Tx) -> Result<Vec<TelegramId>> {
    Ok(customers::telegram_ids(tx).await?)
}

/// A person writes to the bot: a new one becomes a customer, of a known one username, language and missing names are updated.
/// True where the person is new.
///
/// # Errors
/// The database's.
pub async fn arrive(tx: &mut Tx, chance: &dyn Chance, seen: &NewCustomer, at: Timestamp) -> Result<(Customer, bool)> {
    let person = seen.telegram_id.ok_or(Error::Corrupt("a person without a Telegram id"))?;
    let Some(known) = customers::by_telegram_id(tx, person).await? else {
        return Ok(match create(tx, at, chance, seen, &HashSet::new()).await? {
            Created::New(customer) => (customer, true),
            Created::Taken(known) => (known, false),
        });
    };
    let named = |name: &Option<String>| name.as_deref().is_some_and(|name| !visible(name).is_empty());
    let keeps_name = named(&known.first_name) || named(&known.last_name);
    let now = NewCustomer {
        first_name: if keeps_name { known.first_name.clone() } else { seen.first_name.clone() },
        last_name: if keeps_name { known.last_name.clone() } else { seen.last_name.clone() },
        ..seen.clone()
    };
    let same = known.username == now.username
        && known.telegram_language == now.telegram_language
        && known.first_name == now.first_name
        && known.last_name == now.last_name;
    if same && known.bot_blocked_at.is_none() && at - known.visited_at < VISIT {
        return Ok((known, false));
    }
    customers::visit(tx, known.customer_id, &now, at).await?;
    let seen = get(tx, known.customer_id).await?;
    customers::index(tx, known.customer_id, Some(&known), Some(&seen)).await?;
    Ok((seen, false))
}

/// Registers a customer by phone, who claims the card later.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::PhoneTaken`], [`Refusal::BadName`], before anything is written;
/// [`Refusal::OperationReused`]; the database's.
pub async fn register(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    phone: &Phone,
    name: &str,
) -> Result<Customer> {
    register_with_email(tx, operation, chance, phone, name, None).await
}

/// As [`register`], with an e-mail where there is one.
///
/// # Errors
/// As [`register`].
pub async fn register_with_email(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    phone: &Phone,
    name: &str,
    email: Option<&Email>,
) -> Result<Customer> {
    operation.require(Permission::RegisterCustomer)?;
    let input = (phone, name, email);
    if let Some(customer) = operations::done_before(tx, operation, Verb::Register, &input).await? {
        return get(tx, customer).await;
    }
    shops::lock_phones(tx).await?;
    if let Some(other) = customers::by_phone(tx, phone).await? {
        return Err(Refusal::PhoneTaken(other.code).into());
    }
    let full = visible(name);
    if full.is_empty() || full.chars().count() > MAX_NAME {
        return Err(Refusal::BadName.into());
    }
    let under_way = match operations::begin(tx, operation, Verb::Register, &input).await? {
        Begun::Before(customer) => return get(tx, customer).await,
        Begun::Now(under_way) => under_way,
    };
    let (first, last) = full.split_once(' ').map_or((full.as_str(), None), |(first, last)| (first, Some(last)));
    let new = NewCustomer {
        first_name: Some(first.to_owned()),
        last_name: last.map(str::to_owned),
        phone: Some(phone.clone()),
        email: email.cloned(),
        ..NewCustomer::default()
    };
    let customer = match create(tx, operation.at(), chance, &new, &HashSet::new()).await? {
        Created::New(customer) => customer,
        Created::Taken(other) => return Err(Refusal::PhoneTaken(other.code).into()),
    };
    let details = serde_json::json!({ "code": customer.code });
    under_way.finish(tx, Some(customer.customer_id), &details, customer.customer_id).await?;
    Ok(customer)
}

/// Notes the phone number of a customer, who is found by it from now on. No other customer has it, and the card is locked.
pub(super) async fn note_phone(tx: &mut Tx, customer: &Customer, phone: &Phone) -> Result<()> {
    customers::set_phone(tx, customer.customer_id, Some(phone)).await?;
    let now = Customer { phone: Some(phone.clone()), ..customer.clone() };
    Ok(customers::index(tx, customer.customer_id, Some(customer), Some(&now)).await?)
}

/// A person chooses the language of the bot.
///
/// # Errors
/// The database's.
pub async fn choose_language(tx: &mut Tx, customer: CustomerId, language: Language) -> Result<()> {
    Ok(customers::set_language(tx, customer, language).await?)
}

/// The friends of a customer, with at most `limit` of the latest ones, and the rewards for them.
///
/// # Errors
/// The database's.
pub async fn friends(tx: &mut Tx, customer: CustomerId, limit: i64) -> Result<Friends> {
    let rewards = ledger::rewards(tx, customer).await?;
    let reward = |friend: &Customer| {
        let own = rewards.iter().find(|(customer, _)| *customer == friend.customer_id);
        own.map_or(Money::ZERO, |(_, points)| *points)
    };
    let latest = customers::friends(tx, customer, limit).await?;
    Ok(Friends {
        count: customers::count_friends(tx, customer).await?,
        latest: latest.into_iter().map(|customer| Friend { reward: reward(&customer), customer }).collect(),
        reward: ledger::sum_of_kind(tx, customer, Wallet::Referral, EntryKind::ReferralReward).await?,
    })
}

/// A person blocked the bot: notices to them are dropped until they unblock it.
///
/// # Errors
/// The database's.
pub async fn mark_bot_blocked(tx: &mut Tx, person: TelegramId, at: Timestamp) -> Result<()> {
    Ok(customers::mark_bot_blocked(tx, person, at).await?)
}

/// A person unblocked the bot.
///
/// # Errors
/// The database's.
pub async fn mark_returned(tx: &mut Tx, person: TelegramId) -> Result<()> {
    Ok(customers::mark_returned(tx, person).await?)
}

/// What [`create`] did.
enum Created {
    /// The customer was made.
    New(Customer),
    /// This customer has the account or the phone number; nothing was made.
    Taken(Customer),
}

/// Makes a customer of a list that another system sent, with a code that is not among `others`.
///
/// # Errors
/// [`Refusal::PhoneTaken`] where somebody with the phone number came meanwhile; the database's.
pub(super) async fn create_listed(
    tx: &mut Tx,
    at: Timestamp,
    chance: &dyn Chance,
    new: &NewCustomer,
    others: &HashSet<String>,
) -> Result<Customer> {
    match create(tx, at, chance, new, others).await? {
        Created::New(customer) => Ok(customer),
        Created::Taken(other) => Err(Refusal::PhoneTaken(other.code).into()),
    }
}

/// Makes a customer with a free code that is not among `others`: five digits, more where no free one of five is found.
async fn create(
    tx: &mut Tx,
    at: Timestamp,
    chance: &dyn Chance,
    new: &NewCustomer,
    others: &HashSet<String>,
) -> Result<Created> {
    for digits in CODE_DIGITS..=MOST_CODE_DIGITS {
        let least = 10_u64.pow(digits - 1);
        for _ in 0..TRIES {
            let code = Code::from_number(least + chance.bits() % (9 * least));
            // A parcel that waits for somebody with this code is not theirs.
            if others.contains(code.as_str()) || parcels::is_code_known(tx, code.as_str()).await? {
                continue;
            }
            let Some(id) = customers::insert(tx, &code, new, at).await? else {
                match holder(tx, new).await? {
                    Some(known) => return Ok(Created::Taken(known)),
                    None => continue,
                }
            };
            let customer = get(tx, id).await?;
            customers::index(tx, id, None, Some(&customer)).await?;
            return Ok(Created::New(customer));
        }
    }
    Err(Error::Corrupt("no code is free"))
}

/// The customer who has the account or the phone number of a new one, made by another transaction meanwhile.
async fn holder(tx: &mut Tx, new: &NewCustomer) -> Result<Option<Customer>> {
    if let Some(person) = new.telegram_id
        && let Some(known) = customers::by_telegram_id(tx, person).await?
    {
        return Ok(Some(known));
    }
    match &new.phone {
        Some(phone) => Ok(customers::by_phone(tx, phone).await?),
        None => Ok(None),
    }
}

/// The account that a customer's notices go to; `None` where there is none, or where the person blocked the bot.
pub fn reachable(customer: &Customer) -> Option<TelegramId> {
    customer.telegram_id.filter(|_| customer.bot_blocked_at.is_none())
}
