//! The documents of the APIs in a browser, which has no other server to load anything from.

use serde_json::json;

use super::ApiServer;
use crate::{
    browser::Browser,
    database::{Kind, TestDb},
};

/// Opens a page of a new server, and waits until it shows an endpoint.
async fn open(path: &str, endpoint: &str) -> Browser {
    let api = ApiServer::start(&TestDb::new(Kind::Sqlite).await).await;
    let (url, endpoint) = (api.url(path), endpoint.to_owned());
    let shown = tokio::task::spawn_blocking(move || {
        let mut browser = Browser::start();
        browser.resize(1280, 800);
        browser.open(&url);
        browser.wait_until(&format!("document.body?.textContent.includes({})", json!(endpoint)));
        let loaded = browser.run("return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host).filter((host) => host !== '' && host !== location.host)");
        // The policy of the page blocks Redoc's logo.
        let blocked = json!(["cdn.redoc.ly"]);
        assert!(loaded == json!([]) || loaded == blocked, "loaded from elsewhere: {loaded}");
        browser
    });
    let browser = shown.await.unwrap();
    drop(api);
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn swagger_ui_shows_the_endpoints_and_sends_requests_with_a_key() {
    let mut browser = open("/api/docs", "/ext/api/v1/clients/{id}/balance/").await;
    tokio::task::spawn_blocking(move || {
        assert_eq!(browser.run("return document.querySelectorAll('.opblock').length > 10"), json!(true));
        assert_eq!(
            browser.run("return document.querySelector('.btn.authorize') !== null"),
            json!(true),
            "a key can be entered"
        );
        assert_eq!(
            browser.run("return document.querySelectorAll('.errors-wrapper').length"),
            json!(0),
            "the description has errors"
        );
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redoc_shows_the_endpoints() {
    let mut browser = open("/api/redoc", "/ext/api/v1/clients/{id}/balance/").await;
    tokio::task::spawn_blocking(move || {
        assert_eq!(browser.run("return document.querySelectorAll('[data-section-id]').length > 10"), json!(true));
    })
    .await
    .unwrap();
}
