"""The record of a case in words for those who work on it, newest first."""

from onedoor.desk.timeline.moments import Moment, moments, told_of

__all__ = ["Moment", "moments", "told_of"]
