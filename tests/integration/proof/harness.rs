//! A shop in one of the databases, in which actions are performed.

use std::collections::BTreeMap;

use chrono::Duration;
use kopilka::{
    clock::Clock,
    domain::{CouponId, Draft, GroupId, Line, Quantity, Redemption, Role, ShopId},
    service::{
        self, Error, Operation, Refusal,
        customers::{ClaimOutcome, Customer},
        holds::{Ended, Held},
        invoices::Issued,
        profiles::ProfileChanges,
        referrals::PromoOutcome,
        refunds::Refunded,
    },
};

use super::{
    action::{Action, Rules},
    rows::Rows,
};
use crate::{
    database::{Raw, TestDb},
    shop::{Shop, money},
};

pub(super) struct TestShop {
    pub(super) shop: Shop,
    raw: Raw,
    people: Vec<Customer>,
    pub(super) sales: Vec<Issued>,
    holds: Vec<Held>,
    coupons: Vec<CouponId>,
    groups: Vec<GroupId>,
}

/// What an action answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// The part that the model predicts.
    pub(super) numbers: Vec<i64>,
    /// The whole answer, as text without ids.
    all: String,
}

/// Each database draws ids in blocks of its own, and nothing depends on the ids.
fn without_ids(text: &str) -> String {
    let mut parts = text.split("Id(");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + "Id" + part.trim_start_matches(|sign: char| sign.is_ascii_digit()))
}

impl Answer {
    fn new(numbers: impl IntoIterator<Item = i64>, all: &impl std::fmt::Debug) -> Self {
        Self { numbers: numbers.into_iter().collect(), all: without_ids(&format!("{all:?}")) }
    }
}

impl TestShop {
    pub(super) async fn open(test: &TestDb, id: ShopId) -> Self {
        let (shop, raw) = (Shop::open_as(test, id).await, test.raw().await);
        Self {
            shop,
            raw,
            people: Vec::new(),
            sales: Vec::new(),
            holds: Vec::new(),
            coupons: Vec::new(),
            groups: Vec::new(),
        }
    }

    pub(super) fn operation(&self) -> Operation {
        self.shop.staff(Role::Owner)
    }

    pub(super) fn advance(&self, micros: i64) {
        self.shop.clock.advance(Duration::microseconds(micros));
    }

    pub(super) async fn rows(&mut self, rows: &Rows) -> Vec<String> {
        rows.read(&mut self.raw, self.shop.id.0).await
    }

    /// Main and referral points and debt of each person.
    pub(super) async fn balances(&self) -> Vec<(i64, i64, i64)> {
        let mut balances = Vec::new();
        for person in &self.people {
            balances.push(self.shop.amounts(person).await);
        }
        balances
    }

    /// As `balances`, of the cards in use, by their codes.
    pub(super) async fn balances_by_code(&self) -> BTreeMap<String, (i64, i64, i64)> {
        let mut balances = BTreeMap::new();
        for person in &self.people {
            let card = self.shop.reloads(person).await;
            balances.insert(card.code.to_string(), self.shop.amounts(&card).await);
        }
        balances
    }

    /// What is left of each lot and when it expires (0: never), in the order in which they were added.
    pub(super) async fn lots(&mut self, person: usize, wallet: &str) -> Vec<(i64, i64)> {
        let (shop, customer) = (self.shop.id, self.people[person].customer_id);
        let of = format!("FROM lots WHERE shop_id = {shop} AND customer_id = {customer} AND wallet = '{wallet}'");
        let remaining =
            self.raw.numbers(&format!("SELECT remaining_minor {of} AND remaining_minor > 0 ORDER BY lot_id")).await;
        let expiry = format!("SELECT COALESCE(expires_at, 0) {of} AND remaining_minor > 0 ORDER BY lot_id");
        remaining.into_iter().zip(self.raw.numbers(&expiry).await).collect()
    }

    pub(super) async fn import(&mut self, file: &std::path::Path) {
        let options = kopilka::import::Options::default();
        let report = kopilka::import::run(&self.shop.db, self.shop.id, file, &options, &self.shop.clock).await.unwrap();
        assert_eq!(report.outcome, kopilka::import::Outcome::Imported);
        let of_shop = format!("WHERE shop_id = {}", self.shop.id);
        let codes = self.raw.texts(&format!("SELECT code FROM customers {of_shop} ORDER BY customer_id")).await;
        for code in codes {
            self.people.push(self.shop.finds_by_code(&code.parse().unwrap()).await.unwrap());
        }
        let invoices = format!("SELECT invoice_id FROM invoices {of_shop} ORDER BY customer_id, invoice_id");
        for invoice in self.raw.numbers(&invoices).await {
            // A refund uses only the id.
            let quote = service::invoices::Quote {
                total: money(0),
                discount: money(0),
                group_discount: kopilka::domain::GroupDiscount::default(),
                coupons: Vec::new(),
                redeemed: money(0),
                redeemed_from: None,
                to_pay: money(0),
                debt: money(0),
                earned: money(0),
            };
            self.sales.push(Issued {
                invoice_id: kopilka::domain::InvoiceId(invoice),
                number: kopilka::domain::InvoiceNumber::from_bits(0),
                quote,
                reward: None,
                balances: kopilka::service::ledger::Balances::default(),
                repeated: false,
            });
        }
    }

