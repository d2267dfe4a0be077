//! How fast Kopilka is, as ratios of one run: `./tests/run --bench [updates | invoices | http | scale | parcels | profiles | import]`. Results are in
//! `docs/performance.md`. These are no tests: timings vary between runs.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops where it is")]

mod bare;
mod fill;
mod http;
mod import;
mod invoices;
mod parcels;
mod process;
mod profiles;
mod scale;
mod updates;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    // Cargo adds `--bench` itself.
    let chosen: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let runs = |name: &str| chosen.is_empty() || chosen.iter().any(|argument| argument == name);
    let known = ["updates", "invoices", "http", "scale", "parcels", "profiles", "import"];
    if let Some(unknown) = chosen.iter().find(|name| !known.contains(&name.as_str())) {
        eprintln!("there is no benchmark `{unknown}`: {}", known.join(", "));
        return ExitCode::from(2);
    }
    if runs("updates") {
        updates::run().await;
    }
    if runs("invoices") {
        invoices::run().await;
    }
    if runs("http") {
        http::run().await;
    }
    if runs("scale") {
        scale::run().await;
    }
    if runs("parcels") {
        parcels::run().await;
    }
    if runs("profiles") {
        profiles::run().await;
    }
    if runs("import") {
        import::run().await;
    }
    ExitCode::SUCCESS
}
