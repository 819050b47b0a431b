import { STRINGS } from "./strings.js";

const LANGUAGES = ["ru", "en"];
const REMEMBERED = "nightdesk.sandbox.language";

let language = browserLanguage();

/** What the address asks for, or the visitor chose once, or their browser speaks. */
export function browserLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  return [asked, remembered()].find((code) => LANGUAGES.includes(code)) ?? closestLanguage(navigator.language);
}

function remembered() {
  return localStorage.getItem(REMEMBERED);
}

/** Takes the desk's language unless the visitor has chosen one; returns whether it is another than before. */
export function followDesk(code) {
  const before = language;
  if (!remembered() && LANGUAGES.includes(code)) language = code;
  return language !== before;
}

export function currentLanguage() {
  return language;
}

export function otherLanguage() {
  return LANGUAGES.find((code) => code !== language);
}

/** The visitor chose this language. */
export function speak(code) {
  language = code;
  localStorage.setItem(REMEMBERED, language);
}

/** The words for `key`, with `{name}` replaced from `values`, in the page's language or in `code`. */
export function t(key, values = {}, code = language) {
  const words = STRINGS[key][Math.max(0, LANGUAGES.indexOf(code))];
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Which of the page's languages a person with this Telegram language would rather read. */
export function closestLanguage(languageCode) {
  return languageCode?.startsWith("ru") ? "ru" : "en";
}

/** Fills in the words of everything below `root` that is marked with data-i18n or data-i18n-label. */
export function translate(root) {
  for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of root.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.dataset.i18nLabel));
    if (node instanceof HTMLButtonElement) node.title = t(node.dataset.i18nLabel);
  }
}
