import { block } from "./api.js";
import { createActions } from "./actions.js";
import { createComposer } from "./composer.js";
import { button, el, iconButton } from "./dom.js";
import { closestLanguage, currentLanguage, t, translate } from "./i18n.js";
import { nameOf, topicAvatar, topicsAvatar, userAvatar } from "./names.js";
import { serviceText } from "./service.js";
import { managers, state, viewOf } from "./state.js";
import { createTimeline } from "./timeline.js";
import { attempt } from "./toast.js";

/** Builds one pane's chat (`side` is "customer" or "staff") inside `root`; returns a function that draws it anew. */
export function createChat(root, side) {
  root.append(document.getElementById("chat-template").content.cloneNode(true));
  root.querySelector("textarea").dataset.testid = `composer-${side}`;
  root.querySelector(".send").dataset.testid = `send-${side}`;
  for (const name of ["attach", "commands"]) root.querySelector(`[data-do=${name}]`).dataset.testid = `${name}-${side}`;
  translate(root);

  const viewNow = () => viewOf(side);
  const writing = createComposer(root.querySelector("form"), viewNow);
  const drawMessages = createTimeline(root, { command: writing.say, show: (id) => flash(root, id) });
  createActions(root.querySelector(".messages"), viewNow, writing);
  if (side === "customer") addBlockToggle(root);

  return () => {
    const view = viewNow();
    drawHead(root, view);
    drawMessages(view);
    drawEmpty(root, view, writing);
    writing.draw(view);
  };
}

function addBlockToggle(root) {
  const toggle = () => setBlocked(!viewOf("customer").person?.blocked);
  root.querySelector(".chat-tools").append(iconButton("ban", t("block"), toggle, { "data-testid": "block-toggle" }));
  const unblock = root.querySelector(".unblock");
  unblock.dataset.testid = "unblock";
  unblock.addEventListener("click", () => setBlocked(false));
}

function setBlocked(blocked) {
  const { person } = viewOf("customer");
  if (person) attempt(block(person.id, blocked));
}

/** Scrolls to a message that something refers to and lights it up. */
function flash(root, id) {
  const node = root.querySelector(`.message[data-message-id="${Number(id)}"]`);
  node?.scrollIntoView({ block: "center" });
  node?.classList.add("flash");
  node?.addEventListener("animationend", () => node.classList.remove("flash"), { once: true });
}

function drawHead(root, view) {
  drawFace(root, view);
  root.querySelector(".chat-title").textContent =
    view.side === "customer" ? nameOf(state.snapshot.bot) : (view.topic?.name ?? view.chat?.title ?? "");
  const status = root.querySelector(".chat-status");
  const typing = Boolean(view.chat?.typing);
  status.textContent = typing ? t("typing") : statusWords(view);
  status.classList.toggle("typing", typing);
  drawBlockToggle(root, view);
}

function drawFace(root, view) {
  const old = root.querySelector(".chat-head .avatar");
  const staffFace = view.topic ? topicAvatar(view.topic) : topicsAvatar();
  const face = view.side === "customer" ? userAvatar(state.snapshot.bot) : staffFace;
  if (!old.isEqualNode(face)) old.replaceWith(face);
}

function statusWords(view) {
  if (view.side === "customer") return t("bot");
  if (view.topic) return view.topic.closed ? t("topicClosed") : view.chat.title;
  return t("members", { count: managers().length });
}

function drawBlockToggle(root, { person }) {
  const toggle = root.querySelector("[data-testid=block-toggle]");
  if (!toggle) return;
  toggle.setAttribute("aria-pressed", String(Boolean(person?.blocked)));
  toggle.title = person?.blocked ? t("unblock") : t("block");
  toggle.setAttribute("aria-label", toggle.title);
}

const TRIES = ["tryOne", "tryTwo", "tryThree"];
const emptyFor = {};

/** What an empty chat says: in the customer's, what to try. */
function drawEmpty(root, view, writing) {
  const empty = root.querySelector(".empty");
  empty.hidden = !view.messages.every(serviceText);
  const signature = [state.snapshot.story, currentLanguage(), view.key, view.person?.id, ...state.snapshot.tries].join();
  if (empty.hidden || emptyFor[view.side] === signature) return;
  emptyFor[view.side] = signature;
  empty.replaceChildren(
    ...(view.side === "customer" && view.person
      ? firstSteps(view.person, writing)
      : [el("p", {}, t(view.side === "customer" ? "nobody" : view.topic ? "emptyTopic" : "emptyStaff"))]),
  );
}

function firstSteps(person, writing) {
  const language = closestLanguage(person.language_code);
  const own = state.snapshot.tries;
  const tries = own.length ? own : TRIES.map((key) => t(key, {}, language));
  return [
    el("span", { class: "empty-moon", "aria-hidden": "true" }, "🌙"),
    el("p", {}, t("emptyCustomer")),
    button({ class: "primary", "data-testid": "start", onclick: () => writing.say("/start") }, t("start")),
    ...tries.map((words) => button({ class: "try", dir: "auto", onclick: () => writing.say(words) }, words)),
  ];
}
