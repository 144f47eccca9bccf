from onedoor.config.screens.citizen import CITIZEN
from onedoor.config.screens.desk import DESK
from onedoor.config.screens.hall import HALL
from onedoor.config.screens.interface import INTERFACE
from onedoor.config.screens.setup import SETUP

PAGES = tuple(sorted((*CITIZEN, *DESK, *HALL, *SETUP, *INTERFACE), key=lambda page: page.surface))
"""Every page of the product that somebody looks at, in the states it has."""

__all__ = ["PAGES"]
