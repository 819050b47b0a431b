"""Authors change the FAQ from the chat: Anna leads the group, Boris is a member of it."""

import shutil
from concurrent.futures import Future
from pathlib import Path

from bot.config import PrivacySettings
from bot.desk.authoring.publications import LISTED
from bot.desk.unit_of_work import UnitOfWork
from bot.sandbox import Seen, document
from storage import publications
from storage.models import Publication
from tests.dialogs.authors import asks, git, hears, names, publishes, read, repairs, told, write
from tests.dialogs.night import FAQ, House, Night, a_night, texts
from tests.postgres import both_databases

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."


@both_databases
async def test_from_the_first_question_to_the_entry_that_answers_it(desk: Night, folder: Path) -> None:
    await repairs(desk)
    head, *groups = await asks(desk)
    assert head.text.startswith("Что спрашивают, а ответа в FAQ нет: 1 тема, 4 вопроса за 30 дней.")
    [group] = groups
    assert group.text.startswith("❓ Спрашивали 4 раза:")
    assert "Коллеги отвечали: «Да, чиним любые лампы." in group.text
    await desk.press(desk.anna, "📝 Новая запись", on=group)
    draft, preview, question = await told(desk)
    assert "➕ Новая запись" in draft.text
    assert "ответ сразу: 4" in draft.text
    assert preview.text == "Да, чиним любые лампы. Ремонт занимает три дня, цена от 500 рублей."
    assert preview.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    assert question.buttons == [["✅ Опубликовать", "Отклонить"]]
    assert "чиним" not in read(folder, "shop.md")
    assert await desk.press(desk.anna, "✅ Опубликовать", on=question) == "Публикую"
    [published] = await told(desk)
    assert published.text.startswith("✅ Опубликовано: Новая запись «")
    assert question.buttons == []
    assert (await hears(desk, "чините ли вы лампы?")).startswith("Да, чиним любые лампы.")
    [nothing] = await asks(desk)
    assert "не нашлось вопросов" in nothing.text


async def test_a_draft_is_reworded_in_a_reply(desk: Night, folder: Path) -> None:
    await repairs(desk)
    await asks(desk)
    await desk.press(desk.anna, "📝 Новая запись")
    *_, question = await told(desk)
    desk.anna.writes("Чиним за день.", reply_to=question)
    _, preview, again = await told(desk)
    assert preview.text == "Чиним за день."
    assert await desk.press(desk.anna, "✅ Опубликовать", on=question) == "Эта кнопка уже не действует"
    await desk.press(desk.anna, "✅ Опубликовать", on=again)
    await told(desk)
    assert "Чиним за день." in read(folder, "shop.md")


@both_databases
async def test_an_answer_is_changed_and_changed_back(desk: Night, folder: Path) -> None:
    before = read(folder)
    how, preview = await asks(desk, "доставка")
    assert how.text.startswith("«Сколько стоит доставка?»")
    assert how.text.endswith("delivery.md · delivery-price")
    assert preview.text == PRICE
    bold = {"type": "bold", "offset": 12, "length": 5}
    desk.anna.writes("По городу — 350 ₽.", reply_to=how, entities=[bold])
    draft, preview, question = await told(desk)
    assert "✏️ Меняется запись «Сколько стоит доставка?»" in draft.text
    assert preview.text == "По городу — 350 ₽."
    await desk.press(desk.anna, "✅ Опубликовать", on=question)
    [published] = await told(desk)
    assert "По городу — **350 ₽**." in read(folder)
    assert await hears(desk, "почём доставка") == "По городу — 350 ₽."
    await desk.press(desk.anna, "↩️ Отменить", on=published)
    *_, question = await told(desk)
    await desk.press(desk.anna, "✅ Опубликовать", on=question)
    await told(desk)
    assert read(folder) == before
    [history] = await asks(desk, "история")
    assert "Новый ответ на вопрос «Сколько стоит доставка?» (отменено)" in history.text


async def like_delivery(night: Night) -> Seen:
    """The group of questions that are like an entry, and that a person had to answer."""
    for number, words in enumerate(("почем отвезете", "почем отвезёте диван", "а почем отвезете")):
        customer = night.sandbox.customer(f"Клиент {number}")
        customer.writes(words)
        await night.pause()
        if "Заявка" not in (await night.replies(customer))[-1].text:
            await night.press(customer, "🙋 Позвать человека")
            await night.replies(customer)
    await night.news()
    _, group, *_ = await asks(night)
    return group


