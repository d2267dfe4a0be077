//! Several processes on one PostgreSQL: they share the work, and any of them may be killed at any time.

use std::time::Duration;

use super::{
    crash::CrashTest,
    network::{Balancer, free_port},
    people::SimulatedPeople,
    process::{Process, Program},
};
use crate::database::{Kind, TestDb};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_behind_a_webhook_survive_kills_of_either() {
    let test = CrashTest::prepare(TestDb::new(Kind::Postgres).await).await;
    let ports = [free_port(), free_port()];
    let balancer = Balancer::start(&ports).await;
    let programs = ports.map(|port| {
        let program = test.program.clone().with("WEBHOOK_URL", &balancer.url);
        program.with("HTTP_ADDR", &format!("127.0.0.1:{port}"))
    });
    let kills = test.kills;
    kill_in_turn(test, &programs, kills).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_polling_processes_either_may_be_killed() {
    let test = CrashTest::prepare(TestDb::new(Kind::Postgres).await).await;
    let programs = [test.program.clone(), test.program.clone()];
    let kills = test.kills / 5;
    kill_in_turn(test, &programs, kills).await;
}

async fn kill_in_turn(test: CrashTest, programs: &[Program; 2], kills: u32) {
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut bots = [programs[0].start("run"), programs[1].start("run")];
    // From here on at least one is there for nearly all of the time.
    while people.actions() == 0 {
        people.check().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for _ in 0..kills {
        test.run_for_a_while().await;
        let which = usize::try_from(test.random_below(2)).unwrap();
        bots[which].kill();
        if test.random_below(5) == 0 {
            bots[1 - which].kill();
            bots[1 - which] = programs[1 - which].start("run");
        }
        // The other one is alone for a while.
        tokio::time::sleep(Duration::from_millis(test.random_below(500))).await;
        bots[which] = programs[which].start("run");
        people.check().await;
    }
    let [one, other] = &mut bots;
    test.assert_nothing_lost(people, &mut [one, other]).await;
    test.assert_only_expected_errors().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_leader_stops_the_other_process_takes_over() {
    let test = CrashTest::prepare(TestDb::new(Kind::Postgres).await).await;
    let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
    let mut leader = test.program.start("run");
    leader.wait_for_log("is at work").await;
    while people.actions() == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut other: Process = test.program.start("run");
    other.wait_for_log("another process of this shop is the leader").await;
    let (status, _) = leader.terminate().await;
    assert_eq!(status.code(), Some(0), "{}", leader.log().join("\n"));
    other.wait_for_log("this process becomes the leader").await;
    let before = people.actions();
    while people.actions() < before + 20 {
        people.check().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(other.count("receives this bot's updates"), 0, "both asked at once");
    let repeated = test.assert_nothing_lost(people, &mut [&mut other]).await.repeated;
    assert_eq!(repeated, 0, "nothing went wrong, so nothing is to come twice");
    test.assert_only_expected_errors().await;
}
