"""Sure: the answer. Probable: its first lines, to be confirmed. A guess: up to four titles. Below: only a person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Customer, Seen
from tests.dialogs.night import House, Night, a_night, texts
from tests.pictures import PDF, png
from tests.postgres import both_databases

RUSSIAN = """# Доставка

## Сколько стоит доставка? {#price}
Также спрашивают:
- почём доставка
- цена доставки

По городу — **300 ₽**, от 5 000 ₽ бесплатно. За город добавим 40 ₽ за километр, считаем от кольцевой дороги. \
Подъём на этаж стоит 150 ₽ за этаж без лифта. Крупную мебель собираем на месте, это отдельная услуга, о ней спросите.

## Как проехать в магазин? {#way}
Также спрашивают:
- схема проезда
- где вы находитесь

Вход со двора.

![Схема](map.png)

## Есть ли прайс-лист? {#list}
Также спрашивают:
- пришлите прайс
- нужен прайс
Вложение: price.pdf

Вот он.

## Как вернуть покупку? {#return}
Также спрашивают:
- хочу вернуть товар
- оформить возврат

Принесите с чеком.

## Когда скидки? {#sale}
Также спрашивают:
- распродажа
- будут ли акции
Действует до: 2026-11-20

Сегодня последний день.
"""
ENGLISH = """# Delivery

## How much is delivery? {#price}
Also asked:
- delivery cost
- price of delivery

Within the city it is **300 ₽**, free from 5,000 ₽. Outside we add 40 ₽ a kilometre, counted from the ring road. \
Carrying it upstairs is 150 ₽ a floor where there is no lift. Large furniture is assembled on site, ask us about that.

## How do I get to the shop? {#way}
Also asked:
- directions
- where are you

Enter from the yard.

## Can I return a purchase? {#return}
Also asked:
- return goods
- give it back

