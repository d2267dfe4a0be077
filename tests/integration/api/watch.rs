//! Owners are told when a key is tried from a new address, or fails often.

use std::net::Ipv4Addr;

use chrono::Duration;
use kopilka::{
    clock::Clock as _,
    domain::{KeyId, OperationId, Scope},
    service::{
        Caller,
        api_keys::{self, Use},
        api_limits,
    },
};

use super::{ApiServer, OWNER, options};
use crate::{database::Raw, on_both};

impl ApiServer {
    async fn runs_jobs(&self) {
        crate::jobs::run_all_of_owners(&self.shop.db, self.shop.id, vec![OWNER], self.clock.now()).await.unwrap();
    }

    async fn uses(&self, key: KeyId, address: u8, status: u16, times: usize) {
        let used = Use {
            key_id: key,
            used_at: self.clock.now(),
            method: "GET",
            route: "/ext/api/v1/clients".to_owned(),
            status,
            address: Ipv4Addr::new(192, 0, 2, address).to_string(),
            is_ended: status == 401,
        };
        let mut tx = self.shop.begin().await;
        api_keys::log_uses(&mut tx, &vec![used; times]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// What the owner was sent since the last look.
async fn told(raw: &mut Raw) -> Vec<String> {
    let sent = raw.texts("SELECT body FROM outbox WHERE chat_id = 900 ORDER BY outbox_id").await;
    raw.run("DELETE FROM outbox WHERE chat_id = 900").await;
    sent
}

on_both! {
    async fn owners_are_told_of_a_new_address_once_a_day(db: TestDb) {
        let api = ApiServer::start(&db).await;
        api.shop.welcomes(OWNER.0, "Айгерим").await;
        let mut raw = db.raw().await;
        told(&mut raw).await;
        let key = api.makes_key(&options(&[Scope::Till])).await.key.key_id;
        api.uses(key, 1, 200, 3).await;
        api.runs_jobs().await;
        assert_eq!(told(&mut raw).await, [""; 0], "the first address is not worth telling");
        api.uses(key, 2, 200, 2).await;
        api.runs_jobs().await;
        let said = told(&mut raw).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("192.0.2.2") && !said[0].contains("192.0.2.1<"), "{said:?}");
        assert!(said[0].contains("test") && said[0].contains("tb_"), "{said:?}");
        // What comes on the same day is told the next day, in one message.
        api.uses(key, 3, 200, 1).await;
        api.clock.advance(Duration::minutes(1));
        api.uses(key, 4, 401, 1).await;
        api.uses(key, 2, 200, 1).await;
        api.runs_jobs().await;
        assert_eq!(told(&mut raw).await, [""; 0]);
        api.clock.advance(Duration::hours(24));
        api.runs_jobs().await;
        let said = told(&mut raw).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("192.0.2.3") && said[0].contains("192.0.2.4"), "{said:?}");
        api.clock.advance(Duration::hours(24));
        api.runs_jobs().await;
        assert_eq!(told(&mut raw).await, [""; 0]);
    }

    async fn owners_are_told_of_a_key_that_fails_often_once_a_day(db: TestDb) {
        let api = ApiServer::start(&db).await;
        api.shop.welcomes(OWNER.0, "Айгерим").await;
        let mut raw = db.raw().await;
        told(&mut raw).await;
        let key = api.makes_key(&options(&[Scope::Till])).await.key.key_id;
        api.uses(key, 1, 403, 50).await;
        api.uses(key, 1, 429, 49).await;
        api.uses(key, 1, 404, 50).await;
        api.runs_jobs().await;
        assert_eq!(told(&mut raw).await, [""; 0], "99 refusals");
        api.uses(key, 1, 401, 1).await;
        api.runs_jobs().await;
        let said = told(&mut raw).await;
        assert!(said.len() == 1 && said[0].contains("100"), "{said:?}");
        api.uses(key, 1, 401, 200).await;
        api.clock.advance(Duration::hours(23));
        api.runs_jobs().await;
        assert_eq!(told(&mut raw).await, [""; 0]);
        api.uses(key, 1, 403, 100).await;
        api.clock.advance(Duration::hours(1));
        api.runs_jobs().await;
        assert_eq!(told(&mut raw).await.len(), 1);
        let mut tx = api.shop.read().await;
        let uses = api_keys::get(&mut tx, key).await.unwrap().uses;
        assert_eq!(uses, 50 + 49 + 50 + 100, "what an ended key tries is no use of it");
    }

    async fn requests_with_a_revoked_key_are_in_the_log(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let made = api.makes_key(&options(&[Scope::Till])).await;
        let secret = made.secret.unwrap();
        let mut tx = api.shop.begin().await;
        let operation = Caller::operator(api.clock.now()).operation(OperationId::command("revoke"));
        assert!(api_keys::revoke(&mut tx, &operation, made.key.key_id).await.unwrap());
        tx.commit().await.unwrap();
        api.get("/ext/api/v1/clients/", secret.as_str()).await.expect(401);
        let body = serde_json::json!({ "api_key": secret.as_str() });
        api.post("/api/auth/token/", secret.as_str(), &body).await.expect(401);
        let mut raw = db.raw().await;
        let logged = async {
            while raw.number("SELECT COUNT(*) FROM api_uses").await < 2 {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), logged).await.unwrap();
        let routes = raw.texts("SELECT route || ' ' || status FROM api_uses ORDER BY route").await;
        assert_eq!(routes, ["/api/auth/token 401", "/ext/api/v1/clients 401"]);
        assert_eq!(raw.number("SELECT uses FROM api_keys").await, 0);
    }

    async fn what_the_apis_no_longer_need_is_deleted(db: TestDb) {
        let api = ApiServer::start(&db).await;
        let key = api.makes_key(&options(&[Scope::Till])).await.key.key_id;
        api.uses(key, 1, 200, 3).await;
        let mut tx = api.shop.begin().await;
        api_limits::take(&mut tx, "key 1", api_limits::minute(api.clock.now()), 1).await.unwrap();
        tx.commit().await.unwrap();
        let rows = async || {
            let mut raw = db.raw().await;
            let mut rows = Vec::new();
            for table in ["api_uses", "api_addresses", "api_minutes"] {
                rows.push(raw.number(&format!("SELECT COUNT(*) FROM {table}")).await);
            }
            rows
        };
        api.runs_jobs().await;
        assert_eq!(rows().await, [3, 1, 1]);
        api.clock.advance(Duration::days(90));
        api.runs_jobs().await;
        assert_eq!(rows().await, [3, 1, 0]);
        api.clock.advance(Duration::minutes(1));
        api.runs_jobs().await;
        assert_eq!(rows().await, [0, 0, 0]);
    }
}
