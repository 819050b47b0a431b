"""Procrastinate's own tables: made once, and then changed by the scripts that come with its newer versions.

It leaves to its users to note which of the scripts were run:
https://procrastinate.readthedocs.io/en/stable/howto/production/migrations.html
"""

from importlib.resources import files

from procrastinate.schema import SchemaManager
from sqlmodel import Session

from storage.models import Memo

LAST_SCRIPT = "procrastinate_script"
# Workers are told of new jobs, but not that the next one of a chat may be done: without this they find it by looking.
_TELL_OF_FREE_CHATS = """
CREATE OR REPLACE FUNCTION nightdesk_chat_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM procrastinate_jobs WHERE lock = OLD.lock AND status = 'todo') THEN
        PERFORM pg_notify(
            'procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text
        );
    END IF;
    RETURN NULL;
END;
$$;
CREATE OR REPLACE TRIGGER nightdesk_chat_is_free AFTER DELETE ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.lock IS NOT NULL) EXECUTE FUNCTION nightdesk_chat_is_free();
"""


def bring_up_to_date(session: Session) -> None:
    """Run the scripts that are missing; the newest state is made at once where there is nothing yet.

    Nothing is touched, and nobody who works with the tables is held up, when all were run.
    """
    scripts = sorted(one.name for one in files("procrastinate.sql.migrations").iterdir() if one.name.endswith(".sql"))
    last = session.get(Memo, LAST_SCRIPT)
    if last is None:
        _run(session, SchemaManager.get_schema())
        _run(session, _TELL_OF_FREE_CHATS)
        last = Memo(key=LAST_SCRIPT, value=scripts[-1])
        session.add(last)
    for name in scripts:
        if name > last.value:
            _run(session, (files("procrastinate.sql.migrations") / name).read_text(encoding="utf-8"))
            last.value = name


def _run(session: Session, script: str) -> None:
    """Many statements at once, in which nothing stands for a parameter."""
    session.connection().exec_driver_sql(script, execution_options={"no_parameters": True})
