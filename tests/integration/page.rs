//! The sandbox's page in a browser: on a phone, by keyboard, in the reader's language, by the shop's clock.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::json;

use crate::browser::Browser;

const OWNER: i64 = 8_000_000_001;
/// A newcomer who uses Russian.
const LEV: i64 = 8_000_000_005;
/// A customer of the sample.
const OLGA: i64 = 9_000_000_012;
/// The smallest phone that counts.
const PHONE: (u32, u32) = (360, 640);
const COMPUTER: (u32, u32) = (1280, 800);

/// Functions for the scripts of the tests.
const TOOLS: &str = r#"
    const post = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).then((response) => response.json());
    const say = (person, text) => post(`/sandbox/chats/${person}/say`, { text });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const box = (element) => element.getBoundingClientRect();
    const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    /** What reaches out of the window, or hides a part of its content without an ellipsis. */
    const tooWide = () => [...document.querySelectorAll("*")].filter((element) => {
      if (!isSeen(element) || element.closest("svg") || element.matches(".skip")) return false;
      const { overflowX, textOverflow } = getComputedStyle(element);
      const hides = overflowX !== "visible" && textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth;
      return hides || box(element).right > innerWidth + 1 || box(element).left < -1;
    }).map((element) => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`);
"#;

/// The sandbox, and a browser that shows its page. The sandbox ends with it.
pub(crate) struct Page {
    pub(crate) browser: Browser,
    url: String,
    /// Where the APIs are, and the key for them.
    pub(crate) apis: String,
    pub(crate) key: String,
    tenant_key: String,
    sandbox: Child,
    /// Kept open: what the sandbox prints goes there.
    _output: BufReader<ChildStdout>,
}

impl Page {
    /// `address` comes after the `#`: the people whose chats are open.
    pub(crate) fn open(language: &str, (width, height): (u32, u32), address: &str) -> Self {
        let mut sandbox = Command::new(env!("CARGO_BIN_EXE_kopilka"));
        sandbox.args(["sandbox", "--no-browser", "--port", "0", "--api-port", "0"]);
        sandbox.env("RUST_LOG", "off").stdout(Stdio::piped());
        let mut sandbox = sandbox.spawn().unwrap();
        let mut output = BufReader::new(sandbox.stdout.take().unwrap());
        let mut printed = String::new();
        while !printed.contains("X-Tenant-Key:") {
            assert!(output.read_line(&mut printed).unwrap() > 0, "the sandbox ended: {printed}");
        }
        let word_after = |words: &str| {
            let rest = printed.split_once(words).unwrap_or_else(|| panic!("{words} is not in {printed}")).1;
            rest.split_whitespace().next().unwrap().trim_end_matches([',', '.', ';']).to_owned()
        };
        let (url, key) = (word_after("sandbox:"), word_after("with the key"));
        let tenant_key = word_after("X-Tenant-Key:");
        let apis = word_after("HTTP APIs:").trim_end_matches("/docs").to_owned();
        let mut page = Self { browser: Browser::start(), url, apis, key, tenant_key, sandbox, _output: output };
        page.browser.prefer(language);
        page.browser.resize(width, height);
        page.go(address);
        page
    }

    pub(crate) fn go(&mut self, address: &str) {
        self.browser.open(&format!("{}/#{address}", self.url));
        self.browser.wait_until("document.querySelector('.person')");
    }

    pub(crate) fn run(&mut self, script: &str) -> serde_json::Value {
        self.browser.run(&format!("{TOOLS}{script}"))
    }

    /// Writes to the bot as a person, and waits for the answer with `part`, which the page must show.
    pub(crate) fn says(&mut self, person: i64, text: &str, part: &str) {
        self.run(&format!("await say({person}, {})", json!(text)));
        self.browser.wait_until(&format!("document.querySelector('.log').textContent.includes({})", json!(part)));
    }

    #[track_caller]
    pub(crate) fn assert_fits(&mut self, what: &str) {
        assert_eq!(self.run("return tooWide()"), json!([]), "{what}");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.sandbox.kill();
        let _ = self.sandbox.wait();
    }
}

