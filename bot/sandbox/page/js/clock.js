import { moveClock } from "./api.js";
import { button, el, popUp } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { onDraw, sandboxNow, state } from "./state.js";
import { attempt } from "./toast.js";
import { instantOf, justBeforeOpening, nextEvening, nextHoliday, nextNight, wallTime } from "./zonetime.js";

const at = (preset) => () => ({ now: preset(sandboxNow(), state.snapshot.timezone).toISOString() });
const OPENING_MS = 10_000; // before the desk opens

/** Just before the desk's own next opening, where the sandbox knows it. */
const beforeOpening = (now, timezone) => {
  const known = Date.parse(state.snapshot.next_opening);
  return known > now ? new Date(known - OPENING_MS) : justBeforeOpening(now, timezone);
};

const PRESETS = {
  evening: at(nextEvening),
  night: at(nextNight),
  opening: at(beforeOpening),
  holiday: at(nextHoliday),
  tenMinutes: () => ({ advance: 600 }),
  oneHour: () => ({ advance: 3600 }),
  now: () => ({}),
};

/** From this hour on the bar looks like: night until 5, dawn until 8, day until 17, evening until 22. */
const SKIES = [
  [22, "night"],
  [17, "evening"],
  [8, "day"],
  [5, "dawn"],
  [0, "night"],
];
const TICK_MS = 250;

export function startClock() {
  document.getElementById("clock-face").addEventListener("click", (event) => askForTime(event.currentTarget));
  onDraw(drawPresets);
  onDraw(drawTime);
  setInterval(drawTime, TICK_MS);
}

let drawnFor = null;

function drawPresets() {
  document.querySelector("#presets [data-testid=clock-now]")?.toggleAttribute("disabled", !state.snapshot.clock.moved);
  const values = { time: openingTime() };
  const signature = [currentLanguage(), values.time].join();
  if (drawnFor === signature) return;
  drawnFor = signature;
  document
    .getElementById("presets")
    .replaceChildren(
      ...Object.entries(PRESETS).map(([name, to]) =>
        button(
          {
            class: `preset preset-${name}`,
            "data-testid": `clock-${name}`,
            title: t(`${name}Hint`),
            onclick: () => attempt(moveClock(to())),
          },
          t(name, values),
        ),
      ),
    );
}

/** When the desk opens next, on its own clock. */
function openingTime() {
  const { next_opening: known, timezone: timeZone } = state.snapshot;
  if (!known) return "09:00";
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(Date.parse(known));
}

function drawTime() {
  const { timezone, clock } = state.snapshot;
  if (!clock.now) return;
  const now = sandboxNow();
  const show = (options) => new Intl.DateTimeFormat(currentLanguage(), { timeZone: timezone, ...options }).format(now);
  const words = {
    "clock-time": show({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    "clock-date": show({ weekday: "short", day: "numeric", month: "long", year: "numeric" }),
    "phone-time": show({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  };
  for (const [id, text] of Object.entries(words)) writeInto(document.getElementById(id), text);
  const { hour } = wallTime(now, timezone);
  document.querySelector(".bar").dataset.sky = SKIES.find(([from]) => hour >= from)[1];
}

/** Leaves the page alone when nothing changed. */
function writeInto(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function askForTime(anchor) {
  const field = el("input", {
    type: "datetime-local",
    required: true,
    "data-testid": "clock-input",
    value: localValue(),
  });
  const label = el("label", {}, t("clockZone", { zone: state.snapshot.timezone }), field);
  const box = popUp(
    anchor,
    t("clockSet"),
    el(
      "form",
      { class: "popup-form", onsubmit: submit },
      label,
      el("button", { type: "submit", class: "primary", "data-testid": "clock-apply" }, t("clockApply")),
    ),
  );
  function submit(event) {
    event.preventDefault();
    box.hidePopover();
    const [year, month, day, hour, minute] = field.value.split(/\D/).map(Number);
    attempt(moveClock({ now: instantOf({ year, month, day, hour, minute }, state.snapshot.timezone).toISOString() }));
  }
}

function localValue() {
  const { year, month, day, hour, minute } = wallTime(sandboxNow(), state.snapshot.timezone);
  const two = (number) => String(number).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
