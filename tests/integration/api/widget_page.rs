//! The widget in a browser: in a frame on a site of another origin, live, on a phone, in the background.

use axum::{Router, response::Html, routing::get};
use kopilka::domain::ParcelStatus;
use serde_json::{Value, json};

use super::ApiServer;
use crate::{
    browser::Browser,
    database::{Kind, TestDb},
};

/// What does not fit into the window.
const TOO_WIDE: &str = "return [...document.querySelectorAll('main *:not(.unseen, h1, input)')].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return right > innerWidth + 1 || left < -1 || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
}).map((element) => element.outerHTML.slice(0, 80))";

/// Serves a site that shows an address in a frame. Returns the site's own address.
async fn site(frame: &str) -> String {
    let page = format!(
        "<!doctype html><title>Shop</title><body><h1>Where is my parcel</h1>\
         <iframe src=\"{frame}\" title=\"Parcel\" style=\"width: 100%; height: 560px; border: 0\"></iframe>"
    );
    let routes = Router::new().route("/", get(async move || Html(page)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    address
}

/// Does something with the browser, which blocks.
async fn in_browser<R: Send + 'static>(
    mut browser: Browser,
    act: impl FnOnce(&mut Browser) -> R + Send + 'static,
) -> (Browser, R) {
    tokio::task::spawn_blocking(move || {
        let outcome = act(&mut browser);
        (browser, outcome)
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_shows_the_status_in_a_frame_and_it_changes_by_itself() {
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    api.adds_parcel("ABC-123").await;
    let frame = api.url(&format!("/widget/{}?number=abc+123&lang=en", api.shop.id));
    let address = site(&frame).await;
    let (browser, ()) = in_browser(Browser::start(), move |browser| {
        browser.resize(1280, 800);
        browser.open(&address);
        browser.wait_until_in_frame("document.querySelector('#status')?.textContent === 'expected'");
        let shown = browser.run_in_frame("return document.querySelector('main').innerText");
        let shown = shown.as_str().unwrap();
        assert!(shown.contains("ABC-123"), "{shown}");
        for secret in ["SECRET77", "Anna", "4242", "150", "14.29"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    })
    .await;
    api.moves_parcel("ABC-123", ParcelStatus::InTransit).await;
    let (browser, ()) = in_browser(browser, |browser| {
        browser.wait_until_in_frame("document.querySelector('#status').textContent === 'on its way'");
        let spoken = browser.run_in_frame("return document.querySelector('#spoken[role=status]').textContent");
        assert_eq!(spoken, json!("ABC-123: on its way"), "a screen reader says it");
        let past = browser
            .run_in_frame("return [...document.querySelectorAll('#history li span')].map((past) => past.textContent)");
        assert_eq!(past, json!(["on its way", "expected"]), "newest first");
    })
    .await;
    drop((browser, api));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_asks_by_keyboard_and_is_told_what_went_wrong() {
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    api.adds_parcel("ABC-123").await;
    api.adds_parcel(&"W".repeat(64)).await;
    api.moves_parcel("ABC-123", ParcelStatus::Issued).await;
    let page = api.url(&format!("/widget/{}", api.shop.id));
    let (browser, ()) = in_browser(Browser::start(), move |browser| {
        for (language, width) in [("ru", 320), ("en", 1280), ("kk", 360), ("ky", 360), ("uz", 360)] {
            browser.prefer(language);
            browser.resize(width, 640);
            browser.open(&format!("{page}/"));
            browser.wait_until("document.querySelector('form') && document.readyState === 'complete'");
            let label = browser.run("return document.querySelector('#number').labels[0].textContent");
            assert!(label.as_str().is_some_and(|label| label.len() > 5), "{label}");
            browser.press("Tab");
            assert_eq!(browser.run("return document.activeElement.id"), json!("number"));
            for number in [&"W".repeat(64), "abc123"] {
                browser.run(&format!("document.querySelector('#number').value = ' {number} '"));
                browser.press("Enter");
                browser.wait_until(&format!(
                    "document.querySelector('#shown-number').textContent.replace('-', '').toLowerCase() === '{}' && !document.querySelector('#parcel').hidden",
                    number.to_lowercase()
                ));
                assert_eq!(browser.run(TOO_WIDE), json!([]), "{language}");
            }
        }
        browser.prefer("en");
        browser.open(&format!("{page}?number=NOPE"));
        browser.wait_until("document.querySelector('#notice[role=status]')?.textContent.includes('no parcel')");
        assert_eq!(browser.run("return document.querySelector('#parcel').hidden"), json!(true));
        // A slash at the end of the address changes nothing, nor does a number that is no word of HTML.
        browser.open(&format!("{page}/?number=%3Cimg%20src%3Dx%3E"));
        browser.wait_until("document.querySelector('#notice')?.textContent.includes('no parcel')");
        browser.run("for (let count = 0; count < 20; count++) await fetch(`${location.pathname.replace(/\\/$/, '')}/status?number=abc123`)");
        browser.open(&format!("{page}?number=abc123"));
        browser.wait_until("document.querySelector('#notice')?.textContent.includes('Please try again in')");
        let blocked = browser.run("return performance.getEntriesByType('resource').filter((entry) => new URL(entry.name).host !== location.host && !entry.name.startsWith('data:')).length");
        assert_eq!(blocked, json!(0), "nothing comes from elsewhere");
    })
    .await;
    drop((browser, api));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_keeps_within_the_limit_and_waits_in_the_background() {
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    api.adds_parcel("ABC-123").await;
    let page = api.url(&format!("/widget/{}?number=abc123", api.shop.id));
    let (browser, ()) = in_browser(Browser::start(), move |browser| {
        // The page's clock and its timers are moved by hand; what it asks for is counted.
        let control = "
            window.calls = 0; window.clock = 0; window.timers = new Map(); let next = 1;
            const began = Date.now();
            Date.now = () => began + clock;
            window.setTimeout = (act, pause = 0) => { timers.set(next, [clock + pause, act]); return next++; };
            window.clearTimeout = (id) => timers.delete(id);
            const ask = window.fetch;
            window.fetch = (...call) => { calls++; return ask(...call); };
            window.pass = async (seconds) => {
                for (const end = clock + seconds * 1000; ;) {
                    const due = [...timers].filter(([, [at]]) => at <= end).sort(([, a], [, b]) => a[0] - b[0])[0];
                    if (!due) { clock = end; return calls; }
                    timers.delete(due[0]);
                    clock = Math.max(clock, due[1][0]);
                    await due[1][1]();
                }
            };
            window.background = (isHidden) => {
                Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
            };";
        browser.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": control }));
        browser.open(&page);
        browser.wait_until("window.timers?.size === 1");
        let asked = |browser: &mut Browser, script: &str| -> Value { browser.run(script) };
        assert_eq!(asked(browser, "return await pass(0)"), json!(1));
        assert_eq!(asked(browser, "return await pass(59)"), json!(4), "within a minute");
        assert_eq!(asked(browser, "background(true); return await pass(600)"), json!(4), "in the background it waits");
        assert_eq!(asked(browser, "background(false); return await pass(0)"), json!(5), "seen again, it asks at once");
        assert_eq!(
            asked(
                browser,
                "background(true); background(false); background(true); background(false); return await pass(14)"
            ),
            json!(5)
        );
        assert_eq!(asked(browser, "return await pass(1)"), json!(6));
    })
    .await;
    drop((browser, api));
}
