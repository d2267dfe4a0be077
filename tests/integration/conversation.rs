//! Rules of every conversation: who is answered, in which language, and what is answered to unexpected input.

use kopilka::{domain::Role, sandbox::Person};
use serde_json::{Value, json};

use crate::{app::TestApp, database::Kind, on_both};

on_both! {
    async fn unexpected_input_gets_a_clear_answer(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        anna.says("/nonsense").await.say("/help");
        let first = anna.actor().last_sent();
        anna.after(|actor| actor.sends_sticker()).await.say("text and buttons");
        anna.after(|actor| actor.sends_photo("")).await.say("text and buttons");
        anna.after(|actor| actor.edits(first, "changed")).await.say("edited");
        let message = anna.newest().id;
        for forged in ["", "x", "c:", "s:c:1", "c:i:99999999:0", &"я".repeat(32)] {
            anna.clicks_on(message, forged).await;
            assert_eq!(anna.actor().spinning(), 0, "{forged:?} is not answered");
        }
        anna.says("/promo \0PROMO\0").await.say("code");
        anna.says("/invoice 82423").await.say("staff");
    }

    async fn a_caption_is_the_text(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        anna.after(|actor| actor.sends_photo("/balance")).await.say("Your balance").do_not_say("text and buttons");
        anna.says("/promo").await.say("code");
        anna.after(|actor| actor.sends_photo("PROMO99999")).await.do_not_say("text and buttons").say("code");
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        let code = app.customer(&anna).await.code;
        cashier.after(|actor| actor.sends_photo(&format!("/invoice {code}\nЧай 350"))).await.say("Чай: 350 ₸").say("Всё верно?");
        cashier.says("/cancel").await;
        cashier.says("/invoice").await;
        cashier.after(|actor| actor.sends_photo(&code.to_string())).await.do_not_say("только текст").say("Anna");
    }

    async fn an_album_gets_one_complaint(db: TestDb) {
        let mut app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let complaints = |app: &TestApp| {
            let seen = app.sandbox.actor(501).unwrap().sees();
            seen.iter().filter(|seen| seen.from_bot && seen.text.contains("text and buttons")).count()
        };
        app.sandbox.deliver_twice(3);
        for number in 0..6 {
            app.sandbox.push_update("message", part_of_album(501, "first", number, picture(), None));
        }
        app.wait_until_idle().await;
        assert_eq!(complaints(&app), 1);
        for number in 0..2 {
            app.sandbox.push_update("message", part_of_album(501, "second", 10 + number, document(), None));
        }
        app.wait_until_idle().await;
        assert_eq!(complaints(&app), 2, "of another album");
        app.stop().await;
        app.sandbox.push_update("message", part_of_album(501, "second", 12, document(), None));
        app.resume();
        app.wait_until_idle().await;
        assert_eq!(complaints(&app), 2, "after a restart");
        // The caption of one part is the text of all.
        for number in 0..4 {
            let caption = (number == 0).then_some("/balance");
            app.sandbox.push_update("message", part_of_album(501, "third", 20 + number, picture(), caption));
        }
        app.wait_until_idle().await;
        assert_eq!(complaints(&app), 2);
        assert!(app.sandbox.actor(501).unwrap().newest().text.contains("Your balance"));
        // Whichever part has it.
        app.stop().await;
        for number in 0..4 {
            let caption = (number == 2).then_some("/balance");
            app.sandbox.push_update("message", part_of_album(501, "fifth", 50 + number, picture(), caption));
        }
        app.resume();
        let before = app.sandbox.actor(501).unwrap().sees().iter().filter(|seen| seen.from_bot).count();
        app.wait_until_idle().await;
        let after = app.sandbox.actor(501).unwrap().sees().iter().filter(|seen| seen.from_bot).count();
        assert_eq!((complaints(&app), after), (2, before + 1), "one answer for the album");
        assert!(app.sandbox.actor(501).unwrap().newest().text.contains("Your balance"));
        // In a conversation of staff the question is repeated once, too.
        let cashier = app.staff(601, "Касса", Role::Cashier).await;
        cashier.says("/invoice").await;
        let before = cashier.reads().0.len();
        for number in 0..3 {
            app.sandbox.push_update("message", part_of_album(601, "fourth", 30 + number, document(), None));
        }
        app.wait_until_idle().await;
        assert_eq!(cashier.reads().0.len(), before + 2, "the complaint and the question: {:?}", cashier.reads());
    }

    async fn only_edited_words_get_a_complaint_and_one_for_each_message(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        let location = |edited_at: Option<i64>| {
            let mut message = sent(501, 40, json!({ "location": { "latitude": 43.2, "longitude": 76.9, "live_period": 900 } }));
            if let Some(edited_at) = edited_at {
                message["edit_date"] = edited_at.into();
            }
            message
        };
        app.sandbox.push_update("message", location(None));
        app.wait_until_idle().await;
        let before = anna.reads().0.len();
        for minute in 1..=15 {
            app.sandbox.push_update("edited_message", location(Some(1_795_168_800 + 60 * minute)));
        }
        app.sandbox.push_update("edited_message", sent(501, 41, picture()));
        app.wait_until_idle().await;
        assert_eq!(anna.reads().0.len(), before, "{:?}", anna.reads());

        anna.says("/nonsense").await;
        let message = anna.actor().last_sent();
        anna.after(|actor| actor.edits(message, "changed")).await.say("edited");
        let before = anna.reads().0.len();
        for text in ["once more", "and again"] {
            anna.after(|actor| actor.edits(message, text)).await;
        }
        let mut captioned = picture();
        captioned["caption"] = "changed".into();
        assert_eq!(anna.reads().0.len(), before);
        app.sandbox.push_update("edited_message", sent(501, 42, captioned));
        app.wait_until_idle().await;
        assert_eq!(anna.reads().0.len(), before + 1, "a caption is a text");
    }

    async fn texts_with_details_of_a_later_telegram_are_read(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        for (number, details) in [
            json!({ "entities": [{ "type": "hologram", "offset": 0, "length": 8 }] }),
            json!({ "forward_origin": { "type": "dream", "date": 1 } }),
            json!({ "external_reply": { "origin": 1 }, "quote": 2, "reply_to_message": 3 }),
        ].into_iter().enumerate() {
            let mut content = details;
            content["text"] = "/balance".into();
            let before = anna.reads().0.len();
            app.sandbox.push_update("message", sent(501, 60 + i64::try_from(number).unwrap(), content));
            app.wait_until_idle().await;
            assert_eq!(anna.reads().0.len(), before + 1);
            assert!(anna.newest().text.contains("Your balance"), "{:?}", anna.newest());
        }
    }

    async fn in_groups_the_bot_only_refers_to_the_private_chat(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        anna.after(|actor| actor.says_in_group("hello everyone")).await;
        anna.after(|actor| actor.says_in_group("/balance")).await;
        let group: Vec<String> = app.sandbox.group().into_iter().filter(|seen| seen.from_bot).map(|seen| seen.text).collect();
        assert_eq!(group.len(), 1, "{group:?}");
        assert!(group[0].contains("private chat"), "{group:?}");
    }

    async fn updates_during_a_restart_are_answered_after_it(db: TestDb) {
        let mut app = TestApp::on(db).await;
        app.person(Person::new(501, "Anna").language("en")).starts().await;
        app.stop().await;
        let missed = app.sandbox.actor(501).unwrap().says("/nonsense");
        app.resume();
        app.wait_until_idle().await;
        assert!(app.sandbox.is_confirmed(missed));
        let answers = app.sandbox.actor(501).unwrap().sees();
        assert!(answers.last().unwrap().from_bot);
    }
}

