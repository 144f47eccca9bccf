"""Steps taken for many cases at once: what there is, what stands in the way of a line, how one is taken."""

from onedoor.desk.bulk.judging import judged
from onedoor.desk.bulk.taking import taking
from onedoor.desk.bulk.verbs import BULK, BulkVerb, offered

__all__ = ["BULK", "BulkVerb", "judged", "offered", "taking"]
