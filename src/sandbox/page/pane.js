// One chat with the bot, as one person.

import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { ask, choosePerson, dropDown, note, showPhoto, tell, whyFailed } from "./dialogs.js";
import { avatar, badge, botAvatar, date, day, fullName, h, icon, iconButton, sync } from "./dom.js";
import * as server from "./server.js";
import { words } from "./words.js";

/** After this time the progress indicator of a button ends without an answer. */
const SPIN_FOR_MS = 20_000;
/** How long the day stays above the messages after a person has scrolled. */
const SHOW_DAY_FOR_MS = 1_200;
/** The space above the label of a day. */
const DAY_MARGIN = 8;

export class Pane {
  /** `on` has `open(pane, person)`, `openAs(pane, person, payload)`, `close()` and `people()`. */
  constructor(directory, on) {
    Object.assign(this, { directory, on, person: null, chat: null, isActive: false, sticks: true, turn: 0, drawnTurn: 0 });
    this.bubbles = new Map();
    this.days = new Map();
    this.sections = new Map();
    this.spinning = new Map();
    this.answered = new Set();
    this.header = h("header", { class: "bar" });
    this.log = h("div", {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-keyshortcuts": "ArrowLeft ArrowRight",
      tabindex: "0",
      onkeydown: (event) => this.moveInLog(event),
    });
    this.toNewest = iconButton("down", words.newest, () => this.scrollDown(true), { class: "icon-button to-newest", hidden: true });
    this.composer = new Composer(this);
    this.log.addEventListener("scroll", () => this.noticeScroll());
    // Stays at the newest message when a picture has loaded or the keyboard opens.
    this.content = h("div", { class: "content" });
    this.log.append(this.content);
    const follow = new ResizeObserver(() => this.sticks && this.scrollDown());
    [this.log, this.content].forEach((part) => follow.observe(part));
    this.wallpaper = h("div", { class: "wallpaper" }, this.log, this.toNewest);
    this.root = h("section", { class: "pane" }, this.header, this.wallpaper, this.composer.root);
  }

  get who() {
    return this.directory.people.find((person) => person.id === this.person);
  }

  remove() {
    this.person = null;
    this.root.remove();
  }

  focus(isAsked) {
    this.composer.focus(isAsked);
  }

  /** Shows the chat of this person. */
  show(person) {
    if (this.person === person) return;
    this.person = person;
    this.chat = null;
    this.bubbles.clear();
    this.sections.clear();
    this.spinning.clear();
    this.content.replaceChildren();
    this.sticks = true;
    this.hasDrawn = false;
    this.composer.reset();
    this.drawHeader();
    this.refresh().then(() => this.scrollDown());
  }

  refreshSoon() {
    if (this.isDue) return;
    this.isDue = true;
    setTimeout(() => {
      this.isDue = false;
      this.refresh().catch(() => {});
    }, 30);
  }

  async refresh() {
    const { person } = this;
    if (person === null) return;
    const turn = (this.turn += 1);
    const chat = await server.messages(person);
    // A response that is older than one that was drawn already is ignored.
    if (person !== this.person || turn < this.drawnTurn) return;
    this.drawnTurn = turn;
    const newestBefore = this.chat?.messages.at(-1)?.message_id ?? 0;
    this.chat = chat;
    const arrived = chat.messages.filter((message) => message.message_id > newestBefore);
    if (arrived.some((message) => !message.mine)) this.stopTyping();
    this.draw();
    // The bot's reply often comes in the same refresh as the message that it answers.
    if (this.sticks || arrived.some((message) => message.mine)) this.scrollDown();
    else if (arrived.length > 0) this.toNewest.hidden = false;
    if (!document.hidden && chat.unread > 0) server.markRead(person).catch(() => {});
  }

  drawHeader() {
    const { who } = this;
    if (!who) return;
    const signature = JSON.stringify([who.id, who.first_name, who.last_name, who.role, this.chat?.is_blocked, this.directory.people.length]);
    if (this.headerSignature === signature) return;
    this.headerSignature = signature;
    this.root.setAttribute("aria-label", `${this.directory.bot.name}, ${fullName(who)}`);
    this.log.setAttribute("aria-label", fullName(who));
    this.status = h("small", { class: "status" }, words.bot);
    const chooser = h(
      "button",
      {
        type: "button",
        class: "chooser",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": words.writeAs(fullName(who)),
        onclick: () => this.choosePerson(chooser),
      },
      avatar(who, "small"),
      h("span", { class: "chooser-name" }, h("b", {}, fullName(who)), badge(who)),
      icon("down"),
    );
    const more = iconButton("more", words.more, () => this.showMore(more), { "aria-haspopup": "menu" });
    this.header.replaceChildren(
      iconButton("back", words.back, () => this.on.close(), { class: "icon-button back" }),
      botAvatar(),
      h("span", { class: "bot-name" }, h("b", {}, this.directory.bot.name), this.status),
      h("span", { class: "anchor" }, chooser),
      h("span", { class: "anchor" }, more),
    );
  }

