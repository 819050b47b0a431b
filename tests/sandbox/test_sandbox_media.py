"""Files up and down, albums, copies and forwards."""

import json
from collections.abc import Mapping

import pytest

from bot.sandbox import (
    Attachment,
    Customer,
    Manager,
    Sandbox,
    contact,
    document,
    location,
    photo,
    sticker,
    video,
    voice,
)
from bot.sandbox.api_json import Json
from bot.sandbox.sample_files import FILE_KINDS, sample
from tests.sandbox.plain_bot import Bot

METHODS = {kind: "send" + "".join(part.title() for part in kind.split("_")) for kind in FILE_KINDS}


async def upload(bot: Bot, method: str, files: Mapping[str, tuple[str, bytes]], **params: object) -> Json:
    fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    response = await bot.http.post(f"{bot.address}/bot1:TEST/{method}", data=fields, files=files)
    answer: Json = response.json()
    return answer


@pytest.mark.parametrize("kind", FILE_KINDS)
async def test_a_file_goes_up_and_comes_down(bot: Bot, maria: Customer, kind: str) -> None:
    name, data = sample(kind)
    sent = (await upload(bot, METHODS[kind], {kind: (name, data)}, chat_id=maria.id))["result"]
    described = sent[kind][-1] if kind == "photo" else sent[kind]
    found = await bot("getFile", file_id=described["file_id"])
    assert found["file_size"] == len(data)
    response = await bot.http.get(f"{bot.address}/file/bot1:TEST/{found['file_path']}")
    assert response.content == data
    again = await bot(METHODS[kind], chat_id=maria.id, **{kind: described["file_id"]})
    assert again[kind] == sent[kind]


@pytest.mark.parametrize(
    "attachment", [photo("чек"), video(), voice(seconds=7), document(name="чек.pdf"), sticker("🙏")]
)
async def test_what_a_customer_sends_can_be_downloaded(bot: Bot, sandbox: Sandbox, attachment: Attachment) -> None:
    sandbox.customer("Мария").sends(attachment)
    [update] = await bot("getUpdates")
    sent = update["message"][attachment.kind]
    described = sent[-1] if attachment.kind == "photo" else sent
    found = await bot("getFile", file_id=described["file_id"])
    assert (await bot.http.get(f"{bot.address}/file/bot1:TEST/{found['file_path']}")).status_code == 200
    assert update["message"].get("caption", "") == attachment.caption


async def test_downloads_need_the_token_and_a_file(bot: Bot) -> None:
    assert (await bot.http.get(f"{bot.address}/file/bot1:OTHER/photos/file_1.png")).status_code == 401
    assert (await bot.http.get(f"{bot.address}/file/bot1:TEST/photos/../../etc/passwd")).status_code == 404


