"""``./onedoor train dispatch``: train the text model of precise dispatch, from the centre's own history or a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from onedoor.catalogue.queries import catalogue, threshold
from onedoor.core.actions.opening_store import required
from onedoor.core.refusal import Refused
from onedoor.dispatch import labelled
from onedoor.dispatch.actions import training
from onedoor.dispatch.history import Taught
from onedoor.dispatch.judging import Figures
from onedoor.dispatch.models import TextModel
from onedoor.dispatch.trying import Progress as Step
from onedoor.organisation.actor import Actor
from onedoor.organisation.queries import home_county

STOPPED = 130
_STEPS = {
    "read": "读例子 / reading examples", "trial": "试训练 / training a trial", "measure": "测试 / measuring",
    "train": "用全部例子训练 / training on all",
}  # fmt: skip
_REASONS = {
    "first": "第一版，已启用 / the first version, in use now",
    "not_worse": "不比在用的差，已启用 / not worse than the one before, in use now",
    "forced": "按您的要求启用 / in use, as you asked",
    "worse": "比在用的差，没有采用；要用就加--force / worse than the one in use, kept back; --force overrides",
    "narrower": "会忘掉太多类事项，没有采用；要用就加--force / forgets too many items, kept back; --force overrides",
}


class Command(BaseCommand):
    """Exit 0 when a version was trained, 2 when something was refused, 130 when it was stopped."""

    help = "训练派单模型 / Train the model that proposes what a report is about."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        part = parts.add_parser("dispatch", help="从办过的事项学，或从标注文件学 / from history, or from a file")
        part.add_argument("--county", default="", metavar="990801", help="六位代码 / six digits of the centre")
        part.add_argument("--from", type=Path, dest="file", metavar="FILE", help="标注过的CSV / a labelled CSV file")
        part.add_argument("--text-column", metavar="NAME", help="哪一列是内容 / the column of the texts")
        part.add_argument("--label-column", metavar="NAME", help="哪一列是事项 / the column of the items")
        part.add_argument(
            "--hold-out", type=float, default=training.HOLD_OUT, metavar="0.2", help="留多少测试 / share to measure on"
        )
        part.add_argument("--force", action="store_true", help="不管比不比得过，都启用 / use it even if it is worse")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0.05 <= options["hold_out"] <= 0.5:
            raise CommandError("--hold-out: 0.05–0.5")
        if options["file"] and not (options["text_column"] and options["label_column"]):
            raise CommandError("--from: --text-column, --label-column")
        required()
        county, at = options["county"] or home_county(), timezone.now()
        try:
            with _progress() as step:
                taught = _taught(county, options, at, step)
                self._left_out(county, taught)
                by = Actor("operator", county, trusted=True)
                made = training.train(
                    taught, hold_out=options["hold_out"], force=options["force"], progress=step, by=by, at=at
                )
        except KeyboardInterrupt:
            self.stderr.write("已停止，什么都没有改。 / Stopped; nothing was changed.")
            raise SystemExit(STOPPED) from None
        self._say(made, threshold(county, "propose_first", on=timezone.localdate(at)))

    def _left_out(self, county: str, taught: Taught) -> None:
        items = catalogue(county).items
        if taught.few:
            named = "、".join(f"{code} {items[code].name}（{n}）" for code, n in taught.few.items())
            self.stderr.write(f"例子太少、先不学 / too few examples, left out: {named}")
        if taught.unknown:
            named = "、".join(f"{label or '–'}（{n}）" for label, n in taught.unknown.items())
            self.stderr.write(f"目录里没有、没有学 / not in the catalogue, left out: {named}")

    def _say(self, made: TextModel, first: int) -> None:
        basis = made.basis
        self.stdout.write(f"第{made.number}版：{_REASONS[made.reason]}")
        self.stdout.write(f"例子{basis['examples']}件，事项{basis['items']}类 / examples, items")
        told = [("新的 / new", Figures.of(made.before.get("beside", made.figures)))]
        if made.before:
            told.append((f"在用的第{made.before['number']}版 / in use", Figures.of(made.before["was"])))
        for name, figures in told:
            if figures is not None:
                level = figures.at(first)
                self.stdout.write(
                    f"{name}: macro-F1 {figures.macro_f1:.3f}  "
                    f"首选 / first choices {level.shown}/{level.cases}  其中对的 / right {level.right}/{level.shown}"
                )
        if made.before and not made.before["same"]:
            self.stdout.write(
                "两版都没见过的事项太少，各用各训练时的测试结果比。 / "
                "Too few cases are new to both: compared by what was measured when each was trained."
            )


def _taught(county: str, options: dict[str, Any], at: datetime, step: Step) -> Taught:
    if options["file"]:
        each = threshold(county, "learn_each", on=timezone.localdate(at))
        columns = {"text_column": options["text_column"], "label_column": options["label_column"]}
        return labelled.read(options["file"], county=county, each=each, **columns)
    taught = training.read(county, at=at, progress=lambda share: step("read", share))
    if not taught.examples and not taught.few:
        raise Refused(_("还没有办过的事项可以学。职责清单照常提出建议。"))
    return taught


@contextmanager
def _progress() -> Iterator[Step]:
    """A bar for each step on standard error while a person looks on; silent where nobody does."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bars: dict[str, Any] = {}

        def step(what: str, share: float) -> None:
            if what not in bars:
                bars[what] = progress.add_task(_STEPS[what], total=1.0)
            progress.update(bars[what], completed=share)

        yield step
