//! Access tokens: how they are got, what they may do, how they end.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{OperationId, Role, Scope, ShopId, TelegramId},
    service::{
        Caller, api_keys, api_tokens,
        staff::{self, Member},
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, ApiServer, OWNER, answer, options};
use crate::{
    on_both,
    shop::{Shop, finish},
};

const TOKEN: &str = "/api/auth/token/";
const REFRESH: &str = "/api/auth/token/refresh/";
const CLIENTS: &str = "/ext/api/v1/clients/";
const VERA: TelegramId = TelegramId(901);

impl ApiServer {
    async fn asks(&self, path: &str, body: &Value) -> Answer {
        answer(self.anonymous(Method::POST, path).json(body)).await
    }

    /// The answer to a request with an access token.
    async fn with_token(&self, path: &str, token: &str) -> Answer {
        answer(self.anonymous(Method::GET, path).bearer_auth(token)).await
    }

    async fn appoints(&self, person: TelegramId, role: Role) {
        let mut tx = self.shop.begin().await;
        let member = Member { telegram_id: person, role, name: "Вера".to_owned() };
        let result = staff::appoint(&mut tx, &self.shop.staff(Role::Owner), &member).await;
        finish(tx, result).await.unwrap();
    }

    async fn dismisses(&self, person: TelegramId) {
        let mut tx = self.shop.begin().await;
        let result = staff::dismiss(&mut tx, &self.shop.staff(Role::Owner), person).await;
        assert!(finish(tx, result).await.unwrap());
    }

    /// The one-time code that the bot gives a person.
    async fn code(&self, person: TelegramId, role: Role) -> String {
        let mut tx = self.shop.begin().await;
        let caller = Caller::staff(person, role, self.clock.now());
        let code = api_tokens::issue_code(&mut tx, &self.shop.chance, &caller).await.unwrap();
        tx.commit().await.unwrap();
        code.as_str().to_owned()
    }

    /// The tokens that a person gets with a code.
    async fn signs_in(&self, person: TelegramId, role: Role) -> Value {
        let code = self.code(person, role).await;
        self.asks(TOKEN, &json!({ "code": code })).await.expect(200)
    }
}

fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap_or_else(|| panic!("{name}: {tokens}"))
}

fn expect_detail(answer: &Answer, status: u16) {
    let body = answer.expect(status);
    assert!(body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{body}");
}

/// A code that is not this one.
fn another(code: &str, step: u32) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + step) % 1_000_000)
}

