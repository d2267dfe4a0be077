//! Amounts of money and points, quantities of goods, rates of the program: integers inside, decimals at the edges.

use rust_decimal::Decimal;

/// The largest amount that can be typed, imported or be a balance: ten trillion. Sums of thousands of them still fit an `i64`.
const MAX_MINOR: i64 = 1_000_000_000_000_000;

/// An amount of money or points, in minor units (hundredths). May be below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// A quantity of goods, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Quantity(i64);

/// A share of an amount, in basis points (hundredths of a percent).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Rate(i64);

/// Why a text or a number is not an amount, a quantity or a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a number at all, or grouped in an odd way.
    #[error("not a number")]
    NotANumber,
    /// More decimal places than are kept.
    #[error("more decimal places than are kept")]
    TooPrecise,
    /// Below zero where that has no meaning.
    #[error("below zero")]
    Negative,
    /// Beyond ten trillion; of a rate, above 100 %.
    #[error("too large")]
    TooLarge,
}

impl Money {
    /// No money, no points.
    pub const ZERO: Self = Self(0);

    /// The largest amount that can be typed, imported or be a balance, above zero or below: ten trillion.
    pub const MAX: Self = Self(MAX_MINOR);

    /// An amount of `minor` hundredths.
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// The amount in hundredths.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The exact amount of a decimal.
    ///
    /// # Errors
    /// [`AmountError::TooPrecise`] for a third decimal other than zero, [`AmountError::TooLarge`] beyond ten trillion.
    pub fn from_decimal(value: Decimal) -> Result<Self, AmountError> {
        scaled(value, 2).map(Self)
    }

    /// The amount as a decimal with two places.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Reads what a person typed: `1500`, `1 500,50`, `0.5`. Never below zero.
    ///
    /// # Errors
    /// Every [`AmountError`].
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        typed(text).and_then(Self::from_decimal)
    }

    /// `self + other`; `None` beyond what 64 bits hold.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// `self - other`; `None` beyond what 64 bits hold.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// `self + other`, at the ends of 64 bits the nearest that there is.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// `self - other`, at the ends of 64 bits the nearest that there is. May be below zero.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The amount, or nothing where it is below zero.
    #[must_use]
    pub const fn or_zero(self) -> Self {
        if self.0 > 0 { self } else { Self::ZERO }
    }

    /// The sum; `None` beyond what 64 bits hold.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// The sum, at the ends of 64 bits the nearest that there is.
    pub fn saturating_sum(amounts: impl IntoIterator<Item = Self>) -> Self {
        Self(amounts.into_iter().fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }

    /// `-self`, at the ends of 64 bits the nearest that there is.
    pub const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// The share of `rate`, rounded half up to a minor unit.
    pub fn share(self, rate: Rate) -> Self {
        Self(round_half_up(i128::from(self.0) * i128::from(rate.0), 10_000))
    }

    /// The part that falls on `part` of `whole`, rounded half up to a minor unit; nothing of nothing.
    pub fn prorated(self, part: i64, whole: i64) -> Self {
        if whole <= 0 {
            return Self::ZERO;
        }
        Self(round_half_up(i128::from(self.0) * i128::from(part), i128::from(whole)))
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn size(self) -> Self {
        if self.0 < 0 { self.negated() } else { self }
    }

    /// Is it no larger than [`MAX`](Self::MAX), above zero or below?
    pub const fn is_within_limit(self) -> bool {
        self.0.unsigned_abs() <= MAX_MINOR.unsigned_abs()
    }

    /// Is it zero?
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Is it above zero?
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Is it below zero?
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(1000);

    /// A quantity of `milli` thousandths.
    pub const fn from_milli(milli: i64) -> Self {
        Self(milli)
    }

    /// The quantity in thousandths.
    pub const fn milli(self) -> i64 {
        self.0
    }

    /// The exact quantity of a decimal.
    ///
    /// # Errors
    /// [`AmountError::TooPrecise`] for a fourth decimal other than zero, [`AmountError::TooLarge`] beyond ten trillion.
    pub fn from_decimal(value: Decimal) -> Result<Self, AmountError> {
        scaled(value, 3).map(Self)
    }

    /// The quantity as a decimal without trailing zeros.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 3).normalize()
    }

    /// Reads what a person typed: `4`, `0,5`, `1.25`. Never below zero.
    ///
    /// # Errors
    /// Every [`AmountError`].
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        typed(text).and_then(Self::from_decimal)
    }

    /// `self + other`, at the ends of 64 bits the nearest that there is.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What this many cost at `price` each, rounded half up to a minor unit.
    pub fn at(self, price: Money) -> Money {
        Money(round_half_up(i128::from(self.0) * i128::from(price.0), 1000))
    }

    /// The share of `rate` of what this many cost at `price` each, rounded half up to a minor unit once.
    pub fn share_at(self, price: Money, rate: Rate) -> Money {
        let product = i128::from(self.0) * i128::from(price.0);
        Money(round_half_up(product.saturating_mul(i128::from(rate.0)), 10_000_000))
    }
}

