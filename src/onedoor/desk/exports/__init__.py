"""Lists of cases as files: what columns there are, what a row holds for whoever asks, how the files are written."""

from onedoor.desk.exports.columns import COLUMNS
from onedoor.desk.exports.files import streamed
from onedoor.desk.exports.rows import Table
from onedoor.desk.exports.watermark import Watermark

__all__ = ["COLUMNS", "Table", "Watermark", "streamed"]
