//! A headless Chromium, driven by its DevTools protocol over two pipes: no crate and no port is needed.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long the browser may take for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// How long the page may take until a condition holds.
const CONDITION_TIMEOUT: Duration = Duration::from_secs(120);
/// Where Chromium is on Linux and on macOS.
const PROGRAMS: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// A running browser with one page. Dropping it ends the browser.
pub(crate) struct Browser {
    child: Child,
    requests: ChildStdin,
    responses: Receiver<Value>,
    session: Option<String>,
    last_id: u64,
    _profile: TempDir,
}

impl Browser {
    pub(crate) fn start() -> Self {
        let profile = TempDir::new().unwrap();
        // The protocol is spoken on the descriptors 3 and 4.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"]).arg(program());
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]);
        command.arg("--remote-debugging-pipe").arg(format!("--user-data-dir={}", profile.path().display()));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let requests = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, responses) = mpsc::channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while output.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                let Ok(read) = serde_json::from_slice(message.strip_suffix(&[0]).unwrap_or(&message)) else { return };
                if sender.send(read).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let mut browser = Self { child, requests, responses, session: None, last_id: 0, _profile: profile };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached =
            browser.call("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        browser.call("Page.enable", json!({}));
        browser
    }

    /// Calls a method of the protocol.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// As [`call`](Self::call); an error that the browser answers is returned.
    fn try_call(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send(method, params);
        loop {
            let response = self.responses.recv_timeout(ANSWER_TIMEOUT);
            let mut response =
                response.unwrap_or_else(|error| panic!("{method}: the browser does not answer: {error}"));
            if response["id"] == id {
                let error = response["error"].take();
                return if error.is_null() { Ok(response["result"].take()) } else { Err(error) };
            }
        }
    }

    fn send(&mut self, method: &str, params: Value) -> u64 {
        self.last_id += 1;
        let mut request = json!({ "id": self.last_id, "method": method, "params": params });
        if let Some(session) = &self.session {
            request["sessionId"] = session.as_str().into();
        }
        self.requests.write_all(format!("{request}\0").as_bytes()).unwrap();
        self.last_id
    }

    /// The screen of a phone or of a computer.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", screen);
    }

    /// The languages that the browser's user prefers.
    pub(crate) fn prefer(&mut self, language: &str) {
        let agent = json!({ "userAgent": "Chromium", "acceptLanguage": language });
        self.call("Emulation.setUserAgentOverride", agent);
    }

    pub(crate) fn open(&mut self, url: &str) {
        self.call("Page.navigate", json!({ "url": "about:blank" }));
        self.call("Page.navigate", json!({ "url": url }));
    }

    /// Runs the body of an async function in the page; returns what it returns.
    pub(crate) fn run(&mut self, script: &str) -> Value {
        self.evaluate(script, None).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Runs the body of an async function in the first frame of the page. What runs there ends where the frame opens its page; then
    /// it is run again.
    pub(crate) fn run_in_frame(&mut self, script: &str) -> Value {
        let until = Instant::now() + CONDITION_TIMEOUT;
        loop {
            let tree = self.call("Page.getFrameTree", json!({}));
            let frame = &tree["frameTree"]["childFrames"][0]["frame"]["id"];
            assert!(frame.is_string(), "no frame: {tree}");
            let world = self.try_call("Page.createIsolatedWorld", json!({ "frameId": frame }));
            let ran = world.and_then(|world| self.evaluate(script, Some(world["executionContextId"].clone())));
            match ran {
                Ok(value) => return value,
                Err(error) => assert!(Instant::now() < until, "{script}: {error}"),
            }
            thread::sleep(Duration::from_millis(30));
        }
    }

    fn evaluate(&mut self, script: &str, context: Option<Value>) -> Result<Value, Value> {
        let expression = format!("(async () => {{ {script} }})()");
        let mut params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        if let Some(context) = context {
            params["contextId"] = context;
        }
        let mut outcome = self.try_call("Runtime.evaluate", params)?;
        assert!(outcome["exceptionDetails"].is_null(), "{script}\n{}", outcome["exceptionDetails"]);
        Ok(outcome["result"]["value"].take())
    }

    /// Waits until an expression of the page is true.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, condition: &str) {
        self.wait(condition, Self::run);
    }

    /// Waits until an expression of the first frame of the page is true.
    #[track_caller]
    pub(crate) fn wait_until_in_frame(&mut self, condition: &str) {
        self.wait_until("document.querySelector('iframe')");
        self.wait(condition, Self::run_in_frame);
    }

    #[track_caller]
    fn wait(&mut self, condition: &str, run: fn(&mut Self, &str) -> Value) {
        let until = Instant::now() + CONDITION_TIMEOUT;
        while run(self, &format!("return Boolean({condition})")) != json!(true) {
            assert!(Instant::now() < until, "does not come: {condition}");
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// What the page looks like, as a PNG.
    pub(crate) fn picture(&mut self) -> Vec<u8> {
        let taken = self.call("Page.captureScreenshot", json!({ "format": "png", "optimizeForSpeed": false }));
        from_base64(taken["data"].as_str().unwrap())
    }

    /// Presses a key, as a person does.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, number, text) = match key {
            "Tab" => ("Tab", 9, ""),
            "Enter" => ("Enter", 13, "\r"),
            "ArrowLeft" => ("ArrowLeft", 37, ""),
            "/" => ("Slash", 191, "/"),
            key => panic!("{key} is not known here"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event =
                json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text });
            self.call("Input.dispatchKeyEvent", event);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.requests.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bytes of a text in Base64, as the protocol writes them.
fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_usize, 0);
    for digit in text.trim_end_matches('=').chars().map(|character| ALPHABET.find(character).unwrap()) {
        (bits, count) = ((bits << 6 | digit) & 0xffff, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

/// The browser that `KOPILKA_TEST_BROWSER` names, or one that is installed.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("KOPILKA_TEST_BROWSER") {
        return named.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    // An absolute name replaces the place that it is joined to.
    let mut found = PROGRAMS.iter().flat_map(|name| places.iter().map(move |place| place.join(name)));
    let found = found.find(|file| file.is_file());
    found.expect("the tests of the page need Chromium: run them by ./tests/run, or name one in KOPILKA_TEST_BROWSER")
}
