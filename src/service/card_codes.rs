//! Card codes: the six digits that a customer shows at the till. They change every few minutes, so a cashier who knows them
//! has the customer present, which counts as consent to spend. A code is used up when the sale is completed, not when it is
//! looked up.

use chrono::Duration;

use super::{Caller, Error, Refusal, Result, api_keys, customers};
use crate::{
    clock::{Chance, Timestamp},
    domain::{Actor, CardCode, Code, CustomerId, Permission},
    storage::{Tx, card_codes},
};

pub use crate::storage::{card_codes::Shown, customers::Customer};

/// How long a code can be looked up.
pub const LIFETIME: Duration = Duration::minutes(5);
/// How much longer a code counts as consent, for a sale that was begun with it.
const GRACE: Duration = Duration::minutes(10);
/// A code with less time left than this is replaced by a new one.
const MIN_TIME_LEFT: Duration = Duration::minutes(1);
/// How many wrong guesses a member of the staff or a key has within [`WINDOW`], and how many may be made at a customer's code.
const MAX_WRONG_GUESSES: usize = 10;
/// The time over which wrong guesses are counted.
const WINDOW: Duration = Duration::minutes(10);
/// How many random codes are tried before the operation fails.
const TRIES: usize = 50;

/// What looking a code up found. None of these is an error, since the transaction of a wrong guess must be committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The code of this customer.
    Found(Box<Customer>),
    /// A code that was never shown, or has expired.
    Unknown,
    /// Too many wrong guesses.
    TooMany {
        /// When the next code can be looked up.
        retry_at: Timestamp,
    },
}

/// What a client of an API knows of the code of a customer whom it names. None of these is an error, as with [`Lookup`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// It is a code of this customer that can be used.
    Right,
    /// It is not. This has been counted.
    Wrong,
    /// Too many wrong guesses.
    TooMany {
        /// When the next code is looked at.
        retry_at: Timestamp,
    },
}

/// The code that a customer shows now: the newest one while it has time left, else a new one.
///
/// # Errors
/// The database's.
pub async fn show(tx: &mut Tx, chance: &dyn Chance, customer: CustomerId, at: Timestamp) -> Result<Shown> {
    if let Some(shown) = card_codes::newest(tx, customer).await?
        && shown.expires_at - at >= MIN_TIME_LEFT
        && was_shown_by(&shown, at)
    {
        return Ok(shown);
    }
    draw(tx, chance, customer, at).await
}

/// A new code for a customer. The codes shown before find the customer no longer; a sale that was begun with one goes on.
///
/// # Errors
/// The database's.
pub async fn renew(tx: &mut Tx, chance: &dyn Chance, customer: CustomerId, at: Timestamp) -> Result<Shown> {
    card_codes::end(tx, customer, at).await?;
    draw(tx, chance, customer, at).await
}

async fn draw(tx: &mut Tx, chance: &dyn Chance, customer: CustomerId, at: Timestamp) -> Result<Shown> {
    card_codes::purge(tx, at - GRACE).await?;
    for _ in 0..TRIES {
        let code = CardCode::from_bits(chance.bits());
        // Codes of customers may have six digits too, and a search must not confuse the two.
        let is_customers = match code.as_str().parse::<Code>() {
            Ok(code) => customers::by_code(tx, &code).await?.is_some(),
            Err(_) => false,
        };
        if !is_customers && card_codes::insert(tx, &code, customer, at + LIFETIME).await? {
            return Ok(Shown { code, customer_id: customer, expires_at: at + LIFETIME, used_at: None });
        }
    }
    Err(Error::Corrupt("no card code is free"))
}

/// Looks up a code that a cashier typed. A wrong one is to be counted with [`note_wrong_guess`], once for what was typed, unless
/// the digits were meant for something else.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn look_up(tx: &mut Tx, caller: &Caller, code: &CardCode) -> Result<Lookup> {
    caller.require(Permission::IssueInvoice)?;
    caller.staff_id()?;
    let guesser = guesser(tx, caller).await?;
    if let Some(retry_at) = retry_at(tx, &guesser, caller.at).await? {
        return Ok(Lookup::TooMany { retry_at });
    }
    let shown = card_codes::by_code(tx, code).await?;
    match shown
        .filter(|shown| shown.used_at.is_none() && shown.expires_at > caller.at && was_shown_by(shown, caller.at))
    {
        Some(shown) => Ok(Lookup::Found(Box::new(customers::get(tx, shown.customer_id).await?))),
        None => Ok(Lookup::Unknown),
    }
}

