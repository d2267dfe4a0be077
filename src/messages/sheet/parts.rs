//! What bills and invoices have both: who issues them and for whom, and the code that opens them.

use std::fmt;

use crate::{
    documents::pdf::{Code, Labelled, Party},
    domain::Language,
    service::sheets::Issuer,
    texts::sheet as texts,
};

/// The longest name of a file without its end, in characters.
const FILE_NAME: usize = 60;

/// The name of a file for a sheet with this number, which people may have written.
pub(crate) fn file_name(number: &str) -> String {
    let fits = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    let name: String =
        number.chars().take(FILE_NAME).map(|character| if fits(character) { character } else { '-' }).collect();
    format!("{name}.pdf")
}

pub(super) const fn labelled(label: String, value: String) -> Labelled {
    Labelled { label, value }
}

pub(super) fn party(label: String, name: String, details: impl IntoIterator<Item = String>) -> Party {
    Party { label, details: details.into_iter().filter(|detail| !detail.is_empty() && *detail != name).collect(), name }
}

pub(super) fn seller(language: Language, issuer: &Issuer) -> Party {
    let Issuer { shop, bot } = issuer;
    let name = [Some(&shop.name), bot.name.as_ref()].into_iter().flatten().find(|name| !name.is_empty());
    let links = [shop.telegram_link.clone(), shop.whatsapp_link.clone()];
    let about = std::iter::once(shop.address.clone()).chain(shop.phone_numbers.clone()).chain(links);
    party(texts::seller(language), name.cloned().unwrap_or_default(), about)
}

/// The link that opens it in the chat; none before Telegram has told the name of the bot.
pub(super) fn code(language: Language, issuer: &Issuer, start: fmt::Arguments<'_>) -> Option<Code> {
    let bot = issuer.bot.username.as_ref()?;
    Some(Code { content: format!("https://t.me/{bot}?start={start}"), caption: texts::open(language) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_whatever_people_call_it() {
        for (number, name) in [
            ("INV20261101", "INV20261101.pdf"),
            ("Счёт/7 ../etc", "Счёт-7----etc.pdf"),
            (&"7".repeat(100), &format!("{}.pdf", "7".repeat(60))),
        ] {
            assert_eq!(file_name(number), name);
        }
    }
}
