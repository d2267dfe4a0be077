//! Values of the domain as the till's JSON.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::amount::{Amount, Pieces},
    domain::{CustomerId, Line, Money, PointsWallet, UsedCoupon, Wallet},
    service::{
        contacts::Contact,
        invoices::{Invoice, Issued, Quote, Slip},
        ledger::{Balances, Entry},
        sales,
    },
};

/// A client of the shop.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClientView {
    /// The id of the client.
    id: i64,
    /// The e-mail.
    #[schema(example = "test@test.ru")]
    email: Option<String>,
    /// The digits of the phone number.
    #[schema(example = "77012345678")]
    phone: Option<String>,
    /// First and last name.
    #[schema(example = "Client First")]
    name: Option<String>,
}

/// A balance of a client.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceView {
    /// What can be spent.
    amount: Amount,
    /// What it is.
    currency: CurrencyName,
}

/// `points`, or `rubles`: the money of the shop, whatever its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum CurrencyName {
    /// Points of both wallets.
    Points,
    /// Money of the shop's currency.
    Rubles,
}

/// A change of a balance.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryView {
    /// Above zero: the client got it.
    amount: Amount,
    /// What it is.
    currency: CurrencyName,
    /// When, in milliseconds since 1970.
    #[serde(rename = "transactionDate")]
    #[schema(example = 1_548_968_400_000_i64)]
    date: i64,
    /// The id of the transaction.
    #[serde(rename = "transactionId")]
    #[schema(example = "123456789")]
    id: String,
}

/// A wallet of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PointsWalletName {
    /// Bonus points.
    Main,
    /// Rewards for friends.
    Referral,
}

/// A coupon of a sale.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UsedCouponView {
    /// The id of the coupon.
    #[schema(example = 1234)]
    id: i64,
    /// What it is for.
    title: String,
    /// What it takes off the total.
    discount: Amount,
    /// The points that it gives.
    points: Amount,
}

/// A sale, or what it would come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SaleView {
    /// The id; none in a quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    /// The number that people see; none in a quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0A1B2C3D")]
    number: Option<String>,
    /// The number of the receipt.
    receipt: Option<String>,
    /// The id of the client.
    client_id: i64,
    /// The sum of the lines.
    total: Amount,
    /// What is taken off before points.
    discount: Amount,
    /// The part of that by the client's group, before coupons.
    group_discount: Amount,
    /// The coupons that it uses.
    coupons: Vec<UsedCouponView>,
    /// Points that pay for part of the rest.
    redeemed: Amount,
    /// What is left to be paid.
    to_pay: Amount,
    /// How much of that is left as a debt.
    debt: Amount,
    /// Points that it earns, beside those that its coupons give.
    earned: Amount,
    /// What the client has after it.
    balance: [BalanceView; 2],
}

/// A sale in full.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SaleDetailsView {
    /// The id.
    id: i64,
    /// The number that people see.
    #[schema(example = "0A1B2C3D")]
    number: String,
    /// The number of the receipt.
    receipt: Option<String>,
    /// The id of the client.
    client_id: i64,
    /// The sum of the lines.
    total: Amount,
    /// What was taken off before points.
    discount: Amount,
    /// The part of that by the client's group, before coupons.
    group_discount: Amount,
    /// The coupons that it used.
    coupons: Vec<UsedCouponView>,
    /// Points that paid for part of the rest.
    redeemed: Amount,
    /// What was left to be paid.
    to_pay: Amount,
    /// How much of that was left as a debt.
    debt: Amount,
    /// Points that it earned, beside those that its coupons gave.
    earned: Amount,
    /// How much of the total was refunded.
    refunded: Amount,
    /// When the goods were sold, in milliseconds since 1970.
    #[schema(example = 1_548_968_400_000_i64)]
    sold_at: i64,
    /// The goods.
    lines: Vec<LineView>,
    /// What the client has now.
    balance: [BalanceView; 2],
}

/// Goods of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineView {
    /// What was sold.
    name: String,
    /// How much of it.
    quantity: Pieces,
    /// The price of one.
    price: Amount,
    /// What it cost.
    total: Amount,
}

