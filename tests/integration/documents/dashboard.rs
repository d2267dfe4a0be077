//! The use cases of the dashboard's document, by the clients of the guide: on both databases, at the addresses that the document prints and
//! at those of the API's own.

use kopilka::domain::{Scope, ShopId};

use super::{blocks::Block, document, programs};
use crate::{
    api::{ApiServer, options},
    on_both,
    shop::Shop,
};

/// Where the examples of the guide call.
const OWN: &str = "/sales/api";
/// Where the document prints the API.
const PRINTED: &str = "/api";

/// The clients of the guide, each with what it prints.
fn clients() -> Vec<(Block, String)> {
    let blocks = document("API_INTEGRATION_GUIDE.md");
    let is_client =
        |block: &Block| ["javascript", "python"].contains(&&*block.language) && block.text.contains("bandwidth_types");
    let clients = blocks.iter().zip(&blocks[1..]).filter(|(block, _)| is_client(block));
    clients.map(|(block, printed)| (block.clone(), printed.text.clone())).collect()
}

/// A client as it stands, but for one thing.
fn with(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old} in {text}");
    text.replace(old, new)
}

/// A client that sends the key of the shop as well, as a back office does.
fn with_tenant_key(block: &Block) -> String {
    match &*block.language {
        "javascript" => with(
            &block.text,
            "'Content-Type': 'application/json' };\n",
            "'Content-Type': 'application/json', 'X-Tenant-Key': process.env.KOPILKA_TENANT };\n",
        ),
        _ => with(
            &block.text,
            "session = requests.Session()\n",
            "session = requests.Session()\nsession.headers['X-Tenant-Key'] = os.environ['KOPILKA_TENANT']\n",
        ),
    }
}

on_both! {
    async fn the_use_cases_of_a_dashboard_work_at_every_address(db: TestDb) {
        let clients = clients();
        assert_eq!(clients.len(), 2, "a client in each language");
        let mut shop = 7_001;
        for (block, expected) in clients {
            // The dashboard's document knows no key of the shop; at the API's own address it means nothing.
            let printed = with(&block.text, OWN, PRINTED);
            for (place, text) in [(OWN, block.text.clone()), (PRINTED, printed), ("with the key of the shop", with_tenant_key(&block))] {
                let api = ApiServer::serving(Shop::open_as(&db, ShopId(shop)).await).await;
                shop += 1;
                let scopes =
                    [Scope::CustomersRead, Scope::CustomersUpdate, Scope::BillsRead, Scope::BillsCreate, Scope::BillsUpdate];
                let key = api.makes_key(&options(&scopes)).await.secret.unwrap().as_str().to_owned();
                let (url, tenant, language) = (api.url(""), api.tenant_key().await, block.language.clone());
                let run = move || {
                    programs::run(&language, &text, &[("KOPILKA_URL", &url), ("KOPILKA_KEY", &key), ("KOPILKA_TENANT", &tenant)])
                };
                let said = tokio::task::spawn_blocking(run).await.unwrap();
                let printed = said.unwrap_or_else(|failed| panic!("{} {place}: {failed}", block.language));
                assert_eq!(printed.trim(), expected.trim(), "{} {place}", block.language);
                api.shop.assert_sound().await;
            }
        }
    }
}
