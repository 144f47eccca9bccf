"""Recognise in a text, while it is written, what a form asks for: place, people, phone, kind, item, danger.

Words only, no model, nothing kept: every finding is a stretch of the text that a person accepts or leaves.
"""

from onedoor.cases.recognising.reading import Reading, recognise
from onedoor.cases.recognising.spans import Span
from onedoor.cases.recognising.vocabulary import Vocabulary, vocabulary

__all__ = ["Reading", "Span", "Vocabulary", "recognise", "vocabulary"]
