import { press } from "./api.js";
import { button, el } from "./dom.js";
import { t } from "./i18n.js";
import { link } from "./text.js";
import { alertBox, attempt, toast } from "./toast.js";

/** The buttons beneath a message, or null. */
export function inlineKeyboard(view, message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const key = (described) => inlineButton(view, message, described);
  return el(
    "div",
    { class: "keyboard" },
    rows.map((row) => el("div", { class: "keyboard-row" }, row.map(key))),
  );
}

/** `described` is an InlineKeyboardButton. */
function inlineButton(view, message, described) {
  const { text, url, style } = described;
  const look = { "data-testid": "button", class: "key", "data-style": style, dir: "auto" };
  if (url) return link(url, text, { ...look, class: "key key-link" });
  return button({ ...look, onclick: (event) => pressed(event.currentTarget, view, message, described) }, text);
}

async function pressed(node, view, message, described) {
  if (described.copy_text) return copy(described.copy_text.text);
  if (!described.callback_data) return toast(t("buttonUnsupported"));
  node.setAttribute("aria-busy", "true");
  const answer = await answerTo(view, message, described.callback_data);
  node.removeAttribute("aria-busy");
  if (!answer?.text) return undefined;
  return answer.show_alert ? alertBox(answer.text) : toast(answer.text);
}

const NO_ANSWER = 504;

function answerTo(view, message, data) {
  const request = press({ person_id: view.person.id, chat_id: view.chatId, message_id: message.message_id, data });
  return attempt(
    request.catch((error) => {
      if (error.status !== NO_ANSWER) throw error;
      return { text: t("noPress"), show_alert: false };
    }),
  );
}

async function copy(text) {
  await attempt(navigator.clipboard.writeText(text));
  toast(t("copied"));
}
