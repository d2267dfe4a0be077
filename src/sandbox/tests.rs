//! The server over HTTP, its answers parsed with the types of the Bot API client.

use std::sync::Arc;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use teloxide::types::{self, MaybeInaccessibleMessage, Update, UpdateKind};
use tokio::time::timeout;

use super::*;
use crate::clock::{ManualClock, Timestamp};

const ANNA: i64 = 501;
const NOON: Timestamp = Timestamp(1_790_000_000_000_000);

struct Bot {
    http: reqwest::Client,
    sandbox: Sandbox,
    clock: Arc<ManualClock>,
}

impl Bot {
    async fn start() -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let options = Options { clock: clock.clone(), bot_username: "pig_bot".into(), ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        Self { http: reqwest::Client::new(), sandbox, clock }
    }

    /// A person who has not started the bot.
    fn anna(&self) -> Actor {
        let anna = Person::new(ANNA, "Анна").last_name("Ким").username("anna_k").language("ru").phone("+77010000001");
        self.sandbox.add(anna)
    }

    fn method(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.sandbox.url(), self.sandbox.token())
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        self.http.post(self.method(method)).json(&params).send().await.unwrap().json().await.unwrap()
    }

    async fn ok<T: DeserializeOwned>(&self, method: &str, params: Value) -> T {
        let answer = self.call(method, params).await;
        assert_eq!(answer["ok"], true, "{answer}");
        serde_json::from_str(&answer["result"].to_string()).unwrap()
    }

    async fn refusal(&self, method: &str, params: Value) -> String {
        let answer = self.call(method, params).await;
        assert_eq!(answer["ok"], false, "{answer}");
        format!("{} {}", answer["error_code"], answer["description"].as_str().unwrap())
    }

    async fn updates(&self, offset: i64) -> Vec<Update> {
        self.ok("getUpdates", json!({ "offset": offset })).await
    }
}

#[tokio::test]
async fn get_me_answers_and_wrong_tokens_are_refused() {
    let bot = Bot::start().await;
    let me: types::Me = bot.ok("GETME", json!({})).await;
    assert_eq!(me.username(), "pig_bot");
    let status = |path: &str| {
        let (url, http) = (format!("{}{path}", bot.sandbox.url()), bot.http.clone());
        async move { http.get(url).send().await.unwrap().status().as_u16() }
    };
    assert_eq!(status("/bot1:wrong/getMe").await, 401);
    assert_eq!(bot.refusal("sendSpam", json!({})).await, "404 Not Found: method not found");
}

#[tokio::test]
async fn everything_a_person_does_is_an_update_that_parses() {
    let bot = Bot::start().await;
    let (anna, boris) = (bot.anna(), bot.sandbox.add(Person::new(502, "Борис").phone("+77010000002")));
    anna.opens_link("PROMO82423");
    anna.edits(anna.last_sent(), "/start PROMO82424");
    anna.shares_own_contact();
    anna.shares_contact_of(&boris);
    anna.sends_sticker();
    anna.sends_photo("смотрите");
    anna.forwards(anna.last_sent());
    anna.clicks_on(99, "forged");
    anna.blocks_bot();
    anna.unblocks_bot();
    anna.says_in_group("/balance");
    let updates = bot.updates(0).await;
    let kinds = updates.iter().map(|update| match &update.kind {
        UpdateKind::Message(message) if message.chat.is_supergroup() => "group",
        UpdateKind::Message(message) if message.forward_origin().is_some() => "forward",
        UpdateKind::Message(message) if message.contact().is_some() => "contact",
        UpdateKind::Message(message) if message.sticker().is_some() => "sticker",
        UpdateKind::Message(message) if message.photo().is_some() => "photo",
        UpdateKind::Message(_) => "text",
        UpdateKind::EditedMessage(_) => "edited",
        UpdateKind::CallbackQuery(_) => "click",
        UpdateKind::MyChatMember(change) if change.new_chat_member.is_banned() => "blocked",
        UpdateKind::MyChatMember(_) => "unblocked",
        other => panic!("{other:?}"),
    });
    let kinds: Vec<_> = kinds.collect();
    let expected = [
        "text",
        "edited",
        "contact",
        "contact",
        "sticker",
        "photo",
        "forward",
        "click",
        "blocked",
        "unblocked",
        "group",
    ];
    assert_eq!(kinds, expected);

    let UpdateKind::Message(start) = &updates[0].kind else { panic!() };
    assert_eq!(start.text(), Some("/start PROMO82423"));
    assert_eq!(start.date.timestamp(), NOON.seconds());
    assert_eq!(start.from.as_ref().unwrap().language_code.as_deref(), Some("ru"));
    assert_eq!(start.entities().unwrap()[0].length, 6);
    let UpdateKind::Message(contact) = &updates[3].kind else { panic!() };
    assert_eq!(contact.contact().unwrap().user_id.unwrap().0, 502);
    let UpdateKind::CallbackQuery(click) = &updates[7].kind else { panic!() };
    assert!(matches!(click.message, Some(MaybeInaccessibleMessage::Inaccessible(_))));
}

