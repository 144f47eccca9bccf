"""What may come in as a file: the type is read from the bytes, never from the name (上传文件, GB/T 22239 8.1.4.5)."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import ParseError, fromstring

from django.conf import settings
from django.utils.translation import gettext as _

from onedoor.core import pictures, scanning
from onedoor.core.refusal import Refused

JPEG = "image/jpeg"
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
XLSX = f"{_OFFICE}spreadsheetml.sheet"

TYPES = {JPEG: ".jpg", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx"}
"""What is kept, with the ending a saved file gets."""

_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_PROGRAMS = ("vbaproject", "activex", "oleobject", "macrosheet")
_MOST_PARTS = 4000
_LONGEST_LIST = 1_000_000  # bytes of the list of parts, unpacked
_BROKEN = (zipfile.BadZipFile, KeyError, ParseError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


@dataclass(frozen=True)
class Upload:
    """A file that may be kept; a picture is made anew and has a width and a height in pixels."""

    content: bytes
    type: str
    width: int | None = None
    height: int | None = None


def checked(content: bytes) -> Upload:
    """The file as it may be kept.

    Raises Refused for one that is empty or too large, of a type nobody needs, broken, or not clean where a scanner is
    set up.
    """
    most = settings.ONEDOOR_UPLOAD_MB
    if not content:
        raise Refused(_("文件是空的。请重新选择。"), field="files")
    if len(content) > most * 1024 * 1024:
        raise Refused(_("文件太大，每个最多%(most)s兆。请压缩以后再传。") % {"most": most}, field="files")
    found = _upload(content)
    scanning.scan(content)
    return found


def _upload(content: bytes) -> Upload:
    if _is_picture(content):
        made = pictures.made_anew(content)
        return Upload(made.content, JPEG, made.width, made.height)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return Upload(content, PDF)
    if content.startswith(b"PK\x03\x04") and (kind := _office(content)):
        return Upload(content, kind)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Refused(
            _("这是苹果手机的HEIC照片，这里打不开。请截图再传，或者在“设置、相机、格式”里选“兼容性最佳”。"),
            field="files",
        )
    raise Refused(_("只收照片（JPG、PNG、WebP）、PDF、Word（docx）和Excel（xlsx）文件。"), field="files")


def _is_picture(content: bytes) -> bool:
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or webp


def _office(content: bytes) -> str:
    """The type of an office file whose list of parts agrees with what is in it; empty for any other archive, and for
    one that carries programs (宏)."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if len(names) > _MOST_PARTS or any(word in name.lower() for name in names for word in _PROGRAMS):
                return ""
            listed = archive.getinfo("[Content_Types].xml")
            if listed.file_size > _LONGEST_LIST:
                return ""
            told = _main_types(archive.read(listed))
    except _BROKEN:
        return ""
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names and told.get(f"/{part}") == kind), "")


def _main_types(listed: bytes) -> dict[str, str]:
    """The main parts that an office file says it has. Raises ParseError for what is no list of parts."""
    if b"<!" in listed or b"\0" in listed:  # no declarations of entities: they could unpack without end
        raise ParseError("declarations")
    return {
        part.get("PartName", ""): part.get("ContentType", "").removesuffix(".main+xml")
        for part in fromstring(listed.decode())
        if part.tag.endswith("}Override")
    }
