"""Takes questions and answers over from other programs: tables, documents, pages, help centres."""

from faq.importing.drafts import Draft, Left, SourceError
from faq.importing.importing import Imported, import_source

__all__ = ["Draft", "Imported", "Left", "SourceError", "import_source"]
