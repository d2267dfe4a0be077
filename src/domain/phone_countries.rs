//! Which phone numbers a shop takes, and how it reads those that are written without a country code.

use std::{str::FromStr, sync::Arc};

use chrono_tz::Tz;
use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};

use super::{
    phone::{Digits, Phone, PhoneError},
    phone_label::{number_in_link, without_label},
    time_zone_country::country_of,
};

/// Uzbekistan's country code, and the digits after it: each such number is taken, since new prefixes come into use before
/// the library knows them.
const UZBEKISTAN: &str = "998";
const UZBEK_DIGITS: usize = 9;

/// Numbers that look like those of most people in the country, unlike the library's. The first one is also for a shop of no
/// country.
const EXAMPLES: [(Region, &str); 4] = [
    (Region::KZ, "+7 700 123 45 67"),
    (Region::RU, "+7 912 123 45 67"),
    (Region::KG, "+996 700 123 456"),
    (Region::UZ, "+998 90 123 45 67"),
];

/// The countries of a shop's phone numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCountries {
    /// Numbers without a country code are read as theirs.
    own: Arc<[Region]>,
    /// No other country's numbers are taken.
    only: bool,
}

/// A list that names an unknown country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a list of ISO codes of countries")]
pub struct PhoneCountriesError;

impl FromStr for PhoneCountries {
    type Err = PhoneCountriesError;

    /// Reads ISO codes with commas between them: the numbers of these countries alone are taken.
    fn from_str(text: &str) -> Result<Self, PhoneCountriesError> {
        let codes = text.split(',').map(str::trim).filter(|code| !code.is_empty());
        let own = codes.map(|code| region(&code.to_ascii_uppercase())).collect::<Option<Vec<_>>>();
        match own {
            Some(own) if !own.is_empty() => Ok(Self { own: own.into(), only: true }),
            _ => Err(PhoneCountriesError),
        }
    }
}

/// Those of the default time zone.
impl Default for PhoneCountries {
    fn default() -> Self {
        Self::of_timezone(Tz::Asia__Almaty)
    }
}

impl PhoneCountries {
    /// Every country's numbers are taken; those without a country code are read as the country's of the time zone.
    pub fn of_timezone(timezone: Tz) -> Self {
        let own = country_of(timezone).and_then(region);
        Self { own: own.into_iter().collect(), only: false }
    }

    /// Is it a number that this shop takes? One that is stored was valid when it was read.
    pub fn takes(&self, phone: &Phone) -> bool {
        !self.only || self.own.iter().any(|country| phone.is_of(*country)) || self.is_uzbek(phone)
    }

    /// The numbers that a person may mean who typed this text: none, one, or several of which only the person knows which.
    pub fn typed(&self, text: &str) -> Vec<Phone> {
        let Some(digits) = Digits::read(text) else { return Vec::new() };
        if digits.has_plus {
            return self.international(&digits.all).into_iter().collect();
        }
        let mut readings = self.dialled(&digits.all);
        // A country code is not torn apart by a space; so a first group that is a trunk prefix alone belongs to this country.
        let begins_with_trunk = !readings.is_empty() && digits.first_group == 1;
        if !begins_with_trunk {
            readings.extend(self.international(&digits.all));
        }
        let mut distinct = Vec::with_capacity(readings.len());
        for phone in readings {
            if !distinct.contains(&phone) {
                distinct.push(phone);
            }
        }
        distinct
    }

    /// As [`Self::typed`], also behind a label like "тел.", and in a link to a person in WhatsApp.
    pub fn labelled(&self, text: &str) -> Vec<Phone> {
        match number_in_link(text) {
            Some(number) => self.typed(&number),
            None => self.typed(without_label(text)),
        }
    }

    /// The number of a contact that Telegram delivered, which has its country code with or without a `+`.
    ///
    /// # Errors
    /// [`PhoneError`] where no country has such a number. Whether the shop takes it is another question: [`Self::takes`].
    pub fn shared(&self, text: &str) -> Result<Phone, PhoneError> {
        let digits = Digits::read(text).ok_or(PhoneError)?;
        self.certain(&digits.all).ok_or(PhoneError)
    }

    /// The number of an imported file, where it is certain: with its country code, or with the trunk prefix of the shop's
    /// country. A bare national number may as well be one that has lost a digit.
    pub fn imported(&self, text: &str) -> Option<Phone> {
        let digits = Digits::read(text)?;
        if digits.has_plus {
            return self.certain(&digits.all);
        }
        let readings = Self { only: false, ..self.clone() }.typed(text);
        let [phone] = readings.as_slice() else { return None };
        let is_national = phone.digits().len() > digits.all.len();
        (!is_national || digits.all.starts_with('0')).then(|| phone.clone())
    }

