//! A customer sees the bills of their services in the chat: those to be paid, those that are paid, and one with what it bills and how it
//! can be paid. They are told of each.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{BillId, Currency, EntitlementId, Role, billing::PaymentStatus},
    notices,
    sandbox::Person,
    service::billing::{
        bills::{self, Bill, NewBill},
        own, payment_details,
    },
};

use crate::{
    app::{Answers, Chat, TestApp},
    billing::{SAMPLE, bandwidth, by_hand, does, line, part, partner, payment},
    on_both,
    shop::Shop,
};

const PHONE: &str = "+77001234567";

/// A shop that bills services, whose bot people chat with. It is 15 January 2027, and bills are due after 15 days.
struct Billing<'a> {
    app: &'a TestApp,
    shop: Shop,
}

impl<'a> Billing<'a> {
    /// The bot answers already.
    async fn open(app: &'a TestApp) -> Self {
        app.clock.advance(Duration::days(56));
        let shop = Shop::of_app(app);
        shop.loads(SAMPLE).await;
        Self { app, shop }
    }

    fn wait(&self, time: Duration) {
        self.app.clock.advance(time);
        self.shop.clock.advance(time);
    }

    /// Makes the bill of a month, and tells the customer.
    async fn bills(&self, entitlement: EntitlementId, month: &str) -> Bill {
        let operation = self.shop.staff(Role::Manager);
        let mut tx = self.shop.begin().await;
        let made = bills::generate_for_month(&mut tx, &operation, entitlement, month.parse().unwrap()).await.unwrap();
        notices::bill::made(&mut tx, operation.at(), tenge(), &made.bill.bill).await.unwrap();
        tx.commit().await.unwrap();
        self.app.wait_until_idle().await;
        made.bill.bill
    }

    /// Writes a bill of one line by hand, and tells the customer where it is issued.
    async fn writes(&self, new: &NewBill, minor: i64) -> BillId {
        let bill = does!(self.shop, bills::add(new)).unwrap().bill.bill.bill_id;
        does!(self.shop, bill_details::add(&line(bill, minor))).unwrap();
        let mut tx = self.shop.begin().await;
        let written = self.shop.bill(bill).await.bill;
        notices::bill::made(&mut tx, self.shop.clock.now(), tenge(), &written).await.unwrap();
        tx.commit().await.unwrap();
        self.app.wait_until_idle().await;
        bill
    }

    /// Notes a payment, and tells the customer.
    async fn pays(&self, bill: &Bill, minor: i64) {
        let noted = does!(self.shop, payments::add(&payment(bill.bill_id, PaymentStatus::Completed))).unwrap();
        let part = part(noted.row.payment.payment_id, minor, PaymentStatus::Completed);
        let operation = self.shop.staff(Role::Manager);
        let mut tx = self.shop.begin().await;
        let booked = payment_details::add(&mut tx, &operation, &part).await.unwrap();
        notices::bill::booked(&mut tx, operation.at(), tenge(), &booked).await.unwrap();
        tx.commit().await.unwrap();
        self.app.wait_until_idle().await;
    }
}

fn tenge() -> Currency {
    "KZT".parse().unwrap()
}

/// Anna, whose phone number the shop knows.
async fn anna(app: &TestApp) -> Chat<'_> {
    let anna = app.person(Person::new(501, "Anna").language("en").phone(PHONE));
    anna.starts().await;
    anna.shares_own_contact().await;
    anna
}

/// The labels of the buttons below the last of the messages, with spaces as they are read.
fn labels(answers: &Answers) -> Vec<String> {
    answers.buttons().into_iter().map(|label| label.replace('\u{a0}', " ")).collect()
}

/// The newest message of the bot, with spaces as they are read.
fn newest(chat: &Chat<'_>) -> String {
    chat.newest().text.replace('\u{a0}', " ")
}

async fn clicks(chat: &Chat<'_>, label: &str) -> Answers {
    chat.clicks(&label.replace(" ₸", "\u{a0}₸")).await
}

/// How many messages the bot wrote to a person.
fn read(chat: &Chat<'_>) -> usize {
    chat.reads().0.len()
}