  choosePerson(anchor) {
    const items = this.directory.people.map((person) => ({
      content: [avatar(person, "small"), h("span", {}, fullName(person)), badge(person)],
      isChosen: person.id === this.person,
      onclick: () => this.on.open(this, person.id),
    }));
    dropDown(anchor, items, "wide");
  }

  showMore(anchor) {
    const blocked = Boolean(this.chat?.is_blocked);
    const toggle = () => this.attempt(server.block(this.person, !blocked));
    dropDown(anchor, [{ content: [icon("block"), blocked ? words.unblock : words.block], onclick: toggle }]);
  }

  draw() {
    this.drawHeader();
    const { messages } = this.chat;
    const focused = document.activeElement?.dataset.key && this.log.contains(document.activeElement) && {
      message: Number(document.activeElement.closest(".message").dataset.id),
      key: document.activeElement.dataset.key,
    };
    // A section for each day, in which its label sticks.
    const days = new Map();
    messages.forEach((message, index) => {
      const next = messages[index + 1];
      const key = date(message.date);
      if (!days.has(key)) days.set(key, [this.dayNode(key, message.date)]);
      const isLast = !next || next.mine !== message.mine || Boolean(message.reply_markup) || date(next.date) !== key;
      days.get(key).push(this.bubbleNode(message, isLast));
    });
    sync(this.content, messages.length > 0 ? [...days.keys()].map((key) => this.sectionNode(key)) : [this.welcome()]);
    for (const [key, nodes] of days) sync(this.sectionNode(key), nodes);
    this.drawTabStops();
    if (focused) this.bubbles.get(focused.message)?.node.querySelector(`[data-key="${focused.key}"]`)?.focus();
    this.drawSpinning();
    this.composer.draw(this.chat);
  }

  sectionNode(key) {
    if (!this.sections.has(key)) this.sections.set(key, h("div", { class: "section" }));
    return this.sections.get(key);
  }

  dayNode(key, seconds) {
    if (!this.days.has(key)) this.days.set(key, h("div", { class: "day" }, h("span", {})));
    const node = this.days.get(key);
    node.firstChild.textContent = day(seconds);
    return node;
  }

  get lastMessage() {
    return this.content.querySelector(".section:last-child > .message:last-child");
  }

  /** Only the controls of the newest message are tab stops; the arrow keys lead to the others. */
  drawTabStops() {
    const newest = this.lastMessage;
    for (const control of this.controls()) control.tabIndex = newest?.contains(control) ? 0 : -1;
  }

  controls() {
    return [...this.content.querySelectorAll("a, button, .spoiler")];
  }

