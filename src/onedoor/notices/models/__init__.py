from onedoor.notices.models.message import Channel, Message, State
from onedoor.notices.models.pace import Pace
from onedoor.notices.models.reading import Reading
from onedoor.notices.models.wording import Wording

__all__ = ["Channel", "Message", "Pace", "Reading", "State", "Wording"]
