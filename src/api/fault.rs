//! Why a request was not carried out: once for all APIs. Each API has its own form of the body ([`Face`]).

use axum::{
    http::{
        HeaderValue, Method, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};

use super::body_problem::BodyProblem;
pub(super) use super::problem::{FieldFault, JsonKind, Part, Problem};
use crate::{
    domain::{Language, Scope},
    messages::{self, ShopFormat},
    service::{self, Refusal},
    texts::{api as texts, drf},
};

/// What is special to an API: the language and the form of its errors.
pub(super) struct Face {
    /// The language of errors for clients that do not name one.
    pub(super) language: Language,
    /// The status where a value of the request is not valid.
    pub(super) invalid: StatusCode,
    /// A request must name the shop in `X-Tenant-Key`.
    pub(super) needs_tenant: bool,
    /// The media types of a route's answers, by its template.
    pub(super) media_types: fn(&str) -> &'static [&'static str],
    /// The body of an error.
    pub(super) body: fn(&Fault, Language, ShopFormat) -> String,
}

/// The media type of nearly all answers.
pub(super) const JSON: &[&str] = &["application/json"];

/// Why a request was not carried out.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// The request has no key and no token.
    NoCredentials,
    /// The key or the token does not work.
    WrongCredentials,
    /// The one-time code does not work.
    WrongCode,
    /// Too many requests; how many seconds to wait.
    TooManyRequests(u64),
    /// The key or the token lacks a scope.
    MissingScope(Scope),
    /// The tenant key is another shop's.
    WrongTenant,
    /// The tenant key is missing, where an API needs it.
    NoTenant,
    /// No route has this path.
    UnknownPath,
    /// There is no such row in this shop.
    UnknownRecord,
    /// The list has no such page.
    UnknownPage,
    /// The path has no such method.
    MethodNotAllowed(Method),
    /// The client takes none of these media types, which the answer has.
    NotAcceptable(&'static [&'static str]),
    /// The body is too large.
    TooLarge,
    /// The body is said to be of the first media type, and is none of the others.
    MediaType(String, &'static [&'static str]),
    /// The body is compressed.
    ContentEncoding,
    /// The body took too long.
    BodyTimeout,
    /// The body cannot be read.
    InvalidBody(BodyProblem),
    /// The body is JSON, but no object.
    NotAnObject(JsonKind),
    /// A value of the request is not valid.
    Field(FieldFault),
    /// Several of them are not.
    Fields(Vec<FieldFault>),
    /// The idempotency key is not valid.
    IdempotencyKey,
    /// The idempotency key was used for another request.
    IdempotencyOther,
    /// The same request is being worked on.
    IdempotencyUnderWay,
    /// The digits are not those of the client's card. It has been counted: what the request wrote is to be committed.
    WrongCardCode,
    /// Too many of them were wrong; how many seconds to wait.
    TooManyGuesses(u64),
    /// A rule of the program.
    Refused(Refusal),
    /// An error that the document of the API prints.
    Printed(Printed),
    /// The transaction met another one: the request is to be carried out again.
    Again,
    /// The database is away.
    Unavailable,
    /// The server failed. It has been logged.
    Internal,
}

/// An error in the words of the document of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    /// The status of the answer.
    pub(super) status: StatusCode,
    /// The field that it is about.
    pub(super) field: Option<&'static str>,
    /// The text, in the language of the request.
    pub(super) text: String,
}

impl Fault {
    /// A field of the body with a problem.
    pub(super) fn field(field: impl Into<String>, problem: Problem) -> Self {
        Self::Field(FieldFault { part: Part::Body, field: field.into(), problem, value: String::new() })
    }

    /// A field of the body with a problem whose text repeats its value.
    pub(super) fn value(field: impl Into<String>, problem: Problem, value: String) -> Self {
        Self::Field(FieldFault { part: Part::Body, field: field.into(), problem, value })
    }

    /// A parameter of the query with a problem.
    pub(super) fn parameter(name: impl Into<String>, problem: Problem) -> Self {
        Self::Field(FieldFault { part: Part::Query, field: name.into(), problem, value: String::new() })
    }

    /// The status of the answer of an API.
    pub(super) fn status_of(&self, face: &Face) -> StatusCode {
        match self.status() {
            StatusCode::BAD_REQUEST => face.invalid,
            status => status,
        }
    }

