"""Invented wording: what residents tell (``telling``) and what those who handle it answer (``answers``)."""
