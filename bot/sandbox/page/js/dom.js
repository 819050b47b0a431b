const SVG = "http://www.w3.org/2000/svg";

/** A new element. Children that are strings become text, never markup: they come from strangers. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** A button that does not submit. */
export const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(name, label, onclick, attributes = {}) {
  return button({ class: "icon-button", "aria-label": label, title: label, onclick, ...attributes }, icon(name));
}

export function badge(count, label) {
  return count > 0 ? el("span", { class: "badge", "aria-label": label }, String(count)) : null;
}

/**
 * Makes `container` hold one element for each of `items` ({key, signature, build}), in their order.
 * Only those are built anew whose signature changed.
 */
export function reconcile(container, items) {
  const old = new Map([...container.children].map((node) => [node.dataset.key, node]));
  let cursor = container.firstElementChild;
  for (const item of items) {
    const before = old.get(item.key);
    old.delete(item.key);
    const node = before?.signature === item.signature ? before : built(item);
    if (before && before !== node) {
      if (cursor === before) cursor = node;
      swap(before, node);
    }
    if (cursor === node) cursor = node.nextElementSibling;
    else container.insertBefore(node, cursor);
  }
  for (const leftover of old.values()) leftover.remove();
}

function built(item) {
  const node = item.build();
  node.dataset.key = item.key;
  node.signature = item.signature;
  return node;
}

/** Replaces a node; a focused button inside keeps the focus, so that the keyboard's user is not thrown out. */
function swap(before, after) {
  const order = [...before.querySelectorAll("button, a")].indexOf(document.activeElement);
  before.replaceWith(after);
  if (order >= 0) after.querySelectorAll("button, a")[order]?.focus({ preventScroll: true });
}

/** Shows a popover just above or below `anchor`, inside the window; it closes by Escape or a click elsewhere. */
export function popUp(anchor, label, ...children) {
  const box = el("div", { class: "popup", popover: "auto", role: "dialog", "aria-label": label }, ...children);
  document.body.append(box);
  box.addEventListener("toggle", (event) => event.newState === "closed" && box.remove());
  box.showPopover();
  place(box, anchor.getBoundingClientRect());
  box.querySelector("button, input, a")?.focus();
  return box;
}

function place(box, anchor) {
  const margin = 8;
  const above = anchor.top - box.offsetHeight - margin;
  const fitsBelow = anchor.bottom + margin + box.offsetHeight < innerHeight;
  const top = above > margin && (anchor.top > innerHeight / 2 || !fitsBelow) ? above : anchor.bottom + margin;
  box.style.top = `${Math.max(margin, Math.min(top, innerHeight - box.offsetHeight - margin))}px`;
  box.style.left = `${Math.max(margin, Math.min(anchor.left, innerWidth - box.offsetWidth - margin))}px`;
}
