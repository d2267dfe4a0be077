//! The description of the APIs (OpenAPI 3.1), completed with what is the same for every operation: credentials, the idempotency key
//! of writes, errors, headers of answers.

mod headers;

use axum::http::StatusCode;
use serde_json::json;
use utoipa::{
    OpenApi, ToSchema,
    openapi::{
        self, ContentBuilder, RefOr, Required, ResponseBuilder,
        path::{HttpMethod, Operation, ParameterBuilder, ParameterIn, PathItem},
        schema::{ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use self::headers::Declared;
use super::fault::Face;

/// What the description begins with.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kopilka",
        description = "The loyalty program and the parcels of a shop: for tills, web shops, sites, CRMs, systems of parcels, back offices, and the \
                       widget that shows a parcel without a key. A request carries a key in `X-API-Key`, or in \
                       `Authorization: Bearer`; or an access token there. A slash at the end of a path makes no difference. Answers to a key without a \
                       limit have no `X-RateLimit` headers.",
        license(name = "MIT", identifier = "MIT"),
    ),
    tags(
        (name = "till", description = "Tills and web shops: `/ext/api/v1/`"),
        (name = "platform", description = "Sites, CRMs and systems of parcels: `/api/v1/`"),
        (name = "customers", description = "Back offices that are clients of Django REST framework: `/api/customers/`"),
        (name = "sales", description = "Dashboards that bill services by month, clients of Django REST framework: `/sales/api/`, and the same at the \
                                        addresses below `/api/` that their document prints; `/api/customers/customers/` without \
                                        `X-Tenant-Key`"),
        (name = "auth", description = "Access tokens: `/api/auth/`"),
        (name = "widget", description = "The status of one parcel, without a key: `/widget/`"),
    ),
    modifiers(&Declared),
)]
pub(super) struct Description;

/// Errors that every operation can answer with, besides the one for a value that is not valid.
const ALWAYS: &[(StatusCode, &str)] = &[
    (StatusCode::UNAUTHORIZED, "No key, or one that does not work."),
    (StatusCode::FORBIDDEN, "The key may not do this, or the client may not."),
    (StatusCode::NOT_FOUND, "There is no such record."),
    (StatusCode::METHOD_NOT_ALLOWED, "The path has no such method."),
    (StatusCode::NOT_ACCEPTABLE, "`Accept` lets no media type of the answer through."),
    (StatusCode::TOO_MANY_REQUESTS, "Too many requests."),
    (StatusCode::SERVICE_UNAVAILABLE, "The database is away."),
];

/// Errors of operations that have a body.
const OF_WRITES: &[(StatusCode, &str)] = &[
    (StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."),
    (StatusCode::CONFLICT, "It does not fit the present state."),
    (StatusCode::PAYLOAD_TOO_LARGE, "The body is too large."),
    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is not JSON."),
];

/// Who may call the operations of an API.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// Who has a key or a token.
    ToClients,
    /// Everybody.
    ToAll,
}

/// Completes the description of one API, whose errors look like `E`, and whose documents write paths with a slash at the end.
pub(super) fn complete<E: ToSchema>(description: &mut openapi::OpenApi, face: &Face, open: Open) {
    let mut schemas = vec![(E::name().into_owned(), E::schema())];
    E::schemas(&mut schemas);
    let components = description.components.get_or_insert_default();
    components.schemas.extend(schemas);
    let paths = std::mem::take(&mut description.paths.paths);
    description.paths.paths = paths
        .into_iter()
        .map(|(path, mut item)| {
            for (method, operation) in operations(&mut item) {
                complete_operation::<E>(method, operation, face, open);
            }
            (format!("{path}/"), item)
        })
        .collect();
}

/// Says that a parameter of the paths has one value only.
pub(super) fn fix_parameter(description: &mut openapi::OpenApi, name: &str, value: i64) {
    let schema = ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some([json!(value)])).build();
    for item in description.paths.paths.values_mut() {
        for (_, operation) in operations(item) {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.name == name
                {
                    parameter.schema = Some(schema.clone().into());
                }
            }
        }
    }
}

/// Declares the ways in which a client names itself.
pub(super) fn declare_credentials(description: &mut openapi::OpenApi) {
    let components = description.components.get_or_insert_default();
    let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-Key")));
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    components.security_schemes.insert("key".to_owned(), RefOr::T(key));
    components.security_schemes.insert("bearer".to_owned(), RefOr::T(bearer));
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn complete_operation<E: ToSchema>(method: HttpMethod, operation: &mut Operation, face: &Face, open: Open) {
    let is_write = !matches!(method, HttpMethod::Get);
    let of_writes = if is_write { OF_WRITES } else { &[] };
    let invalid = [(face.invalid, "A value of the request is not valid.")];
    for (status, text) in invalid.iter().chain(ALWAYS).chain(of_writes) {
        let content = ContentBuilder::new().schema(Some(RefOr::Ref(openapi::Ref::from_schema_name(E::name())))).build();
        let response = ResponseBuilder::new().description(*text).content("application/json", content).build();
        operation.responses.responses.entry(status.as_str().to_owned()).or_insert(RefOr::T(response));
    }
    headers::name(&mut operation.responses, is_write, open == Open::ToClients);
    if open == Open::ToAll {
        operation.security = Some(Vec::new());
        return;
    }
    let none: [&str; 0] = [];
    operation.security = Some(vec![SecurityRequirement::new("key", none), SecurityRequirement::new("bearer", none)]);
    if face.needs_tenant {
        let key = ParameterBuilder::new()
            .name("X-Tenant-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("The key of the shop, which is not secret. It comes with an access token."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
            .build();
        operation.parameters.get_or_insert_default().push(RefOr::T(key));
    }
    if is_write {
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "The same key with the same request is carried out once, and answered as the first time.",
            ))
            .schema(Some(
                ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255)).build(),
            ))
            .build();
        operation.parameters.get_or_insert_default().push(RefOr::T(key));
    }
}
