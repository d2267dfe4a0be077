//! Key account managers and utility information are loaded from a file, as often as it changes. Rows are recognized by their names, accounts
//! and wallets by kind and number; what is no longer in the file stays.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Page, base};
use crate::{
    domain::{Permission, Rate, UtilityId, Verb, billing::UtilityKind},
    service::{
        Operation, Result,
        operations::{self, Begun},
    },
    storage::{
        Tx,
        billing::{
            Author,
            kams::{self, KamContent, KamOrder},
            utilities,
            utility_details::{self, UtilityDetailContent},
        },
    },
};

/// The longest text of a file, in characters.
const LONGEST: usize = 500;

/// What a file has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingFile {
    /// Key account managers.
    #[serde(default)]
    pub kams: Vec<KamInFile>,
    /// Utility information.
    #[serde(default)]
    pub utility_information: Vec<UtilityInFile>,
}

/// A key account manager in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KamInFile {
    /// Unique.
    pub kam_name: String,
    /// May be empty.
    #[serde(default)]
    pub phone: String,
    /// May be empty.
    #[serde(default)]
    pub email: String,
    /// May be empty.
    #[serde(default)]
    pub address: String,
    /// They work here.
    #[serde(default = "yes")]
    pub is_active: bool,
}

/// Utility information in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UtilityInFile {
    /// Unique.
    pub name: String,
    /// The VAT of bills, in percent.
    pub vat_rate: serde_json::Number,
    /// Where customers can pay to.
    #[serde(default)]
    pub details: Vec<UtilityDetailInFile>,
}

/// An account or a wallet in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UtilityDetailInFile {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: UtilityKind,
    /// Of the bank, or of who has the wallet.
    pub name: String,
    /// Unique among those of a kind.
    pub number: String,
    /// May be empty.
    #[serde(default)]
    pub branch: String,
    /// Customers may pay to it.
    #[serde(default = "yes")]
    pub is_active: bool,
}

/// Why a file cannot be loaded. Nothing of it is.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not JSON of this form.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON, and no object.
    #[error("the file must be a JSON object")]
    NoObject,
    /// A name or a number is empty.
    #[error("{0} has an empty name or number")]
    Empty(String),
    /// A text is longer than HTTP clients could send it, or has characters that no text may have.
    #[error("{0} has a text that is too long, or has control characters")]
    Text(String),
    /// It is there twice.
    #[error("{0} is in the file twice")]
    Twice(String),
    /// The VAT is no percentage from 0 to 100 with at most two places.
    #[error("vat_rate of {0} must be from 0 to 100, with two places at most")]
    Vat(String),
}

/// What was done with the rows of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// How many were added.
    pub added: usize,
    /// How many were changed.
    pub changed: usize,
    /// How many were as the file says.
    pub unchanged: usize,
    /// Those that are not in the file, which stay.
    pub not_in_file: Vec<String>,
}

/// What was done with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadReport {
    /// Key account managers.
    pub kams: Loaded,
    /// Utility information.
    pub utilities: Loaded,
    /// Accounts and wallets.
    pub details: Loaded,
}

const fn yes() -> bool {
    true
}

impl UtilityInFile {
    fn vat(&self) -> Option<Rate> {
        self.vat_rate.to_string().parse::<Decimal>().ok().and_then(|percent| Rate::from_percent(percent).ok())
    }
}

impl Loaded {
    const fn note(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::None => self.unchanged += 1,
        }
    }
}

enum Change {
    Added,
    Changed,
    None,
}

