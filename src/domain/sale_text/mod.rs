//! An invoice in one message, as staff type it:
//!
//! ```text
//! message  := customer line*
//! customer := code | phone | @username | PROMOcode | name        the first line; the first word of it, where goods follow
//! line     := goods | points | debt | nothing
//! goods    := see the module `goods`
//! points   := ("bonus" | "referral") (number | "all")             in any of our languages, any case, a colon allowed
//! debt     := "debt"
//! ```
//!
//! A first line that is neither a code, a phone, an `@username` nor a promo code, but can be read as goods, is goods: then the
//! message names no customer. A line that begins with a keyword and goes on otherwise ("Bonus card
//! 500") is goods, except that "debt 500" is refused: it would sell something called debt.

mod fault;
mod goods;

use super::{Code, Line, Money, Phone, PointsWallet, PromoCode, Redemption, fold};
use goods::read_goods;

pub use fault::{Fault, LineError};

/// The words that are no goods, folded, of all languages.
#[derive(Clone, Debug, Default)]
pub struct Keywords {
    /// Redeem points of the main wallet.
    pub bonus: Vec<String>,
    /// Redeem points that friends brought.
    pub referral: Vec<String>,
    /// As many as the limits allow.
    pub all: Vec<String>,
    /// Leave the rest unpaid.
    pub debt: Vec<String>,
}

/// What a message says of a sale. Where there are faults, the other fields have what could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaleText {
    /// Who buys, as it was typed; `None` where the message does not say.
    pub customer: Option<String>,
    /// What is sold.
    pub lines: Vec<Line>,
    /// How points pay for part of it; `None` where the message does not say.
    pub redemption: Option<Redeem>,
    /// The rest is left as a debt.
    pub on_credit: bool,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// What a message says of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redeem {
    /// Expressly none.
    Nothing,
    /// These.
    Points(Redemption),
}

impl SaleText {
    /// Reads a message that begins with the customer.
    pub fn parse(message: &str, keywords: &Keywords) -> Self {
        let mut sale = Self::default();
        let mut lines = numbered(message);
        if let Some((number, first)) = lines.next() {
            let (customer, rest) = split_customer(first, keywords);
            sale.customer = customer.map(str::to_owned);
            sale.read(number, rest, keywords);
        }
        lines.for_each(|(number, line)| sale.read(number, line, keywords));
        sale
    }

    /// Reads a message about a customer who is known.
    pub fn parse_lines(message: &str, keywords: &Keywords) -> Self {
        let mut sale = Self::default();
        numbered(message).for_each(|(number, line)| sale.read(number, line, keywords));
        sale
    }

    /// Was nothing typed?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn read(&mut self, number: usize, line: &str, keywords: &Keywords) {
        if line.is_empty() {
            return;
        }
        let read = match read_keyword(line, keywords) {
            Some(Ok(Keyword::Debt)) => {
                self.on_credit = true;
                Ok(())
            }
            Some(Ok(Keyword::Redeem(_))) if self.redemption.is_some() => Err(LineError::PointsTwice),
            Some(Ok(Keyword::Redeem(redeem))) => {
                self.redemption = Some(redeem);
                Ok(())
            }
            Some(Err(why)) => Err(why),
            None => read_goods(line).map(|line| self.lines.push(line)),
        };
        if let Err(why) = read {
            self.faults.push(Fault { line: number, text: line.to_owned(), why });
        }
    }
}

/// A line that is no goods.
enum Keyword {
    Redeem(Redeem),
    Debt,
}

/// The lines that say something, with their places.
fn numbered(message: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(message.lines().map(str::trim)).filter(|(_, line)| !line.is_empty())
}

