//! A till's write-off waits for the customer's tap in the chat.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{CouponWorth, KeyId, OperationId, PointsWallet, Role, Scope},
    sandbox::Person,
    service::{api_keys, customers::Customer, points::Direction},
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer, options, till::has_paid_in_advance};
use crate::{
    app::{Chat, TestApp},
    on_both,
    shop::{Shop, redeeming},
};

/// A till in a shop that asks for consent to every point, and a customer with 300 points who chats with the bot.
struct Till<'a> {
    app: &'a TestApp,
    api: ApiServer,
    key: String,
    anna: Chat<'a>,
    customer: Customer,
}

impl<'a> Till<'a> {
    async fn start(app: &'a TestApp) -> Self {
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let customer = app.customer(&anna).await;
        let api = ApiServer::serving(Shop::of_app(app)).await;
        api.shop.gives(&customer, PointsWallet::Main, 300_00).await;
        api.shop.asks_consent_from(Some(1)).await;
        let key = api.till_key().await;
        app.wait_until_idle().await;
        Self { app, api, key, anna, customer }
    }

    fn path(&self) -> String {
        format!("/ext/api/v1/clients/{}/balance/write_off/", self.customer.customer_id)
    }

    /// Asks for so many points.
    async fn asks(&self, points: i64) -> Answer {
        self.asks_for(&json!({ "balance": [{ "amount": points, "currency": "points" }], "wait": true })).await
    }

    async fn asks_for(&self, body: &Value) -> Answer {
        let asked = self.api.post(&self.path(), &self.key, body).await;
        self.app.wait_until_idle().await;
        asked
    }

    /// The id of a write-off of so many points, which waits.
    async fn waits(&self, points: i64) -> i64 {
        let asked = self.asks(points).await.expect(202);
        assert_eq!(asked["status"], "awaiting_consent");
        asked["id"].as_i64().unwrap()
    }

    async fn state(&self, id: i64) -> Value {
        self.api.get(&format!("{}{id}/", self.path()), &self.key).await.expect(200)
    }

    /// Asserts what became of a write-off that took nothing.
    async fn expect(&self, id: i64, status: &str) {
        assert_eq!(self.state(id).await, json!({ "status": status, "id": id, "transactions": [] }));
    }

    async fn main_points(&self) -> i64 {
        self.api.shop.amounts(&self.customer).await.0
    }

    fn advance(&self, by: Duration) {
        for clock in [self.app.clock.as_ref(), self.api.clock.as_ref(), &self.api.shop.clock] {
            clock.advance(by);
        }
    }

    /// The button below the newest message that agrees, to be pressed later.
    fn yes(&self) -> (i64, String) {
        let question = self.anna.newest();
        (question.id, question.buttons[0][0].data.clone().unwrap())
    }

