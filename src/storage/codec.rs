//! How values become columns: whole numbers, texts and truth values, the three types that both databases share.

use sqlx::{ColumnIndex, Database, Decode, FromRow, Row, Type, error::BoxDynError};

use crate::{
    clock::Timestamp,
    domain::{
        ActorKind, ActorRef, BillDetailId, BillId, Birthday, CardCode, CardQr, ClientCode, Code, ConsentId,
        ConsentState, CouponId, CouponKind, CustomerId, CustomerKind, DeliveryFault, EarnRule, Email,
        EntitlementDetailId, EntitlementId, EntryId, EntryKind, GroupId, HoldId, HoldState, InvoiceId, InvoiceNumber,
        KamId, KeyId, Language, LotId, Money, OperationId, PackageId, ParcelEventKind, ParcelId, ParcelNumber,
        ParcelStatus, PaymentDetailId, PaymentId, Phone, PointsWallet, PricingId, Quantity, Rate, Receipt, RefundId,
        Role, Scopes, ShopId, TelegramId, TransactionKind, UtilityDetailId, UtilityId, Verb, Wallet, WebhookEvents,
        WebhookId,
        billing::{BandwidthType, BillStatus, Date, Month, PaymentStatus, ServiceKind, ServiceStatus, UtilityKind},
    },
};

/// A value to bind. NULL knows its type, as PostgreSQL wants to know it.
#[derive(Clone, Debug)]
pub enum Value {
    /// A whole number: amounts, quantities, ids, moments.
    Int(Option<i64>),
    /// A text: names, codes, words, JSON.
    Text(Option<String>),
    /// A truth value.
    Bool(Option<bool>),
}

/// Types of one column each: how they are bound and how they are read.
macro_rules! columns {
    ($variant:ident as $column:ty: $($name:ty = $bind:expr, $read:expr;)+) => {$(
        impl From<$name> for Value {
            fn from(value: $name) -> Self {
                let bind: fn($name) -> $column = $bind;
                Self::$variant(Some(bind(value)))
            }
        }

        impl From<Option<$name>> for Value {
            fn from(value: Option<$name>) -> Self {
                let bind: fn($name) -> $column = $bind;
                Self::$variant(value.map(bind))
            }
        }

        impl<DB: Database> Type<DB> for $name
        where
            $column: Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <$column as Type<DB>>::type_info()
            }

            fn compatible(info: &DB::TypeInfo) -> bool {
                <$column as Type<DB>>::compatible(info)
            }
        }

        impl<'r, DB: Database> Decode<'r, DB> for $name
        where
            $column: Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let read: fn($column) -> Result<$name, BoxDynError> = $read;
                read(<$column as Decode<'r, DB>>::decode(value)?)
            }
        }
    )+};
}

columns! { Int as i64:
    ShopId = |id| id.0, |id| Ok(ShopId(id));
    CustomerId = |id| id.0, |id| Ok(CustomerId(id));
    InvoiceId = |id| id.0, |id| Ok(InvoiceId(id));
    RefundId = |id| id.0, |id| Ok(RefundId(id));
    EntryId = |id| id.0, |id| Ok(EntryId(id));
    LotId = |id| id.0, |id| Ok(LotId(id));
    HoldId = |id| id.0, |id| Ok(HoldId(id));
    ConsentId = |id| id.0, |id| Ok(ConsentId(id));
    CouponId = |id| id.0, |id| Ok(CouponId(id));
    GroupId = |id| id.0, |id| Ok(GroupId(id));
    KeyId = |id| id.0, |id| Ok(KeyId(id));
    ParcelId = |id| id.0, |id| Ok(ParcelId(id));
    WebhookId = |id| id.0, |id| Ok(WebhookId(id));
    TelegramId = |id| id.0, |id| Ok(TelegramId(id));
    KamId = |id| id.0, |id| Ok(KamId(id));
    EntitlementId = |id| id.0, |id| Ok(EntitlementId(id));
    EntitlementDetailId = |id| id.0, |id| Ok(EntitlementDetailId(id));
    PackageId = |id| id.0, |id| Ok(PackageId(id));
    PricingId = |id| id.0, |id| Ok(PricingId(id));
    UtilityId = |id| id.0, |id| Ok(UtilityId(id));
    UtilityDetailId = |id| id.0, |id| Ok(UtilityDetailId(id));
    BillId = |id| id.0, |id| Ok(BillId(id));
    BillDetailId = |id| id.0, |id| Ok(BillDetailId(id));
    PaymentId = |id| id.0, |id| Ok(PaymentId(id));
    PaymentDetailId = |id| id.0, |id| Ok(PaymentDetailId(id));
    Timestamp = |moment| moment.0, |micros| Ok(Timestamp(micros));
    Money = Money::minor, |minor| Ok(Money::from_minor(minor));
    Quantity = Quantity::milli, |milli| Ok(Quantity::from_milli(milli));
    Rate = Rate::bp, |bp| Ok(Rate::from_bp(bp));
}

