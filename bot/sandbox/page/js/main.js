import { createChat } from "./chat.js";
import { startClock } from "./clock.js";
import { startFaults } from "./faults.js";
import { startGuide } from "./guide.js";
import { currentLanguage, otherLanguage, t, translate } from "./i18n.js";
import { followSandbox } from "./live.js";
import { drawPeople } from "./people.js";
import { onDraw, state, update, viewOf } from "./state.js";
import { followVisitor, switchStory } from "./story.js";
import { drawTopics } from "./topics.js";
import { markSeen, unreadOnSide } from "./unread.js";

const byId = (id) => document.getElementById(id);
const stacked = matchMedia("(max-width: 899px)");

const drawCustomer = createChat(document.querySelector("[data-chat=customer]"), "customer");
const drawStaff = createChat(document.querySelector("[data-chat=staff]"), "staff");

function markShownSeen() {
  for (const side of ["customer", "staff"]) {
    const shown = !document.hidden && (!stacked.matches || state.side === side);
    if (shown) markSeen(viewOf(side));
  }
}

function drawSides() {
  document.documentElement.dataset.side = state.side;
  for (const button of document.querySelectorAll(".sides [data-side]")) {
    button.setAttribute("aria-pressed", String(button.dataset.side === state.side));
    const count = unreadOnSide(button.dataset.side);
    const mark = button.querySelector(".badge");
    mark.hidden = !count;
    mark.textContent = String(count);
  }
}

function drawConnection() {
  const banner = byId("banner");
  banner.hidden = state.connected;
  banner.textContent = state.connected ? "" : t("gone");
  const status = byId("bot-status");
  const words = t(state.snapshot.polling ? "botOnline" : "botOffline");
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle("online", state.snapshot.polling);
}

function showLanguage() {
  document.documentElement.lang = currentLanguage();
  translate(document);
  const button = byId("language");
  button.textContent = otherLanguage().toUpperCase();
  button.setAttribute("aria-label", t("switchLanguage"));
  button.lang = otherLanguage();
}

function redrawInLanguage() {
  showLanguage();
  update({});
}

byId("language").addEventListener("click", () => switchStory(otherLanguage(), redrawInLanguage));
document.querySelector(".sides").addEventListener("click", (event) => {
  const side = event.target.closest("[data-side]")?.dataset.side;
  if (side) update({ side });
});
document.addEventListener("visibilitychange", () => update({}));
stacked.addEventListener("change", () => update({}));

showLanguage();
followVisitor(redrawInLanguage);
startClock();
onDraw(markShownSeen);
onDraw(() => drawPeople(byId("customers"), "customer"));
onDraw(() => drawPeople(byId("managers"), "manager"));
onDraw(() => drawTopics(byId("topics")));
onDraw(drawCustomer);
onDraw(drawStaff);
onDraw(drawSides);
onDraw(drawConnection);
startFaults();
startGuide();
followSandbox();