    async fn ends_key(&self, key: KeyId) {
        let mut tx = self.api.shop.begin().await;
        api_keys::revoke(&mut tx, &self.api.shop.staff(Role::Owner), key).await.unwrap();
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn a_write_off_waits_for_the_tap_which_makes_it_once(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let plain = json!({ "balance": [{ "amount": 200, "currency": "points" }] });
        till.asks_for(&plain).await.expect_error(409, "consent_needed");
        let id = till.waits(200).await;
        till.anna.reads().say("🔐 The till asks to take from your card. Do you agree?").say("Points: 200");
        assert_eq!(till.main_points().await, 300_00, "nothing happens before the tap");
        till.expect(id, "awaiting_consent").await;
        let (message, yes) = till.yes();
        till.anna.clicks("✅ Spend").await.say("Taken from your card at the till:").say("Points: 200").say("100");
        let done = till.state(id).await;
        assert_eq!((&done["status"], &done["id"]), (&json!("done"), &json!(id)));
        let history = till.api.get(&format!("/ext/api/v1/clients/{}/balance/history/", till.customer.customer_id), &till.key).await;
        assert_eq!(done["transactions"], json!([history.json()[0]["transactionId"]]));
        till.anna.clicks_on(message, &yes).await.say("You agreed already");
        assert_eq!(till.main_points().await, 100_00);
        assert_eq!(till.state(id).await, done);
        till.api.shop.assert_sound().await;
    }

    async fn a_customer_who_declines_or_does_not_answer_keeps_everything(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let declined = till.waits(200).await;
        till.anna.clicks("❌ No").await.say("the points stay yours");
        till.expect(declined, "refused").await;
        let late = till.waits(200).await;
        let (message, yes) = till.yes();
        till.advance(Duration::minutes(3));
        till.expect(late, "expired").await;
        crate::jobs::run_all(&app.database.db, app.shop, app.clock.now()).await.unwrap();
        till.expect(late, "expired").await;
        till.anna.clicks_on(message, &yes).await.say("Time is over");
        assert_eq!(till.main_points().await, 300_00);
        // It waits no more, so that another can.
        till.waits(50).await;
        till.anna.clicks("✅ Spend").await.say("Points: 50");
        assert_eq!(till.main_points().await, 250_00);
    }

    async fn points_money_and_coupons_are_taken_together_or_not_at_all(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        has_paid_in_advance(&app.database, &till.api, &till.customer, 40_00).await;
        let tea = till.api.shop.gives_coupon(&till.customer, "Чай", CouponWorth::Gift, None).await;
        let body = json!({
            "balance": [{ "amount": 100, "currency": "points" }, { "amount": 30, "currency": "rubles" }],
            "coupons": [tea], "wait": true,
        });
        let first = till.asks_for(&body).await.expect(202)["id"].as_i64().unwrap();
        till.anna.reads().say("Points: 100").say("Money: 30").say("Coupons: 1");
        // The coupon is used elsewhere meanwhile, by a key that never asks.
        let mut free = options(&[Scope::Till]);
        free.asks_consent = false;
        let free = till.api.makes_key(&free).await.secret.unwrap();
        till.api.post(&till.path(), free.as_str(), &json!({ "coupons": [tea] })).await.expect(200);
        till.anna.clicks("✅ Spend").await.say("coupon");
        till.expect(first, "refused").await;
        assert_eq!(till.api.shop.amounts(&till.customer).await, (300_00, 0, -40_00), "nothing of it was taken");
        let cake = till.api.shop.gives_coupon(&till.customer, "Торт", CouponWorth::Gift, None).await;
        let mut body = body;
        body["coupons"] = json!([cake]);
        let second = till.asks_for(&body).await.expect(202)["id"].as_i64().unwrap();
        till.anna.clicks("✅ Spend").await.say("Money: 30");
        assert_eq!(till.state(second).await["transactions"].as_array().unwrap().len(), 2);
        assert_eq!(till.api.shop.amounts(&till.customer).await, (200_00, 0, -10_00));
        let coupons = till.api.get(&format!("/ext/api/v1/clients/{}/coupons/", till.customer.customer_id), &till.key).await;
        assert_eq!(coupons.expect(200), json!([]));
        // Points that are gone meanwhile.
        let third = till.waits(150).await;
        let (manager, main) = (till.api.shop.staff(Role::Manager), PointsWallet::Main);
        till.api.shop.adjusts(&manager, &till.customer, main, Direction::Take, 100_00, "mistake").await.unwrap();
        till.anna.clicks("✅ Spend").await.say("100");
        till.expect(third, "refused").await;
        assert_eq!(till.main_points().await, 100_00);
        till.api.shop.assert_sound().await;
    }

    async fn what_cannot_be_done_is_refused_before_the_customer_is_asked(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        till.asks(301).await.expect_error(409, "insufficient_balance");
        let foreign = json!({ "balance": [{ "amount": 1, "currency": "points" }], "coupons": [77], "wait": true });
        till.asks_for(&foreign).await.expect_error(409, "coupon_unavailable");
        let vera = till.api.shop.registers("+77001112233", "Вера").await;
        till.api.shop.gives(&vera, PointsWallet::Main, 10_00).await;
        let body = json!({ "balance": [{ "amount": 1, "currency": "points" }], "wait": true });
        let of_vera = format!("/ext/api/v1/clients/{}/balance/write_off/", vera.customer_id);
        till.api.post(&of_vera, &till.key, &body).await.expect_error(409, "cannot_ask");
        till.anna.reads().do_not_say("The till asks");
        // Without points there is nothing to agree to, and a key may be made not to ask.
        has_paid_in_advance(&app.database, &till.api, &till.customer, 40_00).await;
        let money = json!({ "balance": [{ "amount": 1, "currency": "rubles" }], "wait": true });
        till.asks_for(&money).await.expect(200);
        let mut free = options(&[Scope::Till]);
        free.asks_consent = false;
        let free = till.api.makes_key(&free).await.secret.unwrap();
        till.api.post(&till.path(), free.as_str(), &body).await.expect(200);
        till.api.shop.asks_consent_from(None).await;
        till.asks(2).await.expect(200);
        till.anna.reads().do_not_say("The till asks");
        assert_eq!(till.main_points().await, 297_00);
    }

    async fn a_key_that_was_revoked_gets_nothing(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let made = till.api.makes_key(&options(&[Scope::Till])).await;
        let body = json!({ "balance": [{ "amount": 200, "currency": "points" }], "wait": true });
        let asked = till.api.post(&till.path(), made.secret.unwrap().as_str(), &body).await.expect(202);
        app.wait_until_idle().await;
        till.ends_key(made.key.key_id).await;
        till.anna.clicks("✅ Spend").await.say("can’t finish it any more");
        till.expect(asked["id"].as_i64().unwrap(), "refused").await;
        assert_eq!(till.main_points().await, 300_00);
    }

    async fn the_same_request_again_is_the_same_question(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let body = json!({ "balance": [{ "amount": 200, "currency": "points" }], "wait": true });
        let ask = || answer(till.api.request(Method::POST, &till.path(), &till.key).header("Idempotency-Key", "1").json(&body));
        let first = ask().await;
        let again = ask().await;
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        assert_eq!(again.expect(202), first.expect(202));
        app.wait_until_idle().await;
        let asked = till.anna.reads().0.iter().filter(|seen| seen.text.contains("The till asks")).count();
        assert_eq!(asked, 1);
        till.anna.clicks("✅ Spend").await.say("Points: 200");
        assert_eq!(ask().await.expect(202), first.expect(202));
        assert_eq!(till.main_points().await, 100_00);
    }

    async fn one_spend_of_a_customer_waits_and_their_digits_complete_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let id = till.waits(200).await;
        let (message, yes) = till.yes();
        till.asks(200).await.expect_error(409, "sale_waits");
        till.asks(10).await.expect_error(409, "sale_waits");
        let code = till.api.shop.shows_card(&till.customer).await;
        let with_code = |points: i64| json!({ "balance": [{ "amount": points, "currency": "points" }], "card_code": code.as_str() });
        till.asks_for(&with_code(10)).await.expect_error(409, "sale_waits");
        let other = till.api.till_key().await;
        till.api.post(&till.path(), &other, &with_code(200)).await.expect_error(409, "sale_waits");
        // The key has been replaced meanwhile: it is the same till.
        let mut tx = till.api.shop.begin().await;
        let key = api_keys::by_secret(&mut tx, &till.key.parse().unwrap(), app.clock.now()).await.unwrap().unwrap().0.key_id;
        let (owner, overlap) = (till.api.shop.staff(Role::Owner), Duration::hours(1));
        let rotated = api_keys::rotate(&mut tx, &owner, &till.api.shop.chance, key, overlap).await.unwrap().secret.unwrap();
        tx.commit().await.unwrap();
        let done = till.api.post(&till.path(), rotated.as_str(), &with_code(200)).await.expect(200);
        app.wait_until_idle().await;
        assert_eq!(till.state(id).await, json!({ "status": "done", "id": id, "transactions": done["transactions"] }));
        till.anna.reads().say("Taken from your card at the till:");
        till.anna.clicks_on(message, &yes).await.say("You agreed already");
        assert_eq!(till.main_points().await, 100_00);
        till.api.shop.assert_sound().await;
    }

