"""Persistence: models, transactions, queries, migrations."""

from storage.database import Database
from storage.migrate import migrate

__all__ = ["Database", "migrate"]
