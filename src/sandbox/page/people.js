// The list of people on the left.

import { avatar, badge, fullName, h, iconButton, shortTime, sync } from "./dom.js";
import { words } from "./words.js";

const nodes = new Map();
const list = h("ul", { class: "people-list" });
const title = h("h1", {}, words.title);
const apis = h("p", { class: "apis", hidden: true });

/** Adds the list to the page; `on` has the handlers `add()` and `split()`. */
export function mountPeople(root, on) {
  root.setAttribute("aria-label", words.people);
  const split = iconButton("split", words.split, on.split, { class: "icon-button split", hidden: true });
  root.append(
    h("header", { class: "bar" }, h("span", { class: "logo", "aria-hidden": "true" }, "🐷"), title, split),
    h("p", { class: "hint" }, words.chooseChat),
    list,
    h("footer", {}, h("button", { type: "button", class: "button quiet", onclick: on.add }, words.addPerson), apis),
  );
  return { split };
}

/** Links to the documents of the HTTP APIs; `oncopy(key)` copies one of the keys to try them with. */
export function linkApis({ swagger, redoc, key, tenant_key: tenantKey }, oncopy) {
  const link = (href, text) => h("a", { href, target: "_blank", rel: "noopener" }, text);
  const copy = (text, label) => h("button", { type: "button", class: "link", title: text, onclick: () => oncopy(text) }, label);
  const parts = [link(swagger, "Swagger UI"), link(redoc, "ReDoc"), copy(key, words.copyKey), copy(tenantKey, "X-Tenant-Key")];
  apis.replaceChildren(`${words.apis} `, ...parts.flatMap((part, place) => (place ? [" · ", part] : [part])));
  apis.hidden = false;
}

/** Shows the people with the last message of each chat; open chats are marked. */
export function showPeople(people, open, onopen) {
  const shown = people.map((person) => {
    const place = open.indexOf(person.id);
    const signature = JSON.stringify([person, place]);
    const known = nodes.get(person.id);
    if (known?.signature === signature) return known.node;
    const node = entry(person, place, onopen);
    nodes.set(person.id, { signature, node });
    return node;
  });
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.person;
  sync(list, shown);
  if (focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
  const unread = people.reduce((sum, person) => sum + person.unread, 0);
  document.title = unread ? `(${unread}) ${words.title}` : words.title;
}

function entry(person, place, onopen) {
  const { last, unread } = person;
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: `person ${place >= 0 ? "open" : ""}`,
        "data-person": person.id,
        "aria-current": place >= 0 ? "true" : undefined,
        onclick: () => onopen(person.id),
      },
      avatar(person),
      h("span", { class: "person-name" }, h("b", {}, fullName(person)), badge(person)),
      h("span", { class: "person-time" }, last ? shortTime(last.date) : ""),
      h("span", { class: "person-last" }, last ? [last.mine && h("i", {}, words.mine), preview(last)] : words.empty),
      unread > 0 && h("span", { class: "unread", "aria-label": words.unread(unread) }, String(unread)),
    ),
  );
}

function preview(last) {
  const kind = last.kind === "text" ? "" : words[last.kind];
  return [kind, last.text].filter(Boolean).join(", ").replaceAll("\n", " ");
}
