//! Invoices: the quote of a sale, and issuing it.

use chrono::Duration;

use super::{
    Caller, Error, Operation, Refusal, Result, card_codes, coupons, customers, groups,
    ledger::{self, Balances},
    operations::{self, Begun},
};
use crate::{
    clock::{Chance, Timestamp},
    domain::{
        CardCode, CustomerId, Draft, EntryKind, GroupDiscount, InvoiceId, InvoiceNumber, Line, Money, Permission,
        PointsWallet, Program, Receipt, UsedCoupon, Verb,
    },
    storage::{
        Tx,
        customers::{Customer, mark_purchased},
        holds,
        invoices::{self, NewInvoice, Reward},
        shops,
    },
};

pub use crate::storage::invoices::Invoice;

/// The time over which points that were spent without consent are added up.
const CONSENT_WINDOW: Duration = Duration::hours(24);
/// How many numbers are tried before the operation fails.
const TRIES: usize = 20;

/// What an invoice will do, or did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    /// The sum of the lines.
    pub total: Money,
    /// What is taken off it before points.
    #[serde(default)]
    pub discount: Money,
    /// The part of that by the customer's group, before coupons.
    #[serde(default)]
    pub group_discount: GroupDiscount,
    /// The coupons that it uses.
    #[serde(default)]
    pub coupons: Vec<UsedCoupon>,
    /// Points that pay for part of the rest.
    pub redeemed: Money,
    /// The wallet they come from; `None` where none are redeemed.
    pub redeemed_from: Option<PointsWallet>,
    /// The rest that is not paid with points.
    pub to_pay: Money,
    /// How much of that is left as a debt.
    pub debt: Money,
    /// Points to be earned.
    pub earned: Money,
}

impl Quote {
    /// What the invoice comes to after the discount, before points.
    pub fn due(&self) -> Money {
        self.total.saturating_sub(self.discount)
    }

    /// The points that its coupons give.
    pub fn coupon_points(&self) -> Money {
        Money::saturating_sum(self.coupons.iter().map(|used| used.points))
    }
}

/// An invoice that was issued.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Issued {
    /// The id.
    pub invoice_id: InvoiceId,
    /// The number that people see.
    pub number: InvoiceNumber,
    /// The quote that was carried out.
    pub quote: Quote,
    /// The referrer and the reward, where this was the customer's first purchase.
    pub reward: Option<(CustomerId, Money)>,
    /// The customer's balances after it.
    #[serde(default)]
    pub balances: Balances,
    /// This is the result of an earlier call with the same operation id; people have been told.
    #[serde(skip)]
    pub repeated: bool,
}

/// How a customer agreed to the points that a sale spends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Not at all: the cashier only named the customer. Enough where the program requires no consent.
    Named,
    /// The customer is not asked: the key was made for that.
    Waived,
    /// They showed this card code, which the sale uses up.
    CardCode(CardCode),
    /// They agreed to this number of points by a tap.
    Tap(Money),
}

/// What a till says of a sale besides its lines and its payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The number of the receipt.
    pub receipt: Option<Receipt>,
    /// When the goods were sold; `None`: now.
    pub sold_at: Option<Timestamp>,
}

/// The most points of each wallet that may pay for an invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redeemable {
    /// Bonus points.
    pub main: Money,
    /// Rewards for friends.
    pub referral: Money,
}

impl Redeemable {
    /// The most points of a wallet.
    pub const fn of(self, wallet: PointsWallet) -> Money {
        match wallet {
            PointsWallet::Main => self.main,
            PointsWallet::Referral => self.referral,
        }
    }

