//! What the buttons of staff carry, after `s:`.

use serde::{Deserialize, Serialize};

use crate::domain::{CardCode, CustomerId, InvoiceId, Phone, TelegramId};

/// A button of a screen for staff. Ids can be forged: each screen looks up what they stand for. Pages count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumDiscriminants), strum_discriminants(name(StaffPressKind), derive(strum::EnumIter)))]
pub(crate) enum StaffPress {
    /// A customer's card.
    Card(CustomerId),
    /// A page of a customer's history.
    History(CustomerId, usize),
    /// A page of a customer's invoices.
    Invoices(CustomerId, usize),
    /// An invoice of a customer, and the page it was chosen from.
    Invoice(CustomerId, InvoiceId, usize),
    /// A new invoice; the customer is asked for.
    NewSale,
    /// A new invoice for a customer, who may have shown the digits of their card.
    Sell(CustomerId, Option<CardCode>),
    /// Gives or takes points.
    Points(CustomerId),
    /// Adds or repays a debt.
    Debt(CustomerId),
    /// A page of a customer's invoices, to choose the one to refund.
    Refunds(CustomerId, usize),
    /// Refunds an invoice of a customer.
    Refund(CustomerId, InvoiceId),
    /// Asks for a confirmation that an invoice of a customer is to be undone.
    Undo(CustomerId, InvoiceId),
    /// The answer to that: true undoes it.
    UndoAnswer(CustomerId, InvoiceId, bool),
    /// Registers a customer, with the phone number that no customer has.
    Register(Option<Phone>),
    /// The list of the staff.
    Team,
    /// A member of the staff.
    Member(TelegramId),
    /// Appoints a member of the staff.
    Appoint,
    /// The rules of the program.
    Program,
    /// Changes a rule.
    Rule(Rule),
    /// A step of the conversation that is under way, if its last message has this nonce.
    Step {
        /// Of the message with the button.
        nonce: String,
        /// Which step, in words of that conversation.
        step: String,
    },
}

/// A rule of the program that owners change in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    /// How long points live.
    Lifetime,
    /// From how many points on a spend needs the customer's consent.
    Consent,
}

impl Rule {
    /// Every rule, in the order of the screen.
    pub(crate) const ALL: [Self; 2] = [Self::Lifetime, Self::Consent];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Lifetime => "lifetime",
            Self::Consent => "consent",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == word)
    }
}

impl StaffPress {
    /// Reads what follows `s:` in the callback data.
    pub(super) fn decode(parts: &[&str]) -> Option<Self> {
        Some(match *parts {
            ["card", customer] => Self::Card(CustomerId(customer.parse().ok()?)),
            ["history", customer, page] => Self::History(CustomerId(customer.parse().ok()?), page.parse().ok()?),
            ["invoices", customer, page] => Self::Invoices(CustomerId(customer.parse().ok()?), page.parse().ok()?),
            ["invoice", customer, invoice, page] => {
                Self::Invoice(CustomerId(customer.parse().ok()?), InvoiceId(invoice.parse().ok()?), page.parse().ok()?)
            }
            ["sell"] => Self::NewSale,
            ["sell", customer] => Self::Sell(CustomerId(customer.parse().ok()?), None),
            ["sell", customer, code] => Self::Sell(CustomerId(customer.parse().ok()?), Some(code.parse().ok()?)),
            ["points", customer] => Self::Points(CustomerId(customer.parse().ok()?)),
            ["debt", customer] => Self::Debt(CustomerId(customer.parse().ok()?)),
            ["refunds", customer, page] => Self::Refunds(CustomerId(customer.parse().ok()?), page.parse().ok()?),
            ["refund", customer, invoice] => {
                Self::Refund(CustomerId(customer.parse().ok()?), InvoiceId(invoice.parse().ok()?))
            }
            ["undo", customer, invoice] => {
                Self::Undo(CustomerId(customer.parse().ok()?), InvoiceId(invoice.parse().ok()?))
            }
            ["undo", customer, invoice, answer] => {
                let is_meant = match answer {
                    "yes" => true,
                    "no" => false,
                    _ => return None,
                };
                Self::UndoAnswer(CustomerId(customer.parse().ok()?), InvoiceId(invoice.parse().ok()?), is_meant)
            }
            ["new"] => Self::Register(None),
            ["new", phone] => Self::Register(Some(Phone::parse(phone).ok()?)),
            ["team"] => Self::Team,
            ["member", person] => Self::Member(TelegramId(person.parse().ok()?)),
            ["appoint"] => Self::Appoint,
            ["program"] => Self::Program,
            ["program", rule] => Self::Rule(Rule::from_word(rule)?),
            ["step", nonce, word, ref rest @ ..] if !word.is_empty() => {
                let step = [&[word], rest].concat().join(":");
                Self::Step { nonce: nonce.to_owned(), step }
            }
            _ => return None,
        })
    }