#[tokio::test]
async fn messages_buttons_and_answers() {
    let bot = Bot::start().await;
    let anna = bot.anna();
    anna.starts();
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Баланс", "callback_data": "b" }]] });
    let ask = json!({ "chat_id": ANNA, "text": "<b>Привет</b>, Анна", "parse_mode": "HTML", "reply_markup": keyboard });
    let sent: types::Message = bot.ok("sendMessage", ask.clone()).await;
    assert_eq!(sent.text(), Some("Привет, Анна"));
    assert_eq!(anna.newest().html, "<b>Привет</b>, Анна");
    assert_eq!(anna.newest().labels(), [["Баланс"]]);

    anna.clicks("Баланс");
    let updates = bot.updates(-1).await;
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!(query.data.as_deref(), Some("b"));
    let answer = json!({ "callback_query_id": query.id, "text": "200", "show_alert": true });
    assert_eq!(anna.spinning(), 1);
    assert!(bot.ok::<bool>("answerCallbackQuery", answer.clone()).await);
    assert_eq!((anna.spinning(), anna.answers()[0].text.as_str()), (0, "200"));
    let too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(bot.refusal("answerCallbackQuery", answer).await, too_old);

    let mut edit = ask;
    edit["message_id"] = sent.id.0.into();
    let refusal = bot.refusal("editMessageText", edit.clone()).await;
    assert!(
        refusal.starts_with("400 Bad Request: message is not modified: specified new message content"),
        "{refusal}"
    );
    edit["text"] = "Пока".into();
    edit.as_object_mut().unwrap().remove("reply_markup");
    bot.ok::<types::Message>("editMessageText", edit).await;
    assert!(anna.newest().is_edited && anna.newest().buttons.is_empty());
    assert_eq!(bot.sandbox.violations(), []);
}

