//! The real binary as a process of its own, so that its cost is separate from that of the benchmark.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::Duration,
};

use kopilka::sandbox::Sandbox;

/// The clock ticks of a second in `/proc`, the same on every Linux that Rust runs on.
const TICKS: f64 = 100.0;

/// A running bot.
pub(crate) struct Bot(Child);

impl Bot {
    /// Starts `kopilka run` against the sandbox on a database, with no limits on sending.
    pub(crate) fn start(sandbox: &Sandbox, database_url: &str) -> Self {
        Self::start_with(sandbox, database_url, &[])
    }

    /// As [`Bot::start`], with more settings.
    pub(crate) fn start_with(sandbox: &Sandbox, database_url: &str, settings: &[(&str, &str)]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_kopilka"))
            .arg("run")
            .env("TELOXIDE_TOKEN", sandbox.token())
            .env("TELOXIDE_API_URL", sandbox.url())
            .env("DATABASE_URL", database_url)
            .env("SEND_PER_SECOND", "0")
            .env("RUST_LOG", "warn")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .spawn()
            .expect("the binary starts");
        Self(child)
    }

    /// The processor time it has used.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).expect("Linux's /proc");
        // The name in parentheses may hold spaces; user and system time are the 12th and 13th fields after it.
        let fields: Vec<&str> = stat.rsplit_once(')').expect("a stat line").1.split_whitespace().collect();
        let ticks: f64 = fields[11].parse::<f64>().expect("ticks") + fields[12].parse::<f64>().expect("ticks");
        Duration::from_secs_f64(ticks / TICKS)
    }

    /// The most memory it has held, in MB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).expect("Linux's /proc");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("VmHWM");
        line.split_whitespace().nth(1).expect("a number").parse::<u64>().expect("a number") / 1024
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may be killed at any time.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
