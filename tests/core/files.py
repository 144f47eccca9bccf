"""Files that people send, small ones."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image

_OFFICE = "application/vnd.openxmlformats-officedocument."
_LIST = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="{kind}.main+xml"/></Types>'
)
DOCX = _LIST.format(part="word/document.xml", kind=f"{_OFFICE}wordprocessingml.document")
XLSX = _LIST.format(part="xl/workbook.xml", kind=f"{_OFFICE}spreadsheetml.sheet")
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def archive(parts: dict[str, str]) -> bytes:
    """A zip archive of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return made.getvalue()


def photo(
    size: tuple[int, int] = (640, 480), *, kind: str = "JPEG", turned: bool = False, colour: str = "red"
) -> bytes:
    """A picture whose left half has this colour and whose right half is blue, as a telephone writes it: with the
    place, a name, and, where it was ``turned``, how to hold it (the left edge belongs on top)."""
    picture = Image.new("RGB", size, "blue")
    picture.paste(colour, (0, 0, size[0] // 2, size[1]))
    told = picture.getexif()
    told[0x0112] = 6 if turned else 1
    told[0x013B] = "FILMED-BY-ZHOU"
    told.get_ifd(0x8825).update({1: "N", 2: (28.0, 0.0, 0.0), 3: "E", 4: (123.0, 0.0, 0.0)})
    made = BytesIO()
    picture.save(made, kind, exif=told)
    return made.getvalue()
