/** What the page knows: the newest snapshot and what the visitor chose. Everything shown is derived from it. */

export const GENERAL = "general";

const NOTHING = {
  version: -1,
  clock: { now: null, moved: false },
  timezone: "UTC",
  language: null,
  languages: [],
  story: 0,
  next_opening: null,
  tries: [],
  learnt_at: null,
  bot: null,
  commands: {},
  people: [],
  chats: [],
  faults: [],
  calls: { count: 0, last: [] },
  polling: false,
};

export const state = {
  snapshot: NOTHING,
  receivedAt: 0,
  customerId: null,
  managerId: null,
  threadId: GENERAL,
  side: "customer",
  connected: true,
};

const listeners = [];
let drawing = false;

export function onDraw(listener) {
  listeners.push(listener);
}

/** Changes the state and draws once before the next frame, however many changes there were. */
export function update(change) {
  Object.assign(state, change);
  settle();
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    for (const listener of listeners) listener();
  });
}

/** Choices that point to nobody (at first, after a restart, when a topic was deleted) fall back to the first there is. */
function settle() {
  state.customerId = (person(state.customerId) ?? customers()[0])?.id ?? null;
  state.managerId = (person(state.managerId) ?? managers()[0])?.id ?? null;
  if (!topics().some((topic) => topic.message_thread_id === state.threadId)) state.threadId = GENERAL;
}

const withRole = (role) => state.snapshot.people.filter((someone) => someone.role === role);
export const customers = () => withRole("customer");
export const managers = () => withRole("manager");
export const person = (id) => state.snapshot.people.find((someone) => someone.id === id);
export const privateChat = (customerId) => state.snapshot.chats.find((chat) => chat.person_id === customerId);
export const staffGroup = () => state.snapshot.chats.findLast((chat) => chat.type !== "private");
export const topics = () => (staffGroup()?.is_forum ? staffGroup().topics : []);

/** The sandbox's time now: its clock runs on between two snapshots. */
export function sandboxNow() {
  const { now } = state.snapshot.clock;
  return now ? new Date(Date.parse(now) + performance.now() - state.receivedAt) : new Date();
}

const threadOf = (message) => (message.is_topic_message ? message.message_thread_id : GENERAL);

/** The group's messages by topic, or all under GENERAL in a group without topics. */
export function messagesByTopic(group) {
  if (!group?.is_forum) return new Map([[GENERAL, group?.messages ?? []]]);
  return Map.groupBy(group.messages, threadOf);
}

/** What one pane shows: who writes there, in which chat and topic, and its messages, oldest first. */
export function viewOf(side) {
  return side === "customer" ? customerView() : staffView();
}

function customerView() {
  const someone = person(state.customerId);
  const chat = privateChat(state.customerId);
  const chatId = chat?.id ?? state.customerId;
  return { side: "customer", person: someone, chat, chatId, key: viewKey(chatId), messages: chat?.messages ?? [] };
}

function staffView() {
  const chat = staffGroup();
  const topic = topics().find((one) => one.message_thread_id === state.threadId);
  const messages = messagesByTopic(chat).get(state.threadId) ?? [];
  return {
    side: "staff",
    person: person(state.managerId),
    chat,
    chatId: chat?.id,
    topic,
    threadId: topic?.message_thread_id,
    key: viewKey(chat?.id, state.threadId),
    messages,
  };
}

export const viewKey = (chatId, threadId = GENERAL) => `${chatId}/${threadId}`;
