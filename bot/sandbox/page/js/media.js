import { button, el, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { avatar, kindOf, nameOf } from "./names.js";
import { link } from "./text.js";
import { toast } from "./toast.js";

const RENDERED = {
  photo,
  video,
  animation: video,
  video_note: video,
  voice: sound,
  audio: sound,
  document: file,
  sticker,
  location: place,
  contact,
};

/** What a message carries besides text, as an element, or null. */
export function media(message) {
  const kind = kindOf(message);
  if (kind) return RENDERED[kind](message, kind);
  return message.text === undefined && message.caption === undefined
    ? el("p", { class: "muted" }, t("unsupported"))
    : null;
}

/** The file's address on this very server, wherever a snapshot says it is. */
function fileAddress(message) {
  const address = message.sandbox?.file_url;
  if (!address) return null;
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
}

function photo(message) {
  const { width, height } = message.photo.at(-1);
  const image = el("img", {
    src: fileAddress(message),
    alt: message.caption ?? t("photo"),
    width,
    height,
    loading: "lazy",
  });
  return button({ class: "photo", onclick: () => enlarge(image), "aria-label": t("photo") }, image);
}

function enlarge(image) {
  const close = () => dialog.close();
  const dialog = el(
    "dialog",
    { class: "lightbox", onclick: close, onclose: () => dialog.remove() },
    el("img", { src: image.src, alt: image.alt }),
    iconButton("close", t("close"), close),
  );
  document.body.append(dialog);
  dialog.showModal();
}

function video(message, kind) {
  const tile = button(
    { class: `tile tile-${kind}`, "aria-label": `${t("play")}: ${t(kind)}`, onclick: play },
    icon("play"),
    el("span", { class: "tile-label" }, [t(kind), length(message[kind].duration)].filter(Boolean).join(" · ")),
  );
  function play() {
    const player = el("video", {
      class: `tile tile-${kind}`,
      src: fileAddress(message),
      controls: true,
      autoplay: true,
    });
    player.addEventListener("error", () => {
      player.replaceWith(tile);
      toast(t("cannotPlay"));
    });
    tile.replaceWith(player);
  }
  return tile;
}

const BARS = 28;

function sound(message, kind) {
  const recording = message[kind];
  const bars = Array.from({ length: BARS }, (_, at) => bar(message.message_id, at));
  const button = iconButton("play", t("play"), () => playSound(fileAddress(message), button), { class: "round" });
  const title = kind === "audio" ? (recording.title ?? recording.file_name ?? t("audio")) : t("voice");
  const wave = el("span", { class: "wave", role: "img", "aria-label": title }, bars);
  const below = [kind === "audio" ? title : null, length(recording.duration)].filter(Boolean).join(" · ");
  return el(
    "div",
    { class: "row" },
    button,
    el("div", { class: "row-text" }, wave, el("span", { class: "muted" }, below)),
  );
}

/** A bar of the picture of a sound: made up, but always the same for one message. */
function bar(seed, at) {
  const line = el("i");
  line.style.height = `${20 + ((seed * 31 + at * at * 17 + at * 53) % 80)}%`;
  return line;
}

let playing = null;

function playSound(address, button) {
  const wasThis = playing?.button === button;
  playing?.sound.pause();
  if (wasThis) return;
  const sound = new Audio(address);
  playing = { sound, button };
  const show = (name) => button.replaceChildren(icon(name));
  sound.addEventListener("playing", () => show("pause"));
  for (const end of ["pause", "ended", "error"]) sound.addEventListener(end, () => stopped(button, show));
  sound.play().catch(() => sound.error && toast(t("cannotPlay")));
}

function stopped(button, show) {
  show("play");
  if (playing?.button === button) playing = null;
}

function file(message) {
  const { file_name: name, file_size: size } = message.document;
  const address = fileAddress(message);
  const words = el(
    "div",
    { class: "row-text" },
    el("span", { class: "file-name", dir: "auto" }, name ?? t("document")),
    el("span", { class: "muted" }, weight(size)),
  );
  return el(
    "a",
    { class: "row file", href: address, download: name ?? "", target: "_blank" },
    el("span", { class: "round" }, icon("file")),
    words,
  );
}

function sticker(message) {
  const { emoji, is_animated: animated, is_video: moving } = message.sticker;
  const sign = el("span", { class: "sticker-emoji" }, emoji ?? "🙂");
  const address = fileAddress(message);
  if (!address || animated || moving) return sign;
  const image = el("img", { class: "sticker", src: address, alt: emoji ?? t("sticker"), width: 150, height: 150 });
  image.addEventListener("error", () => image.replaceWith(sign));
  return image;
}

function place(message) {
  const { latitude, longitude } = message.location;
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  const words = [message.venue?.title, message.venue?.address].filter(Boolean);
  return el(
    "div",
    { class: "place" },
    el("div", { class: "map" }, icon("pin")),
    words.length ? el("p", { dir: "auto" }, words.join(", ")) : null,
    link(map, coordinates),
  );
}

function contact(message) {
  const { phone_number: phone, user_id: id } = message.contact;
  const words = el(
    "div",
    { class: "row-text" },
    el("span", { class: "file-name", dir: "auto" }, nameOf(message.contact)),
    link(`tel:${phone}`, phone),
  );
  return el("div", { class: "row" }, avatar(message.contact.first_name, id ?? phone.length), words);
}

function length(seconds) {
  if (seconds === undefined) return "";
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function weight(bytes = 0) {
  if (bytes < 1024) return t("bytes", { size: bytes });
  if (bytes < 1024 ** 2) return t("kilobytes", { size: Math.round(bytes / 1024) });
  return t("megabytes", { size: (bytes / 1024 ** 2).toFixed(1) });
}
