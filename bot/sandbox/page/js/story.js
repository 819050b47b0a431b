import { restart } from "./api.js";
import { button, el } from "./dom.js";
import { browserLanguage, currentLanguage, followDesk, speak, t } from "./i18n.js";
import { refresh } from "./live.js";
import { onDraw, state } from "./state.js";
import { attempt } from "./toast.js";

/** The story: the shop, its people and what they wrote. It can begin anew, where the desk says in which languages. */

const LOOK_MS = 300;
let isSettled = false; // whether the story's language has been compared with the visitor's
let veil = null;

export const isTouched = () => state.snapshot.chats.some((chat) => chat.type === "private" && chat.messages.length);
const isOffered = (language) => state.snapshot.languages.includes(language);

/** The language in which the visitor is told a story: their own, where the desk has it. */
export const visitorLanguage = () => (isOffered(browserLanguage()) ? browserLanguage() : state.snapshot.language);

/** Has an untouched story told in the visitor's language; `onLanguage` is called when the page's changes. */
export function followVisitor(onLanguage) {
  onDraw(() => {
    if (!state.snapshot.language || veil) return;
    const isFirst = !isSettled;
    isSettled = true;
    if (isFirst && !isTouched() && visitorLanguage() !== state.snapshot.language) {
      beginAnew(visitorLanguage());
      return;
    }
    if (followDesk(state.snapshot.language)) onLanguage();
  });
}

/** Begins the story anew in that language; resolves to whether the bot is there again. */
export async function beginAnew(language) {
  showVeil(language);
  try {
    const before = await attempt(restart(language));
    if (!before) return false;
    while (state.snapshot.story <= before.story || !state.snapshot.polling) await lookAgain();
    return true;
  } finally {
    veil.remove();
    veil = null;
  }
}

async function lookAgain() {
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  await refresh().catch(() => {});
}

function showVeil(language) {
  veil = el(
    "div",
    { class: "veil", role: "status", "data-testid": "veil", lang: language },
    el("p", {}, t("beginning", {}, language)),
  );
  document.body.append(veil);
}

/** Asks whether the story is to be told in that language too, where chats would be lost by it. */
export async function switchStory(language, onLanguage) {
  speak(language);
  onLanguage();
  if (!isOffered(language) || language === state.snapshot.language) return;
  if (!isTouched() || (await isAgreed("anewQuestion", "onlyPage"))) await beginAnew(language);
}

/** Asks before chats are lost; `no` labels the button that keeps them. */
export function isAgreed(question, no) {
  return new Promise((resolve) => {
    const dialog = el(
      "dialog",
      { class: "dialog", "data-testid": "begin-anew", lang: currentLanguage(), onclose: close },
      el("p", {}, t(question)),
      el(
        "div",
        { class: "dialog-row" },
        button({ "data-testid": "keep-chats", onclick: () => dialog.close("") }, t(no)),
        button({ class: "primary", "data-testid": "anew", onclick: () => dialog.close("yes") }, t("anew")),
      ),
    );
    function close() {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}
