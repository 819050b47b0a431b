import { button, el } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

/** The commands that the bot has set for this chat, in the language of who writes there. */
function commandsOf(view) {
  const menus = state.snapshot.commands[view.side === "customer" ? "private" : "group"];
  return menus?.[view.person?.language_code] ?? menus?.[""] ?? [];
}

const item = ({ command, description }, onSend, attributes = {}) =>
  button(
    { class: "menu-item", "data-testid": "command", ...attributes, onclick: () => onSend(`/${command}`) },
    el("b", {}, `/${command}`),
    el("span", { class: "muted", dir: "auto" }, description),
  );

/**
 * The commands that begin with what is written after "/", above the field: Enter or a click sends one, Tab only writes
 * it. `write` puts words into the field.
 */
export function createSuggestions(form, viewNow, { say, write }) {
  const field = form.querySelector("textarea");
  const box = form.querySelector(".suggestions");
  let chosen = 0;
  let dismissed = null;

  const fitting = () => {
    const begun = /^\/(\w*)$/.exec(field.value)?.[1];
    if (begun === undefined || field.value === dismissed) return [];
    return commandsOf(viewNow()).filter(({ command }) => command.startsWith(begun.toLowerCase()));
  };
  const send = (command) => {
    write("");
    field.focus();
    say(command);
  };

  function draw() {
    const found = fitting();
    chosen = Math.max(0, Math.min(chosen, found.length - 1));
    box.hidden = !found.length;
    box.setAttribute("aria-label", t("commands"));
    const look = (at) => ({ role: "option", tabindex: -1, "aria-selected": String(at === chosen) });
    box.replaceChildren(...found.map((one, at) => item(one, send, look(at))));
    box.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  const does = {
    ArrowDown: (found) => (chosen = (chosen + 1) % found.length),
    ArrowUp: (found) => (chosen = (chosen - 1 + found.length) % found.length),
    Enter: (found) => send(`/${found[chosen].command}`),
    Tab: (found) => write(`/${found[chosen].command} `),
    Escape: () => (dismissed = field.value),
  };
  /** Whether the key was meant for the suggestions. */
  function key(event) {
    const found = fitting();
    if (!found.length || !does[event.key] || event.shiftKey || event.isComposing) return false;
    event.preventDefault();
    event.stopPropagation();
    does[event.key](found);
    draw();
    return true;
  }
  function typed() {
    [chosen, dismissed] = [0, null];
    draw();
  }
  return { draw, key, typed };
}
