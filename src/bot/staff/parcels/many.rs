//! The statuses of many parcels are changed: by a list of numbers that is pasted, or a file with rows. What would become of each
//! number is counted and shown before anything is changed, and shown again where it is different by then.

use serde::{Deserialize, Serialize};

use super::{
    list::parcels_button,
    pasted::{self, Piece},
    report::{Counts, Report, wanted},
    rows::{self, Read, Row},
    table::{self, MOST_ROWS, TableFault},
};
use crate::{
    bot::{
        context::Context,
        incoming::Contact,
        sent_file::{LARGEST, SentContent, SentFile},
        staff::{
            conversation::{Conversation, Next, not_a_contact},
            question::{Question, below},
            step::steps,
        },
    },
    documents::csv::CsvError,
    domain::{Language, OperationId, ParcelNumber, ParcelStatus, Permission},
    messages::{outgoing::Buttons, reply::Reply},
    notices,
    service::{
        Result,
        parcels::{self, NewStatus},
    },
    texts::{Html, parcel, parcel_words, staff_invoice, staff_parcels as words, staff_parcels_many as texts},
};

/// The name of the file with the rows that changed nothing.
const REPORT: &str = "parcels.csv";

/// The list so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::bot::staff) struct ManyParcels {
    /// The rows, as [`rows::encode`] writes them.
    rows: String,
    /// The status for the rows that name none.
    chosen: Option<ParcelStatus>,
    /// What the preview showed.
    shown: Option<Counts>,
}

steps! {
    /// The steps of a list.
    ManyStep {
        /// Chooses the status.
        Status(status: ParcelStatus) = "status",
        /// Confirms the preview.
        Confirm = "confirm",
    }
}

impl Conversation for ManyParcels {
    const NAME: &'static str = "many_parcels";
    type Step = ManyStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let numbers = Self { rows: rows::encode(&[Row::of(1, "RB1", Ok(None))]), ..Self::default() };
        let preview = Self { chosen: Some(ParcelStatus::Delivered), shown: Some(Counts::default()), ..numbers.clone() };
        vec![Self::default(), numbers, preview]
    }

    async fn ask(mut self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::ChangeParcels)?;
        let language = cx.language;
        let rows = rows::decode(&self.rows);
        if rows.is_empty() {
            let text = below(note, texts::ask(language, MOST_ROWS));
            return Question::new(cx).ask(cx, &self, text, Buttons::new()).await;
        }
        let open = rows.iter().filter(|row| row.read == Read::Number).count();
        if open > 0 && self.chosen.is_none() {
            let question = Question::new(cx);
            let text = texts::status_ask(language, open);
            let buttons = status_buttons(language, &question);
            return question.ask(cx, &self, below(note, text), buttons).await;
        }
        let wanted = wanted(&rows, self.chosen);
        let caller = cx.caller();
        let outcomes = parcels::check_statuses(&mut cx.tx, &caller, &statuses(&wanted)).await?;
        let report = Report::of(&rows, &wanted, &outcomes);
        if report.counts().changed == 0 {
            return finish(cx, &report, note, texts::nothing_changed).await;
        }
        self.shown = Some(report.counts());
        let question = Question::new(cx);
        let title = texts::preview(language, rows.len());
        let status = report
            .only_status()
            .map(|status| texts::new_status(language, parcel::icon(status), &parcel::status(language, status)));
        let sums = report.sums(language, texts::will_change);
        let head = Html::lines([title].into_iter().chain(status));
        let text = Html::paragraphs([head, sums, report.lines(language), texts::confirm_ask(language)]);
        let label = texts::button_confirm(language, report.counts().changed);
        let buttons = vec![vec![question.button(label, ManyStep::Confirm)]];
        question.ask(cx, &self, below(note, text), buttons).await
    }

    /// The list, its status, or more of the list: clients of Telegram send a long text as several messages.
    async fn answer(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let mut rows = rows::decode(&self.rows);
        if let Some(status) = parcel_words::status(text).filter(|_| !rows.is_empty() && self.chosen.is_none()) {
            self.chosen = Some(status);
            self.ask(cx, None).await?;
            return Ok(Next::Answered);
        }
        let more = read_list(cx, text, rows.len()).await?;
        let has_number = more.iter().any(|row| row.number.contains(|c: char| c.is_ascii_digit()));
        if !rows.is_empty() && !has_number {
            let note = staff_invoice::press_a_button(cx.language);
            self.ask(cx, Some(note)).await?;
            return Ok(Next::Answered);
        }
        let note = (!rows.is_empty()).then(|| texts::list_continued(cx.language, more.len()));
        rows.extend(more);
        self.take(cx, &rows, note).await?;
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: ManyStep, nonce: &str) -> Result<Next> {
        match step {
            ManyStep::Status(status) if self.chosen.is_none() && !self.rows.is_empty() => {
                self.chosen = Some(status);
                self.ask(cx, None).await?;
                Ok(Next::Answered)
            }
            ManyStep::Confirm if self.shown.is_some() => self.change(cx, nonce).await,
            ManyStep::Status(_) | ManyStep::Confirm => Ok(Next::Unexpected),
        }
    }

    async fn contact(self, cx: &mut Context, _: &Contact) -> Result<Next> {
        not_a_contact(cx, self).await
    }

    fn is_preview(&self) -> bool {
        self.shown.is_some()
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        (!self.rows.is_empty()).then(|| words::button_many(language))
    }

    fn operation_id(nonce: &str) -> Option<OperationId> {
        Some(operation_id(nonce))
    }
}

