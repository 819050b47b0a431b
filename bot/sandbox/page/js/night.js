import { moveClock, press, send } from "./api.js";
import { t } from "./i18n.js";
import { customers, managers, privateChat, sandboxNow, staffGroup, state, topics, update } from "./state.js";
import { until } from "./until.js";
import { instantOf, nextNight, wallTime } from "./zonetime.js";

/** The seven steps of the guided night. They play on the real desk: each waits for what the bot really does. */

const BEFORE_OPENING_MS = 3000;
const LEARNING_HOUR = 5; // on the company's clock
const [ONE, TWO, THREE] = [0, 1, 2];

/** Who takes part, by the names in the texts. */
export const cast = () => ({
  one: customers()[ONE]?.first_name,
  two: customers()[TWO]?.first_name,
  three: customers()[THREE]?.first_name,
  manager: managers()[0]?.first_name,
});

/** Whether these are the shop and people that the night is about. */
export const isPlayable = () => state.snapshot.languages.length > 0 && customers().length > THREE;

const inShop = (key) => t(key, {}, state.snapshot.language);
const at = (instant) => moveClock({ now: new Date(instant).toISOString() });

export const toNight = () => at(nextNight(sandboxNow(), state.snapshot.timezone));

function show(customer) {
  update({ side: "customer", customerId: customers()[customer].id });
}

const chatOf = (customer) => privateChat(customers()[customer].id)?.messages ?? [];

/** The latest thing that the bot said to a customer after that message. */
const answerTo = (customer, asked) =>
  chatOf(customer).findLast((message) => message.from.is_bot && message.message_id > asked.message_id);

async function ask(customer, key) {
  show(customer);
  const { id } = customers()[customer];
  const asked = await send({ person_id: id, chat_id: id, text: inShop(key) });
  await until(() => answerTo(customer, asked));
}

const buttonsOf = (message) => message?.reply_markup?.inline_keyboard.flat() ?? [];

/** The first customer takes the answer that the bot was unsure of, so that nothing stays open. */
async function confirm() {
  const preview = chatOf(ONE).findLast((message) => chooseButton(message));
  if (!preview) return;
  const { id } = customers()[ONE];
  await press({
    person_id: id,
    chat_id: id,
    message_id: preview.message_id,
    data: chooseButton(preview).callback_data,
  });
}

const withAction = (action) => (message) => buttonsOf(message).find((one) => one.callback_data?.startsWith(action));
const chooseButton = withAction("choose:");
const solveButton = withAction("solve:");

const digest = () => staffGroup().messages.find((message) => !message.is_topic_message && message.from.is_bot);

async function morning() {
  update({ side: "staff", threadId: "general" });
  await at(Date.parse(state.snapshot.next_opening) - BEFORE_OPENING_MS);
  await until(digest);
}

const requestTopic = () => topics().find((topic) => topic.name.includes(cast().two));

async function openRequest() {
  await until(requestTopic);
  update({ side: "staff", threadId: requestTopic().message_thread_id });
}

async function reply() {
  await openRequest();
  const { id: person_id } = managers()[0];
  const { id: chat_id } = staffGroup();
  const { message_thread_id } = requestTopic();
  const before = chatOf(TWO).length;
  await send({ person_id, chat_id, message_thread_id, text: inShop("nightReply") });
  await until(() => chatOf(TWO).length > before);
  const card = await until(() => staffGroup().messages.find((message) => solveButton(message)));
  await press({ person_id, chat_id, message_id: card.message_id, data: solveButton(card).callback_data });
  await until(() => chatOf(TWO).length > before + 1);
  show(TWO);
}

async function skipTheNight() {
  show(THREE);
  const { timezone } = state.snapshot;
  const { year, month, day } = wallTime(sandboxNow(), timezone);
  const dawn = instantOf({ year, month, day: day + 1, hour: LEARNING_HOUR, second: 5 }, timezone);
  await at(dawn);
  await until(() => Date.parse(state.snapshot.learnt_at) >= dawn);
  await ask(THREE, "nightGiftToo");
}

const phone = ".phone";
const lastOfCustomer = ".pane-customer .message:last-child";
const digestMessage = ".pane-staff .message.in";
const replyToCustomer = ".pane-customer .message:nth-last-child(2)"; // then the bot says that the request is solved

/**
 * For each step: what it does, what is lit before and after it as selectors, and what is opened when one comes back
 * to it.
 */
export const STEPS = [
  { name: "ask", before: phone, after: lastOfCustomer, open: () => show(ONE), act: () => ask(ONE, "nightDelivery") },
  {
    name: "unsure",
    before: ".pane-customer .composer",
    after: lastOfCustomer,
    open: () => show(ONE),
    act: () => ask(ONE, "nightStain"),
    leave: confirm,
  },
  { name: "request", before: phone, after: lastOfCustomer, open: () => show(TWO), act: () => ask(TWO, "nightGift") },
  {
    name: "morning",
    before: ".clock-face",
    after: digestMessage,
    open: () => update({ side: "staff", threadId: "general" }),
    act: morning,
  },
  {
    name: "digest",
    before: digestMessage,
    after: ".pane-staff .window",
    open: () => update({ side: "staff", threadId: "general" }),
    act: openRequest,
  },
  { name: "reply", before: ".pane-staff .composer", after: replyToCustomer, open: openRequest, act: reply },
  { name: "learn", before: ".clock-face", after: lastOfCustomer, open: () => show(THREE), act: skipTheNight },
];
