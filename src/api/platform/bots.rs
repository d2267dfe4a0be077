//! The bot of the shop.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{admission::Call, fault::Fault},
    service::shop,
};

/// The bot of a shop.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BotView {
    /// Its id, by which the platform knows the shop.
    #[schema(example = 123)]
    id: i64,
    /// The name of the shop.
    #[schema(example = "Название компании")]
    name: String,
    /// How people find it in Telegram; null until it was reached for the first time.
    #[schema(example = "@company_bot")]
    username: Option<String>,
    /// Does it serve?
    is_active: bool,
    /// Does the shop's subscription run?
    subscription_status: SubscriptionStatus,
}

/// Does the shop's subscription run?
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SubscriptionStatus {
    /// It does.
    Active,
    /// It was stopped.
    #[expect(dead_code, reason = "no shop can be suspended yet")]
    Suspended,
}

/// The bot of the shop.
#[utoipa::path(get, path = "/bots/{bot_id}", tag = "platform", operation_id = "bot",
    params(("bot_id" = i64, Path, description = "The id of the shop's bot.")),
    responses((status = 200, description = "The bot.", body = BotView)))]
pub(super) async fn get(call: Call) -> Result<Json<BotView>, Fault> {
    let mut tx = call.api.read().await?;
    let bot = shop::bot(&mut tx).await?;
    let organization = shop::organization(&mut tx).await?;
    Ok(Json(BotView {
        id: call.api.options.shop.0,
        name: Some(organization.name).filter(|name| !name.is_empty()).or(bot.name).unwrap_or_default(),
        username: bot.username.map(|username| format!("@{username}")),
        is_active: true,
        subscription_status: SubscriptionStatus::Active,
    }))
}
