//! Resources: rows are shown and bodies are read by the table of their fields, which the description has too.

use std::{borrow::Cow, collections::BTreeMap, marker::PhantomData};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use super::{
    field::{Field, GivenRows},
    read::{self, Reading},
    schema,
    shown::{Shown, Values, Viewer},
};
use crate::api::{
    admission::Call,
    fault::{Fault, Problem},
    given::Faults,
};

/// A resource, or what a request of another kind says: a table of fields, by which rows are shown and bodies are read.
pub(in crate::api) trait Resource: Sized + 'static {
    /// Its name in the description.
    const NAME: &'static str;
    /// What an answer shows.
    type Row;
    /// What a request says.
    type Change: Default;
    /// The fields, in the order of an answer.
    const FIELDS: &'static [Field<Self::Row, Self::Change>];
    /// A body in JSON, for the description.
    const EXAMPLE: &'static str;
}

/// A row of a resource, as it is answered.
#[derive(Clone, Debug)]
pub(in crate::api) struct Record<C>(Values, PhantomData<C>);

/// The fields of a body, as they came.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(in crate::api) struct Body(BTreeMap<String, Box<RawValue>>);

/// The body of a request that makes a row or replaces it: it has the required fields.
pub(in crate::api) struct Whole<C>(PhantomData<C>);

/// The body of a request that changes a row: it has any of the fields.
pub(in crate::api) struct Part<C>(PhantomData<C>);

impl<C: Resource> Record<C> {
    /// Shows a row.
    pub(in crate::api) fn of(row: &C::Row, viewer: &Viewer) -> Self {
        let shown = C::FIELDS.iter().filter_map(|field| Some((field.name, field.show(row, viewer)?)));
        Self(Values::of(shown), PhantomData)
    }
}

/// Rows of another resource within a row.
pub(in crate::api) fn rows<C: Resource>(rows: &[C::Row], viewer: &Viewer) -> Shown {
    Shown::Rows(rows.iter().map(|row| Record::<C>::of(row, viewer).0).collect())
}

/// A row of another resource within a row.
impl<C> From<Record<C>> for Shown {
    fn from(record: Record<C>) -> Self {
        Self::Row(record.0)
    }
}

impl GivenRows<'_> {
    /// Reads all rows, or notes all that is wrong with them.
    pub(in crate::api) fn read<C: Resource>(self) -> Vec<C::Change> {
        let Self { field, json, reading, faults } = self;
        let rows = read::list(json).unwrap_or_else(|problem| {
            faults.note(field, problem);
            Vec::new()
        });
        let mut changes = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let place = format!("{field}[{index}]");
            match serde_json::from_str::<Body>(row.get()) {
                Ok(body) => match body.read::<C>(reading, None) {
                    Ok(change) => changes.push(change),
                    Err(fault) => faults.note_within(&place, fault),
                },
                Err(_) => faults.note(&place, Problem::NotAnObject(read::kind(row.get()))),
            }
        }
        changes
    }
}

impl<C> Serialize for Record<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Body {
    /// What a body says that has the required fields.
    ///
    /// # Errors
    /// [`Fault::Field`], [`Fault::Fields`]: all that is wrong with it.
    pub(in crate::api) fn whole<C: Resource>(&self, call: &Call) -> Result<C::Change, Fault> {
        self.read::<C>(Reading { phones: &call.api.options.phones, is_partial: false }, None)
    }

    /// What a body changes of a row, with the required fields or, in part, any of them. What a row has already is never wrong.
    ///
    /// # Errors
    /// Those of [`whole`](Self::whole).
    pub(in crate::api) fn change<C: Resource>(
        &self,
        call: &Call,
        is_partial: bool,
        before: Option<&C::Row>,
    ) -> Result<C::Change, Fault> {
        let viewer = Viewer::of(call);
        let reading = Reading { phones: &call.api.options.phones, is_partial };
        self.read::<C>(reading, before.map(|row| (row, &viewer)))
    }

    /// A value as an error repeats it.
    pub(in crate::api) fn repeated(&self, field: &str) -> String {
        self.0.get(field).map(|json| read::repeated(json.get())).unwrap_or_default()
    }

    pub(super) fn read<C: Resource>(
        &self,
        reading: Reading<'_>,
        before: Option<(&C::Row, &Viewer)>,
    ) -> Result<C::Change, Fault> {
        let (mut wanted, mut faults) = (C::Change::default(), Faults::default());
        for field in C::FIELDS {
            field.read(self.0.get(field.name).map(Box::as_ref), reading, before, &mut wanted, &mut faults);
        }
        faults.end()?;
        Ok(wanted)
    }
}

impl<C: Resource> ToSchema for Record<C> {
    fn name() -> Cow<'static, str> {
        C::NAME.into()
    }
}

impl<C: Resource> PartialSchema for Record<C> {
    fn schema() -> RefOr<Schema> {
        schema::of_answer(C::FIELDS)
    }
}

impl<C: Resource> ToSchema for Whole<C> {
    fn name() -> Cow<'static, str> {
        format!("{}Request", C::NAME).into()
    }
}

impl<C: Resource> PartialSchema for Whole<C> {
    fn schema() -> RefOr<Schema> {
        schema::of_request(C::FIELDS, false, C::EXAMPLE)
    }
}

impl<C: Resource> ToSchema for Part<C> {
    fn name() -> Cow<'static, str> {
        format!("{}Change", C::NAME).into()
    }
}

impl<C: Resource> PartialSchema for Part<C> {
    fn schema() -> RefOr<Schema> {
        schema::of_request(C::FIELDS, true, "{}")
    }
}