Bring it with the receipt.
"""
WHOLE = (
    "По городу — 300 ₽, от 5 000 ₽ бесплатно. За город добавим 40 ₽ за километр, считаем от кольцевой дороги. "
    "Подъём на этаж стоит 150 ₽ за этаж без лифта. Крупную мебель собираем на месте, это отдельная услуга, о ней "
    "спросите."
)
FIRST_LINES = WHOLE.partition(" Крупную")[0]
YES, THIS, PERSON, NONE = "Да, показать целиком", "Да, об этом", "🙋 Позвать человека", "Ничего не подходит"
HELPED = [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
ASKED = "а вот с доставкой-то у вас как, сколько брать с собой"
ONLY_PHRASINGS_ARE_SURE = {"max_wrong": 0.0001}
PREVIEWS = ONLY_PHRASINGS_ARE_SURE | {"preview_from": 0.0001}
GUESSES = ONLY_PHRASINGS_ARE_SURE | {"preview_from": 1.0, "offer_from": 0.0001}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    for language, text in {"ru": RUSSIAN, "en": ENGLISH}.items():
        (folder / language).mkdir(parents=True)
        (folder / language / "shop.md").write_text(text, encoding="utf-8")
    (folder / "ru" / "map.png").write_bytes(png())
    (folder / "price.pdf").write_bytes(PDF)
    return folder


@pytest.fixture(params=[True, False], ids=["topics", "cards"])
async def night(tmp_path: Path, folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Night]:
    """Whatever is not sure is previewed."""
    house = House(faq=folder, forum=request.param, faq_settings=PREVIEWS)
    async with a_night(tmp_path, house) as night:
        yield night


@pytest.fixture
async def guessing(tmp_path: Path, folder: Path) -> AsyncIterator[Night]:
    """Whatever is not sure is offered by its title."""
    async with a_night(tmp_path, House(faq=folder, faq_settings=GUESSES)) as night:
        yield night


async def previewed(night: Night, words: str = ASKED, who: Customer | None = None) -> Seen:
    customer = who or night.maria
    customer.writes(words)
    await night.pause()
    return await night.reply(customer)


def edit(night: Night, folder: Path, old: str, new: str) -> None:
    for path in folder.glob("*/shop.md"):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    night.parts.transactions.context.knowledge.reload()


async def test_a_probable_answer_shows_its_title_and_first_lines(night: Night) -> None:
    preview = await previewed(night)
    assert preview.text == f"Похоже, вы об этом: Сколько стоит доставка?\n\n{FIRST_LINES} …"
    bold = [preview.text[one["offset"] : one["offset"] + one["length"]] for one in preview.entities]
    assert bold == ["Сколько стоит доставка?", "300 ₽"]
    assert [len(row) for row in preview.buttons] == [1, 1, 1, 1]
    assert (preview.buttons[0], preview.buttons[-1]) == ([YES], [PERSON])


async def test_all_of_it_takes_the_place_of_the_preview(night: Night) -> None:
    preview = await previewed(night)
    assert await night.press(night.maria, YES) is None
    assert preview.text == WHOLE
    assert preview.buttons == HELPED
    assert await night.replies(night.maria) == []
    assert await night.press(night.maria, "👍 Помогло") == "Рады, что помогло"
    await night.later(minutes=30)
    assert await night.replies(night.maria) == []
    assert night.ask("SELECT decision, entry_id, helped FROM question") == [("preview", "price", 1)]


async def test_another_choice_after_a_confirmed_preview_is_a_message_of_its_own(night: Night) -> None:
    preview = await previewed(night)
    await night.press(night.maria, YES)
    await night.press(night.maria, "👎 Не то", on=preview)
    told = await night.reply(night.maria)
    assert told.text.startswith("Понял, это не то.")
    others = [row[0] for row in told.buttons[:-1]]
    assert "Как вернуть покупку?" in others
    await night.press(night.maria, "Как вернуть покупку?", on=told)
    answer = await night.reply(night.maria)
    assert (preview.text, answer.text) == (WHOLE, "Принесите с чеком.")
    assert told.text.startswith("Понял, это не то.")
    assert (told.buttons, answer.buttons) == ([], HELPED)
    assert night.ask("SELECT entry_id, helped FROM question ORDER BY id") == [("price", 0), ("return", None)]


@pytest.mark.parametrize(("emoji", "helped"), [("👍", 1), ("👎", 0)])
async def test_a_reaction_finds_the_answer_in_the_place_of_the_preview(night: Night, emoji: str, helped: int) -> None:
    preview = await previewed(night)
    await night.press(night.maria, YES)
    night.maria.reacts(preview, emoji)
    assert len(await night.replies(night.maria)) == 1 - helped
    assert night.ask("SELECT helped FROM question") == [(helped,)]


async def test_a_reaction_to_a_preview_that_is_not_confirmed_says_nothing(night: Night) -> None:
    night.maria.reacts(await previewed(night), "👎")
    assert await night.replies(night.maria) == []
    assert night.ask("SELECT helped FROM question") == [(None,)]


async def test_a_preview_of_an_answer_given_before_points_at_it(night: Night) -> None:
    night.maria.writes("почём доставка")
    given = await night.reply(night.maria)
    await night.later(minutes=1)
    preview = await previewed(night, "сколько будет стоить доставка до дома")
    await night.press(night.maria, YES, on=preview)
    told = await night.reply(night.maria)
    assert told.text.startswith("Я уже отвечал выше ↑")
    assert told.reply_to == given.id
    assert preview.buttons == []


async def test_a_preview_that_became_the_answer_is_pointed_at(night: Night) -> None:
    preview = await previewed(night)
    await night.press(night.maria, YES)
    night.maria.writes("почём доставка")
    told = await night.reply(night.maria)
    assert told.text.startswith("Я уже отвечал выше ↑")
    assert told.reply_to == preview.id


async def test_a_second_tap_changes_nothing(night: Night) -> None:
    preview = await previewed(night)
    yes = preview.data_of(YES)
    assert yes is not None
    await night.press(night.maria, YES)
    assert await night.forge(night.maria, yes, preview) == "Этот ответ у вас уже есть"
    assert preview.text == WHOLE
    assert preview.buttons == HELPED
    assert await night.replies(night.maria) == []


async def test_another_title_gives_its_answer_in_place_of_the_preview(night: Night) -> None:
    preview = await previewed(night)
    others = [row[0] for row in preview.buttons[1:-1]]
    assert "Сколько стоит доставка?" not in others
    await night.press(night.maria, others[0])
    answers = {
        "Как вернуть покупку?": "Принесите с чеком.",
        "Есть ли прайс-лист?": "Вот он.",
        "Как проехать в магазин?": "Вход со двора.",
    }
    shown = [preview.text, *texts(await night.replies(night.maria))]
    assert answers[others[0]] in shown
    assert preview.data_of(YES) is None


@pytest.mark.parametrize("words", ["да", "Да, покажите", "ага, это", "показать целиком", "первое"])
async def test_yes_in_words(night: Night, words: str) -> None:
    preview = await previewed(night)
    night.maria.writes(words)
    answer = await night.reply(night.maria)
    assert answer.text == WHOLE
    assert answer.buttons == HELPED
    assert await night.press(night.maria, YES, on=preview) == "Этот ответ у вас уже есть"
    assert await night.replies(night.maria) == []


async def test_hours_and_phone_are_told_while_a_choice_is_open(night: Night) -> None:
    preview = await previewed(night)
    night.maria.writes("какой у вас номер телефона?")
    assert (await night.reply(night.maria)).text == "Наш телефон: +7 495 000-00-00."
    night.maria.writes("вы завтра работаете?")
    assert (await night.reply(night.maria)).text.startswith("Сейчас мы закрыты, откроемся завтра в ")
    await night.press(night.maria, YES, on=preview)
    assert preview.text == WHOLE
    assert night.ask("SELECT id FROM ticket") == []


async def test_the_same_beside_an_offer_of_titles_in_english(guessing: Night) -> None:
    james = guessing.sandbox.customer("James", language_code="en")
    offer = await previewed(guessing, "so what would you take off me for bringing it, delivery wise", james)
    for words, told in (
        ("what's your phone number?", "Our phone number: +7 495 000-00-00."),
        ("are you open tomorrow?", "We're closed right now and will open tomorrow"),
        ("whats your address", "Our address: Тихий переулок, 1."),
    ):
        james.writes(words)
        assert (await guessing.reply(james)).text.startswith(told)
    await guessing.press(james, "How much is delivery?", on=offer)
    assert (await guessing.reply(james)).text.startswith("Within the city")


async def test_anything_else_beside_a_choice_still_reaches_a_person(night: Night) -> None:
    await previewed(night)
    night.maria.writes("у вас есть кто-нибудь, кто чинит рояли?")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_a_person_gets_the_question_with_what_was_shown(night: Night) -> None:
    preview = await previewed(night)
    assert await night.press(night.maria, PERSON) == "Передаём вопрос коллегам"
    assert preview.buttons == []
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "🤖 показал начало ответа: «Сколько стоит доставка?»" in night.card().text
    assert ASKED in night.card().text


async def test_a_preview_that_nobody_answers_becomes_a_ticket(night: Night) -> None:
    await previewed(night)
    await night.later(minutes=9)
    assert await night.replies(night.maria) == []
    await night.later(minutes=2)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert ASKED in night.card().text


async def test_a_short_answer_is_all_there_and_only_asked_about(night: Night) -> None:
    preview = await previewed(night, "а если мне не подойдёт, с возвратом-то как")
    assert preview.text == "Похоже, вы об этом: Как вернуть покупку?\n\nПринесите с чеком."
    assert preview.buttons[0] == [THIS]
    await night.press(night.maria, THIS)
    assert preview.text == "Принесите с чеком."


async def test_files_are_named_and_sent_when_they_are_wanted(night: Night) -> None:
    preview = await previewed(night, "а прайсик-то у вас имеется какой-нибудь")
    assert preview.text == "Похоже, вы об этом: Есть ли прайс-лист?\n\nВот он.\n\n📎 К ответу приложено: price.pdf"
    assert preview.kind == "text"
    await night.press(night.maria, YES)
    shown = [preview, *await night.replies(night.maria)]
    assert [one.kind for one in shown].count("document") == 1
    assert shown[-1].buttons == HELPED
    assert preview.data_of(YES) is None


async def test_an_answer_that_begins_with_a_picture_follows_the_preview(night: Night) -> None:
    preview = await previewed(night, "а на машине-то к вам в магазин проехать как")
    assert preview.text.startswith("Похоже, вы об этом: Как проехать в магазин?")
    assert "📎 К ответу приложено: фото" in preview.text
    await night.press(night.maria, YES)
    assert [one.kind for one in [preview, *await night.replies(night.maria)]].count("photo") == 1
    assert preview.data_of(YES) is None


async def test_an_entry_edited_meanwhile_is_shown_as_it_is_now(night: Night, folder: Path) -> None:
    preview = await previewed(night)
    edit(night, folder, "**300 ₽**", "**350 ₽**")
    await night.press(night.maria, YES)
    assert preview.text == WHOLE.replace("300 ₽", "350 ₽")


async def test_an_entry_deleted_meanwhile_is_answered_by_a_person(night: Night, folder: Path) -> None:
    preview = await previewed(night)
    edit(night, folder, "{#price}", "{#cost}")
    await night.press(night.maria, YES)
    assert preview.buttons == []
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_an_entry_that_does_not_hold_any_more_is_answered_by_a_person(night: Night) -> None:
    await night.at("2026-11-20 23:55")
    preview = await previewed(night, "дешевле будет когда-нибудь")
    await night.at("2026-11-21 00:01")
    await night.press(night.maria, THIS)
    assert preview.buttons == []
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_a_preview_that_was_deleted_is_answered_anew(night: Night) -> None:
    preview = await previewed(night)
    yes = preview.data_of(YES)
    assert yes is not None
    preview.stored.deleted = True
    await night.forge(night.maria, yes, preview)
    answer = await night.reply(night.maria)
    assert answer.text == WHOLE
    assert answer.buttons == HELPED


async def test_the_same_in_english(night: Night) -> None:
    james = night.sandbox.customer("James", language_code="en")
    preview = await previewed(night, "so what would you take off me for bringing it, delivery wise", james)
    assert preview.text.startswith("You seem to be asking about this: How much is delivery?\n\nWithin the city")
    assert preview.text.endswith("there is no lift. …")
    assert (preview.buttons[0], preview.buttons[-1]) == (["Yes, show all of it"], ["🙋 Talk to a person"])
    james.writes("yes please")
    assert (await night.reply(james)).text.endswith("ask us about that.")


async def test_what_is_sure_is_answered_and_the_rest_previewed(night: Night) -> None:
    night.maria.writes("Почём доставка? И если что не подойдёт, с возвратом-то у вас как")
    assert (await night.reply(night.maria)).text == WHOLE
    await night.pause()
    preview = await night.reply(night.maria)
    assert preview.text.startswith("Похоже, вы об этом: ")
    assert "Сколько стоит доставка?" not in preview.text
    assert ["Сколько стоит доставка?"] not in preview.buttons


async def test_a_guess_is_up_to_four_titles(guessing: Night) -> None:
    choice = await previewed(guessing)
    assert choice.text == "Не уверен, что понял верно. Что из этого ближе?"
    titles = [row[0] for row in choice.buttons]
    assert titles[0] == "Сколько стоит доставка?"
    assert titles[-1] == NONE
    assert len(titles) == 5
    guessing.maria.writes("четвёртое")
    answers = texts(await guessing.replies(guessing.maria))
    assert len(answers) >= 1
    assert guessing.ask("SELECT decision FROM question") == [("suggest",)]


async def test_below_the_floor_a_person_is_called_and_nothing_is_offered(tmp_path: Path, folder: Path) -> None:
    async with a_night(tmp_path, House(faq=folder)) as night:
        for customer in (night.maria, night.sandbox.customer("James", language_code="en")):
            customer.writes("зелёные слоны летят" if customer is night.maria else "green elephants are flying past")
            await night.pause()
            told = await night.reply(customer)
            assert len(told.buttons) == 1
            assert told.buttons[0] in (["Закрыть заявку", "Дополнить"], ["Close request", "Add details"])
            assert "№" in told.text or "#" in told.text


@both_databases
async def test_a_preview_on_either_database(tmp_path: Path, folder: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(faq=folder, faq_settings=PREVIEWS), database_url) as night:
        preview = await previewed(night)
        await night.press(night.maria, YES)
        assert preview.text == WHOLE