    /// Can no points be redeemed?
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// The most points of each wallet that may pay for an invoice without coupons, which comes to `total` before the discount of the
/// customer's group, at the moment `at`.
///
/// # Errors
/// [`Refusal::UnknownCustomer`]; the database's.
pub async fn redeemable(tx: &mut Tx, customer: CustomerId, total: Money, at: Timestamp) -> Result<Redeemable> {
    let program = shops::program(tx).await?;
    let buyer = customers::get(tx, customer).await?;
    let due = total.saturating_sub(groups::discount_on(tx, &buyer, total).await?.amount);
    let balances = ledger::balances(tx, buyer.customer_id, at).await?;
    let most = |wallet| program.most_redeemable(due, balances.points(wallet));
    Ok(Redeemable { main: most(PointsWallet::Main), referral: most(PointsWallet::Referral) })
}

/// What issuing a draft to a customer would do at the moment `at`.
///
/// # Errors
/// [`Refusal::BadDraft`], [`Refusal::UnknownCustomer`], [`Refusal::CouponUnavailable`], [`Refusal::NotEnoughPoints`],
/// [`Refusal::RedemptionOutOfBounds`], [`Refusal::TooLarge`]; the database's.
pub async fn quote(tx: &mut Tx, customer: CustomerId, draft: &Draft, at: Timestamp) -> Result<Quote> {
    let buyer = customers::get(tx, customer).await?;
    customers::require_open(&buyer)?;
    let program = shops::program(tx).await?;
    compute_quote(tx, &program, &buyer, draft, at).await
}

/// As [`quote`], and locks the customer's card and keeps their group as it is, so that an invoice that follows has the same quote.
///
/// # Errors
/// As [`quote`].
pub async fn quote_for_confirmation(tx: &mut Tx, customer: CustomerId, draft: &Draft, at: Timestamp) -> Result<Quote> {
    let buyer = customers::get_for_update(tx, customer).await?;
    groups::keep_as_it_is(tx, &buyer).await?;
    quote(tx, buyer.customer_id, draft, at).await
}

/// A cashier issues an invoice: the customer's group lets them off part of it, coupons are used up, points are redeemed and earned, the rest may be left as a debt, and for a friend's first
/// purchase the referrer is rewarded.
///
/// # Errors
/// [`Refusal::NotAllowed`], those of [`quote`], [`Refusal::ConsentNeeded`], [`Refusal::OperationReused`]; the database's.
pub async fn issue_invoice(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    customer: CustomerId,
    draft: &Draft,
) -> Result<Issued> {
    issue_agreed(tx, operation, chance, customer, draft, Agreement::Named).await
}

/// As [`issue_invoice`], to a customer who agreed to the points that it spends.
///
/// # Errors
/// As [`issue_invoice`], and [`Refusal::CardCodeUsed`].
pub async fn issue_agreed(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    customer: CustomerId,
    draft: &Draft,
    agreement: Agreement,
) -> Result<Issued> {
    issue(tx, operation, chance, customer, draft, agreement, &Slip::default()).await
}

/// As [`issue_agreed`], of goods that a till sold.
pub(super) async fn issue(
    tx: &mut Tx,
    operation: &Operation,
    chance: &dyn Chance,
    customer: CustomerId,
    draft: &Draft,
    agreement: Agreement,
    slip: &Slip,
) -> Result<Issued> {
    operation.require(Permission::IssueInvoice)?;
    let under_way = match operations::begin::<Issued>(tx, operation, Verb::IssueInvoice, &(customer, draft)).await? {
        Begun::Before(issued) => return Ok(Issued { repeated: true, ..issued }),
        Begun::Now(under_way) => under_way,
    };
    let buyer = customers::get_for_update(tx, customer).await?;
    customers::require_open(&buyer)?;
    let program = shops::program(tx).await?;
    let quote = compute_quote(tx, &program, &buyer, draft, operation.at()).await?;
    let has_consent =
        check_agreement(tx, &program, buyer.customer_id, quote.redeemed, &agreement, operation.at()).await?;
    coupons::use_up(tx, operation, buyer.customer_id, &draft.coupons).await?;
    let reward = first_purchase_reward(tx, &program, &buyer, quote.due()).await?;
    let new = NewInvoice {
        customer: buyer.customer_id,
        receipt: slip.receipt.as_ref(),
        lines: &draft.lines,
        total: quote.total,
        discount: quote.discount,
        group_discount: quote.group_discount,
        redeemed: quote.redeemed,
        redeemed_from: quote.redeemed_from,
        has_consent,
        debt: quote.debt,
        coupon_points: quote.coupon_points(),
        earned: quote.earned,
        earn_rule: program.earn_rule,
        earn_rate: program.invoice_bonus,
        reward,
        issued_by: operation.caller.actor.reference(),
        // The entries are of now: a balance changes when Kopilka learns of it.
        at: slip.sold_at.unwrap_or(operation.at()),
    };
    let (invoice_id, number) = write(tx, chance, &new).await?;
    coupons::note_used(tx, invoice_id, &quote.coupons).await?;
    post_entries(tx, operation, &buyer, invoice_id, &quote, reward).await?;
    let balances = ledger::balances(tx, buyer.customer_id, operation.at()).await?;
    let mut details = serde_json::json!({ "number": number, "quote": quote });
    if let Some(receipt) = &slip.receipt {
        details["receipt"] = receipt.as_str().into();
    }
    let reward = reward.map(|reward| (reward.referrer, reward.amount));
    let issued = Issued { invoice_id, number, quote, reward, balances, repeated: false };
    under_way.finish(tx, Some(buyer.customer_id), &details, issued).await
}

/// The result of an operation that issued this draft to this customer before.
///
/// # Errors
/// [`Refusal::OperationReused`] where it did something else; the database's.
pub(super) async fn issued_before(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    draft: &Draft,
) -> Result<Option<Issued>> {
    let issued = operations::done_before(tx, operation, Verb::IssueInvoice, &(customer, draft)).await?;
    Ok(issued.map(|issued| Issued { repeated: true, ..issued }))
}

/// Must the customer agree before staff spend `points` of theirs, at the moment `at`?
///
/// # Errors
/// The database's.
pub async fn needs_consent(tx: &mut Tx, customer: CustomerId, points: Money, at: Timestamp) -> Result<bool> {
    let program = shops::program(tx).await?;
    is_consent_needed(tx, &program, customer, points, at).await
}

async fn is_consent_needed(
    tx: &mut Tx,
    program: &Program,
    customer: CustomerId,
    points: Money,
    at: Timestamp,
) -> Result<bool> {
    // Most shops and sales need no consent, whatever was spent before.
    if program.consent_from.is_none() || !points.is_positive() {
        return Ok(false);
    }
    let mut spent = invoices::redeemed_without_consent(tx, customer, at - CONSENT_WINDOW).await?;
    // The customer is not asked when a hold is captured, so what it reserves counts as spent.
    let expired_by = tx.expired_by(at);
    for hold in holds::open(tx, customer).await?.into_iter().filter(|hold| hold.expires_at > expired_by) {
        if !operations::has_consent(tx, &hold.placed_by).await? {
            spent = spent.saturating_add(hold.amount_minor);
        }
    }
    Ok(program.needs_consent(points, spent))
}

/// Uses up what the customer agreed with. Returns whether they agreed.
pub(super) async fn check_agreement(
    tx: &mut Tx,
    program: &Program,
    customer: CustomerId,
    redeemed: Money,
    agreement: &Agreement,
    at: Timestamp,
) -> Result<bool> {
    let agreed = match agreement {
        Agreement::Named => false,
        Agreement::Waived => return Ok(false),
        Agreement::CardCode(code) => {
            card_codes::use_up(tx, code, customer, at).await?;
            true
        }
        Agreement::Tap(points) => redeemed <= *points,
    };
    if !agreed && is_consent_needed(tx, program, customer, redeemed, at).await? {
        return Err(Refusal::ConsentNeeded.into());
    }
    Ok(agreed)
}

/// An invoice of a customer, with its lines.
///
/// # Errors
/// [`Refusal::UnknownInvoice`] also where it is another customer's; the database's.
pub async fn get(tx: &mut Tx, customer: CustomerId, invoice: InvoiceId) -> Result<(Invoice, Vec<Line>)> {
    let found = invoices::by_id(tx, invoice).await?.filter(|found| found.customer_id == customer);
    let found = found.ok_or(Refusal::UnknownInvoice)?;
    Ok((found, invoices::lines(tx, invoice).await?))
}

/// The invoice that staff name by its number.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn by_number(tx: &mut Tx, caller: &Caller, number: &InvoiceNumber) -> Result<Option<Invoice>> {
    caller.require(Permission::IssueInvoice)?;
    Ok(invoices::by_number(tx, number).await?)
}

