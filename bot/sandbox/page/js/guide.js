import { button, el, iconButton } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { STEPS, cast, isPlayable, toNight } from "./night.js";
import { followTarget } from "./spotlight.js";
import { onDraw, state } from "./state.js";
import { beginAnew, isAgreed, isTouched, visitorLanguage } from "./story.js";
import { toast } from "./toast.js";
import { LateError } from "./until.js";

/**
 * The guided night: a card that says one step at a time, and a light on the place it is about. It covers nothing that
 * one could press, can be left at any moment, and is remembered until the browser's tab is closed.
 */

const REMEMBERED = "nightdesk.guide";
const FRESH = { story: null, step: 0, isDone: false, isLeft: false, isBegun: false };

let at = { ...FRESH, ...JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}") };
let isBusy = false;
let drawnFor = null;
const light = followTarget();
const card = el("section", { class: "guide", role: "dialog", "data-testid": "guide", hidden: true });

export function startGuide() {
  document.body.prepend(card); // the first that the Tab key reaches
  document.getElementById("guide-toggle").addEventListener("click", toggle);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden && !document.querySelector(":popover-open, dialog[open]")) leave();
  });
  onDraw(draw);
}

function go(change) {
  at = { ...at, ...change };
  sessionStorage.setItem(REMEMBERED, JSON.stringify(at));
  draw();
}

/** Whether there is a step to go back to: the story in which it was taken must still be the one that is told. */
const isUnderWay = () => at.isBegun && at.story === state.snapshot.story;

function toggle() {
  if (!card.hidden) leave();
  else resume();
}

const leave = () => go({ isLeft: true });

function resume() {
  if (isUnderWay() && !at.isDone) step().open();
  go({ isLeft: false });
}

const step = () => STEPS[at.step];

async function begin() {
  await busy(async () => {
    if (isTouched() && !(await isAgreed("guideQuestion", "cancel"))) return;
    const language = visitorLanguage();
    const isFresh = !isTouched() && language === state.snapshot.language;
    if (!isFresh && !(await beginAnew(language))) return;
    await toNight();
    STEPS[0].open();
    go({ ...FRESH, isBegun: true, story: state.snapshot.story });
  });
}

const act = () =>
  busy(async () => {
    await step().act();
    go({ isDone: true });
  });

const next = () =>
  busy(async () => {
    await step().leave?.();
    if (at.step === STEPS.length - 1) return go({ ...FRESH, isLeft: true });
    go({ step: at.step + 1, isDone: false });
    return step().open();
  });

/** One thing at a time; what goes wrong is said, and can be tried again. */
async function busy(work) {
  if (isBusy) return;
  isBusy = true;
  draw();
  try {
    await work();
  } catch (error) {
    toast(error instanceof LateError ? t("guideLate") : t("failed", { error: error.message }));
  } finally {
    isBusy = false;
    draw();
  }
}

function draw() {
  drawToggle();
  card.hidden = at.isLeft || !isPlayable();
  light.aim(card, card.hidden || !isUnderWay() ? null : at.isDone ? step().after : step().before);
  const signature = JSON.stringify([currentLanguage(), at, isBusy, isUnderWay(), cast()]);
  if (!isPlayable() || drawnFor === signature) return;
  drawnFor = signature;
  const { title, text, count, label, onclick } = isUnderWay() ? stepWords() : invitation();
  card.setAttribute("aria-label", title);
  const hadFocus = card.contains(document.activeElement);
  card.replaceChildren(
    el("header", {}, el("h2", {}, title), el("span", { class: "guide-count" }, count), closeButton()),
    el("p", { "data-testid": "guide-text", "aria-live": "polite" }, text),
    el("div", { class: "guide-row" }, dots(), mainButton(label, onclick)),
  );
  if (hadFocus) card.querySelector(".primary").focus({ preventScroll: true });
}

function drawToggle() {
  const toggleButton = document.getElementById("guide-toggle");
  toggleButton.hidden = !isPlayable();
  toggleButton.setAttribute("aria-pressed", String(!card.hidden));
  toggleButton.setAttribute("aria-label", t("guide"));
  const mark = document.getElementById("guide-step");
  mark.hidden = !isUnderWay();
  mark.textContent = `${at.step + 1}/${STEPS.length}`;
}

const invitation = () => ({
  title: t("guideInvite"),
  text: t("guideInviteText"),
  count: "",
  label: t("guideBegin"),
  onclick: begin,
});

function stepWords() {
  const key = `night.${step().name}`;
  const isLast = at.step === STEPS.length - 1;
  return {
    title: t(key),
    text: t(`${key}.${at.isDone ? "after" : "text"}`, cast()),
    count: t("guideCount", { number: at.step + 1, all: STEPS.length }),
    label: at.isDone ? t(isLast ? "guideFinish" : "guideNext") : t(`${key}.act`),
    onclick: at.isDone ? next : act,
  };
}

const closeButton = () => iconButton("close", t("guideLeave"), leave, { "data-testid": "guide-leave" });

/** While it works it is not disabled, or the keyboard's user would lose the focus. */
function mainButton(label, onclick) {
  const look = { class: "primary", "data-testid": "guide-act", "aria-busy": String(isBusy) };
  return button({ ...look, onclick }, label);
}

function dots() {
  const reached = isUnderWay() ? at.step : -1;
  const dot = (_, number) => el("i", { class: number <= reached ? "reached" : "" });
  return el("span", { class: "guide-dots", "aria-hidden": "true" }, STEPS.map(dot));
}
