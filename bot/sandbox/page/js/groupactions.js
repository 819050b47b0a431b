import { changeGroup } from "./api.js";
import { button, el } from "./dom.js";
import { currentLanguage, t } from "./i18n.js";
import { managers, staffGroup, state, viewOf } from "./state.js";
import { attempt } from "./toast.js";

let drawnFor = null;

/** What people could do to the staff group behind the bot's back. */
export function drawGroupActions(container) {
  const group = staffGroup();
  const { topic } = viewOf("staff");
  const signature = JSON.stringify([currentLanguage(), group?.id, group?.type, group?.is_forum, topic, managers()]);
  if (!group || signature === drawnFor) return;
  drawnFor = signature;
  container.replaceChildren(
    ...topicActions(topic),
    ...(topic || !group.is_forum ? [] : [el("p", { class: "muted" }, t("chooseTopic"))]),
    ...groupActions(group),
  );
}

function action(label, change, name = change.action) {
  return button({ "data-testid": `group-${name}`, onclick: () => attempt(changeGroup(change)) }, label);
}

function topicActions(topic) {
  if (!topic) return [];
  const { message_thread_id } = topic;
  return [
    topic.closed
      ? action(t("reopenTopic"), { action: "reopen_topic", message_thread_id })
      : action(t("closeTopic"), { action: "close_topic", message_thread_id }),
    action(t("deleteTopic"), { action: "delete_topic", message_thread_id }),
  ];
}

function groupActions(group) {
  return [
    ...(group.type === "group" ? [action(t("migrate"), { action: "migrate" })] : []),
    action(t(group.is_forum ? "forumOff" : "forumOn"), { action: "forum", is_forum: !group.is_forum }),
    action(t("rightsOff"), { action: "rights", can_manage_topics: false }, "rights-off"),
    action(t("rightsOn"), { action: "rights", can_manage_topics: true }, "rights-on"),
    action(t("botOut"), { action: "leave", person_id: state.snapshot.bot.id }, "bot-out"),
    action(t("botIn"), { action: "join", person_id: state.snapshot.bot.id }, "bot-in"),
    ...managers().flatMap(({ id, first_name: name }) => [
      action(t("leave", { name }), { action: "leave", person_id: id }),
      action(t("join", { name }), { action: "join", person_id: id }),
    ]),
  ];
}
