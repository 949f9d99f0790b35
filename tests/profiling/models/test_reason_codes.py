"""Reason codes: the columns that raise the risk most, in order, in words and with records, and how stable they are."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.models.test_contributions import FRAME, Y

from firmgraph.errors import InvalidInput
from firmgraph.profiling.features import FEATURES, describe
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.models import frame_columns
from firmgraph.profiling.models.coding import Frame
from firmgraph.profiling.models.contributions import Contributions, contributions
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.reason_codes import (
    agreement,
    description,
    read_from,
    reason_code,
    reason_codes,
    stability,
    top,
)

COLUMNS = ("age", "debt_ratio", "open_overdue", "trade")


def _told(*rows: tuple[float, ...]) -> Contributions:
    return Contributions(COLUMNS, -1.0, np.array(rows))


def test_row_1_03_reasons_are_the_columns_that_raise_the_risk_most_with_words_and_records() -> None:
    frame: Frame = {"age": [40.0], "debt_ratio": [0.8123456789], "open_overdue": [None], "trade": ["mill"]}
    told = _told((-0.5, 0.7, 0.2, 0.0))
    first, second = reason_codes(told, frame, 0, 3, {"debt_ratio": Measured(Decimal("0.8"), ("r1", "r2"))})
    assert (first.column, first.value, first.contribution, first.direction) == (
        "debt_ratio",
        0.8123456789,
        0.7,
        "raises",
    )
    assert first.reason.zh == "资产负债率为 0.812346，提高风险"
    assert first.reason.en.endswith(": 0.812346, raises the risk")
    assert first.reason.evidence == ("r1", "r2")
    assert second.wire() == {
        "column": "open_overdue",
        "value": None,
        "contribution": 0.2,
        "direction": "raises",
        "reason": {
            "zh": "当前逾期金额未知，提高风险",
            "en": "amount overdue on open credit accounts, in yuan: not known, raises the risk",
            "evidence": [],
        },
    }


def test_every_feature_has_words_in_both_languages_and_another_column_its_name() -> None:
    for name in describe():
        zh, en = description(name)
        assert zh.isascii() is False
        assert "\n" not in en
        assert en[-1] != "."
    assert description("credit_amount") == ("credit_amount", "credit_amount")
    assert reason_code("trade", "mill", -0.1).reason.en == "trade: mill, lowers the risk"


def test_equal_contributions_come_by_name_and_what_lowers_the_risk_is_no_reason() -> None:
    told = _told((0.1, 0.1 + 1e-9, 0.1, 0.1), (-1, -2, 0, -3))
    frame = {name: [0, 0] for name in COLUMNS}
    assert [one.column for one in reason_codes(told, frame, 0)] == ["age", "debt_ratio", "open_overdue"]
    assert reason_codes(told, frame, 1) == []
    assert top(told) == [frozenset(COLUMNS[:3]), frozenset()]


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3), st.lists(st.sampled_from(["a", "b", "c"]), max_size=3))
def test_agreement_is_the_jaccard_index(one: list[str], two: list[str]) -> None:
    first, second = frozenset(one), frozenset(two)
    union = len(first | second)
    expected = len(first & second) / union if union else 1.0
    assert agreement([first], [second]) == agreement([second], [first]) == expected


def test_stability_is_one_for_a_model_without_chance_and_less_for_noise() -> None:
    plain = [contributions([fit(Learner("logistic", seed=seed), FRAME, Y)], FRAME) for seed in range(3)]
    random = np.random.default_rng(2)
    noise = [Contributions(plain[0].columns, 0.0, random.standard_normal((300, 3))) for _ in range(3)]
    assert stability(plain) == 1
    assert stability(noise, 1) < 0.6
    with pytest.raises(InvalidInput, match="two models"):
        stability(plain[:1])
    with pytest.raises(InvalidInput, match="same clients"):
        agreement([frozenset()], [])


def test_every_column_of_the_training_table_is_called_something_and_names_its_records() -> None:
    features = {feature.__name__ for feature in FEATURES}
    own = set(frame_columns.COLUMNS) - features
    assert [name for name in sorted(own) if description(name) == (name, name)] == []
    assert own == set(read_from())
