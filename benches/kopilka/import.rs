//! The import of a large dump compared with a plain one in Python: `json.load`, then `executemany` of the same rows
//! into the same tables. Both write into a new SQLite file.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

/// Customers of the dump: about 290 MB.
const CUSTOMERS: u32 = 100_000;
/// How often the memory of a process is read.
const SAMPLE_EVERY: Duration = Duration::from_millis(5);
/// Every table that an import fills.
const TABLES: [&str; 8] =
    ["shops", "customers", "search_terms", "invoices", "invoice_lines", "wallets", "entries", "lots"];

/// What one import took.
struct Cost {
    way: &'static str,
    took: Duration,
    peak_mb: u64,
}

pub(crate) async fn run() {
    let directory = TempDir::new().expect("a temporary directory");
    let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let dump = directory.path().join("dump.json");
    let (ours, theirs) = (directory.path().join("kopilka.db"), directory.path().join("python.db"));
    let mut generate = Command::new("python3");
    generate.arg(benches.join("make_dump.py")).arg(CUSTOMERS.to_string()).arg("-o").arg(&dump);
    measure("the dump", generate);
    let size = fs::metadata(&dump).expect("the dump").len() / 1_000_000;

    let mut plain = Command::new("python3");
    plain.arg(benches.join("import.py")).arg(&dump).arg(&theirs);
    let plain = measure("Python, json.load and executemany", plain);
    let mut kopilka = Command::new(env!("CARGO_BIN_EXE_kopilka"));
    kopilka.arg("import").arg(&dump);
    kopilka.env("DATABASE_URL", format!("sqlite:{}", ours.display())).env("TELOXIDE_TOKEN", "7000000001:bench");
    let kopilka = measure("kopilka import", kopilka);

    let mut rows = 0;
    for table in TABLES {
        let (own, plain) = (count(&ours, table).await, count(&theirs, table).await);
        assert_eq!(own, plain, "both ways write the same rows of {table}");
        rows += own;
    }
    println!("\n{CUSTOMERS} customers, {size} MB, {rows} rows\n");
    println!("| way | time | MB/s | rows/s | peak memory |");
    println!("|---|---|---|---|---|");
    for cost in [&plain, &kopilka] {
        let seconds = cost.took.as_secs_f64();
        let (megabytes, rows) = (size as f64 / seconds, rows as f64 / seconds);
        println!("| {} | {seconds:.1} s | {megabytes:.0} | {rows:.0} | {} MB |", cost.way, cost.peak_mb);
    }
    println!("\n{:.1} times as fast", plain.took.as_secs_f64() / kopilka.took.as_secs_f64());
}

/// Runs a command to its end.
fn measure(way: &'static str, mut command: Command) -> Cost {
    let began = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("python3 and kopilka start");
    let mut peak_mb = 0;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        peak_mb = peak_memory(child.id()).unwrap_or(peak_mb);
        thread::sleep(SAMPLE_EVERY);
    };
    assert!(status.success(), "{way}: {status}");
    Cost { way, took: began.elapsed(), peak_mb }
}

/// The most memory a process has held, in MB; nothing once it has ended.
fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

async fn count(file: &Path, table: &str) -> i64 {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite:{}?mode=ro", file.display())).await.expect("a database");
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let (rows,): (i64,) = sqlx::query_as(sql).fetch_one(&mut connection).await.expect("a count");
    rows
}
