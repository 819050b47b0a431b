"""Parses markdown files into entries and faults."""

from faq.parsing.file import Aside, Category, ParsedEntry, ParsedFile, parse_file
from faq.parsing.head import bullets
from faq.parsing.structure import sections

__all__ = ["Aside", "Category", "ParsedEntry", "ParsedFile", "bullets", "parse_file", "sections"]
