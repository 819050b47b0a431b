import { button, el } from "./dom.js";
import { t } from "./i18n.js";

const SHOWN_MS = 6000;

/** A line at the bottom that goes away by itself or at a click. */
export function toast(words) {
  const line = button({ class: "toast", "data-testid": "toast", onclick: () => line.remove() }, words);
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}

/** A notice that has to be closed, like Telegram's own. */
export function alertBox(words) {
  const dialog = el(
    "dialog",
    { class: "dialog alert", "data-testid": "alert", onclose: () => dialog.remove() },
    el("p", { dir: "auto" }, words),
    el("div", { class: "dialog-row" }, button({ class: "primary", onclick: () => dialog.close() }, t("ok"))),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** Waits for a request; a refusal is shown and gives undefined. (fetch throws TypeError when nobody answers.) */
export async function attempt(request) {
  try {
    return await request;
  } catch (error) {
    toast(error instanceof TypeError ? t("gone") : t("failed", { error: error.message }));
    return undefined;
  }
}
