//! The guide names every operation of the description, and none that is not there.

use std::{collections::BTreeSet, fs, path::Path};

use reqwest::Method;

use super::{ApiServer, answer};
use crate::database::{Kind, TestDb};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/// What the server serves beside the described operations.
const BESIDE: [&str; 7] = [
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /api/docs",
    "GET /api/redoc",
    "GET /api/openapi.json",
    "GET /widget/{bot_id}",
];

/// What a document names: a method, a space and a path between backticks, without the slash at its end.
fn named(document: &str) -> BTreeSet<String> {
    let parts = document.lines().filter(|line| !line.starts_with("```")).flat_map(|line| line.split('`'));
    let is_operation = |part: &&str| {
        part.split_once(' ').is_some_and(|(method, path)| METHODS.contains(&method) && path.starts_with('/'))
    };
    parts.filter(is_operation).map(|part| part.split('?').next().unwrap().trim_end_matches('/').to_owned()).collect()
}

#[test]
fn operations_in_a_text_are_found() {
    let found = named("`GET /a/` and `POST /b/{id}/c?x=1`, not GET /d or `GET` or `PUT it`\n```\n| `DELETE /e` |");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["DELETE /e", "GET /a", "POST /b/{id}/c"]);
}

#[tokio::test]
async fn the_guide_names_every_operation_and_invents_none() {
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    let description = answer(api.anonymous(Method::GET, "/api/openapi.json")).await.expect(200);
    let mut expected: BTreeSet<String> = BESIDE.iter().map(|beside| (*beside).to_owned()).collect();
    for (path, item) in description["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().keys().filter(|key| METHODS.contains(&key.to_uppercase().as_str()));
        expected.extend(methods.map(|method| format!("{} {}", method.to_uppercase(), path.trim_end_matches('/'))));
    }
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/API_INTEGRATION_GUIDE.md");
    let named = named(&fs::read_to_string(guide).unwrap());
    let missing: Vec<_> = expected.difference(&named).collect();
    let invented: Vec<_> = named.difference(&expected).collect();
    assert!(missing.is_empty() && invented.is_empty(), "not in the guide: {missing:#?}\nnot served: {invented:#?}");
    for beside in BESIDE {
        let path = beside.strip_prefix("GET ").unwrap().replace("{bot_id}", &api.shop.id.to_string());
        let status = answer(api.anonymous(Method::GET, &path)).await.status;
        assert_eq!(status, 200, "{beside}");
    }
}
