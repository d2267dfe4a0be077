//! schemathesis, which reads the description of the APIs and sends what it allows and what it does not: no answer is a fault of the
//! server, and each is as the description says.

use kopilka::domain::{PointsWallet, Scope};
use tokio::process::Command;

use super::{ApiServer, options};
use crate::{
    database::{Kind, TestDb},
    parcels::parcel,
    shop::sale,
};

/// What is checked. Which requests are refused and which are not is checked by the other tests: a description cannot say all of it.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

#[tokio::test]
async fn every_answer_is_as_the_description_says() {
    let program = std::env::var_os("KOPILKA_TEST_SCHEMATHESIS").expect("run this test by ./tests/run");
    let db = TestDb::new(Kind::Sqlite).await;
    let api = ApiServer::start(&db).await;
    let key = api.makes_key(&options(&[Scope::All])).await.secret.unwrap();
    for person in 1..=3 {
        let customer = api.shop.welcomes(person, "Анна").await;
        api.shop.issues(&customer, &sale(500_00)).await.unwrap();
        api.shop.gives(&customer, PointsWallet::Main, 1_000_00).await;
        api.shop.adds(&parcel(&format!("A{person}"), customer.code.as_str())).await.unwrap();
    }
    let mut command = Command::new(program);
    command.args(["run", &api.url("/api/openapi.json"), "--no-color", "--max-examples", "15", "--seed", "1"]);
    // A stream of events has no end.
    command.args(["--exclude-path-regex", "/events/?$"]);
    command.args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing"]);
    command.args(["-H", &format!("X-Tenant-Key: {}", api.tenant_key().await)]);
    command.args(["-H", &format!("X-API-Key: {}", key.as_str())]).kill_on_drop(true);
    let done = command.current_dir(std::env::temp_dir()).output().await.unwrap();
    let report = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{report}\n{}", String::from_utf8_lossy(&done.stderr));
    assert!(report.contains("generated"), "{report}");
    api.shop.assert_sound().await;
}