/// Reads a file. A byte order mark before it is skipped.
///
/// # Errors
/// Each [`FileError`].
pub fn read(text: &str) -> std::result::Result<BillingFile, FileError> {
    let text = text.trim_start_matches('\u{feff}');
    let file: BillingFile = serde_json::from_str(text)?;
    // A list of fields without their names is read too.
    if !text.trim_start().starts_with('{') {
        return Err(FileError::NoObject);
    }
    let mut names = HashSet::new();
    let mut note = |kind: &str, name: &str| {
        let named = format!("{kind} {name}");
        if name.trim().is_empty() {
            Err(FileError::Empty(kind.to_owned()))
        } else if names.insert(named.clone()) {
            Ok(())
        } else {
            Err(FileError::Twice(named))
        }
    };
    for kam in &file.kams {
        note("kam", &kam.kam_name)?;
        check_texts(&format!("kam {}", kam.kam_name), [&kam.kam_name, &kam.phone, &kam.email, &kam.address])?;
    }
    for utility in &file.utility_information {
        note("utility information", &utility.name)?;
        check_texts(&format!("utility information {}", utility.name), [&utility.name])?;
        utility.vat().ok_or_else(|| FileError::Vat(utility.name.clone()))?;
        for detail in &utility.details {
            let what = format!("{} of {}", detail.kind, utility.name);
            note(&what, &detail.number)?;
            if detail.name.trim().is_empty() {
                return Err(FileError::Empty(what));
            }
            check_texts(&what, [&detail.name, &detail.number, &detail.branch])?;
        }
    }
    Ok(file)
}

fn check_texts<'a>(what: &str, texts: impl IntoIterator<Item = &'a String>) -> std::result::Result<(), FileError> {
    let fits = |text: &&String| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    match texts.into_iter().all(|text| fits(&text)) {
        true => Ok(()),
        false => Err(FileError::Text(shortened(what))),
    }
}

/// The beginning of a text, without what a terminal would not show.
fn shortened(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(100).collect()
}

/// Loads a file that was [`read`].
///
/// # Errors
/// [`NotAllowed`](crate::service::Refusal::NotAllowed), [`OperationReused`](crate::service::Refusal::OperationReused); the database's.
pub async fn load(tx: &mut Tx, operation: &Operation, file: &BillingFile) -> Result<LoadReport> {
    operation.require(Permission::ChangeProgram)?;
    let under_way = match operations::begin(tx, operation, Verb::LoadBilling, file).await? {
        Begun::Before(report) => return Ok(report),
        Begun::Now(under_way) => under_way,
    };
    let author = base::author(tx, operation).await?;
    let mut report = LoadReport::default();
    for kam in &file.kams {
        report.kams.note(load_kam(tx, kam, &author).await?);
    }
    for utility in &file.utility_information {
        load_utility(tx, utility, &author, &mut report).await?;
    }
    note_missing(tx, file, operation, &mut report).await?;
    let is_changed =
        [&report.kams, &report.utilities, &report.details].iter().any(|kind| kind.added + kind.changed > 0);
    if !is_changed {
        return under_way.finish_unchanged(tx, report).await;
    }
    let details = serde_json::json!({ "report": report });
    under_way.finish(tx, None, &details, report).await
}

async fn load_kam(tx: &mut Tx, kam: &KamInFile, author: &Author) -> Result<Change> {
    let content = KamContent {
        name: kam.kam_name.clone(),
        phone: kam.phone.clone(),
        email: kam.email.clone(),
        address: kam.address.clone(),
        is_active: kam.is_active,
    };
    Ok(match kams::by_name(tx, &content.name).await? {
        None => {
            kams::insert(tx, &content, author).await?;
            Change::Added
        }
        Some(known) if known.content() == content => Change::None,
        Some(known) => {
            kams::update(tx, known.kam_id, &content, author).await?;
            Change::Changed
        }
    })
}

async fn load_utility(tx: &mut Tx, utility: &UtilityInFile, author: &Author, report: &mut LoadReport) -> Result<()> {
    let vat = utility.vat().unwrap_or(Rate::from_bp(0));
    let (id, change) = match utilities::by_name(tx, &utility.name).await? {
        None => (utilities::insert(tx, &utility.name, vat, author).await?, Change::Added),
        Some(known) if known.vat_bp == vat => (known.utility_id, Change::None),
        Some(known) => {
            utilities::update(tx, known.utility_id, &utility.name, vat, author).await?;
            (known.utility_id, Change::Changed)
        }
    };
    report.utilities.note(change);
    for detail in &utility.details {
        report.details.note(load_detail(tx, id, detail, author).await?);
    }
    Ok(())
}

