"""Markdown files as entries, with everything that is wrong with them."""

from faq.parsing.file import Category, ParsedEntry, ParsedFile, parse_file
from faq.parsing.head import bullets
from faq.parsing.structure import sections

__all__ = ["Category", "ParsedEntry", "ParsedFile", "bullets", "parse_file", "sections"]
