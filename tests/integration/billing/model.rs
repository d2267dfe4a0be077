//! Random histories of bills beside a model of the rules that shares no code with the program: after every step each bill comes to what the
//! model says, and what one refuses the other does. The histories are the same on both databases, so these are equal too.

use kopilka::{
    clock::{Chance as _, SeededChance, SystemChance},
    domain::{
        BillDetailId, BillId, PaymentDetailId, PaymentId, Rate,
        billing::{PaymentStatus, ServiceKind},
    },
    service::{
        self, Error,
        billing::{
            bill_details::{BillDetailChanges, NewBillDetail},
            bills::{BillChanges, NewBill},
            payment_details::PaymentDetailChanges,
            payments::{PaymentChanges, TakenPayment},
        },
    },
};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{by_hand, does, figures, line, part, payment};
use crate::{
    on_both,
    settings::setting,
    shop::{Shop, money},
};

/// The steps of a history.
const STEPS: usize = 120;

const STATUSES: [PaymentStatus; 4] =
    [PaymentStatus::Pending, PaymentStatus::Completed, PaymentStatus::Failed, PaymentStatus::Cancelled];

struct Line {
    id: BillDetailId,
    sub_total: i64,
    discount_bp: i64,
    vat_bp: i64,
}

struct Part {
    id: PaymentDetailId,
    amount: i64,
    is_completed: bool,
}

struct Payment {
    id: PaymentId,
    is_completed: bool,
    parts: Vec<Part>,
}

struct Bill {
    id: BillId,
    is_draft: bool,
    lines: Vec<Line>,
    payments: Vec<Payment>,
    /// The points that it earned; `None`: it has not.
    earned: Option<i64>,
}

/// What points of what is paid are earned, in basis points: the rate of a new shop.
const EARNED_BP: i64 = 2_00;

/// The share of so many basis points, in cents: by decimals, half away from zero.
fn share(minor: i64, bp: i64) -> i64 {
    let exact = Decimal::new(minor, 2) * Decimal::new(bp, 4);
    let rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    (rounded * Decimal::from(100)).try_into().unwrap()
}

impl Line {
    fn total(&self) -> i64 {
        let left = self.sub_total - share(self.sub_total, self.discount_bp);
        left + share(left, self.vat_bp)
    }
}

impl Bill {
    fn total(&self) -> i64 {
        self.lines.iter().map(Line::total).sum()
    }

    fn paid(&self) -> i64 {
        let completed = self.payments.iter().filter(|payment| payment.is_completed);
        completed.flat_map(|payment| &payment.parts).filter(|part| part.is_completed).map(|part| part.amount).sum()
    }

    fn status(&self) -> &'static str {
        match (self.paid(), self.total()) {
            (0, _) if self.is_draft => "draft",
            (0, _) => "unpaid",
            (paid, total) if paid < total => "partial",
            _ => "paid",
        }
    }

    fn is_paid(&self) -> bool {
        self.status() == "paid"
    }

    /// Once something was paid it is no draft any more. Where it is paid now and was not before, it earns, where bills do and it has not.
    fn settle(&mut self, was_paid: bool, bills_earn: bool) {
        self.is_draft &= self.paid() == 0;
        if bills_earn && !was_paid && self.is_paid() && self.earned.is_none() {
            self.earned = Some(share(self.total(), EARNED_BP));
        }
    }
}

/// What a step did: the code of the refusal, or nothing.
fn code<T>(result: service::Result<T>) -> (&'static str, Option<T>) {
    match result {
        Ok(done) => ("", Some(done)),
        Err(Error::Refused(refusal)) => (refusal.code().as_str(), None),
        Err(error) => panic!("{error}"),
    }
}

struct History<'a> {
    shop: &'a Shop,
    chance: SeededChance,
    bills: Vec<Bill>,
    bills_earn: bool,
}

