//! Every statement of the program, for the tests that prepare and explain them.

use super::{
    alarms, api_answers, api_keys, api_minutes, api_tokens, audit_log, billing, bulk, card_codes, card_moves, clients,
    consents, contacts, corrections, coupons, customers, dialogues, dump, group_rules, groups, holds, ids,
    imported_rewards, inbox, integrity, invoices, leader_lease, ledger, named_links, newcomers, operations, outbox,
    own_parcels, parcel_events, parcels, profiles, promo_attempts, refunds, shops, sources, staff, statement::Listed,
    told_once, totals, totals_changes, transactions, warnings, webhook_deliveries, webhooks,
};

/// Every statement, those that are assembled at run time too.
pub fn every_statement() -> impl Iterator<Item = Listed> {
    let files = [
        ("alarms", alarms::STATEMENTS),
        ("api_answers", api_answers::STATEMENTS),
        ("api_keys", api_keys::STATEMENTS),
        ("api_minutes", api_minutes::STATEMENTS),
        ("api_tokens", api_tokens::STATEMENTS),
        ("audit_log", audit_log::STATEMENTS),
        ("card_codes", card_codes::STATEMENTS),
        ("card_moves", card_moves::STATEMENTS),
        ("clients", clients::STATEMENTS),
        ("consents", consents::STATEMENTS),
        ("contacts", contacts::STATEMENTS),
        ("corrections", corrections::STATEMENTS),
        ("coupons", coupons::STATEMENTS),
        ("customers", customers::STATEMENTS),
        ("dialogues", dialogues::STATEMENTS),
        ("dump", dump::STATEMENTS),
        ("group_rules", group_rules::STATEMENTS),
        ("groups", groups::STATEMENTS),
        ("holds", holds::STATEMENTS),
        ("ids", ids::STATEMENTS),
        ("imported_rewards", imported_rewards::STATEMENTS),
        ("inbox", inbox::STATEMENTS),
        ("invoices", invoices::STATEMENTS),
        ("leader_lease", leader_lease::STATEMENTS),
        ("ledger", ledger::STATEMENTS),
        ("named_links", named_links::STATEMENTS),
        ("newcomers", newcomers::STATEMENTS),
        ("operations", operations::STATEMENTS),
        ("outbox", outbox::STATEMENTS),
        ("own_parcels", own_parcels::STATEMENTS),
        ("parcel_events", parcel_events::STATEMENTS),
        ("parcels", parcels::STATEMENTS),
        ("profiles", profiles::STATEMENTS),
        ("promo_attempts", promo_attempts::STATEMENTS),
        ("refunds", refunds::STATEMENTS),
        ("shops", shops::STATEMENTS),
        ("sources", sources::STATEMENTS),
        ("staff", staff::STATEMENTS),
        ("told_once", told_once::STATEMENTS),
        ("totals", totals::STATEMENTS),
        ("totals_changes", totals_changes::STATEMENTS),
        ("transactions", transactions::STATEMENTS),
        ("warnings", warnings::STATEMENTS),
        ("webhook_deliveries", webhook_deliveries::STATEMENTS),
        ("webhooks", webhooks::STATEMENTS),
    ];
    let checks = integrity::STATEMENTS.into_iter().map(|statements| ("integrity", statements));
    let declared = files.into_iter().chain(billing::STATEMENTS).chain(checks).flat_map(|(file, statements)| {
        statements.iter().map(move |statement| Listed {
            file,
            name: statement.name.to_owned(),
            sqlite: statement.sqlite.to_owned(),
            postgres: statement.postgres.to_owned(),
        })
    });
    declared
        .chain(billing::assembled())
        .chain(bulk::assembled())
        .chain(inbox::assembled())
        .chain(profiles::assembled())
        .chain(integrity::assembled())
}
