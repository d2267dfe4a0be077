//! Sales: the quote, the sale itself, and looking at it again.

use std::{borrow::Cow, sync::Arc};

use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::value::RawValue;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, OneOfBuilder, Type},
    },
};

use super::{
    agreement,
    clients::id,
    coupons::coupon_ids,
    views::{PointsWalletName, SaleDetailsView, SaleView},
};
use crate::{
    api::{
        admission::Call,
        amount::{Amount, Pieces},
        client::Client,
        fault::{Fault, Problem},
        json::{self, Body},
        state::Api,
        writes::{Answer, Write},
    },
    clock::Timestamp,
    domain::{CustomerId, Draft, InvoiceId, Line, Redemption, visible},
    messages::receipt,
    notices,
    service::{
        Operation, Refusal, coupons, customers,
        invoices::{Agreement, Issued, Slip},
        ledger, sales,
    },
    storage::Tx,
};

/// A sale.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "client_id": 1, "receipt": "0001-000123", "lines": [{ "name": "Tea", "quantity": 2, "price": 350 }],
}))]
pub(super) struct SaleRequest {
    /// The id of the client.
    client_id: i64,
    /// The number of the receipt: 1 to 100 visible characters, unique in the shop. The same sale again changes nothing.
    #[serde(default)]
    #[schema(example = "0001-000123")]
    receipt: Option<String>,
    /// The goods.
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<LineRequest>,
    /// Points that pay for part of it.
    #[serde(default)]
    redeem: Option<RedeemRequest>,
    /// The ids of coupons to be used, all of them or none: percentages are taken of the total, then amounts.
    #[serde(default)]
    coupons: Option<Vec<i64>>,
    /// The rest is left as a debt.
    #[serde(default)]
    debt: Option<bool>,
    /// When the goods were sold, in milliseconds since 1970: at most 30 days ago. Without it: now.
    #[serde(default)]
    #[schema(example = 1_548_968_400_000_i64)]
    sold_at: Option<i64>,
    /// The six digits that the client shows, where the shop asks for consent.
    #[serde(default)]
    #[schema(example = "123456")]
    card_code: Option<String>,
}

/// Goods of one kind.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LineRequest {
    /// What is sold, in 1 to 200 characters.
    #[schema(example = "Tea")]
    name: String,
    /// How much of it, above zero, with at most three decimal places.
    quantity: Pieces,
    /// The price of one.
    price: Amount,
}

/// Points that pay for part of a sale.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RedeemRequest {
    /// The wallet that they come from.
    #[serde(deserialize_with = "json::word")]
    wallet: PointsWalletName,
    /// How many, or `all` that the rules of the shop allow.
    points: PointsRequest,
}

/// A number of points, or all.
#[derive(Clone, Copy, Debug)]
enum PointsRequest {
    All,
    Some(Amount),
}

impl ToSchema for PointsRequest {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("PointsRequest")
    }
}

impl PartialSchema for PointsRequest {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let number = ObjectBuilder::new().schema_type(Type::Number).description(Some("How many."));
        let digits = text().pattern(Some(r"^\d+(\.\d{1,2})?$")).description(Some("How many, as a decimal."));
        let all = text().enum_values(Some(["all"])).description(Some("As many as the rules of the shop allow."));
        OneOfBuilder::new().item(number).item(digits).item(all).into()
    }
}

impl<'de> Deserialize<'de> for PointsRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get() == "\"all\"" {
            return Ok(Self::All);
        }
        serde_json::from_str(raw.get()).map(Self::Some).map_err(D::Error::custom)
    }
}

/// A sale whose values are valid.
pub(super) struct Sale {
    customer: CustomerId,
    draft: Draft,
    slip: Slip,
    agreement: Agreement,
}

/// What a sale would come to; nothing is changed.
#[utoipa::path(post, path = "/sales/quote", tag = "till", request_body = SaleRequest,
    responses((status = 200, description = "What the sale would come to, and the balances after it.", body = SaleView)))]
pub(super) async fn quote(call: Call, body: Body<SaleRequest>) -> Result<Json<SaleView>, Fault> {
    let sale = Sale::read(&call.client, &body.value)?;
    let mut tx = call.api.read().await?;
    let caller = call.client.caller(call.at);
    let (quote, balances) = sales::quote(&mut tx, &caller, sale.customer, &sale.draft, &sale.slip).await?;
    let client = customers::get(&mut tx, sale.customer).await?.customer_id;
    Ok(Json(SaleView::of_quote(client, &sale.slip, &quote, &balances)))
}

