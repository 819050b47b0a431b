import { t } from "./i18n.js";
import { inOneLine, nameOf } from "./names.js";

/** Service fields of a Message → the sentence for it. */
const SENTENCES = {
  forum_topic_created: ({ name }) => t("topicCreated", { name }),
  forum_topic_edited: ({ name }) => (name ? t("topicRenamed", { name }) : t("topicIcon")),
  forum_topic_closed: () => t("topicWasClosed"),
  forum_topic_reopened: () => t("topicReopened"),
  general_forum_topic_hidden: () => t("topicWasClosed"),
  general_forum_topic_unhidden: () => t("topicReopened"),
  new_chat_members: (members) => t("joined", { name: members.map(nameOf).join(", ") }),
  left_chat_member: (member) => t("left", { name: nameOf(member) }),
  pinned_message: (message) => t("pinned", { text: inOneLine(message) }),
  migrate_to_chat_id: () => t("migrated"),
  migrate_from_chat_id: () => t("migrated"),
  group_chat_created: () => t("groupCreated"),
  supergroup_chat_created: () => t("groupCreated"),
  new_chat_title: () => t("serviceOther"),
};

/** The sentence for a service message, or undefined for a message that somebody wrote. */
export function serviceText(message) {
  const field = Object.keys(SENTENCES).find((name) => message[name]);
  return field && SENTENCES[field](message[field]);
}
