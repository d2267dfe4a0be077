//! A parcel is added: its number and its client, perhaps with the weight and a note, in one message or asked for one by one. What a
//! message may mean in two ways is asked about. The card of the new parcel shows what was read, and can be changed.

use serde::{Deserialize, Serialize};

use super::{
    card,
    client::{self, Client, MAX_ON_BUTTON, MAX_SHOWN},
    meaning::{self, Meaning},
    read::{self, Fault, Line},
};
use crate::{
    bot::{
        context::Context,
        incoming::Contact,
        staff::{
            conversation::{Conversation, Next, not_a_contact},
            named,
            question::{Question, below},
            step::steps,
        },
    },
    domain::{ClientCode, CustomerId, Language, OperationId, ParcelNumber, ParcelStatus, Permission, Quantity},
    messages::outgoing::Buttons,
    notices,
    service::{
        Error, Refusal, Result, customers,
        parcels::{self, NewParcel},
    },
    texts::{Html, format::shortened, staff_invoice, staff_parcels as texts},
};

/// What is known of the parcel.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::bot::staff) struct NewParcelForm {
    number: Option<ParcelNumber>,
    client: Option<ClientCode>,
    weight: Option<Quantity>,
    pieces: Option<i64>,
    note: Option<String>,
    /// A message that may be a number alone, or a number and a code that no customer has.
    unclear: Option<String>,
    /// What was typed for the client may be this code.
    typed_code: Option<ClientCode>,
}

steps! {
    /// The steps of a new parcel.
    AddStep {
        /// The unclear message is a number and a code.
        Split = "split",
        /// It is a number.
        Join = "join",
        /// Chooses the client.
        Pick(client: CustomerId) = "pick",
        /// The client is the one of the code that was typed.
        Code = "code",
    }
}

impl Conversation for NewParcelForm {
    const NAME: &'static str = "new_parcel";
    type Step = AddStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        let number = Self { number: "RB123456789CN".parse().ok(), ..Self::default() };
        let unclear = Self { unclear: Some("RB 123".to_owned()), ..Self::default() };
        let which = Self { typed_code: "1234".parse().ok(), ..number.clone() };
        vec![Self::default(), number, unclear, which]
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        cx.require(Permission::ChangeParcels)?;
        let language = cx.language;
        let question = Question::new(cx);
        let (text, buttons) = match (&self.unclear, &self.number, &self.client) {
            (Some(unclear), ..) => unclear_question(&self, cx, &question, unclear),
            (None, None, None) => (texts::add_ask(language), Buttons::new()),
            (None, None, Some(code)) => (texts::add_number_ask(language, code.as_str()), Buttons::new()),
            (None, Some(number), None) => (texts::add_client_ask(language, number.as_str()), Buttons::new()),
            (None, Some(number), Some(code)) => return add(cx, &self, number, code).await,
        };
        question.ask(cx, &self, below(note, text), buttons).await
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        if self.unclear.is_some() {
            let note = staff_invoice::press_a_button(cx.language);
            self.ask(cx, Some(note)).await?;
        } else if self.number.is_none() {
            return self.read_line(cx, text).await;
        } else {
            return self.read_client(cx, text).await;
        }
        Ok(Next::Answered)
    }

    async fn press(mut self, cx: &mut Context, step: AddStep, _: &str) -> Result<Next> {
        match (step, self.unclear.take()) {
            (AddStep::Split, Some(text)) => match self.apart(&text) {
                Ok(line) => self.take(line),
                Err(_) => return Ok(Next::Unexpected),
            },
            (AddStep::Join, Some(text)) => match whole(&text) {
                Some(line) => self.take(line),
                None => return Ok(Next::Unexpected),
            },
            (AddStep::Pick(client), None) if self.number.is_some() => {
                self.client = client::code_of(&customers::get(&mut cx.tx, client).await?);
            }
            (AddStep::Code, None) if self.typed_code.is_some() => self.client = self.typed_code.take(),
            _ => return Ok(Next::Unexpected),
        }
        self.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        if self.number.is_none() {
            return not_a_contact(cx, self).await;
        }
        let client = client::of_contact(cx, contact).await?;
        self.take_client(cx, client, &contact.phone, &contact.name).await
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn pick(customer: CustomerId) -> Option<AddStep> {
        Some(AddStep::Pick(customer))
    }

    fn other_meaning(&self, cx: &Context) -> Option<(String, AddStep)> {
        client::code_button(cx.language, self.typed_code.as_ref()).map(|label| (label, AddStep::Code))
    }

    fn unfinished_name(&self, language: Language) -> Option<String> {
        (self.number.is_some() || self.unclear.is_some()).then(|| texts::button_add(language))
    }
}

/// Asks for a new parcel, of a customer where one is named.
pub(crate) async fn begin(cx: &mut Context, customer: Option<CustomerId>) -> Result<()> {
    let client = match customer {
        Some(customer) => client::code_of(&customers::get(&mut cx.tx, customer).await?),
        None => None,
    };
    NewParcelForm { client, ..NewParcelForm::default() }.ask(cx, None).await
}

