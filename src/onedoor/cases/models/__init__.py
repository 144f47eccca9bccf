from onedoor.cases.models.assignment import Assignment
from onedoor.cases.models.case import Case
from onedoor.cases.models.contact import Contact
from onedoor.cases.models.report import Report
from onedoor.cases.models.visit import Visit

__all__ = ["Assignment", "Case", "Contact", "Report", "Visit"]
