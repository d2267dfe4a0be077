//! What a parcel consists of is changed, one thing at a time: note, weight, price, pieces, client, number.

use serde::{Deserialize, Serialize};

use super::{
    card,
    client::{self, Client},
    read,
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
    domain::{
        ClientCode, CustomerId, LONGEST_NOTE, Language, MOST_PIECES, Money, OperationId, ParcelId, ParcelNumber,
        Permission,
    },
    messages::{outgoing::Buttons, reply::Reply},
    notices,
    service::{
        Error, Refusal, Result, customers,
        parcels::{self, Parcel, ParcelChange},
    },
    texts::{Html, common, staff_invoice, staff_parcels as texts},
};

/// Waits for what is to be changed, or for its new value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::bot::staff) struct ParcelEdit {
    parcel: ParcelId,
    field: Option<Field>,
    /// What was typed for the client may be this code.
    typed_code: Option<ClientCode>,
}

/// What is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Field {
    Note,
    Weight,
    Price,
    Pieces,
    Client,
    Number,
}

steps! {
    /// The steps of a change.
    ParcelStep {
        /// Changes the note.
        Note = "note",
        /// Changes the weight.
        Weight = "weight",
        /// Changes the price of a kilogram.
        Price = "price",
        /// Changes the number of pieces.
        Pieces = "pieces",
        /// Changes the client.
        Client = "client",
        /// Changes the number.
        Number = "number",
        /// Leads back to the parcel, which stays as it is.
        Back = "back",
        /// Removes what the field holds.
        Clear = "clear",
        /// Chooses the client.
        Pick(client: CustomerId) = "pick",
        /// The client is the one of the code that was typed.
        Code = "code",
    }
}

impl Conversation for ParcelEdit {
    const NAME: &'static str = "parcel";
    type Step = ParcelStep;

    #[cfg(test)]
    fn examples() -> Vec<Self> {
        use Field::{Client, Note, Number, Pieces, Price, Weight};
        let of = |field| Self { parcel: ParcelId(1), field, typed_code: None };
        let fields = [Note, Weight, Price, Pieces, Client, Number].map(|field| of(Some(field)));
        let which = Self { typed_code: "1234".parse().ok(), ..of(Some(Client)) };
        [of(None), which].into_iter().chain(fields).collect()
    }

    async fn ask(self, cx: &mut Context, note: Option<Html>) -> Result<()> {
        let (caller, language) = (cx.caller(), cx.language);
        caller.require(Permission::ChangeParcels)?;
        let parcel = parcels::get(&mut cx.tx, &caller, self.parcel).await?;
        let question = Question::new(cx);
        let (text, mut buttons) = match self.field {
            None => (texts::change_ask(language, parcel.number.as_str()), field_buttons(language, &question)),
            Some(field) => (field.question(language), Buttons::new()),
        };
        if self.field.is_some_and(|field| field.can_be_cleared(&parcel)) {
            buttons.push(vec![question.button(texts::button_clear(language), ParcelStep::Clear)]);
        }
        buttons.push(vec![question.button(common::button_back(language), ParcelStep::Back)]);
        question.show(cx, &self, Reply::text(below(note, text)).buttons(buttons)).await
    }

    async fn answer(self, cx: &mut Context, text: &str) -> Result<Next> {
        let language = cx.language;
        let Some(field) = self.field else {
            let note = staff_invoice::press_a_button(language);
            self.ask(cx, Some(note)).await?;
            return Ok(Next::Answered);
        };
        if field == Field::Client {
            return self.read_client(cx, text).await;
        }
        match field.read(language, text) {
            Ok(change) => self.save(cx, &change).await,
            Err(note) => self.ask(cx, Some(note)).await.map(|()| Next::Answered),
        }
    }

    async fn press(mut self, cx: &mut Context, step: ParcelStep, _: &str) -> Result<Next> {
        let field = match step {
            ParcelStep::Note => Field::Note,
            ParcelStep::Weight => Field::Weight,
            ParcelStep::Price => Field::Price,
            ParcelStep::Pieces => Field::Pieces,
            ParcelStep::Client => Field::Client,
            ParcelStep::Number => Field::Number,
            ParcelStep::Back => {
                cx.leave();
                return card::show(cx, self.parcel).await.map(|()| Next::Answered);
            }
            ParcelStep::Clear => {
                let Some(change) = self.field.and_then(Field::cleared) else { return Ok(Next::Unexpected) };
                return self.save(cx, &change).await;
            }
            ParcelStep::Pick(client) => {
                let code = client::code_of(&customers::get(&mut cx.tx, client).await?);
                return self.give_to(cx, code).await;
            }
            ParcelStep::Code => {
                let code = self.typed_code.take();
                return self.give_to(cx, code).await;
            }
        };
        self.field = Some(field);
        self.ask(cx, None).await?;
        Ok(Next::Answered)
    }

    async fn contact(self, cx: &mut Context, contact: &Contact) -> Result<Next> {
        if self.field != Some(Field::Client) {
            return not_a_contact(cx, self).await;
        }
        let client = client::of_contact(cx, contact).await?;
        self.take_client(cx, client, &contact.phone, &contact.name).await
    }

    async fn page(self, cx: &mut Context, text: &str, page: usize) -> Result<Next> {
        named::turn_page(cx, &self, text, page).await
    }

    fn pick(customer: CustomerId) -> Option<ParcelStep> {
        Some(ParcelStep::Pick(customer))
    }

