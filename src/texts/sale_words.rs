//! The words that staff type in an invoice of one message, in all languages.

use std::sync::LazyLock;

use super::{messages, staff_invoice};
use crate::domain::{Currency, Language, SaleReader, SaleWords, WordClass};

messages! {
    /// Points of the main wallet. These are lists of forms, with commas between.
    plain words_points() = "words-points";
    /// Points that friends brought.
    plain words_referral() = "words-referral";
    /// Expressly no points.
    plain words_no_points() = "words-no-points";
    /// Redeem points.
    plain words_spend() = "words-spend";
    /// Pay; with points where a word for them follows.
    plain words_pay() = "words-pay";
    /// As many as the limits allow.
    plain words_all() = "words-all";
    /// The rest stays unpaid.
    plain words_debt() = "words-debt";
    /// Expressly no debt.
    plain words_no_debt() = "words-no-debt";
    /// What is left to pay, before how it is paid.
    plain words_rest() = "words-rest";
    /// A discount.
    plain words_discount() = "words-discount";
    /// Goods that come back.
    plain words_return() = "words-return";
    /// A sum of other lines.
    plain words_total() = "words-total";
    /// Before a sum, where a sale has no more than that.
    plain words_sum_of() = "words-sum-of";
    /// Other figures of a receipt.
    plain words_receipt() = "words-receipt";
    /// How a sale is paid.
    plain words_payment() = "words-payment";
    /// A part that is paid, or what is given back of a payment.
    plain words_paid_part() = "words-paid-part";
    /// How much of an item.
    plain words_quantity() = "words-quantity";
    /// Above the columns of a table.
    plain words_header() = "words-header";
    /// Before a customer's code or phone number.
    plain words_code() = "words-code";
    /// Beside the customer who stands behind the goods.
    plain words_for() = "words-for";
    /// Between a quantity and the price of one.
    plain words_each() = "words-each";
    /// Behind the price of one.
    plain words_apiece() = "words-apiece";
    /// Between a quantity and the price of all of it.
    plain words_altogether() = "words-altogether";
    /// What is counted.
    plain words_unit() = "words-unit";
    /// What is measured, and sold by this unit.
    plain words_measure() = "words-measure";
    /// What is measured, and mostly sold by a larger unit.
    plain words_small() = "words-small";
    /// Between two goods.
    plain words_and() = "words-and";
    /// A thousand of what stands before it.
    plain words_thousand() = "words-thousand";
    /// A million of what stands before it.
    plain words_million() = "words-million";
    /// Numbers of pieces in letters, from two on, each behind its digits.
    plain words_count() = "words-count";
    /// Numbers of pieces that stand for the pieces too, behind their name, each behind its digits.
    plain words_collective() = "words-collective";

    /// What is sold where only a sum was typed.
    plain sum_name() = "sum-name";
}

/// A list of words in a language.
type Words = fn(Language) -> String;

/// The words of each class.
const CLASSES: [(WordClass, Words); 29] = [
    (WordClass::Points, words_points),
    (WordClass::Referral, words_referral),
    (WordClass::NoPoints, words_no_points),
    (WordClass::Spend, words_spend),
    (WordClass::Pay, words_pay),
    (WordClass::All, words_all),
    (WordClass::Debt, words_debt),
    (WordClass::NoDebt, words_no_debt),
    (WordClass::Rest, words_rest),
    (WordClass::Discount, words_discount),
    (WordClass::Return, words_return),
    (WordClass::Total, words_total),
    (WordClass::SumOf, words_sum_of),
    (WordClass::Receipt, words_receipt),
    (WordClass::Payment, words_payment),
    (WordClass::PaidPart, words_paid_part),
    (WordClass::Quantity, words_quantity),
    (WordClass::Header, words_header),
    (WordClass::Code, words_code),
    (WordClass::For, words_for),
    (WordClass::Each, words_each),
    (WordClass::Apiece, words_apiece),
    (WordClass::Altogether, words_altogether),
    (WordClass::Unit, words_unit),
    (WordClass::Measure, words_measure),
    (WordClass::SmallMeasure, words_small),
    (WordClass::And, words_and),
    (WordClass::Thousand, words_thousand),
    (WordClass::Million, words_million),
];

static WORDS: LazyLock<SaleWords> = LazyLock::new(|| {
    let phrases = CLASSES.iter().flat_map(|(class, words)| listed(*words).map(|word| (*class, word)));
    let collective = || listed(words_collective).filter_map(|count| numbered(&count));
    let counts = listed(words_count).filter_map(|count| numbered(&count)).chain(collective());
    let collective = collective().map(|(_, word)| (WordClass::Collective, word));
    let question = |language: &Language| (WordClass::Question, staff_invoice::preview_question(*language).to_plain());
    SaleWords::new(phrases.chain(collective).chain(Language::ALL.iter().map(question))).with_counts(counts)
});

/// The digits and the word of "2 два".
fn numbered(count: &str) -> Option<(String, String)> {
    count.split_once(' ').map(|(digits, word)| (digits.to_owned(), word.to_owned()))
}

/// The words of a list, in all languages.
fn listed(words: Words) -> impl Iterator<Item = String> {
    let of =
        move |language: &Language| words(*language).split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>();
    Language::ALL.iter().flat_map(of)
}

/// What a sale by sum is called, in each language.
static SUM_NAMES: LazyLock<Vec<(Language, String)>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, sum_name(*language))).collect());

/// The words of all languages.
pub fn words() -> &'static SaleWords {
    &WORDS
}

/// Reads messages about sales in a currency, by a person of a language. It knows the words of all languages.
pub fn reader(language: Language, currency: Currency) -> SaleReader<'static> {
    let sum_name = SUM_NAMES.iter().find(|(of, _)| *of == language).map_or("", |(_, name)| name.as_str());
    SaleReader { words: words(), currency, language, sum_name }
}
