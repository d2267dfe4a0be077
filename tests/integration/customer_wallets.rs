//! Customers look at what they have: balance, card, history, invoices, the invitation.

use chrono::Duration;
use kopilka::{
    clock::{Clock, SeededChance},
    domain::{Actor, Draft, Line, Money, PointsWallet, Quantity, Redemption, Role, TelegramId},
    sandbox::Person,
    service::{debts, invoices, sources},
};

use crate::{
    app::{Chat, TestApp},
    on_both,
};

const CASHIER: Actor = Actor::Staff(TelegramId(601), Role::Manager);

fn tap(pieces: i64) -> Line {
    Line::new("Смеситель <b>", Quantity::from_milli(pieces * 1000), Money::from_minor(4_800_00))
}

/// Sells to a person. Returns the number of the invoice.
async fn sell(app: &TestApp, chat: &Chat<'_>, draft: Draft) -> String {
    app.clock.advance(Duration::minutes(1));
    let customer = app.customer(chat).await.customer_id;
    let mut tx = app.database.db.begin(app.shop).await.unwrap();
    let operation = format!("sale {:?}", app.clock.now());
    let chance = SeededChance::new(u64::try_from(app.clock.now().0).unwrap());
    let operation = app.operation(&operation, CASHIER);
    let issued = invoices::issue_invoice(&mut tx, &operation, &chance, customer, &draft).await.unwrap();
    tx.commit().await.unwrap();
    issued.number.to_string()
}

fn draft(lines: Vec<Line>) -> Draft {
    Draft { lines, redemption: None, coupons: Vec::new(), on_credit: false }
}

/// Asserts that a scanner reads `content`: every module of its QR code is in the picture.
#[track_caller]
pub(crate) fn assert_qr(png: &[u8], content: &str) {
    const QUIET: usize = 4;
    let code = qrcode::QrCode::with_error_correction_level(content, qrcode::EcLevel::M).unwrap();
    let picture = image::load_from_memory(png).unwrap().to_luma8();
    let size = picture.width() as usize / (code.width() + 2 * QUIET);
    let pixel = |module: usize| u32::try_from((module + QUIET) * size + size / 2).unwrap();
    for y in 0..code.width() {
        for x in 0..code.width() {
            let is_dark = picture.get_pixel(pixel(x), pixel(y)).0[0] < 128;
            assert_eq!(is_dark, code[(x, y)] == qrcode::Color::Dark, "module {x}, {y} of {content}");
        }
    }
}

/// The six digits that a card says.
fn digits_of(card: &str) -> String {
    let (_, digits) = card.split_once("say the digits: ").unwrap();
    digits.lines().next().unwrap().replace('\u{a0}', "")
}

