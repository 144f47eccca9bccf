"""Pictures that people send: made anew, upright and small enough, without what a camera writes into them (place, time,
the device: 个人信息保护法 art. 6)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from onedoor.core.refusal import Refused

LONGEST = 2560
"""Pixels of the longer side that are kept: a name plate in a photo can still be read."""
SMALL = 480
"""Pixels of the longer side in a list."""
_MOST_PIXELS = 60_000_000
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
_BROKEN = (
    OSError, ValueError, TypeError, SyntaxError, EOFError, LookupError, struct.error, Image.DecompressionBombError,
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture made anew: always a JPEG."""

    content: bytes
    width: int
    height: int


def made_anew(content: bytes) -> Picture:
    """The picture turned upright, at most ``LONGEST`` pixels long, and nothing else of the file that came.

    Raises Refused for what cannot be read, and for one so large that unpacking it could stop the machine.
    """
    return _made(content, LONGEST)


def small(content: bytes) -> bytes:
    """A picture that was made anew, for a list. Raises Refused as ``made_anew`` does."""
    return _made(content, SMALL).content


def _made(content: bytes, longest: int) -> Picture:
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Refused(_("照片太大，打不开。请缩小一些，或者截图再传。"), field="files")
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
            plain = _on_white(upright)
    except _BROKEN:
        raise Refused(_("这张照片打不开，可能没有传完整。请重新拍一张，或者截图再传。"), field="files") from None
    made = BytesIO()
    plain.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(made.getvalue(), plain.width, plain.height)


def _on_white(picture: Image.Image) -> Image.Image:
    """Only the pixels, in a picture of its own; what was transparent is white."""
    ground = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA") if picture.has_transparency_data else None
    ground.paste(clear or picture.convert("RGB"), mask=clear)
    return ground
