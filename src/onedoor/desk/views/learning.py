"""What precise dispatch has learned: for whoever uses its proposals, and for whoever decides which model is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from onedoor.catalogue.queries import catalogue, threshold
from onedoor.core.refusal import Refused
from onedoor.desk.frame import LEARNING_FOR, frame
from onedoor.desk.views.setup import query, who
from onedoor.dispatch import learned
from onedoor.dispatch.actions.choosing import choose as put_into_use
from onedoor.dispatch.actions.choosing import may_choose
from onedoor.dispatch.doubting import Doubt, doubts
from onedoor.dispatch.judging import Figures
from onedoor.dispatch.models import TextModel
from onedoor.dispatch.models.advice import Step
from onedoor.geography.atlas import atlas
from onedoor.organisation.duties import Duty
from onedoor.organisation.guards import ActorRequest, guarded
from onedoor.organisation.models import Unit

FEWEST = 10
"""Of fewer cases no percentage is shown, only the counts."""

_PAIRS, _OFTEN = 8, 2
"""So many pairs of items that were taken for each other at least so often."""

_MOVED = 12
_REASONS = {
    "first": gettext_lazy("第一版"), "not_worse": gettext_lazy("比过，不比原来的差"),
    "forced": gettext_lazy("训练的人要求启用"), "worse": gettext_lazy("比在用的差"),
    "narrower": gettext_lazy("会忘掉太多类事项"), "replaced": gettext_lazy("被新的一版替换"),
    "chosen": gettext_lazy("有人换用"),
}  # fmt: skip


class ChooseForm(forms.Form):
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("为什么换"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写明为什么换。")},
    )  # fmt: skip


@dataclass(frozen=True)
class Share:
    """So many of so many; a percentage only where they are enough to bear one."""

    n: int
    of: int

    @property
    def words(self) -> str:
        if not self.of:
            return "–"
        return f"{self.n / self.of:.0%}" if self.of >= FEWEST else f"{self.n}/{self.of}"

    @property
    def counts(self) -> str:
        """What the percentage is made of; nothing where the counts stand there already."""
        return f"{self.n}/{self.of}" if self.of >= FEWEST else ""

    @property
    def bar(self) -> int:
        """Percent, as the length of a bar; 0 where no percentage is shown."""
        return round(100 * self.n / self.of) if self.of >= FEWEST else 0


@dataclass(frozen=True)
class Week:
    """One line of the table of weeks."""

    first: date
    chosen: int
    right: Share
    taken: Share
    other: Share


@dataclass(frozen=True)
class Level:
    """One line of the table of thresholds; ``own`` where it is the county's."""

    percent: int
    own: bool
    shown: Share
    right: Share


@dataclass(frozen=True)
class Moved:
    """One item before and after a training."""

    name: str
    before: str
    after: str
    cases: int
    better: bool


@dataclass(frozen=True)
class Doubted:
    """One doubt about the duty list, ready to print; ``href`` only for whoever may change it."""

    text: str
    href: str


@dataclass(frozen=True)
class Version:
    """One version of the model, ready to print."""

    model: TextModel
    reason: str
    by: str
    macro_f1: str
    right: Share
    form: ChooseForm | None


@guarded(*LEARNING_FOR)
@require_GET
def learning(request: ActorRequest) -> HttpResponse:
    return _page(request)


@guarded(Duty.LEAD, Duty.ADMINISTER)
@require_POST
def choose(request: ActorRequest) -> HttpResponse:
    """Put a version into use, or none, and come back to the page."""
    form = _form(request.POST.get("number", ""), request)
    if not form.is_valid():
        return _page(request, wrong=form, status=422)
    try:
        now_used = put_into_use(**form.cleaned_data, by=request.actor, at=timezone.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field == "reason" else None, str(refusal))
        return _page(request, wrong=form, status=422)
    if now_used:
        messages.success(request, _("已换用第%(number)d版。") % {"number": now_used.number})
    else:
        messages.success(request, _("已停用模型，职责清单照常提出建议。"))
    return redirect(reverse("desk:learning"))