    /// Performs an action, and notes what it created unless it is done `again`.
    pub(super) async fn perform(
        &mut self,
        operation: &Operation,
        action: &Action<i64>,
        again: bool,
    ) -> service::Result<Answer> {
        let shop = &self.shop;
        let person = |index: &usize| &self.people[*index];
        Ok(match action {
            Action::Arrive => {
                let index = self.people.len();
                let customer = shop.welcomes(i64::try_from(index).unwrap() + 1, "Гость").await;
                self.people.push(customer);
                Answer::new([], &())
            }
            Action::Register => {
                let customer = shop.registers(&phone(self.people.len()), "Гость").await;
                self.people.push(customer);
                Answer::new([], &())
            }
            Action::ClaimPhone { person: index, number } => {
                let telegram_id = shop.reloads(person(index)).await.telegram_id.unwrap();
                let claim = shop.receives_phone(telegram_id.0, &phone(*number)).await?;
                match &claim {
                    ClaimOutcome::Noted(card) | ClaimOutcome::Known(card) | ClaimOutcome::Claimed(card, _) => {
                        Answer::new([], &card.code)
                    }
                    // No card changes until the shop decides.
                    ClaimOutcome::Asked { .. } => Answer::new([1], &()),
                }
            }
            Action::EnterPromoCode { friend, referrer } => {
                let friend = shop.reloads(person(friend)).await;
                let outcome = shop.tries_promo_code(&friend, &person(referrer).code.promo().to_string()).await?;
                let numbers = match &outcome {
                    PromoOutcome::Applied { bonus, .. } => vec![0, bonus.minor()],
                    PromoOutcome::AlreadyUsed => vec![1],
                    PromoOutcome::AlreadyPurchased => vec![2],
                    PromoOutcome::Wrong => vec![3],
                    PromoOutcome::NotValidNow => vec![5],
                    PromoOutcome::TooMany { retry_at } => vec![4, retry_at.0],
                };
                Answer::new(numbers, &outcome)
            }
            Action::GiveCoupon { to, worth, minutes } => {
                let ends = minutes.map(|minutes| operation.caller.at + Duration::minutes(minutes));
                let mut tx = shop.begin().await;
                let customer = person(to).customer_id;
                let given = service::coupons::give(&mut tx, operation, customer, "Купон", *worth, ends).await;
                let coupon = crate::shop::finish(tx, given).await?;
                if !again {
                    self.coupons.push(coupon);
                }
                Answer::new([], &coupon)
            }
            Action::AddGroup { number, terms } => {
                let group = shop.adds_group_under(operation, &format!("Группа {number}"), &terms.changes()).await?;
                if !again {
                    self.groups.push(group);
                }
                Answer::new([], &())
            }
            Action::ChangeGroup { group, terms } => {
                shop.changes_group_under(operation, self.groups[*group], &terms.changes()).await?;
                Answer::new([], &())
            }
            Action::PutIntoGroup { of, group } => {
                let group = Some(group.map(|group| self.groups[group]));
                let changes = ProfileChanges { group, ..ProfileChanges::default() };
                shop.changes_profile_under(operation, person(of), &changes).await?;
                Answer::new([], &())
            }
            Action::Block { of, is_blocked } => {
                let changes = ProfileChanges { is_blocked: Some(*is_blocked), ..ProfileChanges::default() };
                shop.changes_profile_under(operation, person(of), &changes).await?;
                Answer::new([], &())
            }
            Action::Deposit { of, amount } => {
                let moved = shop.deposits_under(operation, person(of), *amount).await?;
                Answer::new([], &moved.transaction)
            }
            Action::Charge { of, amount } => {
                let moved = shop.charges_under(operation, person(of), *amount).await?;
                Answer::new([], &moved.transaction)
            }
            Action::Sell { to, goods, coupons, points, on_credit } => {
                let line =
                    |(milli, price): &(i64, i64)| Line::new("Товар", Quantity::from_milli(*milli), money(*price));
                let redemption = points.map(|(wallet, points)| Redemption { wallet, points: points.map(money) });
                let draft = Draft {
                    lines: goods.iter().map(line).collect(),
                    redemption,
                    coupons: coupons.iter().map(|coupon| self.coupons[*coupon]).collect(),
                    on_credit: *on_credit,
                };
                let issued = shop.issues_under(operation, person(to), &draft).await;
                let issued = Issued { repeated: false, ..issued.map_err(|error| self.by_number(error))? };
                let reward = issued.reward.map_or(0, |(_, reward)| reward.minor());
                let quote = &issued.quote;
                let paid = [quote.redeemed, quote.to_pay, quote.debt, quote.earned, quote.coupon_points()];
                let figures = [quote.total, quote.discount, quote.group_discount.amount].into_iter().chain(paid);
                let answer = Answer::new(figures.map(|figure| figure.minor()).chain([reward]), &issued);
                if !again {
                    self.sales.push(issued);
                }
                answer
            }
            Action::AdjustPoints { of, wallet, direction, amount } => {
                Answer::new([], &shop.adjusts(operation, person(of), *wallet, *direction, *amount, "случай").await?)
            }
            Action::AddDebt { of, amount } => {
                let debt = shop.adds_debt(operation, person(of), *amount).await?;
                Answer::new([debt.minor()], &debt)
            }
            Action::RepayDebt { of, amount } => {
                let debt = shop.takes_payment(operation, person(of), *amount).await?;
                Answer::new([debt.minor()], &debt)
            }
            Action::Hold { of, wallet, amount, minutes } => {
                let held = shop.holds_for(operation, person(of), *wallet, *amount, Some(*minutes)).await?;
                if !again {
                    self.holds.push(held);
                }
                Answer::new([], &held)
            }
            Action::Capture { hold, amount } => {
                let ended = shop.captures_under(operation, &self.holds[*hold], Some(*amount)).await?;
                let ended = Ended { repeated: false, ..ended };
                Answer::new([ended.captured.minor(), ended.freed.minor()], &ended)
            }
            Action::Release { hold } => {
                let ended = shop.releases(operation, &self.holds[*hold]).await?;
                let ended = Ended { repeated: false, ..ended };
                Answer::new([ended.captured.minor(), ended.freed.minor()], &ended)
            }
            Action::Refund { sale, scope } => {
                refunded(shop.refunds_under(operation, &self.sales[*sale], &scope.refund_scope()).await?)
            }
            Action::Undo { sale } => refunded(shop.undoes_under(operation, &self.sales[*sale]).await?),
            Action::SetLifetime { days } => {
                let lifetime = days.map(|days| kopilka::domain::Lifetime::from_days(days).unwrap());
                let mut tx = shop.begin().await;
                let dated = service::shop::set_points_lifetime(&mut tx, operation, lifetime).await;
                Answer::new([], &crate::shop::finish(tx, dated).await?)
            }
            Action::ChangeRules(rules) => {
                let Rules { earn_rule, bonus_bp, promo_bonus, reward_bp, max_redeem_bp, min_redeem } = rules;
                let setting = format!(
                    "earn_rule = '{}', invoice_bonus_bp = {bonus_bp}, referral_promo_bonus_minor = {promo_bonus},
                     referrer_first_purchase_bp = {reward_bp}, max_redeem_bp = {max_redeem_bp}, min_redeem_minor = {min_redeem}",
                    earn_rule.as_str()
                );
                self.shop.changes_settings(&mut self.raw, &setting).await;
                Answer::new([], &())
            }
            Action::RunJobs => {
                self.run_jobs().await;
                Answer::new([], &())
            }
        })
    }