    /// A number as an example, in groups, of the first country of the shop.
    pub fn example(&self) -> String {
        let country = self.own.first().copied().unwrap_or(EXAMPLES[0].0);
        let typical = EXAMPLES.iter().find(|(of, _)| *of == country).map(|(_, number)| (*number).to_owned());
        let other = || Phone::example(country).map(|phone| phone.grouped());
        typical.or_else(other).unwrap_or_else(|| EXAMPLES[0].1.to_owned())
    }

    /// The codes of the countries whose numbers are taken, where the text is another country's number.
    pub fn foreign(&self, text: &str) -> Option<String> {
        let is_number = self.only && !Self { only: false, ..self.clone() }.typed(text).is_empty();
        is_number.then(|| self.own.iter().map(|country| country.to_string()).collect::<Vec<_>>().join(", "))
    }

    /// Does an import read this text as this number, whatever the shop's countries are?
    pub fn is_spelled(phone: &Phone, text: &str) -> bool {
        let own = phone.country().into_iter().collect();
        Self { own, only: false }.imported(text).as_ref() == Some(phone)
    }

    /// The readings of digits without a country code, in each of the shop's countries.
    fn dialled(&self, digits: &str) -> Vec<Phone> {
        let in_country = |country: &Region| {
            let is_uzbek = *country == Region::UZ && digits.len() == UZBEK_DIGITS;
            let uzbek = is_uzbek.then(|| Phone::certain(&format!("{UZBEKISTAN}{digits}"))).flatten();
            uzbek.or_else(|| Phone::dialled(digits, *country))
        };
        self.own.iter().filter_map(in_country).filter(|phone| self.takes(phone)).collect()
    }

    fn international(&self, digits: &str) -> Option<Phone> {
        self.certain(digits).filter(|phone| self.takes(phone))
    }

    /// The number that begins with a country code: one of the library's, or one of Uzbekistan's.
    fn certain(&self, digits: &str) -> Option<Phone> {
        let uzbek = || Phone::certain(digits).filter(|phone| self.is_uzbek(phone));
        Phone::international(digits).or_else(uzbek)
    }

    fn is_uzbek(&self, phone: &Phone) -> bool {
        let digits = phone.digits();
        let is_whole = digits.starts_with(UZBEKISTAN) && digits.len() == UZBEKISTAN.len() + UZBEK_DIGITS;
        is_whole && self.own.contains(&Region::UZ)
    }
}

/// A country that has phone numbers, by its ISO code.
fn region(code: &str) -> Option<Region> {
    let region = code.parse().ok()?;
    PHONE_NUMBER_UTIL.get_country_code_for_region(region).map(|_| region)
}

#[cfg(test)]
mod tests {
    use rlibphonenumber::{PhoneNumberFormat, PhoneNumberType};

    use super::*;

    fn of(countries: &str) -> PhoneCountries {
        countries.parse().unwrap()
    }

    /// A shop in the country, with no countries set.
    fn shop(country: &str) -> PhoneCountries {
        let zone = match country {
            "KZ" => Tz::Asia__Almaty,
            "RU" => Tz::Europe__Moscow,
            "UZ" => Tz::Asia__Tashkent,
            "KG" => Tz::Asia__Bishkek,
            "TR" => Tz::Europe__Istanbul,
            "BY" => Tz::Europe__Minsk,
            "VN" => Tz::Asia__Ho_Chi_Minh,
            _ => Tz::UTC,
        };
        PhoneCountries::of_timezone(zone)
    }

    fn read(countries: &PhoneCountries, text: &str) -> String {
        countries.typed(text).iter().map(Phone::as_str).collect::<Vec<_>>().join(" or ")
    }

    #[test]
    fn an_example_is_a_number_of_the_country() {
        for (country, example) in [
            ("KZ", "+7 700 123 45 67"),
            ("UZ", "+998 90 123 45 67"),
            ("KG", "+996 700 123 456"),
            ("RU", "+7 912 123 45 67"),
        ] {
            assert_eq!((shop(country).example(), of(country).example()), (example.to_owned(), example.to_owned()));
        }
        assert_eq!(PhoneCountries::of_timezone(Tz::UTC).example(), EXAMPLES[0].1);
        for country in ["KZ", "RU", "KG", "UZ", "BY", "TR", "VN", "DE", "UZ,KZ"] {
            let example = of(country).example();
            assert_eq!(of(country).typed(&example).len(), 1, "{country}: {example}");
        }
    }