    async fn staff_see_what_waits_and_end_it(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let first = till.waits(200).await;
        let sale = format!("{}\nЧай 700", till.customer.code);
        cashier.says(&sale).await.say("касса уже ждёт согласия клиента списать 200 баллов");
        cashier.clicks("✖️ Ту отменить, продать эту").await.say("Всё верно?");
        till.anna.reads().say("The shop cancelled the purchase");
        till.expect(first, "refused").await;
        let second = till.waits(100).await;
        let shown = till.api.shop.shows_card(&till.customer).await;
        cashier.says(&format!("{}\nЧай 700", shown.as_str())).await.say("касса уже ждёт");
        cashier.clicks("✅ Завершить ту, что ждёт").await.say("Anna: карта подтвердила списание на кассе, 100 баллов");
        till.anna.reads().say("Taken from your card at the till:");
        assert_eq!(till.state(second).await["status"], "done");
        // And a till is told of a sale of the staff that waits.
        cashier.says(&format!("{}\nЧайник 5000\nбонус 50", till.customer.code)).await;
        cashier.clicks("✅ Подтвердить").await.say("Ждём согласия");
        till.asks(10).await.expect_error(409, "sale_waits");
        assert_eq!(till.main_points().await, 200_00);
    }

    async fn of_many_taps_and_digits_at_once_one_takes_the_points(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let id = till.waits(200).await;
        let code = till.api.shop.shows_card(&till.customer).await;
        let body = json!({ "balance": [{ "amount": 200, "currency": "points" }], "card_code": code.as_str() });
        let path = till.path();
        let (message, yes) = till.yes();
        let codes = futures_util::future::join_all((0..6).map(|_| till.api.post(&path, &till.key, &body)));
        let (_, answers) = tokio::join!(till.anna.clicks_on(message, &yes), codes);
        assert!(answers.iter().filter(|answer| answer.status.is_success()).count() <= 1, "{answers:?}");
        assert_eq!(till.state(id).await["status"], "done");
        assert_eq!(till.main_points().await, 100_00);
        till.api.shop.assert_sound().await;
    }