fn operation_id(nonce: &str) -> OperationId {
    OperationId::chat(format_args!("many_parcels:{nonce}"))
}

/// Asks for a list or a file.
pub(crate) async fn begin(cx: &mut Context) -> Result<()> {
    ManyParcels::default().ask(cx, None).await
}

/// Begins with a list.
pub(super) async fn begin_with(cx: &mut Context, list: &str) -> Result<()> {
    let rows = read_list(cx, list, 0).await?;
    ManyParcels::default().take(cx, &rows, None).await
}

/// Begins with a file that was sent, whatever conversation is under way.
pub(crate) async fn received(cx: &mut Context, file: SentFile) -> Result<()> {
    cx.require(Permission::ChangeParcels)?;
    let language = cx.language;
    let rows = match &file.content {
        SentContent::TooLarge => Err(texts::file_too_large(language, LARGEST >> 20)),
        SentContent::Spreadsheet => Err(texts::file_of_spreadsheet(language)),
        SentContent::Unavailable => Err(texts::file_unavailable(language)),
        SentContent::Bytes(bytes) => table::read(bytes).map_err(|fault| complaint(language, fault)),
    };
    match rows {
        Ok(rows) => {
            let chosen = file.caption.as_deref().and_then(parcel_words::status);
            ManyParcels { chosen, ..ManyParcels::default() }.take(cx, &rows, None).await
        }
        Err(complaint) => cx.say(Reply::text(complaint).buttons(vec![vec![parcels_button(language)]])).await,
    }
}

fn complaint(language: Language, fault: TableFault) -> Html {
    match fault {
        TableFault::Empty => texts::file_empty(language),
        TableFault::Columns => texts::file_columns(language),
        TableFault::File(CsvError::TooManyRows(_)) => texts::too_many(language, MOST_ROWS),
        TableFault::File(CsvError::NotText) => texts::file_not_text(language),
        TableFault::File(
            CsvError::TooManyCells { line, .. } | CsvError::CellTooLong { line, .. } | CsvError::OpenQuote { line },
        ) => texts::file_bad_line(language, line),
    }
}

impl ManyParcels {
    /// Goes on with these rows.
    async fn take(self, cx: &mut Context, rows: &[Row], note: Option<Html>) -> Result<()> {
        if rows.len() > MOST_ROWS {
            let note = texts::too_many(cx.language, MOST_ROWS);
            return Self::default().ask(cx, Some(note)).await;
        }
        Self { rows: rows::encode(rows), shown: None, ..self }.ask(cx, note).await
    }

