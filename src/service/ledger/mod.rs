//! The only code that moves a balance: every movement is an entry, and points are lots. Each movement has a file and ends in
//! [`posting::write`], which refuses an entry whose kind does not belong in its wallet.

mod balances;
mod capture;
mod deposit;
mod earn;
mod expire;
mod give_back;
mod history;
mod hold;
pub(crate) mod imported;
mod lots;
mod owe;
mod pay;
mod points_debt;
mod posting;
mod release;
mod repay;
mod settle;
mod spend;
mod take_back;
mod transfer;

pub(crate) use self::lots::date_lots;
pub use self::{
    balances::{Balances, balances},
    history::{Entry, between, history, rewards, sum_of_kind},
    settle::{settle, unsettled},
};
pub(super) use self::{
    capture::capture,
    deposit::deposit,
    earn::{earn, earn_entry, has_room},
    give_back::give_back,
    hold::hold,
    owe::{owe, owe_within},
    pay::pay,
    posting::Posting,
    release::{release, resume, suspend},
    repay::repay,
    spend::spend,
    take_back::{points_debt_after, take_back},
    transfer::transfer_all,
};
