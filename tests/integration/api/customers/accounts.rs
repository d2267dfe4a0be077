//! Money is paid in and charged; the history and the sums say so.

use chrono::Duration;
use kopilka::domain::{Money, RefundScope};
use reqwest::Method;
use serde_json::{Value, json};

use super::{BackOffice, CUSTOMERS, rows};
use crate::{
    api::{answer, sales::notices},
    on_both,
    shop::on_credit,
};

impl BackOffice {
    async fn pays(&self, path: &str, amount: &Value) -> super::Answer {
        self.post(&format!("{path}add_payment/"), &json!({ "amount": amount, "description": "Пополнение баланса" }))
            .await
    }

    async fn charges(&self, path: &str, amount: &Value) -> super::Answer {
        self.post(&format!("{path}charge/"), &json!({ "amount": amount, "description": "Оплата за товар" })).await
    }
}

on_both! {
    async fn money_moves_as_the_document_prints(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Иван", "+998901234567").await;
        let id: i64 = office.get(&path).await.expect(200)["id"].as_i64().unwrap();
        office.pays(&path, &json!(50_000)).await.expect(200);
        let paid = office.pays(&path, &json!(100_000.00)).await;
        let entry = paid.expect(200)["transaction"]["id"].as_i64().unwrap();
        assert_eq!(
            paid.text,
            format!(
                "{{\"message\":\"Платёж успешно добавлен\",\"transaction\":{{\"id\":{entry},\"customer\":{id},\
                 \"customer_name\":\"Иван\",\"transaction_type\":\"payment\",\"transaction_type_display\":\"Платёж\",\
                 \"amount\":100000.00,\"balance_before\":50000.00,\"balance_after\":150000.00,\"sale\":null,\
                 \"description\":\"Пополнение баланса\",\"performed_by\":\"test\",\
                 \"created_at\":\"2027-01-15T13:00:00+05:00\"}},\"new_balance\":150000.00}}"
            )
        );
        let charged = office.charges(&path, &json!("50000.00")).await.expect(200);
        assert_eq!(charged["message"], "Списание выполнено успешно");
        assert_eq!(charged["transaction"]["transaction_type"], "charge");
        assert_eq!(charged["transaction"]["transaction_type_display"], "Списание");
        assert_eq!(charged["transaction"]["amount"], 50_000.0);
        assert_eq!(charged["transaction"]["balance_before"], 150_000.0);
        assert_eq!(charged["new_balance"], 100_000.0);
        let refused = office.charges(&path, &json!(100_000.01)).await.expect(400);
        assert_eq!(refused, json!({ "error": "Недостаточно средств. Доступно: 100000.00" }));
        // A credit limit lets the balance go below zero.
        office.patch(&path, &json!({ "credit_limit": 500 })).await.expect(200);
        let refused = office.charges(&path, &json!(100_500.01)).await.expect(400);
        assert_eq!(refused, json!({ "error": "Недостаточно средств. Доступно: 100500.00" }));
        assert_eq!(office.charges(&path, &json!(100_500)).await.expect(200)["new_balance"], -500.0);
        let shown = office.get(&path).await.expect(200);
        assert_eq!((&shown["balance"], &shown["available_credit"]), (&json!(-500.0), &json!(0.0)));
        assert_eq!(shown["loyalty_points"], 0);
        assert_eq!(office.names(&format!("{CUSTOMERS}debtors/")).await, "Иван");
        office.api.shop.assert_sound().await;
    }

    async fn wrong_amounts_and_closed_customers_are_refused(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Иван", "+998901234567").await;
        for (amount, text) in [
            (json!(0), "Убедитесь, что это значение больше либо равно 0.01."),
            (json!(-5), "Убедитесь, что это значение больше либо равно 0.01."),
            (json!("0.001"), "Убедитесь, что вы ввели не более 2 цифры после запятой."),
            (json!("abc"), "Требуется численное значение."),
            (json!(true), "Требуется численное значение."),
            (json!(null), "Это поле не может быть пустым."),
            (json!(1e15), "Убедитесь, что вы ввели не более 15 цифры."),
            (json!("10000000000000.01"), "Убедитесь, что вы ввели не более 15 цифры."),
            (json!(10_000_000_000_001_i64), "Убедитесь, что вы ввели не более 13 цифры перед запятой."),
            (json!(99_999_999_999_999_i64), "Убедитесь, что вы ввели не более 13 цифры перед запятой."),
        ] {
            for refused in [office.pays(&path, &amount).await, office.charges(&path, &amount).await] {
                assert_eq!(refused.expect(400), json!({ "amount": [text] }), "{amount}");
            }
        }
        let missing = office.post(&format!("{path}add_payment/"), &json!({})).await.expect(400);
        assert_eq!(missing, json!({ "amount": ["Обязательное поле."] }));
        // The largest amount, with which a wallet is full; it may be owed too.
        let (largest, full) = (json!(10_000_000_000_000_i64), json!({ "amount": ["Убедитесь, что вы ввели не более 13 цифры перед запятой."] }));
        assert_eq!(office.pays(&path, &largest).await.expect(200)["new_balance"], 1e13);
        for more in [json!(0.01), largest.clone()] {
            assert_eq!(office.pays(&path, &more).await.expect(400), full);
        }
        office.patch(&path, &json!({ "credit_limit": largest })).await.expect(200);
        for balance in [0.0, -1e13] {
            assert_eq!(office.charges(&path, &largest).await.expect(200)["new_balance"], balance);
        }
        let refused = office.charges(&path, &largest).await.expect(400);
        assert_eq!(refused, json!({ "error": "Недостаточно средств. Доступно: 0.00" }));
        office.api.shop.assert_sound().await;
        for closed in [json!({ "is_blocked": true }), json!({ "is_blocked": false, "is_active": false })] {
            office.patch(&path, &closed).await.expect(200);
            for refused in [office.pays(&path, &json!(1)).await, office.charges(&path, &json!(1)).await] {
                assert!(refused.expect(400)["error"].as_str().is_some_and(|text| !text.is_empty()), "{refused:?}");
            }
        }
        for unknown in ["999999999", "0", "abc", "-1", "99999999999999999999"] {
            let path = format!("{CUSTOMERS}{unknown}/");
            assert_eq!(office.pays(&path, &json!(1)).await.expect(404), json!({ "detail": "Страница не найдена." }));
            assert!(office.pays(&path, &json!(0)).await.expect(400)["amount"].is_array());
        }
    }

    async fn a_payment_with_one_idempotency_key_is_taken_once(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Иван", "+998901234567").await;
        let pay = |body: Value| {
            let request = office.request(Method::POST, &format!("{path}add_payment/"));
            answer(request.header("Idempotency-Key", "pay-1").json(&body))
        };
        let first = pay(json!({ "amount": 100 })).await;
        first.expect(200);
        let again = pay(json!({ "amount": 100.0 })).await;
        assert_eq!((again.text, first.header("idempotent-replayed")), (first.text.clone(), None));
        assert!(pay(json!({ "amount": 101 })).await.expect(409)["detail"].is_string());
        // Other requests of this kind too.
        for (method, path) in [(Method::POST, CUSTOMERS.to_owned()), (Method::PATCH, path.clone())] {
            let write = || {
                let body = json!({ "first_name": "Анна", "phone": "+998907777777" });
                answer(office.request(method.clone(), &path).header("Idempotency-Key", format!("{method}")).json(&body))
            };
            let first = write().await;
            if method == Method::POST {
                assert_eq!(first.status, 201);
            }
            let again = write().await;
            assert_eq!((first.status, &first.text), (again.status, &again.text));
        }
        assert_eq!(office.get(&path).await.expect(200)["balance"], 100.0);
    }

    async fn the_customer_is_told_of_money_once(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let guest = office.api.shop.welcomes(1, "Анна").await;
        let path = format!("{CUSTOMERS}{}/", guest.customer_id);
        for _ in 0..2 {
            let request = office.request(Method::POST, &format!("{path}add_payment/")).header("Idempotency-Key", "one");
            answer(request.json(&json!({ "amount": 100, "description": "<b>Наличные</b>" }))).await.expect(200);
        }
        office.charges(&path, &json!(40)).await.expect(200);
        office.charges(&path, &json!(1_000)).await.expect(400);
        let told = notices(&db, 1).await;
        let [paid, charged] = told.as_slice() else { panic!("{told:#?}") };
        assert!(paid.contains("100") && paid.contains("&lt;b&gt;Наличные"), "{paid}");
        assert!(charged.contains("40") && charged.contains("60"), "{charged}");
    }

    async fn the_history_has_every_entry_and_its_filters(db: TestDb) {
        let mut office = BackOffice::open(&db).await;
        let boris = office.api.shop.registers("+77011234567", "Борис Ким").await;
        let path = format!("{CUSTOMERS}{}/", boris.customer_id);
        let sold = office.api.shop.issues(&boris, &on_credit(300_00)).await.unwrap();
        office.waits(Duration::days(1)).await;
        office.pays(&path, &json!(1_000)).await.expect(200);
        office.charges(&path, &json!(200)).await.expect(200);
        let history = format!("{path}transactions_history/");
        let kinds = async |query: &str| -> String {
            let page = office.get(&format!("{history}{query}")).await.expect(200);
            let kinds: Vec<&str> = rows(&page).iter().map(|row| row["transaction_type"].as_str().unwrap()).collect();
            assert_eq!(page["count"], kinds.len());
            kinds.join(" ")
        };
        let whole = office.get(&history).await.expect(200);
        assert_eq!(whole["next"], Value::Null);
        let first = &rows(&whole)[0];
        assert_eq!((&first["customer_name"], &first["description"]), (&json!("Ким Борис"), &json!("Оплата за товар")));
        let unpaid = rows(&whole).iter().find(|row| row["sale"] == sold.invoice_id.0 && row["transaction_type"] == "charge");
        assert_eq!(unpaid.unwrap()["amount"], 300.0);
        assert_eq!(kinds("?type=payment").await, "payment");
        assert_eq!(kinds("?type=charge").await, "charge charge");
        assert_eq!(kinds("?type=correction").await, "");
        assert_eq!(kinds("?date_from=2027-01-16&date_to=2027-01-16").await, "charge payment");
        assert_eq!(kinds("?type=charge&date_to=2027-01-15").await, "charge");
        assert_eq!(kinds("?date_from=2027-01-17").await, "");
        assert_eq!(kinds("?date_to=9999-12-31&date_from=0001-01-01&type=payment").await, "payment");
        for (query, field) in [("type=x", "type"), ("date_from=2027-02-30", "date_from"), ("date_to=x", "date_to")] {
            assert!(office.get(&format!("{history}?{query}")).await.expect(400)[field][0].is_string(), "{query}");
        }
        let stats = office.get(&format!("{path}stats/")).await.expect(200);
        assert_eq!(stats["transactions"]["total_count"], whole["count"]);
        assert_eq!(stats["transactions"]["total_payments"], 1_000.0);
        assert_eq!(stats["transactions"]["total_charges"], 500.0);
        assert_eq!(stats["financial"]["current_balance"], 500.0);
        assert_eq!(stats["purchases"]["total_count"], 1);
        let shown = office.get(&path).await.expect(200);
        assert_eq!(shown["transactions"].as_array().unwrap(), rows(&whole));
    }

    async fn a_refund_of_an_unpaid_sale_is_no_payment(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let boris = office.api.shop.registers("+77011234567", "Борис Ким").await;
        let path = format!("{CUSTOMERS}{}/", boris.customer_id);
        let sold = office.api.shop.issues(&boris, &on_credit(300_00)).await.unwrap();
        office.pays(&path, &json!(50)).await.expect(200);
        for (scope, charges, balance) in [
            (RefundScope::Amount(Money::from_minor(100_00)), 200.0, -150.0),
            // What was paid is given back in cash, so no advance is left.
            (RefundScope::Rest, 50.0, 0.0),
        ] {
            office.api.shop.refunds(&sold, &scope).await.unwrap();
            let stats = office.get(&format!("{path}stats/")).await.expect(200);
            assert_eq!(stats["transactions"]["total_payments"], 50.0, "{scope:?}");
            assert_eq!(stats["transactions"]["total_charges"], charges, "{scope:?}");
            assert_eq!(stats["financial"]["current_balance"], balance, "{scope:?}");
        }
    }

    async fn one_customer_is_shown_with_the_last_hundred_and_the_last_ten(db: TestDb) {
        let office = BackOffice::open(&db).await;
        let path = office.adds("Иван", "+998901234567").await;
        for amount in 1..=101 {
            office.pays(&path, &json!(amount)).await.expect(200);
        }
        let shown = office.get(&path).await.expect(200);
        let amounts = |name: &str| -> Vec<f64> {
            shown[name].as_array().unwrap().iter().map(|row| row["amount"].as_f64().unwrap()).collect()
        };
        let (all, recent) = (amounts("transactions"), amounts("recent_transactions"));
        assert_eq!((all.len(), all[0], all[99]), (100, 101.0, 2.0));
        assert_eq!(recent, all[..10]);
    }
}
