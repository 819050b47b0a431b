import { addFault } from "./api.js";
import { button, el, reconcile } from "./dom.js";
import { t } from "./i18n.js";
import { person, state } from "./state.js";
import { attempt } from "./toast.js";

const KINDS = ["429", "500", "502", "timeout", "drop", "403", "hang", "redeliver", "markup", "file", "413", "words"];

/** One click each; sent as they are. */
const QUICK = [
  { kind: "429", times: 1, retry_after: 10 },
  { kind: "500", times: 3 },
  { kind: "timeout", method: "sendMessage", times: 1 },
  { kind: "drop", method: "sendMessage", times: 2 },
  { kind: "redeliver", times: 1 },
  { kind: "hang", times: 1 },
];

export const quickButtons = () => QUICK.map(quickButton);

function quickButton(fault) {
  const count = fault.times > 1 ? ` ×${fault.times}` : "";
  const method = fault.method ? el("small", {}, fault.method) : null;
  return button(
    { "data-testid": `fault-${fault.kind}`, onclick: () => attempt(addFault(fault)) },
    t(`fault.${fault.kind}`) + count,
    method,
  );
}

/** The form in which every part of a fault can be chosen. */
export function exactForm() {
  const kind = el(
    "select",
    { name: "kind", "data-testid": "fault-kind" },
    KINDS.map((name) => el("option", { value: name }, t(`fault.${name}`))),
  );
  const method = el("input", {
    name: "method",
    placeholder: t("any"),
    spellcheck: "false",
    "data-testid": "fault-method",
  });
  const chat = el("select", { name: "chat_id" });
  const times = el("input", { name: "times", type: "number", min: 1, value: 1 });
  const pause = el("input", { name: "retry_after", type: "number", min: 1, placeholder: "5" });
  const field = (key, input) => el("label", {}, t(key), input);
  return el(
    "form",
    { class: "exact-fault", onsubmit: addExact },
    field("faultKind", kind),
    field("faultMethod", method),
    field("faultChat", chat),
    field("faultTimes", times),
    field("faultRetryAfter", pause),
    el("button", { type: "submit", class: "primary", "data-testid": "fault-add" }, t("addFault")),
  );
}

/** Keeps the choice of chats up to date; the first one is "any". */
export function drawChats(select) {
  const any = { id: "", title: t("any") };
  reconcile(select, [any, ...state.snapshot.chats].map(chatOption));
}

function chatOption(chat) {
  const title = chat.title ?? person(chat.person_id)?.first_name ?? String(chat.id);
  return { key: String(chat.id), signature: title, build: () => el("option", { value: chat.id }, title) };
}

const NUMBERS = new Set(["chat_id", "times", "retry_after"]);

function addExact(event) {
  event.preventDefault();
  const filled = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
  attempt(
    addFault(Object.fromEntries(filled.map(([name, value]) => [name, NUMBERS.has(name) ? Number(value) : value]))),
  );
}
