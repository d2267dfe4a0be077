//! The objects of the dump and their fields. Deserializing them checks nothing, so that all faults of a record are
//! found and not only the first: a field is raw JSON, a list that is none is `List::Other`, and unknown and repeated
//! fields are listed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, btree_map},
    fmt,
    marker::PhantomData,
};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// The key of the shop's details.
pub(crate) const ORGANIZATION: &str = "organization_details";
/// The key of the settings of the program.
pub(crate) const SETTINGS: &str = "bonus_program_settings";
/// The key of the list of the staff, which is Kopilka's own.
pub(crate) const STAFF: &str = "staff";
/// The key of the list of the groups of customers, which is Kopilka's own.
pub(crate) const GROUPS: &str = "customer_groups";
/// The key of what the shop sells and how it bills, which is Kopilka's own.
pub(crate) const BILLING: &str = "billing";
/// What the keys of pages of parcels begin with; a number follows, so that no two are the same.
pub(crate) const PARCELS: &str = "parcels ";
/// The key of the findings in a file of left-out customers; an import ignores it.
pub(crate) const FINDINGS: &str = "findings";

/// A field as the file has it.
pub(crate) type Raw<'a> = &'a RawValue;

/// A list, or what is in its place.
pub(crate) enum List<T> {
    Items(Vec<T>),
    Null,
    Other,
}

impl<T> List<T> {
    /// The items; none where it is not a list.
    pub(crate) fn items(&self) -> &[T] {
        if let Self::Items(items) = self { items } else { &[] }
    }
}

/// What an object has beyond the fields of the format.
#[derive(Default)]
pub(crate) struct Unexpected<'a> {
    /// Fields that are not part of the format.
    pub(crate) fields: BTreeMap<Cow<'a, str>, Raw<'a>>,
    /// Fields that the object has more than once.
    pub(crate) repeated: Vec<Cow<'a, str>>,
    /// The value is not an object at all.
    pub(crate) is_no_object: bool,
}

/// Declares an object of the dump with its known fields, and deserializes it without checking them.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($field:ident $(= $key:literal)?: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $name<'a> {
            $(pub(crate) $field: Option<$type>,)+
            pub(crate) unexpected: Unexpected<'a>,
        }

        impl<'de: 'a, 'a> Deserialize<'de> for $name<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields<'a>(PhantomData<&'a ()>);

                impl<'de: 'a, 'a> Visitor<'de> for Fields<'a> {
                    type Value = $name<'a>;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("anything")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        let mut object = $name::default();
                        while let Some(Key(key)) = map.next_key()? {
                            match &*key {
                                $(key!($field $($key)?) => {
                                    if object.$field.replace(map.next_value()?).is_some() {
                                        object.unexpected.repeated.push(key);
                                    }
                                })+
                                _ => match object.unexpected.fields.entry(key) {
                                    btree_map::Entry::Vacant(field) => {
                                        field.insert(map.next_value()?);
                                    }
                                    btree_map::Entry::Occupied(field) => {
                                        map.next_value::<IgnoredAny>()?;
                                        object.unexpected.repeated.push(field.key().clone());
                                    }
                                },
                            }
                        }
                        Ok(object)
                    }

                    otherwise!($name {
                        unexpected: Unexpected { is_no_object: true, ..Unexpected::default() },
                        ..$name::default()
                    });
                }

                deserializer.deserialize_any(Fields(PhantomData))
            }
        }
    };
}

/// The key of a field: its name, unless that is a keyword of Rust.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// The methods of a visitor for all types of JSON that it does not expect.
macro_rules! otherwise {
    (scalars $value:expr) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> { Ok($value) }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> { Ok($value) }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> { Ok($value) }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> { Ok($value) }
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> { Ok($value) }
    };
    ($value:expr) => {
        otherwise!(scalars $value);
        fn visit_unit<E>(self) -> Result<Self::Value, E> { Ok($value) }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($value)
        }
    };
}

object! {
    /// The details of the shop.
    Organization {
        name: Raw<'a>, phone_numbers: List<Raw<'a>>, address: Raw<'a>, whatsapp_link: Raw<'a>, telegram_link: Raw<'a>,
    }
}

