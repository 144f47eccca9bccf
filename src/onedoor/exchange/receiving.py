"""Which centre receives a file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from onedoor.core.actions.opening_store import required
from onedoor.core.refusal import Refused
from onedoor.exchange.feed import Feed
from onedoor.organisation.queries import directory, home_county


def receiving_county(feed: Feed, named: str) -> str:
    """The centre that receives the file, in a store that is ready for it; empty where each row names its own.

    Raises Refused when the feed and ``named`` contradict each other, or the county has no units here.
    """
    required()
    if named and (feed.county or "county" in feed.columns) and named != feed.county:
        raise Refused(
            _("来源“%(feed)s”属于%(its)s，不能导入%(county)s。请改--county，或改来源说明的county。")
            % {"feed": feed.label, "its": feed.county or feed.columns["county"], "county": named},
            field="county",
        )
    if "county" in feed.columns:
        return ""
    county = named or feed.county or home_county()
    if not directory(county).by_code:
        raise Refused(
            _("库里没有%(county)s的单位。请检查--county的六位代码，或先建立这个县区的单位。") % {"county": county},
            field="county",
        )
    return county
