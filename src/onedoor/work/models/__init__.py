from onedoor.work.models.supervision import Supervision
from onedoor.work.models.task import Task

__all__ = ["Supervision", "Task"]