    fn other_meaning(&self, cx: &Context) -> Option<(String, ParcelStep)> {
        client::code_button(cx.language, self.typed_code.as_ref()).map(|label| (label, ParcelStep::Code))
    }
}

/// Asks what of a parcel is to be changed.
pub(crate) async fn begin(cx: &mut Context, parcel: ParcelId) -> Result<()> {
    ParcelEdit { parcel, field: None, typed_code: None }.ask(cx, None).await
}

impl ParcelEdit {
    async fn read_client(self, cx: &mut Context, text: &str) -> Result<Next> {
        let client = client::named(cx, text).await?;
        self.take_client(cx, client, text, text).await
    }

    /// Gives the parcel to the client whom `searched` names, or asks; `shown` is what the person sent.
    async fn take_client(mut self, cx: &mut Context, client: Client, searched: &str, shown: &str) -> Result<Next> {
        match client {
            Client::Code(code) => return self.give_to(cx, Some(code)).await,
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

    async fn give_to(self, cx: &mut Context, code: Option<ClientCode>) -> Result<Next> {
        if self.field != Some(Field::Client) || code.is_none() {
            return Ok(Next::Unexpected);
        }
        self.save(cx, &ParcelChange { client_code: code, ..ParcelChange::default() }).await
    }

    /// Changes the parcel, and shows it as it is now.
    async fn save(self, cx: &mut Context, change: &ParcelChange) -> Result<Next> {
        let id = OperationId::chat(format_args!("parcel:{}", cx.name_of_update()));
        let operation = cx.operation(id);
        match parcels::change(&mut cx.tx, &operation, self.parcel, change).await {
            Ok(changed) => {
                notices::parcel::changed(&mut cx.tx, cx.now, &changed).await?;
                cx.leave();
                let note = texts::saved(cx.language);
                card::show_under(cx, changed.parcel.parcel_id, Some(note)).await?;
            }
            Err(Error::Refused(refusal @ Refusal::ParcelNumberTaken(_))) => {
                let note = crate::bot::refusal::text(cx, &refusal);
                self.ask(cx, Some(note)).await?;
            }
            Err(error) => return Err(error),
        }
        Ok(Next::Answered)
    }
}

impl Field {
    fn question(self, language: Language) -> Html {
        match self {
            Self::Note => texts::note_ask(language),
            Self::Weight => texts::weight_ask(language),
            Self::Price => texts::price_ask(language),
            Self::Pieces => texts::pieces_ask(language),
            Self::Client => texts::client_ask(language),
            Self::Number => texts::number_ask(language),
        }
    }

    const fn can_be_cleared(self, parcel: &Parcel) -> bool {
        match self {
            Self::Note => parcel.note.is_some(),
            Self::Weight => parcel.weight_milli.is_some(),
            Self::Price => parcel.price_per_kg_minor.is_some(),
            Self::Pieces => parcel.quantity.is_some(),
            Self::Client | Self::Number => false,
        }
    }

    fn cleared(self) -> Option<ParcelChange> {
        let nothing = ParcelChange::default();
        Some(match self {
            Self::Note => ParcelChange { note: Some(None), ..nothing },
            Self::Weight => ParcelChange { weight: Some(None), ..nothing },
            Self::Price => ParcelChange { price_per_kg: Some(None), ..nothing },
            Self::Pieces => ParcelChange { quantity: Some(None), ..nothing },
            Self::Client | Self::Number => return None,
        })
    }

    /// Reads a new value; the complaint where it is none.
    fn read(self, language: Language, text: &str) -> std::result::Result<ParcelChange, Html> {
        let text = text.trim();
        let nothing = ParcelChange::default();
        match self {
            Self::Note if text.chars().count() > LONGEST_NOTE => Err(common::text_too_long(language, LONGEST_NOTE)),
            Self::Note => Ok(ParcelChange { note: Some(Some(text.to_owned())), ..nothing }),
            Self::Weight => match read::weight(text) {
                Some(weight) => Ok(ParcelChange { weight: Some(Some(weight)), ..nothing }),
                None => Err(texts::weight_bad(language)),
            },
            Self::Price => match Money::parse(text.trim_matches('$').trim()) {
                Ok(price) if !price.is_negative() => Ok(ParcelChange { price_per_kg: Some(Some(price)), ..nothing }),
                _ => Err(texts::price_bad(language)),
            },
            Self::Pieces => match text.parse() {
                Ok(pieces @ 0..=MOST_PIECES) => Ok(ParcelChange { quantity: Some(Some(pieces)), ..nothing }),
                _ => Err(texts::pieces_bad(language)),
            },
            Self::Number => match text.parse::<ParcelNumber>() {
                Ok(number) => Ok(ParcelChange { number: Some(number), ..nothing }),
                Err(fault) => Err(texts::number_fault(language, fault)),
            },
            Self::Client => Err(texts::client_ask(language)),
        }
    }
}

fn field_buttons(language: Language, question: &Question<ParcelEdit>) -> Buttons {
    let button = |label, step| question.button(label, step);
    vec![
        vec![
            button(texts::button_weight(language), ParcelStep::Weight),
            button(texts::button_price(language), ParcelStep::Price),
        ],
        vec![
            button(texts::button_pieces(language), ParcelStep::Pieces),
            button(texts::button_note(language), ParcelStep::Note),
        ],
        vec![
            button(texts::button_client(language), ParcelStep::Client),
            button(texts::button_number(language), ParcelStep::Number),
        ],
    ]
}
