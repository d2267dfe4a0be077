//! Random histories, run on both databases side by side. After every step both databases gave the same answers and hold the
//! same rows; all balances are those of the model; the audit finds nothing; repeated and refused operations changed nothing.

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
    action::{Action, Step, duration, history},
    harness::{Answer, TestShop},
    model::{Expected, Model},
    rows::{Rows, difference},
};
use crate::{
    database::{Kind, TestDb},
    import_dump::{entry, invoice, plain, text},
    settings::setting,
};

/// How many histories are run.
const HISTORIES: u64 = 4;

#[test]
fn random_histories_agree_with_the_model_on_both_databases() {
    let seed = setting("KOPILKA_SEED").unwrap_or_else(|| SystemChance.bits() >> 16);
    let histories = setting("KOPILKA_HISTORIES").unwrap_or(HISTORIES);
    println!("{histories} histories; to repeat this run: KOPILKA_SEED={seed}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let databases = runtime.block_on(Databases::create());
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
        let result = runner.run(&(beginning(), history()), |(beginning, steps)| {
            runtime.block_on(databases.run_history(&beginning, &steps)).map_err(TestCaseError::fail)
        });
        match result {
            Ok(()) => {}
            Err(TestError::Abort(reason)) => panic!("{reason}"),
            Err(TestError::Fail(reason, (beginning, steps))) => {
                let steps: String = steps.iter().map(|step| format!("\n  {step:?}")).collect();
                let again = format!("to repeat it: KOPILKA_SEED={seed} KOPILKA_HISTORIES=1");
                panic!("{reason}\nin this history, which begins with {beginning:?}:{steps}\n{again}");
            }
        }
    }
}

/// A customer of the file that a history may begin with: main and referral points, debt; an invoice with what it earned, and
/// one with what it redeemed.
type ImportedCustomer = (i64, i64, i64, Option<[(i64, i64); 2]>);

fn beginning() -> impl Strategy<Value = Vec<ImportedCustomer>> {
    let of_invoice = (1..900_00_i64, 1..1000_i64).prop_map(|(total, permille)| (total, total * permille / 1000));
    let invoices =
        proptest::option::of((of_invoice.clone(), of_invoice).prop_map(|(earned, redeemed)| [earned, redeemed]));
    let customer = (0..300_00_i64, 0..50_00_i64, 0..100_00_i64, invoices);
    proptest::collection::vec(customer, 0..3)
}

/// Both databases, with a shop for each history.
struct Databases {
    tests: [TestDb; 2],
    rows: Rows,
    next_shop: AtomicI64,
    directory: TempDir,
    sample: PathBuf,
}

/// A run of one history.
struct Run<'d> {
    databases: &'d Databases,
    model: Model,
    shops: [TestShop; 2],
    /// The rows of the shop, which are the same in both databases.
    rows: Vec<String>,
    done: Vec<(Operation, Action<i64>, Answer)>,
}

type Outcome = Result<(), String>;

impl Databases {
    async fn create() -> Self {
        let tests = [TestDb::new(Kind::Sqlite).await, TestDb::new(Kind::Postgres).await];
        let rows = Rows::of(&mut tests[1].raw().await).await;
        let directory = TempDir::new().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("import/customers.json");
        Self { tests, rows, next_shop: AtomicI64::new(10_000), directory, sample }
    }

    fn new_shop(&self) -> ShopId {
        ShopId(self.next_shop.fetch_add(1, Ordering::SeqCst))
    }

    async fn run_history(&self, beginning: &[ImportedCustomer], steps: &[Step]) -> Outcome {
        let id = self.new_shop();
        let shops = [TestShop::open(&self.tests[0], id).await, TestShop::open(&self.tests[1], id).await];
        let model = Model::at(shops[0].shop.clock.now().0);
        let mut run = Run { databases: self, model, shops, rows: Vec::new(), done: Vec::new() };
        run.start(beginning).await?;
        for (number, step) in steps.iter().enumerate() {
            run.take_step(step).await.map_err(|fault| format!("step {number}, {step:?}: {fault}"))?;
        }
        run.finish().await
    }