impl Rate {
    /// The whole: 100 %.
    pub const WHOLE: Self = Self(10_000);

    /// A rate of `bp` basis points.
    pub const fn from_bp(bp: i64) -> Self {
        Self(bp)
    }

    /// The rate in basis points.
    pub const fn bp(self) -> i64 {
        self.0
    }

    /// The exact rate of a percentage.
    ///
    /// # Errors
    /// [`AmountError::TooPrecise`] for a third decimal other than zero, [`AmountError::Negative`], [`AmountError::TooLarge`] above
    /// 100 %.
    pub fn from_percent(percent: Decimal) -> Result<Self, AmountError> {
        match Self(scaled(percent, 2)?) {
            rate if rate.0 < 0 => Err(AmountError::Negative),
            rate if rate > Self::WHOLE => Err(AmountError::TooLarge),
            rate => Ok(rate),
        }
    }

    /// The rate as a percentage without trailing zeros.
    pub fn to_percent(self) -> Decimal {
        Decimal::new(self.0, 2).normalize()
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_decimal().fmt(f)
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_decimal().fmt(f)
    }
}

/// The only rounding there is: to the nearest whole, halves away from zero.
fn round_half_up(numerator: i128, denominator: i128) -> i64 {
    let half = denominator / 2;
    let rounded = if numerator < 0 { (numerator - half) / denominator } else { (numerator + half) / denominator };
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

fn scaled(value: Decimal, places: u32) -> Result<i64, AmountError> {
    let value = value.normalize();
    if value.scale() > places {
        return Err(AmountError::TooPrecise);
    }
    let factor = Decimal::from(10_i64.pow(places));
    let units = value.checked_mul(factor).and_then(|v| i64::try_from(v).ok()).ok_or(AmountError::TooLarge)?;
    if Money(units).is_within_limit() { Ok(units) } else { Err(AmountError::TooLarge) }
}

/// A number as people type it: a decimal comma or point, thousands grouped with spaces (also the unbreakable ones).
fn typed(text: &str) -> Result<Decimal, AmountError> {
    let text = text.trim();
    if text.starts_with(['-', '−']) {
        return Err(AmountError::Negative);
    }
    let (whole, fraction) = match text.split_once([',', '.']) {
        Some((_, "")) => return Err(AmountError::NotANumber),
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}']).collect();
    let well_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !well_grouped || digits.is_empty() || !is_digits(&digits) || !is_digits(fraction) {
        return Err(AmountError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if digits.trim_start_matches('0').len() > 14 {
        return Err(AmountError::TooLarge);
    }
    if fraction.len() > 3 {
        return Err(AmountError::TooPrecise);
    }
    format!("{digits}.{fraction}0").parse().map_err(|_| AmountError::NotANumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let cases = [
            ("1500", Ok(150_000)),
            (" 1 500,50 ", Ok(150_050)),
            ("1\u{a0}234\u{202f}567.8", Ok(123_456_780)),
            ("0,5", Ok(50)),
            ("007", Ok(700)),
            ("1.230", Ok(123)),
            ("12 34", Err(AmountError::NotANumber)),
            ("", Err(AmountError::NotANumber)),
            (",5", Err(AmountError::NotANumber)),
            ("5.", Err(AmountError::NotANumber)),
            ("1e5", Err(AmountError::NotANumber)),
            ("١٢", Err(AmountError::NotANumber)),
            ("1.234", Err(AmountError::TooPrecise)),
            ("0.00001", Err(AmountError::TooPrecise)),
            ("-5", Err(AmountError::Negative)),
            ("10000000000000", Ok(MAX_MINOR)),
            ("10000000000000.01", Err(AmountError::TooLarge)),
            ("99999999999999999999999999999999", Err(AmountError::TooLarge)),
        ];
        for (text, expected) in cases {
            assert_eq!(Money::parse(text).map(Money::minor), expected, "{text:?}");
        }
    }

    #[test]
    fn a_rate_is_no_more_than_the_whole() {
        for (percent, expected) in [
            ("0", Ok(0)),
            ("2.5", Ok(250)),
            ("100", Ok(10_000)),
            ("100.01", Err(AmountError::TooLarge)),
            ("10000000000", Err(AmountError::TooLarge)),
            ("-0.01", Err(AmountError::Negative)),
            ("0.001", Err(AmountError::TooPrecise)),
        ] {
            assert_eq!(Rate::from_percent(percent.parse().unwrap()).map(Rate::bp), expected, "{percent}");
        }
    }

    #[test]
    fn rounds_half_up() {
        let two_percent = Rate::from_bp(200);
        for (minor, share) in [(25, 1), (24, 0), (75, 2), (-25, -1), (1_000_000_000_000_000, 20_000_000_000_000)] {
            assert_eq!(Money::from_minor(minor).share(two_percent).minor(), share, "2 % of {minor}");
        }
        assert_eq!(Quantity::from_milli(333).at(Money::from_minor(1050)).minor(), 350);
    }
}
