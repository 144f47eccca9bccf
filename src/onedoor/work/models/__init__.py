from onedoor.work.models.order import Order
from onedoor.work.models.supervision import Supervision
from onedoor.work.models.supervision_rule import SupervisionRule
from onedoor.work.models.task import Task

__all__ = ["Order", "Supervision", "SupervisionRule", "Task"]
