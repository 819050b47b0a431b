import { button, el } from "./dom.js";
import { t } from "./i18n.js";

const SAFE_LINK = /^(https?|mailto|tel|tg):/i;
const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** A link, or plain text when the address is of a kind that a browser might run. */
export function link(address, label, attributes = {}) {
  if (!SAFE_LINK.test(address)) return el("span", {}, label);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...attributes }, label);
}

/**
 * The text with its entities as elements. Offsets are UTF-16 units, as in JavaScript's own strings.
 * `onCommand` is called with the command when one is clicked.
 */
export function formatted(text, entities, onCommand) {
  const outerFirst = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = new DocumentFragment();
  nest(whole, { text, start: 0, end: text.length, entities: outerFirst, onCommand });
  return whole;
}

function nest(parent, { text, start, end, entities, onCommand }) {
  let at = start;
  for (let next = 0; next < entities.length;) {
    const outer = entities[next];
    const from = Math.max(outer.offset, at);
    const to = Math.min(outer.offset + outer.length, end);
    const after = entities.findIndex((entity, index) => index > next && entity.offset >= to);
    const inner = entities.slice(next + 1, after < 0 ? entities.length : after);
    next += 1 + inner.length;
    if (from >= to) continue;
    const node = wrapper(outer, text.slice(from, to), onCommand);
    nest(node, { text, start: from, end: to, entities: inner, onCommand });
    parent.append(text.slice(at, from), node);
    at = BLOCKS.has(outer.type) && text[to] === "\n" ? to + 1 : to;
  }
  parent.append(text.slice(at, end));
}

/** The empty element that stands for an entity; `nest` fills it. */
function wrapper(entity, words, onCommand) {
  if (PLAIN[entity.type]) return el(PLAIN[entity.type]);
  const special = SPECIAL[entity.type];
  return special ? special(entity, words, onCommand) : el("span", { class: "tag" });
}

const SPECIAL = {
  code: () => el("code"),
  pre: (entity) => el("pre", { "data-language": entity.language }),
  blockquote: () => el("blockquote"),
  expandable_blockquote: () =>
    el("blockquote", { class: "expandable", tabindex: 0, onclick: toggleOpen, onkeydown: onEnter(toggleOpen) }),
  spoiler,
  url: (_, words) => link(SAFE_LINK.test(words) ? words : `https://${words}`, ""),
  text_link: (entity) => link(entity.url, "", { title: entity.url }),
  email: (_, words) => link(`mailto:${words}`, ""),
  phone_number: (_, words) => link(`tel:${words.replace(/[^\d+]/g, "")}`, ""),
  text_mention: (entity) => el("span", { class: "tag", title: entity.user?.first_name }),
  bot_command: (_, words, onCommand) => button({ class: "command", onclick: () => onCommand(words) }),
  custom_emoji: () => el("span"),
  date_time: (entity) => el("time", { class: "moment", datetime: instant(entity).toISOString(), title: ownClock(entity) }),
};

const instant = (entity) => new Date(entity.unix_time * 1000);

/** What Telegram's apps show in place of the words: the time of the reader's own zone, here the browser's. */
const ownClock = (entity) => instant(entity).toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" });

function spoiler() {
  const reveal = (event) => event.currentTarget.classList.add("revealed");
  const label = t("reveal");
  return el("span", {
    class: "spoiler",
    role: "button",
    tabindex: 0,
    title: label,
    onclick: reveal,
    onkeydown: onEnter(reveal),
  });
}

function toggleOpen(event) {
  event.currentTarget.classList.toggle("open");
}

const onEnter = (act) => (event) => event.key === "Enter" && act(event);
