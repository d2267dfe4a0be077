//! Methods for the profile of the bot and its menus.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::sandbox::menu::MenuCommand;
use crate::sandbox::reject::Rejection;
use crate::sandbox::world::{PageEvent, World};

#[derive(Deserialize)]
pub(super) struct MenuKey {
    #[serde(default)]
    scope: Value,
    #[serde(default)]
    language_code: String,
}

#[derive(Deserialize)]
pub(super) struct SetMyCommands {
    commands: Vec<MenuCommand>,
    #[serde(flatten)]
    key: MenuKey,
}

#[derive(Deserialize)]
pub(super) struct SetChatMenuButton {
    chat_id: Option<Value>,
    menu_button: Option<Value>,
}

pub(super) fn get_me(world: &World) -> Value {
    let mut me = world.bot_json();
    for (ability, has) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", true),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ] {
        me[ability] = has.into();
    }
    me
}

pub(super) fn set_my_commands(world: &mut World, request: SetMyCommands) -> Result<Value, Rejection> {
    check_scope(world, &request.key.scope)?;
    world.menus.set(&request.key.scope, &request.key.language_code, request.commands)?;
    world.announce(PageEvent::People);
    Ok(true.into())
}

pub(super) fn get_my_commands(world: &World, request: MenuKey) -> Result<Value, Rejection> {
    check_scope(world, &request.scope)?;
    world.menus.get(&request.scope, &request.language_code).map(|commands| json!(commands))
}

pub(super) fn delete_my_commands(world: &mut World, request: MenuKey) -> Result<Value, Rejection> {
    check_scope(world, &request.scope)?;
    world.menus.set(&request.scope, &request.language_code, Vec::new())?;
    world.announce(PageEvent::People);
    Ok(true.into())
}

pub(super) fn set_chat_menu_button(world: &mut World, request: SetChatMenuButton) -> Result<Value, Rejection> {
    let button = request.menu_button.unwrap_or_else(|| json!({ "type": "default" }));
    match request.chat_id {
        None => world.menu_button = button,
        Some(chat_id) => {
            let chat = world.find_chat(&chat_id)?;
            if let Some(chat) = world.chat_mut(chat) {
                chat.menu_button = Some(button);
            }
        }
    }
    world.announce(PageEvent::People);
    Ok(true.into())
}

/// The texts about the bot. Only their length is checked; they are not stored.
pub(super) fn set_about(method: &str, params: &Map<String, Value>) -> Result<Value, Rejection> {
    let (field, most) = match method {
        "setMyName" => ("name", 64),
        "setMyDescription" => ("description", 512),
        _ => ("short_description", 120),
    };
    let text = params.get(field).and_then(Value::as_str).unwrap_or_default();
    match text.chars().count() <= most {
        true => Ok(true.into()),
        false => Err(Rejection::bad_request(format!("bot {} is too long", field.replace('_', " ")))),
    }
}

fn check_scope(world: &World, scope: &Value) -> Result<(), Rejection> {
    match &scope["chat_id"] {
        Value::Null => Ok(()),
        chat_id => world.find_chat(chat_id).map(drop),
    }
}
