//! The program's sandbox, and the programs of others that call it: as their examples stand in the documents.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

/// The shop of the sandbox.
const BOT: &str = "7000000001";

/// A running sandbox. Dropped, it ends.
pub(super) struct Sandbox {
    process: Child,
    /// Where its APIs are.
    pub(super) url: String,
    /// The demonstration key.
    pub(super) key: String,
    /// The id of its bot.
    pub(super) bot: String,
    /// Kept open: what the sandbox prints goes there.
    _output: BufReader<ChildStdout>,
}

impl Sandbox {
    /// Starts it, and waits until it serves.
    pub(super) fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kopilka"));
        command
            .args(["sandbox", "--no-browser", "--port", "0", "--api-port", "0"])
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut printed = String::new();
        while !printed.contains("with the key") {
            assert!(output.read_line(&mut printed).unwrap() > 0, "the sandbox ended: {printed}");
        }
        let word_after = |words: &str| {
            let rest = printed.split(words).nth(1).unwrap_or_else(|| panic!("{words} is not in {printed}"));
            rest.split_whitespace().next().unwrap().trim_end_matches([',', '.', ';']).to_owned()
        };
        let url = word_after("HTTP APIs:").strip_suffix("/api/docs").unwrap().to_owned();
        let (key, bot) = (word_after("with the key"), word_after("for the bot"));
        assert_eq!(bot, BOT);
        let sandbox = Self { process, url, key, bot, _output: output };
        sandbox.wait_until_ready();
        sandbox
    }

    fn wait_until_ready(&self) {
        let until = Instant::now() + Duration::from_secs(60);
        let ask = || Command::new("curl").args(["-sf", &format!("{}/readyz", self.url)]).output().unwrap();
        while !ask().status.success() {
            assert!(Instant::now() < until, "the sandbox does not serve");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs a program in a language, which finds the sandbox in its environment. Returns what it prints.
    ///
    /// # Errors
    /// What it says where it fails.
    pub(super) fn run(&self, language: &str, text: &str) -> Result<String, String> {
        run(language, text, &[("KOPILKA_URL", &self.url), ("KOPILKA_KEY", &self.key), ("KOPILKA_BOT", &self.bot)])
    }
}

/// Runs a program in a language with these variables in its environment. Returns what it prints.
///
/// # Errors
/// What it says where it fails.
pub(super) fn run(language: &str, text: &str, environment: &[(&str, &str)]) -> Result<String, String> {
    let directory = tempfile::TempDir::new().unwrap();
    let python = std::env::var("KOPILKA_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let (program, file) = match language {
        "bash" => ("bash", "example.sh"),
        "javascript" => ("node", "example.mjs"),
        "python" => (python.as_str(), "example.py"),
        "php" => ("php", "example.php"),
        other => panic!("{other} is not run"),
    };
    fs::write(directory.path().join(file), text).unwrap();
    let mut command = Command::new(program);
    command.arg(file).current_dir(directory.path()).stdin(Stdio::null());
    command.envs(environment.iter().copied());
    // The server is on this machine, whatever the developer's proxy is for.
    for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let done = command.output().unwrap_or_else(|error| panic!("{program}: {error}: run this test by ./tests/run"));
    let printed = String::from_utf8(done.stdout).unwrap();
    if done.status.success() {
        Ok(printed)
    } else {
        Err(format!("{}\n{printed}\n{}", done.status, String::from_utf8_lossy(&done.stderr)))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