    /// A refusal that names coupons by their numbers, as the model does.
    fn by_number(&self, error: Error) -> Error {
        let Error::Refused(Refusal::CouponUnavailable(ids)) = error else { return error };
        let number = |id: CouponId| self.coupons.iter().position(|coupon| *coupon == id).unwrap();
        let numbers = ids.into_iter().map(|id| CouponId(i64::try_from(number(id)).unwrap()));
        Refusal::CouponUnavailable(numbers.collect()).into()
    }

    pub(super) async fn run_jobs(&self) {
        let now = self.shop.clock.now();
        crate::jobs::run_all(&self.shop.db, self.shop.id, now).await.unwrap();
    }
}

fn refunded(refunded: Refunded) -> Answer {
    let refunded = Refunded { repeated: false, ..refunded };
    let (quote, figures) = (&refunded.quote, &refunded.quote.figures);
    let back = [figures.total, figures.discount, figures.redeemed, figures.debt, figures.money];
    let taken = [figures.earned, figures.coupon_points, figures.reward];
    let numbers = back.into_iter().chain(taken).chain([quote.points_debt, quote.reward_debt, quote.left]);
    Answer::new(numbers.map(|figure| figure.minor()), &refunded)
}

/// The phone number of this index.
fn phone(index: usize) -> String {
    format!("+7700{index:07}")
}
