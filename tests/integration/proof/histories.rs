//! Histories at random, on both databases side by side. After every step: both answered and stored the same, to the row;
//! everybody has what the model says; the audit finds nothing; what comes again, and what is refused, changes nothing.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering},
};

use futures_util::join;
use kopilka::{
    clock::{Chance, Clock, SystemChance},
    domain::{PointsWallet, ShopId},
    service::{Error, Operation, Refusal},
};
use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};
use serde_json::json;
use tempfile::TempDir;

use super::{
    act::{Act, Deed, history, span},
    harness::{Answer, Stage},
    model::{Model, Told},
    rows::{Rows, difference},
};
use crate::{
    database::{Kind, TestDb},
    import_dump::{entry, invoice, plain, text},
    settings::setting,
};

/// How many histories are played.
const HISTORIES: u64 = 4;

#[test]
fn whatever_happens_no_point_is_lost_and_none_is_doubled() {
    let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits() >> 16);
    let histories = setting("KOPILKA_HISTORIES").unwrap_or(HISTORIES);
    println!("{histories} histories; the same again: KOPILKA_SEED={seed}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let theatre = runtime.block_on(Theatre::build());
    for seed in seed..seed + histories {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = Config {
            cases: 1,
            failure_persistence: None,
            max_shrink_iters: 2_000,
            max_shrink_time: 60_000,
            ..Config::default()
        };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        let played = runner.run(&(beginning(), history()), |(beginning, deeds)| {
            runtime.block_on(theatre.plays(&beginning, &deeds)).map_err(TestCaseError::fail)
        });
        match played {
            Ok(()) => {}
            Err(TestError::Abort(reason)) => panic!("{reason}"),
            Err(TestError::Fail(reason, (beginning, deeds))) => {
                let deeds: String = deeds.iter().map(|deed| format!("\n  {deed:?}")).collect();
                let again = format!("the same again: KOPILKA_SEED={seed} KOPILKA_HISTORIES=1");
                panic!("{reason}\nin this history, which begins with {beginning:?}:{deeds}\n{again}");
            }
        }
    }
}

/// A customer of the file that a history may begin with: main and referral points, debt; an invoice that earned so much, and
/// one that redeemed so much.
type Imported = (i64, i64, i64, Option<[(i64, i64); 2]>);

fn beginning() -> impl Strategy<Value = Vec<Imported>> {
    let of_invoice = (1..900_00_i64, 1..1000_i64).prop_map(|(total, permille)| (total, total * permille / 1000));
    let invoices =
        proptest::option::of((of_invoice.clone(), of_invoice).prop_map(|(earned, redeemed)| [earned, redeemed]));
    let customer = (0..300_00_i64, 0..50_00_i64, 0..100_00_i64, invoices);
    proptest::collection::vec(customer, 0..3)
}

/// Both databases, with a shop for each history.
struct Theatre {
    tests: [TestDb; 2],
    rows: Rows,
    next_shop: AtomicI64,
    directory: TempDir,
    sample: PathBuf,
}

/// A history that is being played.
struct Play<'t> {
    theatre: &'t Theatre,
    model: Model,
    stages: [Stage; 2],
    /// The rows of the shop, the same in both.
    rows: Vec<String>,
    done: Vec<(Operation, Act, Answer)>,
}

type Outcome = Result<(), String>;

impl Theatre {
    async fn build() -> Self {
        let tests = [TestDb::new(Kind::Sqlite).await, TestDb::new(Kind::Postgres).await];
        let rows = Rows::of(&mut tests[1].raw().await).await;
        let directory = TempDir::new().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("import/customers.json");
        Self { tests, rows, next_shop: AtomicI64::new(10_000), directory, sample }
    }

    fn new_shop(&self) -> ShopId {
        ShopId(self.next_shop.fetch_add(1, Ordering::SeqCst))
    }

    async fn plays(&self, beginning: &[Imported], deeds: &[Deed]) -> Outcome {
        let id = self.new_shop();
        let stages = [Stage::open(&self.tests[0], id).await, Stage::open(&self.tests[1], id).await];
        let model = Model::at(stages[0].shop.clock.now().0);
        let mut play = Play { theatre: self, model, stages, rows: Vec::new(), done: Vec::new() };
        play.begins(beginning).await?;
        for (number, deed) in deeds.iter().enumerate() {
            play.goes_on(deed).await.map_err(|fault| format!("step {number}, {deed:?}: {fault}"))?;
        }
        play.ends().await
    }

