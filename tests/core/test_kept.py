from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe


def template(text: str) -> Template:
    return Template("{% load kept %}" + text)


def said(made: Template, **context: Any) -> str:
    return made.render(Context(context))


def test_what_is_kept_is_made_once_for_the_same_values() -> None:
    asked: list[str] = []

    class Name(str):
        def words(self) -> str:
            asked.append(self)
            return f"{self} {len(asked)}"

    made = template("{% kept name=name %}{{ name.words }}{% endkept %}")
    assert [said(made, name=Name(each)) for each in ("a", "b", "a")] == ["a 1", "b 2", "a 1"]


def test_a_value_that_changes_is_seen_at_once() -> None:
    made = template("{% kept unread=unread %}<b>{{ unread }}</b>{% endkept %}")
    assert [said(made, unread=n) for n in (3, 4, 3)] == ["<b>3</b>", "<b>4</b>", "<b>3</b>"]


def test_nothing_of_the_page_reaches_what_is_kept_but_what_it_names() -> None:
    made = template("{% kept post=post %}{{ post }}:{{ name }}{{ request.path }}{% endkept %}")
    request = HttpRequest()
    request.path = "/desk/of/somebody"
    assert made.render(RequestContext(request, {"post": "派单岗", "name": "周晓云"})) == "派单岗:"


def test_a_live_part_is_made_for_every_page() -> None:
    made = template("{% kept post=post %}[{{ post }} {% live %}{{ token }}{% endlive %}]{% endkept %}")
    assert [said(made, post="a", token=n) for n in (1, 2)] == ["[a 1]", "[a 2]"]


def test_live_parts_stand_in_kept_parts_of_kept_parts() -> None:
    made = template(
        "{% kept %}<{% kept x=1 %}{{ x }}{% live %}{{ a }}{% endlive %}{% endkept %}"
        "{% live %}{{ b }}{% endlive %}>{% endkept %}"
    )
    assert [said(made, a=n, b=-n) for n in (1, 2)] == ["<11-1>", "<12-2>"]


def test_a_live_part_outside_is_like_any_other() -> None:
    assert said(template("{% live %}{{ a }}{% endlive %}"), a="<") == "&lt;"


def test_each_language_has_its_own() -> None:
    made = template("{% load i18n %}{% kept %}{% get_current_language as LANGUAGE %}{{ LANGUAGE }}{% endkept %}")
    told = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            told.append(said(made))
    assert told == ["zh-hans", "en", "zh-hans"]


def test_markup_and_the_same_text_are_not_the_same_value() -> None:
    made = template("{% kept text=text %}{{ text }}{% endkept %}")
    assert said(made, text=mark_safe("<b>")) == "<b>"
    assert said(made, text="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    "inside", ["{% csrf_token %}", "{% block main %}{% endblock %}", "{% if a %}{% csrf_token %}{% endif %}"]
)
def test_what_belongs_to_one_page_is_refused(inside: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        template("{% kept %}" + inside + "{% endkept %}")
    template("{% kept %}{% live %}" + inside + "{% endlive %}{% endkept %}")