async def test_a_group_becomes_phrasings_of_an_entry(desk: Night, folder: Path) -> None:
    group = await like_delivery(desk)
    await desk.press(desk.anna, "➕ К «Сколько стоит доставка?»", on=group)
    draft, *_, question = await told(desk)
    assert "+ " in draft.text
    await desk.press(desk.anna, "✅ Опубликовать", on=question)
    await told(desk)
    assert "- почем отвезете" in read(folder)


async def test_a_reply_to_a_group_is_the_answer_of_a_new_entry(desk: Night) -> None:
    group = await like_delivery(desk)
    assert group.buttons[0] == ["➕ К «Сколько стоит доставка?»"]
    desk.anna.writes("Диван везём за 900 ₽.", reply_to=group)
    draft, preview, _ = await told(desk)
    assert draft.text.startswith("📝 Новая запись «")
    assert preview.text == "Диван везём за 900 ₽."


async def test_groups_are_put_off_or_dropped(desk: Night) -> None:
    await repairs(desk)
    _, group = await asks(desk)
    await desk.press(desk.anna, "Позже", on=group)
    assert len(await asks(desk)) == 1
    await desk.later(days=8)
    await desk.news()
    _, group = await asks(desk)
    assert await desk.press(desk.anna, "Не для FAQ", on=group) == "Больше не покажу"
    await desk.later(days=8)
    await desk.news()
    assert len(await asks(desk)) == 1


@both_databases
async def test_only_authors_change_the_faq(desk: Night, folder: Path) -> None:
    desk.boris.writes("/faq")
    [refusal] = await told(desk)
    assert "администраторы этой группы" in refusal.text
    *_, how = await asks(desk, "доставка")
    desk.boris.writes("По городу — бесплатно!", reply_to=how)
    assert await told(desk) == []
    desk.anna.writes("По городу — 350 ₽.", reply_to=how)
    *_, question = await told(desk)
    assert "могут администраторы" in str(await desk.press(desk.boris, "✅ Опубликовать", on=question))
    assert await told(desk) == []
    assert PRICE.replace("300 ₽", "**300 ₽**") in read(folder)


async def test_authors_who_are_named_are_the_only_ones(tmp_path: Path, folder: Path) -> None:
    async with a_night(tmp_path, House(faq=folder)) as night:
        boris = night.boris.id
    async with a_night(tmp_path, House(faq=folder, authors=(boris,))) as night:
        night.anna.writes("/faq доставка")
        assert "кто назван" in (await told(night))[0].text
        night.boris.writes("/faq доставка")
        assert len(await told(night)) == 2


@both_databases
async def test_a_file_is_checked_shown_and_published(desk: Night, folder: Path) -> None:
    text = "# Ремонт\n\n## Чините лампы?\n\nТакже спрашивают:\n- почините лампу\n- ремонт ламп\n\nДа, за три дня.\n"
    desk.anna.sends(document(name="repair.md", data=text.encode()))
    draft, preview, question = await told(desk)
    assert "➕ Новая запись «Чините лампы?»" in draft.text
    assert preview.text == "Да, за три дня."
    await desk.press(desk.anna, "✅ Опубликовать", on=question)
    await told(desk)
    assert read(folder, "repair.md") == text


async def test_a_file_that_can_not_be_used_is_refused_with_reasons(desk: Night, folder: Path) -> None:
    desk.anna.sends(document(name="repair.md", data="# Ремонт\n\n## Чините лампы?\n".encode()))
    [refusal] = await told(desk)
    assert "❌ Так опубликовать нельзя" in refusal.text
    assert "repair.md, строка 3" in refusal.text
    assert "repair.md" not in names(folder)


async def test_a_file_that_is_too_large_is_refused(desk: Night, folder: Path) -> None:
    desk.anna.sends(document(name="repair.md", data=b"a" * 1_000_001))
    [refusal] = await told(desk)
    assert "«repair.md» — слишком большой файл: файлы и картинки могут быть до 1 МБ." in refusal.text
    assert "repair.md" not in names(folder)