    /// Writes the file that a history begins with.
    fn write_dump(&self, customers: &[Imported]) -> PathBuf {
        let amount = |minor: i64| minor as f64 / 100.0;
        let record = |(index, (main, referral, owes, invoices)): (usize, &Imported)| {
            let code = (10_001 + index).to_string();
            let mut record = plain(&code);
            (record["bonuses"], record["referral_bonuses"]) = (json!(amount(*main)), json!(amount(*referral)));
            record["debts"] = json!(amount(*owes));
            if let Some([(total, earned), (other, redeemed)]) = invoices {
                let numbers = [2 * index, 2 * index + 1].map(|number| format!("{number:08X}"));
                let (first, mut second) = (invoice(&numbers[0], amount(*total)), invoice(&numbers[1], amount(*other)));
                second["bonuses_deducted"] = json!(amount(*redeemed));
                second["bonus_source_used"] = json!("main");
                record["invoices"] = json!([first, second]);
                record["has_made_first_purchase"] = json!(true);
                let entries = [
                    (
                        *redeemed,
                        entry("deduction", amount(*redeemed), &format!("Оплата по накладной #{}", numbers[1]), "bonus"),
                    ),
                    (
                        *earned,
                        entry("accrual", amount(*earned), &format!("Бонус с накладной #{}", numbers[0]), "bonus"),
                    ),
                ];
                let entries = entries.into_iter().filter(|(amount, _)| *amount > 0).map(|(_, entry)| entry);
                record["history"] = entries.collect();
            }
            (code, record)
        };
        let records: Vec<_> = customers.iter().enumerate().map(record).collect();
        let file = self.directory.path().join("dump.json");
        std::fs::write(&file, text(&records)).unwrap();
        file
    }
}

