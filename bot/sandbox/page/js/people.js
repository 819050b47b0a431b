import { addPerson } from "./api.js";
import { badge, button, el, reconcile } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { avatar, inOneLine, nameOf, timeOf } from "./names.js";
import { refresh } from "./live.js";
import { customers, managers, privateChat, state, update } from "./state.js";
import { attempt } from "./toast.js";
import { unreadOfCustomer } from "./unread.js";

const LANGUAGES = ["ru", "en", "de", "es", "ar", "he", "kk", "uk", "zh-hans"];

const ROLES = {
  customer: {
    people: customers,
    chosen: "customerId",
    add: "addCustomer",
    title: "addCustomerTitle",
    unread: unreadOfCustomer,
  },
  manager: { people: managers, chosen: "managerId", add: "addManager", title: "addManagerTitle", unread: () => 0 },
};

/** Role → who was last brought into view, for chips scroll sideways. */
const inView = {};

/** Draws who one can be: a chip for each person with this role, and one that adds somebody. */
export function drawPeople(container, role) {
  const { people, chosen, add } = ROLES[role];
  const chips = people().map((someone) => chipItem(someone, role, someone.id === state[chosen]));
  const more = { key: "add", signature: currentLanguage(), build: () => addChip(role, add) };
  reconcile(container, [...chips, more]);
  if (inView[role] === state[chosen]) return;
  inView[role] = state[chosen];
  container.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function chipItem(someone, role, isChosen) {
  const { chosen, unread } = ROLES[role];
  const count = isChosen ? 0 : unread(someone.id);
  const latest = role === "customer" ? latestOf(someone.id) : null;
  const build = () =>
    button(
      {
        class: "chip",
        "data-testid": "person-chip",
        "data-person-id": someone.id,
        "data-role": role,
        "aria-pressed": String(isChosen),
        onclick: () => update({ [chosen]: someone.id }),
      },
      avatar(someone.first_name, someone.id),
      el("span", { dir: "auto" }, nameOf(someone)),
      someone.role === "customer" && el("span", { class: "chip-language" }, someone.language_code ?? ""),
      latest && el("span", { class: "chip-time" }, latest.time),
      latest && el("span", { class: "chip-preview", dir: "auto" }, latest.words),
      badge(count, t("unread", { count })),
    );
  return {
    key: String(someone.id),
    signature: [currentLanguage(), isChosen, count, JSON.stringify([someone, latest])].join(),
    build,
  };
}

/** What stands last in a customer's chat, for a list of all chats. */
function latestOf(id) {
  const last = privateChat(id)?.messages.at(-1);
  return last ? { time: timeOf(last.date), words: inOneLine(last).slice(0, 80) } : { time: "", words: t("noMessages") };
}

function addChip(role, label) {
  return button({ class: "chip chip-add", "data-testid": `add-${role}`, onclick: () => askForPerson(role) }, t(label));
}

function askForPerson(role) {
  const name = el("input", {
    name: "first_name",
    required: true,
    maxlength: 64,
    dir: "auto",
    "data-testid": "person-name",
  });
  const language = el(
    "select",
    { name: "language_code", "data-testid": "person-language" },
    LANGUAGES.map((code) => el("option", { value: code }, code)),
  );
  const dialog = el(
    "dialog",
    { class: "dialog", "aria-label": t(ROLES[role].title), onclose: () => dialog.remove() },
    el(
      "form",
      { onsubmit: submit },
      el("h2", {}, t(ROLES[role].title)),
      el("label", {}, t("name"), name),
      el("label", {}, t("personLanguage"), language),
      el(
        "div",
        { class: "dialog-row" },
        button({ onclick: () => dialog.close() }, t("cancel")),
        el("button", { type: "submit", class: "primary", "data-testid": "person-add" }, t("add")),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();

  async function submit(event) {
    event.preventDefault();
    dialog.close();
    const someone = await attempt(addPerson({ first_name: name.value.trim(), language_code: language.value, role }));
    if (!someone) return;
    await refresh();
    update({ [ROLES[role].chosen]: someone.id });
  }
}
