import { customers, messagesByTopic, privateChat, staffGroup, state, viewKey } from "./state.js";

/** view key → the newest message the visitor has had before their eyes. What was there at first counts as seen. */
const seen = new Map();
let begun = false;
let version = 0;

const newestId = (messages) => messages.at(-1)?.message_id ?? 0;

function everyView() {
  const group = staffGroup();
  const inGroup = [...messagesByTopic(group)].map(([threadId, messages]) => [viewKey(group?.id, threadId), messages]);
  const inPrivate = customers().map(({ id }) => [viewKey(privateChat(id)?.id ?? id), privateChat(id)?.messages ?? []]);
  return [...inGroup, ...inPrivate];
}

/** Takes notice of a new snapshot; a smaller version means a sandbox that was started anew. */
export function noticeSnapshot() {
  if (!begun || state.snapshot.version < version) {
    seen.clear();
    for (const [key, messages] of everyView()) seen.set(key, newestId(messages));
  }
  begun = true;
  version = state.snapshot.version;
}

export function markSeen(view) {
  seen.set(view.key, Math.max(seen.get(view.key) ?? 0, newestId(view.messages)));
}

/** How many messages of others came into a view since it was last shown. */
export function unreadIn(key, messages, ownId) {
  const last = seen.get(key) ?? 0;
  let count = 0;
  for (let at = messages.length - 1; at >= 0 && messages[at].message_id > last; at -= 1) {
    if (messages[at].from?.id !== ownId) count += 1;
  }
  return count;
}

export function unreadOfCustomer(id) {
  const chat = privateChat(id);
  return unreadIn(viewKey(chat?.id ?? id), chat?.messages ?? [], id);
}

export function unreadOnSide(side) {
  if (side === "customer") return customers().reduce((sum, { id }) => sum + unreadOfCustomer(id), 0);
  const group = staffGroup();
  return [...messagesByTopic(group)].reduce(
    (sum, [threadId, messages]) => sum + unreadIn(viewKey(group?.id, threadId), messages, state.managerId),
    0,
  );
}
