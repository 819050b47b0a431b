"""A burst of messages is one question and one ticket; an album stays an album on the other side."""

from bot.sandbox import Seen, photo, video
from tests.dialogs.night import Night, texts

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."


def album_sizes(messages: list[Seen]) -> list[int]:
    albums = [one.api["media_group_id"] for one in messages if "media_group_id" in one.api]
    return [albums.count(album) for album in dict.fromkeys(albums)]


async def test_a_burst_is_one_ticket(night: Night) -> None:
    for words in ("Здрасте", "у меня это", "чайник сломался", "синий"):
        night.maria.writes(words)
        await night.later(seconds=2)
    await night.pause()
    assert ["Заявка №1" in text for text in texts(await night.replies(night.maria))].count(True) == 1
    card = night.card().text
    assert card.index("чайник сломался") < card.index("синий")
    assert len(night.cards()) == 1


async def test_a_question_in_pieces_is_read_as_one(night: Night) -> None:
    night.maria.writes("а почём")
    night.maria.writes("доставка")
    await night.pause()
    assert (await night.reply(night.maria)).text == PRICE


async def test_the_first_answer_does_not_wait_and_the_rest_is_looked_at(night: Night) -> None:
    night.maria.writes("почём доставка")
    assert (await night.reply(night.maria)).text == PRICE
    night.maria.writes("и заберите сломанный чайник")
    assert await night.replies(night.maria) == []
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 и заберите сломанный чайник (после «Сколько стоит доставка?») · №1 Мария"


async def test_two_sure_questions_get_two_answers(night: Night) -> None:
    night.maria.writes("почём доставка")
    night.maria.writes("во сколько открываетесь")
    answers = texts(await night.replies(night.maria))
    assert answers[0] == PRICE
    assert "Откроемся завтра в 10:00" in answers[1]
    await night.pause()
    assert await night.replies(night.maria) == []


async def test_a_sure_question_within_an_unsure_burst_is_answered_and_the_rest_handed_over(night: Night) -> None:
    night.maria.writes("у меня сломался старый чайник, который я купила у вас в прошлом году на распродаже")
    night.maria.writes("почём доставка")
    await night.pause()
    answers = texts(await night.replies(night.maria))
    assert answers[0] == PRICE
    assert "Заявка №1 принята" in answers[1]
    assert "чайник" in night.topic()


async def test_an_endless_burst_is_not_waited_for(night: Night) -> None:
    for number in range(12):
        night.maria.writes(f"и вот ещё что случилось, часть {number}")
        await night.later(seconds=2)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_thanks_at_the_end_of_a_burst_is_no_part_of_the_question(night: Night) -> None:
    night.maria.writes("а почём")
    night.maria.writes("доставка")
    night.maria.writes("спасибо")
    night.maria.writes("🙏")
    await night.pause()
    assert (await night.reply(night.maria)).text == PRICE


async def test_messages_gathered_while_a_colleague_reopens_join_the_ticket(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.writes("опять течёт")
    await night.settled()
    await night.press(night.anna, "↩️ Открыть снова", on=night.card())
    await night.pause()
    assert "Мария:\nопять течёт" in texts(await night.news())
    assert len(await night.replies(night.maria)) == 1


async def test_an_album_opens_one_ticket_and_stays_whole(night: Night) -> None:
    night.maria.sends(photo(caption="Чайник, вид сбоку"), photo(), video())
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    await night.pause()
    _card, *album = await night.news()
    assert album_sizes(album) == [3]
    assert texts(album) == ["Мария:\nЧайник, вид сбоку", "", ""]
    assert len(night.cards()) == 1
    assert "фото" in night.card().text


async def test_an_album_joins_an_open_ticket_whole(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.sends(photo(), photo(caption="а это сзади"))
    await night.pause()
    album = await night.news()
    assert album_sizes(album) == [2]
    assert texts(album) == ["Мария:", "а это сзади"]


async def test_an_album_of_a_colleague_reaches_the_customer_whole(day: Night) -> None:
    await day.ticket_is_open()
    first, *_ = day.anna.sends(photo(caption="Вот схема"), photo(), topic="№1")
    await day.pause()
    album = await day.replies(day.maria)
    assert album_sizes(album) == [2]
    assert texts(album) == ["Анна · №1\nВот схема", ""]
    assert first.reactions == ["👌"]


async def test_an_internal_album_stays_inside_with_all_its_pictures(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.sends(photo(caption="// для своих"), photo(), topic="№1")
    await day.pause()
    assert await day.replies(day.maria) == []


async def test_two_albums_are_two(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.sends(photo(), photo())
    night.maria.sends(photo(), photo(), photo())
    await night.pause()
    assert album_sizes(await night.news()) == [2, 3]
