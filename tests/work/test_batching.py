"""One step for many: chosen, begun, gone on with line by line, stopped, tried again, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onedoor.cases.actions import signing
from onedoor.core.refusal import Refused
from onedoor.work.actions import batching
from onedoor.work.actions.batching import Chosen
from onedoor.work.models import Batch, BatchLine
from onedoor.work.own import progress
from onedoor.work.queries import leading
from tests.cases.histories import go, registered
from tests.small_county import COUNTY, MONDAY, SmallCounty

DAY = timedelta(days=1)


def chosen(county: SmallCounty, n: int) -> list[Chosen]:
    """So many cases that wait for the signature of housing."""
    cases = [go(registered(county), "triage dispatch", county) for _ in range(n)]
    return batching.as_they_are(COUNTY, [case.subject for case in cases])


def begun(county: SmallCounty, n: int) -> Batch:
    batch = batching.prepare("sign", chosen(county, n), most=99, by=county["housing"], at=MONDAY)
    return batching.begin(batch.pk, values="{}", by=county["housing"], at=MONDAY)


def sign(county: SmallCounty):  # type: ignore[no-untyped-def]
    return lambda line: signing.sign(line.subject[5:], by=county["housing"], at=MONDAY)


def go_on(county: SmallCounty, batch: Batch, most: int = 25) -> tuple[int, int, int]:
    batching.go_on(batch.pk, take=sign(county), by=county["housing"], at=MONDAY, most=most)
    told = progress(batch)
    return told.done, told.refused, told.waiting


def test_lines_are_taken_a_few_at_a_time_until_none_is_left(county: SmallCounty) -> None:
    batch = begun(county, 3)
    assert go_on(county, batch, most=2) == (2, 0, 1)
    assert go_on(county, batch, most=2) == (3, 0, 0)
    assert Batch.objects.get().ended_at == MONDAY
    assert go_on(county, batch) == (3, 0, 0), "what has ended goes on no more"


def test_what_moved_on_since_it_was_chosen_is_refused_and_the_rest_is_done(county: SmallCounty) -> None:
    batch = begun(county, 3)
    second = batch.lines.get(place=2)
    sign(county)(second)
    assert go_on(county, batch) == (2, 1, 0)
    refused = batch.lines.get(state="refused")
    assert (refused.pk, refused.sentence) == (second.pk, "选中以后有人办过了，没有再办。")


def test_a_line_that_is_refused_changes_nothing_and_says_why(county: SmallCounty) -> None:
    batch = begun(county, 2)

    def half(line: BatchLine) -> None:
        sign(county)(line)
        if line.place == 1:
            raise Refused("写到一半。")

    batching.go_on(batch.pk, take=half, by=county["housing"], at=MONDAY)
    first, second = batch.lines.order_by("place")
    assert (first.state, first.sentence, second.state) == ("refused", "写到一半。", "done")
    waits, moved = leading(COUNTY, first.subject), leading(COUNTY, second.subject)
    assert waits is not None and moved is not None and (waits.verb, moved.verb) == ("sign", "reply")


def test_a_stopped_batch_waits_and_goes_on_where_it_stood(county: SmallCounty) -> None:
    batch = begun(county, 2)
    go_on(county, batch, most=1)
    batching.stop(batch.pk, by=county["housing"], at=MONDAY)
    assert go_on(county, batch) == (1, 0, 1)
    batching.resume(batch.pk, by=county["housing"], at=MONDAY)
    assert go_on(county, batch) == (2, 0, 0)
    with pytest.raises(Refused, match="不能接着办"):
        batching.resume(batch.pk, by=county["housing"], at=MONDAY)


def test_what_was_refused_is_chosen_again_as_it_is_now(county: SmallCounty) -> None:
    batch = begun(county, 2)
    line = batch.lines.get(place=1)
    BatchLine.objects.filter(pk=line.pk).update(version=99)
    assert go_on(county, batch) == (1, 1, 0)
    second = batching.again(batch.pk, most=99, by=county["housing"], at=MONDAY)
    batching.begin(second.pk, values=second.values, by=county["housing"], at=MONDAY)
    assert go_on(county, second) == (1, 0, 0)
    with pytest.raises(Refused, match="没有没办成的"):
        batching.again(second.pk, most=99, by=county["housing"], at=MONDAY)


def test_nothing_and_too_much_cannot_be_chosen(county: SmallCounty) -> None:
    by = county["housing"]
    for found, told in (([], "还没有选中"), ([Chosen(f"case:{n}") for n in range(4)], "最多办3件")):
        with pytest.raises(Refused, match=told):
            batching.prepare("sign", found, most=3, by=by, at=MONDAY)
    assert not Batch.objects.exists()
    twice = batching.prepare("sign", [Chosen("case:1"), Chosen("case:1")], most=1, by=by, at=MONDAY)
    assert twice.lines.count() == 1


def test_a_batch_is_its_authors_alone(county: SmallCounty) -> None:
    batch = begun(county, 1)
    for act in (batching.stop, batching.resume):
        with pytest.raises(Refused, match="不是您办的"):
            act(batch.pk, by=county["urban"], at=MONDAY)
    with pytest.raises(Refused, match="已经开始"):
        batching.begin(batch.pk, values="{}", by=county["housing"], at=MONDAY)


def test_what_a_batch_was_told_goes_after_thirty_days(county: SmallCounty) -> None:
    ended, stopped = begun(county, 1), begun(county, 1)
    go_on(county, ended)
    batching.stop(stopped.pk, by=county["housing"], at=MONDAY)
    never = batching.prepare("sign", [Chosen("case:9")], most=9, by=county["housing"], at=MONDAY)
    batching.forget(at=MONDAY + 2 * DAY)
    assert {batch.values for batch in Batch.objects.all()} == {"{}"} and not never.lines.exists()
    batching.forget(at=MONDAY + 31 * DAY)
    assert {batch.values for batch in Batch.objects.all()} == {""}
    assert BatchLine.objects.filter(state="done").count() == 1, "what became of the lines stays"
