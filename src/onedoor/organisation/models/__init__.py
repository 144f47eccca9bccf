from onedoor.organisation.models.leave import Leave
from onedoor.organisation.models.member import Member
from onedoor.organisation.models.post import Post, Seat
from onedoor.organisation.models.presence import Presence
from onedoor.organisation.models.secondment import Attendance, Secondment
from onedoor.organisation.models.shift import Shift
from onedoor.organisation.models.unit import Unit

__all__ = ["Attendance", "Leave", "Member", "Post", "Presence", "Seat", "Secondment", "Shift", "Unit"]
