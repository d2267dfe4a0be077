//! The language that a person is spoken to in, and how texts are compared.

super::words! {
    /// A language that Kopilka speaks.
    Language {
        /// Russian.
        Russian = "ru",
        /// English.
        English = "en",
        /// Kazakh.
        Kazakh = "kk",
        /// Kyrgyz.
        Kyrgyz = "ky",
        /// Uzbek, in Latin script.
        Uzbek = "uz",
    }
}

impl Language {
    /// The language for a code as Telegram reports it (`ru`, `en-US`, `kk`): its own where Kopilka speaks it, English for
    /// other languages, Russian where nothing is known.
    pub fn from_telegram(code: Option<&str>) -> Self {
        let Some(code) = code else { return Self::Russian };
        let primary = code.split(['-', '_']).next().unwrap_or(code).to_ascii_lowercase();
        primary.parse().unwrap_or(Self::English)
    }
}

/// A keyword as it is compared: lower case in every script, `ё` as `е`, one space between words.
pub fn fold(text: &str) -> String {
    let lower = text.to_lowercase().replace('ё', "е");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_the_language_of_the_person() {
        let cases = [
            (Some("ru"), Language::Russian),
            (Some("kk-KZ"), Language::Kazakh),
            (Some("EN-us"), Language::English),
            (Some("de"), Language::English),
            (None, Language::Russian),
        ];
        for (code, language) in cases {
            assert_eq!(Language::from_telegram(code), language, "{code:?}");
        }
    }

    #[test]
    fn folds_every_script() {
        assert_eq!(fold("  Алёна   ГҮЛНҰР Zoë "), "алена гүлнұр zoë");
    }
}
