//! What a service costs in a month.

use super::{BandwidthType, ServiceKind};
use crate::domain::{Money, PackageId, Quantity, Rate};

/// A service that a customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Bandwidth.
    Bandwidth {
        /// Where it leads.
        bandwidth: BandwidthType,
        /// How much, in Mbps.
        mbps: Quantity,
        /// A month and Mbps.
        unit_price: Money,
    },
    /// Bandwidth that a partner sells on.
    ChannelPartner {
        /// How much, in Mbps.
        mbps: Quantity,
        /// A month and Mbps.
        unit_price: Money,
        /// The share that the shop gets; `None`: the whole.
        share: Option<Rate>,
    },
    /// A package, at the rate that it has on the day the service starts.
    Soho {
        /// The package.
        package: PackageId,
    },
}

/// Why there is no such service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// More bandwidth, a price or a share than can be kept, or below zero.
    #[error("a number is out of range")]
    OutOfRange,
}

impl Service {
    /// Which kind it is.
    pub const fn kind(self) -> ServiceKind {
        match self {
            Self::Bandwidth { .. } => ServiceKind::Bandwidth,
            Self::ChannelPartner { .. } => ServiceKind::ChannelPartner,
            Self::Soho { .. } => ServiceKind::Soho,
        }
    }

    /// The package, where it is one.
    pub const fn package(self) -> Option<PackageId> {
        match self {
            Self::Soho { package } => Some(package),
            Self::Bandwidth { .. } | Self::ChannelPartner { .. } => None,
        }
    }

    /// What a month costs, rounded half up once; `rate` is that of the package. `None` where a package has no rate.
    pub fn cost(self, rate: Option<Money>) -> Option<Money> {
        match self {
            Self::Bandwidth { mbps, unit_price, .. } => Some(mbps.at(unit_price)),
            Self::ChannelPartner { mbps, unit_price, share } => {
                Some(mbps.share_at(unit_price, share.unwrap_or(Rate::WHOLE)))
            }
            Self::Soho { .. } => rate,
        }
    }

    /// Refuses numbers below zero, and what costs more than can be kept.
    ///
    /// # Errors
    /// [`ServiceError::OutOfRange`].
    pub fn check(self) -> Result<(), ServiceError> {
        let is_right = match self {
            Self::Bandwidth { mbps, unit_price, .. } => mbps.milli() >= 0 && !unit_price.is_negative(),
            Self::ChannelPartner { mbps, unit_price, share } => {
                let is_share = share.is_none_or(|share| (0..=Rate::WHOLE.bp()).contains(&share.bp()));
                mbps.milli() >= 0 && !unit_price.is_negative() && is_share
            }
            Self::Soho { .. } => true,
        };
        let is_kept = self.cost(Some(Money::ZERO)).is_some_and(Money::is_within_limit);
        if is_right && is_kept { Ok(()) } else { Err(ServiceError::OutOfRange) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bandwidth(milli: i64, minor: i64) -> Service {
        Service::Bandwidth {
            bandwidth: BandwidthType::Ipt,
            mbps: Quantity::from_milli(milli),
            unit_price: Money::from_minor(minor),
        }
    }

    fn partner(milli: i64, minor: i64, bp: Option<i64>) -> Service {
        Service::ChannelPartner {
            mbps: Quantity::from_milli(milli),
            unit_price: Money::from_minor(minor),
            share: bp.map(Rate::from_bp),
        }
    }

    #[test]
    fn a_service_costs_by_its_kind() {
        let package = Service::Soho { package: PackageId(1) };
        for (service, rate, cost) in [
            (bandwidth(10_000, 20_00), None, Some(200_00)),
            (bandwidth(5_000, 15_00), None, Some(75_00)),
            (bandwidth(0, 15_00), None, Some(0)),
            // Half up.
            (bandwidth(500, 1), None, Some(1)),
            (bandwidth(499, 1), None, Some(0)),
            (bandwidth(1_005, 1_00), None, Some(1_01)),
            (partner(10_000, 20_00, Some(45_00)), None, Some(90_00)),
            (partner(20_000, 50_00, Some(50_00)), None, Some(500_00)),
            (partner(20_000, 50_00, None), None, Some(1_000_00)),
            (partner(20_000, 50_00, Some(0)), None, Some(0)),
            // Rounded once: first to 1 and then to 1 it would be 1.
            (partner(500, 1, Some(50_00)), None, Some(0)),
            (partner(1_000, 1, Some(50_00)), None, Some(1)),
            (partner(333, 10_01, Some(33_33)), None, Some(1_11)),
            (package, Some(2_500_00), Some(2_500_00)),
            (package, None, None),
        ] {
            assert_eq!(service.cost(rate.map(Money::from_minor)), cost.map(Money::from_minor), "{service:?}");
            assert_eq!(service.check(), Ok(()), "{service:?}");
        }
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for service in [
            bandwidth(-1, 1),
            bandwidth(1, -1),
            partner(-1, 1, None),
            partner(1, -1, None),
            partner(1, 1, Some(-1)),
            partner(1, 1, Some(100_01)),
            bandwidth(1_000_000_000_000_000, 1_000_000_000_000_000),
            partner(1_000_000_000_000_000, 1_000_000_000_000_000, None),
        ] {
            assert_eq!(service.check(), Err(ServiceError::OutOfRange), "{service:?}");
        }
    }
}
