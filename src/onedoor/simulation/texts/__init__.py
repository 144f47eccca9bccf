"""Invented wording: what residents tell (``telling``, ``grave``), what those who handle it answer (``answers``),
and why anybody does something out of the ordinary (``reasons``)."""
