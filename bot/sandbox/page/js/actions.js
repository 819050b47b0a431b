import { button, el, iconButton, popUp } from "./dom.js";
import { t } from "./i18n.js";
import { giveReaction } from "./message.js";

const EMOJI = ["👍", "👎", "❤", "🔥", "🎉", "😁", "🙏", "😢"];

/**
 * The small bar (reply, react, edit) of a pane: there is one, and it moves to the message under the pointer or focus.
 * `viewNow` gives the pane's view; `writing` is the pane's composer.
 */
export function createActions(list, viewNow, writing) {
  let message = null;
  const bar = el("div", { class: "actions", role: "toolbar" });

  function moveTo(event) {
    const node = event.target.closest(".message");
    if (!node || node.contains(bar)) return;
    message = viewNow().messages.find((one) => one.message_id === Number(node.dataset.messageId));
    if (message) fill(bar, node, viewNow(), message, writing);
  }
  list.addEventListener("pointerover", moveTo);
  list.addEventListener("focusin", moveTo);
  list.parentElement.addEventListener("pointerleave", () => !bar.contains(document.activeElement) && bar.remove());
}

function fill(bar, node, view, message, writing) {
  const mayEdit = message.from?.id === view.person?.id && message.text !== undefined;
  bar.setAttribute("aria-label", node.getAttribute("aria-label"));
  bar.replaceChildren(
    iconButton("reply", t("reply"), () => writing.replyTo(message), { "data-testid": "reply" }),
    iconButton("smile", t("react"), (event) => chooseEmoji(event.currentTarget, view, message), {
      "data-testid": "react",
    }),
    ...(mayEdit ? [iconButton("edit", t("edit"), () => writing.edit(message), { "data-testid": "edit" })] : []),
  );
  node.querySelector(".bubble")?.append(bar);
}

function chooseEmoji(anchor, view, message) {
  const given = message.sandbox?.reactions?.find((reaction) => reaction.by === view.person?.id)?.emoji;
  const choice = (emoji) =>
    button({ class: "emoji", "aria-pressed": String(emoji === given), onclick: () => choose(emoji) }, emoji);
  const box = popUp(anchor, t("react"), el("div", { class: "emoji-row" }, EMOJI.map(choice)));
  function choose(emoji) {
    box.hidePopover();
    giveReaction(view, message, emoji === given ? null : emoji);
  }
}
