"""What happened: pictures, or words, or both. Every picture is sent at once and waits; what was written is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onedoor.cases.attachments import waiting
from onedoor.citizen import shots
from onedoor.citizen.draft import NOTE, Draft
from onedoor.citizen.forms import WhatForm
from onedoor.citizen.frame import page
from onedoor.citizen.serving import served
from onedoor.citizen.views.reporting import step_context
from onedoor.geography.atlas import atlas
from onedoor.organisation.guards import public
from onedoor.organisation.queries import home_county

_open = public("anybody may report, without an account")


@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page
def what(request: HttpRequest) -> HttpResponse:
    draft = Draft.of(NOTE.read(request))
    if draft.missing == "where":
        return redirect("citizen:where")
    if request.method == "POST":
        return _told(request, draft)
    return _asked(request, draft, WhatForm(None, draft=draft, known=atlas(home_county())))


@_open
@never_cache
@require_POST
@page
def photos(request: HttpRequest) -> HttpResponse:
    """One picture sent by itself, by a script that shows how far it is; the answer is what the page shows of them."""
    draft = Draft.of(NOTE.read(request))
    county = home_county()
    if draft.missing == "where":
        said = _("放得太久，前面写的已经清掉了。请回首页重新开始，照片还在您的手机里。")
        return render(request, "citizen/photos.html#tiles", {"problem": said}, status=409)
    pile = shots.changed(request, draft.uploads, county=county)
    response = render(
        request,
        "citizen/photos.html#tiles",
        {"shots": shots.listed(waiting(county, pile.key), "shot"), "problem": pile.refusal},
        status=422 if pile.refusal else 200,
    )
    NOTE.write(response, draft.having(uploads=pile.key, photos=pile.count).note)
    return response


@public("a picture of one's own draft, by the signed note in the browser that sent it")
@never_cache
@require_safe
def shot(request: HttpRequest, number: int) -> HttpResponse:
    draft = Draft.of(NOTE.read(request))
    return served(request, waiting(home_county(), draft.uploads), number)


def _told(request: HttpRequest, draft: Draft) -> HttpResponse:
    county = home_county()
    pile = shots.changed(request, draft.uploads, county=county)
    draft = draft.having(uploads=pile.key, photos=pile.count)
    form = WhatForm(request.POST, draft=draft, known=atlas(county))
    if pile.refusal:
        form.add_error(shots.FIELD, str(pile.refusal))
    if form.is_valid():
        draft = draft.having(**form.answers)
        response: HttpResponse = redirect("citizen:what" if form.staying else f"citizen:{draft.missing}")
    else:
        response = _asked(request, draft, form)
    NOTE.write(response, draft.note)
    return response


def _asked(request: HttpRequest, draft: Draft, form: WhatForm) -> HttpResponse:
    context = step_context(request, "what", form, draft)
    context["shots"] = shots.listed(waiting(home_county(), draft.uploads), "shot")
    return render(request, "citizen/what.html", context, status=422 if form.errors else 200)
