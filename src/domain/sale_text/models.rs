//! Numbers of a name that stand before a price with groups of three digits: "Samsung A54 128 150 000".

use super::{
    amounts::{begins_word, is_group_after},
    doubtful::is_brand,
    reader::SaleReader,
    reading::Found,
    tokens::{Kind, Space, Token},
};

/// The fewest groups of a number that may hold a model and a price.
const FEWEST_GROUPS: usize = 3;
/// How much memory phones and computers have, in gigabytes.
const MEMORY: [&str; 3] = ["128", "256", "512"];

impl SaleReader<'_> {
    /// The readings of goods whose name may end with the first groups of the price; `None` where there are no such goods.
    pub(super) fn without_model(&self, line: &[Token<'_>]) -> Option<Found> {
        let (start, end) = grouped_run(line)?;
        let is_model = self.ends_with_model(line, start);
        let first = line[start].text;
        let may_hold_model = first.len() == 3 || (is_model && (first.len() == 2 || end - start > FEWEST_GROUPS));
        if !may_hold_model || !self.ends_plain_name(line, start) {
            return None;
        }
        // A price keeps two groups.
        let prices = (start + 1..end - 1).rev().filter(|at| !line[*at].text.starts_with('0'));
        let shorter = prices.filter_map(|at| {
            let mut parted = line.to_vec();
            parted[at].space = Space::Wide;
            self.formed(&parted).ok()
        });
        let longer = self.formed(line).ok();
        let shorter = shorter.reduce(Found::or)?;
        let is_likely = is_model || MEMORY.contains(&first);
        Some(match longer {
            Some(longer) if is_likely => shorter.or(longer),
            Some(longer) => longer.or(shorter),
            None => shorter.doubtful(),
        })
    }

    /// Does a name end before a place that a number of a model often follows: a Latin word, or a number that touches it?
    fn ends_with_model(&self, line: &[Token<'_>], end: usize) -> bool {
        let last = &line[end - 1];
        let is_touching = last.kind == Kind::Number && last.is_tight();
        is_touching || is_brand(last) || self.is_foreign(last)
    }

    /// Does nothing but a name end before a place: no sign, unit or currency that a price follows?
    fn ends_plain_name(&self, line: &[Token<'_>], end: usize) -> bool {
        let last = &line[end - 1];
        match last.kind {
            Kind::Word => !self.multiplies(last) && !self.belongs_to_number(last),
            Kind::Number => last.is_tight(),
            Kind::Other => !matches!(last.text, "," | ";" | "/" | "+" | "." | "#" | "№"),
            Kind::Times | Kind::At | Kind::Dash | Kind::Equals | Kind::Sign => false,
        }
    }
}

/// The first number behind other tokens that has so many groups of three digits, with one space between.
fn grouped_run(line: &[Token<'_>]) -> Option<(usize, usize)> {
    let begins = |at: usize| {
        let follows_group = is_group_after(&line[at - 1], &line[at]) && begins_word(line, at - 1);
        line[at].kind == Kind::Number && !line[at].is_tight() && !follows_group
    };
    (1..line.len()).filter(|at| begins(*at)).find_map(|start| {
        let groups = line[start..].windows(2).take_while(|pair| is_group_after(&pair[0], &pair[1])).count() + 1;
        (groups >= FEWEST_GROUPS).then_some((start, start + groups))
    })
}
