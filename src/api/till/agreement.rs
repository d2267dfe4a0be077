//! How a client agrees to points that are spent: by the six digits of their card. Wrong ones are counted and limited.

use crate::{
    api::{
        client::Client,
        fault::{Fault, Problem},
    },
    domain::{CardCode, CustomerId},
    service::{
        Operation,
        card_codes::{self, Guess},
        invoices::Agreement,
    },
    storage::Tx,
};

/// How the client agrees, by what a request says.
pub(super) fn read(client: &Client, card_code: Option<&str>) -> Result<Agreement, Fault> {
    match card_code {
        Some(digits) => {
            let code: CardCode = digits.parse().map_err(|_| Fault::field("card_code", Problem::Wrong))?;
            Ok(Agreement::CardCode(code))
        }
        None if client.asks_consent() => Ok(Agreement::Named),
        None => Ok(Agreement::Waived),
    }
}

/// Refuses digits that are not those of the client's card, and counts them: so it comes before everything that a request writes.
pub(super) async fn check(
    tx: &mut Tx,
    operation: &Operation,
    customer: CustomerId,
    agreement: &Agreement,
) -> Result<(), Fault> {
    let Agreement::CardCode(code) = agreement else { return Ok(()) };
    match card_codes::guess(tx, &operation.caller, customer, code).await? {
        Guess::Right => Ok(()),
        Guess::Wrong => Err(Fault::WrongCardCode),
        Guess::TooMany { retry_at } => {
            let wait = (retry_at - operation.at()).num_seconds().unsigned_abs();
            Err(Fault::TooManyGuesses(wait.max(1)))
        }
    }
}