impl NewParcelForm {
    fn take(&mut self, line: Line) {
        self.number = Some(line.number);
        self.client = line.client.or(self.client.take());
        self.weight = line.weight;
        self.pieces = line.pieces;
        self.note = line.note;
    }

    /// Reads the message with the number, and perhaps all else.
    async fn read_line(mut self, cx: &mut Context, text: &str) -> Result<Next> {
        let mut note = None;
        match meaning::read(cx, text, self.client.as_ref()).await? {
            Meaning::Parcel(line) => self.take(line),
            Meaning::Of(line, whom) => {
                self.take(line);
                return self.read_client(cx, &whom).await;
            }
            Meaning::Unclear => self.unclear = Some(text.to_owned()),
            Meaning::Not(fault) => note = Some(complaint(cx.language, fault)),
        }
        self.ask(cx, note).await?;
        Ok(Next::Answered)
    }

    /// The parcel of an unclear message, where its first part is the number.
    fn apart(&self, text: &str) -> std::result::Result<Line, Fault> {
        let has_client = self.client.is_some();
        match read::fields(text, has_client) {
            Some(line) => line,
            None if has_client => read::number_before(text, 1),
            None => read::split(text, 1),
        }
    }

    async fn read_client(self, cx: &mut Context, text: &str) -> Result<Next> {
        let client = client::named(cx, text).await?;
        self.take_client(cx, client, text, text).await
    }

    /// Takes the client whom `searched` names, or asks; `shown` is what the person sent.
    async fn take_client(mut self, cx: &mut Context, client: Client, searched: &str, shown: &str) -> Result<Next> {
        match client {
            Client::Code(code) => {
                self.client = Some(code);
                self.ask(cx, None).await?;
            }
            Client::Which(found, code) => {
                self.typed_code = code;
                named::ask_which(cx, &self, searched, &found, 0).await?;
            }
            Client::Nobody => {
                let note = client::nobody(cx.language, shown);
                self.ask(cx, Some(note)).await?;
            }
        }
        Ok(Next::Answered)
    }
}

fn unclear_question(
    form: &NewParcelForm,
    cx: &Context,
    question: &Question<NewParcelForm>,
    text: &str,
) -> (Html, Buttons) {
    let language = cx.language;
    let short = |text: &str| shortened(text, MAX_ON_BUTTON);
    let mut buttons = Buttons::new();
    let mut asked = texts::unclear_rest(language, &shortened(text, MAX_SHOWN));
    if let Ok(Line { number, client, .. }) = form.apart(text) {
        let label = match &client {
            Some(client) => texts::button_split(language, &short(number.as_str()), &short(client.as_str())),
            None => {
                let rest = read::words(text).get(1..).unwrap_or_default().join(" ");
                texts::button_rest(language, &short(number.as_str()), &short(&rest))
            }
        };
        if let Some(code) = &client {
            asked = texts::unclear(language, &shortened(text, MAX_SHOWN), &shortened(code.as_str(), MAX_SHOWN));
        }
        buttons.push(vec![question.button(label, AddStep::Split)]);
    }
    if let Some(Line { number, .. }) = whole(text) {
        buttons.push(vec![question.button(texts::button_join(language, &short(number.as_str())), AddStep::Join)]);
    }
    (asked, buttons)
}

/// The parcel of an unclear message, where it is a number up to the weight.
fn whole(text: &str) -> Option<Line> {
    read::number(text).ok().filter(|_| read::parts(text).len() < 2)
}

/// Why a message is no parcel.
fn complaint(language: Language, fault: Fault) -> Html {
    match fault {
        Fault::Number(fault) => texts::number_fault(language, fault),
        Fault::Weight => texts::weight_bad(language),
        Fault::Pieces => texts::pieces_bad(language),
        Fault::Several => texts::several(language),
    }
}

/// Adds the parcel, and shows it.
async fn add(cx: &mut Context, form: &NewParcelForm, number: &ParcelNumber, code: &ClientCode) -> Result<()> {
    let id = OperationId::chat(format_args!("new_parcel:{}", cx.name_of_update()));
    let operation = cx.operation(id);
    let new = NewParcel {
        number: number.clone(),
        client_code: code.clone(),
        status: ParcelStatus::Pending,
        quantity: form.pieces,
        weight: form.weight,
        price_per_kg: None,
        cost: None,
        note: form.note.clone(),
    };
    cx.leave();
    match parcels::add(&mut cx.tx, &operation, &new).await {
        Ok(added) => {
            notices::parcel::changed(&mut cx.tx, cx.now, &added).await?;
            let note = texts::is_added(cx.language);
            card::show_under(cx, added.parcel.parcel_id, Some(note)).await
        }
        Err(Error::Refused(Refusal::ParcelNumberTaken(number))) => {
            let caller = cx.caller();
            let known = parcels::get_by_number(&mut cx.tx, &caller, &number).await?;
            let note = texts::is_known(cx.language);
            card::show_under(cx, known.ok_or(Refusal::UnknownParcel)?.parcel_id, Some(note)).await
        }
        Err(error) => Err(error),
    }
}
