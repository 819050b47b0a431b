import { clearFaults, removeFault } from "./api.js";
import { drawCalls } from "./calls.js";
import { button, el, iconButton, reconcile } from "./dom.js";
import { drawChats, exactForm, quickButtons } from "./faultform.js";
import { drawGroupActions } from "./groupactions.js";
import { currentLanguage, t } from "./i18n.js";
import { onDraw, state } from "./state.js";
import { attempt } from "./toast.js";

const drawer = document.getElementById("faults");
let drawnFor = null;

export function startFaults() {
  const toggle = document.getElementById("faults-toggle");
  toggle.addEventListener("click", () => {
    drawer.hidden = !drawer.hidden;
    toggle.setAttribute("aria-expanded", String(!drawer.hidden));
    draw();
  });
  onDraw(draw);
}

function draw() {
  drawCount();
  if (drawer.hidden) return;
  if (drawnFor !== currentLanguage()) build();
  drawActive(drawer.querySelector(".active-faults"));
  drawGroupActions(drawer.querySelector(".group-actions"));
  drawChats(drawer.querySelector("[name=chat_id]"));
  drawCalls(drawer.querySelector(".calls-title"), drawer.querySelector(".calls"));
}

function drawCount() {
  const count = document.getElementById("faults-count");
  count.hidden = !state.snapshot.faults.length;
  count.textContent = String(state.snapshot.faults.length);
}

function build() {
  drawnFor = currentLanguage();
  drawer.replaceChildren(
    el("p", { class: "muted" }, t("faultsIntro")),
    el("h3", {}, t("quickFaults")),
    el("div", { class: "quick-faults" }, quickButtons()),
    el("h3", {}, t("activeFaults")),
    el("div", { class: "active-faults" }),
    el("details", {}, el("summary", {}, t("exactFault")), exactForm()),
    el("h3", {}, t("groupFaults")),
    el("div", { class: "group-actions" }),
    el("details", { class: "calls-box" }, el("summary", { class: "calls-title" }), el("ol", { class: "calls" })),
  );
}

function drawActive(container) {
  const faults = state.snapshot.faults.map((fault) => ({
    key: String(fault.id),
    signature: JSON.stringify(fault),
    build: () => activeFault(fault),
  }));
  const calm = { key: "calm", signature: "", build: () => el("p", { class: "calm" }, t("noFaults")) };
  const clear = {
    key: "clear",
    signature: "",
    build: () => button({ "data-testid": "faults-clear", onclick: () => attempt(clearFaults()) }, t("clearFaults")),
  };
  reconcile(container, faults.length ? [...faults, clear] : [calm]);
}

function activeFault(fault) {
  const left = fault.left === null || fault.left === undefined ? null : t("faultLeft", { count: fault.left });
  return el(
    "div",
    { class: "active-fault", "data-testid": "active-fault" },
    el("span", {}, t(`fault.${fault.kind}`), el("small", {}, [fault.method, left].filter(Boolean).join(" · "))),
    iconButton("close", t("removeFault"), () => attempt(removeFault(fault.id))),
  );
}
