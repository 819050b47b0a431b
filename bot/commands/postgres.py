"""Command lines of PostgreSQL's backup programs for the desk's database.

https://www.postgresql.org/docs/current/backup-dump.html
"""

import shlex
from pathlib import Path

from sqlalchemy import URL, make_url

DUMP = Path("nightdesk.dump")


def dump_command(url: str) -> str:
    return shlex.join(["pg_dump", "--format=custom", f"--file={DUMP}", address(url)])


def restore_command(url: str, dump: Path) -> str:
    """To be run with the desk stopped; restores in a single transaction."""
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={address(url)}"]
    return shlex.join(["pg_restore", *options, str(dump)])


def address(url: str) -> str:
    """The URL in libpq's form, without the password, which the programs ask for or read from ~/.pgpass."""
    full = make_url(url)
    bare = URL.create("postgresql", full.username, None, full.host, full.port, full.database, full.query)
    return bare.render_as_string()
