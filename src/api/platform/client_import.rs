//! Clients are imported: a list in JSON, or a file of a spreadsheet.

use std::sync::Arc;

use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{
        admission::Call,
        body_problem::BodyProblem,
        fault::{Fault, Problem},
        json::{Body, Received},
        query::Query,
        writes::{self, Answer, FromBody, WriteOf},
    },
    documents::csv::{self, CsvError, Limits, Row as FileRow},
    domain::Language,
    service::{
        self, Operation, Refusal,
        client_import::{self, Done, Import, NewRow, RowOutcome, RowRefusal},
    },
    texts::client_import as texts,
};

/// The most bytes of a list.
pub(super) const BYTES: usize = 16 << 20;
/// The most rows of a list.
const MOST: usize = 10_000;
/// How many rows are written in one transaction: other writers wait no longer than that.
const ROWS_OF_WRITE: usize = 100;
/// What a file may have. A cell that is too long for its column is refused by row; one beyond this is no cell of a list.
const LIMITS: Limits = Limits { rows: MOST + 1, cells: 256, cell: 1 << 16 };
/// The columns of a file, in the order in which an export writes them.
pub(super) const COLUMNS: [&str; 5] = ["client_code", "first_name", "last_name", "phone", "email"];

/// Clients, by their codes or phone numbers.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ClientsRequest {
    /// The clients.
    #[schema(max_items = 10_000)]
    rows: Vec<RowRequest>,
}

/// A client. What is empty or null stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RowRequest {
    /// A code of a known client, of either kind; or what another system calls this one. Needed without a phone number.
    #[schema(example = "CLIENT123")]
    client_code: Option<String>,
    /// Given name, of at most 100 characters.
    #[schema(example = "Анна")]
    first_name: Option<String>,
    /// Family name, of at most 100 characters.
    #[schema(example = "Ким")]
    last_name: Option<String>,
    /// The phone number: with the code of its country, or as people of the shop's country write it. That of a known client is never
    /// replaced.
    #[schema(example = "77011234567")]
    phone: Option<String>,
    /// The e-mail.
    #[schema(example = "anna@example.com")]
    email: Option<String>,
}

/// What became of a list.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct ImportView {
    /// How many rows it has.
    total: usize,
    /// How many made a client.
    created: usize,
    /// How many changed one.
    updated: usize,
    /// How many said what was known.
    unchanged: usize,
    /// How many were refused.
    refused: usize,
    /// What became of each row.
    results: Vec<RowView>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowView {
    /// The row. Of a list in JSON, from 1; of a file, as a spreadsheet numbers it: the names of the columns are in row 1, and empty rows
    /// count.
    row: usize,
    /// The code of the client, as it was sent.
    client_code: Option<String>,
    /// What became of it.
    status: RowStatus,
    /// Why it was refused, for people.
    error: Option<String>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RowStatus {
    /// A client was made.
    Created,
    /// A client was changed.
    Updated,
    /// The client was as the row says.
    Unchanged,
    /// Nothing was done.
    Refused,
}

/// The rows of a body.
pub(super) struct List {
    rows: Vec<NewRow>,
    /// The number of each.
    numbers: Vec<usize>,
}

/// Imports up to 10,000 clients. One that is refused does not keep the others from being imported; the same list again changes
/// nothing. A file is CSV: UTF-8 or Windows-1251, with `,` `;` or tabs, columns in any order by the names in its first row.
#[utoipa::path(post, path = "/clients/{bot_id}/import", tag = "platform", operation_id = "clients_import",
    params(
        ("bot_id" = i64, Path, description = "The id of the shop's bot."),
        ("dry_run" = Option<bool>, Query, description = "Nothing is written; the answer is what it would be."),
    ),
    request_body(content((ClientsRequest = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "What became of each row.", body = ImportView)))]
pub(super) async fn import(query: Query, WriteOf(request): WriteOf<List>) -> Result<Response, Fault> {
    let is_dry = query.flag("dry_run")?.unwrap_or(false);
    request.run_in_parts(move |call, operation, list| Box::pin(import_all(call, operation, list, is_dry))).await
}

async fn import_all(call: Call, operation: Operation, list: Arc<List>, is_dry: bool) -> Result<Answer, Fault> {
    let rows = &list.rows;
    let import = Arc::new(Import::new(rows, &call.api.options.phones));
    let mut done = Arc::new(Done::default());
    let mut view = ImportView { total: rows.len(), ..ImportView::default() };
    for (part, rows) in rows.chunks(ROWS_OF_WRITE).enumerate() {
        let from = part * ROWS_OF_WRITE;
        let places = from..from + rows.len();
        let (outcomes, now) = if is_dry {
            let mut now = Done::clone(&done);
            let mut tx = call.api.read().await?;
            let caller = call.client.caller(call.at);
            (client_import::look_at_rows(&mut tx, &caller, &import, places, &mut now).await?, now)
        } else {
            writes::part(&call, &operation, |tx, operation| {
                let (api, import, places) = (call.api.clone(), Arc::clone(&import), places.clone());
                let mut now = Done::clone(&done);
                Box::pin(async move {
                    let chance = api.options.chance.as_ref();
                    let outcomes = client_import::import_rows(tx, operation, chance, &import, places, &mut now).await;
                    Ok((outcomes.map_err(fault)?, now))
                })
            })
            .await?
        };
        done = Arc::new(now);
        for ((number, row), outcome) in list.numbers.iter().skip(from).zip(rows).zip(&outcomes) {
            view.add(*number, row, outcome, call.language);
        }
    }
    Answer::ok(&view)
}

