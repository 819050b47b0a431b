import { el, reconcile } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { state } from "./state.js";

/** Draws what the bot called last, the newest first, and how many calls there were in all. */
export function drawCalls(title, list) {
  const { count, last } = state.snapshot.calls;
  title.textContent = t("calls", { count });
  const newestFirst = [...last].reverse();
  reconcile(
    list,
    newestFirst.map((call, at) => ({
      key: String(count - at),
      signature: JSON.stringify(call),
      build: () => callLine(call),
    })),
  );
}

function callLine({ at, method, ok, description }) {
  const time = new Intl.DateTimeFormat(currentLanguage(), { timeZone: state.snapshot.timezone, timeStyle: "medium" });
  return el(
    "li",
    { class: ok ? "call" : "call refused" },
    el("time", {}, time.format(Date.parse(at))),
    el("b", {}, method),
    el("span", {}, description ?? ""),
  );
}
