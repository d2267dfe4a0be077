//! The routes of a resource whose rows are listed, looked at, added, changed and deleted: the same for every resource.

use std::{future::Future, sync::Arc};

use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    middleware::from_fn_with_state,
    response::Response,
    routing::{MethodRouter, get, post, put},
};
use utoipa::{
    IntoParams as _, ToSchema,
    openapi::{
        ContentBuilder, Ref, RefOr, Required, ResponseBuilder, Schema,
        path::{
            self, HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, Paths, PathsBuilder,
        },
        request_body::RequestBodyBuilder,
        schema::{ObjectBuilder, Type},
    },
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::{
    list::{Asked, List},
    paging::{Listing, Page},
    resource::{Body, Part, Record, Resource, Whole},
    shown::Viewer,
};
use crate::{
    api::{
        admission::{Call, needs},
        fault::{Fault, FieldFault, Problem},
        path_id,
        writes::{Answer, Nothing, Write, WriteOf},
    },
    domain::Scope,
    service::{self, Operation},
    storage::Tx,
};

/// The words by which the description names a resource.
pub(in crate::api) struct Words {
    /// The face, which its operations are listed under.
    pub(in crate::api) tag: &'static str,
    /// A row, with its article: `a package`.
    pub(in crate::api) one: &'static str,
    /// The rows, as in the ids of operations: `package_pricings`.
    pub(in crate::api) many: &'static str,
}

/// A resource whose rows are listed and looked at.
pub(in crate::api) trait Collection: Resource<Row: Send + Sync, Change: Send + Sync> {
    /// What can be asked of the list.
    type List: List<Wanted: Sync>;
    /// The path of the list.
    const PATH: &'static str;
    /// Its words.
    const WORDS: Words;
    /// The scope that reading needs.
    const READ: Scope;

    /// A part of the rows, and how many there are in all.
    fn list(
        call: &Call,
        tx: &mut Tx,
        wanted: &<Self::List as List>::Wanted,
        limit: i64,
        offset: i64,
    ) -> impl Future<Output = Outcome<(Vec<Self::Row>, i64)>> + Send;

    /// A row.
    fn get(call: &Call, tx: &mut Tx, id: i64) -> impl Future<Output = Outcome<Self::Row>> + Send;

    /// The answer to what a use case refuses.
    fn refused(call: &Call, error: service::Error) -> Fault;
}

/// A resource whose rows are added and changed as well.
pub(in crate::api) trait Changeable: Collection {
    /// The scope that adding needs.
    const CREATE: Scope;
    /// The scope that changing and deleting need.
    const UPDATE: Scope;

    /// Adds a row.
    fn add(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        new: &Self::Change,
    ) -> impl Future<Output = Outcome<Self::Row>> + Send;

    /// Changes a row, which is `before`.
    fn change(
        call: &Call,
        tx: &mut Tx,
        operation: &Operation,
        id: i64,
        before: &Self::Row,
        change: &Self::Change,
    ) -> impl Future<Output = Outcome<Self::Row>> + Send;
}

/// A resource whose rows are deleted as well.
pub(in crate::api) trait Deletable: Changeable {
    /// Deletes a row.
    fn delete(call: &Call, tx: &mut Tx, operation: &Operation, id: i64) -> impl Future<Output = Outcome<()>> + Send;
}

/// Why a use case was not carried out.
pub(in crate::api) enum Failure {
    /// It was refused, or it failed.
    Service(service::Error),
    /// The values of the request do not go together.
    Fault(Fault),
}

/// What comes of a use case.
pub(in crate::api) type Outcome<T> = Result<T, Failure>;

impl From<service::Error> for Failure {
    fn from(error: service::Error) -> Self {
        Self::Service(error)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Failure {
    fn of<C: Collection>(self, call: &Call) -> Fault {
        match self {
            Self::Service(error) => C::refused(call, error),
            Self::Fault(fault) => fault,
        }
    }
}

/// The routes of a resource that is listed and looked at.
pub(in crate::api) fn reads<C: Collection>(router: OpenApiRouter) -> OpenApiRouter {
    let list = described(Verb::List, C::WORDS).parameters(Some(Asked::<C::List>::into_params(|| None))).response(
        "200",
        answer("The rows.", if C::List::IS_ARRAY { reference::<Listing<C>>() } else { reference::<Page<C>>() }),
    );
    let one =
        described(Verb::Get, C::WORDS).parameter(id()).response("200", answer("The row.", reference::<Record<C>>()));
    let mut schemas = if C::List::IS_ARRAY { schemas_of::<Listing<C>>() } else { schemas_of::<Page<C>>() };
    schemas.extend(schemas_of::<Record<C>>());
    let of_list = get(list_rows::<C>).route_layer(from_fn_with_state(C::READ, needs));
    let of_one = get(get_row::<C>).route_layer(from_fn_with_state(C::READ, needs));
    router.routes(routed(C::PATH.to_owned(), HttpMethod::Get, list.build(), schemas, of_list)).routes(routed(
        path_of_one::<C>(),
        HttpMethod::Get,
        one.build(),
        Vec::new(),
        of_one,
    ))
}

/// The routes of a resource that is added to and changed.
pub(in crate::api) fn changes<C: Changeable>(router: OpenApiRouter) -> OpenApiRouter {
    let is_there = || answer("The row as it is now.", reference::<Record<C>>());
    let create = described(Verb::Create, C::WORDS)
        .request_body(Some(body::<Whole<C>>()))
        .response("201", answer("The row.", reference::<Record<C>>()));
    let replace = described(Verb::Replace, C::WORDS)
        .parameter(id())
        .request_body(Some(body::<Whole<C>>()))
        .response("200", is_there());
    let update = described(Verb::Update, C::WORDS)
        .parameter(id())
        .request_body(Some(body::<Part<C>>()))
        .response("200", is_there());
    let needs = |scope: Scope| from_fn_with_state(scope, needs);
    let of_list = post(create_row::<C>).route_layer(needs(C::CREATE));
    let of_one = || path_of_one::<C>();
    router
        .routes(routed(C::PATH.to_owned(), HttpMethod::Post, create.build(), schemas_of::<Whole<C>>(), of_list))
        .routes(routed(
            of_one(),
            HttpMethod::Put,
            replace.build(),
            schemas_of::<Part<C>>(),
            put(replace_row::<C>).route_layer(needs(C::UPDATE)),
        ))
        .routes(routed(
            of_one(),
            HttpMethod::Patch,
            update.build(),
            Vec::new(),
            axum::routing::patch(update_row::<C>).route_layer(needs(C::UPDATE)),
        ))
}

/// The route of a resource that is deleted from.
pub(in crate::api) fn deletes<C: Deletable>(router: OpenApiRouter) -> OpenApiRouter {
    let delete = described(Verb::Delete, C::WORDS)
        .parameter(id())
        .response("204", ResponseBuilder::new().description("It is deleted."));
    let of_one = axum::routing::delete(delete_row::<C>).route_layer(from_fn_with_state(C::UPDATE, needs));
    router.routes(routed(path_of_one::<C>(), HttpMethod::Delete, delete.build(), Vec::new(), of_one))
}

async fn list_rows<C: Collection>(call: Call, asked: Asked<C::List>) -> Result<Listing<C>, Fault> {
    let mut tx = call.api.read().await?;
    let page = asked.paging.wanted;
    let first = page.offset_in(0);
    let found = C::list(&call, &mut tx, &asked.wanted, page.size, first).await;
    let (mut rows, count) = found.map_err(|failure| failure.of::<C>(&call))?;
    // Where the last page begins is known only now.
    let begins = page.offset_in(count);
    if begins != first {
        let found = C::list(&call, &mut tx, &asked.wanted, page.size, begins).await;
        rows = found.map_err(|failure| failure.of::<C>(&call))?.0;
    }
    asked.paging.listing(count, &rows, &Viewer::of(&call))
}

async fn get_row<C: Collection>(call: Call, Path(id): Path<String>) -> Result<Json<Record<C>>, Fault> {
    let id = path_id::read(&id)?;
    let mut tx = call.api.read().await?;
    let found = C::get(&call, &mut tx, id).await.map_err(|failure| failure.of::<C>(&call))?;
    Ok(Json(Record::of(&found, &Viewer::of(&call))))
}

async fn create_row<C: Changeable>(request: Write<Body>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let new = Arc::new(body.whole::<C>(&call)?);
    request
        .run(move |tx, operation| {
            let (call, body, new) = (call.clone(), Arc::clone(&body), Arc::clone(&new));
            Box::pin(async move {
                let added = C::add(&call, tx, operation, &new).await;
                let added = added.map_err(|failure| with_value(failure.of::<C>(&call), &body))?;
                Answer::new(StatusCode::CREATED, &Record::<C>::of(&added, &Viewer::of(&call)))
            })
        })
        .await
}

async fn replace_row<C: Changeable>(path: Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    change_row::<C>(&path, request, false).await
}

async fn update_row<C: Changeable>(path: Path<String>, request: Write<Body>) -> Result<Response, Fault> {
    change_row::<C>(&path, request, true).await
}

async fn change_row<C: Changeable>(path: &str, request: Write<Body>, is_partial: bool) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let id = path_id::read(path);
    request
        .run(move |tx, operation| {
            let (call, body, id) = (call.clone(), Arc::clone(&body), id.clone());
            Box::pin(async move {
                let before = match &id {
                    Ok(id) => C::get(&call, tx, *id).await.map_err(|failure| failure.of::<C>(&call)),
                    Err(fault) => Err(fault.clone()),
                };
                // What is wrong with the body is told before that there is no such row.
                let change = body.change::<C>(&call, is_partial, before.as_ref().ok())?;
                let (before, id) = (before?, id?);
                let changed = C::change(&call, tx, operation, id, &before, &change).await;
                let changed = changed.map_err(|failure| with_value(failure.of::<C>(&call), &body))?;
                Answer::ok(&Record::<C>::of(&changed, &Viewer::of(&call)))
            })
        })
        .await
}

async fn delete_row<C: Deletable>(
    Path(id): Path<String>,
    WriteOf(request): WriteOf<Nothing>,
) -> Result<Response, Fault> {
    let (call, _) = request.parts();
    let id = path_id::read(&id)?;
    request
        .run(move |tx, operation| {
            let call = call.clone();
            Box::pin(async move {
                C::delete(&call, tx, operation, id).await.map_err(|failure| failure.of::<C>(&call))?;
                Ok(Answer::none())
            })
        })
        .await
}

/// The fault of a value that names no row, with that value, which its text repeats.
fn with_value(fault: Fault, body: &Body) -> Fault {
    match fault {
        Fault::Field(FieldFault { part, field, problem: Problem::UnknownRow, .. }) => {
            let value = body.repeated(&field);
            Fault::Field(FieldFault { part, field, problem: Problem::UnknownRow, value })
        }
        fault => fault,
    }
}

#[derive(Clone, Copy)]
enum Verb {
    List,
    Get,
    Create,
    Replace,
    Update,
    Delete,
}

impl Verb {
    /// The end of the id of its operation, and what it does with a row.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::List => ("list", "Lists rows: each is"),
            Self::Get => ("get", "Shows"),
            Self::Create => ("create", "Adds"),
            Self::Replace => ("replace", "Replaces"),
            Self::Update => ("update", "Changes"),
            Self::Delete => ("delete", "Deletes"),
        }
    }
}