    /// Changes what the preview showed; where it would be something else by now, shows it again.
    async fn change(self, cx: &mut Context, nonce: &str) -> Result<Next> {
        let rows = rows::decode(&self.rows);
        let wanted = wanted(&rows, self.chosen);
        let (caller, new) = (cx.caller(), statuses(&wanted));
        let outcomes = parcels::check_statuses(&mut cx.tx, &caller, &new).await?;
        if self.shown != Some(Report::of(&rows, &wanted, &outcomes).counts()) {
            let note = texts::preview_changed(cx.language);
            self.ask(cx, Some(note)).await?;
            return Ok(Next::Answered);
        }
        let operation = cx.operation(operation_id(nonce));
        let done = parcels::change_statuses(&mut cx.tx, &operation, &new).await?;
        notices::parcel::statuses(&mut cx.tx, cx.now, &done.changed).await?;
        let report = Report::of(&rows, &wanted, &done.outcomes);
        finish(cx, &report, None, texts::changed).await?;
        Ok(Next::Answered)
    }
}

/// Ends with what became of the rows. Refused rows that a message cannot name come as a file.
async fn finish(
    cx: &mut Context,
    report: &Report<'_>,
    note: Option<Html>,
    changed: fn(Language, usize) -> Html,
) -> Result<()> {
    cx.leave();
    let language = cx.language;
    let sums = report.sums(language, changed);
    let buttons = vec![vec![parcels_button(language)]];
    let lines = (!report.is_long()).then(|| report.lines(language));
    let text = Html::paragraphs(note.into_iter().chain([sums]).chain(lines));
    cx.show(Reply::text(text).buttons(buttons)).await?;
    if report.is_long() {
        let file = report.file(cx)?;
        cx.say(Reply::text(texts::report(language)).with_file(REPORT, file)).await?;
    }
    Ok(())
}

fn statuses(wanted: &[(usize, NewStatus)]) -> Vec<NewStatus> {
    wanted.iter().map(|(_, new)| new.clone()).collect()
}

fn status_buttons(language: Language, question: &Question<ManyParcels>) -> Buttons {
    let button = |status: &ParcelStatus| {
        let label = words::button_status(language, parcel::icon(*status), &parcel::status(language, *status));
        vec![question.button(label, ManyStep::Status(*status))]
    };
    ParcelStatus::ALL.iter().map(button).collect()
}

/// Reads a pasted list, or cells with names above, whose rows are counted from `before` on. Where several words stand without a sign between them, they are one
/// number if there is a parcel of this number, several if there is one of any of them, and else by their length.
async fn read_list(cx: &mut Context, text: &str, before: usize) -> Result<Vec<Row>> {
    if let Some(rows) = table::read_pasted(text) {
        return Ok(rows.into_iter().map(|row| Row { place: before + row.place, ..row }).collect());
    }
    let mut rows: Vec<Row> = Vec::new();
    for Piece { text, status } in pasted::pieces(text).into_iter().take(MOST_ROWS + 1) {
        let words = pasted::words(&text);
        let are_several = words.len() > 1
            && !is_parcel(cx, &text).await?
            && (pasted::are_separate(&text) || is_any_parcel(cx, &words).await?);
        for number in if are_several { words } else { vec![text.as_str()] } {
            rows.push(Row::of(before + rows.len() + 1, number, status));
        }
    }
    Ok(rows)
}

async fn is_any_parcel(cx: &mut Context, numbers: &[&str]) -> Result<bool> {
    for number in numbers {
        if is_parcel(cx, number).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn is_parcel(cx: &mut Context, number: &str) -> Result<bool> {
    let Ok(number) = number.parse::<ParcelNumber>() else { return Ok(false) };
    let caller = cx.caller();
    Ok(parcels::get_by_number(&mut cx.tx, &caller, &number).await?.is_some())
}