/// A page of a customer's invoices, newest first, and how many there are in all.
///
/// # Errors
/// The database's.
pub async fn page(tx: &mut Tx, customer: CustomerId, limit: i64, offset: i64) -> Result<(Vec<Invoice>, i64)> {
    let count = invoices::count(tx, customer).await?;
    Ok((invoices::page(tx, customer, limit, offset).await?, count))
}

/// How many invoices a customer has that were not undone or refunded in full.
///
/// # Errors
/// The database's.
pub async fn count_not_refunded(tx: &mut Tx, customer: CustomerId) -> Result<i64> {
    Ok(invoices::count_not_refunded(tx, customer).await?)
}

async fn compute_quote(
    tx: &mut Tx,
    program: &Program,
    buyer: &Customer,
    draft: &Draft,
    at: Timestamp,
) -> Result<Quote> {
    let customer = buyer.customer_id;
    let total = draft.total().map_err(Refusal::BadDraft)?;
    let group_discount = groups::discount_on(tx, buyer, total).await?;
    // Coupons work on what the group leaves.
    let left = total.saturating_sub(group_discount.amount);
    let coupons = coupons::quote(tx, customer, &draft.coupons, left, at).await?;
    let by_coupons = Money::saturating_sum(coupons.iter().map(|used| used.discount));
    let discount = group_discount.amount.saturating_add(by_coupons);
    let due = total.saturating_sub(discount);
    let mut redeemed = Money::ZERO;
    if let Some(redemption) = draft.redemption {
        let available = ledger::balances(tx, customer, at).await?.points(redemption.wallet).or_zero();
        redeemed = match redemption.points {
            None => program.most_redeemable(due, available),
            Some(points) if points > available => return Err(Refusal::NotEnoughPoints { available }.into()),
            Some(points) => {
                let most = program.most_redeemable(due, available);
                if points < program.min_redeem || points > most || !points.is_positive() {
                    return Err(Refusal::RedemptionOutOfBounds { least: program.min_redeem, most }.into());
                }
                points
            }
        };
    }
    let to_pay = due.checked_sub(redeemed).ok_or(Refusal::TooLarge)?;
    let earned = within_limit(program.earned(due, redeemed))?;
    Ok(Quote {
        total,
        discount,
        group_discount,
        coupons,
        redeemed,
        redeemed_from: draft.redemption.filter(|_| redeemed.is_positive()).map(|redemption| redemption.wallet),
        to_pay,
        debt: if draft.on_credit { to_pay } else { Money::ZERO },
        earned,
    })
}