fn described(verb: Verb, Words { tag, one, many }: Words) -> OperationBuilder {
    let (end, does) = verb.words();
    OperationBuilder::new()
        .tag(tag)
        .operation_id(Some(format!("{tag}_{many}_{end}")))
        .summary(Some(format!("{does} {one}.")))
}

fn path_of_one<C: Collection>() -> String {
    format!("{}/{{id}}", C::PATH)
}

fn id() -> Parameter {
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some("The id of the row."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
        .build()
}

fn answer(about: &str, schema: RefOr<Schema>) -> ResponseBuilder {
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(about).content("application/json", content)
}

fn body<T: ToSchema>() -> utoipa::openapi::request_body::RequestBody {
    let content = ContentBuilder::new().schema(Some(reference::<T>())).build();
    RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True)).build()
}

fn reference<T: ToSchema>() -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(T::name()))
}

/// A schema with those that it refers to.
fn schemas_of<T: ToSchema>() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    schemas
}

fn routed(
    path: String,
    method: HttpMethod,
    operation: path::Operation,
    schemas: Vec<(String, RefOr<Schema>)>,
    router: MethodRouter,
) -> UtoipaMethodRouter {
    let paths: Paths = PathsBuilder::new().path(path, PathItem::new(method, operation)).build();
    (schemas, paths, router)
}
