//! `kopilka billing` as the operator runs it.

use tempfile::TempDir;

use super::bandwidth;
use crate::{
    command::{failure, kopilka, said},
    on_both,
    shop::Shop,
};

const SETTINGS: &[(&str, &str)] =
    &[("TELOXIDE_TOKEN", "7001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("SHOP_TIMEZONE", "Asia/Dhaka")];

#[test]
fn a_file_is_loaded_and_a_month_is_run() {
    let directory = TempDir::new().unwrap();
    let run = |arguments: &[&str]| kopilka(directory.path(), SETTINGS, arguments);
    let succeeds = |arguments: &[&str]| {
        let output = run(arguments);
        let (out, err) = said(&output);
        assert!(output.status.success(), "{arguments:?}: {err}");
        out
    };
    std::fs::write(directory.path().join("billing.json"), super::SAMPLE).unwrap();
    let first = succeeds(&["billing", "load", "billing.json"]);
    assert!(first.contains("key account managers: 2 added, 0 changed, 0 unchanged"), "{first}");
    let second = succeeds(&["billing", "load", "billing.json"]);
    assert!(second.contains("accounts and wallets: 0 added, 0 changed, 3 unchanged"), "{second}");
    std::fs::write(directory.path().join("less.json"), "{\"kams\": []}").unwrap();
    let less = succeeds(&["billing", "load", "less.json"]);
    assert!(less.contains("not in the file, stays: Ahmed Rahman"), "{less}");
    assert_eq!(
        succeeds(&["billing", "run", "--month", "2027-01", "--dry-run"]),
        "2027-01: 0 bills would be made, which come to 0.00\n"
    );
    assert_eq!(succeeds(&["billing", "run", "--month", "2027-01"]), "2027-01: 0 bills were made, which come to 0.00\n");
    assert!(succeeds(&["billing", "run"]).ends_with(": 0 bills were made, which come to 0.00\n"));
    assert_eq!(succeeds(&["billing", "settings"]), "monthly: false\ndue days: 15\nearn: false\n");
    let set = ["billing", "settings", "--monthly", "true", "--due-days", "30"];
    assert_eq!(succeeds(&set), "monthly: true\ndue days: 30\nearn: false\n");
    assert_eq!(succeeds(&["billing", "settings"]), "monthly: true\ndue days: 30\nearn: false\n");
    assert!(run(&["audit"]).status.success());
}

on_both! {
    async fn a_run_tells_the_customers_and_a_dry_run_does_not(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.welcomes(1, "Анна").await;
        shop.receives_phone(1, "+77020000001").await.unwrap();
        shop.connects("+77020000001", &[bandwidth(10, 20_00)]).await;
        let directory = TempDir::new().unwrap();
        let settings = [SETTINGS, &[("DATABASE_URL", db.url.as_str()), ("SHOP_CURRENCY", "BDT")]].concat();
        let told = async |arguments: &[&str]| {
            let output = kopilka(directory.path(), &settings, arguments);
            assert!(output.status.success(), "{output:?}");
            db.raw().await.texts("SELECT body FROM outbox WHERE chat_id = 1 AND body LIKE '%Новый счёт%'").await
        };
        assert_eq!(told(&["billing", "run", "--month", "2027-02", "--dry-run"]).await.len(), 0);
        for _ in 0..2 {
            let told = told(&["billing", "run", "--month", "2027-02"]).await;
            assert_eq!(told.len(), 1);
            assert!(told[0].contains("февраль 2027") && told[0].contains("200\u{a0}৳"), "{told:?}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    let directory = TempDir::new().unwrap();
    let run = |arguments: &[&str]| kopilka(directory.path(), SETTINGS, arguments);
    let missing = failure(&run(&["billing", "load", "none.json"]));
    assert!(missing.starts_with("kopilka: none.json cannot be read: "), "{missing}");
    std::fs::write(directory.path().join("twice.json"), "{\"kams\": [{\"kam_name\": \"A\"}, {\"kam_name\": \"A\"}]}")
        .unwrap();
    let twice = failure(&run(&["billing", "load", "twice.json"]));
    assert_eq!(twice, "kopilka: twice.json cannot be loaded: kam A is in the file twice");
    let days = failure(&run(&["billing", "settings", "--due-days", "400"]));
    assert_eq!(days, "kopilka: --due-days must be from 0 to 366");
    for wrong in ["2027-13", "2027", "x"] {
        let output = run(&["billing", "run", "--month", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}
