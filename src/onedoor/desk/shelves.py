"""What every filtered list of the desk shows around its rows: filters, views, look, and the bar for many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django_htmx.http import push_url

from onedoor.desk.bulk import BulkVerb
from onedoor.desk.filters import Chosen, chosen
from onedoor.desk.filters.chosen import from_query
from onedoor.desk.looks import COLUMNS, look_of
from onedoor.desk.paging import Page
from onedoor.organisation.guards import ActorRequest
from onedoor.work.models import SavedView
from onedoor.work.own import views_of


@dataclass(frozen=True)
class Shelf:
    """One list as an address asks for it."""

    chosen: Chosen
    views: list[SavedView]
    opens_with: str

    @property
    def current(self) -> SavedView | None:
        """The view whose filters are those of the page."""
        query = self.chosen.query
        return next((view for view in self.views if query and self._query(view) == query), None)

    @property
    def broken(self) -> list[str]:
        """What a kept view asks for that is not there any more."""
        return self.chosen.dropped

    def _query(self, view: SavedView) -> str:
        return from_query(view.query, shelf=view.shelf, county=self.chosen.county).query


def shelf_of(request: ActorRequest, shelf: str) -> Shelf:
    """The list as the address asks for it; ``opens_with`` is the view to open instead, for an address that asks for
    nothing."""
    views = views_of(request.actor, shelf)
    asked = chosen(request.GET, shelf=shelf, county=request.actor.county)
    first = next((view.query for view in views if view.first and view.query), "") if not request.GET else ""
    return Shelf(asked, views, first)


def around(request: ActorRequest, shelf: Shelf, page: Page[Any], verbs: dict[str, BulkVerb]) -> dict[str, Any]:
    """The context of the parts that all lists share (templates/desk/list/)."""
    asked = shelf.chosen
    return {
        "chosen": asked,
        "query": asked.query,
        "chips": asked.chips,
        "selects": asked.selects,
        "written": asked.written,
        "kept_filters": asked.kept,
        "views": shelf.views,
        "view": shelf.current,
        "dropped": shelf.broken,
        "look": look_of(request),
        "columns": tuple(COLUMNS[asked.shelf].items()),
        "verbs": tuple(verbs.items()),
        "picks": bool(verbs),
        "next_href": _turned(asked, after=page.next),
        "previous_href": _turned(asked, before=page.previous),
        "first_href": asked.query or "all=1",
        "first": page.first,
        "shown": len(page.rows),
        "here": request.get_full_path(),
    }


def answered(request: ActorRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page. Where a script changed the filters, the browser's address becomes the short one."""
    answer = render(request, template, context)
    if request.htmx:  # type: ignore[attr-defined]
        push_url(answer, f"{request.path}?{context['query'] or 'all=1'}")
    return answer


def _turned(asked: Chosen, **place: str) -> str:
    """The address of the page after or before; empty where there is none."""
    if not any(place.values()):
        return ""
    made = QueryDict(asked.query, mutable=True)
    for name, value in place.items():
        made[name] = value
    return made.urlencode()