async def test_a_file_in_a_tickets_topic_goes_to_its_customer(desk: Night) -> None:
    await desk.ticket_is_open()
    desk.anna.sends(document(name="price.md", data=b"# Price"), topic=desk.topic())
    assert [one.kind for one in await desk.replies(desk.maria)][-1] == "document"
    assert [one for one in await told(desk) if "Файл" in one.text] == []


async def test_what_somebody_edits_meanwhile_is_not_overwritten(desk: Night, folder: Path) -> None:
    *_, how = await asks(desk, "доставка")
    desk.anna.writes("По городу — 350 ₽.", reply_to=how)
    *_, question = await told(desk)
    write(folder, read(folder).replace("300 ₽", "400 ₽"))
    await desk.press(desk.anna, "✅ Опубликовать", on=question)
    told_of = texts(await told(desk))
    assert told_of[0] == (
        "Пока вы готовили изменение, эти файлы изменил кто-то ещё: delivery.md. Ничего не перезаписано. "
        "Вот ваше изменение, каким оно получается теперь:"
    )
    await desk.press(desk.anna, "✅ Опубликовать")
    await told(desk)
    assert "По городу — 350 ₽." in read(folder)


async def test_published_once_however_often_it_is_pressed(desk: Night) -> None:
    *_, how = await asks(desk, "доставка")
    desk.anna.writes("По городу — 350 ₽.", reply_to=how)
    *_, question = await told(desk)
    data = question.data_of("✅ Опубликовать")
    assert data
    assert await desk.forge(desk.anna, data, question) == "Публикую"
    assert await desk.forge(desk.anna, data, question) == "Эта кнопка уже не действует"
    assert len([one for one in await told(desk) if "Опубликовано" in one.text]) == 1


async def test_each_publication_is_a_commit_of_its_author(tmp_path: Path, folder: Path) -> None:
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "begin")):
        git(folder, *arguments)
    async with a_night(tmp_path, House(faq=folder)) as night:
        *_, how = await asks(night, "доставка")
        night.anna.writes("По городу — 350 ₽.", reply_to=how)
        *_, question = await told(night)
        await night.press(night.anna, "✅ Опубликовать", on=question)
        await told(night)
    commit = git(folder, "log", "-1", "--format=%an: %s").strip()
    assert commit == "Анна: Новый ответ на вопрос «Сколько стоит доставка?»"
    assert git(folder, "status", "--porcelain") == ""


@both_databases
async def test_an_author_may_do_it_in_private(desk: Night, folder: Path) -> None:
    anna = desk.anna.in_private
    anna.writes("/faq доставка")
    await told(desk)
    *_, how = await desk.replies(anna)
    anna.writes("По городу — 350 ₽.", reply_to=how)
    await told(desk)
    await desk.press(anna, "✅ Опубликовать")
    await told(desk)
    assert (await desk.replies(anna))[-1].text.startswith("✅ Опубликовано")
    assert "По городу — 350 ₽." in read(folder)


async def test_customers_have_no_such_command(desk: Night) -> None:
    desk.maria.writes("/faq")
    assert "команды" in (await desk.reply(desk.maria)).text
    desk.maria.sends(document(name="repair.md", data=b"# a"))
    await desk.pause()
    assert "Заявка №1 принята" in (await desk.replies(desk.maria))[-1].text


async def test_an_answered_ticket_becomes_an_entry(desk: Night, folder: Path) -> None:
    await desk.ticket_is_open("Вы чините старые лампы?")
    desk.anna.writes("Да, чиним любые лампы за три дня.", topic=desk.topic())
    await desk.settled()
    await desk.press(desk.anna, "✅ Решено", on=desk.card())
    await desk.news()
    assert await desk.press(desk.anna, "📝 Сделать ответом FAQ", on=desk.card()) == "Готовлю"
    draft, preview, _ = await told(desk)
    assert "«Вы чините старые лампы?»" in draft.text
    assert preview.text == "Да, чиним любые лампы за три дня."
    assert "Вы чините старые лампы?" not in read(folder, "shop.md")


