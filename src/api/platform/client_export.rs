//! Clients are exported: all of them, as CSV that an import takes, or as JSON. The answer is written while it is read, page by page,
//! each in a transaction of its own: who changes meanwhile is in it as they were, or as they are; who comes meanwhile may be missing.

use std::io;

use axum::{
    body::Body,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use utoipa::ToSchema;

use super::{client_import::COLUMNS, clients::ClientView};
use crate::{
    api::{
        admission::Call,
        fault::{Fault, Problem},
        query::Query,
    },
    documents::csv::{Separator, Writer},
    domain::CustomerId,
    service::clients,
};

/// How many clients are read at a time.
const PAGE: i64 = 500;
/// The columns after those of an import.
const MORE_COLUMNS: [&str; 6] = ["id", "username", "points", "parcels", "is_active", "created_at"];
/// The forms, for people.
const FORMATS: &str = "csv, json";

/// All clients, as they are written one after the other.
#[derive(Debug, Serialize, ToSchema)]
#[expect(dead_code, reason = "it describes what is written piece by piece")]
pub(super) struct ExportView {
    /// The clients, by id.
    clients: Vec<ClientView>,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Format {
    /// A table for spreadsheets.
    Csv,
    /// An object with a list.
    Json,
}

/// An export under way.
struct Export {
    call: Call,
    format: Format,
    /// The last client who was written.
    after: CustomerId,
    is_begun: bool,
    is_ended: bool,
}

/// All clients, by id. The columns of a CSV file begin with those of an import, which finds nothing new in it.
#[utoipa::path(get, path = "/clients/{bot_id}/export", tag = "platform", operation_id = "clients_export",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("format" = Option<Format>, Query, description = "The form; `json` where it is not said."),
    ),
    responses((status = 200, description = "The clients.", content((ExportView = "application/json"), (String = "text/csv")))))]
pub(super) async fn export(call: Call, query: Query) -> Result<Response, Fault> {
    let format = match query.text("format") {
        None | Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        Some(_) => return Err(Fault::parameter("format", Problem::NoneOf(FORMATS))),
    };
    let mut export = Export { call, format, after: CustomerId(0), is_begun: false, is_ended: false };
    // What fails at once is answered as a fault; what fails later breaks the answer off.
    let first = export.piece().await?;
    let rest = stream::try_unfold(export, |mut export: Export| async move {
        if export.is_ended {
            return Ok(None);
        }
        match export.piece().await {
            Ok(piece) => Ok(Some((piece, export))),
            Err(fault) => {
                tracing::warn!(code = fault.code(), "an export of clients broke off");
                Err(io::Error::other("the export broke off"))
            }
        }
    });
    let body = Body::from_stream(stream::once(async { Ok(first) }).chain(rest));
    let (media_type, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"clients.csv\""),
        Format::Json => ("application/json", "attachment; filename=\"clients.json\""),
    };
    let headers = [(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, name)];
    Ok((headers.map(|(header, value)| (header, HeaderValue::from_static(value))), body).into_response())
}

impl Export {
    /// The next piece of the answer.
    async fn piece(&mut self) -> Result<Vec<u8>, Fault> {
        let caller = self.call.client.caller(self.call.at);
        let page = {
            let mut tx = self.call.api.read().await?;
            clients::after(&mut tx, &caller, self.after, PAGE).await?
        };
        self.is_ended = i64::try_from(page.len()).is_ok_and(|count| count < PAGE);
        if let Some(last) = page.last() {
            self.after = last.client.customer_id;
        }
        let views: Vec<ClientView> = page.into_iter().map(ClientView::from).collect();
        let piece = match self.format {
            Format::Csv => Ok(self.table(&views)),
            Format::Json => self.list(&views),
        };
        self.is_begun = true;
        piece
    }

    fn table(&self, views: &[ClientView]) -> Vec<u8> {
        let mut writer = Writer::new(Separator::Comma);
        if !self.is_begun {
            writer.row(COLUMNS.iter().chain(&MORE_COLUMNS));
        }
        for view in views {
            writer.row(view.cells());
        }
        writer.take()
    }

    fn list(&self, views: &[ClientView]) -> Result<Vec<u8>, Fault> {
        let mut piece = if self.is_begun { String::new() } else { "{\"clients\":[".to_owned() };
        for (place, view) in views.iter().enumerate() {
            if self.is_begun || place > 0 {
                piece.push(',');
            }
            piece.push_str(&serde_json::to_string(view).map_err(|_| Fault::Internal)?);
        }
        if self.is_ended {
            piece.push_str("]}");
        }
        Ok(piece.into_bytes())
    }
}

impl ClientView {
    /// The cells of the client's row, in the order of the columns.
    fn cells(&self) -> [String; COLUMNS.len() + MORE_COLUMNS.len()] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        [
            self.client_code.clone(),
            text(&self.first_name),
            text(&self.last_name),
            text(&self.phone),
            text(&self.email),
            self.id.to_string(),
            text(&self.username),
            self.points.0.to_decimal().to_string(),
            self.parcels.to_string(),
            self.is_active.to_string(),
            self.created_at.to_string(),
        ]
    }
}
