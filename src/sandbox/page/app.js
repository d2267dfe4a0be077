// The page as a whole: the people, the open chats, the events.

import { describePerson, note, whyFailed } from "./dialogs.js";
import { h, setTimeZone } from "./dom.js";
import { Pane } from "./pane.js";
import { linkApis, mountPeople, showPeople } from "./people.js";
import * as server from "./server.js";
import { words } from "./words.js";

/** The bot and the people, as the server last listed them. */
const directory = { bot: { name: "", username: "" }, people: [] };
const panes = [];
const container = document.getElementById("panes");
const wide = matchMedia("(min-width: 1060px)");
const phone = matchMedia("(max-width: 719px)");

const list = mountPeople(document.getElementById("people"), { add: addPerson, split: toggleSplit });
const offline = h("div", { class: "lost", role: "status", hidden: true }, words.lost);
document.body.append(offline);
const skip = h("button", { type: "button", class: "skip button primary", onclick: () => activePane()?.focus(true) }, words.toInput);
document.body.prepend(skip);

/** The people whose chats are open, from the address: `#501+502`. */
const chosen = () => location.hash.slice(1).split("+").map(Number).filter((id) => directory.people.some((person) => person.id === id));

/** Changes the address, and with it the page. */
function choose(ids) {
  const address = ids.length > 0 ? `#${ids.join("+")}` : "#";
  if (location.hash === address) show();
  else location.hash = address;
}

/** A customer on the left, a member of the staff on the right; people with the language of the page first. */
function firstChoice() {
  const first = (...roles) => {
    const fitting = directory.people.filter((person) => roles.includes(person.role));
    return fitting.find((person) => person.language === words.language) ?? fitting[0];
  };
  const staff = first("owner", "manager", "cashier");
  const customer = first("customer") ?? first("newcomer");
  const [left, right] = [customer ?? directory.people[0], staff ?? directory.people[1]].map((person) => person?.id);
  return wide.matches ? [left, right].filter(Boolean) : [left].filter(Boolean);
}

/** Updates the panes to the address and the width of the window. */
function show() {
  const ids = chosen();
  const count = wide.matches ? Math.min(ids.length, 2) : Math.min(ids.length, 1);
  document.body.classList.toggle("in-chat", count > 0);
  while (panes.length > count) panes.pop().remove();
  for (let place = 0; place < count; place += 1) {
    if (!panes[place]) {
      panes[place] = new Pane(directory, { open: openIn, openAs, close: () => choose([]), people: refreshPeople });
      container.append(panes[place].root);
      panes[place].root.addEventListener("focusin", () => markActive(panes[place]));
    }
    panes[place].show(ids[place]);
  }
  container.classList.toggle("two", panes.length === 2);
  container.classList.toggle("none", panes.length === 0);
  container.dataset.hint = words.chooseChat;
  list.split.hidden = !wide.matches;
  list.split.setAttribute("aria-pressed", String(panes.length === 2));
  if (!panes.some((pane) => pane.isActive)) markActive(panes[0]);
  drawPeople();
}

const activePane = () => panes.find((pane) => pane.isActive) ?? panes[0];

function markActive(pane) {
  for (const other of panes) other.isActive = other === pane;
}

/** Opens a person's chat in a pane, or goes to the pane that has it. */
function openIn(pane, person) {
  const ids = panes.map((pane) => pane.person);
  const there = ids.indexOf(person);
  const here = panes.indexOf(pane);
  if (there >= 0 && there !== here && here >= 0) [ids[here], ids[there]] = [ids[there], ids[here]];
  else if (here >= 0) ids[here] = person;
  else ids.push(person);
  choose(ids);
}

/** Opens a chat of the list in the active pane, unless it is open already. */
function openPerson(person) {
  const there = panes.find((pane) => pane.person === person);
  if (there) {
    markActive(there);
    there.focus();
    return;
  }
  openIn(activePane(), person);
  if (!phone.matches) activePane()?.focus();
}

/** Opens a link with a start code as a person: in the other pane, where there is one. */
async function openAs(from, person, payload) {
  const there = panes.find((pane) => pane.person === person);
  if (!there) openIn(panes.find((pane) => pane !== from) ?? (wide.matches ? null : from), person);
  await server.say(person, `/start ${payload}`);
}

function toggleSplit() {
  const ids = panes.map((pane) => pane.person);
  if (ids.length === 2) {
    return choose([activePane().person]);
  }
  const other = firstChoice().find((id) => !ids.includes(id)) ?? directory.people.find((person) => !ids.includes(person.id))?.id;
  if (other) choose([...ids, other]);
}

async function addPerson() {
  const described = await describePerson();
  if (!described) return;
  try {
    const { id } = await server.addPerson(described);
    await refreshPeople();
    openIn(activePane(), id);
  } catch (error) {
    note(container, whyFailed(error));
  }
}

async function copyKey(key) {
  try {
    await navigator.clipboard.writeText(key);
    note(container, words.copied);
  } catch (error) {
    note(container, whyFailed(error));
  }
}

async function refreshPeople() {
  Object.assign(directory, await server.people());
  setTimeZone(directory.time_zone ?? undefined);
  drawPeople();
}

function drawPeople() {
  showPeople(directory.people, panes.map((pane) => pane.person), openPerson);
  for (const pane of panes) pane.drawHeader();
}

/** Delays a refresh, so that many events in a row cause one. */
function debounced(refresh) {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      refresh().catch(() => setConnected(false));
    }, 40);
  };
}
const refreshPeopleSoon = debounced(refreshPeople);

function handleEvent(event) {
  const affected = panes.filter((pane) => pane.person === event.person);
  switch (event.kind) {
    case "typing":
      return affected.forEach((pane) => pane.showTyping());
    case "answer":
      return affected.forEach((pane) => pane.showAnswer(event.answer));
    case "chat":
      affected.forEach((pane) => pane.refreshSoon());
      return refreshPeopleSoon();
    case "people":
      // A menu of commands may have changed.
      panes.forEach((pane) => pane.refreshSoon());
      return refreshPeopleSoon();
    default:
      return refreshAll();
  }
}

function refreshAll() {
  panes.forEach((pane) => pane.refreshSoon());
  refreshPeopleSoon();
}

function setConnected(isUp) {
  const wasOffline = !offline.hidden;
  offline.hidden = isUp;
  if (isUp && wasOffline) refreshAll();
}

wide.addEventListener("change", show);
addEventListener("hashchange", show);
document.addEventListener("visibilitychange", () => !document.hidden && refreshAll());

/** `/` leads to the input field, as does the key in its place on a Russian keyboard. */
function startTyping(event) {
  const isSlash = event.key === "/" || (event.code === "Slash" && event.key === ".");
  if (!isSlash || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, dialog, .drop-down") || !activePane()) return;
  event.preventDefault();
  activePane().composer.beginCommand();
}
addEventListener("keydown", startTyping);

/** The people as they are when the sandbox can be reached. */
async function firstPeople() {
  for (;;) {
    try {
      return await refreshPeople();
    } catch (error) {
      if (!(error instanceof server.OutOfReach)) throw error;
      setConnected(false);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

await firstPeople();
if (directory.apis) linkApis(directory.apis, copyKey);
if (chosen().length === 0 && !phone.matches) history.replaceState(null, "", `#${firstChoice().join("+")}`);
show();
server.listen(handleEvent, setConnected);
