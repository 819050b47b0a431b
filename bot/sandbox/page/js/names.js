import { el } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { state } from "./state.js";

const COLOURS = 7;

export const nameOf = (someone) => [someone?.first_name, someone?.last_name].filter(Boolean).join(" ");

/** The sender's name: a person, a bot, or a chat that speaks for itself. */
export const senderOf = (message) => message.sender_chat?.title ?? nameOf(message.from);

/** A number that chooses a person's or topic's colour, always the same one. */
export const colourOf = (id) => Math.abs(Number(id) || 0) % COLOURS;

/** A round picture with the name's first letter. */
export function avatar(name, id) {
  return face(firstLetter(name), id);
}

/** A person's picture, or the bot's moon. */
export function userAvatar(user) {
  return user?.is_bot ? face("🌙", user.id, "avatar-bot") : avatar(user?.first_name, user?.id);
}

/** A topic's picture: the sign its name begins with, or the first letter of its last part, where names stand. */
export function topicAvatar(topic) {
  const sign = topic.name.match(/^\p{Extended_Pictographic}\uFE0F?/u)?.[0];
  return face(sign ?? firstLetter(topic.name.split(/[·—|:]/).at(-1)), topic.message_thread_id);
}

/** The picture of a place where topics are, or all of them together. */
export const topicsAvatar = () => face("#", 0, "avatar-topics");

function face(sign, id, look = "") {
  return el("span", { class: `avatar ${look}`, "data-colour": colourOf(id), "aria-hidden": "true" }, sign);
}

const firstLetter = (name) => (name?.match(/\p{L}/u)?.[0] ?? "•").toUpperCase();

/** hh:mm at the desk, of Unix seconds. */
export const timeOf = (seconds) =>
  format(seconds, currentLanguage(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The desk's calendar day of Unix seconds, as YYYY-MM-DD: so is a date written in Sweden. */
export const dayOf = (seconds) => format(seconds, "sv-SE", {});

export const dayTitle = (seconds) =>
  format(seconds, currentLanguage(), { day: "numeric", month: "long", weekday: "short" });

/** Formats are kept: to make one is a hundred times the work of using it. */
const formats = new Map();

function format(seconds, language, options) {
  const { timezone: timeZone } = state.snapshot;
  const key = JSON.stringify([language, timeZone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone, ...options }));
  return formats.get(key).format(seconds * 1000);
}

const KINDS = [
  "animation",
  "photo",
  "video",
  "video_note",
  "voice",
  "audio",
  "document",
  "sticker",
  "location",
  "contact",
];

/** What a message carries besides text, or undefined. An animation comes with a document too and goes first. */
export const kindOf = (message) => KINDS.find((kind) => message[kind]);

/** A message in one line, for quotes and previews. */
export function inOneLine(message) {
  const words = message.text ?? message.caption;
  const kind = kindOf(message);
  if (kind) return [t(kind), words].filter(Boolean).join(": ");
  return words ?? t("unsupported");
}
