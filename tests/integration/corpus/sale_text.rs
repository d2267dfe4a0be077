//! An invoice in one message.

use std::sync::LazyLock;

use kopilka::{
    domain::{Draft, Keywords, Language, SaleText},
    texts::common,
};

static KEYWORDS: LazyLock<Keywords> = LazyLock::new(|| {
    let words = |word: fn(Language) -> String| Language::ALL.iter().map(|language| word(*language)).collect();
    Keywords {
        bonus: words(common::keyword_bonus),
        referral: words(common::keyword_referral),
        all: words(common::keyword_all),
        debt: words(common::keyword_debt),
    }
});

/// Each line is read or named as a fault, and what was read costs the same when it is typed again.
pub(crate) fn check(input: &[u8]) {
    let Ok(message) = std::str::from_utf8(input) else { return };
    let sale = SaleText::parse(message, &KEYWORDS);
    let said = message.lines().filter(|line| !line.trim().is_empty()).count();
    assert!(sale.lines.len() + sale.faults.len() <= said, "{sale:?}");
    for fault in &sale.faults {
        assert!(message.lines().nth(fault.line - 1).is_some_and(|line| line.contains(&fault.text)), "{fault:?}");
    }
    for line in &sale.lines {
        let typed = format!("{}  {} x {}", line.name, line.quantity, line.unit_price);
        let again = SaleText::parse_lines(&typed, &KEYWORDS);
        let same = again.lines.iter().all(|other| other.total == line.total);
        assert!(same && again.redemption.is_none() && !again.on_credit, "{typed:?}: {line:?} and {again:?}");
    }
    let draft = Draft { lines: sale.lines, redemption: None, on_credit: sale.on_credit };
    if let Ok(total) = draft.total() {
        assert!(total.is_positive(), "{draft:?}");
    }
}
