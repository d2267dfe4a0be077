//! Refunds at a till.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{PointsWallet, Role, TelegramId},
    service::{api_tokens, staff},
};
use reqwest::Method;
use ring::hmac;
use serde_json::{Value, json};

use super::{
    ApiServer, answer,
    sales::{SALES, amount, goods, notices},
};
use crate::on_both;

/// A cashier of the shop.
async fn appoints(till: &ApiServer, person: i64, role: Role) {
    let member = staff::Member { telegram_id: TelegramId(person), role, name: "Вера".to_owned() };
    let mut tx = till.shop.begin().await;
    staff::appoint(&mut tx, &till.shop.staff(Role::Owner), &member).await.unwrap();
    tx.commit().await.unwrap();
}

/// An access token of a member of the staff.
async fn token(till: &ApiServer, person: i64, scopes: &str) -> String {
    let now = till.clock.now();
    let mut tx = till.shop.begin().await;
    let secrets = api_tokens::secrets(&mut tx, &till.shop.chance, now).await.unwrap();
    tx.commit().await.unwrap();
    let claims = json!({
        "sub": person.to_string(), "shop": till.shop.id.0, "scopes": scopes, "iat": now.seconds(), "exp": now.seconds() + 1800,
    });
    let signed = format!("{}.{}", base64(br#"{"alg":"HS256","typ":"JWT"}"#), base64(claims.to_string().as_bytes()));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secrets.token_secret.as_bytes());
    format!("{signed}.{}", base64(hmac::sign(&key, signed.as_bytes()).as_ref()))
}

/// Base 64 as URLs and JWT have it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = |bits: u32| char::from(LETTERS[(bits & 63) as usize]);
    let group = |chunk: &[u8]| {
        let bits = chunk.iter().enumerate().fold(0, |bits, (place, byte)| bits | u32::from(*byte) << (16 - 8 * place));
        [18, 12, 6, 0].into_iter().take(chunk.len() + 1).map(|shift| letter(bits >> shift)).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

on_both! {
    async fn a_sale_is_refunded_by_lines_by_amount_and_whole_once_each(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 85_00).await;
        let redeem = json!({ "wallet": "main", "points": 85 });
        let sold = till.post(SALES, &key, &json!({ "client_id": anna.customer_id.0, "lines": goods(), "redeem": redeem })).await.expect(201);
        let path = format!("{SALES}{}/refund/", sold["id"]);
        let send = |name: &str, body: &Value| {
            answer(till.request(Method::POST, &path, &key).header("Idempotency-Key", name).json(body))
        };
        // points_returned, points_taken, money_back, points_debt
        for (name, body, expected, refunded) in [
            ("lines", json!({ "lines": [{ "line": 1, "quantity": 1 }, { "line": 2, "quantity": 0.25 }] }), [42.5, 0.0, 382.5, 0.0], 425.0),
            ("amount", json!({ "amount": "25.00", "reason": "Царапина" }), [2.5, 0.0, 22.5, 0.0], 450.0),
            ("whole", json!({}), [40.0, 0.0, 360.0, 0.0], 850.0),
        ] {
            let done = send(name, &body).await;
            let view = done.expect(200);
            let figures = ["points_returned", "points_taken", "money_back", "points_debt"].map(|field| amount(&view, field));
            assert_eq!(figures, expected, "{name}");
            let again = send(name, &body).await;
            assert_eq!((again.header("idempotent-replayed"), &again.text), (Some("true"), &done.text));
            let found = till.get(&format!("{SALES}{}", sold["id"]), &key).await.expect(200);
            assert_eq!(amount(&found, "refunded"), refunded);
        }
        send("nothing-left", &json!({})).await.expect_error(409, "nothing_left");
        assert_eq!(till.shop.amounts(&anna).await, (85_00, 0, 0));
        let told = notices(&db, 1).await;
        assert_eq!(told.len(), 4);
        assert!(told[1].contains("Возврат на кассе") && told[2].contains("Царапина"), "{told:?}");
        till.shop.assert_sound().await;
    }

    async fn a_refund_of_nothing_that_is_said_clearly_is_refused(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let sold = till.post(SALES, &key, &json!({ "client_id": anna.customer_id.0, "lines": goods() })).await.expect(201);
        let path = format!("{SALES}{}/refund/", sold["id"]);
        for body in [
            json!({ "amount": null }),
            json!({ "lines": null }),
            json!({ "amount": 1, "lines": [{ "line": 1, "quantity": 1 }] }),
            json!({ "lines": [{ "line": 1, "quantity": 0.1234 }] }),
            json!({ "amount": 1, "reason": "я".repeat(201) }),
        ] {
            till.post(&path, &key, &body).await.expect_error(400, "invalid_field");
        }
        assert_eq!(till.shop.amounts(&anna).await, (17_00, 0, 0));
    }

    async fn points_that_a_sale_earned_are_taken_back_or_owed(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let sold = till.post(SALES, &key, &json!({ "client_id": anna.customer_id.0, "lines": goods(), "debt": true })).await.expect(201);
        let write_off = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        till.post(&write_off, &key, &json!({ "balance": [{ "amount": 10, "currency": "points" }] })).await.expect(200);
        let done = till.post(&format!("{SALES}{}/refund/", sold["id"]), &key, &json!({})).await.expect(200);
        let figures = ["points_taken", "points_debt", "money_back", "debt_cancelled"].map(|field| amount(&done, field));
        assert_eq!(figures, [17.0, 10.0, 0.0, 850.0]);
        assert_eq!(till.shop.amounts(&anna).await, (-10_00, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn a_cashier_takes_back_only_a_sale_of_their_own_and_only_at_once(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        appoints(&till, 600, Role::Cashier).await;
        appoints(&till, 601, Role::Cashier).await;
        appoints(&till, 602, Role::Manager).await;
        let cashier = token(&till, 600, "till").await;
        let other = token(&till, 601, "till").await;
        let body = json!({ "client_id": anna.customer_id.0, "lines": goods() });
        let post = |path: String, token: &str, body: &Value| {
            answer(till.anonymous(Method::POST, &path).bearer_auth(token).json(body))
        };
        let mut sold = Vec::new();
        for _ in 0..3 {
            sold.push(post(SALES.to_owned(), &cashier, &body).await.expect(201)["id"].as_i64().unwrap());
        }
        let refund = |id: i64| format!("{SALES}{id}/refund/");
        post(refund(sold[0]), &other, &json!({})).await.expect_error(403, "not_your_invoice");
        post(refund(sold[0]), &cashier, &json!({ "amount": 1 })).await.expect_error(403, "not_allowed");
        post(refund(999_999), &cashier, &json!({})).await.expect(404);
        post(refund(sold[0]), &cashier, &json!({})).await.expect(200);
        post(refund(sold[0]), &cashier, &json!({})).await.expect_error(409, "nothing_left");
        let by_key = till.post(SALES, &key, &body).await.expect(201)["id"].as_i64().unwrap();
        post(refund(by_key), &cashier, &json!({})).await.expect_error(403, "not_your_invoice");
        till.clock.advance(Duration::minutes(6));
        post(refund(sold[1]), &cashier, &json!({})).await.expect_error(403, "too_late_to_undo");
        let manager = token(&till, 602, "all").await;
        post(refund(sold[1]), &manager, &json!({ "amount": 1 })).await.expect(200);
        till.post(&refund(sold[2]), &key, &json!({})).await.expect(200);
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM refunds").await, 3);
        till.shop.assert_sound().await;
    }
}
