//! The program is killed at random moments, many times: each accepted update takes effect once, and its answer arrives.
//!
//! `KOPILKA_KILLS` sets the number of kills, `KOPILKA_SEED` repeats the run of a printed seed.

use std::time::Duration;

use kopilka::{
    clock::{Chance, SeededChance, SystemChance},
    domain::ShopId,
    sandbox::{Fault, Options, Sandbox},
    storage::Db,
};

use super::{
    assertions::{Summary, assert_consistent},
    network::free_port,
    people::{SimulatedPeople, seed_shop},
    process::{PrintedLog, Process, Program},
    tills::{SimulatedTills, TillSeed, assert_tills_consistent, seed_tills},
};
use crate::{
    database::{Raw, TestDb},
    on_both,
    settings::setting,
};

/// How often the program is killed.
const KILLS: u32 = 50;
/// Which calls fail, and how. Most are calls that send messages.
const METHODS: [&str; 6] =
    ["sendMessage", "sendMessage", "editMessageText", "sendPhoto", "answerCallbackQuery", "getUpdates"];
const FAULTS: [Fault; 6] = [
    Fault::Other { status: 200, body: "<html>A page of a proxy</html>" },
    Fault::TooManyRequests { retry_after: 1 },
    Fault::ServerError,
    Fault::DropBefore,
    Fault::DropAfter,
    Fault::Silence,
];

/// The errors that kills and faults of the Bot API cause.
const EXPECTED_ERRORS: [&str; 2] = [
    // The request of a killed process for updates lasts on for a while.
    "another program receives this bot's updates",
    "this process is no longer the leader",
];

on_both! {
    async fn kills_at_random_moments_lose_and_repeat_nothing(db: TestDb) {
        let test = CrashTest::prepare(db).await;
        let port = free_port();
        let program = test.program.clone().with("HTTP_ADDR", &format!("127.0.0.1:{port}"));
        let mut people = SimulatedPeople::start(&test.sandbox, &test.promo_codes, test.seed);
        let tills = SimulatedTills::start(&test.sandbox, &test.tills, port, test.seed);
        for _ in 0..test.kills {
            let mut bot = program.start("run");
            test.run_for_a_while().await;
            bot.kill();
            people.check().await;
        }
        // Each unanswered call for updates takes 40 s, and few are used up while one run in six leads.
        test.sandbox.clear_faults();
        let mut bot = program.start("run");
        let tills = tills.finish().await;
        test.assert_nothing_lost(people, &mut [&mut bot]).await;
        let sold = assert_tills_consistent(&test.sandbox, &mut test.raw().await, &tills).await;
        println!("the tills sold {sold} times");
        assert!(sold > 0, "tills did nothing");
        test.assert_only_expected_errors().await;
    }
}

/// A shop whose bot is to be killed.
pub(crate) struct CrashTest {
    _log: PrintedLog,
    pub(crate) sandbox: Sandbox,
    pub(crate) program: Program,
    pub(crate) promo_codes: Vec<String>,
    pub(crate) tills: TillSeed,
    pub(crate) seed: u64,
    pub(crate) kills: u32,
    db: TestDb,
    chance: SeededChance,
}

impl CrashTest {
    pub(crate) async fn prepare(db: TestDb) -> Self {
        let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits());
        let kills = setting("KOPILKA_KILLS").unwrap_or(KILLS);
        println!("{kills} kills; to repeat this run: KOPILKA_SEED={seed}");
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let promo_codes = seed_shop(&db.db, shop(&sandbox)).await;
        let tills = seed_tills(&db.db, shop(&sandbox)).await;
        // SQLite recovers from a crash only where no other process has the file open.
        db.db.close().await;
        let program = Program::new(&sandbox, &db.url);
        let log = program.printed_where_the_test_fails();
        Self { _log: log, sandbox, program, promo_codes, tills, seed, kills, db, chance: SeededChance::new(seed) }
    }

    /// Waits for a random time, sometimes with faults of the Bot API. Every fifth time is so short that the program is killed
    /// while it starts.
    pub(crate) async fn run_for_a_while(&self) {
        let time = if self.random_below(5) == 0 { self.random_below(400) } else { 400 + self.random_below(1_100) };
        if self.random_below(2) == 0 {
            let (method, fault) = (self.pick(&METHODS), self.pick(&FAULTS));
            let count = if fault == Fault::Silence { 1 } else { 1 + self.random_below(2) };
            self.sandbox.fail_next(method, usize::try_from(count).unwrap(), fault);
        }
        if self.random_below(2) == 0 {
            self.sandbox.deliver_twice(usize::try_from(self.random_below(20)).unwrap());
        }
        tokio::time::sleep(Duration::from_millis(time)).await;
    }

    /// Lets people finish, stops the running programs, and asserts that no update and no message was lost.
    pub(crate) async fn assert_nothing_lost(&self, people: SimulatedPeople, bots: &mut [&mut Process]) -> Summary {
        self.sandbox.clear_faults();
        let reports = people.finish().await;
        self.wait_until_idle().await;
        for bot in bots {
            let (status, took) = bot.terminate().await;
            assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
            assert!(took < Duration::from_secs(10), "it took {took:?}");
        }
        let (audit, said) = self.program.complete("audit").await;
        assert!(audit.success(), "{}", said.join("\n"));
        let summary = assert_consistent(&self.sandbox, &mut self.db.raw().await, &reports).await;
        println!("{summary:?}");
        assert!(summary.sales > 0 && summary.questions > 0, "people did nothing");
        summary
    }

    /// Asserts that neither the program nor the database logged an error that kills and faults of the Bot API do not explain.
    pub(crate) async fn assert_only_expected_errors(&self) {
        self.db.assert_server_saw_no_error().await;
        let unexpected: Vec<String> = self
            .program
            .errors()
            .into_iter()
            .filter(|line| !EXPECTED_ERRORS.iter().any(|part| line.contains(part)))
            .collect();
        assert!(unexpected.is_empty(), "the program's log:\n{}", unexpected.join("\n"));
    }

    /// A connection to the database beside those of the program.
    pub(crate) async fn raw(&self) -> Raw {
        self.db.raw().await
    }

    /// The value of `DATABASE_URL`.
    pub(crate) fn url(&self) -> &str {
        &self.db.url
    }

    /// Waits until all updates are handled and all messages are sent.
    async fn wait_until_idle(&self) {
        let db = Db::open_existing(&self.db.url).await.unwrap();
        let idle = async {
            loop {
                let all_received = self.sandbox.all_confirmed();
                let mut tx = db.read(shop(&self.sandbox)).await.unwrap();
                let waiting = kopilka::service::inbox::waiting_count(&mut tx).await.unwrap();
                let unsent = kopilka::service::outbox::count(&mut tx).await.unwrap();
                if all_received && waiting == 0 && unsent == 0 {
                    return;
                }
                drop(tx);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(120), idle).await.expect("inbox or outbox do not become empty");
        db.close().await;
    }

    pub(crate) fn random_below(&self, limit: u64) -> u64 {
        self.chance.bits() % limit
    }

    fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[usize::try_from(self.random_below(u64::try_from(from.len()).unwrap())).unwrap()]
    }
}

pub(crate) fn shop(sandbox: &Sandbox) -> ShopId {
    ShopId(sandbox.token().split(':').next().unwrap().parse().unwrap())
}
