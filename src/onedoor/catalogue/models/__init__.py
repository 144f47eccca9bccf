from onedoor.catalogue.models.clause import Clause
from onedoor.catalogue.models.duty_entry import DutyEntry
from onedoor.catalogue.models.emergency_word import EmergencyLine, EmergencyWord
from onedoor.catalogue.models.item import Item
from onedoor.catalogue.models.knowledge import Knowledge
from onedoor.catalogue.models.reply_template import ReplyTemplate
from onedoor.catalogue.models.safety_word import SafetyWord
from onedoor.catalogue.models.service_level import ServiceLevel
from onedoor.catalogue.models.threshold import Threshold

__all__ = [
    "Clause",
    "DutyEntry",
    "EmergencyLine",
    "EmergencyWord",
    "Item",
    "Knowledge",
    "ReplyTemplate",
    "SafetyWord",
    "ServiceLevel",
    "Threshold",
]
