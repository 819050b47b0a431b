import { react } from "./api.js";
import { button, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { inlineKeyboard } from "./keyboard.js";
import { media } from "./media.js";
import { colourOf, inOneLine, kindOf, nameOf, senderOf, timeOf, userAvatar } from "./names.js";
import { serviceText } from "./service.js";
import { formatted } from "./text.js";
import { attempt } from "./toast.js";

/**
 * One message, or an album's messages together, as an element.
 * `look` says whether it is the first and last of the same sender's run; `deeds` is what its parts do when clicked.
 */
export function messageElement(view, album, look, deeds) {
  const [message] = album;
  const service = serviceText(message);
  const attributes = { "data-testid": "message", "data-message-id": message.message_id, tabindex: -1, role: "article" };
  if (service) return el("div", { ...attributes, class: "service" }, el("span", { dir: "auto" }, service));
  return el(
    "div",
    { ...attributes, class: classes(view, message, look), "aria-label": labelOf(message) },
    view.side === "staff" && look.last ? userAvatar(message.from) : null,
    el("div", { class: "stack" }, bubble(view, album, look, deeds), inlineKeyboard(view, message)),
  );
}

const labelOf = (message) => t("messageLabel", { name: senderOf(message), time: timeOf(message.date) });

function classes(view, message, look) {
  const own = message.from?.id === view.person?.id ? "out" : "in";
  const states = [
    look.first && "first",
    look.last && "last",
    (message.sticker || message.video_note) && "bare",
  ];
  return ["message", own, ...states.filter(Boolean)].join(" ");
}

const PICTURES = new Set(["photo", "video", "animation"]);

function bubble(view, album, look, deeds) {
  const [message] = album;
  const spoken = album.find((part) => part.caption) ?? message;
  return el(
    "div",
    { class: PICTURES.has(kindOf(message)) ? "bubble with-picture" : "bubble" },
    view.side === "staff" && look.first ? senderLine(message) : null,
    forwardLine(message),
    quote(message, deeds),
    album.length > 1 ? el("div", { class: "album" }, album.map(albumPart)) : media(message),
    el(
      "div",
      { class: isWordless(spoken) ? "text wordless" : "text", dir: "auto" },
      words(spoken, deeds),
      meta(view, album.at(-1)),
    ),
    reactions(view, message),
  );
}

const isWordless = (message) => !message.text && !message.caption;

function albumPart(part) {
  return el(
    "div",
    { class: "album-part", "data-message-id": part.message_id },
    media(part),
  );
}

function senderLine(message) {
  return el(
    "div",
    { class: "sender", "data-colour": colourOf(message.from?.id) },
    el("span", { dir: "auto" }, senderOf(message)),
    message.from?.is_bot ? el("span", { class: "bot-tag" }, t("bot")) : null,
  );
}

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user
    ? nameOf(origin.sender_user)
    : (origin.sender_user_name ?? (origin.sender_chat ?? origin.chat)?.title);
  return el("div", { class: "forwarded", dir: "auto" }, t("forwarded", { name: name ?? "" }));
}

/** What the message replies to. In a topic every message "replies" to the topic's creation: that is not shown. */
function quote(message, deeds) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  const colour = { "data-colour": colourOf(original.from?.id) };
  return button(
    { class: "quote", ...colour, onclick: () => deeds.show(original.message_id) },
    el("span", { class: "quote-name", dir: "auto" }, senderOf(original)),
    el("span", { class: "quote-text", dir: "auto" }, message.quote?.text ?? inOneLine(original)),
  );
}

function words(message, deeds) {
  return message.text === undefined
    ? formatted(message.caption ?? "", message.caption_entities, deeds.command)
    : formatted(message.text, message.entities, deeds.command);
}

function meta(view, message) {
  return el(
    "span",
    { class: "meta" },
    message.edit_date ? `${t("edited")} ` : null,
    el("time", {}, timeOf(message.date)),
    message.from?.id === view.person?.id ? ticks(message) : null,
  );
}

/** One tick: sent; two: the bot has it. */
function ticks(message) {
  const isRead = !message.sandbox?.waiting;
  const label = t(isRead ? "read" : "sent");
  const look = { class: "ticks", role: "img", "aria-label": label, title: label, "data-testid": "ticks" };
  return el("span", look, icon(isRead ? "ticks" : "tick"));
}

function reactions(view, message) {
  const given = message.sandbox?.reactions ?? [];
  if (!given.length) return null;
  const counts = Map.groupBy(given, (reaction) => reaction.emoji);
  return el(
    "div",
    { class: "reactions" },
    [...counts].map(([emoji, all]) => reactionButton(view, message, emoji, all)),
  );
}

function reactionButton(view, message, emoji, all) {
  const mine = all.some((reaction) => reaction.by === view.person?.id);
  const onclick = () => giveReaction(view, message, mine ? null : emoji);
  return button({ class: "reaction", "aria-pressed": String(mine), onclick }, `${emoji} ${all.length}`);
}

/** Gives a reaction, or takes it back with null. */
export function giveReaction(view, message, emoji) {
  return attempt(react({ person_id: view.person.id, chat_id: view.chatId, message_id: message.message_id, emoji }));
}