on_both! {
    async fn a_customer_sees_every_movement(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        anna.says("/history").await.say("Nothing here yet");
        anna.says("/invoices").await.say("No invoices yet");

        let delivery = Line::new("Доставка", Quantity::ONE, Money::from_minor(500_00));
        let first = sell(&app, &anna, draft(vec![tap(4), delivery])).await;
        let redemption = Some(Redemption { wallet: PointsWallet::Main, points: Some(Money::from_minor(100_00)) });
        let second = sell(&app, &anna, Draft { lines: vec![tap(1)], redemption, coupons: Vec::new(), on_credit: true }).await;
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        let customer = app.customer(&anna).await.customer_id;
        let operation = app.operation("pay", CASHIER);
        debts::repay_debt(&mut tx, &operation, customer, Money::from_minor(700_00), "").await.unwrap();
        tx.commit().await.unwrap();

        anna.says("/balance").await.say("Points: 294").say("Friend points: 0").say("You owe the shop: 4,000 ₸").say("2%");
        anna.clicks("🕘 History").await
            .say(&format!("+394 · for invoice {first}"))
            .say(&format!("−100 · paid for invoice {second}"))
            .say(&format!("−4,700 ₸ · owed on invoice {second}"))
            .say("+700 ₸ · debt payment");

        anna.presses_key("🧾 Invoices").await.say("2 in all");
        anna.clicks("20 Nov 2026 · 19,700\u{a0}₸").await
            .say(&format!("Invoice {first}"))
            .say("Смеситель <b>\n4 × 4,800 ₸ = 19,200 ₸\nДоставка\n500 ₸")
            .say("Total: 19,700 ₸\nPaid with money: 19,700 ₸\nEarned: 394 points");
        anna.clicks("↩️ To the list").await.say("2 in all");
        anna.clicks("20 Nov 2026 · 4,800\u{a0}₸").await
            .say("Total: 4,800 ₸\nPaid with points: 100 points\nLeft as a debt: 4,700 ₸")
            .do_not_say("Earned");
    }

    async fn paging_edits_the_message(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        for _ in 0..9 {
            sell(&app, &anna, draft(vec![tap(1)])).await;
        }
        anna.says("/history").await.do_not_say("20 Nov 2026, 15:01");
        let message = anna.newest().id;
        assert_eq!(anna.newest().labels()[0], ["Page 1 of 2", "Next →"]);
        let second = anna.clicks("Next →").await;
        second.say("20 Nov 2026, 15:01").do_not_say("20 Nov 2026, 15:02");
        assert_eq!(anna.newest().id, message, "the page takes the place of the one before it");
        anna.clicks_on(message, "c:history:4294967295").await;
        assert_eq!(anna.newest().labels()[0], ["← Previous", "Page 2 of 2"]);

        anna.says("/invoices").await;
        anna.clicks("Next →").await;
        anna.clicks("20 Nov 2026 · 4,800\u{a0}₸").await.say("Смеситель");
        anna.clicks("↩️ To the list").await;
        assert!(anna.newest().button("Page 2 of 2").is_some(), "back on the page one came from");
    }

    async fn an_invoice_of_another_customer_cannot_be_opened(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        let ben = app.person(Person::new(502, "Ben").language("en"));
        anna.starts().await;
        ben.starts().await;
        let number = sell(&app, &anna, draft(vec![tap(1)])).await;
        anna.says("/invoices").await;
        let open = anna.newest().buttons[0][0].data.clone().unwrap();
        let theirs = ben.clicks_on(ben.newest().id, &open).await;
        theirs.say("There is no such invoice").do_not_say(&number);
        let unknown = ben.clicks_on(ben.newest().id, "c:invoice:9223372036854775807:0").await;
        assert_eq!(unknown.text(), theirs.text(), "as unknown as one that never was");
    }

    async fn an_invoice_is_sent_as_pdf_to_whom_it_belongs(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        let ben = app.person(Person::new(502, "Ben").language("en"));
        anna.starts().await;
        ben.starts().await;
        let number = sell(&app, &anna, draft(vec![tap(1)])).await;
        anna.says("/invoices").await;
        anna.clicks("20 Nov 2026 · 4,800\u{a0}₸").await;
        let data = anna.newest().button("📄 PDF").unwrap().data.clone().unwrap();
        anna.clicks("📄 PDF").await.say(&format!("Invoice {number}"));
        let file = anna.newest().document.unwrap();
        assert_eq!(file.name, format!("{number}.pdf"));
        assert!(file.bytes.starts_with(b"%PDF-"), "{file:?}");
        let title = format!("/Title (Invoice {number})").into_bytes();
        assert!(file.bytes.windows(title.len()).any(|part| part == title), "{title:?}");
        ben.clicks_on(ben.newest().id, &data).await.say("There is no such invoice");
        assert!(ben.newest().document.is_none());
    }

    async fn the_code_on_an_invoice_opens_it_to_whom_it_belongs(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        let ben = app.person(Person::new(502, "Ben").language("en"));
        anna.starts().await;
        let number = sell(&app, &anna, draft(vec![tap(1)])).await;
        anna.says("/invoices").await;
        let opens = anna.newest().buttons[0][0].data.clone().unwrap();
        let link = format!("invoice_{}", opens.split(':').nth(2).unwrap());
        anna.opens_link(&link).await.say(&format!("Invoice {number}")).say("Смеситель");
        // To others it is the way to the bot, and no source that people come by.
        ben.opens_link(&link).await.say("Ben").do_not_say(&number);
        for wrong in ["invoice_", "invoice_x", "invoice_9223372036854775808", "invoice_0"] {
            anna.opens_link(wrong).await.say("Anna").do_not_say("Смеситель");
        }
        let mut tx = app.database.db.begin(app.shop).await.unwrap();
        assert_eq!(sources::count(&mut tx, &link).await.unwrap().people, 0);
    }

    async fn the_card_is_a_picture_with_digits_that_rotate(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let code = app.customer(&anna).await.code.to_string();
        anna.says("/card").await.say(&format!("Card code: {code}")).say("They are good until 15:05");
        let card = anna.newest();
        let digits = digits_of(&card.text);
        assert_qr(&card.photo.as_ref().unwrap().bytes, &digits);
        anna.says("/card").await.say("They are good until 15:05");
        assert_eq!(digits_of(&anna.newest().text), digits, "good for a while yet");
        app.clock.advance(Duration::minutes(1));
        anna.clicks("🔄 New digits").await.say("They are good until 15:06");
        let renewed = digits_of(&anna.newest().text);
        assert_ne!(renewed, digits, "new digits are other digits");
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says(&format!("/find {digits}")).await.do_not_say("Anna");
        cashier.says(&format!("/find {renewed}")).await.say("Anna");
        app.clock.advance(Duration::minutes(5));
        anna.says("/card").await.say("They are good until 15:11");
        assert_ne!(digits_of(&anna.newest().text), renewed);
        anna.clicks("💰 Balance").await.say("Your balance");
        assert_ne!(anna.newest().id, card.id, "the picture stays");
        assert!(anna.reads().0.iter().any(|seen| seen.id == card.id && seen.photo.is_some()));
    }

    async fn the_invitation_shows_rewards_from_friends(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        anna.says("/invite").await.say("Nobody has come yet");
        app.clock.advance(Duration::minutes(1));
        let promo = format!("PROMO{}", app.customer(&anna).await.code);
        let ben = app.person(Person::new(502, "Ben").last_name("Private").language("en"));
        ben.opens_link(&promo).await;
        sell(&app, &ben, draft(vec![tap(1)])).await;
        sell(&app, &ben, draft(vec![tap(1)])).await;
        let answers = anna.says("/invite").await;
        let url = format!("https://t.me/{}?start={promo}", app.sandbox.bot_username());
        answers.say(&url).say("Friends who came: 1").say("Together they brought 240 points").say("Ben: 240 points");
        answers.do_not_say("Private");
        let invitation = anna.newest();
        assert_qr(&invitation.photo.as_ref().unwrap().bytes, &url);
        let share = invitation.button("📤 Send to a friend").unwrap().url.clone().unwrap();
        assert!(share.starts_with("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F"), "{share}");
        anna.says("/history").await.say("+240 · for a friend’s purchase: Ben").say("Friend points");
        ben.says("/promo").await.say("before the first purchase");
    }

    async fn a_shop_without_description_has_a_complete_screen(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await.say("our shop’s loyalty program");
        anna.says("/shop").await.say("Our shop").say("ask at the till");
    }
}
