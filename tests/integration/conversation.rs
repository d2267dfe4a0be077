//! Rules of every conversation: who is answered, in which language, and what is answered to unexpected input.

use kopilka::{domain::Role, sandbox::Person};

use crate::{app::TestApp, database::Kind, on_both};

on_both! {
    async fn unexpected_input_gets_a_clear_answer(db: TestDb) {
        let app = TestApp::on(db).await;
        let anna = app.person(Person::new(501, "Anna").language("en"));
        anna.starts().await;
        anna.says("/nonsense").await.say("/help");
        let first = anna.actor().last_sent();
        anna.after(|actor| actor.sends_sticker()).await.say("text and buttons");
        anna.after(|actor| actor.sends_photo("look")).await.say("text and buttons");
        anna.after(|actor| actor.edits(first, "changed")).await.say("edited");
        let message = anna.newest().id;
        for forged in ["", "x", "c:", "s:c:1", "c:i:99999999:0", &"я".repeat(32)] {
            anna.clicks_on(message, forged).await;
            assert_eq!(anna.actor().spinning(), 0, "{forged:?} is not answered");
        }
        anna.says("/promo \0PROMO\0").await.say("code");
        anna.says("/invoice 82423").await.say("staff");
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

#[tokio::test]
async fn staff_commands_follow_the_role() {
    let app = TestApp::start(Kind::Sqlite).await;
    let cashier = app.staff(601, "Касса", Role::Cashier).await;
    cashier.says("/bonus").await.say("ролью");
    cashier.says("/staff").await.say("ролью");
    cashier.says("/admin").await.do_not_say("ролью");
}
