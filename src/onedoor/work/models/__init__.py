from onedoor.work.models.batch import Batch, BatchLine
from onedoor.work.models.draft import Draft
from onedoor.work.models.follow import Follow
from onedoor.work.models.order import Order
from onedoor.work.models.saved_view import SavedView
from onedoor.work.models.supervision import Supervision
from onedoor.work.models.supervision_rule import SupervisionRule
from onedoor.work.models.task import Task

__all__ = ["Batch", "BatchLine", "Draft", "Follow", "Order", "SavedView", "Supervision", "SupervisionRule", "Task"]
