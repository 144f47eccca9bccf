"""The list of rows that were not taken, for the person who has to mend them."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from django.utils import translation
from django.utils.translation import gettext as _

from onedoor.core.refusal import Refused
from onedoor.exchange.rows import Reject

HEADER = ("行号 line", "编号 source_id", "原因", "reason")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RejectFile:
    """Writes rejects as CSV that opens in Excel: line, source id, and the sentence in Chinese and English.

    Nothing else of the row goes in, so the file may be passed on. It appears whole when the block ends, in place of an
    earlier one; without a reject, or when the block fails, nothing is written and an earlier file stays.
    Raises Refused when the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def add(self, reject: Reject) -> None:
        """Put one reject on the list."""
        try:
            if self._file is None:
                self._begin()
            with translation.override("zh-hans"):
                chinese = str(reject.sentence)
            with translation.override("en"):
                english = str(reject.sentence)
            self._writer.writerow((reject.line, _plain(reject.source_id), chinese, english))
        except OSError:
            raise self._unwritable() from None
        self.count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None:
            return
        part = Path(self._file.name)
        try:
            with self._file as file:
                file.flush()
                os.fsync(file.fileno())
            if kind is None:
                part.replace(self.path)
        except OSError:
            raise self._unwritable() from None
        finally:
            part.unlink(missing_ok=True)

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 (closed by __exit__)
            "w",
            encoding="utf-8-sig",
            newline="",
            dir=self.path.parent,
            prefix=f".{self.path.name}.",
            suffix=".part",
            delete=False,
        )
        self._writer = csv.writer(self._file)
        self._writer.writerow(HEADER)

    def _unwritable(self) -> Refused:
        return Refused(
            _("写不了退回清单“%(file)s”，请检查文件夹的权限和磁盘空间。") % {"file": self.path.name}, field="rejects"
        )


def _plain(source_id: str) -> str:
    """A number that a spreadsheet will not take for a formula."""
    return f"'{source_id}" if source_id.startswith(_FORMULA) else source_id
