"""An author who has never seen markdown makes, changes and removes entries by writing in the chat."""

from pathlib import Path

from tests.dialogs.authors import asks, hears, names, publishes, read, told
from tests.dialogs.night import House, Night, a_night, texts
from tests.postgres import both_databases

ROSES = "Из чего букет «Нежность»?"


@both_databases
async def test_a_new_entry_in_one_message(desk: Night, folder: Path) -> None:
    draft, preview, question = await asks(desk, f"+ {ROSES}\n+ состав букета нежность\nРозы, эвкалипт и хлопок.")
    assert draft.text.startswith(f"📝 Новая запись «{ROSES}»")
    assert "+ состав букета нежность" in draft.text
    assert preview.text == "Розы, эвкалипт и хлопок."
    assert question.text.startswith("Опубликовать? Поправить можно ответом")
    assert (await publishes(desk)).startswith("✅ Опубликовано: Новая запись")
    assert await hears(desk, "из чего букет нежность") == "Розы, эвкалипт и хлопок."


async def test_a_new_entry_whose_answer_comes_later(desk: Night) -> None:
    [wish] = await asks(desk, f"новый {ROSES}")
    assert wish.text == (
        f"Новая запись «{ROSES}». Что ответить клиенту? Ответьте на это сообщение текстом, можно с фотографией."
    )
    desk.anna.writes("Розы и эвкалипт.", reply_to=wish)
    _, preview, _ = await told(desk)
    assert preview.text == "Розы и эвкалипт."


async def test_what_was_looked_for_and_not_found_becomes_an_entry(desk: Night) -> None:
    [nothing] = await asks(desk, "упаковка в крафт")
    assert nothing.text.startswith("Записи именно о «упаковка в крафт» не нашёл.")
    assert nothing.buttons[-1] == ["📝 Новая запись"]
    desk.anna.writes("Пакуем в крафт бесплатно.", reply_to=nothing)
    draft, preview, _ = await told(desk)
    assert draft.text.startswith("📝 Новая запись «упаковка в крафт»")
    assert preview.text == "Пакуем в крафт бесплатно."


async def test_the_button_for_a_new_entry_asks_for_its_answer(desk: Night) -> None:
    [nothing] = await asks(desk, "упаковка в крафт")
    assert await desk.press(desk.anna, "📝 Новая запись", on=nothing) == "Готовлю"
    [wish] = await told(desk)
    assert wish.text.startswith("Новая запись «Упаковка в крафт». Что ответить клиенту?")


async def test_words_that_may_mean_several_entries(desk: Night) -> None:
    [choice] = await asks(desk, "сроки")
    assert choice.text.startswith("Записи именно о «сроки» не нашёл. Похожие ниже: нажмите, чтобы посмотреть.")
    first = choice.buttons[0][0]
    await desk.press(desk.anna, first, on=choice)
    shown, *_ = await told(desk)
    assert shown.text.startswith(f"«{first}»")


@both_databases
async def test_several_questions_with_answers_in_one_message(desk: Night) -> None:
    together = "+ Вопрос: Есть ли тюльпаны?\nОтвет: Да, весной.\n\nВопрос: Есть ли открытки?\nОтвет: Да, 50 ₽."
    draft, first, second, question = await asks(desk, together)
    assert draft.text.startswith("📝 Новые записи: Есть ли тюльпаны?; Есть ли открытки?")
    assert texts([first, second]) == ["Да, весной.", "Да, 50 ₽."]
    assert question.text == "Опубликовать?"
    await publishes(desk)
    assert await hears(desk, "есть ли открытки") == "Да, 50 ₽."


async def test_a_question_without_an_answer_among_several(desk: Night) -> None:
    [refusal] = await asks(desk, "+ В: Есть ли тюльпаны?\n\nВ: Есть ли открытки?\nО: Да, 50 ₽.")
    assert "• У вопроса «Есть ли тюльпаны?» нет ответа. Напишите ответ под ним." in refusal.text
    desk.anna.writes("Да, весной.", reply_to=refusal)
    [hint] = await told(desk)
    assert hint.text.startswith("Чтобы изменить список новых записей, пришлите его ещё раз целиком")
    desk.anna.writes("В: Есть ли тюльпаны?\nО: Весной.\nВ: Есть ли открытки?\nО: Да.", reply_to=refusal)
    assert texts(await told(desk))[1:3] == ["Весной.", "Да."]


