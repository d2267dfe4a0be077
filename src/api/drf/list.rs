//! Lists: their filters and orderings, as a table by which queries are read, and which the description has too.

use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::NaiveDate;
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type},
    },
};

use super::{
    paging::{self, LARGEST, PAGE, PAGE_SIZE, Paging, SIZE},
    read,
};
use crate::api::{
    admission::Call,
    fault::{Fault, Part, Problem},
    given::Faults,
    query::Query,
};

/// A list: what can be asked of it.
pub(in crate::api) trait List: 'static {
    /// What is asked.
    type Wanted: Default + Send;
    /// The parameters, beside those of pages.
    const FILTERS: &'static [Filter<Self::Wanted>];
    /// Is it answered as an array where no page is asked for?
    const IS_ARRAY: bool = false;
}

/// A parameter of a list.
pub(in crate::api) struct Filter<W> {
    name: &'static str,
    by: By<W>,
    about: &'static str,
}

/// What a parameter may be, and where that goes.
pub(in crate::api) enum By<W> {
    /// The id of a row.
    Row(fn(&mut W, i64)),
    /// One of a few words.
    Word(&'static [&'static str], fn(&mut W, &'static str)),
    /// `true`, `True`, `1`, or the contrary.
    Flag(fn(&mut W, bool)),
    /// A text.
    Text(fn(&mut W, String)),
    /// A phone number, whose plus may have arrived as a space.
    Phone(fn(&mut W, String)),
    /// A date.
    Date(fn(&mut W, NaiveDate)),
    /// Fields to sort by, with commas between them. Others are passed over.
    Order(&'static [&'static str], fn(&mut W, &'static str, Direction)),
}

/// Which rows come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum Direction {
    /// Those with the least value.
    Ascending,
    /// Those with the greatest.
    Descending,
}

/// A part of a list that a request asks for.
pub(in crate::api) struct Asked<L: List> {
    /// Which rows.
    pub(in crate::api) wanted: L::Wanted,
    /// Which page of them.
    pub(in crate::api) paging: Paging,
}

/// What a request asks for that has parameters, but no pages.
pub(in crate::api) struct Sought<L: List>(pub(in crate::api) L::Wanted);

/// A list without parameters beside those of pages.
pub(in crate::api) struct All;

impl List for All {
    type Wanted = ();
    const FILTERS: &'static [Filter<()>] = &[];
}

/// A parameter of a list.
pub(in crate::api) const fn filter<W>(name: &'static str, by: By<W>, about: &'static str) -> Filter<W> {
    Filter { name, by, about }
}

impl<L: List, S: Sync> FromRequestParts<S> for Asked<L> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let call = parts.extensions.get::<Call>().ok_or(Fault::Internal)?;
        let query = Query::read(parts.uri.query().unwrap_or_default())?;
        let wanted = wanted::<L>(&query)?;
        Ok(Self { wanted, paging: Paging::read(&query, paging::address(parts, &call.api), L::IS_ARRAY)? })
    }
}

impl<L: List, S: Sync> FromRequestParts<S> for Sought<L> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        wanted::<L>(&Query::read(parts.uri.query().unwrap_or_default())?).map(Self)
    }
}

/// What a query asks of a list: all that is wrong with it is told at once.
pub(super) fn wanted<L: List>(query: &Query) -> Result<L::Wanted, Fault> {
    let (mut wanted, mut faults) = (L::Wanted::default(), Faults::default());
    for Filter { name, by, .. } in L::FILTERS {
        if let Err(problem) = by.read(name, query, &mut wanted) {
            let value = query.text(name).unwrap_or_default();
            faults.note_value(Part::Query, name, problem, read::repeated(value));
        }
    }
    faults.end()?;
    Ok(wanted)
}

impl<W> By<W> {
    fn read(&self, name: &str, query: &Query, wanted: &mut W) -> Result<(), Problem> {
        let text = query.encoded(name).map_err(|_| Problem::Wrong)?;
        let Some(text) = text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(()) };
        match self {
            Self::Row(set) => set(wanted, row(text)?),
            Self::Word(words, set) => {
                let word = words.iter().find(|word| **word == text).ok_or(Problem::NotAChoice)?;
                set(wanted, word);
            }
            Self::Flag(set) => {
                let flag = query.flag(name).map_err(|_| Problem::NotBool)?;
                set(wanted, flag.unwrap_or_default());
            }
            Self::Text(set) => set(wanted, text.to_owned()),
            Self::Phone(set) => set(wanted, with_plus(query, name, text)),
            Self::Date(set) => set(wanted, read::date_of(text).ok_or(Problem::NotADate)?),
            Self::Order(fields, set) => {
                for term in text.split(',').map(str::trim) {
                    let (name, direction) = match term.strip_prefix('-') {
                        Some(name) => (name, Direction::Descending),
                        None => (term, Direction::Ascending),
                    };
                    if let Some(field) = fields.iter().find(|field| **field == name) {
                        set(wanted, field, direction);
                    }
                }
            }
        }
        Ok(())
    }

    /// What it may be, for the description.
    fn schema(&self) -> ObjectBuilder {
        let of = |kind: Type| ObjectBuilder::new().schema_type(kind);
        match self {
            Self::Row(_) => of(Type::Integer),
            Self::Word(words, _) => of(Type::String).enum_values(Some(words.iter().copied())),
            Self::Flag(_) => of(Type::Boolean),
            Self::Date(_) => of(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))),
            Self::Text(_) | Self::Phone(_) => of(Type::String),
            Self::Order(fields, _) => {
                let both = fields.iter().flat_map(|field| [(*field).to_owned(), format!("-{field}")]);
                of(Type::String).examples(both.map(serde_json::Value::from))
            }
        }
    }
}

fn row(text: &str) -> Result<i64, Problem> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or(Problem::UnknownRow)
}

/// A phone number as it was meant: a plus that was not encoded has arrived as a space.
fn with_plus(query: &Query, name: &str, text: &str) -> String {
    let is_plus = query.text(name).is_some_and(|sent| sent.starts_with(' '))
        && text.starts_with(|char: char| char.is_ascii_digit());
    if is_plus { format!("+{text}") } else { text.to_owned() }
}

impl<L: List> IntoParams for Asked<L> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let number = || ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
        let pages = [
            parameter(PAGE, "The page, from 1. Beyond the last: 404.", number()),
            parameter(
                PAGE_SIZE,
                &format!("How many rows it has; {SIZE} where it is not said."),
                number().maximum(Some(LARGEST)),
            ),
        ];
        filters::<L>().chain(pages).collect()
    }
}

impl<L: List> IntoParams for Sought<L> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        filters::<L>().collect()
    }
}

fn filters<L: List>() -> impl Iterator<Item = Parameter> {
    L::FILTERS.iter().map(|Filter { name, by, about }| parameter(name, about, by.schema()))
}

fn parameter(name: &str, about: &str, schema: ObjectBuilder) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(schema.build()))
        .build()
}
