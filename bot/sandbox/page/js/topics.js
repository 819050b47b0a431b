import { badge, button, el, icon, reconcile } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { inOneLine, timeOf, topicAvatar, topicsAvatar } from "./names.js";
import { serviceText } from "./service.js";
import { GENERAL, messagesByTopic, staffGroup, state, topics, update, viewKey } from "./state.js";
import { unreadIn } from "./unread.js";

/** Draws the forum's topics, the general one first, then the liveliest first. */
export function drawTopics(container) {
  const group = staffGroup();
  container.hidden = !group?.is_forum;
  if (container.hidden) return;
  const byTopic = messagesByTopic(group);
  const newest = (topic) => byTopic.get(topic.message_thread_id)?.at(-1)?.message_id ?? topic.message_thread_id;
  const sorted = [...topics()].sort((a, b) => newest(b) - newest(a));
  const general = { message_thread_id: GENERAL, name: t("general"), closed: false };
  reconcile(
    container,
    [general, ...sorted].map((topic) => topicItem(group, topic, byTopic.get(topic.message_thread_id) ?? [])),
  );
}

function topicItem(group, topic, messages) {
  const id = topic.message_thread_id;
  const isChosen = id === state.threadId;
  const count = isChosen ? 0 : unreadIn(viewKey(group.id, id), messages, state.managerId);
  const last = messages.at(-1);
  const preview = last ? (serviceText(last) ?? inOneLine(last)) : "";
  const time = last ? timeOf(last.date) : "";
  return {
    key: String(id),
    signature: [currentLanguage(), isChosen, count, topic.name, topic.closed, preview, time].join("\n"),
    build: () => topicButton(topic, { isChosen, count, preview, time }),
  };
}

function topicButton(topic, { isChosen, count, preview, time }) {
  const id = topic.message_thread_id;
  return button(
    {
      class: topic.closed ? "topic closed" : "topic",
      "data-testid": "topic",
      "data-thread-id": id,
      "aria-pressed": String(isChosen),
      onclick: () => update({ threadId: id }),
    },
    id === GENERAL ? topicsAvatar() : topicAvatar(topic),
    el("span", { class: "topic-name", "data-testid": "topic-name", dir: "auto" }, topic.closed && lock(), topic.name),
    el("span", { class: "topic-time" }, time),
    el("span", { class: "topic-preview", dir: "auto" }, preview.slice(0, 120)),
    badge(count, t("unread", { count })),
  );
}

function lock() {
  return el(
    "span",
    { class: "topic-lock", role: "img", "aria-label": t("topicClosed"), title: t("topicClosed") },
    icon("lock"),
  );
}