async def test_a_reply_to_several_published_entries(desk: Night) -> None:
    await asks(desk, "+ Вопрос: Есть ли тюльпаны?\nОтвет: Да.\n\nВопрос: Есть ли открытки?\nОтвет: Да, 50 ₽.")
    await desk.press(desk.anna, "✅ Опубликовать")
    [published] = await told(desk)
    desk.anna.writes("Да, весной.", reply_to=published)
    [hint] = await told(desk)
    assert hint.text.startswith("Здесь сразу несколько записей, они уже опубликованы.")


@both_databases
async def test_a_published_entry_can_be_corrected_in_a_reply(desk: Night, folder: Path) -> None:
    _, preview, _ = await asks(desk, f"+ {ROSES}\nРозы.")
    await publishes(desk)
    desk.anna.writes("Розы и хлопок.", reply_to=preview)
    draft, again, _ = await told(desk)
    assert draft.text.startswith(f"📝 Новый ответ на вопрос «{ROSES}»")
    assert again.text == "Розы и хлопок."


async def test_phrasings_are_added_with_a_plus(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("+ почём букет привезти\n+ доставка букета", reply_to=shown)
    draft, *_ = await told(desk)
    assert "+ почём букет привезти\n+ доставка букета" in draft.text
    assert draft.text.startswith("📝 Формулировки «почём букет привезти», «доставка букета» к вопросу «Сколько")
    await publishes(desk)
    assert "- почём букет привезти\n- доставка букета\n" in read(folder)


async def test_replies_to_a_draft_add_up(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 350 ₽.", reply_to=shown)
    *_, question = await told(desk)
    desk.anna.writes("+ почём букет привезти", reply_to=question)
    *_, question = await told(desk)
    desk.anna.writes("Вопрос: Сколько стоит привезти букет?", reply_to=question)
    draft, preview, _ = await told(desk)
    assert draft.text.startswith("📝 Вопрос «Сколько стоит доставка?» теперь звучит «Сколько стоит привезти букет?»")
    assert preview.text == "Везём за 350 ₽."
    await publishes(desk)
    text = read(folder)
    assert "## Сколько стоит привезти букет? {#delivery-price}" in text
    assert "- почём букет привезти\n" in text
    assert "Везём за 350 ₽." in text


@both_databases
async def test_an_entry_is_removed_and_comes_back(desk: Night, folder: Path) -> None:
    before = read(folder)
    shown, _ = await asks(desk, "delivery-price")
    assert await desk.press(desk.anna, "🗑 Удалить запись", on=shown) == "Готовлю"
    draft, question = await told(desk)
    assert draft.text.startswith("📝 Удаление записи «Сколько стоит доставка?»")
    assert question.text == "Опубликовать?"
    assert read(folder) == before
    await publishes(desk)
    assert "Сколько стоит доставка?" not in read(folder)
    await desk.press(desk.anna, "↩️ Отменить")
    await told(desk)
    await publishes(desk)
    assert read(folder) == before


async def test_small_talk_is_changed_like_anything_else(desk: Night) -> None:
    [shown, _] = await asks(desk, "привет")
    desk.anna.writes("Здравствуйте, это цветочный.", reply_to=shown)
    _, preview, _ = await told(desk)
    assert preview.text == "Здравствуйте, это цветочный."


async def test_what_people_type_in_place_of_markdown(desk: Night) -> None:
    shown, _ = await asks(desk, "delivery-price")
    typed = "Куда привезти букет?\n\nВозим 🌷 так:\n— по городу 300 ₽\n— за город 500 ₽\n\n# Важно\nЗвоните заранее."
    desk.anna.writes(typed, reply_to=shown)
    _, preview, _ = await told(desk)
    assert "— по городу 300 ₽\n— за город 500 ₽" in preview.text
    assert preview.text.startswith("Куда привезти букет?")
    assert preview.text.endswith("Важно\n\nЗвоните заранее.") or "Важно\nЗвоните заранее." in preview.text


async def test_as_much_as_a_message_holds(desk: Night) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("роза " * 819, reply_to=shown)
    _, *previews, question = await told(desk)
    assert sum(len(one.text) for one in previews) >= 4_090
    assert question.text.startswith("Опубликовать?")


async def test_in_english(tmp_path: Path, folder: Path) -> None:
    async with a_night(tmp_path, House(faq=folder, language="en")) as night:
        draft, preview, question = await asks(night, "new How long do roses last?\nA week.")
        assert draft.text.startswith("📝 New entry “How long do roses last?”")
        assert preview.text == "A week."
        night.anna.writes("Question: How long will roses last?", reply_to=question)
        draft, *_ = await told(night)
        assert draft.text.startswith("📝 New entry “How long will roses last?”")
    assert names(folder)
