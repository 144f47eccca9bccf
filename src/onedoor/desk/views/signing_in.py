"""Sign in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from onedoor.core.models import Store
from onedoor.core.refusal import Refused
from onedoor.organisation.guards import public
from onedoor.organisation.models import Post, Unit
from onedoor.organisation.queries import directory, home_county


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": gettext_lazy("账号或密码不对。请再试一次；连续错5次会锁住15分钟。"),
        "inactive": gettext_lazy("这个账号已停用。请联系系统管理岗。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, label_suffix="")
        self.fields["username"].label = gettext_lazy("账号")
        self.fields["password"].label = gettext_lazy("密码")


class SignIn(auth.LoginView):
    template_name = "desk/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | gate() | {"demo": _is_demo()}


sign_in = public("nobody has signed in yet here")(SignIn.as_view())
sign_out = public("signing out needs no right; it takes a POST")(auth.LogoutView.as_view())


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """What django-axes answers while an account is locked."""
    return render(request, "desk/locked.html", gate(), status=429)


@public("in a demo store only: the sign-ins are printed for whoever tries the product")
@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """The demo's sign-ins by role."""
    store = Store.objects.filter(id=1, purpose="demo").first()
    if store is None:
        raise Http404
    posts = Post.objects.filter(county=home_county()).select_related("unit").prefetch_related("seats__member")
    groups: dict[str, list[tuple[Post, str]]] = {}
    for post in posts.order_by("unit__kind", "unit__code", "id"):
        for seat in post.seats.all():
            groups.setdefault(str(Unit.Kind(post.unit.kind).label), []).append((post, seat.member.login))
    context = {"groups": list(groups.items()), "password": store.facts.get("password", "")}
    return render(request, "desk/demo.html", gate() | context)


def gate() -> dict[str, Any]:
    """The context of the pages before the desk."""
    try:
        tenant = directory(home_county()).centre.name
    except Refused:
        tenant = ""
    return {"tenant": tenant, "home_url": "/"}


def _is_demo() -> bool:
    return Store.objects.filter(id=1, purpose="demo").exists()
