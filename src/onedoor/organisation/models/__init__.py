from onedoor.organisation.models.member import Member
from onedoor.organisation.models.post import Post, Seat
from onedoor.organisation.models.unit import Unit

__all__ = ["Member", "Post", "Seat", "Unit"]