#[tokio::test]
async fn refusals_have_the_descriptions_of_the_real_server() {
    let bot = Bot::start().await;
    let anna = bot.anna();
    bot.sandbox.add(Person::new(502, "Борис"));
    anna.starts();
    let text = |chat: i64, text: &str| json!({ "chat_id": chat, "text": text });
    for (method, params, refusal) in [
        ("sendMessage", text(404, "x"), "400 Bad Request: chat not found"),
        ("sendMessage", text(502, "x"), "403 Forbidden: bot can't initiate conversation with a user"),
        ("sendMessage", text(ANNA, " \n"), "400 Bad Request: message text is empty"),
        ("sendMessage", text(ANNA, &"🐷".repeat(2049)), "400 Bad Request: message is too long"),
        (
            "sendMessage",
            json!({ "chat_id": ANNA, "text": "<b>x", "parse_mode": "HTML" }),
            "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "editMessageText",
            json!({ "chat_id": ANNA, "message_id": 999, "text": "x" }),
            "400 Bad Request: message to edit not found",
        ),
        (
            "editMessageText",
            json!({ "chat_id": ANNA, "message_id": 1, "text": "x" }),
            "400 Bad Request: message can't be edited",
        ),
        (
            "deleteMessage",
            json!({ "chat_id": ANNA, "message_id": 999 }),
            "400 Bad Request: message to delete not found",
        ),
    ] {
        assert_eq!(bot.refusal(method, params).await, refusal);
    }
    assert!(bot.ok::<Value>("sendMessage", text(ANNA, &"🐷".repeat(2048))).await.is_object());
    assert_eq!(bot.sandbox.violations(), []);
    anna.blocks_bot();
    assert_eq!(bot.refusal("sendMessage", text(ANNA, "x")).await, "403 Forbidden: bot was blocked by the user");
    anna.deletes_account();
    assert_eq!(bot.refusal("sendMessage", text(ANNA, "x")).await, "403 Forbidden: user is deactivated");

    assert!(bot.refusal("sendMessage", json!({ "chat_id": ANNA, "txt": "x" })).await.starts_with("400 Bad Request: "));
    let problems: Vec<_> = bot.sandbox.violations().into_iter().map(|violation| violation.problem).collect();
    assert_eq!(problems, ["parameter \"txt\" is unknown to sendMessage", "parameter \"text\" is missing"]);
}

#[tokio::test]
async fn polling_waits_confirms_and_has_one_poller() {
    let bot = Bot::start().await;
    let anna = bot.anna();
    let poll = |params: Value| {
        let (http, url) = (bot.http.clone(), bot.method("getUpdates"));
        tokio::spawn(async move { http.post(url).json(&params).send().await.unwrap().json::<Value>().await.unwrap() })
    };
    let sandbox = &bot.sandbox;
    let polls = |number: u64| sandbox.until(move || (sandbox.shared.world().poller == number).then_some(()));

    let waiting = poll(json!({ "timeout": 50 }));
    polls(1).await;
    let update = anna.says("hello");
    let batch = timeout(Duration::from_secs(5), waiting).await.unwrap().unwrap();
    assert_eq!(batch["result"][0]["update_id"], update);
    assert!(!bot.sandbox.all_confirmed());

    let first = poll(json!({ "offset": update + 1, "timeout": 50 }));
    polls(2).await;
    assert!(bot.sandbox.all_confirmed());
    let second = poll(json!({ "offset": update + 1, "timeout": 50 }));
    let ended = timeout(Duration::from_secs(5), first).await.unwrap().unwrap();
    assert_eq!(ended["error_code"], 409);
    assert!(ended["description"].as_str().unwrap().starts_with("Conflict: terminated by other getUpdates request"));
    anna.says("still there?");
    assert_eq!(timeout(Duration::from_secs(5), second).await.unwrap().unwrap()["ok"], true);
}

#[tokio::test]
async fn files_are_uploaded_and_downloaded() {
    let bot = Bot::start().await;
    let anna = bot.anna();
    anna.starts();
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(8, 4).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    let form = |file: Part| Form::new().text("chat_id", ANNA.to_string()).text("caption", "QR").part("photo", file);
    let send = async |form: Form| -> Value {
        bot.http.post(bot.method("sendPhoto")).multipart(form).send().await.unwrap().json().await.unwrap()
    };
    let sent = send(form(Part::bytes(png.clone()).file_name("qr.png"))).await;
    let message: types::Message = serde_json::from_str(&sent["result"].to_string()).unwrap();
    let photo = &message.photo().unwrap()[0];
    assert_eq!((photo.width, photo.height), (8, 4));
    assert_eq!(anna.newest().photo.unwrap().bytes, png);

    let file: types::File = bot.ok("getFile", json!({ "file_id": photo.file.id })).await;
    let url = format!("{}/file/bot{}/{}", bot.sandbox.url(), bot.sandbox.token(), file.path);
    assert_eq!(bot.http.get(url).send().await.unwrap().bytes().await.unwrap(), png);
    let attached = Form::new()
        .text("chat_id", ANNA.to_string())
        .text("photo", "attach://picture")
        .part("picture", Part::bytes(png).file_name("qr.png"));
    assert_eq!(send(attached).await["ok"], true);
    let again = json!({ "chat_id": ANNA, "photo": photo.file.id });
    assert!(bot.ok::<types::Message>("sendPhoto", again).await.photo().is_some());
    let broken = send(form(Part::bytes(b"hello".to_vec()).file_name("qr.png"))).await;
    assert_eq!(broken["description"], "Bad Request: IMAGE_PROCESS_FAILED");
    assert_eq!(bot.sandbox.violations(), []);
}

