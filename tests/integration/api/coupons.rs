//! Coupons in sales of a till: quotes, receipts, refunds, what the client is told.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{CouponId, CouponWorth, PointsWallet, Rate},
    service::customers::Customer,
};
use serde_json::{Value, json};

use super::{
    ApiServer,
    sales::{SALES, amount, goods, notices},
};
use crate::{on_both, shop::money};

/// What the goods come to: 850.
const PERCENT: CouponWorth = CouponWorth::Percent(Rate::from_bp(10_00));

async fn given(till: &ApiServer, client: &Customer, title: &str, worth: CouponWorth) -> CouponId {
    till.shop.gives_coupon(client, title, worth, None).await
}

/// The ids of the coupons that a client can use, as the till lists them.
async fn listed(till: &ApiServer, key: &str, client: &Customer) -> Vec<i64> {
    let path = format!("/ext/api/v1/clients/{}/coupons/", client.customer_id);
    let coupons = till.get(&path, key).await.expect(200);
    coupons.as_array().unwrap().iter().map(|coupon| coupon["id"].as_i64().unwrap()).collect()
}

fn body(client: &Customer, receipt: &str, coupons: &[CouponId]) -> Value {
    json!({ "client_id": client.customer_id.0, "receipt": receipt, "lines": goods(), "coupons": coupons })
}