async def test_a_group_without_a_reply_asks_for_the_answer(desk: Night, folder: Path) -> None:
    for number, words in enumerate(("вы чините старые лампы?", "чините ли вы лампы", "можно у вас починить лампу")):
        customer = desk.sandbox.customer(f"Клиент {number}")
        customer.writes(words)
        await desk.pause()
        await desk.replies(customer)
    await desk.news()
    _, group = await asks(desk)
    await desk.press(desk.anna, "📝 Новая запись", on=group)
    [wish] = await told(desk)
    assert "Что ответить клиенту?" in wish.text
    desk.anna.writes("Чиним за день.", reply_to=wish)
    *_, question = await told(desk)
    await desk.press(desk.anna, "✅ Опубликовать", on=question)
    await told(desk)
    assert "Чиним за день." in read(folder, "shop.md") or "Чиним за день." in read(folder, "вопросы.md")


async def test_an_author_allows_what_was_learnt(tmp_path: Path, folder: Path) -> None:
    house = House(faq=folder, faq_settings={"learn": "ask"})
    async with a_night(tmp_path, house) as night:
        for name in ("Олег", "Ира"):
            customer = night.sandbox.customer(name)
            customer.writes("за сколько привезете")
            await night.pause()
            await night.press(customer, "Да, об этом")
        await night.learns()
        _, proposal = await asks(night)
        assert "• за сколько привезете" in proposal.text
        assert await night.press(night.anna, "Да, отвечать", on=proposal) == "Теперь отвечаю на неё этой записью"
        await night.parts.learnt_reloader.look()
        assert await hears(night, "за сколько привезете") == PRICE


async def test_what_authors_were_shown_goes_with_customers_words(tmp_path: Path, folder: Path) -> None:
    house = House(at="2026-11-23 12:00", faq=folder, privacy=PrivacySettings(keep_texts_days=30))
    async with a_night(tmp_path, house) as night:
        await repairs(night)
        assert len(await asks(night)) == 2
        assert night.ask("SELECT count(*) FROM faqtask") == [(2,)]
        await night.at("2026-12-28 12:00")
        for _ in range(8):
            await night.later(seconds=1)
        assert night.ask("SELECT count(*) FROM faqtask") == [(0,)]


async def test_words_that_no_entry_is_about(desk: Night) -> None:
    [told_of] = await asks(desk, "%%%")
    assert told_of.text == "Записи именно о «%%%» не нашёл."


async def test_undoing_where_nothing_was_published(desk: Night) -> None:
    [told_of] = await asks(desk, "отмена")
    assert told_of.text.startswith("Отменять нечего")
    [history] = await asks(desk, "история")
    assert history.text == "Из чата FAQ ещё не меняли."


async def test_others_are_served_while_the_faq_is_prepared_after_a_start(desk: Night) -> None:
    knowledge = desk.parts.transactions.context.knowledge
    answerer, knowledge.answerer = knowledge.answerer.result(), Future()
    desk.anna.writes("/faq доставка")
    await desk.settled()
    desk.maria.writes("/help")
    assert "/operator" in (await desk.reply(desk.maria)).text
    assert await desk.news() == []
    knowledge.answerer.set_result(answerer)
    assert (await told(desk))[-1].text == PRICE


def many_are_undone(uow: UnitOfWork) -> None:
    for _ in range(LISTED):
        undone = Publication(at=uow.now, author_id=1, author_name="Анна", kind="answer", summary="", undone_at=uow.now)
        publications.add(uow.session, undone)


@both_databases
async def test_undoing_behind_what_was_undone_already(desk: Night, folder: Path) -> None:
    *_, how = await asks(desk, "доставка")
    desk.anna.writes("По городу — 350 ₽.", reply_to=how)
    await told(desk)
    await publishes(desk)
    await desk.parts.transactions.run(many_are_undone)
    _, preview, _ = await asks(desk, "отмена")
    assert preview.text == PRICE


async def test_in_english_on_cards(tmp_path: Path) -> None:
    folder = tmp_path / "faq"
    shutil.copytree(FAQ.parent / "faq_in_two_languages" / "en", folder)
    async with a_night(tmp_path, House(faq=folder, language="en", topics=False, forum=False)) as night:
        head, *_, how = await asks(night, "delivery")
        assert "Below is the answer as a customer gets it." in head.text
        night.anna.writes("Delivery is free.", reply_to=how)
        draft, preview, question = await told(night)
        assert "✏️ Changed entry" in draft.text
        assert preview.text == "Delivery is free."
        await night.press(night.anna, "✅ Publish", on=question)
        [published] = await told(night)
        assert published.text.startswith("✅ Published")
