//! Several processes on one PostgreSQL: they share the work, and any of them may be killed at any time.

use std::time::Duration;

use super::{
    crash::Trial,
    crowd::Crowd,
    network::{Balancer, free_port},
    process::{Process, Program},
};
use crate::database::{Kind, TestDb};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_take_turns_at_the_webhook_and_either_may_be_killed() {
    let trial = Trial::prepare(TestDb::new(Kind::Postgres).await).await;
    let ports = [free_port(), free_port()];
    let balancer = Balancer::before(&ports).await;
    let programs = ports.map(|port| {
        let program = trial.program.clone().with("WEBHOOK_URL", &balancer.url);
        program.with("HTTP_ADDR", &format!("127.0.0.1:{port}"))
    });
    let kills = trial.kills;
    kill_one_after_another(trial, &programs, kills).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_asks_for_updates_and_the_other_stands_by() {
    let trial = Trial::prepare(TestDb::new(Kind::Postgres).await).await;
    let programs = [trial.program.clone(), trial.program.clone()];
    let kills = trial.kills / 5;
    kill_one_after_another(trial, &programs, kills).await;
}

async fn kill_one_after_another(trial: Trial, programs: &[Program; 2], kills: u32) {
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    let mut bots = [programs[0].start("run"), programs[1].start("run")];
    // From here on at least one is there for nearly all of the time.
    while crowd.deeds() == 0 {
        crowd.check().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for _ in 0..kills {
        trial.lives_for_a_while().await;
        let which = usize::try_from(trial.throw(2)).unwrap();
        bots[which].kill();
        if trial.throw(5) == 0 {
            bots[1 - which].kill();
            bots[1 - which] = programs[1 - which].start("run");
        }
        // The other one is alone for a while.
        tokio::time::sleep(Duration::from_millis(trial.throw(500))).await;
        bots[which] = programs[which].start("run");
        crowd.check().await;
    }
    let [one, other] = &mut bots;
    trial.ends_well(crowd, &mut [one, other]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_leader_is_told_to_stop_the_other_one_goes_on() {
    let trial = Trial::prepare(TestDb::new(Kind::Postgres).await).await;
    let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
    let mut leader = trial.program.start("run");
    leader.says("is at work").await;
    while crowd.deeds() == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut other: Process = trial.program.start("run");
    other.says("another process of this shop leads").await;
    let (status, _) = leader.terminate().await;
    assert_eq!(status.code(), Some(0), "{}", leader.log().join("\n"));
    other.says("this process takes over").await;
    let before = crowd.deeds();
    while crowd.deeds() < before + 20 {
        crowd.check().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(other.count("receives this bot's updates"), 0, "both asked at once");
    let doubled = trial.ends_well(crowd, &mut [&mut other]).await.doubled;
    assert_eq!(doubled, 0, "nothing went wrong, so nothing is to come twice");
}
