import { edit, send } from "./api.js";
import { openAttachMenu } from "./attach.js";
import { createSuggestions } from "./commands.js";
import { t } from "./i18n.js";
import { inOneLine, nameOf, senderOf } from "./names.js";
import { drawReplyKeyboard } from "./replykeyboard.js";
import { attempt } from "./toast.js";

/**
 * Where a person writes. `viewNow` gives the pane's view. The unsent words, the answered and the edited
 * message belong to a view: another chat has its own.
 */
export function createComposer(form, viewNow) {
  const field = form.querySelector("textarea");
  const drafts = new Map();
  const draft = () => drafts.get(viewNow().key) ?? {};
  let shownKey = null;

  function keep(change) {
    drafts.set(viewNow().key, { ...draft(), ...change });
    drawNote(form, draft());
  }
  function restore() {
    field.value = draft().text ?? "";
    drawNote(form, draft());
    fit(field);
    suggestions.draw();
  }
  function begin(change) {
    keep(change);
    restore();
    field.focus();
  }
  function takeDraft() {
    const taken = { ...draft(), text: field.value };
    drafts.delete(viewNow().key);
    restore();
    return taken;
  }
  async function submit() {
    if (!field.value.trim()) return;
    const view = viewNow();
    const taken = takeDraft();
    if (await attempt(taken.edited ? saveEdit(view, taken) : sendMessage(view, taken))) return;
    drafts.set(view.key, taken);
    if (viewNow().key === view.key) restore();
  }
  /** Sends an attachment; the words written so far are its caption. */
  function sendAttachment(attachment, file) {
    const { text, replied } = takeDraft();
    const caption = text.trim() || undefined;
    return attempt(sendMessage(viewNow(), { replied, attachment: { caption, ...attachment } }, file));
  }
  const say = (text) => attempt(sendMessage(viewNow(), { text }));
  const write = (text) => begin({ text });
  const suggestions = createSuggestions(form, viewNow, { say, write });

  const writing = {
    replyTo: (message) => begin({ replied: message, edited: undefined }),
    edit: (message) => begin({ edited: message, replied: undefined, text: message.text }),
    say,
    write,
    sendAttachment,
    cancel() {
      const text = draft().edited ? "" : field.value;
      drafts.set(viewNow().key, { text });
      restore();
    },
    draw(view) {
      if (view.key !== shownKey) restore();
      shownKey = view.key;
      suggestions.draw();
      drawFor(form, view, writing);
    },
  };
  listen(form, field, { keep, submit, suggestions, viewNow, writing });
  return writing;
}

function listen(form, field, { keep, submit, suggestions, viewNow, writing }) {
  const does = {
    cancel: () => writing.cancel(),
    attach: (button) => openAttachMenu(button, form.querySelector("input[type=file]"), writing),
    commands: () => {
      writing.write(field.value || "/");
      suggestions.typed();
    },
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) does[button.dataset.do](button);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    keep({ text: field.value });
    fit(field);
    suggestions.typed();
  });
  field.addEventListener("keydown", (event) => suggestions.key(event) || onKey(event, submit, writing));
  field.addEventListener("paste", (event) => attachFiles(event, event.clipboardData.files, writing));
  const chat = form.closest(".chat");
  chat.addEventListener("dragover", (event) => event.preventDefault());
  chat.addEventListener("drop", (event) => viewNow().person && attachFiles(event, event.dataTransfer.files, writing));
}

function onKey(event, submit, writing) {
  if (event.key === "Escape") writing.cancel();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
}

function attachFiles(event, files, writing) {
  if (!files.length) return;
  event.preventDefault();
  for (const file of files)
    writing.sendAttachment({ kind: file.type.startsWith("image/") ? "photo" : "document", name: file.name }, file);
}

function sendMessage(view, { text, replied, attachment }, file) {
  return send(
    {
      person_id: view.person.id,
      chat_id: view.chatId,
      message_thread_id: view.threadId,
      reply_to_message_id: replied?.message_id,
      text,
      attachment,
      media_group_id: attachment?.media_group_id,
    },
    file,
  );
}

function saveEdit(view, { edited, text }) {
  return edit({ person_id: view.person.id, chat_id: view.chatId, message_id: edited.message_id, text });
}

function drawNote(form, { replied, edited, text }) {
  const note = form.querySelector(".composer-note");
  note.hidden = !replied && !edited;
  if (note.hidden) return;
  const title = edited ? t("editing") : t("replyingTo", { name: senderOf(replied) });
  const words = note.querySelector(".composer-note-text");
  words.replaceChildren(
    Object.assign(document.createElement("b"), { textContent: title }),
    inOneLine(edited ?? replied),
  );
}

/** The field grows with its words, up to the limit in the style sheet. */
function fit(field) {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${field.scrollHeight}px`; // in a hidden pane there is nothing to measure
}

function drawFor(form, view, writing) {
  const field = form.querySelector("textarea");
  const blocked = view.side === "customer" && Boolean(view.person?.blocked);
  const label =
    view.side === "staff" && view.person ? t("placeholderAs", { name: nameOf(view.person) }) : t("placeholder");
  field.placeholder = label;
  field.setAttribute("aria-label", label);
  form.classList.toggle("blocked", blocked);
  form.querySelector(".unblock").hidden = !blocked;
  for (const control of form.querySelectorAll(".composer-row > *")) control.disabled = !view.person;
  drawReplyKeyboard(form.querySelector(".reply-keyboard"), view, writing);
}