def _form(number: str, request: ActorRequest | None = None) -> ChooseForm:
    return ChooseForm(
        request.POST if request else None, initial={"number": number}, auto_id=f"v{number}_%s", label_suffix=""
    )


def _page(request: ActorRequest, *, wrong: ChooseForm | None = None, status: int = 200) -> HttpResponse:
    county, today = request.actor.county, timezone.localdate()
    weeks = learned.weeks(county, today=today)
    whole = learned.total(week[Step.DISPATCH] for week in weeks.values())
    known = learned.versions(county)
    used = next((one for one in known if one.state == TextModel.State.LIVE), None)
    figures = Figures.of(used.figures) if used else None
    first, least = (threshold(county, code, on=today) for code in ("propose_first", "propose_any"))
    may = may_choose(request.actor)
    context = frame(request, here="learning") | {
        "used": used, "ever": bool(known), "few": _named(county, used.basis.get("few", ())) if used else [],
        "shares": _shares(whole), "chosen": whole.chosen, "triaged": _triaged(weeks.values()),
        "weeks": _weeks(weeks) if whole.chosen else [],
        "doubts": [_doubted(county, one, may_change=request.actor.has(Duty.ADMINISTER)) for one in doubts(
            county, on=today)],
        "levels": _levels(figures, first), "first": first, "least": least,
        "confused": _confused(county, figures) if figures else [], "measured": figures,
        "last": known[0] if known else None, "last_reason": _reason(known[0]) if known else "",
        "moved": _moved(county, known[0]) if known else [], "added": _added(county, known),
        "versions": [_version(county, one, first, may, wrong) for one in known],
        "none": (_chosen_form("0", wrong) if used and may else None),
        "choices": _choices(county), "may_choose": may, "may_set": request.actor.has(Duty.ADMINISTER),
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "desk/learning.html", context, status=status)


def _shares(whole: learned.Sum) -> list[tuple[str, str, Share]]:
    """The figures at the top: what each is, what it is made of, and the share."""
    return [
        (_("首选对不对"), _("选了首选、没退没改派 ÷ 给了首选"), Share(whole.right, whole.confident)),
        (_("给了首选"), _("给了首选 ÷ 全部派单"), Share(whole.confident, whole.chosen)),
        (_("选建议的退单"), _("退单成立 ÷ 选了建议的派单"), Share(whole.among_returned, whole.among)),
        (_("另选单位的退单"), _("退单成立 ÷ 没选建议的派单"), Share(whole.others_returned, whole.others)),
    ]


def _triaged(weeks: Iterable[dict[str, learned.Sum]]) -> Share:
    """How often the first proposal was the item somebody chose, of the times it stood as first choice at triage."""
    whole = learned.total(week[Step.TRIAGE] for week in weeks)
    return Share(whole.right, whole.confident)


def _weeks(weeks: dict[date, dict[str, learned.Sum]]) -> list[Week]:
    told = [(monday, steps[Step.DISPATCH]) for monday, steps in weeks.items()]
    return [
        Week(
            monday, one.chosen, Share(one.right, one.confident), Share(one.among_returned, one.among),
            Share(one.others_returned, one.others),
        )
        for monday, one in reversed(told)
    ]  # fmt: skip


def _levels(figures: Figures | None, first: int) -> list[Level]:
    if figures is None:
        return []
    return [
        Level(one.percent, one.percent == figures.at(first).percent, Share(one.shown, one.cases),
              Share(one.right, one.shown))
        for one in figures.levels
    ]  # fmt: skip


def _named(county: str, codes: Iterable[str]) -> list[str]:
    return [_name(county, code) for code in codes]


def _name(county: str, code: str) -> str:
    """An item as code and name; one that is gone from the catalogue by its code alone."""
    item = catalogue(county).items.get(code)
    return f"{code} {item}" if item else code


