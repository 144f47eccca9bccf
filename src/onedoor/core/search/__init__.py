"""Find by words (检索): one search for every room, on both stores.

A room keeps its entries with ``put`` and ``drop`` in the transaction that changes what they are about, asks for
``candidates``, and loads and ranks what of them somebody may see. Nothing secret and no contact is ever given to it.
"""

from onedoor.core.search.entries import Candidate, Entry, Query, Scope
from onedoor.core.search.finding import candidates
from onedoor.core.search.keeping import drop, put
from onedoor.core.search.tokens import words

__all__ = ["Candidate", "Entry", "Query", "Scope", "candidates", "drop", "put", "words"]
