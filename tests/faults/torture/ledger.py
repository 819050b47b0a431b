"""The texts of sent outbox rows: the desk erases them, so database triggers keep a copy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.api_json import Json
from storage import Database, migrate
from storage.database import is_postgres
from tests.peephole import a_peephole

_TABLE = "CREATE TABLE told (id BIGINT PRIMARY KEY, content TEXT)"
_ON_SQLITE = (
    "CREATE TRIGGER told_first AFTER INSERT ON outbox "
    "BEGIN INSERT OR REPLACE INTO told VALUES (new.id, new.content); END",
    "CREATE TRIGGER told_again AFTER UPDATE OF content ON outbox WHEN new.sent_at IS NULL AND new.failed_at IS NULL "
    "BEGIN INSERT OR REPLACE INTO told VALUES (new.id, new.content); END",
)
_ON_POSTGRES = (
    """
    CREATE FUNCTION note_told() RETURNS trigger AS $$ BEGIN
      IF new.sent_at IS NULL AND new.failed_at IS NULL THEN
        INSERT INTO told VALUES (new.id, new.content::text) ON CONFLICT (id) DO UPDATE SET content = excluded.content;
      END IF;
      RETURN new;
    END $$ LANGUAGE plpgsql
    """,
    "CREATE TRIGGER told AFTER INSERT OR UPDATE OF content ON outbox FOR EACH ROW EXECUTE FUNCTION note_told()",
)
_SAID = """
    SELECT address, outbox.ticket_id, told.content, EXISTS (SELECT 1 FROM posting WHERE outbox_id = outbox.id)
    FROM outbox JOIN told ON told.id = outbox.id LEFT JOIN customer ON customer.id = outbox.customer_id
    WHERE action IN ('say', 'album') AND sent_at IS NOT NULL ORDER BY outbox.id
"""


@dataclass(frozen=True)
class Entry:
    """A row that is noted as sent: to the customer at `address` or else to the staff, perhaps about a ticket."""

    address: str | None
    ticket: int | None
    texts: list[str]
    is_posted: bool  # by itself: of many that wait for the staff one may say what is in the next ones


def keep_a_ledger(url: str) -> None:
    """Begin, in a database that no desk has used yet."""
    database = Database(url)
    migrate(database)
    database.close()
    with a_peephole(url) as peephole:
        for statement in (_TABLE, *(_ON_POSTGRES if is_postgres(url) else _ON_SQLITE)):
            peephole.ask(statement)


def entries(url: str) -> Iterator[Entry]:
    """In the order of the outbox."""
    with a_peephole(url) as peephole:
        for address, ticket, content, is_posted in peephole.ask(_SAID):
            said: Json = json.loads(content)
            if said.get("reacts_to") and not is_posted:  # a reaction stands for the words
                continue
            yield Entry(address, ticket, [part["text"] for part in said.get("parts", [said])], bool(is_posted))
