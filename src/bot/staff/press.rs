//! What the buttons of staff carry, after `s:`. Old buttons live for years, so words stay as they are.

use super::program::Rule;
use crate::domain::{CardCode, CustomerId, InvoiceId, Phone, PointsWallet, Role, TelegramId};

/// A button of a screen for staff. Ids are not trusted: each screen looks up what they stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StaffPress {
    /// A customer's card.
    Card(CustomerId),
    /// A page of a customer's history.
    History(CustomerId, usize),
    /// A page of a customer's invoices.
    Invoices(CustomerId, usize),
    /// An invoice of a customer, and the page it was chosen from.
    Invoice(CustomerId, InvoiceId, usize),
    /// A new invoice for nobody yet.
    NewSale,
    /// A new invoice for a customer, who may have shown the digits of their card.
    Sell(CustomerId, Option<CardCode>),
    /// Points to be given or taken.
    Points(CustomerId),
    /// A debt to be added or repaid.
    Debt(CustomerId),
    /// A page of a customer's invoices, one of which is to be refunded.
    Refunds(CustomerId, usize),
    /// An invoice of a customer that is to be refunded.
    Refund(CustomerId, InvoiceId),
    /// Asks whether an invoice of a customer is to be undone.
    Undo(CustomerId, InvoiceId),
    /// The answer to that.
    UndoAnswer(CustomerId, InvoiceId, bool),
    /// A new customer, with the number that nobody was found by.
    Register(Option<Phone>),
    /// The team.
    Team,
    /// A member of the team.
    Member(TelegramId),
    /// A new member of the team.
    Appoint,
    /// The rules of the program.
    Program,
    /// A rule that is to be changed.
    Rule(Rule),
    /// A step of the conversation whose last message has this nonce.
    Step {
        /// Of the message.
        nonce: String,
        /// Which.
        step: Step,
    },
}

/// A step of a conversation. What it means depends on which one is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Ends it.
    Cancel,
    /// Does what the preview shows.
    Confirm,
    /// This customer.
    Pick(CustomerId),
    /// A customer who is not registered yet.
    Register,
    /// Nothing more to add.
    Done,
    /// Takes the last one off.
    Undo,
    /// Other goods.
    ChangeLines,
    /// Other points.
    ChangePoints,
    /// As many points of a wallet as can be taken.
    AllOf(PointsWallet),
    /// Some points of a wallet.
    SomeOf(PointsWallet),
    /// No points.
    NoPoints,
    /// The rest is paid.
    Paid,
    /// The rest becomes a debt.
    OnCredit,
    /// This wallet.
    Wallet(PointsWallet),
    /// More: points given, a debt added.
    Plus,
    /// Less: points taken, a debt repaid.
    Minus,
    /// All of it: the whole debt, the rest of an invoice or of one of its lines.
    Whole,
    /// An amount instead.
    Amount,
    /// This line of an invoice, counted from 1.
    Line(usize),
    /// This page of its lines, counted from 0.
    Page(usize),
    /// Something else of the invoice.
    ChangeScope,
    /// This one of the reasons that are offered, counted from 0.
    Reason(usize),
    /// With a note.
    Note,
    /// This role.
    Role(Role),
    /// No role any more.
    Dismiss,
    /// This number of those that are offered.
    Number(i64),
    /// The rule does not hold.
    Never,
}

impl StaffPress {
    /// Reads what follows `s:` in the callback data.
    pub(crate) fn decode(parts: &[&str]) -> Option<Self> {
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
            ["program", rule] => Self::Rule(Rule::of_word(rule)?),
            ["step", nonce, ref step @ ..] => Self::Step { nonce: nonce.to_owned(), step: Step::decode(step)? },
            _ => return None,
        })
    }

    /// What a button carries for it.
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
            Self::Step { nonce, step } => step.encode(nonce),
        }
    }
}

impl Step {
    /// What a button of the message with this nonce carries for it.
    pub(crate) fn encode(&self, nonce: &str) -> String {
        let step = match self {
            Self::Cancel => "cancel".to_owned(),
            Self::Confirm => "confirm".to_owned(),
            Self::Pick(customer) => format!("pick:{customer}"),
            Self::Register => "new".to_owned(),
            Self::Done => "done".to_owned(),
            Self::Undo => "undo".to_owned(),
            Self::ChangeLines => "lines".to_owned(),
            Self::ChangePoints => "points".to_owned(),
            Self::AllOf(wallet) => format!("all:{wallet}"),
            Self::SomeOf(wallet) => format!("some:{wallet}"),
            Self::NoPoints => "none".to_owned(),
            Self::Paid => "paid".to_owned(),
            Self::OnCredit => "credit".to_owned(),
            Self::Wallet(wallet) => format!("wallet:{wallet}"),
            Self::Plus => "plus".to_owned(),
            Self::Minus => "minus".to_owned(),
            Self::Whole => "whole".to_owned(),
            Self::Amount => "amount".to_owned(),
            Self::Line(position) => format!("line:{position}"),
            Self::Page(page) => format!("page:{page}"),
            Self::ChangeScope => "scope".to_owned(),
            Self::Reason(reason) => format!("reason:{reason}"),
            Self::Note => "note".to_owned(),
            Self::Role(role) => format!("role:{role}"),
            Self::Dismiss => "dismiss".to_owned(),
            Self::Number(number) => format!("number:{number}"),
            Self::Never => "never".to_owned(),
        };
        format!("s:step:{nonce}:{step}")
    }

