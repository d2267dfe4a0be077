//! Key account managers, who are read here.

use crate::{
    api::{
        admission::Call,
        drf::{By, Collection, Direction, Field, Filter, Kind, List, Outcome, Resource, Words, filter, read_only},
        fault::Fault,
        sales::{
            face::{TAG, part},
            refused,
            stamps::{created_at, created_by, stamped, updated_at, updated_by},
        },
    },
    domain::{KamId, Scope},
    service::{
        Error,
        billing::kams::{self, Kam, KamOrder},
    },
    storage::Tx,
};

/// A key account manager.
#[derive(Debug)]
pub(super) struct SalesKam;

/// Which key account managers are asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    search: Option<String>,
    order: (KamOrder, bool),
}

pub(super) struct Kams;

stamped!(Kam: stamps);

impl List for Kams {
    type Wanted = Wanted;
    const IS_ARRAY: bool = true;
    const FILTERS: &'static [Filter<Wanted>] = &[
        filter(
            "search",
            By::Text(|wanted, text| wanted.search = Some(text)),
            "Words that are all found in the name, the e-mail address or the phone number.",
        ),
        filter(
            "ordering",
            By::Order(&["kam_name", "created_at"], |wanted, field, direction| {
                let order = if field == "kam_name" { KamOrder::Name } else { KamOrder::Created };
                wanted.order = (order, direction == Direction::Descending);
            }),
            "By which field; with `-` in front the other way round.",
        ),
    ];
}

impl Resource for SalesKam {
    const NAME: &'static str = "SalesKam";
    type Row = Kam;
    type Change = ();
    const FIELDS: &'static [Field<Kam, ()>] = &[
        read_only("id", Kind::Number, "The id.", |kam, _| kam.kam_id.0.into()),
        read_only("kam_name", Kind::Text, "The name.", |kam, _| kam.name.as_str().into()),
        read_only("phone", Kind::Text, "The phone number as it was written; may be empty.", |kam, _| {
            kam.phone.as_str().into()
        }),
        read_only("email", Kind::Text, "May be empty.", |kam, _| kam.email.as_str().into()),
        read_only("address", Kind::Text, "May be empty.", |kam, _| kam.address.as_str().into()),
        read_only("is_active", Kind::Flag, "They work here.", |kam, _| kam.is_active.into()),
        read_only("assigned_customers_count", Kind::Number, "How many customers they have.", |kam, _| {
            kam.customers.into()
        }),
        created_at(),
        updated_at(),
        created_by(),
        updated_by(),
    ];
    const EXAMPLE: &'static str = "{}";
}

impl Collection for SalesKam {
    type List = Kams;
    const PATH: &'static str = "/customers/kam";
    const WORDS: Words = Words { tag: TAG, one: "a key account manager", many: "kams" };
    const READ: Scope = Scope::CustomersRead;

    async fn list(call: &Call, tx: &mut Tx, wanted: &Wanted, limit: i64, offset: i64) -> Outcome<(Vec<Kam>, i64)> {
        let caller = call.client.caller(call.at);
        let found = kams::list(tx, &caller, wanted.search.as_deref(), wanted.order, part(limit, offset)).await?;
        Ok((found.rows, found.total))
    }

    async fn get(call: &Call, tx: &mut Tx, id: i64) -> Outcome<Kam> {
        Ok(kams::get(tx, &call.client.caller(call.at), KamId(id)).await?)
    }

    fn refused(call: &Call, error: Error) -> Fault {
        refused::fault(call, error)
    }
}