on_both! {
    async fn a_key_gets_a_token_that_may_do_what_the_key_may(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&options(&[Scope::Till])).await;
        let tokens = api.asks(TOKEN, &json!({ "api_key": made.secret.as_ref().unwrap().as_str() })).await.expect(200);
        assert_eq!(tokens["expires_in"], 1800);
        assert_eq!(text(&tokens, "tenant_key").len(), 16);
        let access = text(&tokens, "access");
        api.with_token(CLIENTS, access).await.expect(200);
        answer(api.request(Method::GET, CLIENTS, access)).await.expect(200);
        let other = api.makes_key(&options(&[Scope::BillsRead])).await.secret.unwrap();
        let other = api.asks(TOKEN, &json!({ "api_key": other.as_str() })).await.expect(200);
        api.with_token(CLIENTS, text(&other, "access")).await.expect_error(403, "missing_scope");
        // The token and its refresh token end with the key.
        let mut tx = api.shop.begin().await;
        let operation = Caller::operator(api.clock.now()).operation(OperationId::command("revoke"));
        assert!(api_keys::revoke(&mut tx, &operation, made.key.key_id).await.unwrap());
        tx.commit().await.unwrap();
        api.with_token(CLIENTS, access).await.expect_error(401, "wrong_credentials");
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": tokens["refresh"] })).await, 401);
        let again = api.asks(TOKEN, &json!({ "api_key": made.secret.unwrap().as_str() })).await;
        expect_detail(&again, 401);
        assert!(again.header("www-authenticate").is_some());
    }

    async fn staff_get_a_token_with_a_code_that_works_once(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let first = api.code(OWNER, Role::Owner).await;
        let code = api.code(OWNER, Role::Owner).await;
        expect_detail(&api.asks(TOKEN, &json!({ "code": first })).await, 401);
        let tokens = api.asks(TOKEN, &json!({ "code": code })).await.expect(200);
        api.with_token(CLIENTS, text(&tokens, "access")).await.expect(200);
        expect_detail(&api.asks(TOKEN, &json!({ "code": code })).await, 401);
        let late = api.code(OWNER, Role::Owner).await;
        api.clock.advance(Duration::minutes(5));
        expect_detail(&api.asks(TOKEN, &json!({ "code": late })).await, 401);
    }

    async fn a_token_may_do_what_the_role_may_at_this_moment(db: TestDb) {
        let api = ApiServer::start(&db).await;
        for role in [Role::Cashier, Role::Manager] {
            api.appoints(VERA, role).await;
            let tokens = api.signs_in(VERA, role).await;
            api.with_token(CLIENTS, text(&tokens, "access")).await.expect(200);
        }
        // The scopes of a manager's token do not outlive the role.
        let tokens = api.signs_in(VERA, Role::Manager).await;
        api.appoints(VERA, Role::Cashier).await;
        api.with_token(CLIENTS, text(&tokens, "access")).await.expect(200);
        let held = api.code(VERA, Role::Cashier).await;
        api.dismisses(VERA).await;
        api.with_token(CLIENTS, text(&tokens, "access")).await.expect_error(401, "wrong_credentials");
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": tokens["refresh"] })).await, 401);
        expect_detail(&api.asks(TOKEN, &json!({ "code": held })).await, 401);
        // A later role does not bring them back.
        api.appoints(VERA, Role::Manager).await;
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": tokens["refresh"] })).await, 401);
    }

    async fn a_refresh_token_works_once_and_for_two_weeks(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let tokens = api.signs_in(OWNER, Role::Owner).await;
        api.clock.advance(Duration::minutes(30));
        api.with_token(CLIENTS, text(&tokens, "access")).await.expect_error(401, "wrong_credentials");
        let next = api.asks(REFRESH, &json!({ "refresh": tokens["refresh"] })).await.expect(200);
        api.with_token(CLIENTS, text(&next, "access")).await.expect(200);
        assert_eq!(next["tenant_key"], tokens["tenant_key"]);
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": tokens["refresh"] })).await, 401);
        let next = api.signs_in(OWNER, Role::Owner).await;
        let next = api.asks(REFRESH, &json!({ "refresh": next["refresh"] })).await.expect(200);
        api.clock.advance(Duration::days(14));
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": next["refresh"] })).await, 401);
    }

    async fn of_one_refresh_token_used_many_times_at_once_one_use_counts(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let tokens = api.signs_in(OWNER, Role::Owner).await;
        let body = json!({ "refresh": tokens["refresh"] });
        let answers = futures_util::future::join_all((0..8).map(|_| api.asks(REFRESH, &body))).await;
        let issued = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
        assert_eq!(issued, 1, "{answers:?}");
    }

    async fn a_used_refresh_token_ends_the_sign_in_when_it_is_sent_again(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let stolen = api.signs_in(OWNER, Role::Owner).await;
        let of_another_device = api.signs_in(OWNER, Role::Owner).await;
        let mut of_thief = stolen.clone();
        for _ in 0..3 {
            of_thief = api.asks(REFRESH, &json!({ "refresh": of_thief["refresh"] })).await.expect(200);
        }
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": stolen["refresh"] })).await, 401);
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": of_thief["refresh"] })).await, 401);
        api.asks(REFRESH, &json!({ "refresh": of_another_device["refresh"] })).await.expect(200);
        // Of a key too.
        let key = api.till_key().await;
        let first = api.asks(TOKEN, &json!({ "api_key": key })).await.expect(200);
        let second = api.asks(REFRESH, &json!({ "refresh": first["refresh"] })).await.expect(200);
        assert_ne!(first["refresh"], second["refresh"]);
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": first["refresh"] })).await, 401);
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": second["refresh"] })).await, 401);
    }

    async fn another_shops_tokens_and_tenant_key_are_refused(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let other = ApiServer::serving(Shop::open_as(&db, ShopId(7_002)).await).await;
        let own = api.signs_in(OWNER, Role::Owner).await;
        let foreign = other.signs_in(OWNER, Role::Owner).await;
        assert_ne!(own["tenant_key"], foreign["tenant_key"]);
        other.with_token(CLIENTS, text(&foreign, "access")).await.expect(200);
        api.with_token(CLIENTS, text(&foreign, "access")).await.expect_error(401, "wrong_credentials");
        expect_detail(&api.asks(REFRESH, &json!({ "refresh": foreign["refresh"] })).await, 401);
        let code = other.code(OWNER, Role::Owner).await;
        expect_detail(&api.asks(TOKEN, &json!({ "code": code })).await, 401);
        let key = other.till_key().await;
        expect_detail(&api.asks(TOKEN, &json!({ "api_key": key })).await, 401);
        let with_tenant = async |tenant: &str| {
            let request = api.anonymous(Method::GET, CLIENTS).bearer_auth(text(&own, "access"));
            answer(request.header("X-Tenant-Key", tenant)).await
        };
        with_tenant(text(&own, "tenant_key")).await.expect(200);
        for wrong in [text(&foreign, "tenant_key"), "", "x"] {
            with_tenant(wrong).await.expect_error(403, "wrong_tenant_key");
        }
    }

    async fn wrong_requests_for_tokens_answer_as_drf_does(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let send = |path: &'static str, body: &'static str| {
            answer(api.anonymous(Method::POST, path).header("content-type", "application/json").body(body))
        };
        for (path, body, field) in [
            (TOKEN, "{}", "non_field_errors"),
            (TOKEN, r#"{"api_key": "x", "code": "123456"}"#, "non_field_errors"),
            (TOKEN, r#"{"api_key": ""}"#, "api_key"),
            (TOKEN, r#"{"api_key": 5}"#, "api_key"),
            (TOKEN, r#"{"code": []}"#, "code"),
            (TOKEN, r#"{"code": " "}"#, "code"),
            (TOKEN, "[]", "non_field_errors"),
            (REFRESH, "{}", "refresh"),
            (REFRESH, r#"{"refresh": null}"#, "refresh"),
            (REFRESH, "\"x\"", "non_field_errors"),
        ] {
            let refused = send(path, body).await;
            let said = refused.expect(400);
            assert!(said[field][0].as_str().is_some_and(|text| !text.is_empty()), "{body}: {said}");
        }
        expect_detail(&send(TOKEN, "{").await, 400);
        for body in [r#"{"api_key": "tb_x"}"#, r#"{"code": "12345"}"#, r#"{"code": "abcdef"}"#] {
            expect_detail(&send(TOKEN, body).await, 401);
        }
        expect_detail(&send(REFRESH, r#"{"refresh": "x"}"#).await, 401);
        expect_detail(&answer(api.anonymous(Method::GET, TOKEN)).await, 405);
        expect_detail(&answer(api.anonymous(Method::GET, "/api/auth/nothing/")).await, 404);
        for (language, words) in [("ru", "код"), ("en", "code"), ("kk", "код"), ("ky", "код"), ("uz", "kod")] {
            let told = |body: &'static str| {
                let request = api.anonymous(Method::POST, TOKEN).header("content-type", "application/json");
                answer(request.header("Accept-Language", language).body(body))
            };
            let code = told(r#"{"code": "12345"}"#).await.expect(401)["detail"].to_string();
            assert!(code.contains(words) && code.contains("/token"), "{language}: {code}");
            let none = told("{}").await.expect(400)["non_field_errors"][0].to_string();
            assert!(none.contains("api_key, code"), "{language}: {none}");
        }
        let english = answer(api.anonymous(Method::POST, REFRESH).header("Accept-Language", "en").json(&json!({})));
        let english = english.await.expect(400);
        assert!(english["refresh"][0].as_str().unwrap().contains("required"), "{english}");
    }

    async fn codes_cannot_be_guessed_by_one_address(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let code = api.code(OWNER, Role::Owner).await;
        let mut statuses = Vec::new();
        for step in 1..=25 {
            let tried = api.asks(TOKEN, &json!({ "code": another(&code, step) })).await;
            statuses.push(tried.status.as_u16());
        }
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 20, "{statuses:?}");
        let right = api.asks(TOKEN, &json!({ "code": code })).await;
        expect_detail(&right, 429);
        assert!(right.header("retry-after").is_some());
        // A key has another length.
        let key = api.till_key().await;
        api.asks(TOKEN, &json!({ "api_key": key })).await.expect(200);
    }

    async fn too_many_wrong_codes_end_those_that_are_out(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let code = api.code(OWNER, Role::Owner).await;
        let tries = async |count: i64| {
            for step in 1..=count {
                let mut tx = api.shop.begin().await;
                let wrong = another(&code, u32::try_from(step).unwrap()).parse().unwrap();
                let used = api_tokens::use_code(&mut tx, &[OWNER], &wrong, api.clock.now()).await.unwrap();
                assert_eq!(used, None);
                tx.commit().await.unwrap();
            }
        };
        tries(api_tokens::WRONG_CODES - 1).await;
        let mut tx = api.shop.begin().await;
        let right = code.parse().unwrap();
        let used = api_tokens::use_code(&mut tx, &[OWNER], &right, api.clock.now()).await.unwrap();
        assert!(used.is_some());
        tx.rollback().await.unwrap();
        tries(1).await;
        expect_detail(&api.asks(TOKEN, &json!({ "code": code })).await, 401);
        let fresh = api.code(OWNER, Role::Owner).await;
        api.asks(TOKEN, &json!({ "code": fresh })).await.expect(200);
    }

    async fn an_exchange_counts_in_the_limit_of_the_key(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let mut few = options(&[Scope::Till]);
        few.rate_per_minute = 2;
        let key = api.makes_key(&few).await.secret.unwrap();
        let tokens = api.asks(TOKEN, &json!({ "api_key": key.as_str() })).await;
        assert_eq!(tokens.header("x-ratelimit-remaining"), Some("1"));
        api.with_token(CLIENTS, text(&tokens.expect(200), "access")).await.expect(200);
        let refused = api.asks(TOKEN, &json!({ "api_key": key.as_str() })).await;
        expect_detail(&refused, 429);
        assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
        // The refresh token was not used up.
        api.get(CLIENTS, key.as_str()).await.expect_error(429, "too_many_requests");
        api.clock.advance(Duration::minutes(1));
        api.asks(REFRESH, &json!({ "refresh": tokens.json()["refresh"] })).await.expect(200);
    }
}

#[test]
fn the_program_prints_a_token_for_staff_alone() {
    use crate::command::{failure, kopilka, said};
    let directory = tempfile::TempDir::new().unwrap();
    let settings = [("TELOXIDE_TOKEN", "7001:test"), ("OWNER_IDS", "900")];
    let printed = kopilka(directory.path(), &settings, &["token", "900", "--json"]);
    let (out, err) = said(&printed);
    let tokens: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out} {err}"));
    assert_eq!(tokens["expires_in"], 1800);
    assert!(text(&tokens, "access").split('.').count() == 3 && !text(&tokens, "refresh").is_empty());
    let (out, _) = said(&kopilka(directory.path(), &settings, &["token", "900"]));
    assert!(out.starts_with("access: ") && out.contains(text(&tokens, "tenant_key")), "{out}");
    let line = failure(&kopilka(directory.path(), &settings, &["token", "901"]));
    assert!(line.contains("901 is no member of the staff"), "{line}");
}
