"use strict";

/** The statuses of a parcel that arrives, in their order. */
const STEPS = ["pending", "in_transit", "delivered", "issued"];
/** Statuses that no other one follows. */
const LAST = ["issued", "cancelled"];
/** Pauses between look-ups, in milliseconds: an open page makes five a minute at most, and its address may make twenty. */
const PAUSE = 15_000;
const LONG_PAUSE = 60_000;
const OFFLINE_PAUSE = 30_000;

const find = (id) => document.getElementById(id);
const words = JSON.parse(document.body.dataset.words);
const language = document.documentElement.lang;
const form = document.querySelector("form");

let number = "";
/** When the number is looked up next, in milliseconds since 1970. */
let due = Infinity;
let timer = 0;
let asking = new AbortController();
/** The answer that the page shows, as it came. */
let shown = "";

/** Looks the number up after a pause. A page in the background waits until it is seen again. */
function schedule(pause) {
  due = Date.now() + pause;
  wait();
}

function wait() {
  clearTimeout(timer);
  if (number === "" || document.hidden) return;
  timer = setTimeout(look, Math.max(0, due - Date.now()));
}

async function look() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const address = `${location.pathname.replace(/\/$/, "")}/status?number=${encodeURIComponent(number)}`;
  let response;
  let text;
  try {
    response = await fetch(address, { signal, cache: "no-store", headers: { "Accept-Language": language } });
    text = await response.text();
  } catch {
    if (!signal.aborted) tellOffline();
    return;
  }
  if (!signal.aborted) take(response, text);
}

function take(response, text) {
  if (response.status === 200) {
    const parcel = JSON.parse(text);
    say("");
    if (text !== shown) show(parcel);
    shown = text;
    schedule(LAST.includes(parcel.status) ? LONG_PAUSE : PAUSE);
  } else if (response.status === 404) {
    hide();
    say(JSON.parse(text).detail);
    schedule(LONG_PAUSE);
  } else if (response.status === 429) {
    // What is shown stays; the page goes on by itself when it may.
    if (shown === "") say(JSON.parse(text).detail);
    schedule(1000 * (Number(response.headers.get("Retry-After")) || 60));
  } else {
    tellOffline();
  }
}

function tellOffline() {
  say(words.offline);
  schedule(OFFLINE_PAUSE);
}

/** Says what went wrong. The same text is not read out again. */
function say(text) {
  if (find("notice").textContent !== text) find("notice").textContent = text;
}

function hide() {
  shown = "";
  find("parcel").hidden = true;
  find("spoken").textContent = "";
}

function show({ number: name, status, history }) {
  find("shown-number").textContent = name;
  find("status").textContent = words[status];
  find("spoken").textContent = `${name}: ${words[status]}`;
  find("parcel").dataset.status = status;
  find("steps").replaceChildren(...STEPS.map((step) => stepOf(step, status)));
  find("history").replaceChildren(...history.toReversed().map(pastOf));
  find("parcel").hidden = false;
}

function stepOf(step, status) {
  const item = document.createElement("li");
  item.textContent = words[step];
  item.classList.toggle("done", STEPS.indexOf(step) <= STEPS.indexOf(status));
  item.classList.toggle("now", step === status);
  return item;
}

function pastOf({ status, changed_at: changedAt }) {
  const item = document.createElement("li");
  const time = document.createElement("time");
  const at = new Date(`${changedAt}Z`);
  time.dateTime = at.toISOString();
  time.textContent = written(at);
  const name = document.createElement("span");
  name.textContent = words[status];
  item.append(name, time);
  return item;
}

/** A moment by the reader's clock, written as everywhere in Kopilka. Browsers know months of some languages only. */
function written(at) {
  const two = (part) => String(part).padStart(2, "0");
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (language === "en") {
    const month = new Intl.DateTimeFormat("en-GB", { month: "short" }).format(at);
    return `${at.getDate()} ${month} ${at.getFullYear()}, ${time}`;
  }
  return `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()} ${time}`;
}

/** Begins with a number that a person typed, or that the address names. */
function begin(text) {
  number = text.trim();
  hide();
  say("");
  schedule(0);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams(location.search);
  query.set("number", find("number").value.trim());
  history.replaceState(null, "", `?${query}`);
  begin(find("number").value);
});
document.addEventListener("visibilitychange", wait);

const asked = new URLSearchParams(location.search).get("number") ?? "";
find("number").value = asked;
begin(asked);
