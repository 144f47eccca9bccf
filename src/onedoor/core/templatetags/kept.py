"""Parts of a page that are made once and kept in memory, with gaps for what differs. Load with ``{% load kept %}``.

    {% kept post=post %}<nav>…{{ post }}…{% live %}{% csrf_token %}{% endlive %}…</nav>{% endkept %}

What is kept is made from the values it names and the language, and from nothing else: no other variable of the page is
there while it is made. So what was made for one person is right for whoever has the same values, and a value that
changes is seen at once: nothing has to be cleared. A ``live`` part is made anew for every page with all of its
variables, except those a loop or a component around it inside ``kept`` would give. Name no value that belongs to one
case or to one person: there would be one copy for each of them.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable, Iterable, Iterator
from copy import copy
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.exceptions import TemplateSyntaxError
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_MOST = 500
"""So many makings of one part; then it begins anew."""

_GAPS = "kept gaps"
# Nobody can write what nobody can guess.
_SIGN = f"\0{secrets.token_hex(8)}:"
_GAP = re.compile(f"{_SIGN}(\\d+)\0")

Piece = str | Node


class KeptNode(Node):
    """What is kept of one part, by its values and the language."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self._values = values
        self._made: dict[Hashable, list[Piece]] = {}

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self._values.items()}
        # The types belong to it: a safe string says something else than the same string unescaped, and 1 than True.
        key = (get_language(), *map(type, values.values()), *values.values())
        pieces = self._made.get(key)
        if pieces is None:
            pieces = self._make(context, values)
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[key] = pieces
        return mark_safe("".join([one if isinstance(one, str) else one.render(context) for one in pieces]))

    def _make(self, context: Context, values: dict[str, Any]) -> list[Piece]:
        gaps: list[Node] = []
        alone = Context({**values, _GAPS: gaps}, autoescape=context.autoescape)
        alone.template, alone.render_context = context.template, copy(context.render_context)
        parts = _GAP.split(self.nodelist.render(alone))
        # Every second part is the number of a gap.
        return [gaps[int(part)] if place % 2 else part for place, part in enumerate(parts) if place % 2 or part]


class LiveNode(Node):
    """A part of something kept that is made anew with every page."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        gaps = context.get(_GAPS)
        if gaps is None:
            return self.nodelist.render(context)
        gaps.append(self)
        return mark_safe(f"{_SIGN}{len(gaps) - 1}\0")


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept name=value … %}`` … ``{% endkept %}``; every value can be hashed."""
    given = token.split_contents()[1:]
    values = token_kwargs(given, parser)
    if given:
        raise TemplateSyntaxError(f"kept takes name=value, not {given[0]}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    for node in _made_once(nodelist):
        if isinstance(node, BlockNode | CsrfTokenNode):
            raise TemplateSyntaxError("a block or a csrf_token inside kept stands in live")
    return KeptNode(nodelist, values)


@register.tag
def live(parser: Parser, token: Token) -> LiveNode:
    """``{% live %}`` … ``{% endlive %}``"""
    nodelist = parser.parse(("endlive",))
    parser.delete_first_token()
    return LiveNode(nodelist)


def _made_once(nodelist: Iterable[Node]) -> Iterator[Node]:
    for node in nodelist:
        if not isinstance(node, LiveNode):
            yield node
            for name in node.child_nodelists:
                yield from _made_once(getattr(node, name, ()))
