// One message: its text with entities, its picture or file, its buttons.

import { avatar, h, icon, time, withEmoji } from "./dom.js";
import { words } from "./words.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/**
 * The node of a message. `on` has the handlers: `key(button, place)`, `link(url)`, `command(text)`,
 * `copy(text)`, `photo(source, caption)`, `edit(message)`.
 */
export function bubble(message, { isLast, on }) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const isBare = message.kind === "sticker";
  const parts = [];
  if (message.forward_origin) parts.push(h("div", { class: "forwarded" }, words.forwarded));
  if (message.reply_to_message) parts.push(quote(message.reply_to_message));
  parts.push(attachment(message, on));
  const body = h("div", { class: "text", dir: "auto" }, richText(text, entities, on), meta(message));
  parts.push(body);
  const classes = ["bubble", message.kind, isLast && "tail", !text && "no-text", isBare && "bare"].filter(Boolean);
  const keyboard = message.reply_markup?.inline_keyboard;
  const canEdit = message.mine && message.kind === "text";
  return h(
    "article",
    { class: `message ${message.mine ? "mine" : "theirs"}`, "data-id": message.message_id },
    h(
      "div",
      { class: "line" },
      h("div", { class: classes.join(" "), ondblclick: canEdit && (() => on.edit(message)) }, parts),
    ),
    keyboard && keys(keyboard, on),
  );
}

function meta(message) {
  const ticks = message.mine && (message.received ? words.received : words.sent);
  return h(
    "span",
    { class: "meta" },
    message.edit_date && h("span", {}, words.edited),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, time(message.date)),
    message.mine && h("span", { class: `ticks ${message.received ? "two" : "one"}`, role: "img", "aria-label": ticks, title: ticks }),
  );
}

function quote(message) {
  const kind = ["photo", "document", "contact", "sticker"].find((kind) => message[kind]);
  const text = message.text ?? message.caption ?? words[kind] ?? "";
  return h("div", { class: "quote" }, text.slice(0, 120));
}

function attachment(message, on) {
  const source = (file) => `/sandbox/files/${encodeURIComponent(file.file_id)}`;
  switch (message.kind) {
    case "photo": {
      const photo = message.photo.at(-1);
      const picture = h("img", {
        src: source(photo),
        alt: message.caption ?? words.photo,
        width: photo.width,
        height: photo.height,
      });
      const open = () => on.photo(source(photo), message.caption ?? "");
      return h("button", { type: "button", class: "picture", "aria-label": words.openPhoto, onclick: open }, picture);
    }
    case "document": {
      const { file_name: name, file_size: size } = message.document;
      return h(
        "a",
        { class: "file", href: source(message.document), download: name, title: words.download },
        h("span", { class: "file-icon" }, icon("file")),
        h("span", {}, h("b", {}, name), h("small", {}, fileSize(size))),
      );
    }
    case "contact": {
      const { first_name, last_name, phone_number, user_id } = message.contact;
      const phone = phone_number.startsWith("+") ? phone_number : `+${phone_number}`;
      return h(
        "div",
        { class: "card" },
        avatar({ id: user_id ?? 0, first_name, last_name }),
        h("span", {}, h("b", {}, [first_name, last_name].filter(Boolean).join(" ")), h("small", {}, phone)),
      );
    }
    case "sticker":
      return h("div", { class: "big", role: "img", "aria-label": words.sticker }, message.sticker.emoji);
    default:
      return null;
  }
}

function fileSize(bytes) {
  const [amount, unit] = bytes < 1024 ? [bytes, "byte"] : bytes < 1024 ** 2 ? [bytes / 1024, "kilobyte"] : [bytes / 1024 ** 2, "megabyte"];
  const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(words.language, format).format(amount);
}

/** A text as nodes. Entities may nest; text is never parsed as HTML. */
function richText(text, entities, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, sorted, 0, text.length, on);
}

function span(text, entities, start, end, on) {
  const nodes = [];
  let position = start;
  while (entities.length > 0) {
    const entity = entities[0];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset >= end) break;
    entities.shift();
    if (entity.offset < position) continue;
    if (entity.offset > position) nodes.push(...withEmoji(text.slice(position, entity.offset)));
    const inner = [];
    while (entities.length > 0 && entities[0].offset < stop) inner.push(entities.shift());
    nodes.push(formatted(entity, text.slice(entity.offset, stop), span(text, inner, entity.offset, stop, on), on));
    position = stop;
  }
  if (position < end) nodes.push(...withEmoji(text.slice(position, end)));
  return nodes;
}

function formatted(entity, text, children, on) {
  const link = (url) => {
    const follow = (event) => {
      if (on.link(url)) event.preventDefault();
    };
    return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: follow }, children);
  };
  switch (entity.type) {
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => on.command(text) }, children);
    case "url":
      return link(/^https?:/i.test(text) ? text : `https://${text}`);
    case "text_link":
      return /^(https?|tg):/i.test(entity.url) ? link(entity.url) : h("span", {}, children);
    case "spoiler":
      return h("span", { class: "spoiler", tabindex: "0", onclick: (event) => event.currentTarget.classList.add("open") }, children);
    case "code":
      return h("code", {}, h("button", { type: "button", title: words.copy, onclick: () => on.copy(text) }, children));
    case "mention":
    case "hashtag":
    case "phone_number":
      return h("span", { class: "reference" }, children);
    default:
      return TAGS[entity.type] ? h(TAGS[entity.type], {}, children) : h("span", {}, children);
  }
}

function keys(rows, on) {
  const key = (button, row, column) => {
    const place = `${row}.${column}`;
    const leads = button.url || button.web_app;
    return h(
      "button",
      { type: "button", class: `key ${leads ? "leads" : ""}`, "data-key": place, onclick: () => on.key(button, place) },
      h("span", { class: "label" }, withEmoji(button.text)),
      leads && icon("link"),
    );
  };
  const row = (buttons, index) => h("div", { class: "row" }, buttons.map((button, column) => key(button, index, column)));
  return h("div", { class: "keys" }, rows.map(row));
}
