//! The pages of lists: `page`, `page_size`, and the addresses of the pages before and after.

use std::borrow::Cow;

use axum::{
    Json,
    extract::OriginalUri,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type},
    },
};

use super::{
    resource::{Record, Resource},
    shown::Viewer,
};
use crate::{
    api::{address, fault::Fault, query::Query, state::Api},
    domain::PageWanted,
};

/// The parameter of the page.
pub(super) const PAGE: &str = "page";
/// The parameter of its size.
pub(super) const PAGE_SIZE: &str = "page_size";
/// What the last page is called.
pub(super) const LAST: &str = "last";
/// How many rows a page has where the client does not say.
pub(super) const SIZE: i64 = 50;
/// The most rows of a page.
pub(super) const LARGEST: i64 = 200;
/// The most rows of a list that is an array.
const LONGEST_ARRAY: i64 = 1_000;
/// The header that says how many rows a list has in all.
const TOTAL: &str = "x-total-count";

/// What stands for itself in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The page of a list that is asked for.
#[derive(Clone, Debug)]
pub(in crate::api) struct Paging {
    /// Which page; of a list that is answered as an array, all of it.
    pub(in crate::api) wanted: PageWanted,
    /// No page is asked for, and the rows are answered as an array.
    is_array: bool,
    /// The address without its query.
    address: String,
    /// The other parameters of the query, as they were sent.
    rest: Vec<(String, String)>,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize)]
#[serde(bound = "")]
pub(in crate::api) struct Page<C> {
    /// How many rows there are on all pages.
    count: i64,
    /// The address of the page after this one.
    next: Option<String>,
    /// The address of the page before this one.
    previous: Option<String>,
    /// The rows.
    results: Vec<Record<C>>,
}

/// A list that is answered as an array where no page is asked for.
pub(in crate::api) enum Listing<C> {
    /// The rows, and how many there are in all.
    Rows(Vec<Record<C>>, i64),
    /// A page of them.
    Page(Page<C>),
}

impl Paging {
    /// Reads the parameters of a request.
    ///
    /// # Errors
    /// [`Fault::UnknownPage`].
    pub(super) fn read(query: &Query, address: String, is_array: bool) -> Result<Self, Fault> {
        if is_array && query.text(PAGE).is_none() && query.text(PAGE_SIZE).is_none() {
            return Ok(Self { wanted: PageWanted::first(LONGEST_ARRAY), is_array: true, address, rest: Vec::new() });
        }
        let number = match query.text(PAGE).map(str::trim) {
            None => Some(1),
            Some(LAST) => None,
            Some(text) => Some(whole(text).filter(|number| *number <= i64::MAX / LARGEST).ok_or(Fault::UnknownPage)?),
        };
        let size = query.text(PAGE_SIZE).map(str::trim).and_then(whole).map_or(SIZE, |size| size.min(LARGEST));
        let rest = query.sent().filter(|(name, _)| *name != PAGE);
        let rest = rest.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Self { wanted: PageWanted { size, number }, is_array: false, address, rest })
    }

    /// The page with these rows, of `count` rows on all pages.
    ///
    /// # Errors
    /// [`Fault::UnknownPage`] beyond the last one.
    pub(in crate::api) fn page<C: Resource>(
        &self,
        count: i64,
        rows: &[C::Row],
        viewer: &Viewer,
    ) -> Result<Page<C>, Fault> {
        let (number, offset) = (self.wanted.number_in(count), self.wanted.offset_in(count));
        if number > 1 && offset >= count {
            return Err(Fault::UnknownPage);
        }
        let is_last = offset.saturating_add(self.wanted.size) >= count;
        Ok(Page {
            count,
            next: (!is_last).then(|| self.link(number + 1)),
            previous: (number > 1).then(|| self.link(number - 1)),
            results: rows.iter().map(|row| Record::of(row, viewer)).collect(),
        })
    }

    /// The rows as an array, or the page that is asked for.
    ///
    /// # Errors
    /// Those of [`page`](Self::page).
    pub(in crate::api) fn listing<C: Resource>(
        &self,
        count: i64,
        rows: &[C::Row],
        viewer: &Viewer,
    ) -> Result<Listing<C>, Fault> {
        if self.is_array {
            return Ok(Listing::Rows(rows.iter().map(|row| Record::of(row, viewer)).collect(), count));
        }
        self.page(count, rows, viewer).map(Listing::Page)
    }

    /// The address of a page: the parameters in the order of their names, none for the first page.
    fn link(&self, number: i64) -> String {
        let mut parameters: Vec<(&str, Cow<'_, str>)> =
            self.rest.iter().map(|(name, value)| (name.as_str(), value.into())).collect();
        if number > 1 {
            parameters.push((PAGE, number.to_string().into()));
        }
        parameters.sort_by_key(|(name, _)| *name);
        let pairs: Vec<String> =
            parameters.iter().map(|(name, value)| format!("{}={value}", utf8_percent_encode(name, PLAIN))).collect();
        match pairs.len() {
            0 => self.address.clone(),
            _ => format!("{}?{}", self.address, pairs.join("&")),
        }
    }
}

/// A number from 1; of more than an `i64` holds, the largest that it does.
fn whole(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(i64::MAX)).filter(|number| *number > 0)
}

/// The address that a request was sent to, with the slash at its end and without its query.
pub(super) fn address(parts: &Parts, api: &Api) -> String {
    let origin = address::origin(parts, &api.options.trusted_proxies).unwrap_or_default();
    let path = parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.path(), |uri| uri.0.path());
    format!("{origin}{}/", path.trim_end_matches('/'))
}

impl<C> IntoResponse for Listing<C> {
    fn into_response(self) -> Response {
        match self {
            Self::Rows(rows, count) => ([(TOTAL, count.to_string())], Json(rows)).into_response(),
            Self::Page(page) => Json(page).into_response(),
        }
    }
}

impl<C: Resource> ToSchema for Listing<C> {
    fn name() -> Cow<'static, str> {
        format!("{}List", C::NAME).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Page::<C>::schemas(schemas);
        schemas.push((Page::<C>::name().into_owned(), Page::<C>::schema()));
    }
}

impl<C: Resource> PartialSchema for Listing<C> {
    fn schema() -> RefOr<Schema> {
        let rows =
            ArrayBuilder::new().items(Ref::from_schema_name(C::NAME)).description(Some("The rows, at most 1,000."));
        OneOfBuilder::new()
            .item(rows)
            .item(Ref::from_schema_name(Page::<C>::name()))
            .description(Some("An array; with `page` or `page_size`, a page."))
            .into()
    }
}

impl<C: Resource> ToSchema for Page<C> {
    fn name() -> Cow<'static, str> {
        format!("{}Page", C::NAME).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((C::NAME.to_owned(), Record::<C>::schema()));
    }
}

impl<C: Resource> PartialSchema for Page<C> {
    fn schema() -> RefOr<Schema> {
        let link = |about: &str| {
            let kind = SchemaType::from_iter([Type::String, Type::Null]);
            ObjectBuilder::new().schema_type(kind).description(Some(about))
        };
        let count =
            ObjectBuilder::new().schema_type(Type::Integer).description(Some("How many rows there are on all pages."));
        let rows = ArrayBuilder::new().items(Ref::from_schema_name(C::NAME)).description(Some("The rows."));
        ObjectBuilder::new()
            .property("count", count)
            .property("next", link("The address of the page after this one."))
            .property("previous", link("The address of the page before this one."))
            .property("results", rows)
            .required("count")
            .required("next")
            .required("previous")
            .required("results")
            .into()
    }
}
