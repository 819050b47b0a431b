/** The sandbox's control API. Every call resolves to the answer's JSON or throws an Error with the server's sentence. */

async function request(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`sandbox/${path}`, {
    method,
    headers: body && !form ? { "Content-Type": "application/json" } : {},
    body: body && !form ? JSON.stringify(body) : body,
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.error ?? response.statusText), { status: response.status });
}

export const fetchState = () => request("GET", "state");
export const addPerson = (person) => request("POST", "people", person);
export const edit = (change) => request("POST", "edit", change);
export const press = (button) => request("POST", "press", button);
export const shareChat = (choice) => request("POST", "share-chat", choice);
export const react = (reaction) => request("POST", "react", reaction);
export const block = (person_id, blocked) => request("POST", "block", { person_id, blocked });
export const moveClock = (to) => request("POST", "clock", to);
export const restart = (language) => request("POST", "restart", { language });
export const addFault = (fault) => request("POST", "faults", fault);
export const removeFault = (id) => request("DELETE", `faults/${id}`);
export const clearFaults = () => request("DELETE", "faults");
export const changeGroup = (action) => request("POST", "group", action);

/** Sends a person's message, with a file of the visitor's own where one is given. */
export function send(message, file = null) {
  if (!file) return request("POST", "send", message);
  const form = new FormData();
  for (const [name, value] of Object.entries(message)) {
    if (value !== undefined) form.append(name, typeof value === "object" ? JSON.stringify(value) : value);
  }
  form.append("file", file);
  return request("POST", "send", form);
}

const RETRY_MS = 1500;

/** Calls `onChange` whenever something changed and once after each (re)connection, `onConnected` with true or false. */
export function listen(onChange, onConnected) {
  const events = new EventSource("sandbox/events");
  events.onopen = () => {
    onConnected(true);
    onChange();
  };
  events.onmessage = onChange;
  events.onerror = () => {
    onConnected(false);
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(onChange, onConnected), RETRY_MS);
  };
}
