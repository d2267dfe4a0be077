//! Killed at random moments, again and again: what was accepted takes effect once, and everybody hears of it.
//!
//! `KOPILKA_KILLS` asks for another number of kills than 50, `KOPILKA_SEED` for the run of a seed that was printed.

use std::time::Duration;

use kopilka::{
    clock::{Chance, SeededChance, SystemChance},
    domain::ShopId,
    sandbox::{Fault, Options, Sandbox},
    storage::Db,
};

use super::{
    assertions::{Sums, reckon},
    crowd::{Crowd, seed_shop},
    process::{Process, Program},
};
use crate::{database::TestDb, on_both, settings::setting};

/// How often the program is killed.
const KILLS: u32 = 50;
/// Where faults strike, and how: most in what is sent.
const METHODS: [&str; 6] =
    ["sendMessage", "sendMessage", "editMessageText", "sendPhoto", "answerCallbackQuery", "getUpdates"];
const FAULTS: [Fault; 5] = [
    Fault::TooManyRequests { retry_after: 1 },
    Fault::ServerError,
    Fault::DropBefore,
    Fault::DropAfter,
    Fault::Silence,
];

on_both! {
    async fn killed_at_random_moments_it_loses_and_doubles_nothing(db: TestDb) {
        let trial = Trial::prepare(db).await;
        let mut crowd = Crowd::start(&trial.sandbox, &trial.promo_codes, trial.seed);
        for _ in 0..trial.kills {
            let mut bot = trial.program.start("run");
            trial.lives_for_a_while().await;
            bot.kill();
            crowd.check().await;
        }
        let mut bot = trial.program.start("run");
        trial.ends_well(crowd, &mut [&mut bot]).await;
    }
}

/// A shop whose bot is to be killed.
pub(crate) struct Trial {
    pub(crate) sandbox: Sandbox,
    pub(crate) program: Program,
    pub(crate) promo_codes: Vec<String>,
    pub(crate) seed: u64,
    pub(crate) kills: u32,
    db: TestDb,
    dice: SeededChance,
}

impl Trial {
    pub(crate) async fn prepare(db: TestDb) -> Self {
        let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits());
        let kills = setting("KOPILKA_KILLS").unwrap_or(KILLS);
        println!("{kills} kills; the same again: KOPILKA_SEED={seed}");
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let promo_codes = seed_shop(&db.db, shop(&sandbox)).await;
        // A crash is a crash only where nobody else has the file open.
        db.db.close().await;
        let program = Program::new(&sandbox, &db.url);
        Self { sandbox, program, promo_codes, seed, kills, db, dice: SeededChance::new(seed) }
    }

    /// Time passes, and now and then something goes wrong: often the program is killed before it has well begun.
    pub(crate) async fn lives_for_a_while(&self) {
        let time = if self.throw(5) == 0 { self.throw(400) } else { 400 + self.throw(1_100) };
        if self.throw(2) == 0 {
            let (method, fault) = (self.pick(&METHODS), self.pick(&FAULTS));
            let count = if fault == Fault::Silence { 1 } else { 1 + self.throw(2) };
            self.sandbox.fail_next(method, usize::try_from(count).unwrap(), fault);
        }
        if self.throw(2) == 0 {
            self.sandbox.deliver_twice(usize::try_from(self.throw(20)).unwrap());
        }
        tokio::time::sleep(Duration::from_millis(time)).await;
    }

    /// Everybody comes to an end with the programs that run now, which are then told to stop; and the sums are right.
    pub(crate) async fn ends_well(self, crowd: Crowd, bots: &mut [&mut Process]) -> Sums {
        let done = crowd.finish().await;
        self.sandbox.clear_faults();
        self.comes_to_rest().await;
        for bot in bots {
            let (status, took) = bot.terminate().await;
            assert_eq!(status.code(), Some(0), "{}", bot.log().join("\n"));
            assert!(took < Duration::from_secs(10), "it took {took:?}");
        }
        let (audit, said) = self.program.complete("audit").await;
        assert!(audit.success(), "{}", said.join("\n"));
        let sums = reckon(&self.sandbox, &mut self.db.raw().await, &done).await;
        println!("{sums:?}");
        assert!(sums.sales > 0 && sums.questions > 0, "nothing was done");
        sums
    }

    /// What `DATABASE_URL` says.
    pub(crate) fn url(&self) -> &str {
        &self.db.url
    }

    /// Waits until nothing is to be done or sent.
    async fn comes_to_rest(&self) {
        let db = Db::open_existing(&self.db.url).await.unwrap();
        let quiet = async {
            loop {
                let all_came = self.sandbox.all_confirmed();
                let mut tx = db.read(shop(&self.sandbox)).await.unwrap();
                let waiting = kopilka::service::inbox::waiting_count(&mut tx).await.unwrap();
                let unsent = kopilka::service::outbox::count(&mut tx).await.unwrap();
                if all_came && waiting == 0 && unsent == 0 {
                    return;
                }
                drop(tx);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(120), quiet).await.expect("it does not come to rest");
        db.close().await;
    }

    pub(crate) fn throw(&self, sides: u64) -> u64 {
        self.dice.bits() % sides
    }

    fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[usize::try_from(self.throw(u64::try_from(from.len()).unwrap())).unwrap()]
    }
}

pub(crate) fn shop(sandbox: &Sandbox) -> ShopId {
    ShopId(sandbox.token().split(':').next().unwrap().parse().unwrap())
}
