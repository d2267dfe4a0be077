//! The headers of answers: declared once, and named by each answer that has them.

use axum::http::StatusCode;
use utoipa::{
    Modify,
    openapi::{
        OpenApi, Ref, RefOr, Responses,
        header::HeaderBuilder,
        schema::{ObjectBuilder, Type},
    },
};

/// An answer in the description.
struct Answer {
    status: StatusCode,
    is_to_write: bool,
    /// Is the operation for clients alone?
    is_to_client: bool,
}

/// A header, and which answers may have it.
struct Header {
    name: &'static str,
    text: &'static str,
    kind: Type,
    is_of: fn(&Answer) -> bool,
}

const HEADERS: &[Header] = &[
    Header {
        name: "X-Request-Id",
        text: "Names the request in the log of the server; one that the client sent is kept.",
        kind: Type::String,
        is_of: |_| true,
    },
    Header {
        name: "X-RateLimit-Limit",
        text: "Requests a minute. A key without a limit has no such header.",
        kind: Type::Integer,
        is_of: Answer::is_counted,
    },
    Header {
        name: "X-RateLimit-Remaining",
        text: "How many of them are left.",
        kind: Type::Integer,
        is_of: Answer::is_counted,
    },
    Header {
        name: "X-RateLimit-Reset",
        text: "When the next minute begins, in seconds since 1970.",
        kind: Type::Integer,
        is_of: Answer::is_counted,
    },
    Header {
        name: "Retry-After",
        text: "How many seconds to wait before the next try.",
        kind: Type::Integer,
        is_of: |answer| match answer.status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => true,
            // The same request is being worked on.
            status => status == StatusCode::CONFLICT && answer.is_kept(),
        },
    },
    Header {
        name: "Idempotent-Replayed",
        text: "`true` where the request was carried out before, with the same `Idempotency-Key`.",
        kind: Type::String,
        is_of: Answer::is_kept,
    },
    Header {
        name: "Allow",
        text: "The methods that the path has.",
        kind: Type::String,
        is_of: |answer| answer.status == StatusCode::METHOD_NOT_ALLOWED,
    },
    Header {
        name: "WWW-Authenticate",
        text: "How a client names itself.",
        kind: Type::String,
        is_of: |answer| answer.status == StatusCode::UNAUTHORIZED,
    },
];

impl Answer {
    /// Is it known whose request it was?
    fn is_counted(&self) -> bool {
        if self.is_to_client {
            self.status != StatusCode::UNAUTHORIZED
        } else {
            self.status.is_success() || self.status == StatusCode::TOO_MANY_REQUESTS
        }
    }

    /// Is it kept under the `Idempotency-Key` of its request?
    fn is_kept(&self) -> bool {
        let is_of_result = self.status.is_success() || self.status == StatusCode::CONFLICT;
        self.is_to_write && self.is_to_client && is_of_result
    }
}

/// Declares the headers.
pub(super) struct Declared;

impl Modify for Declared {
    fn modify(&self, description: &mut OpenApi) {
        let components = description.components.get_or_insert_default();
        components.headers.extend(HEADERS.iter().map(|Header { name, text, kind, .. }| {
            let schema = ObjectBuilder::new().schema_type(kind.clone()).build();
            let header = HeaderBuilder::new().description(Some(*text)).schema(Some(schema)).build();
            ((*name).to_owned(), RefOr::T(header))
        }));
    }
}

/// Names the headers that the answers to an operation may have.
pub(super) fn name(responses: &mut Responses, is_to_write: bool, is_to_client: bool) {
    for (status, response) in &mut responses.responses {
        let (Ok(status), RefOr::T(response)) = (status.parse(), response) else { continue };
        let answer = Answer { status, is_to_write, is_to_client };
        for Header { name, .. } in HEADERS.iter().filter(|header| (header.is_of)(&answer)) {
            let declared = Ref::new(format!("#/components/headers/{name}"));
            response.headers.insert((*name).to_owned(), RefOr::Ref(declared));
        }
    }
}
