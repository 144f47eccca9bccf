"""``./onedoor roster``: who sits at the centre, who is on duty, who is away, and how that is changed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from onedoor.core.actions.opening_store import required
from onedoor.core.clock import ZONE
from onedoor.organisation import queries
from onedoor.organisation.actions import leaving, listing, placing, rostering, seconding, swapping
from onedoor.organisation.actor import Actor
from onedoor.organisation.models import Presence, Shift
from onedoor.organisation.standings import leaves

Part = Callable[[dict[str, Any], Actor, datetime], str]


class Command(BaseCommand):
    help = "Show and keep the lists of who sits at the centre, the rosters, leave and secondments."

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        _part(parts, "show", "the list, the shifts and the leave of a day").add_argument("--on", type=_day)
        _list_arguments(parts)
        _shift_arguments(parts)
        _people_arguments(parts)

    def handle(self, *args: Any, **options: Any) -> None:
        required()
        now = timezone.now()
        by = Actor("operator", queries.home_county(), trusted=True)
        self.stdout.write(PARTS[options["part"]](options, by, now))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _codes(text: str) -> list[str]:
    return [code for code in text.replace(" ", "").split(",") if code]


def _part(parts: Any, name: str, told: str, *codes: str, span: tuple[bool, bool] | None = None) -> ArgumentParser:
    """A part that takes codes and, with ``span``, the first and the last day: each required or not."""
    part: ArgumentParser = parts.add_parser(name, help=told)
    for code in codes:
        part.add_argument(code.lower(), metavar=code)
    for option, needed in zip(("first", "last"), span or (), strict=False):
        part.add_argument(f"--{option}", type=_day, required=needed, metavar="YYYY-MM-DD")
    return part


def _list_arguments(parts: Any) -> None:
    part = _part(parts, "list", "put a unit on the list of those that sit at the centre", "UNIT", span=(True, False))
    part.add_argument("--mode", required=True, choices=Presence.Mode.values)
    part.add_argument("--weekdays", type=lambda text: [int(day) for day in _codes(text)], default=[], metavar="1,3")
    part.add_argument("--window", default="")
    part = _part(parts, "unlist", "take a unit off the list", "UNIT")
    part.add_argument("--last", type=_day, required=True, metavar="YYYY-MM-DD")
    part = _part(parts, "place", "put a unit under another in the chain of command", "UNIT")
    part.add_argument("--under", required=True, metavar="UNIT")


def _shift_arguments(parts: Any) -> None:
    part = _part(parts, "lay", "give the shifts of a post to members in turn", "POST", span=(True, True))
    part.add_argument("--kind", required=True, choices=Shift.Kind.values)
    part.add_argument("--members", required=True, type=_codes, metavar="m-1,m-2")
    part.add_argument("--working-days", action="store_true", help="leave rest days out")
    part = _part(parts, "withdraw", "take back shifts that have not begun", "POST", span=(True, True))
    part.add_argument("--kind", required=True, choices=Shift.Kind.values)
    part = _part(parts, "swap", "let the members of two shifts take each other's")
    part.add_argument("shift", type=int)
    part.add_argument("other", type=int)
    part = _part(parts, "hand-over", "give a shift to another member")
    part.add_argument("shift", type=int)
    part.add_argument("member")


def _people_arguments(parts: Any) -> None:
    part = _part(parts, "leave", "let a member be away", "MEMBER", span=(True, True))
    part.add_argument("--delegate", default="", metavar="MEMBER")
    part = _part(parts, "delegate", "name another delegate for a leave, or none")
    part.add_argument("leave", type=int)
    part.add_argument("--to", default="", metavar="MEMBER")
    part = _part(parts, "back", "end a leave early")
    part.add_argument("leave", type=int)
    part = _part(parts, "second", "send a member of one unit to work at another", "MEMBER", span=(True, False))
    part.add_argument("--home", required=True, metavar="UNIT")
    part.add_argument("--host", required=True, metavar="UNIT")
    part = _part(parts, "attend", "write down when a seconded member came and left that day", "MEMBER")
    part.add_argument("--came", type=_moment, required=True, metavar="YYYY-MM-DDTHH:MM")
    part.add_argument("--left", type=_moment, metavar="YYYY-MM-DDTHH:MM")
    part = _part(parts, "recall", "let a member go back to their own unit", "MEMBER")
    part.add_argument("--last", type=_day, required=True, metavar="YYYY-MM-DD")


def _show(told: dict[str, Any], by: Actor, now: datetime) -> str:
    on = told["on"]
    at = datetime.combine(on, now.astimezone(ZONE).timetz()) if on else now
    today = at.astimezone(ZONE).date()
    counts = queries.composition(by.county, on=today)
    lines = [f"{today} {'+'.join(str(count) for count in counts.values())}"]
    for row in queries.present(by.county, on=at):
        lines.append(f"  {'●' if row.here else '○'} {Presence.Mode(row.mode).label} {row.unit} {row.window}".rstrip())
    for shift in Shift.objects.filter(county=by.county, day=today).select_related("post", "member"):
        lines.append(f"  {shift.id} {Shift.Kind(shift.kind).label} {shift.post}: {shift.member.code}")
    for leave in leaves(today, today):
        if leave.county == by.county:
            stand_in = leave.delegate.code if leave.delegate else "—"
            lines.append(f"  {leave.id} {leave.first} – {leave.until} {leave.member.code} → {stand_in}")
    return "\n".join(lines)


def _list(told: dict[str, Any], by: Actor, now: datetime) -> str:
    span = {"first": told["first"], "last": told["last"]}
    words = {"mode": told["mode"], "window": told["window"], "weekdays": told["weekdays"]}
    return _said(listing.list_unit(told["unit"], **words, **span, by=by, at=now).unit)


def _lay(told: dict[str, Any], by: Actor, now: datetime) -> str:
    made = rostering.roll_out(
        told["post"], members=told["members"], first=told["first"], last=told["last"], kind=told["kind"],
        working_days_only=told["working_days"], by=by, at=now,
    )  # fmt: skip
    return f"{len(made)} 班新排 / shifts laid out"


def _withdraw(told: dict[str, Any], by: Actor, now: datetime) -> str:
    gone = rostering.withdraw(told["post"], kind=told["kind"], first=told["first"], last=told["last"], by=by, at=now)
    return f"{gone} 班撤下 / shifts withdrawn"


def _leave(told: dict[str, Any], by: Actor, now: datetime) -> str:
    leave = leaving.take_leave(
        told["member"], first=told["first"], last=told["last"], delegate=told["delegate"], by=by, at=now
    )
    return f"{leave.id}: {leave.first} – {leave.last}"


def _second(told: dict[str, Any], by: Actor, now: datetime) -> str:
    row = seconding.second(
        told["member"], home=told["home"], host=told["host"], first=told["first"], last=told["last"], by=by, at=now
    )
    return _said(row.member.code)


def _attend(told: dict[str, Any], by: Actor, now: datetime) -> str:
    came, left = told["came"], told["left"]
    row = seconding.record_attendance(told["member"], day=came.date(), came_at=came, left_at=left, by=by, at=now)
    return _said(row.member.code)


def _said(what: object) -> str:
    return f"{what}: 已登记 / recorded"


PARTS: dict[str, Part] = {
    "show": _show,
    "list": _list,
    "unlist": lambda told, by, now: _said(listing.unlist_unit(told["unit"], last=told["last"], by=by, at=now).unit),
    "place": lambda told, by, now: _said(placing.place(told["unit"], under=told["under"], by=by, at=now)),
    "lay": _lay,
    "withdraw": _withdraw,
    "swap": lambda told, by, now: _said(swapping.swap_shift(told["shift"], other=told["other"], by=by, at=now)[0].day),
    "hand-over": lambda told, by, now: _said(
        swapping.hand_over_shift(told["shift"], to=told["member"], by=by, at=now).day
    ),
    "leave": _leave,
    "delegate": lambda told, by, now: _said(
        leaving.name_delegate(told["leave"], delegate=told["to"], by=by, at=now).first
    ),
    "back": lambda told, by, now: _said(leaving.end_leave(told["leave"], by=by, at=now).member.code),
    "second": _second,
    "attend": _attend,
    "recall": lambda told, by, now: _said(
        seconding.end_secondment(told["member"], last=told["last"], by=by, at=now).member.code
    ),
}
