// Windows over the page: questions, alerts, photos and short notices.

import { avatar, badge, fullName, h, iconButton } from "./dom.js";
import { OutOfReach } from "./server.js";
import { words } from "./words.js";

/** Opens a window; resolves with the value that it was closed with, or with undefined after Escape or a click beside it. */
function open(content, className = "") {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: `window ${className}` });
    const close = (value) => {
      dialog.returnAnswer = value;
      dialog.close();
    };
    dialog.append(...[content(close)].flat());
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnAnswer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const button = (label, onclick, kind = "plain") => h("button", { type: "button", class: `button ${kind}`, onclick }, label);

/** An alert. */
export function tell(text) {
  return open((close) => [
    h("p", { class: "alert-text" }, text),
    h("div", { class: "buttons" }, button(words.ok, () => close(), "primary")),
  ]);
}

/** A question; resolves with true for yes. */
export function ask(title, text, yes) {
  return open((close) => [
    h("h2", {}, title),
    h("p", {}, text),
    h("div", { class: "buttons" }, button(words.cancel, () => close()), button(yes, () => close(true), "primary")),
  ]);
}

/** A list of people; resolves with the one who was chosen. */
export function choosePerson(title, text, people) {
  return open(
    (close) => [
      h("h2", {}, title),
      text && h("p", {}, text),
      h(
        "ul",
        { class: "choice" },
        people.map((person) =>
          h("li", {}, h("button", { type: "button", onclick: () => close(person) }, avatar(person, "small"), h("span", {}, fullName(person)), badge(person))),
        ),
      ),
      h("div", { class: "buttons" }, button(words.cancel, () => close())),
    ].filter(Boolean),
  );
}

/** Is this a phone number with its country code, or nothing? The server reads it by the same rule. */
function isPhone(text) {
  const written = text.trim();
  return !written || (/^\+?[\d\s().-]+$/.test(written) && /^\d{7,15}$/.test(written.replace(/\D/g, "")));
}

/** A form for a new person; resolves with its fields. */
export function describePerson() {
  const field = (name, label, extra = {}) => h("label", {}, h("span", {}, label), h("input", { name, autocomplete: "off", ...extra }));
  const languages = { ru: "Русский", en: "English", kk: "Қазақша", ky: "Кыргызча", uz: "Oʻzbekcha" };
  const choose = h("select", { name: "language" }, Object.entries(languages).map(([code, name]) => h("option", { value: code }, name)));
  choose.value = words.language;
  const complaint = h("span", { class: "complaint", role: "alert", id: "phone-complaint", hidden: true }, words.badPhone);
  const phone = field("phone", words.phone, { type: "tel", maxlength: 24, placeholder: `${words.optional}: +7 701 000 00 00`, "aria-describedby": complaint.id });
  const input = phone.querySelector("input");
  phone.append(complaint);
  const check = () => {
    complaint.hidden = isPhone(input.value);
    input.setAttribute("aria-invalid", String(!complaint.hidden));
    return complaint.hidden;
  };
  // A complaint goes as soon as the number is right, and comes only when the form is sent.
  input.addEventListener("input", () => complaint.hidden || check());
  return open((close) => {
    const form = h(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          if (check()) close(Object.fromEntries(new FormData(form)));
          else input.focus();
        },
      },
      h("h2", {}, words.addPerson),
      field("first_name", words.firstName, { required: true, maxlength: 64, pattern: ".*\\S.*", autofocus: true }),
      field("last_name", words.lastName, { maxlength: 64, placeholder: words.optional }),
      field("username", words.username, { maxlength: 33, placeholder: words.optional, pattern: "@?[A-Za-z0-9_]{3,32}", title: words.badUsername }),
      phone,
      h("label", {}, h("span", {}, words.language_), choose),
      h("div", { class: "buttons" }, button(words.cancel, () => close()), h("button", { class: "button primary" }, words.add)),
    );
    return form;
  });
}

/** A form for the caption of a picture; resolves with the caption. */
export function describeFile(title, file) {
  const caption = h("input", { maxlength: 1024, "aria-label": words.caption, placeholder: words.caption, autofocus: true });
  return open((close) =>
    h(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          close(caption.value);
        },
      },
      h("h2", {}, title),
      h("p", {}, file.name),
      h("label", {}, caption),
      h("div", { class: "buttons" }, button(words.cancel, () => close()), h("button", { class: "button primary" }, words.send)),
    ),
  );
}

/** A photo in full size; a click on it zooms. */
export function showPhoto(source, caption) {
  return open((close) => {
    const picture = h("img", { src: source, alt: caption, onclick: () => frame.classList.toggle("zoomed") });
    const shown = [picture, caption && h("p", { class: "photo-caption" }, caption)];
    const frame = h("div", { class: "frame", onclick: (event) => event.target === frame && close() }, shown);
    return [frame, iconButton("close", words.close, () => close())];
  }, "photo-window");
}

/** What is said about an action that failed; `refused` where the server answered that it is not possible. */
export function whyFailed(error, refused = words.failed) {
  console.warn(error);
  return error instanceof OutOfReach ? words.lost : refused;
}

/** A notice at the lower edge of a pane that disappears by itself. */
export function note(pane, text) {
  pane.querySelector(".note")?.remove();
  const shown = h("div", { class: "note", role: "status" }, text);
  pane.append(shown);
  setTimeout(() => shown.remove(), 3500);
}

/** A menu at a button; a click or Escape closes it. */
export function dropDown(anchor, items, className = "") {
  const isOpen = anchor.parentElement.querySelector(".drop-down");
  closeDropDowns();
  if (isOpen) return;
  const list = h(
    "ul",
    { class: `drop-down ${className}`, role: "menu" },
    items.map(({ content, onclick, isChosen }) =>
      h("li", { role: "none" }, h("button", { type: "button", role: "menuitem", class: isChosen ? "chosen" : "", onclick }, content)),
    ),
  );
  anchor.setAttribute("aria-expanded", "true");
  anchor.after(list);
  list.querySelector("button")?.focus({ focusVisible: false });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length)?.focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      closeDropDowns();
      anchor.focus();
    }
  });
}

function closeDropDowns() {
  for (const list of document.querySelectorAll(".drop-down")) {
    list.previousElementSibling?.setAttribute("aria-expanded", "false");
    list.remove();
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[aria-haspopup=menu]")) closeDropDowns();
});
