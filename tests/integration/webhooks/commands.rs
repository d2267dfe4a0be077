//! `kopilka webhook`.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::command::{failure, kopilka, said};

fn run(directory: &Path, arguments: &[&str]) -> std::process::Output {
    let settings = [("TELOXIDE_TOKEN", "7001:token"), ("HTTP_WEBHOOK_HOSTS", "crm.local, 127.0.0.1")];
    kopilka(directory, &settings, arguments)
}

fn json(output: &std::process::Output) -> Value {
    let (out, err) = said(output);
    assert!(output.status.success(), "{err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn webhooks_are_added_listed_changed_and_removed() {
    let directory = TempDir::new().unwrap();
    let url = "http://crm.local:9000/hook?key=1";
    let events = ["--event", "parcel.created", "--event", "parcel.status"];
    let made = json(&run(directory.path(), &[&["webhook", "add", url][..], &events, &["--json"]].concat()));
    assert_eq!(made["url"], url);
    assert_eq!(made["events"], serde_json::json!(["parcel.created", "parcel.status"]));
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() > 40);
    let id = made["id"].to_string();
    let keys: Vec<&String> = made.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 4, "{keys:?}");

    let line = failure(&run(directory.path(), &["webhook", "add", url, "--event", "parcel.status"]));
    assert_eq!(line, format!("kopilka: webhook {id} has this URL already: kopilka webhook remove {id} ends it"));
    let listed = json(&run(directory.path(), &["webhook", "list", "--json"]));
    assert_eq!(listed[0]["url"], url);
    assert_eq!(listed[0]["waiting"], 0);
    let (text, _) = said(&run(directory.path(), &["webhook", "list"]));
    assert!(text.contains(url) && text.contains("nothing delivered yet") && !text.contains(secret), "{text}");
    assert!(!listed.to_string().contains("whsec_"));

    let rotated = json(&run(directory.path(), &["webhook", "rotate", &id, "--json"]));
    assert_eq!(rotated["id"], made["id"]);
    assert_ne!(rotated["secret"], made["secret"]);
    let (text, _) = said(&run(directory.path(), &["webhook", "resume", &id]));
    assert!(text.contains("goes on"), "{text}");
    let (text, _) = said(&run(directory.path(), &["webhook", "remove", &id]));
    assert!(text.contains("is removed"), "{text}");
    assert_eq!(json(&run(directory.path(), &["webhook", "list", "--json"])), serde_json::json!([]));
    for command in ["rotate", "resume", "remove"] {
        let line = failure(&run(directory.path(), &["webhook", command, &id]));
        assert!(line.contains("there is no webhook"), "{line}");
    }
}

#[test]
fn what_cannot_be_sent_to_is_refused_with_a_reason() {
    let directory = TempDir::new().unwrap();
    for (url, reason) in [
        ("http://shop.example/", "not https"),
        ("https://10.0.0.1/", "not a public address"),
        ("https://localhost/", "not a public address"),
        ("https://user:word@shop.example/", "a name or a password"),
        ("nonsense", "no address that begins with https://"),
    ] {
        let line = failure(&run(directory.path(), &["webhook", "add", url, "--event", "parcel.status"]));
        assert!(line.contains(reason) && !line.contains("word@"), "{line}");
    }
    let wrong = run(directory.path(), &["webhook", "add", "https://shop.example/", "--event", "parcel.lost"]);
    assert!(said(&wrong).1.contains("parcel.created, parcel.status"), "{wrong:?}");
    let none = run(directory.path(), &["webhook", "add", "https://shop.example/"]);
    assert!(said(&none).1.contains("--event"), "{none:?}");
    let settings = [("TELOXIDE_TOKEN", "7001:token"), ("HTTP_WEBHOOK_HOSTS", "http://crm.local/")];
    let line = failure(&kopilka(directory.path(), &settings, &["webhook", "list"]));
    assert!(line.contains("HTTP_WEBHOOK_HOSTS is"), "{line}");
}
