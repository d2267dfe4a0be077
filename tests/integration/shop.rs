//! A shop to test the use cases with: each method is one use case in a transaction of its own.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::Duration;
use kopilka::{
    clock::{CheckedClock, Clock, Evidence, ManualClock, SeededChance, Timestamp},
    domain::{
        Actor, CardCode, Code, CouponId, CouponWorth, Draft, Lifetime, Line, Money, OperationId, Phone, PhoneCountries,
        PointsWallet, Quantity, Redemption, RefundScope, Role, ShopId, TelegramId, Whom,
    },
    service::{
        self, Caller, Error, Operation, Refusal, card_codes, coupons,
        customers::{self, ClaimOutcome, Customer, NewCustomer},
        debts,
        holds::{self, Ended, Held},
        integrity,
        invoices::{self, Issued},
        ledger::{self, Balances, Entry},
        points::{self, Direction},
        referrals::{self, PromoOutcome},
        refunds::{self, RefundQuote, Refunded},
    },
    storage::{Db, Tx},
    texts::sale_words,
};

use crate::{
    app::TestApp,
    database::{Raw, TestDb},
};

/// A member of the staff in every shop.
pub(crate) const STAFF: TelegramId = TelegramId(500);

pub(crate) struct Shop {
    pub(crate) db: Db,
    pub(crate) id: ShopId,
    pub(crate) clock: ManualClock,
    pub(crate) chance: SeededChance,
    operations: AtomicI64,
}

/// An amount in hundredths.
pub(crate) const fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// A sale of one thing at `total_minor`.
pub(crate) fn sale(total_minor: i64) -> Draft {
    Draft {
        lines: vec![Line::new("Чайник", Quantity::ONE, money(total_minor))],
        redemption: None,
        coupons: Vec::new(),
        on_credit: false,
    }
}

/// The same sale, partly paid with points; `None` for as many as the limits allow.
pub(crate) fn redeeming(total_minor: i64, wallet: PointsWallet, points: Option<i64>) -> Draft {
    Draft { redemption: Some(Redemption { wallet, points: points.map(money) }), ..sale(total_minor) }
}

/// The same sale, with coupons.
pub(crate) fn with_coupons(total_minor: i64, coupons: &[CouponId]) -> Draft {
    Draft { coupons: coupons.to_vec(), ..sale(total_minor) }
}

/// The same sale, left as a debt.
pub(crate) fn on_credit(total_minor: i64) -> Draft {
    Draft { on_credit: true, ..sale(total_minor) }
}

