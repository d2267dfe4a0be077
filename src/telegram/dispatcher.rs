//! teloxide's dispatcher, driven by the [`InboxListener`].

use std::{convert::Infallible, io, sync::Arc};

use axum::{Json, Router};
use dptree::di::DependencyMap;
use reqwest::{Client, Url};
use serde_json::json;
use teloxide::{
    Bot,
    adaptors::CacheMe,
    dispatching::{Dispatcher, UpdateHandler},
    error_handlers::IgnoringErrorHandlerSafe,
    prelude::Requester as _,
    requests::RequesterExt as _,
};
use tokio::{net::TcpListener, task_local};

use super::{exactly_once::Processor, listener::InboxListener};
use crate::domain::ShopId;

/// The token of a bot that never talks to Telegram.
const NO_TOKEN: &str = "0:none";

/// Why the identity of the bot cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// No port of this machine can be listened on.
    #[error("no port of 127.0.0.1 can be listened on")]
    Port(#[from] io::Error),
    /// The port could be listened on, but not be called.
    #[error("a port of 127.0.0.1 does not answer")]
    Call,
}

/// The identity of the bot in the form that the dispatcher needs: it calls `getMe` once at its start, and gives up
/// where that fails.
///
/// The answer is fixed beforehand and cached. It comes from a local server, because teloxide can read it from no other
/// place and refuses responses of Bot API servers that leave optional fields out. This bot has no token, and nothing is
/// sent with it.
///
/// # Errors
/// [`IdentityError`].
pub async fn identity(bot: ShopId, username: &str) -> Result<CacheMe<Bot>, IdentityError> {
    let me = json!({"ok": true, "result": {
        "id": bot.0, "is_bot": true, "first_name": username, "username": username, "can_join_groups": true,
        "can_read_all_group_messages": false, "supports_inline_queries": false, "has_main_web_app": false,
    }});
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = Url::parse(&format!("http://{}", listener.local_addr()?)).map_err(|_| IdentityError::Call)?;
    let server = tokio::spawn(axum::serve(listener, Router::new().fallback(async || Json(me))).into_future());
    let client = Client::builder().no_proxy().build().map_err(|_| IdentityError::Call)?;
    let bot = Bot::with_client(NO_TOKEN, client).set_api_url(url).cache_me();
    let asked = bot.get_me().await;
    server.abort();
    match asked {
        Ok(_) => Ok(bot),
        Err(_) => Err(IdentityError::Call),
    }
}

task_local! {
    /// What knows the workers of updates: teloxide takes a function pointer, which captures nothing.
    static PROCESSOR: Arc<Processor>;
}

/// Passes the updates of the listener through the tree, until its stream has ended and all updates in progress are finished.
pub(crate) async fn dispatch(
    bot: CacheMe<Bot>,
    root: UpdateHandler<Infallible>,
    dependencies: DependencyMap,
    listener: InboxListener,
    processor: Arc<Processor>,
) {
    // The default handlers of errors and of unhandled updates log whole updates, with phone numbers.
    let mut dispatcher = Dispatcher::builder(bot, root)
        .dependencies(dependencies)
        .default_handler(|_| async {})
        .error_handler(IgnoringErrorHandlerSafe::new())
        .distribution_function(|update| PROCESSOR.try_with(|processor| processor.worker_of(update)).ok().flatten())
        .build();
    let dispatching = dispatcher.try_dispatch_with_listener(listener, IgnoringErrorHandlerSafe::new());
    let dispatched = PROCESSOR.scope(processor, dispatching).await;
    if dispatched.is_err() {
        tracing::error!("the dispatcher does not know the identity of the bot");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_identity_is_known_without_asking_telegram() {
        let bot = identity(ShopId(7_000_000_001), "kopilka_bot").await.unwrap();
        for _ in 0..2 {
            let me = bot.get_me().await.unwrap();
            assert_eq!((me.user.id.0, me.username()), (7_000_000_001, "kopilka_bot"));
        }
        assert_eq!(bot.inner().token(), NO_TOKEN);
    }
}