/// A share of a total that a database keeps rates above 100 % for may be more than any amount.
fn within_limit(amount: Money) -> Result<Money> {
    if amount.is_within_limit() { Ok(amount) } else { Err(Refusal::TooLarge.into()) }
}

/// Marks the customer as one who has purchased, for `due` after the discount. Returns the referrer's reward, where this is a friend's first purchase.
async fn first_purchase_reward(tx: &mut Tx, program: &Program, buyer: &Customer, due: Money) -> Result<Option<Reward>> {
    let first = mark_purchased(tx, buyer.customer_id).await?;
    let Some(referrer) = first.and_then(|first| first.referrer_id) else { return Ok(None) };
    if customers::require_open(&customers::get(tx, referrer).await?).is_err() {
        return Ok(None);
    }
    let rate = program.referrer_first_purchase;
    let amount = within_limit(program.referrer_reward(due))?;
    Ok(amount.is_positive().then_some(Reward { referrer, amount, rate }))
}

async fn write(tx: &mut Tx, chance: &dyn Chance, new: &NewInvoice<'_>) -> Result<(InvoiceId, InvoiceNumber)> {
    for _ in 0..TRIES {
        let bits = u32::try_from(chance.bits() >> 32).unwrap_or_default();
        let number = InvoiceNumber::from_bits(bits);
        if let Some(id) = invoices::insert(tx, &number, new).await? {
            return Ok((id, number));
        }
    }
    Err(Error::Corrupt("no invoice number is free"))
}

async fn post_entries(
    tx: &mut Tx,
    operation: &Operation,
    buyer: &Customer,
    invoice: InvoiceId,
    quote: &Quote,
    reward: Option<Reward>,
) -> Result<()> {
    let posting = |kind, amount| ledger::Posting::new(buyer.customer_id, kind, amount).of_invoice(invoice);
    if let Some(wallet) = quote.redeemed_from {
        ledger::spend(tx, operation, wallet, posting(EntryKind::Redeem, quote.redeemed)).await?;
    }
    let given = quote.coupon_points();
    if given.is_positive() {
        let giving = quote.coupons.iter().filter(|used| used.points.is_positive());
        let titles = giving.map(|used| used.title.as_str()).collect::<Vec<_>>().join(", ");
        let posting = posting(EntryKind::Coupon, given).with_note(&titles);
        ledger::earn(tx, operation, PointsWallet::Main, posting).await?;
    }
    if quote.earned.is_positive() {
        ledger::earn(tx, operation, PointsWallet::Main, posting(EntryKind::Earn, quote.earned)).await?;
    }
    if quote.debt.is_positive() {
        ledger::owe(tx, operation, buyer, posting(EntryKind::Debt, quote.debt)).await?;
    }
    if let Some(reward) = reward {
        let name = buyer.name();
        let posting = ledger::Posting::new(reward.referrer, EntryKind::ReferralReward, reward.amount);
        ledger::earn(tx, operation, PointsWallet::Referral, posting.of_invoice(invoice).with_note(&name)).await?;
    }
    Ok(())
}
