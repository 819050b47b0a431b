"""What people do at night says what a question meant; the next night the desk knows it."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.background.nightly_learning import NightlyLearning
from bot.config import PrivacySettings
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.sandbox import Customer, Seen
from tests.dialogs.authors import asks
from tests.dialogs.night import House, Night, a_night, moscow
from tests.postgres import both_databases

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."
UNSURE = "за сколько привезете"
UNKNOWN = "почем отвезете"
LABELS = "SELECT question, entry_id, holds, by FROM questionlabel ORDER BY id"
PHRASINGS = "SELECT entry_id, text, state FROM learntphrasing WHERE NOT is_unlike ORDER BY id"


def labels(night: Night) -> list[tuple[object, ...]]:
    return [(question, entry, bool(holds), by) for question, entry, holds, by in night.ask(LABELS)]


async def hears(night: Night, customer: Customer, words: str) -> str:
    """What becomes of the words: "answer", "preview", "ticket" or "choice"."""
    customer.writes(words)
    await night.pause()
    told = (await night.replies(customer))[-1]
    if told.text == PRICE:
        return "answer"
    if told.buttons and told.buttons[0] == ["Да, об этом"]:
        return "preview"
    return "ticket" if "Заявка №" in told.text else "choice"


async def confirms(night: Night, *names: str, words: str = UNSURE) -> None:
    """Each of them asks what the desk is not sure of, and confirms the preview."""
    for name in names:
        customer = night.sandbox.customer(name)
        assert await hears(night, customer, words) == "preview"
        await night.press(customer, "Да, об этом")
        await night.replies(customer)


async def is_answered_by_hand(night: Night, words: str, reply: str) -> None:
    """Maria asks what the desk does not know; Anna replies and solves the ticket."""
    assert await hears(night, night.maria, words) == "ticket"
    night.anna.writes(reply, topic=night.topic())
    await night.settled()
    await night.press(night.anna, "✅ Решено", on=night.card())
    await night.replies(night.maria)


@both_databases
async def test_what_helped_and_what_did_not_become_labels(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    await night.press(night.maria, "👍 Помогло")
    assert labels(night) == [("почём доставка", "delivery-price", True, "customer")]
    night.maria.writes("во сколько открываетесь")
    await night.replies(night.maria)
    await night.press(night.maria, "👎 Не то")
    assert labels(night)[1:] == [("во сколько открываетесь", "hours", False, "customer")]


async def test_the_same_thumb_twice_is_one_label(night: Night) -> None:
    night.maria.writes("почём доставка")
    answer = await night.reply(night.maria)
    await night.press(night.maria, "👍 Помогло")
    await night.forge(night.maria, "helped:1", answer)
    assert len(labels(night)) == 1


async def test_who_calls_a_person_right_after_was_not_helped(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    night.maria.writes("позовите человека")
    await night.replies(night.maria)
    assert labels(night) == [("почём доставка", "delivery-price", False, "customer")]


async def test_who_calls_a_person_an_hour_later_says_nothing_of_the_answer(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    await night.later(hours=1)
    night.maria.writes("позовите человека")
    await night.replies(night.maria)
    assert labels(night) == []


async def test_an_entry_of_the_menu_says_nothing_of_words(night: Night) -> None:
    night.maria.writes("/menu")
    menu = await night.reply(night.maria)
    await night.press(night.maria, "Доставка", on=menu)
    await night.press(night.maria, "Сколько стоит доставка?")
    await night.replies(night.maria)
    await night.press(night.maria, "👍 Помогло")
    assert labels(night) == []


async def test_phones_and_names_are_not_kept_in_labels(night: Night) -> None:
    night.maria.writes("почём доставка, мой телефон +7 916 123-45-67")
    await night.pause()
    told = (await night.replies(night.maria))[-1]
    await night.press(night.maria, told.buttons[0][0], on=told)
    [(question, *_)] = labels(night)
    assert question == "почём доставка, мой телефон …"


@both_databases
async def test_what_two_customers_mean_is_answered_outright_the_next_night(night: Night) -> None:
    await confirms(night, "Олег", "Ира")
    await night.learns()
    assert night.ask(PHRASINGS) == [("delivery-price", UNSURE, "active")]
    assert await hears(night, night.maria, UNSURE) == "answer"


async def test_one_customer_alone_teaches_nothing(night: Night) -> None:
    await confirms(night, "Шутник")
    await night.learns()
    assert night.ask(PHRASINGS) == []
    assert await hears(night, night.maria, UNSURE) == "preview"


async def test_one_colleague_is_believed(night: Night) -> None:
    assert await hears(night, night.maria, UNSURE) == "preview"
    await night.press(night.maria, "🙋 Позвать человека")
    await night.replies(night.maria)
    await night.press(night.anna, "💬 Сколько стоит доставка?", on=night.card())
    await night.press(night.anna, "📨 Отправить клиенту")
    await night.replies(night.maria)
    assert labels(night)[-1] == (UNSURE, "delivery-price", True, "colleague")


@both_databases
async def test_a_reply_in_a_colleagues_own_words_is_an_entrys_answer(night: Night) -> None:
    await is_answered_by_hand(night, UNKNOWN, "Здравствуйте! По городу 300 рублей, от 5000 бесплатно")
    await night.learns()
    assert labels(night) == [(UNKNOWN, "delivery-price", True, "colleague")]
    assert await hears(night, night.sandbox.customer("Олег"), UNKNOWN) == "answer"


async def test_what_colleagues_answer_and_no_entry_covers_is_known_as_such(night: Night) -> None:
    await is_answered_by_hand(night, "У меня сломался чайник", "Чайники чинит мастерская напротив, спросите у них")
    await night.learns()
    assert labels(night) == [("У меня сломался чайник", None, True, "colleague")]


async def test_a_promise_to_look_says_nothing_of_the_faq(night: Night) -> None:
    await is_answered_by_hand(night, UNKNOWN, "сейчас посмотрю")
    await night.learns()
    assert labels(night) == []


@both_databases
async def test_an_author_who_wants_to_be_asked_is_asked(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(faq_settings={"learn": "ask"}), database_url) as night:
        await confirms(night, "Олег", "Ира")
        await night.learns()
        assert night.ask(PHRASINGS) == [("delivery-price", UNSURE, "proposed")]
        assert await hears(night, night.maria, UNSURE) == "preview"


async def proposal(night: Night) -> Seen:
    [shown] = [one for one in await asks(night) if one.buttons and one.buttons[0][0] == "Да, отвечать"]
    return shown


async def drops_labels(night: Night, where: str) -> None:
    """As when the words of their questions are erased."""

    def drop(uow: UnitOfWork) -> None:
        uow.session.connection().execute(text(f"DELETE FROM questionlabel WHERE {where}"))

    await night.parts.transactions.run(drop)


async def test_what_an_author_allowed_stays_allowed_in_another_customers_spelling(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq_settings={"learn": "ask"})) as night:
        assert await hears(night, night.maria, "За сколько привезете!") == "preview"
        await night.press(night.maria, "Да, об этом")
        await confirms(night, "Олег", "Ира")
        await night.learns()
        await night.press(night.anna, "Да, отвечать", on=await proposal(night))
        assert night.ask(PHRASINGS) == [("delivery-price", "За сколько привезете!", "active")]
        await drops_labels(night, "id = 1")
        await night.learns()
        assert night.ask(PHRASINGS) == [("delivery-price", UNSURE, "active")]


async def test_an_old_button_does_not_allow_what_its_author_was_not_shown(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq_settings={"learn": "ask"})) as night:
        await confirms(night, "Олег", "Ира")
        await night.learns()
        shown = await proposal(night)
        await drops_labels(night, "TRUE")
        await night.learns()  # it is forgotten, and the next phrasing gets its id
        other = "за сколько доставите домой"
        await confirms(night, "Олег", "Ира", words=other)
        await night.learns()
        assert night.ask(PHRASINGS) == [("delivery-price", other, "proposed")]
        assert await night.press(night.anna, "Да, отвечать", on=shown) != "Теперь отвечаю на неё этой записью"
        assert night.ask(PHRASINGS) == [("delivery-price", other, "proposed")]


async def test_what_an_author_declined_is_forgotten_with_its_labels(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq_settings={"learn": "ask"})) as night:
        await confirms(night, "Олег", "Ира")
        await night.learns()
        await night.press(night.anna, "Нет", on=await proposal(night))
        await night.learns()
        assert night.ask(PHRASINGS) == [("delivery-price", UNSURE, "declined")]
        await drops_labels(night, "TRUE")
        await night.learns()
        assert night.ask(PHRASINGS) == []


async def test_a_desk_that_learns_no_more_still_forgets(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await confirms(night, "Олег", "Ира")
        await night.learns()
    async with a_night(tmp_path, House(faq_settings={"learn": "off"})) as night:
        await night.at("2026-11-21 05:10")
        await night.parts.learning.look()
        assert len(night.ask(PHRASINGS)) == 1
        await drops_labels(night, "TRUE")
        await night.at("2026-11-22 05:10")
        await night.parts.learning.look()
        assert night.ask(PHRASINGS) == []


async def test_a_desk_that_may_not_learn_does_not(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq_settings={"learn": "off"})) as night:
        await confirms(night, "Олег", "Ира")
        await night.at("2026-11-21 06:00")
        await night.parts.learning.look()
        await night.parts.learnt_reloader.look()
        assert await hears(night, night.maria, UNSURE) == "preview"


async def test_it_learns_at_five_and_once_a_night(night: Night) -> None:
    await confirms(night, "Олег", "Ира")
    await night.parts.learning.look()
    assert night.ask(PHRASINGS) == []
    await night.at("2026-11-21 05:00")
    await night.parts.learning.look()
    [learnt] = night.ask("SELECT value FROM memo WHERE key = 'learnt_at'")
    assert len(night.ask(PHRASINGS)) == 1
    await night.at("2026-11-21 05:10")
    await night.parts.learning.look()
    assert night.ask("SELECT value FROM memo WHERE key = 'learnt_at'") == [learnt]


async def test_a_night_under_a_clock_that_was_years_ahead_does_not_stop_the_learning(night: Night) -> None:
    await confirms(night, "Олег", "Ира")
    night.sandbox.clock.set(moscow("2031-01-01 12:00"))
    await night.parts.learning.look()
    night.sandbox.clock.set(moscow("2026-11-21 05:10"))
    await night.parts.learning.look()
    [(learnt,)] = night.ask("SELECT value FROM memo WHERE key = 'learnt_at'")
    assert str(learnt).startswith("2026-11-21T02:10")


class TickingClock:
    """A minute passes between any two looks."""

    def __init__(self, moment: str) -> None:
        self.first = self._next = moscow(moment)

    def now(self) -> datetime:
        self._next += timedelta(minutes=1)
        return self._next


async def test_what_is_solved_while_the_night_is_learnt_from_is_read_the_next_night(night: Night) -> None:
    clock, served = TickingClock("2026-11-21 05:00"), night.parts.transactions
    await NightlyLearning(Transactions(served.database, served.context, clock)).learn()
    [(learnt,)] = night.ask("SELECT value FROM memo WHERE key = 'learnt_at'")
    assert datetime.fromisoformat(str(learnt)) == clock.first + timedelta(minutes=1)  # when it looked at the tickets


async def test_a_reply_that_is_read_twice_is_one_label(night: Night) -> None:
    await is_answered_by_hand(night, UNKNOWN, "Здравствуйте! По городу 300 рублей, от 5000 бесплатно")
    await night.learns()
    night.sandbox.clock.advance(timedelta(minutes=-10))
    await night.learns()
    assert labels(night) == [(UNKNOWN, "delivery-price", True, "colleague")]


async def test_what_was_learnt_survives_a_restart(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await confirms(night, "Олег", "Ира")
        await night.learns()
    async with a_night(tmp_path) as night:
        answerer = night.parts.transactions.context.knowledge.answerer.result()
        assert answerer.match(UNSURE, "ru")[0].probability >= answerer.bands("ru").answer


@both_databases
async def test_three_complaints_in_a_row_make_the_desk_careful_at_once(night: Night) -> None:
    for place, words in enumerate(("скока отдать за привоз", "во что обойдется привезти", "доставка сколько берете")):
        customer = night.sandbox.customer(f"Клиент {place}")
        assert await hears(night, customer, words) == "answer"
        await night.press(customer, "👎 Не то")
        await night.replies(customer)
    [warning] = [one.text for one in await night.news() if "осторожнее" in one.text]
    assert "• Сколько стоит доставка?" in warning
    await night.parts.learnt_reloader.look()
    assert await hears(night, night.maria, "скока отдать за привоз") == "preview"
    assert await hears(night, night.maria, "почём доставка") == "answer"  # an author's own phrasing


async def test_one_customer_who_complains_of_everything_changes_nothing(night: Night) -> None:
    for words in ("скока отдать за привоз", "возите в область", "во сколько открываетесь", "где моя посылка"):
        night.maria.writes(words)
        await night.replies(night.maria)
        await night.press(night.maria, "👎 Не то")
        await night.replies(night.maria)
    assert [holds for _, _, holds, _ in labels(night)] == [False] * 4
    assert not [one for one in await night.news() if "осторожнее" in one.text]


@both_databases
async def test_a_forgotten_customers_labels_lose_their_person(night: Night) -> None:
    await confirms(night, "Олег", "Ира")
    first, second = (who for (who,) in night.ask("SELECT who FROM questionlabel ORDER BY id"))
    oleg = night.sandbox.customer("Олег")
    assert await hears(night, oleg, UNSURE) == "preview"
    await night.press(oleg, "Да, об этом")
    oleg.writes("/forget_me")
    await night.settled()
    await night.press(oleg, "Удалить мои данные")
    whose = [who for (who,) in night.ask("SELECT who FROM questionlabel ORDER BY id")]
    assert whose[:2] == [first, second]
    assert str(whose[2]).startswith("forgotten:")
    await night.learns()
    assert len(night.ask(PHRASINGS)) == 1


@both_databases
async def test_who_is_forgotten_and_comes_back_is_one_customer_still(night: Night) -> None:
    joker = night.sandbox.customer("Шутник")
    for _ in range(2):
        assert await hears(night, joker, UNSURE) == "preview"
        await night.press(joker, "Да, об этом")
        joker.writes("/forget_me")
        await night.settled()
        await night.press(joker, "Удалить мои данные")
        await night.settled()
    await night.learns()
    assert night.ask(PHRASINGS) == []


async def test_labels_go_with_the_words_they_were_made_of(tmp_path: Path) -> None:
    house = House(privacy=PrivacySettings(keep_texts_days=30))
    async with a_night(tmp_path, house) as night:
        await confirms(night, "Олег", "Ира")
        await night.at("2026-12-25 12:00")
        for _ in range(5):
            await night.later(seconds=1)
        assert labels(night) == []