impl SaleView {
    /// What a sale would come to.
    pub(super) fn of_quote(customer: CustomerId, slip: &Slip, quote: &Quote, balances: &Balances) -> Self {
        Self {
            id: None,
            number: None,
            receipt: slip.receipt.as_ref().map(ToString::to_string),
            client_id: customer.0,
            total: Amount(quote.total),
            discount: Amount(quote.discount),
            group_discount: Amount(quote.group_discount.amount),
            coupons: quote.coupons.iter().cloned().map(UsedCouponView::from).collect(),
            redeemed: Amount(quote.redeemed),
            to_pay: Amount(quote.to_pay),
            debt: Amount(quote.debt),
            earned: Amount(quote.earned),
            balance: self::balances(balances),
        }
    }

    /// A sale that was made.
    pub(super) fn of_issued(customer: CustomerId, slip: &Slip, issued: &Issued) -> Self {
        Self {
            id: Some(issued.invoice_id.0),
            number: Some(issued.number.to_string()),
            ..Self::of_quote(customer, slip, &issued.quote, &issued.balances)
        }
    }
}

impl SaleDetailsView {
    /// An invoice with its lines and coupons, and what its customer has now.
    pub(super) fn of(invoice: &Invoice, lines: Vec<Line>, coupons: Vec<UsedCoupon>, balances: &Balances) -> Self {
        let quote = sales::quote_of(invoice, coupons);
        let line = |line: Line| LineView {
            name: line.name,
            quantity: Pieces(line.quantity),
            price: Amount(line.unit_price),
            total: Amount(line.total),
        };
        Self {
            id: invoice.invoice_id.0,
            number: invoice.number.to_string(),
            receipt: invoice.receipt.as_ref().map(ToString::to_string),
            client_id: invoice.customer_id.0,
            total: Amount(quote.total),
            discount: Amount(quote.discount),
            group_discount: Amount(quote.group_discount.amount),
            coupons: quote.coupons.into_iter().map(UsedCouponView::from).collect(),
            redeemed: Amount(quote.redeemed),
            to_pay: Amount(quote.to_pay),
            debt: Amount(quote.debt),
            earned: Amount(quote.earned),
            refunded: Amount(invoice.refunded_minor),
            sold_at: invoice.issued_at.millis(),
            lines: lines.into_iter().map(line).collect(),
            balance: self::balances(balances),
        }
    }
}

impl From<PointsWalletName> for PointsWallet {
    fn from(name: PointsWalletName) -> Self {
        match name {
            PointsWalletName::Main => Self::Main,
            PointsWalletName::Referral => Self::Referral,
        }
    }
}

impl From<UsedCoupon> for UsedCouponView {
    fn from(used: UsedCoupon) -> Self {
        let (discount, points) = (Amount(used.discount), Amount(used.points));
        Self { id: used.coupon_id.0, title: used.title, discount, points }
    }
}

impl From<Contact> for ClientView {
    fn from(contact: Contact) -> Self {
        Self {
            id: contact.customer_id.0,
            name: contact.name(),
            phone: contact.phone.map(|phone| phone.to_string().trim_start_matches('+').to_owned()),
            email: contact.email.map(|email| email.to_string()),
        }
    }
}

/// Both balances, points first.
pub(super) fn balances(balances: &Balances) -> [BalanceView; 2] {
    [
        BalanceView { amount: Amount(balances.all_points()), currency: CurrencyName::Points },
        BalanceView { amount: Amount(money(balances)), currency: CurrencyName::Rubles },
    ]
}

/// The money that can be spent.
pub(super) fn money(balances: &Balances) -> Money {
    balances.debt.negated().or_zero()
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let currency = match entry.wallet {
            Wallet::Main | Wallet::Referral => CurrencyName::Points,
            Wallet::Money => CurrencyName::Rubles,
        };
        Self {
            amount: Amount(entry.amount_minor),
            currency,
            date: entry.entered_at.millis(),
            id: entry.entry_id.to_string(),
        }
    }
}
