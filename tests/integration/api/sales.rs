//! Sales of a till: quotes, receipts, points, consent, what the customer is told.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{CustomerId, PointsWallet, Role, Scope},
    service::profiles::ProfileChanges,
};
use serde_json::{Value, json};

use super::{ApiServer, options};
use crate::{
    database::TestDb,
    on_both,
    shop::{money, sale},
};

pub(super) const SALES: &str = "/ext/api/v1/sales/";
const CLIENTS: &str = "/ext/api/v1/clients/";

/// Two teas at 350 and half a kilogram of sugar at 300.
pub(super) fn goods() -> Value {
    json!([{ "name": "Tea", "quantity": 2, "price": 350 }, { "name": "Sugar", "quantity": "0.500", "price": 300.00 }])
}

pub(super) fn amount(body: &Value, field: &str) -> f64 {
    body[field].as_f64().unwrap_or_else(|| panic!("{field}: {body}"))
}

/// The notices that wait for a person.
pub(super) async fn notices(db: &TestDb, person: i64) -> Vec<String> {
    db.raw().await.texts(&format!("SELECT body FROM outbox WHERE chat_id = {person} ORDER BY number")).await
}

on_both! {
    async fn a_client_is_registered_with_an_email_and_found_by_it(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let new = json!({ "phone": "+77012345678", "name": "Анна", "email": " Anna_K@Mail.Example.kz " });
        let anna = till.post(CLIENTS, &key, &new).await.expect(201);
        assert_eq!(anna["email"], "Anna_K@mail.example.kz");
        for wrong in ["anna", "anna@", "a b@example.kz"] {
            let body = json!({ "phone": "+77019999978", "name": "Борис", "email": wrong });
            till.post(CLIENTS, &key, &body).await.expect_error(400, "invalid_field");
        }
        let boris = till.post(CLIENTS, &key, &json!({ "phone": "+77019999978", "name": "Борис", "email": "" })).await.expect(201);
        assert_eq!(boris["email"], Value::Null);
        // Who is known stays as they are.
        let again = json!({ "phone": "+77012345678", "name": "Анна", "email": "other@example.kz" });
        assert_eq!(till.post(CLIENTS, &key, &again).await.expect(200), anna);
        for (query, expected) in [
            ("email=ANNA_K%40mail.example.kz", json!([anna])),
            ("email=%25%40mail.example.kz", json!([anna])),
            ("email=anna_%", json!([anna])),
            ("email=anna%25kz&phone=%255678", json!([anna])),
            ("email=annaXk%40mail.example.kz", json!([])),
            ("email=anna_k%40mail", json!([])),
            ("email=%25", json!([anna])),
            ("email=anna_k%40mail.example.kz&phone=77019999978", json!([])),
        ] {
            assert_eq!(till.get(&format!("{CLIENTS}?{query}"), &key).await.expect(200), expected, "{query}");
        }
    }

    async fn clients_are_registered_by_phone_once(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        const CLIENTS: &str = "/ext/api/v1/clients/";
        let new = till.post(CLIENTS, &key, &json!({ "phone": "+7 701 234-56-78", "name": "Анна Каримова" })).await.expect(201);
        assert_eq!((&new["phone"], &new["name"], &new["email"]), (&json!("77012345678"), &json!("Анна Каримова"), &Value::Null));
        for again in ["77012345678", "+77012345678"] {
            let known = till.post(CLIENTS, &key, &json!({ "phone": again, "name": "Другая" })).await.expect(200);
            assert_eq!(known, new, "{again}");
        }
        assert_eq!(till.post(CLIENTS, &key, &json!({ "phone": "+77012345678" })).await.expect(200), new);
        till.post(CLIENTS, &key, &json!({ "phone": "+77012345679" })).await.expect_error(400, "invalid_field");
        till.post(CLIENTS, &key, &json!({ "phone": "12", "name": "А" })).await.expect_error(400, "invalid_field");
        till.post(CLIENTS, &key, &json!({ "phone": "+77012345679", "name": " " })).await.expect_error(400, "bad_name");
        let sent = (0..10).map(|_| async { till.post(CLIENTS, &key, &json!({ "phone": "+77010000001", "name": "Б" })).await });
        let answers = futures_util::future::join_all(sent).await;
        assert_eq!(answers.iter().filter(|answer| answer.status.as_u16() == 201).count(), 1);
        assert!(answers.iter().all(|answer| answer.json()["id"] == answers[0].json()["id"]), "{answers:?}");
        assert_eq!(till.get(CLIENTS, &key).await.expect(200).as_array().unwrap().len(), 2);
    }

    async fn a_quote_beyond_the_credit_limit_is_refused_as_the_sale_is(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let limit = ProfileChanges { credit_limit: Some(Some(money(850_00))), ..ProfileChanges::default() };
        till.shop.changes_profile(Role::Manager, anna.customer_id, &limit).await.unwrap();
        till.shop.adds_debt(&till.shop.staff(Role::Manager), &anna, 1).await.unwrap();
        let body = |debt| json!({ "client_id": anna.customer_id.0, "lines": goods(), "debt": debt });
        let quote = till.post(&format!("{SALES}quote/"), &key, &body(true)).await;
        let sale = till.post(SALES, &key, &body(true)).await;
        quote.expect_error(409, "beyond_credit");
        assert_eq!(quote.expect(409), sale.expect(409));
        till.post(&format!("{SALES}quote/"), &key, &body(false)).await.expect(200);
        let limit = ProfileChanges { credit_limit: Some(Some(money(850_01))), ..ProfileChanges::default() };
        till.shop.changes_profile(Role::Manager, anna.customer_id, &limit).await.unwrap();
        till.post(&format!("{SALES}quote/"), &key, &body(true)).await.expect(200);
    }

    async fn both_ids_of_a_person_are_one_after_a_merge(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let card = till.shop.registers("+77007654321", "Лев").await;
        let body = |id: CustomerId, receipt: &str| json!({ "client_id": id.0, "receipt": receipt, "lines": goods() });
        let first = till.post(SALES, &key, &body(card.customer_id, "1")).await.expect(201);
        let own = till.shop.welcomes(603, "Лев").await;
        till.shop.receives_phone(603, "+77007654321").await.unwrap();
        let kept = till.shop.reloads(&own).await.customer_id;
        assert_eq!(till.shop.reloads(&card).await.customer_id, kept, "one person");
        let gone = if kept == card.customer_id { own.customer_id } else { card.customer_id };

        let quote = till.post(&format!("{SALES}quote/"), &key, &body(gone, "2")).await.expect(200);
        assert_eq!(quote["client_id"], kept.0);
        let second = till.post(SALES, &key, &body(gone, "2")).await.expect(201);
        assert_eq!(second["client_id"], kept.0);
        for (receipt, sold) in [("1", &first), ("2", &second)] {
            for id in [gone, kept] {
                let again = till.post(SALES, &key, &body(id, receipt)).await.expect(200);
                assert_eq!((&again["id"], &again["client_id"]), (&sold["id"], &json!(kept.0)), "{receipt}");
            }
        }
        let boris = till.shop.welcomes(2, "Борис").await;
        till.post(SALES, &key, &body(boris.customer_id, "1")).await.expect_error(409, "receipt_used");
        let mut other = body(kept, "1");
        other["debt"] = json!(true);
        till.post(SALES, &key, &other).await.expect_error(409, "receipt_used");
        till.shop.assert_sound().await;
    }

    async fn a_quote_says_what_the_sale_then_does(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        till.shop.gives(&anna, PointsWallet::Referral, 900_00).await;
        for (number, redeem, debt, expected) in [
            // total, redeemed, to_pay, debt, earned; points, money
            (1, Value::Null, false, [850.0, 0.0, 850.0, 0.0, 17.0, 1017.0, 0.0]),
            (2, json!({ "wallet": "main", "points": 50.5 }), false, [850.0, 50.5, 799.5, 0.0, 0.0, 966.5, 0.0]),
            (3, json!({ "wallet": "main", "points": "all" }), true, [850.0, 66.5, 783.5, 783.5, 0.0, 900.0, 0.0]),
            (4, json!({ "wallet": "referral", "points": "all" }), false, [850.0, 850.0, 0.0, 0.0, 0.0, 50.0, 0.0]),
        ] {
            let body = json!({
                "client_id": anna.customer_id.0, "receipt": format!("0001-{number}"), "lines": goods(), "redeem": redeem, "debt": debt,
            });
            let quote = till.post(&format!("{SALES}quote/"), &key, &body).await.expect(200);
            let sold = till.post(SALES, &key, &body).await;
            let mut view = sold.expect(201);
            let id = view["id"].as_i64().unwrap();
            let found = till.get(&format!("{SALES}{id}/"), &key).await.expect(200);
            for field in ["number", "receipt", "client_id", "total", "discount", "redeemed", "to_pay", "debt", "earned", "balance"] {
                assert_eq!(found[field], view[field], "{field}");
            }
            assert_eq!((found["lines"].as_array().unwrap().len(), &found["lines"][1]["quantity"]), (2, &json!(0.5)));
            assert_eq!(found["sold_at"], till.clock.now().millis());
            assert!(sold.text.contains(r#""total":850.00,"discount":0.00,"#), "{}", sold.text);
            let fields = view.as_object_mut().unwrap();
            fields.remove("id");
            assert_eq!(fields.remove("number").unwrap().as_str().unwrap().len(), 8);
            assert_eq!(view, quote);
            let figures = ["total", "redeemed", "to_pay", "debt", "earned"].map(|field| amount(&view, field));
            let balance = [0, 1].map(|place| amount(&view["balance"][place], "amount"));
            assert_eq!([figures.as_slice(), balance.as_slice()].concat(), expected, "{number}");
        }
        assert_eq!(till.shop.amounts(&anna).await, (0, 50_00, 783_50));
        // A sale of the chat is found too.
        let sold = till.shop.issues(&anna, &sale(5_00)).await.unwrap();
        let found = till.get(&format!("{SALES}{}", sold.invoice_id), &key).await.expect(200);
        assert_eq!((&found["receipt"], amount(&found, "total")), (&Value::Null, 5.0));
        for unknown in ["0", "999999999", "abc", "-1"] {
            till.get(&format!("{SALES}{unknown}/"), &key).await.expect(404);
        }
        till.shop.assert_sound().await;
    }

    async fn the_customer_and_the_referrer_are_told_of_a_sale_once(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let boris = till.shop.welcomes(2, "Борис").await;
        till.shop.receives_promo_code(&boris, anna.code.promo().to_string().as_str()).await;
        let body = json!({ "client_id": boris.customer_id.0, "receipt": "1", "lines": goods() });
        till.post(SALES, &key, &body).await.expect(201);
        till.post(SALES, &key, &body).await.expect(200);
        let (to_friend, to_referrer) = (notices(&db, 2).await, notices(&db, 1).await);
        assert_eq!((to_friend.len(), to_referrer.len()), (1, 1), "{to_friend:?} {to_referrer:?}");
        assert!(to_friend[0].contains("Sugar") && to_referrer[0].contains("Борис"), "{to_friend:?} {to_referrer:?}");
        let written = till.post(
            &format!("/ext/api/v1/clients/{}/balance/write_off/", boris.customer_id), &key,
            &json!({ "balance": [{ "amount": 5, "currency": "points" }] }),
        ).await;
        written.expect(200);
        assert!(notices(&db, 2).await[1].contains("списано"), "{:?}", notices(&db, 2).await);
        let verbs = db.raw().await.texts("SELECT action || ' ' || actor_kind FROM audit_log WHERE actor_kind = 'key' ORDER BY action").await;
        assert_eq!(verbs, ["issue_invoice key", "write_off key"]);
    }

    async fn the_same_receipt_is_sold_once(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let (key, other_key) = (till.till_key().await, till.till_key().await);
        let anna = till.shop.welcomes(1, "Анна").await;
        let boris = till.shop.welcomes(2, "Борис").await;
        till.shop.gives(&anna, PointsWallet::Main, 20_00).await;
        let now = till.clock.now().millis();
        let body = json!({ "client_id": anna.customer_id.0, "receipt": "Чек № 7", "lines": goods() });
        let with = |field: &str, value: Value| {
            let mut body = body.clone();
            body[field] = value;
            body
        };
        let first = till.post(SALES, &key, &body).await;
        first.expect(201);
        till.shop.gives(&anna, PointsWallet::Main, 5_00).await;
        for same in [
            body.clone(),
            with("sold_at", json!(now - 1000)),
            with("sold_at", json!(0)),
            with("debt", json!(false)),
            with("lines", json!([{ "name": " Tea ", "quantity": "2.0", "price": 350.00 }, { "name": "Sugar", "quantity": 0.5, "price": 300 }])),
        ] {
            let again = till.post(SALES, &other_key, &same).await;
            assert_eq!((again.status.as_u16(), &again.text), (200, &first.text), "{same}");
        }
        for other in [
            with("client_id", json!(boris.customer_id.0)),
            with("debt", json!(true)),
            with("redeem", json!({ "wallet": "main", "points": 1 })),
            with("lines", json!([{ "name": "Tea", "quantity": 2, "price": 350 }])),
            with("lines", json!([{ "name": "Tea", "quantity": 2, "price": 351 }, { "name": "Sugar", "quantity": 0.5, "price": 300 }])),
        ] {
            till.post(SALES, &key, &other).await.expect_error(409, "receipt_used");
        }
        let wrong = |field: &str, value: Value| {
            let mut other = with("debt", json!(true));
            other[field] = value;
            other
        };
        till.post(SALES, &key, &wrong("sold_at", json!(0))).await.expect_error(400, "bad_sale_time");
        till.post(SALES, &key, &wrong("client_id", json!(999_999))).await.expect(404);
        assert_eq!(till.shop.amounts(&anna).await, (42_00, 0, 0));
        // Without a receipt every request counts.
        let nameless = with("receipt", Value::Null);
        till.post(SALES, &key, &nameless).await.expect(201);
        till.post(SALES, &key, &nameless).await.expect(201);
        assert_eq!(till.shop.amounts(&anna).await, (76_00, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn tills_that_send_the_same_receipt_at_once_sell_it_once(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let keys = [till.till_key().await, till.till_key().await];
        let anna = till.shop.welcomes(1, "Анна").await;
        let boris = till.shop.welcomes(2, "Борис").await;
        let body = |client: i64| json!({ "client_id": client, "receipt": "7", "lines": goods() });
        let sent = (0..20).map(|place| {
            let client = if place % 5 == 4 { &boris } else { &anna };
            let (key, body) = (&keys[place % 2], body(client.customer_id.0));
            let till = &till;
            async move { till.post(SALES, key, &body).await }
        });
        let answers = futures_util::future::join_all(sent).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
        assert!(statuses.iter().all(|status| [200, 201, 409].contains(status)), "{answers:?}");
        let (of_anna, of_boris) = (till.shop.amounts(&anna).await.0, till.shop.amounts(&boris).await.0);
        assert_eq!(of_anna + of_boris, 17_00);
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM invoices").await, 1);
        till.shop.assert_sound().await;
    }

    async fn fifty_sales_that_spend_one_balance_spend_exactly_the_balance(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let sent = (0..50).map(|number| {
            let body = json!({
                "client_id": anna.customer_id.0, "receipt": format!("{number}"), "lines": goods(),
                "redeem": { "wallet": "main", "points": 1 },
            });
            let (till, key) = (&till, &key);
            async move { till.post(SALES, key, &body).await }
        });
        let answers = futures_util::future::join_all(sent).await;
        let statuses = |status: u16| answers.iter().filter(|answer| answer.status.as_u16() == status).count();
        assert_eq!((statuses(201), statuses(409)), (10, 40), "{answers:?}");
        assert_eq!(till.shop.amounts(&anna).await, (0, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn a_sale_is_told_of_up_to_thirty_days_later(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let now = till.clock.now();
        let body = |receipt: &str, sold_at: i64| {
            json!({ "client_id": anna.customer_id.0, "receipt": receipt, "lines": goods(), "sold_at": sold_at })
        };
        for (receipt, ahead, kept) in [
            ("long ago", -Duration::days(30), -Duration::days(30)),
            ("an hour ago", -Duration::hours(1), -Duration::hours(1)),
            ("now", Duration::zero(), Duration::zero()),
            ("ahead", Duration::minutes(10), Duration::zero()),
        ] {
            let sold = till.post(SALES, &key, &body(receipt, (now + ahead).millis())).await.expect(201);
            let found = till.get(&format!("{SALES}{}", sold["id"]), &key).await.expect(200);
            assert_eq!(found["sold_at"], (now + kept).millis(), "{receipt}");
        }
        for (receipt, wrong) in [
            ("too long ago", (now - Duration::days(30)).millis() - 1),
            ("too far ahead", (now + Duration::minutes(10)).millis() + 1),
            ("first", i64::MIN),
            ("last", i64::MAX),
        ] {
            till.post(SALES, &key, &body(receipt, wrong)).await.expect_error(400, "bad_sale_time");
            till.post(&format!("{SALES}quote"), &key, &body(receipt, wrong)).await.expect_error(400, "bad_sale_time");
        }
        assert_eq!(till.shop.amounts(&anna).await, (68_00, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn points_are_spent_with_consent_whenever_the_goods_were_sold(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let mut free = options(&[Scope::Till]);
        free.asks_consent = false;
        let free = till.makes_key(&free).await.secret.unwrap();
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        till.shop.asks_consent_from(Some(10_00)).await;
        let earlier = (till.clock.now() - Duration::days(3)).millis();
        let body = |receipt: &str, points: i64, code: Option<&str>| json!({
            "client_id": anna.customer_id.0, "receipt": receipt, "lines": goods(), "sold_at": earlier,
            "redeem": { "wallet": "main", "points": points }, "card_code": code,
        });
        till.post(SALES, &key, &body("1", 10, None)).await.expect_error(409, "consent_needed");
        till.post(SALES, &key, &body("2", 6, None)).await.expect(201);
        // What was spent without consent in a day is added up, by the day in which it was spent.
        till.post(SALES, &key, &body("3", 6, None)).await.expect_error(409, "consent_needed");
        let write_off = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        let points = |amount: i64| json!({ "balance": [{ "amount": amount, "currency": "points" }] });
        till.post(&write_off, &key, &points(4)).await.expect_error(409, "consent_needed");
        till.post(&write_off, &key, &points(3)).await.expect(200);
        till.post(&write_off, &key, &points(1)).await.expect_error(409, "consent_needed");
        let hold = json!({ "client_id": anna.customer_id.0, "points": 1 });
        till.post("/ext/api/v1/holds/", &key, &hold).await.expect_error(409, "consent_needed");
        let shown = till.shop.shows_card(&anna).await;
        till.post(SALES, &key, &body("3", 6, Some(shown.as_str()))).await.expect(201);
        // The code is used up; the receipt is known without it.
        till.post(SALES, &key, &body("3", 6, Some(shown.as_str()))).await.expect(200);
        till.post(SALES, &key, &body("4", 6, Some(shown.as_str()))).await.expect_error(403, "wrong_card_code");
        till.post(SALES, free.as_str(), &body("5", 20, None)).await.expect(201);
        assert_eq!(till.shop.amounts(&anna).await, (65_00, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn coupons_that_cannot_be_used_are_named(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        let body = |coupons: Value, client: i64| json!({ "client_id": client, "lines": goods(), "coupons": coupons });
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        for (path, body) in [
            (SALES, body(json!([12, 34]), anna.customer_id.0)),
            ("/ext/api/v1/sales/quote/", body(json!([12, 34]), anna.customer_id.0)),
            (&path, json!({ "balance": [{ "amount": 1, "currency": "points" }], "coupons": [12, 34] })),
            (&path, json!({ "coupons": [12, 34] })),
        ] {
            let refused = till.post(path, &key, &body).await;
            refused.expect_error(409, "coupon_unavailable");
            assert_eq!(refused.json()["coupons"], json!([12, 34]));
        }
        till.post(SALES, &key, &body(json!([12]), 999_999)).await.expect(404);
        let many: Vec<i64> = (1..=101).collect();
        till.post(SALES, &key, &body(json!(many), anna.customer_id.0)).await.expect_error(400, "invalid_field");
        till.post(&path, &key, &json!({ "coupons": many })).await.expect_error(400, "invalid_field");
        till.post(SALES, &key, &body(json!([]), anna.customer_id.0)).await.expect(201);
        assert_eq!(till.shop.amounts(&anna).await, (27_00, 0, 0));
    }

    async fn a_debt_and_too_many_points_are_refused_as_in_the_chat(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 10_00).await;
        till.shop.changes_settings(&mut db.raw().await, "min_redeem_minor = 300").await;
        let body = |points: Value| json!({
            "client_id": anna.customer_id.0, "lines": [{ "name": "Tea", "quantity": 1, "price": 5 }],
            "redeem": { "wallet": "main", "points": points },
        });
        for path in [SALES, "/ext/api/v1/sales/quote/"] {
            till.post(path, &key, &body(json!(10.01))).await.expect_error(409, "insufficient_points");
            till.post(path, &key, &body(json!(2))).await.expect_error(409, "redemption_out_of_bounds");
            till.post(path, &key, &body(json!(6))).await.expect_error(409, "redemption_out_of_bounds");
        }
        till.shop.adds_debt(&till.shop.staff(Role::Manager), &anna, 1_00).await.unwrap();
        till.post(SALES, &key, &json!({ "client_id": anna.customer_id.0, "lines": goods(), "debt": true })).await.expect(201);
        assert_eq!(till.shop.amounts(&anna).await, (27_00, 0, 851_00));
    }
}