columns! { Text as String:
    Code = Code::into, |text| Ok(text.parse()?);
    InvoiceNumber = InvoiceNumber::into, |text| Ok(text.parse()?);
    Receipt = Receipt::into, |text| Ok(text.parse()?);
    Phone = |phone| phone.to_string(), |text| Ok(text.parse()?);
    Email = |email| email.to_string(), |text| Ok(text.parse()?);
    CustomerKind = |word| word.to_string(), |text| Ok(text.parse()?);
    Birthday = |day| day.to_string(), |text| Ok(text.parse()?);
    Wallet = |word| word.to_string(), |text| Ok(text.parse()?);
    PointsWallet = |word| word.to_string(), |text| Ok(text.parse()?);
    EntryKind = |word| word.to_string(), |text| Ok(text.parse()?);
    TransactionKind = |word| word.to_string(), |text| Ok(text.parse()?);
    ConsentState = |word| word.to_string(), |text| Ok(text.parse()?);
    CardCode = CardCode::into, |text| Ok(text.parse()?);
    HoldState = |word| word.to_string(), |text| Ok(text.parse()?);
    EarnRule = |word| word.to_string(), |text| Ok(text.parse()?);
    CardQr = |word| word.to_string(), |text| Ok(text.parse()?);
    Verb = |word| word.to_string(), |text| Ok(text.parse()?);
    OperationId = |id| id.to_string(), |text| Ok(OperationId::stored(text));
    ActorKind = |word| word.to_string(), |text| Ok(text.parse()?);
    CouponKind = |word| word.to_string(), |text| Ok(text.parse()?);
    ParcelNumber = ParcelNumber::into, |text| Ok(text.parse()?);
    ClientCode = ClientCode::into, |text| Ok(text.parse()?);
    ParcelEventKind = |word| word.to_string(), |text| Ok(text.parse()?);
    ParcelStatus = |word| word.to_string(), |text| Ok(text.parse()?);
    WebhookEvents = |events| events.to_string(), |text| Ok(text.parse()?);
    DeliveryFault = |fault| fault.to_string(), |text| Ok(text.parse()?);
    Scopes = |scopes| scopes.to_string(), |text| Ok(text.parse()?);
    Role = |word| word.to_string(), |text| Ok(text.parse()?);
    Language = |word| word.to_string(), |text| Ok(text.parse()?);
    ServiceKind = |word| word.to_string(), |text| Ok(text.parse()?);
    BandwidthType = |word| word.to_string(), |text| Ok(text.parse()?);
    ServiceStatus = |word| word.to_string(), |text| Ok(text.parse()?);
    BillStatus = |word| word.to_string(), |text| Ok(text.parse()?);
    PaymentStatus = |word| word.to_string(), |text| Ok(text.parse()?);
    UtilityKind = |word| word.to_string(), |text| Ok(text.parse()?);
    Date = |day| day.to_string(), |text| Ok(text.parse()?);
    Month = |month| month.to_string(), |text| Ok(text.parse()?);
}

/// An actor is the columns `actor_kind` and `actor_id`.
impl<'r, R: Row> FromRow<'r, R> for ActorRef
where
    &'static str: ColumnIndex<R>,
    ActorKind: Decode<'r, R::Database> + Type<R::Database>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        Ok(Self { kind: row.try_get("actor_kind")?, id: row.try_get("actor_id")? })
    }
}

macro_rules! plain {
    ($($name:ty => $variant:ident($convert:expr);)+) => {$(
        impl From<$name> for Value {
            fn from(value: $name) -> Self {
                Self::$variant(Some($convert(value)))
            }
        }

        impl From<Option<$name>> for Value {
            fn from(value: Option<$name>) -> Self {
                Self::$variant(value.map($convert))
            }
        }
    )+};
}

plain! {
    i64 => Int(std::convert::identity);
    &OperationId => Text(OperationId::to_string);
    i32 => Int(i64::from);
    bool => Bool(std::convert::identity);
    String => Text(std::convert::identity);
    &str => Text(str::to_owned);
}