#[test]
fn on_a_phone_nothing_is_pushed_out_by_a_name_and_a_card_is_seen_whole() {
    let mut page = Page::open("ru", PHONE, "");
    for (first, last) in [("Ж".repeat(64), "Щ".repeat(64)), ("Айгерим ".repeat(8), "W".repeat(64))] {
        let person = json!({ "first_name": first, "last_name": last, "username": "n".repeat(32), "language": "ru" });
        page.run(&format!("await post('/sandbox/people', {person})"));
    }
    page.browser.wait_until("document.querySelectorAll('.person').length === 11");
    page.assert_fits("the list");
    let apis = page.run("return [...document.querySelectorAll('.apis a')].map((link) => new URL(link.href).pathname)");
    assert_eq!(apis, json!(["/api/docs", "/api/redoc"]), "the documents of the APIs are a click away");
    let keys = page.run("return [...document.querySelectorAll('.apis .link')].map((copy) => copy.title)");
    assert_eq!(keys, json!([page.key, page.tenant_key]), "both keys of a back office are a click away");
    let long = page.run("return (await (await fetch('/sandbox/people')).json()).people.filter((person) => person.username?.length === 32).map((person) => person.id)");
    for person in long.as_array().unwrap().iter().map(|id| id.as_i64().unwrap()) {
        page.go(&person.to_string());
        page.browser.wait_until("document.querySelector('.start:not([hidden])')");
        page.assert_fits("a chat that is not started");
        page.says(person, "/start", "Здравствуйте");
        page.says(person, &"Ы".repeat(300), "Ы");
        page.assert_fits("a chat");
        page.run("document.querySelector('.chooser').click()");
        page.assert_fits("the choice of the person");
        page.run("document.body.click()");
    }
    page.go(&OLGA.to_string());
    page.says(OLGA, "/start", "С возвращением");
    page.says(OLGA, "/card", "назовите цифры");
    page.browser.wait_until("document.querySelector('.picture img')?.complete");
    // With the bot's keyboard open, which takes much of the screen, and without it.
    for _ in 0..2 {
        let card = page.run(
            "await pause(300);
            const [picture, view] = [document.querySelector('.picture img'), box(document.querySelector('.log'))];
            const digits = [...picture.closest('.bubble').querySelectorAll('b')].find((bold) => /^\\d{3}\\s\\d{3}$/.test(bold.textContent));
            return box(picture).top >= view.top && box(picture).height >= 120 && box(digits).bottom <= view.bottom",
        );
        assert_eq!(card, json!(true), "the QR code and its digits are on the screen together");
        page.assert_fits("the card");
        let edge = page.run("return getComputedStyle(document.querySelector('.key .emoji')).filter");
        assert!(edge.as_str().unwrap().contains("drop-shadow"), "black icons are seen on dark keys");
        page.run("document.querySelector('.composer [aria-pressed]').click()");
    }
    page.run("document.querySelector('.picture').click()");
    page.browser.wait_until("document.querySelector('.photo-window img')?.complete");
    let whole = page.run("await pause(300); return box(document.querySelector('.photo-window img')).top >= 0 && box(document.querySelector('.photo-caption')).bottom <= innerHeight");
    assert_eq!(whole, json!(true), "the opened picture and its caption are on the screen together");
}

#[test]
fn by_keyboard_the_input_is_one_key_away_and_old_keys_are_no_tab_stops() {
    let mut page = Page::open("en", COMPUTER, &format!("{OLGA}+{OWNER}"));
    page.says(OLGA, "/start", "С возвращением");
    page.browser.press("Tab");
    page.browser.press("Enter");
    page.browser.wait_until("document.activeElement.matches('.pane:first-child textarea')");
    page.run("document.activeElement.blur()");
    page.browser.press("/");
    page.browser.wait_until("document.activeElement.matches('.pane:first-child textarea')");
    assert_eq!(page.run("return document.activeElement.value"), json!("/"), "a command begins");
    assert_eq!(page.run("return document.querySelectorAll('.commands:not([hidden]) li').length > 5"), json!(true));
    page.run("document.activeElement.value = ''; document.activeElement.blur()");
    for question in ["/settings", "/balance", "/settings"] {
        page.run(&format!("await say({OLGA}, '{question}'); await pause(200)"));
    }
    let newest = "document.querySelector('.section:last-child > .message:last-child')";
    page.browser
        .wait_until(&format!("document.querySelectorAll('.keys').length >= 3 && {newest}.querySelector('.keys')"));
    let stops = page.run(&format!(
        "const stops = [...document.querySelectorAll('.pane:first-child .content :is(a, button)')].filter((control) => control.tabIndex === 0);
        return stops.length > 0 && stops.every((control) => {newest}.contains(control))"
    ));
    assert_eq!(stops, json!(true), "only the newest message has tab stops");
    // The arrows lead to the older ones.
    page.run(&format!("{newest}.querySelector('.key').focus()"));
    page.browser.press("ArrowLeft");
    page.browser.wait_until(&format!(
        "document.activeElement.matches('.content *') && !{newest}.contains(document.activeElement)"
    ));
}

