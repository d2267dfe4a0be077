// The area below the messages: the input, the "/" menu, attachments and the bot's keyboard.

import { choosePerson, describeFile, dropDown } from "./dialogs.js";
import { h, icon, iconButton, withEmoji } from "./dom.js";
import * as server from "./server.js";
import { words } from "./words.js";

const STICKERS = ["🐷", "👍", "❤️", "🎉", "😂"];
const touch = matchMedia("(pointer: coarse)");

/** The number of "/" menus, for their ids. */
let lists = 0;

/** Texts that were typed and not sent, by person. */
const drafts = new Map();

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.commands = [];
    this.picked = 0;
    this.input = h("textarea", {
      rows: 1,
      maxlength: 8192,
      placeholder: words.message,
      "aria-label": words.message,
      oninput: () => this.typed(),
      onkeydown: (event) => this.keyDown(event),
      onpaste: (event) => this.pasted(event),
    });
    this.menu = h(
      "button",
      { type: "button", class: "menu-button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.toggleMenu() },
      icon("menu"),
      h("span", {}, words.menu),
    );
    this.attach = iconButton("attach", words.attach, () => this.showAttachments(), { "aria-haspopup": "menu" });
    this.toggle = iconButton("keyboard", words.hideKeyboard, () => this.toggleKeyboard());
    this.send = h("button", { type: "submit", class: "icon-button send", "aria-label": words.send, title: words.send }, icon("send"));
    this.list = h("ul", { id: `commands-${(lists += 1)}`, class: "commands", role: "listbox", "aria-label": words.commands, hidden: true });
    this.input.setAttribute("aria-controls", this.list.id);
    this.editingBar = h(
      "div",
      { class: "editing", hidden: true },
      icon("edit"),
      h("span", {}, words.editing),
      iconButton("close", words.cancel, () => this.stopEditing()),
    );
    this.form = h(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          this.submit();
        },
      },
      this.menu,
      h("span", { class: "anchor" }, this.attach),
      this.input,
      this.toggle,
      this.send,
    );
    this.keyboard = h("div", { class: "keyboard", role: "group", "aria-label": words.keyboard, hidden: true });
    document.addEventListener("pointerdown", (event) => this.root.contains(event.target) || this.hideCommands());
    this.start = h("button", { type: "button", class: "button primary start", onclick: () => this.pane.say("/start") }, words.start);
    this.unblock = h("button", { type: "button", class: "button quiet start", onclick: () => this.unblockBot() }, words.unblock);
    this.file = h("input", { type: "file", accept: "image/png,image/jpeg", hidden: true, onchange: () => this.photoChosen() });
    this.document = h("input", { type: "file", class: "any-file", hidden: true, onchange: () => this.documentChosen() });
    this.root = h(
      "footer",
      { class: "dock" },
      [this.list, this.editingBar, this.form, this.start, this.unblock, this.keyboard, this.file, this.document],
    );
  }

  /** Goes to the input field, or to the button in its place; where the screen has a keyboard, only if `isAsked`. */
  focus(isAsked = false) {
    const button = [this.start, this.unblock].find((button) => !button.hidden);
    if (button) button.focus();
    else if (isAsked || !touch.matches) this.input.focus();
  }

  /** Goes to the input field, and begins a command in it where it is empty. */
  beginCommand() {
    this.focus(true);
    if (this.form.hidden || this.input.value !== "") return;
    this.input.value = "/";
    this.typed();
  }

  /** Prepares for another person. */
  reset() {
    this.stopEditing();
    this.keyboardSignature = undefined;
    this.isKeyboardOpen = true;
    this.input.value = drafts.get(this.pane.person) ?? "";
    this.commands = [];
    this.grow();
    this.hideCommands();
    [this.form, this.start, this.unblock, this.keyboard].forEach((part) => (part.hidden = true));
  }

  draw(chat) {
    const isEmpty = chat.messages.length === 0;
    this.start.hidden = !isEmpty || chat.is_blocked;
    this.unblock.hidden = !chat.is_blocked;
    this.form.hidden = isEmpty || chat.is_blocked;
    this.commands = chat.commands;
    this.menu.hidden = chat.commands.length === 0;
    this.drawKeyboard(chat.keyboard);
    this.grow();
    this.form.classList.toggle("empty", this.input.value.trim() === "");
  }

  drawKeyboard(markup) {
    const signature = JSON.stringify(markup);
    const keys = markup?.keyboard ?? [];
    if (signature !== this.keyboardSignature) {
      this.keyboardSignature = signature;
      this.isKeyboardOpen = true;
      this.keyboard.replaceChildren(
        ...keys.map((row) =>
          h("div", { class: "row" }, row.map((key) => h("button", { type: "button", class: "reply-key", onclick: () => this.pressKey(key, markup) }, withEmoji(key.text)))),
        ),
      );
      this.keyboard.classList.toggle("tall", keys.length > 0 && !markup.resize_keyboard);
    }
    this.input.placeholder = markup?.input_field_placeholder || words.message;
    this.toggle.hidden = keys.length === 0;
    this.keyboard.hidden = keys.length === 0 || !this.isKeyboardOpen || this.form.hidden;
    const label = this.isKeyboardOpen ? words.hideKeyboard : words.showKeyboard;
    this.toggle.replaceChildren(icon(this.isKeyboardOpen ? "hide" : "keyboard"));
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
    this.toggle.setAttribute("aria-pressed", String(this.isKeyboardOpen));
  }

  toggleKeyboard() {
    this.isKeyboardOpen = !this.isKeyboardOpen;
    this.drawKeyboard(this.pane.chat.keyboard);
  }

  async pressKey(key, markup) {
    if (markup.one_time_keyboard) {
      this.isKeyboardOpen = false;
      this.drawKeyboard(markup);
    }
    if (key.request_contact) await this.pane.shareContact();
    else await this.pane.say(key.text);
  }

  typed() {
    drafts.set(this.pane.person, this.editing ? "" : this.input.value);
    this.form.classList.toggle("empty", this.input.value.trim() === "");
    this.grow();
    this.suggest();
  }

  grow() {
    this.input.style.height = "auto";
    // A hidden input has no height.
    if (this.input.scrollHeight > 0) this.input.style.height = `${Math.min(this.input.scrollHeight, 180)}px`;
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const { editing } = this;
    this.input.value = "";
    this.typed();
    if (editing) {
      this.stopEditing();
      await this.pane.attempt(server.edit(this.pane.person, editing, text));
    } else if (!(await this.pane.say(text))) {
      this.input.value = text;
      this.typed();
    }
  }

  keyDown(event) {
    if (event.isComposing) return;
    if (!this.list.hidden && this.moveInCommands(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.editing) {
      this.stopEditing();
    } else if (event.key === "ArrowUp" && this.input.value === "") {
      const own = this.pane.chat?.messages.findLast((message) => message.mine && message.kind === "text");
      if (own) {
        event.preventDefault();
        this.startEditing(own);
      }
    }
  }

  startEditing(message) {
    this.editing = message.message_id;
    this.editingBar.hidden = false;
    this.input.value = message.text;
    this.input.focus();
    this.grow();
    this.form.classList.remove("empty");
  }

  stopEditing() {
    if (!this.editing) return;
    this.editing = null;
    this.editingBar.hidden = true;
    this.input.value = "";
    this.grow();
  }

  // The "/" menu.

  toggleMenu() {
    if (this.list.hidden) this.showCommands(this.commands);
    else this.hideCommands();
    this.input.focus();
  }

  suggest() {
    const typed = /^\/(\w*)$/.exec(this.input.value);
    const found = typed ? this.commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    if (found.length > 0) this.showCommands(found);
    else this.hideCommands();
  }

  showCommands(commands) {
    this.picked = 0;
    this.list.replaceChildren(
      ...commands.map(({ command, description }, index) =>
        h(
          "li",
          { id: `${this.list.id}-${index}`, role: "option", "aria-selected": String(index === 0), onclick: () => this.pick(command) },
          h("b", {}, `/${command}`),
          h("span", {}, description),
        ),
      ),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-0`);
    this.menu.setAttribute("aria-expanded", "true");
  }

  hideCommands() {
    this.list.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
    this.menu.setAttribute("aria-expanded", "false");
  }

  /** Returns whether the key was for the menu. */
  moveInCommands(event) {
    const options = [...this.list.children];
    if (event.key === "Escape") {
      this.hideCommands();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      options[this.picked].setAttribute("aria-selected", "false");
      this.picked = (this.picked + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
      options[this.picked].setAttribute("aria-selected", "true");
      options[this.picked].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[this.picked].id);
    } else if (event.key === "Tab") {
      this.input.value = `${options[this.picked].firstChild.textContent} `;
      this.typed();
    } else if (event.key === "Enter") {
      this.pick(options[this.picked].firstChild.textContent.slice(1));
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  pick(command) {
    this.hideCommands();
    this.input.value = "";
    this.typed();
    this.pane.say(`/${command}`);
  }

  // Attachments.

  showAttachments() {
    const { pane } = this;
    const sticker = STICKERS[Math.floor(performance.now()) % STICKERS.length];
    dropDown(
      this.attach,
      [
        { content: [icon("photo"), words.photo], onclick: () => this.file.click() },
        { content: [icon("file"), words.document], onclick: () => this.document.click() },
        { content: [icon("contact"), words.ownContact], onclick: () => pane.shareContact() },
        { content: [icon("contact"), words.otherContact], onclick: () => this.shareOther() },
        { content: [icon("sticker"), words.sticker], onclick: () => pane.attempt(server.sendSticker(pane.person, sticker)) },
      ],
      "above",
    );
  }

  async shareOther() {
    const { pane } = this;
    const others = pane.directory.people.filter((person) => person.id !== pane.person && person.phone);
    const other = await choosePerson(words.whoseContact, "", others);
    if (other) await pane.attempt(server.shareContact(pane.person, other.id));
  }

  async photoChosen() {
    const [file] = this.file.files;
    this.file.value = "";
    if (file) await this.sendPhoto(file);
  }

  async documentChosen() {
    const [file] = this.document.files;
    if (!file) return;
    const caption = await describeFile(words.document, file);
    if (caption !== undefined) await this.pane.attempt(server.sendDocument(this.pane.person, file, caption), words.badFile);
    this.document.value = "";
  }

  pasted(event) {
    const file = [...event.clipboardData.files].find(({ type }) => type === "image/png" || type === "image/jpeg");
    if (!file) return;
    event.preventDefault();
    this.sendPhoto(file);
  }

  async sendPhoto(file) {
    const caption = await describeFile(words.photo, file);
    if (caption !== undefined) await this.pane.attempt(server.sendPhoto(this.pane.person, file, caption), words.badPicture);
  }

  async unblockBot() {
    await this.pane.attempt(server.block(this.pane.person, false));
  }
}
