//! Who may call: keys, their scopes, their end.

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{OperationId, Scope, ShopId},
    service::{Caller, api_keys},
};
use reqwest::Method;

use super::{ApiServer, answer, options};
use crate::{on_both, shop::Shop};

const CLIENTS: &str = "/ext/api/v1/clients/";

on_both! {
    async fn a_key_is_taken_in_either_header_and_nothing_else_is(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.till_key().await;
        let with = |headers: &[(&str, &str)]| {
            let headers: Vec<(String, String)> =
                headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let request = headers.iter().fold(api.anonymous(Method::GET, CLIENTS), |request, (name, value)| request.header(name, value));
            answer(request)
        };
        let bearer = format!("Bearer {key}");
        let lower = format!("bearer {key}");
        for headers in [
            vec![("X-API-Key", key.as_str())],
            vec![("Authorization", &bearer)],
            vec![("Authorization", &lower)],
            vec![("X-API-Key", &key), ("Authorization", &bearer)],
        ] {
            with(&headers).await.expect(200);
        }
        let other = format!("tb_{}", "A".repeat(32));
        let basic = format!("Basic {key}");
        for headers in [
            vec![],
            vec![("X-API-Key", "")],
            vec![("X-API-Key", other.as_str())],
            vec![("X-API-Key", &key[..20])],
            vec![("Authorization", &key)],
            vec![("Authorization", &basic)],
            vec![("X-API-Key", &key), ("Authorization", "Bearer x")],
        ] {
            let refused = with(&headers).await;
            assert_eq!(refused.status.as_u16(), 401, "{headers:?}");
            assert!(refused.header("www-authenticate").is_some());
            assert!(!refused.text.contains("tb_"), "{}", refused.text);
        }
    }

    async fn a_key_of_another_shop_is_unknown(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let other = ApiServer::serving(Shop::open_as(&db, ShopId(7_002)).await).await;
        let key = other.till_key().await;
        other.get(CLIENTS, &key).await.expect(200);
        api.get(CLIENTS, &key).await.expect_error(401, "wrong_credentials");
    }

    async fn a_key_without_the_scope_is_refused(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.makes_key(&options(&[Scope::PlatformRead, Scope::CustomersUpdate])).await.secret.unwrap();
        api.get(CLIENTS, key.as_str()).await.expect_error(403, "missing_scope");
        let all = api.makes_key(&options(&[Scope::All])).await.secret.unwrap();
        api.get(CLIENTS, all.as_str()).await.expect(200);
    }

    async fn a_key_ends_when_it_is_revoked_and_after_its_days(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&options(&[Scope::Till])).await;
        let mut short = options(&[Scope::Till]);
        short.days = Some(1);
        let short = api.makes_key(&short).await.secret.unwrap();
        let key = made.secret.unwrap();
        api.get(CLIENTS, key.as_str()).await.expect(200);
        let mut tx = api.shop.begin().await;
        let operation = Caller::operator(api.clock.now()).operation(OperationId::command("revoke"));
        assert!(api_keys::revoke(&mut tx, &operation, made.key.key_id).await.unwrap());
        tx.commit().await.unwrap();
        api.get(CLIENTS, key.as_str()).await.expect(401);
        api.clock.advance(Duration::hours(23));
        api.get(CLIENTS, short.as_str()).await.expect(200);
        api.clock.advance(Duration::hours(1));
        api.get(CLIENTS, short.as_str()).await.expect(401);
    }

    async fn after_a_rotation_both_keys_work_for_the_overlap(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&options(&[Scope::Till])).await;
        let old = made.secret.unwrap();
        let mut tx = api.shop.begin().await;
        let operation = Caller::operator(api.clock.now()).operation(OperationId::command("rotate"));
        let overlap = Duration::hours(24);
        let new = api_keys::rotate(&mut tx, &operation, &api.shop.chance, made.key.key_id, overlap).await.unwrap();
        tx.commit().await.unwrap();
        let secret = new.secret.unwrap();
        assert_eq!(new.key.first_key_id, made.key.key_id);
        for key in [old.as_str(), secret.as_str()] {
            api.get(CLIENTS, key).await.expect(200);
        }
        api.clock.advance(overlap);
        api.get(CLIENTS, old.as_str()).await.expect(401);
        api.get(CLIENTS, secret.as_str()).await.expect(200);
    }

    async fn uses_are_counted(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&options(&[Scope::Till])).await;
        let key = made.secret.unwrap();
        api.get(CLIENTS, key.as_str()).await.expect(200);
        api.get("/ext/api/v1/clients/1/balance/", key.as_str()).await.expect(404);
        let counted = async {
            loop {
                let mut tx = api.shop.read().await;
                let found = api_keys::get(&mut tx, made.key.key_id).await.unwrap();
                if found.uses == 2 {
                    break found;
                }
                drop(tx);
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let counted = tokio::time::timeout(std::time::Duration::from_secs(20), counted).await.unwrap();
        assert_eq!(counted.last_used_at, Some(api.clock.now()));
        let routes = db.raw().await.texts("SELECT route || ' ' || status FROM api_uses ORDER BY route").await;
        assert_eq!(routes, ["/ext/api/v1/clients 200", "/ext/api/v1/clients/{id}/balance 404"]);
    }
}