async fn load_detail(
    tx: &mut Tx,
    utility_id: UtilityId,
    detail: &UtilityDetailInFile,
    author: &Author,
) -> Result<Change> {
    let content = UtilityDetailContent {
        utility_id,
        kind: detail.kind,
        name: detail.name.clone(),
        number: detail.number.clone(),
        branch: detail.branch.clone(),
        is_active: detail.is_active,
    };
    Ok(match utility_details::by_number(tx, utility_id, content.kind, &content.number).await? {
        None => {
            utility_details::insert(tx, &content, author).await?;
            Change::Added
        }
        Some(known) if known.content() == content => Change::None,
        Some(known) => {
            utility_details::update(tx, known.utility_detail_id, &content, author).await?;
            Change::Changed
        }
    })
}

/// Notes what is stored and not in the file.
async fn note_missing(tx: &mut Tx, file: &BillingFile, operation: &Operation, report: &mut LoadReport) -> Result<()> {
    let all = Page::first(i64::MAX);
    let today = base::today(tx, operation.at()).await?;
    for kam in kams::list(tx, None, (KamOrder::Name, false), today, all).await?.rows {
        if !file.kams.iter().any(|named| named.kam_name == kam.name) {
            report.kams.not_in_file.push(kam.name);
        }
    }
    for utility in utilities::list(tx, all).await?.rows {
        let named = file.utility_information.iter().find(|named| named.name == utility.name);
        if named.is_none() {
            report.utilities.not_in_file.push(utility.name.clone());
        }
        for detail in utility_details::of_utilities(tx, &[utility.utility_id]).await? {
            let is_same = |other: &UtilityDetailInFile| (other.kind, &other.number) == (detail.kind, &detail.number);
            if !named.is_some_and(|named| named.details.iter().any(is_same)) {
                let place = format!("{} {} of {}", detail.kind, detail.number, utility.name);
                report.details.not_in_file.push(place);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_read() {
        let file = read(include_str!("../../../import/billing.json")).unwrap();
        assert!(!file.kams.is_empty() && !file.utility_information.is_empty());
        assert!(file.utility_information.iter().all(|utility| !utility.details.is_empty()));
    }

    #[test]
    fn a_faulty_file_is_refused() {
        let utility = |vat: &str, details: &str| {
            format!(r#"{{"utility_information": [{{"name": "U", "vat_rate": {vat}, "details": [{details}]}}]}}"#)
        };
        let bank = r#"{"type": "bank", "name": "B", "number": "1"}"#;
        for (text, expected) in [
            ("", "EOF"),
            ("[]", "JSON object"),
            (r#"{"kam": []}"#, "unknown field"),
            (r#"{"kams": [{"kam_name": " "}]}"#, "empty"),
            (r#"{"kams": [{"kam_name": "A\u0000"}]}"#, "kam A has a text that is too long, or has control characters"),
            (&format!(r#"{{"kams": [{{"kam_name": "A", "email": "{}"}}]}}"#, "x".repeat(501)), "too long"),
            (&utility("15", &bank.replace("\"B\"", "\"B\\n\"")), "control characters"),
            (r#"{"kams": [{"kam_name": "A"}, {"kam_name": "A"}]}"#, "kam A is in the file twice"),
            (&utility("100.01", ""), "from 0 to 100"),
            (&utility("-1", ""), "from 0 to 100"),
            (&utility("15.001", ""), "from 0 to 100"),
            (&utility("15", &bank.replace("bank", "cash")), "unknown variant"),
            (&utility("15", &format!("{bank}, {bank}")), "bank of U 1 is in the file twice"),
            (&utility("15", &bank.replace("\"1\"", "\"\"")), "empty"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
        assert_eq!(read("\u{feff}{}").unwrap(), BillingFile::default());
        let vat = read(&utility("15.5", bank)).unwrap().utility_information[0].vat();
        assert_eq!(vat, Some(Rate::from_bp(15_50)));
    }
}
