"""A picture or a paper in the browser of whoever may see it, and nowhere else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from onedoor.cases.attachments import content_of
from onedoor.cases.models import Attachment
from onedoor.core import pictures


def served(request: HttpRequest, found: list[Attachment], number: int) -> HttpResponse:
    """The one of this number, a small picture where the address asks for it. Raises Http404 for any other."""
    one = next((one for one in found if one.id == number), None)
    if one is None:
        raise Http404
    content = content_of(one)
    picture = one.type.startswith("image/")
    if picture and request.GET.get("small"):
        content = pictures.small(content)
    response = HttpResponse(content, content_type=one.type)
    response["Content-Disposition"] = content_disposition_header(not picture, one.name) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
