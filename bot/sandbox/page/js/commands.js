import { button, el, popUp } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./state.js";

/** The bot's menu of commands; a click sends one, as in Telegram. */
export function openCommands(anchor, writing) {
  const { commands } = state.snapshot;
  const box = popUp(
    anchor,
    t("commands"),
    commands.length ? el("div", { class: "menu" }, commands.map(item)) : el("p", { class: "muted" }, t("noCommands")),
  );

  function item({ command, description }) {
    const onclick = () => {
      box.hidePopover();
      writing.say(`/${command}`);
    };
    return button(
      { class: "menu-item", "data-testid": "command", onclick },
      el("b", {}, `/${command}`),
      el("span", { class: "muted", dir: "auto" }, description),
    );
  }
}
