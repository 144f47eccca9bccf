from onedoor.catalogue.models.duty_entry import DutyEntry
from onedoor.catalogue.models.item import Item
from onedoor.catalogue.models.service_level import ServiceLevel

__all__ = ["DutyEntry", "Item", "ServiceLevel"]