def _confused(county: str, figures: Figures) -> list[tuple[str, str, Share]]:
    """Which item was taken for which, how often of how many."""
    return [
        (_name(county, item), _name(county, said), Share(n, figures.items[item].cases))
        for item, said, n in figures.confused[:_PAIRS]
        if n >= _OFTEN
    ]


def _moved(county: str, version: TextModel) -> list[Moved]:
    return [
        Moved(_name(county, one.item), *_fared(one), one.after.cases, one.gained > 0)
        for one in learned.changed(version)[:_MOVED]
    ]


def _fared(one: learned.Changed) -> tuple[str, str]:
    """F1 before and after where there are cases enough to bear it, else how many were right."""
    sides = (one.before, one.after)
    if min(side.cases for side in sides) < FEWEST:
        return (f"{one.before.right}/{one.before.cases}", f"{one.after.right}/{one.after.cases}")
    return (f"{one.before.f1:.2f}", f"{one.after.f1:.2f}")


def _added(county: str, known: list[TextModel]) -> list[str]:
    """The items that the last version knows and the one it was compared with does not."""
    if not known or not known[0].before:
        return []
    before = next((one for one in known if one.number == known[0].before["number"]), None)
    return _named(county, sorted(set(known[0].basis["codes"]) - set(before.basis["codes"]))) if before else []


def _doubted(county: str, one: Doubt, *, may_change: bool) -> Doubted:
    words = {
        "item": _name(county, one.item.code), "ruled": _unit(one.ruled), "times": one.times, "agreed": one.agreed,
        "listed": _unit(one.listed), "place": atlas(county).path(one.entry.area) if one.entry else "",
    }  # fmt: skip
    if one.entry is None:
        text = _("%(item)s：清单上没有，一年来裁定%(times)d次派给%(ruled)s") % words
    else:
        text = _("%(item)s在%(place)s：清单写%(listed)s，一年来裁定%(times)d次派给%(ruled)s") % words
        text += _("，%(agreed)d次照清单") % words if one.agreed else ""
    if not may_change:
        return Doubted(text, "")
    if one.entry is None:
        return Doubted(text, reverse("desk:setup-new", args=["duties"]))
    key = (one.item.code, one.entry.area, one.entry.valid_from.isoformat())
    return Doubted(text, f"{reverse('desk:setup-row', args=['duties'])}?{query(key)}")


def _unit(unit: Unit | None) -> str:
    return unit.name if unit else _("事发地的镇街")


def _reason(model: TextModel) -> str:
    return str(_REASONS.get(model.reason, model.reason))


def _version(county: str, model: TextModel, first: int, may: bool, wrong: ChooseForm | None) -> Version:
    figures = Figures.of(model.figures)
    level = figures.at(first) if figures else None
    can = may and model.state != TextModel.State.LIVE and not model.gone  # type: ignore[attr-defined]
    return Version(
        model, _reason(model), _who(county, model.trained_by), f"{figures.macro_f1:.2f}" if figures else "–",
        Share(level.right, level.shown) if level else Share(0, 0),
        _chosen_form(str(model.number), wrong) if can else None,
    )  # fmt: skip


def _chosen_form(number: str, wrong: ChooseForm | None) -> ChooseForm:
    """The form of one version: the one that was sent, with what is wrong in it, or an empty one."""
    return wrong if wrong and wrong.data.get("number") == number else _form(number)


@dataclass(frozen=True)
class Chosen:
    """One line of who put which version into use and why."""

    text: str
    reason: str
    at: datetime
    by: str


def _choices(county: str) -> list[Chosen]:
    return [
        Chosen(
            _("换用第%(number)d版") % {"number": one.number} if one.number else _("停用模型"), one.reason, one.at,
            _who(county, one.by),
        )
        for one in learned.choices(county)
    ]  # fmt: skip


def _who(county: str, code: str) -> str:
    """Whoever did it, as their post; never the person."""
    return _("系统") if code == "system" else who(county, code)
