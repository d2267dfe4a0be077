// Elements, icons and avatars.

import { words } from "./words.js";

/** An element with properties and children: `h("button", { class: "key", onclick }, "Ok")`. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  back: "M15 5l-7 7 7 7",
  send: "M4 11.5 20 4l-6 16-3-7z M11 13l4-4",
  attach: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L10 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4",
  keyboard: "M4 7h16v10H4z M8 11h.01 M12 11h.01 M16 11h.01 M8 14h8",
  hide: "M5 9l7 7 7-7",
  menu: "M5 7h14 M5 12h14 M5 17h14",
  split: "M4 5h16v14H4z M12 5v14",
  plus: "M12 5v14 M5 12h14",
  more: "M12 5.5v.01 M12 12v.01 M12 18.5v.01",
  close: "M6 6l12 12 M18 6L6 18",
  down: "M6 9l6 6 6-6",
  photo: "M4 6h16v13H4z M8.5 10.5h.01 M4 16l5-4 4 3 3-2.5 4 3.5",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20c.8-4 4-5.5 7.5-5.5s6.7 1.5 7.5 5.5",
  sticker: "M12 3.5a8.5 8.5 0 1 0 8.5 8.5c-4 0-8.5-4-8.5-8.5z M8.5 12.5c.5 2 2 3 3.5 3",
  file: "M6 3h8l4 4v14H6z M14 3v4h4",
  block: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z M6 6l12 12",
  edit: "M4 20l1-5L16 4l4 4L9 19z",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1 M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
};

/** A line icon of 24 by 24 units, hidden from screen readers: its button needs a label. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round button with an icon and a label for screen readers. */
export function iconButton(name, label, onclick, extra = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

/** The initials of a person on a colour of their own. */
export function avatar(person, size = "") {
  const initials = [person.first_name, person.last_name].map((name) => [...(name ?? "")][0] ?? "").join("");
  const pair = [...initials].length > 1 ? "pair" : "";
  return h("span", { class: `avatar hue-${Math.abs(person.id) % 7} ${size} ${pair}`, "aria-hidden": "true" }, initials.toUpperCase());
}

/** The picture of the bot. */
export function botAvatar(size = "") {
  return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, "🐷");
}

/** The full name of a person. */
export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

/** A badge with the role of a person. */
export function badge(person) {
  if (!person.role) return null;
  return h("span", { class: `badge role-${person.role}` }, words.roles[person.role] ?? person.role);
}

/** How moments are shown: by the clock of the shop, as the bot shows them, wherever the browser is. */
let formats;

/** Shows moments in this time zone from now on; undefined for the browser's. */
export function setTimeZone(timeZone) {
  const format = (options) => new Intl.DateTimeFormat(words.language, { ...options, timeZone });
  formats = {
    time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    dayThisYear: format({ day: "numeric", month: "long" }),
    dayOfYear: format({ day: "numeric", month: "long", year: "numeric" }),
    shortDay: format({ day: "2-digit", month: "2-digit" }),
    date: new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }),
  };
}
setTimeZone(undefined);

export const time = (seconds) => formats.time.format(seconds * 1000);

/** The date of a moment, as 2026-11-29. */
export const date = (seconds) => formats.date.format(seconds * 1000);

const now = () => Date.now() / 1000;

/** "Today", "Yesterday" or the day of a moment. */
export function day(seconds) {
  const [shown, today] = [date(seconds), date(now())];
  if (shown === today) return words.today;
  if (shown === date(now() - 86_400)) return words.yesterday;
  const isThisYear = shown.slice(0, 4) === today.slice(0, 4);
  return (isThisYear ? formats.dayThisYear : formats.dayOfYear).format(seconds * 1000);
}

/** The time of a moment today, otherwise the date. */
export function shortTime(seconds) {
  return date(seconds) === date(now()) ? time(seconds) : formats.shortDay.format(seconds * 1000);
}

const EMOJI = /(\p{Extended_Pictographic}\u{fe0f}?\p{Emoji_Modifier}?(?:\u{200d}\p{Extended_Pictographic}\u{fe0f}?)*)/u;

/** A text as nodes, with each emoji in an element of its own: dark ones get a light edge on dark ground. */
export function withEmoji(text) {
  return text.split(EMOJI).map((part, index) => (index % 2 === 1 ? h("span", { class: "emoji" }, part) : part)).filter(Boolean);
}

/** Makes the children of `parent` exactly `nodes`. Changes only what differs, so that focus and loaded pictures are kept. */
export function sync(parent, nodes) {
  let place = parent.firstChild;
  const kept = new Set(nodes);
  for (const node of nodes) {
    while (place && !kept.has(place)) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
    if (place === node) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}
