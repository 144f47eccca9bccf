"""What happens to a case. Every event that moves it carries the flow columns it leaves behind, so that replaying the
record gives the row."""

from onedoor.cases.events.base import CaseEvent
from onedoor.cases.events.exits import (
    AppealDecided,
    CaseAnswered,
    CaseAppealed,
    CaseDeclined,
    CaseJoined,
    CaseMerged,
    CaseReopened,
    CaseTakenBack,
    CaseTransferred,
    CaseUnmerged,
    CaseWithdrawn,
    EmergencyHeard,
)
from onedoor.cases.events.exports import CaseCopied, CasesExported, ExportBegun
from onedoor.cases.events.files import FileAttached
from onedoor.cases.events.overlays import (
    AnswersSettled,
    CaseAdded,
    CaseAssisted,
    CaseDescribed,
    CaseExtended,
    CaseInspected,
    CaseLowered,
    CaseRaised,
    CaseRated,
    CaseResumed,
    CaseSuspended,
    ReporterAnswered,
    RequestAsked,
    RequestDecided,
)
from onedoor.cases.events.rights import (
    CaseHeld,
    CaseSealed,
    CaseSummarised,
    CaseUnheld,
    ContactUnmasked,
    PersonErased,
    SafetyDecided,
    SafetyStopped,
)
from onedoor.cases.events.road import (
    CaseArchived,
    CaseClosed,
    CaseDispatched,
    CaseEntrusted,
    CaseImported,
    CaseReassigned,
    CaseRegistered,
    CaseReplied,
    CaseReviewed,
    CaseReworked,
    CaseRuled,
    CaseSentBack,
    CaseSigned,
    CaseTriaged,
    CaseVisited,
    LimitRecomputed,
    ReportReceived,
    VisitAttempted,
)

__all__ = [
    "AnswersSettled", "AppealDecided", "CaseAdded", "CaseAnswered", "CaseAppealed", "CaseArchived", "CaseAssisted",
    "CaseClosed", "CaseCopied", "CaseDeclined", "CaseDescribed", "CaseDispatched", "CaseEntrusted", "CaseEvent",
    "CaseExtended", "CaseHeld", "CaseImported", "CaseInspected", "CaseJoined", "CaseLowered", "CaseMerged",
    "CaseRaised", "CaseRated", "CaseReassigned", "CaseRegistered", "CaseReopened", "CaseReplied", "CaseResumed",
    "CaseReviewed", "CaseReworked", "CaseRuled", "CaseSealed", "CaseSentBack", "CaseSigned", "CaseSummarised",
    "CaseSuspended", "CaseTakenBack", "CaseTransferred", "CaseTriaged", "CaseUnheld", "CaseUnmerged", "CaseVisited",
    "CaseWithdrawn", "CasesExported", "ContactUnmasked", "EmergencyHeard", "ExportBegun", "FileAttached",
    "LimitRecomputed", "PersonErased", "ReportReceived", "ReporterAnswered", "RequestAsked", "RequestDecided",
    "SafetyDecided", "SafetyStopped", "VisitAttempted",
]  # fmt: skip
