//! The customers' document, chapter by chapter, with the credentials that it prints.

mod accounts;
mod clients;
mod fields;
mod groups;
mod lists;
mod profiles;
mod requests;

use kopilka::domain::Scope;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{Answer, ApiServer, answer, options};
use crate::{database::TestDb, shop::Shop};

/// Where customers are.
pub(super) const CUSTOMERS: &str = "/api/customers/customers/";
/// Where groups are.
pub(super) const GROUPS: &str = "/api/customers/groups/";

/// A back office that has an access token and the key of the shop.
pub(super) struct BackOffice {
    pub(super) api: ApiServer,
    pub(super) token: String,
    pub(super) tenant: String,
    key: String,
}

impl BackOffice {
    pub(super) async fn open(db: &TestDb) -> Self {
        Self::serving(Shop::open(db).await).await
    }

    pub(super) async fn serving(shop: Shop) -> Self {
        Self::of(ApiServer::serving(shop).await).await
    }

    pub(super) async fn of(api: ApiServer) -> Self {
        let made = api.makes_key(&options(&[Scope::CustomersRead, Scope::CustomersUpdate])).await;
        let key = made.secret.unwrap().as_str().to_owned();
        let (token, tenant) = signs_in(&api, &key).await;
        Self { api, token, tenant, key }
    }

    /// Time passes, and another token is fetched.
    pub(super) async fn waits(&mut self, span: chrono::Duration) {
        self.api.clock.advance(span);
        (self.token, self.tenant) = signs_in(&self.api, &self.key).await;
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.api.anonymous(method, path).bearer_auth(&self.token);
        request.header("X-Tenant-Key", &self.tenant)
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        answer(self.request(Method::GET, path)).await
    }

    pub(super) async fn sends(&self, method: Method, path: &str, body: &Value) -> Answer {
        answer(self.request(method, path).json(body)).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::POST, path, body).await
    }

    pub(super) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::PATCH, path, body).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.sends(Method::PUT, path, body).await
    }

    /// The address of a new customer with this name and phone number.
    pub(super) async fn adds(&self, name: &str, phone: &str) -> String {
        let added = self.post(CUSTOMERS, &json!({ "first_name": name, "phone": phone })).await.expect(201);
        format!("{CUSTOMERS}{}/", added["id"])
    }

    /// The given names of a list, in its order.
    pub(super) async fn names(&self, path: &str) -> String {
        let list = self.get(path).await.expect(200);
        let names: Vec<&str> = rows(&list).iter().map(|row| row["first_name"].as_str().unwrap()).collect();
        names.join(" ")
    }
}

/// An access token, and the key of the shop.
async fn signs_in(api: &ApiServer, key: &str) -> (String, String) {
    let asked = api.anonymous(Method::POST, "/api/auth/token/").json(&json!({ "api_key": key }));
    let tokens = answer(asked).await.expect(200);
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    (text("access"), text("tenant_key"))
}

/// The rows of a page.
pub(super) fn rows(page: &Value) -> &Vec<Value> {
    page["results"].as_array().unwrap_or_else(|| panic!("no page: {page}"))
}