    #[test]
    fn a_number_is_read_as_people_of_the_country_write_it() {
        for (country, text, phone) in [
            ("KZ", "+7 812 123 45 67", "+78121234567"),
            ("KZ", "+7 831 234 56 78", "+78312345678"),
            ("KZ", "8 800 555 35 35", "+78005553535"),
            ("RU", "8 800 555 35 35", "+78005553535"),
            ("BY", "+375 800 11 11 11", "+375800111111"),
            ("BY", "+375 80 011 11 11", "+375800111111"),
            ("BY", "8 029 491 19 11", "+375294911911"),
            ("UZ", "90 123 45 67", "+998901234567"),
            ("UZ", "901234567", "+998901234567"),
            ("UZ", "+998 19 123 45 67", "+998191234567"),
            ("UZ", "19 123 45 67", "+998191234567"),
            ("KG", "555 12 34 58", "+996555123458"),
            ("KG", "0555 12 34 56", "+996555123456"),
            ("KZ", "701 234 56 79", "+77012345679"),
            ("KZ", "7011234567", "+77011234567"),
            ("KZ", "8 (700) 123-45-67", "+77001234567"),
            ("KZ", "8-10-998-90-123-45-67", "+998901234567"),
            ("KZ", "77001234567", "+77001234567"),
            ("KZ", "998901234567", "+998901234567"),
            ("KZ", "+77000000000", "+77000000000"),
            ("KZ", "+996 700 000 000", "+996700000000"),
            ("KZ", "7 701 1234567", "+77011234567"),
            ("RU", "916 123 45 67", "+79161234567"),
            ("RU", "8 (499) 123-45-67", "+74991234567"),
            ("RU", "8 863 234 56 78", "+78632345678"),
            ("TR", "0501 234 56 78", "+905012345678"),
            ("DE", "+49 (0) 30 123456", "+4930123456"),
            // Pasted from contacts: marks of direction, spaces that do not break, other dashes, wide digits.
            ("KZ", "\u{202a}+7 700\u{a0}123\u{2011}45\u{2011}67\u{202c}", "+77001234567"),
            ("KZ", "\u{2068}8\u{202f}(700)\u{2009}123\u{2212}45–67\u{2069}", "+77001234567"),
            ("KZ", "＋７ ７００ １２３ ４５ ６７", "+77001234567"),
            ("KZ", "+7.700.123.45.67", "+77001234567"),
            ("KZ", "+7/700/123/45/67", "+77001234567"),
            // Two numbers that both exist: only the person knows.
            ("RU", "84912345678", "+74912345678 or +84912345678"),
            ("KZ", "84912345678", "+74912345678 or +84912345678"),
            ("VN", "84912345678", "+84912345678"),
            // No numbers.
            ("KZ", "82423", ""),
            ("KZ", "12345678", ""),
            ("KZ", "901234567", ""),
            ("KZ", "+7 701 123 45 6", ""),
            ("KZ", "+7 701 123 45 678", ""),
            ("KZ", "701 123 45 6", ""),
            ("KZ", "8 701 123 45 678", ""),
            ("KG", "555 12 34 5", ""),
            ("UZ", "90 123 45 6", ""),
            ("KZ", "+7700123456789012", ""),
            ("KZ", "7+7001234567", ""),
            ("KZ", "++77001234567", "+77001234567"),
            ("KZ", "PROMO82423", ""),
            ("KZ", "+7 700 123 45 67 Анна", ""),
            ("KZ", "", ""),
            ("KZ", "+", ""),
        ] {
            assert_eq!(read(&shop(country), text), phone, "{text:?} in {country}");
        }
    }