async def test_files_that_are_refused(bot: Bot, maria: Customer) -> None:
    said = await upload(bot, "sendPhoto", {"photo": ("a.png", b"not a picture")}, chat_id=maria.id)
    assert said["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    said = await upload(bot, "sendDocument", {"document": ("a.txt", b"")}, chat_id=maria.id)
    assert said["description"] == "Bad Request: file must be non-empty"
    said = await upload(bot, "sendDocument", {"document": ("a", b"x"), "extra": ("b", b"y")}, chat_id=maria.id)
    assert said["description"] == 'Bad Request: unknown parameter "extra"'
    [sent] = maria.sends(photo())
    refusal = await bot.refused("sendDocument", chat_id=maria.id, document=sent.api["photo"][0]["file_id"])
    assert refusal.description == "Bad Request: can't use file of type Photo as Document"


async def test_a_file_too_big_to_download(bot: Bot, maria: Customer) -> None:
    [sent] = maria.sends(document(data=bytes(20_000_001)))
    said = await bot.refused("getFile", file_id=sent.api["document"]["file_id"])
    assert said.description == "Bad Request: file is too big"


async def test_an_album_of_the_bot(bot: Bot, maria: Customer) -> None:
    name, data = sample("photo")
    [known] = maria.sends(photo())
    media = [
        {"type": "photo", "media": "attach://first", "caption": "<b>Наши чайники</b>", "parse_mode": "HTML"},
        {"type": "photo", "media": known.api["photo"][0]["file_id"]},
    ]
    said = await upload(bot, "sendMediaGroup", {"first": (name, data)}, chat_id=maria.id, media=media)
    first, second = said["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert second["message_id"] == first["message_id"] + 1
    assert (first["caption"], first["caption_entities"][0]["type"]) == ("Наши чайники", "bold")
    assert [message.kind for message in maria.sees] == ["photo", "photo"]


@pytest.mark.parametrize("kinds", [["photo"], ["photo"] * 11, ["photo", "document"], ["sticker", "sticker"]])
async def test_what_is_no_album(bot: Bot, maria: Customer, kinds: list[str]) -> None:
    media = [{"type": kind, "media": "x"} for kind in kinds]
    assert (await bot.refused("sendMediaGroup", chat_id=maria.id, media=media)).code == 400


async def test_an_album_of_a_customer_shares_one_id(bot: Bot, sandbox: Sandbox) -> None:
    maria = sandbox.customer("Мария")
    maria.sends(photo("вот"), photo())
    maria.sends(photo(), photo())
    albums = [update["message"]["media_group_id"] for update in await bot("getUpdates")]
    assert albums[0] == albums[1] != albums[2] == albums[3]


async def test_a_copy_looks_like_the_bots_own(bot: Bot, sandbox: Sandbox, maria: Customer, anna: Manager) -> None:
    [sent] = maria.sends(photo("мой чек"))
    group = sandbox.staff_group
    source = {"chat_id": group.id, "from_chat_id": maria.id, "message_id": sent.id}
    copied = await bot("copyMessage", **source)
    assert set(copied) == {"message_id"}
    seen = group.messages()[-1]
    assert (seen.text, seen.kind, seen.api["from"]["id"]) == ("мой чек", "photo", 1)
    assert "forward_origin" not in seen.api
    await bot("copyMessage", **source, caption="Клиент прислал")
    assert group.messages()[-1].text == "Клиент прислал"
    await bot("copyMessage", **source, caption="")
    assert group.messages()[-1].text == ""


async def test_a_forward_names_its_author(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    hers = maria.writes("где мой заказ?")
    params = {"chat_id": sandbox.staff_group.id, "from_chat_id": maria.id, "message_id": hers.id}
    forwarded = await bot("forwardMessage", **params)
    assert forwarded["forward_origin"]["sender_user"]["id"] == maria.id
    assert forwarded["text"] == "где мой заказ?"


async def test_service_messages_can_not_be_copied_or_forwarded(
    bot: Bot, sandbox: Sandbox, maria: Customer, anna: Manager
) -> None:
    joined = {"chat_id": maria.id, "from_chat_id": sandbox.staff_group.id, "message_id": 1}
    assert (await bot.refused("copyMessage", **joined)).description == "Bad Request: message can't be copied"
    assert (await bot.refused("forwardMessage", **joined)).description == "Bad Request: message can't be forwarded"


async def test_places_and_contacts(bot: Bot, maria: Customer) -> None:
    place = await bot("sendLocation", chat_id=maria.id, latitude=55.75, longitude=37.62)
    assert place["location"] == {"latitude": 55.75, "longitude": 37.62}
    where = {"latitude": 55.75, "longitude": 37.62, "title": "Магазин", "address": "Тверская, 1"}
    venue = await bot("sendVenue", chat_id=maria.id, **where)
    assert venue["venue"]["title"] == "Магазин"
    person = await bot("sendContact", chat_id=maria.id, phone_number="+79990000000", first_name="Анна")
    assert person["contact"]["first_name"] == "Анна"
    assert [message.kind for message in maria.sees] == ["location", "venue", "contact"]
    [spot], [card] = maria.sends(location(1.0, 2.0)), maria.sends(contact("+7", "Пётр"))
    assert (spot.api["location"]["latitude"], card.api["contact"]["first_name"]) == (1.0, "Пётр")
