from onedoor.cases.models.assignment import Assignment
from onedoor.cases.models.attachment import Attachment
from onedoor.cases.models.case import Case
from onedoor.cases.models.contact import Contact
from onedoor.cases.models.hold import Hold
from onedoor.cases.models.report import Report
from onedoor.cases.models.request import Request
from onedoor.cases.models.viewing import Viewing
from onedoor.cases.models.visit import Visit

__all__ = ["Assignment", "Attachment", "Case", "Contact", "Hold", "Report", "Request", "Viewing", "Visit"]