impl Play<'_> {
    async fn begins(&mut self, customers: &[Imported]) -> Outcome {
        if !customers.is_empty() {
            let file = self.theatre.write_dump(customers);
            for stage in &mut self.stages {
                stage.imports(&file).await;
            }
            self.model.rules.bonus_bp = 250;
            for (main, referral, owes, invoices) in customers {
                self.model.imports(*main, *referral, *owes, *invoices);
            }
        }
        self.rows = self.rows_of_both().await?;
        self.is_as_it_should_be().await
    }

    async fn goes_on(&mut self, deed: &Deed) -> Outcome {
        let span = span(deed, self.model.now);
        self.model.waits(span);
        for stage in &self.stages {
            stage.waits(span);
        }
        match deed {
            Deed::Repeats { operation, forged } if !self.done.is_empty() => {
                let (operation, act, answer) = self.done[operation % self.done.len()].clone();
                if *forged {
                    self.forges(&operation, &act).await?
                } else {
                    self.repeats(&operation, &act, &answer).await?
                }
            }
            Deed::ImportsElsewhere => self.imports_elsewhere().await?,
            _ => {
                if let Some(act) = deed.act(&self.model) {
                    self.does(&act).await.map_err(|fault| format!("{act:?}: {fault}"))?;
                }
            }
        }
        self.is_as_it_should_be().await
    }

    async fn does(&mut self, act: &Act) -> Outcome {
        if matches!(act, Act::Arrives | Act::Registers) {
            // Nobody joins at the same moment as somebody else.
            self.model.waits(1_000_000);
        }
        let [operation, _] = self.stages.each_ref().map(Stage::operation);
        let foreseen = self.model.does(act);
        let answers = self.performs(&operation, act, false).await;
        let answer = agreed(answers, "the two databases answer differently")?;
        if told(&answer) != foreseen {
            return Err(format!("answered {answer:?}, foreseen {foreseen:?}"));
        }
        let rows = self.rows_of_both().await?;
        match answer {
            Err(refusal) if rows != self.rows => Err(format!("{refusal:?} changed\n{}", difference(&self.rows, &rows))),
            Err(_) => Ok(()),
            Ok(answer) => {
                self.rows = rows;
                if act.is_operation() {
                    self.repeats(&operation, act, &answer).await?;
                    self.done.push((operation, act.clone(), answer));
                }
                Ok(())
            }
        }
    }

    async fn performs(&mut self, operation: &Operation, act: &Act, again: bool) -> [Result<Answer, Refusal>; 2] {
        let [one, other] = &mut self.stages;
        let results: [_; 2] = join!(one.performs(operation, act, again), other.performs(operation, act, again)).into();
        results.map(|result| {
            result.map_err(|error| match error {
                Error::Refused(refusal) => refusal,
                error => panic!("{act:?}: {error:?}"),
            })
        })
    }

    /// The same operation again: the same answer, and nothing else.
    async fn repeats(&mut self, operation: &Operation, act: &Act, answer: &Answer) -> Outcome {
        let again = self.performs(operation, act, true).await;
        if again.iter().any(|again| again.as_ref() != Ok(answer)) {
            return Err(format!("{act:?} again: answered {again:?}, not {answer:?}"));
        }
        self.nothing_changed(&format!("{act:?} again")).await
    }

    async fn forges(&mut self, operation: &Operation, act: &Act) -> Outcome {
        let forged = act.forged();
        let answers = self.performs(operation, &forged, true).await;
        if answers.iter().any(|answer| *answer != Err(Refusal::OperationReused)) {
            return Err(format!("{forged:?} under the id of {act:?}: {answers:?}"));
        }
        self.nothing_changed(&format!("{forged:?} under the id of {act:?}")).await
    }

    async fn imports_elsewhere(&mut self) -> Outcome {
        let shop = self.theatre.new_shop();
        for test in &self.theatre.tests {
            Stage::open(test, shop).await.imports(&self.theatre.sample).await;
        }
        self.nothing_changed("an import into another shop").await
    }

    async fn nothing_changed(&mut self, by: &str) -> Outcome {
        let rows = self.rows_of_both().await?;
        if rows == self.rows { Ok(()) } else { Err(format!("{by} changed\n{}", difference(&self.rows, &rows))) }
    }

    async fn rows_of_both(&mut self) -> Result<Vec<String>, String> {
        let [one, other] = &mut self.stages;
        let (here, there) = join!(one.rows(&self.theatre.rows), other.rows(&self.theatre.rows));
        if here == there {
            Ok(here)
        } else {
            Err(format!("SQLite and PostgreSQL differ\n{}", difference(&here, &there)))
        }
    }

    async fn is_as_it_should_be(&self) -> Outcome {
        let foreseen: Vec<_> = (0..self.model.people.len())
            .map(|person| {
                let points = |wallet| self.model.available(person, wallet);
                (points(PointsWallet::Main), points(PointsWallet::Referral), self.model.people[person].owes)
            })
            .collect();
        let [one, other] = &self.stages;
        let (here, there, (), ()) = join!(one.balances(), other.balances(), one.shop.is_sound(), other.shop.is_sound());
        match [here, there].into_iter().find(|has| *has != foreseen) {
            Some(has) => Err(format!("they have {has:?}, foreseen {foreseen:?}")),
            None => Ok(()),
        }
    }

    /// When everything due is done, the points are in the lots that the model has, and end when they do. Then all is exported
    /// and imported elsewhere, and everybody has there what they had here.
    async fn ends(&mut self) -> Outcome {
        self.goes_on(&Deed::Waits { minutes: 61 }).await?;
        for stage in &mut self.stages {
            stage.does_what_is_due().await;
        }
        self.rows = self.rows_of_both().await?;
        for (person, foreseen) in self.model.people.iter().enumerate() {
            for (wallet, purse) in [("main", &foreseen.main), ("referral", &foreseen.referral)] {
                let lots = purse.lots.iter().filter(|lot| lot.left > 0);
                let foreseen: Vec<_> = lots.map(|lot| (lot.left, lot.ends.unwrap_or(0))).collect();
                for stage in &mut self.stages {
                    let lots = stage.lots(person, wallet).await;
                    if lots != foreseen {
                        return Err(format!("the {wallet} lots of {person} are {lots:?}, foreseen {foreseen:?}"));
                    }
                }
            }
        }
        self.is_as_it_should_be().await?;
        self.moves().await
    }

    /// Everything is exported and imported into another shop, where everybody has what they had.
    async fn moves(&self) -> Outcome {
        if self.model.people.is_empty() {
            return Ok(());
        }
        let file = self.theatre.directory.path().join("moved.json");
        let id = self.theatre.new_shop();
        for (test, stage) in self.theatre.tests.iter().zip(&self.stages) {
            kopilka::import::export(&stage.shop.db, stage.shop.id, chrono_tz::UTC, &file).await.unwrap();
            let mut there = Stage::open(test, id).await;
            there.shop.clock.advance(stage.shop.clock.now() - there.shop.clock.now());
            there.imports(&file).await;
            let (has, had) = (there.by_code().await, stage.by_code().await);
            if has != had {
                return Err(format!("where all was moved to they have {has:?}, not {had:?}"));
            }
            there.shop.is_sound().await;
        }
        Ok(())
    }
}

/// What both answered.
fn agreed<T: PartialEq + std::fmt::Debug>([one, other]: [T; 2], otherwise: &str) -> Result<T, String> {
    if one == other { Ok(one) } else { Err(format!("{otherwise}: {one:?}, {other:?}")) }
}

fn told(answer: &Result<Answer, Refusal>) -> Told {
    answer.as_ref().map(|answer| answer.numbers.clone()).map_err(Clone::clone)
}
