"""Keep a set of filters under a name (我的视图): for oneself, one list at a time."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.organisation.actor import Actor
from onedoor.work.models import SavedView
from onedoor.work.own import views_changed

MOST = 30
LONGEST_NAME = 30
LONGEST_QUERY = 1000


@transaction.atomic
def save(shelf: str, *, name: str, query: str, by: Actor) -> SavedView:
    """Keep the filters ``query`` of a list under a name; the same name again replaces what it stood for.

    Raises Refused without a name, for too long a one, and when there are thirty already.
    """
    named = _named(name)
    if len(query) > LONGEST_QUERY:
        raise Refused(_("筛选条件太多，存不下。请去掉几项再存。"), field="name")
    own = _own(by).filter(shelf=shelf)
    if known := own.filter(name=named).first():
        known.query = query
        known.save(update_fields=["query"])
        views_changed()
        return known
    if own.count() >= MOST:
        raise Refused(_("视图最多存%(most)s个。请先删掉不用的。") % {"most": MOST}, field="name")
    views_changed()
    last = own.aggregate(last=Max("place"))["last"] or 0
    return SavedView.objects.create(
        county=by.county, member=by.code, shelf=shelf, name=named, query=query, place=last + 1
    )


@transaction.atomic
def rename(view: int, *, name: str, by: Actor) -> SavedView:
    """Give a view another name. Raises Refused as ``save`` does, and for a name that another one has."""
    kept, named = _kept(view, by), _named(name)
    if _own(by).filter(shelf=kept.shelf, name=named).exclude(pk=kept.pk).exists():
        raise Refused(_("已经有叫“%(name)s”的视图。请换个名字。") % {"name": named}, field="name")
    kept.name = named
    kept.save(update_fields=["name"])
    views_changed()
    return kept


@transaction.atomic
def raise_view(view: int, *, by: Actor) -> SavedView:
    """Put a view one place further up in its list."""
    kept = _kept(view, by)
    row = list(_own(by).filter(shelf=kept.shelf).order_by("place", "id"))
    at = [one.pk for one in row].index(kept.pk)
    if at:
        row[at - 1 : at + 1] = [row[at], row[at - 1]]
    for place, one in enumerate(row):
        one.place = place
    SavedView.objects.bulk_update(row, ["place"])
    views_changed()
    return kept


@transaction.atomic
def open_with(view: int, *, by: Actor) -> SavedView:
    """Let its list open with this view; asked again, let it open without any."""
    kept = _kept(view, by)
    first = not kept.first
    _own(by).filter(shelf=kept.shelf, first=True).update(first=False)
    SavedView.objects.filter(pk=kept.pk).update(first=first)
    kept.first = first
    views_changed()
    return kept


@transaction.atomic
def remove(view: int, *, by: Actor) -> str:
    """Forget a view; gives the list it belonged to."""
    kept = _kept(view, by)
    kept.delete()
    views_changed()
    return kept.shelf


def _own(by: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(county=by.county, member=by.code)


def _kept(view: int, by: Actor) -> SavedView:
    kept = _own(by).filter(pk=view).first()
    if kept is None:
        raise Refused(_("没有这个视图，可能已经删掉了。请刷新页面。"))
    return kept


def _named(name: str) -> str:
    named = " ".join(name.split())
    if not named:
        raise Refused(_("请给视图起个名字。"), field="name")
    if len(named) > LONGEST_NAME:
        raise Refused(_("名字太长，最多%(most)s个字。") % {"most": LONGEST_NAME}, field="name")
    return named
