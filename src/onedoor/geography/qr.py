"""The QR code on the wall (一格一码): one address per grid, which leads to the report form with the place filled in."""

from __future__ import annotations

import io

import segno
from django.conf import settings

from onedoor.core.refs import check_digit


def grid_address(code: str) -> str:
    """The text a grid's QR code holds: ``<base>/g/990801101006003-4``. The check digit catches a mistyped poster."""
    return f"{settings.ONEDOOR_BASE_URL}/g/{code}-{check_digit(code)}"


def parse_grid(token: str) -> str | None:
    """The grid code of ``990801101006003-4``, or None when the check digit does not fit."""
    code, _, check = token.partition("-")
    return code if code.isascii() and code.isdigit() and len(code) in (15, 17) and check_digit(code) == check else None


def svg(text: str) -> str:
    """The QR code of a text as an SVG picture, error level M, quiet zone included."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", omitsize=True, border=4, xmldecl=False, svgclass="od-qr"
    )
    return picture.getvalue().decode()
