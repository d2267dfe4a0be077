//! The real binary as a process: started, told to stop, killed.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use kopilka::sandbox::Sandbox;

/// The owner by configuration.
pub(crate) const OWNER: i64 = 8_000_000_001;

/// How many lines of a log are printed where a test fails.
const PRINTED_LINES: usize = 200;

/// The environment of the program, and how it is started.
#[derive(Clone)]
pub(crate) struct Program {
    variables: Vec<(String, String)>,
    /// Run by this shell line, which ends in `"$0" "$@"`.
    shell: Option<String>,
    /// Every line that a process of this program, or of a copy of it, has logged.
    all_lines: Arc<Mutex<Vec<String>>>,
}

/// A running program. Dropped, it is killed.
pub(crate) struct Process {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
}

/// Prints the last lines of a program's log where it is dropped by a test that fails.
pub(crate) struct PrintedLog(Arc<Mutex<Vec<String>>>);

impl Program {
    /// The bot of a sandbox on a database, with no limits on sending.
    pub(crate) fn new(sandbox: &Sandbox, database_url: &str) -> Self {
        Self::of(&sandbox.token(), &sandbox.url(), database_url)
    }

    pub(crate) fn of(token: &str, api_url: &str, database_url: &str) -> Self {
        let program = Self { variables: Vec::new(), shell: None, all_lines: Arc::default() };
        program
            .with("TELOXIDE_TOKEN", token)
            .with("TELOXIDE_API_URL", api_url)
            .with("DATABASE_URL", database_url)
            .with("OWNER_IDS", &OWNER.to_string())
            .with("SEND_PER_SECOND", "0")
            .with("RUST_LOG", "info,sqlx::postgres::notice=warn")
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn under_shell(mut self, line: &str) -> Self {
        self.shell = Some(line.to_owned());
        self
    }

    /// Starts a command of the program.
    pub(crate) fn start(&self, command: &str) -> Process {
        self.start_with(&[command])
    }

    /// Starts the program with arguments.
    pub(crate) fn start_with(&self, arguments: &[&str]) -> Process {
        let binary = env!("CARGO_BIN_EXE_kopilka");
        let mut start = match &self.shell {
            None => Command::new(binary),
            Some(line) => {
                let mut shell = Command::new("bash");
                shell.args(["-c", line, binary]);
                shell
            }
        };
        // Without the developer's own settings.
        start.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path))).current_dir(std::env::temp_dir());
        start.envs(self.variables.iter().map(|(name, value)| (name, value))).args(arguments);
        start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = start.spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn({
            let (log, all_lines) = (Arc::clone(&log), Arc::clone(&self.all_lines));
            move || {
                for line in lines.map_while(Result::ok) {
                    all_lines.lock().unwrap().push(line.clone());
                    log.lock().unwrap().push(line);
                }
            }
        });
        Process { child, log }
    }

    /// The errors that any process of this program has logged.
    pub(crate) fn errors(&self) -> Vec<String> {
        let lines = self.all_lines.lock().unwrap();
        lines.iter().filter(|line| line.contains(" ERROR ") || line.contains("panic")).cloned().collect()
    }

    pub(crate) fn printed_where_the_test_fails(&self) -> PrintedLog {
        PrintedLog(Arc::clone(&self.all_lines))
    }

    /// Runs a command of the program to its end.
    pub(crate) async fn complete(&self, command: &str) -> (ExitStatus, Vec<String>) {
        self.complete_with(&[command]).await
    }

    /// Runs the program with arguments to its end.
    pub(crate) async fn complete_with(&self, arguments: &[&str]) -> (ExitStatus, Vec<String>) {
        let mut process = self.start_with(arguments);
        let status = process.ended(Duration::from_secs(120)).await;
        (status, process.log())
    }
}

impl Process {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as the kernel does: it gets no chance to do anything.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as a service manager does; the exit code and how long that took.
    pub(crate) async fn terminate(&mut self) -> (ExitStatus, Duration) {
        let asked_at = Instant::now();
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        (self.ended(Duration::from_secs(60)).await, asked_at.elapsed())
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(&mut self, at_most: Duration) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // The last lines are on their way.
                tokio::time::sleep(Duration::from_millis(50)).await;
                return status;
            }
            assert!(begun.elapsed() < at_most, "it does not end:\n{}", self.log().join("\n"));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Every line of its log so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Waits for a line of the log with these words.
    pub(crate) async fn wait_for_log(&self, words: &str) -> String {
        self.wait_for_log_times(words, 1).await
    }

    /// Waits until `times` lines of the log have these words. Returns the last of them.
    pub(crate) async fn wait_for_log_times(&self, words: &str, times: usize) -> String {
        let begun = Instant::now();
        loop {
            if let Some(line) = self.log().into_iter().filter(|line| line.contains(words)).nth(times - 1) {
                return line;
            }
            let log = self.log().join("\n");
            assert!(begun.elapsed() < Duration::from_secs(60), "{words:?} is not {times} times in:\n{log}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How many lines have these words.
    pub(crate) fn count(&self, words: &str) -> usize {
        self.log().iter().filter(|line| line.contains(words)).count()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for PrintedLog {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let lines = self.0.lock().unwrap();
            println!("the program logged last:\n{}", lines[lines.len().saturating_sub(PRINTED_LINES)..].join("\n"));
        }
    }
}