/// Makes a sale: coupons are used up, points pay for part of the rest, and it earns points.
#[utoipa::path(post, path = "/sales", tag = "till", request_body = SaleRequest,
    responses(
        (status = 200, description = "This receipt was sold before, with the same content; the first answer.", body = SaleView),
        (status = 201, description = "The sale is made.", body = SaleView),
    ))]
pub(super) async fn sell(request: Write<SaleRequest>) -> Result<Response, Fault> {
    let (call, body) = request.parts();
    let sale = Arc::new(Sale::read(&call.client, &body)?);
    request
        .run(move |tx, operation| {
            let (api, sale) = (call.api.clone(), Arc::clone(&sale));
            Box::pin(async move {
                let issued = sale.make(tx, operation, &api).await?;
                let status = if issued.repeated { StatusCode::OK } else { StatusCode::CREATED };
                // A till may know the client by a card that became another one.
                let client = customers::get(tx, sale.customer).await?.customer_id;
                Answer::new(status, &SaleView::of_issued(client, &sale.slip, &issued))
            })
        })
        .await
}

/// A sale by its id.
#[utoipa::path(get, path = "/sales/{id}", tag = "till", operation_id = "sale",
    params(("id" = i64, Path, description = "The id of the sale.")),
    responses((status = 200, description = "The sale, with the balances of now.", body = SaleDetailsView)))]
pub(super) async fn get(call: Call, path: Path<String>) -> Result<Response, Fault> {
    let invoice = InvoiceId(id(&path)?);
    let mut tx = call.api.read().await?;
    let (found, lines) = sales::get(&mut tx, &call.client.caller(call.at), invoice).await?;
    let coupons = coupons::of_invoice(&mut tx, invoice).await?;
    let balances = ledger::balances(&mut tx, found.customer_id, call.at).await?;
    Ok(Json(SaleDetailsView::of(&found, lines, coupons, &balances)).into_response())
}

impl SaleRequest {
    /// When the goods were sold, in milliseconds since 1970.
    pub(super) const fn sold_at(&self) -> Option<i64> {
        self.sold_at
    }
}

impl Sale {
    /// Reads a sale.
    pub(super) fn read(client: &Client, body: &SaleRequest) -> Result<Self, Fault> {
        let receipt = body.receipt.as_deref().map(str::parse).transpose();
        let lines = body.lines.iter().enumerate().map(|(place, line)| {
            if line.price.0.is_negative() {
                return Err(Fault::field(format!("lines[{place}].price"), Problem::Wrong));
            }
            Ok(Line::new(visible(&line.name), line.quantity.0, line.price.0))
        });
        let redemption = match &body.redeem {
            None => None,
            Some(RedeemRequest { wallet, points }) => {
                let points = match points {
                    PointsRequest::All => None,
                    PointsRequest::Some(amount) => {
                        Some(amount.positive().map_err(|problem| Fault::field("redeem.points", problem))?)
                    }
                };
                Some(Redemption { wallet: (*wallet).into(), points })
            }
        };
        let coupons = coupon_ids(body.coupons.as_deref())?;
        let on_credit = body.debt.unwrap_or_default();
        let draft = Draft { lines: lines.collect::<Result<_, _>>()?, redemption, coupons, on_credit };
        draft.total().map_err(Refusal::BadDraft)?;
        Ok(Self {
            customer: CustomerId(body.client_id),
            draft,
            slip: Slip {
                receipt: receipt.map_err(|_| Fault::field("receipt", Problem::Wrong))?,
                sold_at: body.sold_at.map(Timestamp::from_millis),
            },
            agreement: agreement::read(client, body.card_code.as_deref())?,
        })
    }

    /// The sale has the number of a receipt, by which it is recognised.
    pub(super) const fn has_receipt(&self) -> bool {
        self.slip.receipt.is_some()
    }

    /// Makes the sale, and tells the client and their referrer.
    pub(super) async fn make(&self, tx: &mut Tx, operation: &Operation, api: &Api) -> Result<Issued, Fault> {
        // The digits of a sale that was made are used up.
        if !sales::was_made(tx, &self.slip).await? {
            agreement::check(tx, operation, self.customer, &self.agreement).await?;
        }
        let (chance, agreement) = (api.options.chance.as_ref(), self.agreement.clone());
        let issued = sales::sell(tx, operation, chance, self.customer, &self.draft, agreement, &self.slip).await?;
        if !issued.repeated {
            let at = operation.at();
            let sale = receipt::Sale::read(tx, self.customer, &self.draft, &issued, at).await?;
            notices::sale::issued(tx, at, api.options.format, &sale).await?;
        }
        Ok(issued)
    }
}
