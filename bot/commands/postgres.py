"""PostgreSQL has programs of its own for backups; here is how they are called for a desk's database.

https://www.postgresql.org/docs/current/backup-dump.html
"""

import shlex
from pathlib import Path

from sqlalchemy import URL, make_url

DUMP = Path("nightdesk.dump")


def dump_command(url: str) -> str:
    return shlex.join(["pg_dump", "--format=custom", f"--file={DUMP}", address(url)])


def restore_command(url: str, dump: Path) -> str:
    """With the desk stopped; all of it or nothing."""
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={address(url)}"]
    return shlex.join(["pg_restore", *options, str(dump)])


def address(url: str) -> str:
    """As those programs understand it, without the password: they ask for it, or take it from ~/.pgpass."""
    uow = make_url(url)
    bare = URL.create("postgresql", uow.username, None, uow.host, uow.port, uow.database, uow.query)
    return bare.render_as_string()
