//! The methods of the Bot API that this server implements, in one table.

mod editing;
mod profile;
mod sending;
mod updates;

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::call::Upload;
use super::reject::Rejection;
use super::shared::Shared;

/// A checked call.
pub(crate) struct Call {
    /// The name, in the spelling of the Bot API.
    pub(crate) method: &'static str,
    pub(crate) params: Map<String, Value>,
    pub(crate) uploads: HashMap<String, Upload>,
}

/// Executes a call; returns its result.
pub(crate) async fn perform(shared: &Shared, call: &Call) -> Result<Value, Rejection> {
    if call.method == "getUpdates" {
        return updates::get_updates(shared, call.arguments()?).await;
    }
    let world = &mut *shared.world();
    match call.method {
        "getMe" => Ok(profile::get_me(world)),
        "setWebhook" => updates::set_webhook(world, call.arguments()?),
        "deleteWebhook" => Ok(updates::delete_webhook(world, call.arguments()?)),
        "getWebhookInfo" => Ok(updates::get_webhook_info(world)),

        "sendMessage" => sending::send_message(world, call.arguments()?),
        "sendPhoto" => sending::send_photo(world, call.arguments()?, &call.uploads),
        "sendDocument" => sending::send_document(world, call.arguments()?, &call.uploads),
        "sendChatAction" => sending::send_chat_action(world, call.arguments()?),
        "getFile" => sending::get_file(world, call.arguments()?),

        "editMessageText" => editing::edit_text(world, call.arguments()?),
        "editMessageCaption" => editing::edit_caption(world, call.arguments()?),
        "editMessageReplyMarkup" => editing::edit_reply_markup(world, call.arguments()?),
        "deleteMessage" => editing::delete_message(world, call.arguments()?),
        "answerCallbackQuery" => editing::answer_callback_query(world, call.arguments()?),

        "setMyCommands" => profile::set_my_commands(world, call.arguments()?),
        "getMyCommands" => profile::get_my_commands(world, call.arguments()?),
        "deleteMyCommands" => profile::delete_my_commands(world, call.arguments()?),
        "setChatMenuButton" => profile::set_chat_menu_button(world, call.arguments()?),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => profile::set_about(call.method, &call.params),
        _ => Err(Rejection::of(404, "Not Found: method not found")),
    }
}

impl Call {
    fn arguments<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        serde_json::from_value(Value::Object(self.params.clone()))
            .map_err(|error| Rejection::bad_request(format!("can't parse parameters: {error}")))
    }
}