/// Another request registered the phone number of a row meanwhile: what the row does is to be decided again.
fn fault(error: service::Error) -> Fault {
    match error {
        service::Error::Refused(Refusal::PhoneTaken(_)) => Fault::Again,
        error => error.into(),
    }
}

impl FromBody for List {
    fn from_body(received: &Received) -> Result<(Self, String), Fault> {
        let (list, content) = if received.media_type == "text/csv" {
            let table = csv::read(&received.bytes, LIMITS).map_err(csv_fault)?;
            let content: Vec<_> = table.rows.iter().map(|row| (row.number, &row.cells)).collect();
            let content = serde_json::to_string(&content).map_err(|_| Fault::Internal)?;
            (read_file(&table.rows)?, content)
        } else {
            let body = Body::<ClientsRequest>::of(received).map_err(|fault| match fault {
                Fault::MediaType(sent, _) => Fault::MediaType(sent, &["application/json", "text/csv"]),
                fault => fault,
            });
            let Body { value, whole } = body?;
            let rows: Vec<NewRow> = value.rows.into_iter().map(NewRow::from).collect();
            (Self { numbers: (1..=rows.len()).collect(), rows }, writes::canonical(whole))
        };
        if list.rows.len() > MOST {
            return Err(too_many());
        }
        Ok((list, content))
    }
}

/// The rows below the names of the columns.
fn read_file(rows: &[FileRow]) -> Result<List, Fault> {
    let Some((header, rows)) = rows.split_first() else { return Err(Fault::field(COLUMNS[0], Problem::Missing)) };
    let mut columns = [None; COLUMNS.len()];
    for (column, name) in columns.iter_mut().zip(COLUMNS) {
        let mut found = header.columns(name);
        *column = found.next();
        if found.next().is_some() {
            return Err(Fault::field(name, Problem::Repeated));
        }
    }
    let [code, first_name, last_name, phone, email] = columns;
    if code.is_none() && phone.is_none() {
        return Err(Fault::field(COLUMNS[0], Problem::Missing));
    }
    let width = header.cells.len();
    let read = |row: &FileRow| {
        let cell = |column: Option<usize>| column.map_or_else(String::new, |column| row.cell(column).to_owned());
        NewRow {
            client_code: cell(code),
            first_name: cell(first_name),
            last_name: cell(last_name),
            phone: cell(phone),
            email: cell(email),
            has_other_values: (width..row.cells.len()).any(|column| !row.cell(column).is_empty()),
        }
    };
    Ok(List { rows: rows.iter().map(read).collect(), numbers: rows.iter().map(|row| row.number).collect() })
}

fn csv_fault(error: CsvError) -> Fault {
    match error {
        CsvError::TooManyRows(_) => too_many(),
        error => Fault::InvalidBody(BodyProblem::Csv(error)),
    }
}

fn too_many() -> Fault {
    Fault::field("rows", Problem::Count(0, MOST as i64))
}

impl From<RowRequest> for NewRow {
    fn from(row: RowRequest) -> Self {
        Self {
            client_code: row.client_code.unwrap_or_default(),
            first_name: row.first_name.unwrap_or_default(),
            last_name: row.last_name.unwrap_or_default(),
            phone: row.phone.unwrap_or_default(),
            email: row.email.unwrap_or_default(),
            has_other_values: false,
        }
    }
}

impl ImportView {
    fn add(&mut self, row: usize, sent: &NewRow, outcome: &RowOutcome, language: Language) {
        let (status, count) = match outcome {
            RowOutcome::Created => (RowStatus::Created, &mut self.created),
            RowOutcome::Updated => (RowStatus::Updated, &mut self.updated),
            RowOutcome::Unchanged => (RowStatus::Unchanged, &mut self.unchanged),
            RowOutcome::Refused(_) => (RowStatus::Refused, &mut self.refused),
        };
        *count += 1;
        let error = match outcome {
            RowOutcome::Refused(refusal) => Some(text(refusal, language)),
            _ => None,
        };
        let client_code = Some(sent.client_code.trim()).filter(|code| !code.is_empty()).map(str::to_owned);
        self.results.push(RowView { row, client_code, status, error });
    }
}

/// Why a row was refused.
fn text(refusal: &RowRefusal, language: Language) -> String {
    match refusal {
        RowRefusal::OtherValues => texts::other_values(language),
        RowRefusal::Nobody => texts::nobody(language),
        RowRefusal::BadCode => texts::bad_code(language),
        RowRefusal::BadPhone => texts::bad_phone(language),
        RowRefusal::UnclearPhone => texts::unclear_phone(language),
        RowRefusal::BadEmail => texts::bad_email(language),
        RowRefusal::LongName(most) => texts::long_name(language, &most.to_string()),
        RowRefusal::RepeatedCode => texts::repeated_code(language),
        RowRefusal::RepeatedPhone => texts::repeated_phone(language),
        RowRefusal::RepeatedClient => texts::repeated_client(language),
        RowRefusal::PhoneOfAnother => texts::phone_of_another(language),
        RowRefusal::OtherPhone => texts::other_phone(language),
        RowRefusal::PhoneFromChat => texts::phone_from_chat(language),
        RowRefusal::OtherCode(code) => texts::other_code(language, code.as_str()),
    }
}
