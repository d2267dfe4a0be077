//! Bodies that are wrong in every way, for each request about sales: each is a 4xx in the till's form, and nothing changes.

use kopilka::domain::PointsWallet;
use reqwest::Method;
use serde_json::json;

use super::{
    ApiServer, answer,
    sales::{SALES, goods},
};
use crate::{database::TestDb, on_both};

/// What is wrong for every request.
const MALFORMED: &[&str] = &[
    "{",
    "[]",
    "5",
    "null",
    "\"x\"",
    "{} {}",
    r#"{"x":1,"x":2}"#,
    r#"{"x":"\u0000"}"#,
    r#"{"x":"\ud800"}"#,
    r#"{"x":1e999}"#,
];

/// Everything that a request could have changed.
async fn state(db: &TestDb) -> Vec<i64> {
    let mut raw = db.raw().await;
    let mut counts = Vec::new();
    for table in ["customers", "invoices", "refunds", "entries", "holds", "operations", "audit_log", "outbox"] {
        counts.push(raw.number(&format!("SELECT COUNT(*) FROM {table}")).await);
    }
    counts
}

on_both! {
    async fn a_wrong_body_is_refused_and_changes_nothing(db: TestDb) {
        let till = ApiServer::start(&db).await;
        let key = till.till_key().await;
        let anna = till.shop.welcomes(1, "Анна").await;
        till.shop.gives(&anna, PointsWallet::Main, 100_00).await;
        let sold = till.post(SALES, &key, &json!({ "client_id": anna.customer_id.0, "lines": goods() })).await.expect(201);
        let hold = till.post("/ext/api/v1/holds/", &key, &json!({ "client_id": anna.customer_id.0, "points": 1 })).await.expect(201);
        let id = anna.customer_id;
        let line = r#"{"name":"Tea","quantity":1,"price":10}"#;
        let long_name = "x".repeat(201);
        let with = |rest: &str| format!(r#"{{"client_id":{id},"lines":[{line}],{rest}}}"#);
        let lines = |lines: &str| format!(r#"{{"client_id":{id},"lines":{lines}}}"#);
        let sales = vec![
            String::new(),
            "{}".to_owned(),
            format!(r#"{{"client_id":{id}}}"#),
            format!(r#"{{"lines":[{line}]}}"#),
            format!(r#"{{"client_id":"{id}","lines":[{line}]}}"#),
            format!(r#"{{"client_id":1.5,"lines":[{line}]}}"#),
            format!(r#"{{"client_id":null,"lines":[{line}]}}"#),
            format!(r#"{{"client_id":{id},"client_id":{id},"lines":[{line}]}}"#),
            lines("null"), lines("[]"), lines("5"), lines("[5]"), lines("[{}]"), lines("[null]"),
            lines(&format!("[{}]", vec![line; 101].join(","))),
            lines(r#"[{"quantity":1,"price":10}]"#),
            lines(r#"[{"name":"Tea","price":10}]"#),
            lines(r#"[{"name":"Tea","quantity":1}]"#),
            lines(r#"[{"name":5,"quantity":1,"price":10}]"#),
            lines(r#"[{"name":"","quantity":1,"price":10}]"#),
            lines(r#"[{"name":" ","quantity":1,"price":10}]"#),
            lines(&format!(r#"[{{"name":"{long_name}","quantity":1,"price":10}}]"#)),
            lines(r#"[{"name":"Tea","quantity":0,"price":10}]"#),
            lines(r#"[{"name":"Tea","quantity":-1,"price":10}]"#),
            lines(r#"[{"name":"Tea","quantity":0.0001,"price":10}]"#),
            lines(r#"[{"name":"Tea","quantity":"1,5","price":10}]"#),
            lines(r#"[{"name":"Tea","quantity":1e30,"price":10}]"#),
            lines(r#"[{"name":"Tea","quantity":1,"price":-1},{"name":"Tea","quantity":1,"price":5}]"#),
            lines(r#"[{"name":"Tea","quantity":1,"price":10.005}]"#),
            lines(r#"[{"name":"Tea","quantity":1,"price":0}]"#),
            lines(r#"[{"name":"Tea","quantity":1000000,"price":9999999999999}]"#),
            lines(r#"[{"name":"Tea","quantity":1,"price":null}]"#),
            with(r#""receipt":"""#), with(r#""receipt":5"#), with(r#""receipt":" 1""#), with(r#""receipt":"1\n2""#),
            with(&format!(r#""receipt":"{}""#, "x".repeat(101))),
            with(r#""redeem":5"#), with(r#""redeem":{}"#), with(r#""redeem":{"wallet":"main"}"#),
            with(r#""redeem":{"points":1}"#), with(r#""redeem":{"wallet":"money","points":1}"#),
            with(r#""redeem":{"wallet":"main","points":0}"#), with(r#""redeem":{"wallet":"main","points":-1}"#),
            with(r#""redeem":{"wallet":"main","points":"some"}"#), with(r#""redeem":{"wallet":"main","points":null}"#),
            with(r#""redeem":{"wallet":"main","points":1.005}"#), with(r#""redeem":{"wallet":"main","points":["all"]}"#),
            with(r#""coupons":5"#), with(r#""coupons":["x"]"#), with(r#""coupons":[1.5]"#),
            with(r#""debt":"yes""#), with(r#""debt":1"#),
            with(r#""sold_at":"now""#), with(r#""sold_at":1.5"#), with(r#""sold_at":-1"#), with(r#""sold_at":99999999999999"#),
            with(r#""sold_at":99999999999999999999"#),
            with(r#""card_code":123456"#), with(r#""card_code":"12""#),
        ];
        let batches = vec![
            String::new(), "{}".to_owned(), r#"{"sales":null}"#.to_owned(), r#"{"sales":[]}"#.to_owned(), r#"{"sales":5}"#.to_owned(),
            r#"{"sales":{}}"#.to_owned(), r#"{"sales":[{"x":1,"x":1}]}"#.to_owned(),
            format!(r#"{{"sales":[{}]}}"#, vec!["{}"; 501].join(",")),
        ];
        let refunds = [
            r#"{"amount":0}"#, r#"{"amount":-1}"#, r#"{"amount":"x"}"#, r#"{"amount":1.005}"#, r#"{"amount":1,"lines":[]}"#,
            r#"{"lines":[]}"#, r#"{"lines":5}"#, r#"{"lines":[{}]}"#, r#"{"lines":[{"line":1}]}"#, r#"{"lines":[{"quantity":1}]}"#,
            r#"{"lines":[{"line":0,"quantity":1}]}"#, r#"{"lines":[{"line":-1,"quantity":1}]}"#, r#"{"lines":[{"line":101,"quantity":1}]}"#,
            r#"{"lines":[{"line":1.5,"quantity":1}]}"#, r#"{"lines":[{"line":1,"quantity":0}]}"#, r#"{"lines":[{"line":1,"quantity":-1}]}"#,
            r#"{"lines":[{"line":1,"quantity":0.0001}]}"#, r#"{"lines":[{"line":1,"quantity":1},{"line":1,"quantity":1}]}"#,
            r#"{"reason":5}"#, r#"{"amount":850.01}"#, r#"{"lines":[{"line":1,"quantity":3}]}"#, r#"{"lines":[{"line":3,"quantity":1}]}"#,
        ];
        let long_reason = format!(r#"{{"reason":"{}"}}"#, "x".repeat(201));
        let hold_of = |rest: &str| format!(r#"{{"client_id":{id},{rest}}}"#);
        let holds = vec![
            String::new(), "{}".to_owned(), format!(r#"{{"client_id":{id}}}"#), r#"{"points":1}"#.to_owned(), hold_of(r#""points":0"#),
            hold_of(r#""points":-1"#), hold_of(r#""points":1.005"#), hold_of(r#""points":"all""#), hold_of(r#""points":1,"minutes":0"#),
            hold_of(r#""points":1,"minutes":61"#), hold_of(r#""points":1,"minutes":-1"#), hold_of(r#""points":1,"minutes":1.5"#),
            hold_of(r#""points":1,"minutes":"15""#), hold_of(r#""points":1,"wallet":"money""#), hold_of(r#""points":1000"#),
            hold_of(r#""points":1,"card_code":"1""#),
        ];
        let captures = [r#"{"points":0}"#, r#"{"points":-1}"#, r#"{"points":"x"}"#, r#"{"points":1.005}"#, r#"{"points":2}"#];
        let clients = [
            "", "{}", r#"{"phone":null,"name":"A"}"#, r#"{"phone":77012345678,"name":"A"}"#, r#"{"phone":"","name":"A"}"#,
            r#"{"phone":"abc","name":"A"}"#, r#"{"phone":"+7701","name":"A"}"#, r#"{"phone":"+77012345678"}"#,
            r#"{"phone":"+77012345678","name":""}"#, r#"{"phone":"+77012345678","name":5}"#, r#"{"name":"A"}"#,
        ];
        let long_client = format!(r#"{{"phone":"+77012345678","name":"{}"}}"#, "x".repeat(101));
        let owned = |bodies: &[&str]| bodies.iter().map(|body| (*body).to_owned()).collect::<Vec<String>>();
        let before = state(&db).await;
        for (path, bodies) in [
            (SALES.to_owned(), sales.clone()),
            (format!("{SALES}quote/"), sales),
            (format!("{SALES}batch/"), batches),
            (format!("{SALES}{}/refund/", sold["id"]), [owned(&refunds), vec![long_reason]].concat()),
            ("/ext/api/v1/holds/".to_owned(), holds),
            (format!("/ext/api/v1/holds/{}/capture/", hold["id"]), owned(&captures)),
            (format!("/ext/api/v1/holds/{}/release/", hold["id"]), Vec::new()),
            ("/ext/api/v1/clients/".to_owned(), [owned(&clients), vec![long_client]].concat()),
        ] {
            for body in bodies.into_iter().chain(owned(MALFORMED)) {
                let request = till.request(Method::POST, &path, &key).header("content-type", "application/json");
                let refused = answer(request.body(body.clone())).await;
                assert!([400, 409].contains(&refused.status.as_u16()), "{path} {body:.120}: {refused:?}");
                assert!(refused.json()["code"].is_string() && refused.json()["error"].is_string(), "{refused:?}");
            }
            let good = r#"{"x":1}"#.as_bytes().to_vec();
            let send = |kind: &str, body: Vec<u8>| {
                answer(till.request(Method::POST, &path, &key).header("content-type", kind).body(body))
            };
            send("text/plain", good).await.expect_error(415, "unsupported_media_type");
            let limit = if path.ends_with("batch/") { 16 << 20 } else { 1 << 20 };
            send("application/json", vec![b' '; limit + 1]).await.expect_error(413, "too_large");
        }
        assert_eq!(state(&db).await, before);
    }
}
