//! Numbers of customers and of bills: a series of letters, and digits that are counted.

use super::Month;

/// The first number of a customer.
pub const FIRST_CUSTOMER: i64 = 1001;
/// The fewest digits behind the month in the number of a bill.
pub const BILL_DIGITS: usize = 2;

/// What numbers have in common that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberSeries {
    /// Of customers: `CUST1001`.
    Customers,
    /// Of the bills that were issued in a month: `INV20250101`.
    Bills(Month),
}

impl NumberSeries {
    /// What they begin with.
    pub fn prefix(self) -> String {
        match self {
            Self::Customers => "CUST".to_owned(),
            Self::Bills(month) => format!("INV{}", month.digits()),
        }
    }

    /// What is counted before the first one.
    pub const fn before_first(self) -> i64 {
        match self {
            Self::Customers => FIRST_CUSTOMER - 1,
            Self::Bills(_) => 0,
        }
    }

    /// The number of a count.
    pub fn number(self, count: i64) -> String {
        match self {
            Self::Customers => format!("{}{count}", self.prefix()),
            Self::Bills(_) => format!("{}{count:0BILL_DIGITS$}", self.prefix()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_past_their_digits() {
        let bills = NumberSeries::Bills("2025-01".parse().unwrap());
        for (series, count, number) in [
            (NumberSeries::Customers, FIRST_CUSTOMER, "CUST1001"),
            (NumberSeries::Customers, 9_999, "CUST9999"),
            (NumberSeries::Customers, 10_000, "CUST10000"),
            (bills, 1, "INV20250101"),
            (bills, 99, "INV20250199"),
            (bills, 100, "INV202501100"),
            (bills, 1_000, "INV2025011000"),
        ] {
            assert_eq!(series.number(count), number);
        }
        assert_eq!((bills.before_first(), NumberSeries::Customers.before_first()), (0, 1_000));
    }
}
