"""The models that score clients: one that told later clients no better than chance is not asked, unless approved."""

from typing import Any

import pytest

from firmgraph.profiling.models.in_use import unproven
from firmgraph.profiling.models.registry import Kept


def kept(target: str, later: dict[str, Any] | None, **roles: str) -> Kept:
    metrics = {} if later is None else {"later": later}
    return Kept("risk_table", ["debt_ratio"], "hash", ["model"], metrics, roles, target)


@pytest.mark.parametrize(
    ("target", "later", "proven"),
    [
        ("binary", {"auc": {"value": 0.7, "low": 0.6, "high": 0.8}}, True),
        ("binary", {"auc": {"value": 0.55, "low": 0.5, "high": 0.6}}, False),
        ("binary", {"auc": {"value": 0.48, "low": 0.3, "high": 0.66}}, False),
        ("binary", {"auc": None}, False),
        ("binary", None, False),
        ("share", {"r2": 0.3}, True),
        ("share", {"r2": 0.0}, False),
        ("share", {"r2": -0.1}, False),
        ("share", {"r2": None}, False),
    ],
)
def test_a_model_is_asked_once_it_told_later_clients_better_than_chance(
    target: str, later: dict[str, Any] | None, proven: bool
) -> None:
    why = unproven(kept(target, later))
    assert (why is None) is proven
    assert why is None or "better than chance" in why.en


def test_who_answers_for_its_approval_has_a_model_used_all_the_same() -> None:
    assert unproven(kept("binary", {"auc": None}, approval="credit committee")) is None
    assert unproven(kept("binary", {"auc": None}, development="credit models")) is not None
