"""The watch over a model: what has moved is told, what is in order is green, what is not known is never green."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id, pack_for
from firmgraph.profiling.models.calibration import Calibration
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.registry import Kept, marks
from firmgraph.profiling.models.task import Sample
from firmgraph.profiling.models.watch import Observed, Watch, watch
from firmgraph.profiling.models.watch_lines import FAMILY, LEVELS, Sign, read_lines, told, untold, worst
from firmgraph.profiling.reasons import Reason

PACK = pack_by_id("model-watch")
LINES = read_lines(PACK)
CELL = ("2025-02", "all", 500)


def clients(month: str, size: int = 1500, seed: int = 0, moved: float = 0.0, noise: float = 0.0) -> dict[str, Any]:
    """A month of clients whose log odds are debt - 1; `moved` shifts debt, `noise` blurs it for the region south."""
    random = np.random.default_rng([seed, int(month[-2:])])
    debt = random.normal(moved, 1, size)
    y = (random.random(size) < expit(1.5 * debt - 1)).astype(float)
    region = random.choice(["north", "south"], size)
    seen = np.where(region == "south", debt + noise * random.standard_normal(size), debt)
    return {
        "ids": [f"c{number}" for number in range(size)],
        "month": [month] * size,
        "debt": seen.tolist(),
        "age": random.standard_normal(size).tolist(),
        "region": region.tolist(),
        "y": y,
    }


def observed(*months: Mapping[str, Any], segments: bool = False) -> Observed:
    whole = {name: [one for month in months for one in month[name]] for name in months[0]}
    named = (
        ["a" if place % 3 else "b" for place in range(len(whole["ids"]))] if segments else ["one"] * len(whole["ids"])
    )
    frame = {name: whole[name] for name in ("debt", "age")}
    sample = Sample(whole["ids"], frame, np.array(whole["y"]), named)
    return Observed(sample, whole["month"], {"region": whole["region"]})


def model() -> Kept:
    month = clients("2024-12", 4000)
    frame = {name: month[name] for name in ("debt", "age")}
    fitted = fit(Learner("logistic"), frame, month["y"])
    calibration = Calibration.fit(month["y"], fitted.predict(frame), ["one"] * 4000)
    kept = Kept("risk", ["age", "debt"], "hash", [fitted.to_text()], finish={"calibration": calibration.to_json()})
    return replace(kept, version=1)


MODEL = model()
CALM = [clients(month) for month in ("2025-01", "2025-02", "2025-03")]


def signs(found: Watch, measure: str, part: str = "all") -> list[Sign]:
    return [sign for sign in found.signs if sign.measure == measure and sign.part == part]


def test_months_without_change_raise_no_red_alarm_and_every_measure_is_told() -> None:
    found = watch(MODEL, observed(*CALM, segments=True), PACK)
    assert {sign.measure for sign in found.signs} == set(LINES.of)
    assert "red" not in {sign.level for sign in found.signs if sign.measure != "reason_agreement"}
    assert {sign.level for sign in signs(found, "score_psi")} == {"green"}
    assert {sign.part for sign in found.signs if sign.measure == "calibration_slope"} == {"all", "a", "b"}
    assert found.compared_with == "2025-01"
    assert [sign.month for sign in signs(found, "auc_drop")] == ["2025-02", "2025-03"]


def test_moved_clients_are_told_by_score_and_by_the_column_that_moved() -> None:
    found = watch(MODEL, observed(CALM[0], clients("2025-02", moved=1.0)), PACK)
    assert signs(found, "score_psi")[0].level == "red"
    assert signs(found, "column_psi", "debt")[0].level == "red"
    assert signs(found, "column_psi", "age")[0].level == "green"
    assert found.wire()["level"] == "red"
    assert "> 0.1" in signs(found, "score_psi")[0].reason.zh


def test_a_model_that_ranks_worse_is_told_with_an_interval_and_the_group_it_fails() -> None:
    found = watch(MODEL, observed(CALM[0], clients("2025-02", noise=2.5)), PACK)
    drop, slope = (
        signs(found, "auc_drop")[0],
        [one for one in signs(found, "calibration_slope") if one.month == "2025-02"],
    )
    assert drop.level == "red"
    assert drop.found is not None
    assert drop.now is not None
    assert drop.wire()["now"]["value"] == round(drop.now.value, 6) < 0.8
    assert f"this month {drop.now.value:.4f}" in drop.reason.en
    assert drop.found.low > 0.02
    assert slope[0].level == "red"
    gap = signs(found, "auc_gap", "region: north / south")[0]
    assert (gap.month, gap.level) == ("2025-02", "red")


def test_clients_that_are_too_few_and_labels_not_known_are_unknown_never_green() -> None:
    few, blind = clients("2025-02", 150), clients("2025-03")
    blind["y"] = np.full(1500, np.nan)
    found = watch(MODEL, observed(CALM[0], few, blind), PACK)
    by_month = {month: [one for one in found.signs if one.month == month] for month in ("2025-02", "2025-03")}
    told = [one for one in by_month["2025-02"] if one.measure != "reason_agreement"]
    assert {one.level for one in told} == {"unknown"}
    assert all(one.found is None for one in told)
    assert [one.part for one in told if one.measure == "column_psi"] == ["all"]
    needing = [
        one
        for one in by_month["2025-03"]
        if one.measure in ("auc", "auc_drop", "ks_drop", "calibration_slope", "auc_gap")
    ]
    assert {one.level for one in needing} == {"unknown"}
    assert "no label" in signs(found, "auc_drop")[1].reason.en
    assert signs(found, "score_psi")[1].level == "green"


def test_bad_clients_too_few_in_each_month_are_told_of_over_all_months_together() -> None:
    months = [clients(f"2025-{month:02d}", 70, seed=month) for month in range(1, 11)]
    for place, month in enumerate(months):
        month["ids"] = [f"{one} of {place}" for one in month["ids"]]
    found = [one for one in watch(MODEL, observed(*months), PACK).signs if one.measure == "auc"]
    assert {one.level for one in found if one.month != "all"} == {"unknown"}
    together = next(one for one in found if one.month == "all")
    assert (together.level, together.clients) == ("green", 700)


def test_a_client_of_many_months_counts_once_and_its_months_do_not_narrow_an_interval() -> None:
    once = clients("2025-01", 400)
    copies = [{**once, "month": [f"2025-{month:02d}"] * 400} for month in range(1, 7)]
    signs_of = {one.month: one for one in watch(MODEL, observed(*copies), PACK).signs if one.measure == "auc"}
    alone, together = signs_of["2025-01"].found, signs_of["all"].found
    assert alone is not None
    assert together is not None
    assert signs_of["all"].clients == 400
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high), abs=2e-3)


def test_a_model_that_tells_nobody_apart_is_told_though_it_never_drops() -> None:
    blind = [clients(f"2025-0{month}", seed=month) for month in (1, 2, 3)]
    for month in blind:
        month["y"] = np.random.default_rng(1).permutation(month["y"])
    found = watch(MODEL, observed(*blind), PACK)
    assert {one.level for one in signs(found, "auc_drop")} <= {"green", "amber"}
    assert [one.level for one in signs(found, "auc") if one.month == "all"] == ["red"]


def test_how_well_it_ranks_is_not_told_of_the_months_it_learned_from() -> None:
    first = CALM[0]
    ids = [f"{one}@2025-01" for one in first["ids"]]
    learned = replace(MODEL, learned=marks(ids, {name: first[name] for name in ("age", "debt")}))
    found = [one for one in watch(learned, observed(*CALM[:2]), PACK).signs if one.part == "all"]
    levels = {(one.measure, one.month): one.level for one in found}
    assert (
        levels["auc", "2025-01"] == levels["calibration_slope", "2025-01"] == levels["auc_drop", "2025-02"] == "unknown"
    )
    assert levels["auc", "2025-02"] == levels["auc", "all"] == "green"
    assert levels["score_psi", "2025-02"] == "green"


def test_a_thin_group_is_unknown_by_itself_and_the_others_are_still_compared() -> None:
    month = clients("2025-02")
    month["region"] = ["west" if place < 60 else "" if place < 90 else one for place, one in enumerate(month["region"])]
    found = watch(MODEL, observed(CALM[0], month), PACK)
    gaps = {sign.part: sign.level for sign in found.signs if sign.measure == "auc_gap" and sign.month == "2025-02"}
    assert gaps.pop("region: west") == "unknown"
    assert gaps.pop("region: ?") == "unknown"
    assert set(gaps) <= {"region: north / south", "region: south / north"}
    assert set(gaps.values()) <= {"green", "amber"}


def test_reasons_of_the_same_clients_are_compared_with_the_month_before() -> None:
    same = {**CALM[0], "month": ["2025-02"] * 1500}
    turned = {**CALM[0], "month": ["2025-03"] * 1500, "debt": [-one for one in CALM[0]["debt"]]}
    found = signs(watch(MODEL, observed(CALM[0], same, turned), PACK), "reason_agreement")
    assert [sign.level for sign in found] == ["green", "red"]
    strangers = {**same, "ids": [f"d{number}" for number in range(1500)]}
    assert signs(watch(MODEL, observed(CALM[0], strangers), PACK), "reason_agreement")[0].level == "unknown"


def test_a_table_to_compare_with_makes_the_first_month_watched_too_and_row_order_means_nothing() -> None:
    base = observed(clients("2024-11"))
    found = watch(MODEL, observed(*CALM[:2]), PACK, base)
    assert [sign.month for sign in signs(found, "score_psi")] == ["2025-01", "2025-02"]
    turned = [{name: list(values)[::-1] for name, values in month.items()} for month in CALM[:2]]
    again = watch(MODEL, observed(*turned[::-1]), PACK, base)
    assert again.wire() == found.wire()


def test_one_month_alone_and_nobody_are_refused() -> None:
    with pytest.raises(InvalidInput, match="only month"):
        watch(MODEL, observed(CALM[0]), PACK)
    with pytest.raises(InvalidInput, match="no clients"):
        watch(MODEL, observed(clients("2025-01", 0)), PACK)
    with pytest.raises(InvalidInput, match="months and groups"):
        Observed(observed(CALM[0]).sample, ["2025-01"], {})


@pytest.mark.parametrize(
    ("measure", "value", "level"),
    [
        ("score_psi", 0.10, "green"),
        ("score_psi", 0.10 + 2e-8, "amber"),
        ("score_psi", 0.25, "amber"),
        ("score_psi", 0.25 + 2e-8, "red"),
        ("score_psi", 0.3 - 0.2, "green"),
        ("reason_agreement", 0.8, "green"),
        ("reason_agreement", 0.8 - 2e-8, "amber"),
        ("reason_agreement", 0.6, "amber"),
        ("reason_agreement", 0.6 - 2e-8, "red"),
        ("calibration_slope", 0.95, "green"),
        ("calibration_slope", 1.05, "green"),
        ("calibration_slope", 1.05 + 2e-8, "red"),
        ("auc_gap", 0.02, "green"),
    ],
)
def test_a_value_on_a_line_is_of_the_better_side(measure: str, value: float, level: str) -> None:
    assert told(LINES, measure, CELL, Interval(value, value, value)).level == level


def test_an_interval_that_reaches_the_green_line_is_amber_and_one_beyond_it_red() -> None:
    assert told(LINES, "auc_gap", CELL, Interval(0.05, 0.02, 0.08)).level == "amber"
    sign = told(LINES, "auc_gap", CELL, Interval(0.05, 0.0201, 0.08))
    assert sign.level == "red"
    assert sign.wire() == {
        "measure": "auc_gap", "month": "2025-02", "part": "all", "clients": 500,
        "value": 0.05, "low": 0.0201, "high": 0.08, "level": "red",
        "reason": {
            "zh": "组间 AUC 差 0.0500 [0.0201, 0.0800]，> 0.02",
            "en": "gap of the AUC between groups 0.0500 [0.0201, 0.0800], > 0.02",
        },
    }  # fmt: skip
    assert "chance" in told(LINES, "calibration_slope", CELL, Interval(0.9, 0.7, 1.1)).reason.en


def test_the_worst_level_is_told_and_unknown_is_worse_than_green() -> None:
    green = told(LINES, "auc_gap", CELL, Interval(0, 0, 0))
    unknown = untold(LINES, "auc_gap", CELL, Reason("无", "none"))
    assert worst([green, unknown]) == "unknown"
    assert worst([]) == "unknown"
    assert worst([unknown, told(LINES, "auc_gap", CELL, Interval(0.03, 0, 1))]) == "amber"
    assert LEVELS[0] == "green"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"auc_gap": {"green_to": "0.3", "red_above": "0.2", "zh": "差", "en": "gap"}}, "not in order"),
        ({"auc_gap": {"zh": "差", "en": "gap"}}, "not in order"),
        ({"extra": {"green_to": "0.3", "zh": "差", "en": "gap"}}, "extra"),
    ],
)
def test_broken_lines_are_refused(lines: dict[str, Any], words: str) -> None:
    stated = {**PACK.parameters, "lines": {**PACK.parameters["lines"], **lines}}
    with pytest.raises(InvalidInput, match=words):
        read_lines(PACK.model_copy(update={"parameters": stated}))


def test_the_lines_of_a_day_are_those_in_force() -> None:
    assert read_lines(pack_for(FAMILY, "2025-06-30")) == LINES
