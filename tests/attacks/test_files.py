"""Files are passed on by Telegram's own ids: none is fetched, none is kept."""

from pathlib import Path

from tests.dialogs.night import EVERY_KIND, Night


async def test_files_travel_by_their_ids_and_none_is_stored(night: Night) -> None:
    before = files_in(night.database.parent)
    night.maria.writes("/operator Смотрите")
    await night.replies(night.maria)
    for kind in EVERY_KIND:
        night.maria.sends(kind)
        night.anna.sends(kind, topic="№1")
    assert len(await night.news()) > len(EVERY_KIND)
    assert files_in(night.database.parent) == before
    assert not [call.method for call in night.sandbox.calls if call.method == "getFile"]


def files_in(folder: Path) -> list[str]:
    """Those of the FAQ's preparation beside the database come and go by themselves."""
    return sorted(path.name for path in folder.rglob("*") if "night.db" not in path.name and ".cache" not in str(path))