#[tokio::test]
async fn injected_faults_happen_in_order() {
    let bot = Bot::start().await;
    let anna = bot.anna();
    anna.starts();
    let params = json!({ "chat_id": ANNA, "text": "x" });
    let seen = || anna.sees().iter().filter(|message| message.from_bot).count();
    let send = || bot.call("sendMessage", params.clone());
    bot.sandbox.fail_next("sendMessage", 1, Fault::TooManyRequests { retry_after: 3 });
    bot.sandbox.fail_next("sendMessage", 1, Fault::ServerError);
    bot.sandbox.fail_next("sendMessage", 1, Fault::DropBefore);
    bot.sandbox.fail_next("sendMessage", 1, Fault::DropAfter);
    assert_eq!(send().await["parameters"]["retry_after"], 3);
    assert_eq!(send().await["error_code"], 500);
    let broken = async || match bot.http.post(bot.method("sendMessage")).json(&params).send().await {
        Ok(response) => response.bytes().await.is_err(),
        Err(_) => true,
    };
    assert!(broken().await && seen() == 0);
    assert!(broken().await && seen() == 1);
    assert_eq!(send().await["ok"], true);
}

#[tokio::test]
async fn payloads_of_teloxide_match_the_description() {
    use teloxide::payloads::*;
    use types::*;

    let bot = Bot::start().await;
    bot.anna().starts();
    let chat = UserId(ANNA as u64);
    let keys = KeyboardMarkup::new([[KeyboardButton::new("Мой номер").request(ButtonRequest::Contact)]])
        .resize_keyboard()
        .persistent()
        .input_field_placeholder("Код".to_owned());
    let inline = InlineKeyboardMarkup::new([[
        InlineKeyboardButton::callback("Да", "y"),
        InlineKeyboardButton::url("Сайт", "https://example.com".parse().unwrap()),
    ]]);
    let reply = ReplyParameters::new(MessageId(1)).allow_sending_without_reply();
    let send =
        SendMessage::new(chat, "<b>x</b>").parse_mode(ParseMode::Html).reply_markup(keys).reply_parameters(reply);
    bot.ok::<Value>("sendMessage", json!(send)).await;
    let preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let send =
        SendMessage::new(chat, "y").reply_markup(inline).link_preview_options(preview).disable_notification(true);
    let sent: Message = bot.ok("sendMessage", json!(send)).await;
    bot.ok::<Value>("editMessageText", json!(EditMessageText::new(chat, sent.id, "z"))).await;
    bot.ok::<Value>("sendMessage", json!(SendMessage::new(chat, "x").reply_markup(KeyboardRemove::new()))).await;
    bot.ok::<Value>("sendChatAction", json!(SendChatAction::new(chat, ChatAction::Typing))).await;
    let commands = SetMyCommands::new([BotCommand::new("help", "Помощь")])
        .scope(BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(ANNA)) })
        .language_code("ru");
    bot.ok::<Value>("setMyCommands", json!(commands)).await;
    let updates =
        GetUpdates::new().offset(0).timeout(0).allowed_updates([AllowedUpdate::Message, AllowedUpdate::CallbackQuery]);
    bot.ok::<Value>("getUpdates", json!(updates)).await;
    bot.ok::<Value>("deleteMessage", json!(DeleteMessage::new(chat, sent.id))).await;
    assert_eq!(bot.sandbox.violations(), []);
}