on_both! {
    async fn a_customer_follows_a_bill_to_the_last_payment(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = anna(&app).await;
        let shop = Billing::open(&app).await;
        let (_, entitlement) = shop.shop.connects(PHONE, &[bandwidth(10, 20_00), bandwidth(5, 15_00)]).await;
        let bill = shop.bills(entitlement, "2027-01").await;
        assert_eq!(
            newest(&anna),
            "📄 A new bill for services\n\nBill INV20270101 for January 2027\nTo pay: 316.25 ₸\nDue: 16 Jan 2027"
        );
        let opened = clicks(&anna, "📄 Open the bill").await;
        opened
            .say("Bill INV20270101 for January 2027\nIssued: 1 Jan 2027\nDue: 16 Jan 2027\nStatus: not paid")
            .say("• IPT bandwidth, 10 Mbps: 200 ₸\n• IPT bandwidth, 5 Mbps: 75 ₸")
            .say("Amount: 275 ₸\nVAT: 41.25 ₸\nTotal: 316.25 ₸\nTo pay: 316.25 ₸")
            .say("How to pay\n🏦 City Bank, Gulshan: 1234567890\n📱 bKash, Kopilka Ltd: 01711111111\nMention")
            .do_not_say("Discount")
            .do_not_say("Paid:")
            .do_not_say("01811111111");
        assert_eq!(labels(&opened), ["📋 City Bank 1234567890", "📋 bKash 01711111111", "📄 PDF", "↩️ To the list"]);
        clicks(&anna, "📄 PDF").await.say("Bill INV20270101");
        let file = anna.newest().document.unwrap();
        assert_eq!((file.name.as_str(), &file.bytes[..5]), ("INV20270101.pdf", &b"%PDF-"[..]));
        // The code on it leads to the bill.
        anna.opens_link(&format!("bill_{}", bill.bill_id)).await.say("Bill INV20270101 for January 2027");
        shop.pays(&bill, 100_00).await;
        assert_eq!(
            newest(&anna),
            "✅ Payment received: 100 ₸\n\nBill INV20270101 for January 2027\nLeft to pay: 216.25 ₸\nDue: 16 Jan 2027"
        );
        // On the last day it is not overdue.
        shop.wait(Duration::days(1));
        anna.says("/bills").await.say("Bills to pay: 1\nTo pay in all: 216.25 ₸");
        clicks(&anna, "January 2027 · 216.25 ₸").await.say("\nDue: 16 Jan 2027\nStatus: paid in part");
        shop.wait(Duration::days(1));
        let open = anna.says("/bills").await;
        assert_eq!(labels(&open), ["⚠️ January 2027 · 216.25 ₸"]);
        clicks(&anna, "⚠️ January 2027 · 216.25 ₸")
            .await
            .say("⚠️ Overdue, was due: 16 Jan 2027\nStatus: paid in part")
            .say("Total: 316.25 ₸\nPaid: 100 ₸\nLeft to pay: 216.25 ₸");
        shop.pays(&bill, 216_25).await;
        assert_eq!(
            newest(&anna),
            "✅ Payment received: 216.25 ₸\n\nBill INV20270101 for January 2027\nThe bill is paid in full. Thank you!"
        );
        let paid = clicks(&anna, "📄 Open the bill").await;
        paid.say("\nDue: 16 Jan 2027\nStatus: paid").say("Paid: 316.25 ₸").do_not_say("How to pay").do_not_say("o pay:");
        assert_eq!(labels(&paid), ["📄 PDF", "↩️ To the list"]);
        let list = clicks(&anna, "↩️ To the list").await;
        assert_eq!(labels(list.say("Paid bills: 1")), ["January 2027 · 316.25 ₸"]);
        let nothing = anna.says("/bills").await;
        assert_eq!(labels(nothing.say("All your bills are paid")), ["✅ Paid bills"]);
        clicks(&anna, "✅ Paid bills").await.say("Paid bills: 1");
        app.assert_calls_are_valid();
    }

    async fn open_bills_come_first_page_by_page(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = anna(&app).await;
        let shop = Billing::open(&app).await;
        let (_, entitlement) = shop.shop.connects(PHONE, &[bandwidth(1, 100_00)]).await;
        for month in 2..=9 {
            let bill = shop.bills(entitlement, &format!("2027-0{month}")).await;
            if month < 4 {
                shop.pays(&bill, 115_00).await;
            }
        }
        let by_hand = NewBill { issued_on: "2027-01-10".parse().unwrap(), ..by_hand(entitlement) };
        shop.writes(&by_hand, 50_00).await;
        let first = anna.says("/bills").await;
        let months = ["September", "August", "July", "June", "May", "April"];
        let mut expected: Vec<String> = months.map(|month| format!("{month} 2027 · 115 ₸")).to_vec();
        expected.extend(["Page 1 of 2", "Next →", "✅ Paid bills"].map(str::to_owned));
        assert_eq!(labels(first.say("Bills to pay: 7\nTo pay in all: 747.50 ₸")), expected);
        let second = clicks(&anna, "Next →").await;
        assert_eq!(labels(&second), ["10 Jan 2027 · 57.50 ₸", "← Previous", "Page 2 of 2", "✅ Paid bills"]);
        clicks(&anna, "10 Jan 2027 · 57.50 ₸").await.say("of 10 Jan 2027\nIssued: 10 Jan 2027").say("• Service: 50 ₸");
        clicks(&anna, "↩️ To the list").await.say("Bills to pay: 7");
        assert_eq!(anna.newest().labels()[0], ["10 Jan 2027 · 57.50\u{a0}₸"]);
        let paid = clicks(&anna, "✅ Paid bills").await;
        assert_eq!(labels(paid.say("Paid bills: 2")), ["March 2027 · 115 ₸", "February 2027 · 115 ₸", "📄 Bills to pay"]);
        clicks(&anna, "📄 Bills to pay").await.say("Bills to pay: 7");
        let message = anna.newest().id;
        for (data, part) in [("c:bills:4000000000", "Bills to pay: 7"), ("c:paid:9", "Paid bills: 2")] {
            anna.clicks_on(message, data).await.say(part);
        }
    }

    async fn a_bill_is_found_by_its_number_where_it_is_theirs_and_issued(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = anna(&app).await;
        let shop = Billing::open(&app).await;
        let (_, entitlement) = shop.shop.connects(PHONE, &[bandwidth(1, 100_00)]).await;
        let (_, of_boris) = shop.shop.connects("+77001234568", &[bandwidth(1, 100_00)]).await;
        shop.bills(entitlement, "2027-01").await;
        let others = shop.bills(of_boris, "2027-01").await;
        let draft = NewBill { is_draft: true, number: Some("DRAFT1".to_owned()), ..by_hand(entitlement) };
        let draft = shop.writes(&draft, 10_00).await;
        for typed in ["/bills INV20270101", "/bills inv20270101", "INV20270101", " Inv20270101 "] {
            anna.says(typed).await.say("Bill INV20270101 for January 2027").say("How to pay");
        }
        let of_another = anna.says("/bills INV20270102").await.text();
        let of_nobody = anna.says("/bills INV20270109").await.text();
        assert_eq!(of_another.replace("INV20270102", "INV20270109"), of_nobody, "whether there is one is not said");
        assert!(of_nobody.contains("is not among yours"), "{of_nobody}");
        anna.says("/bills draft1").await.say("is not among yours");
        anna.says("INV20270102").await.do_not_say("Bill");
        anna.says("/bills <b>&\"").await.say("<b>&\"");
        anna.says(&format!("/bills {}", "9".repeat(4_000))).await.say("not among");
        anna.says("/bills").await.say("Bills to pay: 1");
        let message = anna.newest().id;
        for foreign in [others.bill_id, draft, BillId(1)] {
            let refused = anna.clicks_on(message, &format!("c:bill:{foreign}:0")).await;
            refused.say("There is no such bill.").do_not_say("Total");
            anna.clicks_on(message, &format!("c:billpdf:{foreign}")).await.say("There is no such bill.");
            assert!(anna.newest().document.is_none());
            anna.opens_link(&format!("bill_{foreign}")).await.do_not_say("Total").do_not_say("INV20270102");
        }
        let mut tx = shop.shop.read().await;
        let customer = app.customer(&anna).await.customer_id;
        assert_eq!(own::get(&mut tx, customer, draft).await.unwrap(), None);
    }

    async fn bills_are_offered_to_those_to_whom_services_are_billed(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = anna(&app).await;
        let shop = Billing::open(&app).await;
        let keys = |chat: &Chat<'_>| chat.actor().keyboard().concat().contains(&"📄 Bills".to_owned());
        let below = |answers: &Answers| labels(answers).contains(&"📄 Bills".to_owned());
        anna.says("/help").await.do_not_say("/bills");
        assert!(!keys(&anna));
        assert!(!below(&anna.says("/balance").await) && !below(&anna.says("/invoices").await));
        anna.says("/bills").await.say("No bills of services yet");
        shop.shop.connects(PHONE, &[bandwidth(1, 100_00)]).await;
        anna.says("/help").await.say("/bills: your bills of services");
        assert!(keys(&anna));
        anna.presses_key("📄 Bills").await.say("No bills of services yet");
        assert!(below(&anna.says("/balance").await) && below(&anna.says("/invoices").await));
        clicks(&anna, "📄 Bills").await.say("No bills of services yet");
        anna.says("my bills").await.say("No bills of services yet");
    }

    async fn a_bill_follows_its_customer_whatever_happens_to_their_cards(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en").phone(PHONE));
        anna.starts().await;
        let shop = Billing::open(&app).await;
        let (_, entitlement) = shop.shop.connects(PHONE, &[bandwidth(1, 100_00)]).await;
        let before = read(&anna);
        let bill = shop.bills(entitlement, "2027-01").await;
        assert_eq!(read(&anna), before, "the card is not hers yet");
        anna.says("/bills").await.say("No bills of services yet");
        anna.shares_own_contact().await;
        anna.says("/bills").await.say("Bills to pay: 1\nTo pay in all: 115 ₸");
        clicks(&anna, "January 2027 · 115 ₸").await.say("Bill INV20270101");
        shop.pays(&bill, 15_00).await;
        assert!(newest(&anna).starts_with("✅ Payment received: 15 ₸"), "{}", newest(&anna));
        let card = app.customer(&anna).await.customer_id;
        let now = shop.shop.bill(bill.bill_id).await.bill;
        assert_eq!(now.customer_id, card);
        shop.shop.assert_sound().await;
    }

    async fn who_cannot_be_told_is_not(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = anna(&app).await;
        let shop = Billing::open(&app).await;
        let (_, entitlement) = shop.shop.connects(PHONE, &[bandwidth(1, 100_00)]).await;
        let draft = NewBill { is_draft: true, ..by_hand(entitlement) };
        let before = read(&anna);
        let draft = shop.writes(&draft, 10_00).await;
        let written = shop.shop.bill(draft).await.bill;
        let mut tx = shop.shop.begin().await;
        notices::bill::due_soon(&mut tx, app.clock.now(), tenge(), &written).await.unwrap();
        tx.commit().await.unwrap();
        app.wait_until_idle().await;
        assert_eq!(read(&anna), before, "nothing is told of a draft");
        anna.after(|actor| actor.blocks_bot()).await;
        let (_, without_chat) = shop.shop.connects("+77001234568", &[bandwidth(1, 100_00)]).await;
        for entitlement in [entitlement, without_chat] {
            let bill = shop.bills(entitlement, "2027-01").await;
            shop.pays(&bill, 15_00).await;
        }
        assert_eq!(read(&anna), before);
        assert_eq!(app.database.raw().await.number("SELECT COUNT(*) FROM outbox").await, 0);
    }

    async fn every_language_has_the_screens_of_bills(db: TestDb) {
        let app = TestApp::on(db).await;
        let phone = |place: usize| format!("+7700200000{place}");
        let languages = ["ru", "en", "kk", "ky", "uz"];
        let mut people = Vec::new();
        for (place, language) in languages.iter().enumerate() {
            let number = phone(place);
            let person = Person::new(510 + i64::try_from(place).unwrap(), "Anna").language(*language).phone(&number);
            let chat = app.person(person);
            chat.starts().await;
            chat.shares_own_contact().await;
            people.push(chat);
        }
        let shop = Billing::open(&app).await;
        let package = kopilka::domain::billing::Service::Soho { package: shop.shop.sells_package(2_500_00).await };
        let mut shown = Vec::new();
        for (place, chat) in people.iter().enumerate() {
            let customer = shop.shop.sells_to(&phone(place), kopilka::domain::billing::ServiceKind::Bandwidth).await;
            let entitlement = shop.shop.entitles(&customer).await;
            for service in [bandwidth(10, 20_00), partner(10, 20_00, 45_00), package] {
                does!(shop.shop, details::add(entitlement, &crate::billing::given(service))).unwrap();
            }
            let bill = shop.bills(entitlement, "2027-01").await;
            shop.pays(&bill, 1_000_00).await;
            let list = chat.says("/bills").await;
            let opened = chat.clicks(&list.buttons()[0]).await;
            shown.extend([list.text(), opened.text(), labels(&opened).join(" | ")]);
        }
        let shown = shown.join("\n---\n").replace('\u{a0}', " ");
        assert!(!shown.contains("bill-") && !shown.contains("bills-"), "{shown}");
        if !app.database.db.is_postgres() {
            insta::assert_snapshot!(shown);
        }
    }
}