    fn decode(parts: &[&str]) -> Option<Self> {
        Some(match *parts {
            ["cancel"] => Self::Cancel,
            ["confirm"] => Self::Confirm,
            ["pick", customer] => Self::Pick(CustomerId(customer.parse().ok()?)),
            ["new"] => Self::Register,
            ["done"] => Self::Done,
            ["undo"] => Self::Undo,
            ["lines"] => Self::ChangeLines,
            ["points"] => Self::ChangePoints,
            ["all", wallet] => Self::AllOf(wallet.parse().ok()?),
            ["some", wallet] => Self::SomeOf(wallet.parse().ok()?),
            ["none"] => Self::NoPoints,
            ["paid"] => Self::Paid,
            ["credit"] => Self::OnCredit,
            ["wallet", wallet] => Self::Wallet(wallet.parse().ok()?),
            ["plus"] => Self::Plus,
            ["minus"] => Self::Minus,
            ["whole"] => Self::Whole,
            ["amount"] => Self::Amount,
            ["line", position] => Self::Line(position.parse().ok()?),
            ["page", page] => Self::Page(page.parse().ok()?),
            ["scope"] => Self::ChangeScope,
            ["reason", reason] => Self::Reason(reason.parse().ok()?),
            ["note"] => Self::Note,
            ["role", role] => Self::Role(role.parse().ok()?),
            ["dismiss"] => Self::Dismiss,
            ["number", number] => Self::Number(number.parse().ok()?),
            ["never"] => Self::Never,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::callback::{Callback, LIMIT};

    #[test]
    fn the_words_of_buttons_stay_as_they_are() {
        let last = i64::MAX;
        let (customer, invoice) = (CustomerId(last), InvoiceId(last));
        let step = |step| StaffPress::Step { nonce: "0123456789abcdef".to_owned(), step };
        let cases = [
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
            ("s:step:0123456789abcdef:cancel", step(Step::Cancel)),
            ("s:step:0123456789abcdef:confirm", step(Step::Confirm)),
            ("s:step:0123456789abcdef:pick:9223372036854775807", step(Step::Pick(customer))),
            ("s:step:0123456789abcdef:new", step(Step::Register)),
            ("s:step:0123456789abcdef:done", step(Step::Done)),
            ("s:step:0123456789abcdef:undo", step(Step::Undo)),
            ("s:step:0123456789abcdef:lines", step(Step::ChangeLines)),
            ("s:step:0123456789abcdef:points", step(Step::ChangePoints)),
            ("s:step:0123456789abcdef:all:main", step(Step::AllOf(PointsWallet::Main))),
            ("s:step:0123456789abcdef:some:referral", step(Step::SomeOf(PointsWallet::Referral))),
            ("s:step:0123456789abcdef:none", step(Step::NoPoints)),
            ("s:step:0123456789abcdef:paid", step(Step::Paid)),
            ("s:step:0123456789abcdef:credit", step(Step::OnCredit)),
            ("s:step:0123456789abcdef:wallet:referral", step(Step::Wallet(PointsWallet::Referral))),
            ("s:step:0123456789abcdef:plus", step(Step::Plus)),
            ("s:step:0123456789abcdef:minus", step(Step::Minus)),
            ("s:step:0123456789abcdef:whole", step(Step::Whole)),
            ("s:step:0123456789abcdef:amount", step(Step::Amount)),
            ("s:step:0123456789abcdef:line:100", step(Step::Line(100))),
            ("s:step:0123456789abcdef:page:12", step(Step::Page(12))),
            ("s:step:0123456789abcdef:scope", step(Step::ChangeScope)),
            ("s:step:0123456789abcdef:reason:2", step(Step::Reason(2))),
            ("s:step:0123456789abcdef:note", step(Step::Note)),
            ("s:step:0123456789abcdef:role:manager", step(Step::Role(Role::Manager))),
            ("s:step:0123456789abcdef:dismiss", step(Step::Dismiss)),
            ("s:step:0123456789abcdef:number:365", step(Step::Number(365))),
            ("s:step:0123456789abcdef:never", step(Step::Never)),
        ];
        for (data, press) in cases {
            assert!(data.len() <= LIMIT, "{data}");
            assert_eq!(press.encode(), data);
            assert_eq!(Callback::decode(data), Some(Callback::Staff(press)), "{data}");
        }
    }

    #[test]
    fn what_no_button_carried_is_no_press() {
        for data in [
            "s:",
            "s:card",
            "s:card:x",
            "s:card:1:2",
            "s:card:99999999999999999999",
            "s:undo:1:2:perhaps",
            "s:step:1",
            "s:step:1:fly",
            "s:step:1:line:-1",
        ] {
            assert_eq!(Callback::decode(data), None, "{data}");
        }
    }
}