impl History<'_> {
    fn below(&self, end: usize) -> usize {
        usize::try_from(self.chance.bits() % end as u64).unwrap()
    }

    fn amount(&self) -> i64 {
        [1, 5, 10, 99, 1_00, 33_33, 150_05][self.below(7)]
    }

    fn rate(&self) -> i64 {
        [0, 0, 1, 5_00, 15_00, 33_33, 100_00][self.below(7)]
    }

    /// Does one thing to a bill; the codes of the program and of the model.
    async fn step(&mut self) -> (String, &'static str, &'static str) {
        let (shop, which) = (self.shop, self.below(self.bills.len()));
        let (amount, discount_bp, vat_bp) = (self.amount(), self.rate(), self.rate());
        let (choice, place, status) = (self.below(13), self.below(4), STATUSES[self.below(4)]);
        let is_completed = status == PaymentStatus::Completed;
        if choice == 11 {
            self.bills_earn = is_completed || !self.bills_earn;
            shop.lets_bills_earn(self.bills_earn).await;
        }
        let bill = &mut self.bills[which];
        let (paid, total, was_paid) = (bill.paid(), bill.total(), bill.is_paid());
        let what = format!("step {choice} on bill {which}: {amount} {discount_bp} {vat_bp} {status}");
        let (found, expected) = match choice {
            0 | 1 => {
                let new = NewBillDetail {
                    discount: Rate::from_bp(discount_bp),
                    vat: Some(Rate::from_bp(vat_bp)),
                    ..line(bill.id, amount)
                };
                let (found, done) = code(does!(shop, bill_details::add(&new)));
                if let Some(done) = done {
                    bill.lines.push(Line { id: done.bill_detail_id, sub_total: amount, discount_bp, vat_bp });
                    (found, "")
                } else {
                    (found, if bill.is_paid() { "bill_paid" } else { "" })
                }
            }
            2 | 3 if place < bill.lines.len() => {
                let is_deleted = choice == 3;
                let known = &bill.lines[place];
                let now = Line { id: known.id, sub_total: amount, discount_bp, vat_bp };
                let is_same = (known.sub_total, known.discount_bp, known.vat_bp) == (amount, discount_bp, vat_bp);
                let left = total - known.total() + if is_deleted { 0 } else { now.total() };
                let expected = match () {
                    () if bill.is_paid() && (is_deleted || !is_same) => "bill_paid",
                    () if left < paid => "below_paid",
                    () => "",
                };
                let found = if is_deleted {
                    code(does!(shop, bill_details::delete(known.id))).0
                } else {
                    let changes = BillDetailChanges {
                        sub_total: Some(money(amount)),
                        discount: Some(Rate::from_bp(discount_bp)),
                        vat: Some(Rate::from_bp(vat_bp)),
                        ..BillDetailChanges::default()
                    };
                    code(does!(shop, bill_details::change(known.id, &changes))).0
                };
                match (expected, is_deleted) {
                    ("", true) => drop(bill.lines.remove(place)),
                    ("", false) => bill.lines[place] = now,
                    _ => {}
                }
                (found, expected)
            }
            4 => {
                let (found, done) = code(does!(shop, payments::add(&payment(bill.id, status))));
                let id = done.unwrap().row.payment.payment_id;
                bill.payments.push(Payment { id, is_completed, parts: Vec::new() });
                (found, "")
            }
            5 | 6 if place < bill.payments.len() => {
                let of = &mut bill.payments[place];
                let (found, done) = code(does!(shop, payment_details::add(&part(of.id, amount, status))));
                let counts = of.is_completed && is_completed;
                if let Some(done) = done {
                    of.parts.push(Part { id: done.row.payment_detail_id, amount, is_completed });
                }
                (found, if counts && paid + amount > total { "more_than_due" } else { "" })
            }
            7 if place < bill.payments.len() => {
                let of = &mut bill.payments[place];
                let own: i64 = of.parts.iter().filter(|part| part.is_completed).map(|part| part.amount).sum();
                let before = if of.is_completed { own } else { 0 };
                let now = paid - before + if is_completed { own } else { 0 };
                let changes = PaymentChanges { status: Some(status), ..PaymentChanges::default() };
                let found = code(does!(shop, payments::change(of.id, &changes))).0;
                let expected = if now > total { "more_than_due" } else { "" };
                if expected.is_empty() {
                    of.is_completed = is_completed;
                }
                (found, expected)
            }
            8 if place < bill.payments.len() && !bill.payments[place].parts.is_empty() => {
                let of = &mut bill.payments[place];
                let last = of.parts.len() - 1;
                let known = &mut of.parts[last];
                let counted = |is_completed: bool, amount| if of.is_completed && is_completed { amount } else { 0 };
                let now = paid - counted(known.is_completed, known.amount) + counted(is_completed, amount);
                let changes = PaymentDetailChanges {
                    amount: Some(money(amount)),
                    status: Some(status),
                    ..PaymentDetailChanges::default()
                };
                let found = code(does!(shop, payment_details::change(known.id, &changes))).0;
                let expected = if now > total { "more_than_due" } else { "" };
                if expected.is_empty() {
                    (known.amount, known.is_completed) = (amount, is_completed);
                }
                (found, expected)
            }
            9 if place < bill.payments.len() => {
                let of = &mut bill.payments[place];
                if amount % 2 == 0 && !of.parts.is_empty() {
                    let gone = of.parts.remove(0);
                    (code(does!(shop, payment_details::delete(gone.id))).0, "")
                } else {
                    let found = code(does!(shop, payments::delete(of.id))).0;
                    let expected = if of.parts.iter().any(|part| part.is_completed) { "record_in_use" } else { "" };
                    if expected.is_empty() {
                        bill.payments.remove(place);
                    }
                    (found, expected)
                }
            }
            10 => {
                let is_draft = amount % 2 == 0;
                let changes = BillChanges { is_draft: Some(is_draft), ..BillChanges::default() };
                let found = code(does!(shop, bills::change(bill.id, &changes))).0;
                if paid == 0 {
                    bill.is_draft = is_draft;
                }
                (found, "")
            }
            // What is due, or some amount, in the chat.
            12 => {
                let amount = if place == 0 { amount } else { total - paid };
                let taken = TakenPayment { bill_id: bill.id, amount: money(amount), method: String::new() };
                let (found, done) = code(does!(shop, payments::take(&taken)));
                let expected = match () {
                    () if amount == 0 => "nothing_to_do",
                    () if paid + amount > total => "more_than_due",
                    () => "",
                };
                if let Some(done) = done {
                    let id = done.row.details[0].payment_detail_id;
                    let parts = vec![Part { id, amount, is_completed: true }];
                    bill.payments.push(Payment { id: done.row.payment.payment_id, is_completed: true, parts });
                }
                (found, expected)
            }
            _ => ("", ""),
        };
        self.bills[which].settle(was_paid, self.bills_earn);
        (what, found, expected)
    }
}

