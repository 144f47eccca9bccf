"""How Django's forms are rendered: by its own templates, but for the lists to choose from.

A list of units has hundreds of options, and Django renders a template with another in it for each.
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

_SELECT = "django/forms/widgets/select.html"


class FormPieces(DjangoTemplates):
    """Django's renderer, with selects put together here."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        if template_name == _SELECT:
            return _select(context["widget"])
        return mark_safe(super().render(template_name, context, request))


def _select(widget: dict[str, Any]) -> SafeString:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for name, options, _index in widget["optgroups"]:
        if name:
            parts.append(f'\n  <optgroup label="{escape(name)}">')
        for option in options:
            value, label = escape(option["value"]), escape(option["label"])
            parts.append(f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n')
        if name:
            parts.append("\n  </optgroup>")
    return mark_safe("".join([*parts, "\n</select>\n"]))


def _attributes(given: dict[str, Any]) -> str:
    """What is False is left out; what is True stands alone."""
    written = ((name, value) for name, value in given.items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in written)
