"""What may come in as a file is decided by its bytes; pictures lose what a camera wrote into them."""

from __future__ import annotations

import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from PIL import Image

from onedoor.core import pictures, uploads
from onedoor.core.refusal import Refused
from tests.core.files import DOCX, PDF, XLSX, archive, photo

RUBBISH = {
    "a program": b"MZ\x90\x00" + b"\0" * 400,
    "a page that calls itself a picture": b"<html><script>alert(1)</script></html>",
    "a picture of strokes, which may carry scripts": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "any archive": archive({"readme.txt": "hello"}),
    "an archive that only claims to be a document": archive({"word/document.xml": "<w/>"}),
    "a document whose list names another type": archive(
        {"word/document.xml": "<w/>", "[Content_Types].xml": DOCX.replace("wordprocessingml", "spreadsheetml")}
    ),
    "a document with programs in it": archive(
        {"word/document.xml": "<w/>", "[Content_Types].xml": DOCX, "word/vbaProject.bin": "x"}
    ),
    "a list that declares entities": archive(
        {"word/document.xml": "<w/>", "[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]>' + DOCX}
    ),
    "half a page description": PDF[:20],
}


@pytest.mark.parametrize("what", RUBBISH)
def test_nothing_else_comes_in(what: str) -> None:
    with pytest.raises(Refused, match="只收照片"):
        uploads.checked(RUBBISH[what])


def test_papers_are_kept_as_they_came() -> None:
    word = archive({"word/document.xml": "<w/>", "[Content_Types].xml": DOCX})
    sheet = archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": XLSX, "xl/printerSettings/p1.bin": "x"})
    for content, kind in ((PDF, uploads.PDF), (word, uploads.DOCX), (sheet, uploads.XLSX)):
        assert (uploads.checked(content).type, uploads.checked(content).content) == (kind, content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew_upright_and_without_the_place_it_was_taken_at(kind: str) -> None:
    came = photo((3000, 1000), kind=kind, turned=True)
    assert b"FILMED-BY-ZHOU" in came and Image.open(BytesIO(came)).getexif().get_ifd(0x8825)
    kept = uploads.checked(came)
    made = Image.open(BytesIO(kept.content))
    assert (made.format, made.size) == ("JPEG", (853, 2560)) == ("JPEG", (kept.width, kept.height))
    assert not made.getexif() and b"Exif" not in kept.content and b"FILMED-BY-ZHOU" not in kept.content
    red, blue = made.getpixel((400, 40)), made.getpixel((400, 2500))
    assert red[0] > 200 > 60 > red[2] and blue[2] > 200 > 60 > blue[0], "the left edge came to lie on top"


def test_what_is_transparent_turns_white_and_a_list_gets_it_small() -> None:
    sheet = BytesIO()
    Image.new("RGBA", (900, 600), (0, 0, 0, 0)).save(sheet, "PNG")
    kept = uploads.checked(sheet.getvalue())
    small = Image.open(BytesIO(pictures.small(kept.content)))
    assert (small.size, small.getpixel((5, 5))) == ((480, 320), (255, 255, 255))


def test_a_picture_that_would_unpack_without_end_or_is_cut_off_is_refused() -> None:
    bomb = BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 20_000
    with pytest.raises(Refused, match="照片太大"):
        uploads.checked(bomb.getvalue())
    with pytest.raises(Refused, match="打不开"):
        uploads.checked(photo((200, 200))[:300])


def test_empty_too_large_and_the_telephone_s_own_format_are_refused_with_what_to_do(settings) -> None:
    settings.ONEDOOR_UPLOAD_MB = 1
    for content, says in (
        (b"", "空的"), (b"%PDF-1.7" + b"0" * 1024 * 1024, "每个最多1兆"), (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=says):
            uploads.checked(content)


@contextmanager
def scanner(answer: bytes) -> Iterator[tuple[tuple[str, int], list[bytes]]]:
    """Something that speaks like ClamAV: takes a stream, gives this answer."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answers() -> None:
            line, _from = listening.accept()
            with line, line.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                while size := struct.unpack("!I", told.read(4))[0]:
                    heard.append(told.read(size))
                line.sendall(answer)

        waiting = threading.Thread(target=answers)
        waiting.start()
        yield listening.getsockname(), heard
        waiting.join(5)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Eicar-Signature FOUND\0", "有毒"),
        (b"INSTREAM size limit exceeded\0", "查不了毒"),
    ],
)
def test_a_scanner_that_is_set_up_is_asked_and_believed(settings, answer: bytes, says: str) -> None:
    with scanner(answer) as (where, heard):
        settings.ONEDOOR_CLAMAV = where
        if says:
            with pytest.raises(Refused, match=says):
                uploads.checked(PDF)
        else:
            assert uploads.checked(PDF).content == PDF
    assert b"".join(heard) == PDF


def test_what_nobody_could_look_at_is_not_kept(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.ONEDOOR_CLAMAV = closed.getsockname()
    with pytest.raises(Refused, match="查不了毒"):
        uploads.checked(PDF)


def test_an_archive_is_never_unpacked_to_be_known() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "<w/>")
        made.writestr("[Content_Types].xml", b" " * 30_000_000)
    with pytest.raises(Refused, match="只收照片"):
        uploads.checked(bomb.getvalue())
