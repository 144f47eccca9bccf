"""Fill a store with lawful histories in bulk."""

from onedoor.simulation.filling.checking import Unequal, check
from onedoor.simulation.filling.filling import Filled, fill

__all__ = ["Filled", "Unequal", "check", "fill"]
