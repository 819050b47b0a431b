import { shareChat } from "./api.js";
import { button, el } from "./dom.js";
import { attempt } from "./toast.js";

const shown = new WeakMap();

/** The keyboard that the bot put in place of the customer's own, from its latest message that says anything about one. */
export function drawReplyKeyboard(container, view, writing) {
  const source = view.messages.findLast(
    (message) => message.from?.is_bot && isAboutKeyboards(message.sandbox?.keyboard),
  );
  const markup = source?.sandbox.keyboard;
  const used =
    markup?.one_time_keyboard &&
    view.messages.some((message) => message.message_id > source.message_id && !message.from?.is_bot);
  const rows = used ? [] : (markup?.keyboard ?? []);
  container.hidden = !rows.length;
  const signature = JSON.stringify(rows);
  if (shown.get(container) === signature) return;
  shown.set(container, signature);
  container.replaceChildren(
    ...rows.map((row) =>
      el(
        "div",
        { class: "keyboard-row" },
        row.map((described) => key(described, view, writing)),
      ),
    ),
  );
}

const isAboutKeyboards = (markup) => Boolean(markup?.keyboard || markup?.remove_keyboard);

/** `described` is a KeyboardButton, or just its text. */
function key(described, view, writing) {
  const {
    text,
    request_chat: chat,
    request_contact: contact,
    request_location: location,
  } = described.text ? described : { text: described };
  const send = () => {
    if (chat) return attempt(shareChat({ person_id: view.person.id, text })); // the staff group is the only one here
    if (contact) return writing.sendAttachment({ kind: "contact" });
    return location ? writing.sendAttachment({ kind: "location" }) : writing.say(text);
  };
  return button({ class: "key", "data-testid": "reply-button", dir: "auto", onclick: send }, text);
}
