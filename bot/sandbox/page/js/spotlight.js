import { el } from "./dom.js";

const MARGIN = 12;
const LOOK_MS = 150;

/** A light on one element of the page, which follows it, with a card beside it; clicks go through the light. */
export function followTarget() {
  const light = el("div", { class: "spotlight", "aria-hidden": "true", "data-testid": "spotlight", hidden: true });
  document.body.append(light);
  let card = null;
  let selector = null;
  let seen = null;

  function look() {
    const target = selector && document.querySelector(selector);
    const box = target?.getClientRects().length ? visiblePart(target) : null;
    light.hidden = !box;
    if (target && target !== seen) target.scrollIntoView({ block: "nearest" });
    seen = target;
    if (box) lay(light, grown(box, 4));
    if (card && !card.hidden ) place(card, box);
  }
  setInterval(look, LOOK_MS);
  addEventListener("resize", look);
  return {
    /** Lights what the selector finds, nothing with null. */
    aim(beside, at) {
      card = beside;
      if (at !== selector) seen = null;
      selector = at;
      look();
    },
  };
}

/** Its rectangle within the scrolling list and the window that show it. */
function visiblePart(target) {
  const own = ((target.matches(".message") && target.querySelector(".stack")) || target).getBoundingClientRect();
  const frame = (target.closest(".scroller") ?? document.documentElement).getBoundingClientRect();
  const [left, top] = [Math.max(own.left, frame.left), Math.max(own.top, frame.top)];
  return new DOMRect(
    left,
    top,
    Math.max(0, Math.min(own.right, frame.right) - left),
    Math.max(0, Math.min(own.bottom, frame.bottom) - top),
  );
}

const grown = (box, by) => new DOMRect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by);

function lay(node, { x, y, width, height }) {
  for (const [name, value] of Object.entries({ left: x, top: y, width, height })) node.style[name] = `${value}px`;
}

/** Beside, below or above the lit place where there is room, else at the bottom; guide.css has small screens ignore it. */
function place(card, box) {
  const { offsetWidth: width, offsetHeight: height } = card;
  const [right, bottom] = [innerWidth - width - MARGIN, innerHeight - height - MARGIN];
  const inside = (value, most) => Math.max(MARGIN, Math.min(value, most));
  const composer = 76; // the height of what one writes in, to be left free
  let spot = { left: right, top: bottom - composer };
  if (box) {
    const middle = inside(box.top + box.height / 2 - height / 2, bottom - composer);
    const choices = [
      { left: box.right + MARGIN, top: middle },
      { left: box.left - width - MARGIN, top: middle },
      { left: inside(box.left, right), top: box.bottom + MARGIN },
      { left: inside(box.left, right), top: box.top - height - MARGIN },
    ];
    const fits = ({ left, top }) => left >= MARGIN && left <= right && top >= MARGIN && top <= bottom;
    spot = choices.find(fits) ?? spot;
  }
  card.style.left = `${Math.round(spot.left)}px`;
  card.style.top = `${Math.round(spot.top)}px`;
}