on_both! {
    async fn a_quote_with_coupons_says_what_the_sale_then_does(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let worths = [
            ("−10 %", PERCENT), ("Минус 65", CouponWorth::Amount(money(65_00))),
            ("50 баллов", CouponWorth::Points(money(50_00))), ("Чашка <кофе>", CouponWorth::Gift),
        ];
        let mut points = 0.0;
        for (number, (wanted, expected)) in [
            // total, discount, to_pay, earned; points of coupons
            (vec![0], [850.0, 85.0, 765.0, 15.3, 0.0]),
            (vec![1, 0], [850.0, 150.0, 700.0, 14.0, 0.0]),
            (vec![2], [850.0, 0.0, 850.0, 17.0, 50.0]),
            (vec![3], [850.0, 0.0, 850.0, 17.0, 0.0]),
            (vec![3, 2, 1, 0], [850.0, 150.0, 700.0, 14.0, 50.0]),
        ].into_iter().enumerate() {
            let mut ids = Vec::new();
            for place in wanted {
                let (title, worth) = worths[place];
                ids.push(given(&till, &anna, title, worth).await);
            }
            let body = body(&anna, &format!("{number}"), &ids);
            let quote = till.post(&format!("{SALES}quote/"), &key, &body).await.expect(200);
            assert_eq!(listed(&till, &key, &anna).await.len(), ids.len(), "a quote changes nothing");
            let mut sold = till.post(SALES, &key, &body).await.expect(201);
            let found = till.get(&format!("{SALES}{}/", sold["id"]), &key).await.expect(200);
            for field in ["total", "discount", "coupons", "redeemed", "to_pay", "debt", "earned", "balance"] {
                assert_eq!(found[field], sold[field], "{field}");
            }
            for field in ["id", "number"] {
                sold.as_object_mut().unwrap().remove(field);
            }
            assert_eq!(sold, quote);
            let figures = ["total", "discount", "to_pay", "earned"].map(|field| amount(&sold, field));
            let used = sold["coupons"].as_array().unwrap();
            let given: f64 = used.iter().map(|coupon| amount(coupon, "points")).sum();
            assert_eq!([figures.as_slice(), &[given]].concat(), expected, "{number}");
            let off: f64 = used.iter().map(|coupon| amount(coupon, "discount")).sum();
            assert_eq!((off, used.len()), (expected[1], ids.len()));
            points += expected[3] + expected[4];
            assert_eq!(amount(&sold["balance"][0], "amount"), points);
            assert_eq!(listed(&till, &key, &anna).await, [0; 0]);
        }
        let told = notices(&db, 1).await;
        let last = told.last().unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        for part in [
            "Итого: <b>850 ₸", "−10 %: <b>−85 ₸", "Минус 65: <b>−65 ₸", "50 баллов: <b>+50 баллов", "Чашка &lt;кофе&gt;",
            "Оплачено деньгами: <b>700 ₸", "Начислено: <b>14 баллов",
        ] {
            assert!(last.contains(part), "{part} is not in {last}");
        }
        till.shop.assert_sound().await;
    }

    async fn coupons_are_used_all_or_none(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let (anna, boris) = (till.shop.welcomes(1, "Анна").await, till.shop.welcomes(2, "Борис").await);
        let mine = given(&till, &anna, "−10 %", PERCENT).await;
        let foreign = given(&till, &boris, "−10 %", PERCENT).await;
        let ending = till.shop.gives_coupon(&anna, "До завтра", PERCENT, Some(till.shop.clock.now() + Duration::days(1))).await;
        till.clock.advance(Duration::days(2));
        for (wanted, unavailable) in [
            (json!([mine, foreign]), json!([foreign])),
            (json!([ending, mine, mine]), json!([ending])),
            (json!([0, -1, 999_999, mine]), json!([-1, 0, 999_999])),
        ] {
            let mut body = body(&anna, "1", &[]);
            body["coupons"] = wanted;
            for path in [SALES.to_owned(), format!("{SALES}quote")] {
                let refused = till.post(&path, &key, &body).await;
                refused.expect_error(409, "coupon_unavailable");
                assert_eq!(refused.json()["coupons"], unavailable);
            }
        }
        let mut unknown = body(&anna, "1", &[mine]);
        unknown["client_id"] = json!(999_999);
        till.post(SALES, &key, &unknown).await.expect_error(404, "unknown_customer");
        assert_eq!(listed(&till, &key, &anna).await, [mine.0]);
        assert_eq!(db.raw().await.number("SELECT COUNT(*) FROM invoices").await, 0);
        // The same coupon twice is one; one that a write-off used is gone.
        let twice = till.post(SALES, &key, &body(&anna, "1", &[mine, mine])).await.expect(201);
        assert_eq!(amount(&twice, "discount"), 85.0);
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", boris.customer_id);
        till.post(&path, &key, &json!({ "coupons": [foreign] })).await.expect(200);
        till.post(SALES, &key, &body(&boris, "2", &[foreign])).await.expect_error(409, "coupon_unavailable");
        till.shop.assert_sound().await;
    }

    async fn coupons_are_part_of_a_receipt(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let one = given(&till, &anna, "−10 %", PERCENT).await;
        let two = given(&till, &anna, "Чай", CouponWorth::Gift).await;
        let three = given(&till, &anna, "Кофе", CouponWorth::Gift).await;
        let first = till.post(SALES, &key, &body(&anna, "7", &[one, two])).await;
        first.expect(201);
        for same in [vec![one, two], vec![two, one], vec![one, two, one]] {
            let again = till.post(SALES, &key, &body(&anna, "7", &same)).await;
            assert_eq!((again.status.as_u16(), &again.text), (200, &first.text), "{same:?}");
        }
        for other in [vec![], vec![one], vec![one, two, three], vec![one, three]] {
            till.post(SALES, &key, &body(&anna, "7", &other)).await.expect_error(409, "receipt_used");
        }
        assert_eq!(listed(&till, &key, &anna).await, [three.0]);
        till.shop.assert_sound().await;
    }

    async fn tills_that_use_one_coupon_at_once_use_it_once(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let keys = [till.till_key().await, till.till_key().await];
        let anna = till.shop.welcomes(1, "Анна").await;
        let coupon = given(&till, &anna, "−10 %", PERCENT).await;
        let sent = (0..12).map(|place| {
            let (till, key) = (&till, &keys[place % 2]);
            let body = body(&anna, &format!("{place}"), &[coupon]);
            async move { till.post(SALES, key, &body).await }
        });
        let answers = futures_util::future::join_all(sent).await;
        assert_eq!(answers.iter().filter(|answer| answer.status.as_u16() == 201).count(), 1, "{answers:?}");
        for answer in answers.iter().filter(|answer| answer.status.as_u16() != 201) {
            answer.expect_error(409, "coupon_unavailable");
        }
        assert_eq!(till.shop.amounts(&anna).await, (15_30, 0, 0));
        till.shop.assert_sound().await;
    }

    async fn a_refund_gives_back_neither_the_discount_nor_points_of_coupons(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 76_50).await;
        let ids = [
            given(&till, &anna, "−10 %", PERCENT).await,
            given(&till, &anna, "50 баллов", CouponWorth::Points(money(50_00))).await,
        ];
        let mut sale = body(&anna, "1", &ids);
        sale["redeem"] = json!({ "wallet": "main", "points": 76.5 });
        let sold = till.post(SALES, &key, &sale).await.expect(201);
        assert_eq!((amount(&sold, "to_pay"), amount(&sold, "earned")), (688.5, 0.0));
        // The points of the coupon are spent before the sale is taken back.
        let path = format!("/ext/api/v1/clients/{}/balance/write_off/", anna.customer_id);
        till.post(&path, &key, &json!({ "balance": [{ "amount": 50, "currency": "points" }] })).await.expect(200);
        let path = format!("{SALES}{}/refund/", sold["id"]);
        for (body, expected, back) in [
            // points_returned, points_taken, discount, money_back, points_debt
            (json!({ "lines": [{ "line": 1, "quantity": 1 }] }), [31.5, 0.0, 35.0, 283.5, 0.0], 0),
            (json!({ "amount": 100 }), [9.0, 0.0, 10.0, 81.0, 0.0], 0),
            (json!({}), [36.0, 50.0, 40.0, 324.0, 0.0], 2),
        ] {
            let view = till.post(&path, &key, &body).await.expect(200);
            let fields = ["points_returned", "points_taken", "discount", "money_back", "points_debt"];
            assert_eq!(fields.map(|field| amount(&view, field)), expected, "{body}");
            assert_eq!(view["coupons"].as_array().unwrap().len(), back);
            assert_eq!(listed(&till, &key, &anna).await.len(), back);
        }
        assert_eq!(till.shop.amounts(&anna).await, (26_50, 0, 0));
        let told = notices(&db, 1).await.last().unwrap().clone();
        assert!(told.contains("Купон снова действует: −10 %") && told.contains("Отмена баллов по купону"), "{told}");
        till.post(SALES, &key, &body(&anna, "2", &ids)).await.expect(201);
        till.shop.assert_sound().await;
    }

    async fn a_coupon_may_pay_for_all_of_it(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let coupon = given(&till, &anna, "Всё бесплатно", CouponWorth::Percent(Rate::WHOLE)).await;
        let mut sale = body(&anna, "1", &[coupon]);
        sale["debt"] = json!(true);
        let sold = till.post(SALES, &key, &sale).await.expect(201);
        assert_eq!(["discount", "to_pay", "debt", "earned"].map(|field| amount(&sold, field)), [850.0, 0.0, 0.0, 0.0]);
        let path = format!("{SALES}{}/refund/", sold["id"]);
        let part = till.post(&path, &key, &json!({ "amount": 50 })).await.expect(200);
        assert_eq!(["discount", "money_back"].map(|field| amount(&part, field)), [50.0, 0.0]);
        let rest = till.post(&path, &key, &json!({})).await.expect(200);
        assert_eq!((amount(&rest, "money_back"), &rest["coupons"]), (0.0, &json!([coupon])));
        till.post(&path, &key, &json!({})).await.expect_error(409, "nothing_left");
        till.shop.assert_sound().await;
    }

    async fn sales_of_a_batch_use_coupons_too(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        let coupon = given(&till, &anna, "−10 %", PERCENT).await;
        let batch = json!({ "sales": [
            body(&anna, "1", &[coupon]), body(&anna, "2", &[coupon]), body(&anna, "1", &[coupon]), body(&anna, "1", &[]),
        ] });
        let results = till.post(&format!("{SALES}batch/"), &key, &batch).await.expect(200)["results"].clone();
        let statuses: Vec<_> = results.as_array().unwrap().iter().map(|result| (&result["status"], &result["code"])).collect();
        assert_eq!(statuses, [
            (&json!("created"), &Value::Null), (&json!("refused"), &json!("coupon_unavailable")),
            (&json!("known"), &Value::Null), (&json!("refused"), &json!("receipt_used")),
        ]);
        assert_eq!(till.shop.amounts(&anna).await, (15_30, 0, 0));
        till.shop.assert_sound().await;
    }
}