    async fn the_request_of_another_client_or_shop_is_not_found(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        let id = till.waits(200).await;
        let boris = till.api.shop.welcomes(2, "Борис").await;
        let of = |client: &Customer, id: i64| format!("/ext/api/v1/clients/{}/balance/write_off/{id}/", client.customer_id);
        till.api.get(&of(&boris, id), &till.key).await.expect_error(404, "not_found");
        till.api.get(&of(&till.customer, id + 1), &till.key).await.expect_error(404, "not_found");
        let other = ApiServer::serving(Shop::open_as(&app.database, kopilka::domain::ShopId(7_002)).await).await;
        let vera = other.shop.welcomes(3, "Вера").await;
        other.get(&of(&vera, id), &other.till_key().await).await.expect_error(404, "not_found");
        // A sale of the staff that waits is no write-off.
        till.anna.clicks("❌ No").await;
        let mut tx = till.api.shop.begin().await;
        let (operation, sale) = (till.api.shop.staff(Role::Cashier), OperationId::chat("sale"));
        let draft = redeeming(500_00, PointsWallet::Main, Some(10_00));
        let question = kopilka::service::consents::ask(&mut tx, &operation, till.customer.customer_id, &draft, &sale).await.unwrap();
        tx.commit().await.unwrap();
        till.api.get(&of(&till.customer, question.consent_id.0), &till.key).await.expect_error(404, "not_found");
    }

    async fn what_the_customer_agreed_to_does_not_count_as_spent_without_consent(db: TestDb) {
        let app = TestApp::on(db).await;
        let till = Till::start(&app).await;
        till.api.shop.asks_consent_from(Some(10_00)).await;
        let code = till.api.shop.shows_card(&till.customer).await;
        let body = |points: i64, code: Option<&str>| json!({ "balance": [{ "amount": points, "currency": "points" }], "card_code": code });
        till.asks_for(&body(50, Some(code.as_str()))).await.expect(200);
        till.waits(60).await;
        till.anna.clicks("✅ Spend").await;
        // A hold of that kind counts neither while it is open nor when it is captured.
        let code = till.api.shop.shows_card(&till.customer).await;
        let hold = |points: i64, code: Option<&str>| json!({ "client_id": till.customer.customer_id.0, "points": points, "card_code": code });
        let holds = "/ext/api/v1/holds/";
        let held = till.api.post(holds, &till.key, &hold(20, Some(code.as_str()))).await.expect(201);
        let small = till.api.post(holds, &till.key, &hold(4, None)).await.expect(201);
        for one in [&held, &small] {
            till.api.post(&format!("{holds}{}/capture/", one["id"]), &till.key, &json!({})).await.expect(200);
        }
        till.asks_for(&body(6, None)).await.expect_error(409, "consent_needed");
        till.asks_for(&body(5, None)).await.expect(200);
        till.asks_for(&body(1, None)).await.expect_error(409, "consent_needed");
        assert_eq!(till.main_points().await, 300_00 - 50_00 - 60_00 - 20_00 - 4_00 - 5_00);
    }
}