object! {
    /// The settings of the program. The fields from `earn_rule` on are Kopilka's own.
    Settings {
        invoice_bonus_percentage: Raw<'a>, referral_promo_bonus: Raw<'a>, referrer_first_purchase_percentage: Raw<'a>,
        earn_rule: Raw<'a>, max_redeem_percentage: Raw<'a>, min_redeem: Raw<'a>, points_lifetime_days: Raw<'a>,
        consent_from: Raw<'a>, card_qr: Raw<'a>, group_rules_days: Raw<'a>, last_id: Raw<'a>,
    }
}

object! {
    /// A member of the staff.
    StaffMember { telegram_id: Raw<'a>, role: Raw<'a>, name: Raw<'a>, appointed_by: Raw<'a>, appointed_at: Raw<'a> }
}

object! {
    /// A group of customers.
    Group {
        name: Raw<'a>, description: Raw<'a>, discount_percentage: Raw<'a>, min_purchase: Raw<'a>, is_active: Raw<'a>,
        turnover_from: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A customer. The fields from `email` on are Kopilka's own.
    Customer {
        id: Raw<'a>, telegram_id: Raw<'a>, first_name: Raw<'a>, last_name: Raw<'a>, username: Raw<'a>, photo_url: Raw<'a>,
        is_premium: Raw<'a>, phone_number: Raw<'a>, visited_at: Raw<'a>, visited_at_str: Raw<'a>, bonuses: Raw<'a>,
        history: List<Entry<'a>>, debts: Raw<'a>, debt_history: List<Entry<'a>>, invoices: List<Invoice<'a>>,
        referral_code: Raw<'a>, referred_by: Raw<'a>, referrals: List<Raw<'a>>, has_been_welcomed: Raw<'a>,
        referral_bonuses: Raw<'a>, referral_bonus_history: List<Entry<'a>>, has_made_first_purchase: Raw<'a>,
        combined_history: List<Entry<'a>>, email: Raw<'a>, outside_code: Raw<'a>, mutes_parcels: Raw<'a>, language: Raw<'a>,
        telegram_language: Raw<'a>, joined_at: Raw<'a>, referred_at: Raw<'a>,
        merged_into: Raw<'a>, purchased_elsewhere: Raw<'a>, bonuses_owed: Raw<'a>, referral_bonuses_owed: Raw<'a>,
        lots: List<Lot<'a>>, coupons: List<Coupon<'a>>, customer_id: Raw<'a>, middle_name: Raw<'a>, kind: Raw<'a>,
        company_name: Raw<'a>, tax_id: Raw<'a>, other_phone: Raw<'a>, address: Raw<'a>, city: Raw<'a>, region: Raw<'a>,
        postal_code: Raw<'a>, group: Raw<'a>, credit_limit: Raw<'a>, birthday: Raw<'a>, notes: Raw<'a>, is_active: Raw<'a>,
        is_blocked: Raw<'a>, updated_at: Raw<'a>, group_by_rule: Raw<'a>, sales_profile: Box<SalesProfile<'a>>,
    }
}

object! {
    /// An entry of a wallet. The fields from `note` on are Kopilka's own.
    Entry {
        direction = "type": Raw<'a>, amount: Raw<'a>, description: Raw<'a>, date: Raw<'a>, date_str: Raw<'a>, transaction_type: Raw<'a>,
        note: Raw<'a>, invoice_id: Raw<'a>, entered_by: Raw<'a>, corrects: Raw<'a>, kind: Raw<'a>,
    }
}

object! {
    /// An invoice. The fields from `issued_by` on are Kopilka's own.
    Invoice {
        invoice_id: Raw<'a>, date: Raw<'a>, date_str: Raw<'a>, total_amount: Raw<'a>, items: List<Item<'a>>,
        bonuses_deducted: Raw<'a>, bonus_source_used: Raw<'a>, bonus_type_deducted: Raw<'a>, issued_by: Raw<'a>,
        earn_rule: Raw<'a>, earn_percentage: Raw<'a>, referrer: Raw<'a>, reward: Raw<'a>, reward_percentage: Raw<'a>,
        refunds: List<Refund<'a>>, receipt: Raw<'a>, discount: Raw<'a>, group_discount: Raw<'a>, group_discount_percentage: Raw<'a>,
        coupons: List<UsedCoupon<'a>>,
    }
}

object! {
    /// A refund of an invoice.
    Refund {
        date: Raw<'a>, total: Raw<'a>, discount: Raw<'a>, redeemed: Raw<'a>, debt: Raw<'a>, money: Raw<'a>, earned: Raw<'a>,
        coupon_points: Raw<'a>, reward: Raw<'a>,
        lines: List<RefundLine<'a>>, refunded_by: Raw<'a>, reason: Raw<'a>, operation_id: Raw<'a>,
    }
}

object! {
    /// A coupon of a customer.
    Coupon {
        title: Raw<'a>, kind: Raw<'a>, worth: Raw<'a>, expires_at: Raw<'a>, given_at: Raw<'a>, given_by: Raw<'a>,
        used_at: Raw<'a>, used_by: Raw<'a>,
    }
}

object! {
    /// A parcel.
    Parcel {
        number: Raw<'a>, client_code: Raw<'a>, quantity: Raw<'a>, weight_kg: Raw<'a>, price_per_kg_usd: Raw<'a>,
        total_cost_usd: Raw<'a>, note: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>, history: List<PastStatus<'a>>,
    }
}

object! {
    /// A status that a parcel had.
    PastStatus { status: Raw<'a>, changed_at: Raw<'a>, is_forced: Raw<'a> }
}

object! {
    /// What a coupon did on an invoice; `coupon` is its number among the customer's.
    UsedCoupon { coupon: Raw<'a>, discount: Raw<'a>, points: Raw<'a> }
}

object! {
    /// A returned line of an invoice.
    RefundLine { line: Raw<'a>, quantity: Raw<'a>, total: Raw<'a> }
}

object! {
    /// Points that were earned together.
    Lot {
        wallet: Raw<'a>, entry: Raw<'a>, amount: Raw<'a>, expires_at: Raw<'a>, warned_days: Raw<'a>, uses: List<LotUse<'a>>,
    }
}

object! {
    /// What an entry took from a lot; below zero: what it gave back.
    LotUse { entry: Raw<'a>, amount: Raw<'a> }
}

object! {
    /// What the shop sells and how it bills.
    Billing {
        settings: BillingSettings<'a>, numbers: List<Series<'a>>, months: List<BilledMonth<'a>>, kams: List<Kam<'a>>,
        utilities: List<Utility<'a>>, packages: List<Package<'a>>,
    }
}

object! {
    /// How the shop bills.
    BillingSettings { bills_monthly: Raw<'a>, due_days: Raw<'a>, bills_earn: Raw<'a> }
}

object! {
    /// A series of numbers.
    Series { series: Raw<'a>, last_number: Raw<'a> }
}

object! {
    /// A month for which all bills were made.
    BilledMonth { month: Raw<'a>, finished_at: Raw<'a> }
}

object! {
    /// A key account manager.
    Kam {
        id: Raw<'a>, name: Raw<'a>, phone: Raw<'a>, email: Raw<'a>, address: Raw<'a>, is_active: Raw<'a>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// Utility information.
    Utility {
        id: Raw<'a>, name: Raw<'a>, vat_percentage: Raw<'a>, details: List<UtilityDetail<'a>>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// An account or a wallet to which customers pay.
    UtilityDetail {
        id: Raw<'a>, kind: Raw<'a>, name: Raw<'a>, number: Raw<'a>, branch: Raw<'a>, is_active: Raw<'a>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A package.
    Package {
        id: Raw<'a>, name: Raw<'a>, kind: Raw<'a>, description: Raw<'a>, is_active: Raw<'a>, pricings: List<Pricing<'a>>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A rate of a package.
    Pricing {
        id: Raw<'a>, rate: Raw<'a>, description: Raw<'a>, is_active: Raw<'a>, starts_on: Raw<'a>, ends_on: Raw<'a>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A customer's sales profile, with what they have and owe.
    SalesProfile {
        number: Raw<'a>, name: Raw<'a>, company_name: Raw<'a>, email: Raw<'a>, address: Raw<'a>, contact_person: Raw<'a>,
        kind: Raw<'a>, kam: Raw<'a>, status: Raw<'a>, is_active: Raw<'a>, entitlements: List<Entitlement<'a>>, bills: List<Bill<'a>>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// An entitlement.
    Entitlement {
        id: Raw<'a>, bill_number: Raw<'a>, activated_on: Raw<'a>, nttn_company: Raw<'a>, nttn_capacity: Raw<'a>, total_bill: Raw<'a>,
        bandwidth_medium: Raw<'a>, connection_type: Raw<'a>, connected_pop: Raw<'a>, remarks: Raw<'a>, details: List<EntitlementDetail<'a>>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A detail of an entitlement.
    EntitlementDetail {
        id: Raw<'a>, kind: Raw<'a>, bandwidth: Raw<'a>, mbps: Raw<'a>, unit_price: Raw<'a>, share_percentage: Raw<'a>, package: Raw<'a>,
        package_place: Raw<'a>, starts_on: Raw<'a>, ends_on: Raw<'a>, is_active: Raw<'a>, status: Raw<'a>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A bill.
    Bill {
        id: Raw<'a>, entitlement: Raw<'a>, utility: Raw<'a>, number: Raw<'a>, month: Raw<'a>, issued_on: Raw<'a>, due_on: Raw<'a>,
        status: Raw<'a>, sub_total: Raw<'a>, discount: Raw<'a>, vat: Raw<'a>, total: Raw<'a>, paid: Raw<'a>, remarks: Raw<'a>,
        warned_at: Raw<'a>, earned_at: Raw<'a>, details: List<BillDetail<'a>>, payments: List<Payment<'a>>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A line of a bill; `detail` is its number among those of the entitlement.
    BillDetail {
        id: Raw<'a>, detail: Raw<'a>, sub_total: Raw<'a>, discount_percentage: Raw<'a>, vat_percentage: Raw<'a>, remarks: Raw<'a>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A payment of a bill.
    Payment {
        id: Raw<'a>, paid_on: Raw<'a>, method: Raw<'a>, remarks: Raw<'a>, status: Raw<'a>, details: List<PaymentDetail<'a>>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A part of a payment.
    PaymentDetail {
        id: Raw<'a>, amount: Raw<'a>, transaction_number: Raw<'a>, remarks: Raw<'a>, status: Raw<'a>,
        created_by: Raw<'a>, updated_by: Raw<'a>, created_at: Raw<'a>, updated_at: Raw<'a>,
    }
}

object! {
    /// A line of an invoice.
    Item { product_name: Raw<'a>, quantity: Raw<'a>, unit_price: Raw<'a>, item_total: Raw<'a> }
}

impl Entry<'_> {
    /// The entry as JSON again.
    pub(crate) fn to_raw(&self) -> Box<RawValue> {
        let known = [
            ("type", self.direction),
            ("amount", self.amount),
            ("description", self.description),
            ("date", self.date),
            ("date_str", self.date_str),
            ("transaction_type", self.transaction_type),
            ("note", self.note),
            ("invoice_id", self.invoice_id),
            ("entered_by", self.entered_by),
            ("corrects", self.corrects),
            ("kind", self.kind),
        ];
        let known = known.iter().filter_map(|(key, raw)| raw.map(|raw| (*key, raw)));
        let members = known.chain(self.unexpected.fields.iter().map(|(key, raw)| (&**key, *raw)));
        let members: BTreeMap<&str, Raw<'_>> = members.collect();
        // A map from strings to JSON cannot fail to serialize.
        serde_json::value::to_raw_value(&members).unwrap_or_default()
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
            type Value = List<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(List::Items(items))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(List::Null)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(List::Other)
            }

            otherwise!(scalars List::Other);
        }

        deserializer.deserialize_any(Items(PhantomData))
    }
}
