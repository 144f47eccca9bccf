from onedoor.hall.models.service_line import ServiceLine
from onedoor.hall.models.talk import Invitation, Talk
from onedoor.hall.models.ticket import Ticket
from onedoor.hall.models.window import Window

__all__ = ["Invitation", "ServiceLine", "Talk", "Ticket", "Window"]
