//! The Fluent bundles: one for each language, built at the first use from files that are part of the binary.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use super::format;
use crate::domain::Language;

/// A Fluent file of a screen, in a language.
macro_rules! file {
    ($language:literal, $screen:ident) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/", $language, "/", stringify!($screen), ".ftl"))
    };
}

macro_rules! screens {
    ($($screen:ident),+ $(,)?) => {
        /// The language's Fluent files by screen.
        pub(super) fn files(language: Language) -> &'static [(&'static str, &'static str)] {
            match language {
                Language::Russian => &[$((stringify!($screen), file!("ru", $screen))),+],
                Language::English => &[$((stringify!($screen), file!("en", $screen))),+],
                Language::Kazakh => &[$((stringify!($screen), file!("kk", $screen))),+],
                Language::Kyrgyz => &[$((stringify!($screen), file!("ky", $screen))),+],
                Language::Uzbek => &[$((stringify!($screen), file!("uz", $screen))),+],
            }
        }

        /// The messages that each screen declares.
        #[cfg(test)]
        pub(super) const DECLARED: &[(&str, &[super::message::Declared])] =
            &[$((stringify!($screen), super::$screen::MESSAGES)),+];
    };
}

screens!(
    alarm,
    api,
    customers_api,
    sales_api,
    drf,
    common,
    menu,
    join,
    promo,
    phone,
    balance,
    bill,
    bills,
    card,
    consent,
    coupon,
    expiry,
    group,
    history,
    invoices,
    invite,
    profile,
    shop,
    settings,
    sheet,
    parcel,
    parcels,
    client_import,
    parcel_words,
    staff_bills,
    staff_coupon,
    staff_find,
    staff_groups,
    staff_invoice,
    staff_keys,
    staff_parcels,
    staff_parcels_many,
    staff_points,
    staff_profile,
    staff_program,
    staff_refund,
    staff_team,
    staff_webhooks,
    refund,
    refusal,
    sale_words,
    typed_words,
    widget,
);

/// The language that is used where another one lacks a text.
const FALLBACK: Language = Language::Russian;

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| build(*language)).collect());

/// The message in this language, or else in Russian, or else its id, so that a person gets an answer in any case. The
/// tests prove that no language lacks a message.
pub(super) fn render(language: Language, id: &'static str, arguments: &FluentArgs<'_>) -> String {
    [language, FALLBACK]
        .into_iter()
        .find_map(|language| attempt(language, id, arguments))
        .unwrap_or_else(|| id.to_owned())
}

pub(super) fn attempt(language: Language, id: &'static str, arguments: &FluentArgs<'_>) -> Option<String> {
    let bundle = BUNDLES.get(language as usize)?;
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        tracing::error!(%language, id, "a text is missing");
        return None;
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors);
    if !errors.is_empty() {
        tracing::error!(%language, id, ?errors, "a text cannot be rendered");
        return None;
    }
    Some(text.into_owned())
}

fn build(language: Language) -> FluentBundle<FluentResource> {
    let identifier = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Invisible isolation marks around arguments would be copied along with a code or an amount.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Russian => |value, _| whole_number(Language::Russian, value),
        Language::English => |value, _| whole_number(Language::English, value),
        Language::Kazakh => |value, _| whole_number(Language::Kazakh, value),
        Language::Kyrgyz => |value, _| whole_number(Language::Kyrgyz, value),
        Language::Uzbek => |value, _| whole_number(Language::Uzbek, value),
    }));
    for (screen, text) in files(language) {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(%language, screen, ?errors, "a file of texts cannot be parsed");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%language, screen, ?errors, "a file of texts repeats a message");
        }
    }
    bundle
}

/// Numbers are passed only as counts; amounts are passed as texts.
fn whole_number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    #[expect(clippy::cast_possible_truncation, reason = "it was an i64")]
    let whole = number.value as i64;
    Some(format::count(language, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_message_is_answered_with_its_id() {
        assert_eq!(render(Language::Kazakh, "no-such-message", &FluentArgs::new()), "no-such-message");
    }

    #[test]
    fn a_message_without_its_arguments_is_not_rendered() {
        assert_eq!(attempt(Language::Kazakh, "page", &FluentArgs::new()), None);
    }
}