/// Counts a wrong guess.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn note_wrong_guess(tx: &mut Tx, caller: &Caller) -> Result<()> {
    let guesser = guesser(tx, caller).await?;
    note(tx, &guesser, caller.at).await
}

/// Looks at a code that a client of an API says is that of a customer, whose card is locked. A wrong one is counted for the client,
/// all keys that replaced each other being one, and for the customer: so the transaction is to be committed.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UnknownCustomer`]; the database's.
pub async fn guess(tx: &mut Tx, caller: &Caller, customer: CustomerId, code: &CardCode) -> Result<Guess> {
    let customer = customers::get_for_update(tx, customer).await?.customer_id;
    let counted_for = [guesser(tx, caller).await?, format!("customer {customer}")];
    for counted_for in &counted_for {
        if let Some(retry_at) = retry_at(tx, counted_for, caller.at).await? {
            return Ok(Guess::TooMany { retry_at });
        }
    }
    let shown = card_codes::by_code(tx, code).await?;
    if shown.is_some_and(|shown| can_be_used(&shown, customer, caller.at)) {
        return Ok(Guess::Right);
    }
    for counted_for in &counted_for {
        note(tx, counted_for, caller.at).await?;
    }
    Ok(Guess::Wrong)
}

/// For whom the guesses of a caller count.
async fn guesser(tx: &mut Tx, caller: &Caller) -> Result<String> {
    match caller.actor {
        Actor::Staff(person, _) => Ok(format!("staff {person}")),
        Actor::Key(key, _) => Ok(format!("key {}", api_keys::get(tx, key).await?.first_key_id)),
        Actor::Person(_) | Actor::Rule | Actor::Import | Actor::Operator => Err(Refusal::NotAllowed.into()),
    }
}

/// When the next code is looked at; `None`: now.
async fn retry_at(tx: &mut Tx, counted_for: &str, at: Timestamp) -> Result<Option<Timestamp>> {
    let mut wrong = card_codes::guesses(tx, counted_for, at - WINDOW).await?;
    // A moment that is still to come was noted by a wrong clock.
    wrong.retain(|guessed_at| *guessed_at <= at);
    Ok(wrong.iter().rev().nth(MAX_WRONG_GUESSES - 1).map(|first| *first + WINDOW))
}

async fn note(tx: &mut Tx, counted_for: &str, at: Timestamp) -> Result<()> {
    Ok(card_codes::note_guess(tx, counted_for, at, at - WINDOW).await?)
}

/// Does a code still count as this customer's consent, for a sale that was begun with it?
///
/// # Errors
/// The database's.
pub async fn is_valid(tx: &mut Tx, code: &CardCode, customer: CustomerId, at: Timestamp) -> Result<bool> {
    let shown = card_codes::by_code(tx, code).await?.filter(|shown| was_shown_by(shown, at));
    Ok(shown.is_some_and(|shown| can_be_used(&shown, customer, at)))
}

/// Is it an unused code of this customer, and not too old for a sale that was begun with it?
fn can_be_used(shown: &Shown, customer: CustomerId, at: Timestamp) -> bool {
    shown.customer_id == customer && shown.used_at.is_none() && shown.expires_at + GRACE > at
}

/// Was a code shown before a moment? One that was shown by a clock that was ahead would be valid for too long.
fn was_shown_by(shown: &Shown, at: Timestamp) -> bool {
    shown.expires_at - at <= LIFETIME
}

/// The codes that were shown of a card count for nothing from now on, also in a sale that was begun with one: another account has
/// the card.
pub(super) async fn revoke(tx: &mut Tx, card: CustomerId, at: Timestamp) -> Result<()> {
    Ok(card_codes::end(tx, card, at - GRACE).await?)
}

/// Uses a code up for a sale, once.
pub(super) async fn use_up(tx: &mut Tx, code: &CardCode, customer: CustomerId, at: Timestamp) -> Result<()> {
    let used = card_codes::use_up(tx, code, customer, at, at - GRACE).await?;
    if used { Ok(()) } else { Err(Refusal::CardCodeUsed.into()) }
}
