"""Persistence: models, transactions, queries, migrations."""

from storage import learning_models as learning_models  # its tables belong to the schema, whoever needs them
from storage.database import Database
from storage.migrate import migrate

__all__ = ["Database", "migrate"]
