"""One long story with all kinds of messages: every call and every object in it is the Bot API's."""

from pathlib import Path

from bot.sandbox import photo, video
from tests.conformance import needs_spec, spec_errors
from tests.dialogs.night import EVERY_KIND, House, Night, a_night


@needs_spec
async def test_the_bot_speaks_the_bot_api(night: Night) -> None:
    night.maria.writes("/start")
    night.maria.writes("почём доставка")
    night.maria.writes("/language")
    await night.press(night.maria, "Русский")
    await night.press(night.maria, "📖 Частые вопросы")
    await night.press(night.maria, "🙋 Позвать человека")
    for kind in EVERY_KIND:
        night.maria.sends(kind)
        night.anna.sends(kind, topic="№1")
    night.maria.sends(photo(), photo("альбом"))
    night.anna.sends(photo(), video("альбом"), topic="№1")
    await night.pause()
    hers = night.anna.writes("Здравствуйте\n// тихо", topic="№1")
    await night.settled()
    night.anna.edits(hers, "Добрый вечер")
    for label in ("⏳ Ждём клиента", "⋯ Ещё", "Приоритет: Обычный", "🔥 Срочный", "✅ Решено", "↩️ Открыть снова"):
        await night.press(night.boris, label, on=night.card())
    for label in ("⋯ Ещё", "🚫 Спам"):
        await night.press(night.boris, label, on=night.card())
    for command in ("/open", "/t 1", "/digest", "/help", "/away 2ч учения", "/away off", "/ban 1"):
        night.anna.writes(command)
    await night.at("2026-11-23 09:00")
    assert spec_errors(night.sandbox) == []
    methods = {call.method for call in night.sandbox.calls if call.ok}
    assert {"createForumTopic", "editForumTopic", "closeForumTopic", "sendMediaGroup", "setMessageReaction"} <= methods


@needs_spec
async def test_so_it_does_in_a_basic_group(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(forum=False)) as night:
        await night.ticket_is_open()
        night.maria.blocks()
        night.anna.writes("Здравствуйте", reply_to=night.card())
        await night.at("2026-11-23 09:00")
        assert spec_errors(night.sandbox) == []