  /** The left and right arrows go to the previous and the next control in the messages. */
  moveInLog(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const controls = this.controls();
    const place = controls.indexOf(document.activeElement);
    const next = place < 0 ? controls.at(-1) : controls[place + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  bubbleNode(message, isLast) {
    const signature = JSON.stringify([message, isLast]);
    const known = this.bubbles.get(message.message_id);
    if (known?.signature === signature) return known.node;
    const node = bubble(message, {
      isLast,
      on: {
        key: (button, place) => this.press(message, button, place),
        link: (url) => this.follow(url),
        command: (text) => this.say(text),
        copy: (text) => this.copy(text),
        photo: showPhoto,
        edit: (message) => this.composer.startEditing(message),
      },
    });
    // Only new messages are animated, not redrawn ones.
    if (!known && this.hasDrawn) node.classList.add("arrives");
    this.bubbles.set(message.message_id, { signature, node });
    return node;
  }

  welcome() {
    const { who } = this;
    const hint = words.startHint(fullName(who), words.roles[who.role]);
    return h("div", { class: "welcome" }, botAvatar("large"), h("b", {}, this.directory.bot.name), h("p", {}, hint));
  }

  say(text) {
    return this.attempt(server.say(this.person, text));
  }

  /** Waits for an action of the person; says so if it failed. */
  async attempt(action, refused) {
    try {
      return await action;
    } catch (error) {
      note(this.wallpaper, whyFailed(error, refused));
      return null;
    }
  }

  async press(message, button, place) {
    if (button.url || button.web_app) {
      const url = button.url ?? button.web_app.url;
      if (!this.follow(url)) open(url, "_blank", "noopener,noreferrer");
    } else if (button.copy_text) {
      await this.copy(button.copy_text.text);
    } else if (button.callback_data) {
      const spot = `${message.message_id} ${place}`;
      if (this.spinning.has(spot)) return;
      this.spinning.set(spot, null);
      this.drawSpinning();
      setTimeout(() => this.stopSpinning(spot), SPIN_FOR_MS);
      const pressed = await this.attempt(server.click(this.person, message.message_id, button.callback_data));
      if (!pressed || this.answered.has(pressed.query)) this.stopSpinning(spot);
      else if (this.spinning.has(spot)) this.spinning.set(spot, pressed.query);
    }
  }

  async copy(text) {
    await this.attempt(navigator.clipboard.writeText(text).then(() => note(this.wallpaper, words.copied)));
  }

  /** Opens links to the bot in the sandbox; returns whether this was one. */
  follow(url) {
    const address = URL.canParse(url) ? new URL(url) : null;
    if (address?.host !== "t.me") return false;
    if (address.pathname === "/share/url") return this.follow(address.searchParams.get("url") ?? "") || false;
    if (address.pathname.slice(1).toLowerCase() !== this.directory.bot.username.toLowerCase()) return false;
    this.openLink(address.searchParams.get("start") ?? "");
    return true;
  }

  async openLink(payload) {
    const person = await choosePerson(words.openAs, payload && words.openAsText(payload), this.directory.people);
    if (person) await this.attempt(this.on.openAs(this, person.id, payload));
  }

  async shareContact() {
    const { who } = this;
    if (!who.phone) return tell(words.noPhone);
    const agreed = await ask(words.shareTitle, words.shareText(who.phone), words.share);
    return agreed && this.attempt(server.shareContact(this.person));
  }

  showTyping() {
    if (!this.status) return;
    this.status.replaceChildren(words.typing, h("span", { class: "dots" }, h("i"), h("i"), h("i")));
    this.status.classList.add("typing");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.stopTyping(), 5000);
  }

  stopTyping() {
    this.status?.classList.remove("typing");
    this.status?.replaceChildren(words.bot);
  }

  showAnswer({ query, text, alert }) {
    this.answered.add(query);
    for (const [spot, waiting] of this.spinning) if (waiting === query) this.stopSpinning(spot);
    if (text && alert) tell(text);
    else if (text) note(this.wallpaper, text);
  }

  stopSpinning(spot) {
    this.spinning.delete(spot);
    this.drawSpinning();
  }

  drawSpinning() {
    for (const key of this.content.querySelectorAll(".key")) {
      const spins = this.spinning.has(`${key.closest(".message").dataset.id} ${key.dataset.key}`);
      key.classList.toggle("spins", spins);
      key.setAttribute("aria-busy", String(spins));
    }
  }

  noticeScroll() {
    const { log } = this;
    // A label that sticks lies over messages: it is shown only while a person scrolls.
    for (const section of this.sections.values()) {
      section.firstChild?.classList.toggle("floats", section.offsetTop + DAY_MARGIN < log.scrollTop);
    }
    if (Math.abs(log.scrollTop - this.aim) < 2) return;
    this.sticks = log.scrollHeight - log.scrollTop - log.clientHeight < 90;
    if (this.sticks) this.toNewest.hidden = true;
    log.classList.add("scrolling");
    clearTimeout(this.rest);
    this.rest = setTimeout(() => log.classList.remove("scrolling"), SHOW_DAY_FOR_MS);
  }

  scrollDown(isSmooth = false) {
    const { log, lastMessage } = this;
    const bottom = log.scrollHeight - log.clientHeight;
    // A message that is higher than the chat is shown from its beginning.
    const isTooHigh = lastMessage?.matches(".theirs") && lastMessage.offsetHeight > log.clientHeight;
    this.aim = Math.max(0, isTooHigh ? lastMessage.offsetTop - DAY_MARGIN : bottom);
    this.sticks = true;
    log.scrollTo({ top: this.aim, behavior: isSmooth ? "smooth" : "instant" });
    this.toNewest.hidden = true;
    this.hasDrawn = true;
  }
}
