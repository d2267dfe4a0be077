//! Typed functions for messages: the macro that declares them, and the types of their arguments.

use fluent_bundle::{
    FluentArgs, FluentValue,
    types::{FluentNumber, FluentNumberOptions},
};

use super::{Html, bundle, format, html};
use crate::domain::{Language, Money, Phone};

/// Declares the messages of a screen, a function each:
///
/// ```text
/// messages! {
///     /// The balance of a customer.
///     html balance(name: &str, main: Points, debt: &Html) = "balance";
///     /// Opens the card.
///     button button_card() = "button-card";
/// }
/// ```
///
/// makes `balance(language, name, main, debt) -> Html` and `button_card(language) -> String` of the messages `balance` and
/// `button-card` in the screen's Fluent files, where the arguments are `$name`, `$main`, `$debt`.
///
/// | kind | what it is |
/// |---|---|
/// | `html` | a message of the chat; returns [`Html`] |
/// | `button` | the label of a button, at most 30 characters |
/// | `answer` | what a pressed button answers with, at most 200 characters |
/// | `command` | the description of a command, 3 to 256 characters |
/// | `plain` | any other text without tags |
///
/// | argument | what it becomes |
/// |---|---|
/// | `&str` | a text; in `html` messages it is escaped, here and nowhere else |
/// | `&Html` | a text with its tags, for `html` messages |
/// | `&Phone` | the number in groups |
/// | `i64`, `usize` | a number, grouped as the language does, that can select a plural form |
/// | [`Points`] | the amount as a text, and beside it `$name-count` that selects the plural form |
macro_rules! messages {
    ($($(#[$doc:meta])* $kind:ident $name:ident($($argument:ident: $type:ty),* $(,)?) = $id:literal;)*) => {
        $($crate::texts::messages!(@$kind $(#[$doc])* $name($($argument: $type),*) = $id);)*

        #[cfg(test)]
        pub(super) const MESSAGES: &[$crate::texts::message::Declared] = &[$($crate::texts::message::Declared {
            id: $id,
            kind: stringify!($kind),
            arguments: &[$((stringify!($argument), <$type as $crate::texts::message::Argument>::KIND)),*],
        }),*];
    };
    (@html $(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) = $id:literal) => {
        $(#[$doc])*
        pub fn $name(language: $crate::domain::Language, $($argument: $type),*) -> $crate::texts::Html {
            $crate::texts::message::Call::html(language, $id)$(.with(stringify!($argument), $argument))*.into_html()
        }
    };
    (@button $($message:tt)+) => { $crate::texts::messages!(@plain $($message)+); };
    (@answer $($message:tt)+) => { $crate::texts::messages!(@plain $($message)+); };
    (@command $($message:tt)+) => { $crate::texts::messages!(@plain $($message)+); };
    (@plain $(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) = $id:literal) => {
        $(#[$doc])*
        pub fn $name(language: $crate::domain::Language, $($argument: $type),*) -> String {
            $crate::texts::message::Call::plain(language, $id)$(.with(stringify!($argument), $argument))*.into_string()
        }
    };
}
pub(super) use messages;

/// An amount of points in a sentence that needs its plural form: "1 балл", "5 баллов", "1,50 балла".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points(pub Money);

/// The declaration of a message, for the tests.
#[cfg(test)]
pub(super) struct Declared {
    pub(super) id: &'static str,
    pub(super) kind: &'static str,
    pub(super) arguments: &'static [(&'static str, ArgumentKind)],
}

/// The kind of an argument in Fluent.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArgumentKind {
    Text,
    Html,
    Number,
    Points,
}

/// A message with the arguments it has so far.
pub(super) struct Call {
    language: Language,
    id: &'static str,
    escapes: bool,
    arguments: FluentArgs<'static>,
}

impl Call {
    pub(super) fn html(language: Language, id: &'static str) -> Self {
        Self { language, id, escapes: true, arguments: FluentArgs::new() }
    }

    pub(super) fn plain(language: Language, id: &'static str) -> Self {
        Self { language, id, escapes: false, arguments: FluentArgs::new() }
    }

    pub(super) fn with(mut self, name: &'static str, argument: impl Argument) -> Self {
        argument.pass(name, &mut self);
        self
    }

    pub(super) fn into_string(self) -> String {
        bundle::render(self.language, self.id, &self.arguments)
    }

    #[cfg(test)]
    pub(super) fn arguments(&self) -> &FluentArgs<'static> {
        &self.arguments
    }

    pub(super) fn into_html(self) -> Html {
        Html::rendered(self.into_string())
    }
}

/// A type of arguments of messages.
pub(super) trait Argument {
    #[cfg(test)]
    const KIND: ArgumentKind;

    fn pass(self, name: &'static str, call: &mut Call);
}

/// Grouped, as people read it.
impl Argument for &Phone {
    #[cfg(test)]
    const KIND: ArgumentKind = ArgumentKind::Text;

    fn pass(self, name: &'static str, call: &mut Call) {
        call.arguments.set(name, self.grouped());
    }
}

impl Argument for &str {
    #[cfg(test)]
    const KIND: ArgumentKind = ArgumentKind::Text;

    fn pass(self, name: &'static str, call: &mut Call) {
        let text = if call.escapes { html::escape(self).into_owned() } else { self.to_owned() };
        call.arguments.set(name, text);
    }
}

impl Argument for &Html {
    #[cfg(test)]
    const KIND: ArgumentKind = ArgumentKind::Html;

    fn pass(self, name: &'static str, call: &mut Call) {
        call.arguments.set(name, self.as_str().to_owned());
    }
}

impl Argument for i64 {
    #[cfg(test)]
    const KIND: ArgumentKind = ArgumentKind::Number;

    fn pass(self, name: &'static str, call: &mut Call) {
        call.arguments.set(name, self);
    }
}

impl Argument for usize {
    #[cfg(test)]
    const KIND: ArgumentKind = ArgumentKind::Number;

    fn pass(self, name: &'static str, call: &mut Call) {
        i64::try_from(self).unwrap_or(i64::MAX).pass(name, call);
    }
}

impl Argument for Points {
    #[cfg(test)]
    const KIND: ArgumentKind = ArgumentKind::Points;

    fn pass(self, name: &'static str, call: &mut Call) {
        call.arguments.set(name, format::points(call.language, self.0));
        call.arguments.set(format!("{name}-count"), count(self.0));
    }
}

/// The number that selects the plural form, which depends on the shown decimals: none or two.
fn count(points: Money) -> FluentValue<'static> {
    let minor = points.minor().unsigned_abs();
    let decimals = if minor.is_multiple_of(100) { None } else { Some(2) };
    #[expect(clippy::cast_precision_loss, reason = "the amount itself is a text; of this, only the last digits matter")]
    let value = minor as f64 / 100.0;
    FluentNumber::new(value, FluentNumberOptions { minimum_fraction_digits: decimals, ..Default::default() }).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::common;

    #[test]
    fn input_is_escaped_in_html_and_nowhere_else() {
        let html = common::owner_alarm(Language::English, "<1> & \"2\"");
        assert!(html.as_str().contains("<code>&lt;1&gt; &amp; &quot;2&quot;</code>"), "{html}");
        let html = Call::html(Language::English, "owner-alarm").with("update", &Html::escaped("&"));
        assert!(html.into_string().contains("<code>&amp;</code>"));
        let plain = Call::plain(Language::English, "owner-alarm").with("update", "&");
        assert!(plain.into_string().contains("<code>&</code>"));
    }

    #[test]
    fn points_select_the_plural_form() {
        let cases = [
            (Language::Russian, 0, "0 баллов"),
            (Language::Russian, 1_00, "1 балл"),
            (Language::Russian, 2_00, "2 балла"),
            (Language::Russian, 5_00, "5 баллов"),
            (Language::Russian, 11_00, "11 баллов"),
            (Language::Russian, 21_00, "21 балл"),
            (Language::Russian, 1_50, "1,50 балла"),
            (Language::Russian, 5_01, "5,01 балла"),
            (Language::Russian, -3_00, "−3 балла"),
            (Language::Russian, 1_000_00, "1\u{a0}000 баллов"),
            (Language::Russian, i64::MAX, "92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,07 балла"),
            (Language::English, 1_00, "1 point"),
            (Language::English, 1_50, "1.50 points"),
            (Language::English, 1_000_00, "1,000 points"),
            (Language::Kazakh, 5_00, "5 балл"),
            (Language::Kyrgyz, 5_00, "5 балл"),
            (Language::Uzbek, 5_50, "5,50 ball"),
        ];
        for (language, minor, expected) in cases {
            assert_eq!(
                common::points_count(language, Points(Money::from_minor(minor))),
                expected,
                "{language} {minor}"
            );
        }
    }

    #[test]
    fn numbers_are_grouped_and_select_the_plural_form() {
        let cases = [
            (Language::Russian, 1, "в 1 символ."),
            (Language::Russian, 64, "в 64 символа."),
            (Language::Russian, 4096, "в 4\u{a0}096 символов."),
            (Language::English, 4096, "to 4,096 characters."),
            (Language::English, usize::MAX, "to 9,223,372,036,854,775,807 characters."),
        ];
        for (language, limit, end) in cases {
            let text = common::text_too_long(language, limit);
            assert!(text.as_str().ends_with(end), "{language} {limit}: {text}");
        }
    }
}
