"""Procrastinate's tables: created once, then migrated by the scripts of its newer versions.

Its users have to record which scripts have run:
https://procrastinate.readthedocs.io/en/stable/howto/production/migrations.html
"""

from importlib.resources import files

from procrastinate.schema import SchemaManager
from sqlmodel import Session

from storage.models import Memo

LAST_SCRIPT = "procrastinate_script"
# Procrastinate notifies workers of new jobs, not of a released lock; without this trigger they find out by polling.
_NOTIFY_OF_RELEASED_LOCKS = """
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
    """Create the tables, or run the scripts that have not run yet.

    When all have run, nothing is locked.
    """
    scripts = sorted(one.name for one in files("procrastinate.sql.migrations").iterdir() if one.name.endswith(".sql"))
    last = session.get(Memo, LAST_SCRIPT)
    if last is None:
        _run(session, SchemaManager.get_schema())
        _run(session, _NOTIFY_OF_RELEASED_LOCKS)
        last = Memo(key=LAST_SCRIPT, value=scripts[-1])
        session.add(last)
    for name in scripts:
        if name > last.value:
            _run(session, (files("procrastinate.sql.migrations") / name).read_text(encoding="utf-8"))
            last.value = name


def _run(session: Session, script: str) -> None:
    """Run several statements, in which "%" is not a placeholder."""
    session.connection().exec_driver_sql(script, execution_options={"no_parameters": True})