    /// The status of the answer, where the API has no other one for it.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NoCredentials | Self::WrongCredentials | Self::WrongCode => StatusCode::UNAUTHORIZED,
            Self::TooManyRequests(_) | Self::TooManyGuesses(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::MissingScope(_) | Self::WrongTenant | Self::WrongCardCode => StatusCode::FORBIDDEN,
            Self::UnknownPath | Self::UnknownRecord | Self::UnknownPage => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable(_) => StatusCode::NOT_ACCEPTABLE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType(..) | Self::ContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::InvalidBody(_)
            | Self::NotAnObject(_)
            | Self::Field(_)
            | Self::Fields(_)
            | Self::IdempotencyKey
            | Self::NoTenant => StatusCode::BAD_REQUEST,
            Self::Printed(printed) => printed.status,
            Self::IdempotencyOther | Self::IdempotencyUnderWay => StatusCode::CONFLICT,
            Self::Refused(refusal) => status_of(refusal),
            Self::Unavailable | Self::Again => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code that clients branch on; it never changes.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NoCredentials => "no_credentials",
            Self::WrongCredentials => "wrong_credentials",
            Self::WrongCode => "wrong_code",
            Self::TooManyRequests(_) => "too_many_requests",
            Self::MissingScope(_) => "missing_scope",
            Self::WrongTenant => "wrong_tenant_key",
            Self::NoTenant => "no_tenant_key",
            Self::UnknownPath | Self::UnknownRecord | Self::UnknownPage => "not_found",
            Self::MethodNotAllowed(_) => "method_not_allowed",
            Self::NotAcceptable(_) => "not_acceptable",
            Self::TooLarge => "too_large",
            Self::MediaType(..) | Self::ContentEncoding => "unsupported_media_type",
            Self::BodyTimeout => "body_timeout",
            Self::InvalidBody(_) | Self::NotAnObject(_) => "invalid_body",
            Self::Field(_) | Self::Fields(_) => "invalid_field",
            Self::IdempotencyKey => "invalid_idempotency_key",
            Self::IdempotencyOther => "idempotency_key_reused",
            Self::IdempotencyUnderWay => "idempotency_key_in_use",
            Self::WrongCardCode | Self::Refused(Refusal::CardCodeUsed) => "wrong_card_code",
            Self::TooManyGuesses(_) => "too_many_guesses",
            Self::Printed(_) => "refused",
            Self::Refused(Refusal::OperationReused) => "idempotency_key_reused",
            Self::Refused(refusal) => refusal.code().as_str(),
            Self::Unavailable | Self::Again => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The text for people.
    pub(super) fn text(&self, language: Language, shop: ShopFormat) -> String {
        match self {
            Self::NoCredentials => texts::no_credentials(language),
            Self::WrongCredentials => texts::wrong_credentials(language),
            Self::WrongCode => texts::wrong_code(language),
            Self::TooManyRequests(seconds) => texts::too_many_requests(language, &seconds.to_string()),
            Self::MissingScope(scope) => texts::missing_scope(language, scope.as_str()),
            Self::WrongTenant => texts::wrong_tenant(language),
            Self::NoTenant => drf::no_tenant(language),
            Self::UnknownPath => texts::unknown_path(language),
            Self::UnknownRecord => texts::unknown_record(language),
            Self::UnknownPage => drf::page(language),
            Self::MethodNotAllowed(_) => texts::method(language),
            Self::NotAcceptable(types) => texts::not_acceptable(language, &types.join(", ")),
            Self::TooLarge => texts::too_large(language),
            Self::MediaType(_, types) => texts::media_type(language, &types.join(", ")),
            Self::ContentEncoding => texts::content_encoding(language),
            Self::BodyTimeout => texts::body_timeout(language),
            Self::InvalidBody(problem) => problem.text(language),
            Self::NotAnObject(_) => texts::not_an_object(language),
            Self::Field(fault) => fault.text(language),
            Self::Fields(faults) => faults.iter().map(|fault| fault.text(language)).collect::<Vec<_>>().join(" "),
            Self::IdempotencyKey => texts::idempotency_key(language),
            Self::IdempotencyOther => texts::idempotency_other(language),
            Self::IdempotencyUnderWay => texts::idempotency_under_way(language),
            Self::WrongCardCode | Self::Refused(Refusal::CardCodeUsed) => texts::wrong_card_code(language),
            Self::TooManyGuesses(seconds) => texts::too_many_guesses(language, &seconds.to_string()),
            Self::Printed(printed) => printed.text.clone(),
            Self::Refused(refusal) => messages::refusal::text(language, shop, refusal).to_plain(),
            Self::Unavailable | Self::Again => texts::unavailable(language),
            Self::Internal => texts::internal(language),
        }
    }

    /// How many seconds the client should wait.
    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests(seconds) | Self::TooManyGuesses(seconds) => Some(*seconds),
            Self::IdempotencyUnderWay => Some(1),
            Self::Unavailable | Self::Again => Some(2),
            _ => None,
        }
    }

    /// What axum refuses by itself, by its status and the method of the request.
    pub(super) fn of_status(status: StatusCode, method: &Method) -> Option<Self> {
        Some(match status {
            StatusCode::NOT_FOUND => Self::UnknownPath,
            // A part of the path that is not UTF-8, which names nothing.
            StatusCode::BAD_REQUEST => Self::UnknownRecord,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed(method.clone()),
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType(String::new(), JSON),
            StatusCode::REQUEST_TIMEOUT => Self::BodyTimeout,
            status if status.is_server_error() => Self::Internal,
            status if status.is_client_error() => Self::InvalidBody(BodyProblem::Broken),
            _ => return None,
        })
    }

    /// The answer, in the form of an API.
    pub(super) fn answer(&self, face: &Face, language: Language, shop: ShopFormat) -> Response {
        let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let mut response = (self.status_of(face), json, (face.body)(self, language, shop)).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"kopilka\""));
        }
        response
    }
}

