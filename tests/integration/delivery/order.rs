//! The order of the messages of a chat: that of the outbox, however many write at the same time.

use kopilka::{
    domain::{Actor, Money, OperationId, PointsWallet, Role},
    service::{
        Caller,
        points::{self, Direction},
    },
};

use super::*;
use crate::on_both;

/// Gives a point to the customer, and tells them their balance.
async fn give(db: &Db, customer: CustomerId, number: usize) {
    let operation = Caller { actor: Actor::Staff(TelegramId(ANNA), Role::Manager), at: SystemClock.now() }
        .operation(OperationId::chat(format_args!("give {number}")));
    let priority = if number.is_multiple_of(3) { Priority::Reply } else { Priority::Notice };
    loop {
        // With so many writers some wait for a connection for too long.
        let Ok(mut tx) = db.begin(SHOP).await else { continue };
        let (wallet, point) = (PointsWallet::Main, Money::from_minor(1));
        let given = points::adjust_points(&mut tx, &operation, customer, wallet, Direction::Give, point, "gift").await;
        let given = given.unwrap();
        let text = text_message(&given.minor().to_string());
        put(&mut tx, TelegramId(ANNA), priority, text, SystemClock.now()).await.unwrap();
        if tx.commit().await.is_ok() {
            return;
        }
    }
}

async fn assert_in_order(bot: &TestBot, writers: usize) {
    let anna = bot.anna();
    let customer = bot.make_customer(&anna).await;
    let other_process = match bot.db.db.is_postgres() {
        true => Db::open_existing(&bot.db.url).await.unwrap(),
        false => bot.db.db.clone(),
    };
    let writing = (0..writers).map(|number| {
        let db = if number.is_multiple_of(2) { bot.db.db.clone() } else { other_process.clone() };
        tokio::spawn(async move { give(&db, customer, number).await })
    });
    for written in futures_util::future::join_all(writing).await {
        written.unwrap();
    }
    bot.wait_until_idle().await;
    let balances: Vec<usize> = received(&anna).iter().map(|text| text.parse().unwrap()).collect();
    assert_eq!(balances, (1..=writers).collect::<Vec<_>>());
}

on_both! {
    async fn many_writers_to_one_chat_keep_its_order(db: TestDb) {
        let bot = TestBot::start(db).await;
        assert_in_order(&bot, 100).await;
    }

    async fn they_keep_it_within_the_limits_of_telegram(db: TestDb) {
        let mut bot = TestBot::prepare(db).await;
        let limits = Limits { chat_interval: Duration::from_millis(50), ..Limits::default() };
        let serving = Serving { limits, ..bot.serving(bot.db.db.clone()).await };
        bot.run_with(serving);
        assert_in_order(&bot, 40).await;
    }

    async fn they_keep_it_while_calls_fail(db: TestDb) {
        let bot = TestBot::start(db).await;
        bot.sandbox.fail_next("sendMessage", 2, kopilka::sandbox::Fault::DropBefore);
        bot.sandbox.fail_next("sendMessage", 2, kopilka::sandbox::Fault::TooManyRequests { retry_after: 1 });
        assert_in_order(&bot, 50).await;
    }
}