/// The refusal; panics on any other outcome.
pub(crate) fn refusal<T: std::fmt::Debug>(result: service::Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

impl Shop {
    pub(crate) async fn open(test: &TestDb) -> Self {
        Self::open_as(test, ShopId(7_001)).await
    }

    pub(crate) async fn open_as(test: &TestDb, id: ShopId) -> Self {
        let shop = Self {
            db: test.db.clone(),
            id,
            clock: ManualClock::at(Timestamp(1_800_000_000_000_000)),
            chance: SeededChance::new(id.0.unsigned_abs()),
            operations: AtomicI64::new(0),
        };
        let mut tx = shop.begin().await;
        service::shop::open(&mut tx, shop.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        shop
    }

    /// The shop of a bot that people chat with, at the same moment.
    pub(crate) fn of_app(app: &TestApp) -> Self {
        Self {
            db: app.database.db.clone(),
            id: app.shop,
            clock: ManualClock::at(app.clock.now()),
            chance: SeededChance::new(3),
            operations: AtomicI64::new(3_000_000),
        }
    }

    /// The same shop in another process, at the same moment.
    pub(crate) async fn in_another_process(&self, test: &TestDb) -> Self {
        Self {
            db: Db::open_existing(&test.url).await.unwrap(),
            id: self.id,
            clock: ManualClock::at(self.clock.now()),
            chance: SeededChance::new(1),
            operations: AtomicI64::new(1_000_000),
        }
    }

    /// The same shop on a machine whose clock is `ahead` of Telegram's. The machine may not know.
    pub(crate) fn on_machine(&self, ahead: Duration, is_known: bool) -> Self {
        let now = self.clock.now();
        let checked = CheckedClock::new(Arc::new(ManualClock::at(now + ahead)));
        if is_known {
            checked.compare(now, Evidence::Response);
        }
        Self {
            db: self.db.clone().with_clock(Arc::new(checked)),
            id: self.id,
            clock: ManualClock::at(now + ahead),
            chance: SeededChance::new(2),
            operations: AtomicI64::new(2_000_000 + self.operations.fetch_add(1_000, Ordering::SeqCst)),
        }
    }

    pub(crate) async fn begin(&self) -> Tx {
        self.db.begin(self.id).await.unwrap()
    }

    pub(crate) async fn read(&self) -> Tx {
        self.db.read(self.id).await.unwrap()
    }

    /// A new operation of a member of the staff.
    pub(crate) fn staff(&self, role: Role) -> Operation {
        self.operation(Actor::Staff(STAFF, role))
    }

    /// A number that no other operation has.
    pub(crate) fn next_operation(&self) -> i64 {
        self.operations.fetch_add(1, Ordering::SeqCst)
    }

    pub(crate) fn operation(&self, actor: Actor) -> Operation {
        let id = OperationId::chat(format_args!("operation {}", self.operations.fetch_add(1, Ordering::SeqCst)));
        Caller { actor, at: self.clock.now() }.operation(id)
    }

    /// A person opens the bot for the first time, or again.
    pub(crate) async fn welcomes(&self, person: i64, name: &str) -> Customer {
        self.clock.advance(Duration::seconds(1));
        let seen = NewCustomer {
            telegram_id: Some(TelegramId(person)),
            first_name: Some(name.to_owned()),
            telegram_language: Some("ru".to_owned()),
            ..NewCustomer::default()
        };
        let mut tx = self.begin().await;
        let (customer, _) = customers::arrive(&mut tx, &self.chance, &seen, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        customer
    }

    /// The staff registers a person by phone.
    pub(crate) async fn registers(&self, phone: &str, name: &str) -> Customer {
        self.clock.advance(Duration::seconds(1));
        let phone = number(phone);
        let mut tx = self.begin().await;
        let result = customers::register(&mut tx, &self.staff(Role::Cashier), &self.chance, &phone, name).await;
        finish(tx, result).await.unwrap()
    }

    /// The customer of a phone number.
    pub(crate) async fn registered(&self, phone: &str) -> Customer {
        customers::by_phone(&mut self.read().await, &number(phone)).await.unwrap().unwrap()
    }

    pub(crate) async fn issues(&self, customer: &Customer, draft: &Draft) -> service::Result<Issued> {
        self.issues_under(&self.staff(Role::Cashier), customer, draft).await
    }

    pub(crate) async fn issues_under(
        &self,
        operation: &Operation,
        customer: &Customer,
        draft: &Draft,
    ) -> service::Result<Issued> {
        let mut tx = self.begin().await;
        let result = invoices::issue_invoice(&mut tx, operation, &self.chance, customer.customer_id, draft).await;
        finish(tx, result).await
    }

    /// A manager refunds an invoice.
    pub(crate) async fn refunds(&self, issued: &Issued, scope: &RefundScope) -> service::Result<Refunded> {
        self.refunds_under(&self.staff(Role::Manager), issued, scope).await
    }

    pub(crate) async fn refunds_under(
        &self,
        operation: &Operation,
        issued: &Issued,
        scope: &RefundScope,
    ) -> service::Result<Refunded> {
        let mut tx = self.begin().await;
        let result = refunds::refund_invoice(&mut tx, operation, issued.invoice_id, scope, "брак").await;
        finish(tx, result).await
    }

    /// The quote of a refund.
    pub(crate) async fn quotes_refund(&self, issued: &Issued, scope: &RefundScope) -> service::Result<RefundQuote> {
        let operation = self.staff(Role::Manager);
        refunds::quote_refund(&mut self.read().await, &operation.caller, issued.invoice_id, scope).await
    }

    pub(crate) async fn undoes_under(&self, operation: &Operation, issued: &Issued) -> service::Result<Refunded> {
        let mut tx = self.begin().await;
        let result = refunds::undo_invoice(&mut tx, operation, issued.invoice_id).await;
        finish(tx, result).await
    }

    pub(crate) async fn gives(&self, customer: &Customer, wallet: PointsWallet, minor: i64) -> Money {
        let operation = self.staff(Role::Manager);
        self.adjusts(&operation, customer, wallet, Direction::Give, minor, "подарок").await.unwrap()
    }

    pub(crate) async fn adjusts(
        &self,
        operation: &Operation,
        customer: &Customer,
        wallet: PointsWallet,
        direction: Direction,
        minor: i64,
        reason: &str,
    ) -> service::Result<Money> {
        let mut tx = self.begin().await;
        let id = customer.customer_id;
        let result = points::adjust_points(&mut tx, operation, id, wallet, direction, money(minor), reason).await;
        finish(tx, result).await
    }

    pub(crate) async fn adds_debt(
        &self,
        operation: &Operation,
        customer: &Customer,
        minor: i64,
    ) -> service::Result<Money> {
        let mut tx = self.begin().await;
        let result = debts::add_debt(&mut tx, operation, customer.customer_id, money(minor), "в долг").await;
        finish(tx, result).await
    }

    pub(crate) async fn takes_payment(
        &self,
        operation: &Operation,
        customer: &Customer,
        minor: i64,
    ) -> service::Result<Money> {
        let mut tx = self.begin().await;
        let result = debts::repay_debt(&mut tx, operation, customer.customer_id, money(minor), "").await;
        finish(tx, result).await
    }

    /// A customer enters a text as a promo code.
    /// Staff need consent from so many points on.
    pub(crate) async fn asks_consent_from(&self, minor: Option<i64>) {
        let mut tx = self.begin().await;
        let operation = self.staff(Role::Owner);
        service::shop::set_consent_from(&mut tx, &operation, minor.map(money)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A manager gives a coupon.
    pub(crate) async fn gives_coupon(
        &self,
        customer: &Customer,
        title: &str,
        worth: CouponWorth,
        ends: Option<Timestamp>,
    ) -> CouponId {
        let mut tx = self.begin().await;
        let operation = self.staff(Role::Manager);
        let coupon = coupons::give(&mut tx, &operation, customer.customer_id, title, worth, ends).await.unwrap();
        tx.commit().await.unwrap();
        coupon
    }

    /// The customer shows the digits of the card.
    pub(crate) async fn shows_card(&self, customer: &Customer) -> CardCode {
        let mut tx = self.begin().await;
        let shown = card_codes::show(&mut tx, &self.chance, customer.customer_id, self.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        shown.code
    }

    /// A transaction that has moved what a customer has, and holds others up until it is dropped; then it never happened.
    pub(crate) async fn locks_card(&self, customer: &Customer) -> Tx {
        let mut tx = self.begin().await;
        let operation = self.staff(Role::Manager);
        let (wallet, amount) = (PointsWallet::Main, money(1));
        points::adjust_points(&mut tx, &operation, customer.customer_id, wallet, Direction::Give, amount, "test")
            .await
            .unwrap();
        tx
    }

    pub(crate) async fn receives_promo_code(&self, customer: &Customer, text: &str) -> PromoOutcome {
        self.tries_promo_code(customer, text).await.unwrap()
    }

    pub(crate) async fn tries_promo_code(&self, customer: &Customer, text: &str) -> service::Result<PromoOutcome> {
        let person = customer.telegram_id.unwrap();
        let operation = self.operation(Actor::Person(customer.customer_id));
        let mut tx = self.begin().await;
        let now = customers::by_telegram_id(&mut tx, person).await.unwrap().unwrap();
        let result = referrals::enter(&mut tx, &operation, person, &now, text).await;
        finish(tx, result).await
    }

    /// A person shares their own phone number.
    pub(crate) async fn receives_phone(&self, person: i64, phone: &str) -> service::Result<ClaimOutcome> {
        let person = TelegramId(person);
        let mut tx = self.begin().await;
        let own = customers::by_telegram_id(&mut tx, person).await.unwrap().unwrap();
        let operation = self.operation(Actor::Person(own.customer_id));
        let result = customers::claim_phone(&mut tx, &operation, &own, &number(phone)).await;
        finish(tx, result).await
    }

    /// The owner sets how many days points live. Returns how many lots got an expiry.
    pub(crate) async fn sets_lifetime(&self, days: Option<i64>) -> u64 {
        let lifetime = days.map(|days| Lifetime::from_days(days).unwrap());
        let mut tx = self.begin().await;
        let result = service::shop::set_points_lifetime(&mut tx, &self.staff(Role::Owner), lifetime).await;
        finish(tx, result).await.unwrap()
    }

    /// Expires points that are due, and returns how many.
    pub(crate) async fn settles(&self, customer: &Customer, wallet: PointsWallet) -> Money {
        let operation = self.operation(Actor::Rule);
        let mut tx = self.begin().await;
        let result = ledger::settle(&mut tx, &operation, customer.customer_id, wallet.into()).await;
        finish(tx, result).await.unwrap()
    }

    /// The staff reserves points for the default time.
    pub(crate) async fn holds(&self, customer: &Customer, wallet: PointsWallet, minor: i64) -> service::Result<Held> {
        self.holds_for(&self.staff(Role::Cashier), customer, wallet, minor, None).await
    }

    pub(crate) async fn holds_for(
        &self,
        operation: &Operation,
        customer: &Customer,
        wallet: PointsWallet,
        minor: i64,
        minutes: Option<i64>,
    ) -> service::Result<Held> {
        let mut tx = self.begin().await;
        let result = holds::hold(&mut tx, operation, customer.customer_id, wallet, money(minor), minutes).await;
        finish(tx, result).await
    }

    pub(crate) async fn captures(&self, held: &Held, minor: Option<i64>) -> service::Result<Ended> {
        self.captures_under(&self.staff(Role::Cashier), held, minor).await
    }

    pub(crate) async fn captures_under(
        &self,
        operation: &Operation,
        held: &Held,
        minor: Option<i64>,
    ) -> service::Result<Ended> {
        let mut tx = self.begin().await;
        let result = holds::capture(&mut tx, operation, held.hold_id, minor.map(money), "").await;
        finish(tx, result).await
    }

    pub(crate) async fn releases(&self, operation: &Operation, held: &Held) -> service::Result<Ended> {
        let mut tx = self.begin().await;
        let result = holds::release(&mut tx, operation, held.hold_id).await;
        finish(tx, result).await
    }

    /// The customer as stored now; of a merged card, the card that is in use.
    pub(crate) async fn reloads(&self, customer: &Customer) -> Customer {
        customers::get(&mut self.read().await, customer.customer_id).await.unwrap()
    }

    pub(crate) async fn finds_by_code(&self, code: &Code) -> Option<Customer> {
        customers::by_code(&mut self.read().await, code).await.unwrap()
    }

    pub(crate) async fn balances(&self, customer: &Customer) -> Balances {
        ledger::balances(&mut self.read().await, customer.customer_id, self.clock.now()).await.unwrap()
    }

    /// Main and referral points and debt, in hundredths.
    pub(crate) async fn amounts(&self, customer: &Customer) -> (i64, i64, i64) {
        let balances = self.balances(customer).await;
        (balances.main.minor(), balances.referral.minor(), balances.debt.minor())
    }

    /// Every entry, the newest first.
    pub(crate) async fn history(&self, customer: &Customer) -> Vec<Entry> {
        ledger::history(&mut self.read().await, customer.customer_id, 1000, 0).await.unwrap().0
    }

    /// Asserts that the audit finds no fault.
    pub(crate) async fn assert_sound(&self) {
        let findings = integrity::check(&mut self.read().await).await.unwrap();
        let broken: Vec<_> = findings.iter().filter(|finding| !finding.holds()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }

    /// Changes settings of the loyalty program, as SQL: `earn_rule = 'whole'`.
    pub(crate) async fn changes_settings(&self, raw: &mut Raw, setting: &str) {
        assert_eq!(raw.run(&format!("UPDATE shops SET {setting} WHERE shop_id = {}", self.id)).await, 1);
    }
}

/// Commits where the result is `Ok`, and rolls back otherwise.
pub(crate) async fn finish<T>(tx: Tx, result: service::Result<T>) -> service::Result<T> {
    match result {
        Ok(_) => tx.commit().await.unwrap(),
        Err(_) => tx.rollback().await.unwrap(),
    }
    result
}

/// The phone number that people of the shop's country write so.
pub(crate) fn number(text: &str) -> Phone {
    let mut read = PhoneCountries::default().typed(text);
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0)
}

/// Whom a text means.
pub(crate) fn whom(text: &str) -> Whom {
    Whom::read(text, &PhoneCountries::default(), sale_words::words())
}
