"""Words that make somebody ask "is anybody in danger right now?", and what stands around them: which telephone number
and which sign they call for, and why. They prompt; a person decides."""

from onedoor.catalogue.alarms.alarm import Alarm
from onedoor.catalogue.alarms.bell import Bell
from onedoor.catalogue.alarms.listing import Row, bell

__all__ = ["Alarm", "Bell", "Row", "bell"]