    /// The callback data of a button that asks for this.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Card(customer) => format!("s:card:{customer}"),
            Self::History(customer, page) => format!("s:history:{customer}:{page}"),
            Self::Invoices(customer, page) => format!("s:invoices:{customer}:{page}"),
            Self::Invoice(customer, invoice, page) => format!("s:invoice:{customer}:{invoice}:{page}"),
            Self::NewSale => "s:sell".to_owned(),
            Self::Sell(customer, None) => format!("s:sell:{customer}"),
            Self::Sell(customer, Some(code)) => format!("s:sell:{customer}:{}", code.as_str()),
            Self::Points(customer) => format!("s:points:{customer}"),
            Self::Debt(customer) => format!("s:debt:{customer}"),
            Self::Refunds(customer, page) => format!("s:refunds:{customer}:{page}"),
            Self::Refund(customer, invoice) => format!("s:refund:{customer}:{invoice}"),
            Self::Undo(customer, invoice) => format!("s:undo:{customer}:{invoice}"),
            Self::UndoAnswer(customer, invoice, true) => format!("s:undo:{customer}:{invoice}:yes"),
            Self::UndoAnswer(customer, invoice, false) => format!("s:undo:{customer}:{invoice}:no"),
            Self::Register(None) => "s:new".to_owned(),
            Self::Register(Some(phone)) => format!("s:new:{phone}"),
            Self::Team => "s:team".to_owned(),
            Self::Member(person) => format!("s:member:{person}"),
            Self::Appoint => "s:appoint".to_owned(),
            Self::Program => "s:program".to_owned(),
            Self::Rule(rule) => format!("s:program:{}", rule.as_str()),
            Self::Step { nonce, step } => format!("s:step:{nonce}:{step}"),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    /// Callback data of every kind, with what it asks for.
    pub(in super::super) fn examples() -> Vec<(&'static str, StaffPress)> {
        let last = i64::MAX;
        let (customer, invoice) = (CustomerId(last), InvoiceId(last));
        let step = |step: &str| StaffPress::Step { nonce: "0123456789abcdef".to_owned(), step: step.to_owned() };
        vec![
            ("s:card:9223372036854775807", StaffPress::Card(customer)),
            ("s:history:9223372036854775807:12", StaffPress::History(customer, 12)),
            ("s:invoices:9223372036854775807:0", StaffPress::Invoices(customer, 0)),
            (
                "s:invoice:9223372036854775807:9223372036854775807:999999",
                StaffPress::Invoice(customer, invoice, 999_999),
            ),
            ("s:sell", StaffPress::NewSale),
            ("s:sell:9223372036854775807", StaffPress::Sell(customer, None)),
            ("s:sell:9223372036854775807:042000", StaffPress::Sell(customer, "042000".parse().ok())),
            ("s:points:9223372036854775807", StaffPress::Points(customer)),
            ("s:debt:9223372036854775807", StaffPress::Debt(customer)),
            ("s:refunds:9223372036854775807:12", StaffPress::Refunds(customer, 12)),
            ("s:refund:9223372036854775807:9223372036854775807", StaffPress::Refund(customer, invoice)),
            ("s:undo:9223372036854775807:9223372036854775807", StaffPress::Undo(customer, invoice)),
            ("s:undo:9223372036854775807:9223372036854775807:yes", StaffPress::UndoAnswer(customer, invoice, true)),
            ("s:undo:9223372036854775807:9223372036854775807:no", StaffPress::UndoAnswer(customer, invoice, false)),
            ("s:new", StaffPress::Register(None)),
            ("s:new:+77001234567", StaffPress::Register(Phone::parse("+77001234567").ok())),
            ("s:team", StaffPress::Team),
            ("s:member:9223372036854775807", StaffPress::Member(TelegramId(last))),
            ("s:appoint", StaffPress::Appoint),
            ("s:program", StaffPress::Program),
            ("s:program:lifetime", StaffPress::Rule(Rule::Lifetime)),
            ("s:program:consent", StaffPress::Rule(Rule::Consent)),
            ("s:step:0123456789abcdef:cancel", step("cancel")),
            ("s:step:0123456789abcdef:confirm", step("confirm")),
            ("s:step:0123456789abcdef:pick:9223372036854775807", step("pick:9223372036854775807")),
            ("s:step:0123456789abcdef:new", step("new")),
            ("s:step:0123456789abcdef:done", step("done")),
            ("s:step:0123456789abcdef:undo", step("undo")),
            ("s:step:0123456789abcdef:lines", step("lines")),
            ("s:step:0123456789abcdef:points", step("points")),
            ("s:step:0123456789abcdef:all:main", step("all:main")),
            ("s:step:0123456789abcdef:some:referral", step("some:referral")),
            ("s:step:0123456789abcdef:none", step("none")),
            ("s:step:0123456789abcdef:paid", step("paid")),
            ("s:step:0123456789abcdef:credit", step("credit")),
            ("s:step:0123456789abcdef:wallet:referral", step("wallet:referral")),
            ("s:step:0123456789abcdef:plus", step("plus")),
            ("s:step:0123456789abcdef:minus", step("minus")),
            ("s:step:0123456789abcdef:whole", step("whole")),
            ("s:step:0123456789abcdef:amount", step("amount")),
            ("s:step:0123456789abcdef:line:100", step("line:100")),
            ("s:step:0123456789abcdef:page:12", step("page:12")),
            ("s:step:0123456789abcdef:scope", step("scope")),
            ("s:step:0123456789abcdef:reason:2", step("reason:2")),
            ("s:step:0123456789abcdef:note", step("note")),
            ("s:step:0123456789abcdef:role:manager", step("role:manager")),
            ("s:step:0123456789abcdef:dismiss", step("dismiss")),
            ("s:step:0123456789abcdef:number:365", step("number:365")),
            ("s:step:0123456789abcdef:never", step("never")),
        ]
    }

    #[test]
    fn every_kind_of_button_has_an_example() {
        let examples = examples();
        for kind in StaffPressKind::iter() {
            assert!(examples.iter().any(|(_, press)| StaffPressKind::from(press) == kind), "{kind:?}");
        }
    }
}