    /// Writes the file that a history begins with.
    fn write_dump(&self, customers: &[ImportedCustomer]) -> PathBuf {
        let amount = |minor: i64| minor as f64 / 100.0;
        let record = |(index, (main, referral, debt, invoices)): (usize, &ImportedCustomer)| {
            let code = (10_001 + index).to_string();
            let mut record = plain(&code);
            (record["bonuses"], record["referral_bonuses"]) = (json!(amount(*main)), json!(amount(*referral)));
            record["debts"] = json!(amount(*debt));
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

impl Run<'_> {
    async fn start(&mut self, customers: &[ImportedCustomer]) -> Outcome {
        if !customers.is_empty() {
            let file = self.databases.write_dump(customers);
            for test_shop in &mut self.shops {
                test_shop.import(&file).await;
            }
            self.model.rules.bonus_bp = 250;
            for (main, referral, debt, invoices) in customers {
                self.model.import(*main, *referral, *debt, *invoices);
            }
        }
        self.rows = self.rows_of_both().await?;
        self.compare_with_model().await
    }

    async fn take_step(&mut self, step: &Step) -> Outcome {
        let duration = duration(step, self.model.now);
        self.model.advance(duration);
        for test_shop in &self.shops {
            test_shop.advance(duration);
        }
        match step {
            Step::Repeat { operation, forged } if !self.done.is_empty() => {
                let (operation, action, answer) = self.done[operation % self.done.len()].clone();
                if *forged {
                    self.reuse_operation_id(&operation, &action).await?
                } else {
                    self.repeat(&operation, &action, &answer).await?
                }
            }
            Step::ImportIntoAnotherShop => self.import_into_another_shop().await?,
            Step::Act(action) => {
                if let Some(action) = action.resolve(&self.model) {
                    self.act(&action).await.map_err(|fault| format!("{action:?}: {fault}"))?;
                }
            }
            Step::Wait { .. } | Step::WaitUntilLateEvening | Step::Repeat { .. } => {}
        }
        self.compare_with_model().await
    }

    async fn act(&mut self, action: &Action<i64>) -> Outcome {
        if matches!(action, Action::Arrive | Action::Register) {
            // The test shop moves its clock by a second before each customer joins.
            self.model.advance(1_000_000);
        }
        let [operation, _] = self.shops.each_ref().map(TestShop::operation);
        let expected = self.model.perform(action);
        let answers = self.perform(&operation, action, false).await;
        let answer = same_answer(answers, "the two databases answer differently")?;
        if numbers_of(&answer) != expected {
            return Err(format!("answered {answer:?}, expected {expected:?}"));
        }
        let rows = self.rows_of_both().await?;
        match answer {
            Err(refusal) if rows != self.rows => Err(format!("{refusal:?} changed\n{}", difference(&self.rows, &rows))),
            Err(_) => Ok(()),
            Ok(answer) => {
                self.rows = rows;
                if action.is_operation() {
                    self.repeat(&operation, action, &answer).await?;
                    self.done.push((operation, action.clone(), answer));
                }
                Ok(())
            }
        }
    }

    async fn perform(
        &mut self,
        operation: &Operation,
        action: &Action<i64>,
        again: bool,
    ) -> [Result<Answer, Refusal>; 2] {
        let [one, other] = &mut self.shops;
        let results: [_; 2] =
            join!(one.perform(operation, action, again), other.perform(operation, action, again)).into();
        results.map(|result| {
            result.map_err(|error| match error {
                Error::Refused(refusal) => refusal,
                error => panic!("{action:?}: {error:?}"),
            })
        })
    }

    /// Requests the same operation again: the answer is the same, and nothing changes.
    async fn repeat(&mut self, operation: &Operation, action: &Action<i64>, answer: &Answer) -> Outcome {
        let again = self.perform(operation, action, true).await;
        if again.iter().any(|again| again.as_ref() != Ok(answer)) {
            return Err(format!("{action:?} again: answered {again:?}, not {answer:?}"));
        }
        self.expect_no_change(&format!("{action:?} again")).await
    }

    async fn reuse_operation_id(&mut self, operation: &Operation, action: &Action<i64>) -> Outcome {
        let forged = action.forged();
        let answers = self.perform(operation, &forged, true).await;
        if answers.iter().any(|answer| *answer != Err(Refusal::OperationReused)) {
            return Err(format!("{forged:?} under the id of {action:?}: {answers:?}"));
        }
        self.expect_no_change(&format!("{forged:?} under the id of {action:?}")).await
    }

    async fn import_into_another_shop(&mut self) -> Outcome {
        let shop = self.databases.new_shop();
        for test in &self.databases.tests {
            TestShop::open(test, shop).await.import(&self.databases.sample).await;
        }
        self.expect_no_change("an import into another shop").await
    }

    async fn expect_no_change(&mut self, by: &str) -> Outcome {
        let rows = self.rows_of_both().await?;
        if rows == self.rows { Ok(()) } else { Err(format!("{by} changed\n{}", difference(&self.rows, &rows))) }
    }

    async fn rows_of_both(&mut self) -> Result<Vec<String>, String> {
        let [one, other] = &mut self.shops;
        let (here, there) = join!(one.rows(&self.databases.rows), other.rows(&self.databases.rows));
        if here == there {
            Ok(here)
        } else {
            Err(format!("SQLite and PostgreSQL differ\n{}", difference(&here, &there)))
        }
    }

    async fn compare_with_model(&self) -> Outcome {
        let expected: Vec<_> = (0..self.model.people.len())
            .map(|person| {
                let points = |wallet| self.model.available(person, wallet);
                (points(PointsWallet::Main), points(PointsWallet::Referral), self.model.people[person].debt)
            })
            .collect();
        let [one, other] = &self.shops;
        let (here, there, (), ()) =
            join!(one.balances(), other.balances(), one.shop.assert_sound(), other.shop.assert_sound());
        match [here, there].into_iter().find(|has| *has != expected) {
            Some(has) => Err(format!("the balances are {has:?}, expected {expected:?}")),
            None => Ok(()),
        }
    }

    /// Runs all due jobs and compares each lot and its expiry with the model. Then moves all to another shop.
    async fn finish(&mut self) -> Outcome {
        self.take_step(&Step::Wait { minutes: 61 }).await?;
        for test_shop in &mut self.shops {
            test_shop.run_jobs().await;
        }
        self.rows = self.rows_of_both().await?;
        for (person, expected) in self.model.people.iter().enumerate() {
            for (wallet, wallet_model) in [("main", &expected.main), ("referral", &expected.referral)] {
                let lots = wallet_model.lots.iter().filter(|lot| lot.remaining > 0);
                let expected: Vec<_> = lots.map(|lot| (lot.remaining, lot.expires_at.unwrap_or(0))).collect();
                for test_shop in &mut self.shops {
                    let lots = test_shop.lots(person, wallet).await;
                    if lots != expected {
                        return Err(format!("the {wallet} lots of {person} are {lots:?}, expected {expected:?}"));
                    }
                }
            }
        }
        self.compare_with_model().await?;
        self.move_to_another_shop().await
    }

    /// Exports the shop and imports it into another one, where all balances must be the same.
    async fn move_to_another_shop(&self) -> Outcome {
        if self.model.people.is_empty() {
            return Ok(());
        }
        let file = self.databases.directory.path().join("moved.json");
        let id = self.databases.new_shop();
        for (test, test_shop) in self.databases.tests.iter().zip(&self.shops) {
            kopilka::import::export(&test_shop.shop.db, test_shop.shop.id, chrono_tz::UTC, &file, true).await.unwrap();
            let mut there = TestShop::open(test, id).await;
            there.shop.clock.advance(test_shop.shop.clock.now() - there.shop.clock.now());
            there.import(&file).await;
            let (has, had) = (there.balances_by_code().await, test_shop.balances_by_code().await);
            if has != had {
                return Err(format!("the balances in the other shop are {has:?}, not {had:?}"));
            }
            there.shop.assert_sound().await;
        }
        Ok(())
    }
}

/// The answer of both databases; an error where they differ.
fn same_answer<T: PartialEq + std::fmt::Debug>([one, other]: [T; 2], otherwise: &str) -> Result<T, String> {
    if one == other { Ok(one) } else { Err(format!("{otherwise}: {one:?}, {other:?}")) }
}

fn numbers_of(answer: &Result<Answer, Refusal>) -> Expected {
    answer.as_ref().map(|answer| answer.numbers.clone()).map_err(Clone::clone)
}
