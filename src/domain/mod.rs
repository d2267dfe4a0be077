//! Pure values and rules: nothing here knows of a database, a network or a clock.

/// Declares an enum whose variants have one fixed word each, in tables and files: `as_str`, `ALL`, `FromStr`, `Display`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every variant, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in tables, files and wire formats.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownWord::new(stringify!($name), word)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

mod actor;
mod api_key;
pub mod billing;
mod birthday;
mod card_code;
mod card_terms;
mod code;
mod coupon;
mod credit;
mod currency;
mod customer_kind;
mod email;
pub mod expiry;
mod group;
mod hidden;
mod ids;
mod invoice;
mod ledger;
mod money;
mod operation;
mod page;
mod parcel;
mod pasted;
mod permission;
mod person;
mod phone;
mod phone_countries;
mod phone_label;
mod program;
mod public_address;
mod reason;
mod receipt;
mod refund;
mod sale_text;
mod search;
mod time_zone_country;
mod webhook;
mod whom;

pub use actor::{Actor, ActorKind, ActorRef};
pub use api_key::{ApiKey, ApiKeyError, Scope, Scopes, SecretDigest, random_text};
pub use birthday::{Birthday, BirthdayError};
pub use card_code::{CardCode, CardCodeError, CardQr};
pub use card_terms::CardTerms;
pub use code::{Code, CodeError, InvoiceNumber, PromoCode};
pub use coupon::{CouponKind, CouponWorth, UsedCoupon, discounts};
pub use credit::{available_credit, chargeable};
pub use currency::{Currency, CurrencyError};
pub use customer_kind::CustomerKind;
pub use email::{Email, EmailError};
pub use expiry::{Lifetime, LifetimeError};
pub use group::{GroupDiscount, GroupRule, GroupRules, GroupRulesError, GroupTerms};
pub use hidden::visible;
pub use ids::{
    BillDetailId, BillId, ConsentId, CouponId, CustomerId, EntitlementDetailId, EntitlementId, EntryId, GroupId,
    HoldId, InvoiceId, KamId, KeyId, LotId, PackageId, ParcelId, PaymentDetailId, PaymentId, PricingId, RefundId,
    ShopId, TelegramId, UtilityDetailId, UtilityId, WebhookId,
};
pub use invoice::{Draft, DraftError, Line, Redemption};
pub use ledger::{ConsentState, EntryKind, HoldState, PointsWallet, TransactionKind, Wallet};
pub use money::{AmountError, Money, Quantity, Rate};
pub use operation::{OperationId, Verb};
pub use page::PageWanted;
pub use parcel::{
    ClientCode, ClientCodeError, LONGEST_NOTE, LONGEST_NUMBER, MOST_PIECES, ParcelEventKind, ParcelNumber,
    ParcelNumberError, ParcelStatus, is_cost_near, known_code, number_key, parcel_cost, parcel_search, parcel_terms,
};
pub use pasted::is_number_sign;
pub use permission::{Permission, Permissions, Role};
pub use person::{Language, fold};
pub use phone::{Phone, PhoneError};
pub use phone_countries::{PhoneCountries, PhoneCountriesError};
pub use program::{EarnRule, Program};
pub use public_address::is_public_address;
pub use reason::ReadyReason;
pub use receipt::{Receipt, ReceiptError};
pub use refund::{Refund, RefundError, RefundFigures, RefundScope, RefundedBefore, ReturnedLine, Sale};
pub use sale_text::{Fault, LineError, Named, Reading, Redeem, SaleReader, SaleText, SaleWords, Unclear, WordClass};
pub use search::{SearchWord, Searched, after_term, fold_name, fold_words, phone_term, search_words};
pub use webhook::{
    DeliveryFault, LONGEST_WEBHOOK_URL, WebhookEvents, WebhookHost, WebhookSecret, WebhookSecretError, WebhookUrl,
    WebhookUrlError,
};
pub use whom::Whom;

/// A word that names no variant of the enum it was read into.
#[derive(Debug, thiserror::Error)]
#[error("`{word}` is not a {kind}")]
pub struct UnknownWord {
    kind: &'static str,
    word: String,
}

impl UnknownWord {
    /// `word` is no variant of the enum `kind`.
    pub(crate) fn new(kind: &'static str, word: &str) -> Self {
        Self { kind, word: word.to_owned() }
    }
}
