//! How customers can pay: utility information, which is read here.

use crate::{
    api::{
        admission::Call,
        drf::{By, Collection, Field, Filter, Kind, List, Outcome, Resource, Words, filter, read_only, rows},
        fault::Fault,
        sales::{
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{Money, Scope, UtilityDetailId, UtilityId, billing::UtilityKind},
    service::{
        Error,
        billing::utilities::{self, UtilityDetail, UtilityDetailFilter, UtilityOfShop},
    },
    storage::Tx,
};

/// Utility information.
#[derive(Debug)]
pub(super) struct SalesUtility;

/// An account or a wallet to pay to.
#[derive(Debug)]
pub(super) struct SalesUtilityDetail;

pub(super) struct Utilities;
pub(super) struct UtilityDetails;

stamped!(UtilityOfShop: utility.stamps, UtilityDetail: stamps);

impl List for Utilities {
    type Wanted = ();
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<()>] = &[];
}

impl List for UtilityDetails {
    type Wanted = UtilityDetailFilter;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<UtilityDetailFilter>] = &[
        filter(
            "utility_master_id",
            By::Row(|wanted, id| wanted.utility = Some(UtilityId(id))),
            "Those of one utility information.",
        ),
        filter(
            "type",
            By::Word(UtilityKind::WORDS, |wanted, word| wanted.kind = word.parse().ok()),
            "Those that are this.",
        ),
        filter(
            "is_active",
            By::Flag(|wanted, flag| wanted.is_active = Some(flag)),
            "Those that customers may pay to, or not.",
        ),
        filter(
            "search",
            By::Text(|wanted, text| wanted.search = Some(text)),
            "Words that are all found in the name or the number.",
        ),
    ];
}

impl Resource for SalesUtility {
    const NAME: &'static str = "SalesUtility";
    type Row = UtilityOfShop;
    type Change = ();
    const FIELDS: &'static [Field<UtilityOfShop, ()>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.utility.utility_id.0.into()),
        read_only("name", Kind::Text, "The name.", |row, _| row.utility.name.as_str().into()),
        read_only("vat_rate", Kind::MONEY, "The VAT of invoices, in percent.", |row, _| {
            Money::from_minor(row.utility.vat_bp.bp()).into()
        }),
        read_only("details", Kind::Rows("SalesUtilityDetail"), "All accounts and wallets.", |row, viewer| {
            rows::<SalesUtilityDetail>(&row.details, viewer)
        }),
        read_only(
            "active_details",
            Kind::Rows("SalesUtilityDetail"),
            "Those that customers may pay to.",
            |row, viewer| {
                let active: Vec<UtilityDetail> = row.active_details().cloned().collect();
                rows::<SalesUtilityDetail>(&active, viewer)
            },
        ),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = "{}";
}

impl Resource for SalesUtilityDetail {
    const NAME: &'static str = "SalesUtilityDetail";
    type Row = UtilityDetail;
    type Change = ();
    const FIELDS: &'static [Field<UtilityDetail, ()>] = &[
        read_only("id", Kind::Number, "The id.", |row, _| row.utility_detail_id.0.into()),
        read_only("utility_master_id", Kind::Number, "What it is a part of.", |row, _| row.utility_id.0.into()),
        read_only("utility_name", Kind::Text, "The name of that.", |row, _| row.utility_name.as_str().into()),
        read_only("type", Kind::Word(UtilityKind::WORDS), "What it is.", |row, _| row.kind.as_str().into()),
        read_only("name", Kind::Text, "The name of the bank, or of who has the wallet.", |row, _| {
            row.name.as_str().into()
        }),
        read_only("number", Kind::Text, "The number.", |row, _| row.number.as_str().into()),
        read_only("branch", Kind::Text, "The branch of the bank; may be empty.", |row, _| row.branch.as_str().into()),
        read_only("is_active", Kind::Flag, "Customers may pay to it.", |row, _| row.is_active.into()),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = "{}";
}

impl Collection for SalesUtility {
    type List = Utilities;
    const PATH: &'static str = "/utility/utility-info";
    const WORDS: Words = Words { tag: TAG, one: "utility information", many: "utility_info" };
    const READ: Scope = Scope::BillsRead;

    async fn list(call: &Call, tx: &mut Tx, (): &(), limit: i64, offset: i64) -> Outcome<(Vec<UtilityOfShop>, i64)> {
        let found = utilities::list(tx, &call.client.caller(call.at), part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<UtilityOfShop> {
        Ok(utilities::get(tx, &call.client.caller(call.at), UtilityId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::fault(call, error)
    }
}

impl Collection for SalesUtilityDetail {
    type List = UtilityDetails;
    const PATH: &'static str = "/utility/utility-details";
    const WORDS: Words = Words { tag: TAG, one: "an account or a wallet to pay to", many: "utility_details" };
    const READ: Scope = Scope::BillsRead;

    async fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &UtilityDetailFilter,
        limit: i64,
        offset: i64,
    ) -> Outcome<(Vec<UtilityDetail>, i64)> {
        let found = utilities::list_details(tx, &call.client.caller(call.at), wanted, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<UtilityDetail> {
        Ok(utilities::get_detail(tx, &call.client.caller(call.at), UtilityDetailId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::fault(call, error)
    }
}