#[tokio::test]
async fn a_press_can_be_answered_for_a_minute() {
    let bot = Bot::start().await;
    bot.anna().clicks_on(1, "x");
    let updates = bot.updates(0).await;
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!() };
    bot.clock.advance(chrono::Duration::minutes(2));
    let refusal = bot.refusal("answerCallbackQuery", json!({ "callback_query_id": query.id })).await;
    assert!(refusal.contains("query is too old"));
}

#[tokio::test]
async fn keyboards_and_menus_are_shown_to_the_person() {
    let bot = Bot::start().await;
    let anna = bot.anna();
    anna.starts();
    let keyboard = json!({ "keyboard": [["Баланс"], [{ "text": "Мой номер", "request_contact": true }]] });
    bot.ok::<Value>("sendMessage", json!({ "chat_id": ANNA, "text": "x", "reply_markup": keyboard })).await;
    assert_eq!(anna.keyboard(), [["Баланс"], ["Мой номер"]]);
    anna.presses_key("Баланс");
    anna.presses_key("Мой номер");
    let updates = bot.updates(-2).await;
    let UpdateKind::Message(pressed) = &updates[0].kind else { panic!() };
    assert_eq!(pressed.text(), Some("Баланс"));
    let UpdateKind::Message(contact) = &updates[1].kind else { panic!() };
    assert_eq!(contact.contact().unwrap().phone_number, "77010000001");
    let remove = json!({ "chat_id": ANNA, "text": "x", "reply_markup": { "remove_keyboard": true } });
    bot.ok::<Value>("sendMessage", remove).await;
    assert!(anna.keyboard().is_empty());

    let commands = json!([{ "command": "balance", "description": "Баланс" }]);
    let scope = json!({ "type": "all_private_chats" });
    bot.ok::<bool>("setMyCommands", json!({ "commands": commands, "scope": scope, "language_code": "ru" })).await;
    assert_eq!(anna.commands()[0].command, "balance");
    bot.ok::<bool>("deleteMyCommands", json!({ "scope": scope, "language_code": "ru" })).await;
    assert!(anna.commands().is_empty());
    assert_eq!(bot.sandbox.violations(), []);
}

#[tokio::test]
async fn a_webhook_gets_each_update_with_its_secret() {
    use axum::extract::State;
    use axum::http::{HeaderMap, StatusCode};
    use tokio::sync::mpsc;

    type Delivered = mpsc::UnboundedSender<(String, Value)>;
    async fn receive(State(sender): State<Delivered>, headers: HeaderMap, body: String) -> StatusCode {
        let secret = headers["X-Telegram-Bot-Api-Secret-Token"].to_str().unwrap().to_owned();
        sender.send((secret, serde_json::from_str(&body).unwrap())).unwrap();
        StatusCode::OK
    }

    let bot = Bot::start().await;
    let (sender, mut delivered) = mpsc::unbounded_channel();
    let routes = axum::Router::new().fallback(receive).with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    bot.ok::<bool>("setWebhook", json!({ "url": url, "secret_token": "s3cret" })).await;
    assert!(
        bot.refusal("getUpdates", json!({}))
            .await
            .starts_with("409 Conflict: can't use getUpdates method while webhook")
    );

    let update = bot.anna().says("hello");
    let (secret, content) = timeout(Duration::from_secs(5), delivered.recv()).await.unwrap().unwrap();
    assert_eq!((secret.as_str(), &content["update_id"]), ("s3cret", &json!(update)));
    timeout(Duration::from_secs(5), bot.sandbox.until(|| bot.sandbox.all_confirmed().then_some(()))).await.unwrap();
    assert_eq!(bot.ok::<types::WebhookInfo>("getWebhookInfo", json!({})).await.pending_update_count, 0);
}
