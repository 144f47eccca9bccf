"""The filters of the desk's lists: what can be chosen, what an address says was chosen, and what that leaves."""

from onedoor.desk.filters.chosen import Chosen, chosen
from onedoor.desk.filters.narrowing import narrowed_cases, narrowed_tasks

__all__ = ["Chosen", "chosen", "narrowed_cases", "narrowed_tasks"]