/// A message as Telegram sends it.
fn sent(person: i64, message_id: i64, content: Value) -> Value {
    let mut message = json!({
        "message_id": 1_000 + message_id, "date": 1_795_168_800,
        "from": { "id": person, "is_bot": false, "first_name": "Anna", "language_code": "en" },
        "chat": { "id": person, "type": "private", "first_name": "Anna" },
    });
    message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
    message
}

fn part_of_album(person: i64, album: &str, number: i64, mut content: Value, caption: Option<&str>) -> Value {
    content["media_group_id"] = album.into();
    if let Some(caption) = caption {
        content["caption"] = caption.into();
    }
    sent(person, number, content)
}

fn picture() -> Value {
    json!({ "photo": [{ "file_id": "a", "file_unique_id": "b", "width": 1, "height": 1 }] })
}

fn document() -> Value {
    json!({ "document": { "file_id": "a", "file_unique_id": "b", "file_name": "price.pdf" } })
}

#[tokio::test]
async fn staff_commands_follow_the_role() {
    let app = TestApp::start(Kind::Sqlite).await;
    let cashier = app.staff(601, "Касса", Role::Cashier).await;
    cashier.says("/bonus").await.say("ролью");
    cashier.says("/staff").await.say("ролью");
    cashier.says("/admin").await.do_not_say("ролью");
}
