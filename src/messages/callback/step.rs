//! Steps of a conversation with staff, as buttons carry them after `s:step:` and the nonce of their message.

use crate::domain::{CustomerId, PointsWallet, Role};

/// A step of a conversation. Its exact meaning depends on the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumDiscriminants), strum_discriminants(name(StepKind), derive(strum::EnumIter)))]
pub(crate) enum Step {
    /// Ends it.
    Cancel,
    /// Does what the preview shows.
    Confirm,
    /// Chooses this customer.
    Pick(CustomerId),
    /// Registers a new customer, then goes on.
    Register,
    /// The list is complete.
    Done,
    /// Removes the last line.
    Undo,
    /// Changes the goods.
    ChangeLines,
    /// Changes the points to redeem.
    ChangePoints,
    /// As many points of a wallet as the limits allow.
    AllOf(PointsWallet),
    /// An amount of points of a wallet, which is asked for.
    SomeOf(PointsWallet),
    /// No points.
    NoPoints,
    /// The rest is paid.
    Paid,
    /// The rest becomes a debt.
    OnCredit,
    /// Chooses this wallet.
    Wallet(PointsWallet),
    /// More: points given, a debt added.
    Plus,
    /// Less: points taken, a debt repaid.
    Minus,
    /// All of it: the whole debt, the rest of an invoice or of one of its lines.
    Whole,
    /// An amount, which is asked for.
    Amount,
    /// Chooses this line of an invoice, counted from 1.
    Line(usize),
    /// Shows this page of the lines, counted from 0.
    Page(usize),
    /// Back to the choice of what is refunded.
    ChangeScope,
    /// Chooses this one of the offered reasons, counted from 0.
    Reason(usize),
    /// Adds a note.
    Note,
    /// Gives this role.
    Role(Role),
    /// Takes the role away.
    Dismiss,
    /// Chooses this one of the offered numbers.
    Number(i64),
    /// Switches the rule off.
    Never,
}

impl Step {
    /// The callback data of a button of the message with this nonce.
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

    /// Reads what follows the nonce in the callback data.
    pub(super) fn decode(parts: &[&str]) -> Option<Self> {
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
