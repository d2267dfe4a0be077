//! A customer of the sandbox follows a parcel in a browser, while a script changes it over HTTP.
//!
//! With `KOPILKA_TEST_PICTURES` set to a directory, the pictures of the documents are written there.

use std::{path::PathBuf, time::Duration};

use serde_json::{Value, json};

use crate::page::Page;

/// The bot of the sandbox.
const BOT: i64 = 7_000_000_001;
/// A customer of the sandbox, whom the examples of the documents name by this code.
const ZOE: i64 = 9_000_000_008;
const CLIENT: &str = "CLIENT123";
/// The width of the window, and the height that shows all notices.
const WIDTH: u32 = 440;
const HEIGHT: u32 = 800;

/// A program of the shop that calls its API.
struct Script {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
    parcels: String,
    key: String,
}

impl Script {
    fn of(page: &Page) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap();
        let parcels = format!("{}/v1/tracking/{BOT}", page.apis);
        Self { runtime, client, parcels, key: page.key.clone() }
    }

    fn sends(&self, method: reqwest::Method, path: &str, body: &Value) -> Value {
        let request = self.client.request(method, format!("{}{path}", self.parcels));
        let request = request.header("X-API-Key", &self.key).json(body);
        self.runtime.block_on(async {
            let answer = request.send().await.unwrap().error_for_status().unwrap();
            answer.json().await.unwrap()
        })
    }

    fn adds(&self, parcel: &Value) -> i64 {
        self.sends(reqwest::Method::POST, "", parcel)["id"].as_i64().unwrap()
    }

    fn moves(&self, parcel: i64, status: &str) {
        let changed = self.sends(reqwest::Method::PUT, &format!("/{parcel}"), &json!({ "status": status }));
        assert_eq!(changed["current_status"], status);
    }
}

/// Writes a picture of the page at this height, where pictures are asked for.
fn picture(page: &mut Page, name: &str, height: u32) {
    let Some(directory) = std::env::var_os("KOPILKA_TEST_PICTURES") else { return };
    page.browser.resize(WIDTH, height);
    page.run("document.activeElement?.blur(); await pause(2500)");
    std::fs::write(PathBuf::from(directory).join(name), page.browser.picture()).unwrap();
}

/// Waits until the last message of the bot says all this.
fn wait_for(page: &mut Page, parts: &[&str]) {
    let parts = json!(parts);
    page.browser.wait_until(&format!(
        "{parts}.every((part) => [...document.querySelectorAll('.message.theirs')].at(-1)?.textContent.includes(part))"
    ));
}

fn press(page: &mut Page, label: &str) {
    let label = json!(label);
    page.run(&format!(
        "[...document.querySelectorAll('.message.theirs .key')].filter((key) => key.textContent.includes({label})).at(-1).click()"
    ));
}

#[test]
fn a_customer_follows_a_parcel_from_pending_to_issued_while_a_script_changes_it() {
    let mut page = Page::open("en", (WIDTH, HEIGHT), &ZOE.to_string());
    let script = Script::of(&page);
    page.says(ZOE, "/start", "Welcome back");
    page.run("document.querySelector('.composer [aria-pressed=true]')?.click()");
    let parcel = script.adds(&json!({
        "tracking_number": "RB745120955CN", "client_code": CLIENT, "quantity": 2, "weight_kg": 2.35, "price_per_kg_usd": 9.5
    }));
    wait_for(&mut page, &["A parcel is expected", "RB745120955CN"]);
    for (status, says) in [("in_transit", "on its way"), ("delivered", "has arrived"), ("issued", "was issued")] {
        script.moves(parcel, status);
        wait_for(&mut page, &[says, "RB745120955CN"]);
        page.assert_fits(status);
        if status == "delivered" {
            picture(&mut page, "parcels-notices.png", HEIGHT);
        }
    }
    page.says(ZOE, "/parcels", "in all: 6");
    wait_for(&mut page, &["Still to receive: 3", "YT2411800123456", "Your code for parcels: CLIENT123"]);
    page.assert_fits("the list");
    picture(&mut page, "parcels-list.png", 780);
    press(&mut page, "RB745120955CN");
    wait_for(&mut page, &["History", "expected", "on its way", "arrived", "issued", "$22.33"]);
    page.assert_fits("a parcel");
    picture(&mut page, "parcels-history.png", 500);
}
