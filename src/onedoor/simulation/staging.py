"""One tale while it is told: scene after scene, through the actions that people use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from onedoor.cases.actions import registering
from onedoor.cases.actions.registering import Incoming
from onedoor.cases.models import Case
from onedoor.core.refusal import Refused
from onedoor.hall.actions import calling, ticketing
from onedoor.simulation import watching
from onedoor.simulation.cast import Cast
from onedoor.simulation.deeds import DEEDS
from onedoor.simulation.tales.scenes import EXPECT, LOOK, Scene, Tale, Voice
from onedoor.simulation.watching import Wrong

_WAITED, _SPOKEN = timedelta(minutes=15), timedelta(minutes=6)


@dataclass
class Stage:
    """One tale while it is told: who acts in it, the reference of each reporter's case, and what nobody let happen."""

    tale: Tale
    cast: Cast
    refs: dict[str, str] = field(default_factory=dict)
    refusals: list[dict[str, str]] = field(default_factory=list)

    def case(self, of: str = "") -> Case:
        return Case.objects.get(county=self.cast.county, ref=self.refs[of])

    def play(self, scene: Scene) -> None:
        """Let the scene happen. Raises Wrong, or Refused where the story says it may happen."""
        voice = self.tale.others.get(scene.of, self.tale.voice)
        if scene.verb == "register":
            self.refs[scene.of] = self._register(scene, voice)
        elif scene.verb == EXPECT:
            watching.expect(self.case(scene.of), **scene.given)
        elif scene.verb == LOOK:
            secret = watching.phrases(voice.text, voice.caller, voice.phone)
            actor = self.cast.player(scene.who, scene.at)
            watching.look(self.case(scene.of), actor, secret=secret, **scene.given)
        elif scene.refused:
            self._refused(scene)
        else:
            self._do(scene)

    def _do(self, scene: Scene) -> None:
        ref, given = self.refs[scene.of], dict(scene.given)
        if "into" in given:
            given["into"] = self.refs[given["into"]]
        DEEDS[scene.verb](ref, **given, by=self.cast.player(scene.who, scene.at, ref=ref), at=scene.at)

    def _refused(self, scene: Scene) -> None:
        try:
            self._do(scene)
        except Refused as refusal:
            self.refusals.append({"verb": scene.verb, "who": scene.who, "why": str(refusal)})
            return
        raise Wrong(_("%(ref)s：%(verb)s应当被拒绝，却办成了。") % {"ref": self.refs[scene.of], "verb": scene.verb})

    def _register(self, scene: Scene, voice: Voice) -> str:
        incoming = Incoming(
            channel=voice.channel, text=voice.text, area=voice.village, name=voice.caller, phone=voice.phone,
            **voice.given,
        )  # fmt: skip
        by = self.cast.player(scene.who, scene.at)
        ticket = self._called(scene) if "line" in scene.given else None
        ref = registering.register(incoming, county=self.cast.county, by=by, at=scene.at)[0].ref
        if ticket is not None:
            ticketing.link(ticket, ref=ref, by=by, at=scene.at)
        return ref

    def _called(self, scene: Scene) -> int:
        """Whoever registers drew a number a quarter of an hour ago and was called to the window."""
        drawn, called = scene.at - _WAITED, scene.at - _SPOKEN
        by = self.cast.player(scene.who, called)
        ticketing.issue(scene.given["line"], by=self.cast.resident(), at=drawn)
        ticket = calling.call_next(scene.given["window"], by=by, at=called)
        return calling.serve(ticket.id, by=by, at=called).id
