"""``./onedoor evaluate classify …``: what the text model is worth on files of labelled messages; needs no store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from onedoor.core.refusal import Refused
from onedoor.dispatch.evaluating import Evaluation, on_folds, on_two


class Command(BaseCommand):
    help = "用有答案的文件检验模型 / Measure a model on files with known answers."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="classify")
        told = ways.add_parser("classify", help="把文字分到类别 / labels from texts")
        told.add_argument("--train", type=Path, metavar="FILE", help="训练用的文件 / learn from this file")
        told.add_argument("--test", type=Path, metavar="FILE", help="检验用的文件 / ask this file")
        told.add_argument("--data", type=Path, metavar="FILE", help="一个文件，交叉检验 / one file, cross-validated")
        told.add_argument("--folds", type=int, default=5, help="--data分几折 / folds of --data")
        told.add_argument("--text-column", default="text", help="文字所在的列 / column of the texts")
        told.add_argument("--label-column", default="category", help="类别所在的列 / column of the labels")
        told.add_argument("--seed", type=int, default=0, help="随机种子 / seed of every draw")
        told.add_argument("--json", action="store_true", dest="as_json", help="只输出JSON / print JSON alone")

    def handle(self, *args: Any, **options: Any) -> None:
        columns = {"text": options["text_column"], "label": options["label_column"], "seed": options["seed"]}
        given = {name for name in ("train", "test", "data") if options[name]}
        if given == {"train", "test"}:
            found = on_two(options["train"], options["test"], **columns, say=self._say)
        elif given == {"data"}:
            found = on_folds(options["data"], count=options["folds"], **columns, say=self._say)
        else:
            raise Refused(_("请写--train和--test两个文件，或只写--data一个文件。"))
        if options["as_json"]:
            self.stdout.write(json.dumps(found.plain(), ensure_ascii=False, indent=1))
        else:
            _tell(found)

    def _say(self, what: str) -> None:
        self.stderr.write(f"… {what}")


def _tell(found: Evaluation) -> None:
    console = Console()
    about = found.measured
    labels = Table(_("类别"), _("条数"), _("精确率"), _("召回率"), "F1")
    for one in about.labels:
        labels.add_row(one.label, str(one.texts), f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}")
    console.print(labels)
    pairs = Table(_("本来是"), _("答成"), _("次数"))
    for right, said, count in about.confused:
        pairs.add_row(right, said, str(count))
    console.print(pairs)
    rows = [
        (_("条数（训练、检验）"), f"{found.trained:,} · {about.texts:,}"),
        (_("准确率"), f"{about.accuracy:.4f}"),
        (_("宏平均F1"), f"{about.macro_f1:.4f}"),
        (_("前两个里有对的"), f"{about.top2:.4f}"),
        (_("95%精确率时的覆盖率"), f"{about.coverage_at_95:.4f}"),
        (_("训练时定下的门槛：覆盖率、精确率"), f"{found.coverage_kept:.4f} · {found.precision_kept:.4f}"),
        (_("概率的平均偏差（ECE）"), f"{about.ece:.4f}"),
        (_("每条微秒：平均、95%以内"), f"{found.us_per_message:,.0f} · {found.us_p95:,.0f}"),
        (_("训练秒数"), f"{found.train_seconds:.1f}"),
        (_("模型大小"), f"{found.model_bytes / 1e6:.1f} MB"),
    ]
    figures = Table(show_header=False)
    for name, value in rows:
        figures.add_row(name, value)
    console.print(figures)
    for note in found.notes:
        console.print(note)
