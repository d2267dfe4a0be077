//! What proxies, gateways and strange servers answer in place of the Bot API.

use kopilka::{messages::outgoing::Picture, sandbox::Fault};

use super::*;
use crate::on_both;

/// No answers of the Bot API.
const PAGES: &[(u16, &str)] = &[
    (200, "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>"),
    (200, ""),
    (200, r#"{"ok":true,"resu"#),
    (200, r#"{"ok":true}"#),
    (200, r#"{"status":"success","data":[]}"#),
    (302, ""),
    (400, "<html>Bad Request</html>"),
    (401, "<html>Log in</html>"),
    (403, "<html>Forbidden</html>"),
    (404, "<html>Not Found</html>"),
    (409, "<html>Conflict</html>"),
    (429, "<html>Slow down</html>"),
    (502, "<html>Bad Gateway</html>"),
    (503, r#"{"ok":false,"error":"maintenance"}"#),
];

on_both! {
    async fn a_page_in_place_of_an_answer_loses_nothing(db: TestDb) {
        let bot = TestBot::start(db).await;
        let people: Vec<Actor> =
            (0..PAGES.len()).map(|n| bot.sandbox.add(Person::new(700 + i64::try_from(n).unwrap(), "Гость").started())).collect();
        for (number, (status, body)) in PAGES.iter().enumerate() {
            bot.sandbox.fail_next("sendMessage", 1, Fault::Other { status: *status, body });
            if number.is_multiple_of(5) {
                bot.sandbox.fail_next("getUpdates", 1, Fault::Other { status: *status, body });
            }
        }
        for person in &people {
            person.says("one");
            person.says("two");
        }
        bot.wait_until_idle().await;
        for person in &people {
            assert_eq!(received(person), ["one", "two"]);
        }
        bot.assert_calls_are_valid();
    }

    async fn a_page_in_place_of_any_method_loses_nothing(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let anna = bot.anna();
        for method in ["getWebhookInfo", "sendMessage", "editMessageText", "editMessageReplyMarkup", "sendPhoto", "answerCallbackQuery"] {
            bot.sandbox.fail_next(method, 1, Fault::Other { status: 200, body: "<html>" });
            bot.sandbox.fail_next(method, 1, Fault::Other { status: 404, body: "<html>" });
        }
        bot.run().await;
        anna.says("button");
        bot.wait_until_idle().await;
        anna.clicks("Again");
        bot.wait_until_idle().await;
        let message_id = i32::try_from(anna.newest().id).unwrap();
        bot.put(ANNA, Priority::Reply, Outgoing::RemoveKeyboard { message_id }).await;
        let picture = Picture::Qr { content: "82423".to_owned() };
        bot.put(ANNA, Priority::Reply, Outgoing::Photo { picture, caption: "card".to_owned(), keyboard: None }).await;
        bot.wait_until_idle().await;
        bot.until(|| (anna.answers().len() == 1).then_some(())).await;
        assert_eq!(received(&anna), ["pressed", "card"]);
        assert!(anna.sees().iter().all(|seen| seen.buttons.is_empty()), "{:?}", anna.sees());
        assert!(anna.newest().photo.is_some());
    }

    async fn a_strange_pause_stops_no_one(db: TestDb) {
        let bot = TestBot::start(db).await;
        let refused = |retry_after: &str| {
            format!(r#"{{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{{"retry_after":{retry_after}}}}}"#)
        };
        // The text lives as long as the process.
        let fault = |retry_after: &str| Fault::Other { status: 429, body: refused(retry_after).leak() };
        for strange in ["0", "-7", "1e-9", "\"1\"", "\"soon\"", "[]"] {
            bot.sandbox.fail_next("sendMessage", 1, fault(strange));
        }
        let anna = bot.anna();
        anna.says("one");
        bot.wait_until_idle().await;
        assert_eq!(received(&anna), ["one"]);

        // These are kept within an hour, for that chat alone.
        for (n, enormous) in ["18446744073709551615", "9223372036854775807", "1e300"].into_iter().enumerate() {
            bot.sandbox.fail_next("sendMessage", 1, fault(enormous));
            let refused = bot.sandbox.add(Person::new(800 + i64::try_from(n).unwrap(), "Гость").started());
            refused.says("hello");
            let unsent = i64::try_from(n).unwrap() + 1;
            while bot.counts().await != (0, unsent) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
            assert_eq!(received(&refused), [""; 0]);
            let boris = bot.boris();
            let text = format!("after {enormous}");
            boris.says(&text);
            bot.until(|| received(&boris).contains(&text).then_some(())).await;
        }
    }
}