/// Bills a customer at random, and compares each step with the model.
pub(crate) async fn run(shop: &Shop, seed: u64) {
    let customer = shop.sells_to("+77010000001", ServiceKind::Bandwidth).await;
    let entitlement = shop.entitles(&customer).await;
    shop.lets_bills_earn(false).await;
    let mut history = History { shop, chance: SeededChance::new(seed), bills: Vec::new(), bills_earn: false };
    for is_draft in [true, false, false] {
        let made = does!(shop, bills::add(&NewBill { is_draft, ..by_hand(entitlement) })).unwrap();
        let (id, lines, payments) = (made.bill.bill.bill_id, Vec::new(), Vec::new());
        history.bills.push(Bill { id, is_draft, lines, payments, earned: None });
    }
    for number in 0..STEPS {
        let (what, found, expected) = history.step().await;
        assert_eq!(found, expected, "KOPILKA_SEED={seed}, {number}, {what}");
        for (place, bill) in history.bills.iter().enumerate() {
            let stored = shop.bill(bill.id).await;
            let earned = stored.bill.earned_at.map(|_| stored.bill.earned_minor.minor());
            let model = (bill.total(), bill.paid(), bill.status());
            assert_eq!(figures(&stored), model, "KOPILKA_SEED={seed}, {number}, bill {place} after {what}");
            assert_eq!(earned, bill.earned, "KOPILKA_SEED={seed}, {number}, points of bill {place} after {what}");
        }
    }
    let billed = history.bills.iter().filter(|bill| bill.status() != "draft");
    let (total, paid) = billed.fold((0, 0), |(total, paid), bill| (total + bill.total(), paid + bill.paid()));
    let profile = super::sees!(shop, profiles::get(customer.customer_id)).unwrap();
    assert_eq!((profile.total_billed_minor, profile.total_paid_minor), (money(total), money(paid)));
    let points: i64 = history.bills.iter().filter_map(|bill| bill.earned).sum();
    let card = shop.registered("+77010000001").await;
    assert_eq!(shop.amounts(&card).await, (points, 0, 0), "KOPILKA_SEED={seed}");
    shop.assert_sound().await;
}

on_both! {
    async fn random_histories_of_bills_agree_with_a_model(db: TestDb) {
        let random = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits() >> 16);
        for (place, seed) in (0..).zip([1, 2, random]) {
            println!("KOPILKA_SEED={seed}");
            let shop = Shop::open_as(&db, kopilka::domain::ShopId(7_001 + place)).await;
            run(&shop, seed).await;
        }
    }
}
