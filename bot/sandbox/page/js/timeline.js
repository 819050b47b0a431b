import { el, reconcile } from "./dom.js";
import { currentLanguage } from "./i18n.js";
import { messageElement } from "./message.js";
import { dayOf, dayTitle } from "./names.js";
import { serviceText } from "./service.js";
import { keepAtBottom } from "./scrolling.js";

/** How many messages are put on the page at first and at each wish for earlier ones: thousands stay smooth. */
const PORTION = 120;
const RUN_SECONDS = 600;

/**
 * The list of messages in a pane. `root` is its chat element, `deeds` what clicks inside messages do.
 * Returns a function that shows a view.
 */
export function createTimeline(root, deeds) {
  const list = root.querySelector(".messages");
  const earlier = root.querySelector(".earlier");
  const scroll = keepAtBottom(root.querySelector(".scroller"), list, root.querySelector(".to-latest"));
  let shown = { key: null, portions: 1, newest: 0 };
  let view;

  function draw(next) {
    view = next;
    const moved = view.key !== shown.key;
    if (moved) shown = { key: view.key, portions: 1, newest: 0 };
    const visible = view.messages.slice(-PORTION * shown.portions);
    earlier.hidden = visible.length === view.messages.length;
    reconcile(list, items(view, visible, deeds));
    makeReachable(list);
    const newest = view.messages.at(-1);
    const justWritten = newest?.message_id > shown.newest && newest.from?.id === view.person?.id;
    shown.newest = newest?.message_id ?? 0;
    if (moved || justWritten) scroll.follow();
  }
  earlier.addEventListener("click", () => {
    shown.portions += 1;
    scroll.keepingPlace(() => draw(view));
  });
  list.addEventListener("keydown", walk);
  return draw;
}

/** One stop of the Tab key for all messages: the last; from there the arrow keys walk. */
function makeReachable(list) {
  list.querySelector(".message[tabindex='0']")?.setAttribute("tabindex", -1);
  list.lastElementChild?.setAttribute("tabindex", 0);
}

function items(view, messages, deeds) {
  const albums = together(messages);
  return albums.flatMap((album, at) => {
    const [before, after] = [albums[at - 1], albums[at + 1]];
    const newDay = !before || dayOf(before[0].date) !== dayOf(album[0].date);
    const look = { first: !before || !sameRun(before[0], album[0]), last: !after || !sameRun(album[0], after[0]) };
    return [...(newDay ? [dayItem(view, album[0])] : []), messageItem(view, album, look, deeds)];
  });
}

/** Messages of one album come as one list. */
function together(messages) {
  const albums = [];
  for (const message of messages) {
    const last = albums.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else albums.push([message]);
  }
  return albums;
}

/** Whether the next message continues a person's run: it does not repeat name and picture. The clock may go back. */
function sameRun(one, next) {
  const soon = Math.abs(next.date - one.date) < RUN_SECONDS && dayOf(one.date) === dayOf(next.date);
  return soon && one.from?.id === next.from?.id && !serviceText(one) && !serviceText(next);
}

function dayItem(view, message) {
  const day = dayOf(message.date);
  const build = () => el("div", { class: "day" }, el("span", {}, dayTitle(message.date)));
  return { key: `${view.key}/${day}/${message.message_id}`, signature: currentLanguage(), build };
}

function messageItem(view, album, look, deeds) {
  const signature = [currentLanguage(), view.person?.id, look.first, look.last, JSON.stringify(album)].join();
  const build = () => messageElement(view, album, look, deeds);
  return { key: `${view.key}/${album[0].message_id}`, signature, build };
}

const STEPS = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" };

/** The arrow keys walk from message to message. */
function walk(event) {
  const direction = STEPS[event.key];
  const message = event.target.closest(".message");
  if (!direction || event.target !== message) return;
  event.preventDefault();
  message[direction]?.focus();
}
