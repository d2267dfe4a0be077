//! A shop moves with one customer left out, who follows: in the end nothing is missing.

use kopilka::import::{self, Options, Outcome};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{busy_shop, export, import_into, open};
use crate::{import::without_ids, on_both};

on_both! {
    async fn a_customer_who_follows_is_linked_as_if_they_had_come_with_the_others(db: TestDb) {
        let files = TempDir::new().unwrap();
        let shop = busy_shop(&db, &files).await;
        let file = files.path().join("export.json");
        // The shops that it moves to are there before.
        let whole: Value = serde_json::from_str(&without_ids(&export(&db, &shop, &file).await)).unwrap();
        let sorted = |mut dump: Value| {
            // The friends of one moment are listed in the order in which they were stored.
            for record in dump.as_object_mut().unwrap().values_mut() {
                if let Some(friends) = record.get_mut("referrals").and_then(Value::as_array_mut) {
                    friends.sort_by_key(|code| code.to_string());
                }
            }
            dump
        };
        let codes: Vec<&String> = whole.as_object().unwrap().keys().filter(|key| key.parse::<u64>().is_ok()).collect();
        assert!(codes.len() >= 7, "{codes:?}");
        for (code, place) in codes.into_iter().zip(7_300..) {
            let there = open(&db, place).await;
            there.clock.advance(kopilka::clock::Clock::now(&shop.clock) - kopilka::clock::Clock::now(&there.clock));
            let mut damaged = whole.clone();
            damaged[code]["referral_bonuses"] = json!("x");
            std::fs::write(&file, damaged.to_string()).unwrap();
            let accept = Options { accept_faulty: true, ..Options::default() };
            let report = import::run(&db.db, there.id, &file, &accept, &there.clock).await.unwrap();
            assert_eq!((report.outcome, report.rejected), (Outcome::Imported, 1), "{code}");
            there.assert_sound().await;
            std::fs::write(&file, whole.to_string()).unwrap();
            let (report, findings) = import_into(&db, &there, &file).await;
            assert_eq!((report.outcome, report.imported), (Outcome::Imported, 1), "{code}: {findings:?}");
            there.assert_sound().await;
            let again: Value = serde_json::from_str(&without_ids(&export(&db, &there, &file).await)).unwrap();
            assert_eq!(sorted(again), sorted(whole.clone()), "{code}");
        }
    }
}
