import { fetchState, listen } from "./api.js";
import { state, update } from "./state.js";
import { noticeSnapshot } from "./unread.js";

const TYPING_MS = 5000;

let fetching = null;
let stale = false;

/** Brings the newest snapshot. However often it is called meanwhile, one fetch runs and at most one follows. */
export function refresh() {
  stale = Boolean(fetching);
  fetching ??= fetchOn().finally(() => {
    fetching = null;
  });
  return fetching;
}

async function fetchOn() {
  do {
    stale = false;
    accept(await fetchState());
  } while (stale);
}

/** What was deleted is gone from the chats, as in Telegram. */
function accept(snapshot) {
  for (const chat of snapshot.chats) chat.messages = chat.messages.filter((message) => !message.sandbox?.deleted);
  update({ snapshot, receivedAt: performance.now() });
  noticeSnapshot();
  if (snapshot.chats.some((chat) => chat.typing)) setTimeout(quietRefresh, TYPING_MS);
}

/** A fetch that fails is made good by the next connection's. */
const quietRefresh = () => refresh().catch(() => {});

export function followSandbox() {
  listen(quietRefresh, (connected) => connected !== state.connected && update({ connected }));
}
