"""Every sheet of the set-up, in the order in which they are filled in and written."""

from __future__ import annotations

from onedoor.setup.sheet import Sheet
from onedoor.setup.sheets import days, hall, limits, matters, people, places, presence, texts, units, words

SHEETS: dict[str, Sheet] = {
    sheet.code: sheet
    for sheet in (
        places.AREAS, places.GRIDS, units.UNITS, units.POSTS, people.MEMBERS, people.SEATS, presence.PRESENCES,
        presence.SHIFTS, hall.LINES, hall.WINDOWS, matters.ITEMS, matters.DUTIES, limits.LEVELS,
        limits.THRESHOLDS, limits.RULES, matters.CLAUSES, words.SAFETY, words.EMERGENCY, texts.KNOWLEDGE,
        texts.TEMPLATES, texts.WORDINGS, days.HOLIDAYS,
    )
}  # fmt: skip
"""By code. A sheet refers only to itself and to those before it."""
