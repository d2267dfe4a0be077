// Requests to the endpoints of the sandbox.

async function parsed(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return parsed(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

const chat = (person) => `/sandbox/chats/${person}`;

export const people = async () => parsed(await fetch("/sandbox/people"));
export const messages = async (person) => parsed(await fetch(chat(person)));
export const addPerson = (person) => post("/sandbox/people", person);
export const say = (person, text) => post(`${chat(person)}/say`, { text });
export const edit = (person, message, text) => post(`${chat(person)}/edit`, { message, text });
export const click = (person, message, data) => post(`${chat(person)}/click`, { message, data });
export const shareContact = (person, of) => post(`${chat(person)}/contact`, { of });
export const sendSticker = (person, emoji) => post(`${chat(person)}/sticker`, emoji);
export const block = (person, blocked) => post(`${chat(person)}/block`, { blocked });
export const markRead = (person) => post(`${chat(person)}/read`, null);

export async function sendPhoto(person, file, caption) {
  const path = `${chat(person)}/photo?caption=${encodeURIComponent(caption)}`;
  return parsed(await fetch(path, { method: "POST", headers: { "Content-Type": file.type }, body: file }));
}

/** Calls `handleEvent` with every event, and `setConnected` when the connection is made or lost. */
export function listen(handleEvent, setConnected) {
  const source = new EventSource("/sandbox/events");
  source.onopen = () => setConnected(true);
  source.onerror = () => setConnected(false);
  source.onmessage = (event) => handleEvent(JSON.parse(event.data));
}
