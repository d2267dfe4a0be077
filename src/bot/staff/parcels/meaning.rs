//! What a message with a new parcel means: which word of it is the code of a customer, or names one in another way. Nothing is guessed:
//! what may mean two things is asked about.

use super::read::{self, Fault, Line};
use crate::{
    bot::{context::Context, staff::named},
    domain::ClientCode,
    service::{Result, client_codes},
};

/// The most words that name a customer.
const WORDS_OF_NAME: usize = 3;
/// The most words of a phone number.
const WORDS_OF_PHONE: usize = 6;

/// What a message means.
pub(super) enum Meaning {
    /// A parcel.
    Parcel(Line),
    /// A parcel, and a text that names its client.
    Of(Line, String),
    /// One of several things.
    Unclear,
    /// No parcel.
    Not(Fault),
}

impl Meaning {
    fn parcel(line: std::result::Result<Line, Fault>) -> Self {
        line.map_or_else(Self::Not, Self::Parcel)
    }

    fn of(line: std::result::Result<Line, Fault>, whom: &str) -> Self {
        line.map_or_else(Self::Not, |line| Self::Of(line, whom.to_owned()))
    }
}

/// Reads a message; where the client is known, it names none.
pub(super) async fn read(cx: &mut Context, text: &str, client: Option<&ClientCode>) -> Result<Meaning> {
    let parts = read::parts(text);
    match (&parts[..], client) {
        ([_, rest @ ..], Some(_)) | ([_, _, rest @ ..], None) if rest.iter().any(|part| read::is_like_number(part)) => {
            Ok(Meaning::Not(Fault::Several))
        }
        ([number, _, ..], Some(client)) if read::place_of_measure(number).is_some() => {
            for_client(cx, text, client).await
        }
        ([_, _, ..], Some(_)) => Ok(of_fields(text, true)),
        ([number, whom, ..], None) => in_parts(cx, text, number, whom).await,
        (_, Some(client)) => for_client(cx, text, client).await,
        (_, None) => in_line(cx, text).await,
    }
}

fn of_fields(text: &str, has_client: bool) -> Meaning {
    read::fields(text, has_client).map_or(Meaning::Unclear, Meaning::parcel)
}

async fn in_parts(cx: &mut Context, text: &str, number: &str, whom: &str) -> Result<Meaning> {
    if let Some(place) = place_of_client(cx, number).await? {
        let is_several = read::is_like_number(whom);
        return Ok(if is_several { Meaning::Not(Fault::Several) } else { Meaning::parcel(read::split(text, place)) });
    }
    if is_code(cx, whom).await? {
        return Ok(of_fields(text, false));
    }
    let is_one_word = read::words(whom).len() == 1;
    if read::is_like_number(whom) && !is_one_word && named::phone(cx, whom).is_none() {
        return Ok(Meaning::Not(Fault::Several));
    }
    if read::is_measure(whom) {
        return Ok(of_fields(text, true));
    }
    if !is_one_word || is_exact(whom) || !named::customers_named(cx, whom).await?.is_empty() {
        let line = read::fields(text, false).unwrap_or(Err(Fault::Several));
        return Ok(Meaning::of(line.map(|line| Line { client: None, ..line }), whom));
    }
    Ok(Meaning::Unclear)
}

/// Reads a line for a client who is known: their code in it says nothing new.
async fn for_client(cx: &mut Context, text: &str, client: &ClientCode) -> Result<Meaning> {
    if let Some(place) = place_of_client(cx, text).await? {
        let is_theirs = read::words(text)[place].parse().is_ok_and(|code: ClientCode| code.key() == client.key());
        return Ok(if is_theirs { Meaning::parcel(read::split(text, place)) } else { Meaning::Unclear });
    }
    let is_clear = read::words(text).len() < 2 || read::place_of_measure(text).is_some();
    Ok(if is_clear { Meaning::parcel(read::number(text)) } else { Meaning::Unclear })
}

async fn in_line(cx: &mut Context, text: &str) -> Result<Meaning> {
    if let Some(place) = place_of_client(cx, text).await? {
        return Ok(Meaning::parcel(read::split(text, place)));
    }
    let words = read::words(text);
    if words.len() < 2 || read::place_of_measure(text) == Some(1) {
        return Ok(Meaning::parcel(read::number(text)));
    }
    let exact = words.iter().skip(1).position(|word| is_exact(word)).map(|at| at + 1);
    let from = exact.unwrap_or(1);
    let Some(to) = end_of_name(cx, &words, from, exact.is_some()).await? else { return Ok(Meaning::Unclear) };
    let whom: Vec<&str> = words[from..to].iter().map(|word| read::bare(word)).collect();
    Ok(Meaning::of(read::named_between(text, from, to), &whom.join(" ")))
}

/// Where the words end that name a customer, the first of them at `from`.
async fn end_of_name(cx: &mut Context, words: &[&str], from: usize, is_exact: bool) -> Result<Option<usize>> {
    let name = |to: usize| words[from..to].iter().map(|word| read::bare(word)).collect::<Vec<_>>().join(" ");
    let phone = (from + 1..=words.len()).take(WORDS_OF_PHONE).find(|to| named::phone(cx, &name(*to)).is_some());
    if is_exact {
        return Ok(Some(phone.unwrap_or(from + 1)));
    }
    if let Some(to) = phone.filter(|to| *to == from + 1) {
        return Ok((!named::customers_named(cx, &name(to)).await?.is_empty()).then_some(to));
    }
    for to in (from + 1..=words.len().min(from + WORDS_OF_NAME)).rev() {
        let name = name(to);
        let is_name = !name.contains(|c: char| c.is_ascii_digit());
        if is_name && !named::customers_named(cx, &name).await?.is_empty() {
            return Ok(Some(to));
        }
    }
    Ok(None)
}

/// Does a word begin a phone number with its country code, or a username?
fn is_exact(word: &str) -> bool {
    word.starts_with(['+', '@'])
}

/// Which word of a message is the code of a customer, where one alone is and it is not the first.
async fn place_of_client(cx: &mut Context, text: &str) -> Result<Option<usize>> {
    let mut places = Vec::new();
    for (place, word) in read::words(text).into_iter().enumerate().skip(1).take(read::MOST_WORDS) {
        if is_code(cx, read::bare(word)).await? {
            places.push(place);
        }
    }
    Ok(places.first().copied().filter(|_| places.len() == 1))
}

async fn is_code(cx: &mut Context, text: &str) -> Result<bool> {
    let Ok(code) = text.parse::<ClientCode>() else { return Ok(false) };
    Ok(client_codes::customer(&mut cx.tx, &code).await?.is_some())
}
