from onedoor.exchange.models.client import Client, Scope
from onedoor.exchange.models.performed import Performed
from onedoor.exchange.models.tally import Tally

__all__ = ["Client", "Performed", "Scope", "Tally"]