    #[test]
    fn where_countries_are_set_no_other_countrys_numbers_are_taken() {
        for (countries, text, phone) in [
            ("UZ", "901234567", "+998901234567"),
            ("UZ", "+998 19 123 45 67", "+998191234567"),
            ("UZ", "+7 701 234 56 79", ""),
            ("UZ", "+996 555 000 113", ""),
            ("UZ", "+992 90 123 45 67", ""),
            ("UZ", "+81 996 55 5001", ""),
            ("KG", "+81 996 55 5001", ""),
            ("UZ", "00 998 90 123 45 67", "+998901234567"),
            ("KZ", "00 998 90 123 45 67", ""),
            ("KZ", "+998 90 123 45 67", ""),
            ("KZ", "8 916 123 45 67", ""),
            ("KZ, RU", "8 916 123 45 67", "+79161234567"),
            ("kz,kg", "555 12 34 58", "+996555123458"),
            ("RU", "84912345678", "+74912345678"),
            ("RU,VN", "84912345678", "+74912345678 or +84912345678"),
            ("KZ,UZ", "701234567", "+998701234567"),
        ] {
            assert_eq!(read(&of(countries), text), phone, "{text:?} in {countries}");
        }
        for wrong in ["", " , ", "Kazakhstan", "KZ;RU", "XX", "KZ,ZZ", "7"] {
            assert!(wrong.parse::<PhoneCountries>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_contact_of_telegram_has_its_country_code_whatever_it_begins_with() {
        for (text, phone) in [
            ("84912345678", Some("+84912345678")),
            ("+84912345678", Some("+84912345678")),
            ("85251234567", Some("+85251234567")),
            ("8801712345678", Some("+8801712345678")),
            ("886912345678", Some("+886912345678")),
            ("77011234567", Some("+77011234567")),
            ("0077011234567", Some("+77011234567")),
            ("++77011234567", Some("+77011234567")),
            ("+0077011234567", Some("+77011234567")),
            ("998901234567", Some("+998901234567")),
            ("996555123458", Some("+996555123458")),
            ("8613123456789", Some("+8613123456789")),
            ("7011234567", None),
            ("+7 701 123 45 6", None),
            ("", None),
        ] {
            for country in ["KZ", "RU", "VN"] {
                let shared = shop(country).shared(text).ok();
                assert_eq!(shared.as_ref().map(Phone::as_str), phone, "{text:?} in {country}");
            }
        }
        let elsewhere = of("KZ").shared("84912345678").unwrap();
        assert!(!of("KZ").takes(&elsewhere) && of("VN").takes(&elsewhere));
    }

    #[test]
    fn an_import_guesses_nothing() {
        for (text, phone) in [
            ("+77011234567", Some("+77011234567")),
            ("77011234567", Some("+77011234567")),
            ("8 700 123-45-67", Some("+77001234567")),
            ("87011234567", Some("+77011234567")),
            ("+998 90 123 45 67", Some("+998901234567")),
            ("7011234567", None),
            ("701 123 45 67", None),
            ("901234567", None),
            ("+7 701 123 45 6", None),
            ("84912345678", None),
            ("нет", None),
            ("", None),
        ] {
            let countries = PhoneCountries::default();
            assert_eq!(countries.imported(text).as_ref().map(Phone::as_str), phone, "{text:?}");
            let Some(phone) = countries.imported(text) else { continue };
            assert!(PhoneCountries::is_spelled(&phone, text), "{text:?}");
        }
        let zero = shop("KG").imported("0555 12 34 56");
        assert_eq!(zero.as_ref().map(Phone::as_str), Some("+996555123456"));
        let noted = Phone::parse("+77011234567").unwrap();
        assert!(!PhoneCountries::is_spelled(&noted, "7011234567"), "an import would not read it");
    }

    const NEIGHBOURS: &[Region] = &[
        Region::KZ,
        Region::KG,
        Region::UZ,
        Region::RU,
        Region::BY,
        Region::TJ,
        Region::AM,
        Region::AZ,
        Region::GE,
        Region::TR,
        Region::VN,
        Region::HK,
        Region::CN,
    ];

    /// The numbers that libphonenumber itself gives as examples, of every kind.
    fn examples() -> Vec<(Region, PhoneNumberType, rlibphonenumber::PhoneNumber)> {
        use PhoneNumberType::*;
        let kinds = [FixedLine, Mobile, TollFree, PremiumRate, SharedCost, VoIP, PersonalNumber, Pager, UAN, VoiceMail];
        let mut all = Vec::new();
        for country in NEIGHBOURS {
            for kind in kinds {
                let number = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(*country, kind);
                all.extend(number.ok().map(|number| (*country, kind, number)));
            }
        }
        assert!(all.len() > 60, "{}", all.len());
        all
    }

    #[test]
    fn no_digit_of_an_example_number_is_lost() {
        for (country, kind, number) in examples() {
            let e164 = number.format_as(PhoneNumberFormat::E164);
            let national = number.format_as(PhoneNumberFormat::National);
            let what = format!("{country} {kind:?} {e164}");
            let phone = Phone::parse(&e164).unwrap();
            assert_eq!(phone.as_str(), e164, "{what}");
            assert_eq!(Phone::parse(&phone.grouped()).as_ref(), Ok(&phone), "{what}: {}", phone.grouped());
            assert!(!phone.grouped().contains('-'), "{what}: {}", phone.grouped());
            let own = of(&country.to_string());
            assert!(own.takes(&phone), "{what}");
            for text in [&*e164, &number.format_as(PhoneNumberFormat::International), phone.digits(), &national] {
                let readings = own.typed(text);
                assert!(readings.contains(&phone), "{what}: {text:?} is {readings:?}");
                // Some short numbers are those of another region of the country, too; no reading loses a digit.
                assert!(readings.iter().all(|reading| Phone::parse(reading.as_str()).is_ok()), "{what}: {text:?}");
            }
            assert_eq!(own.shared(phone.digits()).as_ref(), Ok(&phone), "{what}");
            // One digit less or more is another number or none, never this one.
            for other in [&e164[..e164.len() - 1], &format!("{e164}0")] {
                assert!(!own.typed(other).contains(&phone), "{what}: {other}");
            }
        }
    }

    /// Spellings that people use, of 36 countries.
    #[test]
    fn numbers_of_many_countries_are_read_in_many_spellings() {
        for (text, phone) in [
            ("+7 701 555 44 33", "+77015554433"),
            ("8 701 555 44 33", "+77015554433"),
            ("8(701)5554433", "+77015554433"),
            ("7-701-555-44-33", "+77015554433"),
            ("77015554433", "+77015554433"),
            ("+7 (727) 250-11-22", "+77272501122"),
            ("8 727 250 11 22", "+77272501122"),
            ("+7 495 123-45-67", "+74951234567"),
            ("8 (495) 123-45-67", "+74951234567"),
            ("8 916 123 45 67", "+79161234567"),
            ("+7 916 123 45 67", "+79161234567"),
            ("79161234567", "+79161234567"),
            ("+996 555 123 456", "+996555123456"),
            ("996555123456", "+996555123456"),
            ("+996 (312) 12-34-56", "+996312123456"),
            ("+998 90 123 45 67", "+998901234567"),
            ("998901234567", "+998901234567"),
            ("+998 (71) 123-45-67", "+998711234567"),
            ("+992 91 712 3456", "+992917123456"),
            ("992917123456", "+992917123456"),
            ("+993 66 123456", "+99366123456"),
            ("+374 77 123456", "+37477123456"),
            ("37477123456", "+37477123456"),
            ("+994 40 123 45 67", "+994401234567"),
            ("994401234567", "+994401234567"),
            ("+995 555 12 34 56", "+995555123456"),
            ("995555123456", "+995555123456"),
            ("+375 29 491-19-11", "+375294911911"),
            ("375294911911", "+375294911911"),
            ("+380 50 123 4567", "+380501234567"),
            ("380501234567", "+380501234567"),
            ("+373 621 12 345", "+37362112345"),
            ("+90 501 234 56 78", "+905012345678"),
            ("905012345678", "+905012345678"),
            ("+84 912 345 678", "+84912345678"),
            ("+852 5123 4567", "+85251234567"),
            ("+86 131 2345 6789", "+8613123456789"),
            ("8613123456789", "+8613123456789"),
            ("+82 10-2000-0000", "+821020000000"),
            ("+81 90-1234-5678", "+819012345678"),
            ("+91 81234 56789", "+918123456789"),
            ("918123456789", "+918123456789"),
            ("+880 1812-345678", "+8801812345678"),
            ("+971 50 123 4567", "+971501234567"),
            ("+972 50-234-5678", "+972502345678"),
            ("+49 1512 3456789", "+4915123456789"),
            ("+49 (0) 30 123456", "+4930123456"),
            ("4915123456789", "+4915123456789"),
            ("+44 7400 123456", "+447400123456"),
            ("+44 (0)20 7183 8750", "+442071838750"),
            ("+33 6 12 34 56 78", "+33612345678"),
            ("+39 312 345 6789", "+393123456789"),
            ("+34 612 34 56 78", "+34612345678"),
            ("+48 512 345 678", "+48512345678"),
            ("+1 (201) 555-0123", "+12015550123"),
            ("12015550123", "+12015550123"),
            ("+55 11 96123-4567", "+5511961234567"),
            ("+61 412 345 678", "+61412345678"),
            ("+66 81 234 5678", "+66812345678"),
            ("+62 812-345-678", "+62812345678"),
        ] {
            assert_eq!(read(&PhoneCountries::default(), text), phone, "{text:?}");
        }
    }
}
