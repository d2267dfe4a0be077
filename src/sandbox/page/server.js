// Requests to the endpoints of the sandbox.

/** The sandbox does not answer. */
export class OutOfReach extends Error {}

/** Calls an endpoint. Throws `OutOfReach`, or an error with the server's reason, which is for developers. */
async function request(path, options) {
  const response = await fetch(path, options).catch(() => null);
  if (!response) throw new OutOfReach();
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Error(body?.error ?? response.statusText);
  if (!body) throw new OutOfReach();
  return body;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body) });
}

const chat = (person) => `/sandbox/chats/${person}`;

export const people = () => request("/sandbox/people");
export const messages = (person) => request(chat(person));
export const addPerson = (person) => post("/sandbox/people", person);
export const say = (person, text) => post(`${chat(person)}/say`, { text });
export const edit = (person, message, text) => post(`${chat(person)}/edit`, { message, text });
export const click = (person, message, data) => post(`${chat(person)}/click`, { message, data });
export const shareContact = (person, of) => post(`${chat(person)}/contact`, { of });
export const sendSticker = (person, emoji) => post(`${chat(person)}/sticker`, emoji);
export const block = (person, blocked) => post(`${chat(person)}/block`, { blocked });
export const markRead = (person) => post(`${chat(person)}/read`, null);

export function sendPhoto(person, file, caption) {
  const path = `${chat(person)}/photo?caption=${encodeURIComponent(caption)}`;
  return request(path, { method: "POST", headers: { "Content-Type": file.type }, body: file });
}

export function sendDocument(person, file, caption) {
  const path = `${chat(person)}/document?name=${encodeURIComponent(file.name)}&caption=${encodeURIComponent(caption)}`;
  return request(path, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
}

/** Calls `handleEvent` with every event, and `setConnected` when the connection is made or lost. */
export function listen(handleEvent, setConnected) {
  const source = new EventSource("/sandbox/events");
  source.onopen = () => setConnected(true);
  source.onerror = () => setConnected(false);
  source.onmessage = (event) => handleEvent(JSON.parse(event.data));
}