#[test]
fn a_day_is_shown_one_at_a_time_and_hides_nothing_at_rest() {
    let mut page = Page::open("ru", COMPUTER, &OLGA.to_string());
    // Messages of the last days: the page gets each third one a day later.
    let shift = "const real = window.fetch;
        window.fetch = async (path, options) => {
          const response = await real(path, options);
          if (options || !/^\\/sandbox\\/chats\\/\\d+$/.test(path)) return response;
          const chat = await response.json();
          chat.messages.forEach((message, place) => (message.date -= 86400 * Math.ceil((chat.messages.length - place) / 3)));
          return new Response(JSON.stringify(chat), { headers: { 'Content-Type': 'application/json' } });
        };";
    page.browser.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": shift }));
    for text in ["/start", "/balance", "/history", "/invoices", "/balance", "/history"] {
        page.run(&format!("await say({OLGA}, '{text}')"));
    }
    page.go(&OLGA.to_string());
    page.browser.wait_until("document.querySelectorAll('.day').length >= 4");
    page.browser.wait_until("document.querySelectorAll('.message.theirs').length >= 6");
    let states = page.run(
        "const log = document.querySelector('.log');
        const days = [...document.querySelectorAll('.day')];
        const states = [];
        for (let top = log.scrollHeight; top > 0; top -= 97) {
          log.scrollTop = top;
          await pause(40);
          const view = box(log);
          const seen = days.filter((day) => box(day).bottom > view.top && box(day).top < view.bottom);
          const overlap = seen.some((one, place) => seen.slice(place + 1).some((other) => box(one).bottom > box(other).top));
          states.push(overlap ? 'overlap' : 'apart');
        }
        const back = getComputedStyle(days[0].firstChild).backgroundColor;
        log.scrollTop = log.scrollHeight / 2;
        await pause(2000);
        const view = box(log);
        const hiding = days.filter((day) => isSeen(day) && [...document.querySelectorAll('.bubble')].some((bubble) =>
          box(bubble).top < box(day).bottom && box(bubble).bottom > box(day).top && box(day).bottom > view.top && box(day).top < view.bottom));
        return { overlap: states.includes('overlap'), steps: states.length > 5, isSolid: /^rgb\\(/.test(back), hiding: hiding.length }",
    );
    assert_eq!(states, json!({ "overlap": false, "steps": true, "isSolid": true, "hiding": 0 }));
}

#[test]
fn clock_roles_and_failures_are_the_readers() {
    let mut page = Page::open("ru", COMPUTER, &LEV.to_string());
    // The browser is far away from the shop.
    page.browser.call("Emulation.setTimezoneOverride", json!({ "timezoneId": "Pacific/Kiritimati" }));
    page.go(&LEV.to_string());
    page.browser.wait_until("document.querySelector('.person.open .badge')?.textContent === 'новичок'");
    page.says(LEV, "/start", "Здравствуйте");
    page.browser.wait_until("document.querySelector('.person.open .badge').textContent === 'клиент'");
    page.says(LEV, "/card", "Они действуют до");
    let minutes = page.run(
        "const card = [...document.querySelectorAll('.message.theirs')].find((message) => message.textContent.includes('Они действуют до'));
        const minutes = (text) => { const [, hours, rest] = /(\\d\\d):(\\d\\d)/.exec(text); return Number(hours) * 60 + Number(rest); };
        const sent = minutes(card.querySelector('time').textContent);
        const until = minutes(/до (\\d\\d:\\d\\d)/.exec(card.textContent)[1]);
        return (until - sent + 1440) % 1440",
    );
    assert!(
        (4..=6).contains(&minutes.as_i64().unwrap()),
        "the digits are good for five minutes, by one clock: {minutes}"
    );

    page.browser.call("Network.enable", json!({}));
    let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.browser.call("Network.emulateNetworkConditions", offline);
    page.run("const input = document.querySelector('textarea'); input.value = 'Привет'; input.form.requestSubmit()");
    page.browser.wait_until("document.querySelector('.note')");
    assert_eq!(
        page.run("return document.querySelector('.note').textContent"),
        json!("Нет связи с песочницей, подключаемся…")
    );
    assert_eq!(
        page.run("return document.querySelector('textarea').value"),
        json!("Привет"),
        "nothing that was typed is lost"
    );
}
