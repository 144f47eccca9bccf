"""Training the text model: what it learns from, what it leaves alone, and when a new version takes the place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from onedoor.catalogue.models import Threshold
from onedoor.catalogue.queries import changed as catalogue_changed
from onedoor.core import nightly, outbox
from onedoor.core.events import Notice
from onedoor.core.models import Delivery, Happening
from onedoor.core.refusal import Refused
from onedoor.dispatch import history as histories
from onedoor.dispatch import labelled, subscribers, trying
from onedoor.dispatch.actions import choosing, training
from onedoor.dispatch.judging import Answer, Figures, judged, worse
from onedoor.dispatch.live import live
from onedoor.dispatch.models import Advice, Lesson, TextModel
from onedoor.organisation.actor import Actor
from tests.dispatch.examples import LIFT, RIVER, SMOKE, handled, history, told
from tests.small_county import COUNTY, MONDAY, SmallCounty

SYSTEM = Actor.system(COUNTY)
LATER = MONDAY + timedelta(days=30)


def read(each: int = 10, most: int = 1000) -> histories.Taught:
    return histories.read(COUNTY, most=most, each=each)


def trained(at: object = MONDAY, **how: object) -> TextModel:
    return training.train(read(), by=SYSTEM, at=at, **how)  # type: ignore[arg-type]


def test_what_is_secret_erased_or_not_settled_is_no_example(county: SmallCounty) -> None:
    texts = told(LIFT, 6)
    handled(LIFT, texts[:1])
    handled(LIFT, texts[1:2], confidential=True)
    handled(LIFT, texts[2:3], nature="inform")
    handled(LIFT, texts[3:4], state="declined")
    handled(LIFT, texts[4:5], state="withdrawn")
    handled(LIFT, texts[5:], erased=True)
    assert [one.text for one in read(each=1).examples] == texts[:1]


def test_a_case_whose_first_answer_was_wrong_weighs_more(county: SmallCounty) -> None:
    plain, back, other, followed = handled(LIFT, told(LIFT, 4))
    common = {"county": COUNTY, "at": MONDAY, "item": LIFT, "unit": "housing"}
    Lesson.objects.create(case=back, right=False, source="ruled", **common)
    Lesson.objects.create(case=plain, right=True, source="closed", **common)
    offered = [{"item": SMOKE, "unit": "urban"}]
    Advice.objects.create(case=other, step="triage", by="m", offered=offered, rank=0, **common)
    Advice.objects.create(case=followed, step="triage", by="m", offered=offered, rank=1, **common)
    Advice.objects.create(case=plain, step="triage", by="m", offered=[], rank=0, **common)
    weights = {one.text: one.weight for one in read(each=1).examples}
    heavy = {case.reports.get().text for case in (back, other)}
    assert {text for text, weight in weights.items() if weight == histories.CORRECTED} == heavy
    assert set(weights.values()) == {1.0, histories.CORRECTED}


def test_the_newest_are_read_and_in_small_batches(county: SmallCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "_BATCH", 7)
    history(10)
    newest = [case.reports.get().text for case in histories.settled(COUNTY).order_by("-registered_at")[:15]]
    found = read(each=1, most=15)
    assert sorted(one.text for one in found.examples) == sorted(newest)
    assert len(read(each=1).examples) == 20


def test_items_with_too_few_examples_are_left_out_and_named(county: SmallCounty) -> None:
    handled(LIFT, told(LIFT, 10))
    handled(SMOKE, told(SMOKE, 9))
    found = read(each=10)
    assert ({one.label for one in found.examples}, found.few) == ({LIFT}, {SMOKE: 9})


def test_with_too_little_nothing_is_trained_and_it_says_so(county: SmallCounty) -> None:
    history(20)
    with pytest.raises(Refused, match="还不够训练.*职责清单照常提出建议"):
        trained()
    assert not TextModel.objects.exists()


def test_the_first_version_goes_into_use_and_is_on_the_record(county: SmallCounty) -> None:
    history(40)
    made = trained()
    assert (made.number, made.state, made.reason) == (1, "live", "first")
    assert (made.basis["examples"], made.basis["items"]) == (80, 2)
    in_use = live(COUNTY)
    assert in_use is not None and in_use.number == 1
    assert in_use.classifier.ranked("翠湖花园的电梯又停了", 1)[0].label == LIFT
    figures = Figures.of(made.figures)
    assert figures is not None and 10 <= figures.cases <= 24 and figures.macro_f1 > 0.9
    line = Happening.objects.get(county=COUNTY, name="dispatch.model_trained")
    assert (line.subject, line.payload["number"], line.payload["state"]) == ("dispatch:model", 1, "live")
    assert line.payload["figures"]["macro_f1"] == round(figures.macro_f1 * 1000)


def test_a_new_version_that_is_not_worse_takes_the_place(county: SmallCounty) -> None:
    history(40)
    trained()
    history(40, seed=1)
    second = trained(at=LATER)
    first = TextModel.objects.get(number=1)
    assert (second.state, second.reason) == ("live", "not_worse")
    assert (first.state, first.reason, first.changed_at) == ("retired", "replaced", LATER)
    assert live(COUNTY).number == 2  # type: ignore[union-attr]


def test_the_two_are_compared_on_cases_that_neither_saw(county: SmallCounty) -> None:
    history(40)
    trained()
    history(90, seed=1)
    second = trained(at=LATER, hold_out=0.4)
    assert second.before["same"] and second.before["number"] == 1
    assert second.before["was"]["cases"] == second.before["beside"]["cases"] < second.figures["cases"]


def test_with_too_few_new_cases_each_is_taken_at_its_own_measurement(county: SmallCounty) -> None:
    history(40)
    first = trained()
    second = trained(at=LATER)
    assert not second.before["same"] and second.before["was"] == first.figures


def spoiled() -> None:
    """Later cases of which somebody mixed up the items."""
    handled(LIFT, told(SMOKE, 60, seed=5))
    handled(SMOKE, told(LIFT, 60, seed=5))
    handled(LIFT, told(LIFT, 60, seed=5))
    handled(SMOKE, told(SMOKE, 60, seed=5))


def test_a_worse_version_is_kept_back_with_its_figures(county: SmallCounty) -> None:
    history(40)
    trained()
    spoiled()
    second = trained(at=LATER)
    assert (second.state, second.reason) == ("kept_back", "worse")
    assert Figures.of(second.figures) is not None
    assert live(COUNTY).number == 1  # type: ignore[union-attr]
    assert Happening.objects.filter(name="dispatch.model_trained").count() == 2


def test_a_person_may_put_it_into_use_all_the_same(county: SmallCounty) -> None:
    history(40)
    trained()
    spoiled()
    second = trained(at=LATER, force=True)
    assert (second.state, second.reason) == ("live", "forced")


def test_a_version_that_forgets_items_is_kept_back(county: SmallCounty) -> None:
    history(40)
    handled(RIVER, told(RIVER, 40))
    trained()
    narrow = histories.Taught(tuple(one for one in read().examples if one.label != RIVER))
    second = training.train(narrow, by=SYSTEM, at=LATER)
    assert (second.state, second.reason) == ("kept_back", "narrower")


def test_what_was_trained_beside_somebody_else_is_not_kept(
    county: SmallCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    history(40)
    try_it = training.tried

    def slowly(*args: object, **how: object) -> trying.Tried:
        monkeypatch.setattr(training, "tried", try_it)
        trained()
        return try_it(*args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "tried", slowly)
    with pytest.raises(Refused, match="别人训练或者换用了模型"):
        trained()
    assert TextModel.objects.count() == 1


def test_stopping_it_changes_nothing(county: SmallCounty) -> None:
    history(40)

    def stop(what: str, share: float) -> None:
        if what == "train":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(progress=stop)
    assert not TextModel.objects.exists() and not Happening.objects.filter(name="dispatch.model_trained").exists()


def test_old_versions_keep_their_figures_and_lose_their_weights(county: SmallCounty) -> None:
    history(40)
    for _n in range(training.KEPT + 1):
        trained()
    first = TextModel.objects.get(number=1)
    assert (bytes(first.weights), bytes(first.seen)) == (b"", b"") and first.figures["cases"]
    assert all(bytes(one.weights) for one in TextModel.objects.exclude(number=1))


def test_only_whoever_administers_trains(county: SmallCounty) -> None:
    history(40)
    with pytest.raises(Refused, match="系统管理岗"):
        training.train(read(), by=county["dispatch"], at=MONDAY)


def file(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "标注.csv"
    path.write_text("内容,事项\n" + "\n".join(lines) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_by_item_code_or_name_and_other_labels_are_named(
    county: SmallCounty, tmp_path: Path, encoding: str
) -> None:
    path = file(tmp_path, "电梯停了,15-03", "电梯困人,电梯故障", "路灯不亮,路灯", "油烟大,10-01", encoding=encoding)
    found = labelled.read(path, text_column="内容", label_column="事项", county=COUNTY, each=2)
    assert [(one.text, one.label) for one in found.examples] == [("电梯停了", LIFT), ("电梯困人", LIFT)]
    assert (found.unknown, found.few, found.source) == ({"路灯": 1}, {SMOKE: 1}, "标注.csv")


def test_a_file_without_the_column_says_which_it_has(county: SmallCounty, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有“标题”这一列。有的是：内容、事项"):
        labelled.read(file(tmp_path), text_column="标题", label_column="事项", county=COUNTY, each=2)


def set_to(code: str, n: int) -> None:
    Threshold.objects.create(county=COUNTY, code=code, n=n, valid_from=MONDAY.date() - timedelta(days=1))
    catalogue_changed()


def test_every_night_each_county_trains_beside_the_outbox_and_not_in_it(county: SmallCounty) -> None:
    set_to("learn_after", 60)
    history(40)
    nightly.begin(MONDAY)
    Delivery.objects.filter(subscriber=training.TRAIN).update(due_at=MONDAY)
    outbox.drain(MONDAY)
    [due] = Delivery.objects.filter(subscriber=training.TRAIN_COUNTY)
    assert (due.county, due.outside) == (COUNTY, True) and not TextModel.objects.exists()
    subscribers.train_county(Notice(COUNTY, "", "", {}, MONDAY, 0, 1, "1"), MONDAY)
    made = TextModel.objects.get()
    assert (made.state, made.trained_by) == ("live", "system")


def test_a_night_with_too_little_to_learn_from_is_quiet(county: SmallCounty) -> None:
    set_to("learn_after", 5)
    history(8)
    subscribers.train_county(Notice(COUNTY, "", "", {}, MONDAY, 0, 1, "1"), MONDAY)
    assert not TextModel.objects.exists()


def test_by_night_it_learns_when_enough_is_new(county: SmallCounty) -> None:
    set_to("learn_after", 60)
    history(25)
    assert training.tonight(COUNTY, by=SYSTEM, at=MONDAY) is None
    history(25, seed=1)
    assert training.tonight(COUNTY, by=SYSTEM, at=MONDAY) is not None
    assert training.tonight(COUNTY, by=SYSTEM, at=LATER) is None, "nothing is new"
    history(30, seed=2)
    assert training.tonight(COUNTY, by=SYSTEM, at=LATER) is not None


def test_by_night_nothing_is_put_into_use_where_somebody_wants_none(county: SmallCounty) -> None:
    set_to("learn_after", 60)
    history(40)
    trained()
    choosing.choose(0, reason="先停用，查一查。", by=county["admin"], at=MONDAY)
    history(40, seed=1)
    assert training.tonight(COUNTY, by=SYSTEM, at=LATER) is None


def answers(*told: tuple[str, str, float]) -> list[Answer]:
    return [Answer(item, first, "", probability) for item, first, probability in told]


def test_figures_are_counts_of_what_was_said() -> None:
    found = judged(answers(("a", "a", 0.95), ("a", "b", 0.55), ("b", "b", 0.62), ("b", "b", 0.3)), threshold=65)
    assert (found.cases, found.right) == (4, 3)
    assert [(one.percent, one.shown, one.right) for one in found.levels] == [
        (40, 3, 2), (50, 3, 2), (60, 2, 2), (65, 1, 1), (70, 1, 1), (80, 1, 1), (90, 1, 1),
    ]  # fmt: skip
    assert found.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert found.confused == (("a", "b", 1),)
    assert Figures.of(found.plain()) == found


def test_worse_is_what_chance_does_not_explain() -> None:
    good = judged(answers(*[("a", "a", 0.9), ("b", "b", 0.9)] * 50), threshold=60)
    slip = judged(answers(*[("a", "a", 0.9), ("b", "b", 0.9)] * 48, *[("a", "b", 0.3)] * 4), threshold=60)
    bad = judged(answers(*[("a", "a", 0.9), ("b", "b", 0.9)] * 40, *[("a", "b", 0.9)] * 20), threshold=60)
    shy = judged(answers(*[("a", "a", 0.9), ("b", "b", 0.5)] * 50), threshold=60)
    assert not worse(good, good, threshold=60) and not worse(slip, good, threshold=60)
    assert worse(bad, good, threshold=60) and worse(shy, good, threshold=60) and not worse(good, bad, threshold=60)
