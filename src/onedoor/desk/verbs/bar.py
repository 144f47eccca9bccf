"""The action bar: what is owed first, what may be done instead, and the rest in a menu."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from onedoor.desk.dossier import Dossier
from onedoor.desk.verbs.beside import pressing
from onedoor.desk.verbs.offering import Offer, offers
from onedoor.desk.verbs.words import ALTERNATIVE, ANSWERS, ELSEWHERE, OWED, SELDOM, VERBS

MOST = 4
"""So many buttons stand in the bar, the opener of the menu among them."""


@dataclass(frozen=True)
class Button:
    """One button of the action bar; ``blocked`` says in its label why it cannot be used now. ``query`` opens its
    form."""

    verb: str
    label: str
    key: str
    icon: str
    asks: bool
    primary: bool
    danger: bool
    blocked: str
    about: str
    place: int

    @property
    def query(self) -> str:
        return f"do={self.verb}&about={self.about}" if self.about else f"do={self.verb}"


@dataclass(frozen=True)
class Bar:
    """The buttons that stand in the bar, those of its menu, and those with a place of their own on the page."""

    shown: list[Button]
    more: list[Button]
    elsewhere: list[Button]

    @property
    def buttons(self) -> list[Button]:
        return [*self.shown, *self.more]

    def find(self, verb: str, about: str = "") -> Button | None:
        """The button of a verb, and of a request where there are several; None for what the actor may not do now."""
        able = (one for one in (*self.buttons, *self.elsewhere) if one.verb == verb and not one.blocked)
        return next((one for one in able if one.about in ("", about) or not about), None)

    def led_by(self, button: Button) -> Bar:
        """The bar with this button first: its form is open."""
        shown = [button, *(one for one in self.shown if one is not button)]
        more = [one for one in self.more if one is not button]
        room = MOST if not more and len(shown) <= MOST else MOST - 1
        return Bar(shown[:room], shown[room:] + more, self.elsewhere)

    @property
    def primary(self) -> Button | None:
        return next((button for button in self.shown if button.primary), None)


def bar(dossier: Dossier) -> Bar:
    """The action bar of a case for one actor."""
    offered = offers(dossier)
    made = [_button(offer, dossier) for offer in offered]
    buttons = [button for button in made if button.place != ELSEWHERE]
    first = _primary(buttons, dossier)
    ordered = sorted(buttons, key=lambda button: (button is not first, bool(button.blocked), button.place))
    ordered = [replace(one, primary=True, danger=False) if one is first else one for one in ordered]
    near = [button for button in ordered if button.place < SELDOM]
    room = MOST if len(near) == len(ordered) <= MOST else MOST - 1
    shown = near[:room]
    rest = [button for button in ordered if button not in shown]
    return Bar(_keys(shown), _keys(rest, taken=shown), [button for button in made if button.place == ELSEWHERE])


def _button(offer: Offer, dossier: Dossier) -> Button:
    verb = VERBS[offer.verb]
    place = verb.place
    if offer.verb == "transfer" and pressing(dossier):
        place = ALTERNATIVE
    elif offer.verb == "summarise" and dossier.case.summary:
        place = SELDOM
    return Button(
        offer.verb, _label(offer, dossier), verb.key, verb.icon, verb.form is not None, False, verb.danger,
        offer.blocked, offer.about, place,
    )  # fmt: skip


def _label(offer: Offer, dossier: Dossier) -> str:
    if offer.verb == "decide":
        kind = next(one.get_kind_display() for one in dossier.requests if str(one.id) == offer.about)
        return _("审批%(kind)s") % {"kind": kind}
    if offer.verb == "make_report" and dossier.case.restricted:
        return _("补记被反映的单位")
    if offer.verb == "summarise" and dossier.case.summary:
        return _("修改摘要")
    return str(VERBS[offer.verb].label)


def _primary(buttons: list[Button], dossier: Dossier) -> Button | None:
    """The step that is owed, the earliest due first; a blocked one gives way to what unblocks it."""
    able = [button for button in buttons if not button.blocked]
    for task in dossier.tasks:
        wanted = ANSWERS.get(task.verb, task.verb)
        for button in able:
            if button.verb == wanted and button.about in ("", task.about):
                return button
    owed = [button for button in able if button.place == OWED]
    if not owed and any(button.blocked and button.verb in ("dispatch", "entrust") for button in buttons):
        owed = [button for button in able if button.verb == "summarise"]
    return owed[0] if owed else None


def _keys(buttons: list[Button], taken: list[Button] | None = None) -> list[Button]:
    """One key opens one button: the first that has it keeps it."""
    used = {button.key for button in taken or []}
    kept: list[Button] = []
    for button in buttons:
        kept.append(replace(button, key="") if button.key in used else button)
        used.add(button.key)
    return kept
