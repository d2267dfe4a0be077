//! Reasons that are known beforehand, most of them offered as buttons: kept as a code, and read in the language of each reader.

super::words! {
    /// A reason of a refund that is known beforehand.
    ReadyReason {
        /// The goods are faulty.
        Faulty = "faulty",
        /// The goods did not suit the customer.
        Unsuitable = "unsuitable",
        /// The invoice was a mistake.
        Mistake = "mistake",
        /// A till refunded it, and did not say why.
        Till = "till",
    }
}

/// Before the code where a reason is kept, in tables and in the exported file; what people type has none.
const PREFIX: &str = "ready:";

impl ReadyReason {
    /// Those that staff choose from.
    pub const OFFERED: [Self; 3] = [Self::Faulty, Self::Unsuitable, Self::Mistake];

    /// The reason as it is kept, where typed reasons are texts.
    pub fn kept(self) -> String {
        format!("{PREFIX}{self}")
    }

    /// Reads a reason that was kept; `None` for one that was typed.
    pub fn of_kept(reason: &str) -> Option<Self> {
        reason.strip_prefix(PREFIX)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_reason_is_read_as_it_was_kept() {
        for reason in ReadyReason::ALL {
            assert_eq!(ReadyReason::of_kept(&reason.kept()), Some(*reason));
        }
        for typed in ["", "faulty", "ready", "ready:", "ready:broken", "Ready:faulty", "It is ready:faulty"] {
            assert_eq!(ReadyReason::of_kept(typed), None, "{typed}");
        }
    }
}