/// The status of a refusal: what is wrong in the request, what is not there, what may not be done, what does not fit the present
/// state.
fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::UnknownCustomer
        | Refusal::UnknownInvoice
        | Refusal::UnknownHold
        | Refusal::UnknownConsent
        | Refusal::UnknownKey
        | Refusal::UnknownWebhook
        | Refusal::UnknownGroup
        | Refusal::UnknownParcel
        | Refusal::UnknownRecord(_) => StatusCode::NOT_FOUND,
        Refusal::NotAllowed
        | Refusal::NotYourInvoice
        | Refusal::TooLateToUndo
        | Refusal::OwnRole
        | Refusal::CustomerBlocked
        | Refusal::CustomerInactive
        | Refusal::CardCodeUsed => StatusCode::FORBIDDEN,
        Refusal::BadDraft(_)
        | Refusal::BadName
        | Refusal::BadHoldTime
        | Refusal::BadKey
        | Refusal::BadWebhookUrl(_)
        | Refusal::BadCoupon
        | Refusal::ReasonMissing
        | Refusal::BadSaleTime
        | Refusal::BadParcelCost { .. }
        | Refusal::BadParcel
        | Refusal::CompanyNameMissing
        | Refusal::NothingToDo
        | Refusal::TooLarge
        | Refusal::UnknownReference(_)
        | Refusal::NothingToBill
        | Refusal::MoreThanDue { .. }
        | Refusal::BadPeriod
        | Refusal::BadService
        | Refusal::NoPrice => StatusCode::BAD_REQUEST,
        Refusal::TooManyGuesses { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::NotEnoughPoints { .. }
        | Refusal::InsufficientBalance { .. }
        | Refusal::CouponUnavailable(_)
        | Refusal::RedemptionOutOfBounds { .. }
        | Refusal::MoreThanOwed { .. }
        | Refusal::NothingLeft
        | Refusal::MoreThanLeft { .. }
        | Refusal::MoreThanLeftOfLine { .. }
        | Refusal::PhoneTaken(_)
        | Refusal::PhoneOfAnother
        | Refusal::BothCardsInUse
        | Refusal::NothingToMove
        | Refusal::HoldEnded(_)
        | Refusal::MoreThanHeld { .. }
        | Refusal::ConsentNeeded
        | Refusal::CannotAsk
        | Refusal::SaleWaits
        | Refusal::SellerLeft
        | Refusal::ConsentEnded(_)
        | Refusal::ReceiptUsed
        | Refusal::ParcelNumberTaken(_)
        | Refusal::BadParcelStatus { .. }
        | Refusal::ParcelMoved { .. }
        | Refusal::ClientCodeTaken
        | Refusal::BeyondCredit { .. }
        | Refusal::GroupNameTaken
        | Refusal::TooManyWebhooks
        | Refusal::WebhookKnown(_)
        | Refusal::RecordInUse(_)
        | Refusal::NumberTaken
        | Refusal::AlreadyBilled
        | Refusal::BillPaid
        | Refusal::BelowPaid { .. }
        | Refusal::OperationReused => StatusCode::CONFLICT,
    }
}

impl From<service::Error> for Fault {
    fn from(error: service::Error) -> Self {
        match error {
            service::Error::Refused(refusal) => Self::Refused(refusal),
            error if error.is_transient() => Self::Again,
            service::Error::Storage(error) if error.is_outage() || error.is_closed() => {
                tracing::warn!(%error, "a request found no database");
                Self::Unavailable
            }
            error => {
                tracing::error!(%error, "a request failed");
                Self::Internal
            }
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The status, and the fault for [`admission`](super::admission), which writes the body.
impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
