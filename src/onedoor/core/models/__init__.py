from onedoor.core.models.calendar_day import CalendarDay
from onedoor.core.models.chain import Chain, Chained
from onedoor.core.models.county_row import CountyRow
from onedoor.core.models.delivery import Delivery
from onedoor.core.models.happening import Happening
from onedoor.core.models.remark import Remark
from onedoor.core.models.revision import Revision
from onedoor.core.models.search_entry import SearchEntry, TermsField
from onedoor.core.models.store import Store

__all__ = [
    "CalendarDay", "Chain", "Chained", "CountyRow", "Delivery", "Happening", "Remark", "Revision", "SearchEntry",
    "Store", "TermsField",
]  # fmt: skip
