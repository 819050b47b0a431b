"""Persistence: models, transactions, queries, migrations."""

# Their tables belong to the schema, whoever needs them.
from storage import authoring_models as authoring_models
from storage import learning_models as learning_models
from storage.database import Database
from storage.migrate import migrate

__all__ = ["Database", "migrate"]
