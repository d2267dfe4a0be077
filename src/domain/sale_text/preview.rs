//! The bot's own preview, sent back as a message:
//!
//! ```text
//! 🧾 Анна Ли, 10001
//!
//! • Чай: 2 × 350 ₸ = 700 ₸
//! • Кофе: 400 ₸
//!
//! Итого: 1 100 ₸
//! Оплата баллами: −200
//! 📒 В долг: 900 ₸
//! ⭐ Будет начислено: 18 баллов
//!
//! Всё верно?
//! ```

use super::{
    amounts::GLUE,
    first_line::label,
    number,
    reader::SaleReader,
    reading::Named,
    tokens::{Kind, tokens},
    words::WordClass,
};
use crate::domain::{Code, Language, Line, Money, Quantity};

impl SaleReader<'_> {
    /// The customer above a preview: "🧾 Анна Ли, 10001". A name that holds more than letters is not compared with the customer's.
    pub(super) fn printed_title(line: &str) -> Option<Named> {
        let (name, code) = line.trim().strip_prefix("🧾 ")?.rsplit_once(", ")?;
        let code: Code = code.parse().ok()?;
        Some(Named { by: code.as_str().to_owned(), called: label(name) })
    }

    /// Does a line of a preview say nothing of the sale: points that will be earned, the question below?
    pub(super) fn is_beside_sale(&self, line: &str) -> bool {
        let Some(parts) = self.parts(&tokens(line)) else { return false };
        let is = |classes: &[WordClass]| self.words.classes(&parts.words, classes);
        let is_question = parts.amount.is_none() && is(&[WordClass::Question]).is_some();
        let earned = || is(&[WordClass::Receipt, WordClass::Points]);
        is_question || (parts.amount.is_some() && earned().is_some_and(|classes| classes[0] == WordClass::Receipt))
    }

    /// The line as the preview prints it, where it is exactly that: `• Чай: 2 × 350 ₸ = 700 ₸`, `• Чай: 350 ₸`. Its name is what
    /// stands before the last colon, whatever it holds.
    pub(super) fn printed(&self, line: &str) -> Option<Line> {
        let (name, sums) = line.strip_prefix("• ")?.rsplit_once(": ")?;
        let (left, total) = sums.split_once(" = ").map_or((sums, None), |(left, total)| (left, Some(total)));
        let (quantity, price) =
            left.split_once(" × ").map_or((None, left), |(quantity, price)| (Some(quantity), price));
        let name = self.named(name).ok()?;
        self.languages().find_map(|language| {
            let amount = |text: &str| number::printed(&self.without_mark(text)?, language);
            let price = Money::from_decimal(amount(price)?).ok()?;
            let quantity = match quantity {
                Some(text) => Quantity::from_decimal(number::printed(&glued(text), language)?).ok()?,
                None => Quantity::ONE,
            };
            let line = Line::new(name.clone(), quantity, price);
            let total = match total {
                Some(text) => Money::from_decimal(amount(text)?).ok()?,
                None => line.total,
            };
            (total == line.total && quantity.milli() > 0).then_some(line)
        })
    }

    /// The number of a text that has nothing beside it but a mark of the shop's currency.
    fn without_mark(&self, text: &str) -> Option<String> {
        let text = glued(text);
        let tokens = tokens(&text);
        let operand = self.operand(&tokens, tokens.len()).ok()??;
        let is_all = operand.is_money && operand.start == 0 && operand.last_group.is_none();
        tokens.iter().find(|token| is_all && token.kind == Kind::Number).map(|token| token.text.to_owned())
    }

    /// The language of the person, and one that writes numbers otherwise.
    fn languages(&self) -> impl Iterator<Item = Language> {
        let other = if self.language == Language::English { Language::Russian } else { Language::English };
        [self.language, other].into_iter()
    }
}

/// Copied texts have plain spaces where the preview has some that do not break.
fn glued(text: &str) -> String {
    text.replace(' ', &GLUE.to_string())
}