/// Divides the first line into the customer and goods that follow on the same line.
fn split_customer<'a>(line: &'a str, keywords: &Keywords) -> (Option<&'a str>, &'a str) {
    if names_by_form(line) {
        return (Some(line), "");
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if names_by_form(word) && (read_keyword(rest, keywords).is_some() || read_goods(rest).is_ok()) {
        return (Some(word), rest);
    }
    match (read_keyword(line, keywords), read_goods(line)) {
        (None, Err(_)) => (Some(line), ""),
        _ => (None, line),
    }
}

/// Can the text be nothing but a customer: a code, a phone number, an `@username`, a promo code?
pub fn names_by_form(text: &str) -> bool {
    let is_username =
        text.strip_prefix('@').is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace));
    is_username || text.parse::<Code>().is_ok() || text.parse::<PromoCode>().is_ok() || Phone::is_like(text)
}

/// A line that begins with a keyword; `None` where it is goods.
fn read_keyword(line: &str, keywords: &Keywords) -> Option<Result<Keyword, LineError>> {
    let folded = fold(line);
    let (word, rest) = folded.split_once(' ').unwrap_or((&folded, ""));
    let word = word.trim_end_matches([':', '=']);
    let is = |words: &[String], text: &str| words.iter().any(|known| known == text);
    if is(&keywords.debt, word) {
        return match rest {
            "" => Some(Ok(Keyword::Debt)),
            rest => goods::read_amount(rest).map(|_| Err(LineError::DebtWithAmount)),
        };
    }
    let wallet = match word {
        word if is(&keywords.bonus, word) => PointsWallet::Main,
        word if is(&keywords.referral, word) => PointsWallet::Referral,
        _ => return None,
    };
    let redeem = |points| Ok(Keyword::Redeem(Redeem::Points(Redemption { wallet, points })));
    if rest.is_empty() {
        return Some(Err(LineError::PointsMissing));
    }
    if is(&keywords.all, rest) {
        return Some(redeem(None));
    }
    goods::read_amount(rest).map(|amount| match amount {
        Ok(Money::ZERO) => Ok(Keyword::Redeem(Redeem::Nothing)),
        Ok(points) => redeem(Some(points)),
        Err(why) => Err(why),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Quantity;

    fn keywords() -> Keywords {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Keywords {
            bonus: words(&["bonus", "бонус"]),
            referral: words(&["referral", "друзья"]),
            all: words(&["all", "все"]),
            debt: words(&["debt", "долг"]),
        }
    }

    fn points(wallet: PointsWallet, points: Option<i64>) -> Option<Redeem> {
        Some(Redeem::Points(Redemption { wallet, points: points.map(Money::from_minor) }))
    }

    #[test]
    fn reads_the_example_of_the_help() {
        let sale = SaleText::parse("82423\nСмеситель 4 x 4800\nДоставка 500\nbonus 200", &keywords());
        let lines = vec![
            Line::new("Смеситель", Quantity::from_milli(4000), Money::from_minor(4800_00)),
            Line::new("Доставка", Quantity::ONE, Money::from_minor(500_00)),
        ];
        let redemption = points(PointsWallet::Main, Some(200_00));
        let expected = SaleText { customer: Some("82423".to_owned()), lines, redemption, ..SaleText::default() };
        assert_eq!(sale, expected);
    }

    #[test]
    fn the_first_line_names_the_customer_unless_it_is_goods() {
        let cases = [
            ("82423", Some("82423"), 0),
            ("  82423  \nЧай 100", Some("82423"), 1),
            ("+7 700 123 45 67\nЧай 100", Some("+7 700 123 45 67"), 1),
            ("8 (700) 123-45-67\nЧай 100", Some("8 (700) 123-45-67"), 1),
            ("@Ann_Li\nЧай 100", Some("@Ann_Li"), 1),
            ("promo82423\nЧай 100", Some("promo82423"), 1),
            ("Алия Ахметова\nЧай 100", Some("Алия Ахметова"), 1),
            ("82423 Чай 2 x 350", Some("82423"), 1),
            ("82423 долг\nЧай 100", Some("82423"), 1),
            ("+77001234567 Чай 100\nКофе 200", Some("+77001234567"), 2),
            ("Чай 100\nКофе 200", None, 2),
            ("бонус все\nКофе 200", None, 1),
            ("\n\n82423\n\nЧай 100\n\n", Some("82423"), 1),
            ("", None, 0),
            ("\n \n", None, 0),
        ];
        for (message, customer, lines) in cases {
            let sale = SaleText::parse(message, &keywords());
            assert_eq!(sale.customer.as_deref(), customer, "{message:?}");
            assert_eq!(sale.lines.len(), lines, "{message:?}");
            assert_eq!(sale.faults, [], "{message:?}");
        }
    }

    #[test]
    fn keywords_are_read_in_any_case_and_language() {
        let cases = [
            ("bonus 200", points(PointsWallet::Main, Some(200_00)), false),
            ("БОНУС: 1 500,50", points(PointsWallet::Main, Some(1500_50)), false),
            ("Bonus ALL", points(PointsWallet::Main, None), false),
            ("бонус all", points(PointsWallet::Main, None), false),
            ("Друзья все", points(PointsWallet::Referral, None), false),
            ("referral 1\u{a0}000", points(PointsWallet::Referral, Some(1000_00)), false),
            ("bonus 0", Some(Redeem::Nothing), false),
            ("Долг", None, true),
            ("DEBT", None, true),
        ];
        for (line, redemption, on_credit) in cases {
            let sale = SaleText::parse(&format!("82423\nЧай 100\n{line}"), &keywords());
            assert_eq!((sale.redemption, sale.on_credit, sale.lines.len()), (redemption, on_credit, 1), "{line:?}");
            assert_eq!(sale.faults, [], "{line:?}");
        }
    }

    #[test]
    fn goods_may_begin_with_a_keyword() {
        for line in ["Бонус карта 500", "Bonus set 2 x 300", "Долговая книга 100", "все 100"]
        {
            let sale = SaleText::parse_lines(line, &keywords());
            assert_eq!((sale.lines.len(), sale.redemption, sale.on_credit), (1, None, false), "{line:?}");
        }
    }

    #[test]
    fn says_which_line_cannot_be_read_and_why() {
        let message = "82423\nЧай\n\nКофе 200\nбонус\nбонус 5\nдрузья все\nдолг 500\nбонус -5\n500";
        let faults: Vec<_> = SaleText::parse(message, &keywords()).faults;
        let expected = [
            (2, "Чай", LineError::NoPrice),
            (5, "бонус", LineError::PointsMissing),
            (7, "друзья все", LineError::PointsTwice),
            (8, "долг 500", LineError::DebtWithAmount),
            (9, "бонус -5", LineError::Negative),
            (10, "500", LineError::NoName),
        ];
        let expected = expected.map(|(line, text, why)| Fault { line, text: text.to_owned(), why });
        assert_eq!(faults, expected);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_line_by_line(text in "(?s).{0,200}") {
            let sale = SaleText::parse(&text, &keywords());
            prop_assert!(sale.faults.iter().all(|fault| text.contains(&fault.text)));
        }

        #[test]
        fn a_text_of_numbers_and_signs_never_panics(text in "[0-9xхX×*., \u{a0}\u{202f}\nабв+:=-]{0,120}") {
            let sale = SaleText::parse(&text, &keywords());
            let spoken = text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert!(sale.lines.len() + sale.faults.len() <= spoken);
        }

        #[test]
        fn what_is_written_plainly_is_read_exactly(
            name in "[А-Яа-яA-Za-wyz]{1,12}( [0-9]{1,2}[абвгд])?",
            milli in 1_i64..100_000_000, minor in 0_i64..100_000_000, sign in "x|х|X|Х|×|\\*",
        ) {
            let (quantity, price) = (Quantity::from_milli(milli), Money::from_minor(minor));
            let sale = SaleText::parse_lines(&format!("{name} {quantity} {sign} {price}"), &Keywords::default());
            prop_assert_eq!(sale.lines, vec![Line::new(name.clone(), quantity, price)]);
            prop_assert_eq!(sale.faults, vec![]);
        }
    }
}
