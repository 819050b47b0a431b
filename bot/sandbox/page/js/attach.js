import { button, el, popUp } from "./dom.js";
import { t } from "./i18n.js";

/** What can be attached: the sandbox makes up a small file for each of the samples. */
const FROM_DISK = [
  ["🖼️", "photoFile", "photo", "image/*"],
  ["📁", "documentFile", "document", ""],
];
const SAMPLES = [
  ["🌄", "photo"],
  ["🖼️", "album"],
  ["🎙️", "voice"],
  ["🎬", "video"],
  ["📄", "document"],
  ["🎵", "audio"],
  ["🙂", "sticker"],
  ["⭕", "video_note"],
  ["🌀", "animation"],
  ["📍", "location"],
  ["👤", "contact"],
];
const ALBUM_SIZE = 2;

export function openAttachMenu(anchor, fileInput, writing) {
  const item = (sign, label, onclick) =>
    button(
      {
        class: "menu-item",
        "data-testid": `attach-${label}`,
        onclick: () => {
          box.hidePopover();
          onclick();
        },
      },
      el("span", { "aria-hidden": "true" }, sign),
      t(label),
    );
  const box = popUp(
    anchor,
    t("attach"),
    el("h3", {}, t("fromDisk")),
    el(
      "div",
      { class: "menu" },
      FROM_DISK.map(([sign, label, kind, accept]) =>
        item(sign, label, () => pickFile(fileInput, kind, accept, writing)),
      ),
    ),
    el("h3", {}, t("samples")),
    el(
      "div",
      { class: "menu menu-two" },
      SAMPLES.map(([sign, kind]) => item(sign, kind, () => sendSample(kind, writing))),
    ),
  );
}

function pickFile(input, kind, accept, writing) {
  input.accept = accept;
  input.onchange = () => {
    const [file] = input.files;
    if (file) writing.sendAttachment({ kind, name: file.name }, file);
    input.value = "";
  };
  input.click();
}

async function sendSample(kind, writing) {
  if (kind !== "album") return writing.sendAttachment({ kind });
  const media_group_id = String(Date.now());
  for (let part = 0; part < ALBUM_SIZE; part += 1) await writing.sendAttachment({ kind: "photo", media_group_id });
  return undefined;
}
